//! Arbitrary cases and outcomes.

use jar_diff_wire::*;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

pub(crate) fn access() -> impl Strategy<Value = Access> {
    prop_oneof![Just(Access::ReadOnly), Just(Access::Writable)]
}

fn page_number() -> impl Strategy<Value = u32> {
    prop_oneof![Just(FIRST_PAGE), Just(PAGE_COUNT - 1), FIRST_PAGE..PAGE_COUNT]
}

fn pages() -> impl Strategy<Value = Vec<Page>> {
    let content = prop_oneof![4 => vec(any::<u8>(), 0..40), 1 => vec(any::<u8>(), PAGE_SIZE)];
    btree_map(page_number(), (access(), content), 0..4).prop_map(|pages| {
        pages
            .into_iter()
            .map(|(number, (access, content))| Page::new(number, access, content))
            .collect()
    })
}

fn poke() -> impl Strategy<Value = Poke> {
    (any::<u32>(), vec(any::<u8>(), 1..80)).prop_map(|(address, octets)| Poke { address, octets })
}

fn reply() -> impl Strategy<Value = Reply> {
    (any::<u64>(), any::<[Option<u64>; REGISTERS]>(), proptest::option::of(poke()))
        .prop_map(|(gas, registers, poke)| Reply { gas, registers, poke })
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let model = prop_oneof![Just(GasModel::PerInstruction), Just(GasModel::PerBlock)];
    let state = (any::<(u32, u32)>(), any::<[u64; REGISTERS]>(), pages());
    let limits = (any::<u32>(), any::<u64>(), any::<u64>());
    let program = (vec(any::<u8>(), 0..100), proptest::option::of(vec(any::<u8>(), 0..50)));
    (model, limits, state, program, vec(reply(), 0..4)).prop_map(
        |(
            gas_model,
            (pc, gas, step_limit),
            (heap, registers, pages),
            (blob, arguments),
            replies,
        )| {
            let common = match arguments {
                Some(arguments) => Case::standard(blob, arguments),
                None => Case {
                    heap_break: heap.0.min(heap.1),
                    heap_limit: heap.0.max(heap.1),
                    registers,
                    pages,
                    ..Case::raw(blob)
                },
            };
            Case { gas_model, pc, gas, step_limit, replies, ..common }
        },
    )
}

fn exit() -> impl Strategy<Value = Exit> {
    (0u8..=6, any::<u64>()).prop_map(|(kind, payload)| {
        Exit::from_parts(kind, if kind == 3 || kind == 4 { payload } else { 0 }).unwrap()
    })
}

fn observed_pages() -> impl Strategy<Value = Vec<ObservedPage>> {
    btree_map(page_number(), (access(), any::<u8>(), 0..PAGE_SIZE), 0..3).prop_map(|pages| {
        let observe = |(number, (access, octet, place))| {
            let mut content = Box::new([0; PAGE_SIZE]);
            content[place] = octet;
            ObservedPage { number, access, content }
        };
        pages.into_iter().map(observe).collect()
    })
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let call = any::<(u64, u64, [u64; 6])>().prop_map(|(identifier, gas, arguments)| Call {
        identifier,
        gas,
        arguments,
    });
    vec(call, 0..4)
}

pub(crate) fn outcome() -> impl Strategy<Value = Outcome> {
    let ran =
        (exit(), any::<(u64, u64, u32)>(), any::<[u64; REGISTERS]>(), observed_pages(), calls())
            .prop_map(|(exit, (gas, pc, heap_break), registers, pages, calls)| {
                Outcome::Ran(Observation { exit, gas, pc, heap_break, registers, pages, calls })
            });
    let malformed = (1u8..=5, any::<u64>()).prop_map(|(code, offset)| {
        Outcome::Malformed(MalformedCase { code: ErrorCode::from_number(code).unwrap(), offset })
    });
    prop_oneof![4 => ran, 1 => malformed]
}
