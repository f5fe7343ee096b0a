import Jar.Pvm.Access
import Jar.Pvm.Decode
import Jar.Thm.Data.LittleEndian
import Jar.Thm.Pvm.ArithmeticWord

/-!
# Arithmetic: immediates, offsets, loads

How decoding makes words and integers of octets (Gray Paper 0.7.2, appendix A.5.2 to A.5.12), and how a load fills a register, with the paper's formula on
the right.
-/
namespace Jar.Pvm

open Formula

theorem pow256 (n : Nat) : 256 ^ n = 2 ^ (8 * n) := by
  induction n with
  | zero => rfl
  | succ n ih => rw [show 8 * (n + 1) = 8 * n + 8 by omega, Nat.pow_succ, ih, Nat.pow_add]

theorem toNat_bits {n : Nat} (few : n ≤ 8) : (8 * n.toUInt64).toNat = 8 * n := by
  have value : n.toUInt64.toNat = n := Nat.mod_eq_of_lt (by omega)
  rw [UInt64.toNat_mul, value, show (8 : UInt64).toNat = 8 from rfl]
  omega

/-- **An immediate is Xₙ of its octets**: A.5.2 and the like. -/
theorem immediate_eq (code : ByteArray) (i : Nat) {n : Nat} (few : n ≤ 8) : (immediate code i n).toNat = extend n (readLe code i n).toNat := by
  have bound := readLe_toNat_lt code few i
  rw [pow256] at bound
  cases n with
  | zero =>
    have nothing : immediate code i 0 = 0 := rfl
    have zero : (readLe code i 0).toNat = 0 := rfl
    rw [nothing, zero]
    decide
  | succ n => exact signExtend_eq (Nat.le_add_left 1 n) few (toNat_bits few) bound

/-- **An offset is ı + Zₙ of its octets**: A.5.5 and the like. -/
theorem offsetFrom_eq (pc : Nat) (code : ByteArray) (i : Nat) {n : Nat} (few : n ≤ 8) :
    offsetFrom pc code i n = (pc : Int) + integer n (readLe code i n).toNat := by
  have bound := readLe_toNat_lt code few i
  rw [pow256] at bound
  unfold offsetFrom
  rw [signed_eq, immediate_eq code i few]
  apply congrArg
  generalize (readLe code i n).toNat = x at bound
  cases n with
  | zero =>
    have zero : x = 0 := Nat.le_antisymm (Nat.le_of_lt_succ bound) (Nat.zero_le x)
    subst zero
    rfl
  | succ n =>
    have top : 2 ^ (8 * (n + 1) - 1) ≤ 2 ^ 63 := Nat.pow_le_pow_right (by decide) (by omega)
    have twice : 2 ^ (8 * (n + 1)) = 2 ^ (8 * (n + 1) - 1) * 2 := by
      rw [← Nat.pow_succ]
      exact congrArg (2 ^ ·) (by omega)
    have pos := Nat.two_pow_pos (8 * (n + 1) - 1)
    rw [integer8]
    unfold extend integer
    rw [twice] at bound ⊢
    generalize 2 ^ (8 * (n + 1) - 1) = half at top bound pos ⊢
    by_cases low : x < half
    · rw [Nat.div_eq_of_lt low, Nat.zero_mul, ite_eq_left low]
      omega
    · have one : x / half = 1 := by
        apply Nat.le_antisymm
        · exact Nat.le_of_lt_succ ((Nat.div_lt_iff_lt_mul pos).mpr (by omega))
        · exact (Nat.le_div_iff_mul_le pos).mpr (by omega)
      rw [one, ite_eq_right low]
      omega

/-- How a load of octets extends: by zeros, or Xₙ. -/
theorem loadExtend_eq (kind : LoadKind) {word : UInt64} (bound : word.toNat < 256 ^ kind.octets) :
    (kind.extend word).toNat = match kind with
      | .u8 | .u16 | .u32 | .u64 => word.toNat
      | .i8 => extend 1 word.toNat
      | .i16 => extend 2 word.toNat
      | .i32 => extend 4 word.toNat := by
  cases kind with
  | u8 => rfl
  | u16 => rfl
  | u32 => rfl
  | u64 => rfl
  | i8 => exact signExtend_eq (n := 1) (by decide) (by decide) rfl bound
  | i16 => exact signExtend_eq (n := 2) (by decide) (by decide) rfl bound
  | i32 => exact signExtend_eq (n := 4) (by decide) (by decide) rfl bound

end Jar.Pvm
