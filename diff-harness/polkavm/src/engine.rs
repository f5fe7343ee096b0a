//! polkavm behind the tester's trait.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jar_diff_engines::{Capabilities, Engine as Tested, Javm, normalise, spelt_out};
use jar_diff_wire::{
    Case, Exit, GasModel, NO_STEP_LIMIT, Observation, ObservationHead, ObservationWriter, Outcome,
};
use javm::{Class, Instruction, Interpreter, Opcode, Operands, Program};
use polkavm::{BackendKind, Config, Engine, Module, RawInstance, SandboxKind};

use crate::differences::{Declared, Difference, DifferencesError, Field, Ledger, declared, met};
use crate::machine;

/// Which part of polkavm runs a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Its interpreter.
    Interpreter,
    /// Its compiler, in this process.
    Compiler,
}

/// Why there is no engine, or no answer.
#[derive(Debug, thiserror::Error)]
pub enum ForeignError {
    /// It cannot be set up.
    #[error("polkavm: {0}")]
    Setup(String),
    /// The declared differences cannot be read.
    #[error(transparent)]
    Differences(#[from] DifferencesError),
    /// Its decoder refuses a program.
    #[error("its decoder: {0}")]
    Blob(String),
    /// Its compiler refuses a program.
    #[error("its compiler: {0}")]
    Module(String),
    /// It fails at something.
    #[error("{what}: {error}")]
    Run {
        /// At what.
        what: &'static str,
        /// Its words.
        error: String,
    },
}

/// polkavm, seen by the tester.
///
/// Fields that a declared difference masks, and the whole answer to a case that is not for it, are taken from our interpreter,
/// which the other engines of a run are compared with anyway.
pub struct Foreign {
    backend: Backend,
    engine: Engine,
    declared: BTreeMap<Difference, Declared>,
    ledger: Ledger,
    ours: Javm<Interpreter>,
    last: Option<Last>,
}

/// The last program and its machine.
struct Last {
    blob: Vec<u8>,
    gas_model: GasModel,
    instance: RawInstance,
}

impl Foreign {
    /// An engine that counts the differences that it meets in `ledger`.
    ///
    /// # Errors
    /// The back end does not exist here.
    pub fn new(backend: Backend, ledger: Ledger) -> Result<Self, ForeignError> {
        let mut config = Config::new();
        config.set_allow_dynamic_paging(true);
        config.set_allow_experimental(true);
        config.set_backend(Some(match backend {
            Backend::Interpreter => BackendKind::Interpreter,
            Backend::Compiler => BackendKind::Compiler,
        }));
        config.set_sandbox((backend == Backend::Compiler).then_some(SandboxKind::Generic));
        let engine =
            Engine::new(&config).map_err(|error| ForeignError::Setup(error.to_string()))?;
        let ours = Javm::new(Interpreter);
        Ok(Self { backend, engine, declared: declared()?, ledger, ours, last: None })
    }

    /// The same, with nothing declared: to see what would be found.
    #[must_use]
    pub fn undeclared(self) -> Self {
        Self { declared: BTreeMap::new(), ..self }
    }

    /// Why a case is not for this engine, if it is not.
    fn declined(&self, case: &Case) -> Option<Difference> {
        let raw = spelt_out(case).map_or(Cow::Borrowed(case), Cow::Owned);
        let program = Program::parse(&raw.blob).ok()?;
        let any = |wanted: fn(&Instruction) -> bool| {
            program.instruction_starts().any(|pc| wanted(&program.instruction_at(pc)))
        };
        let compiler = self.backend == Backend::Compiler;
        let (entries, size) = (program.jump_table_length(), program.jump_entry_size());
        let reasons = [
            (any(|instruction| instruction.opcode == Opcode::Sbrk), Difference::Sbrk),
            (size > 4, Difference::WideJumpEntries),
            (size == 0 && entries > 0, Difference::EmptyJumpEntries),
            (compiler && any(is_negative_rotation), Difference::CompiledRotation),
            (compiler && any(is_bare_access), Difference::CompiledAddress),
            (compiler && jumps_behind_the_end(&program), Difference::CompiledEndTarget),
            (compiler && case.gas_model == GasModel::PerInstruction, Difference::PerInstruction),
        ];
        reasons.into_iter().find(|(applies, _)| *applies).map(|(_, id)| id)
    }

    /// The machine of a raw case.
    fn instance(&mut self, case: &Case) -> Result<&mut RawInstance, ForeignError> {
        let fits = |last: &Last| last.blob == case.blob && last.gas_model == case.gas_model;
        let last = match self.last.take().filter(fits) {
            Some(last) => last,
            None => {
                let module: Module = machine::module(&self.engine, case)?;
                let instance = module.instantiate();
                let instance = instance.map_err(|error| ForeignError::Setup(error.to_string()))?;
                Last { blob: case.blob.clone(), gas_model: case.gas_model, instance }
            }
        };
        Ok(&mut self.last.insert(last).instance)
    }

    /// The answer of our interpreter.
    fn ours(&mut self, case: &Case, bytes: &[u8]) -> Option<Observation> {
        let mut out = Vec::new();
        self.ours.observe(case, bytes, &mut out);
        let Ok(Outcome::Ran(mut observation)) = Outcome::decode(&out) else { return None };
        normalise(case, &mut observation);
        Some(observation)
    }

    /// Has our interpreter too little gas behind code of this size, where the compiler has no position?
    fn is_at_the_end(&self, code: usize, ours: &Observation) -> bool {
        let compiler = self.backend == Backend::Compiler;
        compiler && ours.exit == Exit::OutOfGas && ours.pc >= code as u64
    }

    /// Takes the fields over that a difference masks.
    fn mask(&self, id: Difference, theirs: &mut Observation, ours: &Observation) {
        self.ledger.count(id);
        for field in self.declared.get(&id).map_or(&[][..], |entry| &entry.masks) {
            match field {
                Field::Exit => theirs.exit = ours.exit,
                Field::Gas => theirs.gas = ours.gas,
                Field::Pc => theirs.pc = ours.pc,
                Field::Registers => theirs.registers = ours.registers,
                Field::Pages => theirs.pages.clone_from(&ours.pages),
                Field::Heap => theirs.heap_break = ours.heap_break,
                Field::Calls => theirs.calls.clone_from(&ours.calls),
            }
        }
    }
}

fn is_negative_rotation(instruction: &Instruction) -> bool {
    let negative = |x: u64| x.cast_signed() < 0;
    instruction.opcode == Opcode::RotR64ImmAlt
        && matches!(instruction.operands, Operands::TwoRegImm { x, .. } if negative(x))
}

/// Is there a static jump to two positions beyond the end of the code?
fn jumps_behind_the_end(program: &Program) -> bool {
    let end = i64::try_from(program.code().len().saturating_add(2)).ok();
    let target = |pc| program.instruction_at(pc).operands.target().copied();
    end.is_some() && program.instruction_starts().any(|pc| target(pc) == end)
}

/// Is it an access at a register without an offset?
fn is_bare_access(instruction: &Instruction) -> bool {
    matches!(instruction.opcode.class(), Class::Load | Class::Store)
        && matches!(
            instruction.operands,
            Operands::TwoRegImm { x: 0, .. } | Operands::RegTwoImm { x: 0, .. }
        )
}

fn write(observation: &Observation, out: &mut Vec<u8>) {
    let mut writer = ObservationWriter::new(out);
    for page in &observation.pages {
        writer.page(page.number, page.access, &page.content);
    }
    let Observation { exit, gas, pc, heap_break, registers, .. } = *observation;
    writer.finish(&ObservationHead { exit, gas, pc, heap_break, registers }, &observation.calls);
}

impl Tested for Foreign {
    fn name(&self) -> &'static str {
        match self.backend {
            Backend::Interpreter => "polkavm",
            Backend::Compiler => "polkavm-compiler",
        }
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { steps: false }
    }

    fn takes(&self, bytes: &[u8]) -> bool {
        let Ok(case) = Case::decode(bytes) else { return false };
        if case.step_limit != NO_STEP_LIMIT {
            return false;
        }
        let declined = self.declined(&case);
        if let Some(id) = declined {
            self.ledger.count(id);
        }
        declined.is_none()
    }

    fn forget(&mut self) {
        self.last = None;
        self.ours.forget();
    }

    fn observe(&mut self, case: &Case, bytes: &[u8], out: &mut Vec<u8>) {
        out.clear();
        if case.step_limit != NO_STEP_LIMIT || self.declined(case).is_some() {
            // Asked all the same, as a minimiser does: no objection.
            self.ours.observe(case, bytes, out);
            return;
        }
        let raw = spelt_out(case).map_or(Cow::Borrowed(case), Cow::Owned);
        let seen = self.instance(&raw).and_then(|instance| machine::observe(instance, &raw));
        match seen {
            Ok(mut theirs) => {
                normalise(&raw, &mut theirs);
                if let (Some(ours), Ok(program)) =
                    (self.ours(case, bytes), Program::parse(&raw.blob))
                {
                    for id in met(&program, self.backend, &theirs, &ours) {
                        self.mask(id, &mut theirs, &ours);
                    }
                }
                write(&theirs, out);
            }
            Err(error) => {
                self.last = None;
                let code = Program::parse(&raw.blob).map_or(0, |program| program.code().len());
                match self.ours(case, bytes) {
                    Some(ours) if self.is_at_the_end(code, &ours) => {
                        let mut theirs = ours.clone();
                        self.mask(Difference::CompiledEnd, &mut theirs, &ours);
                        write(&theirs, out);
                    }
                    // No observation: the comparison shows these words.
                    _ => out.extend(error.to_string().as_bytes()),
                }
            }
        }
    }
}
