import Jar.Codec.Natural
import Jar.Pvm.Opcode

/-!
# Programs

Gray Paper 0.7.2, appendix A.1 (deblob), A.2 (skip) and A.3 (ϖ, the starts of basic blocks). The jump table stays in its encoded form, so
that a table of 2^60 entries of no octets costs nothing (docs/machine.md, D11). Nothing is computed ahead: whether an index begins an
instruction or a basic block depends on the 25 octets before it only.
-/
namespace Jar.Pvm

/-- A parsed program blob. -/
structure Program where
  /-- **c**, the instruction data. -/
  code : ByteArray
  /-- **k**, the opcode bitmask, eight bits to an octet, least significant first. -/
  mask : ByteArray
  /-- E_z(**j**), the entries of the jump table one after another. -/
  jumpTable : ByteArray
  /-- z, the octets of an entry. -/
  jumpSize : Nat
  /-- |**j**|. -/
  jumpCount : UInt64
deriving Inhabited

/-- The largest skip. -/
def maxSkip : Nat := 24

namespace Program

/-- **k**_i for an index of the code. -/
@[inline] def maskBit (program : Program) (i : Nat) : Bool :=
  (byteAt program.mask (i / 8) >>> (i % 8).toUInt8) &&& 1 != 0

/-- Does an instruction begin at `i`? -/
@[inline] def isInstruction (program : Program) (i : Nat) : Bool :=
  i < program.code.size && program.maskBit i

/-- The first index from `i` on, but at most `n` further, that has its bit in **k** ‖ [1, 1, …]. -/
def nextBit (program : Program) (i : Nat) : (n : Nat) → Nat
  | 0 => i
  | n + 1 => if i < program.code.size && !program.maskBit i then nextBit program (i + 1) n else i

/-- i + 1 + skip(i): where the instruction behind the one at `i` begins. -/
@[inline] def next (program : Program) (i : Nat) : Nat :=
  program.nextBit (i + 1) maxSkip

/-- skip(i). -/
@[inline] def skip (program : Program) (i : Nat) : Nat :=
  program.next i - (i + 1)

/-- The operation at `i` if **k**_i = 1 and **c**_i ∈ U. -/
@[inline] def operation? (program : Program) (i : Nat) : Option Operation :=
  if program.isInstruction i then operationOf (byteAt program.code i) else none

/-- The operation whose opcode is opcode(i): `trap` where there is none. -/
@[inline] def operation (program : Program) (i : Nat) : Operation :=
  match program.operation? i with
  | some operation => operation
  | none => .trap

/-- Does the instruction at `i` end a basic block? -/
def terminatesAt (program : Program) (i : Nat) : Bool :=
  match program.operation? i with
  | some operation => operation.terminates
  | none => false

/-- Is the nearest instruction below `i`, at most `n` octets away, a terminator? It is the only one that `i` can follow. -/
def followsTerminator (program : Program) : (i n : Nat) → Bool
  | i + 1, n + 1 => if program.maskBit i then program.terminatesAt i else followsTerminator program i n
  | _, _ => false

/-- i ∈ ϖ. -/
def isBlockStart (program : Program) (i : Nat) : Bool :=
  (program.operation? i).isSome && (i == 0 || program.followsTerminator i (maxSkip + 1))

/-- i ∈ ϖ for the target of a jump. -/
def isJumpTarget (program : Program) (target : Int) : Bool :=
  match target with
  | .ofNat i => program.isBlockStart i
  | .negSucc _ => false

/-- **j**_i. -/
def jumpEntry (program : Program) (i : Nat) : UInt64 :=
  readLe program.jumpTable (i * program.jumpSize) (min program.jumpSize 8)

end Program

/-- Are the octets `i`, …, `i + n − 1` zero? -/
def isZeroRange (bytes : ByteArray) (i : Nat) : (n : Nat) → Bool
  | 0 => true
  | n + 1 => byteAt bytes i == 0 && isZeroRange bytes (i + 1) n

/-- Are the octets above the eighth zero in `count` entries of `size` octets, the first of them at `i`? -/
def entriesFit (table : ByteArray) (size i : Nat) : (count : Nat) → Bool
  | 0 => true
  | count + 1 => isZeroRange table (i + 8) (size - 8) && entriesFit table size (i + size) count

/-- Are the bits of the mask behind the last octet of the code zero? -/
def paddingIsZero (mask : ByteArray) (codeSize : Nat) : Bool :=
  codeSize % 8 == 0 || byteAt mask (codeSize / 8) >>> (codeSize % 8).toUInt8 == 0

/-- deblob: `none` unless **p** = E(|**j**|) ‖ E₁(z) ‖ E(|**c**|) ‖ E_z(**j**) ‖ **c** ‖ bits(**k**) with |**k**| = |**c**|. -/
def deblob (blob : ByteArray) : Option Program :=
  match Codec.decodeNatural blob 0 with
  | none => none
  | some jumps =>
    if blob.size ≤ jumps.next then none
    else
      match Codec.decodeNatural blob (jumps.next + 1) with
      | none => none
      | some codeLength =>
        let size := (byteAt blob jumps.next).toNat
        let tableEnd := codeLength.next + jumps.value.toNat * size
        let codeEnd := tableEnd + codeLength.value.toNat
        if blob.size ≠ codeEnd + (codeLength.value.toNat + 7) / 8 then none
        else
          let program : Program := {
            code := blob.extract tableEnd codeEnd
            mask := blob.extract codeEnd blob.size
            jumpTable := blob.extract codeLength.next tableEnd
            jumpSize := size
            jumpCount := jumps.value
          }
          if paddingIsZero program.mask codeLength.value.toNat
              && (size ≤ 8 || entriesFit program.jumpTable size 0 jumps.value.toNat) then
            some program
          else none

end Jar.Pvm
