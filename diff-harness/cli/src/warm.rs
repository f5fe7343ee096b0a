//! Differences that show only on engines with a past.
//!
//! Single observations are of engines that remember nothing. A case that differed in a campaign, and alone does not, is run
//! again behind the earlier inputs of its program, then behind itself.

use crate::remote::Remote;
use jar_diff_core::{Divergence, ObserveError, locate};
use jar_diff_gen::{Lane, program::INPUTS};
use jar_diff_wire::Case;

/// Finds the divergence of a case with a history, which the worker keeps then; without a divergence it keeps none.
pub(crate) fn locate_behind(
    remote: &mut Remote,
    (lane, seed, number): (Lane, u64, u64),
    bytes: &[u8],
) -> Result<Option<Divergence>, ObserveError> {
    let Ok(case) = Case::decode(bytes) else { return Ok(None) };
    let earlier = earlier(remote, (lane, seed, number), &case)?;
    for history in [earlier, vec![case]] {
        if history.is_empty() {
            continue;
        }
        remote.history = history;
        if let Some(found) = locate(remote, bytes)? {
            return fewest(remote, bytes, found).map(Some);
        }
    }
    remote.history.clear();
    Ok(None)
}

/// The earlier inputs of the program of a case.
fn earlier(
    remote: &mut Remote,
    (lane, seed, number): (Lane, u64, u64),
    case: &Case,
) -> Result<Vec<Case>, ObserveError> {
    let mut earlier = Vec::new();
    for number in number.saturating_sub(INPUTS - 1)..number {
        let bytes = match remote.make(lane, seed, number) {
            Err(ObserveError::Lost(_)) => continue,
            made => made?,
        };
        earlier.extend(Case::decode(&bytes).ok().filter(|earlier| earlier.blob == case.blob));
    }
    Ok(earlier)
}

/// Leaves out of the history what the divergence does not need.
fn fewest(
    remote: &mut Remote,
    bytes: &[u8],
    mut found: Divergence,
) -> Result<Divergence, ObserveError> {
    let mut at = 0;
    while at < remote.history.len() && remote.history.len() > 1 {
        let left_out = remote.history.remove(at);
        match locate(remote, bytes)? {
            Some(again) if again.bucket == found.bucket => found = again,
            _ => {
                remote.history.insert(at, left_out);
                at += 1;
            }
        }
    }
    Ok(found)
}
