//! Programs that were read already, by the hash of their code's preimage.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jar_types::Hash;
use javm::init::{InitError, StandardProgram};
use javm::{Program, State};

use crate::accounts::ServiceCode;

/// The code of a service, read: what Y (A.7) and deblob make of it.
#[derive(Debug)]
pub struct Prepared {
    code: ServiceCode,
    /// None if the program blob is none: the machine panics at its first step.
    program: Option<Arc<Program>>,
}

impl Prepared {
    fn new(code: ServiceCode) -> Self {
        let standard = StandardProgram::parse(code.octets()).ok();
        let program = standard.and_then(|standard| Program::parse(standard.code).ok());
        Self { code, program: program.map(Arc::new) }
    }

    /// The program; none if the blob is none.
    #[must_use]
    pub fn program(&self) -> Option<&Arc<Program>> {
        self.program.as_ref()
    }

    /// The state in which it starts (A.7).
    ///
    /// # Errors
    /// The code is no standard program, or there are too many arguments.
    pub fn state(&self, arguments: &[u8], pc: u64, gas: u64) -> Result<State, InitError> {
        StandardProgram::parse(self.code.octets())?.state(arguments, pc, gas)
    }

    /// Octets that it holds: of the preimage, and about as many of the tables of the program for each octet of code.
    fn weight(&self) -> usize {
        let preimage = self.code.octets().len().saturating_add(self.code.metadata().len());
        let code = self.program.as_ref().map_or(0, |program| program.code().len());
        preimage.saturating_add(code.saturating_mul(TABLES))
    }
}

/// Octets of tables for each octet of code (see [`Program`]).
const TABLES: usize = 24;

/// A bounded cache of programs by code hash. It has no effect on any result.
#[derive(Debug)]
pub struct Programs {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    programs: BTreeMap<Hash, (Arc<Prepared>, u64)>,
    weight: usize,
    clock: u64,
}

impl Default for Programs {
    /// 256 MiB.
    fn default() -> Self {
        Self::new(256 << 20)
    }
}

impl Programs {
    /// A cache that holds at most so many octets.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit, kept: Mutex::default() }
    }

    /// The program of some code, whose preimage has this hash.
    #[must_use]
    pub fn get(&self, hash: &Hash, code: &ServiceCode) -> Arc<Prepared> {
        if let Some(known) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).find(hash) {
            return known;
        }
        let prepared = Arc::new(Prepared::new(code.clone()));
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).keep(*hash, &prepared, self.limit);
        prepared
    }

    /// How many programs it holds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).programs.len()
    }
}

impl Kept {
    fn find(&mut self, hash: &Hash) -> Option<Arc<Prepared>> {
        self.clock = self.clock.saturating_add(1);
        let (program, used) = self.programs.get_mut(hash)?;
        *used = self.clock;
        Some(Arc::clone(program))
    }

    /// Keeps a program, and forgets those that were not used for longest until all fit.
    fn keep(&mut self, hash: Hash, prepared: &Arc<Prepared>, limit: usize) {
        let weight = prepared.weight();
        if weight > limit || self.programs.contains_key(&hash) {
            return;
        }
        while self.weight.saturating_add(weight) > limit {
            let oldest = self.programs.iter().min_by_key(|(_, (_, used))| *used);
            let Some(oldest) = oldest.map(|(hash, _)| *hash) else { break };
            if let Some((program, _)) = self.programs.remove(&oldest) {
                self.weight = self.weight.saturating_sub(program.weight());
            }
        }
        self.weight = self.weight.saturating_add(weight);
        self.programs.insert(hash, (Arc::clone(prepared), self.clock));
    }
}
