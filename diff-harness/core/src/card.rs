//! The counterexample card: everything a person needs to judge one divergence, as data.
//!
//! [`text`] and [`html`] only lay it out. A card is built by running the case a few more times around its first
//! divergence.

pub mod html;
mod question;
pub mod text;

use crate::block::Block;
use crate::compare::{Decoded, exit_name, first_mismatch};
use crate::divergence::{Divergence, ObserveError, Observer};
use crate::program::{Line, instruction_at};
use crate::rules::{Rule, question_rule, rule};
use crate::shrink::Shrunk;
use jar_diff_engines::SWITCH;
use jar_diff_questions::Question;
use jar_diff_wire::{Case, Observation};
use serde::{Deserialize, Serialize};

/// Steps shown before the first divergence.
const CONTEXT: u64 = 8;

/// One counterexample.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Card {
    /// Name of the bucket's folder.
    pub slug: String,
    /// Who disagrees with whom.
    pub engines: String,
    /// The first field that differs.
    pub field: String,
    /// The instruction at the first divergence.
    pub opcode: String,
    /// Opcode and field as a headline.
    pub title: String,
    /// The difference in a line: reference / other.
    pub detail: String,
    /// Names of the engines, the reference first.
    pub columns: Vec<String>,
    /// Steps that all engines agree on.
    pub agreed: u64,
    /// The steps around the first divergence.
    pub steps: Vec<Step>,
    /// The instructions of the block that the diverging step ends, if an engine may run it as a whole.
    #[serde(default)]
    pub block: Vec<BlockLine>,
    /// The fields after the diverging step, those that differ marked.
    pub fields: Vec<Row>,
    /// The program.
    pub listing: Vec<String>,
    /// Where the rule is written.
    pub rule: Option<Rule>,
    /// What the minimiser did, in a sentence.
    pub minimised: String,
    /// Who is probably wrong.
    pub verdict: String,
    /// The command that shows it again.
    pub replay: String,
    /// The case as text.
    pub case_text: String,
    /// Where it came from: lane, seed, number, build.
    pub origin: String,
}

/// One step of the trace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Number of the step, from 1.
    pub number: u64,
    /// Program counter before it.
    pub pc: String,
    /// The instruction.
    pub instruction: String,
    /// What it changed, per engine; `=` where it is as in the reference.
    pub cells: Vec<String>,
    /// Is this the first divergence?
    pub diverges: bool,
}

/// One instruction of the block around the first divergence.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BlockLine {
    /// Program counter.
    pub pc: String,
    /// The instruction.
    pub instruction: String,
    /// Do the engines differ from here on, when the block is cut behind it?
    pub suspect: bool,
}

/// One field after the diverging step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// The field.
    pub name: String,
    /// Its value before the step; empty where that says nothing.
    pub before: String,
    /// Its value per engine; `=` where it is as in the reference.
    pub cells: Vec<String>,
}

/// What the card says about the search that led to it.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Lane, seed, number.
    pub origin: String,
    /// The replay command.
    pub replay: String,
    /// The minimiser's account, if it ran.
    pub minimised: String,
}

/// The minimiser's account.
#[must_use]
pub fn account(shrunk: &Shrunk) -> String {
    let sizes = shrunk
        .instructions
        .map_or_else(String::new, |(before, after)| format!("{before} → {after} instructions, "));
    let end = if shrunk.finished { "" } else { ", budget spent" };
    format!("{sizes}{} candidates in {:.1} s{end}", shrunk.candidates, shrunk.took.as_secs_f64())
}

/// Builds the card of a divergence.
///
/// # Errors
/// [`ObserveError`] of the observer.
pub fn build(
    observer: &mut dyn Observer,
    bytes: &[u8],
    divergence: &Divergence,
    provenance: Provenance,
) -> Result<Card, ObserveError> {
    let case = Case::decode(bytes).ok();
    let alive = !divergence.bucket.is_loss();
    let trace = match &case {
        Some(case) if alive => trace(observer, case, divergence.agreed)?,
        _ => Trace::default(),
    };
    let bucket = &divergence.bucket;
    let steps = case.as_ref().map(|case| steps(case, &trace)).unwrap_or_default();
    let fields = match (&case, trace.rows.as_slice()) {
        (Some(case), [.., before, after]) => fields(case, before.first(), after),
        (Some(case), [after]) => fields(case, None, after),
        _ => Vec::new(),
    };
    let opcode = javm::Opcode::from_name(&bucket.opcode);
    let question = Question::read(bytes);
    let (columns, fields) = match &question {
        Some(_) if alive => question::rows(observer, bytes)?,
        _ => (trace.columns, fields),
    };
    Ok(Card {
        slug: bucket.slug(),
        engines: bucket.engines.clone(),
        field: bucket.field.name().to_owned(),
        opcode: bucket.opcode.clone(),
        title: match bucket.opcode.as_str() {
            "-" => format!("{}: {}", bucket.engines, bucket.field.differs()),
            opcode => format!("{opcode}: {}", bucket.field.differs()),
        },
        detail: divergence.difference.detail.clone(),
        verdict: verdict(divergence, columns.first()),
        columns,
        agreed: divergence.agreed,
        steps,
        block: divergence.block.as_ref().map(block).unwrap_or_default(),
        fields,
        listing: match (&case, &question) {
            (Some(case), _) => listing(case),
            (None, Some(question)) => question.text().lines().map(str::to_owned).collect(),
            (None, None) => Vec::new(),
        },
        rule: match &question {
            Some(question) => Some(question_rule(question.kind)),
            None => opcode.map(rule),
        },
        minimised: provenance.minimised,
        replay: provenance.replay,
        case_text: match (&case, &question) {
            (Some(case), _) => crate::program::case_text(case),
            (None, Some(question)) => question.text(),
            (None, None) => crate::protocol::to_hex(bytes),
        },
        origin: provenance.origin,
    })
}

fn verdict(divergence: &Divergence, reference: Option<&String>) -> String {
    let camps = &divergence.difference.camps;
    match &divergence.difference.odd {
        Some(engine) if divergence.bucket.is_loss() => {
            format!("{engine} took the process that ran it along: no answer to compare")
        }
        Some(odd) if odd == SWITCH => {
            format!("{odd} alone: look where one engine takes over what another leaves")
        }
        Some(odd) if Some(odd) == reference => format!(
            "{odd} stands alone, but the others share decoder and memory: the Gray Paper decides"
        ),
        Some(odd) => format!("{odd} stands alone against engines that agree: look there first"),
        None => match camps.iter().map(Vec::len).collect::<Vec<_>>().as_slice() {
            [_] | [] | [1, 1] => "two engines, two answers: the Gray Paper decides".to_owned(),
            [few, many] => format!("{few} engines against {many}: look at what each side shares"),
            more => format!("{} different answers, no majority to go by", more.len()),
        },
    }
}

fn block(block: &Block) -> Vec<BlockLine> {
    let line = |(index, (pc, line)): (usize, &(u64, Line))| BlockLine {
        pc: format!("{pc:#06x}"),
        instruction: line.text.clone(),
        suspect: index == block.suspect,
    };
    block.lines.iter().enumerate().map(line).collect()
}

#[derive(Default)]
struct Trace {
    columns: Vec<String>,
    /// Number of steps after which each row was observed, ascending.
    first: u64,
    rows: Vec<Vec<Decoded>>,
}

/// Observes the states around the first divergence.
fn trace(observer: &mut dyn Observer, case: &Case, agreed: u64) -> Result<Trace, ObserveError> {
    let first = agreed.saturating_sub(CONTEXT);
    let last = agreed.saturating_add(1).min(case.step_limit);
    let cases: Vec<Vec<u8>> = (first..=last)
        .filter_map(|step_limit| Case { step_limit, ..case.clone() }.encode().ok())
        .collect();
    let rows = observer.observe(&cases)?;
    let columns = rows.first().map(|row| row.iter().map(|a| a.engine.clone()).collect());
    let decode = |row: &Vec<_>| row.iter().map(|answer| Decoded::of(answer, Some(case))).collect();
    Ok(Trace {
        columns: columns.unwrap_or_default(),
        first,
        rows: rows.iter().map(decode).collect(),
    })
}

fn steps(case: &Case, trace: &Trace) -> Vec<Step> {
    let pairs = trace.rows.iter().zip(trace.rows.iter().skip(1));
    pairs
        .zip(trace.first + 1..)
        .filter_map(|((before, after), number)| {
            let Some(Decoded::Ran(start)) = before.first() else { return None };
            let reference = after.first()?;
            let cells: Vec<String> = after
                .iter()
                .zip(before)
                .enumerate()
                .map(|(column, (now, then))| {
                    let same = column > 0 && first_mismatch(reference, now).is_none();
                    if same { "=".to_owned() } else { changes(then, now) }
                })
                .collect();
            Some(Step {
                number,
                pc: format!("{:#06x}", start.pc),
                instruction: instruction_at(case, start.pc)
                    .map(|line| line.text)
                    .unwrap_or_default(),
                diverges: cells.iter().skip(1).any(|cell| cell != "="),
                cells,
            })
        })
        .collect()
}

/// What a step changed.
fn changes(before: &Decoded, after: &Decoded) -> String {
    let (Decoded::Ran(before), Decoded::Ran(after)) = (before, after) else {
        return after.exit_name().to_owned();
    };
    let registers = before.registers.iter().zip(&after.registers).enumerate();
    let mut parts: Vec<String> = registers
        .filter(|(_, (then, now))| then != now)
        .map(|(index, (_, now))| format!("r{index}={}", grouped(*now)))
        .collect();
    if before.pages != after.pages {
        parts.push(stored(before, after));
    }
    if before.heap_break != after.heap_break {
        parts.push(format!("break={:#x}", after.heap_break));
    }
    if after.exit.kind() != jar_diff_wire::ExitKind::StepLimit {
        parts.push(exit_text(after));
    }
    parts.push(format!("pc={:#x} gas={}", after.pc, after.gas));
    parts.join(" ")
}

/// The first octets that a step stored.
fn stored(before: &Observation, after: &Observation) -> String {
    let changed = after.pages.iter().find(|page| !before.pages.contains(page));
    let Some(page) = changed else { return "memory".to_owned() };
    let old = before.pages.iter().find(|old| old.number == page.number);
    let zero = [0; 4096];
    let then = old.map_or(&zero, |old| &*old.content);
    let at = page.content.iter().zip(then.iter()).position(|(now, then)| now != then);
    let at = at.unwrap_or(0);
    let octets = page.content.iter().skip(at).take(8).map(|octet| format!("{octet:02x}"));
    let address = u64::from(page.number) * 4096 + at as u64;
    format!("[{address:#x}]={}", octets.collect::<Vec<_>>().join(" "))
}

fn exit_text(observation: &Observation) -> String {
    // A card cuts the run behind the step that it shows.
    if observation.exit.kind() == jar_diff_wire::ExitKind::StepLimit {
        return "none yet".to_owned();
    }
    let name = exit_name(observation.exit.kind());
    match observation.exit.payload() {
        0 => name.to_owned(),
        payload => format!("{name}({payload:#x})"),
    }
}

/// A word in hexadecimal, grouped by four digits; short if it is small.
#[must_use]
pub fn grouped(value: u64) -> String {
    if value < 0x1_0000 {
        return format!("{value:#x}");
    }
    let digits = format!("{value:016x}");
    let groups: Vec<&str> =
        (0..4).filter_map(|group| digits.get(group * 4..group * 4 + 4)).collect();
    format!("0x{}", groups.join("_"))
}

/// Name, value, and whether a row is shown where the engines agree.
type Shown<'a> = (String, &'a dyn Fn(&Observation) -> String, bool);

/// The fields after the diverging step: those that differ, and the registers that its instruction names.
fn fields(case: &Case, before: Option<&Decoded>, row: &[Decoded]) -> Vec<Row> {
    let start = before.and_then(|decoded| match decoded {
        Decoded::Ran(observation) => Some(observation.as_ref()),
        _ => None,
    });
    let instruction = start.and_then(|start| instruction_at(case, start.pc));
    let named = |index: usize| {
        let name = format!("r{index}");
        let text = instruction.as_ref().map_or("", |line| line.text.as_str());
        text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == name)
    };
    let register = |o: &Observation, index: usize| {
        let value = o.registers.get(index).map_or(0, |value| *value);
        format!("{} ({})", grouped(value), value as i64)
    };
    let pages = |o: &Observation| {
        let page = |page: &jar_diff_wire::ObservedPage| {
            let sum: u64 = page.content.iter().map(|&octet| u64::from(octet)).sum();
            format!("{:#x} {:?} Σ{sum}", page.number, page.access)
        };
        o.pages.iter().map(page).collect::<Vec<_>>().join(", ")
    };
    let registers: Vec<_> = (0..13).map(|i| move |o: &Observation| register(o, i)).collect();
    let mut shown: Vec<Shown<'_>> = vec![
        ("exit".to_owned(), &exit_text, true),
        ("gas".to_owned(), &|o| o.gas.to_string(), true),
        ("pc".to_owned(), &|o| format!("{:#x}", o.pc), true),
    ];
    for (index, value) in registers.iter().enumerate() {
        shown.push((format!("r{index}"), value, named(index)));
    }
    shown.push(("pages".to_owned(), &pages, false));
    shown.push(("break".to_owned(), &|o| format!("{:#x}", o.heap_break), false));
    shown.push(("calls".to_owned(), &|o| format!("{:x?}", o.calls), false));
    shown.into_iter().filter_map(|shown| field(shown, start, row)).collect()
}

/// One row, if it says anything.
fn field(
    (name, value, always): Shown<'_>,
    start: Option<&Observation>,
    row: &[Decoded],
) -> Option<Row> {
    let values: Vec<String> = row
        .iter()
        .map(|decoded| match decoded {
            Decoded::Ran(observation) => value(observation),
            Decoded::Panicked(message) => format!("panic: {message}"),
            other => other.exit_name().to_owned(),
        })
        .collect();
    let reference = values.first().cloned().unwrap_or_default();
    let differs = values.iter().any(|value| *value != reference);
    let cell = |(column, value): (usize, String)| {
        if column > 0 && value == reference { "=".to_owned() } else { value }
    };
    let before = start.map(value).unwrap_or_default();
    (always || differs).then(|| Row {
        name,
        before,
        cells: values.into_iter().enumerate().map(cell).collect(),
    })
}

/// The program, one line per instruction, at most 200.
fn listing(case: &Case) -> Vec<String> {
    let Some(program) = crate::program::program(case) else {
        return vec!["(the blob is not a program)".to_owned()];
    };
    program
        .instruction_starts()
        .take(200)
        .map(|pc| {
            let text = crate::program::text(&program.instruction_at(pc), pc);
            let entry = if pc == u64::from(case.pc) { "→" } else { " " };
            let block = if program.is_block_start(pc) { "▸" } else { " " };
            format!("{entry}{block}{pc:#06x}  {text}")
        })
        .collect()
}
