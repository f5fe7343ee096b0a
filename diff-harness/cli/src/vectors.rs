//! `jar-diff vectors pvm`: public test programs on every engine.
//!
//! A vector gives registers, program counter, page map, memory, gas and program, and expects status, registers, program
//! counter, memory, gas and, for a page fault, its address. Its gas counts per basic block (`docs/machine.md`, D3).

use crate::args::WorkerArgs;
use crate::remote::Remote;
use crate::{CLEAN, DIVERGED, Failure};
use jar_diff_core::Observer;
use jar_diff_engines::Ask;
use jar_diff_wire::{
    Access, Case, Exit, GasModel, NO_STEP_LIMIT, Observation, Outcome, PAGE_SIZE, Page,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const PAGE: u64 = PAGE_SIZE as u64;

/// A vector as its file says it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Vector {
    name: String,
    initial_regs: [u64; 13],
    initial_pc: u32,
    initial_page_map: Vec<Mapping>,
    initial_memory: Vec<Chunk>,
    initial_gas: u64,
    program: Vec<u8>,
    expected_status: Status,
    expected_regs: [u64; 13],
    expected_pc: u64,
    expected_memory: Vec<Chunk>,
    expected_gas: u64,
    #[serde(default)]
    expected_page_fault_address: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Halt,
    Panic,
    OutOfGas,
    PageFault,
    Ecalli,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Mapping {
    address: u64,
    length: u64,
    is_writable: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chunk {
    address: u64,
    contents: Vec<u8>,
}

/// Why a vector cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VectorError {
    /// The folder or a file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is cut off, is no JSON, or lacks a field.
    #[error("{path}: {source}", path = path.display())]
    Format {
        /// Which file.
        path: PathBuf,
        /// Which field, in which line.
        source: serde_json::Error,
    },
    /// A field makes no sense.
    #[error("{path}: field {field}: expected {expected}, found {found}", path = path.display())]
    Field {
        /// Which file.
        path: PathBuf,
        /// Which field.
        field: &'static str,
        /// What would be right.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// No vectors at all.
    #[error("{path}: expected JSON files, found none", path = path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

impl From<VectorError> for Failure {
    fn from(error: VectorError) -> Self {
        Self(error.to_string())
    }
}

pub(crate) fn pvm(
    folder: &Path,
    per_instruction: bool,
    worker: &WorkerArgs,
) -> Result<u8, Failure> {
    let model = if per_instruction { GasModel::PerInstruction } else { GasModel::PerBlock };
    let vectors = load(folder)?;
    let mut remote = Remote::new(worker.starter(Ask::Machine, None)?);
    let engines = remote.engines()?;
    let cases: Vec<(Case, Vec<u8>)> =
        vectors.iter().map(|(path, vector)| case(path, vector, model)).collect::<Result<_, _>>()?;
    let bytes: Vec<Vec<u8>> = cases.iter().map(|(_, bytes)| bytes.clone()).collect();
    let rows = remote.observe(&bytes)?;
    let mut passed = vec![0; engines.len()];
    for (((_, vector), (case, _)), row) in vectors.iter().zip(&cases).zip(&rows) {
        for (answer, passed) in row.iter().zip(&mut passed) {
            match check(vector, case, answer.bytes()) {
                Ok(()) => *passed += 1,
                Err(text) => println!("{:<12} {}: {text}", answer.engine, vector.name),
            }
        }
    }
    for (engine, passed) in engines.iter().zip(&passed) {
        println!("{engine:<12} {passed}/{}", vectors.len());
    }
    Ok(if passed.iter().all(|&passed| passed == vectors.len()) { CLEAN } else { DIVERGED })
}

fn load(folder: &Path) -> Result<Vec<(PathBuf, Vector)>, VectorError> {
    let file = |source| VectorError::File { path: folder.to_owned(), source };
    let entries = std::fs::read_dir(folder).map_err(file)?;
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(VectorError::Empty { path: folder.to_owned() });
    }
    paths.into_iter().map(|path| Ok((path.clone(), read(path)?))).collect()
}

fn read(path: PathBuf) -> Result<Vector, VectorError> {
    let text =
        std::fs::read(&path).map_err(|source| VectorError::File { path: path.clone(), source })?;
    serde_json::from_slice(&text).map_err(|source| VectorError::Format { path, source })
}

/// The case of a vector, with its octets.
fn case(path: &Path, vector: &Vector, gas_model: GasModel) -> Result<(Case, Vec<u8>), VectorError> {
    let wrong = |field, expected, found: String| VectorError::Field {
        path: path.to_owned(),
        field,
        expected,
        found,
    };
    let mut pages: BTreeMap<u64, (Access, Vec<u8>)> = BTreeMap::new();
    for map in &vector.initial_page_map {
        if map.address % PAGE != 0 || map.length % PAGE != 0 {
            let found = format!("{:#x} + {:#x}", map.address, map.length);
            return Err(wrong("initial-page-map", "whole pages", found));
        }
        let access = if map.is_writable { Access::Writable } else { Access::ReadOnly };
        for number in map.address / PAGE..(map.address + map.length) / PAGE {
            pages.insert(number, (access, vec![0; PAGE_SIZE]));
        }
    }
    for chunk in &vector.initial_memory {
        for (address, &octet) in (chunk.address..).zip(&chunk.contents) {
            let page = pages.get_mut(&(address / PAGE));
            let slot = page.and_then(|(_, content)| content.get_mut((address % PAGE) as usize));
            let Some(slot) = slot else {
                return Err(wrong("initial-memory", "a mapped address", format!("{address:#x}")));
            };
            *slot = octet;
        }
    }
    let page = |(number, (access, content)): (u64, (Access, Vec<u8>))| {
        Page::new(u32::try_from(number).unwrap_or(u32::MAX), access, content)
    };
    let case = Case {
        gas_model,
        pc: vector.initial_pc,
        gas: vector.initial_gas,
        step_limit: NO_STEP_LIMIT,
        registers: vector.initial_regs,
        pages: pages.into_iter().map(page).collect(),
        ..Case::raw(vector.program.clone())
    };
    let bytes = case.encode().map_err(|error| {
        wrong("initial-page-map", "pages that can be mapped", error.to_string())
    })?;
    Ok((case, bytes))
}

/// Compares an answer with what the vector expects; the first difference as text.
fn check(vector: &Vector, case: &Case, answer: &[u8]) -> Result<(), String> {
    let observation = match Outcome::decode(answer) {
        Ok(Outcome::Ran(observation)) => observation,
        Ok(Outcome::Malformed(error)) => return Err(format!("malformed case: {error:?}")),
        Err(error) => return Err(format!("no outcome: {error}")),
    };
    let expect = |field: &str, expected: &dyn std::fmt::Debug, found: &dyn std::fmt::Debug| {
        let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
        if expected == found {
            Ok(())
        } else {
            Err(format!("{field}: expected {expected}, found {found}"))
        }
    };
    let status = match observation.exit {
        Exit::Halt => Some(Status::Halt),
        Exit::Panic | Exit::InvalidProgram => Some(Status::Panic),
        Exit::OutOfGas => Some(Status::OutOfGas),
        Exit::PageFault(_) => Some(Status::PageFault),
        Exit::HostCall(_) => Some(Status::Ecalli),
        Exit::StepLimit => None,
    };
    expect("status", &Some(vector.expected_status), &status)?;
    if let Some(address) = vector.expected_page_fault_address {
        expect("page-fault-address", &Exit::PageFault(address), &observation.exit)?;
    }
    expect("gas", &vector.expected_gas, &observation.gas)?;
    expect("pc", &vector.expected_pc, &observation.pc)?;
    expect("regs", &vector.expected_regs, &observation.registers)?;
    memory(vector, case, &observation)
}

/// Memory at the end: what the vector lists, and zero or unchanged everywhere else.
fn memory(vector: &Vector, case: &Case, observation: &Observation) -> Result<(), String> {
    let mut expected: BTreeMap<u64, u8> = BTreeMap::new();
    for chunk in &vector.expected_memory {
        expected.extend((chunk.address..).zip(chunk.contents.iter().copied()));
    }
    for page in &case.pages {
        let written = observation.pages.iter().find(|written| written.number == page.number);
        for offset in 0..PAGE_SIZE {
            let start = page.content.get(offset).copied().unwrap_or(0);
            let now = written.and_then(|page| page.content.get(offset).copied()).unwrap_or(start);
            let address = u64::from(page.number) * PAGE + offset as u64;
            let wanted = expected.remove(&address).unwrap_or(0);
            if now != wanted {
                return Err(format!(
                    "memory at {address:#x}: expected {wanted:#04x}, found {now:#04x}"
                ));
            }
        }
    }
    expected.keys().next().map_or(Ok(()), |address| {
        Err(format!("memory at {address:#x}: expected there, but the page is not mapped"))
    })
}
