//! The fuzz protocol, version 1, with which a fuzzer drives an implementation of the chain, the *target*, over a Unix socket.
//! `docs/fuzz-protocol.md` says what our target does where the protocol leaves a choice.
//!
//! * [`Message`]: what is said; encoded with the codec of appendix C.
//! * [`Connection`]: frames, each a length of four octets (little-endian) and a message.
//! * [`Client`]: the fuzzer's side.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod client;
mod connection;
mod message;

pub use client::{Client, ClientError};
pub use connection::{Connection, FrameError, Limits};
pub use message::{
    AncestryItem, Features, Initialize, KeyValue, Message, MessageKind, PeerInfo, Text, Version,
};

/// The version of the protocol that this crate speaks.
pub const FUZZ_VERSION: u8 = 1;
