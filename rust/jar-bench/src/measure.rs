//! What is measured of a trace, and how.

use crate::floor::{self, Counts, Part};
use crate::inside::{Cores, machines};
use crate::target::{Peer, Session};
use crate::trace::Trace;
use anyhow::Context;
use bench_kit::{Summary, quantile};
use jar_stf::invocation::Machines;
use serde::Serialize;

/// Who imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Who {
    /// This process on one core, processor time.
    OneCore(String),
    /// This process on all cores, wall time.
    AllCores(String),
    /// A node behind the fuzz protocol, wall time.
    Node(String),
}

/// How long all blocks of a trace took.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Import {
    pub(crate) who: Who,
    /// Nanoseconds of all blocks.
    pub(crate) all: Summary,
    /// The same as processor time, where it is known and another one.
    pub(crate) processor: Option<Summary>,
    /// Nanoseconds of a block: the median over the rounds of each; of these the median, the ninth decile, the greatest.
    pub(crate) block: [f64; 3],
}

/// A part of the floor.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PartTime {
    pub(crate) part: &'static str,
    /// Nanoseconds for all blocks.
    pub(crate) all: Summary,
}

/// What was measured of a trace.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) trace: String,
    pub(crate) blocks: usize,
    pub(crate) counts: Counts,
    pub(crate) floor: Vec<PartTime>,
    pub(crate) imports: Vec<Import>,
}

impl Measured {
    /// The median of a part of the floor.
    pub(crate) fn part(&self, part: Part) -> f64 {
        let found = self.floor.iter().find(|time| time.part == part.name());
        found.map_or(f64::NAN, |time| time.all.median)
    }

    /// What somebody took.
    pub(crate) fn import(&self, who: &Who) -> Option<&Import> {
        self.imports.iter().find(|import| import.who == *who)
    }
}

/// What is to be measured.
pub(crate) struct Plan {
    pub(crate) engines: Vec<String>,
    pub(crate) peers: Vec<Peer>,
    /// Rounds that count; one more comes before them.
    pub(crate) rounds: usize,
}

/// Somebody who imports, with the times so far: a row for each round.
struct Runner {
    who: Who,
    how: How,
    rounds: Vec<Vec<f64>>,
    processor: Vec<f64>,
}

enum How {
    Inside(Cores, Box<dyn Machines>),
    Session(Session),
}

impl Runner {
    fn run(&mut self, trace: &Trace, counts: bool) -> anyhow::Result<()> {
        let (blocks, processor) = match &mut self.how {
            How::Inside(cores, machines) => (cores.import(trace, machines.as_ref())?, None),
            How::Session(session) => {
                let times = session.import(trace)?;
                (times.blocks, times.processor)
            }
        };
        if counts {
            self.rounds.push(blocks);
            self.processor.extend(processor);
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<Import> {
        let nothing = "no round was measured";
        let sum = |round: &Vec<f64>| round.iter().sum();
        let all = Summary::of(self.rounds.iter().map(sum).collect(), 1).context(nothing)?;
        let count = self.rounds.first().map_or(0, Vec::len);
        let median = |block: usize| {
            let times = self.rounds.iter().filter_map(|round| round.get(block).copied()).collect();
            Summary::of(times, 1).map(|summary| summary.median)
        };
        let mut blocks: Vec<f64> = (0..count).filter_map(median).collect();
        blocks.sort_unstable_by(f64::total_cmp);
        let block = [0.5, 0.9, 1.0].map(|fraction| quantile(&blocks, fraction));
        Ok(Import { who: self.who, all, processor: Summary::of(self.processor, 1), block })
    }
}

fn runners(plan: &Plan, trace: &Trace) -> anyhow::Result<Vec<Runner>> {
    let mut runners = Vec::new();
    let mut add =
        |who, how| runners.push(Runner { who, how, rounds: Vec::new(), processor: Vec::new() });
    for engine in &plan.engines {
        add(Who::OneCore(engine.clone()), How::Inside(Cores::one()?, machines(engine)?));
        add(Who::AllCores(engine.clone()), How::Inside(Cores::all()?, machines(engine)?));
    }
    for peer in &plan.peers {
        add(Who::Node(peer.name.clone()), How::Session(peer.open(&trace.params)?));
    }
    Ok(runners)
}

/// Measures everything of a trace, in turns, so that noise hits all alike.
pub(crate) fn measure(plan: &Plan, trace: &Trace) -> anyhow::Result<Measured> {
    let works = floor::works(trace)?;
    let mut parts: Vec<Vec<f64>> = vec![Vec::new(); Part::ALL.len()];
    let mut runners = runners(plan, trace)?;
    for round in 0..=plan.rounds {
        for (part, times) in Part::ALL.into_iter().zip(&mut parts) {
            let all: anyhow::Result<Vec<f64>> = works.iter().map(|work| work.time(part)).collect();
            let all = all.with_context(|| trace.name.clone())?;
            if round > 0 {
                times.push(all.iter().sum());
            }
        }
        for runner in &mut runners {
            let name = format!("{:?}", runner.who);
            runner.run(trace, round > 0).with_context(|| name)?;
        }
    }
    let floor = Part::ALL.into_iter().zip(parts).map(|(part, times)| {
        let all = Summary::of(times, 1).context("no round was measured")?;
        Ok(PartTime { part: part.name(), all })
    });
    Ok(Measured {
        trace: trace.name.clone(),
        blocks: trace.steps.len(),
        counts: floor::counts(&works),
        floor: floor.collect::<anyhow::Result<_>>()?,
        imports: runners.into_iter().map(Runner::finish).collect::<anyhow::Result<_>>()?,
    })
}
