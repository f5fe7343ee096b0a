prelude
import Init.Data.Fin
/-! `BitVec`: arithmetic, bit operations, shifts. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace BitVec
variable {n : Nat}
protected def add (x y : BitVec n) : BitVec n := .ofNat n (x.toNat + y.toNat)
protected def sub (x y : BitVec n) : BitVec n := .ofNat n ((2 ^ n - y.toNat) + x.toNat)
protected def mul (x y : BitVec n) : BitVec n := .ofNat n (x.toNat * y.toNat)
protected def neg (x : BitVec n) : BitVec n := .ofNat n (2 ^ n - x.toNat)
protected def udiv (x y : BitVec n) : BitVec n := .ofNat n (x.toNat / y.toNat)
protected def umod (x y : BitVec n) : BitVec n := .ofNat n (x.toNat % y.toNat)
protected def and (x y : BitVec n) : BitVec n := .ofNat n (x.toNat &&& y.toNat)
protected def or (x y : BitVec n) : BitVec n := .ofNat n (x.toNat ||| y.toNat)
protected def xor (x y : BitVec n) : BitVec n := .ofNat n (x.toNat ^^^ y.toNat)
protected def not (x : BitVec n) : BitVec n := .ofNat n (2 ^ n - 1 - x.toNat)
protected def shiftLeft (x : BitVec n) (s : Nat) : BitVec n := .ofNat n (x.toNat <<< s)
def ushiftRight (x : BitVec n) (s : Nat) : BitVec n := .ofNat n (x.toNat >>> s)
def setWidth {w : Nat} (v : Nat) (x : BitVec w) : BitVec v := .ofNat v x.toNat
instance : Add (BitVec n) := ⟨BitVec.add⟩
instance : Sub (BitVec n) := ⟨BitVec.sub⟩
instance : Mul (BitVec n) := ⟨BitVec.mul⟩
instance : Neg (BitVec n) := ⟨BitVec.neg⟩
instance : Div (BitVec n) := ⟨BitVec.udiv⟩
instance : Mod (BitVec n) := ⟨BitVec.umod⟩
instance : AndOp (BitVec n) := ⟨BitVec.and⟩
instance : OrOp (BitVec n) := ⟨BitVec.or⟩
instance : XorOp (BitVec n) := ⟨BitVec.xor⟩
instance : Complement (BitVec n) := ⟨BitVec.not⟩
instance : HShiftLeft (BitVec n) Nat (BitVec n) := ⟨BitVec.shiftLeft⟩
instance : HShiftRight (BitVec n) Nat (BitVec n) := ⟨BitVec.ushiftRight⟩
instance instOfNat {i : Nat} : OfNat (BitVec n) i := ⟨BitVec.ofNat n i⟩
end BitVec
