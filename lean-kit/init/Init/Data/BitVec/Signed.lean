prelude
import Init.Data.Int
/-! `BitVec`: bits, comparison, two's complement, signed division, rotation, extension. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w

namespace BitVec
variable {w : Nat}
def getLsbD (x : BitVec w) (i : Nat) : Bool := x.toNat.testBit i
def getMsbD (x : BitVec w) (i : Nat) : Bool := i < w && x.getLsbD (w - 1 - i)
/-- The sign bit. -/
protected def msb (x : BitVec w) : Bool := x.getMsbD 0
protected def toInt (x : BitVec w) : Int := if 2 * x.toNat < 2 ^ w then (x.toNat : Int) else (x.toNat : Int) - ((2 ^ w : Nat) : Int)
protected def ofInt (w : Nat) (i : Int) : BitVec w := .ofNat w (i % ((2 ^ w : Nat) : Int)).toNat
protected def ult (x y : BitVec w) : Bool := decide (x.toNat < y.toNat)
protected def ule (x y : BitVec w) : Bool := decide (x.toNat ≤ y.toNat)
protected def slt (x y : BitVec w) : Bool := decide (x.toInt < y.toInt)
protected def sle (x y : BitVec w) : Bool := decide (x.toInt ≤ y.toInt)
/-- Signed division, rounding towards zero. -/
def sdiv (x y : BitVec w) : BitVec w :=
  match x.msb, y.msb with
  | false, false => BitVec.udiv x y
  | false, true => BitVec.neg (BitVec.udiv x (BitVec.neg y))
  | true, false => BitVec.neg (BitVec.udiv (BitVec.neg x) y)
  | true, true => BitVec.udiv (BitVec.neg x) (BitVec.neg y)
/-- Remainder with the sign of the dividend. -/
def srem (x y : BitVec w) : BitVec w :=
  match x.msb, y.msb with
  | false, false => BitVec.umod x y
  | false, true => BitVec.umod x (BitVec.neg y)
  | true, false => BitVec.neg (BitVec.umod (BitVec.neg x) y)
  | true, true => BitVec.neg (BitVec.umod (BitVec.neg x) (BitVec.neg y))
/-- Remainder with the sign of the divisor. -/
def smod (x y : BitVec w) : BitVec w :=
  match x.msb, y.msb with
  | false, false => BitVec.umod x y
  | false, true =>
    let u := BitVec.umod x (BitVec.neg y)
    if u = 0 then u else BitVec.add u y
  | true, false =>
    let u := BitVec.umod (BitVec.neg x) y
    if u = 0 then u else BitVec.sub y u
  | true, true => BitVec.neg (BitVec.umod (BitVec.neg x) (BitVec.neg y))
/-- Arithmetic shift. -/
def sshiftRight (x : BitVec w) (s : Nat) : BitVec w := .ofInt w (x.toInt >>> s)
def rotateLeftAux (x : BitVec w) (n : Nat) : BitVec w := x <<< n ||| x >>> (w - n)
def rotateLeft (x : BitVec w) (n : Nat) : BitVec w := rotateLeftAux x (n % w)
def rotateRightAux (x : BitVec w) (n : Nat) : BitVec w := x >>> n ||| x <<< (w - n)
def rotateRight (x : BitVec w) (n : Nat) : BitVec w := rotateRightAux x (n % w)
def signExtend (v : Nat) (x : BitVec w) : BitVec v := .ofInt v x.toInt
abbrev zeroExtend (v : Nat) (x : BitVec w) : BitVec v := setWidth v x
abbrev truncate (v : Nat) (x : BitVec w) : BitVec v := setWidth v x
@[simp] theorem toNat_ofNat (x w : Nat) : (BitVec.ofNat w x).toNat = x % 2 ^ w := rfl
theorem toNat_add (x y : BitVec w) : (x + y).toNat = (x.toNat + y.toNat) % 2 ^ w := rfl
theorem toNat_mul (x y : BitVec w) : (x * y).toNat = x.toNat * y.toNat % 2 ^ w := rfl
theorem toNat_sub (x y : BitVec w) : (x - y).toNat = (2 ^ w - y.toNat + x.toNat) % 2 ^ w := rfl
theorem toNat_udiv {x y : BitVec w} : (x / y).toNat = x.toNat / y.toNat := Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.div_le_self _ _) x.isLt)
theorem toNat_umod {x y : BitVec w} : (x % y).toNat = x.toNat % y.toNat := Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.mod_le _ _) x.isLt)
theorem toNat_and (x y : BitVec w) : (x &&& y).toNat = x.toNat &&& y.toNat := Nat.mod_eq_of_lt (Nat.and_lt_two_pow _ y.isLt)
theorem toNat_or (x y : BitVec w) : (x ||| y).toNat = x.toNat ||| y.toNat := Nat.mod_eq_of_lt (Nat.or_lt_two_pow x.isLt y.isLt)
theorem toNat_xor (x y : BitVec w) : (x ^^^ y).toNat = x.toNat ^^^ y.toNat := Nat.mod_eq_of_lt (Nat.xor_lt_two_pow x.isLt y.isLt)
theorem toNat_setWidth {w v : Nat} (x : BitVec w) : (setWidth v x).toNat = x.toNat % 2 ^ v := rfl
end BitVec
