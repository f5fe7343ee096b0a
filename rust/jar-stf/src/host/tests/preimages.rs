use super::*;
use crate::accounts::{preimage_key, request_key};
use crate::host::result::{FULL, OK, WHO};
use jar_crypto::blake2b;
use jar_types::Request;

const LENGTH: u64 = 10;

fn hash(bench: &Bench) -> Hash {
    Hash(bench.memory[..32].try_into().unwrap())
}

/// The service has asked for ten octets, with this history, and has them.
fn asked(history: &[u32]) -> Bench {
    let mut bench = Bench::new();
    let hash = hash(&bench);
    bench.edit(ITSELF, |account| {
        account.set_request(request_key(&hash, LENGTH).unwrap(), &Request(history.to_vec()));
        account.set_item(preimage_key(&hash), [0; 10].into());
        (account.info.items, account.info.bytes) = (2, 91);
    });
    bench
}

/// The history afterwards, whether the preimage is there, items and octets.
type After = (Option<Vec<u32>>, bool, u32, u64);

fn after(bench: &Bench, call: Call, registers: &[u64]) -> (Result<u64, Stop>, After) {
    bench.with(|context| {
        let result = bench.call(context, call, registers).result;
        let own = context.own().unwrap();
        let (info, hash) = (own.info, hash(bench));
        let history = own.request(&hash, LENGTH).map(|request| request.0);
        (result, (history, own.preimage(&hash).is_some(), info.items, info.bytes))
    })
}

#[test]
fn query_tells_the_history() {
    let query = |bench: &Bench, registers: &[u64]| {
        let called = bench.with(|context| bench.call(context, Call::Query, registers));
        (called.result, called.registers[8])
    };
    let high = |slot: u64| slot << 32;
    for (history, first, second) in [
        (&[][..], 0, 0),
        (&[5], high(5) + 1, 0),
        (&[5, 6], high(5) + 2, 6),
        (&[5, 6, u32::MAX], high(5) + 3, high(u64::from(u32::MAX)) + 6),
    ] {
        assert_eq!(query(&asked(history), &[READABLE, LENGTH]), (Ok(first), second));
    }
    let bench = asked(&[5]);
    assert_eq!(query(&bench, &[READABLE, LENGTH + 1]), (Ok(NONE), 0));
    assert_eq!(query(&bench, &[READABLE + 1, LENGTH]), (Ok(NONE), 0));
    assert_eq!(query(&bench, &[READABLE, 1 << 32 | LENGTH]), (Ok(NONE), 0));
    assert_eq!(query(&bench, &[NOWHERE, LENGTH]), (Err(Stop::Panic), LENGTH));
}

#[test]
fn solicit_asks_once_and_again_after_it_was_given_up() {
    let solicit = |bench: &Bench| after(bench, Call::Solicit, &[READABLE, LENGTH]);
    let new = Bench::new();
    assert_eq!(solicit(&new), (Ok(OK), (Some(vec![]), false, 2, 91)));
    for history in [&[][..], &[5], &[5, 6, 7]] {
        let same = (Some(history.to_vec()), true, 2, 91);
        assert_eq!(solicit(&asked(history)), (Ok(HUH), same));
    }
    let again = (Some(vec![5, 6, SLOT]), true, 2, 91);
    assert_eq!(solicit(&asked(&[5, 6])), (Ok(OK), again));
    let mut poor = Bench::new();
    let unreadable = poor.result(Call::Solicit, &[NOWHERE, LENGTH]);
    assert_eq!(unreadable, Err(Stop::Panic));
    poor.edit(ITSELF, |account| account.info.balance = 100 + 20 + 91);
    assert_eq!(solicit(&poor).0, Ok(OK));
    poor.edit(ITSELF, |account| account.info.balance -= 1);
    assert_eq!(solicit(&poor), (Ok(FULL), (None, false, 0, 0)));
    let mut poor = asked(&[5, 6]);
    poor.edit(ITSELF, |account| account.info.balance = 0);
    assert_eq!(solicit(&poor).0, Ok(FULL), "though it would cost nothing more");
    let mut poor = asked(&[5]);
    poor.edit(ITSELF, |account| account.info.balance = 0);
    assert_eq!(solicit(&poor).0, Ok(HUH), "before FULL");
    let mut rich = Bench::new();
    rich.edit(ITSELF, |account| account.info.balance = u64::MAX);
    let longest = u64::from(u32::MAX);
    assert_eq!(rich.result(Call::Solicit, &[READABLE, longest]), Ok(OK));
    assert_eq!(rich.result(Call::Solicit, &[READABLE, longest + 1]), Ok(HUH));
}

#[test]
fn forget_goes_through_the_stages() {
    let forget = |bench: &Bench| after(bench, Call::Forget, &[READABLE, LENGTH]);
    // y < t − D: 67 < 100 − 32.
    let gone = (Ok(OK), (None, false, 0, 0));
    assert_eq!(forget(&asked(&[])), gone);
    assert_eq!(forget(&asked(&[1, 67])), gone);
    let now = |history: &[u32]| (Ok(OK), (Some(history.to_vec()), true, 2, 91));
    assert_eq!(forget(&asked(&[99])), now(&[99, SLOT]));
    assert_eq!(forget(&asked(&[1, 67, 90])), now(&[90, SLOT]));
    for history in [&[1, 68][..], &[1, 68, 90], &[1, u32::MAX]] {
        let same = (Some(history.to_vec()), true, 2, 91);
        assert_eq!(forget(&asked(history)), (Ok(HUH), same));
    }
    let bench = asked(&[]);
    assert_eq!(bench.result(Call::Forget, &[NOWHERE, LENGTH]), Err(Stop::Panic));
    assert_eq!(bench.result(Call::Forget, &[READABLE, LENGTH + 1]), Ok(HUH));
    assert_eq!(bench.result(Call::Forget, &[READABLE, 1 << 32 | LENGTH]), Ok(HUH));
}

#[test]
fn yield_sets_the_commitment() {
    let bench = Bench::new();
    assert_eq!(bench.result(Call::Yield, &[NOWHERE]), Err(Stop::Panic));
    bench.with(|context| {
        assert_eq!(bench.call(context, Call::Yield, &[READABLE]).result, Ok(OK));
        assert_eq!(context.regular.commitment, Some(hash(&bench)));
        assert_eq!(context.exceptional.commitment, None);
    });
}

#[test]
fn provide_takes_what_is_asked_for_once() {
    let mut bench = Bench::new();
    let octets: [u8; 10] = bench.memory[..10].try_into().unwrap();
    let wanted = blake2b(&octets);
    for (service, history) in [(OTHER, vec![]), (ITSELF, vec![1, 2])] {
        bench.edit(service, |account| {
            account.set_request(request_key(&wanted, 10).unwrap(), &Request(history));
        });
    }
    let provide =
        |service, address, length| bench.result(Call::Provide, &[service, address, length]);
    let other = u64::from(OTHER);
    assert_eq!(provide(1234, NOWHERE, 1), Err(Stop::Panic));
    assert_eq!(provide(other, READABLE, 4097), Err(Stop::Panic));
    assert_eq!(provide(other, READABLE, u64::MAX), Err(Stop::Panic));
    assert_eq!(provide(1234, READABLE, 10), Ok(WHO));
    assert_eq!(provide(1 << 32 | other, READABLE, 10), Ok(WHO));
    assert_eq!(provide(other, READABLE, 9), Ok(HUH), "nobody asked");
    assert_eq!(provide(u64::MAX, READABLE, 10), Ok(HUH), "asked and answered");
    assert_eq!(provide(other, NOWHERE, 0), Ok(HUH));
    assert_eq!(provide(other, READABLE, 10), Ok(OK));
    bench.with(|context| {
        let registers = [other, READABLE, 10];
        assert_eq!(bench.call(context, Call::Provide, &registers).result, Ok(OK));
        assert_eq!(bench.call(context, Call::Provide, &registers).result, Ok(HUH), "twice");
        let provided: Vec<_> = context.regular.provisions.iter().collect();
        assert_eq!(provided[0].0, &(OTHER, wanted));
        assert_eq!(**provided[0].1, octets);
    });
}
