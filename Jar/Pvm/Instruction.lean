import Jar.Pvm.Registers

/-!
# Instructions

What an instruction of Gray Paper 0.7.2, appendix A.5, does once its operands are decoded. An opcode names an *operation*; operation and
operands together are an *instruction*. Opcodes that share a rule (a register or an immediate as second operand, or both
swapped) share the operation's inner name, so that every rule is written once. The effects are in the modules of the classes.
-/
namespace Jar.Pvm

/-- The width of a memory access. -/
inductive Width where
  | w8 | w16 | w32 | w64
deriving DecidableEq, Inhabited

/-- In octets. -/
@[inline] def Width.octets : Width → Nat
  | .w8 => 1 | .w16 => 2 | .w32 => 4 | .w64 => 8

/-- How a load fills the register: width, and extension by zeros (`u`) or by the sign (`i`). -/
inductive LoadKind where
  | u8 | i8 | u16 | i16 | u32 | i32 | u64
deriving DecidableEq, Inhabited

/-- The condition of a branch; `U` compares naturals, `S` integers. -/
inductive Condition where
  | eq | ne | ltU | leU | geU | gtU | ltS | leS | geS | gtS
deriving DecidableEq, Inhabited

/-- A function of one word. -/
inductive UnaryOp where
  | move
  | countSetBits64 | countSetBits32 | leadingZeroBits64 | leadingZeroBits32 | trailingZeroBits64 | trailingZeroBits32
  | signExtend8 | signExtend16 | zeroExtend16 | reverseBytes
deriving DecidableEq, Inhabited

/-- A function of two words. -/
inductive BinaryOp where
  | add32 | sub32 | mul32 | divU32 | divS32 | remU32 | remS32 | shiftLeft32 | shiftRight32 | shiftRightS32
  | add64 | sub64 | mul64 | divU64 | divS64 | remU64 | remS64 | shiftLeft64 | shiftRight64 | shiftRightS64
  | and | xor | or | mulUpperSS | mulUpperUU | mulUpperSU | setLtU | setLtS
  | rotateLeft64 | rotateLeft32 | rotateRight64 | rotateRight32 | andInv | orInv | xnor | maxS | maxU | minS | minU
deriving DecidableEq, Inhabited

/-- What an opcode stands for, without operands. -/
inductive Operation where
  | trap | fallthrough
  | hostCall
  | loadImm64
  | storeImm (width : Width)
  | jump
  | jumpInd
  | loadImm
  | load (kind : LoadKind)
  | store (width : Width)
  | storeImmInd (width : Width)
  | loadImmJump
  | branchImm (condition : Condition)
  | unary (op : UnaryOp)
  | sbrk
  | storeInd (width : Width)
  | loadInd (kind : LoadKind)
  | binaryImm (op : BinaryOp)
  | binaryImmSwapped (op : BinaryOp)
  | moveImmIf (condition : Condition)
  | branch (condition : Condition)
  | loadImmJumpInd
  | binary (op : BinaryOp)
  | moveIf (condition : Condition)
deriving DecidableEq, Inhabited

/-- An operation with its operands: `d` is the register that is written, `a`, `b` are read. Immediates are sign-extended words; the targets
of jumps are integers, since they may lie before the code. -/
inductive Instruction where
  | trap
  | fallthrough
  | hostCall (identifier : UInt64)
  | loadImm (d : Register) (value : UInt64)
  | storeImm (width : Width) (address value : UInt64)
  | jump (target : Int)
  /-- Jump to the address φ_b + offset of the jump table. -/
  | jumpInd (b : Register) (offset : UInt64)
  | load (kind : LoadKind) (d : Register) (address : UInt64)
  | store (width : Width) (a : Register) (address : UInt64)
  /-- Store `value` at φ_b + offset. -/
  | storeImmInd (width : Width) (b : Register) (offset value : UInt64)
  | loadImmJump (d : Register) (value : UInt64) (target : Int)
  | branchImm (condition : Condition) (a : Register) (value : UInt64) (target : Int)
  | unary (op : UnaryOp) (d a : Register)
  | sbrk (d a : Register)
  /-- Store φ_a at φ_b + offset. -/
  | storeInd (width : Width) (a b : Register) (offset : UInt64)
  | loadInd (kind : LoadKind) (d b : Register) (offset : UInt64)
  /-- φ′_d = op(φ_a, value). -/
  | binaryImm (op : BinaryOp) (d a : Register) (value : UInt64)
  /-- φ′_d = op(value, φ_b). -/
  | binaryImmSwapped (op : BinaryOp) (d b : Register) (value : UInt64)
  /-- φ′_d = value if the condition holds between φ_b and 0. -/
  | moveImmIf (condition : Condition) (d b : Register) (value : UInt64)
  | branch (condition : Condition) (a b : Register) (target : Int)
  /-- φ′_d = value, and jump to the address φ_b + offset of the jump table (old φ_b, D10). -/
  | loadImmJumpInd (d b : Register) (value offset : UInt64)
  | binary (op : BinaryOp) (d a b : Register)
  /-- φ′_d = φ_a if the condition holds between φ_b and 0. -/
  | moveIf (condition : Condition) (d a b : Register)
deriving DecidableEq, Inhabited

end Jar.Pvm
