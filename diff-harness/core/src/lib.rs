//! What the differential tester does with answers: compare them, find where they first differ, make the case small,
//! and tell a person about it. [`serve`] is the loop of a worker; everything else sees engines through an [`Observer`].
#![forbid(unsafe_code)]

pub mod block;
pub mod card;
pub mod compare;
pub mod divergence;
pub mod finding;
pub mod history;
pub mod planted;
pub mod program;
pub mod protocol;
pub mod rules;
pub mod serve;
pub mod shrink;

pub use compare::{Difference, Field, Verdict, compare};
pub use divergence::{Bucket, Divergence, Loss, ObserveError, Observer, crashed, judge, locate};
pub use shrink::{Shrunk, ShrunkQuestion, shrink, shrink_question};
