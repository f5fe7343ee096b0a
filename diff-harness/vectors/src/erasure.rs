//! The erasure code: data and all its shards.

use crate::files::{self, HexBlob, Tally, VectorError};
use jar_erasure::{Code, ErasureError};
use jar_types::Params;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Case {
    data: HexBlob,
    shards: Vec<HexBlob>,
}

/// Encodes every blob of a folder and recovers it.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    for (name, params) in [("tiny", Params::tiny()), ("full", Params::full())] {
        let folder = folder.join(name);
        if name == "full" && !folder.exists() {
            println!(
                "{}: there is none, so 342 of 1,023 shards are not compared",
                folder.display()
            );
            continue;
        }
        for path in files::jsons(&folder)? {
            let case: Case = files::read_as(&path)?;
            tally.add(&path, check(&params, &case));
        }
    }
    Ok(tally)
}

fn check(params: &Params, case: &Case) -> Result<(), String> {
    let text = |error: ErasureError| error.to_string();
    let mut code = Code::new(params).map_err(text)?;
    let shards = code.encode(&case.data.0).map_err(text)?;
    let expected = || case.shards.iter().map(|shard| shard.0.as_slice());
    if shards.count() != case.shards.len() {
        return Err(format!("{} shards, expected {}", shards.count(), case.shards.len()));
    }
    if let Some(index) = shards.iter().zip(expected()).position(|(found, shard)| found != shard) {
        return Err(format!("shard {index} is another one"));
    }
    let size = shards.size();
    let first = code.recover(size, expected().enumerate()).map_err(text)?;
    let last = code.recover(size, expected().enumerate().collect::<Vec<_>>().into_iter().rev());
    for (name, found) in [("first", first), ("last", last.map_err(text)?)] {
        let (data, zeros) = found.split_at_checked(case.data.0.len()).unwrap_or_default();
        if data != case.data.0 || zeros.iter().any(|octet| *octet != 0) {
            return Err(format!("other data from the {name} shards"));
        }
    }
    Ok(())
}
