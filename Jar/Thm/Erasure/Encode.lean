import Jar.Thm.Data.Log2
import Jar.Thm.Erasure.Interpolation
import Jar.Thm.Erasure.Words

/-!
# Encoding

The shards of a blob (Gray Paper 0.7.2, appendix H.1): the first ones are the blob, and word p of every shard is the value of the polynomial
through the words p of the first ones and zeros behind them.
-/
namespace Jar.Erasure

attribute [local irreducible] multiply combine

/-! ## Points -/

theorem point_injective {i j : Nat} (hi : i < 65536) (hj : j < 65536) (e : point i = point j) : i = j := by
  have := congrArg UInt16.toNat (ofWord_injective e)
  rw [show i.toUInt16.toNat = i % 65536 from UInt16.toNat_ofNat', show j.toUInt16.toNat = j % 65536 from UInt16.toNat_ofNat'] at this
  omega

theorem pointsFrom_length (i count : Nat) : (pointsFrom i count).length = count := by
  induction count generalizing i with
  | zero => rfl
  | succ count ih => rw [pointsFrom, List.length_cons, ih]

theorem pointsFrom_getElem? {i count j : Nat} (h : j < count) : (pointsFrom i count)[j]? = some (point (i + j)) := by
  induction count generalizing i j with
  | zero => exact absurd h (Nat.not_lt_zero j)
  | succ count ih => cases j with
    | zero => rfl
    | succ j =>
      rw [pointsFrom, List.getElem?_cons_succ, ih (Nat.lt_of_succ_lt_succ h), Nat.add_right_comm, Nat.add_assoc]

theorem mem_pointsFrom {i count : Nat} {y : UInt16} (h : y ∈ pointsFrom i count) : ∃ j, j < count ∧ y = point (i + j) := by
  induction count generalizing i with
  | zero => exact absurd h List.not_mem_nil
  | succ count ih =>
    rw [pointsFrom, List.mem_cons] at h
    cases h with
    | inl e => exact ⟨0, Nat.zero_lt_succ count, e⟩
    | inr m =>
      obtain ⟨j, hj, e⟩ := ih m
      exact ⟨j + 1, Nat.succ_lt_succ hj, by rw [e, Nat.add_right_comm, Nat.add_assoc]⟩

theorem pointsFrom_distinct {i count : Nat} (h : i + count ≤ 65536) : Distinct (pointsFrom i count) := by
  induction count generalizing i with
  | zero => trivial
  | succ count ih =>
    refine ⟨fun y m e => ?_, ih (by omega)⟩
    obtain ⟨j, hj, e'⟩ := mem_pointsFrom m
    have := point_injective (by omega) (by omega) (e'.symm.trans e)
    omega

/-! ## Places -/

theorem le_nodes (original : Nat) : original ≤ nodes original := (ceilLog2_spec original).1

/-- Where the original shards are a power of two, shard `i` is at point `i`, as in H.3. -/
theorem place_two_pow (d i : Nat) : place (2 ^ d) i = i := by
  have least : nodes (2 ^ d) ≤ 2 ^ d := Nat.pow_le_pow_right (by decide) ((ceilLog2_spec (2 ^ d)).2 d (Nat.le_refl _))
  have := le_nodes (2 ^ d)
  rw [place]
  split <;> omega

theorem place_original {original i : Nat} (h : i < original) : place original i = i := ite_eq_left h

theorem place_injective {original i j : Nat} (e : place original i = place original j) : i = j := by
  have := le_nodes original
  rw [place, place] at e
  split at e <;> split at e <;> omega

/-- No shard is at a point that always has the value zero. -/
theorem place_free {original i : Nat} : place original i < original ∨ nodes original ≤ place original i := by
  rw [place]
  split <;> omega

theorem place_bound {original total i : Nat} (h : i < total) (le : original ≤ total) : place original i < nodes original + (total - original) := by
  have := le_nodes original
  rw [place]
  split <;> omega

/-! ## Sums -/

theorem weightedSum_congr {value value' : Nat → UInt16} {i : Nat} {ws : List UInt16} (h : ∀ j, j < ws.length → value (i + j) = value' (i + j)) :
    weightedSum value i ws = weightedSum value' i ws := by
  induction ws generalizing i with
  | nil => rfl
  | cons w ws ih =>
    have first := h 0 (Nat.zero_lt_succ _)
    rw [Nat.add_zero] at first
    rw [weightedSum, weightedSum, first, ih fun j hj => ?_]
    have := h (j + 1) (Nat.succ_lt_succ hj)
    rw [← Nat.add_assoc, Nat.add_right_comm] at this
    exact this

theorem products_length (as bs : List UInt16) : (products as bs).length ≤ as.length := by
  induction as generalizing bs with
  | nil => exact Nat.zero_le _
  | cons a as ih => cases bs with
    | nil => exact Nat.zero_le _
    | cons b bs => exact Nat.succ_le_succ (ih bs)

theorem otherProducts_length (before : UInt16) (factors : List UInt16) : (otherProducts before factors).1.length = factors.length := by
  induction factors generalizing before with
  | nil => rfl
  | cons factor factors ih => rw [otherProducts_fst, List.length_cons, List.length_cons, ih]

theorem differences_length (x : UInt16) (points : List UInt16) : (differences x points).length = points.length := by
  induction points with
  | nil => rfl
  | cons y points ih => rw [differences, List.length_cons, List.length_cons, ih]

theorem weights_length (points inverses : List UInt16) (x : UInt16) : (weights points inverses x).length ≤ points.length := by
  have := products_length (otherProducts 1 (differences x points)).1 inverses
  rw [otherProducts_length, differences_length] at this
  exact this

/-- A word that is extrapolated, as a value of an interpolation. -/
theorem extrapolate_eq {points : List UInt16} {values : ByteArray} {words p : Nat} {value : Nat → UInt16} (x : UInt16)
    (h : ∀ j, j < points.length → wordAt values (j * words + p) = value j) :
    extrapolate values words (weights points (inverses points points) x) p = toWord (interpolate points value x) := by
  rw [extrapolate, interpolate]
  refine congrArg toWord (weightedSum_congr fun j hj => ?_)
  rw [Nat.zero_add]
  exact h j (Nat.lt_of_lt_of_le hj (weights_length _ _ _))

/-! ## Shards -/

/-- Word `p` of shard `i`: a word of the blob, or of the polynomial through those words and zeros. -/
def codeWord (original words : Nat) (blob : ByteArray) (i p : Nat) : UInt16 :=
  toWord (interpolate (pointsFrom 0 (nodes original)) (fun j => ofWord (wordAt blob (j * words + p))) (point (place original i)))

/-- What the polynomial of words `p` has at a point that it goes through: a word of the blob, zero behind its end. -/
theorem interpolate_word {original words j : Nat} (bound : nodes original ≤ 65536) (blob : ByteArray) (h : j < nodes original) (p : Nat) :
    interpolate (pointsFrom 0 (nodes original)) (fun j => ofWord (wordAt blob (j * words + p))) (point j) = ofWord (wordAt blob (j * words + p)) := by
  have node := pointsFrom_getElem? (i := 0) h
  rw [Nat.zero_add] at node
  rw [interpolate_node (pointsFrom_distinct (by omega)) node]

/-- The words of the first shards are those of the blob. -/
theorem codeWord_original {original words : Nat} (bound : nodes original ≤ 65536) {blob : ByteArray} {i : Nat} (h : i < original) (p : Nat) :
    codeWord original words blob i p = wordAt blob (i * words + p) := by
  rw [codeWord, place_original h, interpolate_word bound blob (Nat.lt_of_lt_of_le h (le_nodes original)), toWord_ofWord]

theorem place_lt {i original words p : Nat} (hi : i < original) (hp : p < words) : i * words + p < original * words := by
  have := Nat.mul_le_mul_right words (Nat.succ_le_of_lt hi)
  rw [Nat.succ_mul] at this
  omega

theorem place_ge {i original words p : Nat} (hi : original ≤ i) : original * words ≤ i * words + p :=
  Nat.le_trans (Nat.mul_le_mul_right words hi) (Nat.le_add_right _ p)

theorem wordAt_beyond {bytes : ByteArray} {i : Nat} (h : bytes.size ≤ 2 * i) : wordAt bytes i = 0 := by
  rw [wordAt, byteAt, byteAt, dite_eq_right (by omega), dite_eq_right (by omega)]
  rfl

/-- The elements of a blob, zeros behind its end. -/
theorem wordAt_elements {count i : Nat} {blob : ByteArray} (size : blob.size ≤ 2 * count) : wordAt (elements blob count) i = ofWord (wordAt blob i) := by
  by_cases inside : i < count
  · exact wordAt_ofWords inside
  · rw [wordAt_beyond (by rw [elements, ofWords_size]; omega), wordAt_beyond (by omega), ofWord_zero]

/-- The shards are large enough for the blob. -/
theorem shardWords_enough {original : Nat} (h : 0 < original) (size : Nat) : size ≤ 2 * (original * shardWords original size) := by
  have split := Nat.div_add_mod (size + 2 * original - 1) (2 * original)
  have rest := Nat.mod_lt (size + 2 * original - 1) (show 0 < 2 * original by omega)
  rw [shardWords, ← Nat.mul_assoc]
  omega

theorem encode_shards {original words : Nat} (bound : nodes original ≤ 65536) {blob : ByteArray} (size : blob.size ≤ 2 * (original * words))
    {i count n : Nat} (h : n < count) :
    (encode.shards original blob words (pointsFrom 0 (nodes original))
        (inverses (pointsFrom 0 (nodes original)) (pointsFrom 0 (nodes original)))
        (elements blob (original * words)) i count)[n]? = some (ofWords (codeWord original words blob (i + n)) words) := by
  induction count generalizing i n with
  | zero => exact absurd h (Nat.not_lt_zero n)
  | succ count ih => cases n with
    | succ n =>
      rw [encode.shards, List.getElem?_cons_succ, ih (Nat.lt_of_succ_lt_succ h), Nat.add_right_comm, Nat.add_assoc]
    | zero =>
      rw [encode.shards, List.getElem?_cons_zero, Nat.add_zero]
      refine congrArg some (octetList_inj ?_)
      split
      · next low =>
        rw [octetList_ofWords, octetList_ofWords]
        refine wordsList_congr fun p _ => ?_
        rw [Nat.zero_add, codeWord_original bound low]
      · rw [octetList_ofWords, octetList_ofWords]
        refine wordsList_congr fun p _ => ?_
        rw [Nat.zero_add, codeWord]
        exact extrapolate_eq _ fun j _ => wordAt_elements size

/-- **What a shard is.** -/
theorem encode_getElem? {original total : Nat} (some_original : 0 < original) (bound : nodes original ≤ 65536) {blob : ByteArray} {i : Nat}
    (h : i < total) :
    (encode original total blob)[i]? = some (ofWords (codeWord original (shardWords original blob.size) blob i) (shardWords original blob.size)) := by
  have := encode_shards bound (shardWords_enough some_original blob.size) (i := 0) h
  rw [Nat.zero_add] at this
  exact this

/-- **The code is systematic**: the first shards are the blob, filled up with zeros. -/
theorem encode_original {original total : Nat} (bound : nodes original ≤ 65536) {blob : ByteArray} {i : Nat} (hi : i < original) (ht : i < total) :
    (encode original total blob)[i]?
      = some (ofWords (fun p => wordAt blob (i * shardWords original blob.size + p)) (shardWords original blob.size)) := by
  rw [encode_getElem? (by omega) bound ht]
  refine congrArg some (octetList_inj ?_)
  rw [octetList_ofWords, octetList_ofWords]
  refine wordsList_congr fun p _ => ?_
  rw [Nat.zero_add, codeWord_original bound hi]

/-- **The code is linear**: word `p` of shard `i` of a blob whose words are the sums of the words of two others is the sum of theirs. -/
theorem codeWord_xor {original words i p : Nat} {blob a b : ByteArray} (sum : ∀ k, wordAt blob k = wordAt a k ^^^ wordAt b k) :
    codeWord original words blob i p = codeWord original words a i p ^^^ codeWord original words b i p := by
  rw [codeWord, codeWord, codeWord, ← toWord_xor, ← interpolate_xor]
  refine congrArg (fun f => toWord (interpolate (pointsFrom 0 (nodes original)) f (point (place original i)))) (funext fun j => ?_)
  rw [sum, ofWord_xor]

end Jar.Erasure
