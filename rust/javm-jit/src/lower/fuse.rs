//! Pairs of instructions that are one on the host: both halves of a product, and a sum with its carry.
//!
//! The second instruction of a pair has no code of its own; a machine that is to go on there lets the interpreter do it.

use super::Lowering;
use crate::asm::{Cond, RDX, emit, host, reg};
use cranelift_assembler_x64::Fixed;
use javm::{Encoded, Opcode};

impl Lowering<'_> {
    /// The instruction that follows in the same block, if it has this opcode.
    fn following(&self, first: &Encoded, opcode: Opcode) -> Option<Encoded> {
        // The octet first: it is seldom the right one.
        if self.program.code().get(first.behind as usize) != Some(&opcode.byte()) {
            return None;
        }
        // A block ends before the region does, so an instruction that does not end one has its next one here.
        Some(self.program.encoded(first.behind)).filter(|second| second.opcode == opcode)
    }

    /// Both halves of the product of the same operands, in any order.
    #[inline]
    pub(super) fn product(&mut self, first: &Encoded) -> Option<u32> {
        let low_first = first.opcode == Opcode::Mul64;
        let other = if low_first { Opcode::MulUpperUU } else { Opcode::Mul64 };
        let next = self.following(first, other)?;
        let (first, second) = (first.decode(), next.decode());
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
        self.map.second(next.pc);
        Some(next.behind)
    }

    /// The sum is less than an operand exactly if there is a carry; that operand must not be the sum's register.
    #[inline]
    pub(super) fn carry(&mut self, first: &Encoded) -> Option<u32> {
        let next = self.following(first, Opcode::SetLtU)?;
        let (sum, less) = (first.decode(), next.decode());
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
        self.map.second(next.pc);
        Some(next.behind)
    }
}
