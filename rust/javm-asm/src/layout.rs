//! From a listing to a blob: positions, widths of offsets, bitmask.

use std::collections::BTreeMap;

use javm::{Operands, Parts};

use crate::encode::{EncodeError, encode};
use crate::listing::{Code, Entry, Item, JumpTable, Label, Listing, Target};

/// Why a listing has no blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// An instruction has no encoding.
    #[error("item {item}: {source}")]
    Encode {
        /// Index of the item.
        item: usize,
        /// Why.
        source: EncodeError,
    },
    /// An instruction jumps to a label that no item defines.
    #[error("item {item}: label {} is not defined", label.0)]
    Undefined {
        /// Index of the item.
        item: usize,
        /// The label.
        label: Label,
    },
    /// A label is defined a second time.
    #[error("item {item}: label {} is defined twice", label.0)]
    Twice {
        /// Index of the second definition.
        item: usize,
        /// The label.
        label: Label,
    },
    /// A jump table entry names a label that no item defines.
    #[error("jump table entry {entry}: label {} is not defined", label.0)]
    UndefinedEntry {
        /// Index of the entry.
        entry: usize,
        /// The label.
        label: Label,
    },
    /// A jump table entry needs more octets than the table gives it.
    #[error("jump table entry {entry}: expected a number of {size} octets, found {value:#x}")]
    Entry {
        /// Index of the entry.
        entry: usize,
        /// Its value.
        value: u64,
        /// z.
        size: u8,
    },
}

type Places = BTreeMap<Label, usize>;

/// Positions of labels and octets of items, for one choice of offset widths.
fn places(listing: &Listing, octets: &[Vec<u8>]) -> Result<Places, LayoutError> {
    let mut places = Places::new();
    let mut position = 0usize;
    for (item, (body, octets)) in listing.items.iter().zip(octets).enumerate() {
        if let Item::Label(label) = body
            && places.insert(*label, position).is_some()
        {
            return Err(LayoutError::Twice { item, label: *label });
        }
        position = position.saturating_add(octets.len());
    }
    Ok(places)
}

/// The octets of an instruction at a position.
fn code_octets(
    code: &Code,
    item: usize,
    position: usize,
    places: &Places,
) -> Result<Vec<u8>, LayoutError> {
    let mut undefined = None;
    let operands: Operands = code.operands.map_target(|target| match target {
        Target::Relative(offset) => offset,
        Target::Label(label) => match places.get(&label) {
            Some(to) => (*to as i64).wrapping_sub(position as i64),
            None => {
                undefined = Some(label);
                0
            }
        },
    });
    if let Some(label) = undefined {
        return Err(LayoutError::Undefined { item, label });
    }
    let octets = encode(code.opcode, &operands, code.widths);
    octets.map_err(|source| LayoutError::Encode { item, source })
}

/// The octets of all items. The first pass takes every item as empty; from pass to pass distances and so the widths of
/// offsets only grow, so that the loop ends and the result is the least one.
fn lay_out(listing: &Listing) -> Result<(Vec<Vec<u8>>, Places), LayoutError> {
    let mut octets: Vec<Vec<u8>> = vec![Vec::new(); listing.items.len()];
    loop {
        let places = places(listing, &octets)?;
        let mut changed = false;
        let mut position = 0usize;
        for (item, (body, octets)) in listing.items.iter().zip(&mut octets).enumerate() {
            let before = octets.len();
            let new = match body {
                Item::Label(_) => Vec::new(),
                Item::Raw(raw) | Item::Data(raw) => raw.clone(),
                Item::Code(code) => code_octets(code, item, position, &places)?,
            };
            changed |= new != *octets;
            *octets = new;
            position = position.saturating_add(before);
        }
        if !changed {
            return Ok((octets, places));
        }
    }
}

/// The octets of every item.
pub(crate) fn octets(listing: &Listing) -> Option<Vec<Vec<u8>>> {
    lay_out(listing).ok().map(|(octets, _)| octets)
}

/// The blob of a listing.
pub(crate) fn blob(listing: &Listing) -> Result<Vec<u8>, LayoutError> {
    let (octets, places) = lay_out(listing)?;
    let code = octets.concat();
    let mut bitmask = vec![0u8; code.len().div_ceil(8)];
    let mut position = 0usize;
    for (body, octets) in listing.items.iter().zip(&octets) {
        let marked = matches!(body, Item::Code(_) | Item::Raw(_)) && !octets.is_empty();
        if let Some(place) = bitmask.get_mut(position >> 3).filter(|_| marked) {
            *place |= 1 << (position & 7);
        }
        position = position.saturating_add(octets.len());
    }
    let (entries, entry_size, jump_table) = jump_table(&listing.jump_table, &places)?;
    let parts =
        Parts { entries, entry_size, jump_table: &jump_table, code: &code, bitmask: &bitmask };
    Ok(parts.write())
}

/// |j|, z and the octets of the jump table.
fn jump_table(table: &JumpTable, places: &Places) -> Result<(u64, u8, Vec<u8>), LayoutError> {
    let (size, entries) = match table {
        JumpTable::Zeros(count) => return Ok((*count, 0, Vec::new())),
        JumpTable::Entries { size, entries } => (*size, entries),
    };
    let mut octets = Vec::new();
    for (entry, to) in entries.iter().enumerate() {
        let value = match to {
            Entry::Absolute(value) => *value,
            Entry::Label(label) => {
                let place = places.get(label);
                *place.ok_or(LayoutError::UndefinedEntry { entry, label: *label })? as u64
            }
        };
        if size < 8 && value >> (u32::from(size) * 8) != 0 {
            return Err(LayoutError::Entry { entry, value, size });
        }
        let padded = value.to_le_bytes().into_iter().chain(std::iter::repeat(0));
        octets.extend(padded.take(usize::from(size)));
    }
    Ok((entries.len() as u64, size, octets))
}
