//! Safrole, disputes, recent history, authorizations.

use super::records::{
    AuthorizationsInput, AuthorizationsState, CoreAuthorizer, DisputesInput, DisputesState,
    DisputesYield, HistoryInput, HistoryState, Nothing, Outcome, ReportedPackage, SafroleInput,
    SafroleState, SafroleYield,
};
use super::{Asker, Record, Run, show};
use jar_diff_questions::sections as questions;
use jar_types::Guarantee;

/// Slot, rotation, tickets.
pub(super) struct Safrole;

impl Record for Safrole {
    const NAME: &'static str = "safrole";
    type Input = SafroleInput;
    type State = SafroleState;
    type Output = Outcome<SafroleYield>;

    fn run(input: SafroleInput, state: SafroleState, to: &mut Asker<'_, '_>) -> Run {
        let slot = input.slot;
        to.ask(&questions::SlotOrder { before: state.tau, slot })?;
        let rotated = to.ask(&questions::Rotate {
            before: state.tau,
            slot,
            output: input.entropy,
            entropy: state.eta,
            previous: state.lambda,
            active: state.kappa,
            safrole: jar_types::SafroleState {
                pending: state.gamma_k,
                epoch_root: state.gamma_z,
                seal_keys: state.gamma_s,
                ticket_accumulator: state.gamma_a,
            },
            staging: state.iota.clone(),
            offenders: state.post_offenders.iter().copied().collect(),
        })?;
        let safrole = to.ask(&questions::AddTickets {
            slot,
            entropy: rotated.entropy.clone(),
            safrole: rotated.safrole,
            tickets: input.extrinsic,
        })?;
        let (epoch_mark, tickets_mark) = (rotated.epoch_mark, rotated.tickets_mark);
        let after = SafroleState {
            tau: slot,
            eta: rotated.entropy,
            lambda: rotated.previous,
            kappa: rotated.active,
            gamma_k: safrole.pending,
            iota: state.iota,
            gamma_a: safrole.ticket_accumulator,
            gamma_s: safrole.seal_keys,
            gamma_z: safrole.epoch_root,
            post_offenders: state.post_offenders,
        };
        Ok((show(&Outcome::Ok(SafroleYield { epoch_mark, tickets_mark }))?, show(&after)?))
    }
}

/// Verdicts, culprits, faults.
pub(super) struct Disputes;

impl Record for Disputes {
    const NAME: &'static str = "disputes";
    type Input = DisputesInput;
    type State = DisputesState;
    type Output = Outcome<DisputesYield>;

    fn run(input: DisputesInput, state: DisputesState, to: &mut Asker<'_, '_>) -> Run {
        let DisputesState { psi, rho, tau, kappa, lambda } = state;
        let question = questions::Disputes {
            records: psi,
            assignments: rho,
            before: tau,
            active: kappa,
            previous: lambda,
            disputes: input.disputes,
        };
        let given = to.ask(&question)?;
        let after = DisputesState {
            psi: given.records,
            rho: given.assignments,
            tau,
            kappa: question.active,
            lambda: question.previous,
        };
        let output = Outcome::Ok(DisputesYield { offenders_mark: given.mark });
        Ok((show(&output)?, show(&after)?))
    }
}

/// The parent's root, the block.
pub(super) struct History;

impl Record for History {
    const NAME: &'static str = "history";
    type Input = HistoryInput;
    type State = HistoryState;
    type Output = Nothing;

    fn run(input: HistoryInput, state: HistoryState, to: &mut Asker<'_, '_>) -> Run {
        let reported: Guarantee = to.zero()?;
        let guarantee = |package: ReportedPackage| {
            let mut guarantee = reported.clone();
            guarantee.report.package_spec.hash = package.hash;
            guarantee.report.package_spec.exports_root = package.exports_root;
            guarantee
        };
        let guarantees = input.work_packages.into_iter().map(guarantee).collect();
        let root = input.parent_state_root;
        let recent = to.ask(&questions::UpdateParent { recent: state.beta, root })?;
        let beta = to.ask(&questions::Append {
            recent,
            header: input.header_hash,
            root: input.accumulate_root,
            guarantees,
        })?;
        Ok((show(&Nothing)?, show(&HistoryState { beta })?))
    }
}

/// Pools from queues.
pub(super) struct Authorizations;

impl Record for Authorizations {
    const NAME: &'static str = "authorizations";
    type Input = AuthorizationsInput;
    type State = AuthorizationsState;
    type Output = Nothing;

    fn run(input: AuthorizationsInput, state: AuthorizationsState, to: &mut Asker<'_, '_>) -> Run {
        let empty: Guarantee = to.zero()?;
        let guarantee = |of: CoreAuthorizer| {
            let mut guarantee = empty.clone();
            guarantee.report.core_index = of.core;
            guarantee.report.authorizer_hash = of.auth_hash;
            guarantee
        };
        let question = questions::Authorizations {
            pools: state.auth_pools,
            queues: state.auth_queues,
            slot: input.slot,
            guarantees: input.auths.into_iter().map(guarantee).collect(),
        };
        let auth_pools = to.ask(&question)?;
        let after = AuthorizationsState { auth_pools, auth_queues: question.queues };
        Ok((show(&Nothing)?, show(&after)?))
    }
}
