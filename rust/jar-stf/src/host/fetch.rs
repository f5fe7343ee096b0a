//! `fetch` (B.5): what an invocation is about.

use std::borrow::Cow;
use std::cell::OnceCell;

use jar_codec::{Encode, encode};
use jar_types::{AccumulationInput, Hash, Params, WorkItem, WorkPackage};

use super::{Guest, Stop};
use crate::accounts::Octets;

/// What `fetch` gives; what an invocation is not told is none.
pub(crate) struct Sources<'a> {
    /// The constants of the chain.
    pub(crate) params: &'a Params,
    /// n: randomness.
    pub(crate) entropy: Option<&'a Hash>,
    /// p: the package.
    pub(crate) package: Option<&'a WorkPackage>,
    /// r: the authorizer's trace.
    pub(crate) trace: Option<&'a [u8]>,
    /// i: the index of the item.
    pub(crate) item: Option<usize>,
    /// ī: for each item, the segments that it imports.
    pub(crate) imports: Option<&'a [Vec<Octets>]>,
    /// x̄: for each item, the blobs that come with it.
    pub(crate) extrinsics: Option<&'a [Vec<Octets>]>,
    /// **i**: what is accumulated.
    pub(crate) inputs: Option<&'a [AccumulationInput]>,
    /// The encoding of the package, or of all inputs, once it was asked for.
    whole: OnceCell<Vec<u8>>,
}

/// An element by an index from a register.
fn at<T>(sequence: &[T], index: u64) -> Option<&T> {
    sequence.get(usize::try_from(index).ok()?)
}

/// S: a work item without its contents (B.5).
fn summary(item: &WorkItem) -> Vec<u8> {
    let mut octets = Vec::new();
    item.service.encode(&mut octets);
    item.code_hash.encode(&mut octets);
    item.refine_gas_limit.encode(&mut octets);
    item.accumulate_gas_limit.encode(&mut octets);
    item.export_count.encode(&mut octets);
    (item.import_segments.len() as u16).encode(&mut octets);
    (item.extrinsic.len() as u16).encode(&mut octets);
    (item.payload.len() as u32).encode(&mut octets);
    octets
}

impl<'a> Sources<'a> {
    /// Constants alone.
    pub(crate) fn new(params: &'a Params) -> Self {
        Self {
            params,
            entropy: None,
            package: None,
            trace: None,
            item: None,
            imports: None,
            extrinsics: None,
            inputs: None,
            whole: OnceCell::new(),
        }
    }

    /// **v**: a source, by its number φ₁₀ and indices φ₁₁ and φ₁₂.
    fn value(&self, [kind, first, second]: [u64; 3]) -> Option<Cow<'_, [u8]>> {
        let package = self.package;
        match kind {
            0 => Some(Cow::Owned(encode(self.params))),
            1 => self.entropy.map(|entropy| Cow::Borrowed(entropy.as_ref())),
            2 => self.trace.map(Cow::Borrowed),
            3 => borrowed(at(at(self.extrinsics?, first)?, second)),
            4 => borrowed(at(self.extrinsics?.get(self.item?)?, first)),
            5 => borrowed(at(at(self.imports?, first)?, second)),
            6 => borrowed(at(self.imports?.get(self.item?)?, first)),
            7 => {
                package.map(|package| Cow::Borrowed(&**self.whole.get_or_init(|| encode(package))))
            }
            8 => package.map(|package| Cow::Borrowed(&*package.authorizer_config)),
            9 => package.map(|package| Cow::Borrowed(&*package.authorization)),
            10 => package.map(|package| Cow::Owned(encode(&package.context))),
            11 => package.map(|package| {
                let mut octets = Vec::new();
                jar_codec::natural::encode(package.items.len() as u64, &mut octets);
                package.items.iter().for_each(|item| octets.extend(summary(item)));
                Cow::Owned(octets)
            }),
            12 => at(&package?.items, first).map(|item| Cow::Owned(summary(item))),
            13 => at(&package?.items, first).map(|item| Cow::Borrowed(&*item.payload)),
            14 => self.inputs.map(|inputs| {
                let all = self.whole.get_or_init(|| {
                    let mut octets = Vec::new();
                    jar_codec::natural::encode(inputs.len() as u64, &mut octets);
                    inputs.iter().for_each(|input| input.encode(&mut octets));
                    octets
                });
                Cow::Borrowed(&**all)
            }),
            15 => at(self.inputs?, first).map(|input| Cow::Owned(encode(input))),
            _ => None,
        }
    }

    /// Ω_Y.
    pub(crate) fn fetch(&self, guest: &mut Guest<'_>) -> Result<u64, Stop> {
        let [address, from, most] = guest.registers(7);
        let value = self.value(guest.registers(10));
        guest.give(value.as_deref(), address, from, most)
    }
}

fn borrowed(octets: Option<&Octets>) -> Option<Cow<'_, [u8]>> {
    octets.map(|octets| Cow::Borrowed(&**octets))
}
