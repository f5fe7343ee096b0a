//! Compiled execution of programs of [`javm`] on x86-64 Linux: the engine [`Fixed`].
//!
//! One pass over the predecoded program ([`javm::Program::ops`]) writes host code. The 13 guest registers live in 13 host
//! registers, RDX is scratch, the last one holds the gas or the address of guest memory ([`Addressing`]). Guest memory is a
//! window of 4 GiB of addresses, in which page protection does what the specification's rights demand; no access is checked
//! by an instruction.
//!
//! # Exactness
//! * Compiled code pays for a basic block at its start, in both gas models. If the gas does not cover the block, the
//!   interpreter goes on from its start, so the state at "out of gas" is that of the specification. In the model that pays
//!   for single instructions, what is paid for but not yet used is given back whenever compiled code is left.
//! * What is rare leaves compiled code before it has changed anything, and the interpreter does that one instruction on the
//!   same memory: faulting accesses, first accesses to a page, `trap`, `sbrk`, `mul_upper_s_u`, rotations of a constant by a
//!   register, static jumps to nowhere, and indirect jumps that halt, panic or find a table without octets.
//! * A step limit is a limit of the same kind as the gas: the interpreter does the steps in the block where it ends.
//! * A machine is interpreted altogether if its program has more than 2^24 instructions or jump table entries, or if its
//!   memory would cost the process too many mappings ([`FixedInstance::is_compiled`]).
//!
//! # Threat model
//! The program, its registers, its memory and the gas are the attacker's; the host, its other threads and the processor are
//! trusted. Side channels through timing and speculation are out of scope. `tests/containment.rs` attacks each sentence:
//! * *Guest code reaches nothing but its window.* Addresses are computed in 32 bits and added to the window's base; behind
//!   the window lies a guard longer than any access. Jumps go to code of the same program only: static ones to blocks,
//!   indirect ones through a table of blocks whose bound is checked.
//! * *No page is ever writable and executable.* Code is written before it is made executable; a mapping that is used again
//!   is made writable only when no machine has its code any more.
//! * *Guest registers never hold host addresses.* Those are in RDX, R15, RSP and GS, none of which a guest register lives in,
//!   and in the page below the window.
//! * *A machine sees nothing of the ones before it.* Pages of a window that is used again hold the first content of the new
//!   machine's memory, or are inaccessible.
//! * *Faults of others are theirs.* The signal handler takes a fault only if the thread runs a machine, the instruction is
//!   in that machine's code and the address in its window. Everything else goes to the handler that was installed before.
//!   A handler that others install later must hand on in the same way, or an engine must be made after it: that puts ours
//!   in front again.
//! * *Resources are bounded.* Compiled code takes at most 48 octets per octet of code and 8 per jump table entry, in time
//!   linear in both; a window at most 2 × 1,024 mappings of the process; code that nobody runs and windows that nobody uses
//!   are kept in bounded number.
//!
//! While a thread runs a machine, and afterwards, its GS base may be the address of a window. Nothing else in a process
//! uses it on x86-64 Linux.
#![cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", all(target_arch = "aarch64", feature = "clif"))
))]

#[cfg(target_arch = "x86_64")]
mod asm;
#[cfg(feature = "clif")]
mod clif;
#[cfg(target_arch = "x86_64")]
mod code;
mod compiled;
mod context;
#[cfg(target_arch = "x86_64")]
mod disk;
#[cfg(target_arch = "x86_64")]
mod engine;
mod instance;
#[cfg(target_arch = "x86_64")]
mod lower;
mod mapping;
mod pool;
mod reservation;
mod run;
mod signal;
mod window;

#[cfg(feature = "clif")]
pub use clif::{Clif, ClifError, ClifInstance, Optimise};
#[cfg(target_arch = "x86_64")]
pub use disk::CacheProblem;
#[cfg(target_arch = "x86_64")]
pub use engine::{Fixed, FixedError, FixedInstance, Settings};
pub use instance::CompiledInstance;
#[cfg(target_arch = "x86_64")]
pub use lower::Addressing;
pub use mapping::live_mappings;

/// The best engine of this host: [`Fixed`] where it exists.
#[cfg(target_arch = "x86_64")]
pub type Native = Fixed;
/// The best engine of this host.
#[cfg(not(target_arch = "x86_64"))]
pub type Native = Clif;
