//! The committed programs do what the native functions do.
#![expect(clippy::unwrap_used, reason = "a test that cannot prepare fails")]

use std::sync::Arc;
use std::{env, fs, process};

use javm::init::StandardProgram;
use javm::{Engine, Exit, GasModel, Instance, Interpreter, Opcode, Program, Rules, UNLIMITED};
use javm_programs::{Guest, ProgramsError, folder, load, store};
use javm_workloads::{WORKLOADS, Workload};

/// Gas that no program uses up.
const GAS: u64 = 1 << 60;

fn all() -> impl Iterator<Item = (Workload, Guest)> {
    let guests = load(folder()).unwrap();
    let names = guests.iter().map(|guest| guest.entry.name.clone());
    assert_eq!(names.collect::<Vec<_>>(), WORKLOADS.map(|workload| workload.name));
    WORKLOADS.into_iter().zip(guests)
}

fn parse(guest: &Guest) -> (StandardProgram<'_>, Arc<Program>) {
    let standard = StandardProgram::parse(&guest.octets).unwrap();
    (standard, Arc::new(Program::parse(standard.code).unwrap()))
}

/// Runs a program to its halt; the gas that it took.
fn run<E: Engine>(engine: &E, gas: GasModel, guest: &Guest) -> u64
where
    E::Error: std::fmt::Debug,
{
    let (standard, program) = parse(guest);
    let state = standard.state(&guest.input, guest.entry.pc, GAS).unwrap();
    let mut machine = engine.start(program, Rules { gas }, state).unwrap();
    let exit = machine.run(UNLIMITED).exit;
    let result = machine.registers()[7];
    assert_eq!((exit, result), (Some(Exit::Halt), guest.entry.result), "{}", guest.entry.name);
    GAS - machine.gas()
}

fn gas_of<E: Engine>(engine: &E)
where
    E::Error: std::fmt::Debug,
{
    for (_, guest) in all() {
        let each = run(engine, GasModel::PerInstruction, &guest);
        assert_eq!(each, guest.entry.gas_per_instruction, "{}", guest.entry.name);
        let blocks = run(engine, GasModel::PerBlock, &guest);
        assert_eq!(blocks, guest.entry.gas_per_block, "{}", guest.entry.name);
    }
}

#[test]
fn the_manifest_has_the_inputs_and_the_results_of_the_native_functions() {
    for (workload, guest) in all() {
        assert_eq!(guest.input, (workload.input)(), "{}", workload.name);
        assert_eq!((workload.run)(&guest.input), Some(guest.entry.result), "{}", workload.name);
        assert_eq!(guest.entry.about, workload.about);
    }
}

#[test]
fn every_program_has_the_size_that_the_manifest_says_and_valid_instructions_only() {
    for (_, guest) in all() {
        let (_, program) = parse(&guest);
        let entry = &guest.entry;
        assert_eq!(entry.size, guest.octets.len() as u64, "{}", entry.name);
        assert_eq!(entry.code, program.code().len() as u64, "{}", entry.name);
        assert_eq!(entry.instructions, program.instruction_starts().count() as u64);
        for pc in program.instruction_starts() {
            let opcode = Opcode::from_byte(program.code()[pc as usize]);
            assert!(opcode.is_some_and(|opcode| opcode != Opcode::Sbrk), "{} at {pc}", entry.name);
        }
    }
}

#[test]
fn the_interpreter_gives_the_results_and_the_gas() {
    gas_of(&Interpreter);
}

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
#[test]
fn compiled_code_gives_the_results_and_the_gas() {
    gas_of(&javm_jit::Fixed::new().unwrap());
}

#[test]
fn an_argument_of_another_form_ends_in_a_panic() {
    for (_, guest) in all().filter(|(workload, _)| (workload.run)(&[0; 7]).is_none()) {
        let (standard, program) = parse(&guest);
        let state = standard.state(&[0; 7], 0, GAS).unwrap();
        let mut machine = Interpreter.start(program, Rules::JAM_0_7_2, state).unwrap();
        assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Panic), "{}", guest.entry.name);
    }
}

#[test]
fn a_changed_file_is_refused_and_what_is_stored_is_loaded() {
    let to = env::temp_dir().join(format!("javm-programs-{}", process::id()));
    let guests = load(folder()).unwrap();
    store(&to, &guests).unwrap();
    assert_eq!(load(&to).unwrap(), guests);
    let text = |folder: &std::path::Path| fs::read_to_string(folder.join("manifest.toml")).unwrap();
    assert_eq!(text(&to), text(folder()));
    fs::write(to.join("fib.in"), [0; 8]).unwrap();
    assert!(matches!(load(&to), Err(ProgramsError::Hash { .. })));
    fs::remove_file(to.join("fib.in")).unwrap();
    assert!(matches!(load(&to), Err(ProgramsError::File { .. })));
    fs::remove_dir_all(&to).unwrap();
}
