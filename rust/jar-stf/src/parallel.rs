//! Work that may be done at the same time. What comes out does not depend on it.

/// Both results.
#[cfg(feature = "parallel")]
pub(crate) fn join<A: Send, B: Send>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(first, second)
}

/// Both results.
#[cfg(not(feature = "parallel"))]
pub(crate) fn join<A, B>(first: impl FnOnce() -> A, second: impl FnOnce() -> B) -> (A, B) {
    (first(), second())
}

/// The first item for which the condition holds.
#[cfg(feature = "parallel")]
pub(crate) fn position<T: Sync>(
    items: &[T],
    condition: impl Fn(&T) -> bool + Send + Sync,
) -> Option<usize> {
    use rayon::prelude::*;
    items.par_iter().position_first(condition)
}

/// The first item for which the condition holds.
#[cfg(not(feature = "parallel"))]
pub(crate) fn position<T>(items: &[T], condition: impl Fn(&T) -> bool) -> Option<usize> {
    items.iter().position(condition)
}
