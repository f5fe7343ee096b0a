//! One pass from predecoded instructions to host code.
//!
//! Every guest register has a host register of its own; what is between two guest instructions is RDX and the flags. A
//! basic block starts with its charge: `sub gas, cost; jb cell`, where the cell of the block in the sled calls the stub for
//! "out of gas", so that the return address tells which block it was. Whatever happens rarely leaves to the interpreter
//! with the index of the instruction, before the instruction has changed anything.

mod alu;
mod control;
mod divide;
mod fuse;
mod memory;
mod select;
mod stubs;

pub use stubs::Addressing;
pub(crate) use stubs::Stubs;

use crate::asm::{Buffer, Patch, T, emit, reg};
use crate::context::Context;
use crate::reservation::CONTEXT_BELOW_BASE;
use cranelift_assembler_x64::Simm32;
use javm::{Op, Opcode, Program};

/// Octets of a cell of the sled: a call.
pub(crate) const CELL: u32 = 5;

/// The most octets that one instruction becomes, charge included: what a buffer needs per instruction.
pub(crate) const LONGEST: usize = 112;

/// The offset of an instruction that has no code of its own.
pub(crate) const NO_CODE: u32 = u32::MAX;

/// A memory access in the code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AccessSite {
    /// Offset of the host instruction.
    pub(crate) offset: u32,
    /// Index of the guest instruction.
    pub(crate) index: u32,
}

/// What the pass has made so far.
pub(crate) struct Lowering<'a> {
    b: Buffer<'a>,
    program: &'a Program,
    addressing: Addressing,
    stubs: Stubs,
    /// Offset of the sled.
    sled: u32,
    /// For each instruction the offset of its code, behind the charge if it starts a block.
    offsets: Vec<u32>,
    /// Branches forward: to be bound to the block that starts at this index.
    forward: Vec<(Patch, u32)>,
    sites: Vec<AccessSite>,
    /// Index of the first instruction of each charged block, in the order of the sled.
    leaders: Vec<u32>,
}

/// The result of the pass.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) stubs: Stubs,
    pub(crate) sled: u32,
    pub(crate) offsets: Vec<u32>,
    pub(crate) sites: Vec<AccessSite>,
    pub(crate) leaders: Vec<u32>,
    /// Octets of code.
    pub(crate) length: u32,
    /// The buffer was too short; nothing else is of use.
    pub(crate) overflowed: bool,
}

/// The octets that the charge of a block takes.
pub(crate) const fn charge_length(addressing: Addressing) -> u32 {
    match addressing {
        Addressing::Segment => 7 + 6,
        Addressing::Register => 11 + 6,
    }
}

/// Compiles a program into `octets`.
pub(crate) fn lower(program: &Program, addressing: Addressing, octets: &mut [u8]) -> Lowered {
    let mut b = Buffer::new(octets);
    let stubs = Stubs::emit(&mut b, addressing);
    b.align(16);
    let sled = b.offset();
    let blocks = program.blocks().count();
    for _ in 0..blocks {
        b.call_to(stubs.out_of_gas);
    }
    b.align(16);
    let count = program.ops().len();
    let mut lowering = Lowering {
        b,
        program,
        addressing,
        stubs,
        sled,
        offsets: Vec::with_capacity(count),
        forward: Vec::new(),
        sites: Vec::new(),
        leaders: Vec::with_capacity(blocks),
    };
    lowering.all();
    Lowered {
        stubs,
        sled,
        length: lowering.b.offset(),
        overflowed: lowering.b.overflowed(),
        offsets: lowering.offsets,
        sites: lowering.sites,
        leaders: lowering.leaders,
    }
}

impl Lowering<'_> {
    fn all(&mut self) {
        let program = self.program;
        let mut boundary = true;
        let mut rest = program.ops().iter();
        let mut index = 0u32;
        while let Some(op) = rest.next() {
            if boundary {
                let starts = program.is_block_start(u64::from(op.pc));
                if starts {
                    self.charge(index);
                } else if op.opcode == Opcode::Trap {
                    self.offsets.push(self.b.offset());
                    self.leave(self.stubs.unpaid, index);
                    index = index.wrapping_add(1);
                    continue;
                }
            }
            self.offsets.push(self.b.offset());
            // The next instruction is in the same block, because none of a pair ends a block.
            if let Some(next) = rest.as_slice().first()
                && self.fuse(op, next)
            {
                self.offsets.push(NO_CODE);
                rest.next();
                index = index.wrapping_add(1);
            } else {
                self.one(op, index);
            }
            index = index.wrapping_add(1);
            boundary = op.opcode.terminates();
        }
        for (patch, index) in std::mem::take(&mut self.forward) {
            let to = self.block(index).unwrap_or(self.stubs.unpaid);
            self.b.bind_to(patch, to);
        }
    }

    /// Pays for the block that starts here.
    fn charge(&mut self, index: u32) {
        let cost = self.program.costs().get(index as usize).copied().unwrap_or_default();
        let cell = self.sled.saturating_add(self.leaders.len() as u32 * CELL);
        self.leaders.push(index);
        match self.addressing {
            // sub r15, imm32
            Addressing::Segment => self.b.raw([0x49, 0x81, 0xef]),
            // sub qword [r15 + disp32], imm32
            Addressing::Register => {
                self.b.raw([0x49, 0x81, 0xaf]);
                self.b.raw((Context::GAS - CONTEXT_BELOW_BASE).to_le_bytes());
            }
        }
        self.b.raw(cost.to_le_bytes());
        self.b.branch_to(crate::asm::Cond::B, cell);
    }

    /// Where a block starts with its charge, if its code exists already.
    fn block(&self, index: u32) -> Option<u32> {
        let body = *self.offsets.get(index as usize)?;
        Some(body.wrapping_sub(charge_length(self.addressing)))
    }

    /// Leaves compiled code with the index of the instruction.
    fn leave(&mut self, stub: u32, index: u32) {
        emit!(&mut self.b, movl_oi, T, cranelift_assembler_x64::Imm32::new(index));
        self.b.jump_to(stub);
    }

    /// Leaves to the interpreter.
    fn interpret(&mut self, index: u32) {
        self.leave(self.stubs.interpret, index);
    }

    /// `to := sign-extended immediate`.
    fn set_immediate(&mut self, to: u8, immediate: u32) {
        let value = immediate as i32 as i64 as u64;
        if value == 0 {
            emit!(&mut self.b, xorl_rm, to, reg(to));
        } else {
            self.b.constant(to, value);
        }
    }

    fn one(&mut self, op: &Op, index: u32) {
        use javm::Class;
        match op.opcode.class() {
            Class::Trap | Class::Heap => self.interpret(index),
            Class::Fallthrough => {}
            Class::HostCall => self.leave(self.stubs.host_call, index),
            Class::Jump | Class::JumpIndirect | Class::Branch => self.control(op, index),
            Class::Load | Class::Store => self.access(op, index),
            Class::Immediate | Class::Bits | Class::Compare | Class::Select => {
                self.select(op, index);
            }
            Class::Arithmetic | Class::Divide | Class::Shift | Class::Rotate | Class::Logic => {
                self.arithmetic(op, index);
            }
        }
    }
}

/// A sign-extended immediate for the assembler.
fn simm(immediate: u32) -> Simm32 {
    Simm32::new(immediate as i32)
}
