//! Who answers questions about signatures.

use jar_crypto::{Ed25519Item, Ring, ed25519_verify, ed25519_verify_batch, ietf_vrf_verify};
use jar_types::{
    BandersnatchPublic, Ed25519Public, Ed25519Signature, Hash, RingCommitment, RingVrfSignature,
    VrfSignature,
};

/// An implementation of the protocol's signatures. Errors say in words why there is no answer.
pub trait Scheme {
    /// Whether it is a signature of the message under the key.
    fn ed25519(&self, key: &Ed25519Public, message: &[u8], signature: &Ed25519Signature) -> bool;

    /// The same of many.
    ///
    /// # Errors
    /// The index of the first that is no signature.
    fn ed25519_batch(&self, items: &[Ed25519Item<'_>]) -> Result<(), usize> {
        let wrong =
            |item: &Ed25519Item<'_>| !self.ed25519(&item.key, item.message, &item.signature);
        items.iter().position(wrong).map_or(Ok(()), Err)
    }

    /// The hash that a signature of one key yields.
    ///
    /// # Errors
    /// It is none of this message in this context.
    fn vrf(
        &self,
        key: &BandersnatchPublic,
        context: &[u8],
        message: &[u8],
        signature: &VrfSignature,
    ) -> Result<Hash, String>;

    /// The commitment to a ring of these keys.
    ///
    /// # Errors
    /// There are too many.
    fn commitment(&self, keys: &[BandersnatchPublic]) -> Result<RingCommitment, String>;

    /// The hash that a signature of a member yields, for the commitment to a ring of so many keys.
    ///
    /// # Errors
    /// It is none of this message in this context.
    fn ring(
        &self,
        size: usize,
        commitment: &RingCommitment,
        context: &[u8],
        message: &[u8],
        signature: &RingVrfSignature,
    ) -> Result<Hash, String>;
}

/// `jar-crypto`.
#[derive(Clone, Copy, Debug)]
pub struct Native;

impl Scheme for Native {
    fn ed25519(&self, key: &Ed25519Public, message: &[u8], signature: &Ed25519Signature) -> bool {
        ed25519_verify(key, message, signature)
    }

    fn ed25519_batch(&self, items: &[Ed25519Item<'_>]) -> Result<(), usize> {
        ed25519_verify_batch(items)
    }

    fn vrf(
        &self,
        key: &BandersnatchPublic,
        context: &[u8],
        message: &[u8],
        signature: &VrfSignature,
    ) -> Result<Hash, String> {
        ietf_vrf_verify(key, context, message, signature).map_err(|error| error.to_string())
    }

    fn commitment(&self, keys: &[BandersnatchPublic]) -> Result<RingCommitment, String> {
        let ring = Ring::new(keys.len());
        ring.and_then(|ring| ring.commitment(keys)).map_err(|error| error.to_string())
    }

    fn ring(
        &self,
        size: usize,
        commitment: &RingCommitment,
        context: &[u8],
        message: &[u8],
        signature: &RingVrfSignature,
    ) -> Result<Hash, String> {
        let verifier = Ring::new(size).and_then(|ring| ring.verifier(commitment));
        let hash = verifier.and_then(|verifier| verifier.verify(context, message, signature));
        hash.map_err(|error| error.to_string())
    }
}
