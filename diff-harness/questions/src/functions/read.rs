//! Arguments, read in order. What is wrong first is reported, at the start of its field.

use jar_merkle::{Entry, Hashing};
use jar_types::{Hash, Peak, StateKey};

/// The largest number of items that are not given.
const COUNT_MAX: usize = 65_536;

/// What is wrong, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) code: u8,
    pub(crate) offset: usize,
}

impl Fault {
    /// A field outside its range.
    pub(crate) const VALUE: u8 = 3;
    /// A field that does not fit in what is left.
    pub(crate) const TRUNCATED: u8 = 4;
    /// Octets behind the end.
    pub(crate) const TRAILING: u8 = 5;
}

type Read<T> = Result<T, Fault>;

/// What is left of a question.
pub(super) struct Rest<'a> {
    octets: &'a [u8],
    size: usize,
}

impl<'a> Rest<'a> {
    pub(super) const fn new(octets: &'a [u8]) -> Self {
        Self { octets, size: octets.len() }
    }

    /// Something is wrong with the field that begins here.
    pub(super) const fn fault(&self, code: u8) -> Fault {
        Fault { code, offset: self.size.saturating_sub(self.octets.len()) }
    }

    pub(super) fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let split = self.octets.split_at_checked(count);
        let (taken, rest) = split.ok_or_else(|| self.fault(Fault::TRUNCATED))?;
        self.octets = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let missing = self.fault(Fault::TRUNCATED);
        self.take(N)?.try_into().map_err(|_| missing)
    }

    pub(super) fn octet(&mut self, greatest: u8) -> Read<u8> {
        let wrong = self.fault(Fault::VALUE);
        let [octet] = self.array()?;
        if octet <= greatest { Ok(octet) } else { Err(wrong) }
    }

    pub(super) fn short(&mut self) -> Read<usize> {
        self.array().map(|octets| usize::from(u16::from_le_bytes(octets)))
    }

    pub(super) fn number(&mut self) -> Read<usize> {
        self.array().map(|octets| u32::from_le_bytes(octets) as usize)
    }

    /// A number of items that are not given.
    pub(super) fn count(&mut self) -> Read<usize> {
        let wrong = self.fault(Fault::VALUE);
        let count = self.number()?;
        if count <= COUNT_MAX { Ok(count) } else { Err(wrong) }
    }

    /// The numbers of original and of all shards.
    pub(super) fn shard_counts(&mut self) -> Read<(usize, usize)> {
        let wrong = self.fault(Fault::VALUE);
        let original = self.short()?;
        if original == 0 {
            return Err(wrong);
        }
        let wrong = self.fault(Fault::VALUE);
        let total = self.short()?;
        if original <= total { Ok((original, total)) } else { Err(wrong) }
    }

    pub(super) fn hashing(&mut self) -> Read<Hashing> {
        Ok(if self.octet(1)? == 0 { Hashing::Blake2b } else { Hashing::Keccak })
    }

    pub(super) fn hash(&mut self) -> Read<Hash> {
        self.array().map(Hash)
    }

    pub(super) fn key(&mut self) -> Read<StateKey> {
        self.array().map(StateKey)
    }

    pub(super) fn blob(&mut self) -> Read<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    pub(super) fn list<T>(&mut self, item: impl Fn(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        (0..self.number()?).map(|_| item(self)).collect()
    }

    pub(super) fn blobs(&mut self) -> Read<Vec<&'a [u8]>> {
        self.list(Self::blob)
    }

    pub(super) fn optional<T>(&mut self, item: impl Fn(&mut Self) -> Read<T>) -> Read<Option<T>> {
        if self.octet(1)? == 0 { Ok(None) } else { item(self).map(Some) }
    }

    pub(super) fn range(&mut self) -> Read<Vec<Peak>> {
        self.list(|rest| rest.optional(Self::hash))
    }

    pub(super) fn entry(&mut self) -> Read<Entry> {
        let key = self.key()?;
        Ok(Entry { key, value: self.blob()?.to_vec() })
    }

    pub(super) fn end(&self) -> Read<()> {
        if self.octets.is_empty() { Ok(()) } else { Err(self.fault(Fault::TRAILING)) }
    }
}
