//! The decoder (Gray Paper 0.7.2, A.5; decision D9): total, any position of any code is an instruction.
//!
//! All shapes of operands are one: register fields in the octets 1 and 2, then two immediates one behind the other, the
//! first of a length that the code tells (0 where the shape has but one), the second of what the skip leaves. A row per
//! opcode octet says where; so decoding has no branches.

use super::code::Code;
use crate::table::{Opcode, Shape};

/// In the place of a predecoded jump target: not in ϖ.
pub const NO_TARGET: u32 = u32::MAX;

/// An instruction with the fields of its operands; those that its shape does not have hold anything.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    /// The opcode; [`Opcode::Trap`] where the code holds no valid one.
    pub opcode: Opcode,
    /// Index of r_A, at most 12.
    pub a: u8,
    /// Index of r_B, at most 12.
    pub b: u8,
    /// Index of r_D, at most 12.
    pub d: u8,
    /// ν_X: to be sign-extended; the low half of an immediate of eight octets.
    pub x: u32,
    /// ν_Y: to be sign-extended; or the high half; or where a jump goes. That is, in [`super::Program::decode`], the distance
    /// from the instruction, to be sign-extended, and in [`super::Program::ops`] the index of the target in the stream, or
    /// [`NO_TARGET`].
    pub y: u32,
    /// Position in the code.
    pub pc: u32,
}

/// One cache line holds four.
const _: () = assert!(size_of::<Op>() == 16);

impl Op {
    const fn trap(pc: u32) -> Self {
        Self { opcode: Opcode::Trap, a: 0, b: 0, d: 0, x: 0, y: 0, pc }
    }

    /// Where the jump of an instruction from [`super::Program::decode`] goes, possibly outside the code.
    #[must_use]
    #[inline]
    pub const fn target(&self) -> i64 {
        (self.pc as i64).wrapping_add(self.y as i32 as i64)
    }
}

/// Where the operands of an opcode are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    opcode: Opcode,
    /// Octet with which the immediates start.
    base: u8,
    /// Bits of the first eight octets that hold the length of the first immediate, if it has one.
    shift: u8,
    mask: u8,
    /// Lengths are this at least.
    least: u8,
    /// The second immediate is ν_X.
    only: bool,
    /// The low field is r_D and the high one r_A.
    moves: bool,
    flags: u8,
}

const VALID: u8 = 1;
const TERMINATES: u8 = 2;

impl Form {
    pub(super) const fn is_valid(&self) -> bool {
        self.flags & VALID != 0
    }

    /// Valid, and ends a basic block.
    pub(super) const fn terminates(&self) -> bool {
        self.flags & TERMINATES != 0
    }

    const fn of(byte: u8) -> Self {
        let Some(opcode) = Opcode::from_byte(byte) else {
            return Self { flags: 0, ..Self::of(Opcode::Trap.byte()) };
        };
        let shape = opcode.shape();
        let base = match shape {
            Shape::None | Shape::Imm | Shape::Offset => 1,
            Shape::TwoRegTwoImm | Shape::ThreeReg => 3,
            _ => 2,
        };
        let (shift, mask) = match shape {
            Shape::TwoImm => (8, 7),
            Shape::RegTwoImm | Shape::RegImmOffset => (12, 7),
            Shape::TwoRegTwoImm => (16, 7),
            _ => (0, 0),
        };
        let terminates = opcode.terminates();
        Self {
            opcode,
            base,
            shift,
            mask,
            least: if matches!(shape, Shape::RegExtImm) { 4 } else { 0 },
            only: matches!(shape, Shape::Imm | Shape::RegImm | Shape::TwoRegImm),
            moves: matches!(shape, Shape::TwoReg),
            flags: if terminates { VALID | TERMINATES } else { VALID },
        }
    }
}

/// By opcode octet.
pub(super) static FORMS: [Form; 256] = {
    let mut forms = [Form::of(0); 256];
    let mut byte = 0u8;
    loop {
        #[expect(clippy::indexing_slicing, reason = "an octet indexes an array of 256")]
        {
            forms[byte as usize] = Form::of(byte);
        }
        byte = byte.wrapping_add(1);
        if byte == 0 {
            break forms;
        }
    }
};

/// A register field: above 12 means 12.
#[inline(always)]
const fn register(field: u8) -> u8 {
    if field < 12 { field } else { 12 }
}

/// X_l: the low `length` octets (0 to 4), sign-extended.
#[inline(always)]
const fn immediate(octets: u32, length: u32) -> u32 {
    let unused = 32u32.wrapping_sub(length.wrapping_mul(8));
    let high = (octets as u64).wrapping_shl(unused) as i32;
    (high as i64).wrapping_shr(unused) as u32
}

/// The operands of an opcode in the 16 octets that start with it.
#[inline(always)]
fn operands(form: &Form, octets: u128, skip: u32, pc: u32) -> Op {
    let (low, high) = (octets as u64, (octets >> 64) as u64);
    let (one, two) = ((low >> 8) as u8, (low >> 16) as u8);
    let (first, second) = (register(one & 15), register(one >> 4));
    let (a, d) = if form.moves { (second, first) } else { (first, register(two)) };
    let (base, least) = (u32::from(form.base), u32::from(form.least));
    let told = low.wrapping_shr(u32::from(form.shift)) as u32 & u32::from(form.mask);
    let length = told.min(4).max(least);
    let x = immediate(low.wrapping_shr(base.wrapping_mul(8)) as u32, length);
    // From 1 to 7 octets come before the second immediate.
    let before = base.wrapping_add(length);
    let rest = skip.saturating_sub(before.wrapping_sub(1)).min(4).max(least);
    let bits = before.wrapping_mul(8);
    let tail = low.wrapping_shr(bits) | high.wrapping_shl(64u32.wrapping_sub(bits));
    let y = immediate(tail as u32, rest);
    Op { opcode: form.opcode, a, b: second, d, x: if form.only { y } else { x }, y, pc }
}

/// The instruction at a position and the position behind it, pc + 1 + skip.
#[inline]
#[expect(clippy::indexing_slicing, reason = "an octet indexes an array of 256")]
pub(super) fn decode(code: &Code, pc: u32) -> (Op, u32) {
    let at = pc as usize;
    let window = code.window(at).filter(|_| at < code.length());
    let Some(window) = window else { return (Op::trap(pc), pc.saturating_add(1)) };
    let marks = code.marks(at);
    let skip = Code::skip_by(marks);
    let behind = pc.saturating_add(1).saturating_add(skip);
    if marks & 1 == 0 {
        return (Op::trap(pc), behind);
    }
    let [byte, ..] = *window;
    let form = &FORMS[usize::from(byte)];
    (operands(form, u128::from_le_bytes(*window), skip, pc), behind)
}

/// Whether an instruction has a static target.
pub(super) const fn jumps(opcode: Opcode) -> bool {
    matches!(opcode.shape(), Shape::Offset | Shape::RegImmOffset | Shape::TwoRegOffset)
}
