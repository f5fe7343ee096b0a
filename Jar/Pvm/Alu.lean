import Jar.Pvm.Compare
import Jar.Pvm.Division
import Jar.Pvm.Shift

/-!
# Functions of two words

Gray Paper 0.7.2, appendix A.5.10 and A.5.13, without the conditional moves. The 32-bit forms extend their result's sign.
-/
namespace Jar.Pvm

/-- φ′_D as a function of the first and the second operand. -/
def BinaryOp.apply (op : BinaryOp) (a b : UInt64) : UInt64 :=
  match op with
  | .add32 => extend32 (a + b)
  | .sub32 => extend32 (a - b)
  | .mul32 => extend32 (a * b)
  | .divU32 => Word.divU32 a b
  | .divS32 => Word.divS32 a b
  | .remU32 => Word.remU32 a b
  | .remS32 => Word.remS32 a b
  | .shiftLeft32 => Word.shiftLeft32 a b
  | .shiftRight32 => Word.shiftRight32 a b
  | .shiftRightS32 => Word.shiftRightS32 a b
  | .add64 => a + b
  | .sub64 => a - b
  | .mul64 => a * b
  | .divU64 => Word.divU64 a b
  | .divS64 => Word.divS64 a b
  | .remU64 => Word.remU64 a b
  | .remS64 => Word.remS64 a b
  | .shiftLeft64 => a <<< (b % 64)
  | .shiftRight64 => a >>> (b % 64)
  | .shiftRightS64 => Word.shiftRightS64 a b
  | .and => a &&& b
  | .xor => a ^^^ b
  | .or => a ||| b
  | .mulUpperSS => Word.mulUpperSS a b
  | .mulUpperUU => Word.mulUpperUU a b
  | .mulUpperSU => Word.mulUpperSU a b
  | .setLtU => ofBool (decide (a < b))
  | .setLtS => ofBool (signedLess a b)
  | .rotateLeft64 => Word.rotateLeft64 a b
  | .rotateLeft32 => Word.rotateLeft32 a b
  | .rotateRight64 => Word.rotateRight64 a b
  | .rotateRight32 => Word.rotateRight32 a b
  | .andInv => a &&& ~~~b
  | .orInv => a ||| ~~~b
  | .xnor => ~~~(a ^^^ b)
  | .maxS => if signedLess a b then b else a
  | .maxU => if a < b then b else a
  | .minS => if signedLess b a then b else a
  | .minU => if b < a then b else a

end Jar.Pvm
