import Jar.Data.Word
import Jar.Pvm.Program

/-!
# Decoding

Gray Paper 0.7.2, appendix A.5: from an index of the code to an instruction. Decoding cannot fail (docs/machine.md, D9): what is not an
instruction is `trap`, operands beyond the code are zero, register indices above 12 are 12.
-/
namespace Jar.Pvm

/-- Half of an octet: the register that the lower four bits name. -/
@[inline] def lowRegister (octet : UInt8) : Register :=
  Register.ofOctet (octet % 16)

/-- The register that the upper four bits name. -/
@[inline] def highRegister (octet : UInt8) : Register :=
  Register.ofOctet (octet / 16)

/-- min(4, `octet` mod 8): an immediate's length that the instruction gives. -/
@[inline] def statedLength (octet : UInt8) : Nat :=
  min 4 (octet % 8).toNat

/-- An immediate of `n` octets of ζ from `i` on, sign-extended. -/
@[inline] def immediate (code : ByteArray) (i n : Nat) : UInt64 :=
  signExtend (8 * n.toUInt64) (readLe code i n)

/-- ı plus a signed offset of `n` octets of ζ from `i` on. -/
@[inline] def offsetFrom (pc : Nat) (code : ByteArray) (i n : Nat) : Int :=
  (pc : Int) + signed (immediate code i n)

/-- The instruction at `pc`, given its operation and ℓ = skip(`pc`). -/
def decodeAs (code : ByteArray) (pc skip : Nat) (operation : Operation) : Instruction :=
  let octet := byteAt code (pc + 1)
  match operation with
  | .trap => .trap
  | .fallthrough => .fallthrough
  | .hostCall => .hostCall (immediate code (pc + 1) (min 4 skip))
  | .loadImm64 => .loadImm (lowRegister octet) (readLe code (pc + 2) 8)
  | .storeImm width =>
    let x := statedLength octet
    .storeImm width (immediate code (pc + 2) x) (immediate code (pc + 2 + x) (min 4 (skip - x - 1)))
  | .jump => .jump (offsetFrom pc code (pc + 1) (min 4 skip))
  | .jumpInd => .jumpInd (lowRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .loadImm => .loadImm (lowRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .load kind => .load kind (lowRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .store width => .store width (lowRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .storeImmInd width =>
    let x := statedLength (octet / 16)
    .storeImmInd width (lowRegister octet) (immediate code (pc + 2) x) (immediate code (pc + 2 + x) (min 4 (skip - x - 1)))
  | .loadImmJump =>
    let x := statedLength (octet / 16)
    .loadImmJump (lowRegister octet) (immediate code (pc + 2) x) (offsetFrom pc code (pc + 2 + x) (min 4 (skip - x - 1)))
  | .branchImm condition =>
    let x := statedLength (octet / 16)
    .branchImm condition (lowRegister octet) (immediate code (pc + 2) x)
      (offsetFrom pc code (pc + 2 + x) (min 4 (skip - x - 1)))
  | .unary op => .unary op (lowRegister octet) (highRegister octet)
  | .sbrk => .sbrk (lowRegister octet) (highRegister octet)
  | .storeInd width =>
    .storeInd width (lowRegister octet) (highRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .loadInd kind =>
    .loadInd kind (lowRegister octet) (highRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .binaryImm op =>
    .binaryImm op (lowRegister octet) (highRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .binaryImmSwapped op =>
    .binaryImmSwapped op (lowRegister octet) (highRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .moveImmIf condition =>
    .moveImmIf condition (lowRegister octet) (highRegister octet) (immediate code (pc + 2) (min 4 (skip - 1)))
  | .branch condition =>
    .branch condition (lowRegister octet) (highRegister octet) (offsetFrom pc code (pc + 2) (min 4 (skip - 1)))
  | .loadImmJumpInd =>
    let x := statedLength (byteAt code (pc + 2))
    .loadImmJumpInd (lowRegister octet) (highRegister octet) (immediate code (pc + 3) x)
      (immediate code (pc + 3 + x) (min 4 (skip - x - 2)))
  | .binary op =>
    .binary op (Register.ofOctet (byteAt code (pc + 2))) (lowRegister octet) (highRegister octet)
  | .moveIf condition =>
    .moveIf condition (Register.ofOctet (byteAt code (pc + 2))) (lowRegister octet) (highRegister octet)

/-- The instruction at `pc`. -/
def decode (program : Program) (pc : Nat) : Instruction :=
  decodeAs program.code pc (program.skip pc) (program.operation pc)

end Jar.Pvm
