prelude
import Init.Omega.Constraint
import Init.Omega.Logic
import Init.MetaTypes
import Init.Data.Fin
/-! `omega`: facts about `Nat`, `Int`, `Fin` and pairs, by which the tactic translates hypotheses into integer constraints. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v

namespace Lean.Omega
namespace Int
theorem ofNat_pow (a b : Nat) : ((a ^ b : Nat) : Int) = (a : Int) ^ b := Int.natCast_pow a b
theorem pos_pow_of_pos (a : Int) (b : Nat) (h : 0 < a) : 0 < a ^ b := by
  induction b with
  | zero => exact Int.ofNat_lt.mpr Nat.zero_lt_one
  | succ b ih => exact Int.mul_pos ih h
theorem ofNat_pos {a : Nat} : 0 < (a : Int) ↔ 0 < a := Int.ofNat_lt (m := 0)
theorem ofNat_pos_of_pos {a : Nat} (h : 0 < a) : 0 < (a : Int) := ofNat_pos.mpr h
theorem natCast_ofNat {x : Nat} : @Nat.cast Int instNatCastInt (OfNat.ofNat x) = OfNat.ofNat x := rfl
theorem ofNat_lt_of_lt {x y : Nat} (h : x < y) : (x : Int) < (y : Int) := Int.ofNat_lt.mpr h
theorem ofNat_le_of_le {x y : Nat} (h : x ≤ y) : (x : Int) ≤ (y : Int) := Int.ofNat_le.mpr h
theorem ofNat_shiftLeft_eq {x y : Nat} : ((x <<< y : Nat) : Int) = (x : Int) * (2 ^ y : Nat) := by rw [Nat.shiftLeft_eq]; rfl
theorem ofNat_shiftRight_eq_div_pow {x y : Nat} : ((x >>> y : Nat) : Int) = (x : Int) / (2 ^ y : Nat) := by
  rw [Nat.shiftRight_eq_div_pow]; rfl
theorem emod_ofNat_nonneg {x : Nat} {y : Int} : 0 ≤ (x : Int) % y := Int.ofNat_nonneg _

theorem lt_of_not_ge {x y : Int} (h : ¬(x ≤ y)) : y < x := Int.not_le.mp h
theorem lt_of_not_le {x y : Int} (h : ¬(x ≤ y)) : y < x := Int.not_le.mp h
theorem not_le_of_lt {x y : Int} (h : y < x) : ¬(x ≤ y) := Int.not_le.mpr h
theorem lt_le_asymm {x y : Int} (h₁ : y < x) (h₂ : x ≤ y) : False := Int.not_le.mpr h₁ h₂
theorem le_lt_asymm {x y : Int} (h₁ : y ≤ x) (h₂ : x < y) : False := Int.not_lt.mpr h₁ h₂
theorem le_of_not_gt {x y : Int} (h : ¬(y > x)) : y ≤ x := Int.not_lt.mp h
theorem not_lt_of_ge {x y : Int} (h : y ≥ x) : ¬(y < x) := Int.not_lt.mpr h
theorem le_of_not_lt {x y : Int} (h : ¬(x < y)) : y ≤ x := Int.not_lt.mp h
theorem not_lt_of_le {x y : Int} (h : y ≤ x) : ¬(x < y) := Int.not_lt.mpr h
theorem lt_of_gt {x y : Int} (h : x > y) : y < x := h
theorem le_of_ge {x y : Int} (h : x ≥ y) : y ≤ x := h

theorem add_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a + c = b + d := by rw [h₁, h₂]
theorem mul_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a * c = b * d := by rw [h₁, h₂]
theorem mul_congr_left {a b : Int} (h₁ : a = b) (c : Int) : a * c = b * c := by rw [h₁]
theorem sub_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a - c = b - d := by rw [h₁, h₂]
theorem neg_congr {a b : Int} (h₁ : a = b) : -a = -b := by rw [h₁]

theorem ofNat_mul_nonneg {a b : Nat} : 0 ≤ (a : Int) * b := Int.ofNat_nonneg (a * b)
theorem ofNat_sub_eq_zero {b a : Nat} (h : ¬b ≤ a) : ((a - b : Nat) : Int) = 0 :=
  congrArg Int.ofNat (Nat.sub_eq_zero_of_le (Nat.le_of_lt (Nat.not_le.mp h)))
theorem ofNat_sub_dichotomy {a b : Nat} : b ≤ a ∧ ((a - b : Nat) : Int) = a - b ∨ a < b ∧ ((a - b : Nat) : Int) = 0 :=
  if h : b ≤ a then .inl ⟨h, by
    have e := congrArg Int.ofNat (Nat.add_sub_of_le h)
    have e : (b : Int) + (a - b : Nat) = a := e
    rw [← e, Int.add_comm (b : Int), Int.add_sub_cancel]⟩
  else .inr ⟨Nat.not_le.mp h, ofNat_sub_eq_zero h⟩
theorem ofNat_congr {a b : Nat} (h : a = b) : (a : Int) = (b : Int) := congrArg _ h
theorem ofNat_sub_sub {a b c : Nat} : ((a - b - c : Nat) : Int) = ((a - (b + c) : Nat) : Int) := congrArg _ (Nat.sub_sub a b c)
theorem ofNat_min (a b : Nat) : ((min a b : Nat) : Int) = min (a : Int) (b : Int) := by
  rw [Nat.min_def, Int.min_def]
  by_cases h : a ≤ b
  · rw [ite_eq_left h, ite_eq_left (Int.ofNat_le.mpr h)]
  · rw [ite_eq_right h, ite_eq_right fun h' => h (Int.ofNat_le.mp h')]
theorem ofNat_max (a b : Nat) : ((max a b : Nat) : Int) = max (a : Int) (b : Int) := by
  rw [Nat.max_def, Int.max_def]
  by_cases h : a ≤ b
  · rw [ite_eq_left h, ite_eq_left (Int.ofNat_le.mpr h)]
  · rw [ite_eq_right h, ite_eq_right fun h' => h (Int.ofNat_le.mp h')]
theorem ofNat_natAbs (a : Int) : (a.natAbs : Int) = if 0 ≤ a then a else -a := Boot.Int.ofNat_natAbs a
theorem natAbs_dichotomy {a : Int} : 0 ≤ a ∧ a.natAbs = a ∨ a < 0 ∧ a.natAbs = -a := by
  rw [ofNat_natAbs]
  by_cases h : 0 ≤ a
  · rw [ite_eq_left h]; exact .inl ⟨h, rfl⟩
  · rw [ite_eq_right h]; exact .inr ⟨Int.not_le.mp h, rfl⟩
theorem neg_le_natAbs {a : Int} : -a ≤ a.natAbs := by
  rw [ofNat_natAbs]; split
  · have h : 0 ≤ a := by assumption
    exact Int.le_trans (Int.neg_le_neg h) h
  · exact Int.le_refl _
theorem ofNat_fst_mk {β : Type v} {x : Nat} {y : β} : ((Prod.mk x y).fst : Int) = (x : Int) := rfl
theorem ofNat_snd_mk {α : Type u} {x : α} {y : Nat} : ((Prod.mk x y).snd : Int) = (y : Int) := rfl
end Int

namespace Nat
theorem lt_of_gt {x y : Nat} (h : x > y) : y < x := h
theorem le_of_ge {x y : Nat} (h : x ≥ y) : y ≤ x := h
end Nat

namespace Fin
variable {n : Nat}
theorem ne_iff_lt_or_gt {i j : Fin n} : i ≠ j ↔ i < j ∨ i > j :=
  ⟨fun h => Nat.lt_or_gt_of_ne fun e => h (_root_.Fin.eq_of_val_eq e),
   fun h e => h.elim (fun h => Nat.lt_irrefl _ (e ▸ h)) fun h => Nat.lt_irrefl _ (e ▸ h)⟩
protected theorem lt_or_gt_of_ne {i j : Fin n} (h : i ≠ j) : i < j ∨ i > j := ne_iff_lt_or_gt.mp h
theorem not_le {i j : Fin n} : ¬i ≤ j ↔ j < i := _root_.Nat.not_le
theorem not_lt {i j : Fin n} : ¬i < j ↔ j ≤ i := _root_.Nat.not_lt
protected theorem lt_of_not_le {i j : Fin n} (h : ¬i ≤ j) : j < i := not_le.mp h
protected theorem le_of_not_lt {i j : Fin n} (h : ¬i < j) : j ≤ i := not_lt.mp h
theorem ofNat_val_add {x y : Fin n} : (((x + y : Fin n)).val : Int) = ((x.val : Int) + (y.val : Int)) % n := rfl
theorem ofNat_val_sub {x y : Fin n} : (((x - y : Fin n)).val : Int) = (((n - y.val : Nat) + (x.val : Int) : Int)) % n := rfl
theorem ofNat_val_mul {x y : Fin n} : (((x * y : Fin n)).val : Int) = ((x.val : Int) * (y.val : Int)) % n := rfl
theorem ofNat_val_natCast {n x y : Nat} (h : y = x % (n + 1)) :
    @Nat.cast Int instNatCastInt (@Fin.val (n + 1) (OfNat.ofNat x)) = OfNat.ofNat y := by rw [h]; rfl
end Fin

namespace Prod
theorem of_lex {α : Type u} {β : Type v} {r : α → α → Prop} {s : β → β → Prop} {p q : α × β} (w : Prod.Lex r s p q) :
    r p.fst q.fst ∨ p.fst = q.fst ∧ s p.snd q.snd := match w with
  | .left _ _ h => .inl h
  | .right _ h => .inr ⟨rfl, h⟩
theorem of_not_lex {α : Type u} {r : α → α → Prop} [DecidableEq α] {β : Type v} {s : β → β → Prop} {p q : α × β}
    (w : ¬Prod.Lex r s p q) : ¬r p.fst q.fst ∧ (p.fst ≠ q.fst ∨ ¬s p.snd q.snd) := match p, q, w with
  | (a, b), (c, d), w => ⟨fun h => w (.left b d h), if e : a = c then .inr fun h => w (e ▸ .right a h) else .inl e⟩
theorem fst_mk {α : Type u} {x : α} {β : Type v} {y : β} : (Prod.mk x y).fst = x := rfl
theorem snd_mk {α : Type u} {x : α} {β : Type v} {y : β} : (Prod.mk x y).snd = y := rfl
end Prod
end Lean.Omega

/-! ### orders and values of `Fin` -/
namespace Fin
variable {n : Nat} {a b : Fin n}
theorem val_congr (h : a = b) : (a.val : Nat) = (b.val : Nat) := h ▸ rfl
theorem val_le_of_le (h : a ≤ b) : a.val ≤ b.val := h
theorem val_le_of_ge (h : a ≥ b) : b.val ≤ a.val := h
theorem val_add_one_le_of_lt (h : a < b) : a.val + 1 ≤ b.val := h
theorem val_add_one_le_of_gt (h : a > b) : b.val + 1 ≤ a.val := h
end Fin
