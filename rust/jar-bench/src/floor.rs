//! What cannot be left out of an import: the signatures of a block and the hashes of its state, by the bare libraries.
//!
//! Keys and verifiers are made beforehand; signatures are decoded, and contexts hashed to points, in the measured time.

use crate::nodes::{Changed, changed};
use crate::trace::{Entries, Step, Trace};
use anyhow::{Context, ensure};
use ark_vrf::ietf::Verifier as Ietf;
use ark_vrf::reexports::ark_serialize::CanonicalDeserialize;
use ark_vrf::ring::Verifier as RingVrf;
use ark_vrf::suites::bandersnatch::{
    IetfProof, Input, Output, PcsParams, Public, RingCommitment, RingProof, RingProofParams,
    RingVerifier,
};
use bench_kit::Clock;
use jar_codec::{Decode, decode};
use jar_crypto::{Ed25519Item, OpenVrfSignature, ed25519_verify, ed25519_verify_batch};
use jar_stf::safrole::{entropy_context, seal_context, ticket_context};
use jar_stf::{assurances, guarantees, header, import};
use jar_types::{
    Block, Ed25519Public, Ed25519Signature, EntropyPool, Params, SafroleState, Slot, StateKey,
    ValidatorSet,
};
use std::collections::HashMap;
use std::sync::Arc;

/// The parts of the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Seal and entropy source.
    Header,
    /// Proofs of tickets.
    Rings,
    /// Ed25519 signatures of assurances and guarantees, as one batch.
    Ed25519,
    /// Changed nodes of the trie and the values below them.
    Trie,
}

impl Part {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Header, Self::Rings, Self::Ed25519, Self::Trie];

    /// Its name in reports.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Header => "seal and entropy",
            Self::Rings => "ring proofs",
            Self::Ed25519 => "Ed25519",
            Self::Trie => "trie hashes",
        }
    }
}

/// A signature of the header.
struct Vrf {
    key: Public,
    context: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

/// A ticket's proof.
struct Proof {
    verifier: Arc<RingVerifier>,
    context: Vec<u8>,
    signature: Vec<u8>,
}

/// An Ed25519 signature.
struct Signed {
    key: Ed25519Public,
    message: Vec<u8>,
    signature: Ed25519Signature,
}

/// The unavoidable work of a block.
#[derive(Default)]
pub(crate) struct Work {
    vrfs: Vec<Vrf>,
    proofs: Vec<Proof>,
    signed: Vec<Signed>,
    changed: Changed,
}

/// How many of what a trace's blocks have.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub(crate) struct Counts {
    pub(crate) ring_proofs: usize,
    pub(crate) ed25519_signatures: usize,
    pub(crate) trie_nodes: usize,
    pub(crate) trie_value_octets: usize,
}

impl Work {
    /// Does a part of it once.
    fn run(&self, part: Part) -> anyhow::Result<()> {
        match part {
            Part::Header => self.vrfs.iter().try_for_each(Vrf::verify),
            Part::Rings => self.proofs.iter().try_for_each(Proof::verify),
            Part::Ed25519 => verify_batch(&self.signed),
            Part::Trie => {
                let hash = |octets: &[u8]| {
                    std::hint::black_box(blake2b_simd::Params::new().hash_length(32).hash(octets));
                };
                self.changed.nodes.iter().for_each(|node| hash(node));
                self.changed.values.iter().for_each(|value| hash(value));
                Ok(())
            }
        }
    }

    /// Processor time of a part in nanoseconds.
    pub(crate) fn time(&self, part: Part) -> anyhow::Result<f64> {
        let start = Clock::Thread.now();
        self.run(part)?;
        Ok(Clock::Thread.now().saturating_sub(start) as f64)
    }

    fn count(&self, counts: &mut Counts) {
        let add = |to: &mut usize, more: usize| *to = to.saturating_add(more);
        add(&mut counts.ring_proofs, self.proofs.len());
        add(&mut counts.ed25519_signatures, self.signed.len());
        add(&mut counts.trie_nodes, self.changed.nodes.len());
        add(&mut counts.trie_value_octets, self.changed.values.iter().map(Vec::len).sum());
    }
}

/// How many of what blocks have.
pub(crate) fn counts(works: &[Work]) -> Counts {
    let mut counts = Counts::default();
    works.iter().for_each(|work| work.count(&mut counts));
    counts
}

impl Vrf {
    fn verify(&self) -> anyhow::Result<()> {
        let mut octets = &self.signature[..];
        let output = Output::deserialize_compressed(&mut octets)?;
        let proof = IetfProof::deserialize_compressed(&mut octets)?;
        let input = Input::new(&self.context).context("a context without a point")?;
        let verified = Ietf::verify(&self.key, input, output, &self.message, &proof);
        ensure!(verified.is_ok(), "a signature of a header does not verify");
        std::hint::black_box(output.hash());
        Ok(())
    }
}

impl Proof {
    fn verify(&self) -> anyhow::Result<()> {
        let mut octets = &self.signature[..];
        let output = Output::deserialize_compressed(&mut octets)?;
        let proof = RingProof::deserialize_compressed(&mut octets)?;
        let input = Input::new(&self.context).context("a context without a point")?;
        let verified = <Public as RingVrf<_>>::verify(input, output, [], &proof, &self.verifier);
        ensure!(verified.is_ok(), "a ticket's proof does not verify");
        std::hint::black_box(output.hash());
        Ok(())
    }
}

/// The batch is that of `jar-crypto`, whose coefficients come from a hash.
fn verify_batch(signed: &[Signed]) -> anyhow::Result<()> {
    let items: Vec<Ed25519Item<'_>> = signed
        .iter()
        .map(|Signed { key, message, signature }| Ed25519Item {
            key: *key,
            message,
            signature: *signature,
        })
        .collect();
    ensure!(ed25519_verify_batch(&items).is_ok(), "an Ed25519 signature does not verify");
    Ok(())
}

/// The work of all blocks.
pub(crate) fn works(trace: &Trace) -> anyhow::Result<Vec<Work>> {
    let mut verifiers = Verifiers::new(&trace.params)?;
    let work = |(number, step): (usize, &Step)| {
        let work = if step.root.is_some() {
            work(trace, step, &mut verifiers)
        } else {
            Ok(Work::default())
        };
        work.with_context(|| format!("{}, block {}", trace.name, number.saturating_add(1)))
    };
    trace.steps.iter().enumerate().map(work).collect()
}

/// Verifiers of rings, by commitment.
struct Verifiers {
    params: RingProofParams,
    made: HashMap<[u8; 144], Arc<RingVerifier>>,
}

impl Verifiers {
    fn new(params: &Params) -> anyhow::Result<Self> {
        let powers: &[u8] = include_bytes!("../../jar-crypto/data/bls12-381-srs-2-11.bin");
        let powers = PcsParams::deserialize_uncompressed_unchecked(powers)?;
        let params = RingProofParams::from_pcs_params(params.validator_count(), powers);
        let params = params.ok().context("a ring of all validators")?;
        Ok(Self { params, made: HashMap::new() })
    }

    fn of(&mut self, commitment: &[u8; 144]) -> anyhow::Result<Arc<RingVerifier>> {
        if let Some(made) = self.made.get(commitment) {
            return Ok(Arc::clone(made));
        }
        let key = RingCommitment::deserialize_compressed(&commitment[..])?;
        let verifier = self.params.verifier(self.params.verifier_key_from_commitment(key));
        let verifier = Arc::new(verifier);
        self.made.insert(*commitment, Arc::clone(&verifier));
        Ok(verifier)
    }
}

/// A component of a state.
fn component<T: for<'a> Decode<'a, Params>>(
    state: &Entries,
    index: u8,
    params: &Params,
) -> anyhow::Result<T> {
    let octets = state.get(&StateKey::component(index)).context("a state without a component")?;
    Ok(decode(octets, params)?)
}

/// What a block's signatures are made with, and what its state changes.
fn work(trace: &Trace, step: &Step, verifiers: &mut Verifiers) -> anyhow::Result<Work> {
    let params = &trace.params;
    let block = import::decode(params, &step.octets)?;
    let after = |index| component::<ValidatorSet>(&step.after, index, params);
    let (active, previous) = (after(8)?, after(9)?);
    let safrole: SafroleState = component(&step.after, 4, params)?;
    let entropy: EntropyPool = component(&step.after, 6, params)?;
    let slot: Slot = block.header.slot;
    let author = active.0.get(usize::from(block.header.author_index)).context("no author")?;
    let key = Public::deserialize_compressed(&author.bandersnatch.0[..])?;
    let seal = OpenVrfSignature::open(&block.header.seal)?;
    let seal_context = seal_context(&entropy, &safrole.seal_keys, slot).context("no seal key")?;
    let vrf = |context, message, signature: &[u8]| {
        let signature = signature.to_vec();
        Vrf { key, context, message, signature }
    };
    let vrfs = vec![
        vrf(seal_context, block.header.encode_unsigned(), &block.header.seal.0),
        vrf(entropy_context(&seal.output()), Vec::new(), &block.header.entropy_source.0),
    ];
    let mut proofs = Vec::new();
    for ticket in &block.extrinsic.tickets {
        let verifier = verifiers.of(&safrole.epoch_root.0)?;
        let context = ticket_context(&entropy, ticket.attempt);
        proofs.push(Proof { verifier, context, signature: ticket.signature.0.to_vec() });
    }
    let signed = signed(&block, &active, &previous)?;
    Ok(Work { vrfs, proofs, signed, changed: changed(&step.before, &step.after) })
}

/// The Ed25519 signatures of assurances and guarantees. Those of disputes are not counted: the floor is too low with them, never too
/// high.
fn signed(
    block: &Block<&[u8]>,
    active: &ValidatorSet,
    previous: &ValidatorSet,
) -> anyhow::Result<Vec<Signed>> {
    let key = |set: &ValidatorSet, index: u16| set.0.get(usize::from(index)).map(|key| key.ed25519);
    let mut signed = Vec::new();
    for assurance in &block.extrinsic.assurances {
        let key = key(active, assurance.validator_index).context("no assurer")?;
        let (message, signature) = (assurances::message(assurance), assurance.signature);
        signed.push(Signed { key, message, signature });
    }
    let reports = header::report_hashes(&block.extrinsic.guarantees);
    for (guarantee, report) in block.extrinsic.guarantees.iter().zip(&reports) {
        let message = guarantees::message(report);
        for credential in &guarantee.signatures {
            let keys = [active, previous]
                .into_iter()
                .filter_map(|set| key(set, credential.validator_index));
            let signs = |key: &Ed25519Public| ed25519_verify(key, &message, &credential.signature);
            let key = keys.into_iter().find(signs).context("no guarantor")?;
            let (message, signature) = (message.clone(), credential.signature);
            signed.push(Signed { key, message, signature });
        }
    }
    Ok(signed)
}
