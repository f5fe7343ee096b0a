//! What is declared to differ.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jar_diff_wire::{Exit, Observation};
use javm::{Class, Opcode, Program};
use serde::Deserialize;

use crate::engine::Backend;

/// The declared differences, as data.
const TEXT: &str = include_str!("../differences.toml");

/// Accesses below end in a panic.
const LOW: u64 = 1 << 16;

/// A difference that the code knows; `differences.toml` has an entry for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// The code has an `sbrk`.
    Sbrk,
    /// Each instruction is paid for on its own.
    PerInstruction,
    /// Jump table entries of more than four octets.
    WideJumpEntries,
    /// A jump table whose entries have no octets.
    EmptyJumpEntries,
    /// `rot_r_64_imm_alt` with a negative immediate, compiled.
    CompiledRotation,
    /// An access at a register without an offset, compiled.
    CompiledAddress,
    /// A static jump or branch to two positions beyond the end of the code, compiled.
    CompiledEndTarget,
    /// The program counter of a halt.
    HaltPc,
    /// A fault in the low 64 KiB, interpreted.
    LowFault,
    /// An indirect jump far beyond the jump table, to the halt or not, compiled.
    CompiledFarJump,
    /// What such a jump writes.
    CompiledFarJumpWrite,
    /// Too little gas at the end of the code, compiled.
    CompiledEnd,
    /// The program counter of a panic at a static jump or branch, interpreted.
    BadTargetPc,
}

impl Difference {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Sbrk,
        Self::PerInstruction,
        Self::WideJumpEntries,
        Self::EmptyJumpEntries,
        Self::CompiledRotation,
        Self::CompiledAddress,
        Self::CompiledEndTarget,
        Self::HaltPc,
        Self::LowFault,
        Self::CompiledFarJump,
        Self::CompiledFarJumpWrite,
        Self::CompiledEnd,
        Self::BadTargetPc,
    ];
}

/// A field of an observation that can be left out of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Exit and what belongs to it.
    Exit,
    /// Gas left.
    Gas,
    /// Program counter.
    Pc,
    /// The registers.
    Registers,
    /// The pages.
    Pages,
    /// The heap's break.
    Heap,
    /// The answered host calls.
    Calls,
}

/// An entry of `differences.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Which one.
    pub id: Difference,
    /// The difference.
    pub what: String,
    /// Where it comes from.
    pub why: String,
    /// Fields that are not compared; none: the case is not given to polkavm.
    #[serde(default)]
    pub masks: Vec<Field>,
    /// The first version of polkavm in which it was seen.
    pub since: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default, rename = "difference")]
    differences: Vec<Declared>,
}

/// The declared differences cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DifferencesError {
    /// The file is not as [`Declared`] has it.
    #[error("differences.toml")]
    Format(#[from] toml::de::Error),
    /// Two entries have one id.
    #[error("differences.toml: {0:?} is declared twice")]
    Twice(Difference),
    /// The code knows a difference that has no entry.
    #[error("differences.toml: {0:?} is not declared")]
    Missing(Difference),
}

/// All entries.
///
/// # Errors
/// See [`DifferencesError`].
pub fn declared() -> Result<BTreeMap<Difference, Declared>, DifferencesError> {
    let table: Table = toml::from_str(TEXT)?;
    let mut all = BTreeMap::new();
    for entry in table.differences {
        let id = entry.id;
        if all.insert(id, entry).is_some() {
            return Err(DifferencesError::Twice(id));
        }
    }
    match Difference::ALL.into_iter().find(|id| !all.contains_key(id)) {
        Some(id) => Err(DifferencesError::Missing(id)),
        None => Ok(all),
    }
}

/// How often each difference was met; clones count together.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    counts: Arc<Mutex<BTreeMap<Difference, u64>>>,
}

impl Ledger {
    /// Counts one.
    pub(crate) fn count(&self, difference: Difference) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(difference).or_default() += 1;
    }

    /// The counts so far.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Difference, u64> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The differences that show in the answers to a case, whose program is this.
pub(crate) fn met(
    program: &Program,
    backend: Backend,
    theirs: &Observation,
    ours: &Observation,
) -> Vec<Difference> {
    let both = |exit| theirs.exit == exit && ours.exit == exit;
    let interpreted = backend == Backend::Interpreter;
    let low = matches!(theirs.exit, Exit::PageFault(address) if address < LOW);
    let opcode = program.instruction_at(ours.pc).opcode;
    let class = opcode.class();
    let ended = matches!(ours.exit, Exit::Halt | Exit::Panic);
    let faulted = matches!(theirs.exit, Exit::PageFault(_));
    let here = theirs.pc == ours.pc && class == Class::JumpIndirect;
    let far = !interpreted && ended && faulted && here;
    let reasons = [
        (both(Exit::Halt), Difference::HaltPc),
        (far, Difference::CompiledFarJump),
        (far && opcode == Opcode::LoadImmJumpInd, Difference::CompiledFarJumpWrite),
        (interpreted && low && ours.exit == Exit::Panic, Difference::LowFault),
        (
            interpreted && both(Exit::Panic) && matches!(class, Class::Jump | Class::Branch),
            Difference::BadTargetPc,
        ),
    ];
    reasons.into_iter().filter(|(applies, _)| *applies).map(|(_, id)| id).collect()
}
