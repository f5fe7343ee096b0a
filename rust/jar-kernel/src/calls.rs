//! CALL, HALT, faults (docs/kernel.md, "Calls").

use jar_cap::{Cap, Path};

use crate::activation::{Activation, Before, count, growth};
use crate::kernel::{End, Kernel, MAX_DEPTH, Stop, entry};
use crate::meters::Meter;
use crate::native::{self, Native, Services};
use crate::status::{FaultKind, Status, op};

impl Kernel<'_> {
    /// The path of a callee: walked, and not below slot 0, which moves into it (L18).
    pub(crate) fn callee_path(&self) -> Result<Path, Stop> {
        let path = Path::parse(self.top.register(7))?;
        if path.first() == 0 {
            return Err(Stop::Status(Status::BadSlot));
        }
        self.top.slots.at(path)?;
        Ok(path)
    }

    pub(crate) fn call(&mut self) -> Result<u64, Stop> {
        let path = self.callee_path()?;
        if self.top.is_reserved(path) {
            return Err(Stop::Status(Status::Reserved));
        }
        let Cap::Instance(instance) = self.cap(path)? else {
            return Err(Stop::Status(Status::Kind));
        };
        let instance = instance.clone();
        let arguments = [9, 10, 11, 12].map(|register| self.top.register(register));
        let endpoint = self.top.register(8);
        let start = entry(&instance, endpoint, arguments)?;
        if let Some(kind) = instance.image().native() {
            let native = Native::of(kind).ok_or(Stop::Status(Status::Image))?;
            return self.call_native(path, (native, &instance), endpoint as u8, arguments);
        }
        let caller = self.top.active;
        let callee = Activation::new(self.engine, &instance, (start, None), &self.meters, caller)?;
        if self.depth() >= MAX_DEPTH {
            return Err(Stop::Status(Status::Depth));
        }
        self.charge(op::CALL, callee.layout.mappings().len() as u64)?;
        self.enter(path, vec![callee]);
        Err(Stop::Done)
    }

    /// How many activations there are.
    pub(crate) fn depth(&self) -> usize {
        self.stack.len().saturating_add(1)
    }

    /// Puts a chain, outermost first, on the stack; slot 0 moves to the last one, which runs.
    pub(crate) fn enter(&mut self, origin: Path, mut chain: Vec<Activation>) {
        let Some(mut last) = chain.pop() else { return };
        let slot0 = self.top.slots.set(0, None);
        last.slots.set(0, slot0.clone());
        let first = chain.first_mut().unwrap_or(&mut last);
        first.origin = Some(origin);
        first.before = Before { slot0, quota: self.meters.quota(), held: first.before.held.take() };
        let catcher = self.top.code.parts().catcher;
        self.top.catcher = catcher.and_then(|slot| self.top.slots.get(u32::from(slot))).cloned();
        self.top.machine.resume();
        let caller = std::mem::replace(&mut self.top, last);
        self.stack.push(caller);
        self.stack.append(&mut chain);
    }

    fn call_native(
        &mut self,
        path: Path,
        native: (Native, &jar_cap::Instance),
        endpoint: u8,
        arguments: [u64; 4],
    ) -> Result<u64, Stop> {
        let before = (self.meters.clone(), self.minted);
        self.charge(op::CALL, 0)?;
        let argument = self.top.slots.get(0);
        if native.0 == Native::AttestationAuthority {
            let (key, blob) = match attested(argument) {
                Ok(parts) => parts,
                Err(status) => {
                    self.meters = before.0;
                    return Err(Stop::Status(status));
                }
            };
            return if self.attestor.attest(&key, &blob) {
                Ok(0)
            } else {
                Err(Stop::End(End::Unattested))
            };
        }
        let services =
            Services { meters: &mut self.meters, seed: &self.seed, minted: &mut self.minted };
        match native::call(native, endpoint, arguments, argument, services) {
            Ok(answer) => {
                if let Some(result) = answer.result {
                    self.put(Path::of(0), Some(result));
                }
                if let Some(changed) = answer.changed {
                    self.put(path, Some(Cap::Instance(changed)));
                }
                Ok(answer.value)
            }
            Err(status) => {
                (self.meters, self.minted) = before;
                Err(Stop::Status(status))
            }
        }
    }

    pub(crate) fn halt(&mut self) -> Result<u64, Stop> {
        let written = self.top.written();
        let pages = growth(&written);
        let quota = self.top.active.quota;
        if self.meters.get(Meter::Quota, quota).unwrap_or_default() < pages {
            return Err(Stop::Quota);
        }
        self.charge(op::HALT, count(&written))?;
        self.meters.take(Meter::Quota, quota, pages);
        self.top.put(written);
        self.collapse_held()?;
        let value = self.top.register(7);
        let slot0 = self.top.slots.set(0, None);
        let Some(caller) = self.stack.pop() else {
            let lineage = self.top.lineage.clone();
            let instance = jar_cap::Instance::new(
                self.top.image.clone(),
                lineage,
                self.top.slots.clone(),
                jar_cap::Status::Idle,
            );
            return Err(Stop::End(End::Halted { value, instance, slot0 }));
        };
        let callee = std::mem::replace(&mut self.top, caller);
        if let Some(origin) = callee.origin {
            // The way there is as it was: the caller has not run.
            let _ = self.top.slots.put(origin, Some(Cap::Instance(callee.into_idle())));
        }
        self.top.slots.set(0, slot0);
        self.top.answer(value, Status::Ok);
        Err(Stop::Done)
    }

    /// Ends what runs without a trace but gas.
    pub(crate) fn fault(&mut self, kind: FaultKind) -> Option<End> {
        let pc = self.top.machine.pc();
        let Some(caller) = self.stack.pop() else {
            return Some(End::Faulted { kind, pc });
        };
        let callee = std::mem::replace(&mut self.top, caller);
        let Before { slot0, quota, held } = callee.before;
        self.meters.return_quota(quota);
        self.top.slots.set(0, slot0);
        self.top.held.extend(held);
        self.top.answer(kind as u64 | pc << 8, Status::Faulted);
        None
    }
}

/// Key and blob of CNode{0: key, 1: blob}: 32 octets; a length and so many octets (L24).
fn attested(argument: Option<&Cap>) -> Result<(Vec<u8>, Vec<u8>), Status> {
    let data = |slots: &jar_cap::Slots, slot| match slots.get(slot) {
        None => Err(Status::Empty),
        Some(Cap::Data(data)) => Ok(data.to_octets()),
        Some(_) => Err(Status::Kind),
    };
    let slots = match argument {
        None => return Err(Status::Empty),
        Some(Cap::CNode(cnode)) => cnode.slots(),
        Some(_) => return Err(Status::Kind),
    };
    let (key, blob) = (data(slots, 0)?, data(slots, 1)?);
    let key = key.get(..32).ok_or(Status::State)?;
    let (length, rest) = blob.split_first_chunk().ok_or(Status::State)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Status::State)?;
    let blob = rest.get(..length).ok_or(Status::State)?;
    Ok((key.to_vec(), blob.to_vec()))
}
