//! A case in polkavm: module, instance, host.

use jar_diff_wire::{
    Access, Call, Case, Exit, GasModel, Observation, ObservedPage, PAGE_SIZE, Page, Poke,
    REGISTERS, Reply,
};
use polkavm::program::InstructionSetKind;
use polkavm::{
    Engine, GasMeteringKind, InterruptKind, MemoryProtection, Module, ModuleConfig, ProgramBlob,
    ProgramCounter, ProgramParts, RawInstance, Reg,
};

use crate::engine::ForeignError;

/// The instruction set of JAM.
pub(crate) const ISA: InstructionSetKind = InstructionSetKind::JamV1;

/// Compiles the program of a raw case.
pub(crate) fn module(engine: &Engine, case: &Case) -> Result<Module, ForeignError> {
    let mut parts = ProgramParts::empty(ISA);
    parts.code_and_jump_table = case.blob.as_slice().into();
    let blob = ProgramBlob::from_parts(parts);
    let blob = blob.map_err(|error| ForeignError::Blob(error.to_string()))?;
    let mut config = ModuleConfig::new();
    config.set_gas_metering(Some(GasMeteringKind::Sync));
    config.set_dynamic_paging(true);
    config.set_per_instruction_metering(case.gas_model == GasModel::PerInstruction);
    Module::from_blob(engine, &config, blob)
        .map_err(|error| ForeignError::Module(error.to_string()))
}

fn failed(what: &'static str) -> impl FnOnce(String) -> ForeignError {
    move |error| ForeignError::Run { what, error }
}

fn address(page: &Page) -> u32 {
    page.number.saturating_mul(PAGE_SIZE as u32)
}

/// Puts an instance to the start of a raw case.
pub(crate) fn prepare(instance: &mut RawInstance, case: &Case) -> Result<(), ForeignError> {
    instance.reset_memory().map_err(|e| failed("reset")(e.to_string()))?;
    for page in &case.pages {
        let (at, size) = (address(page), PAGE_SIZE as u32);
        let zeroed =
            instance.zero_memory_with_memory_protection(at, size, MemoryProtection::ReadWrite);
        zeroed.map_err(|e| failed("mapping")(e.to_string()))?;
        let written = instance.write_memory(at, &page.content);
        written.map_err(|e| failed("filling")(e.to_string()))?;
        if page.access == Access::ReadOnly {
            let protected = instance.protect_memory(at, size);
            protected.map_err(|e| failed("protecting")(e.to_string()))?;
        }
    }
    for (register, value) in Reg::ALL.into_iter().zip(case.registers) {
        instance.set_reg(register, value);
    }
    instance.set_gas(i64::try_from(case.gas).unwrap_or(i64::MAX));
    instance.set_next_program_counter(ProgramCounter(case.pc));
    Ok(())
}

fn registers(instance: &RawInstance) -> [u64; REGISTERS] {
    Reg::ALL.map(|register| instance.reg(register))
}

/// May the host write there?
fn writable(case: &Case, poke: &Poke) -> bool {
    let (from, length) = (u64::from(poke.address), poke.octets.len() as u64);
    let page_of = |address: u64| address / PAGE_SIZE as u64;
    let last = from.saturating_add(length.saturating_sub(1));
    (page_of(from)..=page_of(last)).all(|number| {
        let page = case.pages.iter().find(|page| u64::from(page.number) == number);
        page.is_some_and(|page| page.access == Access::Writable)
    })
}

/// Applies a reply, or says why the run ends here.
fn answer(
    instance: &mut RawInstance,
    case: &Case,
    reply: &Reply,
) -> Result<Option<Exit>, ForeignError> {
    let gas = instance.gas();
    let Some(left) = u64::try_from(gas).ok().and_then(|gas| gas.checked_sub(reply.gas)) else {
        return Ok(Some(Exit::OutOfGas));
    };
    instance.set_gas(i64::try_from(left).unwrap_or(gas));
    for (register, value) in Reg::ALL.into_iter().zip(reply.registers) {
        if let Some(value) = value {
            instance.set_reg(register, value);
        }
    }
    if let Some(poke) = &reply.poke {
        if !writable(case, poke) {
            return Ok(Some(Exit::Panic));
        }
        let written = instance.write_memory(poke.address, &poke.octets);
        written.map_err(|e| failed("poke")(e.to_string()))?;
    }
    Ok(None)
}

/// Runs a prepared instance to its exit, answering its calls.
fn run(
    instance: &mut RawInstance,
    case: &Case,
    calls: &mut Vec<Call>,
) -> Result<Exit, ForeignError> {
    let mut replies = case.replies.iter();
    loop {
        let why = instance.run().map_err(|e| failed("run")(e.to_string()))?;
        let identifier = match why {
            InterruptKind::Finished => return Ok(Exit::Halt),
            InterruptKind::Trap => return Ok(Exit::Panic),
            InterruptKind::NotEnoughGas => return Ok(Exit::OutOfGas),
            InterruptKind::Segfault(fault) => {
                return Ok(Exit::PageFault(fault.page_address.into()));
            }
            InterruptKind::Step => continue,
            InterruptKind::Ecalli(identifier) => {
                i64::from(identifier.cast_signed()).cast_unsigned()
            }
        };
        let Some(reply) = replies.next() else { return Ok(Exit::HostCall(identifier)) };
        let [.., r7, r8, r9, r10, r11, r12] = registers(instance);
        let gas = instance.gas().max(0).unsigned_abs();
        calls.push(Call { identifier, gas, arguments: [r7, r8, r9, r10, r11, r12] });
        if let Some(exit) = answer(instance, case, reply)? {
            return Ok(exit);
        }
    }
}

/// Runs a raw case from its start; what is seen afterwards.
pub(crate) fn observe(
    instance: &mut RawInstance,
    case: &Case,
) -> Result<Observation, ForeignError> {
    prepare(instance, case)?;
    let mut calls = Vec::new();
    let exit = run(instance, case, &mut calls)?;
    let mut pages = Vec::new();
    for page in &case.pages {
        let mut content = Box::new([0; PAGE_SIZE]);
        let read = instance.read_memory_into(address(page), content.as_mut_slice());
        read.map_err(|e| failed("reading")(e.to_string()))?;
        pages.push(ObservedPage { number: page.number, access: page.access, content });
    }
    let pc = instance.program_counter().or(instance.next_program_counter());
    Ok(Observation {
        exit,
        gas: instance.gas().max(0).unsigned_abs(),
        pc: pc.map_or(0, |pc| u64::from(pc.0)),
        heap_break: case.heap_break,
        registers: registers(instance),
        pages,
        calls,
    })
}
