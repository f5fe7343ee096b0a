//! What every guest program has around its workload.

#![no_std]

pub use polkavm_derive;

/// The program of a workload: it gets the address and the length of its argument, and halts with the result in φ₇.
/// An argument of another form than the workload wants ends in a panic.
#[macro_export]
macro_rules! program {
    ($workload:ident, stack: $octets:expr) => {
        $crate::polkavm_derive::min_stack_size!($octets);

        #[$crate::polkavm_derive::polkavm_export(abi = $crate::polkavm_derive::default_abi)]
        extern "C" fn main(address: u64, length: u64) -> u64 {
            // SAFETY: the machine starts with the argument mapped at this address, readable, for as long as it runs.
            let argument =
                unsafe { core::slice::from_raw_parts(address as *const u8, length as usize) };
            match javm_workloads::$workload(argument) {
                Some(result) => result,
                None => $crate::trap(),
            }
        }
    };
}

/// Ends the program with a panic.
#[cold]
pub fn trap() -> ! {
    // SAFETY: the instruction ends the program.
    unsafe { core::arch::asm!("unimp", options(noreturn, nomem, nostack)) }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    trap()
}
