//! Recorded sessions of the fuzz protocol: each request must get the response that is recorded behind it.
//!
//! Who answers introduces itself and words its errors as it likes: of these messages the kind is compared, of others every octet.

use crate::files::{self, Tally, VectorError};
use std::path::{Path, PathBuf};

/// Answers the messages of a session, in order.
pub trait Target {
    /// The response to a request, without its length.
    ///
    /// # Errors
    /// There is none: why.
    fn respond(&mut self, request: &[u8]) -> Result<Vec<u8>, String>;
}

/// The first octets of messages whose content is the sender's own: `peer_info`, `error`.
const OWN: [u8; 2] = [0, 255];

/// Number and sender of a message, if a file is called as one is: `00000001_fuzzer_initialize.bin`.
fn message(path: &Path) -> Option<(&str, &str)> {
    let mut parts = path.file_stem()?.to_str()?.splitn(3, '_');
    let (number, sender) = (parts.next()?, parts.next()?);
    let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    (is_number && matches!(sender, "fuzzer" | "target")).then_some((number, sender))
}

/// Whether a file is called as the messages of sessions are.
pub(crate) fn is_message(path: &Path) -> bool {
    message(path).is_some()
}

/// Plays a session.
///
/// # Errors
/// A folder or a file that is missing or unreadable; a file that is no message.
pub(crate) fn run(folder: &Path, target: &mut dyn Target) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    let files = files::binaries(folder)?;
    let unknown = |path: &PathBuf| VectorError::Unknown {
        path: path.clone(),
        expected: "NUMBER_fuzzer_KIND.bin, NUMBER_target_KIND.bin".to_owned(),
    };
    let mut rest = files.iter();
    while let Some(request) = rest.next() {
        let (number, sender) = message(request).ok_or_else(|| unknown(request))?;
        // Requests come before their responses, as `fuzzer` before `target`.
        let response = rest.next().ok_or_else(|| unknown(request))?;
        if sender != "fuzzer" || message(response) != Some((number, "target")) {
            return Err(unknown(response));
        }
        let expected = files::read(response)?;
        let found = target.respond(&files::read(request)?);
        tally.add(request, found.and_then(|found| compare(&expected, &found)));
    }
    Ok(tally)
}

fn compare(expected: &[u8], found: &[u8]) -> Result<(), String> {
    let kind = expected.first();
    if kind == found.first() && (expected == found || kind.is_some_and(|kind| OWN.contains(kind))) {
        return Ok(());
    }
    let text = |octets: &[u8]| {
        let start: String = octets.iter().take(33).map(|octet| format!("{octet:02x}")).collect();
        let words = match octets.first() {
            Some(255) => {
                format!(" ({})", String::from_utf8_lossy(octets.get(2..).unwrap_or_default()))
            }
            _ => String::new(),
        };
        format!("{} octets {start}{words}", octets.len())
    };
    Err(format!("expected {}, found {}", text(expected), text(found)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says the same whatever is asked.
    struct Same(Vec<u8>);

    impl Target for Same {
        fn respond(&mut self, _: &[u8]) -> Result<Vec<u8>, String> {
            Ok(self.0.clone())
        }
    }

    #[test]
    fn a_session_passes_or_differs() {
        let root = tempfile::tempdir().unwrap();
        for (file, octets) in [
            ("00000000_fuzzer_peer_info.bin", &[0, 1][..]),
            ("00000000_target_peer_info.bin", &[0, 2]),
            ("00000001_fuzzer_initialize.bin", &[1]),
            ("00000001_target_state_root.bin", &[2, 7]),
        ] {
            std::fs::write(root.path().join(file), octets).unwrap();
        }
        let tally = run(root.path(), &mut Same(vec![2, 7])).unwrap();
        assert_eq!((tally.passed, tally.differences.len()), (1, 1), "{tally:?}");
        let tally = run(root.path(), &mut Same(vec![0, 7])).unwrap();
        assert_eq!((tally.passed, tally.differences.len()), (1, 1), "{tally:?}");
        std::fs::remove_file(root.path().join("00000000_target_peer_info.bin")).unwrap();
        assert!(matches!(run(root.path(), &mut Same(vec![])), Err(VectorError::Unknown { .. })));
    }
}
