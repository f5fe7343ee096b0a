//! Smaller questions about chains: one block on the state of its parent, then less in both, signed again.

use super::ChainQuestion;
use super::native::begin;
use super::walk::Route;
use crate::sections::Ancestor;
use jar_author::{Author, Parent};
use jar_codec::encode;
use jar_crypto::blake2b_of;
use jar_stf::header::{extrinsic_hash, report_hashes};
use jar_types::{
    AccumulatedQueue, Block, Extrinsic, Header, Params, ReadyQueue, SafroleState, StateKey,
    Statistics,
};
use javm::Interpreter;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Requests that are smaller by a step.
pub(crate) fn smaller(request: &[u8]) -> Vec<Vec<u8>> {
    let Some((params, question)) = ChainQuestion::read(request) else { return Vec::new() };
    let found = match question.blocks.as_slice() {
        [] => Vec::new(),
        [one] => {
            let block = jar_codec::decode(one, &params);
            block.map_or_else(|_| Vec::new(), |block| less(&params, &question, block))
        }
        _ => singles(&params, &question),
    };
    found.iter().map(|question| question.request(&params)).collect()
}

/// Each block alone, on the state of its parent as Rust has it.
fn singles(params: &Params, question: &ChainQuestion) -> Vec<ChainQuestion> {
    let Ok(mut chain) = begin(params, question, Arc::default()) else { return Vec::new() };
    let first = blake2b_of(&question.header);
    let mut known =
        BTreeMap::from([(first, (question.header.clone(), question.ancestors.clone()))]);
    let mut found = Vec::new();
    for octets in &question.blocks {
        let alone = |(header, ancestors): (Header, Option<Vec<Ancestor>>), entries| ChainQuestion {
            header,
            ancestors,
            clock: question.clock,
            entries,
            blocks: vec![octets.clone()],
        };
        let Ok(block) = jar_codec::decode::<Block, _>(octets, params) else {
            let on = (question.header.clone(), question.ancestors.clone());
            found.push(alone(on, question.entries.clone()));
            continue;
        };
        let parent = block.header.parent;
        let (Some(on), Some(entries)) = (known.get(&parent).cloned(), chain.entries(&parent))
        else {
            continue;
        };
        let entries = entries.into_iter().map(|(key, value)| (key.0, value)).collect();
        found.push(alone(on.clone(), entries));
        if let Ok(imported) = chain.import(&Interpreter, octets, question.clock) {
            let (_, mut ancestors) = on;
            let ancestor = Ancestor { slot: block.header.slot, header: imported.header };
            ancestors.iter_mut().for_each(|known| known.push(ancestor.clone()));
            known.insert(imported.header, (block.header, ancestors));
        }
    }
    // The whole without each of its blocks, where blocks need each other.
    for at in 0..question.blocks.len() {
        let mut fewer = question.clone();
        fewer.blocks.remove(at);
        found.push(fewer);
    }
    found
}

/// Less in the extrinsic, less in the state.
fn less(params: &Params, question: &ChainQuestion, block: Block) -> Vec<ChainQuestion> {
    let mut found = Vec::new();
    for extrinsic in fewer(&block.extrinsic) {
        let block = Block { header: block.header.clone(), extrinsic };
        found.extend(again(params, question, block, question.entries.clone()));
    }
    for entries in emptier(&question.entries, params) {
        found.extend(again(params, question, block.clone(), entries));
    }
    if question.ancestors.as_ref().is_some_and(|known| known.len() > 1) {
        let mut one = question.clone();
        one.ancestors = one.ancestors.map(|known| known.into_iter().rev().take(1).collect());
        found.push(one);
    }
    if question.clock.is_some() {
        found.push(ChainQuestion { clock: None, ..question.clone() });
    }
    found
}

/// The extrinsic without each of its items; first without each of its parts.
fn fewer(extrinsic: &Extrinsic) -> Vec<Extrinsic> {
    let mut found = Vec::new();
    macro_rules! without {
        ($($($part:ident).+),*) => {$(
            if !extrinsic.$($part).+.is_empty() {
                let mut one = extrinsic.clone();
                one.$($part).+.clear();
                found.push(one);
            }
            for at in 0..extrinsic.$($part).+.len() {
                let mut one = extrinsic.clone();
                one.$($part).+.remove(at);
                found.push(one);
            }
        )*};
    }
    without!(
        tickets,
        preimages,
        guarantees,
        assurances,
        disputes.verdicts,
        disputes.culprits,
        disputes.faults
    );
    for at in 0..extrinsic.guarantees.len() {
        let mut one = extrinsic.clone();
        let results = one.guarantees.get_mut(at).map(|guarantee| &mut guarantee.report.results);
        results.into_iter().for_each(|results| results.truncate(1));
        found.push(one);
    }
    found
}

type Entries = BTreeMap<[u8; 31], Vec<u8>>;

/// States with an emptied component; without half, then without each of the entries that are no components.
fn emptier(entries: &Entries, params: &Params) -> Vec<Entries> {
    let mut found = Vec::new();
    let mut component = |index: u8, value: Option<Vec<u8>>| {
        let key = StateKey::component(index).0;
        if let Some(value) = value
            && entries.get(&key).is_some_and(|old| *old != value)
        {
            let mut one = entries.clone();
            one.insert(key, value);
            found.push(one);
        }
    };
    let slots = params.epoch_slots();
    component(14, Some(encode(&ReadyQueue::<Vec<u8>>(vec![Vec::new(); slots]))));
    component(15, Some(encode(&AccumulatedQueue(vec![Default::default(); slots]))));
    component(16, Some(vec![0]));
    component(5, Some(vec![0; 4]));
    component(13, without(entries, 13, params, |all: &mut Statistics| all.services.clear()));
    component(
        4,
        without(entries, 4, params, |all: &mut SafroleState| all.ticket_accumulator.clear()),
    );
    let is_component =
        |key: &[u8; 31]| key.first().is_some_and(|number| StateKey::component(*number).0 == *key);
    let others: Vec<[u8; 31]> = entries.keys().filter(|key| !is_component(key)).copied().collect();
    let mut size = others.len();
    while size > 0 {
        for part in others.chunks(size) {
            let mut one = entries.clone();
            part.iter().for_each(|key| {
                one.remove(key);
            });
            found.push(one);
        }
        size /= 2;
    }
    found
}

/// A component's octets after a change.
fn without<T: jar_codec::Encode + for<'a> jar_codec::Decode<'a, Params>>(
    entries: &Entries,
    index: u8,
    params: &Params,
    change: impl FnOnce(&mut T),
) -> Option<Vec<u8>> {
    let octets = entries.get(&StateKey::component(index).0)?;
    let mut value: T = jar_codec::decode(octets, params).ok()?;
    change(&mut value);
    Some(encode(&value))
}

/// The question with another block and state, root and extrinsic committed to as they were, sealed by who may.
fn again(
    params: &Params,
    question: &ChainQuestion,
    mut block: Block,
    entries: Entries,
) -> Option<ChainQuestion> {
    let author = author(params)?;
    let on = blake2b_of(&question.header);
    let old = begin(params, question, Arc::default()).ok()?;
    let one = ChainQuestion { entries, ..question.clone() };
    let new = begin(params, &one, Arc::default()).ok()?;
    let (before, root) = (old.root(&on)?, new.root(&on)?);
    if block.header.parent_state_root == before {
        block.header.parent_state_root = root;
    }
    let reports = report_hashes(&block.extrinsic.guarantees);
    block.header.extrinsic_hash = extrinsic_hash(&block.extrinsic, &reports);
    let parent = Parent::live(on, root, new.state(&on)?);
    let plan = author.plan(parent, block.header.slot, &block.extrinsic.disputes).ok()?;
    block.header.offenders_mark = plan.offenders_mark.clone();
    block.header = author.seal(&plan, block.header).ok()?;
    Some(ChainQuestion { blocks: vec![encode(&block)], ..one })
}

/// Whoever makes the blocks of a chain with these parameters.
fn author(params: &Params) -> Option<&'static Author> {
    let route = |full, number| Route { full, seed: 0, number };
    let all = [route(false, 0), route(false, 3), route(true, 0)];
    let matches = |route: &Route| {
        let count = if route.full { Params::full() } else { Params::tiny() }.validators;
        params.validators == count
    };
    let mut all = all.into_iter().filter(matches).map(Route::author);
    all.find(|author| author.params() == params)
}
