//! Jumps and branches.

use super::Lowering;
use crate::asm::{Cond, RSP, T, at, emit, reg};
use cranelift_assembler_x64::{GprMem, Imm8};

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

    /// The basic block at a distance.
    fn target(&self, pc: u32, distance: u32) -> Option<u32> {
        self.program.target(pc, distance)
    }

    pub(super) fn jump(&mut self, pc: u32, distance: u32) {
        match self.target(pc, distance) {
            Some(target) => self.go_to(target),
            None => self.interpret(pc),
        }
    }

    /// The register is set also where the jump fails: by the interpreter (decision D10).
    pub(super) fn load_and_jump(&mut self, pc: u32, to: u8, immediate: u32, distance: u32) {
        match self.target(pc, distance) {
            Some(target) => {
                self.set_immediate(to, immediate);
                self.go_to(target);
            }
            None => self.interpret(pc),
        }
    }

    pub(super) fn branch_registers(
        &mut self,
        pc: u32,
        left: u8,
        right: u8,
        distance: u32,
        condition: Cond,
    ) {
        emit!(&mut self.b, cmpq_rm, left, reg(right));
        self.branch(pc, distance, condition);
    }

    pub(super) fn branch_immediate(
        &mut self,
        pc: u32,
        left: u8,
        right: u32,
        distance: u32,
        condition: Cond,
    ) {
        if right == 0 && matches!(condition, Cond::E | Cond::Ne) {
            emit!(&mut self.b, testq_mr, reg(left), left);
        } else {
            self.b.compare(left, right as i32);
        }
        self.branch(pc, distance, condition);
    }

    fn branch(&mut self, pc: u32, distance: u32, condition: Cond) {
        let Some(target) = self.target(pc, distance) else {
            let over = self.b.branch_unless(condition);
            self.interpret(pc);
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
        pc: u32,
        base: u8,
        offset: u32,
        also: Option<(u8, u32)>,
    ) {
        let entries = self.program.jump_table_length();
        if self.program.jump_entry_size() == 0 || entries == 0 {
            self.interpret(pc);
            return;
        }
        let limit = entries.saturating_add(1).min(1 << 31);
        emit!(&mut self.b, leal_rm, T, at(base, offset as i32));
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
        self.leave(self.exits.indirect, pc);
    }
}
