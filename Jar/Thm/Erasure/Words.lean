import Jar.Erasure.Code
import Jar.Thm.Data.Bits
import Jar.Thm.Data.Lists
import Jar.Thm.Data.Octets

/-!
# Words in octet strings

Reading what was written: 𝓔₂ of Gray Paper 0.7.2, appendix H, for many words.
-/
namespace Jar.Erasure

/-- Two octets as a word, least significant first. -/
def join (low high : UInt8) : UInt16 := low.toUInt16 ||| (high.toUInt16 <<< 8)

theorem join_toNat (low high : UInt8) : (join low high).toNat = high.toNat * 2 ^ 8 + low.toNat := by
  have hl : low.toNat < 2 ^ 8 := low.toNat_lt
  have hh : high.toNat < 2 ^ 8 := high.toNat_lt
  have shifted : (high.toUInt16 <<< 8).toNat = high.toNat * 2 ^ 8 := by
    rw [UInt16.toNat_shiftLeft, UInt8.toNat_toUInt16, show (8 : UInt16).toNat % 16 = 8 from rfl, Nat.shiftLeft_eq]
    omega
  rw [join, UInt16.toNat_or, UInt8.toNat_toUInt16, shifted, or_swap, or_eq_add hl]

theorem join_split (w : UInt16) : join w.toUInt8 (w >>> 8).toUInt8 = w := by
  apply UInt16.toNat.inj
  have hw : w.toNat < 2 ^ 16 := w.toNat_lt
  rw [join_toNat, UInt16.toNat_toUInt8, UInt16.toNat_toUInt8, UInt16.toNat_shiftRight, show (8 : UInt16).toNat % 16 = 8 from rfl,
    Nat.shiftRight_eq_div_pow]
  omega

theorem join_low (low high : UInt8) : (join low high).toUInt8 = low := by
  apply UInt8.toNat.inj
  have hl : low.toNat < 2 ^ 8 := low.toNat_lt
  rw [UInt16.toNat_toUInt8, join_toNat]
  omega

theorem join_high (low high : UInt8) : (join low high >>> 8).toUInt8 = high := by
  apply UInt8.toNat.inj
  have hl : low.toNat < 2 ^ 8 := low.toNat_lt
  have hh : high.toNat < 2 ^ 8 := high.toNat_lt
  rw [UInt16.toNat_toUInt8, UInt16.toNat_shiftRight, show (8 : UInt16).toNat % 16 = 8 from rfl, Nat.shiftRight_eq_div_pow, join_toNat]
  omega

theorem wordAt_eq (bytes : ByteArray) (i : Nat) : wordAt bytes i = join (byteAt bytes (2 * i)) (byteAt bytes (2 * i + 1)) := rfl

/-! ## Lists of octets -/

/-- 𝓔₂ of words, as a list. -/
def wordsList (word : Nat → UInt16) (i : Nat) : (count : Nat) → List UInt8
  | 0 => []
  | count + 1 => (word i).toUInt8 :: (word i >>> 8).toUInt8 :: wordsList word (i + 1) count

theorem octetList_putWords (word : Nat → UInt16) (bytes : ByteArray) (i count : Nat) :
    octetList (putWords word bytes i count) = octetList bytes ++ wordsList word i count := by
  induction count generalizing bytes i with
  | zero => rw [putWords, wordsList, List.append_nil]
  | succ count ih => rw [putWords, ih, octetList_push, octetList_push, wordsList, List.append_assoc, List.append_assoc]; rfl

theorem octetList_ofWords (word : Nat → UInt16) (count : Nat) : octetList (ofWords word count) = wordsList word 0 count := by
  rw [ofWords, octetList_putWords, octetList_emptyWithCapacity, List.nil_append]

theorem wordsList_length (word : Nat → UInt16) (i count : Nat) : (wordsList word i count).length = 2 * count := by
  induction count generalizing i with
  | zero => rfl
  | succ count ih => rw [wordsList, List.length_cons, List.length_cons, ih, Nat.mul_succ]

theorem ofWords_size (word : Nat → UInt16) (count : Nat) : (ofWords word count).size = 2 * count := by
  rw [← octetList_length, octetList_ofWords, wordsList_length]

theorem wordsList_add (word : Nat → UInt16) (i m n : Nat) : wordsList word i (m + n) = wordsList word i m ++ wordsList word (i + m) n := by
  induction m generalizing i with
  | zero => rw [Nat.zero_add]; rfl
  | succ m ih => rw [Nat.add_right_comm, wordsList, wordsList, ih, Nat.add_right_comm, Nat.add_assoc]; rfl

theorem wordsList_congr {word word' : Nat → UInt16} {i j count : Nat} (h : ∀ p, p < count → word (i + p) = word' (j + p)) :
    wordsList word i count = wordsList word' j count := by
  induction count generalizing i j with
  | zero => rfl
  | succ count ih =>
    have first := h 0 (Nat.zero_lt_succ count)
    rw [Nat.add_zero, Nat.add_zero] at first
    rw [wordsList, wordsList, first, ih fun p hp => ?_]
    have := h (p + 1) (Nat.succ_lt_succ hp)
    rw [← Nat.add_assoc, ← Nat.add_assoc, Nat.add_right_comm, Nat.add_right_comm j] at this
    exact this

theorem wordsList_getElem? (word : Nat → UInt16) {i count t : Nat} (h : t < count) : (wordsList word i count)[2 * t]? = some (word (i + t)).toUInt8
    ∧ (wordsList word i count)[2 * t + 1]? = some (word (i + t) >>> 8).toUInt8 := by
  induction count generalizing i t with
  | zero => exact absurd h (Nat.not_lt_zero t)
  | succ count ih => cases t with
    | zero => exact ⟨rfl, rfl⟩
    | succ t =>
      have := ih (i := i + 1) (Nat.lt_of_succ_lt_succ h)
      rw [Nat.add_right_comm, Nat.add_assoc] at this
      exact this

/-- An octet from the list. -/
theorem byteAt_eq_of_getElem? {bytes : ByteArray} {i : Nat} {x : UInt8} (h : (octetList bytes)[i]? = some x) : byteAt bytes i = x := by
  by_cases inside : i < bytes.size
  · rw [octetList_getElem? inside] at h
    injection h
  · rw [List.getElem?_eq_none (by rw [octetList_length]; omega)] at h
    exact nomatch h

/-- Reading a word that was written. -/
theorem wordAt_of_list {bytes : ByteArray} {front back : List UInt8} {word : Nat → UInt16} {i count s t : Nat}
    (e : octetList bytes = front ++ (wordsList word i count ++ back)) (length : front.length = 2 * s) (h : t < count) :
    wordAt bytes (s + t) = word (i + t) := by
  obtain ⟨low, high⟩ := wordsList_getElem? word (i := i) h
  have place : ∀ k, k < 2 * count → (octetList bytes)[2 * s + k]? = (wordsList word i count)[k]? := by
    intro k hk
    rw [e, ← length, getElem?_append_right, getElem?_append_left (by rw [wordsList_length]; exact hk)]
  rw [wordAt_eq, Nat.mul_add, Nat.add_assoc, byteAt_eq_of_getElem? ((place _ (by omega)).trans low),
    byteAt_eq_of_getElem? ((place _ (by omega)).trans high), join_split]

theorem wordAt_ofWords {word : Nat → UInt16} {count t : Nat} (h : t < count) : wordAt (ofWords word count) t = word t := by
  have := wordAt_of_list (bytes := ofWords word count) (front := []) (back := []) (word := word) (i := 0) (s := 0)
    (by rw [octetList_ofWords, List.append_nil, List.nil_append]) rfl h
  rw [Nat.zero_add] at this
  exact this

/-! ## Filling up with zeros -/

/-- A blob, filled up with zeros to a number of words. -/
def padded (blob : ByteArray) (count : Nat) : ByteArray := ofWords (wordAt blob) count

theorem padded_byteAt {blob : ByteArray} {count j : Nat} (h : j < 2 * count) : (octetList (padded blob count))[j]? = some (byteAt blob j) := by
  rw [padded, octetList_ofWords]
  obtain ⟨low, high⟩ := wordsList_getElem? (wordAt blob) (i := 0) (show j / 2 < count by omega)
  rw [Nat.zero_add, wordAt_eq] at low high
  cases Nat.mod_two_eq_zero_or_one j with
  | inl even =>
    have e : 2 * (j / 2) = j := by omega
    rw [e, join_low] at low
    exact low
  | inr odd =>
    have e : 2 * (j / 2) + 1 = j := by omega
    rw [e, join_high] at high
    exact high

/-- What is filled up begins with the blob, and zeros follow. -/
theorem padded_eq {blob : ByteArray} {count : Nat} (h : blob.size ≤ 2 * count) :
    octetList (padded blob count) = octetList blob ++ List.replicate (2 * count - blob.size) 0 := by
  have size : (octetList (padded blob count)).length = 2 * count := by rw [octetList_length, padded, ofWords_size]
  apply List.ext_getElem?
  intro j
  by_cases inside : j < 2 * count
  · rw [padded_byteAt inside]
    by_cases there : j < blob.size
    · rw [getElem?_append_left (by rw [octetList_length]; exact there), octetList_getElem? there]
    · have e : j = (octetList blob).length + (j - blob.size) := by rw [octetList_length]; omega
      rw [e, getElem?_append_right, ← e, getElem?_replicate (by omega), byteAt, dite_eq_right there]
  · rw [List.getElem?_eq_none (by omega), List.getElem?_eq_none]
    rw [List.length_append, octetList_length, List.length_replicate]
    omega

end Jar.Erasure
