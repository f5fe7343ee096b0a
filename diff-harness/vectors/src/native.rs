//! Rust as who is asked about the transition.

use crate::imports::{Imported, Step};
use crate::recorded::Target;
use crate::transition::Chain;
use jar_diff_questions::{NATIVE, Native};
use jar_stf::invocation::Machines;

/// `jar-stf`.
pub struct NativeChain(Native);

impl NativeChain {
    /// With an engine of the machine.
    #[must_use]
    pub fn new(machines: Box<dyn Machines>) -> Self {
        Self(Native::new(NATIVE, machines))
    }
}

impl Chain for NativeChain {
    fn answer(&mut self, request: &[u8], out: &mut Vec<u8>) {
        self.0.answer(request, out);
    }

    fn import(&mut self, _: &Step<'_>) -> Result<Imported, String> {
        Err("import is not there yet".to_owned())
    }

    fn target(&mut self) -> Box<dyn Target + '_> {
        struct None;
        impl Target for None {
            fn respond(&mut self, _: &[u8]) -> Result<Vec<u8>, String> {
                Err("the target is not there yet".to_owned())
            }
        }
        Box::new(None)
    }
}
