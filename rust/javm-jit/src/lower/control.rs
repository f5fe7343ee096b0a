//! Jumps and branches.

use super::Lowering;
use crate::asm::{Cond, RSP, T, at, emit, host, reg};
use cranelift_assembler_x64::{GprMem, Imm8};
use javm::Op;

impl Lowering<'_> {
    /// To a basic block.
    pub(super) fn go_to(&mut self, target: u32) {
        match self.known(target) {
            Some(to) => self.b.jump_to(to),
            None => {
                let patch = self.b.jump();
                self.forward.push((patch, target));
            }
        }
    }

    /// Where a basic block starts with its charge, if its code exists already.
    fn known(&self, target: u32) -> Option<u32> {
        let block = self.map.block(target)?;
        Some(block.body.wrapping_sub(super::charge_length(self.addressing)))
    }

    pub(super) fn jump(&mut self, op: &Op) {
        match self.program.target(op) {
            Some(target) => self.go_to(target),
            None => self.interpret(op),
        }
    }

    /// The register is set also where the jump fails: by the interpreter (decision D10).
    pub(super) fn load_and_jump(&mut self, op: &Op) {
        if self.program.target(op).is_some() {
            self.set_immediate(host(op.a), op.x);
        }
        self.jump(op);
    }

    pub(super) fn branch_registers(&mut self, op: &Op, condition: Cond) {
        emit!(&mut self.b, cmpq_rm, host(op.a), reg(host(op.b)));
        self.branch(op, condition);
    }

    pub(super) fn branch_immediate(&mut self, op: &Op, condition: Cond) {
        let a = host(op.a);
        if op.x == 0 && matches!(condition, Cond::E | Cond::Ne) {
            emit!(&mut self.b, testq_mr, reg(a), a);
        } else {
            self.b.compare(a, op.x as i32);
        }
        self.branch(op, condition);
    }

    fn branch(&mut self, op: &Op, condition: Cond) {
        let Some(target) = self.program.target(op) else {
            let over = self.b.branch_unless(condition);
            self.interpret(op);
            self.b.bind(over);
            return;
        };
        match self.known(target) {
            Some(to) => self.b.branch_to(condition, to),
            None => {
                let patch = self.b.branch(condition);
                self.forward.push((patch, target));
            }
        }
    }

    /// Jumps to where the table says, which holds the addresses of the blocks that were jumped to before; everything else is
    /// done outside. The second register is set after the address is known (decision D10).
    pub(super) fn jump_indirect(
        &mut self,
        op: &Op,
        base: u8,
        offset: u32,
        also: Option<(u8, u32)>,
    ) {
        let entries = self.program.jump_table_length();
        if self.program.jump_entry_size() == 0 || entries == 0 {
            self.interpret(op);
            return;
        }
        let limit = entries.saturating_add(1).min(1 << 31);
        emit!(&mut self.b, leal_rm, T, at(host(base), offset as i32));
        // ror edx, 1: an odd address becomes a large one
        self.b.raw([0xd1, 0xca]);
        // cmp edx, imm32
        self.b.raw([0x81, 0xfa]);
        self.b.raw((limit as u32).to_le_bytes());
        let beyond = self.b.branch(Cond::Ae);
        emit!(&mut self.b, shlq_mi, reg(T), Imm8::new(3));
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
        self.b.bind(none);
        self.leave(self.exits.indirect, op.pc);
    }
}
