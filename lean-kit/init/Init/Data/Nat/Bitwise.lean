prelude
import Init.Data.Nat.Basic
/-! Bit operations of `Nat`, folds, digits. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace Nat
/-- bitwise operations: logical model by fuel (runtime and kernel use GMP) -/
def bitwise (f : Bool → Bool → Bool) (n m : Nat) : Nat := go (n + m) n m
where go : Nat → Nat → Nat → Nat
  | 0, _, _ => 0
  | .succ fuel, n, m =>
    let r := go fuel (n / 2) (m / 2)
    if f (n % 2 == 1) (m % 2 == 1) then r + r + 1 else r + r
@[extern "lean_nat_land"] def land (n m : @& Nat) : Nat := bitwise and n m
@[extern "lean_nat_lor"] def lor (n m : @& Nat) : Nat := bitwise or n m
@[extern "lean_nat_lxor"] def xor (n m : @& Nat) : Nat := bitwise bne n m
@[extern "lean_nat_shiftl"] def shiftLeft : (@& Nat) → (@& Nat) → Nat
  | n, 0 => n
  | n, .succ m => shiftLeft (2 * n) m
@[extern "lean_nat_shiftr"] def shiftRight : (@& Nat) → (@& Nat) → Nat
  | n, 0 => n
  | n, .succ m => shiftRight n m / 2
instance : AndOp Nat := ⟨Nat.land⟩
instance : OrOp Nat := ⟨Nat.lor⟩
instance : XorOp Nat := ⟨Nat.xor⟩
instance : ShiftLeft Nat := ⟨Nat.shiftLeft⟩
instance : ShiftRight Nat := ⟨Nat.shiftRight⟩
@[specialize] def fold {α : Type u} (n : Nat) (f : (i : Nat) → i < n → α → α) (init : α) : α := go n (Nat.le_refl n) init
where @[specialize] go : (i : Nat) → i ≤ n → α → α
  | 0, _, a => a
  | .succ i, h, a => f i h (go i (Nat.le_of_lt h) a)
@[inline] def digitChar (n : Nat) : Char := Char.ofNat (if n < 10 then 48 + n else 87 + n)
def toDigitsCore (base : Nat) : Nat → Nat → List Char → List Char
  | 0, _, ds => ds
  | .succ fuel, n, ds =>
    let d := digitChar (n % base)
    let n' := n / base
    if n' = 0 then d :: ds else toDigitsCore base fuel n' (d :: ds)
def toDigits (base : Nat) (n : Nat) : List Char := toDigitsCore base (n + 1) n []
protected def repr (n : @& Nat) : String := String.ofList (toDigits 10 n)
end Nat
