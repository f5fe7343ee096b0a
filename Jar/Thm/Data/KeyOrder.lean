import Jar.Data.SortedMap
import Jar.Thm.Data.Octets

/-!
# Orders of keys

Numbers and octet strings of one length are strictly and totally ordered: Gray Paper 0.7.2, appendices C.1.5 and C.1.6.
-/
namespace Jar

/-- A strict total order. -/
class LawfulKeyOrder (κ : Type) [KeyOrder κ] : Prop where
  irrefl : ∀ a : κ, KeyOrder.before a a = false
  trans : ∀ a b c : κ, KeyOrder.before a b = true → KeyOrder.before b c = true → KeyOrder.before a c = true
  total : ∀ a b : κ, KeyOrder.before a b = false → KeyOrder.before b a = false → a = b

namespace LawfulKeyOrder

variable {κ : Type} [KeyOrder κ] [LawfulKeyOrder κ]

theorem asymm {a b : κ} (h : KeyOrder.before a b = true) : KeyOrder.before b a = false := by
  cases h' : KeyOrder.before b a with
  | false => rfl
  | true =>
    have := trans a b a h h'
    rw [irrefl] at this
    exact nomatch this

theorem ne {a b : κ} (h : KeyOrder.before a b = true) : a ≠ b := by
  intro e
  rw [e, irrefl] at h
  exact nomatch h

end LawfulKeyOrder

instance : LawfulKeyOrder UInt8 where
  irrefl a := by
    show decide (a < a) = false
    exact decide_eq_false (by rw [UInt8.lt_iff_toNat_lt]; exact Nat.lt_irrefl _)
  trans a b c h1 h2 := by
    have h1 := of_decide_eq_true (show decide (a < b) = true from h1)
    have h2 := of_decide_eq_true (show decide (b < c) = true from h2)
    show decide (a < c) = true
    rw [UInt8.lt_iff_toNat_lt] at h1 h2
    exact decide_eq_true (by rw [UInt8.lt_iff_toNat_lt]; exact Nat.lt_trans h1 h2)
  total a b h1 h2 := by
    have h1 := of_decide_eq_false (show decide (a < b) = false from h1)
    have h2 := of_decide_eq_false (show decide (b < a) = false from h2)
    rw [UInt8.lt_iff_toNat_lt] at h1 h2
    exact UInt8.toNat.inj (Nat.le_antisymm (Nat.le_of_not_lt h2) (Nat.le_of_not_lt h1))

instance : LawfulKeyOrder UInt32 where
  irrefl a := by
    show decide (a < a) = false
    exact decide_eq_false (by rw [UInt32.lt_iff_toNat_lt]; exact Nat.lt_irrefl _)
  trans a b c h1 h2 := by
    have h1 := of_decide_eq_true (show decide (a < b) = true from h1)
    have h2 := of_decide_eq_true (show decide (b < c) = true from h2)
    show decide (a < c) = true
    rw [UInt32.lt_iff_toNat_lt] at h1 h2
    exact decide_eq_true (by rw [UInt32.lt_iff_toNat_lt]; exact Nat.lt_trans h1 h2)
  total a b h1 h2 := by
    have h1 := of_decide_eq_false (show decide (a < b) = false from h1)
    have h2 := of_decide_eq_false (show decide (b < a) = false from h2)
    rw [UInt32.lt_iff_toNat_lt] at h1 h2
    exact UInt32.toNat.inj (Nat.le_antisymm (Nat.le_of_not_lt h2) (Nat.le_of_not_lt h1))

theorem octetsBefore_succ (a b : ByteArray) (i left : Nat) : octetsBefore a b i (left + 1) = true
    ↔ byteAt a i < byteAt b i ∨ (byteAt a i = byteAt b i ∧ octetsBefore a b (i + 1) left = true) := by
  show (decide (byteAt a i < byteAt b i) || (byteAt a i == byteAt b i && octetsBefore a b (i + 1) left)) = true ↔ _
  rw [Bool.or_eq_true, Bool.and_eq_true, decide_eq_true_eq, beq_iff_eq]

theorem octetsBefore_irrefl (a : ByteArray) (i left : Nat) : ¬ octetsBefore a a i left = true := by
  induction left generalizing i with
  | zero => exact fun h => nomatch h
  | succ left ih =>
    rw [octetsBefore_succ, UInt8.lt_iff_toNat_lt]
    exact fun h => h.elim (Nat.lt_irrefl _) (fun h => ih _ h.2)

theorem octetsBefore_trans (a b c : ByteArray) (i left : Nat) (h1 : octetsBefore a b i left = true) (h2 : octetsBefore b c i left = true) :
    octetsBefore a c i left = true := by
  induction left generalizing i with
  | zero => exact nomatch h1
  | succ left ih =>
    rw [octetsBefore_succ, UInt8.lt_iff_toNat_lt] at h1 h2 ⊢
    cases h1 with
    | inl h1 =>
      cases h2 with
      | inl h2 => exact .inl (Nat.lt_trans h1 h2)
      | inr h2 => rw [← h2.1]; exact .inl h1
    | inr h1 =>
      rw [h1.1]
      cases h2 with
      | inl h2 => exact .inl h2
      | inr h2 => exact .inr ⟨h2.1, ih _ h1.2 h2.2⟩

theorem octetsBefore_total (a b : ByteArray) (i left : Nat) (h1 : ¬ octetsBefore a b i left = true) (h2 : ¬ octetsBefore b a i left = true) :
    ∀ j, j < left → byteAt a (i + j) = byteAt b (i + j) := by
  induction left generalizing i with
  | zero => intro j hj; exact absurd hj (Nat.not_lt_zero j)
  | succ left ih =>
    rw [octetsBefore_succ, UInt8.lt_iff_toNat_lt] at h1 h2
    have e : byteAt a i = byteAt b i := UInt8.toNat.inj
      (Nat.le_antisymm (Nat.le_of_not_lt fun h => h2 (.inl h)) (Nat.le_of_not_lt fun h => h1 (.inl h)))
    intro j hj
    cases j with
    | zero => exact e
    | succ j =>
      have := ih (i + 1) (fun h => h1 (.inr ⟨e, h⟩)) (fun h => h2 (.inr ⟨e.symm, h⟩)) j (Nat.lt_of_succ_lt_succ hj)
      rw [Nat.add_assoc, Nat.add_comm 1] at this
      exact this

/-- Strings of one length with the same octets are the same. -/
theorem Octets.ext {n : Nat} {a b : Octets n} (h : ∀ j, j < n → a.octet j = b.octet j) : a = b := by
  have e : a.bytes = b.bytes := by
    refine octetList_inj (List.ext_getElem? fun j => ?_)
    by_cases hj : j < n
    · have ha : j < a.bytes.size := by rw [a.size_eq]; exact hj
      have hb : j < b.bytes.size := by rw [b.size_eq]; exact hj
      rw [octetList_getElem? ha, octetList_getElem? hb]
      exact congrArg some (h j hj)
    · rw [List.getElem?_eq_none (by rw [octetList_length, a.size_eq]; exact Nat.le_of_not_lt hj),
        List.getElem?_eq_none (by rw [octetList_length, b.size_eq]; exact Nat.le_of_not_lt hj)]
  cases a; cases b
  subst e
  rfl

instance (n : Nat) : LawfulKeyOrder (Octets n) where
  irrefl a := eq_false_of_ne_true (octetsBefore_irrefl a.bytes 0 n)
  trans a b c := octetsBefore_trans a.bytes b.bytes c.bytes 0 n
  total a b h1 h2 := Octets.ext fun j hj => by
    have := octetsBefore_total a.bytes b.bytes 0 n (ne_true_of_eq_false h1) (ne_true_of_eq_false h2) j hj
    rw [Nat.zero_add] at this
    exact this

end Jar
