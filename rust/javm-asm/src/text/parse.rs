//! Text to listings.

use std::collections::BTreeMap;

use javm::{Opcode, Operands, Reg, Shape};

use super::cursor::{AsmError, Cursor, Word};
use crate::encode::{EncodeError, Widths};
use crate::layout::LayoutError;
use crate::listing::{Code, Entry, Item, JumpTable, Label, Listing, Target};

/// Lines of the items and of the jump table entries, from 1.
#[derive(Default)]
pub(super) struct Lines {
    items: Vec<usize>,
    entries: Vec<usize>,
}

/// Reads a text; also on which line everything is.
pub(super) fn listing(text: &str) -> Result<(Listing, Lines), AsmError> {
    let mut parser = Parser { names: Names::new(text), ..Parser::default() };
    for (number, line) in (1..).zip(text.lines()) {
        let mut cursor = Cursor::new(number, line);
        if !cursor.is_empty() {
            parser.line(number, &mut cursor)?;
            cursor.end()?;
        }
    }
    Ok((parser.listing, parser.lines))
}

/// The place in the text of an error in the layout.
pub(super) fn blame(error: &LayoutError, lines: &Lines, text: &str) -> AsmError {
    let (line, expected) = match error {
        LayoutError::Encode { item, source } => (lines.items.get(*item), wanted(source)),
        LayoutError::Undefined { item, .. } => {
            (lines.items.get(*item), "a label that is defined".to_owned())
        }
        LayoutError::Twice { item, .. } => {
            (lines.items.get(*item), "a label that is not defined yet".to_owned())
        }
        LayoutError::UndefinedEntry { entry, .. } => {
            (lines.entries.get(*entry), "labels that are defined".to_owned())
        }
        LayoutError::Entry { entry, size, .. } => {
            (lines.entries.get(*entry), format!("positions of {size} octets"))
        }
    };
    let line = line.copied().unwrap_or(1);
    let content = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let indent = content.len().saturating_sub(content.trim_start().len());
    let column = indent.saturating_add(1);
    AsmError { line, column, expected, found: format!("`{}`", content.trim()) }
}

/// What an instruction that has no encoding should have.
fn wanted(error: &EncodeError) -> String {
    match error {
        EncodeError::Shape { opcode, .. } => format!("operands of shape {}", opcode.shape().name()),
        EncodeError::Value { width, .. } => {
            format!("values that sign-extend from {width} octets")
        }
        EncodeError::Width { .. } => "widths of 0 to 4 octets".to_owned(),
    }
}

/// Labels by name. A name that is a number keeps it.
#[derive(Default)]
struct Names {
    labels: BTreeMap<String, Label>,
    next: u32,
}

/// The number that a label name is.
fn numeric(name: &str) -> Option<u32> {
    name.parse().ok().filter(|number: &u32| number.to_string() == name)
}

impl Names {
    fn new(text: &str) -> Self {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let names = text.split('@').skip(1).filter_map(|rest| rest.split(|c| !is_part(c)).next());
        let highest = names.filter_map(numeric).max();
        Self {
            labels: BTreeMap::new(),
            next: highest.map_or(0, |highest| highest.saturating_add(1)),
        }
    }

    /// The label that a word like `@name` means.
    fn label(&mut self, word: &Word<'_>) -> Result<Label, AsmError> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = word
            .text
            .strip_prefix('@')
            .filter(|name| !name.is_empty() && name.chars().all(is_part));
        let name = name.ok_or_else(|| word.expected("a label like `@name`"))?;
        if let Some(label) = numeric(name).map(Label).or_else(|| self.labels.get(name).copied()) {
            return Ok(label);
        }
        let label = Label(self.next);
        let next = self.next.checked_add(1);
        self.next = next.ok_or_else(|| word.expected("a label with a smaller number"))?;
        self.labels.insert(name.to_owned(), label);
        Ok(label)
    }
}

#[derive(Default)]
struct Parser {
    names: Names,
    listing: Listing,
    lines: Lines,
}

impl Parser {
    fn line(&mut self, number: usize, cursor: &mut Cursor<'_>) -> Result<(), AsmError> {
        let word = cursor.word();
        let item = match word.text {
            ".jump_table" => return self.jump_table(cursor),
            ".entries" => return self.entries(number, &word, cursor),
            ".raw" => Item::Raw(octets(cursor)?),
            ".data" => Item::Data(octets(cursor)?),
            text if text.starts_with('@') => {
                let label = self.names.label(&word)?;
                cursor.separator(":")?;
                Item::Label(label)
            }
            text => {
                let opcode = Opcode::from_name(text);
                let opcode = opcode.ok_or_else(|| {
                    word.expected("an instruction, a label like `@name:` or a directive")
                })?;
                Item::Code(self.code(opcode, cursor)?)
            }
        };
        self.listing.items.push(item);
        self.lines.items.push(number);
        Ok(())
    }

    fn jump_table(&mut self, cursor: &mut Cursor<'_>) -> Result<(), AsmError> {
        let word = cursor.word();
        let size = word.text.parse().map_err(|_| word.expected("octets per entry, 0 to 255"))?;
        self.listing.jump_table = if size == 0 {
            let word = cursor.word();
            let count = word.text.parse();
            JumpTable::Zeros(count.map_err(|_| word.expected("the number of entries"))?)
        } else {
            JumpTable::Entries { size, entries: Vec::new() }
        };
        self.lines.entries.clear();
        Ok(())
    }

    fn entries(
        &mut self,
        number: usize,
        directive: &Word<'_>,
        cursor: &mut Cursor<'_>,
    ) -> Result<(), AsmError> {
        let JumpTable::Entries { entries, .. } = &mut self.listing.jump_table else {
            return Err(directive.expected("`.jump_table` with a size above 0 before"));
        };
        while !cursor.is_empty() {
            let word = cursor.word();
            entries.push(match unsigned(word.text) {
                Some(position) => Entry::Absolute(position),
                None => Entry::Label(self.names.label(&word)?),
            });
            self.lines.entries.push(number);
        }
        Ok(())
    }

    fn code(&mut self, opcode: Opcode, cursor: &mut Cursor<'_>) -> Result<Code, AsmError> {
        let mut reader = Reader { cursor, names: &mut self.names, first: true };
        let (operands, x, y) = reader.operands(opcode.shape())?;
        Ok(Code { opcode, operands, widths: Widths { x, y } })
    }
}

fn octets(cursor: &mut Cursor<'_>) -> Result<Vec<u8>, AsmError> {
    let mut octets = Vec::new();
    while !cursor.is_empty() {
        let word = cursor.word();
        let octet = u8::from_str_radix(word.text, 16).ok().filter(|_| word.text.len() == 2);
        octets.push(octet.ok_or_else(|| word.expected("octets of two hexadecimal digits"))?);
    }
    Ok(octets)
}

/// A number without sign, decimal or hexadecimal.
fn unsigned(text: &str) -> Option<u64> {
    let (digits, radix) = text.strip_prefix("0x").map_or((text, 10), |digits| (digits, 16));
    let plain = digits.chars().all(|c| c.is_ascii_hexdigit());
    u64::from_str_radix(digits, radix).ok().filter(|_| plain)
}

/// A number with or without sign, from −2^63 to 2^64 − 1, modulo 2^64.
fn signed(text: &str) -> Option<u64> {
    match text.strip_prefix('-') {
        Some(text) => unsigned(text).filter(|value| *value <= 1 << 63).map(u64::wrapping_neg),
        None => unsigned(text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Reads operands.
struct Reader<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    names: &'c mut Names,
    first: bool,
}

type Width = Option<u8>;

impl Reader<'_, '_> {
    fn comma(&mut self) -> Result<(), AsmError> {
        if std::mem::take(&mut self.first) { Ok(()) } else { self.cursor.separator(",") }
    }

    fn reg(&mut self) -> Result<Reg, AsmError> {
        self.comma()?;
        let word = self.cursor.word();
        let register = Reg::all().find(|register| register.to_string() == word.text);
        register.ok_or_else(|| word.expected("a register, r0 to r12"))
    }

    fn width(&mut self) -> Result<Width, AsmError> {
        if !self.cursor.take(":") {
            return Ok(None);
        }
        let word = self.cursor.word();
        let width = word.text.parse().ok().filter(|width| *width <= 4);
        width.map(Some).ok_or_else(|| word.expected("a width of 0 to 4 octets"))
    }

    fn number(&mut self) -> Result<u64, AsmError> {
        self.comma()?;
        let word = self.cursor.word();
        signed(word.text).ok_or_else(|| word.expected("a number"))
    }

    fn imm(&mut self) -> Result<(u64, Width), AsmError> {
        Ok((self.number()?, self.width()?))
    }

    fn target(&mut self) -> Result<(Target, Width), AsmError> {
        self.comma()?;
        let word = self.cursor.word();
        let offset = signed(word.text).filter(|_| word.text.starts_with(['+', '-']));
        let target = match offset {
            Some(offset) => Target::Relative(offset as i64),
            None if word.text.starts_with('@') => Target::Label(self.names.label(&word)?),
            None => return Err(word.expected("a label like `@name` or an offset like `+0x7`")),
        };
        Ok((target, self.width()?))
    }

    /// The operands of a shape, with the widths of x and y.
    fn operands(&mut self, shape: Shape) -> Result<(Operands<Target>, Width, Width), AsmError> {
        let plain = |operands| (operands, None, None);
        Ok(match shape {
            Shape::None => plain(Operands::None),
            Shape::Imm => {
                let (x, wx) = self.imm()?;
                (Operands::Imm { x }, wx, None)
            }
            Shape::RegExtImm => plain(Operands::RegExtImm { a: self.reg()?, x: self.number()? }),
            Shape::TwoImm => {
                let ((x, wx), (y, wy)) = (self.imm()?, self.imm()?);
                (Operands::TwoImm { x, y }, wx, wy)
            }
            Shape::Offset => {
                let (target, wy) = self.target()?;
                (Operands::Offset { target }, None, wy)
            }
            Shape::RegImm => {
                let (a, (x, wx)) = (self.reg()?, self.imm()?);
                (Operands::RegImm { a, x }, wx, None)
            }
            Shape::RegTwoImm => {
                let (a, (x, wx), (y, wy)) = (self.reg()?, self.imm()?, self.imm()?);
                (Operands::RegTwoImm { a, x, y }, wx, wy)
            }
            Shape::RegImmOffset => {
                let (a, (x, wx), (target, wy)) = (self.reg()?, self.imm()?, self.target()?);
                (Operands::RegImmOffset { a, x, target }, wx, wy)
            }
            Shape::TwoReg => plain(Operands::TwoReg { d: self.reg()?, a: self.reg()? }),
            Shape::TwoRegImm => {
                let (a, b, (x, wx)) = (self.reg()?, self.reg()?, self.imm()?);
                (Operands::TwoRegImm { a, b, x }, wx, None)
            }
            Shape::TwoRegOffset => {
                let (a, b, (target, wy)) = (self.reg()?, self.reg()?, self.target()?);
                (Operands::TwoRegOffset { a, b, target }, None, wy)
            }
            Shape::TwoRegTwoImm => {
                let (a, b) = (self.reg()?, self.reg()?);
                let ((x, wx), (y, wy)) = (self.imm()?, self.imm()?);
                (Operands::TwoRegTwoImm { a, b, x, y }, wx, wy)
            }
            Shape::ThreeReg => {
                let (d, a, b) = (self.reg()?, self.reg()?, self.reg()?);
                plain(Operands::ThreeReg { a, b, d })
            }
        })
    }
}
