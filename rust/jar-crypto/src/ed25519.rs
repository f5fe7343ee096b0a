//! Ed25519 (Gray Paper 0.7.2, 3.8.2), with the rules of ZIP 215.
//!
//! ZIP 215 says for every octet string whether it is a signature: s is below the group order; the key and R are points, in any
//! encoding that decompresses and of any order; the equation holds after multiplication by 8. So one signature more or less in
//! a batch changes nothing for the others, and all implementations agree.

use crate::Blake2b;
use core::convert::Infallible;
use ed25519_zebra::{Signature, SigningKey, VerificationKey, VerificationKeyBytes, batch};
use jar_codec::Output;
use jar_types::{Ed25519Public, Ed25519Signature};
use rand_core::{TryCryptoRng, TryRng};

/// A secret key.
pub struct Ed25519Secret(SigningKey);

impl Ed25519Secret {
    /// The key of a seed (RFC 8032).
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from(seed))
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> Ed25519Public {
        Ed25519Public(VerificationKeyBytes::from(&self.0).into())
    }

    /// The signature of a message; the same each time.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Ed25519Signature {
        Ed25519Signature(self.0.sign(message).to_bytes())
    }
}

impl core::fmt::Debug for Ed25519Secret {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(to, "Ed25519Secret({:?})", self.public())
    }
}

/// Whether `signature` is one of `message` under `key`.
#[must_use]
pub fn ed25519_verify(key: &Ed25519Public, message: &[u8], signature: &Ed25519Signature) -> bool {
    VerificationKey::try_from(key.0)
        .and_then(|key| key.verify(&Signature::from(signature.0), message))
        .is_ok()
}

/// A message with its signature.
#[derive(Clone, Copy, Debug)]
pub struct Ed25519Item<'a> {
    /// Who signed.
    pub key: Ed25519Public,
    /// What was signed.
    pub message: &'a [u8],
    /// The signature.
    pub signature: Ed25519Signature,
}

/// The answer of [`ed25519_verify`] for many at once, in less time.
///
/// If all are signatures, the sum that a batch checks is zero; if one is not, it is zero for one in 2^125 choices of its
/// coefficients, which are drawn from a hash of the whole batch. If it is not zero, each is verified for itself.
///
/// # Errors
/// The index of the first that is no signature.
pub fn ed25519_verify_batch(items: &[Ed25519Item<'_>]) -> Result<(), usize> {
    if items.is_empty() {
        return Ok(());
    }
    let mut batch = batch::Verifier::new();
    let mut seed = Blake2b::new();
    for Ed25519Item { key, message, signature } in items {
        seed.write(&key.0);
        seed.write(&signature.0);
        seed.write(&(message.len() as u64).to_le_bytes());
        seed.write(message);
        let bytes = VerificationKeyBytes::from(key.0);
        batch.queue((bytes, Signature::from(signature.0), *message));
    }
    if batch.verify(Coefficients { seed, drawn: 0 }).is_ok() {
        return Ok(());
    }
    let single = |item: &Ed25519Item<'_>| !ed25519_verify(&item.key, item.message, &item.signature);
    items.iter().position(single).map_or(Ok(()), Err)
}

/// Numbers that nobody knows before the batch is fixed: hashes of the batch and a counter.
struct Coefficients {
    seed: Blake2b,
    drawn: u64,
}

impl TryRng for Coefficients {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut octets = [0; 4];
        self.try_fill_bytes(&mut octets)?;
        Ok(u32::from_le_bytes(octets))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets)?;
        Ok(u64::from_le_bytes(octets))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        for chunk in octets.chunks_mut(32) {
            let mut state = self.seed.clone();
            state.write(&self.drawn.to_le_bytes());
            self.drawn = self.drawn.wrapping_add(1);
            chunk.iter_mut().zip(state.finish().0).for_each(|(to, octet)| *to = octet);
        }
        Ok(())
    }
}

impl TryCryptoRng for Coefficients {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_example_of_rfc_8032() {
        let hex = |text: &str| -> Vec<u8> {
            (0..text.len())
                .step_by(2)
                .map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap())
                .collect()
        };
        let seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let secret = Ed25519Secret::from_seed(seed.try_into().unwrap());
        let public = "0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(secret.public().to_string(), public);
        let signature = concat!(
            "0xe5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555",
            "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        );
        assert_eq!(secret.sign(b"").to_string(), signature);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn a_batch_says_what_single_verification_says(
            seeds in proptest::collection::vec(any::<([u8; 32], Vec<u8>)>(), 0..12),
            damage: Option<(prop::sample::Index, prop::sample::Index, u8)>,
        ) {
            let mut items: Vec<Ed25519Item<'_>> = seeds
                .iter()
                .map(|(seed, message)| {
                    let secret = Ed25519Secret::from_seed(*seed);
                    let (key, signature) = (secret.public(), secret.sign(message));
                    Ed25519Item { key, message, signature }
                })
                .collect();
            if let (Some((item, octet, change)), false) = (damage, items.is_empty()) {
                let index = item.index(items.len());
                items[index].signature.0[octet.index(64)] ^= change;
            }
            let first = items.iter().position(|item| {
                !ed25519_verify(&item.key, item.message, &item.signature)
            });
            prop_assert_eq!(ed25519_verify_batch(&items), first.map_or(Ok(()), Err));
        }
    }
}
