//! Lean source with comments, strings and character literals blanked out, so that words in them are not code.

/// Replaces every character of a comment, string or character literal by a blank; line breaks stay. Code inside an
/// interpolated string (`s!"… {code} …"`) stays too.
pub(super) fn strip(source: &str) -> String {
    let mut it =
        Stripper { rest: source, out: String::with_capacity(source.len()), previous: '\n' };
    it.code(false);
    it.out
}

struct Stripper<'a> {
    rest: &'a str,
    out: String,
    /// Last character of code that was kept.
    previous: char,
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '\''
}

impl Stripper<'_> {
    fn keep(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        self.out.push(c);
        self.previous = c;
        Some(c)
    }

    fn blank(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        self.out.push(if c == '\n' { '\n' } else { ' ' });
        Some(c)
    }

    fn blank_n(&mut self, n: usize) {
        for _ in 0..n {
            self.blank();
        }
    }

    /// Code up to the end of the file or, inside an interpolated string, up to the closing brace.
    fn code(&mut self, in_braces: bool) {
        let mut depth = 0usize;
        while let Some(c) = self.rest.chars().next() {
            if self.rest.starts_with("--") {
                while !self.rest.is_empty() && !self.rest.starts_with('\n') {
                    self.blank();
                }
            } else if self.rest.starts_with("/-") {
                self.comment();
            } else if c == '"' {
                let interpolated = self.previous == '!';
                self.string(interpolated);
            } else if let Some(hashes) = self.raw_string() {
                self.blank_n(hashes + 2);
                let end = format!("\"{}", "#".repeat(hashes));
                while !self.rest.is_empty() && !self.rest.starts_with(&end) {
                    self.blank();
                }
                self.blank_n(hashes + 1);
            } else if c == '\'' && !in_word(self.previous) && self.character() > 0 {
                self.blank_n(self.character());
            } else {
                match c {
                    '{' => depth += 1,
                    '}' if in_braces && depth == 0 => return,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                self.keep();
            }
        }
    }

    fn comment(&mut self) {
        let mut depth = 0usize;
        while !self.rest.is_empty() {
            if self.rest.starts_with("/-") {
                depth += 1;
                self.blank_n(2);
            } else if self.rest.starts_with("-/") {
                depth -= 1;
                self.blank_n(2);
                if depth == 0 {
                    return;
                }
            } else {
                self.blank();
            }
        }
    }

    fn string(&mut self, interpolated: bool) {
        self.blank();
        loop {
            if self.rest.starts_with('\\') {
                self.blank_n(2);
                continue;
            }
            if interpolated && self.rest.starts_with('{') {
                self.blank();
                self.previous = '{';
                self.code(true);
            }
            match self.blank() {
                Some('"') | None => return,
                Some(_) => {}
            }
        }
    }

    /// Number of `#` of a raw string (`r"…"`, `r#"…"#`) that begins here.
    fn raw_string(&self) -> Option<usize> {
        if in_word(self.previous) {
            return None;
        }
        let rest = self.rest.strip_prefix('r')?;
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        rest.get(hashes..)?.starts_with('"').then_some(hashes)
    }

    /// Number of characters of a character literal that begins here; 0 if none does.
    fn character(&self) -> usize {
        let mut chars = self.rest.chars().skip(1);
        match (chars.next(), chars.next()) {
            (Some('\\'), Some(_)) => {
                let tail: Vec<char> = self.rest.chars().skip(3).take(6).collect();
                tail.iter().position(|c| *c == '\'').map_or(0, |p| p + 4)
            }
            (Some(c), Some('\'')) if c != '\n' => 3,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_strings_and_characters_go_code_stays() {
        let source = "a /- x /- y -/ z -/ b -- c\nd \"e \\\" f\" g '\"' h' i '\\n' '\\x41' s!\"no {code \"no\"} no\" r#\"no\"#e";
        let bare = strip(source);
        assert_eq!(bare.chars().count(), source.chars().count());
        let words: Vec<&str> = bare.split_whitespace().collect();
        assert_eq!(words, ["a", "b", "d", "g", "h'", "i", "s!", "code", "e"]);
    }

    #[test]
    fn lines_stay() {
        assert_eq!(strip("/-\n-/\"\n\"x"), "  \n   \n x");
    }
}
