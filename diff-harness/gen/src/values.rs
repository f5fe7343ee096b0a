//! The numbers that the classes of [`crate::axes`] stand for.

use crate::choices::Choices;

/// A register value of a class; `other` is the operand that the last three classes refer to.
pub(crate) fn register(class: usize, other: u64, choices: &mut impl Choices) -> u64 {
    match class {
        0 => 0,
        1 => 1,
        2 => u64::MAX,
        3 => 2,
        4 => u64::MAX - 1,
        5 => choices.between(3, 255),
        6 => 31,
        7 => 32,
        8 => 33,
        9 => 63,
        10 => 64,
        11 => 65,
        12 => (1 << 31) - 1,
        13 => 1 << 31,
        14 => (1 << 31) + 1,
        15 => (1_u64 << 31).wrapping_neg(),
        16 => (1_u64 << 31).wrapping_neg() - 1,
        17 => (1 << 32) - 1,
        18 => 1 << 32,
        19 => (1 << 32) + 1,
        20 => (1 << 63) - 1,
        21 => 1 << 63,
        22 => (1 << 63) + 1,
        23 => 0x80,
        24 => 0x8000,
        25 => 1 << choices.below(64),
        26 => (choices.between(16, 32) << 12) - 1,
        27 => choices.between(16, 32) << 12,
        28 => (choices.between(16, 20) << 12) + choices.below(64),
        29 => choices.below(1 << 32),
        30 => choices.bits(),
        31 => other,
        32 => other.wrapping_add(1),
        _ => other.wrapping_sub(1),
    }
}

/// An immediate as it is encoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Immediate {
    /// The low `length` octets are written.
    pub(crate) value: u64,
    /// 0–4.
    pub(crate) length: usize,
    /// What the length field says where there is one, 0–7.
    pub(crate) claim: u8,
}

impl Immediate {
    pub(crate) const fn new(value: u64, length: usize) -> Self {
        Self { value, length, claim: length as u8 }
    }

    /// The value after sign extension.
    pub(crate) const fn extended(self) -> u64 {
        let unused = 64 - 8 * self.length as u32;
        if unused == 64 { 0 } else { (((self.value << unused) as i64) >> unused) as u64 }
    }
}

/// An immediate of a class.
pub(crate) fn immediate(class: usize, choices: &mut impl Choices) -> Immediate {
    let (length, value) = match class {
        0 => (0, 0),
        1 => (1, 0),
        2 => (1, 1),
        3 => (1, 0x7f),
        4 => (1, 0x80),
        5 => (1, 0xff),
        6 => (1, 31),
        7 => (1, 32),
        8 => (1, 63),
        9 => (1, 64),
        10 => (2, 0),
        11 => (2, 0x7fff),
        12 => (2, 0x8000),
        13 => (2, 0xffff),
        14 => (3, 0x7f_ffff),
        15 => (3, 0x80_0000),
        16 => (3, 0xff_ffff),
        17 => (4, 0),
        18 => (4, 1),
        19 => (4, 0x7fff_ffff),
        20 => (4, 0x8000_0000),
        21 => (4, 0x8000_0001),
        22 => (4, 0xffff_ffff),
        23..=26 => (class - 22, choices.bits()),
        _ => {
            let claim = choices.between(5, 7) as u8;
            return Immediate { value: choices.bits(), length: 4, claim };
        }
    };
    Immediate::new(value, length)
}
