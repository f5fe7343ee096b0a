import Jar.Data.Word
import Jar.Pvm.Instruction

/-!
# Comparisons

The relations of Gray Paper 0.7.2, appendix A.5.8, A.5.10, A.5.11 and A.5.13, between words as naturals and as integers.
-/
namespace Jar.Pvm

/-- Z₈(a) < Z₈(b): adding 2^63 to both makes the order that of naturals. -/
@[inline] def signedLess (a b : UInt64) : Bool :=
  decide (a + signBit < b + signBit)

/-- Does the condition hold between `a` and `b`? -/
def Condition.holds (condition : Condition) (a b : UInt64) : Bool :=
  match condition with
  | .eq => a == b
  | .ne => a != b
  | .ltU => decide (a < b)
  | .leU => decide (a ≤ b)
  | .geU => decide (b ≤ a)
  | .gtU => decide (b < a)
  | .ltS => signedLess a b
  | .leS => !signedLess b a
  | .geS => !signedLess a b
  | .gtS => signedLess b a

end Jar.Pvm
