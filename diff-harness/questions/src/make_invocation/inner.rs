//! Arguments of host calls in refinement: inner machines, exports, preimages of the past.

use super::any;
use super::calls::{fetch, unknown};
use super::guest::{Arg, Guest, READ_ONLY, SCRATCH, WRITABLE};
use super::things::{Places, Things};
use std::sync::LazyLock;

/// Programs of inner machines.
const PROGRAMS: [&str; 9] = [
    "load_imm_64 r0, 0xffff0000\njump_ind r0, 0\n",
    "trap\n",
    "ecalli 7\nadd_imm_64 r7, r7, 1\necalli 300\nfallthrough\n",
    "@again:\nadd_imm_64 r2, r2, 1\njump @again\n",
    "load_u64 r1, 0x20000\nstore_u64 r1, 0x20ffc\nload_u8 r2, 0x22000\njump_ind r0, 0\n",
    "store_u64 r3, 0x10000\nload_u8 r4, 0xffff\n",
    "sbrk r1, r2\nsbrk r1, r3\necalli 3\n",
    "store_u8 r7, 0xfffff000\nload_u64 r5, 0xfffffffc\n",
    "jump_ind r7, 0\n",
];

static BLOBS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let blob = |text: &&str| javm_asm::assemble(text).unwrap_or_default();
    PROGRAMS.iter().map(blob).collect()
});

/// Where gas and registers of inner machines are.
const PARTS: u64 = WRITABLE + 0x100;

/// What a refinement has.
pub(super) struct Inner {
    pub(super) places: Places,
    /// Address and length of each program.
    programs: Vec<(u64, u64)>,
}

impl Inner {
    pub(super) fn new(guest: &mut Guest, things: &Things) -> Self {
        let places = Places::new(guest, things);
        let programs = BLOBS.iter().map(|blob| (guest.put(blob), blob.len() as u64)).collect();
        Self { places, programs }
    }

    fn machine(&self, guest: &mut Guest) {
        let (address, length) = any(&mut guest.source, &self.programs).unwrap_or_default();
        let length = if guest.once_in(8) { length.saturating_sub(1) } else { length };
        let address = guest.readable(address, length);
        let pc = guest.pick(&[0, 0, 0, 0, 0, 1, 2, 7, 1 << 32, u64::MAX]);
        let pc = if guest.once_in(3) { pc } else { 0 };
        guest.call(8, &[address, length.into(), pc.into()]);
    }

    /// A machine that may be there.
    fn which(guest: &mut Guest) -> Arg {
        let number = guest.pick(&[0, 0, 0, 0, 1, 1, 2, 9, 1 << 32, u64::MAX]);
        let number = if guest.once_in(3) { number } else { 0 };
        if guest.once_in(12) { guest.result() } else { number.into() }
    }

    /// Octets of an inner machine.
    fn place(guest: &mut Guest) -> (u64, u64) {
        let address = guest.pick(&[
            0x2_0000,
            0x2_0000,
            0x2_0008,
            0x2_0fff,
            0x2_1000,
            0x2_2000,
            0x1_0000,
            0xffff,
            0,
            0xffff_f000,
            0xffff_ffff,
            1 << 32,
            1 << 32 | 0x2_0000,
            u64::MAX,
        ]);
        (address, guest.pick(&[0, 1, 8, 8, 16, 0x1000, 0x1001, u64::MAX]))
    }

    /// Between memories: out of an inner one, or into one.
    fn copy(guest: &mut Guest, number: u64) {
        let which = Self::which(guest);
        let (inner, length) = Self::place(guest);
        let length = if guest.once_in(10) { length } else { length.min(16) };
        let outer =
            if number == 9 { guest.writable(length) } else { guest.readable(READ_ONLY, length) };
        guest.call(number, &[which, outer, inner.into(), length.into()]);
    }

    fn pages(guest: &mut Guest) {
        let which = Self::which(guest);
        let page = guest.pick(&[
            0x20,
            0x20,
            0x20,
            0x21,
            0x22,
            16,
            15,
            0,
            0xf_ffff,
            0xf_fffe,
            0x10_0000,
            1 << 32,
        ]);
        let count = guest.pick(&[1, 1, 1, 2, 3, 0, 16, 0xf_ffef, u64::MAX]);
        let count = if guest.once_in(8) { count } else { count.min(3) };
        // All the pages there can be take the specification long: only to be taken away.
        let rights = guest.pick(&[0, 1, 2, 2, 2, 3, 4, 4, 5, 6, u64::MAX]);
        let rights = if count > 16 { rights.saturating_mul(5) } else { rights };
        guest.call(11, &[which, page.into(), count.into(), rights.into()]);
    }

    fn invoke(guest: &mut Guest) {
        let gas = guest.pick(&[0, 1, 2, 3, 50, 50, 1000]);
        let registers =
            [(0, gas), (1, 0xffff_0000), (4, 0x1000), (8, guest.pick(&[0, 7, 0x2_0000]))];
        for (word, value) in registers {
            let address = PARTS.saturating_add(8u64.saturating_mul(word));
            guest.step(format_args!("load_imm_64 r1, {value:#x}"));
            guest.step(format_args!("store_u64 r1, {address:#x}"));
        }
        let which = Self::which(guest);
        let parts = guest.writable(112);
        // The parts are where they were put, unless the address is bad.
        let parts = match parts {
            Arg::Value(at) if (SCRATCH..SCRATCH.saturating_add(0x101)).contains(&at) => {
                PARTS.into()
            }
            other => other,
        };
        guest.call(12, &[which, parts]);
    }

    /// A call of refinement.
    pub(super) fn call(&self, guest: &mut Guest, number: u64) {
        match number {
            0 => guest.call(0, &[]),
            1 => fetch(guest),
            6 => {
                let service = guest.pick(&[u64::MAX, 1, 1, 2, 3, 77, 1 << 32 | 1]);
                let (hash, ..) = any(&mut guest.source, &self.places.blobs).unwrap_or_default();
                let hash = guest.readable(hash, 32);
                let [to, from, most] = guest.target();
                guest.call(6, &[service.into(), hash, to, from, most]);
            }
            7 => {
                let length = guest.pick(&[0, 1, 100, 4096, 4104, 4105, u64::MAX]);
                let from = guest.readable(WRITABLE, length.min(4104));
                guest.call(7, &[from, length.into()]);
            }
            8 => self.machine(guest),
            9 | 10 => Self::copy(guest, number),
            11 => Self::pages(guest),
            12 => Self::invoke(guest),
            13 => {
                let which = Self::which(guest);
                guest.call(13, &[which]);
            }
            _ => unknown(guest, number),
        }
    }

    /// An inner machine with a page at 0x20000, run a few times.
    pub(super) fn story(&self, guest: &mut Guest) {
        self.machine(guest);
        let rights = guest.pick(&[1, 2, 2, 2]);
        guest.call(11, &[0.into(), 0x20.into(), 3.into(), rights.into()]);
        for _ in 0..guest.source.up_to(5) {
            match guest.source.up_to(5) {
                0 => Self::copy(guest, 9),
                1 => Self::copy(guest, 10),
                2 | 3 => Self::pages(guest),
                _ => {}
            }
            Self::invoke(guest);
        }
    }
}
