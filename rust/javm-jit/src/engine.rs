//! The engine: what its machines share.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use javm::{Engine, Program, Rules, State};

use crate::arenas::Arenas;
use crate::code::{Code, Cut};
use crate::disk::{CacheProblem, Directory};
use crate::instance::CompiledInstance;
use crate::lower::Addressing;
use crate::pool::{Windows, lock};
use crate::signal;
use crate::window::Window;

/// So many compiled programs, at most, are kept,
const CACHED: usize = 64;
/// and so many octets of them.
const CACHED_SIZE: usize = 64 << 20;

/// So many problems of the directory are kept.
const PROBLEMS: usize = 64;

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

/// How an engine compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How guest memory is addressed; by default the best way that the host has.
    pub addressing: Option<Addressing>,
    /// A program with more octets of code is compiled region by region, each when it is entered for the first time; with
    /// `usize::MAX` every program is compiled whole before it starts.
    pub lazy_above: usize,
    /// A region ends with the first basic block that reaches this many octets of code; at least 1.
    pub region: u32,
    /// A directory for compiled programs, which is made if it is not there; programs are
    /// compiled whole then. See [`Fixed::cache_problems`].
    pub cache_directory: Option<PathBuf>,
    /// The octets of the files in it, at most; what was written first goes first.
    pub cache_size: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            addressing: None,
            lazy_above: 64 << 10,
            region: 16 << 10,
            cache_directory: None,
            cache_size: 1 << 30,
        }
    }
}

/// What machines of one engine share.
#[derive(Debug)]
pub(crate) struct Shared {
    addressing: Addressing,
    settings: Settings,
    windows: Arc<Windows>,
    arenas: Arc<Arenas>,
    cache: Mutex<Cache>,
    directory: Option<Directory>,
    problems: Mutex<VecDeque<CacheProblem>>,
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
    /// An engine with the default settings.
    ///
    /// # Errors
    /// See [`FixedError`].
    pub fn new() -> Result<Self, FixedError> {
        Self::with_settings(Settings::default())
    }

    /// An engine with this way of addressing.
    ///
    /// # Errors
    /// See [`FixedError`].
    pub fn with_addressing(addressing: Addressing) -> Result<Self, FixedError> {
        Self::with_settings(Settings { addressing: Some(addressing), ..Settings::default() })
    }

    /// An engine with these settings.
    ///
    /// # Errors
    /// See [`FixedError`].
    pub fn with_settings(settings: Settings) -> Result<Self, FixedError> {
        let best = match signal::segment_bases() {
            true => Addressing::Segment,
            false => Addressing::Register,
        };
        let addressing = settings.addressing.unwrap_or(best);
        supported(addressing)?;
        signal::install().map_err(FixedError::Handler)?;
        let directory = settings.cache_directory.clone();
        let shared = Shared {
            addressing,
            directory: directory.map(|path| Directory::new(path, settings.cache_size)),
            problems: Mutex::default(),
            settings,
            windows: Arc::default(),
            arenas: Arc::default(),
            cache: Mutex::default(),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Compiles a program ahead of its first start, all of it; the octets that it takes, or `None` if it is too large (it
    /// will be interpreted then).
    #[must_use]
    pub fn compile(&self, program: &Arc<Program>) -> Option<usize> {
        self.shared.code(program, true)?.all()
    }

    /// What was wrong with the directory of compiled programs since this was asked last; only the latest are kept.
    #[must_use]
    pub fn cache_problems(&self) -> Vec<CacheProblem> {
        lock(&self.shared.problems).drain(..).collect()
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
        self.shared.code(program, false)
    }
}

impl Shared {
    /// The code of a program, from the cache if an equal program is there: all of it, or cut if the settings say so.
    fn code(&self, program: &Arc<Program>, whole: bool) -> Option<Arc<Code>> {
        if let Some(code) = self.cached(program) {
            return Some(code);
        }
        // Others do not wait for the compiler.
        if let Some(code) = self.loaded(program) {
            self.keep(program, &code);
            return Some(code);
        }
        let whole = whole || self.directory.is_some();
        let cut = match whole || program.code().len() <= self.settings.lazy_above {
            true => Cut::Whole,
            false => Cut::Regions(self.settings.region.max(1)),
        };
        let arenas = Arc::clone(&self.arenas);
        let code = Arc::new(Code::new(Arc::clone(program), self.addressing, arenas, cut)?);
        if cut == Cut::Whole {
            code.all()?;
            self.store(program, &code);
        }
        self.keep(program, &code);
        Some(code)
    }

    fn cached(&self, program: &Arc<Program>) -> Option<Arc<Code>> {
        let mut cache = lock(&self.cache);
        let same = cache.iter().position(|(other, _)| Arc::ptr_eq(other, program));
        // The digest is computed once for each program; most programs differ in size.
        let equal = |(other, _): &(Arc<Program>, Arc<Code>)| {
            other.code().len() == program.code().len() && other.digest() == program.digest()
        };
        let index = same.or_else(|| cache.iter().position(equal))?;
        let entry = cache.remove(index);
        let code = Arc::clone(&entry.1);
        cache.push(entry);
        Some(code)
    }

    /// The code of a program from the directory.
    fn loaded(&self, program: &Arc<Program>) -> Option<Arc<Code>> {
        let image = match self.directory.as_ref()?.load(program, self.addressing) {
            Ok(image) => image?,
            Err(problem) => {
                self.report(problem);
                return None;
            }
        };
        let arenas = Arc::clone(&self.arenas);
        Code::from_image(Arc::clone(program), self.addressing, arenas, image).map(Arc::new)
    }

    fn store(&self, program: &Program, code: &Code) {
        let Some(directory) = self.directory.as_ref() else { return };
        let Some(image) = code.image() else { return };
        if let Err(problem) = directory.store(program, self.addressing, &image) {
            self.report(problem);
        }
    }

    fn report(&self, problem: CacheProblem) {
        let mut problems = lock(&self.problems);
        if problems.len() >= PROBLEMS {
            problems.pop_front();
        }
        problems.push_back(problem);
    }

    /// Puts code into the cache, and what was used least recently out of it.
    fn keep(&self, program: &Arc<Program>, code: &Arc<Code>) {
        let mut cache = lock(&self.cache);
        cache.push((Arc::clone(program), Arc::clone(code)));
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
        let code = self.shared.code(&program, false);
        let windows = Arc::clone(&self.shared.windows);
        let State { pc, gas, registers, memory, heap, charged } = state;
        let window = Window::new(windows, memory).map_err(FixedError::Window)?;
        let rest = State { pc, gas, registers, heap, charged, ..State::default() };
        Ok(FixedInstance::new(program, rules, code, window, &rest))
    }
}
