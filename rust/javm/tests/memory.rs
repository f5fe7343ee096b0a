//! Memory against the simplest model: a map of octets and a map of rights.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

use std::collections::{BTreeMap, BTreeSet};

use javm::{Access, Fault, Heap, Inaccessible, MapError, Memory, MemoryBuilder, PAGE_SIZE};
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Clone, Default)]
struct Model {
    octets: BTreeMap<u32, u8>,
    rights: BTreeMap<u32, Access>,
    touched: BTreeSet<u32>,
}

impl Model {
    fn allowed(&self, address: u32, write: bool) -> bool {
        match self.rights.get(&(address >> 12)) {
            Some(Access::Writable) => true,
            Some(Access::ReadOnly) => !write,
            None => false,
        }
    }

    fn first_bad(&self, address: u32, len: u32, write: bool) -> Result<(), Fault> {
        let all = (0..len).map(|i| address.wrapping_add(i));
        match all.into_iter().find(|at| !self.allowed(*at, write)) {
            None => Ok(()),
            Some(at) if at < 65_536 => Err(Fault::Low),
            Some(at) => Err(Fault::Page(at / 4096 * 4096)),
        }
    }

    fn load<const N: usize>(&self, address: u32) -> Result<[u8; N], Fault> {
        self.first_bad(address, N as u32, false)?;
        let octet = |i| self.octets.get(&address.wrapping_add(i as u32)).copied().unwrap_or(0);
        Ok(std::array::from_fn(octet))
    }

    fn store(&mut self, address: u32, octets: &[u8]) -> Result<(), Fault> {
        self.first_bad(address, octets.len() as u32, true)?;
        for (i, octet) in (0..).zip(octets) {
            let at = address.wrapping_add(i);
            self.octets.insert(at, *octet);
            self.touched.insert(at >> 12);
        }
        Ok(())
    }

    fn grow(&mut self, heap: &mut Heap, n: u64) -> u64 {
        let (old, new) = (u64::from(heap.brk), u128::from(heap.brk) + u128::from(n));
        if new > u128::from(heap.limit) {
            return 0;
        }
        heap.brk = new as u32;
        for page in old.div_ceil(4096)..(new as u64).div_ceil(4096) {
            let page = page as u32;
            if page >= 16 && !self.rights.contains_key(&page) {
                self.rights.insert(page, Access::Writable);
                self.touched.insert(page);
            }
        }
        old
    }
}

#[derive(Clone, Debug)]
enum Action {
    Load(u32),
    Store(u32, u64),
    Store8(u32, u8),
    Read(u64, usize),
    Write(u64, Vec<u8>),
    Grow(u64),
    Reset,
}

/// Addresses near the ends of the mapped pages, of the low zone, of a leaf and of the address space.
fn address() -> impl Strategy<Value = u32> {
    let edges =
        [0, 0x1_0000, 0x1_1000, 0x1_2000, 0x1_3000, 0x40_0000, 0x80_0000, 0xc0_0000, 0xffff_f000];
    (0..edges.len(), -12i32..12).prop_map(move |(edge, near)| {
        let edge: u32 = edges[edge];
        edge.wrapping_add_signed(near)
    })
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => address().prop_map(Action::Load),
        4 => (address(), any::<u64>()).prop_map(|(at, value)| Action::Store(at, value)),
        2 => (address(), any::<u8>()).prop_map(|(at, value)| Action::Store8(at, value)),
        1 => (address(), 0usize..9000).prop_map(|(at, len)| Action::Read(u64::from(at), len)),
        1 => (address(), vec(any::<u8>(), 0..5000)).prop_map(|(at, all)| Action::Write(u64::from(at), all)),
        1 => prop_oneof![0u64..5000, Just(0x40_0000u64), any::<u64>()].prop_map(Action::Grow),
        1 => Just(Action::Reset),
    ]
}

fn initial() -> (Model, Memory) {
    let mut model = Model::default();
    let mut builder = MemoryBuilder::new();
    let pages = [
        (0x10, Access::ReadOnly, 7u8),
        (0x11, Access::Writable, 0),
        (0x12, Access::Writable, 9),
        (0x400, Access::Writable, 0),
        (0xfffff, Access::Writable, 3),
    ];
    for (page, access, fill) in pages {
        builder.map(page, access, &[fill; PAGE_SIZE]).unwrap();
        model.rights.insert(page, access);
        for at in 0..4096 {
            model.octets.insert(page << 12 | at, fill);
        }
    }
    (model, builder.build())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn memory_does_what_the_model_does(actions in vec(action(), 1..40)) {
        let (start, mut memory) = initial();
        let first_heap = Heap { brk: 0x1_3000, limit: 0x110_0000 };
        let (mut model, mut heap, mut model_heap) = (start.clone(), first_heap, first_heap);
        for action in actions {
            match action {
                Action::Load(at) => {
                    prop_assert_eq!(memory.load::<8>(at), model.load(at));
                    prop_assert_eq!(memory.load::<1>(at), model.load(at));
                }
                Action::Store(at, value) => {
                    let octets = value.to_le_bytes();
                    prop_assert_eq!(memory.store(at, octets), model.store(at, &octets));
                }
                Action::Store8(at, value) => {
                    prop_assert_eq!(memory.store(at, [value]), model.store(at, &[value]));
                }
                Action::Read(at, len) => {
                    let bad = (at..at + len as u64)
                        .find(|at| u32::try_from(*at).is_ok_and(|at| !model.allowed(at, false)) || *at >> 32 != 0);
                    let mut octets = vec![0; len];
                    let result = memory.read(at, &mut octets);
                    prop_assert_eq!(result, bad.map_or(Ok(()), |address| Err(Inaccessible { address })));
                    if bad.is_none() {
                        let all = (0..len).map(|i| model.octets.get(&(at as u32 + i as u32)).copied().unwrap_or(0));
                        prop_assert_eq!(octets, all.collect::<Vec<u8>>());
                    }
                }
                Action::Write(at, octets) => {
                    let bad = (at..at + octets.len() as u64)
                        .find(|at| u32::try_from(*at).is_ok_and(|at| !model.allowed(at, true)) || *at >> 32 != 0);
                    let result = memory.write(at, &octets);
                    prop_assert_eq!(result, bad.map_or(Ok(()), |address| Err(Inaccessible { address })));
                    if bad.is_none() {
                        model.store(at as u32, &octets).unwrap();
                    }
                }
                Action::Grow(n) => {
                    prop_assert_eq!(heap.grow(n, &mut memory), model.grow(&mut model_heap, n));
                    prop_assert_eq!(heap, model_heap);
                }
                Action::Reset => {
                    memory.reset();
                    (model, heap, model_heap) = (start.clone(), first_heap, first_heap);
                }
            }
        }
        let touched: Vec<u32> = model.touched.iter().copied().collect();
        prop_assert_eq!(memory.touched(), touched);
        prop_assert!(memory.accessible().eq(model.rights.keys().copied()));
        let full: BTreeSet<u32> = model.octets.keys().map(|at| at >> 12).collect();
        for (page, access) in &model.rights {
            let (found, content) = memory.page(*page).unwrap();
            prop_assert_eq!(found, *access);
            let octet = |at: usize| model.octets.get(&(page << 12 | at as u32)).copied().unwrap_or(0);
            let expected = if full.contains(page) { std::array::from_fn(octet) } else { [0; PAGE_SIZE] };
            prop_assert!(*content == expected, "page {:#x}", page);
        }
    }
}

#[test]
fn d5_growing_by_the_whole_address_space_allocates_no_content() {
    let mut memory = Memory::default();
    let mut heap = Heap { brk: 0x2_0000, limit: u32::MAX };
    let before = memory.allocated();
    assert_eq!(heap.grow(u64::from(u32::MAX) - 0x2_0000, &mut memory), 0x2_0000);
    assert!(memory.allocated() <= before + 3 * 4096, "{}", memory.allocated());
    assert_eq!(memory.load(0xffff_fff8), Ok([0; 8]));
    memory.store(0x8000_0000, [1]).unwrap();
    assert_eq!((memory.load(0x8000_0000), memory.load(0x9000_0000)), (Ok([1]), Ok([0])));
    assert!(memory.allocated() <= before + 5 * 4096);
}

#[test]
fn a_reset_forgets_what_was_opened() {
    let (_, mut memory) = initial();
    let first = Heap { brk: 0x80_0000, limit: u32::MAX };
    let allocated = memory.allocated();
    for _ in 0..2 {
        // Another leaf takes the place of the one that whole groups shared before the reset.
        memory.store(0x1_2000, [5]).unwrap();
        let mut heap = first;
        heap.grow(0x100_0000, &mut memory);
        memory.store(0x90_0000, [6]).unwrap();
        assert_eq!((memory.load(0x1_2000), memory.load(0x90_0000)), (Ok([5]), Ok([6])));
        assert_eq!(memory.load(0xd1_2000), Ok([0]));
        memory.reset();
        assert_eq!(memory.load::<1>(0x90_0000), Err(Fault::Page(0x90_0000)));
        assert_eq!(memory.load(0x1_2000), Ok([9]));
        let mut heap = first;
        heap.grow(0x100_0000, &mut memory);
        assert_eq!(memory.load(0xd1_2000), Ok([0]));
        memory.reset();
        assert_eq!(memory.allocated(), allocated);
    }
}

#[test]
fn d5_sbrk_keeps_accessible_pages_and_the_low_ones() {
    let mut builder = MemoryBuilder::new();
    builder.map(0x11, Access::ReadOnly, &[5]).unwrap();
    let mut memory = builder.build();
    let mut heap = Heap { brk: 0, limit: 0x1_3001 };
    assert_eq!(heap.grow(0, &mut memory), 0);
    assert_eq!(heap.grow(0x1_3002, &mut memory), 0, "beyond the limit");
    assert_eq!(heap.brk, 0);
    assert_eq!(heap.grow(0x1_2001, &mut memory), 0);
    assert_eq!(memory.touched(), [0x10, 0x12]);
    assert_eq!(
        memory.page(0x11).map(|(access, content)| (access, content[0])),
        Some((Access::ReadOnly, 5))
    );
    assert_eq!(memory.page(15), None);
    assert_eq!(heap.grow(0xfff, &mut memory), 0x1_2001, "the rest of the page maps nothing");
    assert_eq!(heap.grow(1, &mut memory), 0x1_3000);
    assert_eq!(memory.touched(), [0x10, 0x12, 0x13]);
}

#[test]
fn d6_low_pages_and_wrong_content_cannot_be_mapped() {
    let mut builder = MemoryBuilder::new();
    let access = Access::Writable;
    assert_eq!(builder.map(15, access, &[]), Err(MapError::Number { page: 15 }));
    assert_eq!(builder.map(1 << 20, access, &[]), Err(MapError::Number { page: 1 << 20 }));
    let length = 4097;
    assert_eq!(builder.map(16, access, &[0; 4097]), Err(MapError::Content { page: 16, length }));
    assert_eq!(builder.map(16, access, &[]), Ok(()));
    assert_eq!(builder.map(16, access, &[]), Err(MapError::Twice { page: 16 }));
    assert_eq!(builder.map_zero(15..17, access), Err(MapError::Number { page: 15 }));
}

#[test]
fn d7_the_first_octet_that_is_not_permitted_decides() {
    let (_, mut memory) = initial();
    // 0xfffffffc … 0xffffffff are writable, then the access wraps into the low zone.
    assert_eq!(memory.load::<8>(0xffff_fffc), Err(Fault::Low));
    assert_eq!(memory.load::<4>(0xffff_fffc), Ok([3; 4]));
    // Below the last page nothing is mapped: that octet comes first.
    assert_eq!(memory.load::<8>(0xffff_effc), Err(Fault::Page(0xffff_e000)));
    assert_eq!(memory.load::<8>(0xfffc), Err(Fault::Low));
    assert_eq!(memory.load::<8>(0x1_2ffc), Err(Fault::Page(0x1_3000)));
    // A store over the end of the writable pages writes nothing.
    assert_eq!(memory.store(0x1_2ffc, [1; 8]), Err(Fault::Page(0x1_3000)));
    assert_eq!(memory.store(0x1_0ffc, [1; 8]), Err(Fault::Page(0x1_0000)));
    assert_eq!(memory.load::<4>(0x1_2ffc), Ok([9; 4]));
    assert!(memory.touched().is_empty());
}

/// Every third page from 16 on, the fourth of them read-only, each with its number in it.
struct Beneath(Vec<[u8; PAGE_SIZE]>);

impl javm::Pages for Beneath {
    fn page(&self, page: u32) -> Option<(Access, &[u8; PAGE_SIZE])> {
        let content = self.0.get((page as usize).checked_sub(16)? / 3)?;
        let access = if page == 25 { Access::ReadOnly } else { Access::Writable };
        (page % 3 == 1).then_some((access, content))
    }
}

#[test]
fn pages_beneath_are_taken_over_on_use() {
    let pages: Vec<_> = (0..6u8).map(|n| [n + 1; PAGE_SIZE]).collect();
    let mut builder = MemoryBuilder::new();
    builder.map(18, Access::Writable, &[9]).unwrap();
    builder.map(19, Access::Writable, &[8]).unwrap();
    builder.beneath(std::sync::Arc::new(Beneath(pages)));
    let mut memory = builder.build();
    for _ in 0..2 {
        let first = |memory: &mut Memory, page: u32| memory.load::<1>(page << 12);
        assert_eq!(first(&mut memory, 16), Ok([1]));
        assert_eq!(first(&mut memory, 17), Err(Fault::Page(17 << 12)));
        assert_eq!((first(&mut memory, 18), first(&mut memory, 19)), (Ok([9]), Ok([8])));
        assert!(memory.touched().is_empty());
        assert_eq!(memory.store(25 << 12, [1]), Err(Fault::Page(25 << 12)));
        assert_eq!(memory.write(28 << 12, &[7; 5000]), Err(Inaccessible { address: 29 << 12 }));
        assert_eq!(memory.store(22 << 12, [1, 2]), Ok(()));
        assert_eq!(memory.write((28 << 12) + 1, &[5]), Ok(()));
        assert_eq!(memory.load(28 << 12), Ok([5, 5, 5]));
        assert_eq!(memory.touched(), [22, 28]);
        assert_eq!(memory.page(22).map(|(_, page)| page[..3].to_vec()), Some(vec![1, 2, 3]));
        assert_eq!(memory.page(31).map(|(_, page)| page[0]), Some(6));
        memory.reset();
        assert!(memory.touched().is_empty());
        assert_eq!(memory.page(22).map(|(_, page)| page[0]), Some(3));
    }
}
