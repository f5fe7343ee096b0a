prelude
import Init.Data.Nat.Basic
/-! Casts of natural numbers and integers: `((n : Nat) : R)` is `Nat.cast n`. -/

set_option autoImplicit false
universe u

class NatCast (R : Type u) where
  protected natCast : Nat → R
instance : NatCast Nat := ⟨fun n => n⟩
@[coe, reducible, match_pattern] protected def Nat.cast {R : Type u} [NatCast R] : Nat → R := NatCast.natCast
instance {R : Type u} [NatCast R] : CoeTail Nat R := ⟨Nat.cast⟩
instance {R : Type u} [NatCast R] : CoeHTCT Nat R := ⟨Nat.cast⟩

syntax:1024 (name := coeNotation) "↑" term:1024 : term
syntax:1024 (name := coeFunNotation) "⇑" term:1024 : term
syntax:1024 (name := coeSortNotation) "↥" term:1024 : term
