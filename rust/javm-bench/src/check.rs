//! Results before times: every engine on every workload, in every setting.

use anyhow::{Context, bail, ensure};

use crate::engines::{Counting, Engine, Left, Loaded};
use crate::workload::Workload;

/// Compares what a run left and how often it called with what is expected.
fn compare(workload: &Workload, counting: Counting, calls: u64, left: &Left) -> anyhow::Result<()> {
    let expected = &workload.expected;
    if let Some(result) = left.result {
        let wanted = expected.registers.first().map(|(_, value)| *value);
        ensure!(wanted == Some(result), "result {result:#x}, expected {wanted:#x?}");
        return Ok(());
    }
    let registers = left.registers.context("neither a result nor registers")?;
    for (index, value) in &expected.registers {
        let found = registers.get(*index).copied().unwrap_or_default();
        ensure!(found == *value, "r{index} is {found:#x}, expected {value:#x}");
    }
    ensure!(calls == expected.calls, "{calls} host calls, expected {}", expected.calls);
    match (counting, left.gas) {
        (Counting::Instructions, Some(gas)) => {
            ensure!(gas == expected.gas, "gas {gas}, expected {}", expected.gas);
        }
        (Counting::Own, Some(gas)) => ensure!(gas > 0, "no gas was used"),
        (Counting::None, None) => {}
        (_, gas) => bail!("gas {gas:?}, which does not fit the engine"),
    }
    Ok(())
}

/// Two runs of a setting, which must be equal and right.
fn twice(workload: &Workload, counting: Counting, it: &mut dyn Loaded) -> anyhow::Result<Left> {
    let calls = it.run()?;
    let first = it.left();
    compare(workload, counting, calls, &first)?;
    it.reset()?;
    let calls = it.run()?;
    let second = it.left();
    compare(workload, counting, calls, &second).context("second run")?;
    ensure!(first == second, "the second run left {second:x?}, the first one {first:x?}");
    Ok(first)
}

/// All settings of one engine on one workload; the registers of the first one.
fn engine(engine: &dyn Engine, workload: &Workload) -> anyhow::Result<Option<[u64; 13]>> {
    let mut exact = None;
    let mut variants = engine.variants(workload)?;
    for variant in &mut variants {
        let left = twice(workload, engine.counting(), variant.as_mut())?;
        exact = exact.or(left.registers);
    }
    if let Some(last) = variants.last_mut() {
        last.whole().context("whole call")?;
    }
    Ok(exact)
}

/// Checks a workload on all engines, and the engines against each other.
///
/// # Errors
/// The first engine that is wrong.
pub(crate) fn check(workload: &Workload, engines: &[Box<dyn Engine>]) -> anyhow::Result<()> {
    let mut reference: Option<(&str, [u64; 13])> = None;
    for it in engines.iter().filter(|it| it.takes(workload)) {
        let found = engine(it.as_ref(), workload);
        let found = found.with_context(|| format!("{} on {}", it.name(), workload.name))?;
        let Some(registers) = found else { continue };
        let (name, wanted) = *reference.get_or_insert((it.name(), registers));
        ensure!(
            registers == wanted,
            "{} leaves {registers:x?} on {}, {name} {wanted:x?}",
            it.name(),
            workload.name
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::assembled;
    use bench_kit::Clock;

    /// What `javm-bench check` does, without the engines on Cranelift's code generator and in other processes: those take
    /// long in a build that is not optimised.
    #[test]
    fn every_result_is_right() {
        let (mut engines, _) = crate::engines::all();
        engines
            .retain(|engine| !engine.name().starts_with("clif") && engine.clock() == Clock::Thread);
        let names: Vec<&str> = engines.iter().map(|engine| engine.name()).collect();
        assert!(names.len() >= 5, "{names:?}");
        for workload in crate::cli::workloads().unwrap().iter().filter(|w| !w.is_apart()) {
            check(workload, &engines).unwrap();
        }
    }

    fn first(name: &str) -> Workload {
        assembled().unwrap().into_iter().find(|workload| workload.name == name).unwrap()
    }

    /// Changes what is expected, and says what the check makes of it.
    fn spoiled(change: fn(&mut Workload)) -> String {
        let (engines, _) = crate::engines::all();
        let mut workload = first("hostcall");
        change(&mut workload);
        format!("{:#}", check(&workload, &engines).unwrap_err())
    }

    #[test]
    fn a_wrong_result_is_an_error() {
        let text = spoiled(|workload| workload.expected.registers[0].1 += 1);
        assert_eq!(text, "interpreter on hostcall: r7 is 0x186a0, expected 0x186a1");
    }

    #[test]
    fn wrong_gas_is_an_error() {
        let text = spoiled(|workload| workload.expected.gas += 1);
        assert_eq!(text, "interpreter on hostcall: gas 400002, expected 400003");
    }

    #[test]
    fn a_missing_host_call_is_an_error() {
        let text = spoiled(|workload| workload.expected.calls += 1);
        assert_eq!(text, "interpreter on hostcall: 100000 host calls, expected 100001");
    }

    #[test]
    fn a_trap_is_an_error() {
        let text = spoiled(|workload| workload.pc = 1);
        assert!(
            text.starts_with("interpreter on hostcall: ended at 0x1 with Some(Panic)"),
            "{text}"
        );
    }
}
