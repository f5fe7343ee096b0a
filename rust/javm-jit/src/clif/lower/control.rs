//! Jumps and branches, and the ways between regions and out of compiled code.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, types};
use javm::{NO_TARGET, Op, Opcode};

use super::{Lowering, Operand, WORD};
use crate::clif::plan::{NOWHERE, Place};
use crate::context::{Context, Leave};

impl Lowering<'_, '_> {
    pub(super) fn control(&mut self, op: &Op, index: u32) {
        match op.opcode {
            Opcode::Jump | Opcode::LoadImmJump if op.y == NO_TARGET => {
                self.leave(Leave::Interpret, index);
            }
            Opcode::Jump => self.go(op.y),
            Opcode::LoadImmJump => {
                let value = self.wide(Operand::Immediate(op.x));
                self.set(op.a, value);
                self.go(op.y);
            }
            Opcode::JumpInd => self.jump_indirect(op.a, op.x, None, index),
            Opcode::LoadImmJumpInd => self.jump_indirect(op.b, op.y, Some((op.a, op.x)), index),
            _ => self.branch(op, index),
        }
    }

    /// Goes to an instruction, of whatever region.
    pub(super) fn go(&mut self, index: u32) {
        if let Some(block) = self.flow.block(index).and_then(|number| self.blocks.get(number)) {
            self.builder.ins().jump(*block, &[]);
        } else if let Some(place) = self.plan.place(index) {
            self.go_shared(self.shared.depart, place.packed());
        } else {
            // Never: instructions that another region goes to are entries.
            self.leave(Leave::Unpaid, index);
        }
    }

    fn branch(&mut self, op: &Op, index: u32) {
        let right = match op.opcode.shape() {
            javm::Shape::TwoRegOffset => Operand::Register(op.b),
            _ => Operand::Immediate(op.x),
        };
        let (left, right) = (self.register(op.a), self.wide(right));
        let taken = self.builder.ins().icmp(condition(op.opcode), left, right);
        let target = (op.y != NO_TARGET).then_some(op.y);
        let inside = |to: Option<u32>| self.blocks.get(self.flow.block(to?)?).copied();
        let next = index.saturating_add(1);
        let (there, here) = (inside(target), inside(Some(next)));
        let then = there.unwrap_or_else(|| self.cold());
        let otherwise = here.unwrap_or_else(|| self.builder.create_block());
        self.builder.ins().brif(taken, then, &[], otherwise, &[]);
        if there.is_none() {
            self.builder.switch_to_block(then);
            match target {
                Some(target) => self.go(target),
                None => self.leave(Leave::Interpret, index),
            }
        }
        if here.is_none() {
            self.builder.switch_to_block(otherwise);
            self.go(next);
        }
    }

    /// Jumps to where the table says; everything but an entry that names a block is the interpreter's. The second register
    /// is set after the address is known (decision D10).
    fn jump_indirect(&mut self, base: u8, offset: u32, also: Option<(u8, u32)>, index: u32) {
        let slots = self.plan.table().len();
        if slots <= 1 {
            self.leave(Leave::Interpret, index);
            return;
        }
        let refused = self.cold();
        let (base, offset) =
            (self.narrow(Operand::Register(base)), self.narrow(Operand::Immediate(offset)));
        let address = self.builder.ins().iadd(base, offset);
        // An odd address becomes a number beyond every bound.
        let one = self.builder.ins().iconst(types::I32, 1);
        let slot = self.builder.ins().rotr(address, one);
        let slots = slots as i64;
        let inside = self.builder.ins().icmp_imm_u(IntCC::UnsignedLessThan, slot, slots);
        let (read, known) = (self.builder.create_block(), self.builder.create_block());
        self.builder.ins().brif(inside, read, &[], refused, &[]);
        self.builder.switch_to_block(read);
        let slot = self.builder.ins().uextend(WORD, slot);
        let three = self.builder.ins().iconst(WORD, 3);
        let slot = self.builder.ins().ishl(slot, three);
        let table = self.read(Context::TABLE);
        let slot = self.builder.ins().iadd(table, slot);
        let place = self.builder.ins().load(WORD, self.kinds.tables, slot, 0);
        let nowhere = self.builder.ins().icmp_imm_s(IntCC::Equal, place, NOWHERE as i64);
        self.builder.ins().brif(nowhere, refused, &[], known, &[]);
        self.builder.switch_to_block(known);
        if let Some((register, immediate)) = also {
            let value = self.wide(Operand::Immediate(immediate));
            self.set(register, value);
        }
        self.builder.def_var(self.place, place);
        if self.plan.regions() == 1 {
            self.builder.ins().jump(self.shared.dispatch, &[]);
        } else {
            let shift = self.builder.ins().iconst(WORD, 32);
            let region = self.builder.ins().ushr(place, shift);
            let region_here = i64::from(self.region);
            let here = self.builder.ins().icmp_imm_u(IntCC::Equal, region, region_here);
            self.builder.ins().brif(here, self.shared.dispatch, &[], self.shared.depart, &[]);
        }
        self.builder.switch_to_block(refused);
        self.leave(Leave::Interpret, index);
    }

    /// To the entry of this region that `place` names.
    pub(super) fn dispatch(&mut self) {
        let here = |index: &u32| self.blocks.get(self.flow.block(*index)?).copied();
        let entries: Vec<_> = self.plan.entries(self.region).iter().filter_map(here).collect();
        self.builder.switch_to_block(self.shared.dispatch);
        if let [only] = entries.as_slice() {
            self.builder.ins().jump(*only, &[]);
            return;
        }
        let place = self.builder.use_var(self.place);
        let entry = self.builder.ins().ireduce(types::I32, place);
        match self.jump_table(&entries) {
            Some(table) => self.builder.ins().br_table(entry, table),
            // Never: every region has an entry.
            None => self.builder.ins().jump(self.shared.exit, &[]),
        };
    }

    /// To another region.
    pub(super) fn depart(&mut self) {
        self.builder.switch_to_block(self.shared.depart);
        let place = self.finish(Context::TARGET);
        let shift = self.builder.ins().iconst(WORD, 32);
        let region = self.builder.ins().ushr(place, shift);
        let three = self.builder.ins().iconst(WORD, 3);
        let offset = self.builder.ins().ishl(region, three);
        let regions = self.read(Context::REGIONS);
        let slot = self.builder.ins().iadd(regions, offset);
        // Other threads write it while this code runs: it is read each time.
        let function = self.builder.ins().load(WORD, self.kinds.tables, slot, 0);
        self.builder.ins().return_(&[function]);
    }

    /// Out of compiled code.
    pub(super) fn exit(&mut self) {
        self.builder.switch_to_block(self.shared.exit);
        self.finish(Context::ARGUMENT);
        let nothing = self.builder.ins().iconst(WORD, 0);
        self.builder.ins().return_(&[nothing]);
    }

    /// Writes the state back, and `place` to a field.
    fn finish(&mut self, field: i32) -> cranelift_codegen::ir::Value {
        self.save(self.flow.dirty);
        let place = self.builder.use_var(self.place);
        self.write(field, place);
        place
    }
}

// A place is a pair of 32 bits, the region above.
const _: () = assert!(Place { region: 1, entry: 0 }.packed() == 1 << 32);

/// The condition under which a branch is taken.
const fn condition(opcode: Opcode) -> IntCC {
    match opcode {
        Opcode::BranchEq | Opcode::BranchEqImm => IntCC::Equal,
        Opcode::BranchNe | Opcode::BranchNeImm => IntCC::NotEqual,
        Opcode::BranchLtU | Opcode::BranchLtUImm => IntCC::UnsignedLessThan,
        Opcode::BranchLtS | Opcode::BranchLtSImm => IntCC::SignedLessThan,
        Opcode::BranchGeU | Opcode::BranchGeUImm => IntCC::UnsignedGreaterThanOrEqual,
        Opcode::BranchGeS | Opcode::BranchGeSImm => IntCC::SignedGreaterThanOrEqual,
        Opcode::BranchLeUImm => IntCC::UnsignedLessThanOrEqual,
        Opcode::BranchGtUImm => IntCC::UnsignedGreaterThan,
        Opcode::BranchLeSImm => IntCC::SignedLessThanOrEqual,
        _ => IntCC::SignedGreaterThan,
    }
}
