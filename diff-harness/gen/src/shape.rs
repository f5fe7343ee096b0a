//! What the generators need to know of an opcode beyond the implementation's table.

use javm::table::{Class, Opcode, Shape};

/// What an opcode does, as far as it decides which boundary classes it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Registers only (or nothing).
    Plain,
    /// Reads this many octets of memory.
    Load {
        /// 1, 2, 4 or 8.
        width: u8,
    },
    /// Writes this many octets of memory.
    Store {
        /// 1, 2, 4 or 8.
        width: u8,
    },
    /// Leaves the straight line.
    Jump {
        /// Through the jump table?
        dynamic: bool,
    },
    /// Moves the heap's break.
    Sbrk,
    /// Calls the host.
    HostCall,
    /// Not an opcode of the table.
    Unlisted,
}

/// Effect of a listed opcode.
#[must_use]
pub fn effect(opcode: Opcode) -> Effect {
    let name = opcode.name();
    let width = || match name {
        _ if name.ends_with("16") => 2,
        _ if name.ends_with("32") => 4,
        _ if name.ends_with("64") => 8,
        _ => 1,
    };
    match opcode.class() {
        Class::Load => Effect::Load { width: width() },
        Class::Store => Effect::Store { width: width() },
        Class::Jump | Class::Branch => Effect::Jump { dynamic: false },
        Class::JumpIndirect => Effect::Jump { dynamic: true },
        Class::Heap => Effect::Sbrk,
        Class::HostCall => Effect::HostCall,
        _ => Effect::Plain,
    }
}

/// Register operands.
pub(crate) const fn registers(shape: Shape) -> usize {
    match shape {
        Shape::None | Shape::Imm | Shape::TwoImm | Shape::Offset => 0,
        Shape::RegExtImm | Shape::RegImm | Shape::RegTwoImm | Shape::RegImmOffset => 1,
        Shape::TwoReg | Shape::TwoRegImm | Shape::TwoRegOffset | Shape::TwoRegTwoImm => 2,
        Shape::ThreeReg => 3,
    }
}

/// Immediates of varying length, offsets not counted.
pub(crate) const fn immediates(shape: Shape) -> usize {
    match shape {
        Shape::Imm | Shape::RegImm | Shape::RegImmOffset | Shape::TwoRegImm => 1,
        Shape::TwoImm | Shape::RegTwoImm | Shape::TwoRegTwoImm => 2,
        _ => 0,
    }
}

/// Is the first immediate's length a number in the code (rather than what the skip leaves)?
pub(crate) const fn claims_length(shape: Shape) -> bool {
    matches!(shape, Shape::TwoImm | Shape::RegTwoImm | Shape::RegImmOffset | Shape::TwoRegTwoImm)
}

/// Has the instruction two operands whose relation matters?
pub(crate) const fn relates(shape: Shape) -> bool {
    matches!(shape, Shape::RegImmOffset | Shape::TwoRegImm | Shape::TwoRegOffset | Shape::ThreeReg)
}
