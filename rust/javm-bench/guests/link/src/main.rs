//! From the ELF files of the guests to programs of the machine: `javm-guest-link FOLDER-OF-ELF-FILES FOLDER-OF-PROGRAMS`.
//!
//! Every program is run, in both gas models, and must give what the native function gives, before anything is written.

#![forbid(unsafe_code)]

use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

use anyhow::{Context, ensure};
use javm::init::StandardProgram;
use javm::{
    Engine, Exit, GasModel, Instance, Interpreter, Opcode, PAGE_SIZE, Program, Rules, UNLIMITED,
};
use javm_programs::{Entry, Guest, sha256, store};
use javm_workloads::{WORKLOADS, Workload};
use polkavm_linker::{Config, ProgramParts, TargetInstructionSet, program_from_elf};

/// Gas that no program uses up.
const GAS: u64 = 1 << 60;
/// The function that a guest exports.
const ENTRY: &[u8] = b"main";

/// Links an ELF file to a standard program.
fn link(elf: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut config = Config::default();
    // The table of dispatch puts a jump to the function at position 0.
    config.set_strip(true).set_dispatch_table(vec![ENTRY.to_vec()]);
    // Of the linker's instruction sets this one has the opcodes of the Gray Paper 0.7.2; `JamV1` has others since 0.37.
    let container = program_from_elf(config, TargetInstructionSet::ReviveV1, elf)
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    let parts = ProgramParts::from_bytes(container.into())
        .map_err(|error| anyhow::anyhow!("the linker's container: {error}"))?;
    // Zeros at the end of a section are not in the container.
    let mut read_only = parts.ro_data.to_vec();
    read_only.resize(parts.ro_data_size as usize, 0);
    let heap: &[u8] = &parts.rw_data;
    let pages = (parts.rw_data_size as usize).div_ceil(PAGE_SIZE) - heap.len().div_ceil(PAGE_SIZE);
    let standard = StandardProgram {
        read_only: &read_only,
        heap,
        heap_pages: pages.try_into().context("too much memory of zeros")?,
        stack: parts.stack_size,
        code: &parts.code_and_jump_table,
    };
    let octets = standard.write();
    ensure!(StandardProgram::parse(&octets)? == standard, "a section is too long for its field");
    Ok(octets)
}

/// Every instruction must be one of ours; `sbrk` would mean a heap, which guests have none of.
fn check(program: &Program) -> anyhow::Result<()> {
    for pc in program.instruction_starts() {
        let octet = program.code()[pc as usize];
        let known = Opcode::from_byte(octet).is_some_and(|opcode| opcode != Opcode::Sbrk);
        ensure!(known, "position {pc}: opcode {octet}");
    }
    Ok(())
}

/// Runs a program; its result and its gas.
fn run(octets: &[u8], input: &[u8], gas: GasModel) -> anyhow::Result<(u64, u64)> {
    let standard = StandardProgram::parse(octets)?;
    let program = Arc::new(Program::parse(standard.code)?);
    let state = standard.state(input, 0, GAS)?;
    let mut machine = Interpreter.start(program, Rules { gas }, state)?;
    let exit = machine.run(UNLIMITED).exit;
    ensure!(exit == Some(Exit::Halt), "{exit:?} at {}, expected a halt", machine.pc());
    Ok((machine.registers()[7], GAS - machine.gas()))
}

fn guest(workload: &Workload, elf: &Path) -> anyhow::Result<Guest> {
    let elf = fs::read(elf).with_context(|| elf.display().to_string())?;
    let octets = link(&elf)?;
    let program = Program::parse(StandardProgram::parse(&octets)?.code)?;
    check(&program)?;
    let input = (workload.input)();
    let result = (workload.run)(&input).context("the workload refuses its own input")?;
    let mut gas = [0; 2];
    for (model, gas) in [GasModel::PerInstruction, GasModel::PerBlock].into_iter().zip(&mut gas) {
        let (found, used) = run(&octets, &input, model)?;
        ensure!(found == result, "the result is {found:#x}, natively {result:#x}");
        *gas = used;
    }
    let [gas_per_instruction, gas_per_block] = gas;
    let entry = Entry {
        name: workload.name.to_owned(),
        about: workload.about.to_owned(),
        pc: 0,
        result,
        gas_per_instruction,
        gas_per_block,
        code: program.code().len() as u64,
        instructions: program.instruction_starts().count() as u64,
        size: octets.len() as u64,
        sha256: sha256(&octets),
        input_sha256: sha256(&input),
    };
    Ok(Guest { entry, octets, input })
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [from, to] = arguments.as_slice() else {
        anyhow::bail!("usage: javm-guest-link FOLDER-OF-ELF-FILES FOLDER-OF-PROGRAMS");
    };
    let mut guests = Vec::new();
    for workload in &WORKLOADS {
        let elf = Path::new(from).join(workload.name).with_extension("elf");
        let guest = guest(workload, &elf).with_context(|| workload.name.to_owned())?;
        let Entry { name, size, instructions, gas_per_instruction, .. } = &guest.entry;
        println!(
            "{name:<16}{size:>8} octets {instructions:>7} instructions {gas_per_instruction:>11} steps"
        );
        guests.push(guest);
    }
    store(Path::new(to), &guests)?;
    Ok(())
}
