//! Division: the host's, with its two corner cases apart.

use super::Lowering;
use crate::asm::{Cond, RAX, RCX, RDX, T, emit, reg};
use cranelift_assembler_x64::{Fixed, Simm8, Simm32, TrapCode};
use javm::Opcode;

/// What a division instruction wants.
#[derive(Clone, Copy)]
struct Division {
    wide: bool,
    signed: bool,
    remainder: bool,
}

impl Division {
    const fn of(opcode: Opcode) -> Self {
        use Opcode as Op;
        Self {
            wide: matches!(opcode, Op::DivU64 | Op::DivS64 | Op::RemU64 | Op::RemS64),
            signed: matches!(opcode, Op::DivS32 | Op::RemS32 | Op::DivS64 | Op::RemS64),
            remainder: matches!(opcode, Op::RemU32 | Op::RemS32 | Op::RemU64 | Op::RemS64),
        }
    }
}

impl Lowering<'_> {
    /// `d := a / b` or the remainder. RAX and RCX hold dividend and divisor meanwhile.
    pub(super) fn divide(&mut self, opcode: Opcode, d: u8, a: u8, b: u8) {
        let division = Division::of(opcode);
        let s = &mut self.b;
        emit!(s, pushq_o, RAX);
        emit!(s, pushq_o, RCX);
        s.copy(T, b);
        s.copy(RAX, a);
        s.copy(RCX, T);
        let ends = self.corners(division);
        self.quotient(division);
        let s = &mut self.b;
        for end in ends.into_iter().flatten() {
            s.bind(end);
        }
        emit!(s, popq_o, RCX);
        emit!(s, popq_o, RAX);
        if division.wide {
            s.copy(d, T);
        } else {
            s.extend(d, T);
        }
    }

    /// The results for divisors 0 and, with sign, −1, in T; what else follows.
    fn corners(&mut self, division: Division) -> [Option<crate::asm::Patch>; 2] {
        let Division { wide, signed, remainder } = division;
        let s = &mut self.b;
        let test = |s: &mut crate::asm::Buffer<'_>| {
            if wide {
                emit!(s, testq_mr, reg(RCX), RCX);
            } else {
                emit!(s, testl_mr, reg(RCX), RCX);
            }
        };
        test(s);
        let not_zero = s.branch(Cond::Ne);
        if remainder {
            s.copy(T, RAX);
        } else {
            emit!(s, movq_mi_sxl, reg(T), Simm32::new(-1));
        }
        let zero = s.jump();
        s.bind(not_zero);
        if !signed {
            return [Some(zero), None];
        }
        if wide {
            emit!(s, cmpq_mi_sxb, reg(RCX), Simm8::new(-1));
        } else {
            emit!(s, cmpl_mi_sxb, reg(RCX), Simm8::new(-1));
        }
        let other = s.branch(Cond::Ne);
        if remainder {
            emit!(s, xorl_rm, T, reg(T));
        } else {
            s.copy(T, RAX);
            emit!(s, negq_m, reg(T));
        }
        let minus_one = s.jump();
        s.bind(other);
        [Some(zero), Some(minus_one)]
    }

    /// T := RAX / RCX or the remainder, for a divisor that is neither.
    fn quotient(&mut self, Division { wide, signed, remainder }: Division) {
        let s = &mut self.b;
        let trap = TrapCode(std::num::NonZeroU8::MIN);
        let (ax, dx, by) = (Fixed(RAX), Fixed(RDX), reg(RCX));
        match (wide, signed) {
            (true, true) => {
                emit!(s, cqto_zo, dx, ax);
                emit!(s, idivq_m, ax, dx, by, trap);
            }
            (true, false) => {
                emit!(s, xorl_rm, RDX, reg(RDX));
                emit!(s, divq_m, ax, dx, by, trap);
            }
            (false, true) => {
                emit!(s, cltd_zo, dx, ax);
                emit!(s, idivl_m, ax, dx, by, trap);
            }
            (false, false) => {
                emit!(s, xorl_rm, RDX, reg(RDX));
                emit!(s, divl_m, ax, dx, by, trap);
            }
        }
        if !remainder {
            s.copy(T, RAX);
        }
    }
}
