//! One instruction: which host instructions it is (A.5).

use super::{Call, Lowering, simm};
use crate::asm::{Cond, RDX, T, at, emit, host, reg};
use cranelift_assembler_x64::{Fixed, Imm8, Imm16, Imm32};
use javm::{Encoded, Form, Opcode};

/// Sign extension of an immediate.
pub(super) const fn sext(immediate: u32) -> u64 {
    immediate as i32 as i64 as u64
}

fn amount(immediate: u32) -> Imm8 {
    Imm8::new(immediate as u8 & 63)
}

fn amount_32(immediate: u32) -> Imm8 {
    Imm8::new(immediate as u8 & 31)
}

impl Lowering<'_> {
    /// Emits an instruction; the position behind it, or behind the next one if that is one with it.
    ///
    /// A row of the table below names the opcode, the operands that it has, and what it does with them: a, b and d are host
    /// registers, x and y immediates, pc and behind positions.
    #[inline(always)]
    #[expect(
        clippy::too_many_lines,
        reason = "one flat match is one jump table, and reads like A.5"
    )]
    pub(super) fn one(&mut self, code: &Encoded) -> u32 {
        macro_rules! field {
            ($op:ident, a) => {
                host($op.a)
            };
            ($op:ident, b) => {
                host($op.b)
            };
            ($op:ident, d) => {
                host($op.d)
            };
            ($op:ident, x) => {
                $op.x
            };
            ($op:ident, y) => {
                $op.y
            };
        }
        macro_rules! table {
            ($($opcode:ident $(| $others:ident)* [$($field:ident)*] => $effect:expr,)*) => {
                match code.opcode {
                    $(Opcode::$opcode $(| Opcode::$others)* => {
                        const FORM: Form = Form::of(Opcode::$opcode);
                        let op = code.operands(&FORM);
                        $(let $field = field!(op, $field);)*
                        let _ = op;
                        $effect
                    })*
                }
            };
        }
        /// Host instructions on the buffer.
        macro_rules! e {
            ($name:ident, $($operand:expr),*) => { emit!(&mut self.b, $name, $($operand),*) };
        }
        macro_rules! load {
            ($name:ident, $a:expr, $address:expr) => {{
                let m = $address;
                e!($name, $a, m)
            }};
        }
        macro_rules! store {
            ($name:ident, $address:expr, $value:expr) => {{
                let m = $address;
                e!($name, m, $value)
            }};
        }
        // to := left op right, in any order
        macro_rules! commute {
            ($name:ident, $to:expr, $left:expr, $right:expr) => {
                if $to == $right {
                    e!($name, $to, reg($left))
                } else {
                    self.b.copy($to, $left);
                    e!($name, $to, reg($right))
                }
            };
        }
        // to := from op value
        macro_rules! with {
            ($name:ident, $to:expr, $from:expr, $value:expr) => {{
                self.b.copy($to, $from);
                e!($name, reg($to), $value)
            }};
        }
        // to := constant shifted by amount
        macro_rules! constant {
            ($name:ident, $to:expr, $constant:expr, $amount:expr) => {{
                self.b.constant(T, sext($constant));
                e!($name, $to, reg(T), $amount)
            }};
        }
        macro_rules! extend {
            ($to:expr, $($result:tt)*) => {{
                $($result)*;
                self.b.extend($to, $to)
            }};
        }
        // to := from, if the condition is zero or is not
        macro_rules! select {
            ($name:ident, $condition:expr, $to:expr, $from:expr) => {{
                e!(testq_mr, reg($condition), $condition);
                e!($name, $to, reg($from))
            }};
        }
        macro_rules! select_immediate {
            ($name:ident, $condition:expr, $to:expr, $x:expr) => {{
                self.b.constant(T, sext($x));
                select!($name, $condition, $to, T)
            }};
        }
        // T := a, unless b is the one
        macro_rules! extreme {
            ($name:ident, $to:expr, $a:expr, $b:expr) => {{
                e!(cmpq_rm, $b, reg($a));
                self.b.copy(T, $a);
                e!($name, T, reg($b));
                self.b.copy($to, T)
            }};
        }
        macro_rules! pair {
            ($fused:expr, $single:expr) => {
                match $fused {
                    Some(behind) => return behind,
                    None => $single,
                }
            };
        }
        let (pc, behind) = (code.pc, code.behind);
        table! {
            // A.5.1 to A.5.5
            Trap | Sbrk [] => self.interpret(pc),
            Fallthrough [] => {},
            Ecalli [x] => self.host_call(pc, behind, x),
            LoadImm64 [a x y] => self.b.constant(a, u64::from(y) << 32 | u64::from(x)),
            StoreImmU8 [x y] => store!(movb_mi, self.absolute(x), Imm8::new(y as u8)),
            StoreImmU16 [x y] => store!(movw_mi, self.absolute(x), Imm16::new(y as u16)),
            StoreImmU32 [x y] => store!(movl_mi, self.absolute(x), Imm32::new(y)),
            StoreImmU64 [x y] => store!(movq_mi_sxl, self.absolute(x), simm(y)),
            Jump [y] => self.jump(pc, y),
            // A.5.6
            JumpInd [a x] => self.jump_indirect(pc, a, x, None),
            LoadImm [a x] => self.set_immediate(a, x),
            LoadU8 [a x] => load!(movzbl_rm, a, self.absolute(x)),
            LoadI8 [a x] => load!(movsbq_rm, a, self.absolute(x)),
            LoadU16 [a x] => load!(movzwl_rm, a, self.absolute(x)),
            LoadI16 [a x] => load!(movswq_rm, a, self.absolute(x)),
            LoadU32 [a x] => load!(movl_rm, a, self.absolute(x)),
            LoadI32 [a x] => load!(movslq_rm, a, self.absolute(x)),
            LoadU64 [a x] => load!(movq_rm, a, self.absolute(x)),
            StoreU8 [a x] => store!(movb_mr, self.absolute(x), a),
            StoreU16 [a x] => store!(movw_mr, self.absolute(x), a),
            StoreU32 [a x] => store!(movl_mr, self.absolute(x), a),
            StoreU64 [a x] => store!(movq_mr, self.absolute(x), a),
            // A.5.7
            StoreImmIndU8 [a x y] => store!(movb_mi, self.relative(a, x), Imm8::new(y as u8)),
            StoreImmIndU16 [a x y] => store!(movw_mi, self.relative(a, x), Imm16::new(y as u16)),
            StoreImmIndU32 [a x y] => store!(movl_mi, self.relative(a, x), Imm32::new(y)),
            StoreImmIndU64 [a x y] => store!(movq_mi_sxl, self.relative(a, x), simm(y)),
            // A.5.8
            LoadImmJump [a x y] => self.load_and_jump(pc, a, x, y),
            BranchEqImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::E),
            BranchNeImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::Ne),
            BranchLtUImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::B),
            BranchLeUImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::Be),
            BranchGeUImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::Ae),
            BranchGtUImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::A),
            BranchLtSImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::L),
            BranchLeSImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::Le),
            BranchGeSImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::Ge),
            BranchGtSImm [a x y] => self.branch_immediate(pc, a, x, y, Cond::G),
            // A.5.9
            MoveReg [d a] => self.b.copy(d, a),
            CountSetBits64 [d a] => e!(popcntq_rm, d, reg(a)),
            CountSetBits32 [d a] => e!(popcntl_rm, d, reg(a)),
            LeadingZeroBits64 [d a] => e!(lzcntq_rm, d, reg(a)),
            LeadingZeroBits32 [d a] => e!(lzcntl_rm, d, reg(a)),
            TrailingZeroBits64 [d a] => e!(tzcntq_a, d, reg(a)),
            TrailingZeroBits32 [d a] => e!(tzcntl_a, d, reg(a)),
            SignExtend8 [d a] => e!(movsbq_rm, d, reg(a)),
            SignExtend16 [d a] => e!(movswq_rm, d, reg(a)),
            ZeroExtend16 [d a] => e!(movzwl_rm, d, reg(a)),
            ReverseBytes [d a] => {
                self.b.copy(d, a);
                e!(bswapq_o, d);
            },
            // A.5.10
            StoreIndU8 [a b x] => store!(movb_mr, self.relative(b, x), a),
            StoreIndU16 [a b x] => store!(movw_mr, self.relative(b, x), a),
            StoreIndU32 [a b x] => store!(movl_mr, self.relative(b, x), a),
            StoreIndU64 [a b x] => store!(movq_mr, self.relative(b, x), a),
            LoadIndU8 [a b x] => load!(movzbl_rm, a, self.relative(b, x)),
            LoadIndI8 [a b x] => load!(movsbq_rm, a, self.relative(b, x)),
            LoadIndU16 [a b x] => load!(movzwl_rm, a, self.relative(b, x)),
            LoadIndI16 [a b x] => load!(movswq_rm, a, self.relative(b, x)),
            LoadIndU32 [a b x] => load!(movl_rm, a, self.relative(b, x)),
            LoadIndI32 [a b x] => load!(movslq_rm, a, self.relative(b, x)),
            LoadIndU64 [a b x] => load!(movq_rm, a, self.relative(b, x)),
            AddImm32 [a b x] => extend!(a, e!(leal_rm, a, at(b, x as i32))),
            AndImm [a b x] => with!(andq_mi_sxl, a, b, simm(x)),
            XorImm [a b x] => with!(xorq_mi_sxl, a, b, simm(x)),
            OrImm [a b x] => with!(orq_mi_sxl, a, b, simm(x)),
            MulImm32 [a b x] => extend!(a, e!(imull_rmi, a, reg(b), Imm32::new(x))),
            SetLtUImm [a b x] => self.compare_immediate(a, b, x, Cond::B),
            SetLtSImm [a b x] => self.compare_immediate(a, b, x, Cond::L),
            ShloLImm32 [a b x] => extend!(a, with!(shll_mi, a, b, amount_32(x))),
            ShloRImm32 [a b x] => extend!(a, with!(shrl_mi, a, b, amount_32(x))),
            SharRImm32 [a b x] => extend!(a, with!(sarl_mi, a, b, amount_32(x))),
            NegAddImm32 [a b x] => {
                self.b.constant(T, u64::from(x));
                e!(subl_rm, T, reg(b));
                self.b.extend(a, T);
            },
            SetGtUImm [a b x] => self.compare_immediate(a, b, x, Cond::A),
            SetGtSImm [a b x] => self.compare_immediate(a, b, x, Cond::G),
            ShloLImmAlt32 [a b x] => extend!(a, constant!(shlxl_rmv, a, x, b)),
            ShloRImmAlt32 [a b x] => extend!(a, constant!(shrxl_rmv, a, x, b)),
            SharRImmAlt32 [a b x] => extend!(a, constant!(sarxl_rmv, a, x, b)),
            CmovIzImm [a b x] => select_immediate!(cmoveq_rm, b, a, x),
            CmovNzImm [a b x] => select_immediate!(cmovneq_rm, b, a, x),
            AddImm64 [a b x] => self.add_immediate(a, b, x),
            MulImm64 [a b x] => e!(imulq_rmi_sxl, a, reg(b), simm(x)),
            ShloLImm64 [a b x] => with!(shlq_mi, a, b, amount(x)),
            ShloRImm64 [a b x] => with!(shrq_mi, a, b, amount(x)),
            SharRImm64 [a b x] => with!(sarq_mi, a, b, amount(x)),
            NegAddImm64 [a b x] => {
                self.b.constant(T, sext(x));
                e!(subq_rm, T, reg(b));
                self.b.copy(a, T);
            },
            ShloLImmAlt64 [a b x] => constant!(shlxq_rmv, a, x, b),
            ShloRImmAlt64 [a b x] => constant!(shrxq_rmv, a, x, b),
            SharRImmAlt64 [a b x] => constant!(sarxq_rmv, a, x, b),
            RotR64Imm [a b x] => e!(rorxq_rmi, a, reg(b), amount(x)),
            RotR64ImmAlt | RotR32ImmAlt [a b x] => self.rotate_constant(code.opcode, a, x, b),
            RotR32Imm [a b x] => extend!(a, e!(rorxl_rmi, a, reg(b), amount_32(x))),
            // A.5.11
            BranchEq [a b y] => self.branch_registers(pc, a, b, y, Cond::E),
            BranchNe [a b y] => self.branch_registers(pc, a, b, y, Cond::Ne),
            BranchLtU [a b y] => self.branch_registers(pc, a, b, y, Cond::B),
            BranchLtS [a b y] => self.branch_registers(pc, a, b, y, Cond::L),
            BranchGeU [a b y] => self.branch_registers(pc, a, b, y, Cond::Ae),
            BranchGeS [a b y] => self.branch_registers(pc, a, b, y, Cond::Ge),
            // A.5.12
            LoadImmJumpInd [a b x y] => self.jump_indirect(pc, b, y, Some((a, x))),
            // A.5.13
            Add32 [a b d] => extend!(d, commute!(addl_rm, d, a, b)),
            Sub32 [a b d] => extend!(d, self.subtract(d, a, b)),
            Mul32 [a b d] => extend!(d, commute!(imull_rm, d, a, b)),
            DivU32 | DivS32 | RemU32 | RemS32 | DivU64 | DivS64 | RemU64 | RemS64 [a b d] => {
                self.divide(code.opcode, d, a, b);
            },
            ShloL32 [a b d] => extend!(d, e!(shlxl_rmv, d, reg(a), b)),
            ShloR32 [a b d] => extend!(d, e!(shrxl_rmv, d, reg(a), b)),
            SharR32 [a b d] => extend!(d, e!(sarxl_rmv, d, reg(a), b)),
            Add64 [a b d] => pair!(self.carry(code), self.add(d, a, b)),
            Sub64 [a b d] => self.subtract(d, a, b),
            Mul64 [a b d] => pair!(self.product(code), commute!(imulq_rm, d, a, b)),
            ShloL64 [a b d] => e!(shlxq_rmv, d, reg(a), b),
            ShloR64 [a b d] => e!(shrxq_rmv, d, reg(a), b),
            SharR64 [a b d] => e!(sarxq_rmv, d, reg(a), b),
            And [a b d] => commute!(andq_rm, d, a, b),
            Xor [a b d] => commute!(xorq_rm, d, a, b),
            Or [a b d] => commute!(orq_rm, d, a, b),
            MulUpperSS [a b d] => self.multiply_signed(d, a, b),
            MulUpperUU [a b d] => pair!(self.product(code), {
                self.b.copy(RDX, a);
                e!(mulxq_rvm, d, RDX, reg(b), Fixed(RDX));
            }),
            MulUpperSU [a b d] => self.multiply_mixed(d, a, b),
            SetLtU [a b d] => self.compare(d, a, b, Cond::B),
            SetLtS [a b d] => self.compare(d, a, b, Cond::L),
            CmovIz [a b d] => select!(cmoveq_rm, b, d, a),
            CmovNz [a b d] => select!(cmovneq_rm, b, d, a),
            RotL64 | RotL32 | RotR64 | RotR32 [a b d] => self.rotate(code.opcode, d, a, b),
            AndInv [a b d] => e!(andnq_rvm, d, b, reg(a)),
            OrInv [a b d] => {
                self.b.copy(T, b);
                e!(notq_m, reg(T));
                e!(orq_rm, T, reg(a));
                self.b.copy(d, T);
            },
            Xnor [a b d] => {
                commute!(xorq_rm, d, a, b);
                e!(notq_m, reg(d));
            },
            Max [a b d] => extreme!(cmovgq_rm, d, a, b),
            MaxU [a b d] => extreme!(cmovaq_rm, d, a, b),
            Min [a b d] => extreme!(cmovlq_rm, d, a, b),
            MinU [a b d] => extreme!(cmovbq_rm, d, a, b),
        }
        behind
    }

    /// Leaves with the address of what follows: see [`Call`].
    fn host_call(&mut self, pc: u32, behind: u32, identifier: u32) {
        // lea rdx, [rip + 5]: behind the jump
        self.b.raw([0x48, 0x8d, 0x15, 5, 0, 0, 0]);
        self.b.jump_to(self.exits.host_call);
        let call = Call { pc, behind, identifier, rest: 0 };
        self.b.raw(call.octets());
        self.calls.push((self.b.offset().wrapping_sub(4), self.map.number()));
    }
}
