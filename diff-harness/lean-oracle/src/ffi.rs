//! The C side: the shim's functions and the specification's exports.
#![expect(unsafe_code, reason = "calls of C functions; each says why it is sound")]

use std::marker::PhantomData;
use std::sync::OnceLock;

/// A Lean object, never looked into from Rust.
#[repr(C)]
pub(crate) struct Object {
    _opaque: [u8; 0],
    _not_send: PhantomData<*const ()>,
}

/// An exported function of type `ByteArray → ByteArray`. It consumes its argument and owns nothing else.
type Export = unsafe extern "C" fn(*mut Object) -> *mut Object;

unsafe extern "C" {
    fn jar_shim_init() -> i32;
    fn jar_shim_init_examples() -> i32;
    fn jar_shim_init_probe() -> i32;
    fn jar_shim_wild_read() -> i32;
    fn jar_shim_abi_version() -> u32;
    fn jar_shim_attach();
    fn jar_shim_detach();
    fn jar_shim_call(f: Export, data: *const u8, size: usize, out: *mut u8, cap: usize) -> usize;
    fn jar_shim_take(out: *mut u8, cap: usize) -> usize;
    fn jar_shim_session_load(data: *const u8, size: usize) -> *mut Object;
    fn jar_shim_session_apply(session: *mut Object, data: *const u8, size: usize) -> *mut Object;
    fn jar_shim_session_read(f: Export, session: *mut Object, out: *mut u8, cap: usize) -> usize;
    fn jar_shim_session_drop(session: *mut Object);

    fn jar_run(input: *mut Object) -> *mut Object;
    fn jar_case_roundtrip(input: *mut Object) -> *mut Object;
    fn jar_observation_roundtrip(input: *mut Object) -> *mut Object;
    fn jar_codec_roundtrip(input: *mut Object) -> *mut Object;
    fn jar_codec_types(input: *mut Object) -> *mut Object;
    fn jar_opcodes(input: *mut Object) -> *mut Object;
    fn jar_answer(input: *mut Object) -> *mut Object;
    fn jar_examples(input: *mut Object) -> *mut Object;
    fn jar_state_answer(session: *mut Object) -> *mut Object;
    fn jar_state_root(session: *mut Object) -> *mut Object;
    fn jar_state_entries(session: *mut Object) -> *mut Object;

    fn probe_echo(input: *mut Object) -> *mut Object;
    fn probe_share(input: *mut Object) -> *mut Object;
    fn probe_panic(input: *mut Object) -> *mut Object;
    fn probe_deep(input: *mut Object) -> *mut Object;
}

/// A function that can be called.
#[derive(Clone, Copy)]
pub(crate) enum Function {
    Run,
    CaseRoundtrip,
    ObservationRoundtrip,
    CodecRoundtrip,
    CodecTypes,
    Opcodes,
    Answer,
    Examples,
    ProbeEcho,
    ProbeShare,
    ProbePanic,
    ProbeDeep,
}

impl Function {
    fn export(self) -> Export {
        match self {
            Self::Run => jar_run,
            Self::CaseRoundtrip => jar_case_roundtrip,
            Self::ObservationRoundtrip => jar_observation_roundtrip,
            Self::CodecRoundtrip => jar_codec_roundtrip,
            Self::CodecTypes => jar_codec_types,
            Self::Opcodes => jar_opcodes,
            Self::Answer => jar_answer,
            Self::Examples => jar_examples,
            Self::ProbeEcho => probe_echo,
            Self::ProbeShare => probe_share,
            Self::ProbePanic => probe_panic,
            Self::ProbeDeep => probe_deep,
        }
    }
}

/// Reads where nothing is mapped, which ends the process by SIGSEGV.
pub(crate) fn wild_read() -> i32 {
    // SAFETY: the C function has no precondition. Its read of address 8 is a fault on every system that keeps the first page
    // unmapped, and harmless on others.
    unsafe { jar_shim_wild_read() }
}

static SPECIFICATION: OnceLock<i32> = OnceLock::new();

/// A module that is initialised when it is first needed.
#[derive(Clone, Copy)]
pub(crate) enum Module {
    Examples,
    Probe,
}

static EXAMPLES: OnceLock<i32> = OnceLock::new();
static PROBE: OnceLock<i32> = OnceLock::new();

/// The permission to call Lean on this thread: the runtime is initialised and the thread attached to it.
pub(crate) struct Attached {
    /// The thread that initialises counts as attached for good.
    detach: bool,
    _not_send: PhantomData<*const ()>,
}

impl Attached {
    /// Attaches this thread; the first thread of the process initialises the runtime and the specification.
    ///
    /// # Errors
    /// The shim's code for what failed.
    pub(crate) fn new() -> Result<Self, i32> {
        let mut first = false;
        let code = *SPECIFICATION.get_or_init(|| {
            first = true;
            // SAFETY: `OnceLock` runs this once in the process and lets no other thread pass before it is done.
            unsafe { jar_shim_init() }
        });
        if code != 0 {
            return Err(code);
        }
        if !first {
            // SAFETY: the runtime is initialised, and this thread is not attached: only this function attaches, the value it returns
            // detaches on the same thread (it is not `Send`), and it is made once per thread by `with_oracle`.
            unsafe { jar_shim_attach() };
        }
        Ok(Self { detach: !first, _not_send: PhantomData })
    }

    /// Initialises a module, once in the process.
    ///
    /// # Errors
    /// The shim's code for what failed.
    pub(crate) fn init(&self, module: Module) -> Result<(), i32> {
        let code = match module {
            Module::Examples => *EXAMPLES.get_or_init(|| {
                // SAFETY: the runtime is initialised, this thread is attached, and `OnceLock` runs this once.
                unsafe { jar_shim_init_examples() }
            }),
            Module::Probe => *PROBE.get_or_init(|| {
                // SAFETY: as above.
                unsafe { jar_shim_init_probe() }
            }),
        };
        if code == 0 { Ok(()) } else { Err(code) }
    }

    /// Runs the initialisers again, as a second user in the process would.
    ///
    /// # Errors
    /// The shim's code for what failed.
    pub(crate) fn init_again(&self) -> Result<(), i32> {
        // SAFETY: initialisers that ran before return at once; they are guarded by a flag that is already set, so that
        // threads that call them at the same time only read it.
        let code = unsafe { jar_shim_init() };
        if code == 0 { Ok(()) } else { Err(code) }
    }

    /// The specification's `jar_abi_version`.
    pub(crate) fn abi_version(&self) -> u32 {
        // SAFETY: the specification is initialised and this thread attached.
        unsafe { jar_shim_abi_version() }
    }

    /// Calls a function with a copy of `input`; `out` becomes the answer.
    pub(crate) fn call(&self, function: Function, input: &[u8], out: &mut Vec<u8>) {
        out.clear();
        let f = function.export();
        // SAFETY: initialised and attached. The shim copies the input before it calls `f`, writes at most `capacity` octets to
        // `out`, and keeps neither pointer. `f` is an export of the declared type, whose module is initialised: those
        // of other modules than the specification's are only called after `init`.
        let size = unsafe {
            jar_shim_call(f, input.as_ptr(), input.len(), out.as_mut_ptr(), out.capacity())
        };
        // SAFETY: the shim's answer to the call above; no other call came between.
        unsafe { fetch(size, out) };
    }

    /// Begins a session: parameters and the entries of a state.
    pub(crate) fn load(&self, input: &[u8]) -> Handle<'_> {
        // SAFETY: initialised and attached. The shim copies the input; what it gives is a reference of our own to an object of Lean.
        let object = unsafe { jar_shim_session_load(input.as_ptr(), input.len()) };
        Handle { object, lean: self }
    }
}

/// Makes `out`, which is empty, the answer of a call: it is there already, or waits because it did not fit.
///
/// # Safety
/// `size` is what the shim gave for the buffer of `out` in the call that came last on this thread.
unsafe fn fetch(mut size: usize, out: &mut Vec<u8>) {
    if size > out.capacity() {
        out.reserve_exact(size);
        // SAFETY: the result waits on this thread because it did not fit.
        size = unsafe { jar_shim_take(out.as_mut_ptr(), out.capacity()) };
    }
    // SAFETY: `size` is at most the capacity now, and the shim has written that many octets.
    unsafe { out.set_len(size) };
}

/// What of a session can be read.
#[derive(Clone, Copy)]
pub(crate) enum Read {
    Answer,
    Root,
    Entries,
}

/// A reference to a session of Lean: not null, of the type that `jar_state_load` gives, and used on the thread that made it, since it
/// borrows what may only be used there.
pub(crate) struct Handle<'a> {
    object: *mut Object,
    lean: &'a Attached,
}

impl<'a> Handle<'a> {
    /// The session that a block makes of this one, which stays what it is.
    pub(crate) fn apply(&self, input: &[u8]) -> Handle<'a> {
        // SAFETY: initialised and attached, as `lean` says. The shim copies the input, takes a reference of its own to the session for Lean
        // to consume, and gives one of our own to another session.
        let object = unsafe { jar_shim_session_apply(self.object, input.as_ptr(), input.len()) };
        Handle { object, lean: self.lean }
    }

    /// Reads; `out` becomes the answer.
    pub(crate) fn read(&self, what: Read, out: &mut Vec<u8>) {
        out.clear();
        let f: Export = match what {
            Read::Answer => jar_state_answer,
            Read::Root => jar_state_root,
            Read::Entries => jar_state_entries,
        };
        // SAFETY: as above; `f` takes a session, consumes the reference that the shim takes for it, and gives octets, of which at most
        // `capacity` are written to `out`.
        let size =
            unsafe { jar_shim_session_read(f, self.object, out.as_mut_ptr(), out.capacity()) };
        // SAFETY: the shim's answer to the call above; no other call came between.
        unsafe { fetch(size, out) };
    }
}

impl Drop for Handle<'_> {
    fn drop(&mut self) {
        // SAFETY: this is our own reference, and the last use of it. The thread is still attached: `lean` is borrowed.
        unsafe { jar_shim_session_drop(self.object) };
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        if self.detach {
            // SAFETY: `new` attached this very thread, and nothing of Lean is used on it from now on.
            unsafe { jar_shim_detach() };
        }
    }
}
