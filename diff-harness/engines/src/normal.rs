//! Observations without what did not change.

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
