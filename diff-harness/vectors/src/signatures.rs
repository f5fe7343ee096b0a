//! Ed25519 and Bandersnatch: signatures that must verify, outputs and commitments that must come out.

use crate::files::{self, Hex, HexBlob, Tally, VectorError};
use crate::scheme::Scheme;
use jar_crypto::{BandersnatchSecret, Ed25519Item};
use jar_types::{
    BandersnatchPublic, Ed25519Public, Ed25519Signature, Hash, RingVrfSignature, VrfSignature,
};
use serde::Deserialize;
use std::path::Path;

/// A case of small-order points and encodings that are not canonical: all are signatures by ZIP 215.
#[derive(Deserialize)]
struct Ed25519Case {
    desc: String,
    pk: Hex<32>,
    r: Hex<32>,
    s: Hex<32>,
    msg: HexBlob,
}

/// What signatures of all kinds have in common.
#[derive(Deserialize)]
pub(crate) struct VrfCase {
    pub(crate) comment: String,
    pub(crate) sk: Hex<32>,
    pub(crate) pk: Hex<32>,
    alpha: HexBlob,
    salt: HexBlob,
    pub(crate) ad: HexBlob,
    pub(crate) gamma: Hex<32>,
    beta: Hex<64>,
}

#[derive(Deserialize)]
struct PlainCase {
    #[serde(flatten)]
    common: VrfCase,
    proof_c: Hex<32>,
    proof_s: Hex<32>,
}

#[derive(Deserialize)]
struct RingCase {
    #[serde(flatten)]
    common: VrfCase,
    proof_pk_com: Hex<32>,
    proof_r: Hex<32>,
    proof_ok: Hex<32>,
    proof_s: Hex<32>,
    proof_sb: Hex<32>,
    ring_pks: HexBlob,
    ring_pks_com: Hex<144>,
    ring_proof: Hex<592>,
}

/// Verifies every signature of the folder with a scheme.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path, scheme: &impl Scheme) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    ed25519(&folder.join("ed25519/vectors.json"), scheme, &mut tally)?;
    let path = folder.join("vectors/bandersnatch_sha-512_ell2_ietf.json");
    for case in files::read_cases::<PlainCase>(&path)? {
        tally.add(
            &path,
            plain(&case, scheme).map_err(|error| format!("{}: {error}", case.common.comment)),
        );
    }
    let path = folder.join("vectors/bandersnatch_sha-512_ell2_ring.json");
    for case in files::read_cases::<RingCase>(&path)? {
        tally.add(
            &path,
            ring(&case, scheme).map_err(|error| format!("{}: {error}", case.common.comment)),
        );
    }
    Ok(tally)
}

/// Each for itself, and all at once.
fn ed25519(path: &Path, scheme: &impl Scheme, tally: &mut Tally) -> Result<(), VectorError> {
    let cases = files::read_cases::<Ed25519Case>(path)?;
    let item = |case: &Ed25519Case| {
        let mut signature = [0; 64];
        let (r, s) = signature.split_at_mut(32);
        r.copy_from_slice(&case.r.0);
        s.copy_from_slice(&case.s.0);
        (Ed25519Public(case.pk.0), Ed25519Signature(signature))
    };
    let signed: Vec<_> = cases.iter().map(item).collect();
    let items: Vec<Ed25519Item<'_>> = cases
        .iter()
        .zip(signed)
        .map(|(case, (key, signature))| Ed25519Item { key, message: &case.msg.0, signature })
        .collect();
    for (case, item) in cases.iter().zip(&items) {
        let verified = scheme.ed25519(&item.key, item.message, &item.signature);
        let error = || format!("{}: expected a signature, found none", case.desc);
        tally.add(path, if verified { Ok(()) } else { Err(error()) });
    }
    let all = scheme.ed25519_batch(&items);
    tally.add(path, all.map_err(|index| format!("batch: case {index} is no signature")));
    Ok(())
}

/// The key and the output of a secret, as the case has them; the context of the signature.
pub(crate) fn secret(case: &VrfCase) -> Result<(Vec<u8>, Hash), String> {
    let secret = BandersnatchSecret::from_scalar(&case.sk.0).map_err(|error| error.to_string())?;
    let context = [&case.salt.0[..], &case.alpha.0[..]].concat();
    let output = secret.output(&context).map_err(|error| error.to_string())?;
    if secret.public().0 != case.pk.0 {
        return Err(format!("expected another public key than {}", secret.public()));
    }
    if !case.beta.0.starts_with(&output.0) {
        return Err(format!("expected another output than {output}"));
    }
    Ok((context, output))
}

fn plain(case: &PlainCase, scheme: &impl Scheme) -> Result<(), String> {
    let (context, output) = secret(&case.common)?;
    let parts = [case.common.gamma.0, case.proof_c.0, case.proof_s.0].concat();
    let signature = parts.try_into().map(VrfSignature).map_err(|_| "not 96 octets")?;
    let key = BandersnatchPublic(case.common.pk.0);
    expect_output(&output, scheme.vrf(&key, &context, &case.common.ad.0, &signature))
}

fn ring(case: &RingCase, scheme: &impl Scheme) -> Result<(), String> {
    let (context, output) = secret(&case.common)?;
    let (keys, _) = case.ring_pks.0.as_chunks();
    let keys: Vec<BandersnatchPublic> = keys.iter().copied().map(BandersnatchPublic).collect();
    let commitment = scheme.commitment(&keys)?;
    if commitment.0 != case.ring_pks_com.0 {
        return Err(format!("expected another commitment than {commitment}"));
    }
    let parts = [
        &case.common.gamma.0[..],
        &case.proof_pk_com.0,
        &case.proof_r.0,
        &case.proof_ok.0,
        &case.proof_s.0,
        &case.proof_sb.0,
        &case.ring_proof.0,
    ];
    let parts = parts.concat();
    let signature = parts.try_into().map(RingVrfSignature).map_err(|_| "not 784 octets")?;
    let found = scheme.ring(keys.len(), &commitment, &context, &case.common.ad.0, &signature);
    expect_output(&output, found)
}

fn expect_output(expected: &Hash, found: Result<Hash, String>) -> Result<(), String> {
    match found {
        Ok(found) if found == *expected => Ok(()),
        Ok(found) => Err(format!("expected the output {expected}, found {found}")),
        Err(error) => Err(error),
    }
}
