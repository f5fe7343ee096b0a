//! Host calls (Gray Paper 0.7.2, appendix B): their numbers and gas in one table, the results, and one module per group.
//!
//! A host call gives φ₇ or stops the machine. Whatever has an effect has it only after everything that can stop the machine.

mod fetch;
mod general;
mod guest;
mod inner;
mod preimages;
mod privileges;
mod refine;
mod services;

pub(crate) use fetch::Sources;
pub(crate) use general::{Seen, info, log, lookup, read, write};
pub(crate) use guest::Guest;
pub(crate) use inner::Inners;
pub use inner::end;
pub(crate) use preimages::{commit, forget, provide, query, solicit};
pub(crate) use privileges::{assign, bless, designate};
pub(crate) use refine::{export, historical_lookup};
pub(crate) use services::{checkpoint, eject, new, transfer, upgrade};

use jar_types::Gas;

/// B.1: results of host calls.
pub mod result {
    /// An item does not exist.
    pub const NONE: u64 = u64::MAX;
    /// Name unknown.
    pub const WHAT: u64 = u64::MAX - 1;
    /// An address of an inner machine is not accessible.
    pub const OOB: u64 = u64::MAX - 2;
    /// Index unknown.
    pub const WHO: u64 = u64::MAX - 3;
    /// Storage full, or resource already allocated.
    pub const FULL: u64 = u64::MAX - 4;
    /// Core unknown.
    pub const CORE: u64 = u64::MAX - 5;
    /// Insufficient funds.
    pub const CASH: u64 = u64::MAX - 6;
    /// Gas limit too low.
    pub const LOW: u64 = u64::MAX - 7;
    /// Already solicited, cannot be forgotten, or not privileged.
    pub const HUH: u64 = u64::MAX - 8;
    /// Success.
    pub const OK: u64 = 0;
}

/// Why a host call stops the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// ☇
    Panic,
    /// ∞
    OutOfGas,
}

/// What answers the host calls of a machine (F of B.2 to B.4).
pub(crate) trait HostCalls {
    /// Answers the host call with this number.
    fn call(&mut self, number: u64, guest: &mut Guest<'_>) -> Result<(), Stop>;
}

/// Defines [`Call`] and the table of the paper.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident = $number:literal,)*) => {
        /// A host call.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Call {
            $($(#[$doc])* $name,)*
        }

        impl Call {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }

        impl CallTable {
            /// The numbers of Gray Paper 0.7.2; 10 gas each.
            pub const JAM: Self = Self { numbers: &[$(($number, Call::$name)),*], gas: 10 };
        }
    };
}

/// Which number is which host call, and what each costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallTable {
    /// Numbers, ascending.
    pub numbers: &'static [(u64, Call)],
    /// Gas of each call, known or not. `transfer` costs more.
    pub gas: Gas,
}

calls! {
    /// How much gas is left.
    Gas = 0,
    /// Reads what the invocation is about.
    Fetch = 1,
    /// Reads a preimage.
    Lookup = 2,
    /// Reads storage.
    Read = 3,
    /// Writes storage.
    Write = 4,
    /// Reads the fixed part of an account.
    Info = 5,
    /// Reads a preimage as it was in the slot of the lookup anchor.
    HistoricalLookup = 6,
    /// Exports a segment.
    Export = 7,
    /// Makes an inner machine.
    Machine = 8,
    /// Reads memory of an inner machine.
    Peek = 9,
    /// Writes memory of an inner machine.
    Poke = 10,
    /// Sets the rights of pages of an inner machine.
    Pages = 11,
    /// Runs an inner machine.
    Invoke = 12,
    /// Removes an inner machine.
    Expunge = 13,
    /// Gives privileges.
    Bless = 14,
    /// Sets the authorizer queue of a core.
    Assign = 15,
    /// Sets the validators after the next.
    Designate = 16,
    /// Keeps the state so far should the invocation fail.
    Checkpoint = 17,
    /// Makes an account.
    New = 18,
    /// Changes the service's code.
    Upgrade = 19,
    /// Sends balance and a message.
    Transfer = 20,
    /// Removes an account.
    Eject = 21,
    /// Reads the history of a preimage.
    Query = 22,
    /// Asks for a preimage.
    Solicit = 23,
    /// Gives up a preimage.
    Forget = 24,
    /// Sets the commitment of the accumulation.
    Yield = 25,
    /// Provides a preimage.
    Provide = 26,
    /// Gives a message to whoever runs the node (JIP-1): to the program as any unknown number.
    Log = 100,
}

impl CallTable {
    /// The host call with a number.
    #[must_use]
    pub fn find(&self, number: u64) -> Option<Call> {
        let place = self.numbers.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.numbers.get(place).map(|(_, call)| *call)
    }

    /// The number of a host call.
    #[must_use]
    pub fn number(&self, call: Call) -> Option<u64> {
        self.numbers.iter().find(|(_, known)| *known == call).map(|(number, _)| *number)
    }
}

#[cfg(test)]
mod tests;
