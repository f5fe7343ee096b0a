//! One pass from the octets of a program to host code, a region of whole basic blocks at a time.
//!
//! Every guest register has a host register of its own; what is between two guest instructions is RDX and the flags. A
//! basic block starts with its charge: `sub gas, cost; jb cell`, where the cost is filled in at the end of the block, and
//! the cell of the block in the sled behind the code calls the stub for "out of gas", so that the return address tells which
//! block it was. Whatever happens rarely leaves to the interpreter with the position of the instruction, before the
//! instruction has changed anything.

mod arithmetic;
mod control;
mod divide;
mod fuse;
mod map;
mod memory;
mod one;
mod stubs;

use std::ops::Range;

pub(crate) use map::{Block, Map};
pub use stubs::Addressing;
pub(crate) use stubs::{Exits, Stubs};

use crate::asm::{Buffer, Patch};
use crate::context::Context;
use crate::reservation::CONTEXT_BELOW_BASE;
use cranelift_assembler_x64::Simm32;
use javm::{Encoded, Opcode, Program};

/// Octets of a cell of the sled: a call.
pub(crate) const CELL: u32 = 5;
/// Octets of a way out of the region: a number and a jump.
const FAR: usize = 11;
/// The most octets that one instruction becomes: charge, code, cell and ways out included. Half of a pair counts as one.
pub(crate) const LONGEST: usize = 128;
/// What the code needs besides.
pub(crate) const SLACK: usize = 128;
/// From an instruction to the next, at most.
const REACH: u32 = 25;

/// A host call in the code: this follows the jump that leaves, and the code of the next instruction follows this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// Position of the `ecalli`.
    pub(crate) pc: u32,
    /// Position behind it.
    pub(crate) behind: u32,
    /// The identifier, to be sign-extended.
    pub(crate) identifier: u32,
    /// The number of instructions from the `ecalli` to the end of its block.
    pub(crate) rest: u32,
}

impl Call {
    /// Octets in the code.
    pub(crate) const SIZE: usize = 16;

    fn octets(self) -> [u8; Self::SIZE] {
        let Self { pc, behind, identifier, rest } = self;
        let fields = [pc, behind, identifier, rest].map(u32::to_le_bytes);
        fields.as_flattened().first_chunk().copied().unwrap_or_default()
    }

    #[inline(always)]
    pub(crate) const fn read(octets: &[u8; Self::SIZE]) -> Self {
        let fields = u128::from_le_bytes(*octets);
        let [pc, behind] = [fields as u32, (fields >> 32) as u32];
        Self { pc, behind, identifier: (fields >> 64) as u32, rest: (fields >> 96) as u32 }
    }
}

/// What the pass has made so far.
pub(crate) struct Lowering<'a> {
    b: Buffer<'a>,
    program: &'a Program,
    addressing: Addressing,
    exits: Exits,
    /// Code positions of the region.
    range: Range<u32>,
    map: Map,
    /// The instructions since the last charge or gap: their block is open.
    open: bool,
    /// Branches to blocks that have no code yet, or none in this region.
    forward: Vec<(Patch, u32)>,
    /// Host calls of the block that is open: where their `rest` is to be written, and the number of the instruction.
    calls: Vec<(u32, u32)>,
}

/// Where slots for jumps to other regions are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots {
    /// The number of the first free one.
    pub(crate) first: u32,
    /// Offset of slot 0 from the start of the region's code.
    pub(crate) offset: i64,
}

/// The result of the pass.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) map: Map,
    /// Octets of code.
    pub(crate) length: u32,
    /// Targets of the slots that were taken.
    pub(crate) far: Vec<u32>,
}

/// The octets that the charge of a block takes; its last ten are the cost, the opcode of the jump and the distance of the cell.
pub(crate) const fn charge_length(addressing: Addressing) -> u32 {
    match addressing {
        Addressing::Segment => 7 + 6,
        Addressing::Register => 11 + 6,
    }
}

/// Compiles a region of a program into `octets`; none if they are too few. What the compiled code needs of the processor,
/// [`crate::engine::Fixed`] has checked: decoding gains by it as well.
#[target_feature(enable = "bmi1,bmi2,lzcnt,popcnt")]
pub(crate) fn lower(
    program: &Program,
    addressing: Addressing,
    exits: Exits,
    range: Range<u32>,
    slots: Slots,
    octets: &mut [u8],
) -> Option<Lowered> {
    let map = Map::new(range.clone());
    let (b, calls, forward) = (Buffer::new(octets), Vec::new(), Vec::new());
    let mut lowering =
        Lowering { b, program, addressing, exits, range, map, open: false, forward, calls };
    lowering.all()?;
    lowering.finish(slots)
}

/// Whether control may go on behind an instruction that ends a block.
const fn falls_through(opcode: Opcode) -> bool {
    use javm::Class;
    matches!(opcode.class(), Class::Fallthrough | Class::Branch)
}

impl Lowering<'_> {
    /// All instructions of the region; none if the buffer is too short.
    #[target_feature(enable = "bmi1,bmi2,lzcnt,popcnt")]
    fn all(&mut self) -> Option<()> {
        let program = self.program;
        let end = self.range.end;
        let mut pc = program.next_instruction(self.range.start);
        // Whether the instruction before leads here and ends its block. The region starts with a block, or with the code.
        let mut leads = pc == self.range.start;
        while pc < end {
            if self.b.room() < LONGEST {
                return None;
            }
            let code = program.encoded(pc);
            let before = self.b.room();
            self.map.word(pc);
            if !self.open {
                self.begin(&code, leads);
            }
            self.map.instruction(self.b.offset());
            let behind = self.one(&code);
            debug_assert!(before - self.b.room() <= LONGEST, "{:?}", code.opcode);
            leads = code.terminates;
            if leads {
                self.close();
            }
            // What is nearer than the reach is an instruction of the program.
            if behind >= end
                || (behind - pc >= REACH && !program.is_instruction_start(behind.into()))
            {
                self.behind(code.opcode, behind);
                let next = program.next_instruction(behind);
                leads &= next == behind;
                pc = next;
            } else {
                pc = behind;
            }
        }
        Some(())
    }

    /// Starts a block with its charge, or instructions that only the host can reach, or a trap that is not written.
    fn begin(&mut self, code: &Encoded, leads: bool) {
        let starts = leads && code.valid;
        if starts {
            self.charge();
        } else if leads {
            self.leave(self.exits.unpaid, code.pc);
        }
        self.map.begin(code.pc, self.b.offset(), starts);
        self.open = true;
    }

    /// Pays for the block that starts here; [`Lowering::close`] and [`Lowering::finish`] fill in the numbers.
    fn charge(&mut self) {
        match self.addressing {
            // sub r15, imm32
            Addressing::Segment => self.b.raw([0x49, 0x81, 0xef]),
            // sub qword [r15 + disp32], imm32
            Addressing::Register => {
                self.b.raw([0x49, 0x81, 0xaf]);
                self.b.raw((Context::GAS - CONTEXT_BELOW_BASE).to_le_bytes());
            }
        }
        self.b.raw([0, 0, 0, 0, 0x0f, 0x82, 0, 0, 0, 0]);
    }

    /// Ends the open block: now its cost is known.
    fn close(&mut self) {
        let block = self.map.close();
        if block.is_charged() {
            self.b.overwrite(block.body.wrapping_sub(10), block.cost().to_le_bytes());
        }
        for (place, number) in self.calls.drain(..) {
            self.b.overwrite(place, block.rest(number).to_le_bytes());
        }
        self.open = false;
    }

    /// What follows an instruction that has no other one of the region behind it.
    fn behind(&mut self, opcode: Opcode, behind: u32) {
        if self.open {
            // The trap that is not written.
            self.leave(self.exits.interpret, behind);
            self.map.implicit();
            self.close();
        } else if falls_through(opcode) {
            if self.program.is_block_start(behind.into()) {
                self.go_to(behind);
            } else {
                self.leave(self.exits.unpaid, behind);
            }
        }
    }

    /// Binds branches, lays out the sled and the ways out of the region.
    fn finish(mut self, slots: Slots) -> Option<Lowered> {
        let blocks = self.map.blocks().len();
        let forward = std::mem::take(&mut self.forward);
        if self.b.room() < blocks * CELL as usize + forward.len() * FAR + SLACK {
            return None;
        }
        self.b.align(16);
        self.map.sled = self.b.offset();
        for number in 0..blocks {
            let cell = self.b.offset();
            self.b.call_to(self.exits.out_of_gas);
            if let Some(block) = self.map.blocks().get(number).filter(|block| block.is_charged()) {
                self.b.bind_to(Patch::before(block.body), cell);
            }
        }
        let mut far = Vec::new();
        for (patch, target) in forward {
            if let Some(block) = self.map.block(target) {
                self.b.bind_to(patch, block.body.wrapping_sub(charge_length(self.addressing)));
                continue;
            }
            self.b.bind(patch);
            let slot = slots.first.saturating_add(far.len() as u32);
            self.b.jump_through(slot, slots.offset + i64::from(slot) * 8);
            far.push(target);
        }
        self.map.shrink();
        Some(Lowered { map: self.map, length: self.b.offset(), far })
    }

    /// Leaves compiled code with the position of the instruction.
    fn leave(&mut self, exit: u32, pc: u32) {
        self.b.number(pc);
        self.b.jump_to(exit);
    }

    /// Leaves to the interpreter.
    fn interpret(&mut self, pc: u32) {
        self.leave(self.exits.interpret, pc);
    }
}

/// A sign-extended immediate for the assembler.
fn simm(immediate: u32) -> Simm32 {
    Simm32::new(immediate as i32)
}
