//! The octets of one instruction: the inverse of decoding (Gray Paper 0.7.2, A.5).

use javm::{Opcode, Operands, Reg, Shape};

/// Octets of the variable parts of an instruction; `None` is the shortest that holds the value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Widths {
    /// l_X of the first immediate, 0 to 4.
    pub x: Option<u8>,
    /// Width of the second immediate or of the offset, 0 to 4.
    pub y: Option<u8>,
}

/// Why an instruction has no encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// The operands are not of the opcode's shape.
    #[error("{}: expected operands of shape {}, found {}", opcode.name(), opcode.shape().name(), found.name())]
    Shape {
        /// The opcode.
        opcode: Opcode,
        /// Shape of the operands.
        found: Shape,
    },
    /// An immediate or offset does not fit.
    #[error("expected a value that sign-extends from {width} octets, found {value:#x}")]
    Value {
        /// The value.
        value: i64,
        /// Octets available.
        width: u8,
    },
    /// A width above 4.
    #[error("expected a width of 0 to 4 octets, found {width}")]
    Width {
        /// The width.
        width: u8,
    },
}

/// The least number of octets from which a value sign-extends; 5 if four are not enough.
pub(crate) fn shortest(value: i64) -> u8 {
    (0..=4).find(|width| fits(value, *width)).unwrap_or(5)
}

fn fits(value: i64, width: u8) -> bool {
    if width == 0 {
        return value == 0;
    }
    let unused = 64u32.saturating_sub(u32::from(width).saturating_mul(8));
    value.wrapping_shl(unused).wrapping_shr(unused) == value
}

impl Widths {
    /// The widths in the octets of an instruction, if they are all there and none is above 4.
    pub(crate) fn read(shape: Shape, octets: &[u8]) -> Option<Self> {
        let skip = u8::try_from(octets.len().checked_sub(1)?).ok()?;
        let octet = |at: usize| octets.get(at).copied();
        let (x, y) = match shape {
            Shape::None | Shape::RegExtImm | Shape::TwoReg | Shape::ThreeReg => (None, None),
            Shape::Imm => (Some(skip), None),
            Shape::Offset => (None, Some(skip)),
            Shape::RegImm | Shape::TwoRegImm => (Some(skip.checked_sub(1)?), None),
            Shape::TwoRegOffset => (None, Some(skip.checked_sub(1)?)),
            Shape::TwoImm => {
                let x = octet(1)? & 7;
                (Some(x), Some(skip.checked_sub(x.checked_add(1)?)?))
            }
            Shape::RegTwoImm | Shape::RegImmOffset => {
                let x = (octet(1)? >> 4) & 7;
                (Some(x), Some(skip.checked_sub(x.checked_add(1)?)?))
            }
            Shape::TwoRegTwoImm => {
                let x = octet(2)? & 7;
                (Some(x), Some(skip.checked_sub(x.checked_add(2)?)?))
            }
        };
        let small = |width: Option<u8>| width.is_none_or(|width| width <= 4);
        (small(x) && small(y)).then_some(Self { x, y })
    }

    /// Without the widths that are the shortest for these operands anyway.
    pub(crate) fn shortened(self, operands: &Operands) -> Self {
        let (x, y) = values(operands);
        let named = |width: Option<u8>, value: i64| width.filter(|width| *width != shortest(value));
        Self { x: named(self.x, x), y: named(self.y, y) }
    }
}

/// The values of the two variable parts; 0 where there is none.
fn values(operands: &Operands) -> (i64, i64) {
    match *operands {
        Operands::None
        | Operands::RegExtImm { .. }
        | Operands::TwoReg { .. }
        | Operands::ThreeReg { .. } => (0, 0),
        Operands::Imm { x } | Operands::RegImm { x, .. } | Operands::TwoRegImm { x, .. } => {
            (x as i64, 0)
        }
        Operands::TwoImm { x, y }
        | Operands::RegTwoImm { x, y, .. }
        | Operands::TwoRegTwoImm { x, y, .. } => (x as i64, y as i64),
        Operands::Offset { target } | Operands::TwoRegOffset { target, .. } => (0, target),
        Operands::RegImmOffset { x, target, .. } => (x as i64, target),
    }
}

/// The low octets of a value.
fn low(value: i64, width: Option<u8>) -> Result<([u8; 8], u8), EncodeError> {
    let width = width.unwrap_or_else(|| shortest(value));
    match width {
        0..=4 if fits(value, width) => Ok((value.to_le_bytes(), width)),
        5 => Err(EncodeError::Value { value, width: 4 }),
        0..=4 => Err(EncodeError::Value { value, width }),
        _ => Err(EncodeError::Width { width }),
    }
}

const fn pair(low: Reg, high: Reg) -> u8 {
    low.index() | high.index() << 4
}

/// The octets of an instruction whose target is the offset from its own position.
pub(crate) fn encode(
    opcode: Opcode,
    operands: &Operands,
    widths: Widths,
) -> Result<Vec<u8>, EncodeError> {
    if operands.shape() != opcode.shape() {
        return Err(EncodeError::Shape { opcode, found: operands.shape() });
    }
    let (x, y) = values(operands);
    let ((x, x_width), (y, y_width)) = (low(x, widths.x)?, low(y, widths.y)?);
    let mut octets = vec![opcode.byte()];
    match *operands {
        Operands::None | Operands::Imm { .. } | Operands::Offset { .. } => {}
        Operands::RegExtImm { a, x } => {
            octets.push(a.index());
            octets.extend_from_slice(&x.to_le_bytes());
        }
        Operands::TwoImm { .. } => octets.push(x_width),
        Operands::RegImm { a, .. } => octets.push(a.index()),
        Operands::RegTwoImm { a, .. } | Operands::RegImmOffset { a, .. } => {
            octets.push(a.index() | x_width << 4);
        }
        Operands::TwoReg { d, a } => octets.push(pair(d, a)),
        Operands::TwoRegImm { a, b, .. } | Operands::TwoRegOffset { a, b, .. } => {
            octets.push(pair(a, b));
        }
        Operands::TwoRegTwoImm { a, b, .. } => octets.extend([pair(a, b), x_width]),
        Operands::ThreeReg { a, b, d } => octets.extend([pair(a, b), d.index()]),
    }
    octets.extend(x.iter().take(usize::from(x_width)));
    octets.extend(y.iter().take(usize::from(y_width)));
    Ok(octets)
}
