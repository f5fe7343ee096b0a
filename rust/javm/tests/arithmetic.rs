//! Every instruction that computes, against arithmetic of another kind: 128-bit integers and sums over bits.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

mod support;

use std::sync::Arc;

use javm::{
    Class, Engine, Instance, Interpreter, Memory, Opcode, Operands, Program, Reg, Rules, Shape,
    Start, TABLE,
};
use javm_asm::ProgramBuilder;
use proptest::prelude::*;

/// Operands of the rule: φ_A (or φ_B of a two-register immediate form), φ_B or ν_X, and the old destination.
type Rule = fn(Inputs) -> i128;

#[derive(Clone, Copy)]
struct Inputs {
    x: u64,
    y: u64,
    old: u64,
}

impl Inputs {
    fn ux(self) -> i128 {
        i128::from(self.x)
    }
    fn uy(self) -> i128 {
        i128::from(self.y)
    }
    fn sx(self) -> i128 {
        i128::from(self.x as i64)
    }
    fn sy(self) -> i128 {
        i128::from(self.y as i64)
    }
    fn ux32(self) -> i128 {
        self.ux() % (1 << 32)
    }
    fn uy32(self) -> i128 {
        self.uy() % (1 << 32)
    }
    fn sx32(self) -> i128 {
        signed(self.ux32(), 32)
    }
    fn sy32(self) -> i128 {
        signed(self.uy32(), 32)
    }
}

/// The signed number with this pattern of `width` bits.
fn signed(value: i128, width: u32) -> i128 {
    let value = value.rem_euclid(1 << width);
    if value >= 1 << (width - 1) { value - (1 << width) } else { value }
}

/// 2^n.
fn pow(n: i128) -> i128 {
    (0..n).fold(1, |value, _| value * 2)
}

fn bit(value: i128, index: i128) -> i128 {
    value.div_euclid(pow(index)).rem_euclid(2)
}

/// Σ over `width` bits: bit i of the result is bit `from(i)` of the value, modulo the width.
fn permute(value: i128, width: i128, from: impl Fn(i128) -> i128) -> i128 {
    (0..width).map(|i| bit(value, from(i).rem_euclid(width)) * pow(i)).sum()
}

fn bitwise(i: Inputs, rule: fn(i128, i128) -> i128) -> i128 {
    (0..64).map(|n| rule(bit(i.ux(), n), bit(i.uy(), n)) * pow(n)).sum()
}

fn quotient(x: i128, y: i128) -> i128 {
    if y == 0 { -1 } else { (x.abs() / y.abs()) * x.signum() * y.signum() }
}

fn remainder(x: i128, y: i128) -> i128 {
    if y == 0 { x } else { (x.abs() % y.abs()) * x.signum() }
}

fn zeros(value: i128, width: i128, at: impl Fn(i128) -> i128) -> i128 {
    (0..width).take_while(|i| bit(value, at(*i)) == 0).count() as i128
}

/// Rules of instructions with registers only.
fn register_rule(opcode: Opcode) -> Option<Rule> {
    use Opcode::*;
    Some(match opcode {
        MoveReg => |i| i.ux(),
        CountSetBits64 => |i| (0..64).map(|n| bit(i.ux(), n)).sum(),
        CountSetBits32 => |i| (0..32).map(|n| bit(i.ux(), n)).sum(),
        LeadingZeroBits64 => |i| zeros(i.ux(), 64, |n| 63 - n),
        LeadingZeroBits32 => |i| zeros(i.ux(), 32, |n| 31 - n),
        TrailingZeroBits64 => |i| zeros(i.ux(), 64, |n| n),
        TrailingZeroBits32 => |i| zeros(i.ux(), 32, |n| n),
        SignExtend8 => |i| signed(i.ux(), 8),
        SignExtend16 => |i| signed(i.ux(), 16),
        ZeroExtend16 => |i| i.ux() % 65536,
        ReverseBytes => |i| permute(i.ux(), 64, |n| (7 - n / 8) * 8 + n % 8),
        Add32 => |i| signed(i.ux() + i.uy(), 32),
        Sub32 => |i| signed(i.ux() - i.uy(), 32),
        Mul32 => |i| signed(i.ux32() * i.uy32(), 32),
        DivU32 => |i| signed(quotient(i.ux32(), i.uy32()), 32),
        DivS32 => |i| signed(quotient(i.sx32(), i.sy32()), 32),
        RemU32 => |i| signed(remainder(i.ux32(), i.uy32()), 32),
        RemS32 => |i| signed(remainder(i.sx32(), i.sy32()), 32),
        ShloL32 => |i| signed(i.ux32() * pow(i.uy() % 32), 32),
        ShloR32 => |i| signed(i.ux32() / pow(i.uy() % 32), 32),
        SharR32 => |i| i.sx32().div_euclid(pow(i.uy() % 32)),
        Add64 => |i| i.ux() + i.uy(),
        Sub64 => |i| i.ux() - i.uy(),
        Mul64 => {
            |i| (i.ux() % pow(32)) * i.uy() + (i.ux() / pow(32)) * (i.uy() % pow(32)) * pow(32)
        }
        DivU64 => |i| quotient(i.ux(), i.uy()),
        DivS64 => |i| quotient(i.sx(), i.sy()),
        RemU64 => |i| remainder(i.ux(), i.uy()),
        RemS64 => |i| remainder(i.sx(), i.sy()),
        ShloL64 => {
            |i| permute(i.ux(), 64, |n| n - i.uy() % 64) / pow(i.uy() % 64) * pow(i.uy() % 64)
        }
        ShloR64 => |i| i.ux() / pow(i.uy() % 64),
        SharR64 => |i| i.sx().div_euclid(pow(i.uy() % 64)),
        And => |i| bitwise(i, |a, b| a * b),
        Xor => |i| bitwise(i, |a, b| (a + b) % 2),
        Or => |i| bitwise(i, |a, b| (a + b + 1) / 2),
        MulUpperSS => |i| upper(i.sx(), i.sy()),
        MulUpperUU => |i| upper(i.ux(), i.uy()),
        MulUpperSU => |i| upper(i.sx(), i.uy()),
        SetLtU => |i| i128::from(i.ux() < i.uy()),
        SetLtS => |i| i128::from(i.sx() < i.sy()),
        CmovIz => |i| i128::from(if i.y == 0 { i.x } else { i.old }),
        CmovNz => |i| i128::from(if i.y != 0 { i.x } else { i.old }),
        RotL64 => |i| permute(i.ux(), 64, |n| n - i.uy()),
        RotL32 => |i| signed(permute(i.ux(), 32, |n| n - i.uy()), 32),
        RotR64 => |i| permute(i.ux(), 64, |n| n + i.uy()),
        RotR32 => |i| signed(permute(i.ux(), 32, |n| n + i.uy()), 32),
        AndInv => |i| bitwise(i, |a, b| a * (1 - b)),
        OrInv => |i| bitwise(i, |a, b| 1 - (1 - a) * b),
        Xnor => |i| bitwise(i, |a, b| (a + b + 1) % 2),
        Max => |i| i.sx().max(i.sy()),
        MaxU => |i| i.ux().max(i.uy()),
        Min => |i| i.sx().min(i.sy()),
        MinU => |i| i.ux().min(i.uy()),
        _ => return None,
    })
}

/// ⌊x y / 2^64⌋ by halves, so that nothing exceeds 128 bits.
fn upper(x: i128, y: i128) -> i128 {
    let (high, low) = (y.div_euclid(pow(32)), y.rem_euclid(pow(32)));
    (x * high + (x * low).div_euclid(pow(32))).div_euclid(pow(32))
}

/// The instruction with registers that does the same as one with an immediate, and whether the immediate comes first.
fn immediate_form(opcode: Opcode) -> Option<(Opcode, bool)> {
    use Opcode::*;
    Some(match opcode {
        AddImm32 => (Add32, false),
        AndImm => (And, false),
        XorImm => (Xor, false),
        OrImm => (Or, false),
        MulImm32 => (Mul32, false),
        SetLtUImm => (SetLtU, false),
        SetLtSImm => (SetLtS, false),
        ShloLImm32 => (ShloL32, false),
        ShloRImm32 => (ShloR32, false),
        SharRImm32 => (SharR32, false),
        NegAddImm32 => (Sub32, true),
        SetGtUImm => (SetLtU, true),
        SetGtSImm => (SetLtS, true),
        ShloLImmAlt32 => (ShloL32, true),
        ShloRImmAlt32 => (ShloR32, true),
        SharRImmAlt32 => (SharR32, true),
        CmovIzImm => (CmovIz, true),
        CmovNzImm => (CmovNz, true),
        AddImm64 => (Add64, false),
        MulImm64 => (Mul64, false),
        ShloLImm64 => (ShloL64, false),
        ShloRImm64 => (ShloR64, false),
        SharRImm64 => (SharR64, false),
        NegAddImm64 => (Sub64, true),
        ShloLImmAlt64 => (ShloL64, true),
        ShloRImmAlt64 => (ShloR64, true),
        SharRImmAlt64 => (SharR64, true),
        RotR64Imm => (RotR64, false),
        RotR64ImmAlt => (RotR64, true),
        RotR32Imm => (RotR32, false),
        RotR32ImmAlt => (RotR32, true),
        _ => return None,
    })
}

/// Runs one instruction; the registers after it.
fn run(opcode: Opcode, operands: Operands, registers: [u64; 13]) -> [u64; 13] {
    let mut builder = ProgramBuilder::new();
    builder.push(opcode, operands.map_target(javm_asm::Target::Relative));
    let program = Program::parse(&builder.blob().unwrap()).unwrap();
    let start = Start { gas: 1, registers, ..Start::default() }.with_memory(Memory::default());
    let mut machine = Interpreter.start(Arc::new(program), Rules::JAM_0_7_2, start).unwrap();
    let outcome = machine.run(1);
    assert_eq!((outcome.steps, outcome.exit), (1, None), "{opcode:?}");
    machine.registers()
}

fn reg(index: u8) -> Reg {
    Reg::new(index).unwrap()
}

/// All rules on one pair of values; registers distinct or all the same.
fn check(x: u64, y: u64, old: u64, immediate: i32) -> Result<(), TestCaseError> {
    for row in &TABLE {
        let mut registers = [0x5555; 13];
        registers[1] = x;
        registers[2] = y;
        registers[3] = old;
        let (a, b, d) = (reg(1), reg(2), reg(3));
        let extended = i64::from(immediate) as u64;
        let (operands, changed, rule, inputs) = match row.opcode.shape() {
            Shape::ThreeReg => {
                (Operands::ThreeReg { a, b, d }, 3, row.opcode, Inputs { x, y, old })
            }
            Shape::TwoReg => (Operands::TwoReg { d, a }, 3, row.opcode, Inputs { x, y: 0, old }),
            Shape::TwoRegImm => {
                let Some((rule, first)) = immediate_form(row.opcode) else { continue };
                let operands = Operands::TwoRegImm { a: d, b: a, x: extended };
                let (x, y) = if first { (extended, x) } else { (x, extended) };
                (operands, 3, rule, Inputs { x, y, old })
            }
            _ => continue,
        };
        let Some(rule) = register_rule(rule) else { continue };
        let expected = rule(inputs).rem_euclid(1 << 64) as u64;
        let after = run(row.opcode, operands, registers);
        prop_assert_eq!(after[changed], expected, "{} {:x} {:x}", row.name, inputs.x, inputs.y);
        registers[changed] = expected;
        prop_assert_eq!(after, registers, "{} changes one register", row.name);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn rules_are_those_of_the_paper(
        x in support::value(),
        y in support::value(),
        old in support::value(),
        immediate in support::value(),
    ) {
        check(x, y, old, immediate as i32)?;
    }
}

#[test]
fn the_overflowing_quotients_and_the_zero_divisors() {
    for x in [i64::MIN as u64, 1 << 31, u64::from(u32::MAX) << 31, 7, 0] {
        for y in [u64::MAX, u64::from(u32::MAX), 0, 1 << 32] {
            check(x, y, 3, -1).unwrap();
        }
    }
}

#[test]
fn every_computing_instruction_has_a_rule_here() {
    let computes = |class| {
        use Class::*;
        matches!(class, Bits | Arithmetic | Divide | Shift | Rotate | Logic | Compare | Select)
    };
    for row in TABLE.iter().filter(|row| computes(row.class)) {
        let rule = immediate_form(row.opcode).map_or(row.opcode, |(rule, _)| rule);
        assert!(register_rule(rule).is_some(), "{}", row.name);
    }
}

#[test]
fn an_operand_may_be_the_destination() {
    let mut registers = [0; 13];
    registers[4] = 10;
    let r4 = reg(4);
    assert_eq!(run(Opcode::Sub64, Operands::ThreeReg { a: r4, b: r4, d: r4 }, registers)[4], 0);
    assert_eq!(run(Opcode::Mul64, Operands::ThreeReg { a: r4, b: r4, d: r4 }, registers)[4], 100);
    let neg = Operands::TwoRegImm { a: r4, b: r4, x: 3 };
    assert_eq!(run(Opcode::NegAddImm64, neg, registers)[4], 3u64.wrapping_sub(10));
}

#[test]
fn immediates_are_loaded_with_their_sign() {
    let registers = [0; 13];
    let load = |x| run(Opcode::LoadImm, Operands::RegImm { a: reg(7), x }, registers)[7];
    assert_eq!(load(u64::MAX), u64::MAX);
    assert_eq!(load(0x7f), 0x7f);
    assert_eq!(load(0x80), 0x80);
    assert_eq!(load(0xffff_ffff_8000_0000), 0xffff_ffff_8000_0000);
    let long = Operands::RegExtImm { a: reg(12), x: 0x8123_4567_89ab_cdef };
    assert_eq!(run(Opcode::LoadImm64, long, registers)[12], 0x8123_4567_89ab_cdef);
}
