//! The specification as who is asked about the transition.

use jar_codec::encode;
use jar_crypto::blake2b_of;
use jar_diff_questions::sections::{Ancestor, Refusal, session};
use jar_fuzz_proto::{Initialize, KeyValue, Message, PeerInfo};
use jar_lean_oracle::{Oracle, Session, with_oracle};
use jar_types::{Block, Hash, Params, StateKey};
use jar_vectors::imports::{Imported, Step};
use jar_vectors::recorded::Target;
use jar_vectors::transition::{self, Chain};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs whatever of the transition is below a folder.
pub(crate) fn run(folder: PathBuf) -> ExitCode {
    let done = with_oracle(move |oracle| {
        let found = transition::find(&folder)?;
        let all = transition::run(&found, &mut Specification(oracle))?;
        Ok::<_, jar_vectors::VectorError>(transition::print(&found, &all))
    });
    let failed = |error: &dyn std::fmt::Display| {
        eprintln!("lean-oracle-functions: {error}");
        ExitCode::FAILURE
    };
    match done {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

struct Specification<'a>(&'a Oracle);

impl Chain for Specification<'_> {
    fn answer(&mut self, request: &[u8], out: &mut Vec<u8>) {
        let mut answer = Vec::new();
        self.0.answer(request, &mut answer);
        out.extend(answer);
    }

    fn import(&mut self, step: &Step<'_>) -> Result<Imported, String> {
        let before = self.0.session(&session::load(step.params, &step.before));
        root(&before).map_err(|error| error.to_string())?;
        let after = before.apply(&session::apply(&step.parent, None, None, &encode(&step.block)));
        match root(&after) {
            Ok(root) => Ok(Imported::Accepted(root, entries(&after)?)),
            Err(Refusal::Rejected(rejection)) => Ok(Imported::Rejected(rejection.to_string())),
            Err(Refusal::NoAnswer(why)) => Err(why),
        }
    }

    fn target(&mut self) -> Result<Box<dyn Target + '_>, String> {
        Ok(Box::new(Recorded { oracle: self.0, params: Params::tiny(), states: BTreeMap::new() }))
    }
}

fn root(session: &Session<'_>) -> Result<Hash, Refusal> {
    let mut answer = Vec::new();
    session.answer(&mut answer);
    session::applied(&answer)
}

fn entries(session: &Session<'_>) -> Result<BTreeMap<StateKey, Vec<u8>>, String> {
    let mut octets = Vec::new();
    session.entries(&mut octets);
    session::entries(&octets).map_err(|error| error.to_string())
}

/// A state of a recorded session.
struct Kept<'a> {
    session: Session<'a>,
    ancestors: Option<Vec<Ancestor>>,
}

/// Answers a recorded session with the specification; keeps every state by the hash of its header.
struct Recorded<'a> {
    oracle: &'a Oracle,
    params: Params,
    states: BTreeMap<Hash, Kept<'a>>,
}

impl Recorded<'_> {
    fn initialize(&mut self, state: Initialize<&[u8]>) -> Result<Hash, String> {
        let pairs = state.keyvals.iter().map(|entry| (entry.key, entry.value));
        let session = self.oracle.session(&session::load(&self.params, &pairs.collect()));
        let root = root(&session).map_err(|error| error.to_string())?;
        // Who sends none knows none.
        let known = state.ancestry.iter();
        let known = known.map(|item| Ancestor { slot: item.slot, header: item.header_hash });
        let ancestors = Some(known.collect()).filter(|known: &Vec<_>| !known.is_empty());
        self.states.insert(blake2b_of(&state.header), Kept { session, ancestors });
        Ok(root)
    }

    fn import(&mut self, octets: &[u8]) -> Result<Hash, String> {
        let block: Block<&[u8]> =
            jar_codec::decode(octets, &self.params).map_err(|error| error.to_string())?;
        let parent = block.header.parent;
        let before = self.states.get(&parent).ok_or("the parent is unknown")?;
        let question = session::apply(&parent, before.ancestors.as_deref(), None, octets);
        let session = before.session.apply(&question);
        let root = root(&session).map_err(|error| error.to_string())?;
        let header = blake2b_of(&block.header);
        let mut ancestors = before.ancestors.clone();
        let slot = block.header.slot;
        ancestors.iter_mut().for_each(|known| known.push(Ancestor { slot, header }));
        self.states.insert(header, Kept { session, ancestors });
        Ok(root)
    }

    fn state(&self, header: &Hash) -> Result<Vec<KeyValue>, String> {
        let kept = self.states.get(header).ok_or("the state is unknown")?;
        let entries = entries(&kept.session)?.into_iter();
        Ok(entries.map(|(key, value)| KeyValue { key, value }).collect())
    }
}

impl Target for Recorded<'_> {
    fn respond(&mut self, request: &[u8]) -> Result<Vec<u8>, String> {
        let message: Message<&[u8]> =
            jar_codec::decode(request, &self.params).map_err(|error| error.to_string())?;
        let answer: Message = match message {
            Message::PeerInfo(info) => {
                Message::PeerInfo(PeerInfo { app_name: "specification".into(), ..info })
            }
            Message::Initialize(state) => Message::StateRoot(self.initialize(*state)?),
            Message::ImportBlock(block) => match self.import(block) {
                Ok(root) => Message::StateRoot(root),
                Err(why) => Message::Error(why.as_str().into()),
            },
            Message::GetState(header) => Message::State(self.state(&header)?),
            Message::StateRoot(_) | Message::State(_) | Message::Error(_) => {
                return Err("expected a request, found a response".to_owned());
            }
        };
        Ok(encode(&answer))
    }
}
