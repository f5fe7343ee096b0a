//! Loads and stores: one host access each, and what the replay of one that faults needs.

use cranelift_codegen::ir::{InstBuilder, Value};
use javm::{Op, Opcode, Shape};

use super::{Lowering, Operand, WORD};
use crate::clif::flow::{Log, logs};
use crate::context::Context;

impl Lowering<'_, '_> {
    /// Before an access: the registers that changed go to the context if a segment starts here.
    pub(super) fn checkpoint(&mut self, index: u32) {
        let segments = &self.flow.segments;
        let found = segments.binary_search_by_key(&index, |segment| segment.start);
        if let Some(segment) = found.ok().and_then(|found| segments.get(found)) {
            self.save(self.dirty);
            self.dirty = 0;
            self.logs = logs(segment.logging(self.program.ops())).into_iter();
        }
    }

    pub(super) fn access(&mut self, op: &Op) {
        // The address is an immediate, or a register and an immediate.
        let (address, offset) = match op.opcode.shape() {
            Shape::TwoImm | Shape::RegImm => self.absolute(op.x),
            Shape::RegTwoImm => self.relative(op.a, op.x),
            _ => self.relative(op.b, op.x),
        };
        if op.opcode.class() == javm::Class::Load {
            let value = self.load(op.opcode, address, offset);
            self.set(op.a, value);
            self.dirty |= 1 << op.a;
            match self.logs.next() {
                Some(Log::Register(register)) => {
                    self.write(Context::REGISTERS + i32::from(register) * 8, value);
                    self.dirty &= !(1 << register);
                }
                Some(Log::Place(place)) => self.write(Context::LOG + i32::from(place) * 8, value),
                None => {}
            }
            return;
        }
        let value = match op.opcode.shape() {
            Shape::TwoImm | Shape::RegTwoImm => Operand::Immediate(op.y),
            _ => Operand::Register(op.a),
        };
        let value = self.wide(value);
        if self.optimises {
            // Cranelift leaves a store out where memory is known to hold its value, or where a later store writes the same
            // place: fine for what is in memory, but the fault at this instruction would be lost. Nothing is known behind
            // such a point, and no code is made for it.
            self.builder.ins().sequence_point();
        }
        self.store(op.opcode, value, address, offset);
    }

    fn absolute(&mut self, address: u32) -> (Value, i32) {
        let (memory, displacement) = self.memory;
        if let Some(offset) =
            i32::try_from(address).ok().and_then(|at| at.checked_add(displacement))
        {
            return (memory, offset);
        }
        let address = self.builder.ins().iconst(WORD, i64::from(address));
        (self.builder.ins().iadd(memory, address), displacement)
    }

    /// Addresses are sums of 32 bits (decision D8).
    fn relative(&mut self, base: u8, offset: u32) -> (Value, i32) {
        let mut address = self.narrow(Operand::Register(base));
        if offset != 0 {
            let offset = self.narrow(Operand::Immediate(offset));
            address = self.builder.ins().iadd(address, offset);
        }
        let address = self.builder.ins().uextend(WORD, address);
        let (memory, displacement) = self.memory;
        (self.builder.ins().iadd(memory, address), displacement)
    }

    fn load(&mut self, opcode: Opcode, address: Value, offset: i32) -> Value {
        let (flags, b) = (self.kinds.guest, self.builder.ins());
        match opcode {
            Opcode::LoadU8 | Opcode::LoadIndU8 => b.uload8(WORD, flags, address, offset),
            Opcode::LoadI8 | Opcode::LoadIndI8 => b.sload8(WORD, flags, address, offset),
            Opcode::LoadU16 | Opcode::LoadIndU16 => b.uload16(WORD, flags, address, offset),
            Opcode::LoadI16 | Opcode::LoadIndI16 => b.sload16(WORD, flags, address, offset),
            Opcode::LoadU32 | Opcode::LoadIndU32 => b.uload32(flags, address, offset),
            Opcode::LoadI32 | Opcode::LoadIndI32 => b.sload32(flags, address, offset),
            _ => b.load(WORD, flags, address, offset),
        }
    }

    fn store(&mut self, opcode: Opcode, value: Value, address: Value, offset: i32) {
        use Opcode::{
            StoreImmIndU8, StoreImmIndU16, StoreImmIndU32, StoreImmU8, StoreImmU16, StoreImmU32,
            StoreIndU8, StoreIndU16, StoreIndU32, StoreU8, StoreU16, StoreU32,
        };
        let (flags, b) = (self.kinds.guest, self.builder.ins());
        match opcode {
            StoreImmU8 | StoreImmIndU8 | StoreU8 | StoreIndU8 => {
                b.istore8(flags, value, address, offset)
            }
            StoreImmU16 | StoreImmIndU16 | StoreU16 | StoreIndU16 => {
                b.istore16(flags, value, address, offset)
            }
            StoreImmU32 | StoreImmIndU32 | StoreU32 | StoreIndU32 => {
                b.istore32(flags, value, address, offset)
            }
            _ => b.store(flags, value, address, offset),
        };
    }
}
