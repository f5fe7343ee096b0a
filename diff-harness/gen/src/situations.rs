//! Memory, jump table, heap and host of one enumeration case.

use crate::axes::Axis;
use crate::choices::Choices;
use crate::shape::Effect;
use crate::single::Draft;
use crate::values::Immediate;
use jar_diff_wire::{Access, PAGE_SIZE, Page, Poke, Reply};
use javm::table::Shape;

const PAGE: u64 = PAGE_SIZE as u64;
/// A page in the middle of nowhere with an unmapped surrounding.
const NUMBER: u32 = 0x20;
const LAST: u32 = 0xf_ffff;
/// The dynamic jump address that halts (GP 0.7.2, A.4).
const HALT: u64 = 0xffff_0000;

/// What the surroundings add to the code.
#[derive(Default)]
pub(crate) struct Situation {
    /// Entries of the jump table.
    pub(crate) entries: u8,
    /// Octets per entry.
    pub(crate) width: u8,
    /// Index of the entry that the class is about.
    asked: u8,
    /// Another `ecalli` follows.
    pub(crate) second_call: bool,
}

impl Situation {
    pub(crate) fn set_up(draft: &mut Draft<'_>, choices: &mut impl Choices) -> Self {
        let mut situation = Self::default();
        match draft.plan.effect {
            Effect::Load { width } | Effect::Store { width } => memory(draft, width, choices),
            Effect::Jump { dynamic: true } => situation.dynamic(draft, choices),
            Effect::Sbrk => heap(draft, choices),
            Effect::HostCall => situation.second_call = host(draft, choices),
            Effect::Plain | Effect::Unlisted | Effect::Jump { dynamic: false } => {}
        }
        situation
    }

    /// Jump-table shape and the address register.
    fn dynamic(&mut self, draft: &mut Draft<'_>, choices: &mut impl Choices) {
        let class = draft.plan.class(Axis::Table);
        self.entries = if class == 10 { 0 } else { 3 };
        self.width = match draft.plan.class(Axis::Width) {
            5 => 8,
            6 => choices.between(9, 30) as u8,
            class => class as u8,
        };
        let wide = class != 11 || self.width >= 8;
        if !wide && !draft.plan.asks_for(Axis::Width) {
            self.width = 8;
            draft.lose(Axis::Width);
        } else if !wide || self.width == 0 && matches!(class, 8 | 9) {
            draft.lose(Axis::Table);
        }
        let entries = u64::from(self.entries);
        self.asked = if class == 1 { 2 } else { choices.below(2) as u8 * u8::from(class > 1) };
        let address = match class {
            2 => 0,
            3 => choices.pick(&[1, 3, 7]),
            4 => 2 * entries + 2,
            5 => (choices.below(HALT / 2) * 2) | (1 << 12),
            6 => HALT,
            7 => choices.pick(&[HALT - 2, HALT - 1, HALT + 1, HALT + 2]),
            10 => 2,
            _ => 2 * u64::from(self.asked) + 2,
        };
        let (field, offset) = if draft.plan.shape == Shape::TwoRegTwoImm {
            (1, draft.second)
        } else {
            (0, draft.first)
        };
        if field == 1 && draft.register(0) == draft.register(1) {
            draft.lose(Axis::First);
        }
        let high = choices.pick(&[0, choices_high(draft.case.registers)]);
        draft.set(field, (address | high).wrapping_sub(offset.extended()));
    }

    /// The encoded entries, once the positions in the code are known.
    pub(crate) fn table(&self, draft: &Draft<'_>, next: usize, end: usize) -> Vec<u8> {
        let asked = match draft.plan.class(Axis::Table) {
            8 => next as u64 + 3,
            9 => end as u64 + 9,
            11 => 1 << 63,
            _ => next as u64,
        };
        let mut octets = Vec::new();
        for index in 0..self.entries {
            let value: u64 = if index == self.asked { asked } else { 0 };
            let mut entry = value.to_le_bytes().to_vec();
            entry.resize(usize::from(self.width), 0);
            octets.extend_from_slice(&entry);
        }
        octets
    }
}

/// Some upper half for an address: registers are drawn, so any of them will do.
fn choices_high(registers: [u64; 13]) -> u64 {
    registers.last().map_or(0, |value| value << 32)
}

/// `length` drawn octets, the last of them not zero.
fn octets(length: usize, choices: &mut impl Choices) -> Vec<u8> {
    let mut octets = Vec::with_capacity(length + 8);
    while octets.len() < length {
        octets.extend_from_slice(&choices.bits().to_le_bytes());
    }
    octets.truncate(length);
    if let Some(last) = octets.last_mut() {
        *last |= 1;
    }
    octets
}

fn map(draft: &mut Draft<'_>, number: u32, access: Access, content: Vec<u8>) {
    draft.case.pages.push(Page { number, access, content });
}

/// Where a load or store goes: pages, and the operand that makes the address.
fn memory(draft: &mut Draft<'_>, width: u8, choices: &mut impl Choices) {
    use Access::{ReadOnly as R, Writable as W};
    let base = u64::from(NUMBER) * PAGE;
    let inside = base + choices.below(56);
    let before_end = base + PAGE - choices.between(1, u64::from(width).saturating_sub(1).max(1));
    let straddle = |first: Option<Access>, second: Option<Access>| {
        (before_end, [(NUMBER, first), (NUMBER + 1, second)])
    };
    let one = |number: u32, access: Access| [(number, Some(access)), (0, None)];
    let (address, pages) = match draft.plan.class(Axis::Memory) {
        0 => (choices.pick(&[0, 1, choices_low(inside)]), [(0, None); 2]),
        1 => (inside, one(NUMBER + 2, W)),
        2 => (inside, one(NUMBER, R)),
        3 => (inside, one(NUMBER, W)),
        4 => (base + PAGE - u64::from(width), one(NUMBER, W)),
        5 => (before_end - base + 15 * PAGE, one(16, W)),
        6 => straddle(Some(W), None),
        7 => straddle(None, Some(W)),
        8 => straddle(Some(R), Some(W)),
        9 => straddle(Some(W), Some(R)),
        10 => straddle(Some(W), Some(W)),
        11 => straddle(Some(R), Some(R)),
        12 => straddle(Some(R), None),
        13 => straddle(None, Some(R)),
        14 => (before_end - base + u64::from(LAST) * PAGE, one(LAST, W)),
        _ => (before_end - base + u64::from(LAST) * PAGE, [(0, None); 2]),
    };
    for (number, access) in pages {
        if let Some(access) = access {
            // A page that is left at its end is full now and then, else its end reads as zeros.
            let leaves = u64::from(number) == address / PAGE && address % PAGE > 64;
            let length = if !leaves { 64 } else { PAGE_SIZE * usize::from(choices.percent(25)) };
            let content = octets(length, choices);
            map(draft, number, access, content);
        }
    }
    point(draft, address, choices);
}

const fn choices_low(address: u64) -> u64 {
    address & 0xfff | 0xf000
}

/// Makes the instruction's address operand denote `address`.
fn point(draft: &mut Draft<'_>, address: u64, choices: &mut impl Choices) {
    let high = if choices.percent(50) { 0 } else { choices.bits() << 32 };
    let base = (address | high).wrapping_sub(draft.first.extended());
    match draft.plan.shape {
        Shape::RegTwoImm => draft.set(0, base),
        Shape::TwoRegImm => {
            if draft.register(0) == draft.register(1) {
                draft.lose(Axis::First);
            }
            draft.set(1, base);
        }
        _ if draft.plan.asks_for(Axis::Immediate) && !draft.plan.asks_for(Axis::Memory) => {
            draft.lose(Axis::Memory);
        }
        _ => {
            draft.first = Immediate::new(address, 4);
            draft.lose(Axis::Immediate);
        }
    }
}

/// Break, limit, mapped pages and the size that `sbrk` is asked for.
fn heap(draft: &mut Draft<'_>, choices: &mut impl Choices) {
    let edge = u64::from(NUMBER + 1) * PAGE;
    let start = edge - choices.pick(&[0, 1, 100, PAGE - 1]);
    let room = choices.pick(&[1, 4096, 10_000, 12_288]);
    let (start, limit, size) = match draft.plan.class(Axis::Heap) {
        0 => (0, 0, 0),
        1 => (0, 0, 1),
        2 => (start, start + room, 0),
        3 => (start, start + room, 1),
        4 => (start, edge + room, edge - start),
        5 => (start, edge + room, edge - start + 1),
        6 => (start, start + 20_000, choices.between(8_000, 14_000)),
        7 => {
            let access = if choices.percent(50) { Access::ReadOnly } else { Access::Writable };
            let content = octets(64, choices);
            map(draft, NUMBER + 2, access, content);
            (start, start + 20_000, choices.between(8_000, 14_000))
        }
        8 => (start, start + room, room),
        9 => (start, start + room, room + 1),
        10 => (start, start + room, 1 << 32),
        11 => (start, start + room, u64::MAX),
        _ => (0xf000 - choices.below(3) * PAGE, 0x2_0000, 0x1800 + choices.below(3) * PAGE),
    };
    draft.case.heap_break = start as u32;
    draft.case.heap_limit = limit as u32;
    draft.set(1, size);
}

/// The script of the host; true if the program is to call twice.
fn host(draft: &mut Draft<'_>, choices: &mut impl Choices) -> bool {
    let class = draft.plan.class(Axis::Host);
    if class == 0 {
        return false;
    }
    let mut reply = Reply::default();
    let poke = |address: u64, length: usize| Some((address, length));
    let base = u64::from(NUMBER) * PAGE;
    let poked = match class {
        5 => poke(base + choices.below(64), 8),
        6 | 7 => poke(base + choices.below(64), 3),
        8 => poke(base + PAGE - 2, 5),
        9 => poke(0xfffe, 4),
        10 => poke(0xffff_fffe, 4),
        _ => None,
    };
    if let Some((address, length)) = poked {
        reply.poke = Some(Poke { address: address as u32, octets: octets(length, choices) });
    }
    match class {
        6 => map(draft, NUMBER, Access::ReadOnly, vec![1]),
        5 | 8 => map(draft, NUMBER, Access::Writable, vec![1]),
        9 => map(draft, 16, Access::Writable, vec![1]),
        10 => map(draft, LAST, Access::Writable, vec![1]),
        _ => {}
    }
    if class == 2 || choices.percent(20) {
        for register in &mut reply.registers {
            *register = choices.percent(50).then(|| choices.bits());
        }
    }
    match (class, draft.left) {
        (3, Some(left)) => reply.gas = left,
        (4, Some(left)) if left < u64::MAX => reply.gas = left + 1,
        (4, _) => draft.lose(Axis::Host),
        _ => {}
    }
    draft.case.replies.push(reply);
    if class == 11 {
        draft.case.replies.push(Reply::default());
    }
    class == 11
}
