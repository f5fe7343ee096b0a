//! The engine: what its machines share.

use std::io;
use std::sync::{Arc, Mutex};

use javm::{Engine, Program, Rules, State};

use crate::code::{Code, Cut};
use crate::instance::CompiledInstance;
use crate::lower::Addressing;
use crate::pool::{Arenas, Windows, lock};
use crate::signal;
use crate::window::Window;

/// So many compiled programs, at most, are kept,
const CACHED: usize = 64;
/// and so many octets of them.
const CACHED_SIZE: usize = 64 << 20;

/// Why the engine cannot be set up, or a machine not be started.
#[derive(Debug, thiserror::Error)]
pub enum FixedError {
    /// The processor or the system lacks something.
    #[error("the host lacks {what}, which compiled code needs")]
    Unsupported {
        /// What it lacks.
        what: &'static str,
    },
    /// The system refuses the signal handler.
    #[error("the handler of memory faults cannot be installed")]
    Handler(#[source] io::Error),
    /// The system refuses the addresses of a window.
    #[error("no address space for a window of 4 GiB")]
    Window(#[source] io::Error),
}

/// Compiled programs, least recently used first.
type Cache = Vec<(Arc<Program>, Arc<Code>)>;

/// A machine of the engine [`Fixed`].
pub type FixedInstance = CompiledInstance<Code>;

/// What machines of one engine share.
#[derive(Debug)]
pub(crate) struct Shared {
    addressing: Addressing,
    windows: Arc<Windows>,
    arenas: Arc<Arenas>,
    cache: Mutex<Cache>,
}

/// The compiling engine: see the documentation of the crate. Clones share their pools and their compiled programs.
#[derive(Clone, Debug)]
pub struct Fixed {
    shared: Arc<Shared>,
}

fn supported(addressing: Addressing) -> Result<(), FixedError> {
    let features = [
        (is_x86_feature_detected!("bmi1"), "BMI1"),
        (is_x86_feature_detected!("bmi2"), "BMI2"),
        (is_x86_feature_detected!("lzcnt"), "LZCNT"),
        (is_x86_feature_detected!("popcnt"), "POPCNT"),
        (
            addressing == Addressing::Register || signal::segment_bases(),
            "user-mode access to segment bases (FSGSBASE)",
        ),
    ];
    match features.into_iter().find(|(present, _)| !present) {
        Some((_, what)) => Err(FixedError::Unsupported { what }),
        None => Ok(()),
    }
}

impl Fixed {
    /// An engine with the best way of addressing that the host has.
    ///
    /// # Errors
    /// See [`FixedError`].
    pub fn new() -> Result<Self, FixedError> {
        Self::with_addressing(match signal::segment_bases() {
            true => Addressing::Segment,
            false => Addressing::Register,
        })
    }

    /// An engine with this way of addressing.
    ///
    /// # Errors
    /// See [`FixedError`].
    pub fn with_addressing(addressing: Addressing) -> Result<Self, FixedError> {
        supported(addressing)?;
        signal::install().map_err(FixedError::Handler)?;
        let shared = Shared {
            addressing,
            windows: Arc::default(),
            arenas: Arc::default(),
            cache: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Compiles a program ahead of its first start; the octets that it takes, or `None` if it is too large (it will be
    /// interpreted then).
    #[must_use]
    pub fn compile(&self, program: &Arc<Program>) -> Option<usize> {
        self.shared.code(program)?.all()
    }

    /// Forgets all compiled programs; machines that run keep theirs.
    pub fn forget(&self) {
        lock(&self.shared.cache).clear();
    }
}

impl Fixed {
    /// The code of a program, for an engine that hands it over.
    #[cfg(feature = "clif")]
    pub(crate) fn code(&self, program: &Arc<Program>) -> Option<Arc<Code>> {
        self.shared.code(program)
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
        // Others do not wait for the compiler.
        drop(cache);
        let arenas = Arc::clone(&self.arenas);
        let code = Arc::new(Code::new(Arc::clone(program), self.addressing, arenas, Cut::Whole)?);
        let mut cache = lock(&self.cache);
        cache.push((Arc::clone(program), Arc::clone(&code)));
        let mut size: usize = cache.iter().map(|(_, code)| code.size()).sum();
        let mut drop_count = cache.len().saturating_sub(CACHED);
        size -= cache.iter().take(drop_count).map(|(_, code)| code.size()).sum::<usize>();
        for (_, code) in cache.iter().skip(drop_count) {
            if size <= CACHED_SIZE {
                break;
            }
            size = size.saturating_sub(code.size());
            drop_count += 1;
        }
        let old: Vec<_> = cache.drain(..drop_count).collect();
        drop(cache);
        drop(old);
        Some(code)
    }
}

impl Engine for Fixed {
    type Instance = FixedInstance;
    type Error = FixedError;

    fn name(&self) -> &'static str {
        match self.shared.addressing {
            Addressing::Segment => "fixed",
            Addressing::Register => "fixed-register",
        }
    }

    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Result<FixedInstance, FixedError> {
        let code = self.shared.code(&program);
        let windows = Arc::clone(&self.shared.windows);
        let State { pc, gas, registers, memory, heap, charged } = state;
        let window = Window::new(windows, memory).map_err(FixedError::Window)?;
        let rest = State { pc, gas, registers, heap, charged, ..State::default() };
        Ok(FixedInstance::new(program, rules, code, window, &rest))
    }
}
