//! Safrole and disputes.

use super::records::{Made, near};
use super::reports::report;
use super::{World, any, at, hash, once_in, some};
use crate::sections as ask;
use jar_codec::encode;
use jar_codec::sample::{Sample, Source};
use jar_crypto::{Ring, RingProvingKey, blake2b_of};
use jar_stf::safrole::{entropy_context, fallback_keys, seal_context, ticket_context};
use jar_types::{
    AvailabilityAssignment, AvailabilityAssignments, BandersnatchPublic, Culprit,
    DisputesExtrinsic, DisputesRecords, Ed25519Public, Ed25519Signature, EntropyPool, Fault, Hash,
    Header, RingVrfSignature, SafroleState, SealKeys, Ticket, TicketProof, ValidatorSet, Verdict,
    VrfSignature,
};
use std::sync::{LazyLock, OnceLock};

/// Tickets that ascend, of any validators.
fn tickets_of(source: &mut Source, count: usize) -> Vec<Ticket> {
    let ticket = |_| Ticket { id: hash(source), attempt: source.up_to(2) as u8 };
    let mut tickets: Vec<Ticket> = (0..count).map(ticket).collect();
    tickets.sort_by_key(|ticket| ticket.id);
    tickets
}

fn seal_keys(world: &World, source: &mut Source) -> SealKeys {
    if once_in(source, 2) {
        SealKeys::Tickets(tickets_of(source, world.params.epoch_slots()))
    } else {
        SealKeys::Keys(fallback_keys(&world.params, &hash(source), &world.active))
    }
}

fn pool(source: &mut Source) -> EntropyPool {
    EntropyPool([hash(source), hash(source), hash(source), hash(source)])
}

pub(super) fn rotation(world: &World, source: &mut Source, _: bool) -> Made {
    let before = near(source);
    let step = any(source, &[1, 1, 1, 2, 5, 11, 12, 13, 24, 40])?;
    let all = world.active.0.iter().chain(&world.previous.0);
    let offenders = all.map(|keys| keys.ed25519).filter(|_| source.up_to(5) == 0).collect();
    let count = if once_in(source, 2) { 12 } else { source.up_to(11) };
    let safrole = SafroleState {
        pending: world.previous.clone(),
        epoch_root: jar_types::RingCommitment::sample(source, &()),
        seal_keys: seal_keys(world, source),
        ticket_accumulator: tickets_of(source, count),
    };
    // Few rings, so that their commitments are known.
    let staging = if once_in(source, 2) { &world.active } else { &world.previous };
    Some(encode(&ask::Rotate {
        before,
        slot: before.saturating_add(step),
        output: hash(source),
        entropy: pool(source),
        previous: world.previous.clone(),
        active: world.active.clone(),
        safrole,
        staging: staging.clone(),
        offenders,
    }))
}

/// Entries of all members of a ring, for one randomness. Proofs are dear: each is made when it is first wanted.
struct Entries {
    entropy: EntropyPool,
    pending: ValidatorSet,
    root: jar_types::RingCommitment,
    ring: Ring,
    key: RingProvingKey,
    /// Ascending by output.
    all: Vec<Entry>,
}

struct Entry {
    output: Hash,
    index: usize,
    attempt: u8,
    proof: OnceLock<Option<TicketProof>>,
}

static ENTRIES: LazyLock<Option<Entries>> = LazyLock::new(|| entries(&super::WORLD));

fn entries(world: &World) -> Option<Entries> {
    let entropy = EntropyPool([1, 2, 3, 4].map(|octet| Hash([octet; 32])));
    let pending = world.active.clone();
    let keys: Vec<BandersnatchPublic> = pending.0.iter().map(|keys| keys.bandersnatch).collect();
    let ring = Ring::new(keys.len()).ok()?;
    let key = ring.proving_key(&keys).ok()?;
    let mut all = Vec::new();
    for (index, public) in keys.iter().enumerate() {
        let secret = &world.keys().of_bandersnatch(public)?.bandersnatch;
        for attempt in 0..3 {
            let output = secret.output(&ticket_context(&entropy, attempt)).ok()?;
            all.push(Entry { output, index, attempt, proof: OnceLock::new() });
        }
    }
    all.sort_by_key(|entry| entry.output);
    let root = ring.commitment(&keys).ok()?;
    Some(Entries { entropy, pending, root, ring, key, all })
}

impl Entries {
    fn proof(&self, world: &World, entry: &Entry) -> Option<TicketProof> {
        let made = entry.proof.get_or_init(|| {
            let public = self.pending.0.get(entry.index)?.bandersnatch;
            let secret = &world.keys().of_bandersnatch(&public)?.bandersnatch;
            let prover = self.ring.prover_of(&self.key, entry.index).ok()?;
            let context = ticket_context(&self.entropy, entry.attempt);
            let signature = prover.sign(secret, &context, &[]).ok()?;
            Some(TicketProof { attempt: entry.attempt, signature })
        });
        *made
    }
}

pub(super) fn tickets(world: &World, source: &mut Source, broken: bool) -> Made {
    let of = ENTRIES.as_ref()?;
    let mut slot = (source.up_to(9) as u32).saturating_add(36);
    let (count, others) = (source.up_to(2).saturating_add(1), source.up_to(11));
    let places = some(source, count, of.all.len());
    let chosen: Vec<&Entry> =
        places.iter().filter_map(|place| of.all.get(usize::from(*place))).collect();
    let proofs = chosen.iter().map(|entry| of.proof(world, entry));
    let mut tickets: Vec<TicketProof> = proofs.collect::<Option<_>>()?;
    let mut held = tickets_of(source, others);
    if held.len().saturating_add(tickets.len()) > world.params.epoch_slots() {
        // Worse than those that come, or one of these might be useless.
        for ticket in &mut held {
            ticket.id.0.iter_mut().take(2).for_each(|octet| *octet = u8::MAX);
        }
        held.sort_by_key(|ticket| ticket.id);
    }
    let place = source.up_to(tickets.len().saturating_sub(1));
    if broken {
        match source.up_to(6) {
            0 => slot = slot.saturating_sub(slot % 12).saturating_add(10),
            1 => {
                let first = of.all.iter().take(4).map(|entry| of.proof(world, entry));
                tickets = first.collect::<Option<_>>()?;
            }
            2 => at(&mut tickets, place, |one| one.attempt = 3),
            3 => tickets.reverse(),
            4 => {
                let first = chosen.first();
                held.extend(first.map(|entry| Ticket { id: entry.output, attempt: entry.attempt }));
                held.sort_by_key(|ticket| ticket.id);
            }
            5 => held = (0..12).map(|low| Ticket { id: Hash([low; 32]), attempt: 0 }).collect(),
            _ => {
                let wrong = if once_in(source, 2) { 95 } else { 700 };
                at(&mut tickets, place, |one| {
                    let RingVrfSignature(octets) = &mut one.signature;
                    octets.get_mut(wrong).into_iter().for_each(|octet| *octet ^= 1);
                });
            }
        }
    }
    let safrole = SafroleState {
        pending: of.pending.clone(),
        epoch_root: of.root,
        seal_keys: seal_keys(world, source),
        ticket_accumulator: held,
    };
    Some(encode(&ask::AddTickets { slot, entropy: of.entropy.clone(), safrole, tickets }))
}

pub(super) fn seal(world: &World, source: &mut Source, broken: bool) -> Made {
    let (slot, entropy) = (near(source), pool(source));
    let mut header = Header::sample(source, &world.params);
    header.slot = slot;
    header.author_index = source.up_to(5) as u16;
    let author = world.author.secrets(&world.active, header.author_index).ok()?;
    let place = usize::try_from(slot).ok()?.checked_rem(world.params.epoch_slots())?;
    let mut keys = seal_keys(world, source);
    match &mut keys {
        SealKeys::Keys(keys) => at(keys, place, |key| *key = author.keys.bandersnatch),
        SealKeys::Tickets(tickets) => {
            let attempt = source.up_to(2) as u8;
            at(tickets, place, |ticket| ticket.attempt = attempt);
            let context = seal_context(&entropy, &SealKeys::Tickets(tickets.clone()), slot)?;
            let id = author.bandersnatch.output(&context).ok()?;
            at(tickets, place, |ticket| ticket.id = id);
        }
    }
    let context = seal_context(&entropy, &keys, slot)?;
    let output = author.bandersnatch.output(&context).ok()?;
    header.entropy_source = author.bandersnatch.sign(&entropy_context(&output), &[]).ok()?;
    let way = if broken { source.up_to(4) } else { usize::MAX };
    if way == 0 {
        header.author_index = header.author_index.saturating_add(1) % 6;
    }
    if way == 1 {
        header.entropy_source = author.bandersnatch.sign(b"jam_entropy", &[]).ok()?;
    }
    header.seal = author.bandersnatch.sign(&context, &header.encode_unsigned()).ok()?;
    match way {
        2 => header.slot = header.slot.saturating_add(12),
        3 => header.seal = VrfSignature([0xff; 96]),
        4 => header.author_index = 6,
        _ => {}
    }
    Some(encode(&ask::CheckSeal { header, entropy, active: world.active.clone(), keys }))
}

/// What a verdict says, by votes of five.
const VERDICTS: [usize; 3] = [5, 2, 0];

pub(super) fn disputes(world: &World, source: &mut Source, broken: bool) -> Made {
    let before = near(source);
    let mut of = ask::Disputes {
        records: records(source),
        assignments: AvailabilityAssignments(vec![None; world.params.core_count()]),
        before,
        active: world.active.clone(),
        previous: world.previous.clone(),
        disputes: DisputesExtrinsic {
            verdicts: Vec::new(),
            culprits: Vec::new(),
            faults: Vec::new(),
        },
    };
    let mut guilty = some(source, 6, 6);
    for core in 0..source.up_to(2).saturating_add(usize::from(broken)).min(3) {
        let report = report(world, source, core as u16);
        let target = blake2b_of(&report);
        if core < 2 && once_in(source, 2) {
            let waits = Some(AvailabilityAssignment { report, timeout: before });
            at(&mut of.assignments.0, core, |place| *place = waits);
        }
        add_verdict(world, source, &mut of, target, &mut guilty)?;
    }
    if broken {
        break_disputes(source, &mut of)?;
    }
    let DisputesExtrinsic { verdicts, culprits, faults } = &mut of.disputes;
    if !broken || !once_in(source, 4) {
        verdicts.sort_by_key(|verdict| verdict.target);
        culprits.sort_by_key(|culprit| culprit.key);
        faults.sort_by_key(|fault| fault.key);
    }
    Some(encode(&of))
}

fn records(source: &mut Source) -> DisputesRecords {
    let set = |source: &mut Source| (0..source.up_to(3)).map(|_| hash(source)).collect();
    let keys = (0..source.up_to(2)).map(|_| Ed25519Public(hash(source).0)).collect();
    DisputesRecords { good: set(source), bad: set(source), wonky: set(source), offenders: keys }
}

/// A verdict with the culprits and the faults that it wants.
fn add_verdict(
    world: &World,
    source: &mut Source,
    of: &mut ask::Disputes,
    target: Hash,
    guilty: &mut Vec<u16>,
) -> Option<()> {
    let age = of.before.checked_div(world.params.epoch_length).unwrap_or_default();
    let (age, set) = if once_in(source, 3) {
        (age.saturating_sub(1), &world.previous)
    } else {
        (age, &world.active)
    };
    let positive = any(source, &VERDICTS)?;
    let judges = some(source, 5, 6);
    let votes = judges.into_iter().enumerate().map(|(place, index)| (index, place < positive));
    let votes: Vec<(u16, bool)> = votes.collect();
    of.disputes.verdicts.push(world.keys().verdict(set, age, target, &votes)?);
    let mut take = || guilty.pop().and_then(|index| world.active.0.get(usize::from(index)));
    if positive == 5 {
        if let Some(keys) = take() {
            of.disputes.faults.push(world.keys().fault(keys.ed25519, target, false)?);
        }
    } else if positive == 0 {
        for _ in 0..2 {
            let Some(keys) = take() else { continue };
            of.disputes.culprits.push(world.keys().culprit(keys.ed25519, target)?);
        }
        if let Some(keys) = take().filter(|_| once_in(source, 3)) {
            of.disputes.faults.push(world.keys().fault(keys.ed25519, target, true)?);
        }
    }
    Some(())
}

fn break_disputes(source: &mut Source, of: &mut ask::Disputes) -> Option<()> {
    let ask::Disputes { records, active, disputes, .. } = of;
    let DisputesExtrinsic { verdicts, culprits, faults } = disputes;
    let first = |verdicts: &[Verdict]| verdicts.first().map(|verdict| verdict.target);
    let stranger = Ed25519Public(hash(source).0);
    match source.up_to(17) {
        0 => verdicts.reverse(),
        1 => at(verdicts, 0, |verdict| verdict.votes.reverse()),
        2 if once_in(source, 2) => {
            at(verdicts, 0, |verdict| verdict.age = verdict.age.saturating_add(1));
        }
        2 => at(verdicts, 0, |verdict| verdict.age = verdict.age.saturating_sub(2)),
        3 => at(verdicts, 0, |verdict| at(&mut verdict.votes, 4, |vote| vote.index = 6)),
        4 => at(verdicts, 0, |verdict| at(&mut verdict.votes, 0, |vote| vote.vote ^= true)),
        5 => {
            records.wonky.insert(first(verdicts)?);
        }
        6 => culprits.reverse(),
        7 => faults.reverse(),
        8 => faults.clear(),
        9 => culprits.truncate(1),
        10 => {
            let key = active.0.get(source.up_to(5))?.ed25519;
            let signature = Ed25519Signature::default();
            culprits.push(Culprit { target: hash(source), key, signature });
        }
        11 => at(faults, 0, |fault: &mut Fault| fault.vote ^= true),
        12 => records.offenders.extend(culprits.first().map(|culprit| culprit.key)),
        13 => records.offenders.extend(faults.first().map(|fault| fault.key)),
        14 => at(culprits, 0, |culprit| culprit.key = stranger),
        15 => at(faults, 0, |fault| fault.key = stranger),
        16 => {
            let wrong = Ed25519Signature([3; 64]);
            match source.up_to(2) {
                0 => at(verdicts, 0, |verdict| {
                    at(&mut verdict.votes, 1, |vote| vote.signature = wrong)
                }),
                1 => at(culprits, 0, |culprit| culprit.signature = wrong),
                _ => at(faults, 0, |fault| fault.signature = wrong),
            }
        }
        // Keys that were replaced by zeros.
        _ => at(&mut active.0, source.up_to(5), |keys| keys.ed25519 = Ed25519Public::default()),
    }
    Some(())
}
