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
    let mut params = params(source);
    let octets = match function {
        75 => accumulation::question(source, &params),
        81 => packages::authorization(source, &mut params),
        82 => packages::refinement(source, &mut params),
        _ => packages::report(source, &mut params),
    };
    out.push(function);
    out.extend(jar_codec::encode(&params));
    octets
}

/// The tiny parameters, some of their limits near what programs, reports and outputs have.
fn params(source: &mut Source) -> Params {
    let mut params = Params::tiny();
    let mut near = |limit: u64, some: [u64; 3]| -> u64 {
        if once_in(source, 8) { any(source, &some).unwrap_or(limit) } else { limit }
    };
    params.service_code_size = near(params.service_code_size.into(), [4500, 5000, 6000]) as u32;
    let size = params.authorization_code_size;
    params.authorization_code_size = near(size.into(), [4300, 4500, 4700]) as u32;
    params.report_size = near(params.report_size.into(), [32, 700, 1400]) as u32;
    params.report_gas = near(params.report_gas, [500, 1000, 3000]);
    params.block_gas = near(params.block_gas, [0, 1000, 5000]);
    params
}

/// One of these.
fn any<T: Clone>(source: &mut Source, of: &[T]) -> Option<T> {
    of.get(source.up_to(of.len().saturating_sub(1))).cloned()
}

/// Once in so many times.
fn once_in(source: &mut Source, times: usize) -> bool {
    source.up_to(times.saturating_sub(1)) == 0
}
