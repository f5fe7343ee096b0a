//! Who makes blocks.

use crate::{Contest, Entry, Keyring, Parent, Plan, Secrets};
use jar_codec::Encode;
use jar_crypto::{RingProvingKey, VrfError, blake2b_of};
use jar_stf::header::{extrinsic_hash, report_hashes};
use jar_stf::safrole::{self, entropy_context, seal_context, ticket_context};
use jar_stf::{Caches, Recent};
use jar_types::{
    BandersnatchPublic, Block, DisputesExtrinsic, Ed25519Public, EntropyPool, Extrinsic, Hash,
    Header, Params, SealKeys, Slot, TicketProof, ValidatorIndex, ValidatorSet, VrfSignature,
};
use std::sync::Arc;

/// Why there is no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorError {
    /// The slot is not after the parent's.
    #[error("slot {slot}: expected one after {parent}, the parent's")]
    Slot {
        /// The slot.
        slot: Slot,
        /// The parent's.
        parent: Slot,
    },
    /// Nobody whose secrets are known may seal the slot.
    #[error("slot {slot}: expected to know the secrets of who may seal it")]
    Nobody {
        /// The slot.
        slot: Slot,
    },
    /// There are no secrets of a validator.
    #[error("validator {index}: expected to know its secrets")]
    Stranger {
        /// Its index.
        index: ValidatorIndex,
    },
    /// A signature could not be made.
    #[error("{0}")]
    Signature(#[from] VrfError),
}

/// Makes blocks with the keys of a ring.
#[derive(Debug)]
pub struct Author {
    params: Params,
    keyring: Keyring,
    caches: Caches,
    contests: Recent<(Hash, Hash), Arc<Contest>, 4>,
    rings: Recent<Hash, Arc<RingProvingKey>, 4>,
    proofs: Recent<(Hash, Entry), TicketProof, 8192>,
}

impl Author {
    /// For a chain with these parameters.
    #[must_use]
    pub fn new(params: Params, keyring: Keyring) -> Self {
        let (contests, rings, proofs) = (Recent::default(), Recent::default(), Recent::default());
        Self { params, keyring, caches: Caches::new(), contests, rings, proofs }
    }

    /// The parameters of the chain.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// The validators whose secrets are known.
    #[must_use]
    pub const fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// What was computed of rings and keys; whoever imports the blocks may use it as well.
    #[must_use]
    pub const fn caches(&self) -> &Caches {
        &self.caches
    }

    /// Who seals a slot, and what it rotates. `disputes` are those that the block will have.
    ///
    /// # Errors
    /// The slot is not after the parent's, or nobody known may seal it.
    pub fn plan<'a>(
        &self,
        parent: Parent<'a>,
        slot: Slot,
        disputes: &DisputesExtrinsic,
    ) -> Result<Plan<'a>, AuthorError> {
        if slot <= parent.slot {
            return Err(AuthorError::Slot { slot, parent: parent.slot });
        }
        let culprits = disputes.culprits.iter().map(|culprit| culprit.key);
        let faults = disputes.faults.iter().map(|fault| fault.key);
        let offenders_mark: Vec<Ed25519Public> = culprits.chain(faults).collect();
        let offenders = parent.offenders.iter().chain(&offenders_mark).copied().collect();
        let before = safrole::Before {
            slot: parent.slot,
            entropy: parent.entropy,
            active: parent.active,
            safrole: parent.safrole,
            staging: parent.staging,
        };
        let output = Hash::default();
        let rotation =
            safrole::rotate(&self.params, &self.caches, &before, slot, &output, &offenders);
        let active = rotation.active(parent.active);
        let keys = &rotation.safrole(parent.safrole).seal_keys;
        let author_index = self.sealer(&rotation.entropy, active, keys, slot)?;
        let nobody = AuthorError::Nobody { slot };
        let author_index = author_index.ok_or(nobody)?;
        let seal_context = seal_context(&rotation.entropy, keys, slot).ok_or(nobody)?;
        Ok(Plan { parent, slot, offenders_mark, offenders, rotation, author_index, seal_context })
    }

    /// The index in κ′ of who may seal the slot.
    fn sealer(
        &self,
        entropy: &EntropyPool,
        active: &ValidatorSet,
        keys: &SealKeys,
        slot: Slot,
    ) -> Result<Option<ValidatorIndex>, AuthorError> {
        let index = |count: usize| (slot as usize).checked_rem(count);
        match keys {
            SealKeys::Tickets(tickets) => {
                let ticket = index(tickets.len()).and_then(|index| tickets.get(index));
                let [now, first, second, third] = entropy.0;
                // The contest was one of the epoch before, in which η_3′ was η_2′.
                let then = EntropyPool([now, first, third, second]);
                let contest = self.contest(&then, active)?;
                Ok(ticket.and_then(|ticket| contest.find(&ticket.id)).map(|entry| entry.validator))
            }
            SealKeys::Keys(keys) => {
                let key = index(keys.len()).and_then(|index| keys.get(index));
                let known = key.filter(|key| self.keyring.of_bandersnatch(key).is_some());
                let place = known
                    .and_then(|key| active.0.iter().position(|keys| keys.bandersnatch == *key));
                Ok(place.and_then(|place| ValidatorIndex::try_from(place).ok()))
            }
        }
    }

    /// All entries of the contest with η_2′ of `entropy` among `validators`, γ_P′.
    ///
    /// # Errors
    /// None in practice: a context hashes to the point at infinity.
    pub fn contest(
        &self,
        entropy: &EntropyPool,
        validators: &ValidatorSet,
    ) -> Result<Arc<Contest>, AuthorError> {
        let [_, _, randomness, _] = entropy.0;
        let entries = self.params.ticket_entries;
        Ok(self.contests.get_or((randomness, blake2b_of(&ring(validators))), || {
            Contest::new(&self.keyring, entropy, validators, entries).map(Arc::new)
        })?)
    }

    /// The proof of an entry, for a block of this plan. Proofs cost more than all else that an author does, so they are kept: they
    /// depend on the validators and on η_2′, which does not depend on what blocks hold.
    ///
    /// # Errors
    /// The validator's secrets are not known.
    pub fn ticket(&self, plan: &Plan<'_>, entry: &Entry) -> Result<TicketProof, AuthorError> {
        let (index, keys) = (usize::from(entry.validator), ring(&plan.safrole().pending));
        let secrets = keys.get(index).and_then(|key| self.keyring.of_bandersnatch(key));
        let secrets = secrets.ok_or(AuthorError::Stranger { index: entry.validator })?;
        let commitment = blake2b_of(&keys);
        self.proofs.get_or((commitment, *entry), || {
            let size = self.caches.ring(keys.len())?;
            let key = self.rings.get_or(commitment, || size.proving_key(&keys).map(Arc::new))?;
            let context = ticket_context(plan.entropy(), entry.ticket.attempt);
            let prover = size.prover_of(&key, index)?;
            let signature = prover.sign(&secrets.bandersnatch, &context, &[])?;
            Ok(TicketProof { attempt: entry.ticket.attempt, signature })
        })
    }

    /// The proofs of entries, in the order that a block must have them.
    ///
    /// # Errors
    /// The secrets of a validator are not known.
    pub fn tickets(
        &self,
        plan: &Plan<'_>,
        entries: &[Entry],
    ) -> Result<Vec<TicketProof>, AuthorError> {
        let mut entries = entries.to_vec();
        entries.sort_by_key(|entry| entry.ticket.id);
        entries.iter().map(|entry| self.ticket(plan, entry)).collect()
    }

    /// The block of a plan with an extrinsic.
    ///
    /// # Errors
    /// A signature could not be made.
    pub fn block<B: AsRef<[u8]> + Encode>(
        &self,
        plan: &Plan<'_>,
        extrinsic: Extrinsic<B>,
    ) -> Result<Block<B>, AuthorError> {
        let header = self.seal(plan, self.header(plan, &extrinsic))?;
        Ok(Block { header, extrinsic })
    }

    /// The header of a block of this plan, without its two signatures.
    #[must_use]
    pub fn header<B: AsRef<[u8]> + Encode>(
        &self,
        plan: &Plan<'_>,
        extrinsic: &Extrinsic<B>,
    ) -> Header {
        Header {
            parent: plan.parent.header_hash,
            parent_state_root: plan.parent.state_root,
            extrinsic_hash: extrinsic_hash(extrinsic, &report_hashes(&extrinsic.guarantees)),
            slot: plan.slot,
            epoch_mark: plan.rotation.epoch_mark.clone(),
            tickets_mark: plan.rotation.tickets_mark.clone(),
            author_index: plan.author_index,
            entropy_source: VrfSignature::default(),
            offenders_mark: plan.offenders_mark.clone(),
            seal: VrfSignature::default(),
        }
    }

    /// The header with the two signatures of the plan's author, whatever it says.
    ///
    /// # Errors
    /// A signature could not be made.
    pub fn seal(&self, plan: &Plan<'_>, mut header: Header) -> Result<Header, AuthorError> {
        let secrets = self.secrets(plan.active(), plan.author_index)?;
        let output = secrets.bandersnatch.output(&plan.seal_context)?;
        header.entropy_source = secrets.bandersnatch.sign(&entropy_context(&output), &[])?;
        self.seal_as(secrets, plan, header)
    }

    /// The header sealed by anybody, H_V as it is.
    ///
    /// # Errors
    /// A signature could not be made.
    pub fn seal_as(
        &self,
        secrets: &Secrets,
        plan: &Plan<'_>,
        mut header: Header,
    ) -> Result<Header, AuthorError> {
        header.seal = secrets.bandersnatch.sign(&plan.seal_context, &header.encode_unsigned())?;
        Ok(header)
    }

    /// The secrets of a validator of a set.
    ///
    /// # Errors
    /// They are not known.
    pub fn secrets(
        &self,
        validators: &ValidatorSet,
        index: ValidatorIndex,
    ) -> Result<&Secrets, AuthorError> {
        let keys = validators.0.get(usize::from(index));
        let secrets = keys.and_then(|keys| self.keyring.of_bandersnatch(&keys.bandersnatch));
        secrets.ok_or(AuthorError::Stranger { index })
    }
}

/// The keys of a ring.
fn ring(validators: &ValidatorSet) -> Vec<BandersnatchPublic> {
    validators.0.iter().map(|keys| keys.bandersnatch).collect()
}
