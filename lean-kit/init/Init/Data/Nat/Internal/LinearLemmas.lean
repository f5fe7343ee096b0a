prelude
import Init.Data.Nat.Internal.Linear
/-! `simp +arith` for `Nat`: every step of normalising keeps the value, so equal normal forms mean equal terms. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option linter.unusedSimpArgs false
universe u

namespace Nat.Internal.Linear
private theorem cond_true {α : Sort u} (a b : α) : cond true a b = a := rfl
private theorem cond_false {α : Sort u} (a b : α) : cond false a b = b := rfl
variable (ctx : Context)
theorem Poly.denote_cons (k : Nat) (v : Var) (p : Poly) : denote ctx ((k, v) :: p) = k * Var.denote ctx v + denote ctx p := rfl
theorem Poly.denote_insert (k : Nat) (v : Var) (p : Poly) : (p.insert k v).denote ctx = k * Var.denote ctx v + p.denote ctx := by
  induction p with
  | nil => rfl
  | cons a p ih =>
    have (k', v') := a
    unfold insert
    cases Nat.blt v v' with
    | true => rfl
    | false => cases h : Nat.beq v v' with
      | true =>
        have e : v = v' := Nat.eq_of_beq_eq_true h
        show (k + k') * Var.denote ctx v' + denote ctx p = _
        rw [denote_cons, e, Nat.add_mul, Nat.add_assoc]
      | false =>
        show k' * Var.denote ctx v' + denote ctx (insert k v p) = _
        rw [denote_cons, ih]; omega
theorem Poly.denote_norm_go (p r : Poly) : (norm.go p r).denote ctx = p.denote ctx + r.denote ctx := by
  induction p generalizing r with
  | nil => exact (Nat.zero_add _).symm
  | cons a p ih =>
    have (k, v) := a
    show denote ctx (norm.go p (r.insert k v)) = _
    rw [ih, denote_insert, denote_cons]; omega
theorem Poly.denote_norm (p : Poly) : p.norm.denote ctx = p.denote ctx := denote_norm_go ctx p []
theorem Poly.denote_append (p q : Poly) : (p ++ q).denote ctx = p.denote ctx + q.denote ctx := by
  induction p with
  | nil => exact (Nat.zero_add _).symm
  | cons a p ih =>
    have (k, v) := a
    show denote ctx ((k, v) :: (p ++ q)) = _
    rw [denote_cons, ih, denote_cons, Nat.add_assoc]
theorem Poly.denote_reverseAux (p q : Poly) : denote ctx (List.reverseAux p q) = denote ctx p + denote ctx q := by
  induction p generalizing q with
  | nil => exact (Nat.zero_add _).symm
  | cons a p ih =>
    have (k, v) := a
    show denote ctx (List.reverseAux p ((k, v) :: q)) = _
    rw [ih, denote_cons, denote_cons]; omega
theorem Poly.denote_reverse (p : Poly) : denote ctx p.reverse = p.denote ctx := denote_reverseAux ctx p []
private theorem Poly.cancelAux_step (fuel k₁ v₁ k₂ v₂ : Nat) (m₁ m₂ r₁ r₂ : Poly) :
    cancelAux (fuel + 1) ((k₁, v₁) :: m₁) ((k₂, v₂) :: m₂) r₁ r₂ =
      bif Nat.blt v₁ v₂ then cancelAux fuel m₁ ((k₂, v₂) :: m₂) ((k₁, v₁) :: r₁) r₂
      else bif Nat.blt v₂ v₁ then cancelAux fuel ((k₁, v₁) :: m₁) m₂ r₁ ((k₂, v₂) :: r₂)
      else bif Nat.blt k₁ k₂ then cancelAux fuel m₁ m₂ r₁ ((Nat.sub k₂ k₁, v₁) :: r₂)
      else bif Nat.blt k₂ k₁ then cancelAux fuel m₁ m₂ ((Nat.sub k₁ k₂, v₁) :: r₁) r₂
      else cancelAux fuel m₁ m₂ r₁ r₂ := rfl
/-- Cancelling takes the same amount from both sides. -/
theorem Poly.cancelAux_spec (fuel : Nat) (m₁ m₂ r₁ r₂ : Poly) :
    ∃ d, r₁.denote ctx + m₁.denote ctx = (cancelAux fuel m₁ m₂ r₁ r₂).1.denote ctx + d ∧
      r₂.denote ctx + m₂.denote ctx = (cancelAux fuel m₁ m₂ r₁ r₂).2.denote ctx + d := by
  have whole (r m : Poly) : r.denote ctx + m.denote ctx = denote ctx (r.reverse ++ m) + 0 := by
    rw [denote_append, denote_reverse, Nat.add_zero]
  have done (r : Poly) : r.denote ctx + denote ctx [] = denote ctx r.reverse + 0 := by rw [denote_reverse]; rfl
  induction fuel generalizing m₁ m₂ r₁ r₂ with
  | zero => exact ⟨0, whole r₁ m₁, whole r₂ m₂⟩
  | succ fuel ih =>
    rcases m₂ with _ | ⟨⟨k₂, v₂⟩, m₂⟩
    · have e : cancelAux (fuel + 1) m₁ [] r₁ r₂ = (r₁.reverse ++ m₁, r₂.reverse) := by cases m₁ <;> rfl
      exact ⟨0, e ▸ whole r₁ m₁, e ▸ done r₂⟩
    · rcases m₁ with _ | ⟨⟨k₁, v₁⟩, m₁⟩
      · exact ⟨0, done r₁, whole r₂ _⟩
      · have less (a b : Nat) (h : Nat.blt a b = true) : a < b := Nat.le_of_ble_eq_true h
        have notLess (a b : Nat) (h : Nat.blt a b = false) : b ≤ a :=
          Nat.le_of_not_lt fun l => Bool.false_ne_true (h.symm.trans (Nat.ble_eq_true_of_le l))
        have split (a b x : Nat) (h : a < b) : b * x = a * x + Nat.sub b a * x := by
          rw [← Nat.add_mul]; exact congrArg (· * x) (Nat.add_sub_of_le (Nat.le_of_lt h)).symm
        rw [cancelAux_step, denote_cons, denote_cons]
        cases hv : Nat.blt v₁ v₂ with
        | true =>
          have ⟨d, e₁, e₂⟩ := ih m₁ ((k₂, v₂) :: m₂) ((k₁, v₁) :: r₁) r₂
          rw [denote_cons] at e₁ e₂
          exact ⟨d, by rw [cond_true]; omega, by rw [cond_true]; omega⟩
        | false => cases hv' : Nat.blt v₂ v₁ with
          | true =>
            have ⟨d, e₁, e₂⟩ := ih ((k₁, v₁) :: m₁) m₂ r₁ ((k₂, v₂) :: r₂)
            rw [denote_cons] at e₁ e₂
            exact ⟨d, by rw [cond_false, cond_true]; omega, by rw [cond_false, cond_true]; omega⟩
          | false =>
            have e : v₁ = v₂ := Nat.le_antisymm (notLess _ _ hv') (notLess _ _ hv)
            rw [e, cond_false, cond_false]
            cases hk : Nat.blt k₁ k₂ with
            | true =>
              have ⟨d, e₁, e₂⟩ := ih m₁ m₂ r₁ ((Nat.sub k₂ k₁, v₂) :: r₂)
              have s := split _ _ (Var.denote ctx v₂) (less _ _ hk)
              rw [denote_cons] at e₂
              exact ⟨d + k₁ * Var.denote ctx v₂, by rw [cond_true]; omega, by rw [cond_true]; omega⟩
            | false => cases hk' : Nat.blt k₂ k₁ with
              | true =>
                have ⟨d, e₁, e₂⟩ := ih m₁ m₂ ((Nat.sub k₁ k₂, v₂) :: r₁) r₂
                have s := split _ _ (Var.denote ctx v₂) (less _ _ hk')
                rw [denote_cons] at e₁
                exact ⟨d + k₂ * Var.denote ctx v₂, by rw [cond_false, cond_true]; omega, by rw [cond_false, cond_true]; omega⟩
              | false =>
                have e : k₁ = k₂ := Nat.le_antisymm (notLess _ _ hk') (notLess _ _ hk)
                have ⟨d, e₁, e₂⟩ := ih m₁ m₂ r₁ r₂
                rw [e, cond_false, cond_false]
                exact ⟨d + k₂ * Var.denote ctx v₂, by omega, by omega⟩
theorem Poly.cancel_spec (p₁ p₂ : Poly) : ∃ d, p₁.denote ctx = (cancel p₁ p₂).1.denote ctx + d ∧ p₂.denote ctx = (cancel p₁ p₂).2.denote ctx + d := by
  have ⟨d, e₁, e₂⟩ := cancelAux_spec ctx hugeFuel p₁ p₂ [] []
  exact ⟨d, (Nat.zero_add _).symm.trans e₁, (Nat.zero_add _).symm.trans e₂⟩
theorem Expr.denote_toPoly_go (c : Nat) (e : Expr) (p : Poly) : (toPoly.go c e p).denote ctx = c * e.denote ctx + p.denote ctx := by
  have zero (k : Nat) (h : (k == 0) = true) : k = 0 := of_decide_eq_true h
  induction e generalizing c p with
  | num k =>
    unfold toPoly.go
    cases h : k == 0 with
    | true => rw [zero k h]; exact (Nat.zero_add _).symm
    | false =>
      show c * k * Var.denote ctx fixedVar + Poly.denote ctx p = c * k + Poly.denote ctx p
      rw [show Var.denote ctx fixedVar = 1 from rfl, Nat.mul_one]
  | var i => rfl
  | add a b iha ihb =>
    show Poly.denote ctx (toPoly.go c a (toPoly.go c b p)) = c * (denote ctx a + denote ctx b) + _
    rw [iha, ihb, Nat.mul_add, Nat.add_assoc]
  | mulL k a ih =>
    show Poly.denote ctx ((bif k == 0 then id else toPoly.go (c * k) a) p) = c * (k * denote ctx a) + _
    cases h : k == 0 with
    | true => rw [zero k h, Nat.zero_mul, Nat.mul_zero]; exact (Nat.zero_add _).symm
    | false => rw [← Nat.mul_assoc]; exact ih (c * k) p
  | mulR a k ih =>
    show Poly.denote ctx ((bif k == 0 then id else toPoly.go (c * k) a) p) = c * (denote ctx a * k) + _
    cases h : k == 0 with
    | true => rw [zero k h, Nat.mul_zero]; exact (Nat.zero_add _).symm
    | false => rw [Nat.mul_comm (denote ctx a) k, ← Nat.mul_assoc]; exact ih (c * k) p
theorem Expr.denote_toPoly (e : Expr) : e.toPoly.denote ctx = e.denote ctx := by
  rw [toPoly, denote_toPoly_go, Nat.one_mul]; rfl
theorem Expr.denote_toNormPoly (e : Expr) : e.toNormPoly.denote ctx = e.denote ctx := by
  rw [toNormPoly, Poly.denote_norm, denote_toPoly]
theorem ExprCnstr.denote_toNormPoly (c : ExprCnstr) : c.toNormPoly.denote ctx = c.denote ctx := by
  have ⟨d, e₁, e₂⟩ := Poly.cancel_spec ctx c.lhs.toNormPoly c.rhs.toNormPoly
  rw [Expr.denote_toNormPoly] at e₁ e₂
  have n : c.toNormPoly = ⟨c.eq, (Poly.cancel c.lhs.toNormPoly c.rhs.toNormPoly).1, (Poly.cancel c.lhs.toNormPoly c.rhs.toNormPoly).2⟩ := rfl
  rw [n, PolyCnstr.denote, denote]
  cases c.eq with
  | true => rw [cond_true, cond_true, e₁, e₂]; dsimp only; exact propext (by omega)
  | false => rw [cond_false, cond_false, e₁, e₂]; dsimp only; exact propext (by omega)
theorem ExprCnstr.denote_toPoly (c : ExprCnstr) : c.toPoly.denote ctx = c.denote ctx := by
  rw [PolyCnstr.denote, denote, toPoly, Expr.denote_toPoly, Expr.denote_toPoly]

theorem Poly.denote_of_isZero {p : Poly} (h : p.isZero = true) : p.denote ctx = 0 := by
  cases p with
  | nil => rfl
  | cons a p => exact nomatch h
theorem Poly.denote_of_isNonZero {p : Poly} (h : p.isNonZero = true) : 0 < p.denote ctx := by
  induction p with
  | nil => exact nomatch h
  | cons a p ih =>
    have (k, v) := a
    rw [denote_cons]
    unfold isNonZero at h
    cases hv : v == fixedVar with
    | true =>
      have e : v = fixedVar := of_decide_eq_true hv
      rw [hv] at h
      have h : k > 0 := of_decide_eq_true h
      rw [e, show Var.denote ctx fixedVar = 1 from rfl, Nat.mul_one]; omega
    | false => rw [hv] at h; exact Nat.lt_of_lt_of_le (ih h) (Nat.le_add_left _ _)
theorem PolyCnstr.eq_false_of_isUnsat {c : PolyCnstr} (h : c.isUnsat = true) : c.denote ctx = False := by
  apply eq_false
  unfold isUnsat at h
  unfold denote
  cases e : c.eq with
  | true =>
    rw [e] at h
    have h : ((c.lhs.isZero && c.rhs.isNonZero) || (c.lhs.isNonZero && c.rhs.isZero)) = true := h
    rw [Bool.or_eq_true, Bool.and_eq_true, Bool.and_eq_true] at h
    show ¬(_ = _)
    rcases h with ⟨z, n⟩ | ⟨n, z⟩ <;> have z := Poly.denote_of_isZero ctx z <;> have n := Poly.denote_of_isNonZero ctx n <;> omega
  | false =>
    rw [e] at h
    have h : (c.lhs.isNonZero && c.rhs.isZero) = true := h
    rw [Bool.and_eq_true] at h
    show ¬(_ ≤ _)
    have z := Poly.denote_of_isZero ctx h.2
    have n := Poly.denote_of_isNonZero ctx h.1
    omega
theorem PolyCnstr.eq_true_of_isValid {c : PolyCnstr} (h : c.isValid = true) : c.denote ctx = True := by
  apply eq_true
  unfold isValid at h
  unfold denote
  cases e : c.eq with
  | true =>
    rw [e] at h
    have h : (c.lhs.isZero && c.rhs.isZero) = true := h
    rw [Bool.and_eq_true] at h
    exact (Poly.denote_of_isZero ctx h.1).trans (Poly.denote_of_isZero ctx h.2).symm
  | false =>
    rw [e] at h
    exact Nat.le_trans (Nat.le_of_eq (Poly.denote_of_isZero ctx h)) (Nat.zero_le _)
theorem ExprCnstr.eq_false_of_isUnsat (c : ExprCnstr) (h : c.toNormPoly.isUnsat) : c.denote ctx = False :=
  (denote_toNormPoly ctx c).symm.trans (PolyCnstr.eq_false_of_isUnsat ctx h)
theorem ExprCnstr.eq_true_of_isValid (c : ExprCnstr) (h : c.toNormPoly.isValid) : c.denote ctx = True :=
  (denote_toNormPoly ctx c).symm.trans (PolyCnstr.eq_true_of_isValid ctx h)
private theorem PolyCnstr.eq_of_beq {a b : PolyCnstr} (h : (a == b) = true) : a = b := by
  rcases a with ⟨e, l, r⟩
  rcases b with ⟨e', l', r'⟩
  have h : (e == e' && (l == l' && r == r')) = true := h
  rw [Bool.and_eq_true, Bool.and_eq_true] at h
  rw [LawfulBEq.eq_of_beq h.1, LawfulBEq.eq_of_beq h.2.1, LawfulBEq.eq_of_beq h.2.2]
theorem Expr.eq_of_toNormPoly_eq (e e' : Expr) (h : e.toNormPoly == e'.toPoly) : e.denote ctx = e'.denote ctx := by
  have h := congrArg (Poly.denote ctx) (eq_of_beq h)
  rw [denote_toNormPoly, denote_toPoly] at h; exact h
theorem ExprCnstr.eq_of_toNormPoly_eq (c d : ExprCnstr) (h : c.toNormPoly == d.toPoly) : c.denote ctx = d.denote ctx := by
  have e : c.toNormPoly = d.toPoly := PolyCnstr.eq_of_beq h
  have h := congrArg (PolyCnstr.denote ctx) e
  rw [denote_toNormPoly, denote_toPoly] at h; exact h
end Nat.Internal.Linear
