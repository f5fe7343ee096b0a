//! A pass over the code that does not take it apart: where the decoder is what is wrong, listings are wrong too.

use super::Search;
use crate::divergence::ObserveError;
use jar_diff_wire::{Case, Program};
use javm::Parts;
use std::ops::Range;

/// Code, and which of its octets the bitmask marks.
struct Octets {
    code: Vec<u8>,
    marked: Vec<bool>,
    pc: usize,
}

impl Octets {
    fn of(case: &Case) -> Option<Self> {
        if case.program != Program::Raw {
            return None;
        }
        let parts = Parts::read(&case.blob).ok()?;
        let bit =
            |at: usize| parts.bitmask.get(at / 8).is_some_and(|octet| octet >> (at % 8) & 1 != 0);
        let marked = (0..parts.code.len()).map(bit).collect();
        Some(Self { code: parts.code.to_vec(), marked, pc: case.pc as usize })
    }

    /// Writes the code back; the jump table stays.
    fn into_case(self, case: &mut Case) -> Option<()> {
        let parts = Parts::read(&case.blob).ok()?;
        let mut bitmask = vec![0u8; self.marked.len().div_ceil(8)];
        for (at, _) in self.marked.iter().enumerate().filter(|(_, marked)| **marked) {
            *bitmask.get_mut(at / 8)? |= 1 << (at % 8);
        }
        let blob = Parts { code: &self.code, bitmask: &bitmask, ..parts }.write();
        (case.blob, case.pc) = (blob, u32::try_from(self.pc).ok()?);
        Some(())
    }

    /// Where instructions start, and the end of the code.
    fn starts(&self) -> Vec<usize> {
        let starts = self.marked.iter().enumerate().filter(|(_, marked)| **marked);
        starts.map(|(at, _)| at).chain([self.code.len()]).collect()
    }

    /// The octets of the instruction at the program counter that are behind its opcode.
    fn operands(&self) -> Range<usize> {
        let next = self.starts().into_iter().find(|&start| start > self.pc);
        self.pc.saturating_add(1)..next.unwrap_or(self.code.len())
    }

    /// Removes octets before or behind the instruction at the program counter. A number of `length` octets at that
    /// instruction's end, if it is the distance of a jump over them, becomes nearer to zero by as much.
    fn remove(&mut self, gone: Range<usize>, length: usize) -> Option<()> {
        let count = gone.len() as u64;
        let operands = self.operands();
        let at = operands.end.checked_sub(length).filter(|at| *at >= operands.start)?;
        let field = self.code.get_mut(at..operands.end)?;
        let mut number = [0; 8];
        number.get_mut(..length)?.copy_from_slice(field);
        let back = gone.end <= self.pc;
        let number = u64::from_le_bytes(number);
        let nearer = if back { number.wrapping_add(count) } else { number.wrapping_sub(count) };
        field.copy_from_slice(nearer.to_le_bytes().get(..length)?);
        if back {
            self.pc -= gone.len();
        } else if gone.start < operands.end {
            return None;
        }
        self.code.drain(gone.clone());
        self.marked.drain(gone);
        Some(())
    }
}

/// Removes runs of instructions. What jumps over them is left as it is, but for the instruction that the run starts with.
pub(super) fn cut(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let starts = |search: &Search<'_>| Octets::of(&search.case).map_or(Vec::new(), |o| o.starts());
    let mut any = false;
    let mut chunk = starts(search).len();
    while chunk > 0 && search.goes_on() {
        let mut end = starts(search).len().saturating_sub(1);
        while end > 0 {
            let start = end.saturating_sub(chunk);
            let all = starts(search);
            if let (Some(&from), Some(&to)) = (all.get(start), all.get(end)) {
                any |= cut_range(search, from..to)?;
            }
            end = start;
        }
        chunk /= 2;
    }
    Ok(any)
}

/// Removes octets: with the jump distance as it is, then as a number of one to four octets.
fn cut_range(search: &mut Search<'_>, gone: Range<usize>) -> Result<bool, ObserveError> {
    for length in 0..=4 {
        let Some(mut octets) = Octets::of(&search.case) else { return Ok(false) };
        let mut candidate = search.case.clone();
        let made =
            octets.remove(gone.clone(), length).and_then(|()| octets.into_case(&mut candidate));
        if made.is_some() && search.attempt(candidate)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes octets of one instruction out of several, where only their places matter: takes marks away, all but that of the program counter.
pub(super) fn unmark(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = false;
    let mut chunk = Octets::of(&search.case).map_or(0, |octets| octets.starts().len());
    while chunk > 0 && search.goes_on() {
        let mut at = 0;
        // Marks that cannot go stay in front of the next chunk; those that went make room.
        while let Some(mut octets) = Octets::of(&search.case) {
            let pc = octets.pc;
            let marked = octets.marked.iter_mut().enumerate().filter(|(at, m)| **m && *at != pc);
            let mut count = 0;
            for (_, mark) in marked.skip(at).take(chunk) {
                *mark = false;
                count += 1;
            }
            if count == 0 {
                break;
            }
            let mut candidate = search.case.clone();
            let made = octets.into_case(&mut candidate);
            if made.is_some() && search.attempt(candidate)? {
                any = true;
            } else {
                at += count;
            }
        }
        chunk /= 2;
    }
    Ok(any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::{Divergence, Observer, locate};
    use crate::protocol::Answer;
    use jar_diff_wire::Outcome;
    use std::time::{Duration, Instant};

    /// Two engines that differ in gas after the first step if the case's code has a property.
    struct Differs(fn(&Octets) -> bool);

    impl Observer for Differs {
        fn observe(&mut self, cases: &[Vec<u8>]) -> Result<Vec<Vec<Answer>>, ObserveError> {
            let row = |bytes: &Vec<u8>| {
                let case = Case::decode(bytes).unwrap();
                let answer = |name: &str, gas: u64| {
                    let observation = jar_diff_wire::Observation {
                        exit: jar_diff_wire::Exit::StepLimit,
                        gas,
                        pc: u64::from(case.pc),
                        heap_break: 0,
                        registers: case.registers,
                        pages: Vec::new(),
                        calls: Vec::new(),
                    };
                    Answer::observed(name, Outcome::Ran(observation).encode())
                };
                let differs = case.step_limit > 0 && Octets::of(&case).is_some_and(|o| self.0(&o));
                vec![answer("one", 0), answer("other", u64::from(differs))]
            };
            Ok(cases.iter().map(row).collect())
        }
    }

    /// What a pass leaves of 40 instructions of two octets, the program counter at the twentieth.
    fn left(pass: super::super::Pass, property: fn(&Octets) -> bool) -> Octets {
        let mut code: Vec<u8> = (0..40).flat_map(|number| [100, number]).collect();
        // A jump over five instructions.
        (code[40], code[41]) = (40, 10);
        let marked = (0..80).map(|at| at % 2 == 0).collect();
        let mut case = Case::raw(
            Parts { entries: 0, entry_size: 0, jump_table: &[], code: &[], bitmask: &[] }.write(),
        );
        case.step_limit = 1;
        Octets { code, marked, pc: 40 }.into_case(&mut case).unwrap();
        let mut observer = Differs(property);
        let divergence = locate(&mut observer, &case.encode().unwrap()).unwrap().unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut improved = |_: &Case, _: &Divergence| {};
        let mut search = Search::new(&mut observer, &mut improved, deadline, case, divergence);
        assert!(pass(&mut search).unwrap());
        Octets::of(&search.case).unwrap()
    }

    #[test]
    fn what_lies_around_a_jump_and_below_it_goes() {
        // The distance of the jump at the program counter leads to a move with the operand that it led to before.
        let octets = left(cut, |o| {
            let to = o.code.get(o.pc + 1).map(|&distance| o.pc + usize::from(distance));
            let target = to.and_then(|to| o.code.get(to..to + 2));
            o.code.get(o.pc) == Some(&40) && target == Some(&[100, 25])
        });
        assert_eq!((octets.code, octets.pc), (vec![40, 2, 100, 25], 0));
        assert_eq!(octets.marked, [true, false, true, false]);
    }

    #[test]
    fn where_only_places_matter_marks_go() {
        let property = |o: &Octets| o.code.len() == 80 && o.marked.get(78) == Some(&true);
        let octets = left(unmark, property);
        assert_eq!(octets.starts(), [40, 78, 80]);
    }
}
