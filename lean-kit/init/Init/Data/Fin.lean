prelude
import Init.Data.Nat.BitwiseLemmas
/-! `Fin`: numerals and arithmetic. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

class NeZero {R : Type u} [Zero R] (n : R) : Prop where
  out : n ≠ (Zero.zero : R)
instance : Zero Nat := ⟨0⟩
instance {n : Nat} : NeZero (Nat.succ n) := ⟨Nat.succ_ne_zero n⟩
instance {n : Nat} : NeZero (n + 1) := ⟨Nat.succ_ne_zero n⟩
namespace Fin
protected def ofNat (n : Nat) [NeZero n] (a : Nat) : Fin n := Fin.Internal.ofNat n (Nat.pos_of_ne_zero (NeZero.out)) a
instance instOfNat {n : Nat} [NeZero n] {i : Nat} : OfNat (Fin n) i := ⟨Fin.ofNat n i⟩
protected def add {n : Nat} : Fin n → Fin n → Fin n
  | ⟨a, h⟩, ⟨b, _⟩ => ⟨(a + b) % n, Nat.mod_lt _ (Nat.lt_of_le_of_lt (Nat.zero_le _) h)⟩
protected def sub {n : Nat} : Fin n → Fin n → Fin n
  | ⟨a, h⟩, ⟨b, _⟩ => ⟨((n - b) + a) % n, Nat.mod_lt _ (Nat.lt_of_le_of_lt (Nat.zero_le _) h)⟩
protected def mul {n : Nat} : Fin n → Fin n → Fin n
  | ⟨a, h⟩, ⟨b, _⟩ => ⟨(a * b) % n, Nat.mod_lt _ (Nat.lt_of_le_of_lt (Nat.zero_le _) h)⟩
instance {n : Nat} : Add (Fin n) := ⟨Fin.add⟩
instance {n : Nat} : Sub (Fin n) := ⟨Fin.sub⟩
instance {n : Nat} : Mul (Fin n) := ⟨Fin.mul⟩
end Fin
