//! The head of a Lean file: its imports.

use std::path::Path;

use crate::Error;

/// What the head of a file says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// The file begins with `prelude`: it does not import `Init` by itself.
    pub(crate) prelude: bool,
    /// Imported modules with the line (from 1) of the import.
    pub(crate) imports: Vec<(String, usize)>,
}

/// Reads `module`, `prelude` and the imports at the head of `text`; stops at the first other word.
pub(crate) fn parse(file: &Path, text: &str) -> Result<Header, Error> {
    let mut words = Words { rest: text, line: 1 };
    let mut header = Header { prelude: false, imports: Vec::new() };
    let bad = |line, reason: &str| {
        Err(Error::BadHeader { file: file.to_owned(), line, reason: reason.to_owned() })
    };
    loop {
        match words.next() {
            Token::Word("prelude", _) if header.imports.is_empty() => header.prelude = true,
            Token::Word("module", _) if header.imports.is_empty() && !header.prelude => {}
            Token::Word("public" | "meta", _) if words.clone().leads_to_import() => {}
            Token::Word("import", line) => {
                let name = match words.next() {
                    Token::Word("all", _) => words.next(),
                    other => other,
                };
                match name {
                    Token::Word(name, _) => header.imports.push((name.to_owned(), line)),
                    _ => return bad(line, "'import' names no module"),
                }
            }
            Token::OpenComment(line) => return bad(line, "comment is not closed"),
            Token::Word(..) | Token::End => return Ok(header),
        }
    }
}

enum Token<'a> {
    Word(&'a str, usize),
    OpenComment(usize),
    End,
}

#[derive(Clone)]
struct Words<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Words<'a> {
    fn advance(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn leads_to_import(mut self) -> bool {
        loop {
            match self.next() {
                Token::Word("public" | "meta", _) => {}
                Token::Word(word, _) => return word == "import",
                _ => return false,
            }
        }
    }

    fn next(&mut self) -> Token<'a> {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            self.advance(blank);
            if self.rest.is_empty() {
                return Token::End;
            }
            if self.rest.starts_with("--") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.advance(end);
            } else if self.rest.starts_with("/-") {
                let line = self.line;
                match comment_end(self.rest) {
                    Some(end) => self.advance(end),
                    None => return Token::OpenComment(line),
                };
            } else {
                let line = self.line;
                let end = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
                return Token::Word(self.advance(end), line);
            }
        }
    }
}

/// Length of the (nesting) block comment at the start of `text`.
fn comment_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        if rest.starts_with("/-") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("-/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(text: &str) -> Vec<(String, usize)> {
        parse(Path::new("X.lean"), text).unwrap().imports
    }

    #[test]
    fn reads_imports_between_comments() {
        let text = "/-! head /- nested -/ import No -/\nmodule\n-- import No\nimport A.B import C\n\
                    public meta import all D -- import No\n/- x -/ import E\ndef a := 1\nimport No\n";
        let expected: Vec<(String, usize)> =
            [("A.B", 4), ("C", 4), ("D", 5), ("E", 6)].map(|(m, l)| (m.to_owned(), l)).into();
        assert_eq!(imports(text), expected);
    }

    #[test]
    fn knows_prelude_and_modifiers_of_declarations() {
        let header = parse(Path::new("X.lean"), "prelude\nimport A\npublic def x := 1").unwrap();
        assert!(header.prelude);
        assert_eq!(header.imports.len(), 1);
        assert!(imports("public section\nimport No").is_empty());
    }

    #[test]
    fn refuses_broken_heads() {
        assert!(matches!(
            parse(Path::new("X.lean"), "\n/- never closed"),
            Err(Error::BadHeader { line: 2, .. })
        ));
        assert!(matches!(
            parse(Path::new("X.lean"), "import A\nimport"),
            Err(Error::BadHeader { line: 2, .. })
        ));
    }
}
