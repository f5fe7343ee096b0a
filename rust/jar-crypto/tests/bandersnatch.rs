//! Bandersnatch signatures: what is signed verifies, what is damaged does not, and nothing panics.
#![forbid(unsafe_code)]
#![cfg(feature = "bandersnatch")]

use jar_crypto::{
    BandersnatchSecret, Ring, VrfError, blake2b, ietf_vrf_output, ietf_vrf_verify, ring_vrf_output,
};
use jar_types::{BandersnatchPublic, Hash, RingCommitment, RingVrfSignature, VrfSignature};

/// The order of the group, little-endian.
const ORDER: [u8; 32] = [
    0xe1, 0xe7, 0x76, 0x28, 0xb5, 0x06, 0xfd, 0x74, 0x71, 0x04, 0x19, 0x74, 0x00, 0x87, 0x8f, 0xff,
    0x00, 0x76, 0x68, 0x02, 0x02, 0x76, 0xce, 0x0c, 0x52, 0x5f, 0x67, 0xca, 0xd4, 0x69, 0xfb, 0x1c,
];

/// The point at infinity: y = 1.
fn infinity() -> [u8; 32] {
    let mut octets = [0; 32];
    octets[0] = 1;
    octets
}

fn secret(index: u8) -> BandersnatchSecret {
    BandersnatchSecret::from_seed(&[index])
}

/// Adds the order to a number; whether it fits.
fn plus_order(number: &mut [u8]) -> bool {
    let mut carry = 0;
    for (octet, order) in number.iter_mut().zip(ORDER) {
        let sum = u16::from(*octet) + u16::from(order) + carry;
        (*octet, carry) = (sum as u8, sum >> 8);
    }
    carry == 0
}

#[test]
fn what_is_signed_verifies_and_nothing_else() {
    let (secret, context, message) = (secret(1), b"context", b"message");
    let (key, signature) = (secret.public(), secret.sign(context, message).unwrap());
    let output = secret.output(context).unwrap();
    assert_eq!(ietf_vrf_verify(&key, context, message, &signature), Ok(output));
    assert_eq!(ietf_vrf_output(&signature), Ok(output));
    assert_eq!(secret.sign(context, b"other").map(|other| ietf_vrf_output(&other)), Ok(Ok(output)));
    let mismatch = Err(VrfError::Mismatch);
    assert_eq!(ietf_vrf_verify(&key, b"other", message, &signature), mismatch);
    assert_eq!(ietf_vrf_verify(&key, context, b"other", &signature), mismatch);
    let other = BandersnatchSecret::from_seed(b"other").public();
    assert_eq!(ietf_vrf_verify(&other, context, message, &signature), mismatch);
    for bit in 0..96 * 8 {
        let mut damaged = signature;
        damaged.0[bit / 8] ^= 1 << (bit % 8);
        assert!(ietf_vrf_verify(&key, context, message, &damaged).is_err(), "bit {bit}");
    }
}

#[test]
fn the_point_at_infinity_is_no_key_and_no_output() {
    let signature = secret(1).sign(b"", b"").unwrap();
    let verify = |key, signature| ietf_vrf_verify(&BandersnatchPublic(key), b"", b"", signature);
    assert_eq!(verify(infinity(), &signature), Err(VrfError::PublicKey));
    assert_eq!(verify([0; 32], &signature), Err(VrfError::PublicKey));
    // With the secret zero, this would be the signature of everything: infinity, then any challenge that fits.
    let mut forged = VrfSignature::default();
    forged.0[..32].copy_from_slice(&infinity());
    assert_eq!(verify(secret(1).public().0, &forged), Err(VrfError::Output));
    assert_eq!(ietf_vrf_output(&forged), Err(VrfError::Output));
    assert!(BandersnatchSecret::from_scalar(&[0; 32]).is_err());
    assert!(BandersnatchSecret::from_scalar(&ORDER).is_err());
}

#[test]
fn the_challenge_is_taken_modulo_the_order_and_the_response_is_not() {
    let key = secret(1).public();
    let signature = secret(1).sign(b"", b"").unwrap();
    let mut other = signature;
    assert!(plus_order(&mut other.0[32..64]));
    assert!(ietf_vrf_verify(&key, b"", b"", &other).is_ok());
    let mut other = signature;
    assert!(plus_order(&mut other.0[64..]));
    assert_eq!(ietf_vrf_verify(&key, b"", b"", &other), Err(VrfError::Proof));
}

#[test]
fn a_member_of_a_ring_signs_and_nobody_else() {
    let ring = Ring::new(6).unwrap();
    let mut keys: Vec<BandersnatchPublic> = (0..6).map(|index| secret(index).public()).collect();
    // An offender's key, and one that is the point at infinity.
    keys[4] = BandersnatchPublic::default();
    keys[5] = BandersnatchPublic(infinity());
    let verifier = ring.verifier(&ring.commitment(&keys).unwrap()).unwrap();
    let prover = ring.prover(&keys, 2).unwrap();
    let signature = prover.sign(&secret(2), b"context", b"message").unwrap();
    let output = secret(2).output(b"context").unwrap();
    assert_eq!(verifier.verify(b"context", b"message", &signature), Ok(output));
    assert_eq!(ring_vrf_output(&signature), Ok(output));
    assert!(verifier.verify(b"other", b"message", &signature).is_err());
    assert!(verifier.verify(b"context", b"other", &signature).is_err());
    let wrong = prover.sign(&secret(3), b"context", b"message");
    assert_eq!(wrong, Err(VrfError::NotInRing { index: 2 }));
    assert_eq!(ring.prover(&keys, 6).unwrap_err(), VrfError::NotInRing { index: 6 });

    keys.swap(0, 1);
    let others = ring.verifier(&ring.commitment(&keys).unwrap()).unwrap();
    assert_eq!(others.verify(b"context", b"message", &signature), Err(VrfError::Mismatch));

    // Damage in each of the parts: output, five numbers and points, the proof of membership.
    for at in (0..RingVrfSignature::SIZE).step_by(29) {
        let mut damaged = signature;
        damaged.0[at] ^= 4;
        assert!(verifier.verify(b"context", b"message", &damaged).is_err(), "octet {at}");
    }
    let mut infinite = signature;
    infinite.0[..32].copy_from_slice(&infinity());
    assert_eq!(verifier.verify(b"context", b"message", &infinite), Err(VrfError::Output));
}

/// As many keys as the full parameters have validators. Some are no points; the last one signs.
#[test]
fn a_ring_of_all_validators() {
    let secret = |index: u16| BandersnatchSecret::from_seed(&index.to_le_bytes());
    let mut keys: Vec<BandersnatchPublic> = (0..1023).map(|index| secret(index).public()).collect();
    keys[..3].fill(BandersnatchPublic::default());
    let ring = Ring::new(keys.len()).unwrap();
    let commitment = ring.commitment(&keys).unwrap();
    let signature = ring.prover(&keys, 1022).unwrap().sign(&secret(1022), b"c", b"m").unwrap();
    let verifier = ring.verifier(&commitment).unwrap();
    let output = secret(1022).output(b"c").unwrap();
    assert_eq!(verifier.verify(b"c", b"m", &signature), Ok(output));
    assert_eq!(verifier.verify(b"c", b"n", &signature), Err(VrfError::Mismatch));
    // With another last key it is another ring, whose members do not include the signer.
    keys[1022] = secret(5000).public();
    let other = ring.verifier(&ring.commitment(&keys).unwrap()).unwrap();
    assert_eq!(other.verify(b"c", b"m", &signature), Err(VrfError::Mismatch));
}

#[test]
fn rings_have_bounds_and_commitments_are_points() {
    assert_eq!(
        Ring::new(1792).unwrap_err(),
        VrfError::RingSize { found: 1792, max: Ring::MAX_SIZE }
    );
    let ring = Ring::new(6).unwrap();
    let many = vec![BandersnatchPublic::default(); 256];
    assert_eq!(ring.commitment(&many), Err(VrfError::RingSize { found: 256, max: 255 }));
    let wrong = RingCommitment([7; 144]);
    assert_eq!(ring.verifier(&wrong).unwrap_err(), VrfError::Commitment);
}

#[test]
fn the_reference_string_is_the_one_of_the_network() {
    let octets = include_bytes!("../data/bls12-381-srs-2-11.bin");
    let hash: Hash = blake2b(octets);
    assert_eq!(
        hash.to_string(),
        "0x454b747c4f9315de1c7e056792358597bdc6f4dcca853801792ee39912ded777"
    );
}
