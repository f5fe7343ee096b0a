//! The arithmetic rules (A.5.9, A.5.10, A.5.13) as values: each for the register, the immediate and the reversed form.
//!
//! Rules of 32 bits calculate with the low halves and sign-extend the result.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, Value, types};
use javm::Opcode;

use super::{Lowering, Operand, WORD};

/// The pair of operands, and the extension of the result, for a width.
macro_rules! of_64 {
    ($self:ident, $x:ident, $y:ident, $rule:ident) => {{
        let (x, y) = ($self.wide($x), $self.wide($y));
        $self.builder.ins().$rule(x, y)
    }};
}

macro_rules! of_32 {
    ($self:ident, $x:ident, $y:ident, $rule:ident) => {{
        let (x, y) = ($self.narrow($x), $self.narrow($y));
        let value = $self.builder.ins().$rule(x, y);
        $self.builder.ins().sextend(WORD, value)
    }};
}

impl Lowering<'_, '_> {
    pub(super) fn arithmetic(&mut self, opcode: Opcode, x: Operand, y: Operand) -> Value {
        match opcode {
            Opcode::Add64 | Opcode::AddImm64 => of_64!(self, x, y, iadd),
            Opcode::Sub64 | Opcode::NegAddImm64 => of_64!(self, x, y, isub),
            Opcode::Mul64 | Opcode::MulImm64 => of_64!(self, x, y, imul),
            Opcode::Add32 | Opcode::AddImm32 => of_32!(self, x, y, iadd),
            Opcode::Sub32 | Opcode::NegAddImm32 => of_32!(self, x, y, isub),
            Opcode::Mul32 | Opcode::MulImm32 => of_32!(self, x, y, imul),
            Opcode::MulUpperSS => of_64!(self, x, y, smulhi),
            Opcode::MulUpperUU => of_64!(self, x, y, umulhi),
            _ => {
                // Of a signed and an unsigned number: a negative x counts 2^64 too much in the unsigned product.
                let upper = of_64!(self, x, y, umulhi);
                let (x, y) = (self.wide(x), self.wide(y));
                let by = self.builder.ins().iconst(WORD, 63);
                let sign = self.builder.ins().sshr(x, by);
                let excess = self.builder.ins().band(sign, y);
                self.builder.ins().isub(upper, excess)
            }
        }
    }

    pub(super) fn logic(&mut self, opcode: Opcode, x: Operand, y: Operand) -> Value {
        match opcode {
            Opcode::And | Opcode::AndImm => of_64!(self, x, y, band),
            Opcode::Or | Opcode::OrImm => of_64!(self, x, y, bor),
            Opcode::Xor | Opcode::XorImm => of_64!(self, x, y, bxor),
            Opcode::AndInv | Opcode::OrInv => {
                let (x, y) = (self.wide(x), self.wide(y));
                let inverse = self.builder.ins().bnot(y);
                match opcode {
                    Opcode::AndInv => self.builder.ins().band(x, inverse),
                    _ => self.builder.ins().bor(x, inverse),
                }
            }
            _ => {
                let value = of_64!(self, x, y, bxor);
                self.builder.ins().bnot(value)
            }
        }
    }

    /// Shifts and rotations: amounts count modulo the width, in Cranelift as in A.5.
    pub(super) fn shift(&mut self, opcode: Opcode, x: Operand, y: Operand) -> Value {
        use Opcode::{
            RotL32, RotL64, RotR32, RotR32Imm, RotR32ImmAlt, RotR64, RotR64Imm, RotR64ImmAlt,
            SharR32, SharR64, SharRImm32, SharRImm64, SharRImmAlt32, SharRImmAlt64, ShloL32,
            ShloL64, ShloLImm32, ShloLImm64, ShloLImmAlt32, ShloLImmAlt64, ShloR64, ShloRImm64,
            ShloRImmAlt64,
        };
        match opcode {
            ShloL64 | ShloLImm64 | ShloLImmAlt64 => of_64!(self, x, y, ishl),
            ShloR64 | ShloRImm64 | ShloRImmAlt64 => of_64!(self, x, y, ushr),
            SharR64 | SharRImm64 | SharRImmAlt64 => of_64!(self, x, y, sshr),
            ShloL32 | ShloLImm32 | ShloLImmAlt32 => of_32!(self, x, y, ishl),
            SharR32 | SharRImm32 | SharRImmAlt32 => of_32!(self, x, y, sshr),
            RotL64 => of_64!(self, x, y, rotl),
            RotL32 => of_32!(self, x, y, rotl),
            RotR64 | RotR64Imm | RotR64ImmAlt => of_64!(self, x, y, rotr),
            RotR32 | RotR32Imm | RotR32ImmAlt => of_32!(self, x, y, rotr),
            // ShloR32, ShloRImm32, ShloRImmAlt32
            _ => of_32!(self, x, y, ushr),
        }
    }

    pub(super) fn compare(&mut self, opcode: Opcode, x: Operand, y: Operand) -> Value {
        let condition = match opcode {
            Opcode::SetLtU | Opcode::SetLtUImm | Opcode::SetGtUImm => IntCC::UnsignedLessThan,
            _ => IntCC::SignedLessThan,
        };
        let (x, y) = (self.wide(x), self.wide(y));
        let less = self.builder.ins().icmp(condition, x, y);
        self.builder.ins().uextend(WORD, less)
    }

    /// Quotients and remainders never trap: a divisor of zero, and one of −1 that would overflow, is replaced by 1, which
    /// gives the overflowing results already.
    pub(super) fn divide(&mut self, opcode: Opcode, x: Operand, y: Operand) -> Value {
        let narrow =
            matches!(opcode, Opcode::DivU32 | Opcode::DivS32 | Opcode::RemU32 | Opcode::RemS32);
        let signed =
            matches!(opcode, Opcode::DivS32 | Opcode::DivS64 | Opcode::RemS32 | Opcode::RemS64);
        let (x, y, width) = match narrow {
            true => (self.narrow(x), self.narrow(y), types::I32),
            false => (self.wide(x), self.wide(y), WORD),
        };
        let zero = self.builder.ins().icmp_imm_s(IntCC::Equal, y, 0);
        let one = self.builder.ins().iconst(width, 1);
        let mut bad = zero;
        if signed {
            let least = if narrow { i64::from(i32::MIN) } else { i64::MIN };
            let minus = self.builder.ins().icmp_imm_s(IntCC::Equal, y, -1);
            let least = match narrow {
                true => self.builder.ins().icmp_imm_u(IntCC::Equal, x, least & 0xffff_ffff),
                false => self.builder.ins().icmp_imm_s(IntCC::Equal, x, least),
            };
            let overflow = self.builder.ins().band(minus, least);
            bad = self.builder.ins().bor(zero, overflow);
        }
        let divisor = self.builder.ins().select(bad, one, y);
        let (value, of_zero) = match opcode {
            Opcode::DivU32 | Opcode::DivU64 => (self.builder.ins().udiv(x, divisor), None),
            Opcode::DivS32 | Opcode::DivS64 => (self.builder.ins().sdiv(x, divisor), None),
            Opcode::RemU32 | Opcode::RemU64 => (self.builder.ins().urem(x, divisor), Some(x)),
            _ => (self.builder.ins().srem(x, divisor), Some(x)),
        };
        let all_ones = if narrow { 0xffff_ffff } else { -1 };
        let of_zero = of_zero.unwrap_or_else(|| self.builder.ins().iconst(width, all_ones));
        let value = self.builder.ins().select(zero, of_zero, value);
        match narrow {
            true => self.builder.ins().sextend(WORD, value),
            false => value,
        }
    }

    /// Bit counts, extensions, byte order.
    pub(super) fn bits(&mut self, opcode: Opcode, value: Value) -> Value {
        let to = match opcode {
            Opcode::SignExtend8 => types::I8,
            Opcode::SignExtend16 | Opcode::ZeroExtend16 => types::I16,
            Opcode::CountSetBits32 | Opcode::LeadingZeroBits32 | Opcode::TrailingZeroBits32 => {
                types::I32
            }
            _ => WORD,
        };
        let part = match to {
            WORD => value,
            to => self.builder.ins().ireduce(to, value),
        };
        let b = self.builder.ins();
        let value = match opcode {
            Opcode::CountSetBits64 | Opcode::CountSetBits32 => b.popcnt(part),
            Opcode::LeadingZeroBits64 | Opcode::LeadingZeroBits32 => b.clz(part),
            Opcode::TrailingZeroBits64 | Opcode::TrailingZeroBits32 => b.ctz(part),
            Opcode::SignExtend8 | Opcode::SignExtend16 => return b.sextend(WORD, part),
            Opcode::ReverseBytes => return b.bswap(part),
            _ => part,
        };
        match to {
            WORD => value,
            _ => self.builder.ins().uextend(WORD, value),
        }
    }
}
