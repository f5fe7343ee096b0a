prelude
import Init.Data.UInt
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
namespace Int
instance instOfNat {n : Nat} : OfNat Int n := ⟨Int.ofNat n⟩
instance : Inhabited Int := ⟨.ofNat 0⟩
instance : Coe Nat Int := ⟨Int.ofNat⟩
def negOfNat : Nat → Int
  | 0 => .ofNat 0
  | .succ m => negSucc m
@[extern "lean_int_neg"] protected def neg (n : @& Int) : Int := match n with | .ofNat n => negOfNat n | .negSucc n => .ofNat (Nat.succ n)
instance : Neg Int := ⟨Int.neg⟩
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
instance : LE Int := ⟨Int.le⟩
protected def lt (a b : Int) : Prop := (a + 1) ≤ b
instance : LT Int := ⟨Int.lt⟩
def isNN (m : Int) : Prop := Int.rec (motive := fun _ => Prop) (fun _ => True) (fun _ => False) m
theorem NonNeg.isNN {m : Int} (h : NonNeg m) : m.isNN := h.rec (motive := fun m _ => m.isNN) (fun _ => trivial)
noncomputable def decNonneg (m : Int) : Decidable (NonNeg m) := match m with | .ofNat m => isTrue (.mk m) | .negSucc m => isFalse (fun h => NonNeg.isNN h)
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
instance : Div Int := ⟨Int.ediv⟩
instance : Mod Int := ⟨Int.emod⟩
end Int
