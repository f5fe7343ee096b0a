//! Reading fields in order, with the offset of each.

use crate::{DecodeError, ErrorCode};

/// A cursor over bytes from outside. Every method reads one field or reports it as truncated at its start.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    total: usize,
}

/// A field that was read: where it started and what it is called, for errors about its value.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    offset: u64,
    name: &'static str,
}

impl Field {
    /// The error "this field's value is not what was expected".
    pub(crate) fn error(self, code: ErrorCode, expected: &'static str) -> DecodeError {
        DecodeError { code, offset: self.offset, field: self.name, expected }
    }

    /// `Ok` if `valid`, otherwise a value error at this field.
    pub(crate) fn check(self, valid: bool, expected: &'static str) -> Result<(), DecodeError> {
        if valid { Ok(()) } else { Err(self.error(ErrorCode::Value, expected)) }
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, total: bytes.len() }
    }

    /// The field called `name` that starts at the next octet.
    pub(crate) fn field(&self, name: &'static str) -> Field {
        Field { offset: self.total.saturating_sub(self.rest.len()) as u64, name }
    }

    /// Octets not read yet.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    /// A field of `N` octets.
    pub(crate) fn array<const N: usize>(
        &mut self,
        name: &'static str,
    ) -> Result<(Field, [u8; N]), DecodeError> {
        let field = self.field(name);
        let (head, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or_else(|| field.error(ErrorCode::Truncated, "a whole field"))?;
        self.rest = rest;
        Ok((field, *head))
    }

    /// A run of `n` octets, borrowed from the input.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        n: usize,
    ) -> Result<(Field, &'a [u8]), DecodeError> {
        let field = self.field(name);
        let (head, rest) = self
            .rest
            .split_at_checked(n)
            .ok_or_else(|| field.error(ErrorCode::Truncated, "as many octets as announced"))?;
        self.rest = rest;
        Ok((field, head))
    }

    pub(crate) fn u8(&mut self, name: &'static str) -> Result<(Field, u8), DecodeError> {
        self.array(name).map(|(field, [octet])| (field, octet))
    }

    pub(crate) fn u16(&mut self, name: &'static str) -> Result<(Field, u16), DecodeError> {
        self.array(name).map(|(field, octets)| (field, u16::from_le_bytes(octets)))
    }

    pub(crate) fn u32(&mut self, name: &'static str) -> Result<(Field, u32), DecodeError> {
        self.array(name).map(|(field, octets)| (field, u32::from_le_bytes(octets)))
    }

    pub(crate) fn u64(&mut self, name: &'static str) -> Result<(Field, u64), DecodeError> {
        self.array(name).map(|(field, octets)| (field, u64::from_le_bytes(octets)))
    }

    /// `N` 64-bit integers, as one field.
    pub(crate) fn u64s<const N: usize>(
        &mut self,
        name: &'static str,
    ) -> Result<(Field, [u64; N]), DecodeError> {
        let field = self.field(name);
        let (_, octets) = self
            .run(name, N.saturating_mul(8))
            .map_err(|error| DecodeError { expected: "a whole field", ..error })?;
        let mut values = [0; N];
        for (value, chunk) in values.iter_mut().zip(octets.as_chunks::<8>().0) {
            *value = u64::from_le_bytes(*chunk);
        }
        Ok((field, values))
    }

    /// The end of the input.
    pub(crate) fn finish(self) -> Result<(), DecodeError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(self.field("end").error(ErrorCode::Trailing, "no octet after the last field"))
    }
}

/// `length` as a 32-bit count; a longer collection cannot exist in memory on its way to the wire.
pub(crate) fn saturate_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
