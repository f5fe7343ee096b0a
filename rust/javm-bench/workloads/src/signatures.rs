//! Signatures on two curves.

use ed25519_compact::{PublicKey, Signature};
use k256::ecdsa::{RecoveryId, Signature as Recoverable, VerifyingKey};

use crate::hashes::keccak256;
use crate::words::fold;

/// 1 if an Ed25519 signature is valid, otherwise 0. Input: key (32 octets), signature (64), message.
#[must_use]
pub fn ed25519(input: &[u8]) -> Option<u64> {
    let (key, rest) = input.split_first_chunk()?;
    let (signature, message) = rest.split_first_chunk()?;
    let valid = PublicKey::new(*key).verify(message, &Signature::new(*signature)).is_ok();
    Some(u64::from(valid))
}

/// The Ethereum address that signed a hash with secp256k1, folded; 0 if nobody did.
/// Input: hash (32 octets), v (1: 27 or 28), r (32), s (32), all big-endian.
#[must_use]
pub fn ecrecover(input: &[u8]) -> Option<u64> {
    let (hash, rest) = input.split_first_chunk()?;
    let ([v], scalars) = rest.split_first_chunk()?;
    let scalars = scalars.try_into().ok()?;
    let odd = match v {
        27 => false,
        28 => true,
        _ => return None,
    };
    let Some(address) = address(hash, odd, scalars) else { return Some(0) };
    let (words, _) = address.as_chunks();
    Some(fold(words.iter().map(|word| u64::from(u32::from_le_bytes(*word)))))
}

/// The last 20 octets of the hash of the public key that made a signature.
fn address(hash: &[u8; 32], odd: bool, scalars: &[u8; 64]) -> Option<[u8; 20]> {
    let signature = Recoverable::from_slice(scalars).ok()?;
    // The library takes the smaller of s and −s only. Negating s exchanges the two points with this r.
    let low = signature.normalize_s();
    let identifier = RecoveryId::new(odd != (low != signature), false);
    let key = VerifyingKey::recover_from_prehash(hash, &low, identifier).ok()?;
    let point = key.to_sec1_point(false);
    keccak256(point.as_bytes().get(1..)?).last_chunk().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::{RECOVERY, RFC_8032};

    /// What follows from changing one bit of an input.
    fn changed(run: fn(&[u8]) -> Option<u64>, input: &[u8], octet: usize) -> Option<u64> {
        let mut input = alloc::vec::Vec::from(input);
        input[octet] ^= 1;
        run(&input)
    }

    #[test]
    fn the_signature_of_the_standard_is_valid_and_no_other_is() {
        assert_eq!(ed25519(&RFC_8032), Some(1));
        for octet in 0..RFC_8032.len() {
            assert_eq!(changed(ed25519, &RFC_8032, octet), Some(0), "{octet}");
        }
        assert_eq!(ed25519(&RFC_8032[..95]), None);
    }

    #[test]
    fn the_address_is_the_one_that_signed() {
        const SIGNER: [u8; 20] = [
            0xa9, 0x4f, 0x53, 0x74, 0xfc, 0xe5, 0xed, 0xbc, 0x8e, 0x2a, 0x86, 0x97, 0xc1, 0x53,
            0x31, 0x67, 0x7e, 0x6e, 0xbf, 0x0b,
        ];
        let (hash, _) = RECOVERY.split_first_chunk().unwrap();
        let (_, scalars) = RECOVERY.split_last_chunk().unwrap();
        assert_eq!(address(hash, true, scalars), Some(SIGNER));
        assert_ne!(address(hash, false, scalars), Some(SIGNER));
        assert!(ecrecover(&RECOVERY).is_some_and(|result| result != 0));
        for octet in 0..RECOVERY.len() {
            assert_ne!(changed(ecrecover, &RECOVERY, octet), ecrecover(&RECOVERY), "{octet}");
        }
    }

    #[test]
    fn what_no_key_signed_has_no_address() {
        let mut input = RECOVERY;
        input[33..65].fill(0xff);
        assert_eq!(ecrecover(&input), Some(0));
        input[32] = 29;
        assert_eq!(ecrecover(&input), None);
        assert_eq!(ecrecover(&RECOVERY[..96]), None);
    }
}
