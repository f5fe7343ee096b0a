//! The scripted host: answers the host calls of a run with the replies of a case, in order.

use jar_diff_wire::{Call, Exit, NO_STEP_LIMIT, Reply};
use javm::{Instance, Reg, UNLIMITED};

/// Steps of a case and of `javm` mean the same, "none" included.
const _: () = assert!(NO_STEP_LIMIT == UNLIMITED);

/// Runs a machine to its exit, answering its calls. `calls` gets what the host saw of each answered call.
pub(crate) fn run(
    machine: &mut impl Instance,
    step_limit: u64,
    replies: &[Reply],
    calls: &mut Vec<Call>,
) -> Exit {
    let mut left = step_limit;
    let mut replies = replies.iter();
    loop {
        let outcome = machine.run(left);
        if left != UNLIMITED {
            left = left.saturating_sub(outcome.steps);
        }
        let identifier = match outcome.exit {
            None => return Exit::StepLimit,
            Some(javm::Exit::Halt) => return Exit::Halt,
            Some(javm::Exit::Panic) => return Exit::Panic,
            Some(javm::Exit::OutOfGas) => return Exit::OutOfGas,
            Some(javm::Exit::PageFault(address)) => return Exit::PageFault(address.into()),
            Some(javm::Exit::HostCall(identifier)) => identifier,
        };
        let Some(reply) = replies.next() else { return Exit::HostCall(identifier) };
        calls.push(seen(machine, identifier));
        if let Err(exit) = answer(machine, reply) {
            return exit;
        }
    }
}

/// What the host sees of a call.
fn seen(machine: &impl Instance, identifier: u64) -> Call {
    let [.., r7, r8, r9, r10, r11, r12] = machine.registers();
    Call { identifier, gas: machine.gas(), arguments: [r7, r8, r9, r10, r11, r12] }
}

/// Applies a reply and moves on, or says why the run ends here.
fn answer(machine: &mut impl Instance, reply: &Reply) -> Result<(), Exit> {
    let gas = machine.gas().checked_sub(reply.gas).ok_or(Exit::OutOfGas)?;
    machine.set_gas(gas);
    for (register, value) in Reg::all().zip(reply.registers) {
        if let Some(value) = value {
            machine.set_register(register, value);
        }
    }
    if let Some(poke) = &reply.poke {
        machine.write(poke.address.into(), &poke.octets).map_err(|_| Exit::Panic)?;
    }
    machine.resume();
    Ok(())
}
