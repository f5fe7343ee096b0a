prelude
import Init.Data.UInt.Lemmas
/-! `Int`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

set_option genCtorIdx false in
inductive Int : Type where
  | ofNat : Nat → Int
  | negSucc : Nat → Int
attribute [extern "lean_nat_to_int"] Int.ofNat
attribute [extern "lean_int_neg_succ_of_nat"] Int.negSucc

/-- Numerals of `Nat` in other types: `(n : R)` for `n : Nat` is `Nat.cast n`. -/
class NatCast (R : Type u) where
  protected natCast : Nat → R
instance : NatCast Nat where natCast n := n
@[coe, reducible, match_pattern] protected def Nat.cast {R : Type u} [NatCast R] : Nat → R := NatCast.natCast
@[coe_decl] instance {R : Type u} [NatCast R] : CoeTail Nat R where coe := Nat.cast
@[coe_decl] instance {R : Type u} [NatCast R] : CoeHTCT Nat R where coe := Nat.cast
/-- The same for `Int`. -/
class IntCast (R : Type u) where
  protected intCast : Int → R
@[coe, reducible, match_pattern] protected def Int.cast {R : Type u} [IntCast R] : Int → R := IntCast.intCast
@[coe_decl] instance {R : Type u} [IntCast R] : CoeTail Int R where coe := Int.cast
@[coe_decl] instance {R : Type u} [IntCast R] : CoeHTCT Int R where coe := Int.cast
instance : NatCast Int := ⟨Int.ofNat⟩
instance : IntCast Int where intCast n := n

namespace Int
instance _root_.instOfNat {n : Nat} : OfNat Int n := ⟨Int.ofNat n⟩
instance : Inhabited Int := ⟨.ofNat 0⟩
def negOfNat : Nat → Int
  | 0 => .ofNat 0
  | .succ m => negSucc m
@[extern "lean_int_neg"] protected def neg (n : @& Int) : Int := match n with | .ofNat n => negOfNat n | .negSucc n => .ofNat (Nat.succ n)
instance instNegInt : Neg Int := ⟨Int.neg⟩
def subNatNat (m n : Nat) : Int := match n - m with | 0 => .ofNat (m - n) | .succ k => negSucc k
@[extern "lean_int_add"] protected def add (m n : @& Int) : Int := match m, n with
  | .ofNat m, .ofNat n => .ofNat (m + n)
  | .ofNat m, .negSucc n => subNatNat m (Nat.succ n)
  | .negSucc m, .ofNat n => subNatNat n (Nat.succ m)
  | .negSucc m, .negSucc n => negSucc (Nat.succ (m + n))
instance : Add Int := ⟨Int.add⟩
@[extern "lean_int_sub"] protected def sub (m n : @& Int) : Int := m + -n
instance : Sub Int := ⟨Int.sub⟩
@[extern "lean_int_mul"] protected def mul (m n : @& Int) : Int := match m, n with
  | .ofNat m, .ofNat n => .ofNat (m * n)
  | .ofNat m, .negSucc n => negOfNat (m * Nat.succ n)
  | .negSucc m, .ofNat n => negOfNat (Nat.succ m * n)
  | .negSucc m, .negSucc n => .ofNat (Nat.succ m * Nat.succ n)
instance : Mul Int := ⟨Int.mul⟩
inductive NonNeg : Int → Prop where
  | mk (n : Nat) : NonNeg (.ofNat n)
protected def le (a b : Int) : Prop := NonNeg (b - a)
instance instLEInt : LE Int := ⟨Int.le⟩
protected def lt (a b : Int) : Prop := (a + 1) ≤ b
instance instLTInt : LT Int := ⟨Int.lt⟩
def _root_.Boot.Int.isNN (m : Int) : Prop := Int.rec (motive := fun _ => Prop) (fun _ => True) (fun _ => False) m
theorem _root_.Boot.Int.isNN_of_nonNeg {m : Int} (h : NonNeg m) : Boot.Int.isNN m := h.rec (motive := fun m _ => Boot.Int.isNN m) (fun _ => trivial)
noncomputable def decNonneg (m : Int) : Decidable (NonNeg m) := match m with | .ofNat m => isTrue (.mk m) | .negSucc m => isFalse (fun h => Boot.Int.isNN_of_nonNeg h)
@[extern "lean_int_dec_le"] instance decLe (a b : @& Int) : Decidable (a ≤ b) := decNonneg _
@[extern "lean_int_dec_lt"] instance decLt (a b : @& Int) : Decidable (a < b) := decNonneg _
@[extern "lean_nat_abs"] def natAbs (m : @& Int) : Nat := match m with | .ofNat m => m | .negSucc m => Nat.succ m
def toNat : Int → Nat
  | .ofNat n => n
  | .negSucc _ => 0
attribute [gen_constructor_elims] Int
@[extern "lean_int_dec_eq"] protected def decEq (a b : @& Int) : Decidable (a = b) := match a, b with
  | .ofNat a, .ofNat b => match decEq a b with
    | isTrue h => isTrue (congrArg Int.ofNat h)
    | isFalse h => isFalse fun h' => h (Int.ofNat.inj h')
  | .ofNat _, .negSucc _ => isFalse (fun h => nomatch h)
  | .negSucc _, .ofNat _ => isFalse (fun h => nomatch h)
  | .negSucc a, .negSucc b => match decEq a b with
    | isTrue h => isTrue (congrArg Int.negSucc h)
    | isFalse h => isFalse fun h' => h (Int.negSucc.inj h')
instance : DecidableEq Int := Int.decEq
@[extern "lean_int_ediv"] def ediv : (@& Int) → (@& Int) → Int
  | .ofNat m, .ofNat n => .ofNat (m / n)
  | .ofNat m, .negSucc n => -(.ofNat (m / Nat.succ n))
  | .negSucc _, .ofNat 0 => 0
  | .negSucc m, .ofNat (.succ n) => negSucc (m / Nat.succ n)
  | .negSucc m, .negSucc n => .ofNat (Nat.succ (m / Nat.succ n))
@[extern "lean_int_emod"] def emod : (@& Int) → (@& Int) → Int
  | .ofNat m, n => .ofNat (m % natAbs n)
  | .negSucc m, n => subNatNat (natAbs n) (Nat.succ (m % natAbs n))
@[extern "lean_int_div"] def tdiv : (@& Int) → (@& Int) → Int
  | .ofNat m, .ofNat n => .ofNat (m / n)
  | .ofNat m, .negSucc n => -(.ofNat (m / Nat.succ n))
  | .negSucc m, .ofNat n => -(.ofNat (Nat.succ m / n))
  | .negSucc m, .negSucc n => .ofNat (Nat.succ m / Nat.succ n)
@[extern "lean_int_mod"] def tmod : (@& Int) → (@& Int) → Int
  | .ofNat m, .ofNat n => .ofNat (m % n)
  | .ofNat m, .negSucc n => .ofNat (m % Nat.succ n)
  | .negSucc m, .ofNat n => -(.ofNat (Nat.succ m % n))
  | .negSucc m, .negSucc n => -(.ofNat (Nat.succ m % Nat.succ n))
/-- Rounds towards minus infinity. -/
protected def shiftRight : Int → Nat → Int
  | .ofNat n, s => .ofNat (n >>> s)
  | .negSucc n, s => .negSucc (n >>> s)
instance : HShiftRight Int Nat Int := ⟨Int.shiftRight⟩
instance : Div Int := ⟨Int.ediv⟩
instance : Mod Int := ⟨Int.emod⟩
end Int
