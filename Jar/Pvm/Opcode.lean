import Jar.Pvm.Instruction

/-!
# The instruction table

Gray Paper 0.7.2, appendix A.5 (every row of every table) and A.3 (the set T of terminators): opcode, name, operation. The shape of the
operands and whether the opcode ends a basic block follow from the operation.
-/
namespace Jar.Pvm

/-- The operands of an instruction, named as the headings of A.5.1 to A.5.13. -/
inductive Shape where
  | noArguments | oneImmediate | oneRegisterOneExtendedImmediate | twoImmediates | oneOffset | oneRegisterOneImmediate
  | oneRegisterTwoImmediates | oneRegisterOneImmediateOneOffset | twoRegisters | twoRegistersOneImmediate
  | twoRegistersOneOffset | twoRegistersTwoImmediates | threeRegisters
deriving DecidableEq, Inhabited

/-- The name of a shape in the text form of the table. -/
def Shape.name : Shape → String
  | .noArguments => "no_arguments"
  | .oneImmediate => "one_immediate"
  | .oneRegisterOneExtendedImmediate => "one_register_one_extended_immediate"
  | .twoImmediates => "two_immediates"
  | .oneOffset => "one_offset"
  | .oneRegisterOneImmediate => "one_register_one_immediate"
  | .oneRegisterTwoImmediates => "one_register_two_immediates"
  | .oneRegisterOneImmediateOneOffset => "one_register_one_immediate_one_offset"
  | .twoRegisters => "two_registers"
  | .twoRegistersOneImmediate => "two_registers_one_immediate"
  | .twoRegistersOneOffset => "two_registers_one_offset"
  | .twoRegistersTwoImmediates => "two_registers_two_immediates"
  | .threeRegisters => "three_registers"

namespace Operation

/-- The operands that the operation takes. -/
def shape : Operation → Shape
  | .trap | .fallthrough => .noArguments
  | .hostCall => .oneImmediate
  | .loadImm64 => .oneRegisterOneExtendedImmediate
  | .storeImm _ => .twoImmediates
  | .jump => .oneOffset
  | .jumpInd | .loadImm | .load _ | .store _ => .oneRegisterOneImmediate
  | .storeImmInd _ => .oneRegisterTwoImmediates
  | .loadImmJump | .branchImm _ => .oneRegisterOneImmediateOneOffset
  | .unary _ | .sbrk => .twoRegisters
  | .storeInd _ | .loadInd _ | .binaryImm _ | .binaryImmSwapped _ | .moveImmIf _ => .twoRegistersOneImmediate
  | .branch _ => .twoRegistersOneOffset
  | .loadImmJumpInd => .twoRegistersTwoImmediates
  | .binary _ | .moveIf _ => .threeRegisters

/-- T: does the operation end a basic block? -/
@[inline] def terminates : Operation → Bool
  | .trap | .fallthrough => true
  | .jump | .jumpInd => true
  | .loadImmJump | .loadImmJumpInd => true
  | .branch _ | .branchImm _ => true
  | _ => false

end Operation

/-- One row of the instruction tables. -/
structure OpcodeRow where
  opcode : UInt8
  name : String
  operation : Operation

/-- U: all rows, ascending by opcode. -/
def opcodeRows : List OpcodeRow := [
  ⟨0, "trap", .trap⟩,
  ⟨1, "fallthrough", .fallthrough⟩,
  ⟨10, "ecalli", .hostCall⟩,
  ⟨20, "load_imm_64", .loadImm64⟩,
  ⟨30, "store_imm_u8", .storeImm .w8⟩,
  ⟨31, "store_imm_u16", .storeImm .w16⟩,
  ⟨32, "store_imm_u32", .storeImm .w32⟩,
  ⟨33, "store_imm_u64", .storeImm .w64⟩,
  ⟨40, "jump", .jump⟩,
  ⟨50, "jump_ind", .jumpInd⟩,
  ⟨51, "load_imm", .loadImm⟩,
  ⟨52, "load_u8", .load .u8⟩,
  ⟨53, "load_i8", .load .i8⟩,
  ⟨54, "load_u16", .load .u16⟩,
  ⟨55, "load_i16", .load .i16⟩,
  ⟨56, "load_u32", .load .u32⟩,
  ⟨57, "load_i32", .load .i32⟩,
  ⟨58, "load_u64", .load .u64⟩,
  ⟨59, "store_u8", .store .w8⟩,
  ⟨60, "store_u16", .store .w16⟩,
  ⟨61, "store_u32", .store .w32⟩,
  ⟨62, "store_u64", .store .w64⟩,
  ⟨70, "store_imm_ind_u8", .storeImmInd .w8⟩,
  ⟨71, "store_imm_ind_u16", .storeImmInd .w16⟩,
  ⟨72, "store_imm_ind_u32", .storeImmInd .w32⟩,
  ⟨73, "store_imm_ind_u64", .storeImmInd .w64⟩,
  ⟨80, "load_imm_jump", .loadImmJump⟩,
  ⟨81, "branch_eq_imm", .branchImm .eq⟩,
  ⟨82, "branch_ne_imm", .branchImm .ne⟩,
  ⟨83, "branch_lt_u_imm", .branchImm .ltU⟩,
  ⟨84, "branch_le_u_imm", .branchImm .leU⟩,
  ⟨85, "branch_ge_u_imm", .branchImm .geU⟩,
  ⟨86, "branch_gt_u_imm", .branchImm .gtU⟩,
  ⟨87, "branch_lt_s_imm", .branchImm .ltS⟩,
  ⟨88, "branch_le_s_imm", .branchImm .leS⟩,
  ⟨89, "branch_ge_s_imm", .branchImm .geS⟩,
  ⟨90, "branch_gt_s_imm", .branchImm .gtS⟩,
  ⟨100, "move_reg", .unary .move⟩,
  ⟨101, "sbrk", .sbrk⟩,
  ⟨102, "count_set_bits_64", .unary .countSetBits64⟩,
  ⟨103, "count_set_bits_32", .unary .countSetBits32⟩,
  ⟨104, "leading_zero_bits_64", .unary .leadingZeroBits64⟩,
  ⟨105, "leading_zero_bits_32", .unary .leadingZeroBits32⟩,
  ⟨106, "trailing_zero_bits_64", .unary .trailingZeroBits64⟩,
  ⟨107, "trailing_zero_bits_32", .unary .trailingZeroBits32⟩,
  ⟨108, "sign_extend_8", .unary .signExtend8⟩,
  ⟨109, "sign_extend_16", .unary .signExtend16⟩,
  ⟨110, "zero_extend_16", .unary .zeroExtend16⟩,
  ⟨111, "reverse_bytes", .unary .reverseBytes⟩,
  ⟨120, "store_ind_u8", .storeInd .w8⟩,
  ⟨121, "store_ind_u16", .storeInd .w16⟩,
  ⟨122, "store_ind_u32", .storeInd .w32⟩,
  ⟨123, "store_ind_u64", .storeInd .w64⟩,
  ⟨124, "load_ind_u8", .loadInd .u8⟩,
  ⟨125, "load_ind_i8", .loadInd .i8⟩,
  ⟨126, "load_ind_u16", .loadInd .u16⟩,
  ⟨127, "load_ind_i16", .loadInd .i16⟩,
  ⟨128, "load_ind_u32", .loadInd .u32⟩,
  ⟨129, "load_ind_i32", .loadInd .i32⟩,
  ⟨130, "load_ind_u64", .loadInd .u64⟩,
  ⟨131, "add_imm_32", .binaryImm .add32⟩,
  ⟨132, "and_imm", .binaryImm .and⟩,
  ⟨133, "xor_imm", .binaryImm .xor⟩,
  ⟨134, "or_imm", .binaryImm .or⟩,
  ⟨135, "mul_imm_32", .binaryImm .mul32⟩,
  ⟨136, "set_lt_u_imm", .binaryImm .setLtU⟩,
  ⟨137, "set_lt_s_imm", .binaryImm .setLtS⟩,
  ⟨138, "shlo_l_imm_32", .binaryImm .shiftLeft32⟩,
  ⟨139, "shlo_r_imm_32", .binaryImm .shiftRight32⟩,
  ⟨140, "shar_r_imm_32", .binaryImm .shiftRightS32⟩,
  ⟨141, "neg_add_imm_32", .binaryImmSwapped .sub32⟩,
  ⟨142, "set_gt_u_imm", .binaryImmSwapped .setLtU⟩,
  ⟨143, "set_gt_s_imm", .binaryImmSwapped .setLtS⟩,
  ⟨144, "shlo_l_imm_alt_32", .binaryImmSwapped .shiftLeft32⟩,
  ⟨145, "shlo_r_imm_alt_32", .binaryImmSwapped .shiftRight32⟩,
  ⟨146, "shar_r_imm_alt_32", .binaryImmSwapped .shiftRightS32⟩,
  ⟨147, "cmov_iz_imm", .moveImmIf .eq⟩,
  ⟨148, "cmov_nz_imm", .moveImmIf .ne⟩,
  ⟨149, "add_imm_64", .binaryImm .add64⟩,
  ⟨150, "mul_imm_64", .binaryImm .mul64⟩,
  ⟨151, "shlo_l_imm_64", .binaryImm .shiftLeft64⟩,
  ⟨152, "shlo_r_imm_64", .binaryImm .shiftRight64⟩,
  ⟨153, "shar_r_imm_64", .binaryImm .shiftRightS64⟩,
  ⟨154, "neg_add_imm_64", .binaryImmSwapped .sub64⟩,
  ⟨155, "shlo_l_imm_alt_64", .binaryImmSwapped .shiftLeft64⟩,
  ⟨156, "shlo_r_imm_alt_64", .binaryImmSwapped .shiftRight64⟩,
  ⟨157, "shar_r_imm_alt_64", .binaryImmSwapped .shiftRightS64⟩,
  ⟨158, "rot_r_64_imm", .binaryImm .rotateRight64⟩,
  ⟨159, "rot_r_64_imm_alt", .binaryImmSwapped .rotateRight64⟩,
  ⟨160, "rot_r_32_imm", .binaryImm .rotateRight32⟩,
  ⟨161, "rot_r_32_imm_alt", .binaryImmSwapped .rotateRight32⟩,
  ⟨170, "branch_eq", .branch .eq⟩,
  ⟨171, "branch_ne", .branch .ne⟩,
  ⟨172, "branch_lt_u", .branch .ltU⟩,
  ⟨173, "branch_lt_s", .branch .ltS⟩,
  ⟨174, "branch_ge_u", .branch .geU⟩,
  ⟨175, "branch_ge_s", .branch .geS⟩,
  ⟨180, "load_imm_jump_ind", .loadImmJumpInd⟩,
  ⟨190, "add_32", .binary .add32⟩,
  ⟨191, "sub_32", .binary .sub32⟩,
  ⟨192, "mul_32", .binary .mul32⟩,
  ⟨193, "div_u_32", .binary .divU32⟩,
  ⟨194, "div_s_32", .binary .divS32⟩,
  ⟨195, "rem_u_32", .binary .remU32⟩,
  ⟨196, "rem_s_32", .binary .remS32⟩,
  ⟨197, "shlo_l_32", .binary .shiftLeft32⟩,
  ⟨198, "shlo_r_32", .binary .shiftRight32⟩,
  ⟨199, "shar_r_32", .binary .shiftRightS32⟩,
  ⟨200, "add_64", .binary .add64⟩,
  ⟨201, "sub_64", .binary .sub64⟩,
  ⟨202, "mul_64", .binary .mul64⟩,
  ⟨203, "div_u_64", .binary .divU64⟩,
  ⟨204, "div_s_64", .binary .divS64⟩,
  ⟨205, "rem_u_64", .binary .remU64⟩,
  ⟨206, "rem_s_64", .binary .remS64⟩,
  ⟨207, "shlo_l_64", .binary .shiftLeft64⟩,
  ⟨208, "shlo_r_64", .binary .shiftRight64⟩,
  ⟨209, "shar_r_64", .binary .shiftRightS64⟩,
  ⟨210, "and", .binary .and⟩,
  ⟨211, "xor", .binary .xor⟩,
  ⟨212, "or", .binary .or⟩,
  ⟨213, "mul_upper_s_s", .binary .mulUpperSS⟩,
  ⟨214, "mul_upper_u_u", .binary .mulUpperUU⟩,
  ⟨215, "mul_upper_s_u", .binary .mulUpperSU⟩,
  ⟨216, "set_lt_u", .binary .setLtU⟩,
  ⟨217, "set_lt_s", .binary .setLtS⟩,
  ⟨218, "cmov_iz", .moveIf .eq⟩,
  ⟨219, "cmov_nz", .moveIf .ne⟩,
  ⟨220, "rot_l_64", .binary .rotateLeft64⟩,
  ⟨221, "rot_l_32", .binary .rotateLeft32⟩,
  ⟨222, "rot_r_64", .binary .rotateRight64⟩,
  ⟨223, "rot_r_32", .binary .rotateRight32⟩,
  ⟨224, "and_inv", .binary .andInv⟩,
  ⟨225, "or_inv", .binary .orInv⟩,
  ⟨226, "xnor", .binary .xnor⟩,
  ⟨227, "max", .binary .maxS⟩,
  ⟨228, "max_u", .binary .maxU⟩,
  ⟨229, "min", .binary .minS⟩,
  ⟨230, "min_u", .binary .minU⟩]

/-- What the rows say about an octet; `none` outside U. -/
def rowOperation (opcode : UInt8) : Option Operation :=
  (opcodeRows.find? fun row => row.opcode == opcode).map OpcodeRow.operation

/-- What the rows say about every octet, built once. -/
def operationTable : Array (Option Operation) :=
  Array.ofFn (n := 256) fun octet => rowOperation (UInt8.ofNat octet.val)

/-- The operation of an octet; `none` outside U. -/
@[inline] def operationOf (opcode : UInt8) : Option Operation :=
  if h : opcode.toNat < operationTable.size then operationTable[opcode.toNat] else none

end Jar.Pvm
