//! The engine, and what its machines share.

use std::io;
use std::sync::{Arc, Mutex};

use javm::{Engine, Program, Rules, State};

use super::code::{ROOM, Regions};
use super::compiler::{Compiler, Optimise};
use super::plan::weight;
use super::worker::Worker;
use crate::compiled::{Called, Compiled, Entry, Left};
use crate::context::Context;
use crate::instance::CompiledInstance;
use crate::pool::{Windows, lock};
use crate::signal;
use crate::window::Window;

/// So many programs, at most, are kept with their regions,
const CACHED: usize = 64;
/// and so many octets of them.
const CACHED_SIZE: usize = 64 << 20;
/// Programs that weigh more are handed over, see [`Clif::MOST`].
const MOST: usize = 1 << 18;

/// Why the engine cannot be set up, or a machine not be started.
#[derive(Debug, thiserror::Error)]
pub enum ClifError {
    /// The code generator does not know the host.
    #[error("the code generator lacks {what} for this host")]
    Unsupported {
        /// What it lacks.
        what: &'static str,
    },
    /// The system refuses the signal handler.
    #[error("the handler of memory faults cannot be installed")]
    Handler(#[source] io::Error),
    /// The system refuses the thread that compiles.
    #[error("no thread to compile in the background")]
    Thread(#[source] io::Error),
    /// The system refuses the addresses of a window.
    #[error("no address space for a window of 4 GiB")]
    Window(#[source] io::Error),
}

/// The code of a program: its regions, or all of it by the engine that it was handed over to.
#[derive(Debug)]
pub enum Code {
    /// Regions.
    Regions(Arc<Regions>),
    /// Of the other engine.
    #[cfg(target_arch = "x86_64")]
    Fixed(Arc<crate::code::Code>),
}

/// Does the same on either kind of code.
macro_rules! either {
    ($self:expr, $code:ident => $what:expr) => {
        match $self {
            Code::Regions($code) => $what,
            #[cfg(target_arch = "x86_64")]
            Code::Fixed($code) => $what,
        }
    };
}

impl Compiled for Code {
    fn attach(&self, context: &mut Context) {
        either!(self, code => code.attach(context));
    }

    fn entry(&self, pc: u64) -> Option<Entry> {
        either!(self, code => code.entry(pc))
    }

    fn detour(&self, pc: u64) -> u64 {
        either!(self, code => code.detour(pc))
    }

    fn is_predecoded(&self) -> bool {
        either!(self, code => code.is_predecoded())
    }

    fn called(&self, context: &Context) -> Option<Called> {
        either!(self, code => code.called(context))
    }

    fn left(&self, window: &mut Window) -> Left {
        either!(self, code => code.left(window))
    }

    #[expect(unsafe_code, reason = "compiled code is entered")]
    unsafe fn enter(&self, context: *mut Context) {
        // SAFETY: the caller's promises are those that the code wants.
        either!(self, code => unsafe { code.enter(context) });
    }
}

/// A machine of the engine [`Clif`].
pub type ClifInstance = CompiledInstance<Code>;

/// Programs that were started, least recently used first.
type Cache = Vec<(Arc<Program>, Arc<Code>)>;

/// What machines of one engine share.
#[derive(Debug)]
struct Shared {
    compiler: Compiler,
    optimise: Optimise,
    /// Programs that weigh more are handed over.
    most: usize,
    /// Octets of code per instruction that there is room for.
    room: usize,
    windows: Arc<Windows>,
    cache: Mutex<Cache>,
    worker: Option<Worker>,
    #[cfg(target_arch = "x86_64")]
    other: Option<crate::Fixed>,
}

/// The engine on Cranelift's code generator: see the documentation of the crate. Clones share what is compiled.
#[derive(Clone, Debug)]
pub struct Clif {
    shared: Arc<Shared>,
}

impl Clif {
    /// The most that a program may weigh which this engine compiles itself. An instruction weighs 1, but `ecalli` and `sbrk`
    /// 4, one that ends a basic block 6, a division 10, an indirect jump 16. Compiling takes 4 to 20 µs a unit,
    /// whatever the program is made for: some seconds at most, if all of such a program runs. A
    /// heavier one is handed over to `Fixed`, or interpreted where that does not exist.
    pub const MOST: usize = MOST;

    /// An engine that compiles a region when it is first entered.
    ///
    /// # Errors
    /// See [`ClifError`].
    pub fn new(optimise: Optimise) -> Result<Self, ClifError> {
        Self::with(optimise, MOST, ROOM, None)
    }

    /// An engine that compiles on another thread, while the interpreter runs the program, which changes over to compiled
    /// code where a region is entered that is ready. The thread ends with the last clone of the engine; machines that
    /// live longer go on with what is compiled by then.
    ///
    /// # Errors
    /// See [`ClifError`].
    pub fn background(optimise: Optimise) -> Result<Self, ClifError> {
        let worker = Worker::new().map_err(ClifError::Thread)?;
        Self::with(optimise, MOST, ROOM, Some(worker))
    }

    fn with(
        optimise: Optimise,
        most: usize,
        room: usize,
        worker: Option<Worker>,
    ) -> Result<Self, ClifError> {
        let compiler = Compiler::new(optimise).map_err(|what| ClifError::Unsupported { what })?;
        signal::install().map_err(ClifError::Handler)?;
        let shared = Shared {
            compiler,
            optimise,
            most,
            room,
            windows: Arc::default(),
            cache: Mutex::default(),
            worker,
            #[cfg(target_arch = "x86_64")]
            other: crate::Fixed::new().ok(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Compiles all of a program ahead of its first start, here; the octets that it takes, or `None` if it is handed over,
    /// or a part of it cannot be compiled (it will be interpreted then).
    #[must_use]
    pub fn compile(&self, program: &Arc<Program>) -> Option<usize> {
        match &*self.shared.code(program)? {
            Code::Regions(regions) => regions.compile_all().then(|| regions.size()),
            #[cfg(target_arch = "x86_64")]
            Code::Fixed(_) => None,
        }
    }

    /// How many regions of a program are compiled by now, and how many it has; `None` of a program that no machine was
    /// started with, or that is handed over.
    #[must_use]
    pub fn progress(&self, program: &Arc<Program>) -> Option<(usize, usize)> {
        let cache = lock(&self.shared.cache);
        let (_, code) = cache.iter().find(|(other, _)| other == program)?;
        match &**code {
            Code::Regions(regions) => Some(regions.progress()),
            #[cfg(target_arch = "x86_64")]
            Code::Fixed(_) => None,
        }
    }

    /// Forgets all compiled programs; machines that run keep theirs.
    pub fn forget(&self) {
        lock(&self.shared.cache).clear();
    }
}

impl Shared {
    /// The code of a program, from the cache if an equal program is there.
    fn code(&self, program: &Arc<Program>) -> Option<Arc<Code>> {
        let mut cache = lock(&self.cache);
        let same = cache.iter().position(|(other, _)| Arc::ptr_eq(other, program));
        let equal = same.or_else(|| cache.iter().position(|(other, _)| other == program));
        if let Some(index) = equal {
            let entry = cache.remove(index);
            let code = Arc::clone(&entry.1);
            cache.push(entry);
            return Some(code);
        }
        // Others do not wait for the plan.
        drop(cache);
        let code = Arc::new(self.make(program)?);
        let mut cache = lock(&self.cache);
        cache.push((Arc::clone(program), Arc::clone(&code)));
        // Sizes grow while regions are compiled, so all are asked again.
        let mut size = 0usize;
        let keep = cache.iter().rev().take(CACHED).take_while(|(_, code)| {
            size = size.saturating_add(code.size());
            size <= CACHED_SIZE
        });
        let drop_count = cache.len().saturating_sub(keep.count().max(1));
        let old: Vec<_> = cache.drain(..drop_count).collect();
        drop(cache);
        drop(old);
        Some(code)
    }

    fn make(&self, program: &Arc<Program>) -> Option<Code> {
        let entries = match program.jump_entry_size() {
            0 => 0,
            _ => usize::try_from(program.jump_table_length()).ok()?,
        };
        let end = u32::try_from(program.code().len()).ok()?;
        let count = program.instructions_between(0, end) as usize;
        if count == 0 {
            return None;
        }
        // Each counts 1 at least, so those that are far too many need not be looked at.
        let light = || program.ops().iter().map(weight).sum::<usize>() <= self.most;
        if count.max(entries) > self.most || !light() {
            #[cfg(target_arch = "x86_64")]
            return self.other.as_ref()?.code(program).map(Code::Fixed);
            #[cfg(not(target_arch = "x86_64"))]
            return None;
        }
        let desk = self.worker.as_ref().map(Worker::desk);
        let compiler = self.compiler.clone();
        let sizes = (self.optimise.region(), self.room);
        Regions::new(Arc::clone(program), compiler, desk, sizes).map(Code::Regions)
    }
}

impl Code {
    /// Octets of memory that it takes so far.
    fn size(&self) -> usize {
        either!(self, code => code.size())
    }
}

impl Engine for Clif {
    type Instance = ClifInstance;
    type Error = ClifError;

    fn name(&self) -> &'static str {
        match self.shared.optimise {
            Optimise::None => "clif",
            Optimise::Speed => "clif-speed",
        }
    }

    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Result<ClifInstance, ClifError> {
        let code = self.shared.code(&program);
        let windows = Arc::clone(&self.shared.windows);
        let State { pc, gas, registers, memory, heap, charged } = state;
        let window = Window::new(windows, memory).map_err(ClifError::Window)?;
        let rest = State { pc, gas, registers, heap, charged, ..State::default() };
        Ok(ClifInstance::new(program, rules, code, window, &rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use javm::{Access, Instance, Interpreter, MemoryBuilder, Start, UNLIMITED};

    /// Regions that cannot be compiled, for want of room here, are interpreted, and the others are not.
    #[test]
    fn what_cannot_be_compiled_is_interpreted() {
        let body = "add_64 r1, r1, r2\nmul_64 r2, r2, r1\nstore_ind_u64 r2, r6, 0x8\n".repeat(300);
        let text = format!(
            "load_imm r3, 0x5\nfallthrough\n@loop:\n{body}add_imm_64 r3, r3, -0x1\nbranch_ne_imm r3, 0x0, @loop\n{body}trap"
        );
        let program = Arc::new(Program::parse(&javm_asm::assemble(&text).unwrap()).unwrap());
        let mut builder = MemoryBuilder::new();
        builder.map(0x20, Access::Writable, &[]).unwrap();
        let mut registers = [3; 13];
        registers[6] = 0x2_0000;
        let start = Start { gas: 1 << 40, registers, ..Start::default() };
        let state = start.with_memory(builder.build());
        for rules in [Rules::JAM_0_7_2, Rules::FLAT_PER_BLOCK] {
            let mut expected =
                Interpreter.start(Arc::clone(&program), rules, state.clone()).unwrap();
            let outcome = expected.run(UNLIMITED);
            let engine = Clif::with(Optimise::None, MOST, 0, None).unwrap();
            assert_eq!(engine.compile(&program), None);
            let (ready, all) = engine.progress(&program).unwrap();
            assert!(0 < ready && ready < all, "{ready} of {all}");
            let mut found = engine.start(Arc::clone(&program), rules, state.clone()).unwrap();
            assert_eq!(found.run(UNLIMITED), outcome);
            assert_eq!(found.registers(), expected.registers());
            assert_eq!((found.pc(), found.gas()), (expected.pc(), expected.gas()));
        }
    }
}
