//! What is dear to compute and depends on its arguments alone, kept for the next time: nothing here changes a result.

use jar_crypto::{Ring, RingVerifier, VrfError, VrfInput, VrfVerifier, blake2b_of};
use jar_types::{BandersnatchPublic, Hash, RingCommitment};
use std::collections::HashMap;
use std::hash::Hash as Key;
use std::sync::{Arc, Mutex, PoisonError};

/// Rings by size, commitments by keys, verifiers by commitment, keys decompressed, points of contexts. Of bounded size; it belongs to
/// who imports blocks, and any number of threads and chains may use it.
#[derive(Debug, Default)]
pub struct Caches {
    rings: Recent<usize, Arc<Ring>, 2>,
    commitments: Recent<(usize, Hash), RingCommitment, 64>,
    verifiers: Recent<(usize, RingCommitment), Arc<RingVerifier>, 8>,
    keys: Recent<BandersnatchPublic, VrfVerifier, 4096>,
    inputs: Recent<Vec<u8>, VrfInput, 64>,
}

impl Caches {
    /// Empty ones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// For rings of `size` keys.
    ///
    /// # Errors
    /// More keys than a ring can have.
    pub fn ring(&self, size: usize) -> Result<Arc<Ring>, VrfError> {
        self.rings.get_or(size, || Ring::new(size).map(Arc::new))
    }

    /// 𝒪: commits to the keys in this order.
    ///
    /// # Errors
    /// More keys than a ring can have.
    pub fn commitment(&self, keys: &[BandersnatchPublic]) -> Result<RingCommitment, VrfError> {
        let size = keys.len();
        self.commitments.get_or((size, blake2b_of(keys)), || self.ring(size)?.commitment(keys))
    }

    /// What verifies signatures of the ring of `size` keys with this commitment.
    ///
    /// # Errors
    /// The commitment is none.
    pub fn verifier(
        &self,
        size: usize,
        commitment: &RingCommitment,
    ) -> Result<Arc<RingVerifier>, VrfError> {
        self.verifiers
            .get_or((size, *commitment), || self.ring(size)?.verifier(commitment).map(Arc::new))
    }

    /// What verifies signatures of the key.
    ///
    /// # Errors
    /// The key is no point.
    pub fn key(&self, key: &BandersnatchPublic) -> Result<VrfVerifier, VrfError> {
        self.keys.get_or(*key, || VrfVerifier::new(key))
    }

    /// The point of a context that many signatures have.
    ///
    /// # Errors
    /// None in practice: the context hashes to the point at infinity.
    pub fn input(&self, context: Vec<u8>) -> Result<VrfInput, VrfError> {
        let copy = context.clone();
        self.inputs.get_or(context, || VrfInput::new(&copy))
    }
}

/// At most 2 `BOUND` values, those used of late among them: a cache of what a function gives.
#[derive(Debug)]
pub struct Recent<K, V, const BOUND: usize>(Mutex<Generations<K, V>>);

/// When the young ones are as many as the bound, they are the old ones.
#[derive(Debug)]
struct Generations<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K, V, const BOUND: usize> Default for Recent<K, V, BOUND> {
    fn default() -> Self {
        Self(Mutex::new(Generations { young: HashMap::new(), old: HashMap::new() }))
    }
}

impl<K: Eq + Key, V: Clone, const BOUND: usize> Recent<K, V, BOUND> {
    /// The value of the key; what fails is not kept. Others are not kept waiting while it is made.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn get_or<E>(&self, key: K, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        let found = self.with(|all| match all.young.get(&key) {
            Some(value) => (Some(value.clone()), false),
            None => (all.old.remove(&key), true),
        });
        let value = match found {
            (Some(value), false) => return Ok(value),
            (Some(value), true) => value,
            (None, _) => make()?,
        };
        self.with(|all| {
            if all.young.len() >= BOUND {
                all.old = core::mem::take(&mut all.young);
            }
            all.young.insert(key, value.clone());
        });
        Ok(value)
    }

    fn with<T>(&self, then: impl FnOnce(&mut Generations<K, V>) -> T) -> T {
        then(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jar_crypto::BandersnatchSecret;

    #[test]
    fn what_is_used_stays_and_the_rest_goes() {
        let recent: Recent<u32, u32, 4> = Recent::default();
        let mut made = Vec::new();
        for key in (0..40).flat_map(|key| [0, key]) {
            let value = recent.get_or(key, || {
                made.push(key);
                Ok::<_, ()>(key + 1)
            });
            assert_eq!(value, Ok(key + 1));
            assert!(recent.with(|all| all.young.len() <= 4 && all.old.len() <= 4));
        }
        assert_eq!(made, Vec::from_iter(0..40), "0 was made once");
        assert_eq!(recent.get_or(1, || Err(())), Err(()), "1 went");
        assert_eq!(recent.get_or(1, || Ok::<_, ()>(7)), Ok(7), "and a failure is not kept");
    }

    #[test]
    fn what_is_kept_is_what_would_be_computed() {
        let caches = Caches::new();
        let keys: Vec<BandersnatchPublic> =
            (0..4u8).map(|seed| BandersnatchSecret::from_seed(&[seed]).public()).collect();
        let commitment = Ring::new(4).unwrap().commitment(&keys);
        assert_eq!(caches.commitment(&keys), commitment);
        assert_eq!(caches.commitment(&keys), commitment);
        let others: Vec<BandersnatchPublic> = keys.iter().rev().copied().collect();
        assert_ne!(caches.commitment(&others), commitment);
        assert!(caches.verifier(4, &commitment.unwrap()).is_ok());
        assert!(caches.verifier(4, &RingCommitment::default()).is_err());
        assert!(caches.ring(Ring::MAX_SIZE + 1).is_err());
        assert!(caches.key(&keys[0]).is_ok());
        assert!(caches.key(&BandersnatchPublic::default()).is_err());
    }
}
