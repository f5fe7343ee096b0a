//! The chain of `jar-stf` as a node.

use super::{ChainQuestion, Node, Step};
use jar_crypto::blake2b_of;
use jar_merkle::Forest;
use jar_stf::chain::{Chain, ChainError, Retention, Start};
use jar_stf::import::ImportError;
use jar_stf::invocation::Machines;
use jar_stf::live::LiveState;
use jar_stf::{Caches, Protocol};
use jar_types::{Blob, Block, Hash, Params, Slot, StateKey};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Imports blocks with a [`Chain`].
pub(crate) struct Importer<'a> {
    pub(crate) machines: &'a dyn Machines,
    pub(crate) caches: Arc<Caches>,
    /// Whether it says why it does not import.
    pub(crate) tells: bool,
    pub(crate) chain: Option<Chain>,
    pub(crate) clock: Option<Slot>,
}

/// The chain that a question begins.
pub(crate) fn begin(
    params: &Params,
    question: &ChainQuestion,
    caches: Arc<Caches>,
) -> Result<Chain, String> {
    let entries = question.entries.iter().map(|(key, value)| (StateKey(*key), value));
    let state = LiveState::from_entries(entries, params).map_err(|error| error.to_string())?;
    let ancestor = |known: &crate::sections::Ancestor| (known.header, known.slot);
    let start = Start {
        header: blake2b_of(&question.header),
        slot: *state.slot,
        state,
        ancestry: question.ancestors.as_ref().map(|known| known.iter().map(ancestor).collect()),
    };
    let protocol = Protocol::jam(params.clone());
    Chain::with_caches(protocol, Retention::default(), start, caches)
        .map_err(|error| error.to_string())
}

impl Node for Importer<'_> {
    fn start(&mut self, params: &Params, question: &ChainQuestion) -> Result<Hash, String> {
        let chain = begin(params, question, Arc::clone(&self.caches));
        let chain = chain.map_err(|_| "no state".to_owned())?;
        let root = chain.root(&blake2b_of(&question.header)).ok_or("no state")?;
        (self.chain, self.clock) = (Some(chain), question.clock);
        Ok(root)
    }

    fn import(&mut self, octets: &[u8], block: &Block<&[u8]>) -> Step {
        let Some(chain) = &mut self.chain else { return Step::Refused };
        let result = chain.import(self.machines, octets, self.clock);
        let root = chain.root(&block.header.parent).unwrap_or_default();
        match result {
            Ok(imported) => Step::Imported { root: imported.root.to_string() },
            Err(ChainError::UnknownParent(_)) => Step::Orphan,
            Err(ChainError::Import(ImportError::Rejected(rejection))) => {
                Step::rejected(&rejection, &root)
            }
            Err(ChainError::Import(ImportError::Undecodable(error))) => {
                self.malformed(octets, &error)
            }
            Err(ChainError::Trie(_)) => Step::Refused,
        }
    }

    fn entries(&mut self, header: &Hash) -> Option<BTreeMap<StateKey, Blob>> {
        self.chain.as_ref()?.entries(header)
    }

    fn root(&mut self, header: &Hash) -> Option<Hash> {
        Forest::new().build(&self.entries(header)?).ok().map(|trie| trie.root())
    }

    fn tells(&self) -> bool {
        self.tells
    }
}
