//! Words that the specification does not use.

use std::path::Path;

use super::Finding;

/// What is forbidden, and why it would be wrong here.
const FORBIDDEN: [(&str, &str); 16] = [
    ("sorry", "a hole in a proof"),
    ("admit", "a hole in a proof"),
    ("partial", "the model is total: recurse structurally or on a measure"),
    ("unsafe", "the kernel does not check it"),
    ("native_decide", "trusts the compiler; use `decide`"),
    ("ofReduceBool", "trusts the compiler; use `decide`"),
    ("implemented_by", "compiled code would not be what the theorems speak of"),
    ("extern", "compiled code would not be what the theorems speak of"),
    ("axiom", "nothing is assumed: prove it or take it as a hypothesis"),
    ("opaque", "a definition without a body is an assumption"),
    ("dbg_trace", "debugging output"),
    ("dbgTrace", "debugging output"),
    ("unreachable", "errors are values"),
    ("skipKernelTC", "the kernel must check everything"),
    ("noncomputable", "the model is executable"),
    ("debug", "debugging options change what is checked"),
];

/// The module whose functions are bound at link time, and the words that it needs for that. Of an `opaque` constant
/// nothing can be proved, so that no theorem speaks of what the compiled code does.
const BOUND_AT_LINK_TIME: (&str, [&str; 2]) = ("Jar/Crypto/Signatures.lean", ["extern", "opaque"]);

/// Reports the forbidden words of `bare` (a source without comments and strings).
pub(super) fn check(file: &Path, bare: &str, findings: &mut Vec<Finding>) {
    let (module, words_there) = BOUND_AT_LINK_TIME;
    let excused: &[&str] = if file == Path::new(module) { &words_there } else { &[] };
    for (number, line) in bare.lines().enumerate() {
        let mut add = |rule, text| {
            findings.push(Finding {
                file: file.to_owned(),
                line: number + 1,
                rule,
                text,
                warning: false,
            });
        };
        for (word, bang) in words(line) {
            let last = word.rsplit('.').next().unwrap_or(word);
            if word.contains("panic") && bang {
                add(
                    "panic",
                    "`panic!` continues with a default value: errors are values".to_owned(),
                );
            } else if bang && last != "s" {
                add(
                    "bang",
                    format!("`{word}!` continues with a default value: use the checked form"),
                );
            }
            for (forbidden, why) in FORBIDDEN {
                let hit = word.split('.').any(|part| part == forbidden);
                if hit && !excused.contains(&forbidden) {
                    add("word", format!("`{forbidden}`: {why}"));
                }
            }
        }
        for (at, _) in line.match_indices("]!") {
            if line.as_bytes().get(at + 2) != Some(&b'=') {
                add(
                    "bang",
                    "`[…]!` continues with a default value: use `[…]?` or prove the bound"
                        .to_owned(),
                );
            }
        }
    }
}

/// The (dotted) words of a line, each with whether a `!` follows at once.
fn words(line: &str) -> Vec<(&str, bool)> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '.' | '?');
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(start) = rest.find(part) {
        let tail = rest.get(start..).unwrap_or_default();
        let end = tail.find(|c| !part(c)).unwrap_or(tail.len());
        let (word, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
        found.push((word, after.starts_with('!')));
        rest = after;
    }
    found
}
