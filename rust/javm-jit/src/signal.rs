//! The handler of memory faults: it knows the faults of compiled code in its window, and hands on all others.
#![expect(unsafe_code, reason = "a signal handler reads and changes a machine context")]

use std::cell::Cell;
use std::io;
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, OnceLock};

use crate::context::Context;
use crate::reservation::Reservation;

/// What handled the signal before we did.
static FIRST: OnceLock<&'static Previous> = OnceLock::new();
/// What handled it when we were installed last.
static LATEST: AtomicPtr<Previous> = AtomicPtr::new(null_mut());

struct Previous(libc::sigaction);

// SAFETY: the struct is never changed once it is there; the pointers in it are code.
unsafe impl Send for Previous {}
// SAFETY: see above.
unsafe impl Sync for Previous {}

thread_local! {
    /// The machine that this thread runs. Constant and without destructor, so that the handler may read it.
    static CURRENT: Cell<*mut Context> = const { Cell::new(null_mut()) };
    /// A fault is being handed on.
    static HANDING_ON: Cell<bool> = const { Cell::new(false) };
}

/// Makes the handler know a machine until it is dropped.
#[derive(Debug)]
pub(crate) struct Known {
    before: *mut Context,
}

impl Known {
    #[inline]
    pub(crate) fn new(context: *mut Context) -> Self {
        Self { before: CURRENT.replace(context) }
    }
}

impl Drop for Known {
    #[inline]
    fn drop(&mut self) {
        CURRENT.set(self.before);
    }
}

/// Installs the handler, unless it is the current one. If somebody has replaced it meanwhile, what they installed is handed
/// the faults of others from now on.
///
/// # Errors
/// The system refuses.
pub(crate) fn install() -> io::Result<()> {
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _one = crate::pool::lock(&INSTALLING);
    let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = handle;
    let mut previous = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: asks for the current action only; the structure is written before it is read, and zeros are valid anyway.
    let previous = unsafe {
        if libc::sigaction(libc::SIGSEGV, null(), previous.as_mut_ptr()) != 0 {
            return Err(io::Error::last_os_error());
        }
        previous.assume_init()
    };
    if previous.sa_sigaction == handler as usize {
        return Ok(());
    }
    // Known before our handler can need it; never freed, because the handler may be using it.
    let previous: &'static Previous = Box::leak(Box::new(Previous(previous)));
    FIRST.get_or_init(|| previous);
    LATEST.store(std::ptr::from_ref(previous).cast_mut(), Ordering::Release);
    // SAFETY: zeros are a valid structure; the handler has the signature that SA_SIGINFO asks for, and does only what a
    // handler may do. It runs on the alternate stack where there is one, as the one of Rust's runtime must.
    let result = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        libc::sigemptyset(&mut action.sa_mask);
        libc::sigaction(libc::SIGSEGV, &action, std::ptr::null_mut())
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

extern "C" fn handle(signal: libc::c_int, info: *mut libc::siginfo_t, machine: *mut libc::c_void) {
    // SAFETY: the kernel passes a valid `siginfo_t` and the `ucontext_t` of the interrupted code to SA_SIGINFO handlers.
    let ours = unsafe { redirect(&*info, &mut *machine.cast::<libc::ucontext_t>()) };
    if !ours {
        hand_on(signal, info, machine);
    }
}

/// If compiled code of the current machine accessed its window, makes it continue at the stub that leaves.
fn redirect(info: &libc::siginfo_t, machine: &mut libc::ucontext_t) -> bool {
    let context = CURRENT.get();
    if context.is_null() || !matches!(info.si_code, SEGV_MAPERR | SEGV_ACCERR) {
        return false;
    }
    // SAFETY: whoever made the context known keeps it alive, does not touch these fields until it is not known any more, and
    // lets compiled code run meanwhile, which the signal has interrupted.
    let context = unsafe { &mut *context };
    // SAFETY: a SIGSEGV with these codes carries an address.
    let address = unsafe { info.si_addr() } as u64;
    let Some((pc, argument)) = machine_registers(machine) else { return false };
    if !(context.code_start..context.code_end).contains(pc)
        || !Reservation::reach(context.base).contains(&address)
    {
        return false;
    }
    context.faulted = pc.wrapping_sub(context.code_start);
    let frames = context.stack != 0;
    *argument = if frames { std::ptr::from_mut(context) as u64 } else { context.faulted };
    *pc = context.fault_stub;
    true
}

/// The program counter, and the register in which the fault stub wants its argument: the context of code in frames, else
/// the offset of the access.
#[cfg(target_arch = "x86_64")]
fn machine_registers(machine: &mut libc::ucontext_t) -> Option<(&mut u64, &mut u64)> {
    let registers = &mut machine.uc_mcontext.gregs;
    let [pc, argument] =
        registers.get_disjoint_mut([libc::REG_RIP as usize, libc::REG_RDX as usize]).ok()?;
    Some((as_unsigned(pc), as_unsigned(argument)))
}

#[cfg(target_arch = "x86_64")]
const fn as_unsigned(register: &mut i64) -> &mut u64 {
    // SAFETY: both have the same size and alignment, and every value is valid for both.
    unsafe { &mut *std::ptr::from_mut(register).cast() }
}

/// The same.
#[cfg(target_arch = "aarch64")]
fn machine_registers(machine: &mut libc::ucontext_t) -> Option<(&mut u64, &mut u64)> {
    let registers = &mut machine.uc_mcontext;
    Some((&mut registers.pc, registers.regs.get_mut(2)?))
}

/// `si_code` of an address that is not mapped, and of one whose mapping does not allow the access.
const SEGV_MAPERR: i32 = 1;
const SEGV_ACCERR: i32 = 2;

/// Does what would have happened without us.
fn hand_on(signal: libc::c_int, info: *mut libc::siginfo_t, machine: *mut libc::c_void) {
    // Handlers that were installed after ours may hand on to us again: then it is the turn of the one before.
    let again = HANDING_ON.replace(true);
    // SAFETY: null or a reference that lives for ever.
    let latest = unsafe { LATEST.load(Ordering::Acquire).as_ref() };
    let previous = if again { FIRST.get().copied() } else { latest };
    hand_to(previous.map(|Previous(action)| *action), signal, info, machine);
    HANDING_ON.set(again);
}

/// Does what an action says.
fn hand_to(
    previous: Option<libc::sigaction>,
    signal: libc::c_int,
    info: *mut libc::siginfo_t,
    machine: *mut libc::c_void,
) {
    let handler = previous.map_or(libc::SIG_DFL, |action| action.sa_sigaction);
    if handler == libc::SIG_DFL || handler == libc::SIG_IGN {
        // SAFETY: the default action is restored; the access that faulted is repeated on return and ends the process.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
        return;
    }
    let with_info = previous.is_some_and(|action| action.sa_flags & libc::SA_SIGINFO != 0);
    // SAFETY: the address is the one of the handler that was installed, of the signature that its flags tell.
    unsafe {
        if with_info {
            let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) =
                std::mem::transmute(handler as *const ());
            handler(signal, info, machine);
        } else {
            let handler: extern "C" fn(libc::c_int) = std::mem::transmute(handler as *const ());
            handler(signal);
        }
    }
}

/// Whether code in user mode may set the segment bases.
#[cfg(target_arch = "x86_64")]
pub(crate) fn segment_bases() -> bool {
    /// In the second word of hardware capabilities.
    const FSGSBASE: u64 = 2;
    // SAFETY: reads a word that the kernel passed to the process.
    unsafe { libc::getauxval(libc::AT_HWCAP2) & FSGSBASE != 0 }
}
