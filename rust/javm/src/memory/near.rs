//! The pages that instructions used of late, so that most accesses need no walk through the tables.

/// How many pages are known at once; a page has one place.
const PLACES: usize = 64;

/// A page and its slot.
#[derive(Clone, Copy)]
struct Place {
    page: u32,
    slot: u32,
}

/// No page has this number.
const EMPTY: Place = Place { page: u32::MAX, slot: 0 };

/// The slots of some pages. All of it is in the tables as well.
#[derive(Clone)]
pub(super) struct Near {
    places: Box<[Place; PLACES]>,
    /// Something is known.
    any: bool,
}

impl Default for Near {
    fn default() -> Self {
        Self { places: Box::new([EMPTY; PLACES]), any: false }
    }
}

const fn index(page: u32) -> usize {
    page as usize & (PLACES - 1)
}

impl Near {
    /// The slot of a page that is known.
    #[inline(always)]
    #[expect(clippy::indexing_slicing, reason = "so many bits index an array of that size")]
    pub(super) fn slot(&self, page: u32) -> Option<usize> {
        let place = self.places[index(page)];
        (place.page == page).then_some(place.slot as usize)
    }

    /// From now on this page is known.
    pub(super) fn learn(&mut self, page: u32, slot: usize) {
        if let Some(place) = self.places.get_mut(index(page)) {
            *place = Place { page, slot: slot as u32 };
            self.any = true;
        }
    }

    /// From now on this page is not known.
    pub(super) fn forget(&mut self, page: u32) {
        if let Some(place) = self.places.get_mut(index(page))
            && place.page == page
        {
            *place = EMPTY;
        }
    }

    /// From now on no page is known.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.any) {
            self.places.fill(EMPTY);
        }
    }
}
