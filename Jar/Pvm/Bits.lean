import Jar.Data.Word
import Jar.Pvm.Instruction

/-!
# Functions of one word

Gray Paper 0.7.2, appendix A.5.9: counting bits, extension, reversal of octets.
-/
namespace Jar.Pvm

/-- The number of ones among the `n` lowest bits. -/
def countOnes (x : UInt64) : (n : Nat) → UInt64
  | 0 => 0
  | n + 1 => (x &&& 1) + countOnes (x >>> 1) n

/-- The number of zeros below the lowest one among the `n` lowest bits. -/
def trailingZeros (x : UInt64) : (n : Nat) → UInt64
  | 0 => 0
  | n + 1 => if x &&& 1 = 1 then 0 else 1 + trailingZeros (x >>> 1) n

/-- The number of zeros above the highest one among the `n` highest bits. -/
def leadingZeros (x : UInt64) : (n : Nat) → UInt64
  | 0 => 0
  | n + 1 => if isNegative x then 0 else 1 + leadingZeros (x <<< 1) n

/-- The `n` lowest octets in reverse order, in front of `acc`. -/
def reverseOctets (x acc : UInt64) : (n : Nat) → UInt64
  | 0 => acc
  | n + 1 => reverseOctets (x / 256) (acc * 256 + x % 256) n

/-- φ′_D as a function of φ_A. -/
def UnaryOp.apply (op : UnaryOp) (a : UInt64) : UInt64 :=
  match op with
  | .move => a
  | .countSetBits64 => countOnes a 64
  | .countSetBits32 => countOnes a 32
  | .leadingZeroBits64 => leadingZeros a 64
  | .leadingZeroBits32 => leadingZeros (a <<< 32) 32
  | .trailingZeroBits64 => trailingZeros a 64
  | .trailingZeroBits32 => trailingZeros a 32
  | .signExtend8 => signExtend 8 (a % 0x100)
  | .signExtend16 => signExtend 16 (a % 0x10000)
  | .zeroExtend16 => a % 0x10000
  | .reverseBytes => reverseOctets a 0 8

end Jar.Pvm
