//! Cranelift, set up for regions.

use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::isa::OwnedTargetIsa;
use cranelift_codegen::settings::{self, Configurable};
use cranelift_codegen::{CompiledCode, FinalizedMachReloc};
use javm::Program;

use super::flow::{Flow, Segment};
use super::lower;
use super::plan::Plan;

/// How much Cranelift optimises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Optimise {
    /// Not at all: guest code has been optimised already.
    #[default]
    None,
    /// For speed of execution.
    Speed,
}

impl Optimise {
    /// The weight that a region aims at. The optimiser takes time that grows faster than a long block.
    pub(crate) const fn region(self) -> usize {
        match self {
            Self::None => 1600,
            Self::Speed => 320,
        }
    }
}

/// The compiler of one engine.
#[derive(Clone)]
pub(crate) struct Compiler {
    isa: OwnedTargetIsa,
}

impl std::fmt::Debug for Compiler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compiler").field("isa", &self.isa.name()).finish()
    }
}

/// A compiled region, not yet at its place: its code depends on no address.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) code: Vec<u8>,
    /// Offsets of accesses and the instructions that they belong to, ascending.
    pub(crate) sites: Box<[(u32, u32)]>,
    pub(crate) segments: Box<[Segment]>,
}

/// Settings that every host has in common.
fn flags(optimise: Optimise) -> Result<settings::Flags, settings::SetError> {
    let mut flags = settings::builder();
    let level = match optimise {
        Optimise::None => "none",
        Optimise::Speed => "speed",
    };
    flags.set("opt_level", level)?;
    for (name, value) in [
        // Speculation is out of scope, see the crate's threat model.
        ("enable_table_access_spectre_mitigation", "false"),
        ("enable_heap_access_spectre_mitigation", "false"),
        // Nobody unwinds through these frames.
        ("unwind_info", "false"),
        // A frame that is longer than a page touches each of its pages, so that none is behind the guard of the stack.
        ("enable_probestack", "true"),
        ("probestack_strategy", "inline"),
        ("probestack_size_log2", "12"),
        ("enable_verifier", if cfg!(debug_assertions) { "true" } else { "false" }),
    ] {
        flags.set(name, value)?;
    }
    Ok(settings::Flags::new(flags))
}

impl Compiler {
    /// For this host; what it lacks otherwise.
    pub(crate) fn new(optimise: Optimise) -> Result<Self, &'static str> {
        let builder = cranelift_native::builder()?;
        Self::with(builder, optimise)
    }

    fn with(
        builder: cranelift_codegen::isa::Builder,
        optimise: Optimise,
    ) -> Result<Self, &'static str> {
        let flags = flags(optimise).map_err(|_| "the settings of the code generator")?;
        let isa = builder.finish(flags).map_err(|_| "a code generator")?;
        Ok(Self { isa })
    }

    /// Compiles a region; `None` if Cranelift refuses it, or if its code would call something.
    pub(crate) fn compile(&self, program: &Program, plan: &Plan, region: u32) -> Option<Region> {
        let flow = Flow::new(program, plan, region);
        let mut function = lower::lower(&*self.isa, program, plan, &flow, region);
        let code = function.compile(&*self.isa, &mut ControlPlane::default()).ok()?;
        let relocations: &[FinalizedMachReloc] = code.buffer.relocs();
        if !relocations.is_empty() {
            return None;
        }
        Some(Region {
            sites: sites(code),
            code: code.code_buffer().to_vec(),
            segments: flow.segments.into(),
        })
    }
}

/// The instruction of each host access that may fault.
fn sites(code: &CompiledCode) -> Box<[(u32, u32)]> {
    let sources = code.buffer.get_srclocs_sorted();
    let mut sites: Vec<(u32, u32)> = Vec::new();
    for trap in code.buffer.traps() {
        let after = sources.partition_point(|source| source.start <= trap.offset);
        let source = after.checked_sub(1).and_then(|place| sources.get(place));
        if let Some(source) = source.filter(|source| trap.offset < source.end) {
            sites.push((trap.offset, source.loc.bits()));
        }
    }
    sites.sort_unstable();
    sites.into()
}
