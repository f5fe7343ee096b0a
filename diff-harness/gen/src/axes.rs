//! The boundary classes of the enumeration lane: what is varied, and over what.
//!
//! An *axis* is one thing that a single-instruction case can vary; its *classes* are the situations
//! that we want every opcode to meet. Which axes, and which of their classes, apply to an opcode
//! follows from its operands and from what it does ([`applicable`]); every cell "opcode × applicable class" is
//! reachable by construction, and a test says so.

use crate::shape::{Effect, claims_length, immediates, registers, relates};
use javm::table::Shape;
use serde::{Deserialize, Serialize};

/// What a case varies. The order is that of [`AXES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Axis {
    /// Value of the register in the low half of the first operand octet (for `load_imm_64`: of the immediate).
    First,
    /// Value of the register in the high half of the first operand octet.
    Second,
    /// Length and value of the first immediate.
    Immediate,
    /// Length and value of the second immediate, where it is one.
    Immediate2,
    /// Which register operands coincide or are out of range.
    Overlap,
    /// How the instruction lies in code and bitmask.
    Structure,
    /// How much gas there is.
    Gas,
    /// Which gas model.
    Model,
    /// Where a load or store goes.
    Memory,
    /// Where a static jump goes.
    Target,
    /// Where a dynamic jump goes.
    Table,
    /// Octets per jump-table entry.
    Width,
    /// What `sbrk` is asked for.
    Heap,
    /// How the host answers `ecalli`.
    Host,
    /// Not varied here: counts the opcode in the program lane.
    Program,
}

/// An axis and the names of its classes.
#[derive(Clone, Copy, Debug)]
pub struct AxisInfo {
    /// The axis.
    pub axis: Axis,
    /// Column heading of the coverage table.
    pub name: &'static str,
    /// One name per class; a class is known by its index.
    pub classes: &'static [&'static str],
}

/// Register values. The last three are relative to the other source operand.
const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "-2",
    "small",
    "31",
    "32",
    "33",
    "63",
    "64",
    "65",
    "2^31-1",
    "2^31",
    "2^31+1",
    "-2^31",
    "-2^31-1",
    "2^32-1",
    "2^32",
    "2^32+1",
    "2^63-1",
    "2^63",
    "2^63+1",
    "0x80",
    "0x8000",
    "one bit",
    "page edge-1",
    "page edge",
    "mapped",
    "random32",
    "random64",
    "=other",
    "other+1",
    "other-1",
];

/// Immediates as "length:value"; `claim` claims a length of 5–7 where the encoding can.
const IMMEDIATES: &[&str] = &[
    "0:",
    "1:0",
    "1:1",
    "1:7f",
    "1:80",
    "1:ff",
    "1:31",
    "1:32",
    "1:63",
    "1:64",
    "2:0",
    "2:7fff",
    "2:8000",
    "2:ffff",
    "3:7fffff",
    "3:800000",
    "3:ffffff",
    "4:0",
    "4:1",
    "4:7fffffff",
    "4:80000000",
    "4:80000001",
    "4:ffffffff",
    "1:random",
    "2:random",
    "3:random",
    "4:random",
    "claim",
];

/// Every axis, in the order of the columns of the coverage table.
pub const AXES: [AxisInfo; 15] = [
    AxisInfo { axis: Axis::First, name: "first", classes: VALUES },
    AxisInfo { axis: Axis::Second, name: "second", classes: VALUES },
    AxisInfo { axis: Axis::Immediate, name: "imm", classes: IMMEDIATES },
    AxisInfo { axis: Axis::Immediate2, name: "imm2", classes: IMMEDIATES },
    AxisInfo {
        axis: Axis::Overlap,
        name: "overlap",
        classes: &[
            "distinct",
            "low>12",
            "low=high",
            "high>12",
            "low=third",
            "high=third",
            "all equal",
            "third>12",
        ],
    },
    AxisInfo {
        axis: Axis::Structure,
        name: "structure",
        classes: &[
            "plain",
            "last",
            "cut by end",
            "skip short",
            "skip long",
            "skip 24",
            "skip>24",
            "not in bitmask",
            "pc in operands",
            "pc beyond code",
            "entered from before",
        ],
    },
    AxisInfo {
        axis: Axis::Gas,
        name: "gas",
        classes: &["0", "1", "exact", "exact-1", "plenty", "2^63", "2^64-1"],
    },
    AxisInfo { axis: Axis::Model, name: "model", classes: &["per instruction", "per block"] },
    AxisInfo {
        axis: Axis::Memory,
        name: "memory",
        classes: &[
            "low 64K",
            "absent",
            "read-only",
            "writable",
            "page end",
            "low|W",
            "W|absent",
            "absent|W",
            "R|W",
            "W|R",
            "W|W",
            "R|R",
            "R|absent",
            "absent|R",
            "wrap W",
            "wrap absent",
        ],
    },
    AxisInfo {
        axis: Axis::Target,
        name: "target",
        classes: &[
            "next block",
            "back to 0",
            "self",
            "not a block",
            "inside operands",
            "negative",
            "code end",
            "beyond code",
            "+2^31-1",
            "-2^31",
        ],
    },
    AxisInfo {
        axis: Axis::Table,
        name: "table",
        classes: &[
            "first",
            "last",
            "zero",
            "odd",
            "one beyond",
            "far beyond",
            "halt",
            "near halt",
            "not a block",
            "entry beyond code",
            "empty table",
            "entry 2^63",
        ],
    },
    AxisInfo { axis: Axis::Width, name: "width", classes: &["0", "1", "2", "3", "4", "8", "9+"] },
    AxisInfo {
        axis: Axis::Heap,
        name: "heap",
        classes: &[
            "none:0",
            "none:1",
            "0",
            "1",
            "to page edge",
            "page edge+1",
            "pages",
            "over mapped",
            "to limit",
            "limit+1",
            "2^32",
            "2^64-1",
            "from low 64K",
        ],
    },
    AxisInfo {
        axis: Axis::Host,
        name: "host",
        classes: &[
            "unanswered",
            "answered",
            "registers",
            "gas exact",
            "gas short",
            "poke W",
            "poke R",
            "poke absent",
            "poke W|absent",
            "poke low 64K",
            "poke beyond 2^32",
            "two calls",
        ],
    },
    AxisInfo { axis: Axis::Program, name: "program", classes: &["generated"] },
];

/// Number of columns of the coverage table: all classes of all axes.
pub const COLUMNS: usize = {
    let mut total = 0;
    let mut index = 0;
    while index < AXES.len() {
        #[expect(
            clippy::indexing_slicing,
            reason = "a constant; the loop is bounded by the length"
        )]
        let axis = &AXES[index];
        total += axis.classes.len();
        index += 1;
    }
    total
};

impl Axis {
    /// The column of this axis' first class.
    #[must_use]
    pub fn first_column(self) -> usize {
        AXES.iter().take(self as usize).map(|info| info.classes.len()).sum()
    }

    /// The names of this axis' classes.
    #[must_use]
    pub fn classes(self) -> &'static [&'static str] {
        AXES.get(self as usize).map_or(&[], |info| info.classes)
    }
}

/// Does `class` of `axis` exist for an opcode with these operands and effect?
#[must_use]
pub fn applicable(axis: Axis, class: usize, shape: Shape, effect: Effect) -> bool {
    let memory = matches!(effect, Effect::Load { .. } | Effect::Store { .. });
    match axis {
        Axis::First => match effect {
            Effect::Jump { dynamic: true } => shape == Shape::TwoRegTwoImm,
            _ if memory && shape == Shape::RegTwoImm => false,
            _ => {
                shape == Shape::RegExtImm || registers(shape) > 0 && (class < 31 || relates(shape))
            }
        },
        Axis::Second => {
            let derived = memory || effect == Effect::Sbrk || shape == Shape::TwoRegTwoImm;
            registers(shape) > 1 && !derived && (class < 31 || relates(shape))
        }
        Axis::Immediate => immediates(shape) > 0 && (class != 27 || claims_length(shape)),
        Axis::Immediate2 => immediates(shape) > 1 && class != 27,
        Axis::Overlap => class < [0, 2, 4, 8].get(registers(shape)).copied().unwrap_or(0),
        Axis::Structure => match class {
            // What needs operands to cut, or more than one octet to point into.
            2 | 3 | 8 => shape != Shape::None,
            _ => true,
        },
        Axis::Gas | Axis::Model => true,
        Axis::Memory => memory,
        Axis::Target => effect == Effect::Jump { dynamic: false },
        Axis::Table | Axis::Width => effect == Effect::Jump { dynamic: true },
        Axis::Heap => effect == Effect::Sbrk,
        Axis::Host => effect == Effect::HostCall,
        Axis::Program => effect != Effect::Unlisted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_listed_in_their_order() {
        for (index, info) in AXES.iter().enumerate() {
            assert_eq!(info.axis as usize, index);
            let distinct: std::collections::BTreeSet<_> = info.classes.iter().collect();
            assert_eq!(distinct.len(), info.classes.len(), "{}", info.name);
        }
        assert_eq!(Axis::Program.first_column() + 1, COLUMNS);
    }
}
