//! Initial memories.

use super::{Access, Entry, FIRST_PAGE, Memory, PAGE_COUNT, PAGE_SIZE};

/// A page that cannot be part of an initial memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// The number is below [`FIRST_PAGE`] or not below [`PAGE_COUNT`].
    #[error("page {page:#x} cannot be mapped: expected 0x10 to 0xfffff")]
    Number {
        /// The page.
        page: u32,
    },
    /// The page is mapped already.
    #[error("page {page:#x} is mapped twice")]
    Twice {
        /// The page.
        page: u32,
    },
    /// More content than a page holds.
    #[error("page {page:#x} has {length} octets of content, expected at most 4096")]
    Content {
        /// The page.
        page: u32,
        /// Octets given.
        length: usize,
    },
}

/// Makes the initial memory of a machine.
#[derive(Clone, Debug, Default)]
pub struct MemoryBuilder {
    memory: Memory,
}

impl MemoryBuilder {
    /// No page accessible.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Maps one page; content beyond `content` is zero.
    ///
    /// # Errors
    /// See [`MapError`]; nothing has changed then.
    pub fn map(&mut self, page: u32, access: Access, content: &[u8]) -> Result<(), MapError> {
        if !(FIRST_PAGE..PAGE_COUNT).contains(&page) {
            return Err(MapError::Number { page });
        }
        if self.memory.entry(page).access().is_some() {
            return Err(MapError::Twice { page });
        }
        let mut octets = [0; PAGE_SIZE];
        let place = octets.get_mut(..content.len());
        place.ok_or(MapError::Content { page, length: content.len() })?.copy_from_slice(content);
        let mut slot = 0;
        if content.iter().any(|octet| *octet != 0) {
            slot = self.memory.slots.len();
            self.memory.slots.push(octets);
        }
        self.memory.set_entry(page, Entry::of(access).with_slot(slot));
        Ok(())
    }

    /// Maps pages of zeros; pages that are mapped already stay as they are. The cost does not depend on the number of
    /// whole groups of 1,024 pages that were empty.
    ///
    /// # Errors
    /// See [`MapError::Number`]; nothing has changed then.
    pub fn map_zero(
        &mut self,
        pages: std::ops::Range<u32>,
        access: Access,
    ) -> Result<(), MapError> {
        if pages.is_empty() {
            return Ok(());
        }
        if pages.start < FIRST_PAGE {
            return Err(MapError::Number { page: pages.start });
        }
        if pages.end > PAGE_COUNT {
            return Err(MapError::Number { page: pages.end });
        }
        self.memory.fill(pages, Entry::of(access));
        Ok(())
    }

    /// Puts pages beneath those that are mapped, at no cost for each.
    pub fn beneath(&mut self, pages: std::sync::Arc<dyn super::Pages>) {
        self.memory.beneath = Some(pages);
    }

    /// The memory; from here on changes count as made by the run.
    #[must_use]
    pub fn build(self) -> Memory {
        let mut memory = self.memory;
        memory.base_leaves = memory.leaves.len();
        memory.base_slots = memory.slots.len();
        memory.replaced.clear();
        memory
    }
}
