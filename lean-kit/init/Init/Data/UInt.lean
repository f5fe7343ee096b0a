prelude
import Init.Data.BitVec
/-! `UInt8` … `USize`: arithmetic, bit operations, shifts, conversions. The compiler replaces all of it by C operators. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace UInt8
instance instOfNat {n : Nat} : OfNat UInt8 n := ⟨UInt8.ofNat n⟩
@[extern "lean_uint8_add"] protected def add (a b : UInt8) : UInt8 := ⟨a.toBitVec + b.toBitVec⟩
instance _root_.instAddUInt8 : Add UInt8 := ⟨UInt8.add⟩
@[extern "lean_uint8_sub"] protected def sub (a b : UInt8) : UInt8 := ⟨a.toBitVec - b.toBitVec⟩
instance _root_.instSubUInt8 : Sub UInt8 := ⟨UInt8.sub⟩
@[extern "lean_uint8_mul"] protected def mul (a b : UInt8) : UInt8 := ⟨a.toBitVec * b.toBitVec⟩
instance _root_.instMulUInt8 : Mul UInt8 := ⟨UInt8.mul⟩
@[extern "lean_uint8_div"] protected def div (a b : UInt8) : UInt8 := ⟨a.toBitVec / b.toBitVec⟩
instance _root_.instDivUInt8 : Div UInt8 := ⟨UInt8.div⟩
@[extern "lean_uint8_mod"] protected def mod (a b : UInt8) : UInt8 := ⟨a.toBitVec % b.toBitVec⟩
instance _root_.instModUInt8 : Mod UInt8 := ⟨UInt8.mod⟩
@[extern "lean_uint8_land"] protected def land (a b : UInt8) : UInt8 := ⟨a.toBitVec &&& b.toBitVec⟩
instance _root_.instAndOpUInt8 : AndOp UInt8 := ⟨UInt8.land⟩
@[extern "lean_uint8_lor"] protected def lor (a b : UInt8) : UInt8 := ⟨a.toBitVec ||| b.toBitVec⟩
instance _root_.instOrOpUInt8 : OrOp UInt8 := ⟨UInt8.lor⟩
@[extern "lean_uint8_xor"] protected def xor (a b : UInt8) : UInt8 := ⟨a.toBitVec ^^^ b.toBitVec⟩
instance _root_.instXorOpUInt8 : XorOp UInt8 := ⟨UInt8.xor⟩
@[extern "lean_uint8_shift_left"] protected def shiftLeft (a b : UInt8) : UInt8 := ⟨a.toBitVec <<< (b.toNat % 8)⟩
instance _root_.instShiftLeftUInt8 : ShiftLeft UInt8 := ⟨UInt8.shiftLeft⟩
@[extern "lean_uint8_shift_right"] protected def shiftRight (a b : UInt8) : UInt8 := ⟨a.toBitVec >>> (b.toNat % 8)⟩
instance _root_.instShiftRightUInt8 : ShiftRight UInt8 := ⟨UInt8.shiftRight⟩
@[extern "lean_uint8_complement"] protected def complement (a : UInt8) : UInt8 := ⟨~~~a.toBitVec⟩
instance _root_.instComplementUInt8 : Complement UInt8 := ⟨UInt8.complement⟩
@[extern "lean_uint8_neg"] protected def neg (a : UInt8) : UInt8 := ⟨-a.toBitVec⟩
instance _root_.instNegUInt8 : Neg UInt8 := ⟨UInt8.neg⟩
instance _root_.instMaxUInt8 : Max UInt8 := maxOfLe
instance _root_.instMinUInt8 : Min UInt8 := minOfLe
protected theorem toNat.inj {a b : UInt8} : a.toNat = b.toNat → a = b := fun h => UInt8.eq_of_toBitVec_eq (BitVec.eq_of_toNat_eq h)
protected theorem toNat_inj {a b : UInt8} : a.toNat = b.toNat ↔ a = b := ⟨UInt8.toNat.inj, fun h => h ▸ rfl⟩
end UInt8
@[extern "lean_uint8_of_nat"] def Nat.toUInt8 (n : @& Nat) : UInt8 := UInt8.ofNat n
@[extern "lean_bool_to_uint8"] def Bool.toUInt8 (b : Bool) : UInt8 := if b then 1 else 0
namespace UInt16
instance instOfNat {n : Nat} : OfNat UInt16 n := ⟨UInt16.ofNat n⟩
@[extern "lean_uint16_add"] protected def add (a b : UInt16) : UInt16 := ⟨a.toBitVec + b.toBitVec⟩
instance _root_.instAddUInt16 : Add UInt16 := ⟨UInt16.add⟩
@[extern "lean_uint16_sub"] protected def sub (a b : UInt16) : UInt16 := ⟨a.toBitVec - b.toBitVec⟩
instance _root_.instSubUInt16 : Sub UInt16 := ⟨UInt16.sub⟩
@[extern "lean_uint16_mul"] protected def mul (a b : UInt16) : UInt16 := ⟨a.toBitVec * b.toBitVec⟩
instance _root_.instMulUInt16 : Mul UInt16 := ⟨UInt16.mul⟩
@[extern "lean_uint16_div"] protected def div (a b : UInt16) : UInt16 := ⟨a.toBitVec / b.toBitVec⟩
instance _root_.instDivUInt16 : Div UInt16 := ⟨UInt16.div⟩
@[extern "lean_uint16_mod"] protected def mod (a b : UInt16) : UInt16 := ⟨a.toBitVec % b.toBitVec⟩
instance _root_.instModUInt16 : Mod UInt16 := ⟨UInt16.mod⟩
@[extern "lean_uint16_land"] protected def land (a b : UInt16) : UInt16 := ⟨a.toBitVec &&& b.toBitVec⟩
instance _root_.instAndOpUInt16 : AndOp UInt16 := ⟨UInt16.land⟩
@[extern "lean_uint16_lor"] protected def lor (a b : UInt16) : UInt16 := ⟨a.toBitVec ||| b.toBitVec⟩
instance _root_.instOrOpUInt16 : OrOp UInt16 := ⟨UInt16.lor⟩
@[extern "lean_uint16_xor"] protected def xor (a b : UInt16) : UInt16 := ⟨a.toBitVec ^^^ b.toBitVec⟩
instance _root_.instXorOpUInt16 : XorOp UInt16 := ⟨UInt16.xor⟩
@[extern "lean_uint16_shift_left"] protected def shiftLeft (a b : UInt16) : UInt16 := ⟨a.toBitVec <<< (b.toNat % 16)⟩
instance _root_.instShiftLeftUInt16 : ShiftLeft UInt16 := ⟨UInt16.shiftLeft⟩
@[extern "lean_uint16_shift_right"] protected def shiftRight (a b : UInt16) : UInt16 := ⟨a.toBitVec >>> (b.toNat % 16)⟩
instance _root_.instShiftRightUInt16 : ShiftRight UInt16 := ⟨UInt16.shiftRight⟩
@[extern "lean_uint16_complement"] protected def complement (a : UInt16) : UInt16 := ⟨~~~a.toBitVec⟩
instance _root_.instComplementUInt16 : Complement UInt16 := ⟨UInt16.complement⟩
@[extern "lean_uint16_neg"] protected def neg (a : UInt16) : UInt16 := ⟨-a.toBitVec⟩
instance _root_.instNegUInt16 : Neg UInt16 := ⟨UInt16.neg⟩
instance _root_.instMaxUInt16 : Max UInt16 := maxOfLe
instance _root_.instMinUInt16 : Min UInt16 := minOfLe
protected theorem toNat.inj {a b : UInt16} : a.toNat = b.toNat → a = b := fun h => UInt16.eq_of_toBitVec_eq (BitVec.eq_of_toNat_eq h)
protected theorem toNat_inj {a b : UInt16} : a.toNat = b.toNat ↔ a = b := ⟨UInt16.toNat.inj, fun h => h ▸ rfl⟩
end UInt16
@[extern "lean_uint16_of_nat"] def Nat.toUInt16 (n : @& Nat) : UInt16 := UInt16.ofNat n
@[extern "lean_bool_to_uint16"] def Bool.toUInt16 (b : Bool) : UInt16 := if b then 1 else 0
namespace UInt32
instance instOfNat {n : Nat} : OfNat UInt32 n := ⟨UInt32.ofNat n⟩
@[extern "lean_uint32_add"] protected def add (a b : UInt32) : UInt32 := ⟨a.toBitVec + b.toBitVec⟩
instance _root_.instAddUInt32 : Add UInt32 := ⟨UInt32.add⟩
@[extern "lean_uint32_sub"] protected def sub (a b : UInt32) : UInt32 := ⟨a.toBitVec - b.toBitVec⟩
instance _root_.instSubUInt32 : Sub UInt32 := ⟨UInt32.sub⟩
@[extern "lean_uint32_mul"] protected def mul (a b : UInt32) : UInt32 := ⟨a.toBitVec * b.toBitVec⟩
instance _root_.instMulUInt32 : Mul UInt32 := ⟨UInt32.mul⟩
@[extern "lean_uint32_div"] protected def div (a b : UInt32) : UInt32 := ⟨a.toBitVec / b.toBitVec⟩
instance _root_.instDivUInt32 : Div UInt32 := ⟨UInt32.div⟩
@[extern "lean_uint32_mod"] protected def mod (a b : UInt32) : UInt32 := ⟨a.toBitVec % b.toBitVec⟩
instance _root_.instModUInt32 : Mod UInt32 := ⟨UInt32.mod⟩
@[extern "lean_uint32_land"] protected def land (a b : UInt32) : UInt32 := ⟨a.toBitVec &&& b.toBitVec⟩
instance _root_.instAndOpUInt32 : AndOp UInt32 := ⟨UInt32.land⟩
@[extern "lean_uint32_lor"] protected def lor (a b : UInt32) : UInt32 := ⟨a.toBitVec ||| b.toBitVec⟩
instance _root_.instOrOpUInt32 : OrOp UInt32 := ⟨UInt32.lor⟩
@[extern "lean_uint32_xor"] protected def xor (a b : UInt32) : UInt32 := ⟨a.toBitVec ^^^ b.toBitVec⟩
instance _root_.instXorOpUInt32 : XorOp UInt32 := ⟨UInt32.xor⟩
@[extern "lean_uint32_shift_left"] protected def shiftLeft (a b : UInt32) : UInt32 := ⟨a.toBitVec <<< (b.toNat % 32)⟩
instance _root_.instShiftLeftUInt32 : ShiftLeft UInt32 := ⟨UInt32.shiftLeft⟩
@[extern "lean_uint32_shift_right"] protected def shiftRight (a b : UInt32) : UInt32 := ⟨a.toBitVec >>> (b.toNat % 32)⟩
instance _root_.instShiftRightUInt32 : ShiftRight UInt32 := ⟨UInt32.shiftRight⟩
@[extern "lean_uint32_complement"] protected def complement (a : UInt32) : UInt32 := ⟨~~~a.toBitVec⟩
instance _root_.instComplementUInt32 : Complement UInt32 := ⟨UInt32.complement⟩
@[extern "lean_uint32_neg"] protected def neg (a : UInt32) : UInt32 := ⟨-a.toBitVec⟩
instance _root_.instNegUInt32 : Neg UInt32 := ⟨UInt32.neg⟩
instance _root_.instMaxUInt32 : Max UInt32 := maxOfLe
instance _root_.instMinUInt32 : Min UInt32 := minOfLe
protected theorem toNat.inj {a b : UInt32} : a.toNat = b.toNat → a = b := fun h => UInt32.eq_of_toBitVec_eq (BitVec.eq_of_toNat_eq h)
protected theorem toNat_inj {a b : UInt32} : a.toNat = b.toNat ↔ a = b := ⟨UInt32.toNat.inj, fun h => h ▸ rfl⟩
end UInt32
@[extern "lean_uint32_of_nat"] def Nat.toUInt32 (n : @& Nat) : UInt32 := UInt32.ofNat n
@[extern "lean_bool_to_uint32"] def Bool.toUInt32 (b : Bool) : UInt32 := if b then 1 else 0
namespace UInt64
instance instOfNat {n : Nat} : OfNat UInt64 n := ⟨UInt64.ofNat n⟩
@[extern "lean_uint64_add"] protected def add (a b : UInt64) : UInt64 := ⟨a.toBitVec + b.toBitVec⟩
instance _root_.instAddUInt64 : Add UInt64 := ⟨UInt64.add⟩
@[extern "lean_uint64_sub"] protected def sub (a b : UInt64) : UInt64 := ⟨a.toBitVec - b.toBitVec⟩
instance _root_.instSubUInt64 : Sub UInt64 := ⟨UInt64.sub⟩
@[extern "lean_uint64_mul"] protected def mul (a b : UInt64) : UInt64 := ⟨a.toBitVec * b.toBitVec⟩
instance _root_.instMulUInt64 : Mul UInt64 := ⟨UInt64.mul⟩
@[extern "lean_uint64_div"] protected def div (a b : UInt64) : UInt64 := ⟨a.toBitVec / b.toBitVec⟩
instance _root_.instDivUInt64 : Div UInt64 := ⟨UInt64.div⟩
@[extern "lean_uint64_mod"] protected def mod (a b : UInt64) : UInt64 := ⟨a.toBitVec % b.toBitVec⟩
instance _root_.instModUInt64 : Mod UInt64 := ⟨UInt64.mod⟩
@[extern "lean_uint64_land"] protected def land (a b : UInt64) : UInt64 := ⟨a.toBitVec &&& b.toBitVec⟩
instance _root_.instAndOpUInt64 : AndOp UInt64 := ⟨UInt64.land⟩
@[extern "lean_uint64_lor"] protected def lor (a b : UInt64) : UInt64 := ⟨a.toBitVec ||| b.toBitVec⟩
instance _root_.instOrOpUInt64 : OrOp UInt64 := ⟨UInt64.lor⟩
@[extern "lean_uint64_xor"] protected def xor (a b : UInt64) : UInt64 := ⟨a.toBitVec ^^^ b.toBitVec⟩
instance _root_.instXorOpUInt64 : XorOp UInt64 := ⟨UInt64.xor⟩
@[extern "lean_uint64_shift_left"] protected def shiftLeft (a b : UInt64) : UInt64 := ⟨a.toBitVec <<< (b.toNat % 64)⟩
instance _root_.instShiftLeftUInt64 : ShiftLeft UInt64 := ⟨UInt64.shiftLeft⟩
@[extern "lean_uint64_shift_right"] protected def shiftRight (a b : UInt64) : UInt64 := ⟨a.toBitVec >>> (b.toNat % 64)⟩
instance _root_.instShiftRightUInt64 : ShiftRight UInt64 := ⟨UInt64.shiftRight⟩
@[extern "lean_uint64_complement"] protected def complement (a : UInt64) : UInt64 := ⟨~~~a.toBitVec⟩
instance _root_.instComplementUInt64 : Complement UInt64 := ⟨UInt64.complement⟩
@[extern "lean_uint64_neg"] protected def neg (a : UInt64) : UInt64 := ⟨-a.toBitVec⟩
instance _root_.instNegUInt64 : Neg UInt64 := ⟨UInt64.neg⟩
instance _root_.instMaxUInt64 : Max UInt64 := maxOfLe
instance _root_.instMinUInt64 : Min UInt64 := minOfLe
protected theorem toNat.inj {a b : UInt64} : a.toNat = b.toNat → a = b := fun h => UInt64.eq_of_toBitVec_eq (BitVec.eq_of_toNat_eq h)
protected theorem toNat_inj {a b : UInt64} : a.toNat = b.toNat ↔ a = b := ⟨UInt64.toNat.inj, fun h => h ▸ rfl⟩
end UInt64
@[extern "lean_uint64_of_nat"] def Nat.toUInt64 (n : @& Nat) : UInt64 := UInt64.ofNat n
@[extern "lean_bool_to_uint64"] def Bool.toUInt64 (b : Bool) : UInt64 := if b then 1 else 0
namespace USize
instance instOfNat {n : Nat} : OfNat USize n := ⟨USize.ofNat n⟩
@[extern "lean_usize_add"] protected def add (a b : USize) : USize := ⟨a.toBitVec + b.toBitVec⟩
instance _root_.instAddUSize : Add USize := ⟨USize.add⟩
@[extern "lean_usize_sub"] protected def sub (a b : USize) : USize := ⟨a.toBitVec - b.toBitVec⟩
instance _root_.instSubUSize : Sub USize := ⟨USize.sub⟩
@[extern "lean_usize_mul"] protected def mul (a b : USize) : USize := ⟨a.toBitVec * b.toBitVec⟩
instance _root_.instMulUSize : Mul USize := ⟨USize.mul⟩
@[extern "lean_usize_div"] protected def div (a b : USize) : USize := ⟨a.toBitVec / b.toBitVec⟩
instance _root_.instDivUSize : Div USize := ⟨USize.div⟩
@[extern "lean_usize_mod"] protected def mod (a b : USize) : USize := ⟨a.toBitVec % b.toBitVec⟩
instance _root_.instModUSize : Mod USize := ⟨USize.mod⟩
@[extern "lean_usize_land"] protected def land (a b : USize) : USize := ⟨a.toBitVec &&& b.toBitVec⟩
instance _root_.instAndOpUSize : AndOp USize := ⟨USize.land⟩
@[extern "lean_usize_lor"] protected def lor (a b : USize) : USize := ⟨a.toBitVec ||| b.toBitVec⟩
instance _root_.instOrOpUSize : OrOp USize := ⟨USize.lor⟩
@[extern "lean_usize_xor"] protected def xor (a b : USize) : USize := ⟨a.toBitVec ^^^ b.toBitVec⟩
instance _root_.instXorOpUSize : XorOp USize := ⟨USize.xor⟩
@[extern "lean_usize_shift_left"] protected def shiftLeft (a b : USize) : USize := ⟨a.toBitVec <<< (b.toNat % System.Platform.numBits)⟩
instance _root_.instShiftLeftUSize : ShiftLeft USize := ⟨USize.shiftLeft⟩
@[extern "lean_usize_shift_right"] protected def shiftRight (a b : USize) : USize := ⟨a.toBitVec >>> (b.toNat % System.Platform.numBits)⟩
instance _root_.instShiftRightUSize : ShiftRight USize := ⟨USize.shiftRight⟩
@[extern "lean_usize_complement"] protected def complement (a : USize) : USize := ⟨~~~a.toBitVec⟩
instance _root_.instComplementUSize : Complement USize := ⟨USize.complement⟩
@[extern "lean_usize_neg"] protected def neg (a : USize) : USize := ⟨-a.toBitVec⟩
instance _root_.instNegUSize : Neg USize := ⟨USize.neg⟩
instance _root_.instMaxUSize : Max USize := maxOfLe
instance _root_.instMinUSize : Min USize := minOfLe
protected theorem toNat.inj {a b : USize} : a.toNat = b.toNat → a = b := fun h => USize.eq_of_toBitVec_eq (BitVec.eq_of_toNat_eq h)
protected theorem toNat_inj {a b : USize} : a.toNat = b.toNat ↔ a = b := ⟨USize.toNat.inj, fun h => h ▸ rfl⟩
end USize
@[extern "lean_usize_of_nat"] def Nat.toUSize (n : @& Nat) : USize := USize.ofNat n
@[extern "lean_bool_to_usize"] def Bool.toUSize (b : Bool) : USize := if b then 1 else 0
@[extern "lean_uint8_to_uint16"] def UInt8.toUInt16 (a : UInt8) : UInt16 := ⟨⟨a.toNat, Nat.lt_trans a.toBitVec.isLt (by decide)⟩⟩
@[extern "lean_uint8_to_uint32"] def UInt8.toUInt32 (a : UInt8) : UInt32 := ⟨⟨a.toNat, Nat.lt_trans a.toBitVec.isLt (by decide)⟩⟩
@[extern "lean_uint8_to_uint64"] def UInt8.toUInt64 (a : UInt8) : UInt64 := ⟨⟨a.toNat, Nat.lt_trans a.toBitVec.isLt (by decide)⟩⟩
@[extern "lean_uint8_to_usize"] def UInt8.toUSize (a : UInt8) : USize := USize.ofNat a.toNat
@[extern "lean_uint16_to_uint8"] def UInt16.toUInt8 (a : UInt16) : UInt8 := UInt8.ofNat a.toNat
@[extern "lean_uint16_to_uint32"] def UInt16.toUInt32 (a : UInt16) : UInt32 := ⟨⟨a.toNat, Nat.lt_trans a.toBitVec.isLt (by decide)⟩⟩
@[extern "lean_uint16_to_uint64"] def UInt16.toUInt64 (a : UInt16) : UInt64 := ⟨⟨a.toNat, Nat.lt_trans a.toBitVec.isLt (by decide)⟩⟩
@[extern "lean_uint16_to_usize"] def UInt16.toUSize (a : UInt16) : USize := USize.ofNat a.toNat
@[extern "lean_uint32_to_uint8"] def UInt32.toUInt8 (a : UInt32) : UInt8 := UInt8.ofNat a.toNat
@[extern "lean_uint32_to_uint16"] def UInt32.toUInt16 (a : UInt32) : UInt16 := UInt16.ofNat a.toNat
@[extern "lean_uint32_to_uint64"] def UInt32.toUInt64 (a : UInt32) : UInt64 := ⟨⟨a.toNat, Nat.lt_trans a.toBitVec.isLt (by decide)⟩⟩
@[extern "lean_uint32_to_usize"] def UInt32.toUSize (a : UInt32) : USize := USize.ofNat a.toNat
@[extern "lean_uint64_to_uint8"] def UInt64.toUInt8 (a : UInt64) : UInt8 := UInt8.ofNat a.toNat
@[extern "lean_uint64_to_uint16"] def UInt64.toUInt16 (a : UInt64) : UInt16 := UInt16.ofNat a.toNat
@[extern "lean_uint64_to_uint32"] def UInt64.toUInt32 (a : UInt64) : UInt32 := UInt32.ofNat a.toNat
@[extern "lean_usize_to_uint8"] def USize.toUInt8 (a : USize) : UInt8 := UInt8.ofNat a.toNat
@[extern "lean_usize_to_uint16"] def USize.toUInt16 (a : USize) : UInt16 := UInt16.ofNat a.toNat
@[extern "lean_usize_to_uint32"] def USize.toUInt32 (a : USize) : UInt32 := UInt32.ofNat a.toNat
