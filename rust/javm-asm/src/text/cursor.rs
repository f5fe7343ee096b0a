//! Words of a line, and errors that say where.

/// Why a text is not a program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: expected {expected}, found {found}")]
pub struct AsmError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// A place in a line.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    line: usize,
    /// The whole line without its comment.
    text: &'a str,
    /// Octets of it that are read.
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: usize, text: &'a str) -> Self {
        let text = text.split_once(';').map_or(text, |(before, _)| before);
        Self { line, text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        let space = rest.len().saturating_sub(rest.trim_start().len());
        self.at = self.at.saturating_add(space);
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&mut self) -> bool {
        self.skip_space();
        self.rest().is_empty()
    }

    /// The next word, up to white space, a comma or a colon (which it may be itself); empty at the end.
    pub(super) fn word(&mut self) -> Word<'a> {
        self.skip_space();
        let rest = self.rest();
        let separator = |c: char| c.is_whitespace() || c == ',' || c == ':';
        let end = match rest.find(separator) {
            Some(0) => 1,
            Some(end) => end,
            None => rest.len(),
        };
        let text = rest.get(..end).unwrap_or_default();
        let word = Word { cursor: *self, text };
        self.at = self.at.saturating_add(end);
        word
    }

    /// Reads a separator if it is next.
    pub(super) fn take(&mut self, separator: &str) -> bool {
        let mut ahead = *self;
        let found = ahead.word().text == separator;
        if found {
            *self = ahead;
        }
        found
    }

    /// Reads a separator.
    pub(super) fn separator(&mut self, separator: &str) -> Result<(), AsmError> {
        let mut ahead = *self;
        let word = ahead.word();
        if word.text != separator {
            return Err(word.expected(&format!("`{separator}`")));
        }
        *self = ahead;
        Ok(())
    }

    /// Nothing is left.
    pub(super) fn end(&mut self) -> Result<(), AsmError> {
        let word = self.word();
        if word.text.is_empty() { Ok(()) } else { Err(word.expected("the end of the line")) }
    }
}

/// A word and where it is.
pub(super) struct Word<'a> {
    cursor: Cursor<'a>,
    pub(super) text: &'a str,
}

impl Word<'_> {
    /// The error that something else should be here.
    pub(super) fn expected(&self, expected: &str) -> AsmError {
        let before = self.cursor.text.get(..self.cursor.at).unwrap_or_default();
        let found = match self.text {
            "" => "the end of the line".to_owned(),
            text => format!("`{text}`"),
        };
        let column = before.chars().count().saturating_add(1);
        AsmError { line: self.cursor.line, column, expected: expected.to_owned(), found }
    }
}
