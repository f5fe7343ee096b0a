//! Import in this process.

use crate::trace::Trace;
use anyhow::{Context, ensure};
use bench_kit::Clock;
use jar_stf::Caches;
use jar_stf::invocation::Machines;
use jar_types::Hash;
use rayon::ThreadPool;
use std::sync::Arc;

/// The engine of a name.
pub(crate) fn machines(name: &str) -> anyhow::Result<Box<dyn Machines>> {
    Ok(match name {
        "interpreter" => Box::new(javm::Interpreter),
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        "fixed" => Box::new(javm_jit::Fixed::new().context("engine fixed")?),
        other => anyhow::bail!("no engine {other} here: expected interpreter or fixed"),
    })
}

/// On how many cores blocks are imported, and what is counted.
pub(crate) struct Cores {
    pool: ThreadPool,
    clock: Clock,
    /// Rings and keys stay from round to round, as they stay from session to session in `jar target`.
    caches: Arc<Caches>,
}

impl Cores {
    /// One core; processor time.
    pub(crate) fn one() -> anyhow::Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
        Ok(Self { pool, clock: Clock::Thread, caches: Arc::default() })
    }

    /// All cores; wall time.
    pub(crate) fn all() -> anyhow::Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new().build()?;
        Ok(Self { pool, clock: Clock::Wall, caches: Arc::default() })
    }

    /// Imports all blocks on a new chain: nanoseconds of each. Every root is compared.
    pub(crate) fn import(
        &self,
        trace: &Trace,
        machines: &dyn Machines,
    ) -> anyhow::Result<Vec<f64>> {
        self.pool.install(|| {
            let mut chain = trace.chain(Arc::clone(&self.caches))?;
            let import = |(number, step): (usize, &crate::trace::Step)| {
                let start = self.clock.now();
                let imported = chain.import(machines, &step.octets, None);
                let time = self.clock.now().saturating_sub(start);
                let found = imported.as_ref().map(|imported| imported.root);
                check(trace, number, found.map_err(ToString::to_string))?;
                Ok(time as f64)
            };
            trace.steps.iter().enumerate().map(import).collect()
        })
    }
}

/// Whether a block gave what it must give.
pub(crate) fn check(
    trace: &Trace,
    number: usize,
    found: Result<Hash, String>,
) -> anyhow::Result<()> {
    let expected = trace.steps.get(number).and_then(|step| step.root);
    let right = match (&found, expected) {
        (Ok(found), Some(expected)) => *found == expected,
        (Err(_), None) => true,
        _ => false,
    };
    let text = |root: Option<Hash>| root.map_or("a rejection".to_owned(), |root| root.to_string());
    ensure!(
        right,
        "{}, block {}: expected {}, found {}",
        trace.name,
        number.saturating_add(1),
        text(expected),
        found.map_or_else(|error| format!("a rejection: {error}"), |root| root.to_string())
    );
    Ok(())
}
