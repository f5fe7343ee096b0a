//! What a machine wants of compiled code: the seam between machines, which are alike for every compiler, and compilers.
#![expect(unsafe_code, reason = "compiled code is entered by address")]

use crate::context::Context;
use crate::window::Window;

/// A place where compiled code may be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Host address, for the context's target.
    pub address: u64,
    /// The number of instructions from there to the end of their basic block: to be paid for before entering.
    pub rest: u64,
    /// The gas that the code itself takes there all the same: to be added before entering.
    pub charge: u64,
}

/// Why compiled code was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The interpreter is to do the instruction; its block is paid for.
    Interpret,
    /// The same for an instruction whose block is not paid for.
    Unpaid,
    /// The gas does not cover the block that starts at the instruction; its charge was tried.
    OutOfGas,
}

/// An `ecalli` at which compiled code was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// Its position.
    pub pc: u64,
    /// Its identifier.
    pub identifier: u64,
    /// The number of instructions from it to the end of its basic block.
    pub rest: u64,
    /// The position behind it.
    pub behind: u64,
    /// Host address of the entry there.
    pub address: u64,
}

/// Where compiled code was left, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Position of the instruction that is to be done next.
    pub pc: u64,
    /// The number of instructions from there to the end of their basic block.
    pub rest: u64,
    /// Why.
    pub reason: Reason,
}

/// A compiled program.
///
/// Compiled code pays for a basic block at its start: it subtracts the number of its instructions from the context's gas.
/// It keeps the registers in the context whenever it is left, and has changed nothing of the instruction at which it is.
pub trait Compiled: std::fmt::Debug {
    /// Tells a machine where its code is. Nothing of that changes as long as the code exists.
    fn attach(&self, context: &mut Context);

    /// Where to enter for the instruction at a position, if there is code for it that can be entered there: else the
    /// interpreter does this instruction.
    fn entry(&self, pc: u64) -> Option<Entry>;

    /// The host call at which the last run was left, if it was: nothing of the context has been changed since. Apart from
    /// [`Compiled::left`] because nothing else is so frequent.
    fn called(&self, context: &Context) -> Option<Called>;

    /// What the context says about the last run, which was not left at a host call; nothing of the window has been changed
    /// since. Puts the registers there in order.
    fn left(&self, window: &mut Window) -> Left;

    /// The steps that the interpreter does, at most, before it is worth while to look for an entry again, if there is none
    /// at a position: at least 1.
    fn detour(&self, _: u64) -> u64 {
        1
    }

    /// Whether the program is predecoded for this code anyway.
    fn is_predecoded(&self) -> bool {
        false
    }

    /// Enters at the context's target and comes back when compiled code is left.
    ///
    /// # Safety
    /// The context is the one of a window, [`Compiled::attach`] was called on it, its target is an [`Compiled::entry`] of
    /// this code, the signal handler is installed and knows the context.
    unsafe fn enter(&self, context: *mut Context);
}
