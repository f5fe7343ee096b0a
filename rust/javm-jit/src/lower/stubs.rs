//! The ways into compiled code and out of it.

use std::sync::OnceLock;

use crate::asm::{Buffer, R15, RAX, RDI, RDX, RSP, at, emit, host, reg};
use crate::context::{Context, Leave};
use cranelift_assembler_x64::{GprMem, Simm8};

/// How guest memory is addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Addressing {
    /// The base of segment GS is the window; R15 holds the gas. Needs user-mode access to segment bases (FSGSBASE).
    Segment,
    /// R15 is the window; the gas is in memory.
    Register,
}

/// Offsets of the stubs that the host uses, and of those that compiled code uses to leave.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stubs {
    /// `extern "sysv64" fn(&mut Context)`.
    pub(crate) enter: u32,
    /// Where the signal handler leads.
    pub(crate) fault: u32,
    /// What slots hold at first.
    pub(crate) far: u32,
    exits: Exits,
}

/// Where compiled code leaves: offsets from the start of its region, modulo 2^32.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Exits {
    pub(super) interpret: u32,
    pub(super) unpaid: u32,
    pub(super) host_call: u32,
    pub(super) out_of_gas: u32,
    pub(super) indirect: u32,
}

/// RBP, RBX, R12 to R15: what the calling convention preserves.
const PRESERVED: [u8; 6] = [5, 3, 12, 13, 14, 15];

const fn field(base: u8, offset: i32) -> GprMem<u8, u8> {
    GprMem::Mem(at(base, offset))
}

fn registers() -> impl Iterator<Item = (u8, i32)> {
    (0..13).map(|guest| (host(guest), Context::REGISTERS + i32::from(guest) * 8))
}

impl Stubs {
    /// The stubs as octets, the same for all programs.
    pub(crate) fn of(addressing: Addressing) -> &'static (Vec<u8>, Self) {
        static SEGMENT: OnceLock<(Vec<u8>, Stubs)> = OnceLock::new();
        static REGISTER: OnceLock<(Vec<u8>, Stubs)> = OnceLock::new();
        let place = match addressing {
            Addressing::Segment => &SEGMENT,
            Addressing::Register => &REGISTER,
        };
        place.get_or_init(|| {
            let mut octets = vec![0; 1024];
            let mut buffer = Buffer::new(&mut octets);
            let stubs = Self::emit(&mut buffer, addressing);
            let length = buffer.offset() as usize;
            octets.truncate(length);
            (octets, stubs)
        })
    }

    /// The exits as a region sees them that starts at this offset from the stubs.
    pub(crate) fn exits(&self, region: u32) -> Exits {
        let Exits { interpret, unpaid, host_call, out_of_gas, indirect } = self.exits;
        let [interpret, unpaid, host_call, out_of_gas, indirect] =
            [interpret, unpaid, host_call, out_of_gas, indirect]
                .map(|exit| exit.wrapping_sub(region));
        Exits { interpret, unpaid, host_call, out_of_gas, indirect }
    }

    /// Emits them. While compiled code runs, the stack holds the address of the context and above it that of the jump
    /// table; both stay on the host's side.
    fn emit(b: &mut Buffer<'_>, addressing: Addressing) -> Self {
        let enter = b.offset();
        Self::enter(b, addressing);
        b.align(16);
        let common = b.offset();
        Self::leave(b, addressing);
        let mut stub = |leave: Leave, argument_on_stack: bool| {
            let offset = b.offset();
            if !argument_on_stack {
                emit!(b, pushq_o, RDX);
            }
            // push imm8
            b.raw([0x6a, leave as u8]);
            b.jump_to(common);
            offset
        };
        let exits = Exits {
            interpret: stub(Leave::Interpret, false),
            unpaid: stub(Leave::Unpaid, false),
            host_call: stub(Leave::HostCall, false),
            out_of_gas: stub(Leave::OutOfGas, true),
            indirect: stub(Leave::Indirect, false),
        };
        Self { enter, fault: stub(Leave::Fault, false), far: stub(Leave::Far, false), exits }
    }

    fn enter(b: &mut Buffer<'_>, addressing: Addressing) {
        for register in PRESERVED {
            emit!(b, pushq_o, register);
        }
        emit!(b, movq_rm, RAX, field(RDI, Context::TABLE));
        emit!(b, pushq_o, RAX);
        emit!(b, pushq_o, RDI);
        emit!(b, movq_rm, RDX, reg(RDI));
        if addressing == Addressing::Segment {
            // rdgsbase rax
            b.raw([0xf3, 0x48, 0x0f, 0xae, 0xc8]);
            emit!(b, cmpq_rm, RAX, field(RDX, Context::BASE));
            let same = b.branch(crate::asm::Cond::E);
            emit!(b, movq_rm, RAX, field(RDX, Context::BASE));
            // wrgsbase rax
            b.raw([0xf3, 0x48, 0x0f, 0xae, 0xd8]);
            b.bind(same);
        }
        let gas_or_base = match addressing {
            Addressing::Segment => Context::GAS,
            Addressing::Register => Context::BASE,
        };
        emit!(b, movq_rm, R15, field(RDX, gas_or_base));
        for (register, offset) in registers() {
            emit!(b, movq_rm, register, field(RDX, offset));
        }
        // jmp [rdx + TARGET]
        b.raw([0xff, 0xa2]);
        b.raw(Context::TARGET.to_le_bytes());
    }

    /// With reason and argument on the stack above what `enter` pushed.
    fn leave(b: &mut Buffer<'_>, addressing: Addressing) {
        emit!(b, movq_rm, RDX, field(RSP, 16));
        for (register, offset) in registers() {
            emit!(b, movq_mr, field(RDX, offset), register);
        }
        if addressing == Addressing::Segment {
            emit!(b, movq_mr, field(RDX, Context::GAS), R15);
        }
        for place in [Context::LEAVE, Context::ARGUMENT] {
            emit!(b, popq_o, RAX);
            emit!(b, movq_mr, field(RDX, place), RAX);
        }
        emit!(b, addq_mi_sxb, reg(RSP), Simm8::new(16));
        for register in PRESERVED.into_iter().rev() {
            emit!(b, popq_o, register);
        }
        // ret
        b.raw([0xc3]);
        b.align(16);
    }
}
