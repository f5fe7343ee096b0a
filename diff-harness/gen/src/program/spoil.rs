//! Damage on purpose: what a valid program never has, and what is no program at all.

use crate::choices::Choices;
use javm::Program;

/// Damages a program blob. Most results still parse, to a strange program; one in five may not.
pub(super) fn spoil(blob: &[u8], choices: &mut impl Choices) -> Vec<u8> {
    let Ok(parts) = javm::Parts::read(blob) else { return blob.to_vec() };
    if choices.percent(20) {
        return cut_or_flip(blob.to_vec(), choices);
    }
    let (mut code, mut bitmask) = (parts.code.to_vec(), parts.bitmask.to_vec());
    for _ in 0..=choices.below(3) {
        let position = choices.index(code.len());
        match choices.below(4) {
            // Move an instruction boundary.
            0 | 1 => {
                if let Some(octet) = bitmask.get_mut(position / 8) {
                    *octet ^= 1 << (position % 8);
                }
            }
            // An operand out of range, an opcode nobody knows, or just another instruction.
            2 => {
                if let Some(octet) = code.get_mut(position) {
                    *octet = choices.bits() as u8;
                }
            }
            _ => {
                if let Some(octet) = code.get_mut(position) {
                    *octet = choices.pick(&[0, 1, 2, 9, 0x7f, 0x80, 0xdd, 0xff]);
                }
            }
        }
    }
    let changed = javm::Parts { code: &code, bitmask: &bitmask, ..parts }.write();
    // Padding bits of the bitmask stay as they were, so this parses unless a jump-table width was at stake.
    if Program::parse(&changed).is_ok() { changed } else { cut_or_flip(changed, choices) }
}

/// Cuts the blob or changes one octet of it.
pub(crate) fn cut_or_flip(mut blob: Vec<u8>, choices: &mut impl Choices) -> Vec<u8> {
    let position = choices.index(blob.len());
    match choices.below(4) {
        0 => blob.truncate(position),
        1 => blob.push(choices.bits() as u8),
        2 => {
            if position < blob.len() {
                blob.remove(position);
            }
        }
        _ => {
            if let Some(octet) = blob.get_mut(position) {
                *octet ^= 1 << choices.below(8);
            }
        }
    }
    blob
}
