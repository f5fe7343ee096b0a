//! The specification with a death planted in it: how the tester itself is tested.
//!
//! `JAR_DIFF_WORKER_FATAL=panic:rot_l_64` makes the worker end as a panic in Lean ends it, on every program with that
//! opcode; `overflow`, `abort`, `fault` (a signal that no guest caused), `hang` and `spin` (a busy hang) likewise. Never set outside tests.

use jar_diff_core::planted::contains;
use jar_diff_engines::{Ask, Capabilities, Engine};
use jar_diff_wire::Case;
use jar_lean_oracle::Oracle;
use jar_lean_oracle::probe::Probe;
use javm::Opcode;
use std::time::Duration;

/// The environment variable.
pub(crate) const SWITCH: &str = "JAR_DIFF_WORKER_FATAL";

/// A recursion that no stack holds.
const TOO_DEEP: u64 = 1_000_000_000;

enum How {
    Panic,
    Overflow,
    Abort,
    Fault,
    Hang,
    Spin,
}

/// The specification, until a program has the opcode.
pub(crate) struct Fatal<'a> {
    oracle: &'a Oracle,
    probe: Probe<'a>,
    how: How,
    opcode: Opcode,
}

impl<'a> Fatal<'a> {
    /// Reads the switch.
    ///
    /// # Errors
    /// Says what was expected.
    pub(crate) fn new(oracle: &'a Oracle, text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{SWITCH}={text:?}: expected panic, overflow, abort, fault, hang or spin, ':' and an opcode"
            )
        };
        let (how, opcode) = text.split_once(':').ok_or_else(wrong)?;
        let how = match how {
            "panic" => How::Panic,
            "overflow" => How::Overflow,
            "abort" => How::Abort,
            "fault" => How::Fault,
            "hang" => How::Hang,
            "spin" => How::Spin,
            _ => return Err(wrong()),
        };
        let opcode = Opcode::from_name(opcode).ok_or_else(wrong)?;
        let probe = Probe::new(oracle).map_err(|error| error.to_string())?;
        Ok(Self { oracle, probe, how, opcode })
    }
}

impl Engine for Fatal<'_> {
    fn name(&self) -> &'static str {
        self.oracle.name()
    }

    fn capabilities(&self) -> Capabilities {
        self.oracle.capabilities()
    }

    fn answers(&self, ask: Ask) -> bool {
        self.oracle.answers(ask)
    }

    fn observe(&mut self, case: &Case, bytes: &[u8], out: &mut Vec<u8>) {
        if contains(case, self.opcode) {
            match self.how {
                How::Panic => self.probe.panic(),
                How::Overflow => {
                    let _ = self.probe.deep(TOO_DEEP);
                }
                How::Abort => std::process::abort(),
                How::Fault => self.probe.fault(),
                How::Spin => loop {
                    std::hint::spin_loop();
                },
                How::Hang => loop {
                    std::thread::sleep(Duration::from_secs(60));
                },
            }
        }
        self.oracle.observe(case, bytes, out);
    }

    fn observe_bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match Case::decode(bytes) {
            Ok(case) => self.observe(&case, bytes, out),
            Err(_) => self.oracle.observe_bytes(bytes, out),
        }
    }
}
