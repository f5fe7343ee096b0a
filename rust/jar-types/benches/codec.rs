//! Octets per second of the codec, full parameters: `cargo bench -p jar-types`.
//!
//! The peer is `jam-codec`, the same rules for the shapes that are compared: its derive macro on structures with the same
//! fields. It has no strict order, no parameters, no path in its errors, and copies all blobs.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a failed preparation ends the measurement")]

use jar_codec::sample::{Sample, Source};
use jar_codec::{decode, encode};
use jar_types::*;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The shortest of some measurements, so that other work on the machine does not count.
fn fastest(mut run: impl FnMut()) -> Duration {
    let mut once = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..15).map(|_| once()).min().unwrap_or_default()
}

fn report(name: &str, octets: usize, run: impl FnMut()) {
    let seconds = fastest(run).as_secs_f64();
    println!("{name:<34} {octets:>10} octets {:>9.0} MB/s", octets as f64 / seconds / 1e6);
}

/// A report with four digests of 2 KiB.
fn work_report(source: &mut Source, core_index: u16) -> WorkReport {
    let params = Params::full();
    let digest = |source: &mut Source| {
        let blob = Sample::sample_all(source, &params, 2048);
        WorkDigest { result: WorkResult::Ok(blob), ..Sample::sample(source, &params) }
    };
    let results = (0..4).map(|_| digest(source)).collect();
    WorkReport { core_index, results, ..Sample::sample(source, &params) }
}

/// A block with all that may be in one: marks, a guarantee for each core, an assurance of each validator, disputes.
fn block() -> Block {
    let (params, mut source) = (Params::full(), Source::new(1, 8));
    let mut block = Block::sample(&mut source, &params);
    block.header.epoch_mark = Some(Sample::sample(&mut source, &params));
    block.header.tickets_mark = Some(Sample::sample(&mut source, &params));
    let extrinsic = &mut block.extrinsic;
    extrinsic.tickets = Sample::sample_all(&mut source, &params, 16);
    extrinsic.assurances = Sample::sample_all(&mut source, &params, params.validator_count());
    extrinsic.guarantees = (0..params.cores)
        .map(|core| Guarantee {
            report: work_report(&mut source, core),
            slot: 7,
            signatures: Sample::sample_all(&mut source, &params, 3),
        })
        .collect();
    extrinsic.disputes.verdicts = Sample::sample_all(&mut source, &params, 4);
    let preimage =
        |requester| Preimage { requester, blob: Sample::sample_all(&mut source, &params, 8192) };
    extrinsic.preimages = (0..16).map(preimage).collect();
    block
}

/// A state with a report on each core, half an epoch of ready reports, and 500 services with 100 items of 200 octets and code
/// of 40,000.
fn state() -> State {
    let (params, mut source) = (Params::full(), Source::new(2, 8));
    let mut state = State::sample(&mut source, &params);
    for (core, slot) in (0..params.cores).zip(&mut state.assignments.0) {
        *slot = Some(AvailabilityAssignment { report: work_report(&mut source, core), timeout: 9 });
    }
    for queue in state.ready.0.iter_mut().step_by(2) {
        let report = work_report(&mut source, 1);
        *queue = vec![ReadyReport { report, dependencies: Sample::sample(&mut source, &params) }];
    }
    let mut account = || {
        let mut item = |size| {
            (ItemKey::sample(&mut source, &params), Sample::sample_all(&mut source, &params, size))
        };
        let items: BTreeMap<ItemKey, Blob> =
            (0..100).map(|_| 200).chain([40_000]).map(&mut item).collect();
        ServiceAccount { info: Sample::sample(&mut source, &params), items }
    };
    state.services = (0..500).map(|service| (service * 65_537, account())).collect();
    state
}

fn blocks() {
    let (params, block) = (Params::full(), block());
    let octets = encode(&block);
    let size = octets.len();
    assert_eq!(decode::<Block, _>(&octets, &params).unwrap(), block);
    assert_eq!(encode(&decode::<Block<&[u8]>, _>(&octets, &params).unwrap()), octets);
    report("block, decode, borrowed", size, || {
        drop(black_box(decode::<Block<&[u8]>, _>(black_box(&octets), &params).unwrap()));
    });
    report("block, decode, owned", size, || {
        drop(black_box(decode::<Block, _>(black_box(&octets), &params).unwrap()));
    });
    report("block, copied, peer", size, || drop(black_box(black_box(&block).clone())));
    report("block, encode", size, || drop(black_box(encode(black_box(&block)))));
    let header = encode(&block.header);
    report("header, decode", header.len(), || {
        drop(black_box(decode::<Header, _>(black_box(&header), &params).unwrap()));
    });
}

fn states() {
    let (params, state) = (Params::full(), state());
    let map = state.to_map();
    let size = map.values().map(|value| value.len() + 31).sum();
    assert_eq!(State::from_map(&map, &params).unwrap(), state);
    report("state, from its map, borrowed", size, || {
        drop(black_box(State::<&[u8]>::from_map(black_box(&map), &params).unwrap()));
    });
    report("state, from its map, owned", size, || {
        drop(black_box(State::<Blob>::from_map(black_box(&map), &params).unwrap()));
    });
    // What copying alone costs: as many keys and blobs, each in memory of its own.
    report("state, its map copied, peer", size, || drop(black_box(black_box(&map).clone())));
    report("state, to its map", size, || drop(black_box(black_box(&state).to_map())));
    let components: Vec<(u8, &Vec<u8>)> =
        (1..17).map(|index| (index, map.get(&StateKey::component(index)).unwrap())).collect();
    let component = |index, name: &str, run: &dyn Fn(&[u8])| {
        let (_, octets) = components.iter().find(|(found, _)| *found == index).unwrap();
        report(&format!("  {name}"), octets.len(), || run(black_box(octets)));
    };
    component(2, "auth_queues", &|octets| {
        drop(black_box(decode::<AuthQueues, _>(octets, &params).unwrap()));
    });
    component(8, "active_validators", &|octets| {
        drop(black_box(decode::<ValidatorSet, _>(octets, &params).unwrap()));
    });
    component(10, "assignments, borrowed", &|octets| {
        drop(black_box(decode::<AvailabilityAssignments<&[u8]>, _>(octets, &params).unwrap()));
    });
    component(13, "statistics", &|octets| {
        drop(black_box(decode::<Statistics, _>(octets, &params).unwrap()));
    });
    component(15, "accumulated", &|octets| {
        drop(black_box(decode::<AccumulatedQueue, _>(octets, &params).unwrap()));
    });
}

mod peer {
    //! The same shapes for the peer.

    #[derive(Debug, PartialEq, jam_codec::Encode, jam_codec::Decode)]
    pub(crate) struct Judgment {
        vote: bool,
        index: u16,
        signature: [u8; 64],
    }

    #[derive(Debug, PartialEq, jam_codec::Encode, jam_codec::Decode)]
    pub(crate) struct Ticket {
        id: [u8; 32],
        #[codec(compact)]
        attempt: u32,
    }

    #[derive(Debug, PartialEq, jam_codec::Encode, jam_codec::Decode)]
    pub(crate) struct Preimage {
        requester: u32,
        blob: Vec<u8>,
    }
}

/// Both codecs on one value: the same octets, then how fast.
fn compared<T, P>(name: &str, value: &Vec<T>)
where
    T: jar_codec::Encode + for<'a> jar_codec::Decode<'a>,
    P: jam_codec::Encode + jam_codec::Decode,
{
    let octets = encode(value);
    let peer = <Vec<P> as jam_codec::Decode>::decode(&mut octets.as_slice()).unwrap();
    assert_eq!(jam_codec::Encode::encode(&peer), octets);
    report(&format!("{name}, decode"), octets.len(), || {
        drop(black_box(decode::<Vec<T>, _>(black_box(&octets), &()).unwrap()));
    });
    report(&format!("{name}, decode, peer"), octets.len(), || {
        let value = <Vec<P> as jam_codec::Decode>::decode(&mut black_box(&octets).as_slice());
        drop(black_box(value.unwrap()));
    });
    report(&format!("{name}, encode"), octets.len(), || drop(black_box(encode(black_box(value)))));
    report(&format!("{name}, encode, peer"), octets.len(), || {
        drop(black_box(jam_codec::Encode::encode(black_box(&peer))));
    });
}

fn main() {
    blocks();
    states();
    let source = &mut Source::new(3, 0);
    compared::<Judgment, peer::Judgment>("judgments", &Sample::sample_all(source, &(), 10_000));
    compared::<Ticket, peer::Ticket>("tickets", &Sample::sample_all(source, &(), 10_000));
    compared::<Hash, [u8; 32]>("hashes", &Sample::sample_all(source, &(), 10_000));
    let preimage = |requester| Preimage { requester, blob: Sample::sample_all(source, &(), 4096) };
    compared::<Preimage, peer::Preimage>("preimages", &(0..500).map(preimage).collect());
}
