//! The worker's side of the protocol: generate, run on every engine, compare, report.
//!
//! Knows engines only through their trait, so the worker with the specification and the one of the tests are the same
//! but for their list of engines.

use crate::compare::{Verdict, compare};
use crate::protocol::{
    Answer, BatchReport, FrameError, Hex, Mismatch, Reply, Request, VERSION, receive, send,
};
use jar_diff_engines::Engine;
use jar_diff_gen::lane::Made;
use jar_diff_gen::{Coverage, Generator, Lane, Settings};
use jar_diff_wire::Case;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Differing cases that one batch report carries; the rest is counted.
const MISMATCHES_MAX: usize = 16;

/// How often a batch says that it is alive.
const ALIVE: Duration = Duration::from_secs(1);

/// Everything that a worker keeps between requests.
struct Worker<'a, 'e> {
    engines: &'a mut [Box<dyn Engine + 'e>],
    generator: Generator,
    coverage: Coverage,
    /// One buffer per engine.
    outs: Vec<Vec<u8>>,
    /// Panic message per engine of the last case.
    panics: Vec<Option<String>>,
}

/// Serves requests until [`Request::Stop`] or the end of the input. The first engine is the reference.
///
/// # Errors
/// [`FrameError`] if the pipe breaks or carries something else than requests.
pub fn serve(
    engines: &mut [Box<dyn Engine + '_>],
    input: &mut impl Read,
    output: &mut impl Write,
) -> Result<(), FrameError> {
    let names = engines.iter().map(|engine| engine.name().to_owned()).collect();
    send(output, &Reply::Ready { version: VERSION, engines: names })?;
    let generator = Generator::new(Settings::default());
    let coverage = Coverage::new(generator.space());
    let outs = vec![Vec::new(); engines.len()];
    let panics = vec![None; engines.len()];
    let mut worker = Worker { engines, generator, coverage, outs, panics };
    loop {
        let request = match receive(input) {
            Ok(request) => request,
            Err(FrameError::Pipe(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let reply = match request {
            Request::Stop => return Ok(()),
            Request::Observe { cases } => {
                Reply::Observed { rows: cases.iter().map(|case| worker.answers(&case.0)).collect() }
            }
            Request::Batch { lane, seed, first, count } => match lane.parse() {
                Ok(lane) => Reply::Batch(worker.batch(lane, seed, first, count, output)?),
                Err(message) => Reply::Failed { message },
            },
        };
        send(output, &reply)?;
    }
}

impl Worker<'_, '_> {
    /// Runs the generator's case (or its octets, if they may be malformed) on every engine.
    fn observe(&mut self, case: Option<&Case>, bytes: &[u8]) {
        let places = self.outs.iter_mut().zip(&mut self.panics);
        for (engine, (out, panic)) in self.engines.iter_mut().zip(places) {
            let run = AssertUnwindSafe(|| match case {
                Some(case) => engine.observe(case, bytes, out),
                None => engine.observe_bytes(bytes, out),
            });
            *panic = catch_unwind(run).err().map(|payload| {
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
                text.unwrap_or("a panic without message").to_owned()
            });
        }
    }

    /// Did all engines give the same octets?
    fn all_equal(&self) -> bool {
        let Some(first) = self.outs.first() else { return true };
        self.panics.iter().all(Option::is_none) && self.outs.iter().all(|out| out == first)
    }

    /// The last observations as answers.
    fn last_answers(&self) -> Vec<Answer> {
        let observed = self.outs.iter().zip(&self.panics);
        let named = self.engines.iter().zip(observed);
        named
            .map(|(engine, (out, panic))| match panic {
                Some(message) => Answer::panicked(engine.name(), message.clone()),
                None => Answer::observed(engine.name(), out.clone()),
            })
            .collect()
    }

    fn answers(&mut self, bytes: &[u8]) -> Vec<Answer> {
        let case = Case::decode(bytes).ok();
        self.observe(case.as_ref(), bytes);
        self.last_answers()
    }

    fn batch(
        &mut self,
        lane: Lane,
        seed: u64,
        first: u64,
        count: u64,
        output: &mut impl Write,
    ) -> Result<BatchReport, FrameError> {
        let mut report = BatchReport::default();
        let mut told = Instant::now();
        for number in first..first.saturating_add(count) {
            if told.elapsed() > ALIVE {
                send(output, &Reply::Alive { number })?;
                told = Instant::now();
            }
            self.case(lane, seed, number, &mut report);
        }
        report.coverage = self.coverage.drain();
        report.rss_kib = rss_kib();
        Ok(report)
    }

    fn case(&mut self, lane: Lane, seed: u64, number: u64, report: &mut BatchReport) {
        let coverage = &mut self.coverage;
        let made = self.generator.generate(lane, seed, number, |row, column| {
            coverage.hit(row, column);
        });
        report.cases += 1;
        if made == Made::Reject {
            report.rejects += 1;
            return;
        }
        // The buffers leave the generator for the time of the run.
        let bytes = std::mem::take(&mut self.generator.bytes);
        let case = std::mem::replace(&mut self.generator.case, Case::raw(Vec::new()));
        let decoded = if made == Made::Bytes { Case::decode(&bytes).ok() } else { None };
        let known = if made == Made::Case { Some(&case) } else { decoded.as_ref() };
        self.observe(known, &bytes);
        report.pairs += self.engines.len().saturating_sub(1) as u64;
        self.count_exit(report);
        if !self.all_equal() {
            self.judge(number, &bytes, known, report);
        }
        (self.generator.bytes, self.generator.case) = (bytes, case);
    }

    /// Counts how the reference left.
    fn count_exit(&self, report: &mut BatchReport) {
        let head = self.outs.first().and_then(|out| out.get(5..7)).unwrap_or(&[1, 0]);
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
