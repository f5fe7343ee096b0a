import Jar.Chain.Preimages
import Jar.Thm.Chain.Rule
import Jar.Thm.Data.KeyOrder

/-!
# Preimages of an accepted block

The order of 𝐄_P is strict, so that no preimage is there twice, and each was asked for: Gray Paper 0.7.2, section 12.4.
-/
namespace Jar.Chain

/-- Where the first string is before the second: at the first octet that differs. -/
theorem octetsBefore_iff (a b : ByteArray) (i left : Nat) : octetsBefore a b i left = true ↔
    ∃ j, j < left ∧ byteAt a (i + j) < byteAt b (i + j) ∧ ∀ k, k < j → byteAt a (i + k) = byteAt b (i + k) := by
  induction left generalizing i with
  | zero => exact ⟨fun h => (nomatch h), fun ⟨j, h, _⟩ => absurd h (Nat.not_lt_zero j)⟩
  | succ left ih =>
    rw [octetsBefore_succ, ih]
    refine ⟨fun h => ?_, fun ⟨j, lt, less, same⟩ => ?_⟩
    · cases h with
      | inl h => exact ⟨0, Nat.succ_pos _, h, fun k hk => absurd hk (Nat.not_lt_zero k)⟩
      | inr h =>
        obtain ⟨e, j, lt, less, same⟩ := h
        rw [Nat.add_assoc, Nat.add_comm 1] at less
        refine ⟨j + 1, Nat.succ_lt_succ lt, less, fun k hk => ?_⟩
        cases k with
        | zero => exact e
        | succ k =>
          have := same k (Nat.lt_of_succ_lt_succ hk)
          rw [Nat.add_assoc, Nat.add_comm 1] at this
          exact this
    · cases j with
      | zero => exact .inl less
      | succ j =>
        refine .inr ⟨same 0 (Nat.succ_pos j), j, Nat.lt_of_succ_lt_succ lt, ?_, fun k hk => ?_⟩
        · rw [Nat.add_assoc, Nat.add_comm 1]; exact less
        · rw [Nat.add_assoc, Nat.add_comm 1]; exact same (k + 1) (Nat.succ_lt_succ hk)

/-- **The order of octet strings**: at the first octet that differs, or the longer begins with the shorter. -/
theorem blobBefore_iff (a b : ByteArray) : blobBefore a b = true ↔
    (∃ j, j < a.size ∧ j < b.size ∧ byteAt a j < byteAt b j ∧ ∀ k, k < j → byteAt a k = byteAt b k) ∨
    (a.size < b.size ∧ ∀ k, k < a.size → byteAt a k = byteAt b k) := by
  unfold blobBefore
  dsimp only
  rw [Bool.or_eq_true, Bool.and_eq_true, decide_eq_true_eq, octetsBefore_iff]
  simp only [Nat.zero_add]
  have below : ∀ j, j < min a.size b.size ↔ j < a.size ∧ j < b.size := fun j => by omega
  refine ⟨fun h => ?_, fun h => ?_⟩
  · cases h with
    | inl h => obtain ⟨j, lt, less, same⟩ := h; exact .inl ⟨j, ((below j).mp lt).1, ((below j).mp lt).2, less, same⟩
    | inr h =>
      obtain ⟨shorter, none⟩ := h
      by_cases first : octetsBefore a b 0 (min a.size b.size) = true
      · obtain ⟨j, lt, less, same⟩ := (octetsBefore_iff ..).mp first
        simp only [Nat.zero_add] at less same
        exact .inl ⟨j, ((below j).mp lt).1, ((below j).mp lt).2, less, same⟩
      · refine .inr ⟨shorter, fun k hk => ?_⟩
        have other : ¬ octetsBefore b a 0 (min a.size b.size) = true := by
          intro h
          rw [h] at none
          exact nomatch none
        have := octetsBefore_total a b 0 _ first other k (by omega)
        rw [Nat.zero_add] at this
        exact this
  · cases h with
    | inl h => obtain ⟨j, la, lb, less, same⟩ := h; exact .inl ⟨j, (below j).mpr ⟨la, lb⟩, less, same⟩
    | inr h =>
      refine .inr ⟨h.1, ?_⟩
      cases c : octetsBefore b a 0 (min a.size b.size) with
      | false => rfl
      | true =>
        obtain ⟨j, lt, less, _⟩ := (octetsBefore_iff ..).mp c
        rw [Nat.zero_add, h.2 j (by omega), UInt8.lt_iff_toNat_lt] at less
        exact absurd less (Nat.lt_irrefl _)

theorem blobBefore_irrefl (a : ByteArray) : ¬ blobBefore a a = true := by
  rw [blobBefore_iff]
  intro h
  cases h with
  | inl h =>
    obtain ⟨j, _, _, less, _⟩ := h
    rw [UInt8.lt_iff_toNat_lt] at less
    exact absurd less (Nat.lt_irrefl _)
  | inr h => exact absurd h.1 (Nat.lt_irrefl _)

theorem blobBefore_trans {a b c : ByteArray} (h1 : blobBefore a b = true) (h2 : blobBefore b c = true) : blobBefore a c = true := by
  rw [blobBefore_iff] at h1 h2 ⊢
  cases h1 with
  | inl h1 =>
    obtain ⟨i, ia, ib, less, same⟩ := h1
    cases h2 with
    | inl h2 =>
      obtain ⟨j, jb, jc, less', same'⟩ := h2
      rw [UInt8.lt_iff_toNat_lt] at less less'
      cases Nat.lt_trichotomy i j with
      | inl lt => exact .inl ⟨i, ia, by omega, by rw [← same' i lt, UInt8.lt_iff_toNat_lt]; exact less, fun k hk => by rw [same k hk, same' k (by omega)]⟩
      | inr rest =>
        cases rest with
        | inl e =>
          subst e
          exact .inl ⟨i, ia, jc, by rw [UInt8.lt_iff_toNat_lt]; omega, fun k hk => by rw [same k hk, same' k hk]⟩
        | inr gt =>
          exact .inl ⟨j, by omega, jc, by rw [same j gt, UInt8.lt_iff_toNat_lt]; exact less', fun k hk => by rw [same k (by omega), same' k hk]⟩
    | inr h2 => exact .inl ⟨i, ia, by omega, by rw [← h2.2 i ib]; exact less, fun k hk => by rw [same k hk, h2.2 k (by omega)]⟩
  | inr h1 =>
    cases h2 with
    | inl h2 =>
      obtain ⟨j, jb, jc, less', same'⟩ := h2
      by_cases lt : j < a.size
      · exact .inl ⟨j, lt, jc, by rw [h1.2 j lt]; exact less', fun k hk => by rw [h1.2 k (by omega), same' k hk]⟩
      · exact .inr ⟨by omega, fun k hk => by rw [h1.2 k hk, same' k (by omega)]⟩
    | inr h2 => exact .inr ⟨by omega, fun k hk => by rw [h1.2 k hk, h2.2 k (by omega)]⟩

theorem preimageBefore_iff (a b : Preimage) : preimageBefore a b = true ↔
    a.requester.toNat < b.requester.toNat ∨ (a.requester = b.requester ∧ blobBefore a.blob b.blob = true) := by
  unfold preimageBefore
  rw [Bool.or_eq_true, Bool.and_eq_true, decide_eq_true_eq, beq_iff_eq, UInt32.lt_iff_toNat_lt]

theorem preimageBefore_trans (a b c : Preimage) (h1 : preimageBefore a b = true) (h2 : preimageBefore b c = true) : preimageBefore a c = true := by
  rw [preimageBefore_iff] at h1 h2 ⊢
  cases h1 with
  | inl h1 =>
    cases h2 with
    | inl h2 => exact .inl (Nat.lt_trans h1 h2)
    | inr h2 => exact .inl (by rw [← h2.1]; exact h1)
  | inr h1 =>
    cases h2 with
    | inl h2 => exact .inl (by rw [h1.1]; exact h2)
    | inr h2 => exact .inr ⟨h1.1.trans h2.1, blobBefore_trans h1.2 h2.2⟩

theorem preimageBefore_ne {a b : Preimage} (h : preimageBefore a b = true) : a ≠ b := by
  intro e
  rw [e, preimageBefore_iff] at h
  cases h with
  | inl h => exact absurd h (Nat.lt_irrefl _)
  | inr h => exact blobBefore_irrefl _ h.2

/-- **Each preimage of an accepted block was asked for** by its service, which had not got it. -/
theorem checkPreimages_solicited {services : Services} {preimages : Array Preimage} {u : Unit} (h : checkPreimages services preimages = .ok u)
    {preimage : Preimage} (m : preimage ∈ preimages.toList) :
    isSolicited services preimage.requester (blake preimage.blob) preimage.blob.size = true := by
  unfold checkPreimages at h
  obtain ⟨_, _, h⟩ := bind_ok h
  obtain ⟨_, c⟩ := demandAll_ok h preimage m
  exact c

/-- **No preimage is in an accepted block twice.** -/
theorem checkPreimages_unique {services : Services} {preimages : Array Preimage} {u : Unit} (h : checkPreimages services preimages = .ok u)
    {i j : Nat} {a b : Preimage} (less : i < j) (ha : preimages.toList[i]? = some a) (hb : preimages.toList[j]? = some b) : a ≠ b := by
  unfold checkPreimages at h
  obtain ⟨_, order, _⟩ := bind_ok h
  have order := demandAscending_ok order
  exact preimageBefore_ne (order.getElem? preimageBefore_trans less ha hb)

end Jar.Chain
