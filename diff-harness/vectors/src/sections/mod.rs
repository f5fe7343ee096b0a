//! Vectors of sub-transitions: a section's input and state before, what it yields, the state after it.
//!
//! Records are taken apart and put together here and nowhere else. What happens between is asked of whoever answers questions
//! about sections (`docs/wire.md`): Rust, or the specification.

mod accounts;
mod accumulate;
mod codes;
mod consensus;
mod records;
mod work;

use crate::files::{self, Tally, VectorError};
use jar_codec::{Decode, Encode, Reader, decode, encode};
use jar_diff_questions::sections::{Refusal, Section, ask, difference};
use jar_types::Params;
use records::Case;
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

/// Who answers questions about sections: appends the answer to a request of `jar_answer`.
pub type Answerer<'a> = dyn FnMut(&[u8], &mut Vec<u8>) + 'a;

/// A kind of vectors.
trait Record {
    /// The name of its folder.
    const NAME: &'static str;
    /// What the section is given beside the state.
    type Input: Encode + for<'a> Decode<'a, Params>;
    /// What of the state it reads and writes.
    type State: Encode + for<'a> Decode<'a, Params> + Serialize;
    /// What it yields.
    type Output: Encode + for<'a> Decode<'a, Params> + Serialize;

    /// The yield, and the state after it as [`show`] shows it.
    fn run(input: Self::Input, state: Self::State, to: &mut Asker<'_, '_>) -> Run;
}

/// The yield and the state after it, as text.
type Run = Result<(Value, Value), Refusal>;

/// Asks with the parameters of the file.
struct Asker<'a, 'b> {
    params: &'a Params,
    answerer: &'a mut Answerer<'b>,
}

impl Asker<'_, '_> {
    fn ask<S: Section>(&mut self, question: &S) -> Result<S::Given, Refusal> {
        ask(question, self.params, self.answerer)
    }

    /// A value that is encoded as zeros.
    fn zero<T: for<'a> Decode<'a, Params>>(&self) -> Result<T, Refusal> {
        let zeros = vec![0; 1 << 21];
        let value = T::decode(&mut Reader::new(&zeros), self.params);
        value.map_err(|error| Refusal::NoAnswer(format!("no value of zeros: {error}")))
    }
}

/// A value as JSON.
fn show<T: Serialize>(value: &T) -> Result<Value, Refusal> {
    serde_json::to_value(value).map_err(|error| Refusal::NoAnswer(error.to_string()))
}

/// Compares one file.
type Check = fn(&[u8], &mut Asker<'_, '_>) -> Result<(), String>;

/// The folders, and what compares their files.
const KINDS: [(&str, Check); 9] = [
    kind::<accumulate::Accumulate>(),
    kind::<work::Assurances>(),
    kind::<consensus::Authorizations>(),
    kind::<consensus::Disputes>(),
    kind::<consensus::History>(),
    kind::<work::Preimages>(),
    kind::<work::Reports>(),
    kind::<consensus::Safrole>(),
    kind::<work::Statistics>(),
];

const fn kind<R: Record>() -> (&'static str, Check) {
    (R::NAME, check::<R>)
}

/// The section that a path is about: its last part that names one.
#[must_use]
pub fn section_of(path: &Path) -> Option<&'static str> {
    let parts = path.iter().rev();
    parts
        .filter_map(|part| KINDS.iter().find(|(name, _)| part == *name))
        .map(|(name, _)| *name)
        .next()
}

/// The parameters that a path may be about: those that it names, or all.
#[must_use]
pub fn params_of(path: &Path) -> Vec<Params> {
    let named = path.iter().rev().find_map(|part| match part.to_str() {
        Some("tiny") => Some(Params::tiny()),
        Some("full") => Some(Params::full()),
        _ => None,
    });
    named.map_or_else(|| vec![Params::tiny(), Params::full()], |params| vec![params])
}

/// Compares the files of a folder that is about a section.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(
    section: &str,
    folder: &Path,
    answerer: &mut Answerer<'_>,
) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    let Some((_, check)) = KINDS.iter().find(|(name, _)| *name == section) else {
        let names = KINDS.map(|(name, _)| name).join(", ");
        return Err(VectorError::Unknown { path: folder.to_owned(), expected: names });
    };
    for path in files::binaries(folder)? {
        let octets = files::read(&path)?;
        let mut outcome = Err("no parameters".to_owned());
        for params in params_of(&path) {
            outcome = check(&octets, &mut Asker { params: &params, answerer: &mut *answerer });
            if outcome.is_ok() {
                break;
            }
        }
        tally.add(&path, outcome);
    }
    Ok(tally)
}

fn check<R: Record>(octets: &[u8], to: &mut Asker<'_, '_>) -> Result<(), String> {
    let text = |error: Refusal| error.to_string();
    let case: Case<R::Input, R::State, R::Output> =
        decode(octets, to.params).map_err(|error| error.to_string())?;
    if encode(&case) != octets {
        return Err("what was decoded encodes to other octets".to_owned());
    }
    let output = show(&case.output).map_err(text)?;
    let (before, after) = (show(&case.pre_state), show(&case.post_state));
    let (before, after) = (before.map_err(text)?, after.map_err(text)?);
    let expected = output.get("err").and_then(Value::as_u64);
    match (
        expected.map(|code| u8::try_from(code).unwrap_or(u8::MAX)),
        R::run(case.input, case.pre_state, to),
    ) {
        (_, Err(Refusal::NoAnswer(why))) => Err(why),
        (Some(code), Err(Refusal::Rejected(found))) => {
            if !codes::stands_for(R::NAME, code, found.rule) {
                return Err(format!("expected {}, found {found}", codes::name(R::NAME, code)));
            }
            same("state after an error", &before, &after)
        }
        (None, Err(Refusal::Rejected(found))) => Err(format!("expected a yield, found {found}")),
        (Some(code), Ok(_)) => {
            Err(format!("expected {}, found a yield", codes::name(R::NAME, code)))
        }
        (None, Ok((found, state))) => {
            same("output", &output, &found)?;
            same("post_state", &after, &state)
        }
    }
}

fn same(what: &str, expected: &Value, found: &Value) -> Result<(), String> {
    match difference(expected, found) {
        None => Ok(()),
        Some((path, expected, found)) => {
            Err(format!("{what}{path}: expected {expected}, found {found}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_it_is_about() {
        let path = Path::new("vectors/stf/reports/full/case.bin");
        assert_eq!(section_of(path), Some("reports"));
        assert_eq!(params_of(path), [Params::full()]);
        let path = Path::new("vectors/history/of/accumulate/case.bin");
        assert_eq!(section_of(path), Some("accumulate"));
        assert_eq!(params_of(path).len(), 2);
        assert_eq!(section_of(Path::new("traces/fallback/00000001.bin")), None);
    }

    #[test]
    fn an_error_code_is_listed_once() {
        for (place, (section, code, name, rules)) in codes::CODES.iter().enumerate() {
            assert!(!rules.is_empty() && codes::name(section, *code) == *name);
            let mut others = codes::CODES.iter().skip(place.saturating_add(1));
            assert!(
                !others.any(|(of, other, ..)| of == section && other == code),
                "{section} {code}"
            );
        }
        assert!(codes::stands_for("reports", 21, jar_stf::Rule::GuaranteesSignature));
        assert!(!codes::stands_for("reports", 20, jar_stf::Rule::GuaranteesSignature));
    }
}
