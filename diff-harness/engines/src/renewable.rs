//! Engines that can be had anew.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use javm::{Program, Rules, State};

/// An engine of `javm` and how to make it. Clones have one engine: renewing one of them renews all.
///
/// A new engine has no compiled programs and no pools. Machines that run keep what they share with the old one.
pub struct Renewable<E: javm::Engine> {
    make: Rc<Make<E>>,
    engine: Rc<RefCell<E>>,
}

/// Makes an engine.
type Make<E> = dyn Fn() -> Result<E, <E as javm::Engine>::Error>;

impl<E: javm::Engine> Renewable<E> {
    /// The engine that this makes.
    ///
    /// # Errors
    /// What the host lacks.
    pub fn new(make: impl Fn() -> Result<E, E::Error> + 'static) -> Result<Self, E::Error> {
        let engine = Rc::new(RefCell::new(make()?));
        Ok(Self { make: Rc::new(make), engine })
    }

    /// Makes it anew. Where the host refuses that, the old one stays.
    pub(crate) fn renew(&self) {
        if let Ok(engine) = (self.make)() {
            self.engine.replace(engine);
        }
    }
}

impl<E: javm::Engine> Clone for Renewable<E> {
    fn clone(&self) -> Self {
        Self { make: Rc::clone(&self.make), engine: Rc::clone(&self.engine) }
    }
}

impl<E: javm::Engine> javm::Engine for Renewable<E> {
    type Instance = E::Instance;
    type Error = E::Error;

    fn name(&self) -> &'static str {
        self.engine.borrow().name()
    }

    fn start(
        &self,
        program: Arc<Program>,
        rules: Rules,
        state: State,
    ) -> Result<E::Instance, E::Error> {
        self.engine.borrow().start(program, rules, state)
    }
}
