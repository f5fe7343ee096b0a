prelude
import Init.Data.Int.Ring
/-! `Int`: the order. -/

set_option autoImplicit false
set_option linter.unusedVariables false

namespace Int
theorem le_def {a b : Int} : a ≤ b ↔ NonNeg (b - a) := Iff.rfl
theorem lt_iff_add_one_le {a b : Int} : a < b ↔ a + 1 ≤ b := Iff.rfl
theorem add_one_le_of_lt {a b : Int} (h : a < b) : a + 1 ≤ b := h
theorem lt_of_add_one_le {a b : Int} (h : a + 1 ≤ b) : a < b := h
theorem le.intro_sub {a b : Int} (n : Nat) (h : b - a = n) : a ≤ b := by
  show NonNeg (b - a); rw [h]; exact .mk n
theorem le.intro {a b : Int} (n : Nat) (h : a + n = b) : a ≤ b :=
  le.intro_sub n (by rw [← h, Int.add_comm, Int.add_sub_cancel])
theorem le.dest_sub {a b : Int} (h : a ≤ b) : ∃ n : Nat, b - a = n := by
  have h : NonNeg (b - a) := h
  revert h
  generalize b - a = c
  intro h
  cases h with | mk n => exact ⟨n, rfl⟩
theorem le.dest {a b : Int} (h : a ≤ b) : ∃ n : Nat, a + n = b :=
  have ⟨n, e⟩ := le.dest_sub h
  ⟨n, by rw [← e, Int.add_comm, Int.sub_add_cancel]⟩

theorem ofNat_nonneg (n : Nat) : 0 ≤ (n : Int) := le.intro n (Int.zero_add n)
theorem natCast_nonneg (n : Nat) : 0 ≤ (n : Int) := ofNat_nonneg n
@[simp] theorem ofNat_zero_le (n : Nat) : 0 ≤ (n : Int) := ofNat_nonneg n
theorem eq_ofNat_of_zero_le {a : Int} (h : 0 ≤ a) : ∃ n : Nat, a = n :=
  have ⟨n, e⟩ := le.dest h
  ⟨n, e.symm.trans (Int.zero_add n)⟩
@[simp] theorem ofNat_le {m n : Nat} : (m : Int) ≤ n ↔ m ≤ n :=
  ⟨fun h => have ⟨k, e⟩ := le.dest h; ofNat_inj.mp e ▸ Nat.le_add_right m k,
   fun h => have ⟨k, e⟩ := Nat.exists_eq_add_of_le h; le.intro k (e ▸ rfl)⟩
@[simp] theorem ofNat_lt {m n : Nat} : (m : Int) < n ↔ m < n := ofNat_le (m := m + 1)

@[simp] protected theorem le_refl (a : Int) : a ≤ a := le.intro 0 (Int.add_zero a)
protected theorem le_of_eq {a b : Int} (h : a = b) : a ≤ b := h ▸ Int.le_refl a
protected theorem le_trans {a b c : Int} (h₁ : a ≤ b) (h₂ : b ≤ c) : a ≤ c :=
  have ⟨n, e⟩ := le.dest h₁
  have ⟨m, f⟩ := le.dest h₂
  le.intro (n + m) (by rw [natCast_add, ← Int.add_assoc, e, f])
protected theorem le_antisymm {a b : Int} (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b := by
  have ⟨n, e⟩ := le.dest h₁
  have ⟨m, f⟩ := le.dest h₂
  have sum : ((n + m : Nat) : Int) = (0 : Nat) := by
    apply Int.add_left_cancel (a := a)
    rw [natCast_add, ← Int.add_assoc, e, f]; exact (Int.add_zero a).symm
  have n0 : n = 0 := Nat.le_zero.mp (ofNat_inj.mp sum ▸ Nat.le_add_right n m)
  rw [← e, n0]; exact (Int.add_zero a).symm
protected theorem le_total (a b : Int) : a ≤ b ∨ b ≤ a := by
  cases h : b - a with
  | ofNat n => exact .inl (le.intro_sub n h)
  | negSucc n => exact .inr (le.intro_sub (n + 1) (by rw [← Int.neg_sub, h]; rfl))
protected theorem add_le_add_left {a b : Int} (h : a ≤ b) (c : Int) : c + a ≤ c + b :=
  have ⟨n, e⟩ := le.dest h
  le.intro n (by rw [Int.add_assoc, e])
protected theorem add_le_add_right {a b : Int} (h : a ≤ b) (c : Int) : a + c ≤ b + c := by
  rw [Int.add_comm a, Int.add_comm b]; exact Int.add_le_add_left h c
protected theorem add_le_add {a b c d : Int} (h₁ : a ≤ b) (h₂ : c ≤ d) : a + c ≤ b + d :=
  Int.le_trans (Int.add_le_add_right h₁ c) (Int.add_le_add_left h₂ b)
protected theorem le_of_add_le_add_left {a b c : Int} (h : a + b ≤ a + c) : b ≤ c := by
  have := Int.add_le_add_left h (-a)
  rw [Int.neg_add_cancel_left, Int.neg_add_cancel_left] at this; exact this
protected theorem neg_le_neg {a b : Int} (h : a ≤ b) : -b ≤ -a := by
  have := Int.add_le_add_left h (-a + -b)
  rw [Int.neg_add_cancel_right, Int.add_right_comm, Int.add_left_neg, Int.zero_add] at this; exact this
protected theorem neg_nonneg_of_nonpos {a : Int} (h : a ≤ 0) : 0 ≤ -a := Int.neg_le_neg h
protected theorem sub_nonneg_of_le {a b : Int} (h : b ≤ a) : 0 ≤ a - b := by
  have := Int.add_le_add_right h (-b)
  rw [Int.add_right_neg] at this; exact this
protected theorem le_of_sub_nonneg {a b : Int} (h : 0 ≤ a - b) : b ≤ a := by
  have := Int.add_le_add_right h b
  rw [Int.zero_add, Int.sub_add_cancel] at this; exact this

protected theorem lt_succ (a : Int) : a < a + 1 := Int.le_refl _
protected theorem le_of_lt {a b : Int} (h : a < b) : a ≤ b := Int.le_trans (le.intro 1 rfl) h
@[simp] protected theorem lt_irrefl (a : Int) : ¬a < a := fun h => by
  have ⟨n, e⟩ := le.dest (a := a + 1) h
  have : ((1 + n : Nat) : Int) = (0 : Nat) := Int.add_left_cancel (a := a) (by
    rw [natCast_add, ← Int.add_assoc]; exact e.trans (Int.add_zero a).symm)
  rw [ofNat_inj, Nat.add_comm] at this
  exact Nat.succ_ne_zero n this
protected theorem lt_of_lt_of_le {a b c : Int} (h₁ : a < b) (h₂ : b ≤ c) : a < c := Int.le_trans (a := a + 1) h₁ h₂
protected theorem lt_of_le_of_lt {a b c : Int} (h₁ : a ≤ b) (h₂ : b < c) : a < c :=
  Int.le_trans (a := a + 1) (Int.add_le_add_right h₁ 1) h₂
protected theorem lt_trans {a b c : Int} (h₁ : a < b) (h₂ : b < c) : a < c := Int.lt_of_lt_of_le h₁ (Int.le_of_lt h₂)
protected theorem ne_of_lt {a b : Int} (h : a < b) : a ≠ b := fun e => Int.lt_irrefl b (e ▸ h)
protected theorem ne_of_gt {a b : Int} (h : b < a) : a ≠ b := fun e => Int.lt_irrefl b (e ▸ h)
protected theorem lt_of_le_of_ne {a b : Int} (h₁ : a ≤ b) (h₂ : a ≠ b) : a < b := by
  have ⟨n, e⟩ := le.dest h₁
  cases n with
  | zero => exact absurd ((Int.add_zero a).symm.trans e) h₂
  | succ n => exact le.intro n (by rw [Int.add_assoc, Int.add_comm 1]; exact e)
protected theorem lt_iff_le_and_ne {a b : Int} : a < b ↔ a ≤ b ∧ a ≠ b :=
  ⟨fun h => ⟨Int.le_of_lt h, Int.ne_of_lt h⟩, fun h => Int.lt_of_le_of_ne h.1 h.2⟩
@[simp] protected theorem not_le {a b : Int} : ¬a ≤ b ↔ b < a :=
  ⟨fun h => Int.lt_of_le_of_ne ((Int.le_total a b).resolve_left h) fun e => h (e ▸ Int.le_refl _),
   fun h h' => Int.lt_irrefl b (Int.lt_of_lt_of_le h h')⟩
@[simp] protected theorem not_lt {a b : Int} : ¬a < b ↔ b ≤ a :=
  ⟨fun h => (Int.le_total b a).elim id fun h' => Decidable.byContradiction fun n => h (Int.not_le.mp n),
   fun h h' => Int.lt_irrefl b (Int.lt_of_le_of_lt h h')⟩
protected theorem lt_or_ge (a b : Int) : a < b ∨ a ≥ b := if h : a < b then .inl h else .inr (Int.not_lt.mp h)
protected theorem lt_or_gt_of_ne {a b : Int} (ne : a ≠ b) : a < b ∨ b < a :=
  (Int.le_total a b).elim (fun h => .inl (Int.lt_of_le_of_ne h ne)) fun h => .inr (Int.lt_of_le_of_ne h ne.symm)
protected theorem le_antisymm_iff {a b : Int} : a = b ↔ a ≤ b ∧ b ≤ a :=
  ⟨fun h => ⟨Int.le_of_eq h, Int.le_of_eq h.symm⟩, fun h => Int.le_antisymm h.1 h.2⟩
theorem le_of_lt_add_one {a b : Int} (h : a < b + 1) : a ≤ b := by
  have h : a + 1 ≤ b + 1 := h
  rw [Int.add_comm a, Int.add_comm b] at h; exact Int.le_of_add_le_add_left h
theorem lt_add_one_of_le {a b : Int} (h : a ≤ b) : a < b + 1 := Int.add_le_add_right h 1
protected theorem add_lt_add_left {a b : Int} (h : a < b) (c : Int) : c + a < c + b := by
  show c + a + 1 ≤ c + b; rw [Int.add_assoc]; exact Int.add_le_add_left (a := a + 1) h c
instance : Trans (α := Int) (β := Int) (γ := Int) (· ≤ ·) (· ≤ ·) (· ≤ ·) := ⟨Int.le_trans⟩
instance : Trans (α := Int) (β := Int) (γ := Int) (· < ·) (· ≤ ·) (· < ·) := ⟨Int.lt_of_lt_of_le⟩
instance : Trans (α := Int) (β := Int) (γ := Int) (· ≤ ·) (· < ·) (· < ·) := ⟨Int.lt_of_le_of_lt⟩
instance : Trans (α := Int) (β := Int) (γ := Int) (· < ·) (· < ·) (· < ·) := ⟨Int.lt_trans⟩

protected theorem mul_nonneg {a b : Int} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a * b := by
  have ⟨m, e⟩ := eq_ofNat_of_zero_le ha
  have ⟨n, f⟩ := eq_ofNat_of_zero_le hb
  rw [e, f]; exact ofNat_nonneg (m * n)
protected theorem mul_le_mul_of_nonneg_left {a b c : Int} (h₁ : a ≤ b) (h₂ : 0 ≤ c) : c * a ≤ c * b :=
  Int.le_of_sub_nonneg (by rw [← Int.mul_sub]; exact Int.mul_nonneg h₂ (Int.sub_nonneg_of_le h₁))
protected theorem mul_le_mul_of_nonpos_left {a b c : Int} (ha : a ≤ 0) (h : c ≤ b) : a * b ≤ a * c := by
  have := Int.neg_le_neg (Int.mul_le_mul_of_nonneg_left h (Int.neg_nonneg_of_nonpos ha))
  rw [Int.neg_mul, Int.neg_neg, Int.neg_mul, Int.neg_neg] at this; exact this
protected theorem mul_pos {a b : Int} (ha : 0 < a) (hb : 0 < b) : 0 < a * b := by
  have ⟨m, e⟩ := eq_ofNat_of_zero_le (Int.le_of_lt ha)
  have ⟨n, f⟩ := eq_ofNat_of_zero_le (Int.le_of_lt hb)
  rw [e] at ha; rw [f] at hb; rw [e, f]
  exact ofNat_lt.mpr (Nat.mul_pos (ofNat_lt.mp ha) (ofNat_lt.mp hb))

/-! ### minimum, maximum, absolute value, `toNat` -/
protected theorem min_def (n m : Int) : min n m = if n ≤ m then n else m := rfl
protected theorem max_def (n m : Int) : max n m = if n ≤ m then m else n := rfl
protected theorem min_le_left (a b : Int) : min a b ≤ a := by
  rw [Int.min_def]; split
  · exact Int.le_refl a
  · exact Int.le_of_lt (Int.not_le.mp (by assumption))
protected theorem min_le_right (a b : Int) : min a b ≤ b := by
  rw [Int.min_def]; split
  · assumption
  · exact Int.le_refl b
protected theorem le_max_left (a b : Int) : a ≤ max a b := by
  rw [Int.max_def]; split
  · assumption
  · exact Int.le_refl a
protected theorem le_max_right (a b : Int) : b ≤ max a b := by
  rw [Int.max_def]; split
  · exact Int.le_refl b
  · exact Int.le_of_lt (Int.not_le.mp (by assumption))
protected theorem le_min {a b c : Int} : a ≤ min b c ↔ a ≤ b ∧ a ≤ c :=
  ⟨fun h => ⟨Int.le_trans h (Int.min_le_left b c), Int.le_trans h (Int.min_le_right b c)⟩,
   fun ⟨hb, hc⟩ => by rw [Int.min_def]; split <;> assumption⟩
protected theorem max_le {a b c : Int} : max a b ≤ c ↔ a ≤ c ∧ b ≤ c :=
  ⟨fun h => ⟨Int.le_trans (Int.le_max_left a b) h, Int.le_trans (Int.le_max_right a b) h⟩,
   fun ⟨ha, hb⟩ => by rw [Int.max_def]; split <;> assumption⟩
theorem toNat_eq_max (a : Int) : (toNat a : Int) = max a 0 := by
  cases a with
  | ofNat n =>
    show (n : Int) = max (n : Int) 0
    rw [Int.max_def]; split
    · exact Int.le_antisymm (by assumption) (ofNat_nonneg n)
    · rfl
  | negSucc n =>
    have h : negSucc n ≤ 0 := Int.neg_le_neg (ofNat_nonneg (n + 1))
    rw [Int.max_def, ite_eq_left h]; rfl
theorem toNat_of_nonneg {a : Int} (h : 0 ≤ a) : (toNat a : Int) = a := by
  have ⟨n, e⟩ := eq_ofNat_of_zero_le h
  rw [e]; rfl
theorem _root_.Boot.Int.ofNat_natAbs (a : Int) : (a.natAbs : Int) = if 0 ≤ a then a else -a := by
  cases a with
  | ofNat n =>
    have h : 0 ≤ ofNat n := ofNat_nonneg n
    rw [ite_eq_left h]; rfl
  | negSucc n =>
    have h : ¬0 ≤ negSucc n := fun h => have ⟨k, e⟩ := eq_ofNat_of_zero_le h; nomatch e
    rw [ite_eq_right h]; rfl
theorem le_natAbs {a : Int} : a ≤ natAbs a := by
  rw [Boot.Int.ofNat_natAbs]; split
  · exact Int.le_refl a
  · have h : a ≤ 0 := Int.le_of_lt (Int.not_le.mp (by assumption))
    exact Int.le_trans h (Int.neg_nonneg_of_nonpos h)
end Int
