import Jar.Types.Primitives

/-!
# Signatures

Gray Paper 0.7.2, section 3.8.2 and appendix G: Ed25519 (ZIP 215), Bandersnatch signatures of one key (𝕍̃) and of a member of a ring (𝕍̊), their outputs 𝒴, and
the commitment to a ring 𝒪. Leaves out the arithmetic of the curves and how signatures are made.

This is the one module whose functions are bound at link time, to those of `rust/jar-crypto`. To Lean's kernel they are opaque: nothing can be proved
of them, so no theorem rests on what they do. Theorems speak of any `SignatureScheme`. What they may assume of it is named at the end of this module
and is a hypothesis wherever it is used.
-/
namespace Jar.Crypto

/-- What the protocol asks of signatures. -/
structure SignatureScheme where
  /-- Is the signature in 𝕍̄ₖ⟨m⟩, for the key k and the message m? -/
  ed25519Verify (key : Ed25519Public) (message : ByteArray) (signature : Ed25519Signature) : Bool
  /-- Is the signature in 𝕍̃ₖᶜ⟨m⟩, for the key k, the context c and the message m? -/
  vrfVerify (key : BandersnatchPublic) (context message : ByteArray) (signature : VrfSignature) : Bool
  /-- 𝒴 of a signature of one key, if its output is a point. -/
  vrfOutput (signature : VrfSignature) : Option Hash
  /-- 𝒪 of the keys of a ring, if there are not too many. -/
  ringCommitment (keys : Array BandersnatchPublic) : Option RingCommitment
  /-- Is the signature in 𝕍̊ᵣᶜ⟨m⟩, for the commitment r to a ring of so many keys, the context c and the message m? -/
  ringVerify (size : UInt32) (commitment : RingCommitment) (context message : ByteArray) (signature : RingVrfSignature) : Bool
  /-- 𝒴 of a signature of a ring's member, if its output is a point. -/
  ringOutput (signature : RingVrfSignature) : Option Hash

/-! What is bound at link time. Octet strings of another size than expected give `false` or no octets, and so does everything else that is no answer. -/
namespace Linked

@[extern "jar_ed25519_verify"] opaque ed25519Verify (key message signature : @& ByteArray) : Bool
@[extern "jar_vrf_verify"] opaque vrfVerify (key context message signature : @& ByteArray) : Bool
@[extern "jar_vrf_output"] opaque vrfOutput (signature : @& ByteArray) : ByteArray
@[extern "jar_ring_commitment"] opaque ringCommitment (keys : @& ByteArray) : ByteArray
@[extern "jar_ring_verify"] opaque ringVerify (size : UInt32) (commitment context message signature : @& ByteArray) : Bool
@[extern "jar_ring_output"] opaque ringOutput (signature : @& ByteArray) : ByteArray

end Linked

/-- The scheme of compiled code. -/
def linkedScheme : SignatureScheme where
  ed25519Verify key message signature := Linked.ed25519Verify key.bytes message signature.bytes
  vrfVerify key context message signature := Linked.vrfVerify key.bytes context message signature.bytes
  vrfOutput signature := Octets.ofBytes? 32 (Linked.vrfOutput signature.bytes)
  ringCommitment keys := Octets.ofBytes? 144 (Linked.ringCommitment (keys.foldl (fun out key => out ++ key.bytes) .empty))
  ringVerify size commitment context message signature := Linked.ringVerify size commitment.bytes context message signature.bytes
  ringOutput signature := Octets.ofBytes? 32 (Linked.ringOutput signature.bytes)

namespace SignatureScheme

/-- The output of a signature of one key, if it is one of the message in the context. -/
def vrfHash (scheme : SignatureScheme) (key : BandersnatchPublic) (context message : ByteArray) (signature : VrfSignature) : Option Hash :=
  if scheme.vrfVerify key context message signature then scheme.vrfOutput signature else none

/-- The output of a signature of a ring's member, if it is one of the message in the context. -/
def ringHash (scheme : SignatureScheme) (size : UInt32) (commitment : RingCommitment) (context message : ByteArray)
    (signature : RingVrfSignature) : Option Hash :=
  if scheme.ringVerify size commitment context message signature then scheme.ringOutput signature else none

/-- Assumed: what verifies has an output, and rings of up to 1,791 keys have a commitment. -/
structure Sound (scheme : SignatureScheme) : Prop where
  vrfOutput_isSome : ∀ key context message signature,
    scheme.vrfVerify key context message signature = true → (scheme.vrfOutput signature).isSome = true
  ringOutput_isSome : ∀ size commitment context message signature,
    scheme.ringVerify size commitment context message signature = true → (scheme.ringOutput signature).isSome = true
  ringCommitment_isSome : ∀ keys, keys.size ≤ 1791 → (scheme.ringCommitment keys).isSome = true

/-- Assumed of the signatures that anybody makes, and of these only: key and context alone decide the output. Exceptions exist, but nobody can
find one; said of all signatures, it would be false. -/
def UniqueOn (scheme : SignatureScheme) (made : VrfSignature → Prop) : Prop :=
  ∀ key context message signature message' signature', made signature → made signature' →
    scheme.vrfVerify key context message signature = true → scheme.vrfVerify key context message' signature' = true →
    scheme.vrfOutput signature = scheme.vrfOutput signature'

end SignatureScheme

end Jar.Crypto
