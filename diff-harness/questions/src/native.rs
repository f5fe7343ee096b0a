//! The Rust libraries as an engine.

use crate::{Kind, Question, codec, functions, put_answer_head};
use jar_diff_engines::{Ask, Capabilities, Engine};
use jar_diff_wire::Case;

/// The name of [`Native`].
pub const NATIVE: &str = "rust";

/// Answers questions with `jar-types` and `jar-crypto`. It is no machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Native;

impl Engine for Native {
    fn name(&self) -> &'static str {
        NATIVE
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
            Kind::Function => functions::answer(request, out),
        }
        if !out.is_empty() {
            put_answer_head(kind, out);
        }
    }
}
