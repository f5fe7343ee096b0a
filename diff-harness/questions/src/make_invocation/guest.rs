//! Guest programs: host calls in a row, whose results are kept in memory, and an end.

use super::any;
use jar_codec::sample::Source;
use javm::init::StandardProgram;
use std::fmt::Write as _;

/// Where read-only data begins: a page of it, full of arguments.
pub(super) const READ_ONLY: u64 = 0x1_0000;
const POOL: usize = 4096;
const READ_ONLY_END: u64 = READ_ONLY + POOL as u64;
/// Where memory that can be written begins.
pub(super) const WRITABLE: u64 = 0x3_0000;
const WRITABLE_PAGES: u16 = 16;
const WRITABLE_END: u64 = WRITABLE + 4096 * WRITABLE_PAGES as u64;
/// Where host calls write to.
pub(super) const SCRATCH: u64 = WRITABLE + 0x1000;
/// Where φ₇ and φ₈ of each call are kept.
pub(super) const LOG: u64 = SCRATCH + 0x200;
/// Gas of a host call.
const CALL: u64 = 10;

/// What a register is set to before a host call.
#[derive(Clone, Copy, Debug)]
pub(super) enum Arg {
    Value(u64),
    /// φ₇ of an earlier call.
    Result(u64),
}

impl From<u64> for Arg {
    fn from(value: u64) -> Self {
        Self::Value(value)
    }
}

/// A program in the making.
pub(super) struct Guest {
    text: String,
    pool: Vec<u8>,
    /// Gas up to here, without what transfers carry.
    cost: u64,
    /// Gas before each call is paid.
    before: Vec<u64>,
    /// What transfers carry.
    pub(super) carried: u64,
    /// Where memory that can be written ends.
    end: u64,
    limit: Option<u64>,
    /// The call whose addresses may be bad.
    reckless: usize,
    pub(super) source: Source,
}

impl Guest {
    /// A program that begins at an index of its code; half of the programs have one call with bad addresses.
    pub(super) fn new(source: &mut Source, entry: usize, calls: usize) -> Self {
        let mut source = Source::new(source.number(), 4);
        let reckless = source.up_to(calls.saturating_mul(2));
        let mut guest = Self {
            text: "fallthrough\n".repeat(entry),
            pool: Vec::new(),
            cost: 0,
            before: Vec::new(),
            carried: 0,
            end: WRITABLE_END,
            limit: None,
            reckless,
            source,
        };
        if guest.once_in(4) {
            // A page and a half more.
            guest.step(format_args!("load_imm_64 r1, 0x1800"));
            guest.step(format_args!("sbrk r2, r1"));
            guest.end = WRITABLE_END.saturating_add(0x2000);
        }
        guest
    }

    /// Puts octets into the read-only data and gives their address.
    pub(super) fn put(&mut self, octets: &[u8]) -> u64 {
        let address = READ_ONLY.saturating_add(self.pool.len() as u64);
        self.pool.extend(octets);
        address
    }

    /// An instruction.
    pub(super) fn step(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.text, "{text}");
        self.cost = self.cost.saturating_add(1);
    }

    /// How many calls there are.
    pub(super) fn calls(&self) -> u64 {
        self.before.len() as u64
    }

    /// A host call with registers from φ₇ on.
    pub(super) fn call(&mut self, number: u64, registers: &[Arg]) {
        for (register, arg) in (7..).zip(registers) {
            match arg {
                Arg::Value(value) => self.step(format_args!("load_imm_64 r{register}, {value:#x}")),
                Arg::Result(call) => {
                    let address = LOG.saturating_add(call.saturating_mul(16));
                    self.step(format_args!("load_u64 r{register}, {address:#x}"));
                }
            }
        }
        self.step(format_args!("ecalli {number}"));
        self.before.push(self.cost);
        let kept = LOG.saturating_add(self.calls().saturating_sub(1).saturating_mul(16));
        self.cost = self.cost.saturating_add(CALL);
        self.step(format_args!("store_u64 r7, {kept:#x}"));
        self.step(format_args!("store_u64 r8, {:#x}", kept.saturating_add(8)));
    }

    pub(super) fn pick(&mut self, of: &[u64]) -> u64 {
        any(&mut self.source, of).unwrap_or_default()
    }

    pub(super) fn once_in(&mut self, times: usize) -> bool {
        super::once_in(&mut self.source, times)
    }

    /// Is one of this call's addresses to be bad?
    fn errs(&mut self) -> bool {
        self.before.len() == self.reckless && self.once_in(2)
    }

    /// φ₇ of any call so far.
    pub(super) fn result(&mut self) -> Arg {
        match self.before.len() {
            0 => Arg::Value(u64::MAX),
            count => Arg::Result(self.source.up_to(count.saturating_sub(1)) as u64),
        }
    }

    /// An address to read so many octets from: this one, or now and then one at an edge or beyond.
    pub(super) fn readable(&mut self, good: u64, length: u64) -> Arg {
        if !self.errs() {
            return Arg::Value(good);
        }
        let last = |end: u64| end.saturating_sub(length);
        let edge = [
            last(READ_ONLY_END),
            last(READ_ONLY_END).saturating_add(1),
            last(self.end),
            last(self.end).saturating_add(1),
            last(READ_ONLY),
            0,
            0xffff,
            0xfff0,
            0x5000_0000,
            last(1 << 32),
            last(1 << 32).saturating_add(1),
            1 << 32,
            u64::MAX,
            good | 1 << 32,
        ];
        Arg::Value(self.pick(&edge))
    }

    /// An address to write so many octets to.
    pub(super) fn writable(&mut self, length: u64) -> Arg {
        if !self.errs() {
            let at = self.pick(&[0, 0, 1, 0x40, 0x80, 0x100]);
            return Arg::Value(SCRATCH.saturating_add(at));
        }
        let last = |end: u64| end.saturating_sub(length);
        let edge = [
            READ_ONLY,
            last(READ_ONLY_END),
            last(self.end),
            last(self.end).saturating_add(1),
            WRITABLE.saturating_sub(1),
            0,
            0xffff,
            0x5000_0000,
            0xfeff_0000,
            last(1 << 32),
            last(1 << 32).saturating_add(1),
            1 << 32,
            u64::MAX,
            SCRATCH | 1 << 32,
        ];
        Arg::Value(self.pick(&edge))
    }

    /// Where, from which octet on and how many octets of a value are to be written.
    pub(super) fn target(&mut self) -> [Arg; 3] {
        let most = self.pick(&[0, 1, 8, 32, 32, 0x80, 0x100, u64::MAX]);
        let from = self.pick(&[0, 0, 0, 0, 1, 5, 31, 32, 33, 134, 1000, u64::MAX]);
        [self.writable(most.min(0x100)), from.into(), most.into()]
    }

    /// Ends: halts with these octets, with others, or fails.
    pub(super) fn end(&mut self, address: u64, length: u64) {
        let halt = |guest: &mut Self, address: u64, length: u64| {
            guest.step(format_args!("load_imm_64 r7, {address:#x}"));
            guest.step(format_args!("load_imm_64 r8, {length:#x}"));
            guest.step(format_args!("jump_ind r0, 0"));
        };
        match self.source.up_to(23) {
            0 => self.step(format_args!("trap")),
            1 => self.step(format_args!("fallthrough\n@endless:\njump @endless")),
            2 => self.step(format_args!("load_u64 r1, 0x100")),
            3 => self.step(format_args!("store_u64 r1, 0x10000")),
            4 => halt(self, 0x5000_0000, 32),
            5 => halt(self, READ_ONLY_END.saturating_sub(32), 33),
            6 => halt(self, 0, 0),
            7 => halt(self, WRITABLE, 49_153),
            8 => halt(self, WRITABLE, 49_152),
            9 => halt(self, u64::MAX, 32),
            10 | 11 => halt(self, SCRATCH, 32),
            12 => halt(self, SCRATCH, 31),
            _ => halt(self, address, length),
        }
    }

    /// The next call is one of those where the gas may end.
    pub(super) fn narrow(&mut self) {
        if self.once_in(4) {
            self.limit = Some(self.cost.saturating_add(self.carried).saturating_add(3 + 9));
        }
    }

    /// Gas: ample, or about as much as is needed up to a call or to the end.
    pub(super) fn gas(&mut self) -> u64 {
        let all = self.cost.saturating_add(self.carried);
        if let Some(limit) = self.limit {
            return limit;
        }
        match self.source.up_to(11) {
            0 | 1 => {
                let at = any(&mut self.source, &self.before).unwrap_or_default();
                let more = self.pick(&[0, 1, 9, 10, 11, 12]);
                at.saturating_add(more)
            }
            2 => all.saturating_sub(self.pick(&[0, 1, 2])),
            3 if self.once_in(3) => self.pick(&[0, 1, 10]),
            _ => all.saturating_add(self.pick(&[0, 100, 2000, 10_000])),
        }
    }

    /// The preimage of the code: metadata, and the standard program.
    pub(super) fn preimage(mut self) -> Vec<u8> {
        while self.pool.len() < POOL {
            self.pool.extend(self.source.number().to_le_bytes());
        }
        self.pool.truncate(POOL);
        // Text that does not assemble is a bug of this file: the program is none then, and tests say so.
        let code = javm_asm::assemble(&self.text).unwrap_or_default();
        let standard = StandardProgram {
            read_only: &self.pool,
            heap: &[],
            heap_pages: WRITABLE_PAGES,
            stack: 4096,
            code: &code,
        };
        let mut octets = vec![1, 0xaa];
        octets.extend(standard.write());
        octets
    }
}
