//! Lean functions that misbehave on purpose, for the acceptance tests of this crate (`probe/Probe.lean`).

use crate::ffi::{Function, Module};
use crate::{Oracle, OracleError};

/// The probe's functions.
pub struct Probe<'a> {
    oracle: &'a Oracle,
}

impl<'a> Probe<'a> {
    /// Initialises the probe's module.
    ///
    /// # Errors
    /// Its initialiser failed.
    pub fn new(oracle: &'a Oracle) -> Result<Self, OracleError> {
        oracle.lean.init(Module::Probe).map_err(OracleError::from_code)?;
        Ok(Self { oracle })
    }

    /// Gives the input back.
    pub fn echo(&self, input: &[u8], out: &mut Vec<u8>) {
        self.oracle.lean.call(Function::ProbeEcho, input, out);
    }

    /// Gives the input, an octet 1 and the input again; Lean copies the input to do so.
    pub fn share(&self, input: &[u8], out: &mut Vec<u8>) {
        self.oracle.lean.call(Function::ProbeShare, input, out);
    }

    /// Panics in Lean, which ends the process with [`crate::CRASH_EXIT_CODE`].
    pub fn panic(&self) {
        self.oracle.lean.call(Function::ProbePanic, &[], &mut Vec::new());
    }

    /// Reads where nothing is mapped, outside of Lean and of any guest: ends the process by a signal.
    pub fn fault(&self) {
        crate::ffi::wild_read();
    }

    /// Recurses to the depth `n`, twice. True if the result is right; if the stack is too small, the process ends.
    #[must_use]
    pub fn deep(&self, n: u64) -> bool {
        let mut out = Vec::new();
        self.oracle.lean.call(Function::ProbeDeep, &n.to_le_bytes(), &mut out);
        out == b"ok"
    }
}
