//! The engines of this worker: which there are, and those that a run asks for.

use crate::fatal::{Fatal, SWITCH as FATAL};
use jar_diff_engines::{Engine, Javm, Renewable, SWITCH, Start, Switch};
use jar_diff_questions::chain::Target;
use jar_diff_questions::{NATIVE, NATIVE_FIXED, NATIVE_PLAIN, Native};
use jar_lean_oracle::Oracle;
use javm::Interpreter;

/// The specification.
const LEAN: &str = "lean";

/// The engines of a run that asks for none.
const USUAL: [&str; 4] = [LEAN, "interpreter", "fixed", SWITCH];

/// The Rust engines of this worker, by name.
const OWN: &[(&str, Maker)] = &[
    ("interpreter", || made(|| Ok(Interpreter))),
    ("fixed", fixed),
    #[cfg(feature = "clif")]
    ("clif", || clif(javm_jit::Optimise::None)),
    #[cfg(feature = "clif")]
    ("clif-speed", || clif(javm_jit::Optimise::Speed)),
];

/// Engines of others, by name: for lane `polkavm`, and no part of `switch`.
const FOREIGN: &[(&str, ForeignMaker)] = &[
    #[cfg(feature = "polkavm")]
    ("polkavm", || foreign(jar_diff_polkavm::Backend::Interpreter)),
    #[cfg(feature = "polkavm")]
    ("polkavm-compiler", || foreign(jar_diff_polkavm::Backend::Compiler)),
];

/// Makes an engine of others, or says what the host lacks.
type ForeignMaker = fn() -> Result<Box<dyn Engine>, String>;

#[cfg(feature = "polkavm")]
fn foreign(backend: jar_diff_polkavm::Backend) -> Result<Box<dyn Engine>, String> {
    let engine = jar_diff_polkavm::Foreign::new(backend, jar_diff_polkavm::Ledger::default());
    Ok(Box::new(engine.map_err(|error| error.to_string())?))
}

/// Makes an engine, or says what the host lacks.
type Maker = fn() -> Result<Made, String>;

/// An engine for itself and as a part of `switch`.
struct Made {
    alone: Box<dyn Engine>,
    part: Box<dyn Start>,
}

fn made<E>(make: impl Fn() -> Result<E, E::Error> + 'static) -> Result<Made, String>
where
    E: javm::Engine + 'static,
    E::Instance: 'static,
{
    let engine = Renewable::new(make).map_err(|error| error.to_string())?;
    Ok(Made { alone: Box::new(Javm::renewable(engine.clone())), part: Box::new(engine) })
}

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn fixed() -> Result<Made, String> {
    made(javm_jit::Fixed::new)
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
fn fixed() -> Result<Made, String> {
    Err("it compiles for x86-64 Linux only".to_owned())
}

/// The Rust libraries, with services on compiled code.
fn native_fixed() -> Result<Box<dyn Engine>, String> {
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    return match javm_jit::Fixed::new() {
        Ok(fixed) => Ok(Box::new(Native::new(NATIVE_FIXED, Box::new(fixed)))),
        Err(error) => Err(error.to_string()),
    };
    #[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
    Err("it compiles for x86-64 Linux only".to_owned())
}

/// Compiled when a block is first entered, so that every case runs compiled code.
#[cfg(feature = "clif")]
fn clif(optimise: javm_jit::Optimise) -> Result<Made, String> {
    made(move || javm_jit::Clif::new(optimise))
}

/// Everything that this worker can run.
fn offered() -> String {
    let own = OWN.iter().map(|(name, _)| *name);
    let foreign = FOREIGN.iter().map(|(name, _)| *name);
    std::iter::once(LEAN)
        .chain(own)
        .chain([SWITCH, NATIVE, NATIVE_FIXED, NATIVE_PLAIN, "target:SOCKET"])
        .chain(foreign)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The engines of these names (of none: the usual ones) in this order; the first is the reference.
///
/// # Errors
/// Which engine is not there, and which are.
pub(crate) fn engines<'a>(
    oracle: &'a Oracle,
    names: Option<&str>,
) -> Result<Vec<Box<dyn Engine + 'a>>, String> {
    let names: Vec<&str> = names.map_or(USUAL.to_vec(), |names| names.split(',').collect());
    let mut engines: Vec<Box<dyn Engine + 'a>> = Vec::new();
    let mut parts = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|other| other == name) {
            return Err(format!("engine {name} is named twice"));
        }
        if *name == LEAN {
            engines.push(match std::env::var(FATAL) {
                Ok(how) => Box::new(Fatal::new(oracle, &how)?),
                Err(_) => Box::new(oracle),
            });
        } else if *name == NATIVE {
            engines.push(Box::new(Native::default()));
        } else if *name == NATIVE_PLAIN {
            engines.push(Box::new(Native::new(NATIVE_PLAIN, Box::new(Interpreter))));
        } else if let Some(path) = name.strip_prefix("target:") {
            engines.push(Box::new(Target::new(path.into())));
        } else if *name == NATIVE_FIXED {
            let made = native_fixed();
            engines.push(made.map_err(|lack| format!("engine {name} does not run here: {lack}"))?);
        } else if let Some((_, maker)) = FOREIGN.iter().find(|(foreign, _)| foreign == name) {
            let made = maker();
            engines.push(made.map_err(|lack| format!("engine {name} does not run here: {lack}"))?);
        } else if *name != SWITCH {
            let maker = OWN.iter().find(|(own, _)| own == name).map(|(_, maker)| maker);
            let maker = maker
                .ok_or_else(|| format!("no engine {name:?}: this worker has {}", offered()))?;
            let made =
                maker().map_err(|lack| format!("engine {name} does not run here: {lack}"))?;
            engines.push(made.alone);
            parts.push(made.part);
        }
    }
    if let Some(place) = names.iter().position(|name| *name == SWITCH) {
        if parts.is_empty() {
            return Err(format!("{SWITCH} is made of the Rust engines of the run: there is none"));
        }
        engines.insert(place, Box::new(Switch::new(parts)));
    }
    Ok(engines)
}
