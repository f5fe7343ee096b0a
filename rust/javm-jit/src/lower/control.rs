//! Jumps and branches.

use super::Lowering;
use crate::asm::{Cond, RSP, T, at, emit, host, reg};
use cranelift_assembler_x64::{GprMem, Imm8};
use javm::{NO_TARGET, Op, Opcode};

impl Lowering<'_> {
    pub(super) fn control(&mut self, op: &Op, index: u32) {
        let (a, b) = (host(op.a), host(op.b));
        match op.opcode {
            Opcode::Jump => self.jump(op.y, index),
            Opcode::LoadImmJump if op.y == NO_TARGET => self.interpret(index),
            Opcode::LoadImmJump => {
                self.set_immediate(a, op.x);
                self.jump(op.y, index);
            }
            Opcode::JumpInd => self.jump_indirect(op.a, op.x, None, index),
            Opcode::LoadImmJumpInd => self.jump_indirect(op.b, op.y, Some((a, op.x)), index),
            Opcode::BranchEq
            | Opcode::BranchNe
            | Opcode::BranchLtU
            | Opcode::BranchLtS
            | Opcode::BranchGeU
            | Opcode::BranchGeS => {
                emit!(&mut self.b, cmpq_rm, a, reg(b));
                self.branch(condition(op.opcode), op.y, index);
            }
            _ => {
                let condition = condition(op.opcode);
                if op.x == 0 && matches!(condition, Cond::E | Cond::Ne) {
                    emit!(&mut self.b, testq_mr, reg(a), a);
                } else {
                    self.b.compare(a, op.x as i32);
                }
                self.branch(condition, op.y, index);
            }
        }
    }

    fn jump(&mut self, target: u32, index: u32) {
        if target == NO_TARGET {
            self.interpret(index);
        } else if let Some(to) = self.known(target, index) {
            self.b.jump_to(to);
        } else {
            let patch = self.b.jump();
            self.forward.push((patch, target));
        }
    }

    /// Where a block starts that is not behind this instruction.
    fn known(&self, target: u32, index: u32) -> Option<u32> {
        if target <= index { self.block(target) } else { None }
    }

    fn branch(&mut self, condition: Cond, target: u32, index: u32) {
        if target == NO_TARGET {
            let over = self.b.branch_unless(condition);
            self.interpret(index);
            self.b.bind(over);
        } else if let Some(to) = self.known(target, index) {
            self.b.branch_to(condition, to);
        } else {
            let patch = self.b.branch(condition);
            self.forward.push((patch, target));
        }
    }

    /// Jumps to where the table says; everything but an entry that names a block is the interpreter's. The second register
    /// is set after the address is known (decision D10).
    fn jump_indirect(&mut self, base: u8, offset: u32, also: Option<(u8, u32)>, index: u32) {
        let entries = self.program.jump_table_length();
        let limit = entries.saturating_add(1).saturating_mul(2).min(1 << 31);
        if self.program.jump_entry_size() == 0 || entries == 0 {
            self.interpret(index);
            return;
        }
        emit!(&mut self.b, leal_rm, T, at(host(base), offset as i32));
        // cmp edx, imm32
        self.b.raw([0x81, 0xfa]);
        self.b.raw((limit as u32).to_le_bytes());
        let beyond = self.b.branch(Cond::Ae);
        // test dl, 1
        self.b.raw([0xf6, 0xc2, 0x01]);
        let odd = self.b.branch(Cond::Ne);
        emit!(&mut self.b, shlq_mi, reg(T), Imm8::new(2));
        emit!(&mut self.b, addq_rm, T, GprMem::Mem(at(RSP, 8)));
        emit!(&mut self.b, movq_rm, T, GprMem::Mem(at(T, 0)));
        emit!(&mut self.b, testq_mr, reg(T), T);
        let none = self.b.branch(Cond::E);
        if let Some((register, immediate)) = also {
            self.set_immediate(register, immediate);
        }
        // jmp rdx
        self.b.raw([0xff, 0xe2]);
        self.b.bind(beyond);
        self.b.bind(odd);
        self.b.bind(none);
        self.interpret(index);
    }
}

/// The condition under which a branch is taken.
const fn condition(opcode: Opcode) -> Cond {
    match opcode {
        Opcode::BranchEq | Opcode::BranchEqImm => Cond::E,
        Opcode::BranchNe | Opcode::BranchNeImm => Cond::Ne,
        Opcode::BranchLtU | Opcode::BranchLtUImm => Cond::B,
        Opcode::BranchLtS | Opcode::BranchLtSImm => Cond::L,
        Opcode::BranchGeU | Opcode::BranchGeUImm => Cond::Ae,
        Opcode::BranchGeS | Opcode::BranchGeSImm => Cond::Ge,
        Opcode::BranchLeUImm => Cond::Be,
        Opcode::BranchGtUImm => Cond::A,
        Opcode::BranchLeSImm => Cond::Le,
        _ => Cond::G,
    }
}
