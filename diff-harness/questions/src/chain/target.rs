//! Any node that speaks the fuzz protocol, as an engine.

use super::{ChainQuestion, Node, Step, answer};
use crate::{Kind, Question, put_answer_head};
use jar_codec::DecodeError;
use jar_crypto::blake2b_of;
use jar_diff_engines::{Ask, Capabilities, Engine};
use jar_diff_wire::Case;
use jar_fuzz_proto::{
    AncestryItem, Client, FUZZ_VERSION, Features, Initialize, KeyValue, Limits, PeerInfo, Text,
    Version,
};
use jar_types::{Blob, Block, Hash, Params, StateKey};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// A node behind a Unix socket. It does not say why it rejects, and takes the tiny parameters and no clock.
pub struct Target {
    socket: PathBuf,
    client: Option<Client>,
}

impl Target {
    /// The node that listens there.
    #[must_use]
    pub const fn new(socket: PathBuf) -> Self {
        Self { socket, client: None }
    }

    fn client(&mut self, params: &Params) -> Result<&mut Client, String> {
        let client = match self.client.take() {
            Some(client) => client,
            None => {
                let limits = Limits { idle: Some(Duration::from_secs(60)), ..Limits::default() };
                let version = Version { major: 0, minor: 7, patch: 2 };
                let info = PeerInfo {
                    fuzz_version: FUZZ_VERSION,
                    features: Features::ANCESTRY.or(Features::FORKS),
                    jam_version: version,
                    app_version: Version { major: 0, minor: 1, patch: 0 },
                    app_name: Text::from("jar-diff"),
                };
                let made = Client::connect(&self.socket, params.clone(), limits, info);
                made.map_err(|error| error.to_string())?.0
            }
        };
        Ok(self.client.insert(client))
    }

    /// Sends a block. A target that does not answer is asked no more, until the next question.
    fn send(&mut self, octets: &[u8]) -> Step {
        let Some(client) = &mut self.client else {
            return Step::Lost { why: "the connection ended before".to_owned() };
        };
        match client.import_block(octets) {
            Ok(Ok(root)) => Step::Imported { root: root.to_string() },
            Ok(Err(_)) => Step::Refused,
            Err(error) => {
                self.client = None;
                Step::Lost { why: error.to_string() }
            }
        }
    }
}

impl Node for Target {
    fn start(&mut self, params: &Params, question: &ChainQuestion) -> Result<Hash, String> {
        let entry = |(key, value): (&[u8; 31], &Blob)| KeyValue {
            key: StateKey(*key),
            value: value.clone(),
        };
        let ancestor = |known: &crate::sections::Ancestor| AncestryItem {
            slot: known.slot,
            header_hash: known.header,
        };
        let state = Initialize {
            header: question.header.clone(),
            keyvals: question.entries.iter().map(entry).collect(),
            ancestry: question.ancestors.iter().flatten().map(ancestor).collect(),
        };
        let result = self.client(params)?.initialize(state);
        result.map_err(|error| {
            self.client = None;
            error.to_string()
        })
    }

    fn import(&mut self, octets: &[u8], _: &Block<&[u8]>) -> Step {
        self.send(octets)
    }

    /// Octets that are no block are not sent: a node may end the connection on them.
    fn malformed(&mut self, _: &[u8], _: &DecodeError) -> Step {
        Step::Refused
    }

    fn orphan(&mut self, octets: &[u8]) -> Step {
        self.send(octets)
    }

    fn entries(&mut self, header: &Hash) -> Option<BTreeMap<StateKey, Blob>> {
        let entries = self.client.as_mut()?.get_state(*header).ok()?;
        Some(entries.into_iter().map(|entry| (entry.key, entry.value)).collect())
    }

    /// From the entries that it gives.
    fn root(&mut self, header: &Hash) -> Option<Hash> {
        let entries = self.entries(header)?;
        jar_merkle::Forest::new().build(&entries).ok().map(|trie| trie.root())
    }

    fn tells(&self) -> bool {
        false
    }
}

impl Engine for Target {
    fn name(&self) -> &'static str {
        "target"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { steps: false }
    }

    fn answers(&self, ask: Ask) -> bool {
        ask == Ask::Protocol
    }

    /// Chains on the tiny parameters, without clock and with ancestors.
    fn takes(&self, bytes: &[u8]) -> bool {
        let read = Question::read(bytes).filter(|question| question.kind == Kind::Chain);
        let read = read.and_then(|question| ChainQuestion::read(question.request));
        read.is_some_and(|(params, question)| {
            params == Params::tiny()
                && question.clock.is_none()
                && question.ancestors.is_some_and(|known| {
                    known.last().is_some_and(|last| last.header == blake2b_of(&question.header))
                })
        })
    }

    fn observe(&mut self, _: &Case, _: &[u8], out: &mut Vec<u8>) {
        out.clear();
    }

    fn observe_bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let Some(Question { kind: Kind::Chain, request }) = Question::read(bytes) else { return };
        answer(self, request, out);
        put_answer_head(Kind::Chain, request, out);
    }
}
