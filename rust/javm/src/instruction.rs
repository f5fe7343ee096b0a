//! Decoding of one instruction (Gray Paper 0.7.2, A.5; decision D9): total, any position of any code is an instruction.

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

/// The 16 octets of ζ that start at the opcode: enough for the longest instruction.
#[derive(Clone, Copy)]
struct Window(u128);

impl Window {
    fn at(code: &[u8], pc: usize) -> Self {
        let rest = code.get(pc..).unwrap_or_default();
        let octets = rest.first_chunk::<16>().copied().unwrap_or_else(|| {
            let mut padded = [0; 16];
            padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            padded
        });
        Self(u128::from_le_bytes(octets))
    }

    /// Eight octets from octet `at` on.
    const fn word(self, at: u32) -> u64 {
        self.0.wrapping_shr(at.wrapping_mul(8)) as u64
    }

    const fn octet(self, at: u32) -> u8 {
        self.word(at) as u8
    }

    /// The low nibble of an octet as a register.
    const fn low(self, at: u32) -> Reg {
        Reg::clamped(self.octet(at) & 15)
    }

    /// The high nibble of an octet as a register.
    const fn high(self, at: u32) -> Reg {
        Reg::clamped(self.octet(at) >> 4)
    }

    /// X_l: `len` octets (0 to 4) from octet `at` on, sign-extended.
    const fn immediate(self, at: u32, len: u32) -> u64 {
        if len == 0 {
            return 0;
        }
        let unused = 64u32.wrapping_sub(len.wrapping_mul(8));
        (self.word(at).wrapping_shl(unused) as i64).wrapping_shr(unused) as u64
    }
}

/// min(4, max(0, ℓ − used)).
fn rest(skip: u32, used: u32) -> u32 {
    skip.saturating_sub(used).min(4)
}

/// Decodes the operands of an instruction with this opcode at `pc`.
pub(crate) fn operands(opcode: Opcode, code: &[u8], pc: usize, skip: u8) -> Operands {
    let w = Window::at(code, pc);
    let skip = u32::from(skip);
    let target = |at, len| (pc as i64).wrapping_add(w.immediate(at, len) as i64);
    match opcode.shape() {
        Shape::None => Operands::None,
        Shape::Imm => Operands::Imm { x: w.immediate(1, rest(skip, 0)) },
        Shape::RegExtImm => Operands::RegExtImm { a: w.low(1), x: w.word(2) },
        Shape::TwoImm => {
            let len = u32::from(w.octet(1) & 7).min(4);
            let (second, used) = (len.wrapping_add(2), len.wrapping_add(1));
            Operands::TwoImm { x: w.immediate(2, len), y: w.immediate(second, rest(skip, used)) }
        }
        Shape::Offset => Operands::Offset { target: target(1, rest(skip, 0)) },
        Shape::RegImm => Operands::RegImm { a: w.low(1), x: w.immediate(2, rest(skip, 1)) },
        Shape::RegTwoImm | Shape::RegImmOffset => {
            let len = u32::from((w.octet(1) >> 4) & 7).min(4);
            let (second, len_y) = (len.wrapping_add(2), rest(skip, len.wrapping_add(1)));
            let (a, x) = (w.low(1), w.immediate(2, len));
            if opcode.shape() == Shape::RegTwoImm {
                Operands::RegTwoImm { a, x, y: w.immediate(second, len_y) }
            } else {
                Operands::RegImmOffset { a, x, target: target(second, len_y) }
            }
        }
        Shape::TwoReg => Operands::TwoReg { d: w.low(1), a: w.high(1) },
        Shape::TwoRegImm => {
            Operands::TwoRegImm { a: w.low(1), b: w.high(1), x: w.immediate(2, rest(skip, 1)) }
        }
        Shape::TwoRegOffset => {
            Operands::TwoRegOffset { a: w.low(1), b: w.high(1), target: target(2, rest(skip, 1)) }
        }
        Shape::TwoRegTwoImm => {
            let len = u32::from(w.octet(2) & 7).min(4);
            let (second, used) = (len.wrapping_add(3), len.wrapping_add(2));
            let (x, y) = (w.immediate(3, len), w.immediate(second, rest(skip, used)));
            Operands::TwoRegTwoImm { a: w.low(1), b: w.high(1), x, y }
        }
        Shape::ThreeReg => {
            Operands::ThreeReg { a: w.low(1), b: w.high(1), d: Reg::clamped(w.octet(2)) }
        }
    }
}
