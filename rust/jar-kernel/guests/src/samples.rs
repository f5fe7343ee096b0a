//! Sample authorities.

use jar_cap::{Image, Mapping, Source};
use jar_kernel::op;

use crate::{GuestError, call, halt, halt_result, halt_status, image, operation, persistent, slot};

/// A counter in the first octets of the Data in slot 1. Endpoint 0 adds its argument and gives the sum; 1 adds it and traps; 2 reads;
/// 3 adds and goes past its memory.
///
/// # Errors
/// See [`GuestError`].
pub fn counter() -> Result<Image, GuestError> {
    let add = "    load_u64 r1, 0x10000\n    add_64 r7, r7, r1\n    store_u64 r7, 0x10000\n";
    let bodies = [
        (0, add.to_owned() + &halt_result()),
        (1, add.to_owned() + "    trap\n"),
        (2, "    load_u64 r7, 0x10000\n".to_owned() + &halt_result()),
        (3, add.to_owned() + "    load_u64 r7, 0x20000\n"),
    ];
    image(&bodies, |parts| parts.mappings = vec![persistent(16, 2, 1)])
}

/// Calls a copy of itself, which it has in slot 2 as a cap in slot 0 of the callee, as often as its argument says; gives the number of
/// calls done. Ends early with the sum where a call answers another status than OK.
///
/// # Errors
/// See [`GuestError`].
pub fn recursion() -> Result<Image, GuestError> {
    // r1: how many are to come. The Instance in slot 0 is called from slot 2, with a copy of it in slot 0.
    let body = "    add_imm_64 r1, r7, 0\n    branch_eq_imm r1, 0, @end\n".to_owned()
        + &operation(op::COPY, &[slot(0), slot(2)])
        + "    add_imm_64 r9, r1, -1\n"
        + &operation(op::CALL, &[slot(2), 0])
        + "    branch_ne_imm r8, 0, @end\n    add_imm_64 r7, r7, 1\n"
        + &halt_result()
        + "    trap\n@end:\n"
        + &halt(0);
    image(&[(0, body)], |_| {})
}

/// Calls slot 3 at endpoint 0 and, as long as it yields, resumes it; gives the number of yields. Endpoint 1 calls once and halts whatever
/// came; 2 resumes once and gives status · 2^32 + result. The catcher is in slot 4.
///
/// # Errors
/// See [`GuestError`].
pub fn reader() -> Result<Image, GuestError> {
    let rounds = "    load_imm r1, 0\n".to_owned()
        + &call(3, 0, &[])
        + "    fallthrough\n@again:\n    branch_ne_imm r8, 1, @done\n    add_imm_64 r1, r1, 1\n"
        + &operation(op::CALL_RESUME, &[slot(3)])
        + "    jump @again\n@done:\n    add_imm_64 r7, r1, 0\n"
        + &halt_result();
    let once = call(3, 0, &[]) + &halt_status();
    let again = operation(op::CALL_RESUME, &[slot(3)]) + &halt_status();
    let drop = operation(op::DROP_PAUSED, &[slot(3)]) + &halt_status();
    image(&[(0, rounds), (1, once), (2, again), (3, drop)], |parts| parts.catcher = Some(4))
}

/// Yields with the marker in slot 5 three times, counting in ephemeral memory and in the Data in slot 1; gives the count.
///
/// # Errors
/// See [`GuestError`].
pub fn yielder() -> Result<Image, GuestError> {
    let body = "@next:\n    load_u64 r1, 0x10000\n    load_u64 r2, 0x20000\n".to_owned()
        + "    add_imm_64 r1, r1, 1\n    add_imm_64 r2, r2, 1\n"
        + "    store_u64 r1, 0x10000\n    store_u64 r2, 0x20000\n"
        + &operation(op::YIELD, &[slot(5)])
        + "    branch_lt_u_imm r2, 3, @next\n    add_64 r7, r1, r2\n"
        + &halt_result();
    image(&[(0, body)], |parts| {
        let ephemeral = Mapping { start: 16, pages: 1, source: Source::Ephemeral };
        parts.mappings = vec![ephemeral, persistent(32, 1, 1)];
    })
}
