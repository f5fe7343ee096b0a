//! Values as the public vectors' JSON writes them: octets as `0x…`, dictionaries as arrays of named pairs.

use crate::primitives::hex;
use crate::{Gas, Hash, Peak, ServiceId, ServiceRecord, WorkResult};
use alloc::collections::BTreeMap;
use core::fmt;
use jar_codec::{Bits, Constant};
use serde::ser::{Serialize, SerializeMap, Serializer};

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(self.0, to)
    }
}

pub(crate) fn octets<S: Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&Hex(octets))
}

pub(crate) fn blob<B: AsRef<[u8]>, S: Serializer>(blob: &B, to: S) -> Result<S::Ok, S::Error> {
    octets(blob.as_ref(), to)
}

pub(crate) fn bits<S: Serializer>(bits: &Bits, to: S) -> Result<S::Ok, S::Error> {
    octets(bits.octets(), to)
}

pub(crate) fn constant<const N: u8, S: Serializer>(
    _: &Constant<N>,
    to: S,
) -> Result<S::Ok, S::Error> {
    to.serialize_u8(N)
}

/// A dictionary as an array of objects with these two names.
macro_rules! pairs {
    ($($name:ident: $key:literal $key_type:ty, $value:literal $value_type:ty;)*) => {$(
        pub(crate) fn $name<S: Serializer>(
            map: &BTreeMap<$key_type, $value_type>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            #[derive(serde::Serialize)]
            struct Pair<'a> {
                #[serde(rename = $key)]
                key: &'a $key_type,
                #[serde(rename = $value)]
                value: &'a $value_type,
            }
            to.collect_seq(map.iter().map(|(key, value)| Pair { key, value }))
        }
    )*};
}

pairs! {
    lookup: "work_package_hash" Hash, "segment_tree_root" Hash;
    reported: "hash" Hash, "exports_root" Hash;
    gas_limits: "id" ServiceId, "gas" Gas;
    service_records: "id" ServiceId, "record" ServiceRecord;
}

pub(crate) fn peaks<S: Serializer>(peaks: &[Peak], to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(1))?;
    map.serialize_entry("peaks", peaks)?;
    map.end()
}

/// `{"ok": "0x…"}`, or the error's name with nothing: `{"panic": null}`.
impl<B: AsRef<[u8]>> Serialize for WorkResult<B> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1))?;
        match self {
            Self::Ok(blob) => map.serialize_entry("ok", &format_args!("{}", Hex(blob.as_ref())))?,
            Self::Error(error) => map.serialize_entry(error, &())?,
        }
        map.end()
    }
}
