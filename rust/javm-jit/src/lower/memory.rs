//! Loads and stores: one host access each, which changes nothing if it faults.

use super::{AccessSite, Addressing, Lowering, simm};
use crate::asm::{R15, T, at, emit, host, sum};
use cranelift_assembler_x64::{CodeSink, GprMem, Imm8, Imm16, Imm32};
use javm::{Op, Opcode, Shape};

impl Lowering<'_> {
    pub(super) fn access(&mut self, op: &Op, index: u32) {
        // The address is an immediate, or a register and an immediate.
        let m = match op.opcode.shape() {
            Shape::TwoImm | Shape::RegImm => self.absolute(op.x, index),
            Shape::RegTwoImm => self.relative(host(op.a), op.x, index),
            _ => self.relative(host(op.b), op.x, index),
        };
        match op.opcode.shape() {
            Shape::TwoImm | Shape::RegTwoImm => self.store_immediate(op, m),
            _ => self.load_or_store(op, m),
        }
    }

    /// What comes next accesses memory. With the segment's base: addresses of 32 bits, relative to GS.
    fn site(&mut self, index: u32) {
        self.sites.push(AccessSite { offset: self.b.offset(), index });
        if self.addressing == Addressing::Segment {
            self.b.put2(0x6765);
        }
    }

    fn absolute(&mut self, address: u32, index: u32) -> GprMem<u8, u8> {
        emit!(&mut self.b, movl_oi, T, Imm32::new(address));
        self.site(index);
        match self.addressing {
            Addressing::Segment => GprMem::Mem(at(T, 0)),
            Addressing::Register => GprMem::Mem(sum(R15, T)),
        }
    }

    fn relative(&mut self, base: u8, offset: u32, index: u32) -> GprMem<u8, u8> {
        match self.addressing {
            Addressing::Segment => {
                self.site(index);
                GprMem::Mem(at(base, offset as i32))
            }
            Addressing::Register => {
                emit!(&mut self.b, leal_rm, T, at(base, offset as i32));
                self.site(index);
                GprMem::Mem(sum(R15, T))
            }
        }
    }

    fn store_immediate(&mut self, op: &Op, m: GprMem<u8, u8>) {
        let b = &mut self.b;
        match op.opcode {
            Opcode::StoreImmU8 | Opcode::StoreImmIndU8 => {
                emit!(b, movb_mi, m, Imm8::new(op.y as u8));
            }
            Opcode::StoreImmU16 | Opcode::StoreImmIndU16 => {
                emit!(b, movw_mi, m, Imm16::new(op.y as u16));
            }
            Opcode::StoreImmU32 | Opcode::StoreImmIndU32 => {
                emit!(b, movl_mi, m, Imm32::new(op.y));
            }
            _ => emit!(b, movq_mi_sxl, m, simm(op.y)),
        }
    }

    fn load_or_store(&mut self, op: &Op, m: GprMem<u8, u8>) {
        let (a, b) = (host(op.a), &mut self.b);
        match op.opcode {
            Opcode::LoadU8 | Opcode::LoadIndU8 => emit!(b, movzbl_rm, a, m),
            Opcode::LoadI8 | Opcode::LoadIndI8 => emit!(b, movsbq_rm, a, m),
            Opcode::LoadU16 | Opcode::LoadIndU16 => emit!(b, movzwl_rm, a, m),
            Opcode::LoadI16 | Opcode::LoadIndI16 => emit!(b, movswq_rm, a, m),
            Opcode::LoadU32 | Opcode::LoadIndU32 => emit!(b, movl_rm, a, m),
            Opcode::LoadI32 | Opcode::LoadIndI32 => emit!(b, movslq_rm, a, m),
            Opcode::LoadU64 | Opcode::LoadIndU64 => emit!(b, movq_rm, a, m),
            Opcode::StoreU8 | Opcode::StoreIndU8 => emit!(b, movb_mr, m, a),
            Opcode::StoreU16 | Opcode::StoreIndU16 => emit!(b, movw_mr, m, a),
            Opcode::StoreU32 | Opcode::StoreIndU32 => emit!(b, movl_mr, m, a),
            _ => emit!(b, movq_mr, m, a),
        }
    }
}
