//! Entering compiled code.
#![expect(unsafe_code, reason = "compiled code is entered")]

use crate::compiled::Compiled;
use crate::signal::Known;
use crate::window::Window;

/// Runs the code that is attached to a window from the context's target until it leaves.
#[inline(always)]
pub(crate) fn enter(code: &impl Compiled, window: &mut Window) {
    let context = window.context_pointer();
    let known = Known::new(context);
    // SAFETY: the caller attached the code to the window and set an entry of it as target; engines install the handler
    // before the first machine exists; the window is borrowed exclusively, so its memory is the guest's alone.
    unsafe { code.enter(context) };
    drop(known);
}
