//! A chain of states that stay with Lean between blocks (docs/wire.md, "The transition").

use crate::Oracle;
use crate::ffi::{Handle, Read};

/// A state of the specification, and the answer to the question that made it. A value: what a block makes of it is another session, and this
/// one may be used again, for a fork. Lives on the oracle's thread.
pub struct Session<'a> {
    handle: Handle<'a>,
}

impl Oracle {
    /// Begins a session with the parameters of a chain and the entries of a state. If they are not, the session's answer says so, and it has no state.
    #[must_use]
    pub fn session(&self, question: &[u8]) -> Session<'_> {
        Session { handle: self.lean.load(question) }
    }
}

impl<'a> Session<'a> {
    /// The session that a block makes of this one: with the posterior state, or with the same state if its answer says that there is none.
    #[must_use]
    pub fn apply(&self, question: &[u8]) -> Session<'a> {
        Session { handle: self.handle.apply(question) }
    }

    /// The answer to the question that made the session.
    pub fn answer(&self, out: &mut Vec<u8>) {
        self.handle.read(Read::Answer, out);
    }

    /// The root of the state, 32 octets; none if there is no state.
    pub fn root(&self, out: &mut Vec<u8>) {
        self.handle.read(Read::Root, out);
    }

    /// The entries of the state, ascending, as a value of the type `state_entries`; no octets if there is no state.
    pub fn entries(&self, out: &mut Vec<u8>) {
        self.handle.read(Read::Entries, out);
    }
}
