//! The effects of all instructions (Gray Paper 0.7.2, A.4 and A.5; decisions D1 to D4, D7, D8, D10).

use std::ops::{BitAnd, BitOr, BitXor};

use super::alu;
use super::registers::Registers;
use super::source::{Line, Source};
use crate::instruction::Reg;
use crate::memory::{Fault, Ram};
use crate::state::{Exit, Heap};
use crate::table::Opcode as Op;

/// What a run changes, and what bounds it.
pub(super) struct Run<'a, M, S> {
    pub(super) source: S,
    pub(super) memory: &'a mut M,
    pub(super) heap: &'a mut Heap,
    pub(super) registers: &'a mut [u64; Reg::COUNT],
    /// The program counter, at the end.
    pub(super) pc: &'a mut u64,
    /// The next instruction, as the source counts.
    pub(super) at: u32,
    /// Steps that may still be done.
    pub(super) steps: u64,
    /// Per-block model: gas left, and whether the current block is paid.
    pub(super) gas: u64,
    pub(super) charged: bool,
    /// Per-block model: the cost of the current block, if it is not paid; it may have been entered in its middle.
    pub(super) toll: Option<u64>,
}

/// Where an indirect jump goes.
enum Destination {
    To(u32),
    Exit(Exit),
}

/// djump (A.4).
fn indirect(source: &impl Source, address: u32) -> Destination {
    /// 2^32 − 2^16.
    const HALT: u32 = 0xffff_0000;
    if address == HALT {
        return Destination::Exit(Exit::Halt);
    }
    if address == 0 || address & 1 != 0 {
        return Destination::Exit(Exit::Panic);
    }
    let target = source.entry(u64::from(address >> 1).wrapping_sub(1));
    target.map_or(Destination::Exit(Exit::Panic), Destination::To)
}

/// The exit of an access that failed (decision D7).
fn failed(fault: Fault) -> Exit {
    match fault {
        Fault::Low => Exit::Panic,
        Fault::Page(address) => Exit::PageFault(address),
    }
}

impl<M: Ram, S: Source> Run<'_, M, S> {
    /// Runs until an exit, or `None` when no steps are left. Per-block gas is charged here, per-instruction gas by the
    /// caller, from the number of steps.
    ///
    /// Nothing is counted while instructions follow one another: the line that they are taken from is as long as there are
    /// steps left, so that its end, which must be looked for anyway, is also the end of the steps.
    #[expect(
        clippy::too_many_lines,
        reason = "one flat match is one jump table, and reads like A.5"
    )]
    pub(super) fn run<const PER_BLOCK: bool>(&mut self) -> Option<Exit> {
        let source = &self.source;
        let (memory, heap) = (&mut *self.memory, &mut *self.heap);
        let mut r = Registers::new(self.registers);
        let (mut gas, mut charged) = (self.gas, self.charged);
        let mut line = source.line(self.at, self.steps);
        let (pc, steps);
        let exit = 'run: loop {
            if PER_BLOCK && !charged && line.left() != 0 {
                let here = line.at();
                let cost = self.toll.take().unwrap_or_else(|| source.cost(here));
                let Some(left) = gas.checked_sub(cost) else {
                    (pc, steps) = (source.position(here), line.left().wrapping_sub(1));
                    break 'run Some(Exit::OutOfGas);
                };
                gas = left;
                charged = true;
            }
            'line: {
                let Some(mut op) = line.next() else { break 'line };
                macro_rules! fetch {
                    () => {
                        match line.next() {
                            Some(next) => op = next,
                            None => break 'line,
                        }
                    };
                }
                macro_rules! x {
                    () => {
                        alu::sext_32(op.x)
                    };
                }
                macro_rules! y {
                    () => {
                        alu::sext_32(op.y)
                    };
                }
                macro_rules! exit {
                    ($exit:expr) => {{
                        (pc, steps) = (u64::from(op.pc), line.left());
                        break 'run Some($exit);
                    }};
                }
                macro_rules! next_block {
                    () => {
                        if PER_BLOCK {
                            charged = false;
                            continue 'run;
                        }
                    };
                }
                macro_rules! jump_to {
                    ($to:expr) => {{
                        line = source.line($to, line.left());
                        next_block!()
                    }};
                }
                macro_rules! jump {
                    () => {
                        match source.target(&op) {
                            Some(to) => jump_to!(to),
                            None => exit!(Exit::Panic),
                        }
                    };
                }
                macro_rules! branch {
                    ($taken:expr) => {
                        if $taken { jump!() } else { next_block!() }
                    };
                }
                macro_rules! jump_indirect {
                    ($address:expr) => {
                        match indirect(source, $address) {
                            Destination::To(to) => jump_to!(to),
                            Destination::Exit(exit) => exit!(exit),
                        }
                    };
                }
                // Addresses are the low 32 bits of the sum (decision D8), which the low 32 bits of its terms determine.
                macro_rules! address {
                    ($register:expr, $immediate:expr) => {
                        (r.get($register) as u32).wrapping_add($immediate)
                    };
                }
                macro_rules! load {
                    ($address:expr, $type:ty) => {
                        match memory.load($address) {
                            Ok(octets) => r.set(op.a, <$type>::from_le_bytes(octets) as u64),
                            Err(fault) => exit!(failed(fault)),
                        }
                    };
                }
                macro_rules! store {
                    ($address:expr, $value:expr, $type:ty) => {
                        if let Err(fault) = memory.store($address, ($value as $type).to_le_bytes())
                        {
                            exit!(failed(fault))
                        }
                    };
                }
                macro_rules! da {
                    ($rule:expr) => {
                        r.set(op.d, $rule(r.get(op.a)))
                    };
                }
                macro_rules! dab {
                    ($rule:expr) => {
                        r.set(op.d, $rule(r.get(op.a), r.get(op.b)))
                    };
                }
                macro_rules! abx {
                    ($rule:expr) => {
                        r.set(op.a, $rule(r.get(op.b), x!()))
                    };
                }
                macro_rules! axb {
                    ($rule:expr) => {
                        r.set(op.a, $rule(x!(), r.get(op.b)))
                    };
                }
                macro_rules! rule {
                    (Add64) => {
                        dab!(alu::add_64)
                    };
                    (LoadIndU64) => {
                        load!(address!(op.b, op.x), u64)
                    };
                    (StoreIndU64) => {
                        store!(address!(op.b, op.x), r.get(op.a), u64)
                    };
                    (Xor) => {
                        dab!(u64::bitxor)
                    };
                    (RotR64Imm) => {
                        abx!(alu::rot_r_64)
                    };
                    (MoveReg) => {
                        r.set(op.d, r.get(op.a))
                    };
                    (SetLtU) => {
                        dab!(alu::lt_u)
                    };
                    (CmovIzImm) => {
                        r.set(op.a, alu::cmov_iz(r.get(op.b), x!(), r.get(op.a)))
                    };
                    (Mul64) => {
                        dab!(alu::mul_64)
                    };
                    (MulUpperUU) => {
                        dab!(alu::mul_upper_u_u)
                    };
                    (ShloLImm64) => {
                        abx!(alu::shlo_l_64)
                    };
                    (ShloRImm64) => {
                        abx!(alu::shlo_r_64)
                    };
                    (And) => {
                        dab!(u64::bitand)
                    };
                    (AndInv) => {
                        dab!(|a: u64, b: u64| a & !b)
                    };
                    (Sub64) => {
                        dab!(alu::sub_64)
                    };
                    (AddImm64) => {
                        abx!(alu::add_64)
                    };
                    (Or) => {
                        dab!(u64::bitor)
                    };
                }
                // What often comes next goes without the jump table.
                macro_rules! then {
                    ($rule:ident, $($next:ident)*) => {{
                        rule!($rule);
                        match line.peek() {
                            $(Some(Op::$next) => {
                                fetch!();
                                rule!($next)
                            })*
                            _ => {}
                        }
                    }};
                }
                loop {
                    match op.opcode {
                        // A.5.1 to A.5.5
                        Op::Trap => exit!(Exit::Panic),
                        Op::Fallthrough => next_block!(),
                        Op::Ecalli => exit!(Exit::HostCall(x!())),
                        Op::LoadImm64 => r.set(op.a, u64::from(op.y) << 32 | u64::from(op.x)),
                        Op::StoreImmU8 => store!(op.x, y!(), u8),
                        Op::StoreImmU16 => store!(op.x, y!(), u16),
                        Op::StoreImmU32 => store!(op.x, y!(), u32),
                        Op::StoreImmU64 => store!(op.x, y!(), u64),
                        Op::Jump => jump!(),
                        // A.5.6
                        Op::JumpInd => jump_indirect!(address!(op.a, op.x)),
                        Op::LoadImm => r.set(op.a, x!()),
                        Op::LoadU8 => load!(op.x, u8),
                        Op::LoadI8 => load!(op.x, i8),
                        Op::LoadU16 => load!(op.x, u16),
                        Op::LoadI16 => load!(op.x, i16),
                        Op::LoadU32 => load!(op.x, u32),
                        Op::LoadI32 => load!(op.x, i32),
                        Op::LoadU64 => load!(op.x, u64),
                        Op::StoreU8 => store!(op.x, r.get(op.a), u8),
                        Op::StoreU16 => store!(op.x, r.get(op.a), u16),
                        Op::StoreU32 => store!(op.x, r.get(op.a), u32),
                        Op::StoreU64 => store!(op.x, r.get(op.a), u64),
                        // A.5.7
                        Op::StoreImmIndU8 => store!(address!(op.a, op.x), y!(), u8),
                        Op::StoreImmIndU16 => store!(address!(op.a, op.x), y!(), u16),
                        Op::StoreImmIndU32 => store!(address!(op.a, op.x), y!(), u32),
                        Op::StoreImmIndU64 => store!(address!(op.a, op.x), y!(), u64),
                        // A.5.8
                        Op::LoadImmJump => {
                            r.set(op.a, x!());
                            jump!()
                        }
                        Op::BranchEqImm => branch!(r.get(op.a) == x!()),
                        Op::BranchNeImm => branch!(r.get(op.a) != x!()),
                        Op::BranchLtUImm => branch!(r.get(op.a) < x!()),
                        Op::BranchLeUImm => branch!(r.get(op.a) <= x!()),
                        Op::BranchGeUImm => branch!(r.get(op.a) >= x!()),
                        Op::BranchGtUImm => branch!(r.get(op.a) > x!()),
                        Op::BranchLtSImm => branch!((r.get(op.a) as i64) < x!() as i64),
                        Op::BranchLeSImm => branch!((r.get(op.a) as i64) <= x!() as i64),
                        Op::BranchGeSImm => branch!((r.get(op.a) as i64) >= x!() as i64),
                        Op::BranchGtSImm => branch!((r.get(op.a) as i64) > x!() as i64),
                        // A.5.9
                        Op::MoveReg => then!(MoveReg, CmovIzImm Add64),
                        Op::Sbrk => r.set(op.d, heap.grow(r.get(op.a), memory)),
                        Op::CountSetBits64 => da!(|a: u64| u64::from(a.count_ones())),
                        Op::CountSetBits32 => da!(|a: u64| u64::from((a as u32).count_ones())),
                        Op::LeadingZeroBits64 => da!(|a: u64| u64::from(a.leading_zeros())),
                        Op::LeadingZeroBits32 => {
                            da!(|a: u64| u64::from((a as u32).leading_zeros()))
                        }
                        Op::TrailingZeroBits64 => da!(|a: u64| u64::from(a.trailing_zeros())),
                        Op::TrailingZeroBits32 => {
                            da!(|a: u64| u64::from((a as u32).trailing_zeros()))
                        }
                        Op::SignExtend8 => da!(|a: u64| a as i8 as u64),
                        Op::SignExtend16 => da!(|a: u64| a as i16 as u64),
                        Op::ZeroExtend16 => da!(|a: u64| u64::from(a as u16)),
                        Op::ReverseBytes => da!(|a: u64| a.swap_bytes()),
                        // A.5.10
                        Op::StoreIndU8 => store!(address!(op.b, op.x), r.get(op.a), u8),
                        Op::StoreIndU16 => store!(address!(op.b, op.x), r.get(op.a), u16),
                        Op::StoreIndU32 => store!(address!(op.b, op.x), r.get(op.a), u32),
                        Op::StoreIndU64 => then!(StoreIndU64, LoadIndU64 StoreIndU64),
                        Op::LoadIndU8 => load!(address!(op.b, op.x), u8),
                        Op::LoadIndI8 => load!(address!(op.b, op.x), i8),
                        Op::LoadIndU16 => load!(address!(op.b, op.x), u16),
                        Op::LoadIndI16 => load!(address!(op.b, op.x), i16),
                        Op::LoadIndU32 => load!(address!(op.b, op.x), u32),
                        Op::LoadIndI32 => load!(address!(op.b, op.x), i32),
                        Op::LoadIndU64 => then!(LoadIndU64, Add64 Xor LoadIndU64),
                        Op::AddImm32 => abx!(alu::add_32),
                        Op::AndImm => abx!(u64::bitand),
                        Op::XorImm => abx!(u64::bitxor),
                        Op::OrImm => abx!(u64::bitor),
                        Op::MulImm32 => abx!(alu::mul_32),
                        Op::SetLtUImm => abx!(alu::lt_u),
                        Op::SetLtSImm => abx!(alu::lt_s),
                        Op::ShloLImm32 => abx!(alu::shlo_l_32),
                        Op::ShloRImm32 => abx!(alu::shlo_r_32),
                        Op::SharRImm32 => abx!(alu::shar_r_32),
                        Op::NegAddImm32 => axb!(alu::sub_32),
                        Op::SetGtUImm => axb!(alu::lt_u),
                        Op::SetGtSImm => axb!(alu::lt_s),
                        Op::ShloLImmAlt32 => axb!(alu::shlo_l_32),
                        Op::ShloRImmAlt32 => axb!(alu::shlo_r_32),
                        Op::SharRImmAlt32 => axb!(alu::shar_r_32),
                        Op::CmovIzImm => then!(CmovIzImm, Add64),
                        Op::CmovNzImm => r.set(op.a, alu::cmov_iz(r.get(op.b), r.get(op.a), x!())),
                        Op::AddImm64 => then!(AddImm64, AddImm64 StoreIndU64),
                        Op::MulImm64 => abx!(alu::mul_64),
                        Op::ShloLImm64 => then!(ShloLImm64, Sub64 ShloRImm64),
                        Op::ShloRImm64 => then!(ShloRImm64, Add64 Or),
                        Op::SharRImm64 => abx!(alu::shar_r_64),
                        Op::NegAddImm64 => axb!(alu::sub_64),
                        Op::ShloLImmAlt64 => axb!(alu::shlo_l_64),
                        Op::ShloRImmAlt64 => axb!(alu::shlo_r_64),
                        Op::SharRImmAlt64 => axb!(alu::shar_r_64),
                        Op::RotR64Imm => then!(RotR64Imm, Xor Add64),
                        Op::RotR64ImmAlt => axb!(alu::rot_r_64),
                        Op::RotR32Imm => abx!(alu::rot_r_32),
                        Op::RotR32ImmAlt => axb!(alu::rot_r_32),
                        // A.5.11
                        Op::BranchEq => branch!(r.get(op.a) == r.get(op.b)),
                        Op::BranchNe => branch!(r.get(op.a) != r.get(op.b)),
                        Op::BranchLtU => branch!(r.get(op.a) < r.get(op.b)),
                        Op::BranchLtS => branch!((r.get(op.a) as i64) < r.get(op.b) as i64),
                        Op::BranchGeU => branch!(r.get(op.a) >= r.get(op.b)),
                        Op::BranchGeS => branch!((r.get(op.a) as i64) >= r.get(op.b) as i64),
                        // A.5.12: the address uses the old registers; the register is set also if the jump fails (decision D10).
                        Op::LoadImmJumpInd => {
                            let address = address!(op.b, op.y);
                            r.set(op.a, x!());
                            jump_indirect!(address)
                        }
                        // A.5.13
                        Op::Add32 => dab!(alu::add_32),
                        Op::Sub32 => dab!(alu::sub_32),
                        Op::Mul32 => dab!(alu::mul_32),
                        Op::DivU32 => dab!(alu::div_u_32),
                        Op::DivS32 => dab!(alu::div_s_32),
                        Op::RemU32 => dab!(alu::rem_u_32),
                        Op::RemS32 => dab!(alu::rem_s_32),
                        Op::ShloL32 => dab!(alu::shlo_l_32),
                        Op::ShloR32 => dab!(alu::shlo_r_32),
                        Op::SharR32 => dab!(alu::shar_r_32),
                        Op::Add64 => then!(Add64, SetLtU LoadIndU64 Add64),
                        Op::Sub64 => then!(Sub64, Add64 SetLtU),
                        Op::Mul64 => then!(Mul64, Add64 MulUpperUU),
                        Op::DivU64 => dab!(alu::div_u_64),
                        Op::DivS64 => dab!(alu::div_s_64),
                        Op::RemU64 => dab!(alu::rem_u_64),
                        Op::RemS64 => dab!(alu::rem_s_64),
                        Op::ShloL64 => dab!(alu::shlo_l_64),
                        Op::ShloR64 => dab!(alu::shlo_r_64),
                        Op::SharR64 => dab!(alu::shar_r_64),
                        Op::And => then!(And, ShloLImm64 Add64),
                        Op::Xor => then!(Xor, RotR64Imm StoreIndU64),
                        Op::Or => then!(Or, Add64),
                        Op::MulUpperSS => dab!(alu::mul_upper_s_s),
                        Op::MulUpperUU => then!(MulUpperUU, Add64 ShloRImm64),
                        Op::MulUpperSU => dab!(alu::mul_upper_s_u),
                        Op::SetLtU => then!(SetLtU, MoveReg Add64),
                        Op::SetLtS => dab!(alu::lt_s),
                        Op::CmovIz => {
                            r.set(op.d, alu::cmov_iz(r.get(op.b), r.get(op.a), r.get(op.d)))
                        }
                        Op::CmovNz => {
                            r.set(op.d, alu::cmov_iz(r.get(op.b), r.get(op.d), r.get(op.a)))
                        }
                        Op::RotL64 => dab!(alu::rot_l_64),
                        Op::RotL32 => dab!(alu::rot_l_32),
                        Op::RotR64 => dab!(alu::rot_r_64),
                        Op::RotR32 => dab!(alu::rot_r_32),
                        Op::AndInv => then!(AndInv, Xor),
                        Op::OrInv => dab!(|a: u64, b: u64| a | !b),
                        Op::Xnor => dab!(|a: u64, b: u64| !(a ^ b)),
                        Op::Max => dab!(alu::max_s),
                        Op::MaxU => dab!(u64::max),
                        Op::Min => dab!(alu::min_s),
                        Op::MinU => dab!(u64::min),
                    }
                    fetch!();
                }
            }
            let (at, left) = line.end();
            (pc, steps) = (source.position(at), left);
            // No line ends before the steps do, since a trap comes first.
            break 'run (left != 0).then_some(Exit::Panic);
        };
        *self.registers = r.all();
        *self.pc = pc;
        self.steps = steps;
        (self.gas, self.charged) = (gas, charged);
        exit
    }
}
