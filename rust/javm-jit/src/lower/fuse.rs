//! Pairs of instructions that are one on the host: both halves of a product, and a sum with its carry.
//!
//! The second instruction of a pair has no code of its own; a machine that is to go on there lets the interpreter do it.

use super::Lowering;
use crate::asm::{Cond, RDX, emit, host, reg};
use cranelift_assembler_x64::Fixed;
use javm::{Op, Opcode};

impl Lowering<'_> {
    /// The instruction that follows in the same block and the position behind it, if it has this opcode.
    fn following(&self, behind: u32, opcode: Opcode) -> Option<(Op, u32)> {
        // The octet first: it is seldom the right one.
        if self.program.code().get(behind as usize) != Some(&opcode.byte()) {
            return None;
        }
        // A block ends before the region does, so an instruction that does not end one has its next one here.
        Some(self.program.decode(behind)).filter(|(op, _)| op.opcode == opcode)
    }

    /// Both halves of the product of the same operands, in any order.
    pub(super) fn product(&mut self, first: &Op, behind: u32) -> Option<u32> {
        let low_first = first.opcode == Opcode::Mul64;
        let other = if low_first { Opcode::MulUpperUU } else { Opcode::Mul64 };
        let (second, end) = self.following(behind, other)?;
        let same = (first.a == second.a && first.b == second.b)
            || (first.a == second.b && first.b == second.a);
        // The first must leave the operands; with equal destinations the second wins, but `mulx` keeps the high half.
        let keeps = first.d != first.a && first.d != first.b;
        if !same || !keeps || first.d == second.d {
            return None;
        }
        let (low, high) = if low_first { (first.d, second.d) } else { (second.d, first.d) };
        self.b.copy(RDX, host(first.a));
        emit!(&mut self.b, mulxq_rvm, host(high), host(low), reg(host(first.b)), Fixed(RDX));
        self.map.second(behind);
        Some(end)
    }

    /// The sum is less than an operand exactly if there is a carry; that operand must not be the sum's register.
    pub(super) fn carry(&mut self, sum: &Op, behind: u32) -> Option<u32> {
        let (less, end) = self.following(behind, Opcode::SetLtU)?;
        let operand = (less.b == sum.a || less.b == sum.b) && less.b != sum.d;
        if less.a != sum.d || !operand {
            return None;
        }
        let (d, a, b) = (host(sum.d), host(sum.a), host(sum.b));
        if d == b {
            emit!(&mut self.b, addq_rm, d, reg(a));
        } else {
            self.b.copy(d, a);
            emit!(&mut self.b, addq_rm, d, reg(b));
        }
        self.b.set(host(less.d), Cond::B);
        self.map.second(behind);
        Some(end)
    }
}
