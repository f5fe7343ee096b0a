import Jar.Data.Word

/-!
# Multiplication and division

The product and quotient rules of Gray Paper 0.7.2, appendix A.5.10 and A.5.13 (with rtz and smod). Signed forms work on magnitudes: the
quotient is negative if exactly one operand is, the remainder has the sign of the dividend.
-/
namespace Jar.Pvm.Word

/-- a ÷ b of naturals; 2^64 − 1 if b = 0. -/
def divU64 (a b : UInt64) : UInt64 :=
  if b = 0 then 0xffffffffffffffff else a / b

/-- a mod b of naturals; a if b = 0. -/
def remU64 (a b : UInt64) : UInt64 :=
  if b = 0 then a else a % b

/-- rtz(a ÷ b) of integers; −1 if b = 0. For a = −2^63, b = −1 the magnitude 2^63 is the word a, as the rules want. -/
def divS64 (a b : UInt64) : UInt64 :=
  if b = 0 then 0xffffffffffffffff
  else
    let quotient := magnitude a / magnitude b
    if isNegative a != isNegative b then 0 - quotient else quotient

/-- smod(a, b) of integers; a if b = 0. For a = −2^63, b = −1 the remainder is 0, as the rules want. -/
def remS64 (a b : UInt64) : UInt64 :=
  if b = 0 then a
  else
    let remainder := magnitude a % magnitude b
    if isNegative a then 0 - remainder else remainder

/-- 32-bit a ÷ b of naturals. -/
def divU32 (a b : UInt64) : UInt64 :=
  if low32 b = 0 then 0xffffffffffffffff else extend32 (low32 a / low32 b)

/-- 32-bit a mod b of naturals. -/
def remU32 (a b : UInt64) : UInt64 :=
  extend32 (remU64 (low32 a) (low32 b))

/-- 32-bit rtz(a ÷ b) of integers; −2^31 ÷ −1 wraps to −2^31. -/
def divS32 (a b : UInt64) : UInt64 :=
  extend32 (divS64 (extend32 a) (extend32 b))

/-- 32-bit smod(a, b) of integers. -/
def remS32 (a b : UInt64) : UInt64 :=
  extend32 (remS64 (extend32 a) (extend32 b))

/-- ⌊a · b ÷ 2^64⌋ of naturals, from the four products of 32-bit halves. -/
def mulUpperUU (a b : UInt64) : UInt64 :=
  let low := low32 a * low32 b
  let middle := (a >>> 32) * low32 b + (low >>> 32)
  let middle' := low32 a * (b >>> 32) + low32 middle
  (a >>> 32) * (b >>> 32) + (middle >>> 32) + (middle' >>> 32)

/-- ⌊Z₈(a) · b ÷ 2^64⌋: Z₈(a) = a − 2^64 for negative a, which takes b away. -/
def mulUpperSU (a b : UInt64) : UInt64 :=
  if isNegative a then mulUpperUU a b - b else mulUpperUU a b

/-- ⌊Z₈(a) · Z₈(b) ÷ 2^64⌋. -/
def mulUpperSS (a b : UInt64) : UInt64 :=
  if isNegative b then mulUpperSU a b - a else mulUpperSU a b

end Jar.Pvm.Word
