//! What operations answer, and their numbers (docs/kernel.md, "Operations").

use jar_cap::PathError;

/// φ8 after an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u64)]
pub enum Status {
    /// Done.
    Ok = 0,
    /// The callee yields; φ7 is the place of the marker in the catch set.
    Yielded = 1,
    /// The callee faulted; φ7 is kind and position.
    Faulted = 2,
    /// No path, an index beyond a CNode, or a number beyond its range.
    BadSlot = 16,
    /// An empty slot.
    Empty = 17,
    /// A cap of another kind.
    Kind = 18,
    /// A pinned slot.
    Pinned = 19,
    /// The origin of a chain that is held paused, or on the way to it or below it.
    Reserved = 20,
    /// A slot that should be empty.
    Occupied = 21,
    /// The quota does not cover it.
    Quota = 22,
    /// The stack of calls is full.
    Depth = 23,
    /// Idle where paused is wanted, or the other way round.
    State = 24,
    /// An Image without the endpoint, that is not valid, or whose memory cannot be laid out.
    Image = 25,
    /// No such operation.
    What = 26,
}

impl From<PathError> for Status {
    fn from(error: PathError) -> Self {
        match error {
            PathError::BadSlot => Self::BadSlot,
            PathError::Empty => Self::Empty,
            PathError::Kind => Self::Kind,
        }
    }
}

/// Why an activation ended without HALT: the low 8 bits of φ7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum FaultKind {
    /// A trap, a jump to nowhere or to the halt address.
    Panic = 0,
    /// An inaccessible address.
    Page = 1,
    /// The gas does not cover the next block or operation.
    Gas = 2,
    /// A yield that nobody catches.
    Uncaught = 3,
    /// What it holds paused cannot become values.
    Collapse = 4,
}

/// Numbers of operations.
#[expect(missing_docs, reason = "docs/kernel.md has a table of them")]
pub mod op {
    pub const HALT: u64 = 0;
    pub const COPY: u64 = 1;
    pub const MOVE: u64 = 2;
    pub const DROP: u64 = 3;
    pub const SWAP: u64 = 4;
    pub const MINT_CNODE: u64 = 5;
    pub const YIELD: u64 = 16;
    pub const SET_IMAGE: u64 = 17;
    pub const DERIVE_SPAWN: u64 = 18;
    pub const MAKE_IMAGE: u64 = 19;
    pub const SAME_TYPE: u64 = 20;
    pub const TYPE_OF: u64 = 21;
    pub const READ_DATA: u64 = 22;
    pub const MINT_DATA: u64 = 23;
    pub const CALL: u64 = 26;
    pub const CALL_RESUME: u64 = 27;
    pub const DROP_PAUSED: u64 = 28;
    pub const SUBTYPE: u64 = 29;
    pub const TYPE_EQ: u64 = 30;
    pub const SAME_TYPE_AS: u64 = 31;
    pub const GAS: u64 = 32;
    /// The first number that belongs to the chain.
    pub const CHAIN: u64 = 64;
}
