//! Assurances, reports, accumulation, preimages, statistics.

use super::accounts::shown;
use super::records::{
    AssurancesInput, AssurancesState, AssurancesYield, Nothing, Outcome, PreimagesInput,
    PreimagesState, ReportsInput, ReportsState, ReportsYield, SegmentRoot, ServiceStatistics,
    StatisticsInput, StatisticsState,
};
use super::{Asker, Record, Run, show};
use jar_diff_questions::sections::{self as questions, Refusal};
use jar_types::{
    Ed25519Public, Extrinsic, Guarantee, Hash, ServiceId, ServiceRecord, Statistics as Records,
    ValidatorSet,
};
use std::collections::{BTreeMap, BTreeSet};

/// Reports become available.
pub(super) struct Assurances;

impl Record for Assurances {
    const NAME: &'static str = "assurances";
    type Input = AssurancesInput;
    type State = AssurancesState;
    type Output = Outcome<AssurancesYield>;

    fn run(input: AssurancesInput, state: AssurancesState, to: &mut Asker<'_, '_>) -> Run {
        let question = questions::Assurances {
            assignments: state.avail_assignments,
            active: state.curr_validators,
            slot: input.slot,
            parent: input.parent,
            assurances: input.assurances,
        };
        let given = to.ask(&question)?;
        let (avail_assignments, curr_validators) = (given.assignments, question.active);
        let after = AssurancesState { avail_assignments, curr_validators };
        Ok((show(&Outcome::Ok(AssurancesYield { reported: given.available }))?, show(&after)?))
    }
}

/// A block that does nothing, in the first slot after the beginning, to be filled.
pub(super) fn record(to: &Asker<'_, '_>) -> Result<questions::Record, Refusal> {
    Ok(questions::Record { slot: 1, ..to.zero()? })
}

pub(super) fn listed(services: BTreeMap<ServiceId, ServiceRecord>) -> Vec<ServiceStatistics> {
    services.into_iter().map(|(id, record)| ServiceStatistics { id, record }).collect()
}

/// Reports get onto cores.
pub(super) struct Reports;

impl Record for Reports {
    const NAME: &'static str = "reports";
    type Input = ReportsInput;
    type State = ReportsState;
    type Output = Outcome<ReportsYield>;

    fn run(input: ReportsInput, state: ReportsState, to: &mut Asker<'_, '_>) -> Run {
        let mut accumulated: jar_types::AccumulatedQueue = to.zero()?;
        let latest = accumulated.0.last_mut().into_iter();
        latest.for_each(|known| known.extend(&input.known_packages));
        let given = to.ask(&questions::Guarantees {
            assignments: state.avail_assignments.clone(),
            active: state.curr_validators.clone(),
            previous: state.prev_validators.clone(),
            entropy: state.entropy.clone(),
            offenders: state.offenders.iter().copied().collect(),
            recent: state.recent_blocks.clone(),
            pools: state.auth_pools.clone(),
            accounts: state.accounts.accounts(),
            ready: to.zero()?,
            accumulated,
            before: state.avail_assignments.clone(),
            slot: input.slot,
            ancestors: None,
            guarantees: input.guarantees.clone(),
        })?;
        let reported = reported(&input.guarantees);
        let mut block = record(to)?;
        block.extrinsic.guarantees = input.guarantees;
        block.reporters.clone_from(&given.reporters);
        block.active = state.curr_validators.clone();
        let records = to.ask(&block)?;
        let after = ReportsState {
            avail_assignments: given.assignments,
            cores_statistics: records.cores,
            services_statistics: listed(records.services),
            ..state
        };
        let reporters = given.reporters.into_iter().collect();
        Ok((show(&Outcome::Ok(ReportsYield { reported, reporters }))?, show(&after)?))
    }
}

/// The packages of guarantees, in the order of their hashes.
fn reported(guarantees: &[Guarantee]) -> Vec<SegmentRoot> {
    let packages = guarantees.iter().map(|guarantee| &guarantee.report.package_spec);
    let roots: BTreeMap<Hash, Hash> = packages.map(|of| (of.hash, of.exports_root)).collect();
    let root = |(work_package_hash, segment_tree_root)| SegmentRoot {
        work_package_hash,
        segment_tree_root,
    };
    roots.into_iter().map(root).collect()
}

/// Accounts that were given stand where the record has its own.
pub(super) fn put_accounts(
    state: &mut serde_json::Value,
    accounts: &questions::Accounts,
) -> Result<(), Refusal> {
    let accounts = show(&shown(accounts))?;
    state.get_mut("accounts").into_iter().for_each(|place| place.clone_from(&accounts));
    Ok(())
}

/// Preimages come in.
pub(super) struct Preimages;

impl Record for Preimages {
    const NAME: &'static str = "preimages";
    type Input = PreimagesInput;
    type State = PreimagesState;
    type Output = Outcome<Nothing>;

    fn run(input: PreimagesInput, state: PreimagesState, to: &mut Asker<'_, '_>) -> Run {
        let (accounts, preimages) = (state.accounts.accounts(), input.preimages);
        let check = questions::CheckPreimages { accounts, preimages };
        to.ask(&check)?;
        let questions::CheckPreimages { accounts, preimages } = check;
        let integrate = questions::IntegratePreimages { accounts, preimages, slot: input.slot };
        let given = to.ask(&integrate)?;
        let mut block = record(to)?;
        block.extrinsic.preimages = integrate.preimages;
        let statistics = listed(to.ask(&block)?.services);
        let mut after = show(&PreimagesState { accounts: state.accounts, statistics })?;
        put_accounts(&mut after, &given)?;
        Ok((show(&Outcome::Ok(Nothing))?, after))
    }
}

/// Records of validators.
pub(super) struct Statistics;

impl Record for Statistics {
    const NAME: &'static str = "statistics";
    type Input = StatisticsInput;
    type State = StatisticsState;
    type Output = Nothing;

    fn run(input: StatisticsInput, state: StatisticsState, to: &mut Asker<'_, '_>) -> Run {
        let mut statistics: Records = to.zero()?;
        statistics.vals_curr = state.vals_curr_stats;
        statistics.vals_last = state.vals_last_stats;
        let question = questions::Record {
            statistics,
            before: state.slot,
            slot: input.slot,
            author: input.author_index,
            reporters: reporters(&input.extrinsic, &state.curr_validators),
            active: state.curr_validators,
            extrinsic: input.extrinsic,
            available: Vec::new(),
            work: BTreeMap::new(),
        };
        let given = to.ask(&question)?;
        let after = StatisticsState {
            vals_curr_stats: given.vals_curr,
            vals_last_stats: given.vals_last,
            slot: state.slot,
            curr_validators: question.active,
        };
        Ok((show(&Nothing)?, show(&after)?))
    }
}

/// The keys that the vectors mean by the indices of guarantors: those of the active validators.
fn reporters(extrinsic: &Extrinsic, active: &ValidatorSet) -> BTreeSet<Ed25519Public> {
    let guarantees = extrinsic.guarantees.iter();
    let indices = guarantees.flat_map(|of| of.signatures.iter().map(|of| of.validator_index));
    let key = |index: u16| active.0.get(usize::from(index)).map(|keys| keys.ed25519);
    indices.filter_map(key).collect()
}
