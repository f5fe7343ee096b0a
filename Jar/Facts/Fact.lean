import Jar.Pvm.Access
import Jar.Pvm.Alu
import Jar.Pvm.Bits
import Jar.Pvm.Decode

/-!
# Facts

Statements about single rules of Gray Paper 0.7.2, appendix A.5, that can be evaluated. The modules beside this one list several hundred of
them; the kernel checks them (`Jar.Thm.Pvm.Examples`), and so does the compiled code (`Jar.Export.Examples`).
-/
namespace Jar.Pvm

/-- A statement that can be evaluated. -/
inductive Fact where
  | binary (op : BinaryOp) (a b result : UInt64)
  | unary (op : UnaryOp) (a result : UInt64)
  | condition (condition : Condition) (a b : UInt64) (holds : Bool)
  | load (kind : LoadKind) (word result : UInt64)
  /-- The octets of an instruction, put behind a `fallthrough`, and what they mean. -/
  | decoded (octets : List UInt8) (instruction : Instruction)

/-- A program of a `fallthrough` and the given octets as one instruction. -/
def programOf (octets : List UInt8) : Program :=
  { code := octets.foldl ByteArray.push (ByteArray.empty.push 1)
    mask := ((ByteArray.empty.push 3).push 0).push 0, jumpTable := .empty, jumpSize := 0, jumpCount := 0 }

/-- Does the model agree? -/
def Fact.holds : Fact → Bool
  | .binary op a b result => op.apply a b == result
  | .unary op a result => op.apply a == result
  | .condition relation a b result => relation.holds a b == result
  | .load kind word result => kind.extend word == result
  | .decoded octets instruction => decode (programOf octets) 1 == instruction

end Jar.Pvm
