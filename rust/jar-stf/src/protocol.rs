//! What a chain's rules are: its parameters, the rules of the machine, the numbers and the gas of host calls.

use crate::host::CallTable;
use jar_types::Params;

/// The rules of a chain.
#[derive(Clone, Debug)]
pub struct Protocol {
    /// The constants of I.4.4.
    pub params: Params,
    /// How the machine charges gas.
    pub machine: javm::Rules,
    /// Which number is which host call, and what it costs.
    pub calls: CallTable,
}

impl Protocol {
    /// JAM as of Gray Paper 0.7.2 with some parameters.
    #[must_use]
    pub const fn jam(params: Params) -> Self {
        Self { params, machine: javm::Rules::JAM_0_7_2, calls: CallTable::JAM }
    }
}

/// S: the least index of a service that anybody may make (I.4.4).
pub const MIN_PUBLIC_INDEX: u32 = 1 << 16;
