use super::*;
use crate::host::result::{CORE, OK, WHO};
use std::collections::BTreeMap;

const BEYOND: u64 = 1 << 32;

#[test]
fn bless_replaces_all_privileges() {
    let mut bench = Bench::new();
    bench.memory[..8].copy_from_slice(&[1, 0, 0, 0, 2, 0, 0, 0]);
    let mut free = vec![5, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0];
    free.extend([6, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]);
    free.extend([5, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]);
    bench.memory[100..136].copy_from_slice(&free);
    bench.with(|context| {
        let registers = [11, READABLE, 12, 13, READABLE + 100, 3];
        assert_eq!(bench.call(context, Call::Bless, &registers).result, Ok(OK));
        let wanted = Privileges {
            bless: 11,
            assign: vec![1, 2],
            designate: 12,
            register: 13,
            always_acc: BTreeMap::from([(5, 7), (6, 8)]),
        };
        assert_eq!(*context.regular.privileges, wanted);
        assert_eq!(*context.exceptional.privileges, *bench.state.privileges);
    });
}

#[test]
fn bless_reads_memory_before_it_looks_at_indices() {
    let bench = Bench::new();
    let bless = |registers: [u64; 6]| bench.result(Call::Bless, &registers);
    assert_eq!(bless([BEYOND, NOWHERE, 0, 0, READABLE, 1]), Err(Stop::Panic));
    assert_eq!(bless([BEYOND, READABLE, 0, 0, NOWHERE, 1]), Err(Stop::Panic));
    assert_eq!(bless([1, READABLE + 4089, 0, 0, NOWHERE, 0]), Err(Stop::Panic));
    assert_eq!(bless([1, READABLE + 4088, 0, 0, NOWHERE, 0]), Ok(OK));
    assert_eq!(bless([1, READABLE, 0, 0, READABLE, 342]), Err(Stop::Panic));
    assert_eq!(bless([1, READABLE, 0, 0, READABLE, 341]), Ok(OK));
    // 12 n does not fit 64 bits.
    assert_eq!(bless([1, READABLE, 0, 0, READABLE, u64::MAX / 12 + 1]), Err(Stop::Panic));
    assert_eq!(bless([BEYOND, READABLE, 0, 0, READABLE, 1]), Ok(WHO));
    assert_eq!(bless([0, READABLE, BEYOND, 0, READABLE, 1]), Ok(WHO));
    assert_eq!(bless([0, READABLE, 0, BEYOND, READABLE, 1]), Ok(WHO));
}

#[test]
fn assign_is_for_the_core_s_assigner() {
    let mut bench = Bench::new();
    let size = 32 * bench.protocol.params.queue_length() as u64;
    let assign = |bench: &Bench, core, address, assigner| {
        bench.result(Call::Assign, &[core, address, assigner])
    };
    let last = READABLE + 4096 - size;
    assert_eq!(assign(&bench, 2, NOWHERE, 1), Err(Stop::Panic));
    assert_eq!(assign(&bench, 0, last + 1, 1), Err(Stop::Panic));
    assert_eq!(assign(&bench, 2, last, BEYOND), Ok(CORE));
    assert_eq!(assign(&bench, BEYOND, last, 1), Ok(CORE));
    assert_eq!(assign(&bench, 1, last, BEYOND), Ok(HUH));
    Arc::make_mut(&mut bench.state.privileges).assign = vec![OTHER, ITSELF];
    assert_eq!(assign(&bench, 0, last, 3), Ok(HUH));
    assert_eq!(assign(&bench, 1, last, BEYOND), Ok(WHO));
    bench.with(|context| {
        assert_eq!(bench.call(context, Call::Assign, &[1, READABLE, 3]).result, Ok(OK));
        assert_eq!(context.regular.privileges.assign, [OTHER, 3]);
        let queue = context.regular.queues.get(&1).unwrap();
        assert_eq!(queue.0.len(), 80);
        assert_eq!(queue.0[1].0, bench.memory[32..64]);
        assert!(!context.regular.queues.contains_key(&0));
        // It is not the assigner any more.
        assert_eq!(bench.call(context, Call::Assign, &[1, READABLE, 3]).result, Ok(HUH));
    });
}

#[test]
fn designate_is_for_the_delegator() {
    let mut bench = Bench::new();
    let size = 336 * bench.protocol.params.validator_count() as u64;
    let last = READABLE + 4096 - size;
    assert_eq!(bench.result(Call::Designate, &[NOWHERE]), Err(Stop::Panic));
    assert_eq!(bench.result(Call::Designate, &[last + 1]), Err(Stop::Panic));
    assert_eq!(bench.result(Call::Designate, &[last]), Ok(HUH));
    Arc::make_mut(&mut bench.state.privileges).designate = ITSELF;
    bench.with(|context| {
        assert_eq!(bench.call(context, Call::Designate, &[last]).result, Ok(OK));
        let validators = context.regular.staging.clone().unwrap();
        assert_eq!(validators.0.len(), 6);
        let start = (last - READABLE) as usize;
        assert_eq!(validators.0[0].bandersnatch.0, bench.memory[start..start + 32]);
        assert_eq!(context.exceptional.staging, None);
    });
}
