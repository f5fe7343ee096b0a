import Jar.Codec.Basic
import Jar.Thm.Data.Octets

/-!
# Laws of codecs

Gray Paper 0.7.2, appendix C.1: 𝓔⁻¹ is the inverse of 𝓔, and every value has one encoding. A codec is lawful if it gives a value exactly where
that value is valid and its octets lie. All the rest follows: both round trips, bounds, injectivity. Instances compose the law.
-/
namespace Jar

namespace Codec

variable {α : Type}

/-- The octets of a value, as a list. -/
def octetsOf (c : Codec α) (a : α) : List UInt8 := octetList (c.put .empty a)

theorem octetsOf_eq {c : Codec α} {enc : α → List UInt8} (h : ∀ bytes a, octetList (c.put bytes a) = octetList bytes ++ enc a) (a : α) :
    c.octetsOf a = enc a := by
  rw [octetsOf, h]
  rfl

/-- What every codec of the model satisfies. -/
class Lawful (c : Codec α) : Prop where
  /-- Writing appends. -/
  puts : ∀ (bytes : ByteArray) (a : α), octetList (c.put bytes a) = octetList bytes ++ c.octetsOf a
  /-- Reading gives a value where its octets lie, and only there; what is read is valid. -/
  gets : ∀ (bytes : ByteArray) (i : Nat) (a : α) (next : Nat), i ≤ bytes.size →
    (c.get bytes i = .ok a next ↔ c.valid a = true ∧ Holds bytes i (c.octetsOf a) next)
  /-- Errors are behind the start and within the input. -/
  fails : ∀ (bytes : ByteArray) (i : Nat) (error : DecodeError), i ≤ bytes.size → c.get bytes i = .error error →
    i ≤ error.offset ∧ error.offset ≤ bytes.size
  /-- No value has fewer octets than is said. -/
  least : ∀ a, c.valid a = true → c.least ≤ (c.octetsOf a).length

namespace Lawful

/-- The laws, for octets that are known as a list. -/
theorem of_octets {c : Codec α} (enc : α → List UInt8) (puts : ∀ bytes a, octetList (c.put bytes a) = octetList bytes ++ enc a)
    (gets : ∀ bytes i a next, i ≤ bytes.size → (c.get bytes i = .ok a next ↔ c.valid a = true ∧ Holds bytes i (enc a) next))
    (fails : ∀ bytes i (error : DecodeError), i ≤ bytes.size → c.get bytes i = .error error → i ≤ error.offset ∧ error.offset ≤ bytes.size)
    (least : ∀ a, c.valid a = true → c.least ≤ (enc a).length) : Lawful c where
  puts bytes a := by rw [octetsOf_eq puts]; exact puts bytes a
  gets bytes i a next hi := by rw [octetsOf_eq puts]; exact gets bytes i a next hi
  fails := fails
  least a hv := by rw [octetsOf_eq puts]; exact least a hv

end Lawful

variable {c : Codec α} [Lawful c]

/-- A written value lies behind what was there. -/
theorem holds_put (before rest : ByteArray) (a : α) : Holds (c.put before a ++ rest) before.size (c.octetsOf a) (c.put before a).size := by
  refine Holds.append ?_
  have whole := holds_octetList (c.put before a)
  rw [Lawful.puts] at whole
  obtain ⟨middle, h1, h2⟩ := holds_append.mp whole
  have e := h1.next_eq
  rw [Nat.zero_add, octetList_length] at e
  rw [e] at h2
  exact h2

/-- **Decoding inverts encoding**: behind anything, before anything. -/
theorem get_put {a : α} (h : c.valid a = true) (before rest : ByteArray) :
    c.get (c.put before a ++ rest) before.size = .ok a (c.put before a).size :=
  (Lawful.gets _ _ _ _ (Nat.le_trans (holds_put (c := c) before rest a).le_next (holds_put (c := c) before rest a).next_le)).mpr
    ⟨h, holds_put before rest a⟩

/-- **What is read is valid.** -/
theorem valid_of_get {bytes : ByteArray} {i next : Nat} {a : α} (hi : i ≤ bytes.size) (e : c.get bytes i = .ok a next) : c.valid a = true :=
  ((Lawful.gets _ _ _ _ hi).mp e).1

/-- **A decoder stays within its input** and does not go back. -/
theorem next_le {bytes : ByteArray} {i next : Nat} {a : α} (hi : i ≤ bytes.size) (e : c.get bytes i = .ok a next) :
    i ≤ next ∧ next ≤ bytes.size :=
  have hold := ((Lawful.gets _ _ _ _ hi).mp e).2
  ⟨hold.le_next, hold.next_le⟩

/-- **Encoding inverts decoding**: the octets that were read are the encoding of what they gave. -/
theorem extract_of_get {bytes : ByteArray} {i next : Nat} {a : α} (hi : i ≤ bytes.size) (e : c.get bytes i = .ok a next) :
    bytes.extract i next = c.encode a := by
  have hold := ((Lawful.gets _ _ _ _ hi).mp e).2
  obtain ⟨n, hn⟩ : ∃ n, next = i + n := ⟨next - i, by have := hold.le_next; omega⟩
  subst hn
  exact octetList_inj ((holds_extract hold.next_le).unique hold)

/-- The encoding of a valid value decodes to it. -/
theorem decode_encode {a : α} (h : c.valid a = true) : c.decode (c.encode a) = .ok a := by
  have hold : Holds (c.encode a) 0 (c.octetsOf a) (c.encode a).size := holds_whole.mpr rfl
  rw [decode, (Lawful.gets _ _ _ _ (Nat.zero_le _)).mpr ⟨h, hold⟩]
  exact ite_eq_left rfl

/-- Octets that decode are the encoding of what they decode to, which is valid. -/
theorem encode_of_decode {bytes : ByteArray} {a : α} (e : c.decode bytes = .ok a) : c.encode a = bytes ∧ c.valid a = true := by
  unfold decode at e
  cases h : c.get bytes 0 with
  | ok b next =>
    rw [h] at e
    have e : (if next = bytes.size then Except.ok b else .error (DecodeError.mk .trailing next [])) = Except.ok a := e
    by_cases hn : next = bytes.size
    · rw [ite_eq_left hn] at e
      injection e with e
      subst e
      subst hn
      obtain ⟨hv, hold⟩ := (Lawful.gets _ _ _ _ (Nat.zero_le _)).mp h
      exact ⟨octetList_inj (holds_whole.mp hold).symm, hv⟩
    · rw [ite_eq_right hn] at e
      exact nomatch e
  | error error =>
    rw [h] at e
    exact nomatch e

/-- Octets decode to a value if and only if it is valid and they are its encoding. -/
theorem decode_iff {bytes : ByteArray} {a : α} : c.decode bytes = .ok a ↔ c.valid a = true ∧ bytes = c.encode a := by
  refine ⟨fun e => ⟨(encode_of_decode e).2, (encode_of_decode e).1.symm⟩, ?_⟩
  intro ⟨h, e⟩
  rw [e]
  exact decode_encode h

/-- Different valid values have different encodings. -/
theorem encode_injective {a b : α} (ha : c.valid a = true) (hb : c.valid b = true) (e : c.encode a = c.encode b) : a = b := by
  have h := decode_encode (c := c) ha
  rw [e, decode_encode hb] at h
  injection h with h
  exact h.symm

/-- An error is reported within the input, or at its end. -/
theorem decode_error {bytes : ByteArray} {error : DecodeError} (e : c.decode bytes = .error error) : error.offset ≤ bytes.size := by
  unfold decode at e
  cases h : c.get bytes 0 with
  | ok b next =>
    rw [h] at e
    have e : (if next = bytes.size then Except.ok b else .error (DecodeError.mk .trailing next [])) = Except.error error := e
    by_cases hn : next = bytes.size
    · rw [ite_eq_left hn] at e
      exact nomatch e
    · rw [ite_eq_right hn] at e
      injection e with e
      subst e
      exact (next_le (Nat.zero_le _) h).2
  | error error' =>
    rw [h] at e
    injection e with e
    subst e
    exact (Lawful.fails _ _ _ (Nat.zero_le _) h).2

end Codec

end Jar
