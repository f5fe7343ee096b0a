//! Valid blocks at random: what each part of the extrinsic may hold is read from the state, what it holds is drawn.

mod disputed;
mod reported;

use crate::{Author, AuthorError, Entry, Parent, Plan};
use jar_codec::sample::Source;
use jar_crypto::blake2b;
use jar_stf::live::LiveState;
use jar_stf::preimages::PreimageKeys;
use jar_types::{
    Assurance, AvailabilityAssignments, Bits, Block, CoreIndex, DisputesExtrinsic, Extrinsic, Hash,
    Preimage, Slot, TicketProof, ValidatorIndex, ValidatorSet,
};

/// How often things happen, in 256ths.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// A slot stays without a block.
    pub skipped_slot: u8,
    /// All slots to the end of the epoch, and sometimes beyond, stay without a block.
    pub skipped_epoch: u8,
    /// Each of a block's places for a ticket is used.
    pub ticket: u8,
    /// A validator assures a core whose report waits.
    pub assurance: u8,
    /// A free core gets a report.
    pub report: u8,
    /// A preimage that is wanted is brought.
    pub preimage: u8,
    /// A block has disputes.
    pub dispute: u8,
}

impl Default for Rates {
    /// Chains with a bit of everything.
    fn default() -> Self {
        Self {
            skipped_slot: 16,
            skipped_epoch: 2,
            ticket: 144,
            assurance: 230,
            report: 160,
            preimage: 64,
            dispute: 4,
        }
    }
}

/// Generates valid blocks for one author's chain, each on any block that is given. The same seeds and the same states give the same
/// blocks.
///
/// One seed decides in which slots there are blocks and how many tickets they bring, the other all else. Randomness on the chain
/// depends on the former alone: chains that share it (and their start) share their tickets, which an [`Author`] makes only once.
#[derive(Debug)]
pub struct Generator<'a> {
    author: &'a Author,
    rates: Rates,
    /// Draws slots and numbers of tickets.
    slots: Source,
    /// Draws everything else.
    source: Source,
    /// Blocks that lookup anchors can name: hashes of headers, slots.
    ancestors: Vec<(Hash, Slot)>,
    /// What services may ask for.
    library: Vec<Preimage>,
    /// The root of the state on which the block comes.
    root: Hash,
}

/// How many blocks a generator knows as lookup anchors.
const ANCESTORS: usize = 8;

impl<'a> Generator<'a> {
    /// A generator; `library` has the preimages that services of the chain may ask for.
    #[must_use]
    pub fn new(
        author: &'a Author,
        slots: u64,
        seed: u64,
        rates: Rates,
        mut library: Vec<Preimage>,
    ) -> Self {
        library.sort_by(|a, b| (a.requester, &a.blob).cmp(&(b.requester, &b.blob)));
        library.dedup();
        Self {
            author,
            rates,
            slots: Source::new(slots, 0),
            source: Source::new(seed, 0),
            ancestors: Vec::new(),
            library,
            root: Hash::default(),
        }
    }

    /// A valid block on the block with this header hash, after which the state is `state` with the root `root`.
    ///
    /// # Errors
    /// Nobody known may seal one of the next slots.
    pub fn block(
        &mut self,
        header_hash: Hash,
        root: Hash,
        state: &LiveState,
    ) -> Result<Block, AuthorError> {
        self.know(header_hash, *state.slot);
        self.root = root;
        let (plan, disputes) = self.plan(Parent::live(header_hash, root, state), state)?;
        let tickets = self.tickets(&plan)?;
        let preimages = self.preimages(state);
        let judged = self.judged(state, &disputes);
        let assurances = self.assurances(&plan, &judged);
        let free = self.free(&plan, judged, &assurances);
        let guarantees = self.guarantees(&plan, state, &free);
        let extrinsic = Extrinsic { tickets, preimages, guarantees, assurances, disputes };
        self.author.block(&plan, extrinsic)
    }

    /// Whether something with this rate happens.
    fn happens(&mut self, rate: u8) -> bool {
        self.source.up_to(255) < usize::from(rate)
    }

    /// Any of them.
    fn any<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        let last = items.len().checked_sub(1)?;
        items.get(self.source.up_to(last)).copied()
    }

    /// Some of them, each at this rate, in order.
    fn some<T>(&mut self, items: impl IntoIterator<Item = T>, rate: u8) -> Vec<T> {
        items.into_iter().filter(|_| self.happens(rate)).collect()
    }

    /// The block is one that lookup anchors can name: the latest ones are.
    fn know(&mut self, header_hash: Hash, slot: Slot) {
        self.ancestors.retain(|(hash, of)| *hash != header_hash && *of < slot);
        let beyond = self.ancestors.len().saturating_sub(ANCESTORS.saturating_sub(1));
        self.ancestors.drain(..beyond);
        self.ancestors.push((header_hash, slot));
    }

    /// The next slot that somebody known may seal, mostly the very next.
    fn plan<'b>(
        &mut self,
        parent: Parent<'b>,
        state: &LiveState,
    ) -> Result<(Plan<'b>, DisputesExtrinsic), AuthorError> {
        let epoch = self.author.params().epoch_length;
        let mut slot = parent.slot.saturating_add(1);
        while self.slots.up_to(255) < usize::from(self.rates.skipped_slot) {
            slot = slot.saturating_add(1);
        }
        if self.slots.up_to(255) < usize::from(self.rates.skipped_epoch) {
            let epochs = u32::try_from(self.slots.up_to(2)).unwrap_or(0);
            slot = slot.saturating_add(epoch.saturating_mul(epochs));
            slot = slot.saturating_add(epoch.saturating_sub(slot.checked_rem(epoch).unwrap_or(0)));
        }
        let disputes = self.disputes(&parent, state);
        // Offenders seal nothing, but they are never more than a third.
        let last = slot.saturating_add(epoch);
        loop {
            match self.author.plan(parent, slot, &disputes) {
                Err(AuthorError::Nobody { .. }) if slot < last => slot = slot.saturating_add(1),
                result => return result.map(|plan| (plan, disputes)),
            }
        }
    }

    /// Useful tickets, as many as the block may have.
    fn tickets(&mut self, plan: &Plan<'_>) -> Result<Vec<TicketProof>, AuthorError> {
        let params = self.author.params();
        if plan.slot.checked_rem(params.epoch_length).unwrap_or(0) >= params.contest_end {
            return Ok(Vec::new());
        }
        let mut used = || self.slots.up_to(255) < usize::from(self.rates.ticket);
        let places = (0..params.block_tickets).filter(|_| used()).count();
        if places == 0 {
            return Ok(Vec::new());
        }
        let contest = self.author.contest(plan.entropy(), &plan.safrole().pending)?;
        let held = &plan.safrole().ticket_accumulator;
        let mut useful: Vec<Entry> = contest.useful(held, params.epoch_slots()).copied().collect();
        while useful.len() > places {
            let last = useful.len().saturating_sub(1);
            useful.swap_remove(self.source.up_to(last));
        }
        self.author.tickets(plan, &useful)
    }

    /// Preimages of the library that services want.
    fn preimages(&mut self, state: &LiveState) -> Vec<Preimage> {
        let wanted = |preimage: &&Preimage| {
            let keys = PreimageKeys::of(&preimage.blob);
            state.services.item(preimage.requester, &keys.request).is_some_and(|of| **of == [0])
        };
        let wanted: Vec<Preimage> = self.library.iter().filter(wanted).cloned().collect();
        self.some(wanted, self.rates.preimage)
    }

    /// ρ†.
    fn judged(&self, state: &LiveState, disputes: &DisputesExtrinsic) -> AvailabilityAssignments {
        let doubted = |report: &Hash| {
            disputes.verdicts.iter().any(|verdict| {
                let votes_for = verdict.votes.iter().filter(|judgment| judgment.vote).count();
                verdict.target == *report && votes_for < self.author.params().super_majority()
            })
        };
        let mut judged = AvailabilityAssignments::clone(&state.assignments);
        if !disputes.verdicts.is_empty() {
            for place in &mut judged.0 {
                *place = place
                    .take()
                    .filter(|waiting| !doubted(&jar_crypto::blake2b_of(&waiting.report)));
            }
        }
        judged
    }

    /// What validators say about the cores on which reports wait.
    fn assurances(&mut self, plan: &Plan<'_>, judged: &AvailabilityAssignments) -> Vec<Assurance> {
        let waits: Vec<bool> = judged.0.iter().map(Option::is_some).collect();
        if !waits.contains(&true) {
            return Vec::new();
        }
        let mut assurances = Vec::new();
        for index in 0..self.author.params().validators {
            let bits: Bits =
                waits.iter().map(|waits| *waits && self.happens(self.rates.assurance)).collect();
            if bits.iter().any(|bit| bit) {
                let anchor = plan.parent.header_hash;
                let keyring = self.author.keyring();
                assurances.extend(keyring.assurance(plan.active(), index, anchor, bits));
            }
        }
        assurances
    }

    /// The cores that are free for a report: ρ‡ has none there.
    fn free(
        &self,
        plan: &Plan<'_>,
        judged: AvailabilityAssignments,
        assurances: &[Assurance],
    ) -> Vec<CoreIndex> {
        let params = self.author.params();
        let timeout = Slot::from(params.assurance_timeout);
        let free = |(core, waiting): (CoreIndex, _)| {
            let waiting: Option<jar_types::AvailabilityAssignment> = waiting;
            let has = |of: &&Assurance| of.bitfield.get(usize::from(core)) == Some(true);
            let available = assurances.iter().filter(has).count() >= params.super_majority();
            let late = waiting
                .as_ref()
                .is_some_and(|waiting| plan.slot >= waiting.timeout.saturating_add(timeout));
            (waiting.is_none() || available || late).then_some(core)
        };
        (0..).zip(judged.0).filter_map(free).collect()
    }

    /// A hash that is no other.
    fn hash(&mut self) -> Hash {
        blake2b(&self.source.number().to_le_bytes())
    }

    /// Some of the validators whose secrets are known, by their indices.
    fn validators(&mut self, of: &ValidatorSet, count: usize) -> Vec<ValidatorIndex> {
        let keyring = self.author.keyring();
        let known =
            (0..).zip(&of.0).filter(|(_, keys)| keyring.of_ed25519(&keys.ed25519).is_some());
        let mut indices: Vec<ValidatorIndex> = known.map(|(index, _)| index).collect();
        while indices.len() > count {
            let last = indices.len().saturating_sub(1);
            indices.remove(self.source.up_to(last));
        }
        indices
    }
}
