//! The card for a terminal.

use super::Card;
use std::fmt::Write as _;

/// Longest cell of the step table.
const CELL: usize = 44;

/// Lays a card out as text; with `colour`, differing lines stand out.
#[must_use]
pub fn render(card: &Card, colour: bool) -> String {
    let paint = |code: &str, text: &str| {
        if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    };
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint("1;31", &format!("DIVERGENCE  {}", card.slug)));
    let _ =
        writeln!(out, "engines {} · field {} · opcode {}", card.engines, card.field, card.opcode);
    let _ = writeln!(out, "{}", card.detail);
    for (name, value) in [
        ("from", &card.origin),
        ("minimised", &card.minimised),
        ("verdict", &card.verdict),
        ("replay", &card.replay),
    ] {
        if !value.is_empty() {
            let _ = writeln!(out, "{name:<10}{value}");
        }
    }
    if let Some(rule) = &card.rule {
        let _ = writeln!(out, "{:<10}{} · {}", "rule", rule.section, rule.module);
    }
    if !card.steps.is_empty() {
        steps(card, &paint, &mut out);
    }
    if !card.block.is_empty() {
        let _ = writeln!(
            out,
            "\nblock that step {} ends (▶ cut behind it, the engines differ first)",
            card.agreed + 1
        );
        for line in &card.block {
            let mark = if line.suspect { "▶" } else { " " };
            let text = format!(" {mark} {:<8} {}", line.pc, line.instruction);
            let _ = writeln!(out, "{}", if line.suspect { paint("1;33", &text) } else { text });
        }
    }
    if !card.fields.is_empty() {
        state(card, &paint, &mut out);
    }
    if !card.listing.is_empty() {
        let program = card.listing.iter().all(|line| !line.starts_with("ask "));
        let title = if program { "program (→ entry, ▸ block)" } else { "question" };
        let _ = writeln!(out, "\n{title}");
        for line in &card.listing {
            let _ = writeln!(out, "  {line}");
        }
    }
    out
}

/// The state around the diverging step: a column before it, one per engine after it.
fn state(card: &Card, paint: &dyn Fn(&str, &str) -> String, out: &mut String) {
    let step = card.agreed + 1;
    let title = format!("step {step}");
    let mut head = vec![title.clone(), "before".to_owned()];
    head.extend(card.columns.iter().cloned());
    let mut lines = vec![head];
    for row in &card.fields {
        let mut line = vec![row.name.clone(), row.before.clone()];
        line.extend(row.cells.iter().cloned());
        lines.push(line);
    }
    let length = |cell: &String| cell.chars().count().min(CELL);
    let widths: Vec<usize> = (0..card.columns.len() + 2)
        .map(|column| lines.iter().filter_map(|l| l.get(column)).map(length).max().unwrap_or(0))
        .collect();
    out.push('\n');
    for line in &lines {
        let cells = line.iter().zip(&widths).map(|(cell, &width)| {
            let cell: String = cell.chars().take(CELL).collect();
            format!("{cell:<width$}")
        });
        let text = format!("  {}", cells.collect::<Vec<_>>().join("  "));
        let marked = line.iter().skip(3).any(|cell| cell != "=") && line.first() != Some(&title);
        let text = text.trim_end();
        let _ = writeln!(out, "{}", if marked { paint("1;33", text) } else { text.to_owned() });
    }
}

fn steps(card: &Card, paint: &dyn Fn(&str, &str) -> String, out: &mut String) {
    let width = |cell: &str| cell.chars().count().min(CELL);
    let columns: Vec<usize> = (0..card.columns.len())
        .map(|column| {
            let cells = card.steps.iter().filter_map(|step| step.cells.get(column));
            let name = card.columns.get(column).map_or(0, |name| width(name));
            cells.map(|cell| width(cell)).max().unwrap_or(0).max(name)
        })
        .collect();
    let longest = card.steps.iter().map(|step| step.instruction.chars().count()).max();
    let instruction = longest.unwrap_or(0).clamp(11, 40);
    let _ = write!(out, "\n   step  {:<8} {:<instruction$}", "pc", "instruction");
    for (name, width) in card.columns.iter().zip(&columns) {
        let _ = write!(out, "  {name:<width$}");
    }
    out.push('\n');
    for step in &card.steps {
        let mark = if step.diverges { "▶" } else { " " };
        let mut line = format!(
            " {mark} {:>4}  {:<8} {:<instruction$}",
            step.number, step.pc, step.instruction
        );
        for (cell, &width) in step.cells.iter().zip(&columns) {
            let cell: String = cell.chars().take(CELL).collect();
            let _ = write!(line, "  {cell:<width$}");
        }
        let line = line.trim_end();
        let text = if step.diverges { paint("1;33", line) } else { line.to_owned() };
        let _ = writeln!(out, "{text}");
    }
}
