//! Paths to slots (K2).

/// The way from an Instance's own slots to one of them or of a CNode inside.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    length: u8,
    octets: [u8; 7],
}

/// Why a path leads to no slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// No number of the form, or an index beyond a CNode.
    #[error("no path, or an index beyond a CNode")]
    BadSlot,
    /// An empty slot on the way.
    #[error("an empty slot on the way")]
    Empty,
    /// Something else than a CNode on the way.
    #[error("something else than a CNode on the way")]
    Kind,
}

impl Path {
    /// The path that a register holds.
    ///
    /// # Errors
    /// [`PathError::BadSlot`].
    pub fn parse(number: u64) -> Result<Self, PathError> {
        let [length, octets @ ..] = number.to_le_bytes();
        let unused = octets.get(usize::from(length)..).ok_or(PathError::BadSlot)?;
        if length == 0 || unused.iter().any(|octet| *octet != 0) {
            return Err(PathError::BadSlot);
        }
        Ok(Self { length, octets })
    }

    /// The path to one of the Instance's own slots.
    #[must_use]
    pub const fn of(slot: u8) -> Self {
        Self { length: 1, octets: [slot, 0, 0, 0, 0, 0, 0] }
    }

    /// The number that a register holds.
    #[must_use]
    pub const fn number(self) -> u64 {
        let [a, b, c, d, e, f, g] = self.octets;
        u64::from_le_bytes([self.length, a, b, c, d, e, f, g])
    }

    /// The number d of index octets.
    #[must_use]
    pub const fn length(self) -> u8 {
        self.length
    }

    /// The first index: one of the Instance's own slots.
    #[must_use]
    pub const fn first(self) -> u8 {
        let [first, ..] = self.octets;
        first
    }

    /// The own slot that the path is, if it goes no further.
    #[must_use]
    pub fn own(self) -> Option<u8> {
        (self.length == 1).then_some(self.first())
    }

    fn used(&self) -> &[u8] {
        self.octets.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// Whether the other path is this one or goes through its slot.
    #[must_use]
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        other.used().starts_with(self.used())
    }

    /// Whether one of the two is the other or goes through its slot.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.is_prefix_of(other) || other.is_prefix_of(self)
    }

    pub(crate) fn indices(&self) -> Indices<'_> {
        Indices(self.used())
    }
}

/// Indices that are left.
pub(crate) struct Indices<'a>(&'a [u8]);

impl Indices<'_> {
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next index, into 2^k slots.
    pub(crate) fn next(&mut self, k: u8) -> Result<u32, PathError> {
        let (index, rest) = match (k > 8, self.0) {
            (false, [index, rest @ ..]) => (u32::from(*index), rest),
            (true, [low, high, rest @ ..]) => (u32::from(u16::from_le_bytes([*low, *high])), rest),
            _ => return Err(PathError::BadSlot),
        };
        self.0 = rest;
        if index >> k == 0 { Ok(index) } else { Err(PathError::BadSlot) }
    }
}

impl std::fmt::Debug for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for octet in self.used() {
            write!(f, "/{octet}")?;
        }
        Ok(())
    }
}
