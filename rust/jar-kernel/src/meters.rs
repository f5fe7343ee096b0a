//! Meters: two tables of a block, for gas and for quota (K20).

use std::sync::Arc;

use jar_cap::{Cap, Slots};

use crate::native;

/// What a meter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meter {
    /// Steps and operations.
    Gas,
    /// Pages that are made.
    Quota,
}

impl Meter {
    /// The kind with this number: 0 gas, 1 quota.
    pub(crate) const fn of(number: u64) -> Option<Self> {
        match number {
            0 => Some(Self::Gas),
            1 => Some(Self::Quota),
            _ => None,
        }
    }
}

/// The table of quota meters at some moment.
pub(crate) type Quota = Arc<Vec<u64>>;

/// What remains in each meter, by id; the roots have id 0. A clone costs nothing.
#[derive(Clone, Debug)]
pub struct Meters {
    gas: Arc<Vec<u64>>,
    quota: Arc<Vec<u64>>,
}

impl Meters {
    /// The root meters.
    #[must_use]
    pub fn new(gas: u64, quota: u64) -> Self {
        Self { gas: Arc::new(vec![gas]), quota: Arc::new(vec![quota]) }
    }

    fn table(&self, kind: Meter) -> &[u64] {
        match kind {
            Meter::Gas => &self.gas,
            Meter::Quota => &self.quota,
        }
    }

    fn table_mut(&mut self, kind: Meter) -> &mut Vec<u64> {
        Arc::make_mut(match kind {
            Meter::Gas => &mut self.gas,
            Meter::Quota => &mut self.quota,
        })
    }

    /// What remains in a meter; none if there is no such id.
    #[must_use]
    pub fn get(&self, kind: Meter, id: u64) -> Option<u64> {
        self.table(kind).get(usize::try_from(id).ok()?).copied()
    }

    /// All that remains.
    #[must_use]
    pub fn sum(&self, kind: Meter) -> u128 {
        self.table(kind).iter().fold(0, |sum, left| sum.saturating_add(u128::from(*left)))
    }

    pub(crate) fn set(&mut self, kind: Meter, id: u64, left: u64) {
        if self.get(kind, id) != Some(left)
            && let Ok(place) = usize::try_from(id)
            && let Some(meter) = self.table_mut(kind).get_mut(place)
        {
            *meter = left;
        }
    }

    /// Takes from a meter, all or nothing; whether it was covered.
    pub(crate) fn take(&mut self, kind: Meter, id: u64, amount: u64) -> bool {
        match self.get(kind, id).and_then(|left| left.checked_sub(amount)) {
            Some(left) => {
                self.set(kind, id, left);
                true
            }
            None => false,
        }
    }

    /// A new meter with nothing in it.
    pub(crate) fn mint(&mut self, kind: Meter) -> u64 {
        let id = self.table(kind).len() as u64;
        self.table_mut(kind).push(0);
        id
    }

    /// Moves from one meter to another, all or nothing.
    pub(crate) fn transfer(&mut self, kind: Meter, from: u64, to: u64, amount: u64) -> bool {
        let Some(there) = self.get(kind, to) else { return false };
        if from == to {
            return there >= amount;
        }
        match there.checked_add(amount) {
            Some(sum) if self.take(kind, from, amount) => {
                self.set(kind, to, sum);
                true
            }
            _ => false,
        }
    }

    /// The quota table of an earlier moment again.
    pub(crate) fn return_quota(&mut self, before: Quota) {
        self.quota = before;
    }

    /// The quota table of this moment.
    pub(crate) fn quota(&self) -> Quota {
        Arc::clone(&self.quota)
    }

    /// The meter of the first slot with a handle of the kind whose id there is.
    pub(crate) fn active(&self, kind: Meter, list: &[u8], slots: &Slots) -> Option<u64> {
        list.iter().find_map(|slot| match slots.get(u32::from(*slot)) {
            Some(Cap::Instance(instance)) => {
                native::handle(kind, instance).filter(|id| self.get(kind, *id).is_some())
            }
            _ => None,
        })
    }
}
