//! Cases without a standard program, observations without what did not change.

use jar_diff_wire::{Case, Observation, Page, Program};

use crate::machine::{access, standard_state};

/// Removes from an observation of `case` the pages that are as they were at the start ([`Observation::normalise`]), for both kinds of programs.
pub fn normalise(case: &Case, observation: &mut Observation) {
    match &case.program {
        Program::Raw => observation.normalise(&case.pages),
        Program::Standard { arguments } => {
            let Ok((state, _)) = standard_state(case, arguments) else { return };
            let initial = |number| {
                let (rights, content) = state.memory.page(number)?;
                Some(Page::new(number, access(rights), content.to_vec()))
            };
            let listed = observation.pages.iter();
            let pages: Vec<Page> = listed.filter_map(|page| initial(page.number)).collect();
            observation.normalise(&pages);
        }
    }
}

/// The raw case that runs like a case with a standard program: the state that its initialisation gives, spelt out. `None` for
/// other cases, and where the program cannot be initialised.
#[must_use]
pub fn spelt_out(case: &Case) -> Option<Case> {
    let Program::Standard { arguments } = &case.program else { return None };
    let (state, code) = standard_state(case, arguments).ok()?;
    let pages = state.memory.accessible().filter_map(|number| {
        let (rights, content) = state.memory.page(number)?;
        Some(Page::new(number, access(rights), content.to_vec()))
    });
    Some(Case {
        program: Program::Raw,
        blob: code.to_vec(),
        registers: state.registers,
        pages: pages.collect(),
        heap_break: state.heap.brk,
        heap_limit: state.heap.limit,
        ..case.clone()
    })
}
