//! Content fingerprints for incremental builds: FNV-1a with 128 bits. They tell whether an input changed; they protect
//! against accidents, not against an attacker, who could write the outputs directly.

use std::path::Path;

use crate::Error;

/// A fingerprint under construction. Every part is followed by its length, so that parts cannot run together.
#[derive(Clone, Debug)]
pub(crate) struct Digest(u128);

impl Digest {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    /// The fingerprint of nothing.
    pub(crate) fn new() -> Self {
        Self(Self::OFFSET)
    }

    /// With one more part.
    pub(crate) fn part(mut self, bytes: &[u8]) -> Self {
        for byte in bytes.iter().copied().chain((bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(Self::PRIME);
        }
        self
    }

    /// With a file's content as one more part.
    pub(crate) fn file(self, path: &Path) -> Result<Self, Error> {
        Ok(self.part(&std::fs::read(path).map_err(Error::io("read", path))?))
    }

    /// As 32 hexadecimal digits.
    pub(crate) fn hex(&self) -> String {
        format!("{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn parts_do_not_run_together() {
        let two = Digest::new().part(b"ab").part(b"c").hex();
        assert_ne!(two, Digest::new().part(b"a").part(b"bc").hex());
        assert_ne!(two, Digest::new().part(b"abc").hex());
        assert_eq!(two, Digest::new().part(b"ab").part(b"c").hex());
    }
}
