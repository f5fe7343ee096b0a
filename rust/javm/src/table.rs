//! The instruction table (Gray Paper 0.7.2, A.3 and A.5): one row per opcode.
//!
//! Everything that speaks of instructions in general (decoding, disassembly, generators, coverage) derives from
//! [`TABLE`]; the effect of each instruction is the interpreter's.

/// The operand shapes of A.5.1 to A.5.13, in the order of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// A.5.1: no operands.
    None,
    /// A.5.2: one immediate.
    Imm,
    /// A.5.3: one register, one immediate of eight octets.
    RegExtImm,
    /// A.5.4: two immediates.
    TwoImm,
    /// A.5.5: one offset.
    Offset,
    /// A.5.6: one register, one immediate.
    RegImm,
    /// A.5.7: one register, two immediates.
    RegTwoImm,
    /// A.5.8: one register, one immediate, one offset.
    RegImmOffset,
    /// A.5.9: two registers, destination first.
    TwoReg,
    /// A.5.10: two registers, one immediate.
    TwoRegImm,
    /// A.5.11: two registers, one offset.
    TwoRegOffset,
    /// A.5.12: two registers, two immediates.
    TwoRegTwoImm,
    /// A.5.13: three registers.
    ThreeReg,
}

impl Shape {
    /// All shapes, in the order of the paper.
    pub const ALL: [Self; 13] = [
        Self::None,
        Self::Imm,
        Self::RegExtImm,
        Self::TwoImm,
        Self::Offset,
        Self::RegImm,
        Self::RegTwoImm,
        Self::RegImmOffset,
        Self::TwoReg,
        Self::TwoRegImm,
        Self::TwoRegOffset,
        Self::TwoRegTwoImm,
        Self::ThreeReg,
    ];

    /// The heading of A.5 in lower snake case: the name in the text form of the table (`docs/wire.md`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "no_arguments",
            Self::Imm => "one_immediate",
            Self::RegExtImm => "one_register_one_extended_immediate",
            Self::TwoImm => "two_immediates",
            Self::Offset => "one_offset",
            Self::RegImm => "one_register_one_immediate",
            Self::RegTwoImm => "one_register_two_immediates",
            Self::RegImmOffset => "one_register_one_immediate_one_offset",
            Self::TwoReg => "two_registers",
            Self::TwoRegImm => "two_registers_one_immediate",
            Self::TwoRegOffset => "two_registers_one_offset",
            Self::TwoRegTwoImm => "two_registers_two_immediates",
            Self::ThreeReg => "three_registers",
        }
    }
}

/// What kind of work an instruction does; groups the rows for generators and coverage tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Stops with a panic.
    Trap,
    /// Ends a basic block and does nothing else.
    Fallthrough,
    /// Exits to the host.
    HostCall,
    /// Sets a register to an immediate or to another register.
    Immediate,
    /// Reads memory.
    Load,
    /// Writes memory.
    Store,
    /// Unconditional jump to a static target.
    Jump,
    /// Jump through the jump table, or halt.
    JumpIndirect,
    /// Conditional jump to a static target.
    Branch,
    /// Moves the heap break.
    Heap,
    /// Bit counts, extensions, byte order.
    Bits,
    /// Addition, subtraction, multiplication.
    Arithmetic,
    /// Quotients and remainders.
    Divide,
    /// Shifts.
    Shift,
    /// Rotations.
    Rotate,
    /// Bitwise logic.
    Logic,
    /// Comparisons that set a register to 0 or 1.
    Compare,
    /// Conditional moves, minimum, maximum.
    Select,
}

/// One row of the instruction table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The opcode; its discriminant is the octet in the code.
    pub opcode: Opcode,
    /// Lower snake case, as in the paper where the paper names it.
    pub name: &'static str,
    /// Operand shape.
    pub shape: Shape,
    /// Kind of work.
    pub class: Class,
    /// Member of the set T of basic-block terminators (A.3).
    pub terminates: bool,
    /// Gas under the per-instruction model.
    pub gas: u8,
}

/// Every instruction costs the same (A.5).
const GAS: u8 = 1;

impl Class {
    /// Whether instructions of this class end a basic block (the set T of A.3 is a union of classes).
    const fn terminates(self) -> bool {
        matches!(
            self,
            Self::Trap | Self::Fallthrough | Self::Jump | Self::JumpIndirect | Self::Branch
        )
    }
}

macro_rules! instruction_table {
    ($($byte:literal $variant:ident $name:literal $shape:ident $class:ident;)*) => {
        /// The set U of valid opcodes (A.5); the discriminant is the octet in the code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "each variant is documented by its row")]
        pub enum Opcode {
            $($variant = $byte,)*
        }

        /// The instruction table, ascending by opcode.
        pub static TABLE: [Row; 139] = [
            $(Row {
                opcode: Opcode::$variant,
                name: $name,
                shape: Shape::$shape,
                class: Class::$class,
                terminates: Class::$class.terminates(),
                gas: GAS,
            },)*
        ];

        impl Opcode {
            /// The opcode that an octet denotes, if it denotes one.
            #[must_use]
            #[inline]
            pub const fn from_byte(byte: u8) -> Option<Self> {
                match byte {
                    $($byte => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// Operand shape.
            #[must_use]
            #[inline]
            pub const fn shape(self) -> Shape {
                match self {
                    $(Self::$variant => Shape::$shape,)*
                }
            }

            /// Kind of work.
            #[must_use]
            #[inline]
            pub const fn class(self) -> Class {
                match self {
                    $(Self::$variant => Class::$class,)*
                }
            }

            /// Name in lower snake case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

instruction_table! {
    // None
    0 Trap "trap" None Trap;
    1 Fallthrough "fallthrough" None Fallthrough;
    // Imm
    10 Ecalli "ecalli" Imm HostCall;
    // RegExtImm
    20 LoadImm64 "load_imm_64" RegExtImm Immediate;
    // TwoImm
    30 StoreImmU8 "store_imm_u8" TwoImm Store;
    31 StoreImmU16 "store_imm_u16" TwoImm Store;
    32 StoreImmU32 "store_imm_u32" TwoImm Store;
    33 StoreImmU64 "store_imm_u64" TwoImm Store;
    // Offset
    40 Jump "jump" Offset Jump;
    // RegImm
    50 JumpInd "jump_ind" RegImm JumpIndirect;
    51 LoadImm "load_imm" RegImm Immediate;
    52 LoadU8 "load_u8" RegImm Load;
    53 LoadI8 "load_i8" RegImm Load;
    54 LoadU16 "load_u16" RegImm Load;
    55 LoadI16 "load_i16" RegImm Load;
    56 LoadU32 "load_u32" RegImm Load;
    57 LoadI32 "load_i32" RegImm Load;
    58 LoadU64 "load_u64" RegImm Load;
    59 StoreU8 "store_u8" RegImm Store;
    60 StoreU16 "store_u16" RegImm Store;
    61 StoreU32 "store_u32" RegImm Store;
    62 StoreU64 "store_u64" RegImm Store;
    // RegTwoImm
    70 StoreImmIndU8 "store_imm_ind_u8" RegTwoImm Store;
    71 StoreImmIndU16 "store_imm_ind_u16" RegTwoImm Store;
    72 StoreImmIndU32 "store_imm_ind_u32" RegTwoImm Store;
    73 StoreImmIndU64 "store_imm_ind_u64" RegTwoImm Store;
    // RegImmOffset
    80 LoadImmJump "load_imm_jump" RegImmOffset Jump;
    81 BranchEqImm "branch_eq_imm" RegImmOffset Branch;
    82 BranchNeImm "branch_ne_imm" RegImmOffset Branch;
    83 BranchLtUImm "branch_lt_u_imm" RegImmOffset Branch;
    84 BranchLeUImm "branch_le_u_imm" RegImmOffset Branch;
    85 BranchGeUImm "branch_ge_u_imm" RegImmOffset Branch;
    86 BranchGtUImm "branch_gt_u_imm" RegImmOffset Branch;
    87 BranchLtSImm "branch_lt_s_imm" RegImmOffset Branch;
    88 BranchLeSImm "branch_le_s_imm" RegImmOffset Branch;
    89 BranchGeSImm "branch_ge_s_imm" RegImmOffset Branch;
    90 BranchGtSImm "branch_gt_s_imm" RegImmOffset Branch;
    // TwoReg
    100 MoveReg "move_reg" TwoReg Immediate;
    101 Sbrk "sbrk" TwoReg Heap;
    102 CountSetBits64 "count_set_bits_64" TwoReg Bits;
    103 CountSetBits32 "count_set_bits_32" TwoReg Bits;
    104 LeadingZeroBits64 "leading_zero_bits_64" TwoReg Bits;
    105 LeadingZeroBits32 "leading_zero_bits_32" TwoReg Bits;
    106 TrailingZeroBits64 "trailing_zero_bits_64" TwoReg Bits;
    107 TrailingZeroBits32 "trailing_zero_bits_32" TwoReg Bits;
    108 SignExtend8 "sign_extend_8" TwoReg Bits;
    109 SignExtend16 "sign_extend_16" TwoReg Bits;
    110 ZeroExtend16 "zero_extend_16" TwoReg Bits;
    111 ReverseBytes "reverse_bytes" TwoReg Bits;
    // TwoRegImm
    120 StoreIndU8 "store_ind_u8" TwoRegImm Store;
    121 StoreIndU16 "store_ind_u16" TwoRegImm Store;
    122 StoreIndU32 "store_ind_u32" TwoRegImm Store;
    123 StoreIndU64 "store_ind_u64" TwoRegImm Store;
    124 LoadIndU8 "load_ind_u8" TwoRegImm Load;
    125 LoadIndI8 "load_ind_i8" TwoRegImm Load;
    126 LoadIndU16 "load_ind_u16" TwoRegImm Load;
    127 LoadIndI16 "load_ind_i16" TwoRegImm Load;
    128 LoadIndU32 "load_ind_u32" TwoRegImm Load;
    129 LoadIndI32 "load_ind_i32" TwoRegImm Load;
    130 LoadIndU64 "load_ind_u64" TwoRegImm Load;
    131 AddImm32 "add_imm_32" TwoRegImm Arithmetic;
    132 AndImm "and_imm" TwoRegImm Logic;
    133 XorImm "xor_imm" TwoRegImm Logic;
    134 OrImm "or_imm" TwoRegImm Logic;
    135 MulImm32 "mul_imm_32" TwoRegImm Arithmetic;
    136 SetLtUImm "set_lt_u_imm" TwoRegImm Compare;
    137 SetLtSImm "set_lt_s_imm" TwoRegImm Compare;
    138 ShloLImm32 "shlo_l_imm_32" TwoRegImm Shift;
    139 ShloRImm32 "shlo_r_imm_32" TwoRegImm Shift;
    140 SharRImm32 "shar_r_imm_32" TwoRegImm Shift;
    141 NegAddImm32 "neg_add_imm_32" TwoRegImm Arithmetic;
    142 SetGtUImm "set_gt_u_imm" TwoRegImm Compare;
    143 SetGtSImm "set_gt_s_imm" TwoRegImm Compare;
    144 ShloLImmAlt32 "shlo_l_imm_alt_32" TwoRegImm Shift;
    145 ShloRImmAlt32 "shlo_r_imm_alt_32" TwoRegImm Shift;
    146 SharRImmAlt32 "shar_r_imm_alt_32" TwoRegImm Shift;
    147 CmovIzImm "cmov_iz_imm" TwoRegImm Select;
    148 CmovNzImm "cmov_nz_imm" TwoRegImm Select;
    149 AddImm64 "add_imm_64" TwoRegImm Arithmetic;
    150 MulImm64 "mul_imm_64" TwoRegImm Arithmetic;
    151 ShloLImm64 "shlo_l_imm_64" TwoRegImm Shift;
    152 ShloRImm64 "shlo_r_imm_64" TwoRegImm Shift;
    153 SharRImm64 "shar_r_imm_64" TwoRegImm Shift;
    154 NegAddImm64 "neg_add_imm_64" TwoRegImm Arithmetic;
    155 ShloLImmAlt64 "shlo_l_imm_alt_64" TwoRegImm Shift;
    156 ShloRImmAlt64 "shlo_r_imm_alt_64" TwoRegImm Shift;
    157 SharRImmAlt64 "shar_r_imm_alt_64" TwoRegImm Shift;
    158 RotR64Imm "rot_r_64_imm" TwoRegImm Rotate;
    159 RotR64ImmAlt "rot_r_64_imm_alt" TwoRegImm Rotate;
    160 RotR32Imm "rot_r_32_imm" TwoRegImm Rotate;
    161 RotR32ImmAlt "rot_r_32_imm_alt" TwoRegImm Rotate;
    // TwoRegOffset
    170 BranchEq "branch_eq" TwoRegOffset Branch;
    171 BranchNe "branch_ne" TwoRegOffset Branch;
    172 BranchLtU "branch_lt_u" TwoRegOffset Branch;
    173 BranchLtS "branch_lt_s" TwoRegOffset Branch;
    174 BranchGeU "branch_ge_u" TwoRegOffset Branch;
    175 BranchGeS "branch_ge_s" TwoRegOffset Branch;
    // TwoRegTwoImm
    180 LoadImmJumpInd "load_imm_jump_ind" TwoRegTwoImm JumpIndirect;
    // ThreeReg
    190 Add32 "add_32" ThreeReg Arithmetic;
    191 Sub32 "sub_32" ThreeReg Arithmetic;
    192 Mul32 "mul_32" ThreeReg Arithmetic;
    193 DivU32 "div_u_32" ThreeReg Divide;
    194 DivS32 "div_s_32" ThreeReg Divide;
    195 RemU32 "rem_u_32" ThreeReg Divide;
    196 RemS32 "rem_s_32" ThreeReg Divide;
    197 ShloL32 "shlo_l_32" ThreeReg Shift;
    198 ShloR32 "shlo_r_32" ThreeReg Shift;
    199 SharR32 "shar_r_32" ThreeReg Shift;
    200 Add64 "add_64" ThreeReg Arithmetic;
    201 Sub64 "sub_64" ThreeReg Arithmetic;
    202 Mul64 "mul_64" ThreeReg Arithmetic;
    203 DivU64 "div_u_64" ThreeReg Divide;
    204 DivS64 "div_s_64" ThreeReg Divide;
    205 RemU64 "rem_u_64" ThreeReg Divide;
    206 RemS64 "rem_s_64" ThreeReg Divide;
    207 ShloL64 "shlo_l_64" ThreeReg Shift;
    208 ShloR64 "shlo_r_64" ThreeReg Shift;
    209 SharR64 "shar_r_64" ThreeReg Shift;
    210 And "and" ThreeReg Logic;
    211 Xor "xor" ThreeReg Logic;
    212 Or "or" ThreeReg Logic;
    213 MulUpperSS "mul_upper_s_s" ThreeReg Arithmetic;
    214 MulUpperUU "mul_upper_u_u" ThreeReg Arithmetic;
    215 MulUpperSU "mul_upper_s_u" ThreeReg Arithmetic;
    216 SetLtU "set_lt_u" ThreeReg Compare;
    217 SetLtS "set_lt_s" ThreeReg Compare;
    218 CmovIz "cmov_iz" ThreeReg Select;
    219 CmovNz "cmov_nz" ThreeReg Select;
    220 RotL64 "rot_l_64" ThreeReg Rotate;
    221 RotL32 "rot_l_32" ThreeReg Rotate;
    222 RotR64 "rot_r_64" ThreeReg Rotate;
    223 RotR32 "rot_r_32" ThreeReg Rotate;
    224 AndInv "and_inv" ThreeReg Logic;
    225 OrInv "or_inv" ThreeReg Logic;
    226 Xnor "xnor" ThreeReg Logic;
    227 Max "max" ThreeReg Select;
    228 MaxU "max_u" ThreeReg Select;
    229 Min "min" ThreeReg Select;
    230 MinU "min_u" ThreeReg Select;
}

impl Opcode {
    /// The octet in the code.
    #[must_use]
    #[inline]
    pub const fn byte(self) -> u8 {
        self as u8
    }

    /// Whether the instruction ends a basic block (the set T of A.3).
    #[must_use]
    #[inline]
    pub const fn terminates(self) -> bool {
        self.class().terminates()
    }

    /// The row of the table.
    #[must_use]
    pub const fn row(self) -> Row {
        Row {
            opcode: self,
            name: self.name(),
            shape: self.shape(),
            class: self.class(),
            terminates: self.terminates(),
            gas: GAS,
        }
    }

    /// The opcode of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.opcode)
    }
}

/// The table as text: for each row, ascending, a line "opcode name shape terminates" as `docs/wire.md` has it.
#[must_use]
pub fn export() -> String {
    let line = |row: &Row| {
        let (opcode, terminates) = (row.opcode.byte(), u8::from(row.terminates));
        format!("{opcode} {} {} {terminates}\n", row.name, row.shape.name())
    };
    TABLE.iter().map(line).collect()
}
