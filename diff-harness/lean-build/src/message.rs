//! Lean's messages.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Output of `#eval`, `#print` and the like.
    #[serde(rename = "information", alias = "info")]
    Information,
    /// Accepted, but should be looked at.
    Warning,
    /// The module is rejected.
    Error,
}

/// One message with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// How bad it is.
    pub severity: Severity,
    /// The source file as it was given to Lean.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 0, in code points (Lean's way of counting).
    pub column: u32,
    /// The text.
    pub text: String,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Information => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let text = self.text.trim_end();
        write!(f, "{}:{}:{}: {word}: {text}", self.file, self.line, self.column)
    }
}

#[derive(Deserialize)]
struct Line {
    severity: Severity,
    #[serde(rename = "fileName")]
    file: String,
    pos: Position,
    data: String,
    #[serde(default, rename = "isSilent")]
    silent: bool,
}

#[derive(Deserialize)]
struct Position {
    line: u32,
    column: u32,
}

/// Reads what `lean --json` printed. A line that is no message (output of the program itself) is kept as information.
pub(crate) fn parse(file: &str, output: &str) -> Vec<Message> {
    let lines = output.lines().filter(|line| !line.trim().is_empty());
    lines
        .filter_map(|line| match serde_json::from_str::<Line>(line) {
            Ok(m) if m.silent => None,
            Ok(m) => Some(Message {
                severity: m.severity,
                file: m.file,
                line: m.pos.line,
                column: m.pos.column,
                text: m.data,
            }),
            Err(_) => Some(Message {
                severity: Severity::Information,
                file: file.to_owned(),
                line: 1,
                column: 0,
                text: line.to_owned(),
            }),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_json_lines_and_keeps_other_output() {
        let output = "{\"severity\":\"error\",\"fileName\":\"A.lean\",\"pos\":{\"line\":2,\"column\":4},\
                      \"data\":\"no\\nway\",\"kind\":\"x\"}\nPANIC at f\n\n";
        let messages = parse("A.lean", output);
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[0].to_string(), "A.lean:2:4: error: no\nway");
        assert_eq!(messages[1].severity, Severity::Information);
        assert_eq!(messages[1].text, "PANIC at f");
    }
}
