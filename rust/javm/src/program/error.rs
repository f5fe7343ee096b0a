//! Why a blob is not a program.

/// A part of the program blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// |j|, the number of jump table entries.
    JumpTableLength,
    /// z, the octets per jump table entry.
    EntrySize,
    /// |c|, the octets of code.
    CodeLength,
    /// j, the jump table.
    JumpTable,
    /// c, the code.
    Code,
    /// k, the opcode bitmask.
    Bitmask,
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::JumpTableLength => "jump table length",
            Self::EntrySize => "jump table entry size",
            Self::CodeLength => "code length",
            Self::JumpTable => "jump table",
            Self::Code => "code",
            Self::Bitmask => "bitmask",
        })
    }
}

/// Why a blob is not a program (decision D11). Offsets count from the start of the blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProgramError {
    /// The blob ends inside a field.
    #[error("{field} at offset {offset}: expected {expected} octets, found {found}")]
    Truncated {
        /// The field.
        field: Field,
        /// Its start.
        offset: usize,
        /// Octets that the field needs.
        expected: u128,
        /// Octets left.
        found: usize,
    },
    /// A natural number is not in its shortest form.
    #[error("{field} at offset {offset}: expected the shortest form of {value}")]
    NotShortest {
        /// The field.
        field: Field,
        /// Its start.
        offset: usize,
        /// The number.
        value: u64,
    },
    /// A jump table entry is not below 2^64.
    #[error("jump table entry {index} at offset {offset}: expected a number below 2^64")]
    Entry {
        /// The entry.
        index: u64,
        /// Its start.
        offset: usize,
    },
    /// The code is too long for this implementation.
    #[error("code length at offset {offset}: expected less than 2^32 - 64, found {length}")]
    CodeLength {
        /// Start of the field.
        offset: usize,
        /// The length.
        length: u64,
    },
    /// A bit behind the last one of the bitmask is set.
    #[error("bitmask padding at offset {offset}: expected zero bits")]
    Padding {
        /// The last octet of the bitmask.
        offset: usize,
    },
    /// Octets are left over.
    #[error("offset {offset}: expected the end, found {count} more octets")]
    Trailing {
        /// The first of them.
        offset: usize,
        /// How many.
        count: usize,
    },
}
