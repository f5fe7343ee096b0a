//! The state in memory (Gray Paper 0.7.2, 4.2): the components, each shared between the states that have the same one; and what
//! a block changes of it.

use crate::accounts::{Accounts, Octets};
use jar_codec::encode;
use jar_types::{
    AccumulatedQueue, AccumulationOutput, AuthPools, AuthQueues, AvailabilityAssignments, Blob,
    DisputesRecords, EntropyPool, Params, Privileges, ReadyQueue, RecentHistory, SafroleState,
    Slot, State, StateError, StateKey, Statistics, ValidatorSet,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Defines [`LiveState`] and [`Changes`] from one list of the components: those of `jar_types::State`, by the same numbers.
macro_rules! components {
    ($($(#[$doc:meta])* $index:literal $field:ident: $kind:ty,)*) => {
        /// σ. A copy costs nothing: components and accounts are shared.
        #[derive(Clone, Debug)]
        pub struct LiveState {
            $($(#[$doc])* pub $field: Arc<$kind>,)*
            /// δ.
            pub services: Accounts,
        }

        /// What a block changes of a state; what is `None` stays.
        #[derive(Clone, Debug, Default)]
        pub struct Changes {
            $($(#[$doc])* pub $field: Option<$kind>,)*
            /// δ.
            pub services: Option<Accounts>,
        }

        impl From<State> for LiveState {
            fn from(state: State) -> Self {
                Self {
                    $($field: Arc::new(state.$field),)*
                    services: Accounts::from_data(&state.services),
                }
            }
        }

        impl LiveState {
            /// The state with changes, and the entries of T(σ) that they touch. Components that are as they were are not touched.
            #[must_use]
            pub fn apply(&self, changes: Changes) -> (Self, BTreeMap<StateKey, Option<Octets>>) {
                let mut after = self.clone();
                let mut entries = BTreeMap::new();
                if let Some(services) = changes.services {
                    after.services = services;
                    entries = after.services.changes();
                    after.services.settle();
                }
                $(
                    if let Some(component) = changes.$field
                        && component != *self.$field
                    {
                        let octets = Octets::from(encode(&component));
                        entries.insert(StateKey::component($index), Some(octets));
                        after.$field = Arc::new(component);
                    }
                )*
                (after, entries)
            }

            /// T(σ): all entries.
            #[must_use]
            pub fn to_map(&self) -> BTreeMap<StateKey, Blob> {
                let mut map = BTreeMap::new();
                $(map.insert(StateKey::component($index), encode(&*self.$field));)*
                for (service, account) in self.services.iter() {
                    map.insert(StateKey::service(service), encode(&account.info));
                    map.extend(account.items().map(|(item, value)| {
                        (StateKey::item(service, item), value.to_vec())
                    }));
                }
                map
            }
        }
    };
}

components! {
    /// α.
    1 auth_pools: AuthPools,
    /// φ.
    2 auth_queues: AuthQueues,
    /// β.
    3 recent: RecentHistory,
    /// γ.
    4 safrole: SafroleState,
    /// ψ.
    5 disputes: DisputesRecords,
    /// η.
    6 entropy: EntropyPool,
    /// ι.
    7 staging_validators: ValidatorSet,
    /// κ.
    8 active_validators: ValidatorSet,
    /// λ.
    9 previous_validators: ValidatorSet,
    /// ρ.
    10 assignments: AvailabilityAssignments,
    /// τ.
    11 slot: Slot,
    /// χ.
    12 privileges: Privileges,
    /// π.
    13 statistics: Statistics,
    /// ω.
    14 ready: ReadyQueue,
    /// ξ.
    15 accumulated: AccumulatedQueue,
    /// θ.
    16 last_outputs: Vec<AccumulationOutput>,
}

impl LiveState {
    /// The state whose T(σ) is the map.
    ///
    /// # Errors
    /// There is none.
    pub fn from_map<V: AsRef<[u8]>>(
        map: &BTreeMap<StateKey, V>,
        params: &Params,
    ) -> Result<Self, StateError> {
        State::from_map(map, params).map(Self::from)
    }
}
