//! The codec of the Gray Paper 0.7.2, appendix C: 𝓔 as [`Encode`], its inverse as [`Decode`].
//!
//! Every octet string is the encoding of at most one value: [`decode`] takes the shortest naturals only, booleans and options of
//! 0 or 1, sets and dictionaries that ascend strictly, and nothing behind the value. What depends on the parameters of a chain,
//! such as the length of a sequence that has none written before it, comes from a *context*, an argument of every decoder.
//!
//! A decoder takes memory for a sequence only after it has seen that the octets which are left can hold it: memory is bounded
//! by a multiple of the input (the size of a value in memory over the fewest octets that encode it), whatever numbers it holds.
//! Types do not refer to themselves, so the depth of calls is that of the type. Errors name the path and the offset.
//!
//! ```
//! use jar_codec::{Decode, Encode, decode, encode};
//!
//! struct Params {
//!     validators: usize,
//! }
//!
//! #[derive(Debug, PartialEq, Encode, Decode)]
//! #[codec(context = Params)]
//! struct Votes {
//!     slot: u32,
//!     #[codec(natural)]
//!     core_index: u16,
//!     #[codec(length = context.validators)]
//!     votes: Vec<bool>,
//! }
//!
//! let params = Params { validators: 3 };
//! let votes = Votes { slot: 7, core_index: 300, votes: vec![true, false, true] };
//! let mut octets = encode(&votes);
//! assert_eq!(octets, [7, 0, 0, 0, 0x81, 0x2c, 1, 0, 1]);
//! assert_eq!(decode::<Votes, _>(&octets, &params).unwrap(), votes);
//! octets[7] = 2;
//! let error = decode::<Votes, _>(&octets, &params).unwrap_err();
//! assert_eq!(error.to_string(), "votes[1]: offset 7: expected the tag 0 or 1, found 2");
//! ```

#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod bits;
mod decode;
#[doc(hidden)]
pub mod derive;
mod encode;
mod error;
pub mod natural;
mod ordered;
mod primitives;
mod reader;
#[cfg(feature = "sample")]
pub mod sample;
mod sequences;

pub use bits::Bits;
pub use decode::{Decode, decode};
pub use encode::{Encode, Output, encode};
pub use error::{DecodeError, ErrorKind, Step};
#[cfg(feature = "derive")]
pub use jar_codec_derive::{Decode, Encode};
pub use natural::Natural;
pub use primitives::Constant;
pub use reader::Reader;
