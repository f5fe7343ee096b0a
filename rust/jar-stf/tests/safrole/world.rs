//! A chain of the sections that need no accounts, on the small parameters, with blocks of `jar-author`.

use jar_author::{Author, Entry, Genesis, Keyring, Parent, Plan, genesis, genesis_header};
use jar_crypto::blake2b_of;
use jar_stf::{Caches, Rejection, Rule, disputes, safrole};
use jar_types::{
    Block, DisputesExtrinsic, Extrinsic, Hash, Header, Params, SafroleState, Slot, State,
};
use std::sync::LazyLock;

/// Twice as many validators as an epoch has.
pub(crate) static AUTHOR: LazyLock<Author> =
    LazyLock::new(|| Author::new(Params::tiny(), Keyring::trivial(12)));

/// A state and the block that it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) header_hash: Hash,
}

/// Nothing.
pub(crate) fn extrinsic() -> Extrinsic {
    Extrinsic {
        tickets: Vec::new(),
        preimages: Vec::new(),
        guarantees: Vec::new(),
        assurances: Vec::new(),
        disputes: no_disputes(),
    }
}

pub(crate) fn no_disputes() -> DisputesExtrinsic {
    DisputesExtrinsic { verdicts: Vec::new(), culprits: Vec::new(), faults: Vec::new() }
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let state = genesis(&AUTHOR, Genesis::new(AUTHOR.params(), seed)).unwrap();
        Self { state, header_hash: blake2b_of(&genesis_header()) }
    }

    pub(crate) fn plan(&self, slot: Slot) -> Plan<'_> {
        let parent = Parent::new(self.header_hash, Hash::default(), &self.state);
        AUTHOR.plan(parent, slot, &no_disputes()).unwrap()
    }

    /// A valid block with so many tickets, as far as there are useful ones.
    pub(crate) fn block(&self, plan: &Plan<'_>, tickets: usize) -> Block {
        let tickets = AUTHOR.tickets(plan, &self.useful(plan, tickets)).unwrap();
        AUTHOR.block(plan, Extrinsic { tickets, ..extrinsic() }).unwrap()
    }

    /// Entries that may be brought, the worst of them first.
    pub(crate) fn useful(&self, plan: &Plan<'_>, count: usize) -> Vec<Entry> {
        let SafroleState { pending, ticket_accumulator, .. } = plan.safrole();
        let contest = AUTHOR.contest(plan.entropy(), pending).unwrap();
        let useful: Vec<Entry> = contest.useful(ticket_accumulator, 12).copied().collect();
        useful.into_iter().rev().take(count).collect()
    }

    /// The world after the block, and whether it was sealed with a ticket; in the order of `docs/transition.md`.
    pub(crate) fn after(&self, caches: &Caches, block: &Block) -> Result<(Self, bool), Rejection> {
        let params = AUTHOR.params();
        let Block { header, extrinsic } = block;
        let state = &self.state;
        let disputed = disputes::disputes(
            params,
            &disputes::Before {
                records: &state.disputes,
                assignments: &state.assignments,
                slot: state.slot,
                active: &state.active_validators,
                previous: &state.previous_validators,
            },
            &extrinsic.disputes,
        )?;
        let mark = header.offenders_mark == disputed.offenders_mark;
        Rule::HeaderOffendersMark.demand(mark)?;
        let mut next = self.clone();
        if let Some(records) = disputed.records {
            next.state.disputes = records;
        }
        for core in disputed.cleared {
            next.state.assignments.0[usize::from(core)] = None;
        }
        let ticketed = next.advance(caches, header, extrinsic)?;
        next.header_hash = blake2b_of(header);
        next.state.slot = header.slot;
        Ok((next, ticketed))
    }

    fn advance(
        &mut self,
        caches: &Caches,
        header: &Header,
        extrinsic: &Extrinsic,
    ) -> Result<bool, Rejection> {
        let (params, state) = (AUTHOR.params(), &mut self.state);
        let source = safrole::open_entropy(header)?;
        let before = safrole::Before {
            slot: state.slot,
            entropy: &state.entropy,
            active: &state.active_validators,
            safrole: &state.safrole,
            staging: &state.staging_validators,
        };
        let (output, offenders) = (source.output(), &state.disputes.offenders);
        let rotation = safrole::rotate(params, caches, &before, header.slot, &output, offenders);
        safrole::check_marks(header, &rotation)?;
        let entropy = &rotation.entropy;
        let active = rotation.active(&state.active_validators);
        let safrole = rotation.safrole(&state.safrole);
        let ticketed =
            safrole::check_seal(caches, header, &source, entropy, active, &safrole.seal_keys)?;
        let tickets = &extrinsic.tickets;
        let tickets = safrole::add_tickets(params, caches, header.slot, entropy, safrole, tickets)?;
        state.entropy = rotation.entropy;
        if let Some(epoch) = rotation.epoch {
            state.active_validators = epoch.active;
            state.previous_validators = epoch.previous;
            state.safrole = epoch.safrole;
        }
        if let Some(tickets) = tickets {
            state.safrole.ticket_accumulator = tickets;
        }
        Ok(ticketed)
    }
}
