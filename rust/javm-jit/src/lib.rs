//! Compiled execution of programs of [`javm`] on Linux: the engine [`Fixed`] on x86-64, and with the feature `clif` the engine
//! `Clif` on x86-64 and aarch64. [`Native`] is the best one of a host.
//!
//! `Fixed`: one pass over the octets of a program ([`javm::Program::encoded`]) writes host code. The 13 guest registers live in 13 host
//! registers, RDX is scratch, the last one holds the gas or the address of guest memory ([`Addressing`]). Guest memory is a
//! window of 4 GiB of addresses, in which page protection does what the specification's rights demand; no access is checked
//! by an instruction.
//!
//! A small program is compiled whole before it starts; a large one ([`Settings::lazy_above`]) region by region, each when it
//! is entered for the first time, and [`Fixed::compile`] compiles all of it. Jumps to other regions go through slots, indirect
//! jumps through a table; both hold an address from the first use on. Code is kept in memory, by the digest of the program,
//! and on request ([`Settings::cache_directory`]) in files.
//!
//! # Exactness
//! * Compiled code pays for a basic block at its start, in both gas models. If the gas does not cover the block, the
//!   interpreter goes on from its start, so the state at "out of gas" is that of the specification. In the model that pays
//!   for single instructions, what is paid for but not yet used is given back whenever compiled code is left.
//! * What is rare leaves compiled code before it has changed anything, and the interpreter does that one instruction on the
//!   same memory: faulting accesses, first accesses to a page, `trap`, `sbrk`, static jumps to nowhere, and indirect jumps
//!   that halt, panic, find a table without octets or use an entry for the first time.
//! * A step limit is a limit of the same kind as the gas: the interpreter does the steps in the block where it ends.
//! * A machine is interpreted altogether if its program has more than some 14 million instructions or 2^24 jump table entries,
//!   or if its memory would cost the process too many mappings ([`CompiledInstance::is_compiled`]).
//!
//! # Clif
//! Cranelift's code generator over *regions* of some thousand instructions, each a function that is compiled when it is
//! entered for the first time, in place or on another thread. It is slower to compile by orders of magnitude, and a second
//! opinion: nothing of the lowering is shared. Guest registers and the gas are values within a region, and in the context
//! between regions. What is said above holds for it too, with these differences:
//! * No instruction but `trap` and `sbrk` is left to the interpreter for being rare.
//! * The code generator does not tell where it keeps registers at an access. So a block writes those that changed to the
//!   context before its first access, and when one faults, the interpreter does the instructions from there to the access
//!   again, for the registers only: stores are left out, and a load whose place may have been overwritten since is answered
//!   from a log that the code has written.
//! * Compiled code is entered where regions start, at heads of loops, at targets of the jump table and behind host calls; from
//!   elsewhere the interpreter goes on to the next such place or to the end of the block.
//! * A region that Cranelift refuses, or whose code takes more than 256 octets an instruction, is interpreted. A program
//!   above a stated weight is handed over to `Fixed`, or interpreted where that does not exist (`Clif::MOST`).
//! * On processors on which an unaligned store across the border of two pages may be half done when the second one faults,
//!   which aarch64 allows, such a store can leave its first octets in memory.
//!
//! # Threat model
//! The program, its registers, its memory and the gas are the attacker's; the host, its other threads and the processor are
//! trusted. Side channels through timing and speculation are out of scope. `tests/containment.rs` attacks each sentence, with
//! `adversarial.rs` for resources, `cache.rs` for files and `soak.rs` for what many starts leave behind:
//! * *Guest code reaches nothing but its window.* Addresses are computed in 32 bits and added to the window's base; behind
//!   the window lies a guard longer than any access. Jumps go to code of the same program only: static ones to blocks,
//!   indirect ones through a table of blocks whose bound is checked. Slots and table lie in pages of their own, which hold
//!   nothing but addresses of such blocks and of stubs.
//! * *No page is ever writable and executable.* Code is written before it is made executable, also while other threads run
//!   other regions of the program; a mapping that is used again is made writable only when no machine has its code any more.
//! * *Guest registers never hold host addresses.* Those are in RDX, R15, RSP and GS, none of which a guest register lives in,
//!   and in the page below the window. Of `Clif` they are values of their own, from which no guest register is computed.
//! * *A machine sees nothing of the ones before it.* Pages of a window that is used again hold the first content of the new
//!   machine's memory, or are inaccessible.
//! * *Faults of others are theirs.* The signal handler takes a fault only if the thread runs a machine, the instruction is
//!   in that machine's code and the address in its window. Everything else goes to the handler that was installed before.
//!   A handler that others install later must hand on in the same way, or an engine must be made after it: that puts ours
//!   in front again.
//! * *Resources are bounded.* Compiled code and its tables take at most 128 octets per instruction, 8 per jump table entry and
//!   8 KiB, and cut in regions 24 per instruction and 8 KiB per region more, in time linear in all of these; an instruction has
//!   at least one octet. A window takes at most 2 × 1,024 mappings of the process; code that nobody runs, windows that
//!   nobody uses and files are kept in bounded number and size. Of `Clif`, compiled code takes at most 256 octets per instruction
//!   and two pages per region.
//! * *A file is what this version wrote for this program, or it is not used.* The digest over all of it, the key in it, owner
//!   and rights of file and directory are checked before anything of it runs, and it is copied, so that later changes do not
//!   matter. What fails is reported ([`Fixed::cache_problems`]), compiled anew and replaced. Who may write files as the
//!   owner of the directory is trusted: the digest finds damage, it is no signature.
//!
//! While a thread runs a machine, and afterwards, its GS base may be the address of a window. Nothing else in a process
//! uses it on x86-64 Linux.
#![cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", all(target_arch = "aarch64", feature = "clif"))
))]

#[cfg(target_arch = "x86_64")]
mod arenas;
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
