/-!
# 64-bit words

Gray Paper 0.7.2, appendix A.4: the sign functions Z and their inverses, the sign extension X, for the widths that the
machine uses. Words are `UInt64`; arithmetic on them is modulo 2^64.
-/
namespace Jar

/-- 2^63, the sign bit. -/
def signBit : UInt64 := 0x8000000000000000

/-- Is Z₈(`x`) negative? -/
@[inline] def isNegative (x : UInt64) : Bool := signBit ≤ x

/-- Z₈: the integer that the word means in two's complement. A negative `x` is −1 − (2^64 − 1 − x). -/
def signed (x : UInt64) : Int :=
  if isNegative x then Int.negSucc (~~~x).toNat else Int.ofNat x.toNat

/-- |Z₈(`x`)|, which fits a word. -/
@[inline] def magnitude (x : UInt64) : UInt64 := if isNegative x then 0 - x else x

/-- Xₙ for a natural `x` < 2^`bits`, `bits` a multiple of 8 up to 64: the word of the same two's complement meaning. -/
@[inline] def signExtend (bits : UInt64) (x : UInt64) : UInt64 :=
  if bits = 0 then 0
  else
    let sign := 1 <<< (bits - 1)
    (x ^^^ sign) - sign

/-- `x` modulo 2^32. -/
@[inline] def low32 (x : UInt64) : UInt64 := x &&& 0xffffffff

/-- X₄(`x` mod 2^32): how every 32-bit result is put into a register. -/
@[inline] def extend32 (x : UInt64) : UInt64 := signExtend 32 (low32 x)

/-- 1 for true, 0 for false. -/
@[inline] def ofBool (b : Bool) : UInt64 := if b then 1 else 0

end Jar
