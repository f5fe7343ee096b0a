//! The Pedersen VRF over Bandersnatch, which hides the key behind a commitment to it: the part of a ring signature before the proof
//! of membership.
//!
//! The protocol uses it nowhere else, so `jar-crypto` does not offer it. These vectors go to its library, with the key, the
//! context and the output of `jar-crypto`.

use crate::files::{self, Hex, Tally, VectorError};
use crate::signatures::{VrfCase, secret};
use ark_vrf::pedersen::{PedersenSuite as _, Verifier as _};
use ark_vrf::reexports::ark_serialize::CanonicalDeserialize;
use ark_vrf::suites::bandersnatch::{
    AffinePoint, BandersnatchSha512Ell2, Input, Output, PedersenProof, Public, ScalarField,
};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    common: VrfCase,
    blinding: Hex<32>,
    proof_pk_com: Hex<32>,
    proof_r: Hex<32>,
    proof_ok: Hex<32>,
    proof_s: Hex<32>,
    proof_sb: Hex<32>,
}

/// Verifies every signature of the folder and opens its commitment. Signing again would be another signature: the nonce is the
/// signer's choice.
///
/// # Errors
/// A file that is missing or unreadable.
pub fn run(folder: &Path) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    let path = folder.join("vectors/bandersnatch_sha-512_ell2_pedersen.json");
    for case in files::read_cases::<Case>(&path)? {
        let checked = check(&case);
        tally.add(&path, checked.map_err(|error| format!("{}: {error}", case.common.comment)));
    }
    Ok(tally)
}

fn read<T: CanonicalDeserialize>(name: &str, octets: &[u8]) -> Result<T, String> {
    T::deserialize_compressed(octets).map_err(|error| format!("{name}: {error}"))
}

fn check(case: &Case) -> Result<(), String> {
    let (context, _) = secret(&case.common)?;
    let input = Input::new(&context).ok_or("the context is no point")?;
    let output = Output::from_affine(read::<AffinePoint>("gamma", &case.common.gamma.0)?);
    let message = &case.common.ad.0;
    let parts = [&case.proof_pk_com, &case.proof_r, &case.proof_ok, &case.proof_s, &case.proof_sb];
    let octets = parts.map(|part| part.0).concat();
    let proof: PedersenProof = read("proof", &octets)?;
    let verify = |output, message: &[u8]| Public::verify(input, output, message, &proof).is_ok();
    if !verify(output, message) {
        return Err("expected a signature, found none".to_owned());
    }
    if verify(output, &[message.as_slice(), b"other"].concat()) {
        return Err("expected a signature of one message, found one of two".to_owned());
    }
    if verify(Output::from_affine(input.0), message) {
        return Err("expected a signature for one output, found one for two".to_owned());
    }
    let blinding: ScalarField = read("blinding", &case.blinding.0)?;
    let key: AffinePoint = read("pk", &case.common.pk.0)?;
    if BandersnatchSha512Ell2::BLINDING_BASE * blinding + key != proof.key_commitment() {
        return Err("expected a commitment to the key, found another".to_owned());
    }
    Ok(())
}
