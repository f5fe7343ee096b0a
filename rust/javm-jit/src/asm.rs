//! Emission: the sink of the assembler, host registers, and the few encodings that the assembler leaves to its user
//! (branches, segment prefix).
#![expect(unsafe_code, reason = "octets are written at a place that is checked once")]

use std::marker::PhantomData;

use cranelift_assembler_x64 as x64;
use x64::{
    Amode, AmodeOffset, AmodeOffsetPlusKnownOffset, GprMem, NonRspGpr, Scale, Simm8, Simm32,
};

/// Encodes one instruction of the assembler.
macro_rules! emit {
    ($buffer:expr, $name:ident $(, $operand:expr)* $(,)?) => {
        cranelift_assembler_x64::inst::$name::<$crate::asm::Host>::new($($operand),*).encode($buffer)
    };
}
pub(crate) use emit;

/// Host registers are their numbers.
#[derive(Debug)]
pub(crate) struct Host;

impl x64::Registers for Host {
    type ReadGpr = u8;
    type ReadWriteGpr = u8;
    type WriteGpr = u8;
    type ReadXmm = u8;
    type ReadWriteXmm = u8;
    type WriteXmm = u8;
}

pub(crate) const RAX: u8 = 0;
pub(crate) const RCX: u8 = 1;
pub(crate) const RDX: u8 = 2;
pub(crate) const RBX: u8 = 3;
pub(crate) const RSP: u8 = 4;
const RBP: u8 = 5;
const RSI: u8 = 6;
pub(crate) const RDI: u8 = 7;
pub(crate) const R15: u8 = 15;

/// Scratch: the only host register that code between two guest instructions may leave with any value.
pub(crate) const T: u8 = RDX;

/// Where guest registers live. Those that guest code uses most have no REX-only number.
const MAP: [u8; 13] = [RBP, RBX, 12, 13, 14, RSI, RDI, 8, 9, 10, 11, RAX, RCX];

/// The host register of a guest register; the predecoded program has no index above 12.
pub(crate) fn host(register: u8) -> u8 {
    MAP.get(usize::from(register)).copied().unwrap_or(RCX)
}

/// A register as an operand that may be memory.
pub(crate) const fn reg(register: u8) -> GprMem<u8, u8> {
    GprMem::Gpr(register)
}

/// `[base + displacement]`.
pub(crate) const fn at(base: u8, displacement: i32) -> Amode<u8> {
    let simm32 = AmodeOffset::new(displacement);
    Amode::ImmReg { base, simm32: AmodeOffsetPlusKnownOffset { simm32, offset: None }, trap: None }
}

/// `[base + index]`.
pub(crate) fn sum(base: u8, index: u8) -> Amode<u8> {
    Amode::ImmRegRegShift {
        base,
        index: NonRspGpr::new(index),
        scale: Scale::One,
        simm32: AmodeOffset::ZERO,
        trap: None,
    }
}

/// Condition codes of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Cond {
    /// Unsigned less.
    B = 2,
    /// Unsigned not less.
    Ae = 3,
    /// Equal.
    E = 4,
    /// Not equal.
    Ne = 5,
    /// Unsigned at most.
    Be = 6,
    /// Unsigned greater.
    A = 7,
    /// Signed less.
    L = 12,
    /// Signed not less.
    Ge = 13,
    /// Signed at most.
    Le = 14,
    /// Signed greater.
    G = 15,
}

impl Cond {
    /// The opposite.
    const fn code(self, inverted: bool) -> u8 {
        self as u8 ^ inverted as u8
    }
}

/// A place in the code where the distance to a target is to be written: four octets that end a branch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patch(u32);

impl Patch {
    /// Of the branch that ends at an offset.
    pub(crate) const fn before(offset: u32) -> Self {
        Self(offset.wrapping_sub(4))
    }
}

/// The code so far. Who emits looks at [`Buffer::room`] first: octets beyond the end are counted but not kept.
#[derive(Debug)]
pub(crate) struct Buffer<'a> {
    start: *mut u8,
    length: usize,
    /// Up to here [`WIDEST`] octets may be written.
    limit: usize,
    octets: PhantomData<&'a mut [u8]>,
}

/// So many octets, at most, are written at once.
const WIDEST: usize = 16;

impl<'a> Buffer<'a> {
    /// A buffer over these octets, of which the last ones are not used.
    pub(crate) const fn new(octets: &'a mut [u8]) -> Self {
        let limit = octets.len().saturating_sub(WIDEST);
        // Too few octets for anything: none is written.
        let length = if octets.len() < WIDEST { 1 } else { 0 };
        Self { start: octets.as_mut_ptr(), length, limit, octets: PhantomData }
    }

    /// The offset of what comes next.
    #[inline(always)]
    pub(crate) const fn offset(&self) -> u32 {
        self.length as u32
    }

    /// The octets that are left.
    #[inline(always)]
    pub(crate) const fn room(&self) -> usize {
        self.limit.saturating_sub(self.length)
    }

    #[inline(always)]
    fn put<const N: usize>(&mut self, octets: [u8; N]) {
        const { assert!(N <= WIDEST) };
        if self.length <= self.limit {
            // SAFETY: the limit is so many octets before the end of the slice that is borrowed for the buffer's life.
            unsafe { self.start.add(self.length).cast::<[u8; N]>().write(octets) };
        }
        self.length = self.length.saturating_add(N);
    }

    /// Octets as they are.
    #[inline(always)]
    pub(crate) fn raw<const N: usize>(&mut self, octets: [u8; N]) {
        self.put(octets);
    }

    /// Fills up to a multiple of `alignment` with traps.
    pub(crate) fn align(&mut self, alignment: usize) {
        while !self.length.is_multiple_of(alignment) {
            self.put([0xcc]);
        }
    }

    /// The scratch register := a number.
    #[inline]
    pub(crate) fn number(&mut self, number: u32) {
        emit!(self, movl_oi, T, x64::Imm32::new(number));
    }

    /// Jumps to the address in a slot, whose offset from the start is given, with its number in the scratch register.
    pub(crate) fn jump_through(&mut self, number: u32, slot: i64) {
        self.number(number);
        // jmp [rip + disp32]
        self.put([0xff, 0x25]);
        let distance = slot.wrapping_sub(i64::from(self.offset()) + 4);
        self.put((distance as i32).to_le_bytes());
    }

    /// The distance from the end of a branch's four octets at `from` to `to`.
    const fn distance(from: u32, to: u32) -> [u8; 4] {
        to.wrapping_sub(from.wrapping_add(4)).to_le_bytes()
    }

    /// `jmp` to a known offset; like all offsets modulo 2^32, so that it may lie before the start.
    pub(crate) fn jump_to(&mut self, to: u32) {
        let patch = self.jump();
        self.bind_to(patch, to);
    }

    /// `jcc` to a known offset.
    pub(crate) fn branch_to(&mut self, condition: Cond, to: u32) {
        let patch = self.branch(condition);
        self.bind_to(patch, to);
    }

    /// `call` to a known offset.
    pub(crate) fn call_to(&mut self, to: u32) {
        self.put([0xe8]);
        self.put(Self::distance(self.offset(), to));
    }

    /// `jmp` to an offset that will be known.
    pub(crate) fn jump(&mut self) -> Patch {
        self.put([0xe9]);
        self.patch()
    }

    /// `jcc` to an offset that will be known.
    pub(crate) fn branch(&mut self, condition: Cond) -> Patch {
        self.put([0x0f, 0x80 | condition.code(false)]);
        self.patch()
    }

    /// The opposite of a condition, to an offset that will be known.
    pub(crate) fn branch_unless(&mut self, condition: Cond) -> Patch {
        self.put([0x0f, 0x80 | condition.code(true)]);
        self.patch()
    }

    fn patch(&mut self) -> Patch {
        let patch = Patch(self.offset());
        self.put([0; 4]);
        patch
    }

    /// Makes a branch go to here.
    pub(crate) fn bind(&mut self, patch: Patch) {
        self.bind_to(patch, self.offset());
    }

    /// Makes a branch go to an offset.
    pub(crate) fn bind_to(&mut self, Patch(from): Patch, to: u32) {
        self.overwrite(from, Self::distance(from, to));
    }

    pub(crate) fn overwrite<const N: usize>(&mut self, offset: u32, octets: [u8; N]) {
        const { assert!(N <= WIDEST) };
        if offset as usize <= self.limit {
            // SAFETY: see `put`.
            unsafe { self.start.add(offset as usize).cast::<[u8; N]>().write(octets) };
        }
    }

    /// An instruction of one octet on two registers, 64 bits wide. The assembler has all of these, but the most frequent ones
    /// are worth a short way.
    #[inline(always)]
    fn wide(&mut self, opcode: u8, register: u8, other: u8) {
        let rex = 0x48 | (register & 8) >> 1 | other >> 3;
        self.put([rex, opcode, 0xc0 | (register & 7) << 3 | other & 7]);
    }

    /// `mov` between registers, if they differ.
    #[inline(always)]
    pub(crate) fn copy(&mut self, to: u8, from: u8) {
        if to != from {
            self.wide(0x8b, to, from);
        }
    }

    /// Sign extension of the low 32 bits: `movsxd`.
    #[inline(always)]
    pub(crate) fn extend(&mut self, to: u8, from: u8) {
        self.wide(0x63, to, from);
    }

    /// A constant; leaves the flags alone.
    pub(crate) fn constant(&mut self, to: u8, value: u64) {
        if let Ok(low) = u32::try_from(value) {
            emit!(self, movl_oi, to, x64::Imm32::new(low));
        } else if let Ok(low) = i32::try_from(value as i64) {
            emit!(self, movq_mi_sxl, reg(to), Simm32::new(low));
        } else {
            emit!(self, movabsq_oi, to, x64::Imm64::new(value));
        }
    }

    /// Compares a register with a sign-extended immediate.
    pub(crate) fn compare(&mut self, register: u8, immediate: i32) {
        if let Ok(short) = i8::try_from(immediate) {
            emit!(self, cmpq_mi_sxb, reg(register), Simm8::new(short));
        } else {
            emit!(self, cmpq_mi, reg(register), Simm32::new(immediate));
        }
    }

    /// Sets a register to 0 or 1 by a condition.
    pub(crate) fn set(&mut self, to: u8, condition: Cond) {
        // setcc dl
        self.put([0x0f, 0x90 | condition.code(false), 0xc2]);
        emit!(self, movzbl_rm, to, reg(T));
    }
}

impl x64::CodeSink for Buffer<'_> {
    #[inline(always)]
    fn put1(&mut self, octet: u8) {
        self.put([octet]);
    }

    #[inline(always)]
    fn put2(&mut self, value: u16) {
        self.put(value.to_le_bytes());
    }

    #[inline(always)]
    fn put4(&mut self, value: u32) {
        self.put(value.to_le_bytes());
    }

    #[inline(always)]
    fn put8(&mut self, value: u64) {
        self.put(value.to_le_bytes());
    }

    fn add_trap(&mut self, _: x64::TrapCode) {}

    fn use_target(&mut self, _: x64::DeferredTarget) {}

    fn known_offset(&self, _: x64::KnownOffset) -> i32 {
        0
    }
}
