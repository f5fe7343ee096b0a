//! The machine of `javm` as an engine of the tester.

use std::sync::Arc;

use jar_diff_wire::{
    Access, Call, Case, Exit, GasModel, ObservationHead, ObservationWriter, Page, Program,
};
use javm::init::StandardProgram;
use javm::{Heap, Instance, MapError, Memory, MemoryBuilder, Rules, Start, State};

use crate::{Capabilities, Engine, Renewable, host};

/// The most that `sbrk` may add to the heap in a run, in octets: every page of it would be part of the observation. Beyond,
/// there is no answer (an engine that lacks a resource).
pub const GROWTH_MAX: u32 = 1 << 25;

/// An engine of `javm`, seen by the tester.
///
/// It keeps the machine of the last case. A case with the same program and gas model gets that machine: started again where pages and arguments
/// are the same too, else with another state. One with the same program alone reuses what was parsed (and compiled). So a difference may depend
/// on the cases before. A fresh value of this type has no past, nor has one of [`Javm::renewable`] after [`Engine::forget`]; one of [`Javm::new`]
/// forgets its machine and the program, not what the engine itself keeps.
pub struct Javm<E: javm::Engine> {
    engine: E,
    renew: fn(&E),
    parsed: Option<Parsed>,
    machine: Option<Machine<E::Instance>>,
    calls: Vec<Call>,
}

/// A parsed program and what it was parsed from.
struct Parsed {
    blob: Vec<u8>,
    standard: bool,
    program: Arc<javm::Program>,
}

/// A machine and what it was made of.
struct Machine<I> {
    program: Program,
    gas_model: GasModel,
    blob: Vec<u8>,
    pages: Vec<Page>,
    /// Registers and heap that a standard program starts with.
    standard: Option<([u64; 13], Heap)>,
    instance: I,
}

/// Why there is no run.
pub(crate) enum Refused {
    /// The blob is not a program.
    Invalid,
    /// The engine lacks a resource, or the case has no byte form.
    Unable,
}

impl From<MapError> for Refused {
    fn from(_: MapError) -> Self {
        Self::Unable
    }
}

impl<E: javm::Engine> Javm<E> {
    /// An engine that has run nothing yet.
    pub fn new(engine: E) -> Self {
        Self { engine, renew: |_| {}, parsed: None, machine: None, calls: Vec::new() }
    }

    /// The machine, at the start of the case.
    fn start(&mut self, case: &Case) -> Result<&mut E::Instance, Refused> {
        let Self { engine, parsed, machine, .. } = self;
        let ready = match machine.take_if(|machine| machine.fits(case)) {
            Some(mut again) if again.serves(case) => {
                let start = again.start(case);
                again.instance.restart(&start);
                again
            }
            Some(again) => again.with_state_of(case)?,
            None => build(engine, parsed, case)?,
        };
        Ok(&mut machine.insert(ready).instance)
    }
}

impl<E: javm::Engine> Javm<Renewable<E>> {
    /// The same with an engine that is made anew to forget.
    pub fn renewable(engine: Renewable<E>) -> Self {
        Self { renew: Renewable::renew, ..Self::new(engine) }
    }
}

impl<I: Instance> Machine<I> {
    /// Has the case the program of this machine, and its rules?
    fn fits(&self, case: &Case) -> bool {
        let same_kind =
            std::mem::discriminant(&self.program) == std::mem::discriminant(&case.program);
        same_kind && self.gas_model == case.gas_model && self.blob == case.blob
    }

    /// Can this machine, which fits, run the case when it is started again?
    fn serves(&self, case: &Case) -> bool {
        self.program == case.program && self.pages == case.pages
    }

    /// This machine, which fits, at the start of the case.
    fn with_state_of(mut self, case: &Case) -> Result<Self, Refused> {
        let (state, _) = initial(case)?;
        self.standard = self.standard.map(|_| (state.registers, state.heap));
        self.instance.restore(state);
        self.program.clone_from(&case.program);
        self.pages.clone_from(&case.pages);
        Ok(self)
    }

    fn start(&self, case: &Case) -> Start {
        let (registers, heap) = self.standard.unwrap_or_else(|| own_state(case));
        Start { pc: case.pc.into(), gas: case.gas, registers, heap }
    }
}

/// Registers and heap that the case itself gives.
fn own_state(case: &Case) -> ([u64; 13], Heap) {
    (case.registers, Heap { brk: case.heap_break, limit: case.heap_limit })
}

/// The state with which a case begins, and its program blob.
fn initial(case: &Case) -> Result<(State, &[u8]), Refused> {
    match &case.program {
        Program::Raw => {
            let (registers, heap) = own_state(case);
            let start = Start { pc: case.pc.into(), gas: case.gas, registers, heap };
            Ok((start.with_memory(memory(&case.pages)?), case.blob.as_slice()))
        }
        Program::Standard { arguments } => standard_state(case, arguments),
    }
}

fn build<E: javm::Engine>(
    engine: &E,
    parsed: &mut Option<Parsed>,
    case: &Case,
) -> Result<Machine<E::Instance>, Refused> {
    let (state, code) = initial(case)?;
    let standard = matches!(case.program, Program::Standard { .. });
    let program = match parsed {
        Some(parsed) if parsed.standard == standard && parsed.blob == case.blob => {
            Arc::clone(&parsed.program)
        }
        _ => {
            let program = javm::Program::parse(code).map_err(|_| Refused::Invalid)?;
            let program = Arc::new(program);
            let kept = Parsed { blob: case.blob.clone(), standard, program: Arc::clone(&program) };
            *parsed = Some(kept);
            program
        }
    };
    let rules = Rules {
        gas: match case.gas_model {
            GasModel::PerInstruction => javm::GasModel::PerInstruction,
            GasModel::PerBlock => javm::GasModel::PerBlock,
        },
    };
    let initial = (state.registers, state.heap);
    let instance = engine.start(program, rules, state).map_err(|_| Refused::Unable)?;
    Ok(Machine {
        program: case.program.clone(),
        gas_model: case.gas_model,
        blob: case.blob.clone(),
        pages: case.pages.clone(),
        standard: standard.then_some(initial),
        instance,
    })
}

/// The state of a standard program and its program blob.
pub(crate) fn standard_state<'a>(
    case: &'a Case,
    arguments: &[u8],
) -> Result<(State, &'a [u8]), Refused> {
    let program = StandardProgram::parse(&case.blob).map_err(|_| Refused::Invalid)?;
    let state = program.state(arguments, case.pc.into(), case.gas);
    Ok((state.map_err(|_| Refused::Invalid)?, program.code))
}

fn memory(pages: &[Page]) -> Result<Memory, MapError> {
    let mut memory = MemoryBuilder::new();
    for page in pages {
        let access = match page.access {
            Access::ReadOnly => javm::Access::ReadOnly,
            Access::Writable => javm::Access::Writable,
        };
        memory.map(page.number, access, &page.content)?;
    }
    Ok(memory.build())
}

/// Access in the tester's terms.
pub(crate) fn access(access: javm::Access) -> Access {
    match access {
        javm::Access::ReadOnly => Access::ReadOnly,
        javm::Access::Writable => Access::Writable,
    }
}

impl<E: javm::Engine> Engine for Javm<E> {
    fn name(&self) -> &'static str {
        self.engine.name()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { steps: true }
    }

    fn forget(&mut self) {
        (self.parsed, self.machine) = (None, None);
        (self.renew)(&self.engine);
    }

    fn observe(&mut self, case: &Case, _bytes: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let mut calls = std::mem::take(&mut self.calls);
        calls.clear();
        match self.start(case) {
            Ok(machine) => {
                let heap = machine.heap().brk;
                let exit = host::run(machine, case.step_limit, &case.replies, &mut calls);
                if machine.heap().brk.saturating_sub(heap) <= GROWTH_MAX {
                    report(machine, exit, &calls, out);
                }
            }
            Err(Refused::Invalid) => refuse(case, out),
            Err(Refused::Unable) => {}
        }
        self.calls = calls;
    }
}

/// Writes what a finished machine shows.
fn report(machine: &impl Instance, exit: Exit, calls: &[Call], out: &mut Vec<u8>) {
    let mut writer = ObservationWriter::new(out);
    machine.touched(&mut |number, rights, content| writer.page(number, access(rights), content));
    let head = ObservationHead {
        exit,
        gas: machine.gas(),
        pc: machine.pc(),
        heap_break: machine.heap().brk,
        registers: machine.registers(),
    };
    writer.finish(&head, calls);
}

/// The answer when the blob is not a program: everything else as in the case.
fn refuse(case: &Case, out: &mut Vec<u8>) {
    let head = ObservationHead {
        exit: Exit::InvalidProgram,
        gas: case.gas,
        pc: case.pc.into(),
        heap_break: case.heap_break,
        registers: case.registers,
    };
    ObservationWriter::new(out).finish(&head, &[]);
}
