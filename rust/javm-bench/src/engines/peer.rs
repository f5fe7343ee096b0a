//! polkavm from the crate registry, used as others use it: through its public interface, in this process where it can be.
//!
//! Of its instruction sets the one named `ReviveV1` has the opcode numbers of the Gray Paper 0.7.2, all but `sbrk`: program
//! octets stay as they are. Its memory layout is that of the standard program, if it is told to reserve room for arguments.
//! In this process it fills that room with zeros at every start and changes its protection at every entry. So that this is
//! not held against it, timed machines have no such room: arguments follow the heap there, which a program that goes by the
//! registers of its start does not notice. Machines whose complete state is checked have the standard layout.

use std::hint::black_box;
use std::sync::Arc;

use javm::PAGE_SIZE;
use polkavm::program::InstructionSetKind;
use polkavm::{
    BackendKind, CacheModel, Config, CorePinning, CostModel, CostModelKind, Engine as Peer,
    GasMeteringKind, InterruptKind, MemoryMapBuilder, Module, ModuleConfig, ProgramBlob,
    ProgramCounter, ProgramParts, RawInstance, Reg, SandboxKind,
};

use super::{Counting, Engine, Left, Loaded, Made};
use crate::workload::{GAS, Workload};
use bench_kit::Clock;

/// Its instruction set that agrees with the Gray Paper 0.7.2.
const ISA: InstructionSetKind = InstructionSetKind::ReviveV1;

/// Z_I: room for arguments in a standard program.
const INPUT: u32 = 1 << 24;

/// The register of the stack pointer.
const STACK: usize = 1;
/// The register of the address of the arguments.
const ARGUMENTS: usize = 7;

/// Where a polkavm runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Its interpreter.
    Interpreter,
    /// Its compiler, in this process.
    Generic,
    /// Its compiler, in a process of its own.
    Linux,
}

/// Its two kinds of gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gas {
    /// One per instruction, a block at a time: its default.
    Simple,
    /// The model of a pipeline, with loads that hit the second cache.
    Full,
}

/// Where memory lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// As in a standard program.
    Standard,
    /// Without room for arguments; they follow the heap.
    Lean,
}

/// polkavm with settings.
struct Peers {
    name: &'static str,
    about: &'static str,
    place: Place,
    gas: Gas,
}

/// What is needed to make a machine again.
#[derive(Clone)]
struct Recipe {
    engine: Arc<Peer>,
    config: ModuleConfig,
    parts: ProgramParts,
    registers: [u64; 13],
    pc: ProgramCounter,
    arguments: Vec<u8>,
}

/// A workload in a polkavm.
struct Kept {
    recipe: Recipe,
    /// The same in an engine of its own: in the Linux sandbox a machine cannot be reset while its engine has another one.
    fresh: Recipe,
    instance: RawInstance,
}

impl Gas {
    fn model(self) -> CostModelKind {
        match self {
            Self::Simple => CostModelKind::Simple(CostModel::naive_ref()),
            Self::Full => CostModelKind::Full(CacheModel::L2Hit),
        }
    }
}

impl Recipe {
    fn new(peer: &Peers, workload: &Workload, layout: Layout) -> anyhow::Result<Self> {
        let image = workload.octets.image()?;
        let mut parts = ProgramParts::empty(ISA);
        parts.ro_data_size = u32::try_from(image.read_only.len())?;
        parts.ro_data = image.read_only.into();
        parts.rw_data_size = image.heap_size;
        parts.rw_data = image.heap.into();
        parts.stack_size = image.stack;
        parts.code_and_jump_table = image.blob.into();
        let mut config = ModuleConfig::new();
        config.set_gas_metering(Some(GasMeteringKind::Sync));
        config.set_cost_model(Some(peer.gas.model()));
        let (_, state) = workload.state()?;
        let mut registers = state.registers;
        let mut behind = None;
        let arguments = match layout {
            Layout::Standard => {
                config.set_aux_data_size(INPUT);
                workload.arguments.clone()
            }
            Layout::Lean => {
                if !workload.arguments.is_empty() {
                    behind = Some(image.heap_size);
                    let mut heap = image.heap.to_vec();
                    heap.resize(usize::try_from(image.heap_size)?, 0);
                    heap.extend(&workload.arguments);
                    parts.rw_data_size = u32::try_from(heap.len())?;
                    parts.rw_data = heap.into();
                }
                Vec::new()
            }
        };
        let mut builder = MemoryMapBuilder::new(PAGE_SIZE as u32);
        builder.ro_data_size(parts.ro_data_size).rw_data_size(parts.rw_data_size);
        builder.stack_size(parts.stack_size).aux_data_size(config.aux_data_size());
        let map = builder.build().map_err(|error| anyhow::anyhow!("its memory map: {error}"))?;
        let moves = [
            (STACK, Some(map.stack_address_high())),
            (ARGUMENTS, behind.map(|behind| map.rw_data_address().saturating_add(behind))),
        ];
        for (index, address) in moves {
            let chosen = workload.registers.iter().any(|(register, _)| *register == index);
            if let (Some(register), Some(address), false) =
                (registers.get_mut(index), address, chosen)
            {
                *register = u64::from(address);
            }
        }
        let (engine, pc) = (Arc::new(engine(peer.place)?), ProgramCounter(workload.pc));
        Ok(Self { engine, config, parts, registers, pc, arguments })
    }

    fn module(&self) -> anyhow::Result<Module> {
        let blob = ProgramBlob::from_parts(black_box(self.parts.clone()));
        let blob = blob.map_err(|error| anyhow::anyhow!("its decoder: {error}"))?;
        Module::from_blob(&self.engine, &self.config, blob)
            .map_err(|error| anyhow::anyhow!("its compiler: {error}"))
    }

    /// Registers, gas, program counter and arguments of the start.
    fn prime(&self, instance: &mut RawInstance) -> anyhow::Result<()> {
        for (name, value) in Reg::ALL.into_iter().zip(self.registers) {
            instance.set_reg(name, value);
        }
        if instance.module().memory_map().aux_data_size() > 0 {
            let used = u32::try_from(self.arguments.len())?;
            let shrunk = instance.set_accessible_aux_size(used);
            shrunk.map_err(|error| anyhow::anyhow!("room for arguments: {error}"))?;
        }
        instance.set_gas(i64::try_from(GAS)?);
        instance.set_next_program_counter(self.pc);
        if !self.arguments.is_empty() {
            let address = instance.module().memory_map().aux_data_address();
            let written = instance.write_memory(address, &self.arguments);
            written.map_err(|error| anyhow::anyhow!("the arguments: {error}"))?;
        }
        Ok(())
    }

    fn instance(&self, module: &Module) -> anyhow::Result<RawInstance> {
        module.instantiate().map_err(|error| anyhow::anyhow!("no instance: {error}"))
    }
}

/// Runs to the halt; how many host calls there were.
fn to_the_halt(instance: &mut RawInstance) -> anyhow::Result<u64> {
    let mut calls = 0;
    loop {
        match instance.run().map_err(|error| anyhow::anyhow!("run: {error}"))? {
            InterruptKind::Ecalli(_) => calls += 1,
            InterruptKind::Finished => return Ok(calls),
            other => anyhow::bail!("ended at {:?} with {other:?}", instance.program_counter()),
        }
    }
}

impl Peers {
    fn with(&self, workload: &Workload, layout: Layout) -> anyhow::Result<Box<dyn Loaded>> {
        let recipe = Recipe::new(self, workload, layout)?;
        let mut instance = recipe.instance(&recipe.module()?)?;
        recipe.prime(&mut instance)?;
        let fresh = Recipe { engine: Arc::new(engine(self.place)?), ..recipe.clone() };
        Ok(Box::new(Kept { recipe, fresh, instance }))
    }
}

impl Engine for Peers {
    fn name(&self) -> &str {
        self.name
    }

    fn about(&self) -> &str {
        self.about
    }

    fn clock(&self) -> Clock {
        if self.place == Place::Linux { Clock::Wall } else { Clock::Thread }
    }

    fn counting(&self) -> Counting {
        if self.gas == Gas::Full { Counting::Own } else { Counting::Instructions }
    }

    fn load(&self, workload: &Workload) -> anyhow::Result<Box<dyn Loaded>> {
        self.with(workload, Layout::Lean)
    }

    fn variants(&self, workload: &Workload) -> anyhow::Result<Vec<Box<dyn Loaded>>> {
        Ok(vec![self.with(workload, Layout::Standard)?, self.load(workload)?])
    }
}

impl Loaded for Kept {
    fn compile(&mut self) -> anyhow::Result<()> {
        black_box(self.fresh.module()?);
        Ok(())
    }

    fn reset(&mut self) -> anyhow::Result<()> {
        let done = self.instance.reset_memory();
        done.map_err(|error| anyhow::anyhow!("reset: {error}"))?;
        self.recipe.prime(&mut self.instance)
    }

    fn run(&mut self) -> anyhow::Result<u64> {
        to_the_halt(&mut self.instance)
    }

    fn whole(&mut self) -> anyhow::Result<()> {
        let module = self.fresh.module()?;
        let mut instance = self.fresh.instance(&module)?;
        self.fresh.prime(&mut instance)?;
        to_the_halt(&mut instance).map(drop)
    }

    fn left(&mut self) -> Left {
        let mut registers = [0; 13];
        for (place, name) in registers.iter_mut().zip(Reg::ALL) {
            *place = self.instance.reg(name);
        }
        let gas = u64::try_from(self.instance.gas()).ok();
        let gas = gas.map(|left| GAS.saturating_sub(left));
        Left { registers: Some(registers), result: None, gas }
    }
}

fn engine(place: Place) -> anyhow::Result<Peer> {
    let mut config = Config::new();
    config.set_backend(Some(match place {
        Place::Interpreter => BackendKind::Interpreter,
        Place::Generic | Place::Linux => BackendKind::Compiler,
    }));
    config.set_sandbox(match place {
        Place::Interpreter => None,
        Place::Generic => Some(SandboxKind::Generic),
        Place::Linux => Some(SandboxKind::Linux),
    });
    // What it demands for the sandbox in this process and for a choice of gas models.
    config.set_allow_experimental(true);
    // Threads that others pin would measure each other.
    config.set_core_pinning(CorePinning::Disabled);
    Peer::new(&config).map_err(|error| anyhow::anyhow!("{error}"))
}

/// Those that the host has.
pub(super) fn engines() -> Vec<Made> {
    let kinds = [
        (
            "polkavm",
            "polkavm's compiler, generic sandbox (this process), synchronous gas",
            Place::Generic,
            Gas::Simple,
        ),
        (
            "polkavm-full",
            "the same with its full gas model (pipeline; loads hit the second cache)",
            Place::Generic,
            Gas::Full,
        ),
        (
            "polkavm-linux",
            "polkavm's compiler, Linux sandbox (a process of its own; wall time), synchronous gas",
            Place::Linux,
            Gas::Simple,
        ),
        (
            "polkavm-linux-full",
            "the same with its full gas model (wall time)",
            Place::Linux,
            Gas::Full,
        ),
        (
            "polkavm-interpreter",
            "polkavm's interpreter, synchronous gas; it compiles blocks to its own form when they are first run",
            Place::Interpreter,
            Gas::Simple,
        ),
    ];
    let make = |name, about, place, gas| -> anyhow::Result<Box<dyn Engine>> {
        engine(place)?;
        Ok(Box::new(Peers { name, about, place, gas }))
    };
    kinds
        .into_iter()
        .map(|(name, about, place, gas)| (name, make(name, about, place, gas)))
        .collect()
}

#[cfg(test)]
mod tests {
    use javm::TABLE;
    use polkavm::program::InstructionSet;

    use super::*;

    /// Its name of an opcode in our spelling.
    fn spelled(name: &str) -> String {
        let words = [
            ("load_imm64", "load_imm_64"),
            ("reverse_byte", "reverse_bytes"),
            ("rotate_right_imm_alt_64", "rot_r_64_imm_alt"),
            ("rotate_right_imm_alt_32", "rot_r_32_imm_alt"),
            ("rotate_right_imm_64", "rot_r_64_imm"),
            ("rotate_right_imm_32", "rot_r_32_imm"),
            ("rotate_right", "rot_r"),
            ("rotate_left", "rot_l"),
            ("count_leading", "leading"),
            ("count_trailing", "trailing"),
            ("indirect", "ind"),
            ("and_jump", "jump"),
            ("not_eq", "ne"),
            ("less_or_equal", "le"),
            ("greater_or_equal", "ge"),
            ("less_than", "lt"),
            ("greater_than", "gt"),
            ("less", "lt"),
            ("greater", "gt"),
            ("unsigned", "u"),
            ("signed", "s"),
            ("shift_logical_left", "shlo_l"),
            ("shift_logical_right", "shlo_r"),
            ("shift_arithmetic_right", "shar_r"),
            ("negate_and_add", "neg_add"),
            ("if_zero", "iz"),
            ("if_not_zero", "nz"),
            ("inverted", "inv"),
            ("maximum", "max"),
            ("minimum", "min"),
        ];
        words.iter().fold(name.to_owned(), |name, (theirs, ours)| name.replace(theirs, ours))
    }

    #[test]
    fn its_instruction_set_is_ours_without_sbrk() {
        for octet in 0..=u8::MAX {
            let theirs = ISA.opcode_from_raw(u32::from(octet)).map(|code| spelled(code.name()));
            let ours = TABLE.iter().find(|row| row.opcode.byte() == octet);
            let ours = ours.map(|row| row.name).filter(|name| *name != "sbrk");
            assert_eq!(theirs.as_deref(), ours, "{octet}");
        }
    }
}
