//! Instructions by the shapes of their operands (Gray Paper 0.7.2, A.5).

use crate::program::Op;
use crate::table::{Opcode, Shape};

/// A register index, 0 to 12.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reg(u8);

impl Reg {
    /// Number of registers.
    pub const COUNT: usize = 13;

    /// The register with this index, if there is one.
    #[must_use]
    pub const fn new(index: u8) -> Option<Self> {
        if index < 13 { Some(Self(index)) } else { None }
    }

    /// The register that an operand field denotes: above 12 means 12.
    #[must_use]
    pub const fn clamped(field: u8) -> Self {
        if field < 13 { Self(field) } else { Self(12) }
    }

    /// The index, 0 to 12.
    #[must_use]
    pub const fn index(self) -> u8 {
        self.0
    }

    /// All registers, ascending.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..13).map(Self)
    }
}

impl std::fmt::Display for Reg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "r{}", self.0)
    }
}

impl std::fmt::Debug for Reg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// The operands of an instruction by shape: r_A, r_B, r_D, ν_X and ν_Y of A.5. Immediates are sign-extended to 64 bits;
/// targets are absolute positions, possibly negative or beyond the code (T is another type where targets have names).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields carry the paper's names")]
pub enum Operands<T = i64> {
    /// A.5.1
    None,
    /// A.5.2
    Imm { x: u64 },
    /// A.5.3
    RegExtImm { a: Reg, x: u64 },
    /// A.5.4
    TwoImm { x: u64, y: u64 },
    /// A.5.5
    Offset { target: T },
    /// A.5.6
    RegImm { a: Reg, x: u64 },
    /// A.5.7
    RegTwoImm { a: Reg, x: u64, y: u64 },
    /// A.5.8
    RegImmOffset { a: Reg, x: u64, target: T },
    /// A.5.9
    TwoReg { d: Reg, a: Reg },
    /// A.5.10
    TwoRegImm { a: Reg, b: Reg, x: u64 },
    /// A.5.11
    TwoRegOffset { a: Reg, b: Reg, target: T },
    /// A.5.12
    TwoRegTwoImm { a: Reg, b: Reg, x: u64, y: u64 },
    /// A.5.13
    ThreeReg { a: Reg, b: Reg, d: Reg },
}

impl<T> Operands<T> {
    /// The shape that these operands have.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        match self {
            Self::None => Shape::None,
            Self::Imm { .. } => Shape::Imm,
            Self::RegExtImm { .. } => Shape::RegExtImm,
            Self::TwoImm { .. } => Shape::TwoImm,
            Self::Offset { .. } => Shape::Offset,
            Self::RegImm { .. } => Shape::RegImm,
            Self::RegTwoImm { .. } => Shape::RegTwoImm,
            Self::RegImmOffset { .. } => Shape::RegImmOffset,
            Self::TwoReg { .. } => Shape::TwoReg,
            Self::TwoRegImm { .. } => Shape::TwoRegImm,
            Self::TwoRegOffset { .. } => Shape::TwoRegOffset,
            Self::TwoRegTwoImm { .. } => Shape::TwoRegTwoImm,
            Self::ThreeReg { .. } => Shape::ThreeReg,
        }
    }

    /// The static jump target, if the shape has one.
    #[must_use]
    pub const fn target(&self) -> Option<&T> {
        match self {
            Self::Offset { target }
            | Self::RegImmOffset { target, .. }
            | Self::TwoRegOffset { target, .. } => Some(target),
            _ => None,
        }
    }

    /// The same operands with another target.
    pub fn map_target<U>(self, map: impl FnOnce(T) -> U) -> Operands<U> {
        match self {
            Self::None => Operands::None,
            Self::Imm { x } => Operands::Imm { x },
            Self::RegExtImm { a, x } => Operands::RegExtImm { a, x },
            Self::TwoImm { x, y } => Operands::TwoImm { x, y },
            Self::Offset { target } => Operands::Offset { target: map(target) },
            Self::RegImm { a, x } => Operands::RegImm { a, x },
            Self::RegTwoImm { a, x, y } => Operands::RegTwoImm { a, x, y },
            Self::RegImmOffset { a, x, target } => {
                Operands::RegImmOffset { a, x, target: map(target) }
            }
            Self::TwoReg { d, a } => Operands::TwoReg { d, a },
            Self::TwoRegImm { a, b, x } => Operands::TwoRegImm { a, b, x },
            Self::TwoRegOffset { a, b, target } => {
                Operands::TwoRegOffset { a, b, target: map(target) }
            }
            Self::TwoRegTwoImm { a, b, x, y } => Operands::TwoRegTwoImm { a, b, x, y },
            Self::ThreeReg { a, b, d } => Operands::ThreeReg { a, b, d },
        }
    }
}

/// One decoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// The opcode; [`Opcode::Trap`] where the code holds no valid one.
    pub opcode: Opcode,
    /// Distance to the next instruction minus one, 0 to 24.
    pub skip: u8,
    /// Operands, of the opcode's shape.
    pub operands: Operands,
}

/// The operands of a decoded instruction by the shape of its opcode.
pub(crate) fn operands(op: &Op) -> Operands {
    let sext = |immediate: u32| immediate as i32 as i64 as u64;
    let (x, y, target) = (sext(op.x), sext(op.y), op.target());
    let [a, b, d] = [op.a, op.b, op.d].map(Reg::clamped);
    match op.opcode.shape() {
        Shape::None => Operands::None,
        Shape::Imm => Operands::Imm { x },
        Shape::RegExtImm => Operands::RegExtImm { a, x: u64::from(op.y) << 32 | u64::from(op.x) },
        Shape::TwoImm => Operands::TwoImm { x, y },
        Shape::Offset => Operands::Offset { target },
        Shape::RegImm => Operands::RegImm { a, x },
        Shape::RegTwoImm => Operands::RegTwoImm { a, x, y },
        Shape::RegImmOffset => Operands::RegImmOffset { a, x, target },
        Shape::TwoReg => Operands::TwoReg { d, a },
        Shape::TwoRegImm => Operands::TwoRegImm { a, b, x },
        Shape::TwoRegOffset => Operands::TwoRegOffset { a, b, target },
        Shape::TwoRegTwoImm => Operands::TwoRegTwoImm { a, b, x, y },
        Shape::ThreeReg => Operands::ThreeReg { a, b, d },
    }
}
