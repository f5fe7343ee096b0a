//! Images that were validated, by the hash of the Data that they came from.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jar_cap::{Data, Image};
use jar_types::Hash;

/// So many are kept.
const KEPT: usize = 256;

/// What `MAKE_IMAGE` found out: valid Images, and Data that are none. Results do not depend on it.
#[derive(Debug, Default)]
pub struct Images(Mutex<HashMap<Hash, Option<Image>>>);

impl Images {
    /// The Image that a Data holds.
    pub(crate) fn make(&self, data: &Data) -> Option<Image> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = data.hash();
        if let Some(image) = known.get(&hash) {
            return image.clone();
        }
        let image = Image::from_octets(&data.to_octets()).ok();
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(hash, image.clone());
        image
    }
}
