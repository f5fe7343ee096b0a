use super::*;
use crate::accounts::request_key;
use crate::host::result::{CASH, FULL, LOW, OK, WHO};
use jar_types::Request;

#[test]
fn checkpoint_keeps_what_was_done_so_far() {
    let bench = Bench::new();
    bench.with(|context| {
        let transfer = [u64::from(OTHER), 1, 12, READABLE];
        assert_eq!(bench.call(context, Call::Transfer, &transfer).result, Ok(OK));
        assert_eq!(bench.call(context, Call::Yield, &[READABLE]).result, Ok(OK));
        assert_eq!(bench.call(context, Call::Checkpoint, &[]).result, Ok(990));
        assert_eq!(bench.call(context, Call::Transfer, &transfer).result, Ok(OK));
        assert_eq!(bench.call(context, Call::Yield, &[READABLE + 1]).result, Ok(OK));
        let result = context.exceptional.clone().into_result(context.transfers.clone(), 0);
        assert_eq!(result.transfers.len(), 1);
        assert_eq!(result.commitment.unwrap().0, bench.memory[..32]);
        let own = |result: &Implications<'_>| result.accounts.account(ITSELF).unwrap().info.balance;
        assert_eq!((own(&context.exceptional), own(&context.regular)), (999, 998));
        let result = context.regular.clone().into_result(context.transfers.clone(), 0);
        assert_eq!(result.transfers.len(), 2);
        assert_eq!(result.commitment.unwrap().0, bench.memory[1..33]);
    });
}

/// What an account with a code of four octets costs.
const COST: u64 = 100 + 10 * 2 + 81 + 4;

#[test]
fn new_makes_an_account_under_the_next_index() {
    let bench = Bench::new();
    bench.with(|context| {
        let registers = [READABLE, 4, 21, 22, 0, 17];
        assert_eq!(bench.call(context, Call::New, &registers).result, Ok(1 << 20));
        let own = context.own().unwrap().info;
        assert_eq!((own.balance, own.items, own.bytes), (1000 - COST, 0, 0));
        let code_hash = Hash(bench.memory[..32].try_into().unwrap());
        let made = context.regular.accounts.account(1 << 20).unwrap();
        let info = ServiceInfo {
            code_hash,
            min_item_gas: 21,
            min_memo_gas: 22,
            bytes: 85,
            items: 2,
            creation_slot: SLOT,
            last_accumulation_slot: 0,
            parent_service: ITSELF,
            ..info(COST)
        };
        assert_eq!(made.info, info);
        assert_eq!(made.request(&code_hash, 4), Some(Request(Vec::new())));
        assert_eq!(made.items().count(), 1);
        assert_eq!(context.regular.next, (1 << 20) + 42);
        assert_eq!(bench.call(context, Call::New, &registers).result, Ok((1 << 20) + 42));
    });
}

#[test]
fn new_says_no_in_the_order_of_the_paper() {
    let mut bench = Bench::new();
    let new = |bench: &Bench, registers: [u64; 6]| bench.result(Call::New, &registers);
    assert_eq!(new(&bench, [NOWHERE, 4, 1, 1, 1, 0]), Err(Stop::Panic));
    assert_eq!(new(&bench, [READABLE + 4065, 4, 1, 1, 1, 0]), Err(Stop::Panic));
    assert_eq!(new(&bench, [READABLE, 1 << 32, 1, 1, 1, 0]), Err(Stop::Panic));
    assert_eq!(new(&bench, [READABLE, u64::from(u32::MAX), 1, 1, 1, 0]), Ok(HUH));
    assert_eq!(new(&bench, [READABLE, u64::from(u32::MAX), 1, 1, 0, 0]), Ok(CASH));
    // Its own threshold must be left: 100.
    bench.edit(ITSELF, |account| account.info.balance = COST + 99);
    assert_eq!(new(&bench, [READABLE, 4, 1, 1, 0, 0]), Ok(CASH));
    bench.edit(ITSELF, |account| account.info.balance = COST + 100);
    assert_eq!(new(&bench, [READABLE, 4, 1, 1, 0, 0]), Ok(1 << 20));
    // The manager may give storage for nothing.
    Arc::make_mut(&mut bench.state.privileges).bless = ITSELF;
    bench.edit(ITSELF, |account| account.info.balance = 100);
    assert_eq!(new(&bench, [READABLE, 4, 1, 1, COST - 1, 0]), Ok(CASH));
    assert_eq!(new(&bench, [READABLE, 4, 1, 1, COST, 0]), Ok(1 << 20));
    assert_eq!(new(&bench, [READABLE, 4, 1, 1, u64::MAX, 0]), Ok(1 << 20));
}

#[test]
fn the_registrar_chooses_low_indices() {
    let mut bench = Bench::new();
    Arc::make_mut(&mut bench.state.privileges).register = ITSELF;
    let new = |index| bench.result(Call::New, &[READABLE, 4, 1, 1, 0, index]);
    assert_eq!(new(17), Ok(17));
    assert_eq!(new(0), Ok(0));
    assert_eq!(new(65_535), Ok(65_535));
    assert_eq!(new(65_536), Ok(1 << 20));
    assert_eq!(new(1 << 32 | 17), Ok(1 << 20));
    assert_eq!(new(u64::from(OTHER)), Ok(FULL));
    assert_eq!(new(u64::from(ITSELF)), Ok(FULL));
    bench.with(|context| {
        assert_eq!(bench.call(context, Call::New, &[READABLE, 4, 1, 1, 0, 17]).result, Ok(17));
        assert_eq!(context.regular.next, 1 << 20, "the next index is still there");
        assert_eq!(bench.call(context, Call::New, &[READABLE, 4, 1, 1, 0, 17]).result, Ok(FULL));
    });
    bench.edit(ITSELF, |account| account.info.balance = 100);
    let poor = bench.result(Call::New, &[READABLE, 4, 1, 1, 0, u64::from(OTHER)]);
    assert_eq!(poor, Ok(CASH), "before FULL");
}

#[test]
fn upgrade_changes_code_and_gas() {
    let bench = Bench::new();
    assert_eq!(bench.result(Call::Upgrade, &[NOWHERE, 1, 2]), Err(Stop::Panic));
    bench.with(|context| {
        assert_eq!(bench.call(context, Call::Upgrade, &[READABLE, 31, 32]).result, Ok(OK));
        let code_hash = Hash(bench.memory[..32].try_into().unwrap());
        let wanted = ServiceInfo { code_hash, min_item_gas: 31, min_memo_gas: 32, ..info(1000) };
        assert_eq!(context.own().unwrap().info, wanted);
    });
}

#[test]
fn transfer_says_no_in_the_order_of_the_paper() {
    let bench = Bench::new();
    let other = u64::from(OTHER);
    let transfer = |registers: [u64; 4]| bench.result(Call::Transfer, &registers);
    assert_eq!(transfer([1234, 1, 0, NOWHERE]), Err(Stop::Panic));
    assert_eq!(transfer([1234, 1, 0, READABLE + 3969]), Err(Stop::Panic));
    assert_eq!(transfer([1234, u64::MAX, 0, READABLE + 3968]), Ok(WHO));
    assert_eq!(transfer([1 << 32 | other, u64::MAX, 0, READABLE]), Ok(WHO));
    assert_eq!(transfer([other, u64::MAX, 11, READABLE]), Ok(LOW));
    assert_eq!(transfer([other, u64::MAX, 12, READABLE]), Ok(CASH));
    assert_eq!(transfer([other, 901, 12, READABLE]), Ok(CASH));
    assert_eq!(transfer([other, 900, 12, READABLE]), Ok(OK));
    assert_eq!(transfer([u64::from(ITSELF), 900, 12, READABLE]), Ok(OK));
}

#[test]
fn only_a_transfer_that_is_made_costs_its_gas() {
    let bench = Bench::new();
    let number = bench.protocol.calls.number(Call::Transfer).unwrap();
    let transfer = |amount, gas, left| {
        bench.with(|context| {
            let registers = [u64::from(OTHER), amount, gas, READABLE];
            let called = bench.call_with(context, number, &registers, left);
            let balance = context.own().unwrap().info.balance;
            (called.result, called.gas, balance, context.transfers.len())
        })
    };
    assert_eq!(transfer(1, 50, 60), (Ok(OK), 0, 999, 1));
    assert_eq!(transfer(1, 50, 59), (Err(Stop::OutOfGas), 0, 1000, 0));
    assert_eq!(transfer(1, u64::MAX, 59), (Err(Stop::OutOfGas), 0, 1000, 0));
    assert_eq!(transfer(5000, 50, 10), (Ok(CASH), 0, 1000, 0));
    assert_eq!(transfer(5000, 50, 9), (Err(Stop::OutOfGas), 0, 1000, 0));
}

/// An account that the service may remove, with a request of ten octets and this history.
fn removable(history: Vec<u32>) -> Bench {
    let mut bench = Bench::new();
    let hash = Hash(bench.memory[..32].try_into().unwrap());
    bench.edit(OTHER, |account| {
        account.info.code_hash = Hash::default();
        account.info.code_hash.0[0] = ITSELF as u8;
        (account.info.items, account.info.bytes) = (2, 91);
        account.set_request(request_key(&hash, 10).unwrap(), &Request(history));
    });
    bench
}

#[test]
fn eject_removes_an_account_and_takes_its_balance() {
    // y < t − D: 67 < 100 − 32.
    let bench = removable(vec![1, 67]);
    bench.with(|context| {
        let registers = [u64::from(OTHER), READABLE];
        assert_eq!(bench.call(context, Call::Eject, &registers).result, Ok(OK));
        assert_eq!(context.own().unwrap().info.balance, 1500);
        assert!(context.regular.accounts.account(OTHER).is_none());
        assert_eq!(bench.call(context, Call::Eject, &registers).result, Ok(WHO));
    });
}

#[test]
fn eject_says_no_in_the_order_of_the_paper() {
    let eject = |bench: &Bench, service, hash| bench.result(Call::Eject, &[service, hash]);
    let other = u64::from(OTHER);
    let bench = removable(vec![1, 67]);
    assert_eq!(eject(&bench, 1234, NOWHERE), Err(Stop::Panic));
    assert_eq!(eject(&bench, 1234, READABLE), Ok(WHO));
    assert_eq!(eject(&bench, 1 << 32 | other, READABLE), Ok(WHO));
    assert_eq!(eject(&bench, u64::from(ITSELF), READABLE), Ok(WHO));
    assert_eq!(eject(&bench, other, READABLE + 1), Ok(HUH), "another hash");
    for history in [vec![], vec![1], vec![1, 68], vec![1, u32::MAX], vec![1, 2, 3]] {
        assert_eq!(eject(&removable(history), other, READABLE), Ok(HUH));
    }
    let mut bench = removable(vec![1, 67]);
    bench.edit(OTHER, |account| account.info.items = 3);
    assert_eq!(eject(&bench, other, READABLE), Ok(HUH));
    bench.edit(OTHER, |account| account.info.code_hash.0[31] = 1);
    assert_eq!(eject(&bench, other, READABLE), Ok(WHO));
    // Before slot D nothing can be old enough.
    let mut young = removable(vec![0, 0]);
    young.protocol.params.expunge_period = 100;
    assert_eq!(eject(&young, other, READABLE), Ok(HUH));
    young.protocol.params.expunge_period = 99;
    assert_eq!(eject(&young, other, READABLE), Ok(OK));
}
