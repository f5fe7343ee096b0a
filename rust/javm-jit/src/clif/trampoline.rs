//! The way into the functions of regions and out of them: the only host code that is written by hand.
//!
//! `enter` saves what the calling convention preserves, keeps the stack pointer in the context and calls functions, each the
//! result of the one before, until one returns 0. The handler of faults continues at `fault`, which goes back to that stack
//! pointer: the frame of the function is dropped, nothing in it needs to be undone.

use crate::context::Leave;

/// The stubs: one piece of code, and offsets in it.
#[derive(Debug)]
pub(crate) struct Trampoline {
    pub(crate) code: Vec<u8>,
    /// `extern "C" fn(context, function)`.
    pub(crate) enter: usize,
    /// Where a fault continues, with the context in the third register of arguments.
    pub(crate) fault: usize,
    /// In the place of functions that are not compiled yet.
    pub(crate) missing: usize,
}

/// For this host.
pub(crate) fn trampoline() -> Trampoline {
    #[cfg(target_arch = "x86_64")]
    return x64::trampoline();
    #[cfg(target_arch = "aarch64")]
    return arm64::trampoline();
}

#[cfg(target_arch = "x86_64")]
mod x64 {
    use cranelift_assembler_x64::{GprMem, Simm8, Simm32};

    use super::{Leave, Trampoline};
    use crate::asm::{Buffer, Cond, RAX, RDI, RDX, RSP, at, emit, reg};
    use crate::context::Context;

    /// RBP, RBX, R12 to R15.
    const PRESERVED: [u8; 6] = [5, 3, 12, 13, 14, 15];
    const RSI: u8 = 6;

    const fn field(base: u8, offset: i32) -> GprMem<u8, u8> {
        GprMem::Mem(at(base, offset))
    }

    /// Leaves a reason in the context of `base`.
    fn reason(b: &mut Buffer<'_>, base: u8, leave: Leave) {
        emit!(b, movq_mi_sxl, field(base, Context::ARGUMENT), Simm32::new(leave as i32));
    }

    pub(super) fn trampoline() -> Trampoline {
        let mut code = vec![0; 256];
        let b = &mut Buffer::new(&mut code);
        let enter = b.offset();
        for register in PRESERVED {
            emit!(b, pushq_o, register);
        }
        emit!(b, pushq_o, RDI);
        emit!(b, movq_mr, field(RDI, Context::STACK), RSP);
        b.copy(RAX, RSI);
        let next = b.offset();
        emit!(b, movq_rm, RDI, field(RSP, 0));
        // call rax
        b.raw([0xff, 0xd0]);
        emit!(b, testq_mr, reg(RAX), RAX);
        b.branch_to(Cond::Ne, next);
        let out = b.offset();
        emit!(b, addq_mi_sxb, reg(RSP), Simm8::new(8));
        for register in PRESERVED.into_iter().rev() {
            emit!(b, popq_o, register);
        }
        // ret
        b.raw([0xc3]);
        b.align(16);
        let fault = b.offset();
        reason(b, RDX, Leave::Fault);
        emit!(b, movq_rm, RSP, field(RDX, Context::STACK));
        b.jump_to(out);
        b.align(16);
        let missing = b.offset();
        reason(b, RDI, Leave::Missing);
        emit!(b, xorl_rm, RAX, reg(RAX));
        b.raw([0xc3]);
        let length = b.offset() as usize;
        code.truncate(length);
        let [enter, fault, missing] = [enter, fault, missing].map(|offset| offset as usize);
        Trampoline { code, enter, fault, missing }
    }
}

#[cfg(any(target_arch = "aarch64", test))]
#[cfg_attr(target_arch = "x86_64", expect(dead_code, reason = "compiled everywhere"))]
mod arm64 {
    use super::{Leave, Trampoline};
    use crate::context::Context;

    /// `str x(register), [x(base), offset]`.
    const fn store(register: u32, base: u32, offset: i32) -> u32 {
        0xf900_0000 | (offset as u32 / 8) << 10 | base << 5 | register
    }

    /// `ldr x(register), [x(base), offset]`.
    const fn load(register: u32, base: u32, offset: i32) -> u32 {
        store(register, base, offset) | 0x0040_0000
    }

    /// `movz x9, reason; str x9, [x(base), ARGUMENT]`.
    const fn reason(base: u32, leave: Leave) -> [u32; 2] {
        [0xd280_0009 | (leave as u32) << 5, store(9, base, Context::ARGUMENT)]
    }

    const SAVE: [u32; 13] = [
        0xa9b6_7bfd, // stp x29, x30, [sp, #-160]!
        0xa901_53f3, // stp x19, x20, [sp, #16]
        0xa902_5bf5, // stp x21, x22, [sp, #32]
        0xa903_63f7, // stp x23, x24, [sp, #48]
        0xa904_6bf9, // stp x25, x26, [sp, #64]
        0xa905_73fb, // stp x27, x28, [sp, #80]
        0x6d06_27e8, // stp d8, d9, [sp, #96]
        0x6d07_2fea, // stp d10, d11, [sp, #112]
        0x6d08_37ec, // stp d12, d13, [sp, #128]
        0x6d09_3fee, // stp d14, d15, [sp, #144]
        0xaa00_03f3, // mov x19, x0
        0x9100_03e9, // mov x9, sp
        store(9, 19, Context::STACK),
    ];

    /// The context stays in x19, which functions preserve.
    const CALL: [u32; 4] = [
        0xaa13_03e0, // mov x0, x19
        0xd63f_0020, // blr x1
        0xaa00_03e1, // mov x1, x0
        0xb5ff_ffa1, // cbnz x1, CALL
    ];

    const RESTORE: [u32; 11] = [
        0x6d49_3fee, // ldp d14, d15, [sp, #144]
        0x6d48_37ec, // ldp d12, d13, [sp, #128]
        0x6d47_2fea, // ldp d10, d11, [sp, #112]
        0x6d46_27e8, // ldp d8, d9, [sp, #96]
        0xa945_73fb, // ldp x27, x28, [sp, #80]
        0xa944_6bf9, // ldp x25, x26, [sp, #64]
        0xa943_63f7, // ldp x23, x24, [sp, #48]
        0xa942_5bf5, // ldp x21, x22, [sp, #32]
        0xa941_53f3, // ldp x19, x20, [sp, #16]
        0xa8ca_7bfd, // ldp x29, x30, [sp], #160
        0xd65f_03c0, // ret
    ];

    const FAULT: [u32; 3] = [
        load(9, 2, Context::STACK),
        0x9100_013f, // mov sp, x9
        // b RESTORE: over itself, the two words before, the reason, and what is restored
        0x1400_0000 | (0u32.wrapping_sub(RESTORE.len() as u32 + 4) & 0x03ff_ffff),
    ];

    const MISSING: [u32; 2] = [
        0xd280_0000, // mov x0, #0
        0xd65f_03c0, // ret
    ];

    pub(super) fn trampoline() -> Trampoline {
        let mut words: Vec<u32> = Vec::new();
        words.extend(SAVE);
        words.extend(CALL);
        words.extend(RESTORE);
        let fault = words.len();
        words.extend(reason(2, Leave::Fault));
        words.extend(FAULT);
        let missing = words.len();
        words.extend(reason(0, Leave::Missing));
        words.extend(MISSING);
        let code = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        Trampoline { code, enter: 0, fault: fault * 4, missing: missing * 4 }
    }
}
