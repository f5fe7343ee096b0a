//! Lane `single`: every opcode in every boundary situation, one instruction per case.
//!
//! The instruction lies at position 1 of a small program: before it a `fallthrough`, so that it begins a basic block and
//! there is a block to jump back to; behind it `fallthrough`, `move_reg`, `trap`, so that there is a block to go on with, an
//! instruction that begins no block, and an end.

use crate::axes::Axis;
use crate::choices::{Choices, Prng};
use crate::layout::Layout;
use crate::plan::{Plan, Space, VARIED};
use crate::shape::{immediates, registers, relates};
use crate::situations::Situation;
use crate::values::{Immediate, immediate, register};
use jar_diff_wire::{Case, GasModel, Program, REGISTERS};
use javm::table::{Opcode, Shape};

/// Steps that a case of this lane may take: into the instruction, over it and a little beyond.
const STEPS: u64 = 4;

/// Position of the instruction under test.
const AT: usize = 1;

/// The generator of lane `single`.
#[derive(Default)]
pub struct Single {
    space: Space,
}

/// A case in the making.
pub(crate) struct Draft<'a> {
    pub(crate) case: &'a mut Case,
    pub(crate) plan: Plan,
    /// Register operands as encoded: low half, high half, third.
    pub(crate) fields: [u8; 3],
    pub(crate) first: Immediate,
    pub(crate) second: Immediate,
    /// Gas that is left when the instruction under test has been paid; `None` if it cannot be.
    pub(crate) left: Option<u64>,
    /// Axes whose class another axis has overridden, by bit.
    pub(crate) lost: u32,
}

impl Draft<'_> {
    /// Notes that the class chosen on an axis does not show in the case.
    pub(crate) const fn lose(&mut self, axis: Axis) {
        self.lost |= 1 << axis as u32;
    }

    /// Sets the register that an operand field denotes.
    pub(crate) fn set(&mut self, field: usize, value: u64) {
        let index = self.register(field);
        if let Some(register) = self.case.registers.get_mut(index) {
            *register = value;
        }
    }

    /// The register that an operand field denotes.
    pub(crate) fn register(&self, field: usize) -> usize {
        usize::from(self.fields.get(field).copied().unwrap_or(0)).min(REGISTERS - 1)
    }
}

impl Single {
    /// The enumeration behind the lane.
    #[must_use]
    pub const fn space(&self) -> &Space {
        &self.space
    }

    /// Makes case `number` in place and reports every cell (row, column) that it hits.
    pub fn generate(
        &self,
        seed: u64,
        number: u64,
        case: &mut Case,
        mut hit: impl FnMut(usize, usize),
    ) {
        let choices = &mut Prng::for_case(seed, 1, number);
        let Some(plan) = self.space.plan(number, choices) else { return };
        reset(case, choices);
        let mut draft = Draft {
            case,
            plan,
            fields: fields(&plan, choices),
            first: immediate(plan.class(Axis::Immediate), choices),
            second: immediate(plan.class(Axis::Immediate2), choices),
            left: None,
            lost: 0,
        };
        draft.values(choices);
        draft.gas(choices);
        let situation = Situation::set_up(&mut draft, choices);
        draft.write(&situation, choices);
        let runs = draft.left.is_some() && matches!(plan.class(Axis::Structure), 0 | 1 | 10);
        for (index, axis) in crate::axes::AXES.iter().take(VARIED).enumerate() {
            let always = matches!(axis.axis, Axis::Structure | Axis::Gas | Axis::Model);
            let shows = always || runs && draft.lost >> index & 1 == 0;
            if shows && self.space.applies(plan.row, axis.axis, plan.class(axis.axis)) {
                hit(plan.row, axis.axis.first_column() + plan.class(axis.axis));
            }
        }
    }
}

/// Everything that the lane does not decide elsewhere; keeps the allocations.
fn reset(case: &mut Case, choices: &mut impl Choices) {
    case.program = Program::Raw;
    case.step_limit = STEPS;
    (case.heap_break, case.heap_limit) = (0, 0);
    case.pages.clear();
    case.replies.clear();
    for value in &mut case.registers {
        let class = choices.index(31);
        *value = register(class, 0, choices);
    }
}

/// Operand fields for the chosen overlap.
fn fields(plan: &Plan, choices: &mut impl Choices) -> [u8; 3] {
    let low = choices.below(12) as u8;
    let high = (low + 1 + choices.below(11) as u8) % 12;
    let third = (0..12).find(|&field| field != low && field != high).unwrap_or(0);
    let beyond = choices.between(13, 15) as u8;
    match plan.class(Axis::Overlap) {
        1 => [beyond, high, third],
        2 => [low, low, third],
        3 => [low, beyond, third],
        4 => [low, high, low],
        5 => [low, high, high],
        6 => [low, low, low],
        7 => [low, high, choices.between(13, 255) as u8],
        _ => [low, high, third],
    }
}

impl Draft<'_> {
    /// Values of the source registers.
    fn values(&mut self, choices: &mut impl Choices) {
        let (first, second) = (self.plan.class(Axis::First), self.plan.class(Axis::Second));
        let related = immediates(self.plan.shape) > 0 && relates(self.plan.shape);
        let immediate = self.first.extended();
        let drawn = if first < 31 { first } else { choices.index(31) };
        let provisional = register(drawn, 0, choices);
        let other = if related { immediate } else { provisional };
        let high = register(second, other, choices);
        let other = if related { immediate } else { high };
        let low = if first < 31 { provisional } else { register(first, other, choices) };
        self.set(0, low);
        if registers(self.plan.shape) > 1 {
            if self.register(0) == self.register(1) {
                self.lose(Axis::First);
            }
            self.set(1, high);
        }
        if self.plan.shape == Shape::RegExtImm {
            self.first.value = low;
        }
    }

    /// Gas model, gas, and what is left after the instruction.
    fn gas(&mut self, choices: &mut impl Choices) {
        let per_block = self.plan.class(Axis::Model) == 1;
        self.case.gas_model = if per_block { GasModel::PerBlock } else { GasModel::PerInstruction };
        let ends = Opcode::from_byte(self.plan.opcode).is_none_or(Opcode::terminates);
        let alone = ends || self.plan.class(Axis::Structure) == 1;
        // With the fallthrough behind it, or the implicit trap beyond the end of the code.
        let block = if ends { 1 } else { 2 };
        let before = u64::from(self.plan.class(Axis::Structure) == 10);
        let exact = block + before;
        self.case.gas = match self.plan.class(Axis::Gas) {
            0 => 0,
            1 => 1,
            2 => exact,
            3 => exact - 1,
            4 => 1000 + choices.below(1 << 32),
            5 => 1 << 63,
            _ => u64::MAX,
        };
        let cost = before + if per_block && !alone { block } else { 1 };
        let cost = if per_block { before + block } else { cost };
        self.left = self.case.gas.checked_sub(cost);
    }

    /// Code, blob, program counter.
    fn write(&mut self, situation: &Situation, choices: &mut impl Choices) {
        let structure = self.plan.class(Axis::Structure);
        let mut code = Layout::new();
        code.start(1);
        code.start(self.plan.opcode);
        let jump = self.operands(&mut code, choices);
        let end = code.len();
        let skip_to = match structure {
            4 => AT + 1 + choices.between((end - AT).min(23) as u64, 23) as usize,
            5 => AT + 25,
            6 => AT + choices.between(26, 31) as usize,
            _ => end,
        };
        while code.len() < skip_to {
            code.octet(choices.bits() as u8);
        }
        let next = code.len();
        if structure != 1 && structure != 2 {
            if situation.second_call {
                code.start(10);
            }
            for opcode in [1, 100] {
                code.start(opcode);
            }
            code.octet(0);
            code.start(0);
        }
        let inside = choices.between(AT as u64 + 1, (end as u64 - 1).max(2)) as usize;
        self.case.pc = AT as u32;
        match structure {
            2 => code.truncate(inside),
            3 => code.mark(inside),
            7 => code.unmark(AT),
            8 => self.case.pc = inside as u32,
            9 => {
                let beyond = choices.pick(&[0, 1, 7, 1 << 31, u32::MAX - 63]);
                self.case.pc = code.len() as u32 + beyond;
            }
            10 => self.case.pc = 0,
            _ => {}
        }
        if let Some((position, length)) = jump {
            let target = self.target(next, code.len(), choices);
            code.patch(position, target as u64, length);
        }
        let table = situation.table(self, next, code.len());
        self.case.blob = code.blob(situation.entries, situation.width, &table);
    }

    /// Writes the operands; returns position and length of a jump offset.
    fn operands(
        &mut self,
        code: &mut Layout,
        choices: &mut impl Choices,
    ) -> Option<(usize, usize)> {
        let [low, high, third] = self.fields;
        let pair = low | high << 4;
        let (first, second) = (self.first, self.second);
        // Octet parts without a meaning are drawn.
        let junk = choices.bits() as u8;
        let offset = self.offset_length(choices);
        match self.plan.shape {
            Shape::None => {}
            Shape::Imm => code.number(first.value, first.length),
            Shape::RegExtImm => {
                code.octet(low | junk << 4);
                code.number(first.value, 8);
            }
            Shape::TwoImm => {
                code.octet(first.claim | junk << 3);
                code.number(first.value, first.length);
                code.number(second.value, second.length);
            }
            Shape::RegImm => {
                code.octet(low | junk << 4);
                code.number(first.value, first.length);
            }
            Shape::RegTwoImm => {
                code.octet(low | first.claim << 4 | junk & 0x80);
                code.number(first.value, first.length);
                code.number(second.value, second.length);
            }
            Shape::RegImmOffset => {
                code.octet(low | first.claim << 4 | junk & 0x80);
                code.number(first.value, first.length);
            }
            Shape::TwoReg | Shape::TwoRegOffset => code.octet(pair),
            Shape::TwoRegImm => {
                code.octet(pair);
                code.number(first.value, first.length);
            }
            Shape::TwoRegTwoImm => {
                code.octet(pair);
                code.octet(first.claim | junk << 3);
                code.number(first.value, first.length);
                code.number(second.value, second.length);
            }
            Shape::ThreeReg => {
                code.octet(pair);
                code.octet(third);
            }
            Shape::Offset => {}
        }
        let position = code.len();
        matches!(self.plan.shape, Shape::Offset | Shape::RegImmOffset | Shape::TwoRegOffset).then(
            || {
                code.number(0, offset);
                (position, offset)
            },
        )
    }

    /// How many octets the jump offset has.
    fn offset_length(&self, choices: &mut impl Choices) -> usize {
        match self.plan.class(Axis::Target) {
            2 => choices.index(5),
            8 | 9 => 4,
            _ => 1 + choices.index(4),
        }
    }

    /// The jump offset, relative to the instruction.
    fn target(&self, next: usize, end: usize, choices: &mut impl Choices) -> i64 {
        let at = AT as i64;
        match self.plan.class(Axis::Target) {
            0 => next as i64 - at,
            1 => -at,
            2 => 0,
            3 => next as i64 + 3 - at,
            4 => choices.pick(&[1, next as i64 + 2 - at]),
            5 => -at - 1 - choices.below(100) as i64,
            6 => end as i64 - at,
            7 => end as i64 + 1 + choices.below(60) as i64 - at,
            8 => i64::from(i32::MAX),
            _ => i64::from(i32::MIN),
        }
    }
}
