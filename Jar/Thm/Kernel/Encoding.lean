import Jar.Kernel.Encoding
import Jar.Thm.Codec.Counted

/-!
# Encodings of the kernel

docs/kernel.md, theorem 7: the codecs of Images, of statuses and of value files are lawful, so that each is injective on valid values and decoding inverts encoding; preimages
of two domains differ; a value file that is read is the file of the value that it gives.
-/
namespace Jar.Kernel

open Codec

theorem Native.ofTag?_iff (x : UInt8) (a : Native) : Native.ofTag? x = some a ↔ a.tag = x := by
  constructor
  · intro h
    unfold Native.ofTag? at h
    split at h <;> cases h <;> rfl
  · intro h
    subst h
    cases a <;> rfl

theorem Kind.ofTag?_iff (x : UInt8) (a : Kind) : Kind.ofTag? x = some a ↔ a.tag = x := by
  constructor
  · intro h
    unfold Kind.ofTag? at h
    split at h <;> cases h <;> rfl
  · intro h
    subst h
    cases a <;> rfl

instance native_lawful : Lawful native := .enumeration Native.ofTag?_iff
instance kind_lawful : Lawful Kind.codec := .enumeration Kind.ofTag?_iff
instance code_lawful : Lawful code := by unfold code; infer_instance
instance registers_lawful : Lawful registers := by unfold registers; infer_instance
instance mapping_lawful : Lawful Mapping.codec := by unfold Mapping.codec; infer_instance
instance endpoint_lawful : Lawful Endpoint.codec := by unfold Endpoint.codec; infer_instance
instance byOctet_lawful {α : Type} {c : Codec α} [Lawful c] : Lawful (byOctet c) := by unfold byOctet; infer_instance
instance shape_lawful : Lawful Shape.codec := by unfold Shape.codec; infer_instance
instance imageCodec_lawful {α : Type} {pin : Codec α} [Lawful pin] : Lawful (imageCodec pin) := by unfold imageCodec; exact record_lawful
instance paused_lawful : Lawful Paused.codec := by unfold Paused.codec; infer_instance
instance status_lawful : Lawful statusCodec := by unfold statusCodec; infer_instance
instance dataPages_lawful : Lawful dataPages := by unfold dataPages; infer_instance
instance body_lawful : (kind : Kind) → Lawful (bodyCodec kind)
  | .data => by unfold bodyCodec; infer_instance
  | .cnode => by unfold bodyCodec; infer_instance
  | .image => by unfold bodyCodec; infer_instance
  | .inst => by unfold bodyCodec; infer_instance
  | .type => by unfold bodyCodec; infer_instance
instance node_lawful : Lawful nodeCodec := by unfold nodeCodec; infer_instance

/-- **Files are read as they are written**: every codec of the kernel decodes what it encodes, and nothing else. -/
instance file_lawful : Lawful fileCodec := by unfold fileCodec; infer_instance

/-- Octets are the nodes' file if and only if they decode to them. -/
theorem file_iff {octets : ByteArray} {nodes : Array Node} : fileCodec.decode octets = .ok nodes ↔ fileCodec.valid nodes = true ∧ octets = fileCodec.encode nodes :=
  decode_iff

/-- Different valid Images, with different pins, have different encodings: what is hashed tells them apart. -/
theorem image_injective {a b : Shape × Array (UInt8 × Hash)} (ha : (imageCodec Codec.hash).valid a = true) (hb : (imageCodec Codec.hash).valid b = true)
    (e : (imageCodec Codec.hash).encode a = (imageCodec Codec.hash).encode b) : a = b := encode_injective ha hb e

/-- **A value has one file**: what is read is the file of what it gives. -/
theorem decodeValue_encode {octets : ByteArray} {cap : Cap} (h : decodeValue octets = some cap) : encodeValue cap = octets := by
  unfold decodeValue at h
  split at h
  · exact nomatch h
  · split at h
    · exact nomatch h
    · split at h
      · exact nomatch h
      · split at h
        · rename_i e
          cases h
          exact e
        · exact nomatch h

/-- **Domains are disjoint**: what is hashed in one is not hashed in another, and within one the message is told. -/
theorem preimage_injective {a b : Domain} {m n : ByteArray} (h : a.preimage m = b.preimage n) : a = b ∧ m = n := by
  have l := congrArg octetList h
  rw [Domain.preimage, Domain.preimage, octetList_append, octetList_append, octetList_push, octetList_push] at l
  have e : a.tag :: octetList m = b.tag :: octetList n := l
  injection e with tag rest
  refine ⟨?_, octetList_inj rest⟩
  revert tag
  cases a <;> cases b <;> first | exact fun _ => rfl | exact fun h => absurd h (by decide)

end Jar.Kernel
