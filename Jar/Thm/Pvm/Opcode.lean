import Jar.Pvm.Decode

/-!
# Theorems: the instruction table

About the tables of Gray Paper 0.7.2, appendix A.5: opcodes, names and rows are one to one, the array is the list of rows, and every index of
every program decodes to the instruction of its opcode's row.
-/
namespace Jar.Pvm

/-- The table has 139 rows. -/
theorem length_opcodeRows : opcodeRows.length = 139 := by decide +kernel

/-- Are the elements in strictly ascending order? -/
def ascending : List Nat → Bool
  | a :: b :: rest => a < b && ascending (b :: rest)
  | _ => true

/-- The rows ascend by opcode: none occurs twice. -/
theorem opcodeRows_ascending : ascending (opcodeRows.map fun row => row.opcode.toNat) = true := by decide +kernel

/-- A natural for each name: equal names have equal ones. -/
def nameCode (name : String) : Nat :=
  name.toUTF8.foldl (fun n octet => 256 * n + octet.toNat) 1

/-- Does no element occur twice? -/
def allDifferent : List Nat → Bool
  | a :: rest => rest.all (fun b => !Nat.beq a b) && allDifferent rest
  | [] => true

/-- No name occurs twice: not even their codes do. -/
theorem opcodeRows_names : allDifferent (opcodeRows.map fun row => nameCode row.name) = true := by decide +kernel

/-- Does no operation occur twice? -/
def allDistinct : List Operation → Bool
  | a :: rest => !rest.contains a && allDistinct rest
  | [] => true

/-- No operation occurs twice: an opcode is determined by what it does. -/
theorem opcodeRows_operations : allDistinct (opcodeRows.map OpcodeRow.operation) = true := by decide +kernel

/-- Looking an opcode up in the array finds what its row says. -/
theorem operationOf_eq_rowOperation (opcode : UInt8) : operationOf opcode = rowOperation opcode := by
  have size : operationTable.size = 256 := Array.size_ofFn ..
  have inside : opcode.toNat < operationTable.size := Nat.lt_of_lt_of_le (UInt8.toNat_lt opcode) (Nat.le_of_eq size.symm)
  unfold operationOf
  rw [dite_eq_left inside]
  exact (Array.getElem_ofFn inside).trans (congrArg rowOperation UInt8.ofNat_toNat)

/-- An index that begins no instruction of the table decodes to `trap` (D9). -/
theorem decode_of_none {program : Program} {pc : Nat} (h : program.operation? pc = none) : decode program pc = .trap := by
  unfold decode Program.operation
  rw [h]
  rfl

/-- Where the mask has a bit and the code an opcode of the table, the instruction is that of the row. -/
theorem decode_of_row {program : Program} {pc : Nat} {operation : Operation} (inside : program.isInstruction pc = true)
    (row : rowOperation (byteAt program.code pc) = some operation) :
    decode program pc = decodeAs program.code pc (program.skip pc) operation := by
  unfold decode Program.operation Program.operation?
  rw [ite_eq_left inside, operationOf_eq_rowOperation, row]

/-- The operation of an instruction: decoding loses nothing of it. -/
def Instruction.operation : Instruction → Operation
  | .trap => .trap
  | .fallthrough => .fallthrough
  | .hostCall _ => .hostCall
  | .loadImm .. => .loadImm
  | .storeImm width .. => .storeImm width
  | .jump _ => .jump
  | .jumpInd .. => .jumpInd
  | .load kind .. => .load kind
  | .store width .. => .store width
  | .storeImmInd width .. => .storeImmInd width
  | .loadImmJump .. => .loadImmJump
  | .branchImm condition .. => .branchImm condition
  | .unary op .. => .unary op
  | .sbrk .. => .sbrk
  | .storeInd width .. => .storeInd width
  | .loadInd kind .. => .loadInd kind
  | .binaryImm op .. => .binaryImm op
  | .binaryImmSwapped op .. => .binaryImmSwapped op
  | .moveImmIf condition .. => .moveImmIf condition
  | .branch condition .. => .branch condition
  | .loadImmJumpInd .. => .loadImmJumpInd
  | .binary op .. => .binary op
  | .moveIf condition .. => .moveIf condition

/-- Decoding keeps the operation; `load_imm_64` differs from `load_imm` in its operand only. -/
theorem operation_decodeAs (code : ByteArray) (pc skip : Nat) (operation : Operation) (h : operation ≠ .loadImm64) :
    (decodeAs code pc skip operation).operation = operation := by
  cases operation <;> first | rfl | exact absurd rfl h

end Jar.Pvm
