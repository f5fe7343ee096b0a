//! Hashes, keys and signatures: octets of fixed length (Gray Paper 0.7.2, 3.8, appendix G).

use alloc::vec::Vec;
use core::fmt;
use jar_codec::{Decode, DecodeError, Encode, Output, Reader};

macro_rules! octets {
    ($($(#[$doc:meta])* $name:ident: $size:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $size]);

        impl $name {
            /// How many octets.
            pub const SIZE: usize = $size;
        }

        impl Default for $name {
            /// Zeros.
            fn default() -> Self {
                Self([0; $size])
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<[u8; $size]> for $name {
            fn from(octets: [u8; $size]) -> Self {
                Self(octets)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, to)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex(&self.0, to)
            }
        }

        impl Encode for $name {
            #[inline]
            fn size(&self) -> usize {
                $size
            }

            #[inline]
            fn encode(&self, to: &mut impl Output) {
                to.write(&self.0);
            }
        }

        impl<'a, C: ?Sized> Decode<'a, C> for $name {
            const MIN_SIZE: usize = $size;

            #[inline]
            fn decode(input: &mut Reader<'a>, _: &C) -> Result<Self, DecodeError> {
                input.array().copied().map(Self)
            }

            #[inline]
            fn decode_all(
                input: &mut Reader<'a>,
                context: &C,
                count: usize,
            ) -> Result<Vec<Self>, DecodeError> {
                let all = <[u8; $size] as Decode<'a, C>>::decode_all(input, context, count)?;
                // In place: the elements are the same octets.
                Ok(all.into_iter().map(Self).collect())
            }
        }

        #[cfg(feature = "sample")]
        impl<C: ?Sized> jar_codec::sample::Sample<C> for $name {
            fn sample(source: &mut jar_codec::sample::Source, context: &C) -> Self {
                Self(jar_codec::sample::Sample::sample(source, context))
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                crate::json::octets(&self.0, to)
            }
        }
    )*};
}

octets! {
    /// ℍ: the output of a hash function.
    Hash: 32;
    /// A Bandersnatch public key (appendix G).
    BandersnatchPublic: 32;
    /// An Ed25519 public key.
    Ed25519Public: 32;
    /// A BLS public key, on both groups of BLS12-381.
    BlsPublic: 144;
    /// An Ed25519 signature.
    Ed25519Signature: 64;
    /// A Bandersnatch signature that yields a random hash.
    VrfSignature: 96;
    /// A Bandersnatch signature of some member of a ring that yields a random hash.
    RingVrfSignature: 784;
    /// Commits to the keys of a ring.
    RingCommitment: 144;
    /// What a validator says of itself.
    Metadata: 128;
    /// The message of a transfer.
    Memo: 128;
}

/// `0x` and two digits for each octet.
pub(crate) fn hex(octets: &[u8], to: &mut fmt::Formatter<'_>) -> fmt::Result {
    to.write_str("0x")?;
    octets.iter().try_for_each(|octet| write!(to, "{octet:02x}"))
}
