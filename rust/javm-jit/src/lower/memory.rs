//! Addresses of loads and stores: one host access each, which changes nothing if it faults.

use super::{Addressing, Lowering};
use crate::asm::{R15, T, at, emit, host, sum};
use cranelift_assembler_x64::{CodeSink, GprMem, Imm32};
use javm::Op;

impl Lowering<'_> {
    /// ν_X. What comes next must be the access.
    pub(super) fn absolute(&mut self, op: &Op) -> GprMem<u8, u8> {
        emit!(&mut self.b, movl_oi, T, Imm32::new(op.x));
        self.segment();
        match self.addressing {
            Addressing::Segment => GprMem::Mem(at(T, 0)),
            Addressing::Register => GprMem::Mem(sum(R15, T)),
        }
    }

    /// φ_A + ν_X. What comes next must be the access.
    pub(super) fn relative_to_a(&mut self, op: &Op) -> GprMem<u8, u8> {
        self.relative(host(op.a), op.x)
    }

    /// φ_B + ν_X. What comes next must be the access.
    #[inline(always)]
    pub(super) fn relative_to_b(&mut self, op: &Op) -> GprMem<u8, u8> {
        self.relative(host(op.b), op.x)
    }

    #[inline(always)]
    fn relative(&mut self, base: u8, offset: u32) -> GprMem<u8, u8> {
        match self.addressing {
            Addressing::Segment => {
                self.segment();
                GprMem::Mem(at(base, offset as i32))
            }
            Addressing::Register => {
                emit!(&mut self.b, leal_rm, T, at(base, offset as i32));
                GprMem::Mem(sum(R15, T))
            }
        }
    }

    /// Prefixes: an address of 32 bits, relative to GS.
    fn segment(&mut self) {
        if self.addressing == Addressing::Segment {
            self.b.put2(0x6765);
        }
    }
}
