//! Questions of sessions: a state that is loaded, blocks that are applied to it (`docs/wire.md`, The transition).

use super::{Ancestor, Refusal, rejection};
use jar_codec::{Encode, Output, encode, natural};
use jar_types::{Blob, Hash, Params, Slot, StateKey};
use std::collections::BTreeMap;

/// The octets that begin a session: the chain's numbers and the entries of a state.
pub fn load<V: AsRef<[u8]>>(params: &Params, entries: &BTreeMap<StateKey, V>) -> Vec<u8> {
    let mut octets = encode(params);
    natural::encode(entries.len() as u64, &mut octets);
    for (key, value) in entries {
        octets.write(&key.0);
        natural::encode(value.as_ref().len() as u64, &mut octets);
        octets.write(value.as_ref());
    }
    octets
}

/// The octets that apply a block to a session.
///
/// `parent` is the hash of the header that its state belongs to.
#[must_use]
pub fn apply(
    parent: &Hash,
    ancestors: Option<&[Ancestor]>,
    clock: Option<Slot>,
    block: &[u8],
) -> Vec<u8> {
    let mut octets = encode(parent);
    octets.push(u8::from(ancestors.is_some()));
    if let Some(ancestors) = ancestors {
        natural::encode(ancestors.len() as u64, &mut octets);
        ancestors.iter().for_each(|ancestor| ancestor.encode(&mut octets));
    }
    clock.encode(&mut octets);
    natural::encode(block.len() as u64, &mut octets);
    octets.extend(block);
    octets
}

/// What a session's answer says: the root of its state.
///
/// # Errors
/// The block is rejected, or octets are not what they should be.
pub fn applied(answer: &[u8]) -> Result<Hash, Refusal> {
    let damaged = |what: &str| Refusal::NoAnswer(format!("session: {what}"));
    match answer {
        [1, 1, root @ ..] => root.try_into().map(Hash).map_err(|_| damaged("no root")),
        [1, 0, rule @ ..] => Err(rejection(rule).ok_or_else(|| damaged("no rejection"))?.into()),
        [1, 2, kind, rest @ ..] => Err(Refusal::NoAnswer(malformed("block", *kind, rest))),
        [1, 3, kind, rest @ ..] => Err(Refusal::NoAnswer(malformed("state", *kind, rest))),
        [0, code, ..] => Err(damaged(&format!("no question, error {code}"))),
        _ => Err(damaged(&format!("{} octets", answer.len()))),
    }
}

/// Kind, offset and path of an error in words.
fn malformed(what: &str, kind: u8, rest: &[u8]) -> String {
    let (offset, path) = rest.split_first_chunk().unwrap_or((&[0; 8], &[]));
    let name = crate::KINDS.get(usize::from(kind)).copied().unwrap_or("unlisted");
    let (offset, path) = (u64::from_le_bytes(*offset), String::from_utf8_lossy(path));
    format!("{what}: {name} at {offset} in {path}")
}

/// The entries of a state, as a session gives them.
///
/// # Errors
/// They are none.
pub fn entries(octets: &[u8]) -> Result<BTreeMap<StateKey, Blob>, Refusal> {
    let entries: BTreeMap<[u8; 31], Blob> =
        jar_codec::decode(octets, &()).map_err(|error| Refusal::NoAnswer(error.to_string()))?;
    Ok(entries.into_iter().map(|(key, value)| (StateKey(key), value)).collect())
}
