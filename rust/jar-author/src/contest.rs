//! All tickets that validators can enter a contest with.

use crate::Keyring;
use jar_crypto::VrfError;
use jar_stf::safrole::ticket_context;
use jar_types::{EntropyPool, Hash, Ticket, ValidatorIndex, ValidatorSet};

/// An entry that a validator can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The ticket.
    pub ticket: Ticket,
    /// The validator, by its index among those of the next epoch.
    pub validator: ValidatorIndex,
}

/// All entries of a contest, the best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    entries: Vec<Entry>,
}

impl Contest {
    /// The entries of the validators whose secrets are known, with η_2′ of `entropy`, each with so many.
    pub(crate) fn new(
        keyring: &Keyring,
        entropy: &EntropyPool,
        validators: &ValidatorSet,
        entries: u16,
    ) -> Result<Self, VrfError> {
        let mut all = Vec::new();
        for (validator, keys) in (0..).zip(&validators.0) {
            let Some(secrets) = keyring.of_bandersnatch(&keys.bandersnatch) else { continue };
            for attempt in (0..=u8::MAX).take(usize::from(entries)) {
                let id = secrets.bandersnatch.output(&ticket_context(entropy, attempt))?;
                all.push(Entry { ticket: Ticket { id, attempt }, validator });
            }
        }
        all.sort_by_key(|entry| entry.ticket.id);
        Ok(Self { entries: all })
    }

    /// The entries, the best first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whose ticket it is.
    #[must_use]
    pub fn find(&self, id: &Hash) -> Option<&Entry> {
        let place = self.entries.binary_search_by_key(id, |entry| entry.ticket.id).ok()?;
        self.entries.get(place)
    }

    /// The entries that a block can bring whatever others bring: not held, and among the `best`. A proof of one is never useless.
    pub fn useful(&self, held: &[Ticket], best: usize) -> impl Iterator<Item = &Entry> {
        self.entries.iter().take(best).filter(|entry| !held.contains(&entry.ticket))
    }
}
