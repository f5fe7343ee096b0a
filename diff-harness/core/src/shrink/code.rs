//! Passes over the code: on the listing, so that jumps follow what they jump to.

use super::Search;
use crate::divergence::ObserveError;
use jar_diff_wire::Case;
use javm::{Opcode, Operands, Reg};
use javm_asm::{Code, Entry, Item, JumpTable, Listing, Target, Widths};

/// A program under the knife: its listing, and the initial program counter as a label.
struct Editable {
    listing: Listing,
    entry: javm_asm::Label,
}

impl Editable {
    /// `None` if the case's blob is no plain program, or starts where no item does.
    fn of(case: &Case) -> Option<Self> {
        case.initial_pages()?;
        let program = javm::Program::parse(&case.blob).ok()?;
        let mut listing = Listing::from_program(&program);
        listing.relax();
        let (entry, at) = find_label(&listing, &program, case.pc)?;
        if let Some(at) = at {
            listing.items.insert(at, Item::Label(entry));
        }
        Some(Self { listing, entry })
    }

    /// Writes the edited program back. The label's new position is what a jump-table entry for it says.
    fn into_case(self, case: &mut Case) -> Option<()> {
        let jump_table = JumpTable::Entries { size: 4, entries: vec![Entry::Label(self.entry)] };
        let probe = Listing { jump_table, items: self.listing.items.clone() };
        let program = javm::Program::parse(&probe.to_blob().ok()?).ok()?;
        case.pc = u32::try_from(program.jump_entry(0)?).ok()?;
        case.blob = self.listing.to_blob().ok()?;
        Some(())
    }
}

/// The label for a position, and where in the listing to insert it if it is not there yet.
fn find_label(
    listing: &Listing,
    program: &javm::Program,
    pc: u32,
) -> Option<(javm_asm::Label, Option<usize>)> {
    let mut starts = program.instruction_starts();
    let mut position = 0;
    let mut lead = !program.is_instruction_start(0) && !program.code().is_empty();
    let mut last_label = None;
    for (index, item) in listing.items.iter().enumerate() {
        if let Item::Label(label) = item {
            last_label = Some(*label);
            continue;
        }
        if !std::mem::take(&mut lead) {
            position = starts.next()?;
        }
        if position == u64::from(pc) {
            return Some(last_label.map_or((listing.fresh_label(), Some(index)), |l| (l, None)));
        }
        last_label = None;
    }
    None
}

/// Instructions of a case's program; `None` if it does not parse.
pub(super) fn instructions(case: &Case) -> Option<usize> {
    case.initial_pages()?;
    let program = javm::Program::parse(&case.blob).ok()?;
    Some(program.instruction_starts().count())
}

/// Tries an edit of the listing.
fn edit(search: &mut Search<'_>, change: impl FnOnce(&mut Listing)) -> Result<bool, ObserveError> {
    let Some(mut editable) = Editable::of(&search.case) else { return Ok(false) };
    change(&mut editable.listing);
    let mut candidate = search.case.clone();
    if editable.into_case(&mut candidate).is_none() {
        return Ok(false);
    }
    search.attempt(candidate)
}

/// Positions of the items that are not labels.
fn places(case: &Case) -> Vec<usize> {
    let Some(editable) = Editable::of(case) else { return Vec::new() };
    let items = editable.listing.items.iter().enumerate();
    items.filter(|(_, item)| !matches!(item, Item::Label(_))).map(|(index, _)| index).collect()
}

/// Removes runs of items, then the jump table.
pub(super) fn remove(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = false;
    let mut chunk = places(&search.case).len();
    while chunk > 0 && search.goes_on() {
        let mut end = places(&search.case).len();
        while end > 0 {
            let start = end.saturating_sub(chunk);
            let all = places(&search.case);
            let gone: Vec<usize> = all.get(start..end).unwrap_or_default().to_vec();
            any |= edit(search, |listing| {
                let mut index = 0;
                listing.items.retain(|_| {
                    index += 1;
                    gone.binary_search(&(index - 1)).is_err()
                });
            })?;
            end = start;
        }
        chunk /= 2;
    }
    any |= edit(search, |listing| listing.jump_table = JumpTable::default())?;
    Ok(any | drop_entries(search)?)
}

/// Drops jump-table entries from the end, then makes them narrow.
fn drop_entries(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = false;
    while edit(search, |listing| {
        if let JumpTable::Entries { entries, .. } = &mut listing.jump_table {
            entries.pop();
        }
    })? {
        any = true;
    }
    any |= edit(search, |listing| {
        if let JumpTable::Entries { size, .. } = &mut listing.jump_table {
            *size = 1;
        }
    })?;
    Ok(any)
}

/// Tries a change of every instruction.
fn each(
    search: &mut Search<'_>,
    changes: impl Fn(&Code) -> Vec<Code>,
) -> Result<bool, ObserveError> {
    let mut any = false;
    for index in places(&search.case) {
        let Some(editable) = Editable::of(&search.case) else { break };
        let Some(Item::Code(code)) = editable.listing.items.get(index) else { continue };
        for changed in changes(code) {
            let better = edit(search, |listing| {
                if let Some(item) = listing.items.get_mut(index) {
                    *item = Item::Code(changed);
                }
            })?;
            any |= better;
            if better {
                break;
            }
        }
    }
    Ok(any)
}

fn plain(opcode: Opcode, operands: Operands<Target>) -> Code {
    Code { opcode, operands, widths: Widths::default() }
}

/// Replaces instructions by simpler ones: nothing, a constant, a copy.
pub(super) fn replace(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    each(search, |code| {
        let simple = matches!(
            code.opcode,
            Opcode::Fallthrough | Opcode::Trap | Opcode::LoadImm | Opcode::MoveReg
        );
        if simple {
            return Vec::new();
        }
        let mut simpler = vec![plain(Opcode::Fallthrough, Operands::None)];
        match code.operands {
            Operands::RegExtImm { a, .. } | Operands::RegImm { a, .. } => {
                simpler.push(plain(Opcode::LoadImm, Operands::RegImm { a, x: 0 }));
            }
            Operands::TwoReg { d, a } | Operands::TwoRegImm { a: d, b: a, .. } => {
                simpler.push(plain(Opcode::MoveReg, Operands::TwoReg { d, a }));
                simpler.push(plain(Opcode::LoadImm, Operands::RegImm { a: d, x: 0 }));
            }
            Operands::ThreeReg { a, b, d } => {
                simpler.push(plain(Opcode::MoveReg, Operands::TwoReg { d, a }));
                simpler.push(plain(Opcode::MoveReg, Operands::TwoReg { d, a: b }));
                simpler.push(plain(Opcode::LoadImm, Operands::RegImm { a: d, x: 0 }));
            }
            _ => {}
        }
        simpler
    })
}

/// The immediates of an instruction.
fn numbers(operands: &mut Operands<Target>) -> Vec<&mut u64> {
    match operands {
        Operands::Imm { x }
        | Operands::RegExtImm { x, .. }
        | Operands::RegImm { x, .. }
        | Operands::RegImmOffset { x, .. }
        | Operands::TwoRegImm { x, .. } => vec![x],
        Operands::TwoImm { x, y }
        | Operands::RegTwoImm { x, y, .. }
        | Operands::TwoRegTwoImm { x, y, .. } => vec![x, y],
        _ => Vec::new(),
    }
}

/// Immediates to 0, 1, or with ever fewer bits.
pub(super) fn immediates(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    each(search, |code| {
        let mut changed = Vec::new();
        let mut operands = code.operands;
        for index in 0..numbers(&mut operands).len() {
            let now = numbers(&mut operands).get(index).map_or(0, |number| **number);
            let halves = (1..8).map(|by| ((now as i64) >> by) as u64);
            let candidates = [0, 1, u64::MAX].into_iter().chain(halves);
            let simpler = |value: &u64| magnitude(*value) < magnitude(now);
            for value in candidates.filter(simpler) {
                let mut operands = code.operands;
                if let Some(number) = numbers(&mut operands).into_iter().nth(index) {
                    *number = value;
                }
                changed.push(plain(code.opcode, operands));
            }
        }
        changed
    })
}

/// How far a number is from zero, negative ones a little farther.
const fn magnitude(value: u64) -> u128 {
    let signed = value as i64;
    signed.unsigned_abs() as u128 * 2 + (signed < 0) as u128
}

/// The registers of an instruction.
fn registers(operands: &mut Operands<Target>) -> Vec<&mut Reg> {
    match operands {
        Operands::RegExtImm { a, .. }
        | Operands::RegImm { a, .. }
        | Operands::RegTwoImm { a, .. }
        | Operands::RegImmOffset { a, .. } => vec![a],
        Operands::TwoReg { d, a } => vec![d, a],
        Operands::TwoRegImm { a, b, .. }
        | Operands::TwoRegOffset { a, b, .. }
        | Operands::TwoRegTwoImm { a, b, .. } => vec![a, b],
        Operands::ThreeReg { a, b, d } => vec![a, b, d],
        Operands::None
        | Operands::Imm { .. }
        | Operands::TwoImm { .. }
        | Operands::Offset { .. } => Vec::new(),
    }
}

/// Renames registers to lower ones, and with them their initial values.
pub(super) fn merge_registers(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = false;
    for from in Reg::all().collect::<Vec<_>>().into_iter().rev() {
        for to in Reg::all().take_while(|to| *to < from) {
            let Some(mut editable) = Editable::of(&search.case) else { return Ok(any) };
            let mut used = false;
            for item in &mut editable.listing.items {
                let Item::Code(code) = item else { continue };
                for register in registers(&mut code.operands).into_iter().filter(|r| **r == from) {
                    *register = to;
                    used = true;
                }
            }
            let mut candidate = search.case.clone();
            candidate.registers.swap(usize::from(from.index()), usize::from(to.index()));
            if used && editable.into_case(&mut candidate).is_some() && search.attempt(candidate)? {
                any = true;
                break;
            }
        }
    }
    Ok(any)
}

/// Shortest widths, no octets that mean nothing.
pub(super) fn tidy(search: &mut Search<'_>) -> Result<bool, ObserveError> {
    let mut any = each(search, |code| vec![plain(code.opcode, code.operands)])?;
    for index in places(&search.case) {
        any |= edit(search, |listing| {
            if let Some(Item::Raw(octets) | Item::Data(octets)) = listing.items.get_mut(index) {
                let keep = octets.len().div_ceil(2);
                octets.truncate(keep);
            }
        })?;
    }
    Ok(any)
}
