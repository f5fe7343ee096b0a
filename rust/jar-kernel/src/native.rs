//! Instances that the kernel itself answers for (K19, K21, K22).

use std::sync::OnceLock;

use jar_cap::hashing::{Domain, hash_of};
use jar_cap::{Cap, Code, Data, Endpoint, Image, Instance, Lineage, Parts, Slots, Status as State};
use jar_types::Hash;

use crate::meters::{Meter, Meters};
use crate::status::Status;

/// A catcher holds at most so many markers.
pub const MAX_MARKERS: usize = 127;

/// What a native Image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Native {
    /// Makes meters, moves between them, reads them.
    MeterAuthority = 0,
    /// The name of a gas meter.
    GasHandle = 1,
    /// The name of a quota meter.
    QuotaHandle = 2,
    /// Makes markers and catchers.
    MarkerFactory = 3,
    /// What a YIELD names.
    Marker = 4,
    /// A set of markers.
    Catcher = 5,
    /// Wants signatures.
    AttestationAuthority = 6,
}

const ALL: [(Native, u8); 7] = [
    (Native::MeterAuthority, 3),
    (Native::GasHandle, 0),
    (Native::QuotaHandle, 0),
    (Native::MarkerFactory, 2),
    (Native::Marker, 0),
    (Native::Catcher, 2),
    (Native::AttestationAuthority, 1),
];

impl Native {
    pub(crate) fn of(kind: u8) -> Option<Self> {
        ALL.get(usize::from(kind)).map(|(native, _)| *native)
    }
}

/// The Image of a kind: as many endpoints as it has, 0 first, and nothing else.
#[must_use]
pub fn image(native: Native) -> Option<Image> {
    static IMAGES: OnceLock<Vec<Option<Image>>> = OnceLock::new();
    let images = IMAGES.get_or_init(|| {
        let make = |(native, endpoints): &(Native, u8)| {
            let mut parts = Parts::of(Code::Native(*native as u8));
            let endpoint = Endpoint { pc: 0, registers: [0; 13] };
            parts.endpoints = (0..*endpoints).map(|number| (number, endpoint)).collect();
            Image::new(parts).ok()
        };
        ALL.iter().map(make).collect()
    });
    images.get(native as usize).cloned().flatten()
}

/// An Instance of a native Image with a page in slot 1, or without.
fn instance(native: Native, page: Option<&[u8]>) -> Option<Instance> {
    let image = image(native)?;
    let mut slots = Slots::new(8);
    if let Some(page) = page {
        slots.set(1, Some(Cap::Data(Data::from_octets(page)?)));
    }
    let lineage = Lineage::genesis(&image.hash());
    Some(Instance::new(image, lineage, slots, State::Idle))
}

/// An Instance of an authority.
#[must_use]
pub fn authority(native: Native) -> Option<Instance> {
    instance(native, None)
}

/// A catcher without markers.
#[must_use]
pub fn catcher() -> Option<Instance> {
    instance(Native::Catcher, Some(&[0; 8]))
}

/// A marker that the kernel itself yields with: 0 out of gas, 1 out of quota, 2 operations of the chain.
#[must_use]
pub fn well_known(number: u64) -> Option<Instance> {
    instance(Native::Marker, Some(&number.to_le_bytes()))
}

/// The handle of a meter.
#[must_use]
pub fn meter_handle(kind: Meter, id: u64) -> Option<Instance> {
    let native = match kind {
        Meter::Gas => Native::GasHandle,
        Meter::Quota => Native::QuotaHandle,
    };
    instance(native, Some(&id.to_le_bytes()))
}

fn page(instance: &Instance) -> Option<&Data> {
    match instance.slots().get(1) {
        Some(Cap::Data(data)) => Some(data),
        _ => None,
    }
}

/// The id that a handle names, if it is one of the kind.
pub(crate) fn handle(kind: Meter, instance: &Instance) -> Option<u64> {
    let wanted = match kind {
        Meter::Gas => Native::GasHandle,
        Meter::Quota => Native::QuotaHandle,
    };
    if instance.image().native() != Some(wanted as u8) {
        return None;
    }
    page(instance)?.page(0)?.first_chunk().map(|octets| u64::from_le_bytes(*octets))
}

/// The markers of a catcher, ascending; none if it is no catcher or malformed.
pub(crate) fn markers(cap: Option<&Cap>) -> Option<Vec<Hash>> {
    let Some(Cap::Instance(instance)) = cap else { return None };
    if instance.image().native() != Some(Native::Catcher as u8) {
        return None;
    }
    let page = page(instance).filter(|data| data.pages() == 1)?.page(0)?;
    let (count, rest) = page.split_first_chunk()?;
    let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
    if count > MAX_MARKERS {
        return None;
    }
    let markers: Vec<Hash> =
        rest.as_chunks::<32>().0.iter().take(count).map(|hash| Hash(*hash)).collect();
    markers.is_sorted_by(|a, b| a < b).then_some(markers)
}

fn with_markers(catcher: &Instance, markers: &[Hash]) -> Option<Instance> {
    let mut octets = (markers.len() as u64).to_le_bytes().to_vec();
    markers.iter().for_each(|hash| octets.extend(hash.0));
    let mut slots = catcher.slots().clone();
    slots.set(1, Some(Cap::Data(Data::from_octets(&octets)?)));
    Some(Instance::new(catcher.image().clone(), catcher.lineage().clone(), slots, State::Idle))
}

/// What natives change besides slot 0 of the caller.
pub(crate) struct Services<'a> {
    pub(crate) meters: &'a mut Meters,
    /// What the numbers of markers are made from, and how many there are.
    pub(crate) seed: &'a Hash,
    pub(crate) minted: &'a mut u64,
}

/// What a native answers: φ7, what comes into the caller's slot 0 if anything, what it is itself from now on if it changed.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) value: u64,
    pub(crate) result: Option<Cap>,
    pub(crate) changed: Option<Instance>,
}

/// A call of a native other than the AttestationAuthority.
pub(crate) fn call(
    (native, instance): (Native, &Instance),
    endpoint: u8,
    [a, b, c, d]: [u64; 4],
    argument: Option<&Cap>,
    services: Services<'_>,
) -> Result<Answer, Status> {
    let meter = || Meter::of(a).ok_or(Status::State);
    let made = |made: Option<Instance>| made.map(Cap::Instance).ok_or(Status::Image);
    match (native, endpoint) {
        (Native::MeterAuthority, 0) => {
            let kind = meter()?;
            let id = services.meters.mint(kind);
            let result = Some(made(meter_handle(kind, id))?);
            Ok(Answer { value: id, result, changed: None })
        }
        (Native::MeterAuthority, 1) => match services.meters.transfer(meter()?, b, c, d) {
            true => Ok(Answer::default()),
            false => Err(Status::State),
        },
        (Native::MeterAuthority, 2) => {
            let value = services.meters.get(meter()?, b).ok_or(Status::State)?;
            Ok(Answer { value, ..Answer::default() })
        }
        (Native::MarkerFactory, 0) => {
            let parts: [&[u8]; 2] = [&services.seed.0, &services.minted.to_le_bytes()];
            let number = hash_of(Domain::Marker, &parts);
            *services.minted = services.minted.saturating_add(1);
            let result = Some(made(self::instance(Native::Marker, Some(&number.0)))?);
            Ok(Answer { result, ..Answer::default() })
        }
        (Native::MarkerFactory, 1) => {
            Ok(Answer { result: Some(made(catcher())?), ..Answer::default() })
        }
        (Native::Catcher, 0 | 1) => change_set(instance, endpoint == 0, argument),
        _ => Err(Status::Image),
    }
}

fn change_set(catcher: &Instance, add: bool, argument: Option<&Cap>) -> Result<Answer, Status> {
    let marker = match argument {
        None => return Err(Status::Empty),
        Some(Cap::Instance(marker)) => marker.hash(),
        Some(_) => return Err(Status::Kind),
    };
    let set = markers(Some(&Cap::Instance(catcher.clone())));
    let mut set = set.ok_or(Status::State)?;
    match (set.binary_search(&marker), add) {
        (Err(_), true) if set.len() >= MAX_MARKERS => return Err(Status::Occupied),
        (Err(place), true) => set.insert(place, marker),
        (Ok(place), false) => drop(set.remove(place)),
        _ => return Ok(Answer::default()),
    }
    let changed = Some(with_markers(catcher, &set).ok_or(Status::Image)?);
    Ok(Answer { value: 1, result: None, changed })
}
