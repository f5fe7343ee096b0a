prelude
import Init.Data.BitVec.Signed
/-! `bv_omega`: the lemmas by which statements about `BitVec` become statements about `Nat`. -/

set_option autoImplicit false

namespace BitVec
variable {n : Nat}
theorem toNat_eq {x y : BitVec n} : x = y ↔ x.toNat = y.toNat := ⟨congrArg BitVec.toNat, eq_of_toNat_eq⟩
theorem toNat_inj {x y : BitVec n} : x.toNat = y.toNat ↔ x = y := toNat_eq.symm
theorem toNat_ne {x y : BitVec n} : x ≠ y ↔ x.toNat ≠ y.toNat := ⟨fun h e => h (eq_of_toNat_eq e), fun h e => h (congrArg BitVec.toNat e)⟩
theorem lt_def {x y : BitVec n} : x < y ↔ x.toNat < y.toNat := Iff.rfl
theorem le_def {x y : BitVec n} : x ≤ y ↔ x.toNat ≤ y.toNat := Iff.rfl
theorem toNat_neg (x : BitVec n) : (-x).toNat = (2 ^ n - x.toNat) % 2 ^ n := (rfl)
theorem toNat_shiftLeft {x : BitVec n} {i : Nat} : (x <<< i).toNat = x.toNat <<< i % 2 ^ n := (rfl)
end BitVec
theorem Boot.BitVec.toNat_literal {n x : Nat} : (no_index (OfNat.ofNat x : BitVec n)).toNat = x % 2 ^ n := (rfl)
attribute [bitvec_to_nat] BitVec.toNat_eq BitVec.toNat_ne BitVec.lt_def BitVec.le_def BitVec.toNat_add BitVec.toNat_sub BitVec.toNat_mul
  BitVec.toNat_udiv BitVec.toNat_umod BitVec.toNat_neg BitVec.toNat_shiftLeft BitVec.toNat_ofNat BitVec.toNat_setWidth
  Boot.BitVec.toNat_literal
