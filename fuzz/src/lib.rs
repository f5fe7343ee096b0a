//! What every target asks of a decoder.
#![forbid(unsafe_code)]

use jar_codec::{Decode, Encode, decode, encode};
use jar_types::Params;

/// What decodes was encoded: exactly these octets.
///
/// # Panics
/// If not.
pub fn canonical<T: for<'a> Decode<'a, Params> + Encode>(octets: &[u8], params: &Params) {
    match decode::<T, _>(octets, params) {
        Ok(value) => {
            assert_eq!(value.size(), octets.len());
            assert_eq!(encode(&value), octets);
        }
        Err(error) => assert!(error.offset() <= octets.len(), "{error}"),
    }
}
