//! What the specification's signatures are bound to: the functions of `jar-crypto`, for `c/signatures.c`.
//!
//! Octets of another size than expected are no signature and have no output, as `Jar/Crypto/Signatures.lean` says.
#![expect(unsafe_code, reason = "functions that C calls, and the octets that it lends them")]

use std::cell::RefCell;
use std::slice;

use jar_crypto::{
    Ring, RingVerifier, ed25519_verify, ietf_vrf_output, ietf_vrf_verify, ring_vrf_output,
};
use jar_types::{
    BandersnatchPublic, Ed25519Public, Ed25519Signature, RingCommitment, RingVrfSignature,
    VrfSignature,
};

/// Octets that C lends for the length of a call.
#[repr(C)]
#[derive(Clone, Copy)]
struct Octets {
    data: *const u8,
    size: usize,
}

impl Octets {
    /// # Safety
    /// `data` points to `size` octets that stay as they are for `'a`.
    unsafe fn slice<'a>(self) -> &'a [u8] {
        // SAFETY: the caller's promise; Lean's byte strings have an address even if they are empty.
        unsafe { slice::from_raw_parts(self.data, self.size) }
    }

    /// The octets, if they are as many.
    ///
    /// # Safety
    /// As of [`Octets::slice`].
    unsafe fn array<const N: usize>(self) -> Option<[u8; N]> {
        // SAFETY: the caller's promise.
        unsafe { self.slice() }.try_into().ok()
    }
}

/// Writes an answer, if there is one, and says whether.
///
/// # Safety
/// `out` has room for `N` octets.
unsafe fn give<const N: usize>(answer: Option<[u8; N]>, out: *mut u8) -> bool {
    let Some(octets) = answer else { return false };
    // SAFETY: the caller's promise; the octets are a local copy.
    unsafe { out.copy_from_nonoverlapping(octets.as_ptr(), N) };
    true
}

/// What belongs to the last ring: to make it anew for each signature would cost many times the signature.
#[derive(Default)]
struct Last {
    ring: Option<(usize, Ring)>,
    verifier: Option<(usize, RingCommitment, RingVerifier)>,
}

thread_local! {
    static LAST: RefCell<Last> = RefCell::default();
}

impl Last {
    fn ring(&mut self, size: usize) -> Option<&Ring> {
        if self.ring.as_ref().is_none_or(|(last, _)| *last != size) {
            self.ring = Some((size, Ring::new(size).ok()?));
        }
        self.ring.as_ref().map(|(_, ring)| ring)
    }

    fn verifier(&mut self, size: usize, commitment: RingCommitment) -> Option<&RingVerifier> {
        let known = |(of, to, _): &(usize, RingCommitment, _)| *of == size && *to == commitment;
        if !self.verifier.as_ref().is_some_and(known) {
            let verifier = self.ring(size)?.verifier(&commitment).ok()?;
            self.verifier = Some((size, commitment, verifier));
        }
        self.verifier.as_ref().map(|(_, _, verifier)| verifier)
    }
}

#[unsafe(no_mangle)]
extern "C" fn jar_crypto_ed25519_verify(key: Octets, message: Octets, signature: Octets) -> bool {
    // SAFETY: C lends all of them for this call.
    let (key, message, signature) = unsafe { (key.array(), message.slice(), signature.array()) };
    key.zip(signature).is_some_and(|(key, signature)| {
        ed25519_verify(&Ed25519Public(key), message, &Ed25519Signature(signature))
    })
}

#[unsafe(no_mangle)]
extern "C" fn jar_crypto_vrf_verify(
    key: Octets,
    context: Octets,
    message: Octets,
    signature: Octets,
) -> bool {
    // SAFETY: C lends all of them for this call.
    let (key, signature) = unsafe { (key.array(), signature.array()) };
    // SAFETY: as above.
    let (context, message) = unsafe { (context.slice(), message.slice()) };
    key.zip(signature).is_some_and(|(key, signature)| {
        let (key, signature) = (BandersnatchPublic(key), VrfSignature(signature));
        ietf_vrf_verify(&key, context, message, &signature).is_ok()
    })
}

#[unsafe(no_mangle)]
extern "C" fn jar_crypto_vrf_output(signature: Octets, out: *mut u8) -> bool {
    // SAFETY: C lends the signature for this call.
    let signature = unsafe { signature.array() };
    let hash = signature.and_then(|octets| ietf_vrf_output(&VrfSignature(octets)).ok());
    // SAFETY: C gives room for a hash.
    unsafe { give(hash.map(|hash| hash.0), out) }
}

#[unsafe(no_mangle)]
extern "C" fn jar_crypto_ring_commitment(keys: Octets, out: *mut u8) -> bool {
    // SAFETY: C lends the keys for this call.
    let (keys, rest) = unsafe { keys.slice() }.as_chunks();
    let keys: Vec<BandersnatchPublic> = keys.iter().copied().map(BandersnatchPublic).collect();
    let commitment = LAST.with_borrow_mut(|last| last.ring(keys.len())?.commitment(&keys).ok());
    let commitment = commitment.filter(|_| rest.is_empty()).map(|commitment| commitment.0);
    // SAFETY: C gives room for a commitment.
    unsafe { give(commitment, out) }
}

#[unsafe(no_mangle)]
extern "C" fn jar_crypto_ring_verify(
    size: u32,
    commitment: Octets,
    context: Octets,
    message: Octets,
    signature: Octets,
) -> bool {
    // SAFETY: C lends all of them for this call.
    let (commitment, signature) = unsafe { (commitment.array(), signature.array()) };
    // SAFETY: as above.
    let (context, message) = unsafe { (context.slice(), message.slice()) };
    let (Some(commitment), Some(signature)) = (commitment, signature) else { return false };
    LAST.with_borrow_mut(|last| {
        let verifier = last.verifier(size as usize, RingCommitment(commitment));
        verifier.is_some_and(|verifier| {
            verifier.verify(context, message, &RingVrfSignature(signature)).is_ok()
        })
    })
}

#[unsafe(no_mangle)]
extern "C" fn jar_crypto_ring_output(signature: Octets, out: *mut u8) -> bool {
    // SAFETY: C lends the signature for this call.
    let signature = unsafe { signature.array() };
    let hash = signature.and_then(|octets| ring_vrf_output(&RingVrfSignature(octets)).ok());
    // SAFETY: C gives room for a hash.
    unsafe { give(hash.map(|hash| hash.0), out) }
}
