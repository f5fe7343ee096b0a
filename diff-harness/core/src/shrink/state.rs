//! Passes over everything but the code.

use super::Search;
use crate::divergence::ObserveError;
use jar_diff_engines::spelt_out;
use jar_diff_wire::{Case, GasModel, Page, Program};

/// Cuts behind the first divergence, then brings gas and heap to their smallest.
pub(super) fn limits(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let limit = search.divergence.agreed.saturating_add(1);
    let mut any = limit < search.case.step_limit && search.change(|c| c.step_limit = limit)?;
    any |= search.change(|case| case.gas_model = GasModel::PerInstruction)?;
    any |= smallest(search, |case| &mut case.gas)?;
    if search.case.program == Program::Raw {
        any |= search.change(|case| (case.heap_break, case.heap_limit) = (0, 0))?;
    }
    Ok(any)
}

/// Brings one number towards zero by halving what is left of it.
fn smallest(
    search: &mut Search<'_>,
    number: impl Fn(&mut Case) -> &mut u64,
) -> Result<bool, ObserveError> {
    let mut any = false;
    let (mut low, mut high) = (0, *number(&mut search.case));
    while low < high && search.goes_on() {
        let middle = low + (high - low) / 2;
        if search.change(|case| *number(case) = middle)? {
            (any, high) = (true, middle);
        } else {
            low = middle + 1;
        }
    }
    Ok(any)
}

/// Spells a standard program out, so that every other pass can take its parts away.
pub(super) fn raw(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    spelt_out(&search.case).map_or(Ok(false), |case| search.attempt(case))
}

/// Drops host replies, then what they do.
pub(super) fn replies(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = search.remove_from(|case| &mut case.replies)?;
    for index in 0..search.case.replies.len() {
        let edits: [fn(&mut jar_diff_wire::Reply); 3] = [
            |reply| reply.poke = None,
            |reply| reply.registers = [None; 13],
            |reply| reply.gas = 0,
        ];
        for edit in edits {
            any |= search.change(|case| {
                if let Some(reply) = case.replies.get_mut(index) {
                    edit(reply);
                }
            })?;
        }
    }
    Ok(any)
}

/// Drops pages, then their contents.
pub(super) fn pages(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = search.remove_from(|case| &mut case.pages)?;
    for index in 0..search.case.pages.len() {
        any |= search.change(|case| {
            if let Some(page) = case.pages.get_mut(index) {
                page.content.clear();
            }
        })?;
    }
    if let Program::Standard { .. } = search.case.program {
        any |= search.change(|case| {
            case.program = Program::Standard { arguments: Vec::new() };
        })?;
    }
    Ok(any)
}

/// Values to try for a register, the most telling first.
const SIMPLE: [u64; 6] = [0, 1, 2, u64::MAX, 1 << 31, 1 << 63];

/// Registers to zero, else to a simple value, else to the smallest that still shows it.
pub(super) fn registers(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    if search.case.program != Program::Raw {
        return Ok(false);
    }
    let mut any = search.change(|case| case.registers = [0; 13])?;
    for index in 0..search.case.registers.len() {
        let now = search.case.registers.get(index).copied().unwrap_or(0);
        let set = |search: &mut Search<'_>, value: u64| {
            search.change(|case| {
                if let Some(register) = case.registers.get_mut(index) {
                    *register = value;
                }
            })
        };
        if now.count_ones() <= 1 || now == u64::MAX {
            // A power of two is as simple as it gets, unless zero or one do.
            for value in SIMPLE.into_iter().take(2).filter(|&value| value < now) {
                any |= set(search, value)?;
            }
            continue;
        }
        let mut simpler = false;
        for value in SIMPLE {
            simpler = simpler || set(search, value)?;
        }
        if !simpler {
            // Bit by bit from the top: what remains are the bits that matter.
            for bit in (0..64).rev() {
                let value = search.case.registers.get(index).copied().unwrap_or(0);
                if value & (1 << bit) != 0 {
                    simpler |= set(search, value & !(1 << bit))?;
                }
            }
        }
        any |= simpler;
    }
    Ok(any)
}

/// Zeros ever smaller parts of page contents.
pub(super) fn zero_octets(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = false;
    for index in 0..search.case.pages.len() {
        let length = search.case.pages.get(index).map_or(0, |page| page.content.len());
        let mut chunk = length.div_ceil(2);
        while chunk > 0 && search.goes_on() {
            for start in (0..length).step_by(chunk) {
                any |= search.change(|case| {
                    if let Some(page) = case.pages.get_mut(index) {
                        let mut content = std::mem::take(&mut page.content);
                        content.iter_mut().skip(start).take(chunk).for_each(|octet| *octet = 0);
                        *page = Page::new(page.number, page.access, content);
                    }
                })?;
            }
            chunk /= 2;
        }
    }
    Ok(any)
}
