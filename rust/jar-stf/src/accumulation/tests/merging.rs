//! What becomes of the changes of several services of a batch.

use super::super::batch::{merge_accounts, merge_privileges, merge_queues};
use super::super::context::{Accumulated, Implications, PartialState};
use super::*;

/// A result that changes nothing.
fn unchanged(state: &PartialState) -> Accumulated {
    Implications::new(state, 0).into_result(Vec::new(), 0)
}

#[test]
fn what_a_service_does_to_others_accounts_counts_only_as_new_or_removed() {
    let state = state(services(&["trap\n".into(), "trap\n".into(), "trap\n".into()]));
    let some = |balance| {
        let mut account = state.accounts.get(3).unwrap().clone();
        account.info.balance = balance;
        Some(account)
    };
    let mut first = unchanged(&state);
    first.accounts.insert_mut(1, some(11));
    first.accounts.insert_mut(2, some(12));
    first.accounts.insert_mut(3, None);
    first.accounts.insert_mut(70, some(17));
    first.accounts.insert_mut(80, None);
    let mut third = unchanged(&state);
    third.accounts.insert_mut(3, some(13));
    let merged =
        merge_accounts(&state.accounts, &BTreeMap::from([(1, first), (3, third)])).unwrap();
    let balances: Vec<_> = merged.iter().map(|(s, account)| (s, account.info.balance)).collect();
    let second = state.accounts.get(2).unwrap().info.balance;
    assert_eq!(balances, [(1, 11), (2, second), (70, 17)]);
}

#[test]
fn privileges_go_by_manager_then_by_holder() {
    let mut state = state(Accounts::new());
    let old = Privileges {
        bless: 1,
        assign: vec![2, 3],
        designate: 4,
        register: 5,
        always_acc: BTreeMap::new(),
    };
    state.privileges = Arc::new(old.clone());
    let change = |act: &dyn Fn(&mut Privileges)| {
        let mut result = unchanged(&state);
        act(Arc::make_mut(&mut result.privileges));
        result
    };
    let everything = |to: ServiceId| {
        change(&move |privileges| {
            privileges.bless = to;
            privileges.assign = vec![to, to];
            (privileges.designate, privileges.register) = (to, to);
            privileges.always_acc.insert(to, 1);
        })
    };
    // Who holds nothing changes nothing.
    let nobody = BTreeMap::from([(9, everything(90))]);
    assert_eq!(*merge_privileges(&state.privileges, &nobody), old);
    // Each holder changes its own.
    let holders = (2..=5).map(|s| (s, everything(s * 10))).collect();
    let merged = merge_privileges(&state.privileges, &holders);
    let own = Privileges { assign: vec![20, 30], designate: 40, register: 50, ..old.clone() };
    assert_eq!(*merged, own);
    // What the manager changes counts more.
    let manager = change(&|privileges| {
        (privileges.assign[0], privileges.register) = (70, 71);
        privileges.always_acc.insert(72, 7);
    });
    let all = holders.into_iter().chain([(1, manager)]).collect();
    let merged = merge_privileges(&state.privileges, &all);
    let always_acc = BTreeMap::from([(72, 7)]);
    let wanted = Privileges { assign: vec![70, 30], register: 71, always_acc, ..own };
    assert_eq!(*merged, wanted);
}

#[test]
fn queues_and_validators_come_from_who_held_the_privilege_before() {
    let mut state = state(Accounts::new());
    Arc::make_mut(&mut state.privileges).assign = vec![2, 3];
    let queue = |octet: u8| Arc::new(AuthQueue(vec![Hash([octet; 32]); 80]));
    let mut second = unchanged(&state);
    second.queues.insert_mut(0, queue(1));
    second.queues.insert_mut(1, queue(2));
    let queues = merge_queues(&state, &BTreeMap::from([(2, second)]));
    assert_eq!(queues.get(&0), Some(&queue(1)));
    assert_eq!(queues.get(&1), None);
}
