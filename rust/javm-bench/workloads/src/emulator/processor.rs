//! The processor 6502 as games consoles had it: without decimal arithmetic, and without interrupts here.

use super::instruction::{INSTRUCTIONS, Mode, Operation};

/// The processor and its 64 KiB of memory.
pub(super) struct Processor {
    pub(super) a: u8,
    pub(super) x: u8,
    pub(super) y: u8,
    pub(super) stack: u8,
    pub(super) pc: u16,
    pub(super) carry: bool,
    pub(super) overflow: bool,
    interrupts_off: bool,
    decimal: bool,
    /// The octet that the zero flag is about,
    zero: u8,
    /// and the one that the negative flag is about.
    negative: u8,
    pub(super) memory: [u8; 1 << 16],
    /// Instructions done.
    pub(super) done: u64,
}

/// Where the operand of an instruction is.
#[derive(Clone, Copy)]
enum Place {
    Accumulator,
    Memory(u16),
}

impl Processor {
    pub(super) fn new(pc: u16) -> Self {
        Self {
            a: 0,
            x: 0,
            y: 0,
            stack: 0xff,
            pc,
            carry: false,
            overflow: false,
            interrupts_off: false,
            decimal: false,
            zero: 1,
            negative: 0,
            memory: [0; 1 << 16],
            done: 0,
        }
    }

    pub(super) fn read(&self, address: u16) -> u8 {
        self.memory.get(usize::from(address)).copied().unwrap_or(0)
    }

    pub(super) fn write(&mut self, address: u16, value: u8) {
        if let Some(octet) = self.memory.get_mut(usize::from(address)) {
            *octet = value;
        }
    }

    /// Runs until `brk` or an undefined opcode, whose number is the answer, at most so many instructions.
    pub(super) fn run(&mut self, limit: u64) -> Option<u8> {
        while self.done < limit {
            let opcode = self.fetch();
            let Some(Some((operation, mode))) = INSTRUCTIONS.get(usize::from(opcode)) else {
                return Some(opcode);
            };
            if *operation == Operation::Brk {
                return Some(opcode);
            }
            self.done += 1;
            let place = self.place(*mode);
            self.execute(*operation, place);
        }
        None
    }

    fn fetch(&mut self) -> u8 {
        let octet = self.read(self.pc);
        self.pc = self.pc.wrapping_add(1);
        octet
    }

    fn fetch_word(&mut self) -> u16 {
        u16::from_le_bytes([self.fetch(), self.fetch()])
    }

    /// A word of the zero page; its second octet is there too.
    fn zero_page_word(&self, address: u8) -> u16 {
        let second = address.wrapping_add(1);
        u16::from_le_bytes([self.read(address.into()), self.read(second.into())])
    }

    fn place(&mut self, mode: Mode) -> Place {
        Place::Memory(match mode {
            Mode::Implied => 0,
            Mode::Accumulator => return Place::Accumulator,
            Mode::Immediate => {
                self.pc = self.pc.wrapping_add(1);
                self.pc.wrapping_sub(1)
            }
            Mode::ZeroPage => self.fetch().into(),
            Mode::ZeroPageX => self.fetch().wrapping_add(self.x).into(),
            Mode::ZeroPageY => self.fetch().wrapping_add(self.y).into(),
            Mode::IndirectX => {
                let pointer = self.fetch().wrapping_add(self.x);
                self.zero_page_word(pointer)
            }
            Mode::IndirectY => {
                let pointer = self.fetch();
                self.zero_page_word(pointer).wrapping_add(self.y.into())
            }
            Mode::Absolute => self.fetch_word(),
            Mode::AbsoluteX => self.fetch_word().wrapping_add(self.x.into()),
            Mode::AbsoluteY => self.fetch_word().wrapping_add(self.y.into()),
            Mode::Indirect => {
                let pointer = self.fetch_word();
                let [low, high] = pointer.to_le_bytes();
                // The processor does not carry into the page of the second octet.
                let second = u16::from_le_bytes([low.wrapping_add(1), high]);
                u16::from_le_bytes([self.read(pointer), self.read(second)])
            }
            Mode::Relative => {
                let offset = self.fetch().cast_signed();
                self.pc.wrapping_add_signed(offset.into())
            }
        })
    }

    fn load(&self, place: Place) -> u8 {
        match place {
            Place::Accumulator => self.a,
            Place::Memory(address) => self.read(address),
        }
    }

    fn store(&mut self, place: Place, value: u8) {
        match place {
            Place::Accumulator => self.a = value,
            Place::Memory(address) => self.write(address, value),
        }
    }

    /// Sets the zero and the negative flag by a value, and gives it back.
    fn flagged(&mut self, value: u8) -> u8 {
        (self.zero, self.negative) = (value, value);
        value
    }

    fn branch(&mut self, condition: bool, place: Place) {
        if condition && let Place::Memory(target) = place {
            self.pc = target;
        }
    }

    fn add(&mut self, value: u8) {
        let (sum, first) = self.a.overflowing_add(value);
        let (sum, second) = sum.overflowing_add(self.carry.into());
        self.carry = first | second;
        self.overflow = (self.a ^ sum) & (value ^ sum) & 0x80 != 0;
        self.a = self.flagged(sum);
    }

    fn compare(&mut self, register: u8, place: Place) {
        let value = self.load(place);
        self.carry = register >= value;
        self.flagged(register.wrapping_sub(value));
    }

    /// A shift by one place, with what comes in.
    fn shift(&mut self, place: Place, left: bool, comes_in: bool) {
        let value = self.load(place);
        let (out, shifted) = if left {
            (value & 0x80 != 0, value << 1 | u8::from(comes_in))
        } else {
            (value & 1 != 0, value >> 1 | u8::from(comes_in) << 7)
        };
        self.carry = out;
        let shifted = self.flagged(shifted);
        self.store(place, shifted);
    }

    fn step_memory(&mut self, place: Place, by: u8) {
        let value = self.load(place).wrapping_add(by);
        self.flagged(value);
        self.store(place, value);
    }

    fn push(&mut self, value: u8) {
        self.write(0x100 | u16::from(self.stack), value);
        self.stack = self.stack.wrapping_sub(1);
    }

    fn pull(&mut self) -> u8 {
        self.stack = self.stack.wrapping_add(1);
        self.read(0x100 | u16::from(self.stack))
    }

    fn push_word(&mut self, word: u16) {
        let [low, high] = word.to_le_bytes();
        self.push(high);
        self.push(low);
    }

    fn pull_word(&mut self) -> u16 {
        u16::from_le_bytes([self.pull(), self.pull()])
    }

    /// The flags as one octet.
    pub(super) fn status(&self) -> u8 {
        let flags = [
            self.carry,
            self.zero == 0,
            self.interrupts_off,
            self.decimal,
            true,
            true,
            self.overflow,
            self.negative & 0x80 != 0,
        ];
        flags.iter().rev().fold(0, |status, flag| status << 1 | u8::from(*flag))
    }

    fn set_status(&mut self, status: u8) {
        self.carry = status & 1 != 0;
        self.zero = !status & 2;
        self.interrupts_off = status & 4 != 0;
        self.decimal = status & 8 != 0;
        self.overflow = status & 0x40 != 0;
        self.negative = status;
    }

    fn execute(&mut self, operation: Operation, place: Place) {
        use Operation::*;
        match operation {
            Lda => self.a = self.flagged(self.load(place)),
            Ldx => self.x = self.flagged(self.load(place)),
            Ldy => self.y = self.flagged(self.load(place)),
            Sta => self.store(place, self.a),
            Stx => self.store(place, self.x),
            Sty => self.store(place, self.y),
            Adc => self.add(self.load(place)),
            Sbc => self.add(!self.load(place)),
            And => self.a = self.flagged(self.a & self.load(place)),
            Ora => self.a = self.flagged(self.a | self.load(place)),
            Eor => self.a = self.flagged(self.a ^ self.load(place)),
            Cmp => self.compare(self.a, place),
            Cpx => self.compare(self.x, place),
            Cpy => self.compare(self.y, place),
            Asl => self.shift(place, true, false),
            Rol => self.shift(place, true, self.carry),
            Lsr => self.shift(place, false, false),
            Ror => self.shift(place, false, self.carry),
            Inc => self.step_memory(place, 1),
            Dec => self.step_memory(place, 0xff),
            Bit => {
                self.negative = self.load(place);
                self.zero = self.a & self.negative;
                self.overflow = self.negative & 0x40 != 0;
            }
            Bcc => self.branch(!self.carry, place),
            Bcs => self.branch(self.carry, place),
            Bne => self.branch(self.zero != 0, place),
            Beq => self.branch(self.zero == 0, place),
            Bpl => self.branch(self.negative & 0x80 == 0, place),
            Bmi => self.branch(self.negative & 0x80 != 0, place),
            Bvc => self.branch(!self.overflow, place),
            Bvs => self.branch(self.overflow, place),
            Jmp => self.branch(true, place),
            Jsr => {
                self.push_word(self.pc.wrapping_sub(1));
                self.branch(true, place);
            }
            Rts => self.pc = self.pull_word().wrapping_add(1),
            _ => self.execute_implied(operation),
        }
    }

    /// The instructions without an operand.
    fn execute_implied(&mut self, operation: Operation) {
        use Operation::*;
        match operation {
            Inx => self.x = self.flagged(self.x.wrapping_add(1)),
            Iny => self.y = self.flagged(self.y.wrapping_add(1)),
            Dex => self.x = self.flagged(self.x.wrapping_sub(1)),
            Dey => self.y = self.flagged(self.y.wrapping_sub(1)),
            Tax => self.x = self.flagged(self.a),
            Tay => self.y = self.flagged(self.a),
            Txa => self.a = self.flagged(self.x),
            Tya => self.a = self.flagged(self.y),
            Tsx => self.x = self.flagged(self.stack),
            Txs => self.stack = self.x,
            Pha => self.push(self.a),
            Php => self.push(self.status()),
            Pla => {
                let value = self.pull();
                self.a = self.flagged(value);
            }
            Plp => {
                let status = self.pull();
                self.set_status(status);
            }
            Rti => {
                let status = self.pull();
                self.set_status(status);
                self.pc = self.pull_word();
            }
            Clc => self.carry = false,
            Sec => self.carry = true,
            Clv => self.overflow = false,
            Cli => self.interrupts_off = false,
            Sei => self.interrupts_off = true,
            Cld => self.decimal = false,
            Sed => self.decimal = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
