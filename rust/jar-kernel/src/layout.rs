//! Memory from values, without copying them.

use std::sync::Arc;

use jar_cap::{Cap, Data, Image, Page, Path, Slots, Source};
use javm::{Access, Memory, MemoryBuilder, PAGE_SIZE, Pages};

use crate::status::Status;

static ZEROS: [u8; PAGE_SIZE] = [0; PAGE_SIZE];

/// The mappings of an Image with what they had when memory was laid out.
#[derive(Debug)]
pub(crate) struct Layout {
    ranges: Vec<Laid>,
}

/// A mapping that is laid out.
#[derive(Debug)]
pub(crate) struct Laid {
    start: u32,
    end: u32,
    pub(crate) source: Option<Path>,
    pub(crate) writable: bool,
    pub(crate) data: Option<Data>,
    /// Pages that are there in place of the source's: what a pause kept.
    kept: Vec<(u32, Page)>,
}

impl Laid {
    fn page(&self, page: u32) -> &[u8; PAGE_SIZE] {
        if let Ok(place) = self.kept.binary_search_by_key(&page, |(number, _)| *number)
            && let Some((_, kept)) = self.kept.get(place)
        {
            return kept.octets();
        }
        let inner = page.saturating_sub(self.start);
        self.data.as_ref().and_then(|data| data.page(inner)).unwrap_or(&ZEROS)
    }

    /// Pages of the source.
    pub(crate) fn pages(&self) -> u32 {
        self.data.as_ref().map_or(0, Data::pages)
    }
}

impl Layout {
    /// The mappings of an Image over the slots of its Instance. `kept` are the pages of a pause, ascending; a mapping with
    /// its bit in `named` has nothing else (L29).
    pub(crate) fn new(
        image: &Image,
        slots: &Slots,
        (named, kept): (u64, &[(u32, Page)]),
    ) -> Result<Self, Status> {
        let mut ranges = Vec::with_capacity(image.parts().mappings.len());
        let mut wrong = None;
        for (place, mapping) in image.parts().mappings.iter().enumerate() {
            let range = mapping.range();
            let (source, data) = match mapping.source {
                Source::Persistent(path) if named & 1u64.wrapping_shl(place as u32) == 0 => {
                    let data = match slots.at(path) {
                        Ok(None) => None,
                        Ok(Some(Cap::Data(data))) if data.pages() > mapping.pages => {
                            return Err(Status::Image);
                        }
                        Ok(Some(Cap::Data(data))) => Some(data.clone()),
                        Ok(Some(_)) => {
                            wrong = wrong.or(Some(Status::Kind));
                            None
                        }
                        Err(error) => {
                            wrong = wrong.or(Some(error.into()));
                            None
                        }
                    };
                    (Some(path), data)
                }
                Source::Persistent(_) | Source::Ephemeral => (None, None),
            };
            let inside = |(page, _): &&(u32, Page)| source.is_none() && range.contains(page);
            ranges.push(Laid {
                start: range.start,
                end: range.end,
                source,
                writable: image.is_writable(mapping),
                data,
                kept: kept.iter().filter(inside).cloned().collect(),
            });
        }
        wrong.map_or(Ok(Self { ranges }), Err)
    }

    /// The memory that machines start with.
    pub(crate) fn memory(self: &Arc<Self>) -> Memory {
        let mut builder = MemoryBuilder::new();
        if !self.ranges.is_empty() {
            builder.beneath(Arc::clone(self) as Arc<dyn Pages>);
        }
        builder.build()
    }

    fn find(&self, page: u32) -> Option<(usize, &Laid)> {
        let place = self.ranges.partition_point(|laid| laid.end <= page);
        let laid = self.ranges.get(place).filter(|laid| laid.start <= page)?;
        Some((place, laid))
    }

    /// All mappings, in their order.
    pub(crate) fn mappings(&self) -> &[Laid] {
        &self.ranges
    }

    /// The pages that differ from what was laid out, by mapping: place in it, content.
    pub(crate) fn written(&self, machine: &dyn javm::Instance) -> Vec<Vec<(u32, Page)>> {
        let mut written = vec![Vec::new(); self.ranges.len()];
        machine.touched(&mut |number, _, content| {
            if let Some((place, laid)) = self.find(number)
                && laid.page(number) != content
                && let Some(pages) = written.get_mut(place)
            {
                pages.push((number.saturating_sub(laid.start), Page::new(content)));
            }
        });
        written
    }

    /// The pages that are not zero of ephemeral mappings and of those with their bits in `named`, ascending.
    pub(crate) fn ephemeral(&self, machine: &dyn javm::Instance, named: u64) -> Vec<(u32, Page)> {
        let kept = |place: usize, laid: &Laid| {
            laid.source.is_none() || named & 1u64.wrapping_shl(place as u32) != 0
        };
        let mut pages = std::collections::BTreeMap::new();
        for (_, laid) in self.ranges.iter().enumerate().filter(|(place, laid)| kept(*place, laid)) {
            pages.extend(laid.kept.iter().cloned());
            for inner in 0..laid.pages() {
                let number = laid.start.saturating_add(inner);
                if *laid.page(number) != ZEROS {
                    pages.insert(number, Page::new(laid.page(number)));
                }
            }
        }
        machine.touched(&mut |number, _, content| {
            if self.find(number).is_some_and(|(place, laid)| kept(place, laid)) {
                pages.insert(number, Page::new(content));
            }
        });
        pages.retain(|_, page: &mut Page| *page.octets() != ZEROS);
        pages.into_iter().collect()
    }
}

impl Pages for Layout {
    fn page(&self, page: u32) -> Option<(Access, &[u8; PAGE_SIZE])> {
        let (_, laid) = self.find(page)?;
        let access = if laid.writable { Access::Writable } else { Access::ReadOnly };
        Some((access, laid.page(page)))
    }
}
