prelude
import Init.Data.Classes
import Init.Omega.LinearCombo
/-! `omega`: constraints on a linear combination (an interval of integers), and the steps of the decision procedure on them.
    The tactic computes with its own compiled copy of these functions, the kernel repeats the computation with these. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u

namespace Option
variable {α : Type u}
theorem some.inj {a b : α} (h : some a = some b) : a = b := Option.some.injEq a b ▸ h
@[macro_inline] protected def all (p : α → Bool) : Option α → Bool
  | some a => p a
  | none => true
def merge (fn : α → α → α) : Option α → Option α → Option α
  | none, none => none
  | some x, none => some x
  | none, some y => some y
  | some x, some y => some (fn x y)
end Option

namespace Lean.Omega
abbrev LowerBound : Type := Option Int
abbrev UpperBound : Type := Option Int
abbrev LowerBound.sat (b : LowerBound) (t : Int) := b.all fun x => x ≤ t
abbrev UpperBound.sat (b : UpperBound) (t : Int) := b.all fun y => t ≤ y
structure Constraint where
  lowerBound : LowerBound
  upperBound : UpperBound
deriving instance BEq, DecidableEq for Constraint

namespace Constraint
def sat (c : Constraint) (t : Int) : Bool := c.lowerBound.sat t ∧ c.upperBound.sat t
def map (c : Constraint) (f : Int → Int) : Constraint where
  lowerBound := c.lowerBound.map f
  upperBound := c.upperBound.map f
def translate (c : Constraint) (t : Int) : Constraint := c.map (· + t)
def flip (c : Constraint) : Constraint where
  lowerBound := c.upperBound
  upperBound := c.lowerBound
def neg (c : Constraint) : Constraint := c.flip.map (- ·)
def trivial : Constraint := ⟨none, none⟩
def impossible : Constraint := ⟨some 1, some 0⟩
def exact (r : Int) : Constraint := ⟨some r, some r⟩
def isImpossible : Constraint → Bool
  | ⟨some x, some y⟩ => y < x
  | _ => false
def isExact : Constraint → Bool
  | ⟨some x, some y⟩ => x = y
  | _ => false
def scale (k : Int) (c : Constraint) : Constraint :=
  if k = 0 then
    if c.isImpossible then c else ⟨some 0, some 0⟩
  else if 0 < k then
    c.map (k * ·)
  else
    c.flip.map (k * ·)
def add (x y : Constraint) : Constraint where
  lowerBound := x.lowerBound.bind fun a => y.lowerBound.map fun b => a + b
  upperBound := x.upperBound.bind fun a => y.upperBound.map fun b => a + b
def combo (a : Int) (x : Constraint) (b : Int) (y : Constraint) : Constraint := add (scale a x) (scale b y)
def combine (x y : Constraint) : Constraint where
  lowerBound := Option.merge max x.lowerBound y.lowerBound
  upperBound := Option.merge min x.upperBound y.upperBound
/-- The bounds divided by `k` and rounded inwards. -/
def div (c : Constraint) (k : Nat) : Constraint where
  lowerBound := c.lowerBound.map fun x => (- ((- x) / k))
  upperBound := c.upperBound.map fun y => y / k
abbrev sat' (c : Constraint) (x y : Coeffs) := c.sat (Coeffs.dot x y)

/-! ### soundness of the operations -/
variable {c c₁ c₂ : Constraint} {t x₁ x₂ : Int}
private theorem all_iff {b : Option Int} {p : Int → Bool} : b.all p = true ↔ ∀ x, b = some x → p x = true := by
  cases b with
  | none => exact ⟨fun _ _ h => (nomatch h), fun _ => rfl⟩
  | some b => exact ⟨fun h x e => Option.some.inj e ▸ h, fun h => h b rfl⟩
theorem sat_iff : c.sat t = true ↔ (∀ l, c.lowerBound = some l → l ≤ t) ∧ ∀ u, c.upperBound = some u → t ≤ u := by
  unfold sat
  rw [decide_eq_true_eq, LowerBound.sat, UpperBound.sat, all_iff, all_iff]
  simp only [decide_eq_true_eq]
private theorem of_map {o : Option Int} {f : Int → Int} {y : Int} (h : o.map f = some y) : ∃ x, o = some x ∧ f x = y := by
  cases o with
  | none => exact nomatch h
  | some x => cases h; exact ⟨x, rfl, rfl⟩
theorem exact_sat (r t : Int) : (exact r).sat t = decide (r = t) := by
  have h : (exact r).sat t = true ↔ r = t :=
    sat_iff.trans ⟨fun ⟨l, u⟩ => Int.le_antisymm (l r rfl) (u r rfl), fun e => e ▸ ⟨fun _ h => Int.le_of_eq (Option.some.inj h).symm, fun _ h => Int.le_of_eq (Option.some.inj h)⟩⟩
  cases e : (exact r).sat t with
  | true => exact (decide_eq_true (h.mp e)).symm
  | false => exact (decide_eq_false fun he => Bool.false_ne_true (e.symm.trans (h.mpr he))).symm
theorem trivial_sat : trivial.sat t = true := sat_iff.mpr ⟨fun _ h => (nomatch h), fun _ h => nomatch h⟩
theorem not_sat_of_isImpossible (h : isImpossible c) {t} : ¬c.sat t := by
  rcases c with ⟨_ | l, _ | u⟩
  · exact nomatch h
  · exact nomatch h
  · exact nomatch h
  · have h : u < l := of_decide_eq_true h
    intro s
    have ⟨sl, su⟩ := sat_iff.mp s
    exact Int.not_le.mpr h (Int.le_trans (sl l rfl) (su u rfl))
theorem neg_sat {v : Int} (h : sat c v) : sat c.neg (-v) := by
  have ⟨l, u⟩ := sat_iff.mp h
  refine sat_iff.mpr ⟨fun x e => ?_, fun x e => ?_⟩
  · have ⟨y, ey, e⟩ := of_map e; rw [← e]; exact Int.neg_le_neg (u y ey)
  · have ⟨y, ey, e⟩ := of_map e; rw [← e]; exact Int.neg_le_neg (l y ey)
theorem scale_sat (k : Int) (w : c.sat t) : (scale k c).sat (k * t) := by
  have ⟨l, u⟩ := sat_iff.mp w
  unfold scale
  by_cases z : k = 0
  · rw [ite_eq_left z]
    by_cases i : c.isImpossible = true
    · exact absurd w (not_sat_of_isImpossible i)
    · rw [ite_eq_right i, z, Int.zero_mul]; rfl
  · rw [ite_eq_right z]
    by_cases p : 0 < k
    · rw [ite_eq_left p]
      have p := Int.le_of_lt p
      refine sat_iff.mpr ⟨fun x e => ?_, fun x e => ?_⟩
      · have ⟨y, ey, e⟩ := of_map e; rw [← e]; exact Int.mul_le_mul_of_nonneg_left (l y ey) p
      · have ⟨y, ey, e⟩ := of_map e; rw [← e]; exact Int.mul_le_mul_of_nonneg_left (u y ey) p
    · rw [ite_eq_right p]
      have p := Int.not_lt.mp p
      refine sat_iff.mpr ⟨fun x e => ?_, fun x e => ?_⟩
      · have ⟨y, ey, e⟩ := of_map e; rw [← e]; exact Int.mul_le_mul_of_nonpos_left p (u y ey)
      · have ⟨y, ey, e⟩ := of_map e; rw [← e]; exact Int.mul_le_mul_of_nonpos_left p (l y ey)
private theorem of_bind_map {a b : Option Int} {z : Int} (h : (a.bind fun x => b.map fun y => x + y) = some z) :
    ∃ x, a = some x ∧ ∃ y, b = some y ∧ x + y = z := by
  cases a with
  | none => exact nomatch h
  | some x => exact ⟨x, rfl, of_map h⟩
theorem add_sat (w₁ : c₁.sat x₁) (w₂ : c₂.sat x₂) : (add c₁ c₂).sat (x₁ + x₂) := by
  have ⟨l₁, u₁⟩ := sat_iff.mp w₁
  have ⟨l₂, u₂⟩ := sat_iff.mp w₂
  refine sat_iff.mpr ⟨fun x e => ?_, fun x e => ?_⟩
  · have ⟨a, ea, b, eb, e⟩ := of_bind_map e; rw [← e]; exact Int.add_le_add (l₁ a ea) (l₂ b eb)
  · have ⟨a, ea, b, eb, e⟩ := of_bind_map e; rw [← e]; exact Int.add_le_add (u₁ a ea) (u₂ b eb)
theorem combo_sat (a : Int) (w₁ : c₁.sat x₁) (b : Int) (w₂ : c₂.sat x₂) : (combo a c₁ b c₂).sat (a * x₁ + b * x₂) :=
  add_sat (scale_sat a w₁) (scale_sat b w₂)
theorem combine_sat' {s t : Constraint} {x y : Coeffs} (ws : s.sat' x y) (wt : t.sat' x y) : (s.combine t).sat' x y := by
  have ⟨l₁, u₁⟩ := sat_iff.mp ws
  have ⟨l₂, u₂⟩ := sat_iff.mp wt
  rcases s with ⟨_ | a₁, b₁⟩ <;> rcases t with ⟨_ | a₂, b₂⟩ <;> rcases b₁ with _ | b₁ <;> rcases b₂ with _ | b₂ <;>
    refine sat_iff.mpr ⟨fun x e => ?_, fun x e => ?_⟩ <;> cases e <;>
    first
      | exact Int.max_le.mpr ⟨l₁ _ rfl, l₂ _ rfl⟩
      | exact Int.le_min.mpr ⟨u₁ _ rfl, u₂ _ rfl⟩
      | exact l₁ _ rfl
      | exact l₂ _ rfl
      | exact u₁ _ rfl
      | exact u₂ _ rfl
theorem div_sat (c : Constraint) (t : Int) (k : Nat) (n : k ≠ 0) (h : (k : Int) ∣ t) (w : c.sat t) : (c.div k).sat (t / k) := by
  have pos : (0 : Int) < k := Int.ofNat_lt.mpr (Nat.pos_of_ne_zero n)
  have cancel : t / k * k = t := Int.ediv_mul_cancel h
  have ⟨l, u⟩ := sat_iff.mp w
  refine sat_iff.mpr ⟨fun x e => ?_, fun x e => ?_⟩
  · have ⟨y, ey, e⟩ := of_map e
    have le : -(t / k) ≤ -y / k := Int.le_ediv_of_mul_le pos (by rw [Int.neg_mul, cancel]; exact Int.neg_le_neg (l y ey))
    have := Int.neg_le_neg le
    rw [Int.neg_neg] at this; rw [← e]; exact this
  · have ⟨y, ey, e⟩ := of_map e
    rw [← e]; exact Int.le_ediv_of_mul_le pos (by rw [cancel]; exact u y ey)
theorem div_sat' {x y : Coeffs} (h : Coeffs.gcd x ≠ 0) (w : c.sat (Coeffs.dot x y)) :
    (c.div (Coeffs.gcd x)).sat' (Coeffs.sdiv x (Coeffs.gcd x)) y := by
  show sat _ (Coeffs.dot _ _) = true
  rw [Coeffs.dot_sdiv_left _ _ (Int.dvd_refl _)]
  exact div_sat c _ (Coeffs.gcd x) h (Coeffs.gcd_dvd_dot_left x y) w
theorem not_sat'_of_isImpossible (h : isImpossible c) {x y : Coeffs} : ¬c.sat' x y := not_sat_of_isImpossible h
theorem addInequality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y ≥ 0) :
    Constraint.sat' { lowerBound := some (-c), upperBound := none } x y := by
  refine sat_iff.mpr ⟨fun l e => ?_, fun _ e => nomatch e⟩
  cases e
  have := Int.add_le_add_left w (-c)
  rw [Int.neg_add_cancel_left, Int.add_zero] at this; exact this
theorem addEquality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y = 0) :
    Constraint.sat' { lowerBound := some (-c), upperBound := some (-c) } x y := by
  have e : -c = Coeffs.dot x y := Int.add_left_cancel (a := c) ((Int.add_right_neg c).trans w.symm)
  show (exact (-c)).sat _ = true
  rw [exact_sat, e]; exact decide_eq_true rfl
end Constraint

/-! ### tidying up: a positive leading coefficient, no common divisor -/
def normalize? : Constraint × Coeffs → Option (Constraint × Coeffs)
  | ⟨s, x⟩ =>
    let gcd := Coeffs.gcd x
    if gcd = 0 then
      if s.sat 0 then
        some (.trivial, x)
      else
        some (.impossible, x)
    else if gcd = 1 then
      none
    else
      some (s.div gcd, Coeffs.sdiv x gcd)
def normalize (p : Constraint × Coeffs) : Constraint × Coeffs := normalize? p |>.getD p
noncomputable abbrev normalizeConstraint (s : Constraint) (x : Coeffs) : Constraint := (normalize (s, x)).1
noncomputable abbrev normalizeCoeffs (s : Constraint) (x : Coeffs) : Coeffs := (normalize (s, x)).2
def positivize? : Constraint × Coeffs → Option (Constraint × Coeffs)
  | ⟨s, x⟩ =>
    if 0 ≤ x.leading then
      none
    else
      some (s.neg, Coeffs.smul x (-1))
noncomputable def positivize (p : Constraint × Coeffs) : Constraint × Coeffs := positivize? p |>.getD p
noncomputable abbrev positivizeConstraint (s : Constraint) (x : Coeffs) : Constraint := (positivize (s, x)).1
noncomputable abbrev positivizeCoeffs (s : Constraint) (x : Coeffs) : Coeffs := (positivize (s, x)).2
def tidy? : Constraint × Coeffs → Option (Constraint × Coeffs)
  | ⟨s, x⟩ =>
    match positivize? (s, x) with
    | none => match normalize? (s, x) with
      | none => none
      | some (s', x') => some (s', x')
    | some (s', x') => some (normalize (s', x'))
def tidy (p : Constraint × Coeffs) : Constraint × Coeffs := tidy? p |>.getD p
abbrev tidyConstraint (s : Constraint) (x : Coeffs) : Constraint := (tidy (s, x)).1
abbrev tidyCoeffs (s : Constraint) (x : Coeffs) : Coeffs := (tidy (s, x)).2

theorem normalize_sat {s : Constraint} {x v : Coeffs} (w : s.sat' x v) :
    (normalizeConstraint s x).sat' (normalizeCoeffs s x) v := by
  unfold normalizeConstraint normalizeCoeffs normalize normalize?
  by_cases z : Coeffs.gcd x = 0
  · have zero : Coeffs.dot x v = 0 := IntList.dot_of_left_zero (IntList.eq_zero_of_gcd_eq_zero z)
    have w0 : s.sat 0 = true := zero ▸ w
    simp only [ite_eq_left z, ite_eq_left w0]
    exact Constraint.trivial_sat
  · by_cases one : Coeffs.gcd x = 1
    · simp only [ite_eq_right z, ite_eq_left one]; exact w
    · simp only [ite_eq_right z, ite_eq_right one]; exact Constraint.div_sat' z w
theorem positivize_sat {s : Constraint} {x v : Coeffs} (w : s.sat' x v) :
    (positivizeConstraint s x).sat' (positivizeCoeffs s x) v := by
  unfold positivizeConstraint positivizeCoeffs positivize positivize?
  by_cases p : 0 ≤ x.leading
  · simp only [ite_eq_left p]; exact w
  · simp only [ite_eq_right p]
    show s.neg.sat (Coeffs.dot ((-1 : Int) * x) v) = true
    rw [Coeffs.dot_smul_left, ← Int.neg_eq_neg_one_mul]; exact Constraint.neg_sat w
private theorem tidy_eq (s : Constraint) (x : Coeffs) : tidy (s, x) = normalize (positivize (s, x)) := by
  unfold tidy tidy? positivize
  dsimp only
  cases positivize? (s, x) with
  | some r => rfl
  | none =>
    show _ = (normalize? (s, x)).getD (s, x)
    cases normalize? (s, x) <;> rfl
theorem tidy_sat {s : Constraint} {x v : Coeffs} (w : s.sat' x v) : (tidyConstraint s x).sat' (tidyCoeffs s x) v := by
  rw [tidyConstraint, tidyCoeffs, tidy_eq]
  exact normalize_sat (positivize_sat w)
theorem combo_sat' (s t : Constraint) (a : Int) (x : Coeffs) (b : Int) (y v : Coeffs) (wx : s.sat' x v) (wy : t.sat' y v) :
    (Constraint.combo a s b t).sat' (Coeffs.combo a x b y) v := by
  show Constraint.sat _ (Coeffs.dot _ _) = true
  rw [Coeffs.dot_combo_left]; exact Constraint.combo_sat a wx b wy

/-! ### equations without a coefficient ±1: a new variable, the quotient of the balanced division by `m` -/
abbrev bmod_div_term (m : Nat) (a b : Coeffs) : Int := Coeffs.bmod_dot_sub_dot_bmod m a b / m
def bmod_coeffs (m : Nat) (i : Nat) (x : Coeffs) : Coeffs := Coeffs.set (Coeffs.bmod x m) i m
theorem bmod_sat (m : Nat) (r : Int) (i : Nat) (x v : Coeffs) (h : x.length ≤ i) (p : Coeffs.get v i = bmod_div_term m x v)
    (w : (Constraint.exact r).sat' x v) : (Constraint.exact (Int.bmod r m)).sat' (bmod_coeffs m i x) v := by
  have w : r = Coeffs.dot x v := of_decide_eq_true ((Constraint.exact_sat r _).symm.trans w)
  refine (Constraint.exact_sat _ _).trans (decide_eq_true ?_)
  rw [bmod_coeffs, Coeffs.dot_set_left, Coeffs.get_of_length_le (Nat.le_trans (Coeffs.bmod_length x m) h), p, Int.sub_zero,
    Int.mul_ediv_cancel' (Coeffs.dvd_bmod_dot_sub_dot_bmod m x v), w, Int.add_comm, Int.sub_add_cancel]
end Lean.Omega
