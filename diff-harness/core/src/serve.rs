//! The worker's side of the protocol: generate, run on every engine, compare, report.
//!
//! Knows engines only through their trait, so the worker with the specification and the one of the tests are the same
//! but for their list of engines.

mod pulse;

use crate::compare::{Verdict, compare};
use crate::protocol::{
    Answer, BatchReport, FrameError, Hex, Mismatch, Reply, Request, VERSION, receive,
};
use jar_diff_engines::{Ask, Engine};
use jar_diff_gen::lane::Made;
use jar_diff_gen::{Coverage, Generator, Lane, Settings};
use jar_diff_questions::{Class, Kind, NATIVE, ask, chain, outcome};
use jar_diff_wire::Case;
use pulse::Pulse;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// Differing cases that one batch report carries; the rest is counted.
const MISMATCHES_MAX: usize = 16;

/// Everything that a worker keeps between requests.
struct Worker<'a, 'e> {
    engines: &'a mut [Box<dyn Engine + 'e>],
    generator: Generator,
    coverage: Coverage,
    /// Questions of the batch by class and outcome.
    questions: BTreeMap<(u8, u8, u8), u64>,
    /// One per engine.
    seats: Vec<Seat>,
}

/// What an engine did with the last case, and how long with all cases of the batch.
#[derive(Default)]
struct Seat {
    /// Was the case for it?
    taken: bool,
    /// Its answer.
    out: Vec<u8>,
    /// Its last words, if it panicked.
    panic: Option<String>,
    nanoseconds: u64,
}

/// Which cases an engine gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    /// All.
    All,
    /// Those that it takes ([`Engine::takes`]).
    Own,
}

/// Serves requests until [`Request::Stop`] or the end of the input. The first engine is the reference.
///
/// # Errors
/// [`FrameError`] if the pipe breaks or carries something else than requests.
pub fn serve(
    engines: &mut [Box<dyn Engine + '_>],
    input: &mut impl Read,
    output: &mut (impl Write + Send),
) -> Result<(), FrameError> {
    let names: Vec<String> = engines.iter().map(|engine| engine.name().to_owned()).collect();
    let pulse = Pulse::new(output, names.clone());
    pulse.say(&Reply::Ready { version: VERSION, engines: names })?;
    let generator = Generator::new(Settings::default());
    let coverage = Coverage::new(generator.space());
    let seats = engines.iter().map(|_| Seat::default()).collect();
    let mut worker = Worker { engines, generator, coverage, questions: BTreeMap::new(), seats };
    pulse.while_beating(|pulse| {
        loop {
            let request = match receive(input) {
                Ok(request) => request,
                Err(FrameError::Pipe(error))
                    if error.kind() == std::io::ErrorKind::UnexpectedEof =>
                {
                    return Ok(());
                }
                Err(error) => return Err(error),
            };
            match worker.reply(request, pulse)? {
                Some(reply) => pulse.say(&reply)?,
                None => return Ok(()),
            }
        }
    })
}

impl<'e> Worker<'_, 'e> {
    /// The final reply to a request; `None` to the last.
    fn reply<W: Write + Send>(
        &mut self,
        request: Request,
        pulse: &Pulse<'_, W>,
    ) -> Result<Option<Reply>, FrameError> {
        Ok(Some(match request {
            Request::Stop => return Ok(None),
            Request::Observe { cases } => {
                if let Some(message) = cases.iter().find_map(|case| self.unasked(ask(&case.case.0)))
                {
                    return Ok(Some(Reply::Failed { message }));
                }
                pulse.set_careful(true);
                let mut rows = Vec::with_capacity(cases.len());
                for (number, trial) in (0..).zip(&cases) {
                    pulse.case(number)?;
                    self.engines.iter_mut().for_each(|engine| engine.forget());
                    for earlier in &trial.history {
                        self.answers(&earlier.0, pulse)?;
                    }
                    rows.push(self.answers(&trial.case.0, pulse)?);
                }
                Reply::Observed { rows }
            }
            Request::Make { lane, seed, number } => match lane.parse() {
                Ok(lane) => {
                    pulse.set_careful(true);
                    pulse.case(number)?;
                    self.generator.generate(lane, seed, number, |_, _| {});
                    Reply::Made(Hex(self.generator.bytes.clone()))
                }
                Err(message) => Reply::Failed { message },
            },
            Request::Batch { lane, seed, first, count, careful } => match lane.parse::<Lane>() {
                Ok(lane) => {
                    if let Some(message) = self.unasked(lane.ask()) {
                        return Ok(Some(Reply::Failed { message }));
                    }
                    pulse.set_careful(careful);
                    let numbers = first..first.saturating_add(count);
                    Reply::Batch(Box::new(self.batch(lane, seed, numbers, pulse)?))
                }
                Err(message) => Reply::Failed { message },
            },
        }))
    }

    /// Why not all engines can be asked so.
    fn unasked(&self, ask: Ask) -> Option<String> {
        let engine = self.engines.iter().find(|engine| !engine.answers(ask))?.name();
        Some(match ask {
            Ask::Machine => format!("engine {engine} runs no cases: name machines by --engines"),
            Ask::Protocol => format!(
                "engine {engine} answers no questions: name others by --engines, such as lean,{NATIVE}"
            ),
        })
    }

    /// Runs the generator's case (or its octets, if they may be malformed) on every engine. The reference comes last: what is
    /// beyond an engine's resources is not tried on it, whose resources have no bound of their own.
    fn observe<W: Write + Send>(
        &mut self,
        case: Option<&Case>,
        bytes: &[u8],
        share: Share,
        pulse: &Pulse<'_, W>,
    ) -> Result<(), FrameError> {
        let count = self.engines.len();
        let mut unable = false;
        let mut before = Instant::now();
        for index in (1..count).chain(0..count.min(1)) {
            let (Some(engine), Some(seat)) =
                (self.engines.get_mut(index), self.seats.get_mut(index))
            else {
                continue;
            };
            seat.panic = None;
            seat.taken = share == Share::All || engine.takes(bytes);
            if unable && index == 0 || !seat.taken {
                seat.out.clear();
                continue;
            }
            pulse.engine(index)?;
            let out = &mut seat.out;
            let run = AssertUnwindSafe(|| match case {
                Some(case) => engine.observe(case, bytes, out),
                None => engine.observe_bytes(bytes, out),
            });
            if let Err(payload) = catch_unwind(run) {
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
                seat.panic = Some(text.unwrap_or("a panic without message").to_owned());
                seat.out.clear();
            } else {
                unable |= seat.out.is_empty();
            }
            let now = Instant::now();
            seat.nanoseconds += now.duration_since(before).as_nanos() as u64;
            before = now;
        }
        Ok(())
    }

    /// The engines that had the last case, with what they did with it.
    fn present(&self) -> impl Iterator<Item = (&Box<dyn Engine + 'e>, &Seat)> {
        self.engines.iter().zip(&self.seats).filter(|(_, seat)| seat.taken)
    }

    /// Did all engines give the same octets?
    fn all_equal(&self) -> bool {
        let Some(Seat { out: first, .. }) = self.seats.first() else { return true };
        !first.is_empty()
            && self.present().all(|(_, seat)| seat.panic.is_none() && seat.out == *first)
    }

    /// The last observations as answers.
    fn last_answers(&self) -> Vec<Answer> {
        self.present()
            .map(|(engine, seat)| match &seat.panic {
                Some(message) => Answer::panicked(engine.name(), message.clone()),
                None => Answer::observed(engine.name(), seat.out.clone()),
            })
            .collect()
    }

    fn answers<W: Write + Send>(
        &mut self,
        bytes: &[u8],
        pulse: &Pulse<'_, W>,
    ) -> Result<Vec<Answer>, FrameError> {
        let case = Case::decode(bytes).ok();
        self.observe(case.as_ref(), bytes, Share::All, pulse)?;
        Ok(self.last_answers())
    }

    fn batch<W: Write + Send>(
        &mut self,
        lane: Lane,
        seed: u64,
        numbers: Range<u64>,
        pulse: &Pulse<'_, W>,
    ) -> Result<BatchReport, FrameError> {
        let mut report = BatchReport::default();
        let busy_before = cpu_ns();
        self.seats.iter_mut().for_each(|seat| seat.nanoseconds = 0);
        let began = Instant::now();
        let mut before = began;
        for number in numbers {
            pulse.case(number)?;
            self.case(lane, seed, number, &mut report, pulse)?;
            let now = Instant::now();
            let took = now.duration_since(before).as_micros() as u64;
            if took > report.slowest.0 {
                report.slowest = (took, number);
            }
            before = now;
        }
        report.times.all = began.elapsed().as_nanos() as u64;
        report.times.engines = self.seats.iter().map(|seat| seat.nanoseconds).collect();
        report.coverage = self.coverage.drain();
        let questions = std::mem::take(&mut self.questions).into_iter();
        report.questions = questions.map(|((a, b, c), count)| (a, b, c, count)).collect();
        report.rss_kib = rss_kib();
        report.cpu_ns = cpu_ns().saturating_sub(busy_before);
        Ok(report)
    }

    fn case<W: Write + Send>(
        &mut self,
        lane: Lane,
        seed: u64,
        number: u64,
        report: &mut BatchReport,
        pulse: &Pulse<'_, W>,
    ) -> Result<(), FrameError> {
        let began = Instant::now();
        let coverage = &mut self.coverage;
        let made = self.generator.generate(lane, seed, number, |row, column| {
            coverage.hit(row, column);
        });
        report.cases += 1;
        report.times.generator += began.elapsed().as_nanos() as u64;
        if made == Made::Reject {
            report.rejects += 1;
            return Ok(());
        }
        // The buffers leave the generator for the time of the run.
        let bytes = std::mem::take(&mut self.generator.bytes);
        let case = std::mem::replace(&mut self.generator.case, Case::raw(Vec::new()));
        let decoded = if made == Made::Bytes { Case::decode(&bytes).ok() } else { None };
        let known = if made == Made::Case { Some(&case) } else { decoded.as_ref() };
        self.observe(known, &bytes, Share::Own, pulse)?;
        report.pairs += self.present().count().saturating_sub(1) as u64;
        if lane.questions().is_some() {
            self.count_question(lane, &bytes);
        } else {
            self.count_exit(report);
        }
        if !self.all_equal() {
            self.judge(number, &bytes, known, report);
        }
        (self.generator.bytes, self.generator.case) = (bytes, case);
        Ok(())
    }

    /// Counts what the reference answered to a question, and what answering it met.
    fn count_question(&mut self, lane: Lane, bytes: &[u8]) {
        if lane.questions() == Some(Kind::Chain) {
            let answer = self.seats.first().map_or(&[][..], |seat| &seat.out);
            for (row, column) in chain::count(bytes, answer) {
                *self.questions.entry((row, column, 0)).or_default() += 1;
            }
            return;
        }
        let outcome = outcome(self.seats.first().map_or(&[], |seat| &seat.out));
        if let Some(Class { subject, damage }) = self.generator.class {
            *self.questions.entry((subject, damage, outcome)).or_default() += 1;
            return;
        }
        for (cell, count) in self.engines.iter_mut().flat_map(|engine| engine.met()) {
            *self.questions.entry(cell).or_default() += count;
        }
    }

    /// Counts how the reference left.
    fn count_exit(&self, report: &mut BatchReport) {
        let head = self.seats.first().and_then(|seat| seat.out.get(5..7)).unwrap_or(&[1, 0]);
        let exit = match head {
            [0, exit] => usize::from(*exit),
            _ => 7,
        };
        if let Some(count) = report.exits.get_mut(exit) {
            *count += 1;
        }
    }

    fn judge(&self, number: u64, bytes: &[u8], case: Option<&Case>, report: &mut BatchReport) {
        let answers = self.last_answers();
        match compare(&answers, case) {
            Verdict::Equal => {}
            Verdict::Poisoned(_) => report.poisoned += 1,
            Verdict::Diverged(_) if report.mismatches.len() < MISMATCHES_MAX => {
                report.mismatches.push(Mismatch { number, case: Hex(bytes.to_vec()), answers });
            }
            Verdict::Diverged(_) => report.mismatches_left_off += 1,
        }
    }
}

/// The resident set of this process in KiB; 0 where the system does not tell.
fn rss_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}

/// Processor time of this thread so far in nanoseconds; 0 where the system does not tell.
fn cpu_ns() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
