//! The arithmetic rules (Gray Paper 0.7.2, A.5.9, A.5.10 and A.5.13), each once: register, immediate and "alt" forms call
//! the same function with the operands in their places.
//!
//! Functions named `…_32` look at the low 32 bits of their operands and sign-extend the result.

/// Sign extension from 32 bits.
#[inline(always)]
pub(super) const fn sext_32(x: u32) -> u64 {
    x as i32 as i64 as u64
}

/// Addition.
#[inline(always)]
pub(super) const fn add_64(x: u64, y: u64) -> u64 {
    x.wrapping_add(y)
}

/// Addition.
#[inline(always)]
pub(super) const fn add_32(x: u64, y: u64) -> u64 {
    sext_32((x as u32).wrapping_add(y as u32))
}

/// Subtraction.
#[inline(always)]
pub(super) const fn sub_64(x: u64, y: u64) -> u64 {
    x.wrapping_sub(y)
}

/// Subtraction.
#[inline(always)]
pub(super) const fn sub_32(x: u64, y: u64) -> u64 {
    sext_32((x as u32).wrapping_sub(y as u32))
}

/// Multiplication, low half.
#[inline(always)]
pub(super) const fn mul_64(x: u64, y: u64) -> u64 {
    x.wrapping_mul(y)
}

/// Multiplication.
#[inline(always)]
pub(super) const fn mul_32(x: u64, y: u64) -> u64 {
    sext_32((x as u32).wrapping_mul(y as u32))
}

/// High half of the product of two signed numbers.
#[inline(always)]
pub(super) const fn mul_upper_s_s(x: u64, y: u64) -> u64 {
    ((x as i64 as i128).wrapping_mul(y as i64 as i128) >> 64) as u64
}

/// High half of the product of two unsigned numbers.
#[inline(always)]
pub(super) const fn mul_upper_u_u(x: u64, y: u64) -> u64 {
    ((x as u128).wrapping_mul(y as u128) >> 64) as u64
}

/// High half of the product of a signed and an unsigned number.
#[inline(always)]
pub(super) const fn mul_upper_s_u(x: u64, y: u64) -> u64 {
    ((x as i64 as i128).wrapping_mul(y as i128) >> 64) as u64
}

/// Unsigned quotient; of zero 2^64 − 1.
#[inline(always)]
pub(super) const fn div_u_64(x: u64, y: u64) -> u64 {
    match x.checked_div(y) {
        Some(quotient) => quotient,
        None => u64::MAX,
    }
}

/// Unsigned quotient; of zero 2^64 − 1.
#[inline(always)]
pub(super) const fn div_u_32(x: u64, y: u64) -> u64 {
    match (x as u32).checked_div(y as u32) {
        Some(quotient) => sext_32(quotient),
        None => u64::MAX,
    }
}

/// Signed quotient, rounded to zero; of zero 2^64 − 1; the overflowing one is the dividend.
#[inline(always)]
pub(super) const fn div_s_64(x: u64, y: u64) -> u64 {
    match (x as i64).checked_div(y as i64) {
        Some(quotient) => quotient as u64,
        None if y == 0 => u64::MAX,
        None => x,
    }
}

/// Signed quotient, rounded to zero; of zero 2^64 − 1; the overflowing one is the dividend.
#[inline(always)]
pub(super) const fn div_s_32(x: u64, y: u64) -> u64 {
    match (x as i32).checked_div(y as i32) {
        Some(quotient) => sext_32(quotient as u32),
        None if y as u32 == 0 => u64::MAX,
        None => sext_32(x as u32),
    }
}

/// Unsigned remainder; by zero the dividend.
#[inline(always)]
pub(super) const fn rem_u_64(x: u64, y: u64) -> u64 {
    match x.checked_rem(y) {
        Some(remainder) => remainder,
        None => x,
    }
}

/// Unsigned remainder; by zero the dividend.
#[inline(always)]
pub(super) const fn rem_u_32(x: u64, y: u64) -> u64 {
    match (x as u32).checked_rem(y as u32) {
        Some(remainder) => sext_32(remainder),
        None => sext_32(x as u32),
    }
}

/// Signed remainder with the sign of the dividend; by zero the dividend; of the overflowing quotient 0.
#[inline(always)]
pub(super) const fn rem_s_64(x: u64, y: u64) -> u64 {
    match (x as i64).checked_rem(y as i64) {
        Some(remainder) => remainder as u64,
        None if y == 0 => x,
        None => 0,
    }
}

/// Signed remainder with the sign of the dividend; by zero the dividend; of the overflowing quotient 0.
#[inline(always)]
pub(super) const fn rem_s_32(x: u64, y: u64) -> u64 {
    match (x as i32).checked_rem(y as i32) {
        Some(remainder) => sext_32(remainder as u32),
        None if y as u32 == 0 => sext_32(x as u32),
        None => 0,
    }
}

/// Shift to the left.
#[inline(always)]
pub(super) const fn shlo_l_64(x: u64, by: u64) -> u64 {
    x.wrapping_shl(by as u32)
}

/// Shift to the left.
#[inline(always)]
pub(super) const fn shlo_l_32(x: u64, by: u64) -> u64 {
    sext_32((x as u32).wrapping_shl(by as u32))
}

/// Logical shift to the right.
#[inline(always)]
pub(super) const fn shlo_r_64(x: u64, by: u64) -> u64 {
    x.wrapping_shr(by as u32)
}

/// Logical shift to the right.
#[inline(always)]
pub(super) const fn shlo_r_32(x: u64, by: u64) -> u64 {
    sext_32((x as u32).wrapping_shr(by as u32))
}

/// Arithmetic shift to the right.
#[inline(always)]
pub(super) const fn shar_r_64(x: u64, by: u64) -> u64 {
    (x as i64).wrapping_shr(by as u32) as u64
}

/// Arithmetic shift to the right.
#[inline(always)]
pub(super) const fn shar_r_32(x: u64, by: u64) -> u64 {
    sext_32((x as i32).wrapping_shr(by as u32) as u32)
}

/// Rotation to the left.
#[inline(always)]
pub(super) const fn rot_l_64(x: u64, by: u64) -> u64 {
    x.rotate_left(by as u32 & 63)
}

/// Rotation to the left.
#[inline(always)]
pub(super) const fn rot_l_32(x: u64, by: u64) -> u64 {
    sext_32((x as u32).rotate_left(by as u32 & 31))
}

/// Rotation to the right.
#[inline(always)]
pub(super) const fn rot_r_64(x: u64, by: u64) -> u64 {
    x.rotate_right(by as u32 & 63)
}

/// Rotation to the right.
#[inline(always)]
pub(super) const fn rot_r_32(x: u64, by: u64) -> u64 {
    sext_32((x as u32).rotate_right(by as u32 & 31))
}

/// 1 if x < y as unsigned numbers.
#[inline(always)]
pub(super) const fn lt_u(x: u64, y: u64) -> u64 {
    (x < y) as u64
}

/// 1 if x < y as signed numbers.
#[inline(always)]
pub(super) const fn lt_s(x: u64, y: u64) -> u64 {
    ((x as i64) < (y as i64)) as u64
}

/// `then` if the condition is zero.
#[inline(always)]
pub(super) const fn cmov_iz(condition: u64, then: u64, otherwise: u64) -> u64 {
    if condition == 0 { then } else { otherwise }
}

/// The greater signed number.
#[inline(always)]
pub(super) const fn max_s(x: u64, y: u64) -> u64 {
    if (x as i64) < (y as i64) { y } else { x }
}

/// The smaller signed number.
#[inline(always)]
pub(super) const fn min_s(x: u64, y: u64) -> u64 {
    if (x as i64) < (y as i64) { x } else { y }
}
