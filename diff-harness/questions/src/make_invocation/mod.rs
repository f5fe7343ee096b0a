//! Questions about invocations: services with generated programs that make host calls, in accumulation, refinement and authorization.
//!
//! A program keeps φ₇ and φ₈ of each call, and says them in the end: as its output, or in storage. Half of the programs have one call
//! with bad addresses, a third about as much gas as they need.

mod accumulation;
mod calls;
mod guest;
mod inner;
mod packages;
mod things;

use jar_codec::sample::Source;
use jar_types::Params;

/// Functions, and how often in a turn.
const TURN: [u8; 16] = [75, 75, 82, 75, 82, 75, 81, 75, 82, 75, 82, 75, 83, 75, 82, 75];

/// Makes question `number` of a campaign: function, parameters and arguments go to `out`.
pub(crate) fn arguments(source: &mut Source, number: u64, out: &mut Vec<u8>) -> Vec<u8> {
    let place = number.checked_rem(TURN.len() as u64).unwrap_or(0) as usize;
    let function = TURN.get(place).copied().unwrap_or_default();
    let mut params = Params::tiny();
    // What an authorizer that does not end takes.
    params.authorization_gas = any(source, &[30_000, 1000, 200, 40]).unwrap_or_default();
    out.push(function);
    out.extend(jar_codec::encode(&params));
    match function {
        75 => accumulation::question(source, &params),
        81 => packages::authorization(source, &params),
        82 => packages::refinement(source, &params),
        _ => packages::report(source, &params),
    }
}

/// One of these.
fn any<T: Clone>(source: &mut Source, of: &[T]) -> Option<T> {
    of.get(source.up_to(of.len().saturating_sub(1))).cloned()
}

/// Once in so many times.
fn once_in(source: &mut Source, times: usize) -> bool {
    source.up_to(times.saturating_sub(1)) == 0
}
