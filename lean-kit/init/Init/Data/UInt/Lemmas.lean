prelude
import Init.Data.UInt
/-! What the operations of `UInt8` … `UInt64` mean as numbers. One block of the same text for each width. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w

namespace UInt8
@[simp] theorem toNat_lt (n : UInt8) : n.toNat < 2 ^ 8 := n.toBitVec.isLt
@[simp] theorem toNat_ofNat' {n : Nat} : (UInt8.ofNat n).toNat = n % 2 ^ 8 := (rfl)
theorem toNat_ofNat {n : Nat} : (OfNat.ofNat n : UInt8).toNat = n % 2 ^ 8 := (rfl)
theorem toNat_ofNat_of_lt' {n : Nat} (h : n < UInt8.size) : (UInt8.ofNat n).toNat = n := Nat.mod_eq_of_lt h
theorem toNat_ofNat_of_lt {n : Nat} (h : n < UInt8.size) : (OfNat.ofNat n : UInt8).toNat = n := toNat_ofNat_of_lt' h
@[simp] protected theorem ofNat_toNat {x : UInt8} : UInt8.ofNat x.toNat = x := UInt8.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
theorem le_iff_toNat_le {a b : UInt8} : a ≤ b ↔ a.toNat ≤ b.toNat := Iff.rfl
theorem lt_iff_toNat_lt {a b : UInt8} : a < b ↔ a.toNat < b.toNat := Iff.rfl
@[simp] protected theorem not_le {a b : UInt8} : ¬ a ≤ b ↔ b < a := Nat.not_le
@[simp] protected theorem not_lt {a b : UInt8} : ¬ a < b ↔ b ≤ a := Nat.not_lt
@[simp] protected theorem le_refl (a : UInt8) : a ≤ a := Nat.le_refl a.toNat
protected theorem le_trans {a b c : UInt8} : a ≤ b → b ≤ c → a ≤ c := Nat.le_trans
protected theorem lt_trans {a b c : UInt8} : a < b → b < c → a < c := Nat.lt_trans
@[simp] protected theorem lt_irrefl (a : UInt8) : ¬ a < a := Nat.lt_irrefl a.toNat
protected theorem le_antisymm {a b : UInt8} (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b := UInt8.toNat.inj (Nat.le_antisymm h₁ h₂)
@[simp] protected theorem toNat_add (a b : UInt8) : (a + b).toNat = (a.toNat + b.toNat) % 2 ^ 8 := (rfl)
protected theorem toNat_sub (a b : UInt8) : (a - b).toNat = (2 ^ 8 - b.toNat + a.toNat) % 2 ^ 8 := (rfl)
@[simp] protected theorem toNat_mul (a b : UInt8) : (a * b).toNat = a.toNat * b.toNat % 2 ^ 8 := (rfl)
@[simp] protected theorem toNat_div (a b : UInt8) : (a / b).toNat = a.toNat / b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.div_le_self _ _) a.toNat_lt)
@[simp] protected theorem toNat_mod (a b : UInt8) : (a % b).toNat = a.toNat % b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.mod_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_sub_of_le (a b : UInt8) : b ≤ a → (a - b).toNat = a.toNat - b.toNat := by
  intro h
  have hle : b.toNat ≤ a.toNat := h
  have hb : b.toNat ≤ 2 ^ 8 := Nat.le_of_lt b.toNat_lt
  rw [UInt8.toNat_sub, ← Nat.add_sub_of_le hle, ← Nat.add_assoc, Nat.sub_add_cancel hb, Nat.add_mod_left, Nat.add_sub_cancel_left]
  exact Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.sub_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_and (a b : UInt8) : (a &&& b).toNat = a.toNat &&& b.toNat := Nat.mod_eq_of_lt (Nat.and_lt_two_pow _ b.toNat_lt)
@[simp] protected theorem toNat_or (a b : UInt8) : (a ||| b).toNat = a.toNat ||| b.toNat := Nat.mod_eq_of_lt (Nat.or_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_xor (a b : UInt8) : (a ^^^ b).toNat = a.toNat ^^^ b.toNat := Nat.mod_eq_of_lt (Nat.xor_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_shiftLeft (a b : UInt8) : (a <<< b).toNat = a.toNat <<< (b.toNat % 8) % 2 ^ 8 := (rfl)
@[simp] protected theorem toNat_shiftRight (a b : UInt8) : (a >>> b).toNat = a.toNat >>> (b.toNat % 8) :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.shiftRight_le _ _) a.toNat_lt)
@[simp] theorem toNat_toUInt16 (x : UInt8) : x.toUInt16.toNat = x.toNat := (rfl)
@[simp] theorem toNat_toUInt32 (x : UInt8) : x.toUInt32.toNat = x.toNat := (rfl)
@[simp] theorem toNat_toUInt64 (x : UInt8) : x.toUInt64.toNat = x.toNat := (rfl)
end UInt8

namespace UInt16
@[simp] theorem toNat_lt (n : UInt16) : n.toNat < 2 ^ 16 := n.toBitVec.isLt
@[simp] theorem toNat_ofNat' {n : Nat} : (UInt16.ofNat n).toNat = n % 2 ^ 16 := (rfl)
theorem toNat_ofNat {n : Nat} : (OfNat.ofNat n : UInt16).toNat = n % 2 ^ 16 := (rfl)
theorem toNat_ofNat_of_lt' {n : Nat} (h : n < UInt16.size) : (UInt16.ofNat n).toNat = n := Nat.mod_eq_of_lt h
theorem toNat_ofNat_of_lt {n : Nat} (h : n < UInt16.size) : (OfNat.ofNat n : UInt16).toNat = n := toNat_ofNat_of_lt' h
@[simp] protected theorem ofNat_toNat {x : UInt16} : UInt16.ofNat x.toNat = x := UInt16.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
theorem le_iff_toNat_le {a b : UInt16} : a ≤ b ↔ a.toNat ≤ b.toNat := Iff.rfl
theorem lt_iff_toNat_lt {a b : UInt16} : a < b ↔ a.toNat < b.toNat := Iff.rfl
@[simp] protected theorem not_le {a b : UInt16} : ¬ a ≤ b ↔ b < a := Nat.not_le
@[simp] protected theorem not_lt {a b : UInt16} : ¬ a < b ↔ b ≤ a := Nat.not_lt
@[simp] protected theorem le_refl (a : UInt16) : a ≤ a := Nat.le_refl a.toNat
protected theorem le_trans {a b c : UInt16} : a ≤ b → b ≤ c → a ≤ c := Nat.le_trans
protected theorem lt_trans {a b c : UInt16} : a < b → b < c → a < c := Nat.lt_trans
@[simp] protected theorem lt_irrefl (a : UInt16) : ¬ a < a := Nat.lt_irrefl a.toNat
protected theorem le_antisymm {a b : UInt16} (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b := UInt16.toNat.inj (Nat.le_antisymm h₁ h₂)
@[simp] protected theorem toNat_add (a b : UInt16) : (a + b).toNat = (a.toNat + b.toNat) % 2 ^ 16 := (rfl)
protected theorem toNat_sub (a b : UInt16) : (a - b).toNat = (2 ^ 16 - b.toNat + a.toNat) % 2 ^ 16 := (rfl)
@[simp] protected theorem toNat_mul (a b : UInt16) : (a * b).toNat = a.toNat * b.toNat % 2 ^ 16 := (rfl)
@[simp] protected theorem toNat_div (a b : UInt16) : (a / b).toNat = a.toNat / b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.div_le_self _ _) a.toNat_lt)
@[simp] protected theorem toNat_mod (a b : UInt16) : (a % b).toNat = a.toNat % b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.mod_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_sub_of_le (a b : UInt16) : b ≤ a → (a - b).toNat = a.toNat - b.toNat := by
  intro h
  have hle : b.toNat ≤ a.toNat := h
  have hb : b.toNat ≤ 2 ^ 16 := Nat.le_of_lt b.toNat_lt
  rw [UInt16.toNat_sub, ← Nat.add_sub_of_le hle, ← Nat.add_assoc, Nat.sub_add_cancel hb, Nat.add_mod_left, Nat.add_sub_cancel_left]
  exact Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.sub_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_and (a b : UInt16) : (a &&& b).toNat = a.toNat &&& b.toNat := Nat.mod_eq_of_lt (Nat.and_lt_two_pow _ b.toNat_lt)
@[simp] protected theorem toNat_or (a b : UInt16) : (a ||| b).toNat = a.toNat ||| b.toNat := Nat.mod_eq_of_lt (Nat.or_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_xor (a b : UInt16) : (a ^^^ b).toNat = a.toNat ^^^ b.toNat := Nat.mod_eq_of_lt (Nat.xor_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_shiftLeft (a b : UInt16) : (a <<< b).toNat = a.toNat <<< (b.toNat % 16) % 2 ^ 16 := (rfl)
@[simp] protected theorem toNat_shiftRight (a b : UInt16) : (a >>> b).toNat = a.toNat >>> (b.toNat % 16) :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.shiftRight_le _ _) a.toNat_lt)
@[simp] theorem toNat_toUInt8 (x : UInt16) : x.toUInt8.toNat = x.toNat % 2 ^ 8 := (rfl)
@[simp] theorem toNat_toUInt32 (x : UInt16) : x.toUInt32.toNat = x.toNat := (rfl)
@[simp] theorem toNat_toUInt64 (x : UInt16) : x.toUInt64.toNat = x.toNat := (rfl)
end UInt16

namespace UInt32
@[simp] theorem toNat_lt (n : UInt32) : n.toNat < 2 ^ 32 := n.toBitVec.isLt
@[simp] theorem toNat_ofNat' {n : Nat} : (UInt32.ofNat n).toNat = n % 2 ^ 32 := (rfl)
theorem toNat_ofNat {n : Nat} : (OfNat.ofNat n : UInt32).toNat = n % 2 ^ 32 := (rfl)
theorem toNat_ofNat_of_lt' {n : Nat} (h : n < UInt32.size) : (UInt32.ofNat n).toNat = n := Nat.mod_eq_of_lt h
theorem toNat_ofNat_of_lt {n : Nat} (h : n < UInt32.size) : (OfNat.ofNat n : UInt32).toNat = n := toNat_ofNat_of_lt' h
@[simp] protected theorem ofNat_toNat {x : UInt32} : UInt32.ofNat x.toNat = x := UInt32.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
theorem le_iff_toNat_le {a b : UInt32} : a ≤ b ↔ a.toNat ≤ b.toNat := Iff.rfl
theorem lt_iff_toNat_lt {a b : UInt32} : a < b ↔ a.toNat < b.toNat := Iff.rfl
@[simp] protected theorem not_le {a b : UInt32} : ¬ a ≤ b ↔ b < a := Nat.not_le
@[simp] protected theorem not_lt {a b : UInt32} : ¬ a < b ↔ b ≤ a := Nat.not_lt
@[simp] protected theorem le_refl (a : UInt32) : a ≤ a := Nat.le_refl a.toNat
protected theorem le_trans {a b c : UInt32} : a ≤ b → b ≤ c → a ≤ c := Nat.le_trans
protected theorem lt_trans {a b c : UInt32} : a < b → b < c → a < c := Nat.lt_trans
@[simp] protected theorem lt_irrefl (a : UInt32) : ¬ a < a := Nat.lt_irrefl a.toNat
protected theorem le_antisymm {a b : UInt32} (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b := UInt32.toNat.inj (Nat.le_antisymm h₁ h₂)
@[simp] protected theorem toNat_add (a b : UInt32) : (a + b).toNat = (a.toNat + b.toNat) % 2 ^ 32 := (rfl)
protected theorem toNat_sub (a b : UInt32) : (a - b).toNat = (2 ^ 32 - b.toNat + a.toNat) % 2 ^ 32 := (rfl)
@[simp] protected theorem toNat_mul (a b : UInt32) : (a * b).toNat = a.toNat * b.toNat % 2 ^ 32 := (rfl)
@[simp] protected theorem toNat_div (a b : UInt32) : (a / b).toNat = a.toNat / b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.div_le_self _ _) a.toNat_lt)
@[simp] protected theorem toNat_mod (a b : UInt32) : (a % b).toNat = a.toNat % b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.mod_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_sub_of_le (a b : UInt32) : b ≤ a → (a - b).toNat = a.toNat - b.toNat := by
  intro h
  have hle : b.toNat ≤ a.toNat := h
  have hb : b.toNat ≤ 2 ^ 32 := Nat.le_of_lt b.toNat_lt
  rw [UInt32.toNat_sub, ← Nat.add_sub_of_le hle, ← Nat.add_assoc, Nat.sub_add_cancel hb, Nat.add_mod_left, Nat.add_sub_cancel_left]
  exact Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.sub_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_and (a b : UInt32) : (a &&& b).toNat = a.toNat &&& b.toNat := Nat.mod_eq_of_lt (Nat.and_lt_two_pow _ b.toNat_lt)
@[simp] protected theorem toNat_or (a b : UInt32) : (a ||| b).toNat = a.toNat ||| b.toNat := Nat.mod_eq_of_lt (Nat.or_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_xor (a b : UInt32) : (a ^^^ b).toNat = a.toNat ^^^ b.toNat := Nat.mod_eq_of_lt (Nat.xor_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_shiftLeft (a b : UInt32) : (a <<< b).toNat = a.toNat <<< (b.toNat % 32) % 2 ^ 32 := (rfl)
@[simp] protected theorem toNat_shiftRight (a b : UInt32) : (a >>> b).toNat = a.toNat >>> (b.toNat % 32) :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.shiftRight_le _ _) a.toNat_lt)
@[simp] theorem toNat_toUInt8 (x : UInt32) : x.toUInt8.toNat = x.toNat % 2 ^ 8 := (rfl)
@[simp] theorem toNat_toUInt16 (x : UInt32) : x.toUInt16.toNat = x.toNat % 2 ^ 16 := (rfl)
@[simp] theorem toNat_toUInt64 (x : UInt32) : x.toUInt64.toNat = x.toNat := (rfl)
end UInt32

namespace UInt64
@[simp] theorem toNat_lt (n : UInt64) : n.toNat < 2 ^ 64 := n.toBitVec.isLt
@[simp] theorem toNat_ofNat' {n : Nat} : (UInt64.ofNat n).toNat = n % 2 ^ 64 := (rfl)
theorem toNat_ofNat {n : Nat} : (OfNat.ofNat n : UInt64).toNat = n % 2 ^ 64 := (rfl)
theorem toNat_ofNat_of_lt' {n : Nat} (h : n < UInt64.size) : (UInt64.ofNat n).toNat = n := Nat.mod_eq_of_lt h
theorem toNat_ofNat_of_lt {n : Nat} (h : n < UInt64.size) : (OfNat.ofNat n : UInt64).toNat = n := toNat_ofNat_of_lt' h
@[simp] protected theorem ofNat_toNat {x : UInt64} : UInt64.ofNat x.toNat = x := UInt64.toNat.inj (Nat.mod_eq_of_lt x.toNat_lt)
theorem le_iff_toNat_le {a b : UInt64} : a ≤ b ↔ a.toNat ≤ b.toNat := Iff.rfl
theorem lt_iff_toNat_lt {a b : UInt64} : a < b ↔ a.toNat < b.toNat := Iff.rfl
@[simp] protected theorem not_le {a b : UInt64} : ¬ a ≤ b ↔ b < a := Nat.not_le
@[simp] protected theorem not_lt {a b : UInt64} : ¬ a < b ↔ b ≤ a := Nat.not_lt
@[simp] protected theorem le_refl (a : UInt64) : a ≤ a := Nat.le_refl a.toNat
protected theorem le_trans {a b c : UInt64} : a ≤ b → b ≤ c → a ≤ c := Nat.le_trans
protected theorem lt_trans {a b c : UInt64} : a < b → b < c → a < c := Nat.lt_trans
@[simp] protected theorem lt_irrefl (a : UInt64) : ¬ a < a := Nat.lt_irrefl a.toNat
protected theorem le_antisymm {a b : UInt64} (h₁ : a ≤ b) (h₂ : b ≤ a) : a = b := UInt64.toNat.inj (Nat.le_antisymm h₁ h₂)
@[simp] protected theorem toNat_add (a b : UInt64) : (a + b).toNat = (a.toNat + b.toNat) % 2 ^ 64 := (rfl)
protected theorem toNat_sub (a b : UInt64) : (a - b).toNat = (2 ^ 64 - b.toNat + a.toNat) % 2 ^ 64 := (rfl)
@[simp] protected theorem toNat_mul (a b : UInt64) : (a * b).toNat = a.toNat * b.toNat % 2 ^ 64 := (rfl)
@[simp] protected theorem toNat_div (a b : UInt64) : (a / b).toNat = a.toNat / b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.div_le_self _ _) a.toNat_lt)
@[simp] protected theorem toNat_mod (a b : UInt64) : (a % b).toNat = a.toNat % b.toNat :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.mod_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_sub_of_le (a b : UInt64) : b ≤ a → (a - b).toNat = a.toNat - b.toNat := by
  intro h
  have hle : b.toNat ≤ a.toNat := h
  have hb : b.toNat ≤ 2 ^ 64 := Nat.le_of_lt b.toNat_lt
  rw [UInt64.toNat_sub, ← Nat.add_sub_of_le hle, ← Nat.add_assoc, Nat.sub_add_cancel hb, Nat.add_mod_left, Nat.add_sub_cancel_left]
  exact Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.sub_le _ _) a.toNat_lt)
@[simp] protected theorem toNat_and (a b : UInt64) : (a &&& b).toNat = a.toNat &&& b.toNat := Nat.mod_eq_of_lt (Nat.and_lt_two_pow _ b.toNat_lt)
@[simp] protected theorem toNat_or (a b : UInt64) : (a ||| b).toNat = a.toNat ||| b.toNat := Nat.mod_eq_of_lt (Nat.or_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_xor (a b : UInt64) : (a ^^^ b).toNat = a.toNat ^^^ b.toNat := Nat.mod_eq_of_lt (Nat.xor_lt_two_pow a.toNat_lt b.toNat_lt)
@[simp] protected theorem toNat_shiftLeft (a b : UInt64) : (a <<< b).toNat = a.toNat <<< (b.toNat % 64) % 2 ^ 64 := (rfl)
@[simp] protected theorem toNat_shiftRight (a b : UInt64) : (a >>> b).toNat = a.toNat >>> (b.toNat % 64) :=
  Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.shiftRight_le _ _) a.toNat_lt)
@[simp] theorem toNat_toUInt8 (x : UInt64) : x.toUInt8.toNat = x.toNat % 2 ^ 8 := (rfl)
@[simp] theorem toNat_toUInt16 (x : UInt64) : x.toUInt16.toNat = x.toNat % 2 ^ 16 := (rfl)
@[simp] theorem toNat_toUInt32 (x : UInt64) : x.toUInt32.toNat = x.toNat % 2 ^ 32 := (rfl)
end UInt64
