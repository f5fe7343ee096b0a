//! The encoding of Images, and what it shares with files.

use std::collections::BTreeMap;
use std::sync::Arc;

use jar_codec::{Decode, DecodeError, ErrorKind, Output, Reader, Step};
use javm::{PAGE_SIZE, Program};

use crate::cap::Cap;
use crate::data::{Data, MAX_PAGES, Page};
use crate::image::{Code, Endpoint, Image, InvalidImage, MAX_DEPTH, Mapping, Parts, Source};
use crate::path::Path;

/// Why octets are no Image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// They are not the encoding of parts.
    #[error(transparent)]
    Encoding(#[from] DecodeError),
    /// A number that is no path.
    #[error("mapping {0}: its source is no path")]
    Path(usize),
    /// The parts are not valid.
    #[error(transparent)]
    Invalid(#[from] InvalidImage),
    /// An Image of native code, which exists in genesis only.
    #[error("native code")]
    Native,
    /// Something else than zeros behind the encoding.
    #[error("something else than zeros behind the Image")]
    Trailing,
}

impl Image {
    /// The encoding, with pinned caps inside.
    #[must_use]
    pub fn to_octets(&self) -> Vec<u8> {
        let mut octets = Vec::new();
        encode_inline(self, &mut octets);
        octets
    }

    /// The Image that is encoded at the start of `octets`; what follows must be zeros: what MAKE_IMAGE does.
    ///
    /// # Errors
    /// See [`ImageError`].
    pub fn from_octets(octets: &[u8]) -> Result<Self, ImageError> {
        let mut input = Reader::new(octets);
        let image = inline(&mut input, 1)?;
        let rest = input.take(input.left())?;
        if rest.iter().any(|octet| *octet != 0) {
            return Err(ImageError::Trailing);
        }
        Ok(image)
    }
}

fn encode_inline(image: &Image, to: &mut Vec<u8>) {
    image.encode_with(to, &mut |cap, to| match cap {
        Cap::Image(image) => {
            to.write(&[2]);
            encode_inline(image, to);
        }
        Cap::Data(data) => {
            to.write(&[0]);
            encode_data(data, to);
        }
        Cap::CNode(_) | Cap::Instance(_) | Cap::Type(_) => {}
    });
}

fn inline(input: &mut Reader<'_>, depth: usize) -> Result<Image, ImageError> {
    if depth > MAX_DEPTH {
        return Err(InvalidImage::Depth.into());
    }
    let parts = parts(input, &mut |input| match input.octet()? {
        0 => Ok(Cap::Data(data(input)?)),
        2 => Ok(Cap::Image(inline(input, depth.saturating_add(1))?)),
        found => Err(input.error(ErrorKind::Tag { found, expected: "0 or 2" }).into()),
    })?;
    if matches!(parts.code, Code::Native(_)) {
        return Err(ImageError::Native);
    }
    Ok(Image::new(parts)?)
}

/// The pages, their number before them.
pub(crate) fn encode_data(data: &Data, to: &mut Vec<u8>) {
    jar_codec::natural::encode(u64::from(data.pages()), to);
    to.reserve(usize::try_from(data.size()).unwrap_or_default());
    (0..data.pages()).filter_map(|number| data.page(number)).for_each(|page| to.write(page));
}

pub(crate) fn data(input: &mut Reader<'_>) -> Result<Data, DecodeError> {
    let pages = input.count(PAGE_SIZE, MAX_PAGES as usize)?;
    let octets = input.take(pages.saturating_mul(PAGE_SIZE))?;
    Ok(Data::from_octets(octets).unwrap_or_else(empty))
}

fn empty() -> Data {
    Data::from_octets(&[]).unwrap_or_else(empty)
}

pub(crate) fn registers(input: &mut Reader<'_>) -> Result<[u64; 13], DecodeError> {
    let mut registers = [0; 13];
    for register in &mut registers {
        *register = u64::decode(input, &())?;
    }
    Ok(registers)
}

/// A dictionary of so many octets or more per entry, keys ascending strictly.
pub(crate) fn dictionary<K, V, E>(
    input: &mut Reader<'_>,
    minimum: usize,
    value: &mut dyn FnMut(&mut Reader<'_>) -> Result<V, E>,
) -> Result<BTreeMap<K, V>, E>
where
    K: for<'a> Decode<'a> + Ord + Copy,
    E: From<DecodeError>,
{
    let count = input.count(minimum, usize::MAX)?;
    let mut entries = BTreeMap::new();
    let mut last = None;
    for index in 0..count {
        let offset = input.offset();
        let key = K::decode(input, &())?;
        if last.is_some_and(|last| last >= key) {
            let error = DecodeError::new(ErrorKind::NotAscending, offset);
            return Err(error.within(Step::Element(index)).into());
        }
        last = Some(key);
        entries.insert(key, value(input)?);
    }
    Ok(entries)
}

pub(crate) fn page(input: &mut Reader<'_>) -> Result<Page, DecodeError> {
    input.array().map(Page::new)
}

/// The parts of an Image, with pinned caps as the function reads them.
pub(crate) fn parts(
    input: &mut Reader<'_>,
    pinned: &mut dyn FnMut(&mut Reader<'_>) -> Result<Cap, ImageError>,
) -> Result<Parts, ImageError> {
    let code = match input.octet()? {
        0 => {
            let blob = <&[u8]>::decode(input, &())?;
            Code::Program(Arc::new(Program::parse(blob).map_err(InvalidImage::Program)?))
        }
        1 => Code::Native(input.octet()?),
        found => return Err(input.error(ErrorKind::Tag { found, expected: "0 or 1" }).into()),
    };
    let mut parts = Parts::of(code);
    for place in 0..input.count(9, usize::MAX)? {
        let (start, pages) = (u32::decode(input, &())?, u32::decode(input, &())?);
        let source = match Option::<u64>::decode(input, &())? {
            None => Source::Ephemeral,
            Some(number) => {
                Source::Persistent(Path::parse(number).map_err(|_| ImageError::Path(place))?)
            }
        };
        parts.mappings.push(Mapping { start, pages, source });
    }
    parts.endpoints = dictionary(input, 109, &mut |input| {
        let pc = u32::decode(input, &())?;
        Ok::<_, ImageError>(Endpoint { pc, registers: registers(input)? })
    })?;
    parts.gas_slots = Vec::decode(input, &())?;
    parts.quota_slots = Vec::decode(input, &())?;
    parts.catcher = Option::decode(input, &())?;
    parts.pinned = dictionary(input, 2, pinned)?;
    Ok(parts)
}
