//! Damaged encodings: no panic, no memory beyond a multiple of the input, and what still decodes is what it encodes to.
//!
//! 10^5 damaged inputs; `JAR_MUTATIONS` sets another number, `JAR_MUTATION_SEED` another seed.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a test")]

use jar_codec::sample::{Sample, Source};
use jar_codec::{Decode, Encode, decode, encode};
use jar_types::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// All that a decoder requests from the allocator, freed or not, for each octet of input: the greatest is an optional hash,
/// 33 octets in memory for a single one.
const PER_OCTET: usize = 40;

/// And for sequences whose length comes from the parameters, and for an error with its path.
const ANYHOW: usize = 4096;

/// What the test needs of a type.
struct Kind {
    name: &'static str,
    encoded: fn(&mut Source, &Params) -> Vec<u8>,
    /// Octets requested while it decodes; whether it does.
    decoded: fn(&[u8], &Params) -> (usize, bool),
}

fn encoded<T: Sample<Params> + Encode>(source: &mut Source, params: &Params) -> Vec<u8> {
    encode(&T::sample(source, params))
}

fn decoded<T: Encode + for<'a> Decode<'a, Params>>(
    octets: &[u8],
    params: &Params,
) -> (usize, bool) {
    let region = Region::new(ALLOCATOR);
    let outcome = decode::<T, _>(octets, params);
    let stats = region.change();
    let requested = stats.bytes_allocated;
    match outcome {
        Ok(value) => {
            assert_eq!(encode(&value), octets);
            (requested, true)
        }
        Err(error) => {
            assert!(error.offset() <= octets.len());
            assert!(!error.to_string().is_empty());
            (requested, false)
        }
    }
}

macro_rules! kinds {
    ($($kind:ty),*) => {
        [$(Kind { name: stringify!($kind), encoded: encoded::<$kind>, decoded: decoded::<$kind> }),*]
    };
}

/// Damages an encoding in one of the ways in which files and messages are damaged, or in one that an attacker would choose.
fn damage(octets: &mut Vec<u8>, other: &[u8], source: &mut Source) {
    for _ in 0..=source.up_to(2) {
        let at = source.up_to(octets.len());
        let span = at..octets.len().min(at + source.up_to(40));
        match source.up_to(8) {
            0 => octets.truncate(at),
            1 => drop(octets.drain(span)),
            2 => octets.splice(at..at, [0xff; 9]).for_each(drop),
            3 => {
                let copy = octets.get(span).unwrap().to_vec();
                octets.splice(at..at, copy).for_each(drop);
            }
            4 => {
                let tail = other.get(source.up_to(other.len())..).unwrap();
                octets.splice(at.., tail.iter().copied()).for_each(drop);
            }
            5 => {
                let mut length = Vec::new();
                jar_codec::natural::encode(source.natural(), &mut length);
                octets.splice(at..octets.len().min(at + 1), length).for_each(drop);
            }
            choice => {
                if let Some(octet) = octets.get_mut(at) {
                    *octet = match choice {
                        6 => source.number() as u8,
                        7 => *octet ^ 1 << source.up_to(7),
                        _ => octet.wrapping_add(1),
                    };
                }
            }
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

#[test]
fn damaged_encodings_end_in_errors_within_bounds() {
    let kinds = kinds![
        Block,
        Extrinsic,
        Header,
        DisputesExtrinsic,
        WorkReport,
        WorkPackage,
        SafroleState,
        AuthPools,
        RecentHistory,
        DisputesRecords,
        AvailabilityAssignments,
        Privileges,
        Statistics,
        ReadyQueue,
        AccumulatedQueue,
        AccumulationInput,
        ServiceInfo,
        Request
    ];
    let params = Params::tiny();
    let count = setting("JAR_MUTATIONS", 100_000);
    let mut source = Source::new(setting("JAR_MUTATION_SEED", 1), 4);
    let mut bases: Vec<Vec<u8>> =
        kinds.iter().map(|kind| (kind.encoded)(&mut source, &params)).collect();
    let mut survivors = 0;
    for round in 0..count {
        let index = source.up_to(kinds.len() - 1);
        let kind = kinds.get(index).unwrap();
        let base = (kind.encoded)(&mut source, &params);
        assert!((kind.decoded)(&base, &params).1);
        let mut octets = base.clone();
        let other = bases.get(source.up_to(kinds.len() - 1)).unwrap();
        damage(&mut octets, other, &mut source);
        *bases.get_mut(index).unwrap() = base;
        let (requested, whole) = (kind.decoded)(&octets, &params);
        survivors += u64::from(whole);
        let bound = octets.len() * PER_OCTET + ANYHOW;
        assert!(
            requested <= bound,
            "{} of {} octets took {requested} octets of memory, round {round}",
            kind.name,
            octets.len()
        );
    }
    assert!(survivors > count / 1000, "only {survivors} of {count} still decode: too damaged");
}
