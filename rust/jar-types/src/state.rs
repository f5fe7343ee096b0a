//! The state σ (Gray Paper 0.7.2, 4.2) and its form as a map from keys to octets, T(σ) (D.1).

use crate::{
    AccumulatedQueue, AccumulationOutput, AuthPools, AuthQueues, AvailabilityAssignments, Blob,
    DisputesRecords, Hash, KeyKind, Params, Privileges, ReadyQueue, RecentHistory, SafroleState,
    ServiceAccount, ServiceId, Slot, StateKey, Statistics, ValidatorSet,
};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use jar_codec::{Decode, DecodeError, Encode, Output, Reader, Step, decode, encode};

/// η: the randomness of now, and of the starts of this epoch and of the two before it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EntropyPool(pub [Hash; 4]);

impl Encode for EntropyPool {
    fn size(&self) -> usize {
        Hash::size_of_all(&self.0)
    }

    fn encode(&self, to: &mut impl Output) {
        Hash::encode_all(&self.0, to);
    }
}

impl<'a, C: ?Sized> Decode<'a, C> for EntropyPool {
    const MIN_SIZE: usize = 4 * Hash::SIZE;

    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        let mut pool = [Hash::default(); 4];
        let all = Hash::decode_all(input, context, pool.len())?;
        pool.iter_mut().zip(all).for_each(|(to, hash)| *to = hash);
        Ok(Self(pool))
    }
}

#[cfg(feature = "sample")]
impl<C: ?Sized> jar_codec::sample::Sample<C> for EntropyPool {
    fn sample(source: &mut jar_codec::sample::Source, context: &C) -> Self {
        Self(core::array::from_fn(|_| Hash::sample(source, context)))
    }
}

/// Why a map is no T(σ).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// A component has no entry.
    #[error("{component}: expected an entry under {key}, found none")]
    Missing {
        /// Its name.
        component: &'static str,
        /// Its key.
        key: StateKey,
    },
    /// An entry under a key that nothing has.
    #[error("{key}: expected the key of a component, of an account or of an account's item")]
    UnknownKey {
        /// The key.
        key: StateKey,
    },
    /// An item of an account that is not there.
    #[error("{key}: expected an account of service {service}, found none")]
    NoAccount {
        /// The key of the item.
        key: StateKey,
        /// The service.
        service: ServiceId,
    },
    /// A value that does not decode; the path begins with the component or with `services[s]`.
    #[error("{0}")]
    Value(#[from] DecodeError),
}

/// Defines [`State`] and both directions of T from one list of the components.
macro_rules! state {
    ($($(#[$doc:meta])* $index:literal $field:ident: $kind:ty,)*) => {
        /// σ: the state.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "sample", derive(jar_codec::sample::Sample))]
        #[cfg_attr(feature = "sample", codec(context = Params))]
        pub struct State<B = Blob> {
            $($(#[$doc])* pub $field: $kind,)*
            /// δ: the accounts of services.
            pub services: BTreeMap<ServiceId, ServiceAccount<B>>,
        }

        impl<B: AsRef<[u8]> + Encode> State<B> {
            /// T(σ): the state as a map.
            #[must_use]
            pub fn to_map(&self) -> BTreeMap<StateKey, Blob> {
                let mut map = BTreeMap::new();
                $(map.insert(StateKey::component($index), encode(&self.$field));)*
                for (&service, account) in &self.services {
                    map.insert(StateKey::service(service), encode(&account.info));
                    map.extend(account.items.iter().map(|(item, value)| {
                        (StateKey::item(service, item), value.as_ref().to_vec())
                    }));
                }
                map
            }
        }

        impl<'a, B: Decode<'a, Params> + From<&'a [u8]>> State<B> {
            /// T⁻¹: the state whose T is the map.
            ///
            /// # Errors
            /// There is none.
            pub fn from_map<V: AsRef<[u8]>>(
                map: &'a BTreeMap<StateKey, V>,
                params: &Params,
            ) -> Result<Self, StateError> {
                Ok(Self {
                    $($field: component(map, $index, stringify!($field), params)?,)*
                    services: services(map, params)?,
                })
            }
        }

        /// The indices of the components.
        const COMPONENTS: &[u8] = &[$($index),*];
    };
}

state! {
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
    /// ι: the validators of the epoch after the next.
    7 staging_validators: ValidatorSet,
    /// κ: the validators of this epoch.
    8 active_validators: ValidatorSet,
    /// λ: the validators of the last epoch.
    9 previous_validators: ValidatorSet,
    /// ρ.
    10 assignments: AvailabilityAssignments<B>,
    /// τ: the slot of the latest block.
    11 slot: Slot,
    /// χ.
    12 privileges: Privileges,
    /// π.
    13 statistics: Statistics,
    /// ω.
    14 ready: ReadyQueue<B>,
    /// ξ.
    15 accumulated: AccumulatedQueue,
    /// θ: the commitments of the latest accumulation.
    16 last_outputs: Vec<AccumulationOutput>,
}

fn component<'a, T: Decode<'a, Params>, V: AsRef<[u8]>>(
    map: &'a BTreeMap<StateKey, V>,
    index: u8,
    name: &'static str,
    params: &Params,
) -> Result<T, StateError> {
    let key = StateKey::component(index);
    let value = map.get(&key).ok_or(StateError::Missing { component: name, key })?;
    Ok(decode(value.as_ref(), params).map_err(|error| error.within(Step::Field(name)))?)
}

fn services<'a, B: From<&'a [u8]>, V: AsRef<[u8]>>(
    map: &'a BTreeMap<StateKey, V>,
    params: &Params,
) -> Result<BTreeMap<ServiceId, ServiceAccount<B>>, StateError> {
    let mut services = BTreeMap::new();
    // C(255, s) is among the keys of service 255's items, so accounts come first.
    for (key, value) in map.range(StateKey::component(255)..) {
        if let KeyKind::Service(service) = key.kind() {
            let info = decode(value.as_ref(), params).map_err(|error: DecodeError| {
                error.within(Step::Element(service as usize)).within(Step::Field("services"))
            })?;
            services.insert(service, ServiceAccount { info, items: BTreeMap::new() });
        }
    }
    for (key, value) in map {
        match key.kind() {
            KeyKind::Component(index) if !COMPONENTS.contains(&index) => {
                return Err(StateError::UnknownKey { key: *key });
            }
            KeyKind::Component(_) | KeyKind::Service(_) => {}
            KeyKind::Item(service, item) => {
                let account = services.get_mut(&service);
                let account = account.ok_or(StateError::NoAccount { key: *key, service })?;
                account.items.insert(item, B::from(value.as_ref()));
            }
        }
    }
    Ok(services)
}
