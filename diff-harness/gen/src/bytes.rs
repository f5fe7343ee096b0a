//! Lane `bytes`: octets for the decoders of cases and of programs.
//!
//! Three in four are cases of the program lane whose octets were damaged; the others are random program blobs in a
//! well-formed case. What is a case and what is not, and which error comes first, must be the same for every engine.

use crate::choices::{Choices, Prng};
use crate::program;
use crate::settings::Settings;
use jar_diff_wire::Case;

/// Makes the octets of case `number` of the lane.
#[must_use]
pub fn generate(settings: &Settings, seed: u64, number: u64) -> Vec<u8> {
    let choices = &mut Prng::for_case(seed, 3, number);
    if choices.percent(25) {
        random_blob(choices)
    } else {
        bounded(settings, damaged(settings, choices))
    }
}

/// Damage may have turned gas and step limit into astronomic numbers: a run stays as long as one of the program lane.
fn bounded(settings: &Settings, octets: Vec<u8>) -> Vec<u8> {
    let Ok(case) = Case::decode(&octets) else { return octets };
    if case.step_limit <= settings.steps_max || case.gas <= settings.instructions_max * 2 {
        return octets;
    }
    Case { step_limit: settings.steps_max, ..case }.encode().unwrap_or(octets)
}

/// A case with a blob that is random or nearly a program.
fn random_blob(choices: &mut impl Choices) -> Vec<u8> {
    let length = choices.below(40);
    let mut blob: Vec<u8> = (0..length).map(|_| choices.bits() as u8).collect();
    if choices.percent(70) {
        // A plausible head: table length, entry width, code length, now and then in a longer form than needed.
        let code = choices.below(30);
        let mut head = vec![choices.below(3) as u8, choices.pick(&[0, 1, 4, 8, 9])];
        if choices.percent(10) {
            head.push(0x80);
        }
        head.push(code as u8);
        blob.splice(0..0, head);
    }
    let case =
        if choices.percent(30) { Case::standard(blob, vec![1, 2, 3]) } else { Case::raw(blob) };
    Case { gas: 100, step_limit: 100, ..case }.encode().unwrap_or_default()
}

/// A case of the program lane with damaged octets.
fn damaged(settings: &Settings, choices: &mut impl Choices) -> Vec<u8> {
    let (_, case) = program::from_choices(settings, choices);
    let mut octets = case.encode().unwrap_or_default();
    for _ in 0..=choices.below(2) {
        // Half of the damage goes to the head and to the last quarter, where the length fields are.
        let position = match choices.below(4) {
            0 => choices.index(160.min(octets.len())),
            1 => octets.len() - choices.index(octets.len() / 4 + 1),
            _ => choices.index(octets.len()),
        };
        let position = position.min(octets.len().saturating_sub(1));
        match choices.below(8) {
            0 => octets.truncate(position),
            1 => octets.push(choices.bits() as u8),
            2 => octets.insert(position, choices.bits() as u8),
            3 if !octets.is_empty() => {
                octets.remove(position);
            }
            4 | 5 => {
                if let Some(octet) = octets.get_mut(position) {
                    *octet = choices.pick(&[0, 1, 2, 3, 0x10, 0x7f, 0x80, 0xff]);
                }
            }
            _ => {
                if let Some(octet) = octets.get_mut(position) {
                    *octet ^= 1 << choices.below(8);
                }
            }
        }
    }
    octets
}
