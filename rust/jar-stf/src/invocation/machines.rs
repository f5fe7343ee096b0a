//! Which engine runs machines: chosen at run time, and without effect on any result.

use std::sync::Arc;

use javm::{Engine, Instance, Interpreter, Program, Rules, State};

/// An engine, chosen at run time. Every [`Engine`] whose machines own what they use is one.
pub trait Machines: Send + Sync {
    /// A machine; none if the engine lacks a resource.
    fn start(&self, program: Arc<Program>, rules: Rules, state: State)
    -> Option<Box<dyn Instance>>;
}

impl<E> Machines for E
where
    E: Engine + Send + Sync,
    E::Instance: 'static,
{
    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Option<Box<dyn Instance>> {
        let machine = Engine::start(self, program, rules, state).ok()?;
        Some(Box::new(machine))
    }
}

/// A machine on an engine; on the interpreter, which needs nothing, if the engine lacks a resource.
pub(crate) fn start(
    machines: &dyn Machines,
    program: &Arc<Program>,
    rules: Rules,
    state: impl Fn() -> State,
) -> Box<dyn Instance> {
    let made = machines.start(Arc::clone(program), rules, state());
    made.unwrap_or_else(|| {
        let Ok(machine) = Engine::start(&Interpreter, Arc::clone(program), rules, state());
        Box::new(machine)
    })
}
