//! The code of a generated program.

use super::surroundings::Surroundings;
use crate::choices::Choices;
use crate::settings::Settings;
use crate::values::{immediate, register};
use javm::{Class, Opcode, Operands, Reg, Shape, TABLE};
use javm_asm::{Code, Entry, Item, JumpTable, Label, Listing, Target, Widths};

/// The register that counts loops down; ordinary instructions leave it alone.
pub(super) const COUNTER: usize = 12;
/// The registers that point at memory when the program starts.
pub(super) const POINTERS: [usize; 2] = [9, 10];
/// What the jump table may hold: block starts and, now and then, nonsense.
const TABLE_MAX: u64 = 6;
/// A jump to this address halts (GP 0.7.2, A.4).
const HALT: u64 = 0xffff_ffff_ffff_0000;

type Instruction = (Opcode, Operands<Target>);

/// The blocks of a program in the making.
pub(super) struct Body {
    items: Vec<Item>,
    blocks: u32,
    entries: Vec<Entry>,
}

/// What the code of one program is drawn from.
struct Draw<'a, C> {
    settings: &'a Settings,
    surroundings: &'a Surroundings,
    /// Weight of each opcode that may stand inside a block, cumulative.
    weights: Vec<(u64, Opcode)>,
    choices: &'a mut C,
    items: Vec<Item>,
    blocks: u32,
    /// Instructions that may still be placed.
    room: u64,
}

fn reg(index: usize) -> Reg {
    Reg::clamped(index as u8)
}

impl Body {
    pub(super) fn draw<C: Choices>(
        settings: &Settings,
        surroundings: &Surroundings,
        choices: &mut C,
    ) -> Self {
        let weights = swarm(settings, choices);
        let blocks = choices.between(1, settings.blocks_max) as u32;
        let room = choices.between(2, settings.instructions_max);
        let items = Vec::new();
        let mut draw = Draw { settings, surroundings, weights, choices, items, blocks, room };
        for block in 0..blocks {
            draw.items.push(Item::Label(Label(block)));
            let share = draw.room / u64::from(blocks - block);
            for _ in 0..draw.choices.below(share.max(1)) {
                if draw.choices.percent(settings.idiom_percent) {
                    draw.idiom();
                } else {
                    draw.statement();
                }
            }
            if block + 1 < blocks {
                draw.terminator(block);
            }
        }
        draw.ending();
        let Draw { items, choices, .. } = draw;
        let entry = |choices: &mut C| {
            if choices.percent(90) {
                Entry::Label(Label(choices.below(u64::from(blocks)) as u32))
            } else {
                Entry::Absolute(choices.below(200))
            }
        };
        let entries = (0..TABLE_MAX).map(|_| entry(choices)).collect();
        Self { items, blocks, entries }
    }

    /// The label of one of the blocks.
    pub(super) fn some_label(&self, choices: &mut impl Choices) -> Label {
        Label(choices.below(u64::from(self.blocks)) as u32)
    }

    pub(super) fn into_listing(self, choices: &mut impl Choices) -> Listing {
        let jump_table = match choices.below(20) {
            0 => JumpTable::Zeros(choices.below(1 << 20)),
            1 => JumpTable::Zeros(0),
            _ => JumpTable::Entries { size: choices.pick(&[2, 3, 4, 8]), entries: self.entries },
        };
        Listing { jump_table, items: self.items }
    }
}

/// Cumulative weights of the opcodes that do not end a block: whole groups are switched off, the others weigh 1–100.
fn swarm(settings: &Settings, choices: &mut impl Choices) -> Vec<(u64, Opcode)> {
    let mut groups: Vec<(Class, u64)> = Vec::new();
    let (mut weights, mut total) = (Vec::new(), 0);
    for row in TABLE.iter().filter(|row| !row.terminates) {
        let known = groups.iter().find(|(class, _)| *class == row.class).map(|&(_, weight)| weight);
        let weight = known.unwrap_or_else(|| {
            let off = choices.percent(settings.group_off_percent);
            let weight = if off { 0 } else { choices.between(1, 100) };
            groups.push((row.class, weight));
            weight
        });
        if weight > 0 {
            total += weight;
            weights.push((total, row.opcode));
        }
    }
    weights
}

impl<C: Choices> Draw<'_, C> {
    fn push(&mut self, (opcode, operands): Instruction) {
        self.room = self.room.saturating_sub(1);
        let widths = Widths::default();
        self.items.push(Item::Code(Code { opcode, operands, widths }));
    }

    /// A register that may be read.
    fn source(&mut self) -> Reg {
        reg(self.choices.index(13))
    }

    /// A register that may be written: not the counter.
    fn destination(&mut self) -> Reg {
        reg(self.choices.index(COUNTER))
    }

    fn pointer(&mut self) -> Reg {
        reg(self.choices.pick(&POINTERS))
    }

    fn immediate(&mut self) -> u64 {
        let class = self.choices.index(27);
        immediate(class, self.choices).extended()
    }

    fn load(&mut self, to: Reg, value: u64) {
        let short = i64::from(value as i32) as u64 == value;
        let shape = if short {
            (Opcode::LoadImm, Operands::RegImm { a: to, x: value })
        } else {
            (Opcode::LoadImm64, Operands::RegExtImm { a: to, x: value })
        };
        self.push(shape);
    }

    /// One instruction inside a block, with what it needs before it.
    fn statement(&mut self) {
        let total = self.weights.last().map_or(0, |&(total, _)| total);
        let drawn = self.choices.below(total);
        let at = self.weights.partition_point(|&(upto, _)| upto <= drawn);
        let Some(&(_, opcode)) = self.weights.get(at) else { return };
        match opcode.class() {
            Class::Load | Class::Store => self.access(opcode),
            Class::Heap => {
                let size = self.choices.pick(&[0, 1, 100, 4096, 8000, 1 << 32]);
                let (d, a) = (self.destination(), self.destination());
                self.load(a, size);
                self.push((opcode, Operands::TwoReg { d, a }));
            }
            _ => {
                let operands = self.operands(opcode);
                self.push((opcode, operands));
            }
        }
    }

    /// Operands of an instruction that neither jumps nor touches memory.
    fn operands(&mut self, opcode: Opcode) -> Operands<Target> {
        match opcode.shape() {
            Shape::Imm => Operands::Imm { x: self.choices.below(40) },
            Shape::RegExtImm => {
                let class = self.choices.index(31);
                let x = register(class, 0, self.choices);
                Operands::RegExtImm { a: self.destination(), x }
            }
            Shape::RegImm => Operands::RegImm { a: self.destination(), x: self.immediate() },
            Shape::TwoReg => Operands::TwoReg { d: self.destination(), a: self.source() },
            Shape::TwoRegImm => {
                Operands::TwoRegImm { a: self.destination(), b: self.source(), x: self.immediate() }
            }
            Shape::ThreeReg => {
                Operands::ThreeReg { a: self.source(), b: self.source(), d: self.destination() }
            }
            // The other shapes jump or touch memory.
            _ => Operands::None,
        }
    }

    /// A load or store, mostly where memory is.
    fn access(&mut self, opcode: Opcode) {
        let wild = self.choices.percent(self.settings.wild_address_percent);
        let address = if wild { self.immediate() } else { self.surroundings.aim(self.choices) };
        let address = i64::from(address as i32) as u64;
        let y = self.immediate();
        let base = if wild { self.source() } else { self.pointer() };
        let near = (self.choices.below(200) as i64 - 40) as u64;
        let operands = match opcode.shape() {
            Shape::TwoImm => Operands::TwoImm { x: address, y },
            Shape::RegImm if opcode.class() == Class::Load => {
                Operands::RegImm { a: self.destination(), x: address }
            }
            Shape::RegImm => Operands::RegImm { a: self.source(), x: address },
            shape => {
                if self.choices.percent(60) && base.index() != COUNTER as u8 {
                    self.load(base, address);
                }
                if shape == Shape::RegTwoImm {
                    Operands::RegTwoImm { a: base, x: near, y }
                } else {
                    let load = opcode.class() == Class::Load;
                    let a = if load { self.destination() } else { self.source() };
                    Operands::TwoRegImm { a, b: base, x: near }
                }
            }
        };
        self.push((opcode, operands));
    }

    /// Instructions that mean something together, on few registers or in one place of memory: compilers make one host
    /// instruction of them, or keep something of the first for the next.
    fn idiom(&mut self) {
        let (low, high) = (Opcode::Mul64, Opcode::MulUpperUU);
        match self.choices.below(4) {
            0 => self.pair(low, high),
            1 => self.pair(high, low),
            2 => self.pair(Opcode::Add64, Opcode::SetLtU),
            _ => self.accesses(),
        }
    }

    /// Two instructions on three registers, of which some may be the same.
    fn pair(&mut self, first: Opcode, second: Opcode) {
        let near: [usize; 3] = std::array::from_fn(|_| self.choices.index(COUNTER));
        for opcode in [first, second] {
            let [a, b, d] = std::array::from_fn(|_| reg(self.choices.pick(&near)));
            self.push((opcode, Operands::ThreeReg { a, b, d }));
        }
    }

    /// Loads and stores in one place.
    fn accesses(&mut self) {
        let is_access = |class| matches!(class, Class::Load | Class::Store);
        let rows = TABLE.iter().filter(|row| row.shape == Shape::TwoRegImm && is_access(row.class));
        let opcodes: Vec<Opcode> = rows.map(|row| row.opcode).collect();
        let (b, address) = (self.pointer(), self.surroundings.aim(self.choices));
        self.load(b, address);
        for _ in 0..self.choices.between(2, 4) {
            let Some(&opcode) = opcodes.get(self.choices.index(opcodes.len())) else { return };
            // Loads leave the pointer alone: it is none of the registers below it.
            let a = reg(self.choices.index(POINTERS[0]));
            self.push((opcode, Operands::TwoRegImm { a, b, x: 0 }));
        }
    }

    /// Where a jump out of a block goes.
    fn target(&mut self, block: u32) -> Target {
        if self.choices.percent(self.settings.free_jump_percent) {
            return if self.choices.percent(50) {
                Target::Label(Label(self.choices.below(u64::from(self.blocks)) as u32))
            } else {
                Target::Relative(self.choices.below(300) as i64 - 150)
            };
        }
        let later = u64::from(self.blocks - block - 1).max(1);
        Target::Label(Label((block + 1 + self.choices.below(later) as u32).min(self.blocks - 1)))
    }

    /// The end of a block that has another one behind it.
    fn terminator(&mut self, block: u32) {
        if self.choices.percent(self.settings.counted_loop_percent) {
            let counter = reg(COUNTER);
            let x = u64::MAX;
            self.push((Opcode::AddImm64, Operands::TwoRegImm { a: counter, b: counter, x }));
            let target = Target::Label(Label(self.choices.below(u64::from(block) + 1) as u32));
            self.push((Opcode::BranchNeImm, Operands::RegImmOffset { a: counter, x: 0, target }));
            return;
        }
        let ends: Vec<Opcode> =
            TABLE.iter().filter(|row| row.terminates).map(|row| row.opcode).collect();
        let opcode = ends.get(self.choices.index(ends.len())).copied().unwrap_or(Opcode::Trap);
        let target = self.target(block);
        let operands = match opcode.shape() {
            Shape::Offset => Operands::Offset { target },
            Shape::RegImmOffset => {
                Operands::RegImmOffset { a: self.destination(), x: self.immediate(), target }
            }
            Shape::TwoRegOffset => {
                Operands::TwoRegOffset { a: self.source(), b: self.source(), target }
            }
            Shape::RegImm | Shape::TwoRegTwoImm => self.dynamic(opcode.shape()),
            _ if opcode == Opcode::Trap && self.choices.percent(80) => {
                self.push((Opcode::Fallthrough, Operands::None));
                return;
            }
            _ => Operands::None,
        };
        self.push((opcode, operands));
    }

    /// A jump through the table, mostly to one of its entries.
    fn dynamic(&mut self, shape: Shape) -> Operands<Target> {
        let address = if self.choices.percent(85) {
            2 * (1 + self.choices.below(TABLE_MAX))
        } else {
            self.choices.pick(&[0, 1, 3, 2 * TABLE_MAX + 2, HALT, HALT + 2, 1 << 31])
        };
        let (to, add) =
            (self.destination(), self.choices.pick(&[0, 0, 1, 2, 0xffff_ffff_ffff_fffe]));
        self.load(to, address.wrapping_sub(add));
        if shape == Shape::RegImm {
            Operands::RegImm { a: to, x: add }
        } else {
            let a = self.destination();
            Operands::TwoRegTwoImm { a, b: to, x: self.immediate(), y: add }
        }
    }

    /// The end of the program: trap, halt, loop, host call, or nothing at all.
    fn ending(&mut self) {
        match self.choices.below(10) {
            0 | 1 => self.push((Opcode::Trap, Operands::None)),
            2..=4 => {
                self.load(reg(0), HALT);
                self.push((Opcode::JumpInd, Operands::RegImm { a: reg(0), x: 0 }));
            }
            5 => {
                let target =
                    Target::Label(Label(self.choices.below(u64::from(self.blocks)) as u32));
                self.push((Opcode::Jump, Operands::Offset { target }));
            }
            6 => {
                let x = self.immediate();
                self.push((Opcode::Ecalli, Operands::Imm { x }));
            }
            _ => {}
        }
    }
}
