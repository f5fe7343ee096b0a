//! Tables as text and as Markdown.

use std::fmt::Write;

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Columns in line, for a terminal.
    Text,
    /// Markdown.
    Markdown,
}

/// A table with a heading, and a sentence or two below it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    heading: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    note: String,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(heading: &str, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        Self { heading: heading.to_owned(), columns, ..Self::default() }
    }

    /// Appends a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Sets what stands below.
    pub fn note(&mut self, note: &str) {
        note.clone_into(&mut self.note);
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What stands above.
    #[must_use]
    pub fn heading(&self) -> &str {
        &self.heading
    }

    fn widths(&self) -> Vec<usize> {
        let width = |place: usize| {
            let cells = self.rows.iter().chain([&self.columns]);
            cells.filter_map(|row| row.get(place)).map(|cell| cell.chars().count()).max()
        };
        (0..self.columns.len()).map(|place| width(place).unwrap_or(0)).collect()
    }

    /// The table in a form.
    #[must_use]
    pub fn write(&self, form: Form) -> String {
        let widths = self.widths();
        let line = |row: &[String]| -> String {
            let cells = widths.iter().enumerate().map(|(place, width)| {
                let cell = row.get(place).map_or("", String::as_str);
                if place == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
            });
            let cells: Vec<String> = cells.collect();
            match form {
                Form::Text => cells.join("  ").trim_end().to_owned(),
                Form::Markdown => format!("| {} |", cells.join(" | ")),
            }
        };
        let mut text = String::new();
        let lead = if form == Form::Markdown { "### " } else { "" };
        let _ = writeln!(text, "{lead}{}\n", self.heading);
        let _ = writeln!(text, "{}", line(&self.columns));
        if form == Form::Markdown {
            let right = "--:|".repeat(self.columns.len().saturating_sub(1));
            let _ = writeln!(text, "|:--|{right}");
        }
        for row in &self.rows {
            let _ = writeln!(text, "{}", line(row));
        }
        if !self.note.is_empty() {
            let _ = writeln!(text, "\n{}", self.note);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_hold_the_same_cells() {
        let mut table = Table::new("Times", &["workload", "a"]);
        table.push(vec!["fib".to_owned(), "1.5".to_owned()]);
        table.note("Below.");
        let markdown = "### Times\n\n| workload |   a |\n|:--|--:|\n| fib      | 1.5 |\n\nBelow.\n";
        assert_eq!(table.write(Form::Markdown), markdown);
        assert_eq!(table.write(Form::Text), "Times\n\nworkload    a\nfib       1.5\n\nBelow.\n");
    }
}
