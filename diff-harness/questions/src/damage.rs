//! What is done to octets that were right.
#![expect(clippy::ptr_arg, reason = "all are of one type, for a table")]

use jar_codec::sample::Source;

/// Octets that decoders look at twice: ends of ranges, heads of naturals, tags.
const TELLING: [u8; 12] = [0, 1, 2, 3, 4, 0x7f, 0x80, 0xbf, 0xc0, 0xf0, 0xfe, 0xff];

/// A place in octets, often near the front, where lengths and tags are.
fn place(source: &mut Source, octets: &[u8]) -> usize {
    let last = octets.len().saturating_sub(1);
    if source.up_to(2) == 0 { source.up_to(last.min(15)) } else { source.up_to(last) }
}

fn telling(source: &mut Source) -> u8 {
    TELLING.get(source.up_to(TELLING.len().saturating_sub(1))).copied().unwrap_or(0)
}

fn set(octets: &mut [u8], at: usize, change: impl Fn(u8) -> u8) {
    octets.get_mut(at).into_iter().for_each(|octet| *octet = change(*octet));
}

/// Nothing is done.
pub(crate) fn none(_: &mut Source, _: &mut Vec<u8>) {}

/// One to three octets become telling ones.
pub(crate) fn octets(source: &mut Source, octets: &mut Vec<u8>) {
    for _ in 0..=source.up_to(2) {
        let (at, with) = (place(source, octets), telling(source));
        set(octets, at, |_| with);
    }
}

/// A bit changes.
pub(crate) fn bit(source: &mut Source, octets: &mut Vec<u8>) {
    let (at, bit) = (place(source, octets), source.up_to(7));
    set(octets, at, |octet| octet ^ 1u8.rotate_left(bit as u32));
}

/// The end is missing.
pub(crate) fn cut(source: &mut Source, octets: &mut Vec<u8>) {
    octets.truncate(place(source, octets));
}

/// Something follows.
pub(crate) fn longer(source: &mut Source, octets: &mut Vec<u8>) {
    for _ in 0..=source.up_to(3) {
        octets.push(telling(source));
    }
}

/// An octet more in the middle.
pub(crate) fn insert(source: &mut Source, octets: &mut Vec<u8>) {
    let at = place(source, octets).min(octets.len());
    octets.insert(at, telling(source));
}

/// An octet less in the middle.
pub(crate) fn remove(source: &mut Source, octets: &mut Vec<u8>) {
    let at = place(source, octets);
    if at < octets.len() {
        octets.remove(at);
    }
}

/// Octets stand in two places: elements twice, keys out of order.
pub(crate) fn copy(source: &mut Source, octets: &mut Vec<u8>) {
    let (from, to) = (place(source, octets), place(source, octets));
    let piece: Vec<u8> = octets.iter().skip(from).take(source.up_to(40)).copied().collect();
    for (octet, new) in octets.iter_mut().skip(to).zip(piece) {
        *octet = new;
    }
}

/// Nothing of it is left.
pub(crate) fn noise(source: &mut Source, octets: &mut Vec<u8>) {
    octets.clear();
    for _ in 0..source.up_to(48) {
        let octet = if source.up_to(1) == 0 { telling(source) } else { source.number() as u8 };
        octets.push(octet);
    }
}
