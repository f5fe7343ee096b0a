//! What an accumulating service sees and changes (Gray Paper 0.7.2, B.4): the state of its batch, never changed, and its own changes.

use std::sync::Arc;

use jar_types::{
    AuthQueue, CoreIndex, DeferredTransfer, Gas, Hash, Privileges, ServiceId, Slot, ValidatorSet,
};
use rpds::RedBlackTreeMapSync;

use crate::accounts::{Account, Accounts, Octets};
use crate::host::{Seen, Sources};
use crate::invocation::Setup;

/// 𝕊: the state that accumulation reads and changes. Validators and authorizer queues, which no service can read, are there only
/// where they were changed in this block.
#[derive(Clone, Debug)]
pub(crate) struct PartialState {
    /// **d**.
    pub(crate) accounts: Accounts,
    /// m, **a**, v, r, **z**.
    pub(crate) privileges: Arc<Privileges>,
    /// **i**, if changed.
    pub(crate) staging: Option<Arc<ValidatorSet>>,
    /// **q** of the cores where it was changed.
    pub(crate) queues: RedBlackTreeMapSync<CoreIndex, Arc<AuthQueue>>,
}

/// Accounts as a service sees them: those of the batch with its changes over them; `None` for those that it removed.
#[derive(Clone, Debug)]
pub(crate) struct Overlay<'a> {
    pub(crate) base: &'a Accounts,
    pub(crate) changed: RedBlackTreeMapSync<ServiceId, Option<Account>>,
}

impl Seen for Overlay<'_> {
    fn account(&self, service: ServiceId) -> Option<&Account> {
        match self.changed.get(&service) {
            Some(changed) => changed.as_ref(),
            None => self.base.get(service),
        }
    }
}

impl Overlay<'_> {
    /// Sets an account, or removes it.
    pub(crate) fn set(&mut self, service: ServiceId, account: Option<Account>) {
        self.changed.insert_mut(service, account);
    }
}

/// 𝕃: a result in the making. A copy costs nothing.
#[derive(Clone, Debug)]
pub(crate) struct Implications<'a> {
    /// e_d.
    pub(crate) accounts: Overlay<'a>,
    /// e_(m, a, v, r, z).
    pub(crate) privileges: Arc<Privileges>,
    /// e_i, if changed.
    pub(crate) staging: Option<Arc<ValidatorSet>>,
    /// e_q, where changed.
    pub(crate) queues: RedBlackTreeMapSync<CoreIndex, Arc<AuthQueue>>,
    /// i: the index of the next service that it makes.
    pub(crate) next: ServiceId,
    /// **t**: how many of the context's transfers.
    pub(crate) transfers: usize,
    /// y: the commitment.
    pub(crate) commitment: Option<Hash>,
    /// **p**: preimages that are provided, by service and hash.
    pub(crate) provisions: RedBlackTreeMapSync<(ServiceId, Hash), Octets>,
}

/// The context of an accumulation: 𝕃 twice, and what does not change.
pub(crate) struct Context<'a> {
    pub(crate) setup: &'a Setup<'a>,
    /// x_s: the service.
    pub(crate) service: ServiceId,
    /// H_T.
    pub(crate) slot: Slot,
    /// What `fetch` gives.
    pub(crate) sources: Sources<'a>,
    /// **x**: the regular result.
    pub(crate) regular: Implications<'a>,
    /// **y**: the result should the invocation fail.
    pub(crate) exceptional: Implications<'a>,
    /// Transfers of the regular result. Those of the exceptional one are the first of them: `checkpoint` keeps a length.
    pub(crate) transfers: Vec<DeferredTransfer>,
}

/// 𝕆: what the accumulation of one service gives.
#[derive(Clone, Debug)]
pub(crate) struct Accumulated {
    /// e_d, where changed.
    pub(crate) accounts: RedBlackTreeMapSync<ServiceId, Option<Account>>,
    /// e_(m, a, v, r, z).
    pub(crate) privileges: Arc<Privileges>,
    /// e_i, if changed.
    pub(crate) staging: Option<Arc<ValidatorSet>>,
    /// e_q, where changed.
    pub(crate) queues: RedBlackTreeMapSync<CoreIndex, Arc<AuthQueue>>,
    /// **t**.
    pub(crate) transfers: Vec<DeferredTransfer>,
    /// y.
    pub(crate) commitment: Option<Hash>,
    /// u.
    pub(crate) gas: Gas,
    /// **p**.
    pub(crate) provisions: RedBlackTreeMapSync<(ServiceId, Hash), Octets>,
}

impl<'a> Implications<'a> {
    /// I of B.4.
    pub(crate) fn new(state: &'a PartialState, next: ServiceId) -> Self {
        Self {
            accounts: Overlay { base: &state.accounts, changed: RedBlackTreeMapSync::new_sync() },
            privileges: Arc::clone(&state.privileges),
            staging: None,
            queues: RedBlackTreeMapSync::new_sync(),
            next,
            transfers: 0,
            commitment: None,
            provisions: RedBlackTreeMapSync::new_sync(),
        }
    }

    /// The result: with the transfers, of which the first are its own.
    pub(crate) fn into_result(self, mut transfers: Vec<DeferredTransfer>, gas: Gas) -> Accumulated {
        transfers.truncate(self.transfers);
        Accumulated {
            accounts: self.accounts.changed,
            privileges: self.privileges,
            staging: self.staging,
            queues: self.queues,
            transfers,
            commitment: self.commitment,
            gas,
            provisions: self.provisions,
        }
    }
}

impl Context<'_> {
    /// **x**_s: the service's own account. It cannot be removed by itself, so it is there.
    pub(crate) fn own(&self) -> Option<&Account> {
        self.regular.accounts.account(self.service)
    }

    /// Replaces the service's own account.
    pub(crate) fn set_own(&mut self, account: Account) {
        self.regular.accounts.set(self.service, Some(account));
    }
}
