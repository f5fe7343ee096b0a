//! Chains as questions: a state, and blocks that are imported one after the other, each on the parent that it names.
//!
//! Blocks may be anything: valid, broken, no blocks at all, known, children of rejected ones. [`answer`] puts a question to whoever
//! imports blocks ([`Node`]); what it gives is compared step by step.

mod count;
mod guests;
mod make;
mod mutate;
mod native;
mod node;
mod smaller;
mod soak;
mod target;
mod walk;

pub use count::{CHAIN_COUNTS, count, count_name};
pub(crate) use make::make;
pub(crate) use native::Importer;
pub use node::{Node, answer};
pub(crate) use smaller::smaller;
pub use soak::{Soaked, soak};
pub use target::Target;

use crate::sections::Ancestor;
use jar_codec::{Decode, Encode, Reader, encode};
use jar_types::{Blob, Hash, Header, Params, Slot};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a chain begins, and the blocks that come.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
pub struct ChainQuestion {
    /// The header that the state belongs to.
    pub header: Header,
    /// That header and those before it, if they are known.
    pub ancestors: Option<Vec<Ancestor>>,
    /// The slot that has begun last.
    pub clock: Option<Slot>,
    /// The entries of the state.
    pub entries: BTreeMap<[u8; 31], Blob>,
    /// The blocks.
    pub blocks: Vec<Blob>,
}

impl ChainQuestion {
    /// The question and its parameters in a request.
    #[must_use]
    pub fn read(request: &[u8]) -> Option<(Params, Self)> {
        let mut input = Reader::new(request);
        let params = Params::decode(&mut input, &()).ok()?;
        let question = Self::decode(&mut input, &params).ok()?;
        (input.left() == 0).then_some((params, question))
    }

    /// The octets of a request.
    #[must_use]
    pub fn request(&self, params: &Params) -> Vec<u8> {
        [encode(params), encode(self)].concat()
    }
}

/// A request as text for a card: where the chain begins, and each block's header and extrinsic.
pub(crate) fn text(request: &[u8]) -> String {
    let Some((params, question)) = ChainQuestion::read(request) else {
        return "no chain\n".to_owned();
    };
    let header = jar_crypto::blake2b_of(&question.header);
    let mut text = format!(
        "chain of {} validators on {header}: {} entries, clock {:?}, {} ancestors\n",
        params.validators,
        question.entries.len(),
        question.clock,
        question.ancestors.as_ref().map_or("unknown".to_owned(), |known| known.len().to_string()),
    );
    for (number, octets) in question.blocks.iter().enumerate() {
        let block = jar_codec::decode::<jar_types::Block, _>(octets, &params);
        let shown = block.ok().and_then(|block| serde_json::to_string(&block).ok());
        let shown = shown.unwrap_or_else(|| crate::codec::hex(octets));
        text.push_str(&format!("block {number}: {shown}\n"));
    }
    text
}

/// What became of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// It was imported.
    Imported {
        /// The root of the state after it.
        root: String,
    },
    /// It breaks a rule.
    Rejected {
        /// The name of the rule.
        rule: String,
        /// The item that breaks it.
        item: u32,
        /// The root of its parent's state, now.
        root: String,
    },
    /// It is no block.
    Malformed {
        /// What is wrong, as a place in [`crate::KINDS`].
        kind: u8,
        /// Where.
        offset: u64,
        /// In which part.
        path: String,
    },
    /// Its parent is not there.
    Orphan,
    /// It was not imported, for reasons that nobody tells.
    Refused,
    /// There is no answer: the connection is gone.
    Lost {
        /// Why.
        why: String,
    },
}

impl Step {
    /// The rejection by a rule.
    #[must_use]
    pub fn rejected(rejection: &jar_stf::Rejection, root: &Hash) -> Self {
        let rule = rejection.rule.name().to_owned();
        Self::Rejected { rule, item: rejection.item as u32, root: root.to_string() }
    }

    fn name(&self) -> &str {
        match self {
            Self::Imported { .. } => "imported",
            Self::Rejected { rule, .. } => rule,
            Self::Malformed { .. } => "malformed",
            Self::Orphan => "orphan",
            Self::Refused => "refused",
            Self::Lost { .. } => "lost",
        }
    }
}

/// What became of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainAnswer {
    /// The root of the first state, or why there is none.
    pub start: Result<String, String>,
    /// What became of each block.
    pub steps: Vec<Step>,
    /// The root of the state after the last imported block, from its entries alone.
    pub last: Option<String>,
    /// The entries after the block of a question that has one alone, by component and key.
    pub entries: Option<BTreeMap<String, serde_json::Value>>,
}

impl ChainAnswer {
    /// How it ended, in a word: the first block that is not imported, or the last.
    #[must_use]
    pub fn name(&self) -> &str {
        let odd = self.steps.iter().find(|step| !matches!(step, Step::Imported { .. }));
        odd.or(self.steps.last()).map_or("nothing", Step::name)
    }

    /// The answer in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let steps: Vec<&str> = self.steps.iter().map(Step::name).collect();
        match &self.start {
            Ok(_) => steps.join(", "),
            Err(why) => format!("no start: {why}"),
        }
    }

    /// The place of the first block of which two answers do not say the same.
    #[must_use]
    pub fn first_difference(&self, other: &Self) -> Option<usize> {
        self.steps.iter().zip(&other.steps).position(|(a, b)| a != b)
    }

    /// What two answers say of the first block that they differ in, as words.
    #[must_use]
    pub fn outcomes(&self, other: &Self) -> Option<(String, String)> {
        let place = self.first_difference(other)?;
        let name = |steps: &[Step]| steps.get(place).map(|step| step.name().to_owned());
        Some((name(&self.steps)?, name(&other.steps)?))
    }
}
