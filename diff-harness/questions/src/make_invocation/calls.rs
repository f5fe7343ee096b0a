//! Arguments of host calls in accumulation: each right, or wrong in one of the ways that have a result of their own.

use super::any;
use super::guest::{Arg, Guest, SCRATCH};
use super::things::{Places, Things};
use jar_types::ServiceId;

/// Who calls, and what there is.
pub(super) struct Stage<'a> {
    pub(super) things: &'a Things,
    pub(super) places: Places,
    pub(super) own: ServiceId,
}

/// 2^32: the first number that is no index.
const BEYOND: u64 = 1 << 32;

impl Stage<'_> {
    /// A service as a register names it.
    fn service(&self, guest: &mut Guest) -> Arg {
        let known = any(&mut guest.source, &self.things.services).unwrap_or_default();
        match guest.source.up_to(11) {
            0 | 1 => u64::MAX.into(),
            2 | 3 => u64::from(self.own).into(),
            4 => 0xdead.into(),
            5 => (u64::from(known) | BEYOND).into(),
            6 => guest.result(),
            _ => u64::from(known).into(),
        }
    }

    /// A service as a number, seldom none.
    fn index(&self, guest: &mut Guest) -> Arg {
        let known = any(&mut guest.source, &self.things.services).unwrap_or_default();
        match guest.source.up_to(15) {
            0 => (u64::from(known) | BEYOND).into(),
            1 => u64::MAX.into(),
            2 => 0xdead.into(),
            3..=7 => u64::from(self.own).into(),
            _ => u64::from(known).into(),
        }
    }

    /// Address of a hash, address of its blob, length of the blob.
    fn blob(&self, guest: &mut Guest) -> (u64, u64, u64) {
        any(&mut guest.source, &self.places.blobs).unwrap_or_default()
    }

    /// A hash and a length, the right one as a rule.
    fn request(&self, guest: &mut Guest) -> [Arg; 2] {
        let (hash, _, length) = self.blob(guest);
        let length = match guest.source.up_to(9) {
            0 => length.saturating_add(1),
            1 => length | BEYOND,
            2 => guest.pick(&[0, 1000, 0xffff_ffff, BEYOND, u64::MAX]),
            _ => length,
        };
        [guest.readable(hash, 32), length.into()]
    }

    fn hash(&self, guest: &mut Guest) -> Arg {
        let (hash, ..) = self.blob(guest);
        guest.readable(hash, 32)
    }

    fn key(&self, guest: &mut Guest) -> [Arg; 2] {
        let (address, length) = any(&mut guest.source, &self.places.keys).unwrap_or_default();
        [guest.readable(address, length), length.into()]
    }

    /// Storage is read or written.
    fn storage(&self, guest: &mut Guest, number: u64) {
        let [key, length] = self.key(guest);
        if number == 3 {
            let service = self.service(guest);
            let [to, from, most] = guest.target();
            return guest.call(3, &[service, key, length, to, from, most]);
        }
        let size = guest.pick(&[0, 0, 1, 10, 100, 1000, 4000]);
        let value = guest.readable(self.places.anything, size);
        guest.call(4, &[key, length, value, size.into()]);
    }

    /// New privileges; now and then its own, to make a service at once with an index of its choice.
    fn bless(&self, guest: &mut Guest) {
        let count = guest.pick(&[0, 1, 2, 3, 3, u64::MAX]);
        let count = if guest.once_in(4) { count } else { count.min(3) };
        let assigners = guest.readable(self.places.services, 8);
        let entries = guest.readable(self.places.entries, count.saturating_mul(12));
        let [manager, delegator, registrar] = [(); 3].map(|()| self.index(guest));
        guest.call(14, &[manager, assigners, delegator, registrar, entries, count.into()]);
        if guest.once_in(3) {
            self.make(guest, 5);
        }
    }

    /// Makes itself the registrar, and then a service with an index that others want too.
    pub(super) fn seize(&self, guest: &mut Guest) {
        let own = Arg::Value(self.own.into());
        let (assigners, entries) = (self.places.services.into(), self.places.entries.into());
        guest.call(14, &[own, assigners, own, own, entries, 0.into()]);
        let code = self.places.blobs.first().map_or(0, |(hash, ..)| *hash);
        guest.call(18, &[code, 10, 20, 0, 0, 5].map(Arg::Value));
    }

    /// A new service with an index.
    fn make(&self, guest: &mut Guest, index: u64) {
        let code = self.hash(guest);
        let length = guest.pick(&[0, 0, 10, 10, 10, 1000, 0xffff_ffff, BEYOND]);
        let length = if guest.once_in(3) { length } else { length.min(10) };
        let gratis = guest.pick(&[0, 0, 0, 0, 1, 191, 1000, u64::MAX]);
        let registers = [length, 20, guest.pick(&[0, 7, 100]), gratis, index];
        let rest: Vec<Arg> = registers.into_iter().map(Arg::Value).collect();
        guest.call(18, &[&[code], &rest[..]].concat());
    }

    fn transfer(&self, guest: &mut Guest) {
        let amount = guest.pick(&[0, 0, 1, 50, 101, 1000, 1_000_000, 1 << 62, u64::MAX]);
        let gas = guest.pick(&[0, 10, 100, 1000, 1000, 5000, 20_000, u64::MAX]);
        let gas = if guest.once_in(3) { gas } else { gas.min(5000) };
        if gas <= 20_000 {
            guest.carried = guest.carried.saturating_add(gas);
        }
        let service = if guest.once_in(3) { self.service(guest) } else { self.index(guest) };
        let memo = guest.readable(self.places.anything, 128);
        guest.call(20, &[service, amount.into(), gas.into(), memo]);
    }

    /// One that was left to this service, one that may have been, or any.
    fn eject(&self, guest: &mut Guest) {
        let left = guest.pick(&[50, 51, 52, 53]);
        let service = if guest.once_in(4) { self.service(guest) } else { left.into() };
        let hash = self.hash(guest);
        guest.call(21, &[service, hash]);
        if guest.once_in(4) {
            self.make(guest, left);
        }
    }

    fn provide(&self, guest: &mut Guest) {
        let service = self.service(guest);
        let (_, address, length) = self.blob(guest);
        let address = guest.readable(address, length);
        guest.call(26, &[service, address, length.into()]);
    }

    /// A call of accumulation.
    pub(super) fn call(&self, guest: &mut Guest, number: u64) {
        match number {
            0 | 17 => guest.call(number, &[]),
            1 if guest.once_in(8) => fetch(guest),
            1 => fetch_input(guest),
            2 => {
                let (service, hash) = (self.service(guest), self.hash(guest));
                let [to, from, most] = guest.target();
                guest.call(2, &[service, hash, to, from, most]);
            }
            3 | 4 => self.storage(guest, number),
            5 => {
                let service = self.service(guest);
                let [to, from, most] = guest.target();
                guest.call(5, &[service, to, from, most]);
            }
            14 => self.bless(guest),
            15 => {
                let core = guest.pick(&[0, 0, 1, 1, 2, u64::MAX, BEYOND]);
                let queue = guest.readable(self.places.anything, 2560);
                let assigner = self.index(guest);
                guest.call(15, &[core.into(), queue, assigner]);
            }
            16 => {
                let keys = guest.readable(self.places.anything, 2016);
                guest.call(16, &[keys]);
            }
            18 => {
                let index = guest.pick(&[0, 1, 5, 6, 0xffff, 0x1_0000, 0x1_0005, BEYOND, u64::MAX]);
                self.make(guest, index);
            }
            19 => {
                let hash = self.hash(guest);
                let gas = guest.pick(&[0, 10, 1000, u64::MAX]);
                guest.call(19, &[hash, gas.into(), 50.into()]);
            }
            20 => self.transfer(guest),
            21 => self.eject(guest),
            22..=24 => {
                let request = self.request(guest);
                guest.call(number, &request);
            }
            25 => {
                let hash = self.hash(guest);
                guest.call(25, &[hash]);
            }
            26 => self.provide(guest),
            _ => unknown(guest, number),
        }
    }
}

/// `fetch` of anything, most often of what accumulation has.
fn fetch_input(guest: &mut Guest) {
    let kind = guest.pick(&[0, 1, 14, 15, 15, 2, 7]);
    fetch_kind(guest, kind);
}

/// `fetch` of anything.
pub(super) fn fetch(guest: &mut Guest) {
    let kind = guest.source.up_to(17) as u64;
    fetch_kind(guest, kind);
}

fn fetch_kind(guest: &mut Guest, kind: u64) {
    let kind = if guest.once_in(30) { kind | BEYOND } else { kind };
    let [first, second] = [(); 2].map(|()| guest.pick(&[0, 0, 0, 1, 1, 2, 5, BEYOND, u64::MAX]));
    let [to, from, most] = guest.target();
    guest.call(1, &[to, from, most, kind.into(), first.into(), second.into()]);
}

/// A call that this context does not know.
pub(super) fn unknown(guest: &mut Guest, number: u64) {
    guest.narrow();
    let argument = guest.pick(&[0, SCRATCH, u64::MAX]);
    guest.call(number, &[argument.into(), argument.into()]);
}
