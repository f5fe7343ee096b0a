//! The Rust libraries as an engine.

use crate::chain::{self, Importer};
use crate::sections::Host;
use crate::{Kind, Question, codec, functions, put_answer_head};
use jar_diff_engines::{Ask, Capabilities, Engine};
use jar_diff_wire::Case;
use jar_stf::Caches;
use jar_stf::invocation::{Machines, Programs};
use jar_types::Params;
use javm::Interpreter;
use std::sync::Arc;

/// The name of the Rust libraries with the interpreter.
pub const NATIVE: &str = "rust";
/// Their name with compiled code of `javm-jit`'s `fixed`.
pub const NATIVE_FIXED: &str = "rust-fixed";
/// Their name where they do not say why a block is rejected, as other nodes do not.
pub const NATIVE_PLAIN: &str = "rust-plain";

/// Answers questions with the Rust libraries of the protocol. It is no machine, but runs services on one.
pub struct Native {
    name: &'static str,
    machines: Box<dyn Machines>,
    programs: Programs,
    caches: Arc<Caches>,
}

impl Default for Native {
    /// With the interpreter.
    fn default() -> Self {
        Self::new(NATIVE, Box::new(Interpreter))
    }
}

impl Native {
    /// With any engine of the machine.
    #[must_use]
    pub fn new(name: &'static str, machines: Box<dyn Machines>) -> Self {
        Self { name, machines, programs: Programs::default(), caches: Arc::default() }
    }

    /// Appends the answer to a request for a function, as `jar_answer` gives it; nothing, if there is none.
    pub fn answer(&self, request: &[u8], out: &mut Vec<u8>) {
        functions::answer(request, self, out);
    }

    /// What sections want.
    #[must_use]
    pub fn host<'a>(&'a self, params: &'a Params) -> Host<'a> {
        let Self { machines, programs, caches, .. } = self;
        Host { params, machines: machines.as_ref(), programs, caches }
    }
}

impl Engine for Native {
    fn name(&self) -> &'static str {
        self.name
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { steps: false }
    }

    fn answers(&self, ask: Ask) -> bool {
        ask == Ask::Protocol
    }

    /// It runs no case.
    fn observe(&mut self, _: &Case, _: &[u8], out: &mut Vec<u8>) {
        out.clear();
    }

    fn observe_bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let Some(Question { kind, request }) = Question::read(bytes) else { return };
        match kind {
            Kind::Codec => codec::answer(request, out),
            Kind::Function | Kind::Section => functions::answer(request, self, out),
            Kind::Chain => {
                let mut importer = Importer {
                    machines: self.machines.as_ref(),
                    caches: Arc::clone(&self.caches),
                    tells: self.name != NATIVE_PLAIN,
                    chain: None,
                    clock: None,
                };
                chain::answer(&mut importer, request, out);
            }
        }
        if !out.is_empty() {
            put_answer_head(kind, request, out);
        }
    }
}
