//! The instructions between a checkpoint and an access that faulted, done again by the interpreter: for the registers.

use javm::{Fault, GasModel, Heap, Program, Ram, Rules, View};

use super::flow::{Log, Segment, logs};
use crate::window::Window;

/// Memory as it was when compiled code did these instructions.
struct Replay<'a> {
    window: &'a mut Window,
    log: std::slice::Iter<'a, u64>,
}

impl Ram for Replay<'_> {
    /// An access to a closed page is the one that faulted.
    fn load<const N: usize>(&mut self, address: u32) -> Result<[u8; N], Fault> {
        if !self.window.is_open(address, N, false) {
            return Err(Fault::Low);
        }
        match self.log.next() {
            Some(value) => Ok(value.to_le_bytes().first_chunk().copied().unwrap_or([0; N])),
            None => self.window.load(address),
        }
    }

    /// Compiled code has stored already.
    fn store<const N: usize>(&mut self, address: u32, _: [u8; N]) -> Result<(), Fault> {
        if self.window.is_open(address, N, true) { Ok(()) } else { Err(Fault::Low) }
    }

    /// Never: a segment ends before `sbrk`.
    fn open(&mut self, _: u32, _: u32) {}
}

/// Brings the registers in the context from the checkpoint of a segment to the access that faulted, and returns the index
/// of its instruction. That is `at`, or one before it whose access the code generator did later.
pub(crate) fn replay(window: &mut Window, program: &Program, segment: Segment, at: u32) -> u32 {
    let context = window.context();
    let mut registers = context.registers;
    let got = |log: &Log| match log {
        Log::Register(register) => registers.get(usize::from(*register)).copied(),
        Log::Place(place) => context.log.get(usize::from(*place)).copied(),
    };
    let logs = logs(segment.logging(program.ops()));
    let got: Vec<u64> = logs.iter().map(|log| got(log).unwrap_or_default()).collect();
    let (mut pc, mut gas) = (program.position_of(segment.start), u64::MAX);
    let mut memory = Replay { window, log: got.iter() };
    let mut view = View {
        program,
        rules: Rules { gas: GasModel::PerInstruction },
        pc: &mut pc,
        gas: &mut gas,
        registers: &mut registers,
        memory: &mut memory,
        heap: &mut Heap::default(),
        charged: &mut false,
    };
    view.run(u64::from(at.saturating_sub(segment.start)));
    window.context_mut().registers = registers;
    program.index_of(pc).unwrap_or(at)
}
