//! Who may seal which slot of an epoch (Gray Paper 0.7.2, 6.5).

use jar_crypto::blake2b_each;
use jar_types::{BandersnatchPublic, Hash, Params, Ticket, ValidatorSet};

/// Z: the first ticket, the last, the second, the last but one, and so on (6.25).
#[must_use]
pub fn outside_in(tickets: &[Ticket]) -> Vec<Ticket> {
    let mut rest = tickets.iter();
    let mut first = false;
    let next = || {
        first = !first;
        if first { rest.next() } else { rest.next_back() }
    };
    core::iter::from_fn(next).copied().collect()
}

/// F: for each slot of an epoch the key of a validator, drawn by a hash of the randomness and the slot (6.26).
#[must_use]
pub fn fallback_keys(
    params: &Params,
    randomness: &Hash,
    validators: &ValidatorSet,
) -> Vec<BandersnatchPublic> {
    let input = |slot: u32| {
        let mut input = [0; Hash::SIZE + 4];
        let (start, end) = input.split_at_mut(Hash::SIZE);
        start.copy_from_slice(&randomness.0);
        end.copy_from_slice(&slot.to_le_bytes());
        input
    };
    let inputs: Vec<[u8; Hash::SIZE + 4]> = (0..params.epoch_length).map(input).collect();
    let mut hashes = Vec::with_capacity(inputs.len());
    blake2b_each(&inputs, &mut hashes);
    let key = |hash: Hash| {
        let [a, b, c, d, ..] = hash.0;
        let drawn = u32::from_le_bytes([a, b, c, d]) as usize;
        let index = drawn.checked_rem(validators.0.len())?;
        validators.0.get(index).map(|keys| keys.bandersnatch)
    };
    hashes.into_iter().map(|hash| key(hash).unwrap_or_default()).collect()
}
