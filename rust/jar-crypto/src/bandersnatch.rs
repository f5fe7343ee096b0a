//! Signatures that yield a random hash: the IETF VRF over Bandersnatch (Gray Paper 0.7.2, appendix G).
//!
//! In the paper's words, for a key k, a context c and a message m: [`BandersnatchSecret::sign`] makes an element of 𝕍̃ₖᶜ⟨m⟩,
//! [`ietf_vrf_verify`] says whether there is one, and 𝒴 is [`ietf_vrf_output`]. The context alone decides the output.
//!
//! Accepted is what `ark-vrf` 0.2 accepts (points in the one compressed form, in the prime-order subgroup; the response below
//! the group order; the challenge taken modulo the group order), except the point at infinity as key or output: with it, anybody
//! could sign, and the output would be the same for every context.

use crate::multiples::{Multiples, difference};
use ark_vrf::Suite;
use ark_vrf::ietf::Prover;
use ark_vrf::reexports::ark_ec::CurveGroup;
use ark_vrf::reexports::ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use ark_vrf::suites::bandersnatch::{
    AffinePoint, BandersnatchSha512Ell2, IetfProof, Input, Output, Secret,
};
use jar_types::{BandersnatchPublic, Hash, VrfSignature};
use std::sync::{Arc, LazyLock};

/// Why octets are no signature, no key or no commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VrfError {
    /// The key is no point of the group, or the one at infinity.
    #[error("public key: expected a point of the group other than infinity")]
    PublicKey,
    /// The output is no point of the group, or the one at infinity.
    #[error("output of the signature: expected a point of the group other than infinity")]
    Output,
    /// The proof behind the output has no meaning.
    #[error("proof of the signature: expected points and numbers below the group order")]
    Proof,
    /// The signature is one of something else.
    #[error("signature: expected one of this message under this key or ring")]
    Mismatch,
    /// The commitment to a ring has no meaning.
    #[error("ring commitment: expected three points")]
    Commitment,
    /// More keys than the ring can have.
    #[error("ring: expected at most {max} keys, found {found}")]
    RingSize {
        /// Keys.
        found: usize,
        /// How many there can be.
        max: usize,
    },
    /// The signer is not in the ring.
    #[error("ring: expected the signer's key at index {index}")]
    NotInRing {
        /// Where it should be.
        index: usize,
    },
}

/// A secret key.
pub struct BandersnatchSecret(pub(crate) Secret);

impl BandersnatchSecret {
    /// The key of a seed: its SHA-512 modulo the group order.
    #[must_use]
    pub fn from_seed(seed: &[u8]) -> Self {
        Self(Secret::from_seed(seed))
    }

    /// The key with this scalar, little-endian.
    ///
    /// # Errors
    /// It is not below the group order, or zero.
    pub fn from_scalar(scalar: &[u8; 32]) -> Result<Self, VrfError> {
        let secret = Secret::deserialize_compressed(&scalar[..]).map_err(|_| VrfError::Proof)?;
        if secret.public().0.is_zero() { Err(VrfError::PublicKey) } else { Ok(Self(secret)) }
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> BandersnatchPublic {
        let mut public = BandersnatchPublic::default();
        write(&self.0.public(), &mut public.0);
        public
    }

    /// The hash that a signature with this context yields.
    ///
    /// # Errors
    /// None in practice: the context hashes to the point at infinity.
    pub fn output(&self, context: &[u8]) -> Result<Hash, VrfError> {
        Ok(output_hash(&self.0.output(input(context)?)))
    }

    /// The signature of a message, the same each time.
    ///
    /// # Errors
    /// None in practice: the context hashes to the point at infinity.
    pub fn sign(&self, context: &[u8], message: &[u8]) -> Result<VrfSignature, VrfError> {
        let input = input(context)?;
        let output = self.0.output(input);
        let proof = self.0.prove(input, output, message);
        let mut signature = VrfSignature::default();
        write(&(output, proof), &mut signature.0);
        Ok(signature)
    }
}

impl core::fmt::Debug for BandersnatchSecret {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(to, "BandersnatchSecret({:?})", self.public())
    }
}

/// The generator of the group.
static GENERATOR: LazyLock<Multiples> =
    LazyLock::new(|| Multiples::kept(&BandersnatchSha512Ell2::generator()));

/// The point of a context, which signatures are about. Dear to make, so it is kept where many signatures have the same context.
#[derive(Clone, Debug)]
pub struct VrfInput {
    pub(crate) point: Input,
    multiples: Arc<Multiples>,
}

impl VrfInput {
    /// The point of a context.
    ///
    /// # Errors
    /// None in practice: the context hashes to the point at infinity.
    pub fn new(context: &[u8]) -> Result<Self, VrfError> {
        let point = input(context)?;
        Ok(Self { point, multiples: Arc::new(Multiples::of(&point.0)) })
    }
}

/// Verifies signatures of one key. Making it decompresses the key and multiplies it, so it is kept where many signatures of a key are
/// verified.
#[derive(Clone, Debug)]
pub struct VrfVerifier {
    key: AffinePoint,
    multiples: Arc<Multiples>,
}

impl VrfVerifier {
    /// What verifies signatures of this key.
    ///
    /// # Errors
    /// The key is no point.
    pub fn new(key: &BandersnatchPublic) -> Result<Self, VrfError> {
        let key = point(&key.0).ok_or(VrfError::PublicKey)?;
        Ok(Self { key, multiples: Arc::new(Multiples::kept(&key)) })
    }

    /// Whether the signature is one of the message in the context of `input`: with challenge c, response s, key Y, input I and output
    /// O, whether the challenge of (Y, I, O, sG − cY, sI − cO, message) is c.
    ///
    /// # Errors
    /// It is none.
    pub fn verify(
        &self,
        input: &VrfInput,
        message: &[u8],
        signature: &OpenVrfSignature,
    ) -> Result<(), VrfError> {
        let OpenVrfSignature { output, proof, .. } = signature;
        let IetfProof { c, s } =
            IetfProof::deserialize_compressed(&proof[..]).map_err(|_| VrfError::Proof)?;
        let of_key = difference((&GENERATOR, &s), (&self.multiples, &c));
        let of_output = difference((&input.multiples, &s), (&Multiples::of(&output.0), &c));
        let both = CurveGroup::normalize_batch(&[of_key, of_output]);
        let [of_key, of_output] = both.as_slice() else { return Err(VrfError::Mismatch) };
        let points = [&self.key, &input.point.0, &output.0, of_key, of_output];
        let found = BandersnatchSha512Ell2::challenge(&points, message);
        if found == c { Ok(()) } else { Err(VrfError::Mismatch) }
    }
}

/// A signature whose output is known, verified or not.
#[derive(Clone, Debug)]
pub struct OpenVrfSignature {
    output: Output,
    hash: Hash,
    proof: [u8; VrfSignature::SIZE - 32],
}

impl OpenVrfSignature {
    /// Decompresses the output.
    ///
    /// # Errors
    /// It is no point.
    pub fn open(signature: &VrfSignature) -> Result<Self, VrfError> {
        let (output, rest) = split_output(&signature.0)?;
        let mut proof = [0; VrfSignature::SIZE - 32];
        proof.iter_mut().zip(rest).for_each(|(to, octet)| *to = *octet);
        Ok(Self { hash: output_hash(&output), output, proof })
    }

    /// 𝒴: the hash that the signature yields, if it is one.
    #[must_use]
    pub const fn output(&self) -> Hash {
        self.hash
    }
}

/// The hash that a signature yields, if it is one of the message under the key in this context.
///
/// # Errors
/// It is none.
pub fn ietf_vrf_verify(
    key: &BandersnatchPublic,
    context: &[u8],
    message: &[u8],
    signature: &VrfSignature,
) -> Result<Hash, VrfError> {
    let verifier = VrfVerifier::new(key)?;
    let signature = OpenVrfSignature::open(signature)?;
    verifier.verify(&VrfInput::new(context)?, message, &signature)?;
    Ok(signature.output())
}

/// 𝒴: the hash that a signature yields, if it is one of anything.
///
/// # Errors
/// Its output is no point.
pub fn ietf_vrf_output(signature: &VrfSignature) -> Result<Hash, VrfError> {
    OpenVrfSignature::open(signature).map(|signature| signature.output())
}

/// The point of a context.
pub(crate) fn input(context: &[u8]) -> Result<Input, VrfError> {
    Input::new(context).filter(|input| !input.0.is_zero()).ok_or(VrfError::Mismatch)
}

/// A point of the prime-order subgroup, not the one at infinity.
pub(crate) fn point(octets: &[u8]) -> Option<AffinePoint> {
    AffinePoint::deserialize_compressed(octets).ok().filter(|point| !point.is_zero())
}

/// The output with which every signature begins, and what is behind it.
pub(crate) fn split_output(signature: &[u8]) -> Result<(Output, &[u8]), VrfError> {
    let (output, rest) = signature.split_at_checked(32).ok_or(VrfError::Output)?;
    Ok((Output::from_affine(point(output).ok_or(VrfError::Output)?), rest))
}

/// The first 32 octets of the hash of a point.
pub(crate) fn output_hash(output: &Output) -> Hash {
    let mut hash = Hash::default();
    hash.0.iter_mut().zip(output.hash()).for_each(|(to, octet)| *to = octet);
    hash
}

/// Writes a value to octets that are as many as it has.
pub(crate) fn write(value: &impl CanonicalSerialize, to: &mut [u8]) {
    debug_assert_eq!(value.compressed_size(), to.len());
    let written = value.serialize_compressed(to);
    debug_assert!(written.is_ok());
}
