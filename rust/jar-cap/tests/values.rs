//! Values against their definitions in docs/kernel.md, written down a second time without trees.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "in a test they are assertions, or a table"
)]

use std::collections::BTreeMap;

use jar_cap::hashing::{Domain, hash_of};
use jar_cap::{
    CNode, Cap, Code, Data, Image, ImageError, Instance, InvalidImage, Mapping, Page, Parts, Path,
    PathError, Slots, Source, from_file, to_file,
};
use jar_types::Hash;
use proptest::prelude::*;

fn root(mut leaves: Vec<Hash>, domain: Domain, zero: bool) -> Hash {
    while leaves.len() > 1 {
        leaves = leaves
            .chunks(2)
            .map(|pair| {
                let empty = pair.iter().all(|hash| *hash == Hash::default());
                if zero && empty {
                    Hash::default()
                } else {
                    hash_of(domain, &[&pair[0].0, &pair[1].0])
                }
            })
            .collect();
    }
    leaves.pop().unwrap_or_default()
}

fn data_hash(pages: &[[u8; 4096]]) -> Hash {
    let mut leaves: Vec<Hash> = pages.iter().map(|page| hash_of(Domain::Page, &[page])).collect();
    if !leaves.is_empty() {
        leaves.resize(leaves.len().next_power_of_two(), hash_of(Domain::Page, &[&[0; 4096]]));
    }
    let count = pages.len() as u64;
    hash_of(Domain::Data, &[&count.to_le_bytes(), &root(leaves, Domain::PageNode, false).0])
}

fn cnode_hash(k: u8, slots: &BTreeMap<u32, Cap>) -> Hash {
    let leaf = |slot: u32| slots.get(&slot).map(Cap::hash).unwrap_or_default();
    let root = root((0..1 << k).map(leaf).collect(), Domain::SlotNode, true);
    hash_of(Domain::CNode, &[&[k], &root.0])
}

fn number(n: u8) -> Cap {
    Cap::Type(Hash([n; 32]))
}

fn program() -> Code {
    // trap
    Code::Program(javm::Program::parse(&[0, 0, 1, 0, 1]).unwrap().into())
}

fn image(parts: impl FnOnce(&mut Parts)) -> Result<Image, InvalidImage> {
    let mut all = Parts::of(program());
    parts(&mut all);
    Image::new(all)
}

proptest! {
    #[test]
    fn data_is_its_pages(
        writes in prop::collection::vec((0u32..40, any::<u8>(), any::<bool>()), 0..30),
    ) {
        let mut data = Data::zeros(0).unwrap();
        let mut pages: Vec<[u8; 4096]> = Vec::new();
        for (number, octet, asked) in writes {
            let mut page = [0; 4096];
            page[usize::from(octet)] = octet;
            let before = (data.clone(), data_hash(&pages));
            if pages.len() <= number as usize {
                pages.resize(number as usize + 1, [0; 4096]);
            }
            pages[number as usize] = page;
            data = data.with_pages(0, [(number, Page::new(&page))]);
            if asked {
                prop_assert_eq!(data.hash(), data_hash(&pages));
            }
            prop_assert_eq!(before.0.hash(), before.1);
        }
        prop_assert_eq!(data.hash(), data_hash(&pages));
        prop_assert_eq!(data.to_octets(), pages.concat());
        prop_assert_eq!(Data::from_octets(&pages.concat()).unwrap().hash(), data.hash());
    }

    #[test]
    fn cnodes_are_their_slots(
        k in 0u8..=9,
        changes in prop::collection::vec((any::<u32>(), prop::option::of(any::<u8>())), 0..40),
    ) {
        let mut slots = Slots::new(k);
        let mut model = BTreeMap::new();
        for (slot, cap) in changes {
            let slot = slot & ((1 << k) - 1);
            let copy = CNode::new(slots.clone());
            let before = cnode_hash(k, &model);
            let cap = cap.map(number);
            let old = match &cap {
                Some(cap) => model.insert(slot, cap.clone()),
                None => model.remove(&slot),
            };
            prop_assert_eq!(slots.set(slot, cap), old);
            prop_assert_eq!(Cap::CNode(copy).hash(), before);
        }
        let entries: Vec<_> = slots.entries().into_iter().map(|(slot, _)| slot).collect();
        prop_assert_eq!(entries, model.keys().copied().collect::<Vec<_>>());
        prop_assert_eq!(slots.filled(), model.len());
        prop_assert_eq!(Cap::CNode(CNode::new(slots)).hash(), cnode_hash(k, &model));
    }

    #[test]
    fn a_damaged_file_is_refused_or_another_value(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let file = to_file(&sample());
        let mut damaged = file.clone();
        damaged[at.index(file.len())] ^= 1 << bit;
        if let Ok(cap) = from_file(&damaged) {
            prop_assert_ne!(cap.hash(), sample().hash());
            prop_assert_eq!(to_file(&cap), damaged);
        }
    }
}

/// A value with all five kinds in it, some twice.
fn sample() -> Cap {
    let data = Cap::Data(Data::from_octets(b"octets").unwrap());
    let image = image(|parts| {
        parts.pinned.insert(7, data.clone());
        parts.gas_slots = vec![3, 2];
    })
    .unwrap();
    let mut own = Slots::new(8);
    own.set(1, Some(number(1)));
    own.set(2, Some(data.clone()));
    let instance = Instance::genesis(image.clone(), own);
    let mut slots = Slots::new(10);
    slots.set(0, Some(Cap::Instance(instance.clone())));
    slots.set(1000, Some(Cap::Instance(instance)));
    slots.set(1001, Some(Cap::Image(image)));
    Cap::CNode(CNode::new(slots))
}

#[test]
fn files_hold_each_value_once() {
    let file = to_file(&sample());
    let back = from_file(&file).unwrap();
    assert_eq!(back.hash(), sample().hash());
    assert_eq!(to_file(&back), file);
    // Data, Image, Type, Instance, CNode.
    assert_eq!(file[0], 5);
    for length in 0..file.len() {
        assert!(from_file(&file[..length]).is_err(), "{length}");
    }
    // A node that nothing refers to, and an order that is none of a walk.
    let types = |a: u8, b: u8, first: u8, second: u8| {
        let node = |n: u8| std::iter::once(4).chain([n; 32]);
        let start = std::iter::once(3).chain(node(a)).chain(node(b));
        start.chain([1, 1, 2, 0, 0, first, 0, 0, 0, 1, 0, second, 0, 0, 0]).collect::<Vec<u8>>()
    };
    assert!(from_file(&types(1, 2, 0, 1)).is_ok());
    for bad in [types(1, 2, 1, 0), types(1, 2, 0, 0), types(1, 1, 0, 1), types(1, 2, 0, 2)] {
        assert!(from_file(&bad).is_err());
    }
}

#[test]
fn nesting_needs_no_stack() {
    let nest = |levels: u32, twice: bool| {
        let mut cap = number(1);
        for _ in 0..levels {
            let mut slots = Slots::new(1);
            slots.set(1, twice.then(|| cap.clone()));
            slots.set(0, Some(cap));
            cap = Cap::CNode(CNode::new(slots));
        }
        cap
    };
    let deep = nest(300_000, false);
    let file = to_file(&deep);
    assert_eq!(from_file(&file).unwrap().hash(), deep.hash());
    // 2^200 leaves.
    let wide = nest(200, true);
    let file = to_file(&wide);
    assert!(file.len() < 4000);
    assert_eq!(from_file(&file).unwrap().hash(), wide.hash());
}

#[test]
fn paths_lead_to_slots() {
    let path = |octets: [u8; 8]| Path::parse(u64::from_le_bytes(octets));
    for bad in [[0; 8], [8, 0, 0, 0, 0, 0, 0, 0], [1, 2, 3, 0, 0, 0, 0, 0], [255; 8]] {
        assert_eq!(path(bad), Err(PathError::BadSlot));
    }
    let mut own = Slots::new(8);
    let far = path([4, 5, 2, 0xe8, 3, 0, 0, 0]).unwrap();
    assert_eq!(own.at(far), Err(PathError::Empty));
    own.set(5, Some(number(1)));
    assert_eq!(own.at(far), Err(PathError::Kind));
    let mut outer = Slots::new(2);
    outer.set(2, Some(Cap::CNode(CNode::new(Slots::new(10)))));
    own.set(5, Some(Cap::CNode(CNode::new(outer))));
    let before = own.clone();
    assert_eq!(own.at(far), Ok(None));
    assert_eq!(own.put(far, Some(number(9))), Ok(None));
    assert_eq!(own.at(far), Ok(Some(&number(9))));
    assert_eq!(before.at(far), Ok(None));
    assert_ne!(own.root(), before.root());
    assert_eq!(own.put(far, None), Ok(Some(number(9))));
    assert_eq!(own.root(), before.root());
    // Half an index, an index beyond the CNode.
    for bad in [[3, 5, 2, 0xe8, 0, 0, 0, 0], [4, 5, 2, 0, 4, 0, 0, 0], [2, 5, 4, 0, 0, 0, 0, 0]] {
        assert_eq!(own.at(path(bad).unwrap()), Err(PathError::BadSlot));
        assert_eq!(own.put(path(bad).unwrap(), None), Err(PathError::BadSlot));
    }
    let whole = Path::of(5);
    assert!(whole.is_prefix_of(&far) && far.meets(&whole) && !far.is_prefix_of(&whole));
    assert!(!far.meets(&Path::of(4)));
}

#[test]
fn images_are_checked() {
    let map = |start, pages, path: Option<u8>| Mapping {
        start,
        pages,
        source: path.map_or(Source::Ephemeral, |slot| Source::Persistent(Path::of(slot))),
    };
    let with = |mappings: &[Mapping]| image(|parts| parts.mappings = mappings.to_vec()).err();
    assert_eq!(with(&[map(16, 4, Some(1)), map(20, 1, None)]), None);
    assert_eq!(with(&[map(15, 1, None)]), Some(InvalidImage::Range(0)));
    assert_eq!(with(&[map(16, 0, None)]), Some(InvalidImage::Range(0)));
    assert_eq!(with(&[map(0xf_ffff, 2, None)]), Some(InvalidImage::Range(0)));
    assert_eq!(with(&[map(16, u32::MAX, None)]), Some(InvalidImage::Range(0)));
    assert_eq!(with(&[map(20, 4, None), map(23, 1, None)]), Some(InvalidImage::Range(1)));
    assert_eq!(with(&[map(16, 1, Some(0))]), Some(InvalidImage::Source(0)));
    let twice = [map(16, 1, Some(3)), map(17, 1, Some(3))];
    assert_eq!(with(&twice), Some(InvalidImage::SameSource(1)));
    let data = Cap::Data(Data::zeros(1).unwrap());
    let pinned = image(|parts| {
        parts.mappings = twice.to_vec();
        parts.pinned.insert(3, data.clone());
    });
    assert!(pinned.is_ok_and(|image| !image.is_writable(&twice[0])));
    let many: Vec<Mapping> = (0..65).map(|n| map(16 + n, 1, None)).collect();
    assert_eq!(with(&many), Some(InvalidImage::Mappings(65)));
    for bad in [vec![0], vec![2, 2], (1..10).collect()] {
        let slots = image(|parts| parts.quota_slots = bad);
        assert_eq!(slots.err(), Some(InvalidImage::Slots("quota")));
    }
    for (slot, cap) in [(0, data), (1, number(1))] {
        let pinned = image(|parts| drop(parts.pinned.insert(slot, cap)));
        assert_eq!(pinned.err(), Some(InvalidImage::Pinned(slot)));
    }
    let endpoint = jar_cap::Endpoint { pc: 1, registers: [0; 13] };
    let entry = image(|parts| {
        parts.endpoints.insert(9, endpoint);
    });
    assert_eq!(entry.err(), Some(InvalidImage::Entry { endpoint: 9, pc: 1 }));
}

#[test]
fn images_have_one_encoding() {
    let mut nested = image(|_| {}).unwrap();
    for _ in 1..8 {
        nested = image(|parts| drop(parts.pinned.insert(1, Cap::Image(nested)))).unwrap();
    }
    let mut octets = nested.to_octets();
    assert_eq!(Image::from_octets(&octets), Ok(nested.clone()));
    let deeper = image(|parts| drop(parts.pinned.insert(1, Cap::Image(nested.clone()))));
    assert_eq!(deeper.err(), Some(InvalidImage::Depth));
    octets.push(0);
    assert_eq!(Image::from_octets(&octets), Ok(nested));
    octets.push(1);
    assert_eq!(Image::from_octets(&octets), Err(ImageError::Trailing));
    let native = Image::new(Parts::of(Code::Native(0))).unwrap();
    assert_eq!(Image::from_octets(&native.to_octets()), Err(ImageError::Native));
    // Ten thousand Images in each other.
    let head = [0, 5, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 2].repeat(10_000);
    assert_eq!(Image::from_octets(&head), Err(ImageError::Invalid(InvalidImage::Depth)));
}

#[test]
fn a_gibibyte_costs_what_is_touched() {
    let data = Data::zeros(1 << 18).unwrap();
    let touched = data.with_pages(0, (0..100).map(|n| (n * 2600, Page::new(&[n as u8; 4096]))));
    assert_ne!(touched.hash(), data.hash());
    assert_eq!(touched.size(), 1 << 30);
    assert_eq!(touched.page(2600 * 99), Some(&[99; 4096]));
    assert!(Data::zeros(jar_cap::MAX_PAGES + 1).is_none());
}
