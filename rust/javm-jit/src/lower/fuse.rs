//! Pairs of instructions that are one on the host: both halves of a product, and a sum with its carry.
//!
//! The second instruction of a pair has no code of its own; a machine that is to go on there lets the interpreter do it.

use super::Lowering;
use crate::asm::{Cond, RDX, emit, host, reg};
use cranelift_assembler_x64::Fixed;
use javm::{Op, Opcode};

/// Whether both instructions have the same two operands, in any order.
const fn same_operands(first: &Op, second: &Op) -> bool {
    (first.a == second.a && first.b == second.b) || (first.a == second.b && first.b == second.a)
}

/// Whether an instruction leaves its own operands as they are.
const fn keeps_operands(op: &Op) -> bool {
    op.d != op.a && op.d != op.b
}

impl Lowering<'_> {
    /// Emits both instructions, if they are such a pair.
    pub(super) fn fuse(&mut self, first: &Op, second: &Op) -> bool {
        match (first.opcode, second.opcode) {
            (Opcode::Mul64, Opcode::MulUpperUU) => self.product(first, second, first.d, second.d),
            (Opcode::MulUpperUU, Opcode::Mul64) => self.product(first, second, second.d, first.d),
            (Opcode::Add64, Opcode::SetLtU) => self.carry(first, second),
            _ => false,
        }
    }

    fn product(&mut self, first: &Op, second: &Op, low: u8, high: u8) -> bool {
        // With equal destinations the second instruction wins, but `mulx` keeps the high half.
        let pair = same_operands(first, second) && keeps_operands(first) && low != high;
        if pair {
            self.b.copy(RDX, host(first.a));
            emit!(&mut self.b, mulxq_rvm, host(high), host(low), reg(host(first.b)), Fixed(RDX));
        }
        pair
    }

    /// The sum is less than an operand exactly if there is a carry; that operand must not be the sum's register.
    fn carry(&mut self, sum: &Op, less: &Op) -> bool {
        let other = (less.b == sum.a || less.b == sum.b) && less.b != sum.d;
        let pair = less.a == sum.d && other;
        if pair {
            let (d, a, b) = (host(sum.d), host(sum.a), host(sum.b));
            if d == b {
                emit!(&mut self.b, addq_rm, d, reg(a));
            } else {
                self.b.copy(d, a);
                emit!(&mut self.b, addq_rm, d, reg(b));
            }
            self.b.set(host(less.d), Cond::B);
        }
        pair
    }
}
