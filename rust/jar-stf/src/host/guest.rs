//! The machine that makes a host call: registers, gas, and memory a page at a time.

use jar_codec::Output;
use jar_crypto::Blake2b;
use jar_types::{Gas, Hash};
use javm::{Access, Instance, PAGE_SIZE, Reg};

use super::Stop;

/// The machine that makes a host call.
pub(crate) struct Guest<'a> {
    machine: &'a mut dyn Instance,
}

const PAGE: u64 = PAGE_SIZE as u64;
const END: u64 = 1 << 32;

/// A range of addresses by pages: address and length of each piece. None for octets beyond the address space; no octets are nowhere.
pub(super) fn pieces(address: u64, length: u64) -> Option<impl Iterator<Item = (u64, usize)>> {
    let mut at = if length == 0 { 0 } else { address };
    let end = at.checked_add(length).filter(|end| *end <= END)?;
    Some(std::iter::from_fn(move || {
        let next = at.checked_add(1)?.next_multiple_of(PAGE).min(end);
        let size = next.checked_sub(at).filter(|size| *size > 0)?;
        let piece = (at, size as usize);
        at = next;
        Some(piece)
    }))
}

impl<'a> Guest<'a> {
    pub(crate) fn new(machine: &'a mut dyn Instance) -> Self {
        Self { machine }
    }

    /// φ_i.
    pub(crate) fn register(&self, index: usize) -> u64 {
        self.machine.registers().get(index).copied().unwrap_or_default()
    }

    /// φ_i, φ_i+1, …
    pub(crate) fn registers<const N: usize>(&self, first: usize) -> [u64; N] {
        std::array::from_fn(|index| self.register(first.saturating_add(index)))
    }

    /// Sets φ_i.
    pub(crate) fn set_register(&mut self, index: u8, value: u64) {
        self.machine.set_register(Reg::clamped(index), value);
    }

    /// ϱ.
    pub(crate) fn gas(&self) -> Gas {
        self.machine.gas()
    }

    /// Takes gas.
    ///
    /// # Errors
    /// There is not so much; it is all taken.
    pub(crate) fn charge(&mut self, gas: Gas) -> Result<(), Stop> {
        let left = self.machine.gas().checked_sub(gas);
        self.machine.set_gas(left.unwrap_or_default());
        left.map(|_| ()).ok_or(Stop::OutOfGas)
    }

    /// Whether all octets of a range are readable. Allocates nothing.
    pub(crate) fn is_readable(&self, address: u64, length: u64) -> bool {
        let readable = |at: u64| self.access(at).is_some();
        pieces(address, length).is_some_and(|mut pieces| pieces.all(|(at, _)| readable(at)))
    }

    /// Whether all octets of a range are writable. Changes nothing.
    pub(crate) fn is_writable(&self, address: u64, length: u64) -> bool {
        let writable = |at: u64| self.access(at) == Some(Access::Writable);
        pieces(address, length).is_some_and(|mut pieces| pieces.all(|(at, _)| writable(at)))
    }

    fn access(&self, address: u64) -> Option<Access> {
        self.machine.access(u32::try_from(address.wrapping_shr(12)).ok()?)
    }

    /// The octets of a range. The caller has a bound on their number.
    ///
    /// # Errors
    /// They are not all readable.
    pub(crate) fn read(&self, address: u64, length: u64) -> Result<Vec<u8>, Stop> {
        if !self.is_readable(address, length) {
            return Err(Stop::Panic);
        }
        let mut octets = vec![0; usize::try_from(length).map_err(|_| Stop::Panic)?];
        self.machine.read(address, &mut octets).map_err(|_| Stop::Panic)?;
        Ok(octets)
    }

    /// N octets.
    ///
    /// # Errors
    /// They are not all readable.
    pub(crate) fn array<const N: usize>(&self, address: u64) -> Result<[u8; N], Stop> {
        let mut octets = [0; N];
        self.machine.read(address, &mut octets).map_err(|_| Stop::Panic)?;
        Ok(octets)
    }

    /// A hash.
    ///
    /// # Errors
    /// It is not readable.
    pub(crate) fn hash(&self, address: u64) -> Result<Hash, Stop> {
        self.array(address).map(Hash)
    }

    /// The hash of some octets with those of a range behind them. Allocates nothing.
    ///
    /// # Errors
    /// They are not all readable.
    pub(crate) fn blake2b(&self, front: &[u8], address: u64, length: u64) -> Result<Hash, Stop> {
        let mut state = Blake2b::new();
        state.write(front);
        let mut page = [0; PAGE_SIZE];
        for (at, size) in pieces(address, length).ok_or(Stop::Panic)? {
            let octets = page.get_mut(..size).ok_or(Stop::Panic)?;
            self.machine.read(at, octets).map_err(|_| Stop::Panic)?;
            state.write(octets);
        }
        Ok(state.finish())
    }

    /// Writes octets.
    ///
    /// # Errors
    /// They are not all writable; nothing is written then.
    pub(crate) fn write(&mut self, address: u64, octets: &[u8]) -> Result<(), Stop> {
        self.machine.write(address, octets).map_err(|_| Stop::Panic)
    }

    /// How `fetch`, `lookup`, `read`, `info` and `historical_lookup` give a value (B.5): from its octet `from` on at most `most`, to an
    /// address; the result is the length of the whole value. Without a value nothing is written.
    ///
    /// # Errors
    /// What has to be written cannot be.
    pub(crate) fn give(
        &mut self,
        value: Option<&[u8]>,
        address: u64,
        from: u64,
        most: u64,
    ) -> Result<u64, Stop> {
        let Some(value) = value else { return Ok(super::result::NONE) };
        let from = usize::try_from(from).unwrap_or(usize::MAX).min(value.len());
        let rest = value.get(from..).unwrap_or_default();
        let length = usize::try_from(most).unwrap_or(usize::MAX).min(rest.len());
        self.write(address, rest.get(..length).unwrap_or_default())?;
        Ok(value.len() as u64)
    }
}
