//! The functions against the libraries used bare, on the same octets: `cargo bench -p jar-crypto --features ed25519,bandersnatch`.
//!
//! Every answer is compared with the bare library's before anything is timed.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a failed preparation ends the measurement")]

use ark_vrf::ietf::Verifier as PlainVerifier;
use ark_vrf::reexports::ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use ark_vrf::ring::Verifier as MemberVerifier;
use ark_vrf::suites::bandersnatch as bare;
use blake2b_simd::many::{HashManyJob, hash_many};
use jar_crypto::*;
use jar_types::{BandersnatchPublic, Hash, RingVrfSignature, VrfSignature};
use std::hint::black_box;
use std::time::Duration;

/// The ring of the paper: one key for each validator.
const VALIDATORS: usize = 1023;

/// Time of this thread alone, so that other work on the machine does not count.
fn timed<T>(run: impl FnOnce() -> T) -> f64 {
    let now = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    };
    let start = now();
    drop(black_box(run()));
    (now() - start).as_secs_f64() * 1e6
}

/// The same answer, then alternately ours and the bare library's, medians in microseconds.
fn compared<T: PartialEq + std::fmt::Debug>(
    name: &str,
    runs: usize,
    ours: impl Fn() -> T,
    bare: impl Fn() -> T,
) {
    assert_eq!(ours(), bare(), "{name}");
    let (mut our_times, mut bare_times) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        our_times.push(timed(&ours));
        bare_times.push(timed(&bare));
    }
    let [ours, bare] = [our_times, bare_times].map(median);
    println!("{name:<38} {ours:>10.1} us, bare {bare:>10.1} us, ratio {:.3}", ours / bare);
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn bare_blake2b(octets: &[u8]) -> Hash {
    let hash = blake2b_simd::Params::new().hash_length(32).hash(octets);
    Hash(hash.as_bytes().try_into().unwrap())
}

fn hashes() {
    let octets: Vec<u8> = (0..1u32 << 20).map(|index| ((index * 31) >> 3) as u8).collect();
    compared("Blake2b, 1 MiB", 51, || blake2b(&octets), || bare_blake2b(&octets));
    let nodes: Vec<[u8; 64]> = octets.as_chunks::<64>().0.to_vec();
    let name = |what| format!("Blake2b, {} of 64 octets, {what}", nodes.len());
    compared(
        &name("one by one"),
        51,
        || nodes.iter().map(|node| blake2b(node)).collect::<Vec<_>>(),
        || nodes.iter().map(|node| bare_blake2b(node)).collect(),
    );
    let together = || {
        let mut outputs = Vec::new();
        blake2b_each(&nodes, &mut outputs);
        outputs
    };
    let bare_together = || {
        let mut params = blake2b_simd::Params::new();
        params.hash_length(32);
        let mut jobs: Vec<HashManyJob<'_>> =
            nodes.iter().map(|node| HashManyJob::new(&params, node)).collect();
        hash_many(&mut jobs);
        jobs.iter().map(|job| Hash(job.to_hash().as_bytes().try_into().unwrap())).collect()
    };
    compared(&name("together"), 51, together, bare_together);
}

fn ed25519() {
    let message = [7; 200];
    let secret = Ed25519Secret::from_seed([1; 32]);
    let (key, signature) = (secret.public(), secret.sign(&message));
    let bare = || {
        let key = ed25519_zebra::VerificationKey::try_from(key.0).unwrap();
        key.verify(&ed25519_zebra::Signature::from(signature.0), &message).is_ok()
    };
    compared("Ed25519, verify", 301, || ed25519_verify(&key, &message, &signature), bare);
}

fn point<T: CanonicalDeserialize>(octets: &[u8]) -> T {
    T::deserialize_compressed(octets).unwrap()
}

/// The output's hash, as the paper cuts it.
fn cut(output: &bare::Output) -> Hash {
    Hash(output.hash().first_chunk().copied().unwrap())
}

fn vrf() {
    let secret = BandersnatchSecret::from_seed(b"one");
    let (key, signature) = (secret.public(), secret.sign(b"context", b"message").unwrap());
    let ours = |signature: &VrfSignature| ietf_vrf_verify(&key, b"context", b"message", signature);
    let bare = || {
        let public = bare::Public::from_affine(point(&key.0));
        let (output, proof) = signature.0.split_at(32);
        let output = bare::Output::from_affine(point(output));
        let input = bare::Input::new(b"context").unwrap();
        PlainVerifier::verify(&public, input, output, b"message", &point(proof)).unwrap();
        cut(&output)
    };
    compared("Bandersnatch, verify", 101, || ours(&signature).unwrap(), bare);
}

fn rings() {
    let secrets: Vec<_> = (0..VALIDATORS as u32)
        .map(|index| BandersnatchSecret::from_seed(&index.to_le_bytes()))
        .collect();
    let keys: Vec<BandersnatchPublic> = secrets.iter().map(BandersnatchSecret::public).collect();
    let ring = Ring::new(VALIDATORS).unwrap();
    let powers = include_bytes!("../data/bls12-381-srs-2-11.bin");
    let powers = bare::PcsParams::deserialize_uncompressed_unchecked(&powers[..]).unwrap();
    let params = bare::RingProofParams::from_pcs_params(VALIDATORS, powers).unwrap();
    let bare_commitment = || {
        let points: Vec<bare::AffinePoint> = keys.iter().map(|key| point(&key.0)).collect();
        let mut octets = Vec::new();
        let commitment = params.verifier_key(&points).commitment();
        commitment.serialize_compressed(&mut octets).unwrap();
        octets
    };
    let name = |what| format!("ring of {VALIDATORS}, {what}");
    let commit = || ring.commitment(&keys).unwrap().0.to_vec();
    compared(&name("commitment"), 5, commit, bare_commitment);
    let commitment = ring.commitment(&keys).unwrap();
    let bare_verifier = || {
        let key = params.verifier_key_from_commitment(point(&commitment.0));
        params.verifier(key)
    };
    // What is kept for an epoch; both are opaque.
    let ours = || drop(black_box(ring.verifier(&commitment).unwrap()));
    compared(&name("its verifier"), 51, ours, || drop(black_box(bare_verifier())));
    let (verifier, bare_verifier) = (ring.verifier(&commitment).unwrap(), bare_verifier());
    let prover = ring.prover(&keys, 500).unwrap();
    let sign = |secret| prover.sign(secret, b"context", b"message").unwrap();
    let signature: RingVrfSignature = secrets.get(500).map(sign).unwrap();
    let bare = || {
        let (output, proof) = signature.0.split_at(32);
        let output = bare::Output::from_affine(point(output));
        let proof: bare::RingProof = point(proof);
        let input = bare::Input::new(b"context").unwrap();
        let (by, message) = (&bare_verifier, b"message");
        <bare::Public as MemberVerifier<_>>::verify(input, output, message, &proof, by).unwrap();
        cut(&output)
    };
    let verify = || verifier.verify(b"context", b"message", &signature).unwrap();
    compared(&name("verify"), 51, verify, bare);
}

fn main() {
    hashes();
    ed25519();
    vrf();
    rings();
}
