//! Engines by name.

use crate::args::EngineName;
use jar_stf::invocation::Machines;
use javm::Interpreter;

/// The engine of a name.
///
/// # Errors
/// The host lacks what it needs.
pub(crate) fn engine(name: EngineName) -> Result<Box<dyn Machines>, String> {
    match name {
        EngineName::Interpreter => Ok(Box::new(Interpreter)),
        #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
        EngineName::Fixed => boxed(javm_jit::Fixed::new()),
        #[cfg(all(target_os = "linux", feature = "clif"))]
        EngineName::Clif => boxed(javm_jit::Clif::new()),
    }
}

#[cfg(target_os = "linux")]
fn boxed<E: Machines + 'static, F: std::fmt::Display>(
    engine: Result<E, F>,
) -> Result<Box<dyn Machines>, String> {
    match engine {
        Ok(engine) => Ok(Box::new(engine)),
        Err(error) => Err(format!("engine: {error}")),
    }
}
