//! The decoder (Gray Paper 0.7.2, A.5; decision D9): total, any position of any code is an instruction.
//!
//! All shapes of operands are one: register fields in the octets 1 and 2, then two immediates one behind the other, the
//! first of a length that the code tells (0 where the shape has but one), the second of what the skip leaves. A [`Form`]
//! says where. Taken from a table by opcode octet, it makes a decoder without branches; as a constant, where the opcode is
//! known, one of a few instructions.

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
    /// Where the jump of an instruction from [`super::Program::decode`] goes, possibly outside the code.
    #[must_use]
    #[inline]
    pub const fn target(&self) -> i64 {
        target(self.pc, self.y)
    }
}

/// Where a jump by a distance, which is to be sign-extended, goes from a position.
#[inline]
pub(super) const fn target(pc: u32, distance: u32) -> i64 {
    (pc as i64).wrapping_add(distance as i32 as i64)
}

/// Where the operands of an opcode are.
#[derive(Clone, Copy, Debug)]
pub struct Form {
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

    const fn of_byte(byte: u8) -> Self {
        match Opcode::from_byte(byte) {
            Some(opcode) => Self::of(opcode),
            None => Self { flags: 0, ..Self::of(Opcode::Trap) },
        }
    }

    /// The form of an opcode.
    #[must_use]
    pub const fn of(opcode: Opcode) -> Self {
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
    let mut forms = [Form::of(Opcode::Trap); 256];
    let mut byte = 0u8;
    loop {
        #[expect(clippy::indexing_slicing, reason = "an octet indexes an array of 256")]
        {
            forms[byte as usize] = Form::of_byte(byte);
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

#[inline(always)]
const fn at_most_four(length: u32) -> u32 {
    if length < 4 { length } else { 4 }
}

#[inline(always)]
const fn at_least(length: u32, least: u32) -> u32 {
    if length > least { length } else { least }
}

/// X_l: the low `length` octets (0 to 4), sign-extended.
#[inline(always)]
const fn immediate(octets: u32, length: u32) -> u32 {
    let unused = 32u32.wrapping_sub(length.wrapping_mul(8));
    let high = (octets as u64).wrapping_shl(unused) as i32;
    (high as i64).wrapping_shr(unused) as u32
}

/// An instruction whose operands are not decoded yet.
#[derive(Clone, Copy, Debug)]
pub struct Encoded {
    /// The 16 octets of ζ that start with the opcode: enough for the longest instruction.
    octets: u128,
    skip: u32,
    /// The opcode; [`Opcode::Trap`] where the code holds no valid one.
    pub opcode: Opcode,
    /// Whether the opcode is in the code: false for a trap that is not written.
    pub valid: bool,
    /// Whether it ends a basic block, as a trap that is not written does.
    pub terminates: bool,
    /// Position in the code.
    pub pc: u32,
    /// Position behind it: pc + 1 + skip.
    pub behind: u32,
}

impl Encoded {
    const fn trap(pc: u32, skip: u32) -> Self {
        let behind = pc.saturating_add(1).saturating_add(skip);
        Self { octets: 0, skip, opcode: Opcode::Trap, valid: false, terminates: true, pc, behind }
    }

    /// The instruction at a position.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "an octet indexes an array of 256")]
    pub(super) fn at(code: &Code, pc: u32) -> Self {
        let at = pc as usize;
        let Some(window) = code.window(at) else { return Self::trap(pc, 0) };
        let marks = code.marks(at);
        let skip = Code::skip_by(marks);
        if marks & 1 == 0 {
            return Self::trap(pc, skip);
        }
        let [byte, ..] = *window;
        let form = &FORMS[usize::from(byte)];
        Self {
            octets: u128::from_le_bytes(*window),
            skip,
            opcode: form.opcode,
            valid: form.is_valid(),
            terminates: form.flags != VALID,
            pc,
            // Below 2^32: a program's code is shorter by more than the longest step.
            behind: pc.wrapping_add(1).wrapping_add(skip),
        }
    }

    /// Its operands: the form must be that of its opcode.
    #[must_use]
    #[inline(always)]
    pub const fn operands(&self, form: &Form) -> Op {
        let (low, high) = (self.octets as u64, (self.octets >> 64) as u64);
        let (one, two) = ((low >> 8) as u8, (low >> 16) as u8);
        let (first, second) = (register(one & 15), register(one >> 4));
        let (a, d) = if form.moves { (second, first) } else { (first, register(two)) };
        let (base, least) = (form.base as u32, form.least as u32);
        let told = low.wrapping_shr(form.shift as u32) as u32 & form.mask as u32;
        let length = at_least(at_most_four(told), least);
        let x = immediate(low.wrapping_shr(base.wrapping_mul(8)) as u32, length);
        // From 1 to 7 octets come before the second immediate.
        let before = base.wrapping_add(length);
        let rest = self.skip.saturating_sub(before.wrapping_sub(1));
        let rest = at_least(at_most_four(rest), least);
        let bits = before.wrapping_mul(8);
        let tail = low.wrapping_shr(bits) | high.wrapping_shl(64u32.wrapping_sub(bits));
        let y = immediate(tail as u32, rest);
        let x = if form.only { y } else { x };
        Op { opcode: self.opcode, a, b: second, d, x, y, pc: self.pc }
    }

    /// The same where the opcode is not known beforehand.
    #[must_use]
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "an octet indexes an array of 256")]
    pub fn decode(&self) -> Op {
        self.operands(&FORMS[usize::from(self.opcode.byte())])
    }
}

/// Whether an instruction has a static target.
pub(super) const fn jumps(opcode: Opcode) -> bool {
    matches!(opcode.shape(), Shape::Offset | Shape::RegImmOffset | Shape::TwoRegOffset)
}
