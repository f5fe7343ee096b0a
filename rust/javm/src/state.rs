//! The state of the machine, exit reasons and rules (Gray Paper 0.7.2, A.1; decisions D1 to D5).

use crate::memory::{Memory, Ram};

/// How gas is charged (decision D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GasModel {
    /// 1 before every step (Gray Paper 0.7.2).
    PerInstruction,
    /// The number of instructions of a basic block before its first step.
    PerBlock,
}

/// What may differ between versions of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rules {
    /// How gas is charged.
    pub gas: GasModel,
}

impl Rules {
    /// JAM as of Gray Paper 0.7.2.
    pub const JAM_0_7_2: Self = Self { gas: GasModel::PerInstruction };
    /// One gas per instruction, a block at a time: what the public program vectors assume.
    pub const FLAT_PER_BLOCK: Self = Self { gas: GasModel::PerBlock };
}

/// Why the machine stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Jump to the halt address 2^32 − 2^16.
    Halt,
    /// Trap, bad jump, or access to the low 64 KiB.
    Panic,
    /// The gas does not cover the next charge; nothing of the step has happened.
    OutOfGas,
    /// Access to an inaccessible page; the address of its first octet.
    PageFault(u32),
    /// `ecalli` with this identifier; the program counter is still at the `ecalli`.
    HostCall(u64),
}

/// The heap of the `sbrk` instruction (decision D5): addresses with break ≤ limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heap {
    /// The break: first address after the heap.
    pub brk: u32,
    /// The break never exceeds this.
    pub limit: u32,
}

impl Heap {
    /// The effect of `sbrk` with `n` = φ_A: the value for φ_D.
    pub fn grow(&mut self, n: u64, memory: &mut impl Ram) -> u64 {
        let old = self.brk;
        let new = u64::from(old).checked_add(n).and_then(|new| u32::try_from(new).ok());
        match new {
            Some(new) if new <= self.limit => {
                memory.open(old, new);
                self.brk = new;
                u64::from(old)
            }
            _ => 0,
        }
    }
}

/// The whole state of a machine between two steps, independent of the engine that runs it.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Program counter ı: position in the code.
    pub pc: u64,
    /// Gas left ϱ.
    pub gas: u64,
    /// Registers φ.
    pub registers: [u64; 13],
    /// Memory µ.
    pub memory: Memory,
    /// Heap break and limit.
    pub heap: Heap,
    /// Per-block gas only: the block that contains the program counter is paid for.
    pub charged: bool,
}

impl State {
    /// Starts again with the memory that its builder made.
    pub fn restart(&mut self, start: &Start) {
        self.memory.reset();
        Start { pc: self.pc, gas: self.gas, registers: self.registers, heap: self.heap } = *start;
        self.charged = false;
    }
}

/// A state without its memory: where a run starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Program counter ı.
    pub pc: u64,
    /// Gas ϱ.
    pub gas: u64,
    /// Registers φ.
    pub registers: [u64; 13],
    /// Heap break and limit.
    pub heap: Heap,
}

impl Start {
    /// The state that starts here with this memory.
    #[must_use]
    pub fn with_memory(self, memory: Memory) -> State {
        let Self { pc, gas, registers, heap } = self;
        State { pc, gas, registers, memory, heap, charged: false }
    }
}
