//! Data: pages of octets.

use std::sync::{Arc, OnceLock};

use jar_types::Hash;
use javm::{PAGE_COUNT, PAGE_SIZE};

use crate::hashing::{Domain, hash_of};
use crate::tree::{Element, Tree};

/// A Data has at most so many pages.
pub const MAX_PAGES: u32 = PAGE_COUNT;

static ZEROS: [u8; PAGE_SIZE] = [0; PAGE_SIZE];

/// Octets of a page, shared, with their hash.
#[derive(Clone, Debug)]
pub struct Page(Arc<(OnceLock<Hash>, [u8; PAGE_SIZE])>);

impl Page {
    /// A page with these octets.
    #[must_use]
    pub fn new(octets: &[u8; PAGE_SIZE]) -> Self {
        Self(Arc::new((OnceLock::new(), *octets)))
    }

    /// Its octets.
    #[must_use]
    pub fn octets(&self) -> &[u8; PAGE_SIZE] {
        &self.0.1
    }
}

/// Hashes of 2^i pages of zeros.
fn zeros() -> &'static [Hash; 21] {
    static HASHES: OnceLock<[Hash; 21]> = OnceLock::new();
    HASHES.get_or_init(|| {
        let mut hash = hash_of(Domain::Page, &[&ZEROS]);
        std::array::from_fn(|_| {
            let this = hash;
            hash = hash_of(Domain::PageNode, &[&this.0, &this.0]);
            this
        })
    })
}

impl Element for Page {
    fn leaf(&self) -> Hash {
        *self.0.0.get_or_init(|| hash_of(Domain::Page, &[self.octets()]))
    }

    fn empty(bits: u8) -> Hash {
        zeros().get(usize::from(bits)).copied().unwrap_or_default()
    }

    fn node(left: &Hash, right: &Hash) -> Hash {
        hash_of(Domain::PageNode, &[&left.0, &right.0])
    }

    fn is_open(&self) -> bool {
        false
    }
}

/// Up to [`MAX_PAGES`] pages. A clone shares them; a change copies what it changes.
#[derive(Clone, Debug)]
pub struct Data(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    hash: OnceLock<Hash>,
    pages: u32,
    tree: Tree<Page>,
}

/// Levels of a tree of so many pages.
fn bits(pages: u32) -> u8 {
    pages.checked_next_power_of_two().map_or(0, |size| size.trailing_zeros() as u8)
}

impl Data {
    /// So many pages of zeros; none if there are too many.
    #[must_use]
    pub fn zeros(pages: u32) -> Option<Self> {
        let tree = Tree::new(bits(pages));
        (pages <= MAX_PAGES).then(|| Self(Arc::new(Inner { hash: OnceLock::new(), pages, tree })))
    }

    /// The octets, the last page filled with zeros; none if they are too many.
    #[must_use]
    pub fn from_octets(octets: &[u8]) -> Option<Self> {
        let data = Self::zeros(u32::try_from(octets.len().div_ceil(PAGE_SIZE)).ok()?)?;
        let pages = octets.chunks(PAGE_SIZE).map(|chunk| {
            let mut page = ZEROS;
            page.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            page
        });
        let pages = (0u32..).zip(pages).filter(|(_, page)| *page != ZEROS);
        Some(data.with_pages(0, pages.map(|(number, page)| (number, Page::new(&page)))))
    }

    /// The number of pages.
    #[must_use]
    pub fn pages(&self) -> u32 {
        self.0.pages
    }

    /// The number of octets.
    #[must_use]
    pub fn size(&self) -> u64 {
        u64::from(self.0.pages).saturating_mul(PAGE_SIZE as u64)
    }

    /// The octets of a page; none beyond the last one.
    #[must_use]
    pub fn page(&self, number: u32) -> Option<&[u8; PAGE_SIZE]> {
        let page = || self.0.tree.get(number).map_or(&ZEROS, Page::octets);
        (number < self.0.pages).then(page)
    }

    /// This Data with other pages in some places, and at least `pages` of them; what lies beyond [`MAX_PAGES`] is left out.
    /// Costs what is replaced, and the way there.
    #[must_use]
    pub fn with_pages(&self, pages: u32, replaced: impl IntoIterator<Item = (u32, Page)>) -> Self {
        let mut new = self.clone();
        let inner = Arc::make_mut(&mut new.0);
        inner.hash = OnceLock::new();
        inner.extend_to(pages);
        for (number, page) in replaced {
            if number < MAX_PAGES {
                inner.extend_to(number.saturating_add(1));
                inner.tree.set(number, Some(page));
            }
        }
        new
    }

    /// Copies octets from `offset` on, as many as there are and `to` takes; returns how many.
    pub fn read(&self, offset: u64, to: &mut [u8]) -> usize {
        let mut at = offset;
        let mut done = 0usize;
        let mut rest = to;
        while !rest.is_empty() {
            let number = u32::try_from(at >> 12).ok();
            let Some(page) = number.and_then(|number| self.page(number)) else { break };
            let source = page.get((at & 0xfff) as usize..).unwrap_or_default();
            let length = source.len().min(rest.len());
            let (head, tail) = std::mem::take(&mut rest).split_at_mut(length);
            head.iter_mut().zip(source).for_each(|(to, from)| *to = *from);
            rest = tail;
            at = at.saturating_add(length as u64);
            done = done.saturating_add(length);
        }
        done
    }

    /// All octets.
    #[must_use]
    pub fn to_octets(&self) -> Vec<u8> {
        (0..self.0.pages).filter_map(|number| self.page(number)).flatten().copied().collect()
    }

    /// The hash of the value.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let inner = &self.0;
        *inner.hash.get_or_init(|| {
            let root = if inner.pages == 0 { Hash::default() } else { inner.tree.hash() };
            hash_of(Domain::Data, &[&u64::from(inner.pages).to_le_bytes(), &root.0])
        })
    }
}

impl Inner {
    fn extend_to(&mut self, pages: u32) {
        let pages = pages.min(MAX_PAGES);
        if pages > self.pages {
            self.pages = pages;
            self.tree.grow(bits(pages));
        }
    }
}
