//! The safe face of the compiled specification.

use crate::chain::Sessions;
use crate::ffi::{Attached, Function, Module};
use crate::{ABI_VERSION, STACK_SIZE};
use jar_diff_engines::{Ask, Capabilities, Engine};
use jar_diff_questions::{Kind, Question, put_answer_head};
use jar_diff_wire::Case;
use thiserror::Error;

/// Why there is no oracle.
#[derive(Debug, Error)]
pub enum OracleError {
    /// The header that our C was compiled with and the library that was loaded do not belong together.
    #[error(
        "lean.h and Lean's library lay out objects differently: expected those of one toolchain; run ci/setup and build again"
    )]
    Layout,
    /// An initialiser of a Lean module failed.
    #[error("a Lean module failed to initialise (code {0}): expected 0")]
    Initializer(i32),
    /// The specification speaks another version of the contract.
    #[error("the specification has ABI version {found}: expected {expected}")]
    AbiVersion {
        /// What the specification says.
        found: u32,
        /// What this crate was written for.
        expected: u32,
    },
    /// The operating system refuses the thread.
    #[error("cannot start the oracle's thread with a stack of {STACK_SIZE} octets: {0}")]
    Thread(std::io::Error),
}

impl OracleError {
    pub(crate) fn from_code(code: i32) -> Self {
        if code == 1 { Self::Layout } else { Self::Initializer(code) }
    }
}

/// The specification, on the thread that [`with_oracle`] made for it. Neither `Send` nor `Sync`.
///
/// Every method writes its answer to `out`, replacing what was there; use one buffer again and again.
pub struct Oracle {
    pub(crate) lean: Attached,
}

impl Oracle {
    fn new() -> Result<Self, OracleError> {
        let lean = Attached::new().map_err(OracleError::from_code)?;
        let found = lean.abi_version();
        if found != ABI_VERSION {
            return Err(OracleError::AbiVersion { found, expected: ABI_VERSION });
        }
        Ok(Self { lean })
    }

    /// Runs the case with these octets: the octets of the outcome (`docs/wire.md`).
    pub fn run(&self, case: &[u8], out: &mut Vec<u8>) {
        self.lean.call(Function::Run, case, out);
    }

    /// Decodes and encodes a case: its octets, or those of the outcome "malformed".
    pub fn case_roundtrip(&self, case: &[u8], out: &mut Vec<u8>) {
        self.lean.call(Function::CaseRoundtrip, case, out);
    }

    /// Decodes and encodes an outcome: its octets, or those of the outcome "malformed".
    pub fn observation_roundtrip(&self, observation: &[u8], out: &mut Vec<u8>) {
        self.lean.call(Function::ObservationRoundtrip, observation, out);
    }

    /// Answers a request to decode a value of a protocol type and to encode it again (`docs/wire.md`).
    pub fn codec_roundtrip(&self, request: &[u8], out: &mut Vec<u8>) {
        self.lean.call(Function::CodecRoundtrip, request, out);
    }

    /// The protocol types as text: a line "number name" for each.
    pub fn codec_types(&self, out: &mut Vec<u8>) {
        self.lean.call(Function::CodecTypes, &[], out);
    }

    /// The opcode table of the specification as text.
    pub fn opcodes(&self, out: &mut Vec<u8>) {
        self.lean.call(Function::Opcodes, &[], out);
    }

    /// Computes a function of the protocol (hashes, trees, trie, shuffle, erasure code): a question and its answer as docs/wire.md describes them.
    pub fn answer(&self, question: &[u8], out: &mut Vec<u8>) {
        self.lean.call(Function::Answer, question, out);
    }

    /// Evaluates, as compiled code, the facts that Lean's kernel has checked as theorems: their number, then the positions of those that do
    /// not hold, each four octets, least significant first.
    ///
    /// # Errors
    /// The module of the facts fails to initialise.
    pub fn examples(&self, out: &mut Vec<u8>) -> Result<(), OracleError> {
        self.lean.init(Module::Examples).map_err(OracleError::from_code)?;
        self.lean.call(Function::Examples, &[], out);
        Ok(())
    }

    /// The specification's version of the contract; [`ABI_VERSION`] for every oracle that there is.
    #[must_use]
    pub fn abi_version(&self) -> u32 {
        self.lean.abi_version()
    }

    /// Initialises everything again, which must change nothing.
    ///
    /// # Errors
    /// As [`with_oracle`].
    pub fn initialise_again(&self) -> Result<(), OracleError> {
        self.lean.init_again().map_err(OracleError::from_code)
    }
}

/// The specification as an engine of the tester.
impl Engine for &Oracle {
    fn name(&self) -> &'static str {
        "lean"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { steps: true }
    }

    fn observe(&mut self, _case: &Case, bytes: &[u8], out: &mut Vec<u8>) {
        self.run(bytes, out);
    }

    fn answers(&self, _: Ask) -> bool {
        true
    }

    /// Questions go to their entry points. Of other octets that are no case the specification's own decoder judges.
    fn observe_bytes(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let Some(Question { kind, request }) = Question::read(bytes) else {
            return self.run(bytes, out);
        };
        match kind {
            Kind::Codec => self.codec_roundtrip(request, out),
            Kind::Function | Kind::Section => self.answer(request, out),
            Kind::Chain => {
                out.clear();
                jar_diff_questions::chain::answer(&mut Sessions::new(self), request, out);
            }
        }
        put_answer_head(kind, request, out);
    }
}

/// Runs `f` with the specification, on a new thread named `oracle` with a stack of [`STACK_SIZE`]. A panic of `f` goes on in the caller.
///
/// # Errors
/// There is no oracle: [`OracleError`] says why. `f` did not run.
pub fn with_oracle<R: Send>(f: impl FnOnce(&Oracle) -> R + Send) -> Result<R, OracleError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("oracle".into())
            .stack_size(STACK_SIZE)
            .spawn_scoped(scope, || Oracle::new().map(|oracle| f(&oracle)))
            .map_err(OracleError::Thread)?;
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
