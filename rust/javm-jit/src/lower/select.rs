//! Moves, bit counts, comparisons, conditional moves, minimum and maximum.

use super::Lowering;
use crate::asm::{Cond, T, emit, host, reg};
use javm::{Op, Opcode};

impl Lowering<'_> {
    pub(super) fn select(&mut self, op: &Op, index: u32) {
        let (a, b, d) = (host(op.a), host(op.b), host(op.d));
        let s = &mut self.b;
        match op.opcode {
            Opcode::LoadImm => self.set_immediate(a, op.x),
            Opcode::LoadImm64 => s.constant(a, u64::from(op.y) << 32 | u64::from(op.x)),
            Opcode::MoveReg => s.copy(d, a),
            Opcode::CountSetBits64 => emit!(s, popcntq_rm, d, reg(a)),
            Opcode::CountSetBits32 => emit!(s, popcntl_rm, d, reg(a)),
            Opcode::LeadingZeroBits64 => emit!(s, lzcntq_rm, d, reg(a)),
            Opcode::LeadingZeroBits32 => emit!(s, lzcntl_rm, d, reg(a)),
            Opcode::TrailingZeroBits64 => emit!(s, tzcntq_a, d, reg(a)),
            Opcode::TrailingZeroBits32 => emit!(s, tzcntl_a, d, reg(a)),
            Opcode::SignExtend8 => emit!(s, movsbq_rm, d, reg(a)),
            Opcode::SignExtend16 => emit!(s, movswq_rm, d, reg(a)),
            Opcode::ZeroExtend16 => emit!(s, movzwl_rm, d, reg(a)),
            Opcode::ReverseBytes => {
                s.copy(d, a);
                emit!(s, bswapq_o, d);
            }
            Opcode::SetLtU => self.compare(d, a, b, Cond::B),
            Opcode::SetLtS => self.compare(d, a, b, Cond::L),
            Opcode::SetLtUImm => self.compare_immediate(a, b, op.x, Cond::B),
            Opcode::SetLtSImm => self.compare_immediate(a, b, op.x, Cond::L),
            Opcode::SetGtUImm => self.compare_immediate(a, b, op.x, Cond::A),
            Opcode::SetGtSImm => self.compare_immediate(a, b, op.x, Cond::G),
            Opcode::CmovIz => {
                emit!(s, testq_mr, reg(b), b);
                emit!(s, cmoveq_rm, d, reg(a));
            }
            Opcode::CmovNz => {
                emit!(s, testq_mr, reg(b), b);
                emit!(s, cmovneq_rm, d, reg(a));
            }
            Opcode::CmovIzImm => {
                s.constant(T, op.x as i32 as i64 as u64);
                emit!(s, testq_mr, reg(b), b);
                emit!(s, cmoveq_rm, a, reg(T));
            }
            Opcode::CmovNzImm => {
                s.constant(T, op.x as i32 as i64 as u64);
                emit!(s, testq_mr, reg(b), b);
                emit!(s, cmovneq_rm, a, reg(T));
            }
            Opcode::Max | Opcode::MaxU | Opcode::Min | Opcode::MinU => {
                // T := a, unless b is the one.
                emit!(s, cmpq_rm, b, reg(a));
                s.copy(T, a);
                match op.opcode {
                    Opcode::Max => emit!(s, cmovgq_rm, T, reg(b)),
                    Opcode::MaxU => emit!(s, cmovaq_rm, T, reg(b)),
                    Opcode::Min => emit!(s, cmovlq_rm, T, reg(b)),
                    _ => emit!(s, cmovbq_rm, T, reg(b)),
                }
                s.copy(d, T);
            }
            _ => self.interpret(index),
        }
    }

    fn compare(&mut self, to: u8, left: u8, right: u8, condition: Cond) {
        emit!(&mut self.b, cmpq_rm, left, reg(right));
        self.b.set(to, condition);
    }

    fn compare_immediate(&mut self, to: u8, left: u8, right: u32, condition: Cond) {
        self.b.compare(left, right as i32);
        self.b.set(to, condition);
    }
}
