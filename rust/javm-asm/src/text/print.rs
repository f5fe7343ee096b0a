//! Listings as text.

use std::fmt::Write;

use javm::{Operands, Reg};

use crate::encode::Widths;
use crate::layout;
use crate::listing::{Code, Entry, Item, JumpTable, Listing, Target};

/// Jump table entries per line.
const PER_LINE: usize = 8;

pub(super) fn text(listing: &Listing) -> String {
    let mut text = String::new();
    jump_table(&listing.jump_table, &mut text);
    let octets = layout::octets(listing).unwrap_or_default();
    let mut position = 0usize;
    for (index, item) in listing.items.iter().enumerate() {
        let line = match item {
            Item::Label(label) => format!("@{}:", label.0),
            Item::Code(code) => format!("    {}", instruction(code)),
            Item::Raw(octets) => format!("    .raw{}", hex(octets)),
            Item::Data(octets) => format!("    .data{}", hex(octets)),
        };
        let place = octets.get(index).filter(|octets| !octets.is_empty());
        match place {
            Some(octets) => {
                push(&mut text, format_args!("{line:<44}; {position}"));
                position = position.saturating_add(octets.len());
            }
            None => push(&mut text, format_args!("{line}")),
        }
    }
    text
}

/// Appends a line; writing to a string does not fail.
fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{line}");
}

fn jump_table(table: &JumpTable, text: &mut String) {
    match table {
        JumpTable::Zeros(0) => {}
        JumpTable::Zeros(count) => push(text, format_args!(".jump_table 0 {count}")),
        JumpTable::Entries { size, entries } => {
            push(text, format_args!(".jump_table {size}"));
            for line in entries.chunks(PER_LINE) {
                let words: Vec<String> = line.iter().map(entry).collect();
                push(text, format_args!(".entries {}", words.join(" ")));
            }
        }
    }
}

fn entry(entry: &Entry) -> String {
    match entry {
        Entry::Label(label) => format!("@{}", label.0),
        Entry::Absolute(position) => format!("{position:#x}"),
    }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!(" {octet:02x}")).collect()
}

fn width(width: Option<u8>) -> String {
    width.map_or_else(String::new, |width| format!(":{width}"))
}

fn number(value: u64) -> String {
    let value = value as i64;
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{:#x}", value.unsigned_abs())
}

fn goal(target: Target) -> String {
    match target {
        Target::Label(label) => format!("@{}", label.0),
        Target::Relative(offset) => {
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{sign}{:#x}", offset.unsigned_abs())
        }
    }
}

fn instruction(code: &Code) -> String {
    let Widths { x: wx, y: wy } = code.widths;
    let (wx, wy) = (width(wx), width(wy));
    let reg = |register: Reg| register.to_string();
    let words: Vec<String> = match code.operands {
        Operands::None => vec![],
        Operands::Imm { x } => vec![number(x) + &wx],
        Operands::RegExtImm { a, x } => vec![reg(a), number(x)],
        Operands::TwoImm { x, y } => vec![number(x) + &wx, number(y) + &wy],
        Operands::Offset { target } => vec![goal(target) + &wy],
        Operands::RegImm { a, x } => vec![reg(a), number(x) + &wx],
        Operands::RegTwoImm { a, x, y } => vec![reg(a), number(x) + &wx, number(y) + &wy],
        Operands::RegImmOffset { a, x, target } => {
            vec![reg(a), number(x) + &wx, goal(target) + &wy]
        }
        Operands::TwoReg { d, a } => vec![reg(d), reg(a)],
        Operands::TwoRegImm { a, b, x } => vec![reg(a), reg(b), number(x) + &wx],
        Operands::TwoRegOffset { a, b, target } => vec![reg(a), reg(b), goal(target) + &wy],
        Operands::TwoRegTwoImm { a, b, x, y } => {
            vec![reg(a), reg(b), number(x) + &wx, number(y) + &wy]
        }
        Operands::ThreeReg { a, b, d } => vec![reg(d), reg(a), reg(b)],
    };
    format!("{} {}", code.opcode.name(), words.join(", ")).trim_end().to_owned()
}
