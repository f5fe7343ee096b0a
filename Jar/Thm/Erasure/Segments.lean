import Jar.Erasure.Segments
import Jar.Thm.Codec.Natural
import Jar.Thm.Data.Bytes
import Jar.Thm.Erasure.Encode
import Jar.Thm.Merkle.ConstantDepth

/-!
# Segments

Gray Paper 0.7.2, section 14.3.1: a paged proof is a segment, and what it says is accepted against the segments root.
-/
namespace Jar.Erasure

open Merkle

/-- What is padded fills a multiple. -/
theorem zeroPad_size {n : Nat} (h : 0 < n) (bytes : ByteArray) : (zeroPad n bytes).size % n = 0 := by
  have split := Nat.div_add_mod (bytes.size + n - 1) n
  have rest := Nat.mod_lt (bytes.size + n - 1) h
  have e : (zeroPad n bytes).size = n * ((bytes.size + n - 1) / n) := by
    rw [zeroPad, ByteArray.size_append, zeros_size]
    omega
  rw [e, Nat.mul_mod_right]

/-- What fits is padded to the size itself. -/
theorem zeroPad_size_of_le {n : Nat} {bytes : ByteArray} (some : 0 < bytes.size) (le : bytes.size ≤ n) : (zeroPad n bytes).size = n := by
  have e : (bytes.size + n - 1) % n = bytes.size - 1 := by
    rw [show bytes.size + n - 1 = bytes.size - 1 + n by omega, Nat.add_mod_right, Nat.mod_eq_of_lt (by omega)]
  rw [zeroPad, ByteArray.size_append, zeros_size, e]
  omega

theorem putNatural_size (bytes : ByteArray) (value : UInt64) :
    bytes.size < (Codec.putNatural bytes value).size ∧ (Codec.putNatural bytes value).size ≤ bytes.size + 9 := by
  have bound := (Codec.followersOf_spec value 0 8 (Codec.leastWith_zero value)).1
  have e := congrArg List.length (Codec.octetList_putNatural bytes value)
  rw [octetList_length, List.length_append, octetList_length, Codec.naturalList, List.length_cons, leList_length] at e
  omega

theorem putHashes_size {bytes : ByteArray} {hashes : List ByteArray} (sizes : ∀ x, x ∈ hashes → x.size = 32) :
    bytes.size < (putHashes bytes hashes).size ∧ (putHashes bytes hashes).size ≤ bytes.size + 9 + 32 * hashes.length := by
  have fold : ∀ (hashes : List ByteArray) (start : ByteArray), (∀ x, x ∈ hashes → x.size = 32) →
      (hashes.foldl (· ++ ·) start).size = start.size + 32 * hashes.length := by
    intro hashes
    induction hashes with
    | nil => intro start _; rfl
    | cons first hashes ih =>
      intro start sizes
      rw [List.foldl_cons, ih _ fun x m => sizes x (List.mem_cons_of_mem _ m), ByteArray.size_append, sizes first List.mem_cons_self, List.length_cons]
      omega
  have := putNatural_size bytes hashes.length.toUInt64
  rw [putHashes, fold hashes _ sizes]
  omega

variable {hash : ByteArray → ByteArray}

theorem trace_sizes (hash32 : ∀ x, (hash x).size = 32) {items : List ByteArray} (sizes : ∀ x, x ∈ items → x.size = 32) (i : Nat) :
    ∀ x, x ∈ trace hash items i → x.size = 32 := by
  induction items using half_induction generalizing i with
  | short items few =>
    intro x m
    rw [trace, dite_eq_right few] at m
    exact absurd m List.not_mem_nil
  | long items many left right =>
    have leftSizes : ∀ x, x ∈ leftHalf items → x.size = 32 := fun x m => sizes x (mem_take m)
    have rightSizes : ∀ x, x ∈ rightHalf items → x.size = 32 := fun x m => sizes x (mem_drop m)
    intro x m
    rw [trace, dite_eq_left many] at m
    split at m
    · cases List.mem_cons.mp m with
      | inl e => rw [e, node_size hash32 rightSizes, ite_self]
      | inr m => exact left leftSizes i x m
    · cases List.mem_cons.mp m with
      | inl e => rw [e, node_size hash32 leftSizes, ite_self]
      | inr m => exact right rightSizes _ x m

/-- **A paged proof is a segment**, for as many segments as a package may export. -/
theorem pagedProof_size (hash32 : ∀ x, (hash x).size = 32) {segments : List ByteArray} (few : segments.length ≤ 3072) (i : Nat) :
    (pagedProof hash segments i).size = segmentSize := by
  have pathSizes : ∀ x, x ∈ pagePath hash pageExponent segments i → x.size = 32 :=
    fun x m => trace_sizes hash32 (fun _ m => constantLeaves_size hash32 m) _ x (mem_take m)
  have pageSizes : ∀ x, x ∈ page hash pageExponent segments i → x.size = 32 := by
    intro x m
    obtain ⟨item, _, e⟩ := mem_map m
    rw [e, leafHash, hash32]
  have depth : ceilLog2 segments.length ≤ 12 := (ceilLog2_spec segments.length).2 12 (Nat.le_trans few (by decide))
  have pathLength : (pagePath hash pageExponent segments i).length ≤ 6 := by
    rw [pagePath, List.length_take, pageExponent]
    omega
  have pageLength : (page hash pageExponent segments i).length ≤ 64 := by
    rw [page_length, pageExponent]
    omega
  have first := putHashes_size (bytes := .empty) pathSizes
  have second := putHashes_size (bytes := putHashes .empty (pagePath hash pageExponent segments i)) pageSizes
  rw [ByteArray.size_empty] at first
  exact zeroPad_size_of_le (by omega) (by unfold segmentSize; omega)

/-- **What a paged proof says is accepted** against the segments root. -/
theorem pagedProof_accepted (hash32 : ∀ x, (hash x).size = 32) {segments : List ByteArray} {i : Nat} (h : 2 ^ pageExponent * i < segments.length) :
    verifyPage hash (constantDepthRoot hash segments) pageExponent segments.length i (page hash pageExponent segments i)
      (pagePath hash pageExponent segments i) = true :=
  verifyPage_path hash32 h

end Jar.Erasure
