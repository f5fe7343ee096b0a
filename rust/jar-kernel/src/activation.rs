//! Activations: Instances that run.

use std::sync::Arc;

use jar_cap::{Cap, Code, Image, Instance, Lineage, Page, Path, Paused, Slots, Status as State};
use javm::{Machines, Program, Reg, Rules, Start};

use crate::layout::Layout;
use crate::meters::{Meter, Meters, Quota};
use crate::status::Status;

/// What machines need.
#[derive(Clone, Copy)]
pub(crate) struct Engine<'a> {
    pub(crate) machines: &'a dyn Machines,
    pub(crate) rules: Rules,
}

impl Engine<'_> {
    pub(crate) fn start(
        &self,
        program: &Arc<Program>,
        state: impl Fn() -> javm::State,
    ) -> Box<dyn javm::Instance> {
        javm::start(self.machines, program, self.rules, state)
    }
}

/// The ids of the active meters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Active {
    pub(crate) gas: u64,
    pub(crate) quota: u64,
}

/// What a fault brings back (L19, L20).
pub(crate) struct Before {
    pub(crate) slot0: Option<Cap>,
    pub(crate) quota: Quota,
    /// The chain that was held at the origin, if this is a resume of one.
    pub(crate) held: Option<Held>,
}

/// A chain that is held paused: from the callee of its owner to the one that yielded.
pub(crate) struct Held {
    pub(crate) origin: Path,
    pub(crate) chain: Vec<Activation>,
}

/// An Instance that runs. Its value as it was when it was called is still in its origin slot.
pub(crate) struct Activation {
    /// The slot of the caller that it is in; none for the root.
    pub(crate) origin: Option<Path>,
    pub(crate) before: Before,
    /// What runs and how memory is laid out.
    pub(crate) code: Image,
    /// What the Instance is from now on: differs after SET_IMAGE.
    pub(crate) image: Image,
    pub(crate) lineage: Lineage,
    pub(crate) slots: Slots,
    pub(crate) machine: Box<dyn javm::Instance>,
    pub(crate) layout: Arc<Layout>,
    /// Bit i: an operation named the source of mapping i (K7).
    pub(crate) named: u64,
    pub(crate) active: Active,
    /// The catcher at the present call.
    pub(crate) catcher: Option<Cap>,
    pub(crate) held: Vec<Held>,
}

/// What was written to a mapping.
pub(crate) struct Written {
    /// Its source.
    source: Path,
    /// The pages that the source had.
    had: u32,
    /// The pages that differ, by their places in the mapping.
    pages: Vec<(u32, Page)>,
}

/// The register with a number.
pub(crate) fn reg(number: u8) -> Reg {
    Reg::clamped(number)
}

impl Activation {
    /// An activation of an Instance that goes on at `start`; its memory is laid out.
    pub(crate) fn new(
        engine: Engine<'_>,
        instance: &Instance,
        (start, paused): (Start, Option<&Paused>),
        meters: &Meters,
        caller: Active,
    ) -> Result<Self, Status> {
        let image = instance.image().clone();
        let Code::Program(program) = &image.parts().code else { return Err(Status::Image) };
        let kept: Vec<_> = paused.map_or_else(Vec::new, |paused| {
            paused.ephemeral.iter().map(|(number, page)| (*number, page.clone())).collect()
        });
        let slots = instance.slots().clone();
        let named = paused.map_or(0, |paused| {
            paused.written.iter().fold(0, |named, place| named | 1u64.wrapping_shl((*place).into()))
        });
        let layout = Arc::new(Layout::new(&image, &slots, (named, &kept))?);
        let machine = engine.start(program, || start.with_memory(layout.memory()));
        let parts = image.parts();
        let active = Active {
            gas: meters.active(Meter::Gas, &parts.gas_slots, &slots).unwrap_or(caller.gas),
            quota: meters.active(Meter::Quota, &parts.quota_slots, &slots).unwrap_or(caller.quota),
        };
        Ok(Self {
            origin: None,
            before: Before { slot0: None, quota: meters.quota(), held: None },
            code: image.clone(),
            image,
            lineage: instance.lineage().clone(),
            slots,
            machine,
            layout,
            named,
            active,
            catcher: None,
            held: Vec::new(),
        })
    }

    /// A copy that runs apart from this one.
    pub(crate) fn duplicate(&self, engine: Engine<'_>) -> Option<Self> {
        let Code::Program(program) = &self.code.parts().code else { return None };
        let held = self.held.iter().map(|held| held.duplicate(engine));
        Some(Self {
            origin: self.origin,
            // Only what runs can fault, and a resume makes it anew.
            before: Before {
                slot0: self.before.slot0.clone(),
                quota: Quota::clone(&self.before.quota),
                held: None,
            },
            code: self.code.clone(),
            image: self.image.clone(),
            lineage: self.lineage.clone(),
            slots: self.slots.clone(),
            machine: engine.start(program, || self.machine.snapshot()),
            layout: Arc::clone(&self.layout),
            named: self.named,
            active: self.active,
            catcher: self.catcher.clone(),
            held: held.collect::<Option<_>>()?,
        })
    }

    /// The value of a register.
    pub(crate) fn register(&self, number: u8) -> u64 {
        self.machine.registers().get(usize::from(number)).copied().unwrap_or_default()
    }

    /// Answers an operation.
    pub(crate) fn answer(&mut self, value: u64, status: Status) {
        self.machine.set_register(reg(7), value);
        self.machine.set_register(reg(8), status as u64);
    }

    /// An operation named a slot as its destination, or took something out of it (K7).
    pub(crate) fn name(&mut self, path: Path) {
        for (place, laid) in self.layout.mappings().iter().enumerate() {
            if laid.source.is_some_and(|source| source.meets(&path)) {
                self.named |= 1u64.wrapping_shl(place as u32);
            }
        }
    }

    /// Whether a path is that of a held chain, goes through it or is a part of the way to it.
    pub(crate) fn is_reserved(&self, path: Path) -> bool {
        self.held.iter().any(|held| held.origin.meets(&path))
    }

    /// What was written to mappings whose sources nobody named: source, pages of it, written pages.
    pub(crate) fn written(&self) -> Vec<Written> {
        let written = self.layout.written(self.machine.as_ref());
        let laid = self.layout.mappings().iter().zip(written).enumerate();
        laid.filter(|(place, (laid, pages))| {
            let named = self.named & 1u64.wrapping_shl(*place as u32) != 0;
            laid.writable && !named && !pages.is_empty()
        })
        .filter_map(|(_, (laid, pages))| {
            Some(Written { source: laid.source?, had: laid.pages(), pages })
        })
        .collect()
    }

    /// Puts written pages into their sources.
    pub(crate) fn put(&mut self, written: Vec<Written>) {
        for Written { source, pages, .. } in written {
            let data = match self.slots.at(source) {
                Ok(Some(Cap::Data(data))) => Some(data.clone()),
                _ => jar_cap::Data::zeros(0),
            };
            let data = data.map(|data| Cap::Data(data.with_pages(0, pages)));
            // The way there was walked when memory was laid out, and nobody named it since.
            let _ = self.slots.put(source, data);
        }
    }

    /// The value, idle.
    pub(crate) fn into_idle(self) -> Instance {
        Instance::new(self.image, self.lineage, self.slots, State::Idle)
    }

    /// The value, paused where the machine is; memory was put into its sources.
    pub(crate) fn into_paused(self, waiting: Option<Path>) -> Instance {
        let ephemeral = self.layout.ephemeral(self.machine.as_ref(), self.named);
        let count = self.layout.mappings().len() as u8;
        let paused = Paused {
            pc: self.machine.pc(),
            registers: self.machine.registers(),
            ephemeral: ephemeral.into_iter().collect(),
            written: (0..count).filter(|place| self.named >> place & 1 == 1).collect(),
            waiting,
        };
        Instance::new(self.image, self.lineage, self.slots, State::Paused(Box::new(paused)))
    }
}

impl Held {
    pub(crate) fn duplicate(&self, engine: Engine<'_>) -> Option<Self> {
        let chain = self.chain.iter().map(|activation| activation.duplicate(engine));
        Some(Self { origin: self.origin, chain: chain.collect::<Option<_>>()? })
    }
}

/// How much quota written pages cost: those beyond the pages of their sources.
pub(crate) fn growth(written: &[Written]) -> u64 {
    let each = written.iter().map(|Written { had, pages, .. }| {
        let last = pages.iter().map(|(number, _)| number.saturating_add(1)).max().unwrap_or(0);
        u64::from(last.saturating_sub(*had))
    });
    each.fold(0, u64::saturating_add)
}

/// How many pages were written.
pub(crate) fn count(written: &[Written]) -> u64 {
    written.iter().fold(0, |sum, written| sum.saturating_add(written.pages.len() as u64))
}
