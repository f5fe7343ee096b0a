//! Smaller values of the same type: an item less, a part that is empty.

use super::accounts::Accounts;
use jar_types::{
    AccumulatedQueue, AccumulationOutput, Assurance, AuthPool, AuthPools, AuthQueues,
    AvailabilityAssignments, Credential, Culprit, DisputesExtrinsic, DisputesRecords,
    Ed25519Public, EntropyPool, EpochMark, Extrinsic, Fault, Guarantee, Hash, Header, Preimage,
    Privileges, ReadyQueue, ReadyReport, RecentBlock, RecentHistory, SafroleState, SealKeys,
    Statistics, Ticket, TicketProof, TicketsMark, ValidatorSet, Verdict, WorkDigest, WorkPackage,
    WorkReport, WorkResult,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the minimiser can try.
pub(super) trait Smaller: Sized {
    /// Values that are smaller by a step.
    fn smaller(&self) -> Vec<Self> {
        Vec::new()
    }
}

macro_rules! never {
    ($($kind:ty),* $(,)?) => {$(impl Smaller for $kind {})*};
}

never!(
    u16,
    u32,
    u64,
    Hash,
    Ed25519Public,
    EntropyPool,
    ValidatorSet,
    AuthQueues,
    SealKeys,
    Statistics,
    Header,
    EpochMark,
    TicketsMark,
    Ticket,
    TicketProof,
    Verdict,
    Culprit,
    Fault,
    Credential,
    Preimage,
    Assurance,
    AccumulationOutput,
    RecentBlock,
    Privileges,
    WorkDigest,
    WorkPackage,
    WorkResult,
);

/// Replaces one field of a copy at a time.
macro_rules! fields {
    ($($kind:ty { $($field:tt),* })*) => {$(
        impl Smaller for $kind {
            fn smaller(&self) -> Vec<Self> {
                let mut all = Vec::new();
                $(all.extend(self.$field.smaller().into_iter().map(|field| {
                    let mut one = self.clone();
                    one.$field = field;
                    one
                }));)*
                all
            }
        }
    )*};
}

fields! {
    RecentHistory { history, mmr }
    SafroleState { ticket_accumulator }
    DisputesExtrinsic { verdicts, culprits, faults }
    DisputesRecords { good, bad, wonky, offenders }
    Extrinsic { tickets, preimages, guarantees, assurances, disputes }
    Guarantee { report, signatures }
    WorkReport { results, auth_output }
    ReadyReport { report, dependencies }
    AuthPool { 0 }
}

impl Smaller for u8 {}

impl<T: Clone + Smaller> Smaller for Vec<T> {
    /// Without one half, without one item, with one item smaller.
    fn smaller(&self) -> Vec<Self> {
        let half = self.len() / 2;
        let halves = [self.get(half..), self.get(..half)].into_iter().flatten().map(<[T]>::to_vec);
        let mut all: Vec<Self> = halves.filter(|some| some.len() < self.len()).collect();
        for (place, item) in self.iter().enumerate() {
            let mut fewer = self.clone();
            fewer.remove(place);
            all.push(fewer);
            all.extend(item.smaller().into_iter().map(|item| {
                let mut changed = self.clone();
                changed.iter_mut().skip(place).take(1).for_each(|place| *place = item.clone());
                changed
            }));
        }
        all
    }
}

impl<T: Smaller> Smaller for Option<T> {
    fn smaller(&self) -> Vec<Self> {
        let Some(value) = self else { return Vec::new() };
        std::iter::once(None).chain(value.smaller().into_iter().map(Some)).collect()
    }
}

impl<T: Clone + Ord> Smaller for BTreeSet<T> {
    fn smaller(&self) -> Vec<Self> {
        let without = |item| self.iter().filter(|other| *other != item).cloned().collect();
        self.iter().map(without).collect()
    }
}

impl<K: Clone + Ord, V: Clone> Smaller for BTreeMap<K, V> {
    fn smaller(&self) -> Vec<Self> {
        let without = |key: &K| {
            let mut fewer = self.clone();
            fewer.remove(key);
            fewer
        };
        self.keys().map(without).collect()
    }
}

/// Sequences of fixed length: one item becomes smaller, or is emptied.
fn within<T: Clone>(all: &[T], smaller: impl Fn(&T) -> Vec<T>) -> Vec<Vec<T>> {
    let mut found = Vec::new();
    for (place, item) in all.iter().enumerate() {
        for item in smaller(item) {
            let mut changed = all.to_vec();
            changed.iter_mut().skip(place).take(1).for_each(|place| *place = item.clone());
            found.push(changed);
        }
    }
    found
}

impl Smaller for AvailabilityAssignments {
    fn smaller(&self) -> Vec<Self> {
        let none = |place: &Option<_>| place.iter().map(|_| None).collect();
        within(&self.0, none).into_iter().map(Self).collect()
    }
}

impl Smaller for AuthPools {
    fn smaller(&self) -> Vec<Self> {
        within(&self.0, Smaller::smaller).into_iter().map(Self).collect()
    }
}

impl Smaller for ReadyQueue {
    fn smaller(&self) -> Vec<Self> {
        within(&self.0, Smaller::smaller).into_iter().map(Self).collect()
    }
}

impl Smaller for AccumulatedQueue {
    fn smaller(&self) -> Vec<Self> {
        within(&self.0, Smaller::smaller).into_iter().map(Self).collect()
    }
}

impl Smaller for Accounts {
    /// Without an account, without an item.
    fn smaller(&self) -> Vec<Self> {
        let mut all: Vec<Self> = self.0.smaller().into_iter().map(Self).collect();
        for (service, account) in &self.0 {
            all.extend(account.items.smaller().into_iter().map(|items| {
                let mut one = self.clone();
                one.0
                    .get_mut(service)
                    .into_iter()
                    .for_each(|account| account.items.clone_from(&items));
                one
            }));
        }
        all
    }
}
