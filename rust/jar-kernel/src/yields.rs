//! YIELD, CALL_RESUME, DROP_PAUSED, and what becomes of held chains (docs/kernel.md, "Calls").

use jar_cap::{Cap, Instance, Path, Status as State};
use jar_types::Hash;
use javm::Start;

use crate::activation::{Activation, Held, count, growth, reg};
use crate::kernel::{Kernel, MAX_DEPTH, Stop};
use crate::meters::Meter;
use crate::native;
use crate::status::{FaultKind, Status, op};

impl Kernel<'_> {
    /// The nearest activation below whose catch set has the marker, and the marker's place in it.
    pub(crate) fn catcher_of(&self, marker: &Hash) -> Option<(usize, u64)> {
        self.stack.iter().enumerate().rev().find_map(|(owner, activation)| {
            let set = native::markers(activation.catcher.as_ref())?;
            set.binary_search(marker).ok().map(|place| (owner, place as u64))
        })
    }

    pub(crate) fn give_way(&mut self) -> Result<u64, Stop> {
        let path = Path::parse(self.top.register(7))?;
        self.top.slots.at(path)?;
        if self.top.is_reserved(path) {
            return Err(Stop::Status(Status::Reserved));
        }
        let Cap::Instance(marker) = self.cap(path)? else {
            return Err(Stop::Status(Status::Kind));
        };
        let marker = marker.hash();
        self.charge(op::YIELD, 0)?;
        let (owner, place) = self.catcher_of(&marker).ok_or(Stop::Fault(FaultKind::Uncaught))?;
        self.top.answer(0, Status::Ok);
        self.top.machine.resume();
        self.pause(owner, place);
        Err(Stop::Done)
    }

    pub(crate) fn chain_operation(&mut self, number: u64) -> Result<u64, Stop> {
        let (owner, place) = self.catching(2).ok_or(Stop::Status(Status::What))?;
        self.charge(number, 0)?;
        self.top.answer(0, Status::Ok);
        self.top.machine.resume();
        self.pause(owner, place);
        self.top.machine.set_register(reg(9), number);
        Err(Stop::Done)
    }

    /// Gives control to an owner, which holds the chain from its callee to what ran.
    pub(crate) fn pause(&mut self, owner: usize, place: u64) {
        let mut chain = self.stack.split_off(owner.saturating_add(1));
        let Some(below) = self.stack.pop() else { return };
        let mut last = std::mem::replace(&mut self.top, below);
        let slot0 = last.slots.set(0, None);
        chain.push(last);
        self.top.slots.set(0, slot0);
        if let Some(origin) = chain.first().and_then(|first| first.origin) {
            self.top.held.push(Held { origin, chain });
        }
        self.top.answer(place, Status::Yielded);
    }

    /// The path of a paused callee, and which held chain has it as its origin.
    fn paused_path(&self) -> Result<(Path, Option<usize>), Stop> {
        let path = self.callee_path()?;
        let held = self.top.held.iter().position(|held| held.origin == path);
        if held.is_none() && self.top.is_reserved(path) {
            return Err(Stop::Status(Status::Reserved));
        }
        let Cap::Instance(instance) = self.cap(path)? else {
            return Err(Stop::Status(Status::Kind));
        };
        if held.is_none() && matches!(instance.status(), State::Idle) {
            return Err(Stop::Status(Status::State));
        }
        Ok((path, held))
    }

    pub(crate) fn call_resume(&mut self) -> Result<u64, Stop> {
        let (path, held) = self.paused_path()?;
        let length = match held.and_then(|place| self.top.held.get(place)) {
            Some(held) => held.chain.len(),
            None => 0,
        };
        if self.depth().saturating_add(length) > MAX_DEPTH {
            return Err(Stop::Status(Status::Depth));
        }
        let Some(place) = held else {
            let chain = self.rebuild(path)?;
            let mappings = chain.iter().map(|one| one.layout.mappings().len() as u64);
            let work = mappings.fold(chain.len() as u64, u64::saturating_add);
            self.charge(op::CALL_RESUME, work)?;
            self.enter(path, chain);
            return Err(Stop::Done);
        };
        self.charge(op::CALL_RESUME, length as u64)?;
        let mut held = self.top.held.swap_remove(place);
        let copy = held.duplicate(self.engine);
        for activation in &mut held.chain {
            activation.before.quota = self.meters.quota();
        }
        if let Some(first) = held.chain.first_mut() {
            first.before.held = copy;
        }
        self.enter(path, held.chain);
        Err(Stop::Done)
    }

    /// The chain of a paused Instance and those that it waits for.
    fn rebuild(&self, path: Path) -> Result<Vec<Activation>, Stop> {
        let mut chain: Vec<Activation> = Vec::new();
        let mut origin = path;
        loop {
            let slots = chain.last().map_or(&self.top.slots, |last| &last.slots);
            let instance = match slots.at(origin) {
                Ok(Some(Cap::Instance(instance))) => instance.clone(),
                _ => return Err(Stop::Status(Status::State)),
            };
            let State::Paused(paused) = instance.status() else {
                return Err(Stop::Status(Status::State));
            };
            if self.depth().saturating_add(chain.len()) >= MAX_DEPTH {
                return Err(Stop::Status(Status::Depth));
            }
            let caller = chain.last().map_or(self.top.active, |last| last.active);
            let start = Start { pc: paused.pc, registers: paused.registers, ..Start::default() };
            let start = (start, Some(paused.as_ref()));
            let mut next = Activation::new(self.engine, &instance, start, &self.meters, caller)?;
            next.origin = Some(origin);
            if paused.waiting.is_some() {
                let catcher = next.code.parts().catcher;
                next.catcher = catcher.and_then(|slot| next.slots.get(u32::from(slot))).cloned();
            }
            let waiting = paused.waiting;
            chain.push(next);
            match waiting {
                Some(path) => origin = path,
                None => return Ok(chain),
            }
        }
    }

    pub(crate) fn drop_paused(&mut self) -> Result<u64, Stop> {
        let (path, held) = self.paused_path()?;
        self.charge(op::DROP_PAUSED, 0)?;
        if let Some(place) = held {
            self.top.held.swap_remove(place);
        }
        self.put(path, None);
        Ok(0)
    }

    /// What the running activation holds paused becomes values in its slots.
    pub(crate) fn collapse_held(&mut self) -> Result<(), Stop> {
        let mut held = std::mem::take(&mut self.top.held);
        held.sort_by_key(|held| held.origin);
        for Held { origin, chain } in held {
            let value = self.collapse(chain)?;
            // The origin is reserved while the chain is held.
            let _ = self.top.slots.put(origin, value.map(Cap::Instance));
        }
        Ok(())
    }

    /// A chain as the value of its outermost activation. Chains nest no deeper than the stack was.
    fn collapse(&mut self, mut chain: Vec<Activation>) -> Result<Option<Instance>, Stop> {
        let mut inner: Option<(Path, Instance)> = None;
        while let Some(mut activation) = chain.pop() {
            let mut held = std::mem::take(&mut activation.held);
            held.sort_by_key(|held| held.origin);
            for Held { origin, chain } in held {
                let value = self.collapse(chain)?;
                let _ = activation.slots.put(origin, value.map(Cap::Instance));
            }
            if activation.code != activation.image {
                return Err(Stop::Fault(FaultKind::Collapse));
            }
            let written = activation.written();
            let quota = activation.active.quota;
            if !self.meters.take(Meter::Quota, quota, growth(&written)) {
                return Err(Stop::Fault(FaultKind::Collapse));
            }
            if !self.meters.take(Meter::Gas, self.top.active.gas, count(&written)) {
                return Err(Stop::Fault(FaultKind::Gas));
            }
            activation.put(written);
            let waiting = inner.as_ref().map(|(path, _)| *path);
            if let Some((path, value)) = inner.take() {
                let _ = activation.slots.put(path, Some(Cap::Instance(value)));
            }
            let origin = activation.origin;
            let value = activation.into_paused(waiting);
            match origin {
                Some(origin) if !chain.is_empty() => inner = Some((origin, value)),
                _ => return Ok(Some(value)),
            }
        }
        Ok(None)
    }
}
