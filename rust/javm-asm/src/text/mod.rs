//! The text form of a listing.
//!
//! One item per line; `;` starts a comment. Names start with `@`, positions and offsets are in octets.
//!
//! | line | meaning |
//! |---|---|
//! | `@loop:` | label; names are letters, digits and `_` |
//! | `add_64 r2, r0, r1` | instruction, destination first |
//! | `load_imm r3, -0x5` | immediates are signed numbers, decimal or hexadecimal |
//! | `load_imm r3, 0x5:4` | … of four octets; without `:n` the shortest |
//! | `branch_eq r0, r1, @loop` | jump to a label |
//! | `jump +0x7:2` | jump to its own position plus 7, offset of two octets |
//! | `.raw 3c 00 01` | an instruction as octets, for what no line above gives |
//! | `.data 01 02` | octets that the bitmask does not mark |
//! | `.jump_table 4` | jump table with entries of four octets |
//! | `.entries @loop 0x10` | entries: labels or positions |
//! | `.jump_table 0 7` | seven entries of no octets |
//!
//! Operands by shape (A.5), with d, a, b registers and x, y immediates: `x` · `a, x` · `x, y` · `target` · `a, x` ·
//! `a, x, y` · `a, x, target` · `d, a` · `a, b, x` · `a, b, target` · `a, b, x, y` · `d, a, b`.

mod cursor;
mod parse;
mod print;

pub use cursor::AsmError;

use javm::Program;

use crate::listing::Listing;

/// The program blob that a text describes.
///
/// # Errors
/// Where the text is not as the table above says, or cannot be encoded.
pub fn assemble(text: &str) -> Result<Vec<u8>, AsmError> {
    let (listing, lines) = parse::listing(text)?;
    listing.to_blob().map_err(|error| parse::blame(&error, &lines, text))
}

/// The text of a program; [`assemble`] gives its blob again.
#[must_use]
pub fn disassemble(program: &Program) -> String {
    Listing::from_program(program).to_text()
}

impl Listing {
    /// Reads a text.
    ///
    /// # Errors
    /// Where the text is not as the table above says.
    pub fn parse(text: &str) -> Result<Self, AsmError> {
        parse::listing(text).map(|(listing, _)| listing)
    }

    /// The text. If the listing can be laid out, positions stand behind the lines as comments.
    #[must_use]
    pub fn to_text(&self) -> String {
        print::text(self)
    }
}
