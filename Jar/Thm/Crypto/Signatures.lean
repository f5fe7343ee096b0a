import Jar.Crypto.Signatures

/-!
# Signatures

What follows for any scheme from what is assumed of it (`Jar/Crypto/Signatures.lean`): Gray Paper 0.7.2, appendix G.
-/
namespace Jar.Crypto.SignatureScheme

variable {scheme : SignatureScheme}

/-- In a sound scheme, exactly what verifies has a verified output. -/
theorem vrfHash_isSome (sound : scheme.Sound) (key : BandersnatchPublic) (context message : ByteArray) (signature : VrfSignature) :
    (scheme.vrfHash key context message signature).isSome = true ↔ scheme.vrfVerify key context message signature = true := by
  unfold vrfHash
  cases verified : scheme.vrfVerify key context message signature with
  | false => exact ⟨fun h => h, fun h => h⟩
  | true => exact ⟨fun _ => rfl, fun _ => sound.vrfOutput_isSome key context message signature verified⟩

/-- The same of rings. -/
theorem ringHash_isSome (sound : scheme.Sound) (size : UInt32) (commitment : RingCommitment) (context message : ByteArray)
    (signature : RingVrfSignature) :
    (scheme.ringHash size commitment context message signature).isSome = true ↔
      scheme.ringVerify size commitment context message signature = true := by
  unfold ringHash
  cases verified : scheme.ringVerify size commitment context message signature with
  | false => exact ⟨fun h => h, fun h => h⟩
  | true => exact ⟨fun _ => rfl, fun _ => sound.ringOutput_isSome size commitment context message signature verified⟩

/-- What has a verified output verifies, and the output is its. -/
theorem vrfHash_eq_some {key : BandersnatchPublic} {context message : ByteArray} {signature : VrfSignature} {hash : Hash}
    (h : scheme.vrfHash key context message signature = some hash) :
    scheme.vrfVerify key context message signature = true ∧ scheme.vrfOutput signature = some hash := by
  unfold vrfHash at h
  cases verified : scheme.vrfVerify key context message signature with
  | false => rw [verified] at h; exact nomatch h
  | true => rw [verified] at h; exact ⟨rfl, h⟩

/-- **A key has one random hash for a context**, whatever it signs and however often, among signatures that are made. -/
theorem vrfHash_unique {made : VrfSignature → Prop} (unique : scheme.UniqueOn made) {key : BandersnatchPublic}
    {context message message' : ByteArray} {signature signature' : VrfSignature} {hash hash' : Hash}
    (first : made signature) (second : made signature')
    (h : scheme.vrfHash key context message signature = some hash)
    (h' : scheme.vrfHash key context message' signature' = some hash') : hash = hash' := by
  have ⟨v, o⟩ := vrfHash_eq_some h
  have ⟨v', o'⟩ := vrfHash_eq_some h'
  have same := unique key context message signature message' signature' first second v v'
  rw [o, o'] at same
  exact Option.some.inj same

end Jar.Crypto.SignatureScheme
