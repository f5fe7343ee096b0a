//! The stack of calls and the loop that runs it.

use jar_cap::{Cap, Instance};
use jar_types::Hash;
use javm::{Exit, Machines, Rules, Start, UNLIMITED};

use crate::activation::{Activation, Active, Engine};
use crate::images::Images;
use crate::meters::{Meter, Meters};
use crate::native;
use crate::status::{FaultKind, Status, op};

/// The stack has at most so many activations (K4).
pub const MAX_DEPTH: usize = 1024;
/// The price of an operation without its work (K18).
pub const OPERATION: u64 = 10;

/// Who answers AttestationAuthority.
pub trait Attestor {
    /// Whether the next attestation is a signature of exactly this, or is made now. If not, the apply fails.
    fn attest(&mut self, key: &[u8], blob: &[u8]) -> bool;
}

/// Nobody attests.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAttestations;

impl Attestor for NoAttestations {
    fn attest(&mut self, _: &[u8], _: &[u8]) -> bool {
        false
    }
}

/// What an apply is given beside the Instance and its arguments.
pub struct Context<'a> {
    /// Where machines come from.
    pub machines: &'a dyn Machines,
    /// How gas is charged.
    pub rules: Rules,
    /// The root meters.
    pub meters: Meters,
    /// What the numbers of markers are made from (K21).
    pub seed: Hash,
    /// Who answers AttestationAuthority.
    pub attestor: &'a mut dyn Attestor,
    /// Images that were validated before.
    pub images: &'a Images,
}

/// How the outermost call ended.
#[derive(Debug)]
pub enum End {
    /// HALT.
    Halted {
        /// φ7.
        value: u64,
        /// The Instance from now on.
        instance: Instance,
        /// What it left in slot 0.
        slot0: Option<Cap>,
    },
    /// A fault; the Instance is what it was.
    Faulted {
        /// Why.
        kind: FaultKind,
        /// Position in the code.
        pc: u64,
    },
    /// The call was refused.
    Refused(Status),
    /// An attestation is missing or wrong.
    Unattested,
}

/// How an apply ended.
#[derive(Debug)]
pub struct Applied {
    /// The outermost call.
    pub end: End,
    /// What remains in the meters.
    pub meters: Meters,
}

/// Why an operation does not answer in the common way.
pub(crate) enum Stop {
    /// A status from 16 on; nothing has changed.
    Status(Status),
    /// The gas does not cover the operation; nothing has changed.
    Gas,
    /// The quota does not cover it; nothing has changed.
    Quota,
    /// The activation faults.
    Fault(FaultKind),
    /// The registers are set, another activation may be on top.
    Done,
    /// The outermost call has ended.
    End(End),
}

impl<E: Into<Status>> From<E> for Stop {
    fn from(status: E) -> Self {
        Self::Status(status.into())
    }
}

/// A run: the stack and what all activations share.
pub(crate) struct Kernel<'a> {
    pub(crate) engine: Engine<'a>,
    pub(crate) meters: Meters,
    pub(crate) seed: Hash,
    pub(crate) minted: u64,
    pub(crate) attestor: &'a mut dyn Attestor,
    pub(crate) images: &'a Images,
    /// Those that wait, the outermost first.
    pub(crate) stack: Vec<Activation>,
    /// The one that runs.
    pub(crate) top: Activation,
}

/// Calls an Instance at an endpoint, with four arguments and a cap in slot 0.
pub fn call(
    context: Context<'_>,
    instance: &Instance,
    endpoint: u8,
    arguments: [u64; 4],
    slot0: Option<Cap>,
) -> Applied {
    let Context { machines, rules, meters, seed, attestor, images } = context;
    let engine = Engine { machines, rules };
    let start = match entry(instance, u64::from(endpoint), arguments) {
        Ok(start) => start,
        Err(status) => return Applied { end: End::Refused(status), meters },
    };
    match Activation::new(engine, instance, (start, None), &meters, Active::default()) {
        Err(status) => Applied { end: End::Refused(status), meters },
        Ok(mut top) => {
            top.slots.set(0, slot0);
            let mut kernel = Kernel {
                engine,
                meters,
                seed,
                minted: 0,
                attestor,
                images,
                stack: Vec::new(),
                top,
            };
            let end = kernel.run();
            Applied { end, meters: kernel.meters }
        }
    }
}

/// Where a call enters an Instance.
pub(crate) fn entry(
    instance: &Instance,
    endpoint: u64,
    arguments: [u64; 4],
) -> Result<Start, Status> {
    if !matches!(instance.status(), jar_cap::Status::Idle) {
        return Err(Status::State);
    }
    let endpoints = &instance.image().parts().endpoints;
    let endpoint = u8::try_from(endpoint).ok().and_then(|number| endpoints.get(&number));
    let endpoint = endpoint.ok_or(Status::Image)?;
    let mut registers = endpoint.registers;
    registers.iter_mut().skip(7).zip(arguments).for_each(|(register, value)| *register = value);
    Ok(Start { pc: u64::from(endpoint.pc), registers, ..Start::default() })
}

impl Kernel<'_> {
    fn run(&mut self) -> End {
        loop {
            let gas = self.top.active.gas;
            self.top.machine.set_gas(self.meters.get(Meter::Gas, gas).unwrap_or_default());
            let outcome = self.top.machine.run(UNLIMITED);
            self.meters.set(Meter::Gas, gas, self.top.machine.gas());
            let stop = match outcome.exit {
                None => continue,
                Some(Exit::HostCall(number)) => self.operation(number),
                Some(Exit::Halt | Exit::Panic) => Stop::Fault(FaultKind::Panic),
                Some(Exit::PageFault(_)) => Stop::Fault(FaultKind::Page),
                Some(Exit::OutOfGas) => Stop::Gas,
            };
            if let Some(end) = self.stop(stop, outcome.exit) {
                return end;
            }
        }
    }

    /// An operation, answered if that is all there is to do.
    fn operation(&mut self, number: u64) -> Stop {
        match self.perform(number) {
            Ok(value) => {
                self.top.answer(value, Status::Ok);
                self.top.machine.resume();
                Stop::Done
            }
            Err(stop) => stop,
        }
    }

    fn stop(&mut self, stop: Stop, exit: Option<Exit>) -> Option<End> {
        match stop {
            Stop::Done => None,
            Stop::End(end) => Some(end),
            Stop::Fault(kind) => self.fault(kind),
            Stop::Status(status) => {
                let number = match exit {
                    Some(Exit::HostCall(number)) => number,
                    _ => op::HALT,
                };
                self.refuse(number, status)
            }
            Stop::Gas => match self.catching(0) {
                Some((owner, place)) => {
                    self.pause(owner, place);
                    None
                }
                None => self.fault(FaultKind::Gas),
            },
            Stop::Quota => match self.catching(1) {
                Some((owner, place)) => {
                    self.pause(owner, place);
                    None
                }
                None => {
                    let number = match exit {
                        Some(Exit::HostCall(number)) => number,
                        _ => op::HALT,
                    };
                    self.refuse(number, Status::Quota)
                }
            },
        }
    }

    /// A status from 16 on costs what the operation costs without its work.
    fn refuse(&mut self, number: u64, status: Status) -> Option<End> {
        let price = self.base_price(number);
        if !self.meters.take(Meter::Gas, self.top.active.gas, price) {
            return self.stop(Stop::Gas, None);
        }
        self.top.answer(0, status);
        self.top.machine.resume();
        None
    }

    /// Who catches a marker of the kernel itself.
    pub(crate) fn catching(&self, number: u64) -> Option<(usize, u64)> {
        let any = self.stack.iter().any(|activation| activation.catcher.is_some());
        if !any {
            return None;
        }
        self.catcher_of(&native::well_known(number)?.hash())
    }
}
