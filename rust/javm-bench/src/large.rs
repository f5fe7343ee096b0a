//! Large programs: the code of real ones again and again.
//!
//! Static jumps are relative, so code can be moved as it is. The jump table of a large program begins with that of its first
//! part: run from its start it does what that part does, which is how its compilation is checked.

use anyhow::{Context, ensure};
use javm::init::StandardProgram;
use javm::{Parts, Program};

use crate::workload::{Group, Octets, Workload};

/// Octets per jump table entry.
const ENTRY: usize = 4;

/// What has been put together.
#[derive(Default)]
struct Joined {
    code: Vec<u8>,
    /// A bit per octet of code.
    starts: Vec<bool>,
    table: Vec<u8>,
}

impl Joined {
    fn push(&mut self, program: &Program) -> anyhow::Result<()> {
        let base = self.code.len();
        for index in 0..program.jump_table_length() {
            let to = program.jump_entry(index).context("a jump table that ends early")?;
            let to = u32::try_from(to.saturating_add(base as u64))?;
            self.table.extend(to.to_le_bytes());
        }
        self.code.extend(program.code());
        let starts = (0..program.code().len() as u64).map(|at| program.is_instruction_start(at));
        self.starts.extend(starts);
        Ok(())
    }

    fn blob(&self) -> Vec<u8> {
        let octet =
            |bits: &[bool]| bits.iter().rev().fold(0, |octet, bit| octet << 1 | u8::from(*bit));
        let bitmask: Vec<u8> = self.starts.chunks(8).map(octet).collect();
        let entries = (self.table.len() / ENTRY) as u64;
        let (jump_table, code) = (&self.table, &self.code);
        Parts { entries, entry_size: ENTRY as u8, jump_table, code, bitmask: &bitmask }.write()
    }
}

/// A program of at least `size` octets of code from the code of `parts`; it does what the first of them does.
///
/// # Errors
/// No parts, or a part that is no standard program.
pub(crate) fn large(parts: &[Workload], size: usize) -> anyhow::Result<Workload> {
    let first = parts.first().context("no programs to build a large one from")?;
    let Octets::Standard(octets) = &first.octets else {
        anyhow::bail!("{} is no standard program", first.name)
    };
    let programs = parts.iter().map(Workload::program).collect::<anyhow::Result<Vec<_>>>()?;
    let mut joined = Joined::default();
    for program in programs.iter().cycle() {
        ensure!(!program.code().is_empty(), "a program without code");
        joined.push(program)?;
        if joined.code.len() >= size {
            break;
        }
    }
    let blob = joined.blob();
    let standard = StandardProgram { code: &blob, ..StandardProgram::parse(octets)? };
    Ok(Workload {
        name: format!("{} of code", octets_text(joined.code.len())),
        group: Group::Large,
        octets: Octets::Standard(standard.write()),
        ..first.clone()
    })
}

/// A number of octets for people.
pub(crate) fn octets_text(octets: usize) -> String {
    match octets {
        0..1_000 => format!("{octets} B"),
        1_000..1_000_000 => format!("{:.0} kB", octets as f64 / 1e3),
        _ => format!("{:.1} MB", octets as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::assembled;

    #[test]
    fn a_large_program_does_what_its_first_part_does() {
        let parts: Vec<_> =
            assembled().unwrap().into_iter().filter(|w| w.name == "loop calls").collect();
        let large = large(&parts, 10_000).unwrap();
        assert!((10_000..10_100).contains(&large.code_size().unwrap()));
        let (engines, _) = crate::engines::all();
        crate::check::check(&large, &engines).unwrap();
    }
}
