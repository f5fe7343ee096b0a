//! Arithmetic, division, shifts, rotations, logic.

use super::{Lowering, simm};
use crate::asm::{RAX, RCX, RDX, T, at, emit, host, reg};
use cranelift_assembler_x64::{Fixed, Imm8, Imm32};
use javm::{Op, Opcode};

/// `d := a op b` for an operation of two operands that commutes.
macro_rules! commutative {
    ($s:expr, $name:ident, $d:expr, $a:expr, $b:expr) => {{
        let (d, a, b) = ($d, $a, $b);
        if d == b {
            emit!($s, $name, d, reg(a));
        } else {
            $s.copy(d, a);
            emit!($s, $name, d, reg(b));
        }
    }};
}

/// `a := b op immediate`.
macro_rules! immediate {
    ($s:expr, $name:ident, $a:expr, $b:expr, $value:expr) => {{
        $s.copy($a, $b);
        emit!($s, $name, reg($a), $value);
    }};
}

/// `a := immediate op b`, for an operation whose first operand is a register or memory and whose second a register.
macro_rules! reversed {
    ($s:expr, $name:ident, $a:expr, $x:expr, $b:expr) => {{
        $s.constant(T, $x as i32 as i64 as u64);
        emit!($s, $name, $a, reg(T), $b);
    }};
}

impl Lowering<'_> {
    pub(super) fn arithmetic(&mut self, op: &Op, index: u32) {
        if op.opcode as u8 >= Opcode::Add32 as u8 {
            self.three_registers(op, index);
        } else {
            self.with_immediate(op, index);
        }
    }

    /// A.5.10: two registers and an immediate.
    fn with_immediate(&mut self, op: &Op, index: u32) {
        let (a, b, x) = (host(op.a), host(op.b), op.x);
        let (by, by_32) = (Imm8::new(x as u8 & 63), Imm8::new(x as u8 & 31));
        let s = &mut self.b;
        match op.opcode {
            Opcode::AddImm32 => {
                emit!(s, leal_rm, a, at(b, x as i32));
                s.extend(a, a);
            }
            Opcode::AddImm64 if a == b => emit!(s, addq_mi_sxl, reg(a), simm(x)),
            Opcode::AddImm64 => emit!(s, leaq_rm, a, at(b, x as i32)),
            Opcode::AndImm => immediate!(s, andq_mi_sxl, a, b, simm(x)),
            Opcode::XorImm => immediate!(s, xorq_mi_sxl, a, b, simm(x)),
            Opcode::OrImm => immediate!(s, orq_mi_sxl, a, b, simm(x)),
            Opcode::MulImm32 => {
                emit!(s, imull_rmi, a, reg(b), Imm32::new(x));
                s.extend(a, a);
            }
            Opcode::MulImm64 => emit!(s, imulq_rmi_sxl, a, reg(b), simm(x)),
            Opcode::NegAddImm32 => {
                s.constant(T, u64::from(x));
                emit!(s, subl_rm, T, reg(b));
                s.extend(a, T);
            }
            Opcode::NegAddImm64 => {
                s.constant(T, x as i32 as i64 as u64);
                emit!(s, subq_rm, T, reg(b));
                s.copy(a, T);
            }
            Opcode::ShloLImm32 => {
                immediate!(s, shll_mi, a, b, by_32);
                s.extend(a, a);
            }
            Opcode::ShloRImm32 => {
                immediate!(s, shrl_mi, a, b, by_32);
                s.extend(a, a);
            }
            Opcode::SharRImm32 => {
                immediate!(s, sarl_mi, a, b, by_32);
                s.extend(a, a);
            }
            Opcode::ShloLImm64 => immediate!(s, shlq_mi, a, b, by),
            Opcode::ShloRImm64 => immediate!(s, shrq_mi, a, b, by),
            Opcode::SharRImm64 => immediate!(s, sarq_mi, a, b, by),
            Opcode::ShloLImmAlt64 => reversed!(s, shlxq_rmv, a, x, b),
            Opcode::ShloRImmAlt64 => reversed!(s, shrxq_rmv, a, x, b),
            Opcode::SharRImmAlt64 => reversed!(s, sarxq_rmv, a, x, b),
            Opcode::ShloLImmAlt32 => {
                reversed!(s, shlxl_rmv, a, x, b);
                s.extend(a, a);
            }
            Opcode::ShloRImmAlt32 => {
                reversed!(s, shrxl_rmv, a, x, b);
                s.extend(a, a);
            }
            Opcode::SharRImmAlt32 => {
                reversed!(s, sarxl_rmv, a, x, b);
                s.extend(a, a);
            }
            Opcode::RotR64Imm => emit!(s, rorxq_rmi, a, reg(b), by),
            Opcode::RotR32Imm => {
                emit!(s, rorxl_rmi, a, reg(b), by_32);
                s.extend(a, a);
            }
            // Rotations of a constant: rare.
            _ => self.interpret(index),
        }
    }

    /// A.5.13: three registers.
    fn three_registers(&mut self, op: &Op, index: u32) {
        let (a, b, d) = (host(op.a), host(op.b), host(op.d));
        let s = &mut self.b;
        match op.opcode {
            Opcode::Add64 if d != a && d != b => emit!(s, leaq_rm, d, crate::asm::sum(a, b)),
            Opcode::Add64 => commutative!(s, addq_rm, d, a, b),
            Opcode::Add32 => {
                commutative!(s, addl_rm, d, a, b);
                s.extend(d, d);
            }
            Opcode::Sub64 => self.subtract(d, a, b),
            Opcode::Sub32 => {
                self.subtract(d, a, b);
                self.b.extend(d, d);
            }
            Opcode::Mul64 => commutative!(s, imulq_rm, d, a, b),
            Opcode::Mul32 => {
                commutative!(s, imull_rm, d, a, b);
                s.extend(d, d);
            }
            Opcode::And => commutative!(s, andq_rm, d, a, b),
            Opcode::Or => commutative!(s, orq_rm, d, a, b),
            Opcode::Xor => commutative!(s, xorq_rm, d, a, b),
            Opcode::AndInv => emit!(s, andnq_rvm, d, b, reg(a)),
            Opcode::OrInv => {
                s.copy(T, b);
                emit!(s, notq_m, reg(T));
                emit!(s, orq_rm, T, reg(a));
                s.copy(d, T);
            }
            Opcode::Xnor => {
                commutative!(s, xorq_rm, d, a, b);
                emit!(s, notq_m, reg(d));
            }
            Opcode::ShloL64 => emit!(s, shlxq_rmv, d, reg(a), b),
            Opcode::ShloR64 => emit!(s, shrxq_rmv, d, reg(a), b),
            Opcode::SharR64 => emit!(s, sarxq_rmv, d, reg(a), b),
            Opcode::ShloL32 => {
                emit!(s, shlxl_rmv, d, reg(a), b);
                s.extend(d, d);
            }
            Opcode::ShloR32 => {
                emit!(s, shrxl_rmv, d, reg(a), b);
                s.extend(d, d);
            }
            Opcode::SharR32 => {
                emit!(s, sarxl_rmv, d, reg(a), b);
                s.extend(d, d);
            }
            Opcode::RotL64 | Opcode::RotL32 | Opcode::RotR64 | Opcode::RotR32 => {
                self.rotate(op.opcode, d, a, b);
            }
            Opcode::MulUpperUU => {
                s.copy(RDX, a);
                emit!(s, mulxq_rvm, d, RDX, reg(b), Fixed(RDX));
            }
            Opcode::MulUpperSS => self.multiply_signed(d, a, b),
            Opcode::MulUpperSU => self.interpret(index),
            _ => self.divide(op.opcode, d, a, b),
        }
    }

    fn subtract(&mut self, d: u8, a: u8, b: u8) {
        let s = &mut self.b;
        if d == b && d != a {
            emit!(s, negq_m, reg(d));
            emit!(s, addq_rm, d, reg(a));
        } else {
            s.copy(d, a);
            emit!(s, subq_rm, d, reg(b));
        }
    }

    /// The amount must be in CL.
    fn rotate(&mut self, opcode: Opcode, d: u8, a: u8, b: u8) {
        let s = &mut self.b;
        emit!(s, pushq_o, RCX);
        s.copy(T, a);
        s.copy(RCX, b);
        match opcode {
            Opcode::RotL64 => emit!(s, rolq_mc, reg(T), Fixed(RCX)),
            Opcode::RotL32 => emit!(s, roll_mc, reg(T), Fixed(RCX)),
            Opcode::RotR64 => emit!(s, rorq_mc, reg(T), Fixed(RCX)),
            _ => emit!(s, rorl_mc, reg(T), Fixed(RCX)),
        }
        emit!(s, popq_o, RCX);
        if matches!(opcode, Opcode::RotL32 | Opcode::RotR32) {
            s.extend(d, T);
        } else {
            s.copy(d, T);
        }
    }

    /// RDX:RAX := RAX × operand.
    fn multiply_signed(&mut self, d: u8, a: u8, b: u8) {
        let (a, b) = if b == RAX { (b, a) } else { (a, b) };
        let s = &mut self.b;
        emit!(s, pushq_o, RAX);
        s.copy(RAX, a);
        emit!(s, imulq_m, Fixed(RAX), Fixed(RDX), reg(b));
        emit!(s, popq_o, RAX);
        s.copy(d, RDX);
    }
}
