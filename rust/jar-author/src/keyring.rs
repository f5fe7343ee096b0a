//! Validators with their secrets.

use jar_crypto::{BandersnatchSecret, Ed25519Secret, blake2b};
use jar_types::{
    BandersnatchPublic, BlsPublic, Ed25519Public, Hash, Metadata, ValidatorKeys, ValidatorSet,
};
use std::collections::HashMap;

/// The secrets of a validator, and the keys that they are the secrets of.
#[derive(Debug)]
pub struct Secrets {
    /// Seals blocks, signs tickets.
    pub bandersnatch: BandersnatchSecret,
    /// Signs everything else.
    pub ed25519: Ed25519Secret,
    /// The keys. Nothing is signed with the BLS key, which is zeros.
    pub keys: ValidatorKeys,
}

impl Secrets {
    /// The secrets of a seed, as test networks derive them (JIP-5).
    #[must_use]
    pub fn of_seed(seed: &[u8; 32]) -> Self {
        let secret = |name: &[u8]| blake2b(&[name, &seed[..]].concat());
        let ed25519 = Ed25519Secret::from_seed(secret(b"jam_val_key_ed25519").0);
        let Hash(bandersnatch) = secret(b"jam_val_key_bandersnatch");
        let bandersnatch = BandersnatchSecret::from_seed(&bandersnatch);
        let keys = ValidatorKeys {
            bandersnatch: bandersnatch.public(),
            ed25519: ed25519.public(),
            bls: BlsPublic::default(),
            metadata: Metadata::default(),
        };
        Self { bandersnatch, ed25519, keys }
    }
}

/// Validators, found by each of their keys.
#[derive(Debug, Default)]
pub struct Keyring {
    secrets: Vec<Secrets>,
    bandersnatch: HashMap<BandersnatchPublic, usize>,
    ed25519: HashMap<Ed25519Public, usize>,
}

impl Keyring {
    /// So many validators of test networks: number i has the seed of eight times i, little-endian in four octets (JIP-5).
    #[must_use]
    pub fn trivial(count: u32) -> Self {
        let seed = |index: u32| {
            let mut seed = [0; 32];
            let (words, _) = seed.as_chunks_mut::<4>();
            words.fill(index.to_le_bytes());
            seed
        };
        (0..count).map(|index| Secrets::of_seed(&seed(index))).collect()
    }

    /// So many validators of a seed.
    #[must_use]
    pub fn generate(seed: u64, count: u32) -> Self {
        let seed =
            |index: u32| blake2b(&[&seed.to_le_bytes()[..], &index.to_le_bytes()].concat()).0;
        (0..count).map(|index| Secrets::of_seed(&seed(index))).collect()
    }

    /// All of them.
    #[must_use]
    pub fn secrets(&self) -> &[Secrets] {
        &self.secrets
    }

    /// `count` of them from number `first` on, as validators of an epoch; after the last comes the first again.
    #[must_use]
    pub fn set(&self, first: usize, count: usize) -> ValidatorSet {
        let all = self.secrets.iter().cycle().skip(first).take(count);
        ValidatorSet(all.map(|secrets| secrets.keys).collect())
    }

    /// The secrets of the validator with this Bandersnatch key.
    #[must_use]
    pub fn of_bandersnatch(&self, key: &BandersnatchPublic) -> Option<&Secrets> {
        self.secrets.get(*self.bandersnatch.get(key)?)
    }

    /// The secrets of the validator with this Ed25519 key.
    #[must_use]
    pub fn of_ed25519(&self, key: &Ed25519Public) -> Option<&Secrets> {
        self.secrets.get(*self.ed25519.get(key)?)
    }
}

impl FromIterator<Secrets> for Keyring {
    fn from_iter<I: IntoIterator<Item = Secrets>>(all: I) -> Self {
        let mut ring = Self::default();
        for secrets in all {
            let index = ring.secrets.len();
            ring.bandersnatch.insert(secrets.keys.bandersnatch, index);
            ring.ed25519.insert(secrets.keys.ed25519, index);
            ring.secrets.push(secrets);
        }
        ring
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trivial_seeds_have_the_keys_of_test_networks() {
        let ring = Keyring::trivial(2);
        let [first, second] = ring.secrets() else { unreachable!() };
        assert_eq!(
            first.keys.ed25519.to_string(),
            "0x4418fb8c85bb3985394a8c2756d3643457ce614546202a2f50b093d762499ace"
        );
        assert_eq!(
            first.keys.bandersnatch.to_string(),
            "0xff71c6c03ff88adb5ed52c9681de1629a54e702fc14729f6b50d2f0a76f185b3"
        );
        assert!(ring.of_ed25519(&second.keys.ed25519).is_some_and(|of| of.keys == second.keys));
        let of = ring.of_bandersnatch(&second.keys.bandersnatch);
        assert!(of.is_some_and(|of| of.keys == second.keys));
        assert_eq!(ring.set(1, 3).0, [second.keys, first.keys, second.keys]);
    }
}
