//! Makes valid blocks of Gray Paper 0.7.2: what a validator signs, with keys that come from seeds.
//!
//! * [`Keyring`]: validators with their secrets.
//! * [`genesis`]: a first state for them.
//! * [`Author`] plans a slot on a parent ([`Plan`]: who seals, what rotates, which tickets are worth anything) and seals a block
//!   with any extrinsic. A header that was changed on purpose is sealed as well: so a block can break one rule alone.
//! * Statements of validators on what others want to know: [`Keyring::assurance`], [`Keyring::guarantee`], [`Keyring::verdict`],
//!   [`Keyring::culprit`], [`Keyring::fault`].
//! * [`Generator`]: valid blocks at random, with a bit of everything.
//!
//! The same seed makes the same block, but for the proofs of tickets, which are blinded by random numbers unless the feature
//! `repeatable` is on. Nothing else here is random.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod author;
mod contest;
mod generator;
mod genesis;
mod keyring;
mod plan;
mod statements;

pub use author::{Author, AuthorError};
pub use contest::{Contest, Entry};
pub use generator::{Generator, Rates};
pub use genesis::{Genesis, genesis, genesis_header};
pub use keyring::{Keyring, Secrets};
pub use plan::{Parent, Plan};
