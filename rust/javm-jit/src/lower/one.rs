//! One instruction: which host instructions it is (A.5).

use super::{Call, Lowering, simm};
use crate::asm::{Cond, RDX, T, at, emit, host, reg, sum};
use cranelift_assembler_x64::{Fixed, Imm8, Imm16, Imm32};
use javm::{Op, Opcode};

/// Sign extension of an immediate.
pub(super) const fn sext(immediate: u32) -> u64 {
    immediate as i32 as i64 as u64
}

impl Lowering<'_> {
    /// Emits an instruction; the position behind it, or behind the next one if that is one with it.
    #[inline]
    #[expect(
        clippy::too_many_lines,
        reason = "one flat match is one jump table, and reads like A.5"
    )]
    pub(super) fn one(&mut self, op: &Op, behind: u32) -> u32 {
        let (a, b, d) = (host(op.a), host(op.b), host(op.d));
        let (x, y) = (op.x, op.y);
        /// Host instructions on the buffer.
        macro_rules! e {
            ($name:ident, $($operand:expr),*) => { emit!(&mut self.b, $name, $($operand),*) };
        }
        macro_rules! load {
            ($name:ident, $address:ident) => {{
                let m = self.$address(op);
                e!($name, a, m)
            }};
        }
        macro_rules! store {
            ($name:ident, $address:ident, $value:expr) => {{
                let m = self.$address(op);
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
        // a := b op immediate
        macro_rules! with {
            ($name:ident, $value:expr) => {{
                self.b.copy(a, b);
                e!($name, reg(a), $value)
            }};
        }
        // a := immediate shifted by b
        macro_rules! constant {
            ($name:ident) => {{
                self.b.constant(T, sext(x));
                e!($name, a, reg(T), b)
            }};
        }
        macro_rules! extend {
            ($to:expr, $($result:tt)*) => {{
                $($result)*;
                self.b.extend($to, $to)
            }};
        }
        macro_rules! select {
            ($name:ident, $to:expr, $from:expr) => {{
                e!(testq_mr, reg(b), b);
                e!($name, $to, reg($from))
            }};
        }
        // T := a, unless b is the one
        macro_rules! extreme {
            ($name:ident) => {{
                e!(cmpq_rm, b, reg(a));
                self.b.copy(T, a);
                e!($name, T, reg(b));
                self.b.copy(d, T)
            }};
        }
        let (by, by_32) = (Imm8::new(x as u8 & 63), Imm8::new(x as u8 & 31));
        match op.opcode {
            // A.5.1 to A.5.5
            Opcode::Trap | Opcode::Sbrk => self.interpret(op),
            Opcode::Fallthrough => {}
            Opcode::Ecalli => self.host_call(op, behind),
            Opcode::LoadImm64 => self.b.constant(a, u64::from(y) << 32 | u64::from(x)),
            Opcode::StoreImmU8 => store!(movb_mi, absolute, Imm8::new(y as u8)),
            Opcode::StoreImmU16 => store!(movw_mi, absolute, Imm16::new(y as u16)),
            Opcode::StoreImmU32 => store!(movl_mi, absolute, Imm32::new(y)),
            Opcode::StoreImmU64 => store!(movq_mi_sxl, absolute, simm(y)),
            Opcode::Jump => self.jump(op),
            // A.5.6
            Opcode::JumpInd => self.jump_indirect(op, op.a, x, None),
            Opcode::LoadImm => self.set_immediate(a, x),
            Opcode::LoadU8 => load!(movzbl_rm, absolute),
            Opcode::LoadI8 => load!(movsbq_rm, absolute),
            Opcode::LoadU16 => load!(movzwl_rm, absolute),
            Opcode::LoadI16 => load!(movswq_rm, absolute),
            Opcode::LoadU32 => load!(movl_rm, absolute),
            Opcode::LoadI32 => load!(movslq_rm, absolute),
            Opcode::LoadU64 => load!(movq_rm, absolute),
            Opcode::StoreU8 => store!(movb_mr, absolute, a),
            Opcode::StoreU16 => store!(movw_mr, absolute, a),
            Opcode::StoreU32 => store!(movl_mr, absolute, a),
            Opcode::StoreU64 => store!(movq_mr, absolute, a),
            // A.5.7
            Opcode::StoreImmIndU8 => store!(movb_mi, relative_to_a, Imm8::new(y as u8)),
            Opcode::StoreImmIndU16 => store!(movw_mi, relative_to_a, Imm16::new(y as u16)),
            Opcode::StoreImmIndU32 => store!(movl_mi, relative_to_a, Imm32::new(y)),
            Opcode::StoreImmIndU64 => store!(movq_mi_sxl, relative_to_a, simm(y)),
            // A.5.8
            Opcode::LoadImmJump => self.load_and_jump(op),
            Opcode::BranchEqImm => self.branch_immediate(op, Cond::E),
            Opcode::BranchNeImm => self.branch_immediate(op, Cond::Ne),
            Opcode::BranchLtUImm => self.branch_immediate(op, Cond::B),
            Opcode::BranchLeUImm => self.branch_immediate(op, Cond::Be),
            Opcode::BranchGeUImm => self.branch_immediate(op, Cond::Ae),
            Opcode::BranchGtUImm => self.branch_immediate(op, Cond::A),
            Opcode::BranchLtSImm => self.branch_immediate(op, Cond::L),
            Opcode::BranchLeSImm => self.branch_immediate(op, Cond::Le),
            Opcode::BranchGeSImm => self.branch_immediate(op, Cond::Ge),
            Opcode::BranchGtSImm => self.branch_immediate(op, Cond::G),
            // A.5.9
            Opcode::MoveReg => self.b.copy(d, a),
            Opcode::CountSetBits64 => e!(popcntq_rm, d, reg(a)),
            Opcode::CountSetBits32 => e!(popcntl_rm, d, reg(a)),
            Opcode::LeadingZeroBits64 => e!(lzcntq_rm, d, reg(a)),
            Opcode::LeadingZeroBits32 => e!(lzcntl_rm, d, reg(a)),
            Opcode::TrailingZeroBits64 => e!(tzcntq_a, d, reg(a)),
            Opcode::TrailingZeroBits32 => e!(tzcntl_a, d, reg(a)),
            Opcode::SignExtend8 => e!(movsbq_rm, d, reg(a)),
            Opcode::SignExtend16 => e!(movswq_rm, d, reg(a)),
            Opcode::ZeroExtend16 => e!(movzwl_rm, d, reg(a)),
            Opcode::ReverseBytes => {
                self.b.copy(d, a);
                e!(bswapq_o, d);
            }
            // A.5.10
            Opcode::StoreIndU8 => store!(movb_mr, relative_to_b, a),
            Opcode::StoreIndU16 => store!(movw_mr, relative_to_b, a),
            Opcode::StoreIndU32 => store!(movl_mr, relative_to_b, a),
            Opcode::StoreIndU64 => store!(movq_mr, relative_to_b, a),
            Opcode::LoadIndU8 => load!(movzbl_rm, relative_to_b),
            Opcode::LoadIndI8 => load!(movsbq_rm, relative_to_b),
            Opcode::LoadIndU16 => load!(movzwl_rm, relative_to_b),
            Opcode::LoadIndI16 => load!(movswq_rm, relative_to_b),
            Opcode::LoadIndU32 => load!(movl_rm, relative_to_b),
            Opcode::LoadIndI32 => load!(movslq_rm, relative_to_b),
            Opcode::LoadIndU64 => load!(movq_rm, relative_to_b),
            Opcode::AddImm32 => extend!(a, e!(leal_rm, a, at(b, x as i32))),
            Opcode::AndImm => with!(andq_mi_sxl, simm(x)),
            Opcode::XorImm => with!(xorq_mi_sxl, simm(x)),
            Opcode::OrImm => with!(orq_mi_sxl, simm(x)),
            Opcode::MulImm32 => extend!(a, e!(imull_rmi, a, reg(b), Imm32::new(x))),
            Opcode::SetLtUImm => self.compare_immediate(a, b, x, Cond::B),
            Opcode::SetLtSImm => self.compare_immediate(a, b, x, Cond::L),
            Opcode::ShloLImm32 => extend!(a, with!(shll_mi, by_32)),
            Opcode::ShloRImm32 => extend!(a, with!(shrl_mi, by_32)),
            Opcode::SharRImm32 => extend!(a, with!(sarl_mi, by_32)),
            Opcode::NegAddImm32 => {
                self.b.constant(T, u64::from(x));
                e!(subl_rm, T, reg(b));
                self.b.extend(a, T);
            }
            Opcode::SetGtUImm => self.compare_immediate(a, b, x, Cond::A),
            Opcode::SetGtSImm => self.compare_immediate(a, b, x, Cond::G),
            Opcode::ShloLImmAlt32 => extend!(a, constant!(shlxl_rmv)),
            Opcode::ShloRImmAlt32 => extend!(a, constant!(shrxl_rmv)),
            Opcode::SharRImmAlt32 => extend!(a, constant!(sarxl_rmv)),
            Opcode::CmovIzImm => {
                self.b.constant(T, sext(x));
                select!(cmoveq_rm, a, T);
            }
            Opcode::CmovNzImm => {
                self.b.constant(T, sext(x));
                select!(cmovneq_rm, a, T);
            }
            Opcode::AddImm64 if a == b => self.add_immediate(a, x),
            Opcode::AddImm64 => e!(leaq_rm, a, at(b, x as i32)),
            Opcode::MulImm64 => e!(imulq_rmi_sxl, a, reg(b), simm(x)),
            Opcode::ShloLImm64 => with!(shlq_mi, by),
            Opcode::ShloRImm64 => with!(shrq_mi, by),
            Opcode::SharRImm64 => with!(sarq_mi, by),
            Opcode::NegAddImm64 => {
                self.b.constant(T, sext(x));
                e!(subq_rm, T, reg(b));
                self.b.copy(a, T);
            }
            Opcode::ShloLImmAlt64 => constant!(shlxq_rmv),
            Opcode::ShloRImmAlt64 => constant!(shrxq_rmv),
            Opcode::SharRImmAlt64 => constant!(sarxq_rmv),
            Opcode::RotR64Imm => e!(rorxq_rmi, a, reg(b), by),
            Opcode::RotR64ImmAlt | Opcode::RotR32ImmAlt => self.rotate_constant(op.opcode, a, x, b),
            Opcode::RotR32Imm => extend!(a, e!(rorxl_rmi, a, reg(b), by_32)),
            // A.5.11
            Opcode::BranchEq => self.branch_registers(op, Cond::E),
            Opcode::BranchNe => self.branch_registers(op, Cond::Ne),
            Opcode::BranchLtU => self.branch_registers(op, Cond::B),
            Opcode::BranchLtS => self.branch_registers(op, Cond::L),
            Opcode::BranchGeU => self.branch_registers(op, Cond::Ae),
            Opcode::BranchGeS => self.branch_registers(op, Cond::Ge),
            // A.5.12
            Opcode::LoadImmJumpInd => self.jump_indirect(op, op.b, y, Some((a, x))),
            // A.5.13
            Opcode::Add32 => extend!(d, commute!(addl_rm, d, a, b)),
            Opcode::Sub32 => extend!(d, self.subtract(d, a, b)),
            Opcode::Mul32 => extend!(d, commute!(imull_rm, d, a, b)),
            Opcode::DivU32
            | Opcode::DivS32
            | Opcode::RemU32
            | Opcode::RemS32
            | Opcode::DivU64
            | Opcode::DivS64
            | Opcode::RemU64
            | Opcode::RemS64 => self.divide(op.opcode, d, a, b),
            Opcode::ShloL32 => extend!(d, e!(shlxl_rmv, d, reg(a), b)),
            Opcode::ShloR32 => extend!(d, e!(shrxl_rmv, d, reg(a), b)),
            Opcode::SharR32 => extend!(d, e!(sarxl_rmv, d, reg(a), b)),
            Opcode::Add64 => match self.carry(op, behind) {
                Some(behind) => return behind,
                None if d != a && d != b => e!(leaq_rm, d, sum(a, b)),
                None => commute!(addq_rm, d, a, b),
            },
            Opcode::Sub64 => self.subtract(d, a, b),
            Opcode::Mul64 => match self.product(op, behind) {
                Some(behind) => return behind,
                None => commute!(imulq_rm, d, a, b),
            },
            Opcode::ShloL64 => e!(shlxq_rmv, d, reg(a), b),
            Opcode::ShloR64 => e!(shrxq_rmv, d, reg(a), b),
            Opcode::SharR64 => e!(sarxq_rmv, d, reg(a), b),
            Opcode::And => commute!(andq_rm, d, a, b),
            Opcode::Xor => commute!(xorq_rm, d, a, b),
            Opcode::Or => commute!(orq_rm, d, a, b),
            Opcode::MulUpperSS => self.multiply_signed(d, a, b),
            Opcode::MulUpperUU => match self.product(op, behind) {
                Some(behind) => return behind,
                None => {
                    self.b.copy(RDX, a);
                    e!(mulxq_rvm, d, RDX, reg(b), Fixed(RDX));
                }
            },
            Opcode::MulUpperSU => self.multiply_mixed(d, a, b),
            Opcode::SetLtU => self.compare(d, a, b, Cond::B),
            Opcode::SetLtS => self.compare(d, a, b, Cond::L),
            Opcode::CmovIz => select!(cmoveq_rm, d, a),
            Opcode::CmovNz => select!(cmovneq_rm, d, a),
            Opcode::RotL64 | Opcode::RotL32 | Opcode::RotR64 | Opcode::RotR32 => {
                self.rotate(op.opcode, d, a, b);
            }
            Opcode::AndInv => e!(andnq_rvm, d, b, reg(a)),
            Opcode::OrInv => {
                self.b.copy(T, b);
                e!(notq_m, reg(T));
                e!(orq_rm, T, reg(a));
                self.b.copy(d, T);
            }
            Opcode::Xnor => {
                commute!(xorq_rm, d, a, b);
                e!(notq_m, reg(d));
            }
            Opcode::Max => extreme!(cmovgq_rm),
            Opcode::MaxU => extreme!(cmovaq_rm),
            Opcode::Min => extreme!(cmovlq_rm),
            Opcode::MinU => extreme!(cmovbq_rm),
        }
        behind
    }

    /// Leaves with the address of what follows: see [`Call`].
    fn host_call(&mut self, op: &Op, behind: u32) {
        // lea rdx, [rip + 5]: behind the jump
        self.b.raw([0x48, 0x8d, 0x15, 5, 0, 0, 0]);
        self.b.jump_to(self.exits.host_call);
        let call = Call { pc: op.pc, behind, identifier: op.x, rest: 0 };
        self.b.raw(call.octets());
        self.calls.push((self.b.offset().wrapping_sub(4), self.map.number()));
    }
}
