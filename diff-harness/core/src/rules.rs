//! Where the rule of an opcode is written: section of the paper, module of the specification.

use jar_diff_questions::Kind;
use javm::{Class, Opcode, Shape};
use serde::{Deserialize, Serialize};

/// Two places to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Section of the Gray Paper 0.7.2.
    pub section: String,
    /// File of the specification.
    pub module: String,
}

/// The rule of an opcode: the table is by shape (section) and class (module).
#[must_use]
pub fn rule(opcode: Opcode) -> Rule {
    let section = match opcode.shape() {
        Shape::None => 1,
        Shape::Imm => 2,
        Shape::RegExtImm => 3,
        Shape::TwoImm => 4,
        Shape::Offset => 5,
        Shape::RegImm => 6,
        Shape::RegTwoImm => 7,
        Shape::RegImmOffset => 8,
        Shape::TwoReg => 9,
        Shape::TwoRegImm => 10,
        Shape::TwoRegOffset => 11,
        Shape::TwoRegTwoImm => 12,
        Shape::ThreeReg => 13,
    };
    let module = match opcode.class() {
        Class::Trap
        | Class::Fallthrough
        | Class::HostCall
        | Class::Jump
        | Class::JumpIndirect
        | Class::Branch => "Control",
        Class::Load | Class::Store => "Access",
        Class::Heap => "Heap",
        Class::Bits => "Bits",
        Class::Divide => "Division",
        Class::Shift | Class::Rotate => "Shift",
        Class::Compare | Class::Select => "Compare",
        Class::Immediate | Class::Arithmetic | Class::Logic => "Alu",
    };
    Rule {
        section: format!("Gray Paper 0.7.2, A.5.{section}, opcode {}", opcode.byte()),
        module: format!("Jar/Pvm/{module}.lean"),
    }
}

/// Where it is written what the answer to a question is.
#[must_use]
pub fn question_rule(kind: Kind) -> Rule {
    let (section, module) = match kind {
        Kind::Codec => ("Gray Paper 0.7.2, C and docs/types.md", "Jar/Types"),
        Kind::Section => ("Gray Paper 0.7.2, 5 to 13 and docs/transition.md", "Jar/Chain"),
        Kind::Chain => {
            ("Gray Paper 0.7.2, 4 to 13 and docs/transition.md", "Jar/Chain/Import.lean")
        }
        Kind::Function => ("Gray Paper 0.7.2, 3.8 and D to H", "Jar/Export/Functions.lean"),
    };
    Rule { section: section.to_owned(), module: module.to_owned() }
}
