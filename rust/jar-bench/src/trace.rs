//! Traces: a state, and blocks with the states that they lead to.

use anyhow::{Context, ensure};
use jar_codec::{Decode, Encode, decode, encode};
use jar_crypto::blake2b_of;
use jar_fuzz_proto::KeyValue;
use jar_stf::chain::{Chain, Retention, Start};
use jar_stf::live::LiveState;
use jar_stf::{Caches, Protocol};
use jar_types::{Blob, Block, Hash, Header, Params, StateKey};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A state as its entries, with its root.
#[derive(Debug, Encode, Decode)]
struct RawState<'a> {
    root: Hash,
    entries: Vec<KeyValue<&'a [u8]>>,
}

/// A file of a trace.
#[derive(Debug, Encode, Decode)]
#[codec(context = Params)]
struct RawStep<'a> {
    before: RawState<'a>,
    block: Block<&'a [u8]>,
    after: RawState<'a>,
}

/// The file `genesis.bin`.
#[derive(Debug, Encode, Decode)]
#[codec(context = Params)]
struct Genesis<'a> {
    header: Header,
    state: RawState<'a>,
}

/// The entries of a state.
pub(crate) type Entries = BTreeMap<StateKey, Blob>;

/// A block, and what is known of it.
pub(crate) struct Step {
    /// Its octets.
    pub(crate) octets: Blob,
    /// The state before it.
    pub(crate) before: Entries,
    /// The state after it.
    pub(crate) after: Entries,
    /// The root of the state after it; none if the block is invalid.
    pub(crate) root: Option<Hash>,
}

/// Blocks to import one after the other.
pub(crate) struct Trace {
    /// The name of its folder.
    pub(crate) name: String,
    /// The parameters of its chain.
    pub(crate) params: Params,
    /// The header that the first state belongs to.
    pub(crate) header: Header,
    /// The first state.
    pub(crate) start: Entries,
    /// The blocks.
    pub(crate) steps: Vec<Step>,
}

impl Trace {
    /// Reads a folder of a trace: `genesis.bin`, then the other `.bin` files by their names. Without `genesis.bin` it begins with the
    /// state after the first block.
    pub(crate) fn read(folder: &Path, params: &Params) -> anyhow::Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (mut header, mut start, mut steps) = (None, Entries::new(), Vec::new());
        let mut paths = files(folder, true)?;
        paths.sort_by_key(|path| path.file_stem().is_none_or(|stem| stem != "genesis"));
        for path in paths {
            let octets = std::fs::read(&path).with_context(|| path.display().to_string())?;
            if path.file_stem().is_some_and(|stem| stem == "genesis") {
                let genesis: Genesis<'_> =
                    decode(&octets, params).with_context(|| path.display().to_string())?;
                (header, start) = (Some(genesis.header), entries(&genesis.state));
                continue;
            }
            let step: RawStep<'_> =
                decode(&octets, params).with_context(|| path.display().to_string())?;
            if header.is_none() {
                (header, start) = (Some(step.block.header), entries(&step.after));
                continue;
            }
            let changed = step.before.root != step.after.root;
            steps.push(Step {
                octets: encode(&step.block),
                before: entries(&step.before),
                after: entries(&step.after),
                root: changed.then_some(step.after.root),
            });
        }
        let header = header.with_context(|| format!("{}: no blocks", folder.display()))?;
        ensure!(!steps.is_empty(), "{}: no blocks", folder.display());
        Ok(Self { name, params: params.clone(), header, start, steps })
    }

    /// A chain that begins where the trace does.
    pub(crate) fn chain(&self, caches: Arc<Caches>) -> anyhow::Result<Chain> {
        let entries = self.start.iter().map(|(key, value)| (*key, value));
        let state = LiveState::from_entries(entries, &self.params)?;
        let (header, slot) = (blake2b_of(&self.header), self.header.slot);
        let start = Start { header, slot, state, ancestry: None };
        let protocol = Protocol::jam(self.params.clone());
        Ok(Chain::with_caches(protocol, Retention::default(), start, caches)?)
    }
}

fn entries(state: &RawState<'_>) -> Entries {
    state.entries.iter().map(|entry| (entry.key, entry.value.to_vec())).collect()
}

/// The `.bin` files, or the folders, in a folder, by name.
fn files(folder: &Path, binary: bool) -> anyhow::Result<Vec<PathBuf>> {
    let wanted = |path: &PathBuf| match binary {
        true => path.extension().is_some_and(|extension| extension == "bin"),
        false => path.is_dir(),
    };
    let all = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let all: Result<Vec<PathBuf>, _> = all.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut all = all.with_context(|| folder.display().to_string())?;
    all.retain(wanted);
    all.sort();
    Ok(all)
}

/// The traces that a folder is or holds.
pub(crate) fn find(folder: &Path, params: &Params) -> anyhow::Result<Vec<Trace>> {
    if !files(folder, true)?.is_empty() {
        return Ok(vec![Trace::read(folder, params)?]);
    }
    let folders = files(folder, false)?;
    let found: Vec<PathBuf> = folders
        .into_iter()
        .filter(|folder| files(folder, true).is_ok_and(|f| !f.is_empty()))
        .collect();
    ensure!(!found.is_empty(), "{}: expected a trace or folders of traces", folder.display());
    found.iter().map(|folder| Trace::read(folder, params)).collect()
}
