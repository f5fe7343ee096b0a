//! Paged memory (Gray Paper 0.7.2, A.4 and 4.24; decisions D6 to D8): 2^20 pages of 4,096 octets.
//!
//! A table of two levels leads from a page number to an [`Entry`]: rights and the slot that holds the content. Slot 0 is
//! the page of zeros, leaf 0 the leaf without accessible pages; both are shared. What the builder made is never changed:
//! the first write to a page copies it (and its leaf), so [`Memory::reset`] costs what the run dirtied. Mapping allocates
//! no content.

mod builder;
mod near;
mod ram;

use std::sync::Arc;

pub use builder::{MapError, MemoryBuilder};
use near::Near;
pub use ram::Ram;

/// Octets in a page.
pub const PAGE_SIZE: usize = 4096;
/// Pages in the address space.
pub const PAGE_COUNT: u32 = 1 << 20;
/// Pages below this number cannot be mapped (decision D6).
pub const FIRST_PAGE: u32 = 16;
/// Pages in a leaf, and leaves in the address space.
const FANOUT: usize = 1024;

/// The rights of an accessible page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// Loads only.
    ReadOnly,
    /// Loads and stores.
    Writable,
}

/// Why an instruction's access failed (decision D7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The first octet that is not permitted lies below 2^16.
    Low,
    /// It lies in the page with this address.
    Page(u32),
}

/// A range that the host wanted to access is not permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("address {address:#x} is not accessible in the wanted way")]
pub struct Inaccessible {
    /// The first octet that is not permitted.
    pub address: u64,
}

/// Rights and place of a page.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Entry(u32);

impl Entry {
    const READABLE: u32 = 1;
    const WRITABLE: u32 = 2;
    /// Mapped since the start.
    const MAPPED: u32 = 4;
    /// Writable, the slot is its own, and the page is in the list of written pages: a store needs nothing else.
    const READY: u32 = 8;
    const SLOT_SHIFT: u32 = 4;

    const fn of(access: Access) -> Self {
        match access {
            Access::ReadOnly => Self(Self::READABLE),
            Access::Writable => Self(Self::READABLE | Self::WRITABLE),
        }
    }

    const fn has(self, bits: u32) -> bool {
        self.0 & bits == bits
    }

    const fn slot(self) -> usize {
        (self.0 >> Self::SLOT_SHIFT) as usize
    }

    const fn with_slot(self, slot: usize) -> Self {
        let bits = self.0 & ((1 << Self::SLOT_SHIFT) - 1);
        Self(bits | (slot as u32) << Self::SLOT_SHIFT)
    }

    const fn with(self, bits: u32) -> Self {
        Self(self.0 | bits)
    }

    const fn access(self) -> Option<Access> {
        match self.0 & (Self::READABLE | Self::WRITABLE) {
            0 => None,
            Self::READABLE => Some(Access::ReadOnly),
            _ => Some(Access::Writable),
        }
    }
}

type Leaf = [Entry; FANOUT];
type Page = [u8; PAGE_SIZE];

/// Pages that a memory has without having taken them over: each is copied when an instruction uses it for the first time.
pub trait Pages: Send + Sync {
    /// Rights and content of a page from [`FIRST_PAGE`] on; none if it is inaccessible. Always the same.
    fn page(&self, page: u32) -> Option<(Access, &[u8; PAGE_SIZE])>;
}

/// The memory of one machine.
#[derive(Clone)]
pub struct Memory {
    /// Leaf of each group of 1,024 pages.
    top: Box<[u32; FANOUT]>,
    leaves: Vec<Leaf>,
    slots: Vec<Page>,
    /// Pages that are in no leaf.
    beneath: Option<Arc<dyn Pages>>,
    /// Leaves and slots below these numbers are the initial state and never change.
    base_leaves: usize,
    base_slots: usize,
    /// Groups that got another leaf, in order, with the one before.
    replaced: Vec<(u32, u32)>,
    /// A leaf all of whose entries are alike, used by several groups.
    uniform: Option<(u32, Entry)>,
    /// Pages with `READY`, in the order of their first write.
    written: Vec<u32>,
    /// Ranges of pages that `open` went over.
    opened: Vec<std::ops::Range<u32>>,
    /// Readable pages, and pages with `READY`, that were used since the last reset.
    readable: Near,
    ready: Near,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            top: Box::new([0; FANOUT]),
            leaves: vec![[Entry::default(); FANOUT]],
            slots: vec![[0; PAGE_SIZE]],
            beneath: None,
            base_leaves: 1,
            base_slots: 1,
            replaced: Vec::new(),
            uniform: None,
            written: Vec::new(),
            opened: Vec::new(),
            readable: Near::default(),
            ready: Near::default(),
        }
    }
}

/// Group and position in the leaf of a page.
const fn split(page: u32) -> (usize, usize) {
    ((page >> 10) as usize & (FANOUT - 1), page as usize & (FANOUT - 1))
}

impl Fault {
    /// The fault of an octet that is not permitted.
    #[must_use]
    pub const fn at(address: u32) -> Self {
        if address < 1 << 16 { Self::Low } else { Self::Page(address & !0xfff) }
    }
}

const fn offset(address: u32) -> usize {
    address as usize & (PAGE_SIZE - 1)
}

impl Memory {
    #[inline(always)]
    fn entry(&self, page: u32) -> Entry {
        let (group, position) = split(page);
        let leaf = self.top.get(group).and_then(|leaf| self.leaves.get(*leaf as usize));
        leaf.and_then(|leaf| leaf.get(position)).copied().unwrap_or_default()
    }

    /// The entry of a page, which is taken over if it lies beneath.
    fn adopted(&mut self, page: u32) -> Entry {
        let entry = self.entry(page);
        if entry.access().is_some() || page < FIRST_PAGE {
            return entry;
        }
        let beneath = self.beneath.as_ref().and_then(|pages| pages.page(page));
        let Some((access, content)) = beneath else { return entry };
        let entry = Entry::of(access).with_slot(self.slots.len());
        self.slots.push(*content);
        self.set_entry(page, entry);
        entry
    }

    /// Rights of a page.
    fn access(&self, page: u32) -> Option<Access> {
        self.page(page).map(|(access, _)| access)
    }

    /// Reads N octets at `address`, as an instruction does.
    ///
    /// # Errors
    /// The first octet that is not readable, in the order of decision D7.
    #[inline(always)]
    pub fn load<const N: usize>(&mut self, address: u32) -> Result<[u8; N], Fault> {
        if let Some(slot) = self.readable.slot(address >> 12)
            && let Some(page) = self.slots.get(slot)
            && let Some(octets) = page.get(offset(address)..).and_then(|rest| rest.first_chunk())
        {
            return Ok(*octets);
        }
        self.load_far(address)
    }

    #[inline(never)]
    fn load_far<const N: usize>(&mut self, address: u32) -> Result<[u8; N], Fault> {
        let entry = self.adopted(address >> 12);
        if entry.has(Entry::READABLE)
            && let Some(page) = self.slots.get(entry.slot())
            && let Some(octets) = page.get(offset(address)..).and_then(|rest| rest.first_chunk())
        {
            self.readable.learn(address >> 12, entry.slot());
            return Ok(*octets);
        }
        self.load_octets(address)
    }

    #[cold]
    #[inline(never)]
    fn load_octets<const N: usize>(&self, address: u32) -> Result<[u8; N], Fault> {
        let mut octets = [0; N];
        let mut at = address;
        for octet in &mut octets {
            *octet = self.octet(at).ok_or(Fault::at(at))?;
            at = at.wrapping_add(1);
        }
        Ok(octets)
    }

    fn octet(&self, address: u32) -> Option<u8> {
        let (_, content) = self.page(address >> 12)?;
        content.get(offset(address)).copied()
    }

    /// Writes N octets at `address`, as an instruction does.
    ///
    /// # Errors
    /// The first octet that is not writable, in the order of decision D7; nothing is written then.
    #[inline(always)]
    pub fn store<const N: usize>(&mut self, address: u32, octets: [u8; N]) -> Result<(), Fault> {
        if let Some(slot) = self.ready.slot(address >> 12)
            && let Some(page) = self.slots.get_mut(slot)
            && let Some(place) =
                page.get_mut(offset(address)..).and_then(|rest| rest.first_chunk_mut())
        {
            *place = octets;
            return Ok(());
        }
        self.store_far(address, octets)
    }

    #[inline(never)]
    fn store_far<const N: usize>(&mut self, address: u32, octets: [u8; N]) -> Result<(), Fault> {
        let entry = self.entry(address >> 12);
        if entry.has(Entry::READY)
            && let Some(page) = self.slots.get_mut(entry.slot())
            && let Some(place) =
                page.get_mut(offset(address)..).and_then(|rest| rest.first_chunk_mut())
        {
            *place = octets;
            self.ready.learn(address >> 12, entry.slot());
            return Ok(());
        }
        self.store_octets(address, octets)
    }

    #[cold]
    #[inline(never)]
    fn store_octets<const N: usize>(&mut self, address: u32, octets: [u8; N]) -> Result<(), Fault> {
        let addresses = || (0..N as u32).map(|i| address.wrapping_add(i));
        if let Some(bad) = addresses().find(|at| self.access(at >> 12) != Some(Access::Writable)) {
            return Err(Fault::at(bad));
        }
        for (at, octet) in addresses().zip(octets) {
            if let Some(place) =
                self.content_mut(at >> 12).and_then(|page| page.get_mut(offset(at)))
            {
                *place = octet;
            }
        }
        Ok(())
    }

    /// Replaces the entry of a page, in a leaf of its own.
    fn set_entry(&mut self, page: u32, entry: Entry) {
        let (group, position) = split(page);
        let current = self.top.get(group).copied().unwrap_or_default();
        let initial = (current as usize) < self.base_leaves;
        let shared = self.uniform.is_some_and(|(leaf, _)| leaf == current);
        let own = if initial || shared {
            let copy = self.leaves.get(current as usize).copied();
            let own = self.push_leaf(copy.unwrap_or([Entry::default(); FANOUT]));
            self.set_leaf(group, own);
            own
        } else {
            current
        };
        let leaf = self.leaves.get_mut(own as usize);
        if let Some(place) = leaf.and_then(|leaf| leaf.get_mut(position)) {
            *place = entry;
        }
    }

    fn push_leaf(&mut self, leaf: Leaf) -> u32 {
        let number = self.leaves.len() as u32;
        self.leaves.push(leaf);
        number
    }

    /// Gives a group another leaf.
    fn set_leaf(&mut self, group: usize, leaf: u32) {
        if let Some(place) = self.top.get_mut(group) {
            let old = std::mem::replace(place, leaf);
            self.replaced.push((group as u32, old));
        }
    }

    /// The content of a page, ready to be changed: its own copy, and in the list of written pages.
    fn content_mut(&mut self, page: u32) -> Option<&mut Page> {
        let entry = self.adopted(page);
        let slot =
            if entry.has(Entry::READY) { entry.slot() } else { self.make_ready(page, entry) };
        self.slots.get_mut(slot)
    }

    fn make_ready(&mut self, page: u32, entry: Entry) -> usize {
        let mut slot = entry.slot();
        if slot < self.base_slots {
            let content = self.slots.get(slot).copied().unwrap_or([0; PAGE_SIZE]);
            slot = self.slots.len();
            self.slots.push(content);
        }
        self.written.push(page);
        self.readable.forget(page);
        self.set_entry(page, entry.with(Entry::READY).with_slot(slot));
        slot
    }

    /// Gives all inaccessible pages of a range the entry; one step for each whole group without accessible pages.
    fn fill(&mut self, pages: std::ops::Range<u32>, entry: Entry) {
        let mut page = pages.start;
        while page < pages.end {
            let (group, position) = split(page);
            let after = (page | 0x3ff).saturating_add(1);
            let whole = position == 0 && after <= pages.end && self.beneath.is_none();
            if whole && self.top.get(group) == Some(&0) {
                let leaf = self.uniform_leaf(entry);
                self.set_leaf(group, leaf);
                page = after;
                continue;
            }
            let end = after.min(pages.end);
            for page in page..end {
                if self.access(page).is_none() {
                    self.set_entry(page, entry);
                }
            }
            page = end;
        }
    }

    fn uniform_leaf(&mut self, entry: Entry) -> u32 {
        match self.uniform {
            Some((leaf, same)) if same == entry => leaf,
            _ => {
                let leaf = self.push_leaf([entry; FANOUT]);
                self.uniform = Some((leaf, entry));
                leaf
            }
        }
    }

    /// Makes the inaccessible pages in ⌈old/4096⌉ … ⌈new/4096⌉ − 1 writable (decision D5).
    pub fn open(&mut self, old: u32, new: u32) {
        let pages = |address: u32| address.div_ceil(PAGE_SIZE as u32);
        let range = pages(old).max(FIRST_PAGE)..pages(new);
        if range.is_empty() {
            return;
        }
        self.fill(range.clone(), Entry::of(Access::Writable).with(Entry::MAPPED));
        match self.opened.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.opened.push(range),
        }
    }

    /// Rights and content of a page; `None` if it is inaccessible.
    #[must_use]
    pub fn page(&self, page: u32) -> Option<(Access, &[u8; PAGE_SIZE])> {
        if page >= PAGE_COUNT {
            return None;
        }
        let entry = self.entry(page);
        match (entry.access(), &self.beneath) {
            (Some(access), _) => Some((access, self.slots.get(entry.slot())?)),
            (None, Some(beneath)) if page >= FIRST_PAGE => beneath.page(page),
            (None, _) => None,
        }
    }

    /// The numbers of the accessible pages, ascending; of those that lie beneath only the ones that were used.
    pub fn accessible(&self) -> impl Iterator<Item = u32> + '_ {
        let groups = (0u32..).zip(self.top.iter()).filter(|(_, leaf)| **leaf != 0);
        groups
            .flat_map(|(group, _)| {
                let first = group << 10;
                first..first.saturating_add(FANOUT as u32)
            })
            .filter(|page| self.entry(*page).access().is_some())
    }

    /// The numbers of the pages that were written or mapped since the start, ascending.
    #[must_use]
    pub fn touched(&self) -> Vec<u32> {
        let opened = self.opened.iter().cloned().flatten();
        let mapped = opened.filter(|page| self.entry(*page).has(Entry::MAPPED));
        let mut pages: Vec<u32> = self.written.iter().copied().chain(mapped).collect();
        pages.sort_unstable();
        pages.dedup();
        pages
    }

    /// Copies octets from `address` on into `to`.
    ///
    /// # Errors
    /// The first octet that is not readable or lies beyond 2^32; `to` is unspecified then.
    pub fn read(&self, address: u64, to: &mut [u8]) -> Result<(), Inaccessible> {
        let mut rest = to;
        for piece in pieces(address, rest.len()) {
            let (page, from, len) = piece?;
            let at = Inaccessible { address: u64::from(page) << 12 | from as u64 };
            let (_, content) = self.page(page).ok_or(at)?;
            let (head, tail) = rest.split_at_mut_checked(len).ok_or(at)?;
            let source = content.get(from..).and_then(|source| source.get(..len)).ok_or(at)?;
            head.copy_from_slice(source);
            rest = tail;
        }
        Ok(())
    }

    /// Copies `from` into memory from `address` on.
    ///
    /// # Errors
    /// The first octet that is not writable or lies beyond 2^32; nothing is written then.
    pub fn write(&mut self, address: u64, from: &[u8]) -> Result<(), Inaccessible> {
        for piece in pieces(address, from.len()) {
            let (page, at, _) = piece?;
            if self.access(page) != Some(Access::Writable) {
                return Err(Inaccessible { address: u64::from(page) << 12 | at as u64 });
            }
        }
        let mut rest = from;
        for (page, at, len) in pieces(address, from.len()).flatten() {
            let (head, tail) = rest.split_at_checked(len).unwrap_or_default();
            let place = self.content_mut(page).and_then(|page| page.get_mut(at..)?.get_mut(..len));
            if let Some(place) = place {
                place.copy_from_slice(head);
            }
            rest = tail;
        }
        Ok(())
    }

    /// Octets that tables and contents take.
    #[must_use]
    pub fn allocated(&self) -> usize {
        let leaves = self.leaves.len().saturating_add(1).saturating_mul(size_of::<Leaf>());
        self.slots.len().saturating_mul(PAGE_SIZE).saturating_add(leaves)
    }

    /// Back to what the builder made.
    pub fn reset(&mut self) {
        while let Some((group, leaf)) = self.replaced.pop() {
            if let Some(place) = self.top.get_mut(group as usize) {
                *place = leaf;
            }
        }
        self.leaves.truncate(self.base_leaves);
        self.slots.truncate(self.base_slots);
        self.uniform = None;
        self.written.clear();
        self.opened.clear();
        self.readable.clear();
        self.ready.clear();
    }
}

/// A range of octets by pages: page, offset in it, length; an error in the place of the part beyond 2^32.
fn pieces(
    address: u64,
    len: usize,
) -> impl Iterator<Item = Result<(u32, usize, usize), Inaccessible>> {
    let mut at = address;
    let mut left = len;
    std::iter::from_fn(move || {
        if left == 0 {
            return None;
        }
        let Ok(low) = u32::try_from(at) else {
            left = 0;
            return Some(Err(Inaccessible { address: at }));
        };
        let from = offset(low);
        let len = left.min(PAGE_SIZE.saturating_sub(from));
        at = at.saturating_add(len as u64);
        left = left.saturating_sub(len);
        Some(Ok((low >> 12, from, len)))
    })
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pages: Vec<_> =
            self.accessible().map(|page| (page, self.access(page))).take(32).collect();
        f.debug_struct("Memory").field("pages", &pages).field("touched", &self.touched()).finish()
    }
}
