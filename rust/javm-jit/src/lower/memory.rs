//! Addresses of loads and stores: one host access each, which changes nothing if it faults.

use super::{Addressing, Lowering};
use crate::asm::{R15, T, at, emit, sum};
use cranelift_assembler_x64::{CodeSink, GprMem, Imm32};

impl Lowering<'_> {
    /// An address. What comes next must be the access.
    pub(super) fn absolute(&mut self, address: u32) -> GprMem<u8, u8> {
        emit!(&mut self.b, movl_oi, T, Imm32::new(address));
        self.segment();
        match self.addressing {
            Addressing::Segment => GprMem::Mem(at(T, 0)),
            Addressing::Register => GprMem::Mem(sum(R15, T)),
        }
    }

    /// A register and an offset. What comes next must be the access.
    #[inline(always)]
    pub(super) fn relative(&mut self, base: u8, offset: u32) -> GprMem<u8, u8> {
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
