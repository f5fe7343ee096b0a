//! The answer of a machine.

use crate::{Access, DecodeError, ErrorCode, PAGE_SIZE, Page, REGISTERS};
use thiserror::Error;

/// How a run ended. The discriminant is the number on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum ExitKind {
    /// The program halted.
    Halt = 0,
    /// The program panicked.
    Panic = 1,
    /// The gas did not cover the next charge.
    OutOfGas = 2,
    /// An access to a page that does not permit it.
    PageFault = 3,
    /// A host call for which the script had no reply.
    HostCall = 4,
    /// The step limit was reached.
    StepLimit = 5,
    /// The blob is not a program.
    InvalidProgram = 6,
}

/// How a run ended, with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// The program halted.
    Halt,
    /// The program panicked.
    Panic,
    /// The gas did not cover the next charge.
    OutOfGas,
    /// An access to a page that does not permit it: the page's address.
    PageFault(u64),
    /// A host call for which the script had no reply: its identifier.
    HostCall(u64),
    /// The step limit was reached.
    StepLimit,
    /// The blob is not a program.
    InvalidProgram,
}

/// A number that is no exit kind, or a payload where none belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UnknownExit {
    /// No such kind.
    #[error("exit kind {0}: expected 0 … 6")]
    Kind(u8),
    /// This kind carries nothing.
    #[error("exit {kind:?} carries {payload:#x}: expected 0")]
    Payload {
        /// The kind.
        kind: ExitKind,
        /// What it carries.
        payload: u64,
    },
}

impl Exit {
    /// The exit without its payload.
    #[must_use]
    pub fn kind(self) -> ExitKind {
        match self {
            Self::Halt => ExitKind::Halt,
            Self::Panic => ExitKind::Panic,
            Self::OutOfGas => ExitKind::OutOfGas,
            Self::PageFault(_) => ExitKind::PageFault,
            Self::HostCall(_) => ExitKind::HostCall,
            Self::StepLimit => ExitKind::StepLimit,
            Self::InvalidProgram => ExitKind::InvalidProgram,
        }
    }

    /// Page-fault address or host-call identifier, else 0.
    #[must_use]
    pub fn payload(self) -> u64 {
        match self {
            Self::PageFault(payload) | Self::HostCall(payload) => payload,
            _ => 0,
        }
    }

    /// The exit with this kind and payload.
    ///
    /// # Errors
    /// The kind is unknown, or carries nothing and the payload is not zero.
    pub fn from_parts(kind: u8, payload: u64) -> Result<Self, UnknownExit> {
        let exit = match kind {
            0 => Self::Halt,
            1 => Self::Panic,
            2 => Self::OutOfGas,
            3 => Self::PageFault(payload),
            4 => Self::HostCall(payload),
            5 => Self::StepLimit,
            6 => Self::InvalidProgram,
            _ => return Err(UnknownExit::Kind(kind)),
        };
        if exit.payload() == payload {
            Ok(exit)
        } else {
            Err(UnknownExit::Payload { kind: exit.kind(), payload })
        }
    }
}

/// A page that was written or mapped during the run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObservedPage {
    /// Page number, 16 … 2^20 − 1.
    pub number: u32,
    /// Access at the end.
    pub access: Access,
    /// The whole content at the end.
    pub content: Box<[u8; PAGE_SIZE]>,
}

/// A host call that the script answered, as the host saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// Identifier of the call.
    pub identifier: u64,
    /// Gas before the reply.
    pub gas: u64,
    /// Registers φ₇ … φ₁₂ before the reply.
    pub arguments: [u64; 6],
}

/// The complete result of a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Observation {
    /// How the run ended.
    pub exit: Exit,
    /// Gas left.
    pub gas: u64,
    /// Program counter of the instruction that caused the exit.
    pub pc: u64,
    /// First address above the heap.
    pub heap_break: u32,
    /// Registers at the end.
    pub registers: [u64; REGISTERS],
    /// Pages written or mapped during the run, ascending.
    pub pages: Vec<ObservedPage>,
    /// Answered host calls in order.
    pub calls: Vec<Call>,
}

impl Observation {
    /// Removes the pages that are as they were at the start: a machine may list a page whose content did not change.
    /// `initial` are the pages with which the run began, ascending by number ([`crate::Case::initial_pages`], or those of the standard
    /// initialisation). Two machines agree if their observations are equal as bytes or after this.
    pub fn normalise(&mut self, initial: &[Page]) {
        self.pages.retain(|page| {
            let before = initial.binary_search_by_key(&page.number, |p| p.number);
            !before.ok().and_then(|index| initial.get(index)).is_some_and(|before| {
                before.access == page.access && before.content_is(&page.content)
            })
        });
    }
}

/// The machine's decoder refused the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MalformedCase {
    /// Why.
    pub code: ErrorCode,
    /// Where.
    pub offset: u64,
}

impl From<&DecodeError> for MalformedCase {
    fn from(error: &DecodeError) -> Self {
        Self { code: error.code, offset: error.offset }
    }
}

/// What comes back for the bytes of a case. This, not [`Observation`], is what has a byte form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The case was run.
    Ran(Observation),
    /// The bytes are not a case.
    Malformed(MalformedCase),
}
