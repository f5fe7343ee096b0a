//! Recent history (Gray Paper 0.7.2, section 7): the latest blocks, what was reported in them, the log of accumulation outputs.

use jar_codec::encode;
use jar_merkle::{Hashing, mmr_append, super_peak, well_balanced_root};
use jar_types::{AccumulationOutput, Guarantee, Hash, Params, RecentBlock, RecentHistory};
use std::collections::BTreeMap;

/// β†: the latest block's state root is known now (7.5).
#[must_use]
pub fn update_parent(recent: &RecentHistory, parent_state_root: Hash) -> RecentHistory {
    let mut recent = recent.clone();
    if let Some(latest) = recent.history.last_mut() {
        latest.state_root = parent_state_root;
    }
    recent
}

/// The root of the accumulation outputs of a block, θ′ (7.6).
#[must_use]
pub fn accumulation_root(outputs: &[AccumulationOutput]) -> Hash {
    let leaves: Vec<Vec<u8>> = outputs.iter().map(encode).collect();
    well_balanced_root(Hashing::Keccak, &leaves)
}

/// The packages that a block reports, with their segment-roots.
pub fn reported<B>(guarantees: &[Guarantee<B>]) -> impl Iterator<Item = (Hash, Hash)> + '_ {
    guarantees.iter().map(|guarantee| {
        let package = &guarantee.report.package_spec;
        (package.hash, package.exports_root)
    })
}

/// β′: the log with the root of the block's accumulation outputs, the recent blocks with this one (7.7, 7.8). `reported` are
/// packages with their segment-roots. Its state root is zero until the next block tells.
#[must_use]
pub fn append(
    params: &Params,
    mut recent: RecentHistory,
    header_hash: Hash,
    accumulation_root: Hash,
    reported: impl IntoIterator<Item = (Hash, Hash)>,
) -> RecentHistory {
    mmr_append(Hashing::Keccak, &mut recent.mmr, accumulation_root);
    recent.history.push(RecentBlock {
        header_hash,
        beefy_root: super_peak(Hashing::Keccak, &recent.mmr),
        state_root: Hash::default(),
        reported: reported.into_iter().collect::<BTreeMap<_, _>>(),
    });
    let beyond = recent.history.len().saturating_sub(params.history_length());
    recent.history.drain(..beyond);
    recent
}
