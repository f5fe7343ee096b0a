//! Which operands each calculating instruction has, and where its result goes.

use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::condcodes::IntCC;
use javm::{Class, Op, Opcode, Shape};

use super::{Lowering, Operand, WORD};

/// The operands of an instruction that calculates with two, and the register of the result: the register forms, the
/// immediate forms, and those whose immediate comes first.
fn operands(op: &Op) -> (Operand, Operand, u8) {
    use Opcode::{
        NegAddImm32, NegAddImm64, RotR32ImmAlt, RotR64ImmAlt, SetGtSImm, SetGtUImm, SharRImmAlt32,
        SharRImmAlt64, ShloLImmAlt32, ShloLImmAlt64, ShloRImmAlt32, ShloRImmAlt64,
    };
    let (b, x) = (Operand::Register(op.b), Operand::Immediate(op.x));
    match op.opcode {
        NegAddImm32 | NegAddImm64 | SetGtUImm | SetGtSImm | ShloLImmAlt32 | ShloLImmAlt64
        | ShloRImmAlt32 | ShloRImmAlt64 | SharRImmAlt32 | SharRImmAlt64 | RotR32ImmAlt
        | RotR64ImmAlt => (x, b, op.a),
        _ if op.opcode.shape() == Shape::ThreeReg => (Operand::Register(op.a), b, op.d),
        _ => (b, x, op.a),
    }
}

impl Lowering<'_, '_> {
    pub(super) fn calculate(&mut self, op: &Op) {
        match op.opcode.class() {
            Class::Immediate => self.constant_or_copy(op),
            Class::Bits => {
                let value = self.register(op.a);
                let value = self.bits(op.opcode, value);
                self.set(op.d, value);
            }
            Class::Select => self.select(op),
            class => {
                let (x, y, to) = operands(op);
                let value = match class {
                    Class::Arithmetic => self.arithmetic(op.opcode, x, y),
                    Class::Divide => self.divide(op.opcode, x, y),
                    Class::Shift | Class::Rotate => self.shift(op.opcode, x, y),
                    Class::Logic => self.logic(op.opcode, x, y),
                    _ => self.compare(op.opcode, x, y),
                };
                self.set(to, value);
            }
        }
    }

    fn constant_or_copy(&mut self, op: &Op) {
        match op.opcode {
            Opcode::MoveReg => {
                let value = self.register(op.a);
                self.set(op.d, value);
            }
            Opcode::LoadImm64 => {
                let value = u64::from(op.y) << 32 | u64::from(op.x);
                let value = self.builder.ins().iconst(WORD, value as i64);
                self.set(op.a, value);
            }
            _ => {
                let value = self.wide(Operand::Immediate(op.x));
                self.set(op.a, value);
            }
        }
    }

    /// Conditional moves, minimum, maximum.
    fn select(&mut self, op: &Op) {
        let (value, old, to) = match op.opcode {
            Opcode::CmovIzImm | Opcode::CmovNzImm => (Operand::Immediate(op.x), op.a, op.a),
            _ => (Operand::Register(op.a), op.d, op.d),
        };
        let (value, other) = (self.wide(value), self.register(op.b));
        let (condition, value, other) = match op.opcode {
            Opcode::Max => (IntCC::SignedGreaterThan, value, other),
            Opcode::MaxU => (IntCC::UnsignedGreaterThan, value, other),
            Opcode::Min => (IntCC::SignedLessThan, value, other),
            Opcode::MinU => (IntCC::UnsignedLessThan, value, other),
            opcode => {
                let zero = matches!(opcode, Opcode::CmovIz | Opcode::CmovIzImm);
                let condition = if zero { IntCC::Equal } else { IntCC::NotEqual };
                let taken = self.builder.ins().icmp_imm_s(condition, other, 0);
                let old = self.register(old);
                let result = self.builder.ins().select(taken, value, old);
                self.set(to, result);
                return;
            }
        };
        let first = self.builder.ins().icmp(condition, value, other);
        let result = self.builder.ins().select(first, value, other);
        self.set(to, result);
    }
}
