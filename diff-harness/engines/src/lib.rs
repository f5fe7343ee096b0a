//! What the differential tester sees of a machine: cases in, observations out.
//!
//! [`Javm`] is every engine of `javm` seen that way; it plays the host of a case once for all of them. The specification's adapter implements
//! the same [`Engine`] in the crate that links Lean, so that this crate builds without.
#![forbid(unsafe_code)]
#![deny(clippy::arithmetic_side_effects)]

mod host;
mod machine;
mod normal;
mod renewable;
mod switch;

pub use machine::{GROWTH_MAX, Javm};
pub use normal::{normalise, spelt_out};
pub use renewable::Renewable;
pub use switch::{SWITCH, Start, Switch};

use jar_diff_wire::{Case, MalformedCase};

/// What an engine can do beyond running to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// It stops exactly after the step limit of a case. Otherwise cases with a limit are not for it.
    pub steps: bool,
}

/// What an engine can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Cases of the machine.
    Machine,
    /// Questions to the protocol's codec and functions: octets that are no case, for [`Engine::observe_bytes`].
    Protocol,
}

/// An implementation of the machine or of the protocol's functions, as the tester sees it.
pub trait Engine {
    /// A short name for reports, unique among the engines of a run.
    fn name(&self) -> &'static str;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Does it answer what is asked so?
    fn answers(&self, ask: Ask) -> bool {
        ask == Ask::Machine
    }

    /// Is this case of a campaign for it? An engine that is too slow for every case takes a share, by a hash of the octets.
    fn takes(&self, _bytes: &[u8]) -> bool {
        true
    }

    /// Drops everything that it keeps from case to case (machines, compiled programs, pools), so that the next case runs as the
    /// first one does. By default it keeps nothing.
    fn forget(&mut self) {}

    /// What the answers since the last time met, as places in a table of coverage with their counts. By default nothing.
    fn met(&mut self) -> Vec<((u8, u8, u8), u64)> {
        Vec::new()
    }

    /// Runs a case (`docs/wire.md`, "Running a case"): `out` becomes the octets of the outcome. `bytes` are the octets of `case`.
    ///
    /// An engine that lacks a resource (memory for code, say, or for a heap above [`GROWTH_MAX`]) leaves `out` empty, which is no outcome.
    fn observe(&mut self, case: &Case, bytes: &[u8], out: &mut Vec<u8>);

    /// Answers octets that may not be a case: `out` becomes the octets of the outcome.
    fn observe_bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match Case::decode(bytes) {
            Ok(case) => self.observe(&case, bytes, out),
            Err(error) => {
                out.clear();
                MalformedCase::from(&error).encode_into(out);
            }
        }
    }
}
