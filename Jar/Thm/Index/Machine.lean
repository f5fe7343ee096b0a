import Jar.Thm.Pvm.Arithmetic
import Jar.Thm.Pvm.ArithmeticBits
import Jar.Thm.Pvm.ArithmeticDecode
import Jar.Thm.Pvm.ArithmeticDivision
import Jar.Thm.Pvm.ArithmeticProduct
import Jar.Thm.Pvm.ArithmeticShift
import Jar.Thm.Pvm.Blob
import Jar.Thm.Pvm.Blocks
import Jar.Thm.Pvm.Examples
import Jar.Thm.Pvm.Gas
import Jar.Thm.Pvm.Heap
import Jar.Thm.Pvm.InvariantSearch
import Jar.Thm.Pvm.Opcode
import Jar.Thm.Pvm.Registers
import Jar.Thm.Pvm.Steps
import Jar.Thm.Pvm.Writes
import Jar.Thm.Wire.Export
import Jar.Thm.Wire.Invariant

/-!
# The theorems that we claim: the machine

Gray Paper 0.7.2, appendix A.
-/
open Jar.Pvm

/-! The instruction table and decoding. -/
#print axioms length_opcodeRows
#print axioms opcodeRows_ascending
#print axioms opcodeRows_names
#print axioms opcodeRows_operations
#print axioms operationOf_eq_rowOperation
#print axioms decode_of_none
#print axioms decode_of_row
#print axioms operation_decodeAs
#print axioms isBlockStart_iff

/-! Gas and termination, for both gas models. -/
#print axioms step_gas_le
#print axioms steps_gas_le
#print axioms run_gas_le
#print axioms potential_decreases
#print axioms run_exits

/-! Memory. -/
#print axioms step_memory
#print axioms Memory.isReadable_kept
#print axioms Memory.isWritable_kept
#print axioms Memory.page?_of_not_writable
#print axioms Memory.poke_kept
#print axioms sbrk_memory

/-! Invariants: what is true of every state that the machine can have, and that the search for pages is complete there. -/
#print axioms Memory.page?_eq_some_iff
#print axioms Memory.isReadable_iff
#print axioms Memory.isWritable_iff
#print axioms Memory.isReadable_reserved
#print axioms Memory.store_wellFormed
#print axioms Memory.poke_wellFormed
#print axioms Memory.mapRange_wellFormed
#print axioms standardInitial_sound
#print axioms step_wellFormed
#print axioms run_wellFormed
#print axioms Jar.Wire.Case.start_wellFormed
#print axioms Jar.Wire.runScript_wellFormed
#print axioms Jar.Wire.Case.run_encodable
#print axioms Jar.Export.decode_run_of_ok
#print axioms Jar.Export.decode_run

/-! Composition of runs. -/
#print axioms steps_add
#print axioms steps_add_of_running
#print axioms steps_add_of_exited
#print axioms stepMany_eq

/-! Registers. -/
#print axioms Registers.length_toList
#print axioms Registers.get_set_same
#print axioms Registers.get_set_other

/-! Single rules, evaluated by the kernel. -/
#print axioms binary_facts_hold
#print axioms unary_facts_hold
#print axioms relation_facts_hold
#print axioms decoding_facts_hold

/-! Rules of two words: each is the paper's formula on exact integers. -/
#print axioms Jar.signed_eq
#print axioms Jar.signExtend_eq
#print axioms Jar.toNat_extend32
#print axioms Formula.integer_natural
#print axioms Formula.natural_integer
#print axioms Formula.quotient_remainder
#print axioms Condition.holds_eq
#print axioms BinaryOp.add64_eq
#print axioms BinaryOp.sub64_eq
#print axioms BinaryOp.mul64_eq
#print axioms BinaryOp.add32_eq
#print axioms BinaryOp.sub32_eq
#print axioms BinaryOp.mul32_eq
#print axioms BinaryOp.mulUpperUU_eq
#print axioms BinaryOp.mulUpperSU_eq
#print axioms BinaryOp.mulUpperSS_eq
#print axioms BinaryOp.divU64_eq
#print axioms BinaryOp.divS64_eq
#print axioms BinaryOp.remU64_eq
#print axioms BinaryOp.remS64_eq
#print axioms BinaryOp.divU32_eq
#print axioms BinaryOp.divS32_eq
#print axioms BinaryOp.remU32_eq
#print axioms BinaryOp.remS32_eq
#print axioms BinaryOp.shiftLeft64_eq
#print axioms BinaryOp.shiftRight64_eq
#print axioms BinaryOp.shiftRightS64_eq
#print axioms BinaryOp.shiftLeft32_eq
#print axioms BinaryOp.shiftRight32_eq
#print axioms BinaryOp.shiftRightS32_eq
#print axioms BinaryOp.rotateLeft64_eq
#print axioms BinaryOp.rotateRight64_eq
#print axioms BinaryOp.rotateLeft32_eq
#print axioms BinaryOp.rotateRight32_eq
#print axioms BinaryOp.setLtU_eq
#print axioms BinaryOp.setLtS_eq
#print axioms BinaryOp.maxU_eq
#print axioms BinaryOp.maxS_eq
#print axioms BinaryOp.minU_eq
#print axioms BinaryOp.minS_eq
#print axioms BinaryOp.and_eq
#print axioms BinaryOp.or_eq
#print axioms BinaryOp.xor_eq
#print axioms BinaryOp.andInv_eq
#print axioms BinaryOp.orInv_eq
#print axioms BinaryOp.xnor_eq

/-! Rules of one word, immediates, offsets and loads. -/
#print axioms UnaryOp.countSetBits64_eq
#print axioms UnaryOp.countSetBits32_eq
#print axioms UnaryOp.leadingZeroBits64_eq
#print axioms UnaryOp.leadingZeroBits32_eq
#print axioms UnaryOp.trailingZeroBits64_eq
#print axioms UnaryOp.trailingZeroBits32_eq
#print axioms UnaryOp.signExtend8_eq
#print axioms UnaryOp.signExtend16_eq
#print axioms UnaryOp.zeroExtend16_eq
#print axioms UnaryOp.reverseBytes_eq
#print axioms immediate_eq
#print axioms offsetFrom_eq
#print axioms loadExtend_eq
