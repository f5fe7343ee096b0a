//! The whole path from a mismatch to a card, on engines with planted bugs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking, also in its helpers"
)]

use jar_diff_core::card::{self, Provenance, html, text};
use jar_diff_core::planted::{Bug, Flaw, Flawed, Planted};
use jar_diff_core::protocol::{Answer, BatchReport, Reply, Request, receive, send};
use jar_diff_core::serve::serve;
use jar_diff_core::{Field, ObserveError, Observer, finding, locate, shrink};
use jar_diff_engines::{Engine, Javm, Start, Switch, normalise, spelt_out};
use jar_diff_gen::{Settings, program};
use jar_diff_wire::{Case, Outcome, Program};
use javm::Interpreter;
use std::time::Duration;

struct Local(Vec<Box<dyn Engine>>);

impl Local {
    /// The interpreter, one with a flaw, and `switch` made of both.
    fn flawed(flaw: &str) -> Self {
        let flaw: Flaw = flaw.parse().unwrap();
        let switch = Switch::new(vec![Box::new(Interpreter), Box::new(Flawed(flaw))]);
        let flawed = Javm::new(Flawed(flaw));
        Self(vec![Box::new(Javm::new(Interpreter)), Box::new(flawed), Box::new(switch)])
    }

    fn with(bug: &str) -> Self {
        let bug: Bug = bug.parse().unwrap();
        let sound = Javm::new(Interpreter);
        let planted = Planted::new(Javm::new(Interpreter), bug);
        Self(vec![Box::new(sound), Box::new(planted)])
    }
}

impl Observer for Local {
    fn observe(&mut self, cases: &[Vec<u8>]) -> Result<Vec<Vec<Answer>>, ObserveError> {
        let mut rows = Vec::new();
        for bytes in cases {
            let mut row = Vec::new();
            for engine in &mut self.0 {
                let mut out = Vec::new();
                engine.observe_bytes(bytes, &mut out);
                row.push(Answer::observed(engine.name(), out));
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

/// The first case of the program lane on which the engines differ.
fn differing(observer: &mut Local) -> Case {
    let mut lane = program::Lane::default();
    for number in 0..20_000 {
        let (_, case) = lane.generate(&Settings::default(), 11, number);
        let bytes = case.encode().unwrap();
        if locate(observer, &bytes).unwrap().is_some() {
            return case;
        }
    }
    panic!("the planted bug was not found")
}

fn bucket_and_size(bug: &str) -> (String, Field, usize) {
    let mut observer = Local::with(bug);
    let case = differing(&mut observer);
    let mut improvements = 0;
    let shrunk = shrink(&mut observer, &case, Duration::from_secs(20), &mut |_, _| {
        improvements += 1;
    });
    let shrunk = shrunk.unwrap().unwrap();
    assert!(improvements > 0, "{bug}: nothing improved");
    let bytes = shrunk.case.encode().unwrap();
    let again = locate(&mut observer, &bytes).unwrap().unwrap();
    assert_eq!(again.bucket, shrunk.divergence.bucket, "{bug}: the small case is in its bucket");
    let (before, after) = shrunk.instructions.unwrap();
    assert!(after <= before);
    (again.bucket.opcode.clone(), again.bucket.field, after)
}

#[test]
fn planted_bugs_are_found_located_and_made_small() {
    for (bug, opcode, field) in [
        ("swap:sub_64:add_64", "sub_64", Field::Registers),
        ("swap:branch_lt_u:branch_ge_u", "branch_lt_u", Field::Pc),
        ("swap:store_ind_u32:store_ind_u16", "store_ind_u32", Field::Content),
        ("swap:load_imm_jump:branch_ne_imm", "load_imm_jump", Field::Registers),
    ] {
        let (found, in_field, size) = bucket_and_size(bug);
        assert_eq!(found, opcode, "{bug}");
        assert_eq!(in_field, field, "{bug}");
        assert!(size <= 5, "{bug}: {size} instructions");
    }
}

/// The cases of the program lane that are standard programs.
fn standard_cases() -> impl Iterator<Item = Case> {
    let mut lane = program::Lane::default();
    // The first case of each program.
    let numbers = (0..20_000).map(|program| program * program::INPUTS);
    let cases = numbers.map(move |number| lane.generate(&Settings::default(), 12, number).1);
    cases.filter(|case| case.program != Program::Raw)
}

#[test]
fn a_standard_program_spelt_out_runs_the_same() {
    let mut compared = 0;
    for case in standard_cases().take(300) {
        // An invalid program is reported without its initial state.
        let Some(raw) = spelt_out(&case).filter(|raw| javm::Program::parse(&raw.blob).is_ok())
        else {
            continue;
        };
        let run = |case: &Case| {
            let mut out = Vec::new();
            Javm::new(Interpreter).observe(case, &case.encode().unwrap(), &mut out);
            let Outcome::Ran(mut observation) = Outcome::decode(&out).unwrap() else {
                panic!("malformed")
            };
            normalise(case, &mut observation);
            observation
        };
        assert_eq!(run(&case), run(&raw));
        compared += 1;
    }
    assert!(compared > 250, "{compared}");
}

#[test]
fn standard_programs_are_made_as_small_as_others() {
    let mut observer = Local::with("swap:sub_64:add_64");
    let differs = |case: &Case| locate(&mut observer, &case.encode().unwrap()).unwrap().is_some();
    let case = standard_cases().find(differs).unwrap();
    let shrunk = shrink(&mut observer, &case, Duration::from_secs(20), &mut |_, _| {});
    let shrunk = shrunk.unwrap().unwrap();
    assert_eq!(shrunk.case.program, Program::Raw);
    let (before, after) = shrunk.instructions.unwrap();
    assert!(after <= 2 && before > after, "{before} to {after}");
    assert!(shrunk.case.pages.is_empty() && shrunk.case.blob.len() < 20, "{:?}", shrunk.case);
}

#[test]
fn what_is_lost_where_state_is_handed_on_is_found() {
    for flaw in ["charged", "halves", "heap"] {
        let mut observer = Local::flawed(flaw);
        let case = differing(&mut observer);
        let shrunk = shrink(&mut observer, &case, Duration::from_secs(10), &mut |_, _| {});
        let shrunk = shrunk.unwrap().unwrap();
        let difference = &shrunk.divergence.difference;
        assert_eq!(difference.odd.as_deref(), Some("switch"), "{flaw}");
        assert_eq!(difference.engines, "switch≠{interpreter,flawed}", "{flaw}");
    }
}

#[test]
fn a_sound_switch_never_differs() {
    let parts: Vec<Box<dyn Start>> =
        vec![Box::new(Interpreter), Box::new(javm_jit::Fixed::new().unwrap())];
    let engines: Vec<Box<dyn Engine>> =
        vec![Box::new(Javm::new(Interpreter)), Box::new(Switch::new(parts))];
    let mut observer = Local(engines);
    let mut lane = program::Lane::default();
    let mut single = Case::raw(Vec::new());
    for number in 0..3_000 {
        let (_, case) = lane.generate(&Settings::default(), 13, number);
        jar_diff_gen::single::Single::default().generate(13, number, &mut single, |_, _| {});
        for case in [&case, &single] {
            let found = locate(&mut observer, &case.encode().unwrap()).unwrap();
            assert!(found.is_none(), "case {number}: {:?}", found.map(|found| found.bucket));
        }
    }
}

#[test]
fn the_suspect_in_a_block_that_runs_as_a_whole_is_named() {
    let blob = javm_asm::assemble(
        "
@0:
    add_imm_64 r1, r1, -0x1
    branch_ne_imm r1, 0x0, @0
@1:
    move_reg r4, r5
    sub_64 r3, r4, r6
    add_64 r7, r3, r3
    load_imm r3, 0x0
    jump @2
@2:
    trap
",
    );
    let mut case = Case { gas: 100, step_limit: 50, ..Case::raw(blob.unwrap()) };
    (case.registers[1], case.registers[5], case.registers[6]) = (3, 9, 4);
    let mut observer = Local::flawed("blocks:sub_64:xor");
    let found = locate(&mut observer, &case.encode().unwrap()).unwrap().unwrap();
    assert_eq!(found.difference.engines, "flawed≠interpreter");
    // The step that completes the block is the jump; the instruction that is wrong is the second.
    assert_eq!((found.agreed, found.bucket.opcode.as_str()), (3 * 2 + 4, "sub_64"));
    let block = found.block.as_ref().unwrap();
    assert_eq!((block.lines.len(), block.suspect), (5, 1));
    assert!(found.difference.detail.contains("r3"), "{}", found.difference.detail);
    let card = card::build(&mut observer, &case.encode().unwrap(), &found, Provenance::default());
    let plain = text::render(&card.unwrap(), false);
    assert!(plain.contains("block that step 11 ends"), "{plain}");
    assert!(plain.lines().any(|l| l.contains('▶') && l.contains("sub_64 r3, r4, r6")), "{plain}");
    let shrunk = shrink(&mut observer, &case, Duration::from_secs(20), &mut |_, _| {});
    let shrunk = shrunk.unwrap().unwrap();
    assert_eq!(shrunk.divergence.bucket, found.bucket);
    assert!(shrunk.instructions.unwrap().1 <= 2, "{:?}", shrunk.instructions);
}

#[test]
fn the_suspect_is_named_where_the_run_ends_inside_the_block() {
    for (end, exit) in [("load_u8 r2, 0x30000", "page-fault"), ("ecalli 0x7", "host-call")] {
        let source = format!(
            "
@0:
    add_imm_64 r1, r1, -0x1
    branch_ne_imm r1, 0x0, @0
@1:
    move_reg r4, r5
    sub_64 r3, r4, r6
    {end}
    add_64 r7, r3, r3
    jump @2
@2:
    trap
"
        );
        let blob = javm_asm::assemble(&source).unwrap();
        let mut case = Case { gas: 100, step_limit: 50, ..Case::raw(blob) };
        (case.registers[1], case.registers[5], case.registers[6]) = (3, 9, 4);
        let mut observer = Local::flawed("blocks:sub_64:xor");
        let found = locate(&mut observer, &case.encode().unwrap()).unwrap().unwrap();
        assert_eq!(found.bucket.opcode, "sub_64", "{exit}");
        let block = found.block.as_ref().unwrap();
        assert_eq!((block.lines.len(), block.suspect), (3, 1), "{exit}");
        assert!(found.difference.detail.contains("r3"), "{}", found.difference.detail);
    }
}

#[test]
fn a_card_tells_the_whole_story() {
    let mut observer = Local::with("swap:sub_64:add_64");
    let case = differing(&mut observer);
    let shrunk = shrink(&mut observer, &case, Duration::from_secs(20), &mut |_, _| {});
    let shrunk = shrunk.unwrap().unwrap();
    let bytes = shrunk.case.encode().unwrap();
    let provenance = Provenance {
        origin: "lane program, seed 11".to_owned(),
        replay: "jar-diff replay case.bin".to_owned(),
        minimised: card::account(&shrunk),
    };
    let card = card::build(&mut observer, &bytes, &shrunk.divergence, provenance).unwrap();
    assert_eq!(card.columns, ["interpreter", "planted"]);
    assert_eq!(card.steps.iter().filter(|step| step.diverges).count(), 1);
    assert_eq!(card.rule.as_ref().unwrap().module, "Jar/Pvm/Alu.lean");
    let plain = text::render(&card, false);
    for part in ["sub_64", "▶", "jar-diff replay case.bin", "A.5.13", "registers"] {
        assert!(plain.contains(part), "{part} is missing in\n{plain}");
    }
    assert!(!plain.contains('\x1b'), "no colour unless asked for");
    assert!(text::render(&card, true).contains('\x1b'));
    let page = html::render(&card).unwrap();
    for part in ["<!doctype html>", "class=\"bad\"", "sub_64", "prefers-color-scheme"] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert!(!page.contains("http"), "the page asks for nothing from a network");
    let folder = tempfile::tempdir().unwrap();
    let place = finding::save_case(folder.path(), &shrunk.divergence, &bytes).unwrap();
    finding::file_card(&place, &card, &[1]).unwrap();
    for name in ["case.bin", "case.txt", "expected.obs", "note.md", "card.html"] {
        assert!(place.join(name).is_file(), "{name}");
    }
    assert_eq!(finding::read_card(&place).unwrap().slug, card.slug);
}

/// One request to a worker over a pipe made of vectors.
fn ask(bug: &str, request: &Request) -> BatchReport {
    let mut engines = Local::with(bug).0;
    let mut input = Vec::new();
    send(&mut input, request).unwrap();
    let mut output = Vec::new();
    serve(&mut engines, &mut input.as_slice(), &mut output).unwrap();
    let mut output = output.as_slice();
    assert!(matches!(receive(&mut output), Ok(Reply::Ready { .. })));
    loop {
        match receive(&mut output).unwrap() {
            // On a slow day.
            Reply::Alive(_) => {}
            Reply::Batch(report) => return *report,
            reply => panic!("{reply:?}"),
        }
    }
}

#[test]
fn a_worker_counts_what_it_does() {
    let request = |lane: &str| Request::Batch {
        lane: lane.to_owned(),
        seed: 4,
        first: 0,
        count: 3_000,
        careful: false,
    };
    let report = ask("swap:sub_64:add_64", &request("mix"));
    assert_eq!((report.cases, report.rejects, report.poisoned), (3_000, 0, 0));
    assert_eq!(report.pairs, 3_000);
    assert_eq!(report.exits.iter().sum::<u64>(), 3_000);
    assert!(!report.mismatches.is_empty() && !report.coverage.is_empty());
    let clean = ask(
        "panic:trap",
        &Request::Batch { lane: "bytes".to_owned(), seed: 4, first: 0, count: 5, careful: true },
    );
    assert!(clean.cases == 5);
}

#[test]
fn two_sound_engines_never_differ() {
    let request =
        Request::Batch { lane: "mix".to_owned(), seed: 1, first: 0, count: 20_000, careful: false };
    let report = ask("swap:sub_64:sub_64", &request);
    assert_eq!((report.mismatches.len(), report.rejects), (0, 0));
}

#[test]
fn a_panicking_engine_is_a_finding() {
    let request =
        Request::Batch { lane: "single".to_owned(), seed: 1, first: 0, count: 500, careful: true };
    let report = ask("panic:rot_l_64", &request);
    let answers = &report.mismatches.first().unwrap().answers;
    assert_eq!(answers[1].panic.as_deref(), Some("planted"));
}
