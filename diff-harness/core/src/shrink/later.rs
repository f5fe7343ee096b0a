//! Starts the run where the engines begin to differ.

use super::Search;
use crate::divergence::ObserveError;
use crate::program::resumed;
use jar_diff_wire::{Case, Outcome, Program};

/// Replaces the initial state by one in which the reference stands later: best just before the first divergence, else ever earlier.
pub(super) fn start(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    if search.case.program != Program::Raw {
        return Ok(false);
    }
    let (agreed, mut back) = (search.divergence.agreed, 0);
    while back < agreed && search.goes_on() {
        if start_after(search, agreed - back)? {
            return Ok(true);
        }
        back = back * 2 + 1;
    }
    Ok(false)
}

/// Starts after so many steps. The gas is what is left then, or, where a block that is paid for would be paid again, what it was.
fn start_after(search: &mut Search<'_>, steps: u64) -> Result<bool, ObserveError> {
    let whole = search.case.clone();
    let cut = Case { step_limit: steps, ..whole.clone() };
    let Ok(bytes) = cut.encode() else { return Ok(false) };
    let rows = search.observer.observe(&[bytes])?;
    let answer =
        rows.first().and_then(|row| row.first()).map(|answer| Outcome::decode(answer.bytes()));
    let Some(Ok(Outcome::Ran(there))) = answer else { return Ok(false) };
    let Some(case) = resumed(&whole, &there, steps) else { return Ok(false) };
    Ok(search.attempt(case.clone())? || search.attempt(Case { gas: whole.gas, ..case })?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::{Divergence, Observer, locate};
    use crate::planted::{Bug, Planted};
    use crate::protocol::Answer;
    use jar_diff_engines::{Engine, Javm};
    use jar_diff_wire::{Access, GasModel, Page, Reply};
    use javm::Interpreter;
    use std::time::{Duration, Instant};

    struct Pair(Javm<Interpreter>, Planted<Javm<Interpreter>>);

    impl Observer for Pair {
        fn observe(&mut self, cases: &[Vec<u8>]) -> Result<Vec<Vec<Answer>>, ObserveError> {
            let row = |bytes: &Vec<u8>| {
                let (mut one, mut other) = (Vec::new(), Vec::new());
                self.0.observe_bytes(bytes, &mut one);
                self.1.observe_bytes(bytes, &mut other);
                vec![Answer::observed("one", one), Answer::observed("other", other)]
            };
            Ok(cases.iter().map(row).collect())
        }
    }

    /// A loop of three rounds with a store and a host call, and behind it the instruction that one engine gets wrong.
    const PROGRAM: &str = "
@0:
    store_ind_u8 r1, r2, 0x0
    ecalli 0x7
    add_imm_64 r1, r1, -0x1
    branch_ne_imm r1, 0x0, @0
@1:
    move_reg r4, r5
    sub_64 r3, r4, r6
    trap
";

    /// The program's case after the pass.
    fn started(gas_model: GasModel, gas: u64) -> Case {
        let blob = javm_asm::assemble(PROGRAM).unwrap();
        let mut case = Case { gas, step_limit: 50, gas_model, ..Case::raw(blob) };
        (case.registers[1], case.registers[2], case.registers[5]) = (3, 0x2_0000, 9);
        case.pages = vec![Page::new(0x20, Access::Writable, vec![0, 7])];
        let mut reply = Reply { gas: 2, ..Reply::default() };
        reply.registers[6] = Some(5);
        case.replies = vec![reply; 4];
        let bug: Bug = "swap:sub_64:xor".parse().unwrap();
        let mut observer = Pair(Javm::new(Interpreter), Planted::new(Javm::new(Interpreter), bug));
        let divergence = locate(&mut observer, &case.encode().unwrap()).unwrap().unwrap();
        assert_eq!((divergence.bucket.opcode.as_str(), divergence.agreed), ("sub_64", 13));
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut improved = |_: &Case, _: &Divergence| {};
        let mut search = Search::new(&mut observer, &mut improved, deadline, case, divergence);
        assert!(start(&mut search).unwrap());
        assert_eq!(search.divergence.agreed, 0);
        search.case
    }

    #[test]
    fn a_run_starts_at_its_last_agreed_state() {
        let case = started(GasModel::PerInstruction, 100);
        let program = javm::Program::parse(&case.blob).unwrap();
        let at = program.instruction_at(u64::from(case.pc));
        assert_eq!(at.opcode.name(), "sub_64");
        // Thirteen steps and three host calls at two each.
        assert_eq!((case.gas, case.step_limit), (100 - 13 - 6, 50 - 13));
        assert_eq!(case.registers[..7], [0, 0, 0x2_0000, 0, 9, 9, 5]);
        assert_eq!(case.pages, [Page::new(0x20, Access::Writable, vec![1, 7])]);
        assert_eq!(case.replies.len(), 1);
    }

    #[test]
    fn where_the_rest_does_not_pay_the_block_again_the_gas_is_the_first() {
        // Three rounds of four, three host calls at two each, and the last block: nothing is left.
        let exact = 3 * 4 + 3 * 2 + 3;
        assert_eq!(started(GasModel::PerBlock, exact).gas, exact);
        assert_eq!(started(GasModel::PerBlock, exact + 3).gas, 3);
    }
}
