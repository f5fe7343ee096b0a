//! Hash functions over one message.

use blake2::{Blake2b512, Digest as _};
use sha3::Keccak256;

use crate::words::{fold, words};

/// The Blake2b digest of 64 octets, folded. Input: the message.
#[must_use]
pub fn blake2b(input: &[u8]) -> Option<u64> {
    words(&Blake2b512::digest(input)).map(fold)
}

/// The Keccak-256 digest with the padding of the competition, as Ethereum has it, folded. Input: the message.
#[must_use]
pub fn keccak(input: &[u8]) -> Option<u64> {
    words(&keccak256(input)).map(fold)
}

pub(crate) fn keccak256(input: &[u8]) -> [u8; 32] {
    Keccak256::digest(input).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(octets: &[u8]) -> alloc::string::String {
        octets.iter().map(|octet| alloc::format!("{octet:02x}")).collect()
    }

    #[test]
    fn digests_of_abc_are_the_published_ones() {
        assert_eq!(
            hex(&Blake2b512::digest(b"abc")),
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1\
             7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        );
        let keccak = "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45";
        assert_eq!(hex(&keccak256(b"abc")), keccak);
    }

    #[test]
    fn results_depend_on_the_whole_message() {
        for run in [blake2b, keccak] {
            let (mut message, whole) = ([7; 1024], run(&[7; 1024]));
            message[1023] ^= 1;
            assert_ne!(run(&message), whole);
            assert_ne!(run(&message[..1023]), whole);
        }
    }
}
