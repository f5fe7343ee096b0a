//! What needs more than one host instruction: comparisons into registers, differences, rotations, high halves of products.

use super::one::sext;
use super::{Lowering, simm};
use crate::asm::{Cond, RAX, RBX, RCX, RDX, T, at, emit, reg, sum};
use cranelift_assembler_x64::{Fixed, Imm8, Simm8};
use javm::Opcode;

impl Lowering<'_> {
    /// `to := sign-extended immediate`.
    pub(super) fn set_immediate(&mut self, to: u8, immediate: u32) {
        if immediate == 0 {
            emit!(&mut self.b, xorl_rm, to, reg(to));
        } else {
            self.b.constant(to, sext(immediate));
        }
    }

    pub(super) fn add_immediate(&mut self, to: u8, from: u8, immediate: u32) {
        match i8::try_from(immediate as i32) {
            _ if to != from => emit!(&mut self.b, leaq_rm, to, at(from, immediate as i32)),
            Ok(short) => emit!(&mut self.b, addq_mi_sxb, reg(to), Simm8::new(short)),
            Err(_) => emit!(&mut self.b, addq_mi_sxl, reg(to), simm(immediate)),
        }
    }

    pub(super) fn add(&mut self, d: u8, a: u8, b: u8) {
        match (d == a, d == b) {
            (true, _) => emit!(&mut self.b, addq_rm, d, reg(b)),
            (_, true) => emit!(&mut self.b, addq_rm, d, reg(a)),
            _ => emit!(&mut self.b, leaq_rm, d, sum(a, b)),
        }
    }

    pub(super) fn compare(&mut self, to: u8, left: u8, right: u8, condition: Cond) {
        emit!(&mut self.b, cmpq_rm, left, reg(right));
        self.b.set(to, condition);
    }

    pub(super) fn compare_immediate(&mut self, to: u8, left: u8, right: u32, condition: Cond) {
        self.b.compare(left, right as i32);
        self.b.set(to, condition);
    }

    pub(super) fn subtract(&mut self, d: u8, a: u8, b: u8) {
        let s = &mut self.b;
        if d == b && d != a {
            emit!(s, negq_m, reg(d));
            emit!(s, addq_rm, d, reg(a));
        } else {
            s.copy(d, a);
            emit!(s, subq_rm, d, reg(b));
        }
    }

    pub(super) fn rotate(&mut self, opcode: Opcode, d: u8, a: u8, b: u8) {
        emit!(&mut self.b, pushq_o, RCX);
        self.b.copy(T, a);
        self.rotate_scratch(opcode, d, b);
    }

    pub(super) fn rotate_constant(&mut self, opcode: Opcode, d: u8, x: u32, b: u8) {
        emit!(&mut self.b, pushq_o, RCX);
        self.b.constant(T, sext(x));
        self.rotate_scratch(opcode, d, b);
    }

    /// `d := T rotated by b`: the amount must be in CL, which is on the stack already.
    fn rotate_scratch(&mut self, opcode: Opcode, d: u8, b: u8) {
        let s = &mut self.b;
        s.copy(RCX, b);
        match opcode {
            Opcode::RotL64 => emit!(s, rolq_mc, reg(T), Fixed(RCX)),
            Opcode::RotL32 => emit!(s, roll_mc, reg(T), Fixed(RCX)),
            Opcode::RotR64 | Opcode::RotR64ImmAlt => emit!(s, rorq_mc, reg(T), Fixed(RCX)),
            _ => emit!(s, rorl_mc, reg(T), Fixed(RCX)),
        }
        emit!(s, popq_o, RCX);
        if matches!(opcode, Opcode::RotL64 | Opcode::RotR64 | Opcode::RotR64ImmAlt) {
            s.copy(d, T);
        } else {
            s.extend(d, T);
        }
    }

    /// RDX:RAX := RAX × operand.
    pub(super) fn multiply_signed(&mut self, d: u8, a: u8, b: u8) {
        let (a, b) = if b == RAX { (b, a) } else { (a, b) };
        let s = &mut self.b;
        emit!(s, pushq_o, RAX);
        s.copy(RAX, a);
        emit!(s, imulq_m, Fixed(RAX), Fixed(RDX), reg(b));
        emit!(s, popq_o, RAX);
        s.copy(d, RDX);
    }

    /// The high half of an unsigned product, less b if a is negative.
    pub(super) fn multiply_mixed(&mut self, d: u8, a: u8, b: u8) {
        let other = |register: &u8| *register != a && *register != b;
        let mask = [RAX, RCX, RBX].into_iter().find(other).unwrap_or(RAX);
        let s = &mut self.b;
        emit!(s, pushq_o, mask);
        s.copy(mask, a);
        emit!(s, sarq_mi, reg(mask), Imm8::new(63));
        emit!(s, andq_rm, mask, reg(b));
        s.copy(RDX, a);
        // With equal destinations the high half stays.
        emit!(s, mulxq_rvm, RDX, RDX, reg(b), Fixed(RDX));
        emit!(s, subq_rm, RDX, reg(mask));
        emit!(s, popq_o, mask);
        s.copy(d, RDX);
    }
}
