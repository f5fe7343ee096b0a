//! Workloads in Rust, compiled to programs of the machine: `programs/` has their octets, `workloads/` the functions.

use std::hint::black_box;
use std::sync::Arc;

use anyhow::{Context, ensure};
use javm_programs::{Guest, folder, load};
use javm_workloads::WORKLOADS;

use super::{Expected, Group, Native, Octets, RESULT, Workload};

/// The function of a workload on the input of its guest program.
fn native(name: &str, input: &[u8]) -> anyhow::Result<Native> {
    let workload = WORKLOADS.iter().find(|workload| workload.name == name);
    let run = workload.with_context(|| format!("no workload {name}"))?.run;
    let input = input.to_vec();
    Ok(Arc::new(move || run(black_box(&input)).unwrap_or_default()))
}

fn workload(Guest { entry, octets, input }: Guest) -> anyhow::Result<Workload> {
    let (each, blocks) = (entry.gas_per_instruction, entry.gas_per_block);
    ensure!(each == blocks, "{}: gas {each} per instruction, {blocks} per block", entry.name);
    Ok(Workload {
        group: Group::Compute,
        octets: Octets::Standard(octets),
        pc: u32::try_from(entry.pc)?,
        registers: Vec::new(),
        expected: Expected { registers: vec![(RESULT, entry.result)], gas: each, calls: 0 },
        native: Some(native(&entry.name, &input)?),
        arguments: input,
        name: entry.name,
    })
}

/// All of them.
///
/// # Errors
/// A file is missing or not what the manifest says.
pub(crate) fn guests() -> anyhow::Result<Vec<Workload>> {
    load(folder())?.into_iter().map(workload).collect()
}
