//! Signatures through the specification: what `jar-crypto` makes verifies and yields its output, what is damaged does not.
#![expect(clippy::unwrap_used, reason = "helpers of tests; a panic is a failed test")]

use jar_crypto::{BandersnatchSecret, Ed25519Secret, Ring};
use jar_lean_oracle::{Oracle, with_oracle};

fn blob(octets: &[u8]) -> Vec<u8> {
    [&u32::try_from(octets.len()).unwrap().to_le_bytes(), octets].concat()
}

/// The answer to a function: 1 and its value.
fn ask(oracle: &Oracle, function: u8, arguments: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    oracle.answer(&[&[function], arguments.concat().as_slice()].concat(), &mut out);
    let (status, value) = out.split_first().unwrap();
    assert_eq!(*status, 1, "malformed: {value:?}");
    value.to_vec()
}

fn some(octets: &[u8]) -> Vec<u8> {
    [&[1], octets].concat()
}

/// The octets with one bit of an octet changed.
fn damaged(octets: &[u8], at: usize) -> Vec<u8> {
    let mut octets = octets.to_vec();
    *octets.get_mut(at).unwrap() ^= 1;
    octets
}

#[test]
fn ed25519() {
    with_oracle(|oracle| {
        let secret = Ed25519Secret::from_seed([7; 32]);
        let (key, message) = (secret.public().0, b"message".as_slice());
        let signature = secret.sign(message).0;
        let verify = |key: &[u8], signature: &[u8], message| {
            ask(oracle, 48, &[key, signature, &blob(message)])
        };
        assert_eq!(verify(&key, &signature, message), [1]);
        assert_eq!(verify(&key, &signature, b"massage"), [0]);
        assert_eq!(verify(&key, &damaged(&signature, 40), message), [0]);
        assert_eq!(verify(&damaged(&key, 0), &signature, message), [0]);
    })
    .unwrap();
}

#[test]
fn bandersnatch_of_one_key() {
    with_oracle(|oracle| {
        let secret = BandersnatchSecret::from_seed(b"seed");
        let key = secret.public().0;
        let signature = secret.sign(b"context", b"message").unwrap().0;
        let output = some(&secret.output(b"context").unwrap().0);
        let verify = |key: &[u8], signature: &[u8], context, message| {
            ask(oracle, 49, &[key, signature, &blob(context), &blob(message)])
        };
        assert_eq!(verify(&key, &signature, b"context", b"message"), output);
        assert_eq!(verify(&key, &signature, b"context", b"massage"), [0]);
        assert_eq!(verify(&key, &signature, b"another", b"message"), [0]);
        assert_eq!(verify(&[0xff; 32], &signature, b"context", b"message"), [0]);
        assert_eq!(verify(&key, &damaged(&signature, 70), b"context", b"message"), [0]);
        assert_eq!(ask(oracle, 50, &[&signature]), output);
        assert_eq!(
            ask(oracle, 50, &[&damaged(&signature, 70)]),
            output,
            "the proof is not looked at"
        );
        assert_eq!(ask(oracle, 50, &[&[0xff; 96]]), [0]);
    })
    .unwrap();
}

#[test]
fn bandersnatch_of_a_ring() {
    with_oracle(|oracle| {
        let secrets: Vec<BandersnatchSecret> =
            (0..3u8).map(|seed| BandersnatchSecret::from_seed(&[seed])).collect();
        let keys: Vec<_> = secrets.iter().map(BandersnatchSecret::public).collect();
        let octets: Vec<u8> = keys.iter().flat_map(|key| key.0).collect();
        let ring = Ring::new(keys.len()).unwrap();
        let commitment = ring.commitment(&keys).unwrap().0;
        assert_eq!(ask(oracle, 51, &[&3u32.to_le_bytes(), &octets]), some(&commitment));
        let many = [&1792u32.to_le_bytes()[..], &vec![0; 1792 * 32]].concat();
        assert_eq!(ask(oracle, 51, &[&many]), [0], "too many keys");

        let secret = secrets.get(1).unwrap();
        let prover = ring.prover(&keys, 1).unwrap();
        let signature = prover.sign(secret, b"context", b"message").unwrap().0;
        let output = some(&secret.output(b"context").unwrap().0);
        let verify = |size: u32, commitment: &[u8], signature: &[u8], message| {
            let rest = [blob(b"context"), blob(message)].concat();
            ask(oracle, 52, &[&size.to_le_bytes(), commitment, signature, &rest])
        };
        assert_eq!(verify(3, &commitment, &signature, b"message"), output);
        assert_eq!(verify(3, &commitment, &signature, b"massage"), [0]);
        assert_eq!(verify(3, &commitment, &damaged(&signature, 60), b"message"), [0]);
        assert_eq!(verify(3, &[0xff; 144], &signature, b"message"), [0]);
        assert_eq!(verify(2000, &commitment, &signature, b"message"), [0], "no ring is so big");
        assert_eq!(
            verify(3, &commitment, &signature, b"message"),
            output,
            "nothing is left of the others"
        );
        assert_eq!(ask(oracle, 53, &[&signature]), output);
        assert_eq!(ask(oracle, 53, &[&[0xff; 784]]), [0]);
    })
    .unwrap();
}
