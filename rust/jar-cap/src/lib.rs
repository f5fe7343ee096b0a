//! The values of the kernel (`docs/kernel.md`): caps, shared by reference, changed by copy, hashed when somebody asks.
//!
//! [`Data`] and [`Slots`] are persistent trees: a clone costs nothing, a change costs the way to what it changes, and so does the
//! hash afterwards. Values nest as deep as guests like; nothing here calls itself along that depth: hashing, dropping and
//! walking have stacks of their own. Images nest at most [`image::MAX_DEPTH`] deep.

#![forbid(unsafe_code)]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod cap;
mod data;
mod decode;
mod file;
pub mod hashing;
pub mod image;
mod instance;
mod path;
mod slots;
mod tree;

pub use cap::Cap;
pub use data::{Data, MAX_PAGES, Page};
pub use decode::ImageError;
pub use file::{FileError, from_file, to_file};
pub use image::{Code, Endpoint, Image, InvalidImage, Mapping, Parts, Source};
pub use instance::{Instance, Lineage, Paused, Status};
pub use path::{Path, PathError};
pub use slots::{CNode, MAX_K, Slots};
