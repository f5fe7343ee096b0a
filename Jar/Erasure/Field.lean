/-!
# The field of 2^16 elements

Gray Paper 0.7.2, appendix H.2: 𝔽₂[x] modulo x^16 + x^5 + x^3 + x^2 + 1. Bit i of an element is the coefficient of α^i. Addition and subtraction are both
the exclusive or of words. Words of a message are elements in another basis, the Cantor basis.
-/
namespace Jar.Erasure

/-- The product with α. -/
def timesAlpha (a : UInt16) : UInt16 :=
  (a <<< 1) ^^^ (if a &&& 0x8000 = 0 then 0 else 0x002d)

/-- The product of `a` with the `n` lowest coefficients of `b`. -/
def multiplyLow (a b : UInt16) : (n : Nat) → UInt16
  | 0 => 0
  | n + 1 => (if b &&& 1 = 0 then 0 else a) ^^^ multiplyLow (timesAlpha a) (b >>> 1) n

/-- The product. -/
def multiply (a b : UInt16) : UInt16 := multiplyLow a b 16

/-- a · a² · a⁴ · …: `n` factors, each the square of the one before. -/
def productOfSquares (a : UInt16) : (n : Nat) → UInt16
  | 0 => 1
  | n + 1 => multiply a (productOfSquares (multiply a a) n)

/-- The inverse, a^(2^16 − 2); zero for zero. -/
def inverse (a : UInt16) : UInt16 := productOfSquares (multiply a a) 15

/-- The sum of the vectors that a word selects; the lowest bit is for the first. -/
def combine (word : UInt16) : (vectors : List UInt16) → UInt16
  | [] => 0
  | vector :: vectors => (if word &&& 1 = 0 then 0 else vector) ^^^ combine (word >>> 1) vectors

/-- v₀ … v₁₅: the Cantor basis. -/
def cantorBasis : List UInt16 :=
  [0x0001, 0xacca, 0x3c0e, 0x163e, 0xc582, 0xed2e, 0x914c, 0x4012, 0x6c98, 0x10d8, 0x6a72, 0xb900, 0xfdb8, 0xfb34, 0xff38, 0x991e]

/-- α⁰ … α¹⁵ as words in the Cantor basis: the inverse of the matrix above. -/
def alphaBasis : List UInt16 :=
  [0x0001, 0x4690, 0x65d8, 0x62d0, 0x5734, 0x45f0, 0x53b8, 0x1e38, 0x7cae, 0x4e38, 0x6708, 0xc25c, 0x7a64, 0x9eac, 0x1124, 0x523a]

/-- The element that a word represents, m̃. -/
def ofWord (word : UInt16) : UInt16 := combine word cantorBasis

/-- The word that represents an element. -/
def toWord (element : UInt16) : UInt16 := combine element alphaBasis

end Jar.Erasure
