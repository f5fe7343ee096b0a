//! Chains of blocks: the specification as a node of the tester.

use crate::{Oracle, Session};
use jar_crypto::blake2b_of;
use jar_diff_questions::chain::{ChainQuestion, Node, Step};
use jar_diff_questions::sections::{Ancestor, Refusal, session};
use jar_types::{Blob, Block, Hash, Params, Slot, StateKey};
use std::collections::BTreeMap;

/// A state that stays with Lean.
struct Kept<'a> {
    session: Session<'a>,
    ancestors: Option<Vec<Ancestor>>,
}

/// Imports blocks with sessions, and keeps the state of each.
pub(crate) struct Sessions<'a> {
    oracle: &'a Oracle,
    clock: Option<Slot>,
    states: BTreeMap<Hash, Kept<'a>>,
}

impl<'a> Sessions<'a> {
    pub(crate) const fn new(oracle: &'a Oracle) -> Self {
        Self { oracle, clock: None, states: BTreeMap::new() }
    }
}

/// What a session's last question was answered with.
fn answer(session: &Session<'_>) -> Vec<u8> {
    let mut answer = Vec::new();
    session.answer(&mut answer);
    answer
}

/// The root of a session's state.
fn root(session: &Session<'_>) -> Option<Hash> {
    let mut root = Vec::new();
    session.root(&mut root);
    root.try_into().ok().map(Hash)
}

impl Node for Sessions<'_> {
    fn start(&mut self, params: &Params, question: &ChainQuestion) -> Result<Hash, String> {
        let entries: BTreeMap<StateKey, &Blob> =
            question.entries.iter().map(|(key, value)| (StateKey(*key), value)).collect();
        let session = self.oracle.session(&session::load(params, &entries));
        let root = session::applied(&answer(&session)).map_err(|_| "no state".to_owned())?;
        let kept = Kept { session, ancestors: question.ancestors.clone() };
        (self.clock, self.states) = (question.clock, BTreeMap::new());
        self.states.insert(blake2b_of(&question.header), kept);
        Ok(root)
    }

    fn import(&mut self, octets: &[u8], block: &Block<&[u8]>) -> Step {
        let parent = block.header.parent;
        let Some(before) = self.states.get(&parent) else { return Step::Orphan };
        let ancestors = before.ancestors.as_deref();
        let session = before.session.apply(&session::apply(&parent, ancestors, self.clock, octets));
        let answer = answer(&session);
        match session::applied(&answer) {
            Ok(root) => {
                let header = blake2b_of(&block.header);
                let mut ancestors = before.ancestors.clone();
                let ancestor = Ancestor { slot: block.header.slot, header };
                ancestors.iter_mut().for_each(|known| known.push(ancestor.clone()));
                self.states.insert(header, Kept { session, ancestors });
                Step::Imported { root: root.to_string() }
            }
            // The root of the state that the rejection leaves.
            Err(Refusal::Rejected(rejection)) => {
                Step::rejected(&rejection, &root(&session).unwrap_or_default())
            }
            Err(Refusal::NoAnswer(path)) => Step::Malformed { kind: 0, offset: 0, path },
        }
    }

    /// What the specification says of octets that are no block, asked on any state.
    fn malformed(&mut self, octets: &[u8], _: &jar_codec::DecodeError) -> Step {
        let Some((parent, on)) = self.states.first_key_value() else { return Step::Orphan };
        let session = on.session.apply(&session::apply(parent, None, None, octets));
        match answer(&session).as_slice() {
            [1, 2, kind, rest @ ..] => {
                let (offset, path) = rest.split_first_chunk().unwrap_or((&[0; 8], &[]));
                let path = String::from_utf8_lossy(path).into_owned();
                Step::Malformed { kind: *kind, offset: u64::from_le_bytes(*offset), path }
            }
            _ => Step::Orphan,
        }
    }

    fn entries(&mut self, header: &Hash) -> Option<BTreeMap<StateKey, Blob>> {
        let mut octets = Vec::new();
        self.states.get(header)?.session.entries(&mut octets);
        session::entries(&octets).ok()
    }

    fn root(&mut self, header: &Hash) -> Option<Hash> {
        root(&self.states.get(header)?.session)
    }
}
