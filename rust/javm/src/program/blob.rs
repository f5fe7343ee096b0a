//! The layout of a program blob (Gray Paper 0.7.2, A.1 `deblob`; decision D11).

use super::error::{Field, ProgramError};
use jar_codec::natural::{self, NaturalError};

/// The fields of a program blob, as they are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// |j|: number of jump table entries.
    pub entries: u64,
    /// z: octets per entry.
    pub entry_size: u8,
    /// The jump table, `entries × entry_size` octets, each entry little-endian.
    pub jump_table: &'a [u8],
    /// The code **c**.
    pub code: &'a [u8],
    /// The bitmask **k**, ⌈|c|/8⌉ octets, lowest bit first.
    pub bitmask: &'a [u8],
}

/// What is left of a blob, and where it starts.
struct Rest<'a> {
    octets: &'a [u8],
    offset: usize,
}

impl<'a> Rest<'a> {
    fn natural(&mut self, field: Field) -> Result<u64, ProgramError> {
        let offset = self.offset;
        let (value, used) = natural::decode(self.octets).map_err(|error| match error {
            NaturalError::Truncated { expected } => ProgramError::Truncated {
                field,
                offset,
                expected: expected as u128,
                found: self.octets.len(),
            },
            NaturalError::NotShortest { value } => {
                ProgramError::NotShortest { field, offset, value }
            }
        })?;
        self.take(field, used as u128)?;
        Ok(value)
    }

    fn take(&mut self, field: Field, count: u128) -> Result<&'a [u8], ProgramError> {
        let offset = self.offset;
        let split = usize::try_from(count).ok().and_then(|at| self.octets.split_at_checked(at));
        let (head, tail) = split.ok_or(ProgramError::Truncated {
            field,
            offset,
            expected: count,
            found: self.octets.len(),
        })?;
        self.octets = tail;
        self.offset = offset.saturating_add(head.len());
        Ok(head)
    }
}

impl<'a> Parts<'a> {
    /// Finds the fields of a blob and checks them.
    ///
    /// # Errors
    /// The first field that is not as decision D11 wants it.
    pub fn read(blob: &'a [u8]) -> Result<Self, ProgramError> {
        let mut rest = Rest { octets: blob, offset: 0 };
        let entries = rest.natural(Field::JumpTableLength)?;
        let [entry_size] = *rest.take(Field::EntrySize, 1)? else {
            return Err(ProgramError::Truncated {
                field: Field::EntrySize,
                offset: rest.offset,
                expected: 1,
                found: 0,
            });
        };
        let offset = rest.offset;
        let length = rest.natural(Field::CodeLength)?;
        if length >= CODE_LIMIT {
            return Err(ProgramError::CodeLength { offset, length });
        }
        let table_size = u128::from(entries).saturating_mul(u128::from(entry_size));
        let table_offset = rest.offset;
        let jump_table = rest.take(Field::JumpTable, table_size)?;
        check_entries(jump_table, usize::from(entry_size), table_offset)?;
        let code = rest.take(Field::Code, u128::from(length))?;
        let bitmask = rest.take(Field::Bitmask, u128::from(length.div_ceil(8)))?;
        let used = length & 7;
        if let Some(last) = bitmask.last()
            && used != 0
            && u64::from(*last) >> used != 0
        {
            return Err(ProgramError::Padding { offset: rest.offset.saturating_sub(1) });
        }
        if !rest.octets.is_empty() {
            let (offset, count) = (rest.offset, rest.octets.len());
            return Err(ProgramError::Trailing { offset, count });
        }
        Ok(Self { entries, entry_size, jump_table, code, bitmask })
    }

    /// The blob with these fields.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut blob = Vec::new();
        natural::encode(self.entries, &mut blob);
        blob.push(self.entry_size);
        natural::encode(self.code.len() as u64, &mut blob);
        blob.extend_from_slice(self.jump_table);
        blob.extend_from_slice(self.code);
        blob.extend_from_slice(self.bitmask);
        blob
    }
}

/// Positions are 32 bits here; the margin keeps every position that a step can reach in that range.
const CODE_LIMIT: u64 = (1 << 32) - 64;

/// Every entry is below 2^64.
fn check_entries(table: &[u8], size: usize, offset: usize) -> Result<(), ProgramError> {
    if size <= 8 {
        return Ok(());
    }
    for (index, entry) in table.chunks(size).enumerate() {
        if entry.iter().skip(8).any(|octet| *octet != 0) {
            let offset = offset.saturating_add(index.saturating_mul(size));
            return Err(ProgramError::Entry { index: index as u64, offset });
        }
    }
    Ok(())
}
