//! An engine with a bug put in on purpose: the tester's own test subject.
//!
//! A wrapper around a sound engine that gets one class of instructions wrong by running a changed program. It lets supervisor,
//! minimiser and cards be tested without the specification and without touching the product's code.

use jar_diff_engines::{Capabilities, Engine};
use jar_diff_wire::{Case, Program};
use javm::Opcode;
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
    /// The engine panics on programs with this opcode.
    Panic(Opcode),
    /// The process aborts on programs with this opcode.
    Abort(Opcode),
    /// The engine never answers on programs with this opcode.
    Hang(Opcode),
}

impl FromStr for Bug {
    type Err = String;

    /// `swap:sub_64:add_64`, `panic:rot_l_64`, `abort:rot_l_64`, `hang:rot_l_64`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(':');
        let kind = parts.next().unwrap_or_default();
        let mut opcode = || {
            let name = parts.next().ok_or_else(|| format!("{text:?}: an opcode is missing"))?;
            Opcode::from_name(name).ok_or_else(|| format!("{text:?}: no opcode {name:?}"))
        };
        match kind {
            "swap" => Ok(Self::Swap { from: opcode()?, to: opcode()? }),
            "panic" => Ok(Self::Panic(opcode()?)),
            "abort" => Ok(Self::Abort(opcode()?)),
            "hang" => Ok(Self::Hang(opcode()?)),
            _ => Err(format!("{text:?}: expected swap:…, panic:…, abort:… or hang:…")),
        }
    }
}

/// Is the opcode in the program of the case? Raw programs only.
#[must_use]
pub fn contains(case: &Case, opcode: Opcode) -> bool {
    !places(case, opcode).is_empty()
}

/// Positions of an opcode in the case's program, as offsets into the blob; raw programs only.
fn places(case: &Case, opcode: Opcode) -> Vec<usize> {
    if case.program != Program::Raw {
        return Vec::new();
    }
    let (Ok(program), Ok(parts)) =
        (javm::Program::parse(&case.blob), javm::Parts::read(&case.blob))
    else {
        return Vec::new();
    };
    let tail = parts.code.len() + parts.bitmask.len();
    let start = case.blob.len() - tail;
    let positions = program.instruction_starts();
    let is_it = |pc: &u64| parts.code.get(*pc as usize) == Some(&opcode.byte());
    positions.filter(is_it).map(|pc| start + pc as usize).collect()
}

/// A sound engine with a bug in front.
pub struct Planted<E> {
    inner: E,
    bug: Bug,
}

impl<E: Engine> Planted<E> {
    /// Puts `bug` in front of `inner`.
    pub const fn new(inner: E, bug: Bug) -> Self {
        Self { inner, bug }
    }
}

impl<E: Engine> Engine for Planted<E> {
    fn name(&self) -> &'static str {
        "planted"
    }

    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    #[expect(clippy::panic, reason = "the bug that is planted")]
    fn observe(&mut self, case: &Case, bytes: &[u8], out: &mut Vec<u8>) {
        match self.bug {
            Bug::Swap { from, to } => {
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
            Bug::Panic(_) | Bug::Abort(_) | Bug::Hang(_) => {}
        }
        self.inner.observe(case, bytes, out);
    }
}
