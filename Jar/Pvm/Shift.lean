import Jar.Data.Word

/-!
# Shifts and rotations

The shift and rotate rules of Gray Paper 0.7.2, appendix A.5.10 and A.5.13. Amounts count modulo the width.
-/
namespace Jar.Pvm.Word

/-- ⌊a ÷ 2^(n mod 64)⌋ of integers: the sign fills. ⌊a ÷ 2^n⌋ = −1 − ⌊(−1 − a) ÷ 2^n⌋ for negative a. -/
def shiftRightS64 (a n : UInt64) : UInt64 :=
  if isNegative a then ~~~(~~~a >>> (n % 64)) else a >>> (n % 64)

/-- The 64 bits of `a` moved up by n mod 64 places, around the end. -/
def rotateLeft64 (a n : UInt64) : UInt64 :=
  if n % 64 = 0 then a else (a <<< (n % 64)) ||| (a >>> (64 - n % 64))

/-- The 64 bits of `a` moved down by n mod 64 places, around the end. -/
def rotateRight64 (a n : UInt64) : UInt64 :=
  if n % 64 = 0 then a else (a >>> (n % 64)) ||| (a <<< (64 - n % 64))

/-- 32-bit left shift. -/
def shiftLeft32 (a n : UInt64) : UInt64 :=
  extend32 (a <<< (n % 32))

/-- 32-bit right shift, zeros fill. -/
def shiftRight32 (a n : UInt64) : UInt64 :=
  extend32 (low32 a >>> (n % 32))

/-- 32-bit right shift, the sign fills. -/
def shiftRightS32 (a n : UInt64) : UInt64 :=
  shiftRightS64 (extend32 a) (n % 32)

/-- The low 32 bits of `a` moved up by n mod 32 places, around the end. -/
def rotateLeft32 (a n : UInt64) : UInt64 :=
  extend32 ((low32 a <<< (n % 32)) ||| (low32 a >>> (32 - n % 32)))

/-- The low 32 bits of `a` moved down by n mod 32 places, around the end. -/
def rotateRight32 (a n : UInt64) : UInt64 :=
  extend32 ((low32 a >>> (n % 32)) ||| (low32 a <<< (32 - n % 32)))

end Jar.Pvm.Word
