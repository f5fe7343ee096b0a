//! What compiled code and the host share about one machine.

use std::mem::offset_of;

/// The head of a window, just below the guest's address 0, where guest code cannot reach: registers while compiled code
/// does not run, and where that code finds what it needs.
#[derive(Debug)]
#[repr(C)]
pub struct Context {
    /// Registers φ.
    pub(crate) registers: [u64; 13],
    /// Gas: what is left behind the blocks that are paid for.
    pub(crate) gas: u64,
    /// Host address of the guest's address 0.
    pub(crate) base: u64,
    /// Where to enter.
    pub(crate) target: u64,
    /// The jump table of the code.
    pub(crate) table: u64,
    /// Why compiled code left: one of the numbers of [`Leave`].
    pub(crate) leave: u64,
    /// What goes with it.
    pub(crate) argument: u64,
    /// The mapping of the code, and the place in it where a fault continues: for the signal handler.
    pub(crate) code_start: u64,
    /// Its end.
    pub(crate) code_end: u64,
    /// Host address of the stub that leaves after a fault.
    pub(crate) fault_stub: u64,
    /// Where in the code the access was that faulted.
    pub(crate) faulted: u64,
    /// Of code in frames: the host functions of its regions,
    pub(crate) regions: u64,
    /// the stack pointer at entry, to which the fault stub goes back; 0 of code without frames,
    pub(crate) stack: u64,
    /// and what loads got whose places were stored to afterwards.
    pub(crate) log: [u64; LOG],
}

/// So many loads, at most, are logged between two checkpoints.
pub(crate) const LOG: usize = 256;

impl Context {
    pub(crate) const REGISTERS: i32 = offset_of!(Self, registers) as i32;
    pub(crate) const GAS: i32 = offset_of!(Self, gas) as i32;
    pub(crate) const BASE: i32 = offset_of!(Self, base) as i32;
    #[cfg(feature = "clif")]
    pub(crate) const REGIONS: i32 = offset_of!(Self, regions) as i32;
    #[cfg(feature = "clif")]
    pub(crate) const STACK: i32 = offset_of!(Self, stack) as i32;
    #[cfg(feature = "clif")]
    pub(crate) const LOG: i32 = offset_of!(Self, log) as i32;
    pub(crate) const TARGET: i32 = offset_of!(Self, target) as i32;
    pub(crate) const TABLE: i32 = offset_of!(Self, table) as i32;
    #[cfg(target_arch = "x86_64")]
    pub(crate) const LEAVE: i32 = offset_of!(Self, leave) as i32;
    pub(crate) const ARGUMENT: i32 = offset_of!(Self, argument) as i32;
}

/// Why compiled code of the engine `fixed` left, and what is in the argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Leave {
    /// The interpreter is to do the instruction at a position; its block is paid for.
    Interpret = 0,
    /// The same for an instruction behind a block whose own block is not paid for.
    Unpaid = 1,
    /// `ecalli`: the address of what the code says about it.
    HostCall = 2,
    /// The gas does not cover a block: the address behind the block's cell of the sled.
    OutOfGas = 3,
    /// A memory access was not permitted: its code offset.
    Fault = 4,
    /// An indirect jump, at a position, whose entry of the table is empty; its block is paid for.
    Indirect = 5,
    /// A jump to another region: the number of its slot.
    Far = 6,
    /// The code to go on with, for the context's target, is not there yet.
    Missing = 7,
}

impl Leave {
    /// The reason with this number; every other number is that of a fault.
    pub(crate) const fn of(number: u64) -> Self {
        match number {
            0 => Self::Interpret,
            1 => Self::Unpaid,
            2 => Self::HostCall,
            3 => Self::OutOfGas,
            5 => Self::Indirect,
            6 => Self::Far,
            7 => Self::Missing,
            _ => Self::Fault,
        }
    }
}
