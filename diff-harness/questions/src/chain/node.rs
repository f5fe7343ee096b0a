//! Who imports blocks, and what is asked of it.

use super::{ChainAnswer, ChainQuestion, Step};
use crate::codec::refusal;
use jar_codec::{DecodeError, decode};
use jar_crypto::blake2b_of;
use jar_types::{
    AccumulatedQueue, AccumulationOutput, AuthPools, AuthQueues, AvailabilityAssignments, Blob,
    Block, DisputesRecords, EntropyPool, Hash, Params, Privileges, ReadyQueue, RecentHistory,
    SafroleState, ServiceInfo, Slot, StateKey, Statistics, ValidatorSet,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Imports blocks, each on any state that it has.
pub trait Node {
    /// Begins. Gives the root of the state.
    ///
    /// # Errors
    /// The entries are no state, or nobody answers.
    fn start(&mut self, params: &Params, question: &ChainQuestion) -> Result<Hash, String>;

    /// Imports a block whose parent is there; `block` is what the octets are. Imported again, it gives what it gave.
    fn import(&mut self, octets: &[u8], block: &Block<&[u8]>) -> Step;

    /// The entries after an imported block.
    fn entries(&mut self, header: &Hash) -> Option<BTreeMap<StateKey, Blob>>;

    /// Their root, computed anew.
    fn root(&mut self, header: &Hash) -> Option<Hash>;

    /// Whether it says why it does not import.
    fn tells(&self) -> bool {
        true
    }

    /// What it says of octets that are no block.
    fn malformed(&mut self, _octets: &[u8], error: &DecodeError) -> Step {
        let (kind, offset, path) = refusal(error);
        Step::Malformed { kind, offset, path }
    }

    /// What it says of a block whose parent is not there.
    fn orphan(&mut self, _octets: &[u8]) -> Step {
        Step::Orphan
    }
}

/// Puts a question to a node. Octets that are no question have no answer.
pub fn answer(node: &mut dyn Node, request: &[u8], out: &mut Vec<u8>) {
    let Some((params, question)) = ChainQuestion::read(request) else {
        out.extend([0, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
        return;
    };
    out.push(1);
    let answer = chain(node, &params, &question);
    // A vector takes everything, and the types have no maps without names: nothing fails.
    let _ = serde_json::to_writer(out, &answer);
}

fn chain(node: &mut dyn Node, params: &Params, question: &ChainQuestion) -> ChainAnswer {
    let start = node.start(params, question).map(|root| root.to_string());
    let mut answer = ChainAnswer { start, steps: Vec::new(), last: None, entries: None };
    if answer.start.is_err() {
        return answer;
    }
    let mut there = BTreeSet::from([blake2b_of(&question.header)]);
    let mut last = None;
    for octets in &question.blocks {
        let block: Result<Block<&[u8]>, _> = decode(octets, params);
        let step = match &block {
            Err(error) => node.malformed(octets, error),
            Ok(block) if !there.contains(&block.header.parent) => node.orphan(octets),
            Ok(block) => node.import(octets, block),
        };
        if let (Step::Imported { .. }, Ok(block)) = (&step, &block) {
            let header = blake2b_of(&block.header);
            there.insert(header);
            last = Some(header);
        }
        answer.steps.push(
            if node.tells() || matches!(step, Step::Imported { .. } | Step::Lost { .. }) {
                step
            } else {
                Step::Refused
            },
        );
    }
    if let Some(header) = last {
        answer.last = node.root(&header).map(|root| root.to_string());
        if question.blocks.len() == 1 {
            answer.entries = node.entries(&header).map(|entries| show(&entries, params));
        }
    }
    answer
}

/// A state for people: components by their names, all else by its keys.
fn show(
    entries: &BTreeMap<StateKey, Blob>,
    params: &Params,
) -> BTreeMap<String, serde_json::Value> {
    entries.iter().map(|(key, value)| entry(key, value, params)).collect()
}

fn entry(key: &StateKey, value: &[u8], params: &Params) -> (String, serde_json::Value) {
    let number = key.0.first().copied().unwrap_or_default();
    let raw = || serde_json::Value::String(crate::codec::hex(value));
    if *key == StateKey::component(number)
        && let Some((name, value)) = component(number, value, params)
    {
        return (name.to_owned(), value.unwrap_or_else(raw));
    }
    let info = match key.kind() {
        jar_types::KeyKind::Service(service) => {
            typed::<ServiceInfo>(value, params).map(|info| (format!("service {service}"), info))
        }
        _ => None,
    };
    info.unwrap_or_else(|| (key.to_string(), raw()))
}

fn typed<T: for<'a> jar_codec::Decode<'a, Params> + Serialize>(
    value: &[u8],
    params: &Params,
) -> Option<serde_json::Value> {
    serde_json::to_value(decode::<T, _>(value, params).ok()?).ok()
}

/// Name and value of C(i).
fn component(
    number: u8,
    value: &[u8],
    params: &Params,
) -> Option<(&'static str, Option<serde_json::Value>)> {
    Some(match number {
        1 => ("auth_pools", typed::<AuthPools>(value, params)),
        2 => ("auth_queues", typed::<AuthQueues>(value, params)),
        3 => ("recent", typed::<RecentHistory>(value, params)),
        4 => ("safrole", typed::<SafroleState>(value, params)),
        5 => ("disputes", typed::<DisputesRecords>(value, params)),
        6 => ("entropy", typed::<EntropyPool>(value, params)),
        7 => ("staging_validators", typed::<ValidatorSet>(value, params)),
        8 => ("active_validators", typed::<ValidatorSet>(value, params)),
        9 => ("previous_validators", typed::<ValidatorSet>(value, params)),
        10 => ("assignments", typed::<AvailabilityAssignments>(value, params)),
        11 => ("slot", typed::<Slot>(value, params)),
        12 => ("privileges", typed::<Privileges>(value, params)),
        13 => ("statistics", typed::<Statistics>(value, params)),
        14 => ("ready", typed::<ReadyQueue>(value, params)),
        15 => ("accumulated", typed::<AccumulatedQueue>(value, params)),
        16 => ("last_outputs", typed::<Vec<AccumulationOutput>>(value, params)),
        _ => return None,
    })
}
