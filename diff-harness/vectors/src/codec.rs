//! Encoded values beside their JSON, `tiny/` and `full/`.

use crate::files::{self, Tally, VectorError};
use jar_codec::{Decode, Encode, decode, encode};
use jar_diff_questions::sections::difference;
use jar_types::{
    Assurance, Block, DisputesExtrinsic, Extrinsic, Guarantee, Header, Params, Preimage,
    RefineContext, TicketProof, WorkDigest, WorkItem, WorkPackage, WorkReport,
};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

/// Compares one vector; the difference as text.
type Check = fn(&[u8], &Value, &Params) -> Result<(), String>;

/// What the files are called, and what they hold.
const KINDS: [(&str, Check); 15] = [
    ("assurances_extrinsic", check::<Vec<Assurance>>),
    ("block", check::<Block>),
    ("disputes_extrinsic", check::<DisputesExtrinsic>),
    ("extrinsic", check::<Extrinsic>),
    ("guarantees_extrinsic", check::<Vec<Guarantee>>),
    ("header_0", check::<Header>),
    ("header_1", check::<Header>),
    ("preimages_extrinsic", check::<Vec<Preimage>>),
    ("refine_context", check::<RefineContext>),
    ("tickets_extrinsic", check::<Vec<TicketProof>>),
    ("work_item", check::<WorkItem>),
    ("work_package", check::<WorkPackage>),
    ("work_report", check::<WorkReport>),
    ("work_result_0", check::<WorkDigest>),
    ("work_result_1", check::<WorkDigest>),
];

/// Compares every encoded value of a folder with its JSON.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    for (name, params) in [("tiny", Params::tiny()), ("full", Params::full())] {
        let folder = folder.join(name);
        // Every kind must be there, and nothing else.
        for path in files::binaries(&folder)? {
            if !KINDS.iter().any(|(kind, _)| path.file_stem().is_some_and(|stem| stem == *kind)) {
                let names: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
                return Err(VectorError::Unknown { path, expected: names.join(", ") });
            }
        }
        for (kind, check) in KINDS {
            let path = folder.join(kind).with_extension("bin");
            let octets = files::read(&path)?;
            let json = files::read_as(&path.with_extension("json"))?;
            tally.add(&path, check(&octets, &json, &params));
        }
    }
    Ok(tally)
}

fn check<T>(octets: &[u8], json: &Value, params: &Params) -> Result<(), String>
where
    T: for<'a> Decode<'a, Params> + Encode + Serialize,
{
    let value: T = decode(octets, params).map_err(|error| error.to_string())?;
    if encode(&value) != octets {
        return Err("what was decoded encodes to other octets".to_owned());
    }
    let found = serde_json::to_value(&value).map_err(|error| error.to_string())?;
    match difference(json, &found) {
        None => Ok(()),
        Some((path, expected, found)) => Err(format!("{path}: expected {expected}, found {found}")),
    }
}
