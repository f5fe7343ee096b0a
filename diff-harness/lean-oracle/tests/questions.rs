//! The specification and the Rust libraries answer the same questions about the protocol's types and functions.

use jar_diff_engines::Engine;
use jar_diff_questions::{Answer, Kind, Native, TYPES, invocation, make};
use jar_lean_oracle::with_oracle;

#[test]
fn the_types_are_the_same_by_number_and_name() {
    let mut out = Vec::new();
    with_oracle(|oracle| oracle.codec_types(&mut out)).unwrap();
    let lean = String::from_utf8(out).unwrap();
    let rust: Vec<String> =
        TYPES.iter().map(|kind| format!("{} {}", kind.number, kind.name)).collect();
    let lacking: Vec<&str> =
        lean.lines().filter(|line| !rust.iter().any(|name| name == line)).collect();
    assert_eq!(lacking, ["2 unsigned_header"]);
    assert_eq!(rust.len(), lean.lines().count() - 1);
}

#[test]
fn answers_agree() {
    with_oracle(|mut oracle| {
        let (mut question, mut lean, mut rust) = (Vec::new(), Vec::new(), Vec::new());
        for kind in [Kind::Codec, Kind::Function] {
            for number in 0..4000 {
                make(kind, 1, number, &mut question);
                Native::default().observe_bytes(&question, &mut rust);
                if rust.is_empty() {
                    // Arguments without a value.
                    continue;
                }
                oracle.observe_bytes(&question, &mut lean);
                let answers = (Answer::read(&lean).unwrap(), Answer::read(&rust).unwrap());
                assert_eq!(answers.0.first_mismatch(&answers.1), None, "{kind:?} {number}");
                assert_eq!(lean, rust, "{kind:?} {number}");
            }
        }
    })
    .unwrap();
}

#[test]
fn services_do_the_same() {
    with_oracle(|mut oracle| {
        let (mut question, mut lean, mut rust) = (Vec::new(), Vec::new(), Vec::new());
        let mut native = Native::default();
        for number in 0..600 {
            invocation(1, number, &mut question);
            native.observe_bytes(&question, &mut rust);
            oracle.observe_bytes(&question, &mut lean);
            let answers = (Answer::read(&lean).unwrap(), Answer::read(&rust).unwrap());
            assert_eq!(answers.0.first_mismatch(&answers.1), None, "{number}");
            assert!(lean == rust, "{number}");
        }
    })
    .unwrap();
}
