//! The types, and what Rust answers about their octets.

use crate::make::Tail;
use jar_codec::sample::{Sample, Source};
use jar_codec::{Decode, DecodeError, Encode, ErrorKind, Reader, Step, encode};
use jar_types::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A type of the protocol.
pub struct Type {
    /// Its number, as `jar_codec_types` lists it.
    pub number: u8,
    /// Its name there.
    pub name: &'static str,
    /// Writes the answer about octets.
    answer: fn(&[u8], Tail, &Params, &mut Vec<u8>),
    /// A random value, encoded.
    sample: fn(&mut Source, &Params) -> Vec<u8>,
}

impl Type {
    /// A random value, encoded.
    pub(crate) fn sample(&self, source: &mut Source, params: &Params) -> Vec<u8> {
        (self.sample)(source, params)
    }
}

impl std::fmt::Debug for Type {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{} {}", self.number, self.name)
    }
}

macro_rules! types {
    ($($number:literal $name:ident: $kind:ty,)*) => {
        /// The types: all of the specification.
        pub const TYPES: &[Type] = &[
            $(Type {
                number: $number,
                name: stringify!($name),
                answer: value::<$kind>,
                sample: |source, params| encode(&<$kind>::sample(source, params)),
            },)*
            Type { number: 2, name: "unsigned_header", answer: unsigned, sample: sample_unsigned },
            Type { number: 43, name: "params", answer: value::<Params>, sample: sample_params },
            Type { number: 44, name: "state_entries", answer: entries, sample: sample_state },
            Type { number: 45, name: "state", answer: state, sample: sample_state },
        ];
    };
}

types! {
    0 block: Block,
    1 header: Header,
    3 extrinsic: Extrinsic,
    4 tickets_extrinsic: Vec<TicketProof>,
    5 preimages_extrinsic: Vec<Preimage>,
    6 guarantees_extrinsic: Vec<Guarantee>,
    7 assurances_extrinsic: Vec<Assurance>,
    8 disputes_extrinsic: DisputesExtrinsic,
    9 refine_context: RefineContext,
    10 package_spec: PackageSpec,
    11 work_result: WorkResult,
    12 refine_load: RefineLoad,
    13 work_digest: WorkDigest,
    14 work_report: WorkReport,
    15 import_spec: ImportSpec,
    16 extrinsic_spec: ExtrinsicSpec,
    17 work_item: WorkItem,
    18 work_package: WorkPackage,
    19 validator_keys: ValidatorKeys,
    20 validator_set: ValidatorSet,
    21 ticket: Ticket,
    22 tickets_mark: TicketsMark,
    23 epoch_mark: EpochMark,
    24 seal_keys: SealKeys,
    25 safrole_state: SafroleState,
    26 disputes_records: DisputesRecords,
    27 availability_assignments: AvailabilityAssignments,
    28 auth_pools: AuthPools,
    29 auth_queues: AuthQueues,
    30 recent_history: RecentHistory,
    31 service_info: ServiceInfo,
    32 request: Request,
    33 privileges: Privileges,
    34 ready_queue: ReadyQueue,
    35 accumulated_queue: AccumulatedQueue,
    36 last_outputs: Vec<AccumulationOutput>,
    37 deferred_transfer: DeferredTransfer,
    38 operand_tuple: OperandTuple,
    39 accumulation_input: AccumulationInput,
    40 statistics: Statistics,
    41 entropy: EntropyPool,
    42 slot: Slot,
}

/// The fields of a header without its seal, in order. The implementation only encodes them: [`Header::encode_unsigned`].
#[derive(Decode, Serialize)]
#[codec(context = Params)]
struct Unsigned {
    parent: Hash,
    parent_state_root: Hash,
    extrinsic_hash: Hash,
    slot: Slot,
    epoch_mark: Option<EpochMark>,
    tickets_mark: Option<TicketsMark>,
    author_index: ValidatorIndex,
    entropy_source: VrfSignature,
    offenders_mark: Vec<Ed25519Public>,
}

fn unsigned(octets: &[u8], tail: Tail, params: &Params, out: &mut Vec<u8>) {
    let unsigned = match read::<Unsigned>(octets, tail, params) {
        Ok(unsigned) => unsigned,
        Err(error) => return refused(&error, out),
    };
    let header = Header {
        parent: unsigned.parent,
        parent_state_root: unsigned.parent_state_root,
        extrinsic_hash: unsigned.extrinsic_hash,
        slot: unsigned.slot,
        epoch_mark: unsigned.epoch_mark.clone(),
        tickets_mark: unsigned.tickets_mark.clone(),
        author_index: unsigned.author_index,
        entropy_source: unsigned.entropy_source,
        offenders_mark: unsigned.offenders_mark.clone(),
        seal: VrfSignature::default(),
    };
    accepted(&header.encode_unsigned(), out);
    // As for all types: nothing fails.
    let _ = serde_json::to_writer(out, &unsigned);
}

fn sample_unsigned(source: &mut Source, params: &Params) -> Vec<u8> {
    Header::sample(source, params).encode_unsigned()
}

/// A dictionary of T(σ), encoded.
type Entries = BTreeMap<[u8; 31], Blob>;

fn sample_params(source: &mut Source, _: &Params) -> Vec<u8> {
    let mut octets = encode(&if source.up_to(1) == 0 { Params::tiny() } else { Params::full() });
    for _ in 0..source.up_to(4) {
        let at = source.up_to(octets.len().saturating_sub(1));
        let with = source.number() as u8;
        octets.get_mut(at).into_iter().for_each(|octet| *octet = with);
    }
    octets
}

fn sample_state(source: &mut Source, params: &Params) -> Vec<u8> {
    let state: State = State::sample(source, params);
    let map = state.to_map().into_iter().map(|(key, value)| (key.0, value));
    encode(&map.collect::<Entries>())
}

/// Writes the answer to a request.
pub(crate) fn answer(request: &[u8], out: &mut Vec<u8>) {
    let params = |full| if full { Params::full() } else { Params::tiny() };
    let known = match request {
        [number, full @ (0 | 1), extent @ (0 | 1), octets @ ..] => {
            let kind = TYPES.iter().find(|kind| kind.number == *number);
            kind.map(|kind| (kind, *full == 1, Tail::of(*extent == 1), octets))
        }
        _ => None,
    };
    match known {
        Some((kind, full, tail, octets)) => (kind.answer)(octets, tail, &params(full), out),
        None => out.push(2),
    }
}

/// Decodes what the octets are, or begin with.
fn read<T: for<'a> Decode<'a, Params>>(
    octets: &[u8],
    tail: Tail,
    params: &Params,
) -> Result<T, DecodeError> {
    let mut input = Reader::new(octets);
    let value = T::decode(&mut input, params)?;
    match (tail, input.left()) {
        (Tail::None, left @ 1..) => Err(input.error(ErrorKind::Trailing { left })),
        _ => Ok(value),
    }
}

fn value<T>(octets: &[u8], tail: Tail, params: &Params, out: &mut Vec<u8>)
where
    T: for<'a> Decode<'a, Params> + Encode + Serialize,
{
    match read::<T>(octets, tail, params) {
        Ok(value) => {
            accepted(&encode(&value), out);
            // A vector takes everything, and the types have no maps without names: nothing fails.
            let _ = serde_json::to_writer(out, &value);
        }
        Err(error) => refused(&error, out),
    }
}

fn accepted(encoding: &[u8], out: &mut Vec<u8>) {
    out.push(0);
    out.extend((encoding.len() as u64).to_le_bytes());
    out.extend(encoding);
}

fn refused(error: &DecodeError, out: &mut Vec<u8>) {
    let (kind, offset, path) = refusal(error);
    out.extend([1, kind]);
    out.extend(offset.to_le_bytes());
    out.extend(path.as_bytes());
}

/// Kind, offset and path of an error, as answers have them.
pub(crate) fn refusal(error: &DecodeError) -> (u8, u64, String) {
    let mut path = String::new();
    for (index, step) in error.path().enumerate() {
        let dot = if index == 0 { "" } else { "." };
        // A string takes everything.
        let _ = match step {
            Step::Field(name) => write!(path, "{dot}{name}"),
            Step::Element(element) => write!(path, "[{element}]"),
        };
    }
    (kind_code(error.kind()), error.offset() as u64, path)
}

/// The octet that stands for what is wrong; 0 for what docs/wire.md does not have.
const fn kind_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Truncated { .. } => 1,
        ErrorKind::NotShortest { .. } => 2,
        ErrorKind::TooLarge { .. } => 3,
        ErrorKind::TooFewOctets { .. } => 4,
        ErrorKind::TooMany { .. } => 5,
        ErrorKind::Tag { .. } => 6,
        ErrorKind::Constant { .. } => 7,
        ErrorKind::NotAscending => 8,
        ErrorKind::UnusedBits { .. } => 9,
        ErrorKind::Trailing { .. } => 10,
        _ => 0,
    }
}

/// Octets as text.
pub(crate) fn hex(octets: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('?');
    let digits = octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 15)]);
    "0x".chars().chain(digits).collect()
}

fn entries(octets: &[u8], tail: Tail, params: &Params, out: &mut Vec<u8>) {
    match read::<Entries>(octets, tail, params) {
        Ok(map) => {
            accepted(&encode(&map), out);
            let pair = |(key, value): (&[u8; 31], &Blob)| {
                format!(r#"{{"key":"{}","value":"{}"}}"#, hex(key), hex(value))
            };
            let pairs: Vec<String> = map.iter().map(pair).collect();
            out.extend(format!("[{}]", pairs.join(",")).as_bytes());
        }
        Err(error) => refused(&error, out),
    }
}

fn state(octets: &[u8], tail: Tail, params: &Params, out: &mut Vec<u8>) {
    let map: BTreeMap<StateKey, Blob> = match read::<Entries>(octets, tail, params) {
        Ok(map) => map.into_iter().map(|(key, value)| (StateKey(key), value)).collect(),
        Err(error) => return refused(&error, out),
    };
    let (code, key) = match State::<Blob>::from_map(&map, params) {
        Ok(state) => {
            let map = state.to_map().into_iter().map(|(key, value)| (key.0, value));
            return accepted(&encode(&map.collect::<Entries>()), out);
        }
        Err(StateError::Value(error)) => return refused(&error, out),
        Err(StateError::Missing { key, .. }) => (11, key),
        Err(StateError::NoAccount { key, .. }) => (12, key),
        Err(StateError::UnknownKey { key }) => (13, key),
    };
    out.extend([1, code]);
    out.extend([0; 8]);
    out.extend(hex(&key.0).as_bytes());
}
