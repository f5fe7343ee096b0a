//! Engines of the virtual machine, whatever their types.

pub use javm::Machines;
pub(crate) use javm::start;
