//! From a region to Cranelift's intermediate form.
//!
//! A region is a function from the context to the host address of the function to go on with, or 0 if the host has to act.
//! Guest registers and the gas are variables; they are read from the context where the function starts and written back
//! where it ends, and what a fault needs is written before accesses (see [`super::flow`]).

mod access;
mod alu;
mod control;
mod rules;

use cranelift_codegen::Context as Compilation;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    AbiParam, AliasRegionData, Block, InstBuilder, JumpTableData, MemFlagsData, Signature,
    SourceLoc, Type, Value, types,
};
use cranelift_codegen::isa::{CallConv, TargetIsa};
use cranelift_codegen::settings::OptLevel;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Variable};
use javm::{Class, Op, Opcode, Program};

use super::flow::{Flow, GAS, Log, Set, accesses, sets};
use super::plan::Plan;
use crate::context::{Context, Leave};

/// Memory of one kind, for the optimiser: accesses to two kinds never meet.
#[derive(Clone, Copy)]
struct Kinds {
    guest: MemFlagsData,
    context: MemFlagsData,
    tables: MemFlagsData,
}

/// Places that many blocks go to.
#[derive(Clone, Copy)]
struct Shared {
    /// Goes to the entry whose number is in `place`.
    dispatch: Block,
    /// Goes to the region and entry in `place`.
    depart: Block,
    /// Leaves for the reason in `place`.
    exit: Block,
}

/// A region in the making.
struct Lowering<'a, 'b> {
    builder: FunctionBuilder<'b>,
    program: &'a Program,
    plan: &'a Plan,
    flow: &'a Flow,
    region: u32,
    kinds: Kinds,
    shared: Shared,
    /// Of each block of the flow.
    blocks: Vec<Block>,
    registers: [Variable; 13],
    gas: Variable,
    place: Variable,
    context: Value,
    /// What guest addresses are added to, and the displacement that makes it the window's base.
    memory: (Value, i32),
    /// Whether Cranelift's optimiser sees the code.
    optimises: bool,
    /// Registers that may differ from the context.
    dirty: Set,
    /// What is still to be logged of the segment.
    logs: std::vec::IntoIter<Log>,
}

/// An operand of a rule: a register or a sign-extended immediate.
#[derive(Clone, Copy)]
enum Operand {
    Register(u8),
    Immediate(u32),
}

const WORD: Type = types::I64;

/// The reason for leaving and the instruction, as one number.
const fn leaving(leave: Leave, index: u32) -> u64 {
    (index as u64) << 8 | leave as u64
}

/// The inverse of what the code does: reason and instruction.
pub(crate) const fn left(argument: u64) -> (Leave, u32) {
    (Leave::of(argument & 0xff), (argument >> 8) as u32)
}

/// Builds the function of a region.
pub(crate) fn lower(
    isa: &dyn TargetIsa,
    program: &Program,
    plan: &Plan,
    flow: &Flow,
    region: u32,
) -> Compilation {
    let (mut compilation, mut frontend) = (Compilation::new(), FunctionBuilderContext::new());
    let mut signature = Signature::new(CallConv::SystemV);
    signature.params.push(AbiParam::new(WORD));
    signature.returns.push(AbiParam::new(WORD));
    compilation.func.signature = signature;
    let mut builder = FunctionBuilder::new(&mut compilation.func, &mut frontend);
    let mut kind = |user_id: u32, description: &'static str, flags: MemFlagsData| {
        let data = AliasRegionData { user_id, description: description.into() };
        flags.with_alias_region(Some(builder.func.dfg.alias_regions.insert(data)))
    };
    let kinds = Kinds {
        guest: kind(0, "guest", MemFlagsData::new()),
        context: kind(1, "context", MemFlagsData::trusted()),
        tables: kind(2, "tables", MemFlagsData::trusted()),
    };
    let first = builder.create_block();
    builder.append_block_params_for_function_params(first);
    builder.switch_to_block(first);
    let context = builder.block_params(first).first().copied().unwrap_or(Value::from_u32(0));
    let mut cold = || {
        let block = builder.create_block();
        builder.set_cold_block(block);
        block
    };
    let (depart, exit) = (cold(), cold());
    let shared = Shared { dispatch: builder.create_block(), depart, exit };
    let blocks = flow.blocks.iter().map(|_| builder.create_block()).collect();
    let registers = [0; 13].map(|_| builder.declare_var(WORD));
    let (gas, place) = (builder.declare_var(WORD), builder.declare_var(WORD));
    let lowering = Lowering {
        builder,
        program,
        plan,
        flow,
        region,
        kinds,
        shared,
        blocks,
        registers,
        gas,
        place,
        context,
        memory: (context, 0),
        optimises: isa.flags().opt_level() != OptLevel::None,
        dirty: 0,
        logs: Vec::new().into_iter(),
    };
    lowering.all(isa);
    compilation
}

impl Lowering<'_, '_> {
    fn all(mut self, isa: &dyn TargetIsa) {
        self.enter(isa.name() == "x64");
        let flow = self.flow;
        for (number, block) in flow.blocks.iter().enumerate() {
            if let Some(start) = self.blocks.get(number) {
                self.builder.switch_to_block(*start);
            }
            self.dirty = block.dirty;
            self.block(block.range.clone());
        }
        self.dispatch();
        self.depart();
        self.exit();
        self.builder.seal_all_blocks();
        self.builder.finalize(isa.frontend_config());
    }

    /// Reads the state from the context, and goes to the entry that it names.
    fn enter(&mut self, displaced: bool) {
        // One host register is enough where an access may have a displacement beside two registers.
        self.memory = match displaced {
            true => (self.context, crate::reservation::CONTEXT_BELOW_BASE),
            false => (self.read(Context::BASE), 0),
        };
        for (register, variable) in (0u8..).zip(self.registers) {
            if self.flow.mentioned & 1 << register != 0 {
                let value = self.read(Context::REGISTERS + i32::from(register) * 8);
                self.builder.def_var(variable, value);
            }
        }
        for (variable, offset) in [(self.gas, Context::GAS), (self.place, Context::TARGET)] {
            let value = self.read(offset);
            self.builder.def_var(variable, value);
        }
        self.builder.ins().jump(self.shared.dispatch, &[]);
    }

    /// A field of the context.
    fn read(&mut self, offset: i32) -> Value {
        self.builder.ins().load(WORD, self.kinds.context, self.context, offset)
    }

    fn write(&mut self, offset: i32, value: Value) {
        self.builder.ins().store(self.kinds.context, value, self.context, offset);
    }

    /// Writes registers, and perhaps the gas, to the context.
    fn save(&mut self, registers: Set) {
        for (register, variable) in (0u8..).zip(self.registers) {
            if registers & 1 << register != 0 {
                let value = self.builder.use_var(variable);
                self.write(Context::REGISTERS + i32::from(register) * 8, value);
            }
        }
        if registers & GAS != 0 {
            let gas = self.builder.use_var(self.gas);
            self.write(Context::GAS, gas);
        }
    }

    /// A straight line of instructions.
    fn block(&mut self, range: std::ops::Range<u32>) {
        let ops = self.program.ops();
        for index in range.clone() {
            let Some(op) = ops.get(index as usize) else { continue };
            self.builder.set_srcloc(SourceLoc::new(index));
            if index == range.start && !self.charge(index, op) {
                return;
            }
            if accesses(op) {
                self.checkpoint(index);
            }
            self.one(op, index);
            if let Some(register) = sets(op).filter(|_| !accesses(op)) {
                self.dirty |= 1 << register;
            }
        }
        let ends = range.end.checked_sub(1).and_then(|last| ops.get(last as usize));
        // A region that ends within a basic block: what follows is paid for.
        if ends.is_some_and(|op| !op.opcode.terminates() && !super::plan::pauses(op)) {
            self.go(range.end);
        }
    }

    /// Pays for the basic block that starts here; false if the instruction is a trap that has none.
    fn charge(&mut self, index: u32, op: &Op) -> bool {
        let before =
            index.checked_sub(1).and_then(|before| self.program.ops().get(before as usize));
        if !self.program.is_block_start(u64::from(op.pc)) {
            let follows = before.is_none_or(|before| before.opcode.terminates());
            if follows && op.opcode == Opcode::Trap {
                self.leave(Leave::Unpaid, index);
                return false;
            }
            return true;
        }
        let cost = self.program.costs().get(index as usize).copied().unwrap_or_default();
        let gas = self.builder.use_var(self.gas);
        let cost = i64::from(cost);
        // Below zero numbers are great; so one value of the gas is enough.
        // Not a sum: one within another keeps its first term alive.
        let taken = self.builder.ins().iconst(WORD, cost);
        let left = self.builder.ins().isub(gas, taken);
        let short = self.builder.ins().icmp_imm_s(IntCC::UnsignedGreaterThan, left, !cost);
        self.builder.def_var(self.gas, left);
        let (body, out) = (self.builder.create_block(), self.cold());
        self.builder.ins().brif(short, out, &[], body, &[]);
        self.builder.switch_to_block(out);
        self.leave(Leave::OutOfGas, index);
        self.builder.switch_to_block(body);
        self.dirty |= GAS;
        true
    }

    fn cold(&mut self) -> Block {
        let block = self.builder.create_block();
        self.builder.set_cold_block(block);
        block
    }

    /// Leaves for the host.
    fn leave(&mut self, leave: Leave, index: u32) {
        self.go_shared(self.shared.exit, leaving(leave, index));
    }

    fn go_shared(&mut self, to: Block, place: u64) {
        let place = self.builder.ins().iconst(WORD, place as i64);
        self.builder.def_var(self.place, place);
        self.builder.ins().jump(to, &[]);
    }

    /// The value of a guest register.
    fn register(&mut self, register: u8) -> Value {
        let variable = self.registers.get(usize::from(register)).copied();
        self.builder.use_var(variable.unwrap_or(self.gas))
    }

    fn set(&mut self, register: u8, value: Value) {
        if let Some(variable) = self.registers.get(usize::from(register)) {
            self.builder.def_var(*variable, value);
        }
    }

    /// An operand of 64 bits.
    fn wide(&mut self, operand: Operand) -> Value {
        match operand {
            Operand::Register(register) => self.register(register),
            Operand::Immediate(x) => self.builder.ins().iconst(WORD, i64::from(x as i32)),
        }
    }

    /// The low 32 bits of an operand.
    fn narrow(&mut self, operand: Operand) -> Value {
        match operand {
            Operand::Register(register) => {
                let value = self.register(register);
                self.builder.ins().ireduce(types::I32, value)
            }
            Operand::Immediate(x) => self.builder.ins().iconst(types::I32, i64::from(x)),
        }
    }

    fn one(&mut self, op: &Op, index: u32) {
        match op.opcode.class() {
            Class::Trap | Class::Heap => self.leave(Leave::Interpret, index),
            Class::HostCall => {
                // Where to go on, for the host to know at once.
                if let Some(place) = self.plan.place(index.saturating_add(1)) {
                    let place = self.builder.ins().iconst(WORD, place.packed() as i64);
                    self.write(Context::TARGET, place);
                }
                self.leave(Leave::HostCall, index);
            }
            Class::Fallthrough => self.go(index.saturating_add(1)),
            Class::Jump | Class::JumpIndirect | Class::Branch => self.control(op, index),
            Class::Load | Class::Store => self.access(op),
            _ => self.calculate(op),
        }
    }

    fn jump_table(&mut self, entries: &[Block]) -> Option<cranelift_codegen::ir::JumpTable> {
        let pool = &mut self.builder.func.dfg.value_lists;
        let call =
            |block: &Block, pool: &mut _| cranelift_codegen::ir::BlockCall::new(*block, [], pool);
        let first = call(entries.first()?, pool);
        let all: Vec<_> = entries.iter().map(|block| call(block, pool)).collect();
        Some(self.builder.create_jump_table(JumpTableData::new(first, &all)))
    }
}
