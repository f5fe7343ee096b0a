//! Signatures of some member of a ring that yield a random hash: the ring VRF over Bandersnatch (Gray Paper 0.7.2, appendix G).
//!
//! [`Ring`] has the reference string for rings of up to so many keys; [`Ring::commitment`] is the paper's 𝒪. A [`RingVerifier`]
//! belongs to one commitment: make it once for an epoch, verify all its tickets with it.

use crate::bandersnatch::{BandersnatchSecret, input, output_hash, point, split_output, write};
use crate::{VrfError, VrfInput};
use ark_vrf::reexports::ark_serialize::CanonicalDeserialize;
use ark_vrf::ring::{Prover as _, Verifier as _};
use ark_vrf::suites::bandersnatch::{
    AffinePoint, Output, PcsParams, Public, RingCommitment as Commitment, RingProof,
    RingProofParams, RingProver as Prover, RingProverKey as ProverKey, RingVerifier as Verifier,
};
use jar_types::{BandersnatchPublic, Hash, RingCommitment, RingVrfSignature};

/// The powers of tau; see the README beside it.
const REFERENCE_STRING: &[u8] = include_bytes!("../data/bls12-381-srs-2-11.bin");

/// What rings of a size have in common.
pub struct Ring(RingProofParams);

impl Ring {
    /// The most keys that a ring can have.
    pub const MAX_SIZE: usize = 1791;

    /// For rings of up to `size` keys. Commitments differ between sizes below and above 255, 767 and so on: powers of two
    /// less what a proof needs beside the keys.
    ///
    /// # Errors
    /// More than [`Ring::MAX_SIZE`].
    pub fn new(size: usize) -> Result<Self, VrfError> {
        let too_big = VrfError::RingSize { found: size, max: Self::MAX_SIZE };
        if size > Self::MAX_SIZE {
            return Err(too_big);
        }
        // Unchecked: the octets are part of this program.
        let powers = PcsParams::deserialize_uncompressed_unchecked(REFERENCE_STRING);
        let powers = powers.map_err(|_| too_big)?;
        RingProofParams::from_pcs_params(size, powers).map(Self).map_err(|_| too_big)
    }

    /// 𝒪: commits to keys in this order. Octets that are no point count as the padding point, whose secret nobody knows.
    /// So does the point at infinity, which the library cannot take.
    ///
    /// # Errors
    /// More keys than a ring can have.
    pub fn commitment(&self, keys: &[BandersnatchPublic]) -> Result<RingCommitment, VrfError> {
        let key = self.0.verifier_key(&self.points(keys)?);
        let mut commitment = RingCommitment::default();
        write(&key.commitment(), &mut commitment.0);
        Ok(commitment)
    }

    /// What verifies signatures of the ring with this commitment.
    ///
    /// # Errors
    /// The commitment is none.
    pub fn verifier(&self, commitment: &RingCommitment) -> Result<RingVerifier, VrfError> {
        let commitment = Commitment::deserialize_compressed(&commitment.0[..]);
        let commitment = commitment.map_err(|_| VrfError::Commitment)?;
        let key = self.0.verifier_key_from_commitment(commitment);
        Ok(RingVerifier(self.0.verifier(key)))
    }

    /// What signs for the key at `index`.
    ///
    /// # Errors
    /// More keys than a ring can have, or none at the index.
    pub fn prover(
        &self,
        keys: &[BandersnatchPublic],
        index: usize,
    ) -> Result<RingProver, VrfError> {
        self.prover_of(&self.proving_key(keys)?, index)
    }

    /// What all signers of a ring have in common. Dear to make: keep it where many sign.
    ///
    /// # Errors
    /// More keys than a ring can have.
    pub fn proving_key(&self, keys: &[BandersnatchPublic]) -> Result<RingProvingKey, VrfError> {
        let key = self.0.prover_key(&self.points(keys)?);
        Ok(RingProvingKey { key, signers: keys.to_vec() })
    }

    /// What signs for the key at `index` of a ring of this size.
    ///
    /// # Errors
    /// There is no key at the index.
    pub fn prover_of(&self, ring: &RingProvingKey, index: usize) -> Result<RingProver, VrfError> {
        let signer = *ring.signers.get(index).ok_or(VrfError::NotInRing { index })?;
        Ok(RingProver { prover: self.0.prover(ring.key.clone(), index), signer, index })
    }

    fn points(&self, keys: &[BandersnatchPublic]) -> Result<Vec<AffinePoint>, VrfError> {
        let max = self.0.max_ring_size();
        if keys.len() > max {
            return Err(VrfError::RingSize { found: keys.len(), max });
        }
        let padding = RingProofParams::padding_point();
        Ok(keys.iter().map(|key| point(&key.0).unwrap_or(padding)).collect())
    }
}

impl core::fmt::Debug for Ring {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(to, "Ring(up to {} keys)", self.0.max_ring_size())
    }
}

/// Verifies signatures of one ring.
pub struct RingVerifier(Verifier);

impl RingVerifier {
    /// The hash that a signature yields, if it is one of the message by a member of the ring in this context.
    ///
    /// # Errors
    /// It is none.
    pub fn verify(
        &self,
        context: &[u8],
        message: &[u8],
        signature: &RingVrfSignature,
    ) -> Result<Hash, VrfError> {
        let signature = OpenRingSignature::open(signature)?;
        self.verify_open(&VrfInput::new(context)?, message, &signature)?;
        Ok(signature.output())
    }

    /// Whether the signature is one of the message by a member of the ring in the context of `input`.
    ///
    /// # Errors
    /// It is none.
    pub fn verify_open(
        &self,
        input: &VrfInput,
        message: &[u8],
        signature: &OpenRingSignature<'_>,
    ) -> Result<(), VrfError> {
        let OpenRingSignature { output, proof, .. } = signature;
        let proof = RingProof::deserialize_compressed(*proof).map_err(|_| VrfError::Proof)?;
        Public::verify(input.point, *output, message, &proof, &self.0)
            .map_err(|_| VrfError::Mismatch)
    }
}

impl core::fmt::Debug for RingVerifier {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        to.write_str("RingVerifier")
    }
}

/// A signature whose output is known, verified or not.
#[derive(Clone, Debug)]
pub struct OpenRingSignature<'a> {
    output: Output,
    hash: Hash,
    proof: &'a [u8],
}

impl<'a> OpenRingSignature<'a> {
    /// Decompresses the output.
    ///
    /// # Errors
    /// It is no point.
    pub fn open(signature: &'a RingVrfSignature) -> Result<Self, VrfError> {
        let (output, proof) = split_output(&signature.0)?;
        Ok(Self { hash: output_hash(&output), output, proof })
    }

    /// 𝒴: the hash that the signature yields, if it is one.
    #[must_use]
    pub const fn output(&self) -> Hash {
        self.hash
    }
}

/// The hash that a signature yields, if it is one of anything.
///
/// # Errors
/// Its output is no point.
pub fn ring_vrf_output(signature: &RingVrfSignature) -> Result<Hash, VrfError> {
    OpenRingSignature::open(signature).map(|signature| signature.output())
}

/// What all signers of a ring have in common.
pub struct RingProvingKey {
    key: ProverKey,
    signers: Vec<BandersnatchPublic>,
}

impl core::fmt::Debug for RingProvingKey {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(to, "RingProvingKey({} keys)", self.signers.len())
    }
}

/// Signs for one member of one ring.
pub struct RingProver {
    prover: Prover,
    signer: BandersnatchPublic,
    index: usize,
}

impl RingProver {
    /// A signature of a message; another one each time (the same one with the feature `repeatable-rings`), with the same output.
    ///
    /// # Errors
    /// The secret is not that of the signer.
    pub fn sign(
        &self,
        secret: &BandersnatchSecret,
        context: &[u8],
        message: &[u8],
    ) -> Result<RingVrfSignature, VrfError> {
        if secret.public() != self.signer {
            return Err(VrfError::NotInRing { index: self.index });
        }
        let input = input(context)?;
        let output = secret.0.output(input);
        let proof = secret.0.prove(input, output, message, &self.prover);
        let mut signature = RingVrfSignature::default();
        write(&(output, proof), &mut signature.0);
        Ok(signature)
    }
}

impl core::fmt::Debug for RingProver {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(to, "RingProver(index {}, {:?})", self.index, self.signer)
    }
}
