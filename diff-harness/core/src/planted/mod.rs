//! An engine with a bug put in on purpose: the tester's own test subject.
//!
//! A wrapper around a sound engine that gets one class of instructions wrong by running a changed program. It lets supervisor,
//! minimiser and cards be tested without the specification and without touching the product's code.

mod machine;
mod question;

pub use machine::{Flaw, Flawed, FlawedMachine};
pub use question::{Slip, Slipping};

use crate::program::code_offset;
use jar_diff_engines::{Capabilities, Engine};
use jar_diff_wire::{Case, Program};
use javm::Opcode;
use javm::init::StandardProgram;
use std::str::FromStr;
use std::time::Duration;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// One opcode does what another of the same shape does.
    Swap {
        /// The opcode in the program.
        from: Opcode,
        /// What is done instead.
        to: Opcode,
    },
    /// The same, but only where the last case that it ran had the same program.
    Again {
        /// The opcode in the program.
        from: Opcode,
        /// What is done instead.
        to: Opcode,
    },
    /// The engine panics on programs with this opcode.
    Panic(Opcode),
    /// The process aborts on programs with this opcode.
    Abort(Opcode),
    /// The engine never answers on programs with this opcode.
    Hang(Opcode),
    /// The same, and the processor is busy, as in an endless loop of compiled code.
    Spin(Opcode),
}

impl FromStr for Bug {
    type Err = String;

    /// `swap:sub_64:add_64`, `again:sub_64:add_64`, `panic:rot_l_64`, `abort:rot_l_64`, `hang:rot_l_64`, `spin:rot_l_64`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(':');
        let kind = parts.next().unwrap_or_default();
        let mut opcode = || {
            let name = parts.next().ok_or_else(|| format!("{text:?}: an opcode is missing"))?;
            Opcode::from_name(name).ok_or_else(|| format!("{text:?}: no opcode {name:?}"))
        };
        match kind {
            "swap" => Ok(Self::Swap { from: opcode()?, to: opcode()? }),
            "again" => Ok(Self::Again { from: opcode()?, to: opcode()? }),
            "panic" => Ok(Self::Panic(opcode()?)),
            "abort" => Ok(Self::Abort(opcode()?)),
            "hang" => Ok(Self::Hang(opcode()?)),
            "spin" => Ok(Self::Spin(opcode()?)),
            _ => Err(format!(
                "{text:?}: expected swap:…, again:…, panic:…, abort:…, hang:… or spin:…"
            )),
        }
    }
}

/// Is the opcode in the program of the case?
#[must_use]
pub fn contains(case: &Case, opcode: Opcode) -> bool {
    !places(case, opcode).is_empty()
}

/// Positions of an opcode in the case's program, as offsets into the blob. Both kinds of blobs end with code and bitmask.
fn places(case: &Case, opcode: Opcode) -> Vec<usize> {
    let blob = match case.program {
        Program::Raw => case.blob.as_slice(),
        Program::Standard { .. } => {
            StandardProgram::parse(&case.blob).map_or(&[][..], |program| program.code)
        }
    };
    let (Ok(program), Some(start)) = (javm::Program::parse(blob), code_offset(blob)) else {
        return Vec::new();
    };
    let start = start + case.blob.len() - blob.len();
    let positions = program.instruction_starts();
    let is_it = |pc: &u64| program.code().get(*pc as usize) == Some(&opcode.byte());
    positions.filter(is_it).map(|pc| start + pc as usize).collect()
}

/// A sound engine with a bug in front.
pub struct Planted<E> {
    inner: E,
    bug: Bug,
    /// The program of the last case.
    last: Vec<u8>,
}

impl<E: Engine> Planted<E> {
    /// Puts `bug` in front of `inner`.
    pub const fn new(inner: E, bug: Bug) -> Self {
        Self { inner, bug, last: Vec::new() }
    }
}

impl<E: Engine> Engine for Planted<E> {
    fn name(&self) -> &'static str {
        "planted"
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    fn forget(&mut self) {
        self.last.clear();
        self.inner.forget();
    }

    #[expect(clippy::panic, reason = "the bug that is planted")]
    fn observe(&mut self, case: &Case, bytes: &[u8], out: &mut Vec<u8>) {
        let again = self.last == case.blob;
        self.last.clone_from(&case.blob);
        match self.bug {
            Bug::Again { .. } if !again => {}
            Bug::Swap { from, to } | Bug::Again { from, to } => {
                let mut changed = case.clone();
                for place in places(case, from) {
                    if let Some(octet) = changed.blob.get_mut(place) {
                        *octet = to.byte();
                    }
                }
                let bytes = changed.encode().unwrap_or_default();
                self.inner.observe(&changed, &bytes, out);
                return;
            }
            Bug::Panic(opcode) if contains(case, opcode) => panic!("planted"),
            Bug::Abort(opcode) if contains(case, opcode) => std::process::abort(),
            Bug::Hang(opcode) if contains(case, opcode) => loop {
                std::thread::sleep(Duration::from_secs(60));
            },
            Bug::Spin(opcode) if contains(case, opcode) => loop {
                std::hint::spin_loop();
            },
            Bug::Panic(_) | Bug::Abort(_) | Bug::Hang(_) | Bug::Spin(_) => {}
        }
        self.inner.observe(case, bytes, out);
    }
}
