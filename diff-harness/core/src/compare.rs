//! Are the engines' answers to a case the same, and if not, what is the first thing that differs?
//!
//! The fast path compares octets. Only if they differ are the observations decoded and normalised (a machine may
//! list a page that is as it was), and then compared field by field in the order of [`Field`].

use crate::protocol::Answer;
use jar_diff_engines::{SWITCH, normalise};
use jar_diff_questions::{Part, chain_outcomes};
use jar_diff_wire::{Case, ExitKind, MalformedCase, Observation, Outcome};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is compared, in this order; the first that differs names the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// An engine, or the whole worker, died instead of answering.
    Crash,
    /// An answer that is no observation.
    Encoding,
    /// Whether the case is well-formed, and if not, the error.
    Status,
    /// How the run ended.
    Exit,
    /// Page-fault address or host-call identifier.
    Payload,
    /// Gas left.
    Gas,
    /// Program counter.
    Pc,
    /// The 13 registers.
    Registers,
    /// Which pages were touched.
    Pages,
    /// What the touched pages hold.
    Content,
    /// How the touched pages may be used.
    Access,
    /// The heap's break.
    Heap,
    /// The answered host calls.
    Calls,
    /// What is wrong with octets that are no value.
    Kind,
    /// Where in the octets.
    Offset,
    /// In which part of the value.
    Path,
    /// The rule that a section says is broken.
    Rule,
    /// The item that breaks it.
    Item,
    /// What a section gives.
    Given,
    /// The value of a type, encoded again, or of a function.
    Octets,
    /// The value as text.
    Text,
}

impl Field {
    /// What a headline says: the name and its verb.
    #[must_use]
    pub fn differs(self) -> String {
        match self {
            Self::Crash => "a crash".to_owned(),
            Self::Registers | Self::Pages | Self::Calls | Self::Octets => format!("{self} differ"),
            _ => format!("{self} differs"),
        }
    }

    /// The name in buckets and cards.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::Encoding => "encoding",
            Self::Status => "status",
            Self::Exit => "exit",
            Self::Payload => "payload",
            Self::Gas => "gas",
            Self::Pc => "pc",
            Self::Registers => "registers",
            Self::Pages => "pages",
            Self::Content => "content",
            Self::Access => "access",
            Self::Heap => "heap",
            Self::Calls => "calls",
            Self::Kind => "kind",
            Self::Offset => "offset",
            Self::Path => "path",
            Self::Rule => "rule",
            Self::Item => "item",
            Self::Given => "given",
            Self::Octets => "octets",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A declared resource limit that makes a comparison void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poison {
    /// An observation of more than [`OBSERVATION_MAX`] octets.
    ObservationSize,
    /// An engine gave no answer because the case needs more than it has ([`jar_diff_engines::Engine::observe`]).
    Resources,
}

/// The longest observation that is compared, in octets.
pub const OBSERVATION_MAX: usize = 1 << 26;

/// What came of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All engines agree.
    Equal,
    /// A declared resource limit was reached: counted, neither equal nor different.
    Poisoned(Poison),
    /// They do not.
    Diverged(Difference),
}

/// Who differs from whom, and in what first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The camps as text: `javm≠lean`, `jit≠{lean,javm}`, `{a,b}≠{c,d}`, `a≠b≠{c,d}`.
    pub engines: String,
    /// The engine that stands alone, if a majority of at least two agrees against it.
    pub odd: Option<String>,
    /// The engines by answer, the smallest camp first; among equals the reference's last. `switch`, which is made of the other
    /// engines, is in none of them unless those agree.
    pub camps: Vec<Vec<String>>,
    /// The first field that differs between the reference and the first engine that disagrees with it.
    pub field: Field,
    /// The exits of those two, the reference first.
    pub exits: String,
    /// The two values, and whose they are.
    pub detail: String,
}

/// One engine's decoded answer, normalised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// The engine panicked.
    Panicked(String),
    /// The octets are no observation.
    Unreadable(String),
    /// The case is malformed.
    Malformed(MalformedCase),
    /// The case was run.
    Ran(Box<Observation>),
    /// A question was answered.
    Answered(jar_diff_questions::Answer),
}

impl Decoded {
    /// Reads and normalises an answer.
    #[must_use]
    pub fn of(answer: &Answer, case: Option<&Case>) -> Self {
        if let Some(message) = &answer.panic {
            return Self::Panicked(message.clone());
        }
        if let Some(answer) = jar_diff_questions::Answer::read(answer.bytes()) {
            return Self::Answered(answer);
        }
        match Outcome::decode(answer.bytes()) {
            Ok(Outcome::Ran(mut observation)) => {
                if let Some(case) = case {
                    normalise(case, &mut observation);
                }
                Self::Ran(Box::new(observation))
            }
            Ok(Outcome::Malformed(error)) => Self::Malformed(error),
            Err(error) => Self::Unreadable(error.to_string()),
        }
    }

    /// How it ended, in a word.
    #[must_use]
    pub fn exit_name(&self) -> &'static str {
        match self {
            Self::Panicked(_) => "crash",
            Self::Unreadable(_) => "unreadable",
            Self::Malformed(_) => "malformed",
            Self::Ran(observation) => exit_name(observation.exit.kind()),
            Self::Answered(answer) => answer.name(),
        }
    }
}

/// The name of an exit kind in buckets and cards.
#[must_use]
pub const fn exit_name(kind: ExitKind) -> &'static str {
    match kind {
        ExitKind::Halt => "halt",
        ExitKind::Panic => "panic",
        ExitKind::OutOfGas => "out-of-gas",
        ExitKind::PageFault => "page-fault",
        ExitKind::HostCall => "host-call",
        ExitKind::StepLimit => "step-limit",
        ExitKind::InvalidProgram => "invalid-program",
    }
}

/// Compares all answers to a case (`None`: to octets that are none).
#[must_use]
pub fn compare(answers: &[Answer], case: Option<&Case>) -> Verdict {
    let Some((first, others)) = answers.split_first() else { return Verdict::Equal };
    let same = |answer: &Answer| {
        answer.panic.is_none() && !answer.bytes().is_empty() && answer.bytes() == first.bytes()
    };
    if same(first) && others.iter().all(same) {
        return Verdict::Equal;
    }
    if answers.iter().any(|answer| answer.panic.is_none() && answer.bytes().is_empty()) {
        return Verdict::Poisoned(Poison::Resources);
    }
    if answers.iter().any(|answer| answer.bytes().len() > OBSERVATION_MAX) {
        return Verdict::Poisoned(Poison::ObservationSize);
    }
    let decoded: Vec<Decoded> = answers.iter().map(|a| Decoded::of(a, case)).collect();
    difference(answers, &decoded).map_or(Verdict::Equal, Verdict::Diverged)
}

fn difference(answers: &[Answer], decoded: &[Decoded]) -> Option<Difference> {
    let name = |index: usize| answers.get(index).map_or("?", |answer| answer.engine.as_str());
    let all: Vec<(usize, &Decoded)> = decoded.iter().enumerate().collect();
    let independent = all.iter().copied().filter(|(index, _)| name(*index) != SWITCH).collect();
    let camps = Some(camps(independent)).filter(|camps| camps.len() > 1);
    let camps = camps.unwrap_or_else(|| self::camps(all));
    let reference = decoded.first()?;
    let others = camps.iter().filter(|camp| camp.first() != Some(&0));
    let index = others.filter_map(|camp| camp.first().copied()).min()?;
    let other = decoded.get(index)?;
    let (field, detail) = first_mismatch(reference, other)?;
    let odd = match camps.as_slice() {
        [odd, rest] if odd.len() == 1 && rest.len() > 1 => {
            odd.first().map(|odd| name(*odd).to_owned())
        }
        _ => None,
    };
    let camps: Vec<Vec<String>> = camps
        .iter()
        .map(|camp| camp.iter().map(|index| name(*index).to_owned()).collect())
        .collect();
    let text = |camp: &Vec<String>| match camp.as_slice() {
        [one] => one.clone(),
        _ => format!("{{{}}}", camp.join(",")),
    };
    let engines = camps.iter().map(text).collect::<Vec<_>>().join("≠");
    let chains = match (reference, other) {
        (Decoded::Answered(a), Decoded::Answered(b)) => chain_outcomes(a, b),
        _ => None,
    };
    let (a, b) = chains.unwrap_or_else(|| (reference.exit_name(), other.exit_name()));
    let exits = format!("{a}/{b}");
    let detail = match field {
        Field::Crash | Field::Encoding => detail,
        _ => format!("{detail} ({} / {})", name(0), name(index)),
    };
    Some(Difference { engines, odd, camps, field, exits, detail })
}

/// The engines that agree with each other, ascending; the smallest camp first, among equals the one with the first engine last.
fn camps(answers: Vec<(usize, &Decoded)>) -> Vec<Vec<usize>> {
    let mut camps: Vec<(&Decoded, Vec<usize>)> = Vec::new();
    for (index, decoded) in answers {
        let same = camps.iter_mut().find(|(first, _)| first_mismatch(first, decoded).is_none());
        match same {
            Some((_, camp)) => camp.push(index),
            None => camps.push((decoded, vec![index])),
        }
    }
    camps.reverse();
    camps.sort_by_key(|(_, camp)| camp.len());
    camps.into_iter().map(|(_, camp)| camp).collect()
}

/// The first field in which two answers differ, with both values.
#[must_use]
pub fn first_mismatch(left: &Decoded, right: &Decoded) -> Option<(Field, String)> {
    match (left, right) {
        (Decoded::Panicked(message), _) | (_, Decoded::Panicked(message)) => {
            Some((Field::Crash, message.clone()))
        }
        (Decoded::Unreadable(message), _) | (_, Decoded::Unreadable(message)) => {
            Some((Field::Encoding, message.clone()))
        }
        (Decoded::Ran(left), Decoded::Ran(right)) => observations(left, right),
        (Decoded::Answered(left), Decoded::Answered(right)) => {
            left.first_mismatch(right).map(|(part, text)| (field_of_part(part), text))
        }
        (Decoded::Malformed(left), Decoded::Malformed(right)) => {
            let text = |error: &MalformedCase| format!("{} at {}", error.code, error.offset);
            (left != right).then(|| (Field::Status, format!("{} / {}", text(left), text(right))))
        }
        _ => Some((Field::Status, format!("{} / {}", left.exit_name(), right.exit_name()))),
    }
}

const fn field_of_part(part: Part) -> Field {
    match part {
        Part::Status => Field::Status,
        Part::Kind => Field::Kind,
        Part::Offset => Field::Offset,
        Part::Path => Field::Path,
        Part::Rule => Field::Rule,
        Part::Item => Field::Item,
        Part::Given => Field::Given,
        Part::Octets => Field::Octets,
        Part::Text => Field::Text,
    }
}

fn observations(left: &Observation, right: &Observation) -> Option<(Field, String)> {
    let numbers =
        |field: Field, a: u64, b: u64| (a != b).then(|| (field, format!("{a:#x} / {b:#x}")));
    let (kind, other) = (left.exit.kind(), right.exit.kind());
    (kind != other)
        .then(|| (Field::Exit, format!("{} / {}", exit_name(kind), exit_name(other))))
        .or_else(|| numbers(Field::Payload, left.exit.payload(), right.exit.payload()))
        .or_else(|| numbers(Field::Gas, left.gas, right.gas))
        .or_else(|| numbers(Field::Pc, left.pc, right.pc))
        .or_else(|| {
            let mut pairs = left.registers.iter().zip(&right.registers).enumerate();
            pairs
                .find(|(_, (a, b))| a != b)
                .map(|(index, (a, b))| (Field::Registers, format!("r{index}: {a:#x} / {b:#x}")))
        })
        .or_else(|| pages(left, right))
        .or_else(|| numbers(Field::Heap, u64::from(left.heap_break), u64::from(right.heap_break)))
        .or_else(|| {
            (left.calls != right.calls).then(|| {
                let at = left.calls.iter().zip(&right.calls).take_while(|(a, b)| a == b).count();
                let lengths = (left.calls.len(), right.calls.len());
                (Field::Calls, format!("call {at}; {} / {} calls", lengths.0, lengths.1))
            })
        })
}

/// Set of pages, then content, then access.
fn pages(left: &Observation, right: &Observation) -> Option<(Field, String)> {
    let numbers = |o: &Observation| o.pages.iter().map(|page| page.number).collect::<Vec<_>>();
    let (a, b) = (numbers(left), numbers(right));
    if a != b {
        return Some((Field::Pages, format!("{a:x?} / {b:x?}")));
    }
    let both = || left.pages.iter().zip(&right.pages);
    let content = both().find_map(|(a, b)| {
        let at = a.content.iter().zip(b.content.iter()).position(|(a, b)| a != b)?;
        let octet = |page: &[u8]| page.get(at).copied().unwrap_or(0);
        let address = u64::from(a.number) * 4096 + at as u64;
        let (a, b) = (octet(&a.content[..]), octet(&b.content[..]));
        Some((Field::Content, format!("octet at {address:#x}: {a:#04x} / {b:#04x}")))
    });
    content.or_else(|| {
        both().find(|(a, b)| a.access != b.access).map(|(a, b)| {
            (Field::Access, format!("page {:#x}: {:?} / {:?}", a.number, a.access, b.access))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jar_diff_wire::{Access, Call, Exit, ObservedPage, Page};

    fn observation() -> Observation {
        Observation {
            exit: Exit::PageFault(0x2_0000),
            gas: 5,
            pc: 3,
            heap_break: 7,
            registers: [0; 13],
            pages: vec![ObservedPage {
                number: 16,
                access: Access::Writable,
                content: Box::new([0; 4096]),
            }],
            calls: vec![Call { identifier: 1, gas: 2, arguments: [0; 6] }],
        }
    }

    fn answer(engine: &str, observation: &Observation) -> Answer {
        Answer::observed(engine, Outcome::Ran(observation.clone()).encode())
    }

    fn field_of(change: impl Fn(&mut Observation)) -> Field {
        let reference = observation();
        let mut other = reference.clone();
        change(&mut other);
        match compare(&[answer("lean", &reference), answer("javm", &other)], None) {
            Verdict::Diverged(difference) => difference.field,
            verdict => panic!("{verdict:?}"),
        }
    }

    #[test]
    fn the_first_field_in_order_is_named() {
        assert_eq!(field_of(|o| (o.exit, o.gas) = (Exit::Halt, 0)), Field::Exit);
        assert_eq!(field_of(|o| (o.exit, o.pc) = (Exit::PageFault(0), 0)), Field::Payload);
        assert_eq!(field_of(|o| (o.gas, o.pc) = (0, 0)), Field::Gas);
        assert_eq!(field_of(|o| (o.pc, o.registers[2]) = (0, 1)), Field::Pc);
        assert_eq!(field_of(|o| (o.registers[2], o.heap_break) = (1, 1)), Field::Registers);
        assert_eq!(field_of(|o| (o.pages[0].number, o.heap_break) = (17, 1)), Field::Pages);
        assert_eq!(field_of(|o| o.pages[0].content[9] = 1), Field::Content);
        assert_eq!(field_of(|o| o.pages[0].access = Access::ReadOnly), Field::Access);
        assert_eq!(field_of(|o| o.heap_break = 8), Field::Heap);
        assert_eq!(field_of(|o| o.calls[0].arguments[5] = 1), Field::Calls);
        assert_eq!(field_of(|o| o.calls.clear()), Field::Calls);
    }

    #[test]
    fn a_page_as_it_was_is_no_difference() {
        let listed = observation();
        let mut silent = listed.clone();
        silent.pages.clear();
        let answers = [answer("lean", &listed), answer("javm", &silent)];
        let with = |access| Case {
            pages: vec![Page::new(16, access, Vec::new())],
            ..Case::raw(Vec::new())
        };
        assert_eq!(compare(&answers, Some(&with(Access::Writable))), Verdict::Equal);
        let remapped = compare(&answers, Some(&with(Access::ReadOnly)));
        assert!(matches!(remapped, Verdict::Diverged(_)), "{remapped:?}");
    }

    #[test]
    fn the_odd_one_of_three_is_named() {
        let good = observation();
        let bad = Observation { gas: 1, ..good.clone() };
        let answers = [answer("lean", &good), answer("javm", &good), answer("jit", &bad)];
        let Verdict::Diverged(difference) = compare(&answers, None) else { panic!("equal") };
        assert_eq!(difference.engines, "jit≠{lean,javm}");
        assert_eq!(difference.odd.as_deref(), Some("jit"));
        let answers = [answer("lean", &bad), answer("javm", &good), answer("jit", &good)];
        let Verdict::Diverged(difference) = compare(&answers, None) else { panic!("equal") };
        assert_eq!(difference.odd.as_deref(), Some("lean"));
    }

    #[test]
    fn camps_without_a_majority_are_named_as_they_are() {
        let good = observation();
        let bad = Observation { gas: 1, ..good.clone() };
        let worse = Observation { gas: 2, ..good.clone() };
        let judge = |observations: [&Observation; 4], last: &str| {
            let names = ["lean", "javm", "fixed", last];
            let answers: Vec<Answer> =
                names.iter().zip(observations).map(|(name, o)| answer(name, o)).collect();
            match compare(&answers, None) {
                Verdict::Diverged(difference) => (difference.engines, difference.odd),
                verdict => panic!("{verdict:?}"),
            }
        };
        let none = |text: &str| (text.to_owned(), None);
        assert_eq!(judge([&good, &good, &bad, &bad], "clif"), none("{fixed,clif}≠{lean,javm}"));
        assert_eq!(judge([&good, &bad, &good, &bad], "clif"), none("{javm,clif}≠{lean,fixed}"));
        assert_eq!(judge([&good, &bad, &worse, &bad], "clif"), none("fixed≠lean≠{javm,clif}"));
        let odd = |name: &str, text: &str| (text.to_owned(), Some(name.to_owned()));
        // What is made of the others has no vote, unless they agree.
        assert_eq!(judge([&good, &good, &bad, &bad], SWITCH), odd("fixed", "fixed≠{lean,javm}"));
        let alone = odd("switch", "switch≠{lean,javm,fixed}");
        assert_eq!(judge([&good, &good, &good, &bad], SWITCH), alone);
    }

    #[test]
    fn crashes_and_junk_are_differences() {
        let good = observation();
        let crash = [answer("lean", &good), Answer::panicked("javm", "index".to_owned())];
        let Verdict::Diverged(difference) = compare(&crash, None) else { panic!("equal") };
        assert_eq!(
            (difference.field, difference.exits.as_str()),
            (Field::Crash, "page-fault/crash")
        );
        let junk = [answer("lean", &good), Answer::observed("javm", vec![1, 2])];
        let Verdict::Diverged(difference) = compare(&junk, None) else { panic!("equal") };
        assert_eq!(difference.field, Field::Encoding);
    }

    #[test]
    fn oversized_observations_poison() {
        let big = Answer::observed("lean", vec![0; OBSERVATION_MAX + 1]);
        let verdict = compare(&[big, answer("javm", &observation())], None);
        assert_eq!(verdict, Verdict::Poisoned(Poison::ObservationSize));
        let nothing = [Answer::observed("lean", Vec::new()), Answer::observed("javm", Vec::new())];
        assert_eq!(compare(&nothing, None), Verdict::Poisoned(Poison::Resources));
    }
}
