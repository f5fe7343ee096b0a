//! The functions, and what Rust answers about them. The head comes later.

/// Codes and names, as docs/wire.md lists them: those that Rust has.
pub const FUNCTIONS: &[(u8, &str)] = &[(1, "hash")];

/// Writes the answer to a question.
pub(crate) fn answer(request: &[u8], out: &mut Vec<u8>) {
    match value(request) {
        Ok(octets) => {
            out.push(1);
            out.extend(octets);
        }
        Err((code, offset)) => {
            out.extend([0, code]);
            out.extend((offset as u64).to_le_bytes());
        }
    }
}

/// A field outside its range, a field that does not fit, octets behind the end.
const VALUE: u8 = 3;
const TRUNCATED: u8 = 4;
const TRAILING: u8 = 5;

/// What is left of a question. Errors are a code and the offset of the field.
struct Rest<'a> {
    octets: &'a [u8],
    size: usize,
}

type Read<T> = Result<T, (u8, usize)>;

impl<'a> Rest<'a> {
    const fn offset(&self) -> usize {
        self.size.saturating_sub(self.octets.len())
    }

    fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let split = self.octets.split_at_checked(count).ok_or((TRUNCATED, self.offset()))?;
        let (taken, rest) = split;
        self.octets = rest;
        Ok(taken)
    }

    fn octet(&mut self, greatest: u8) -> Read<u8> {
        let at = self.offset();
        match self.take(1)? {
            [octet] if *octet <= greatest => Ok(*octet),
            _ => Err((VALUE, at)),
        }
    }

    fn blob(&mut self) -> Read<&'a [u8]> {
        let length =
            self.take(4)?.iter().rev().fold(0usize, |n, octet| n << 8 | usize::from(*octet));
        self.take(length)
    }

    fn end(&self) -> Read<()> {
        if self.octets.is_empty() { Ok(()) } else { Err((TRAILING, self.offset())) }
    }
}

fn value(request: &[u8]) -> Read<Vec<u8>> {
    let mut rest = Rest { octets: request, size: request.len() };
    let at = rest.offset();
    match rest.octet(u8::MAX)? {
        1 => {
            let keccak = rest.octet(1)? == 1;
            let message = rest.blob()?;
            rest.end()?;
            let hash =
                if keccak { jar_crypto::keccak(message) } else { jar_crypto::blake2b(message) };
            Ok(hash.0.to_vec())
        }
        _ => Err((VALUE, at)),
    }
}
