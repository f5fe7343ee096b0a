//! Reports at random, and their guarantees.

use super::Generator;
use crate::Plan;
use jar_stf::assignments::{GuarantorAssignments, guarantors};
use jar_stf::live::LiveState;
use jar_types::{
    CoreIndex, Gas, Guarantee, Hash, PackageSpec, RefineContext, RefineLoad, ServiceId,
    ServiceInfo, Slot, ValidatorIndex, ValidatorSet, WorkDigest, WorkError, WorkReport, WorkResult,
};
use std::collections::{BTreeMap, BTreeSet};

impl Generator<'_> {
    /// Guarantees for some of the free cores.
    pub(super) fn guarantees(
        &mut self,
        plan: &Plan<'_>,
        state: &LiveState,
        free: &[CoreIndex],
    ) -> Vec<Guarantee> {
        let cores = self.some(free.iter().copied(), self.rates.report);
        if cores.is_empty() || state.recent.history.is_empty() {
            return Vec::new();
        }
        let params = self.author.params();
        let (active, previous) = (plan.active(), plan.previous());
        let all = guarantors(params, plan.entropy(), active, previous, &plan.offenders, plan.slot);
        let rotation = Slot::from(params.rotation_period);
        let mut guarantees: Vec<Guarantee> = Vec::new();
        for core in cores {
            // In this rotation, or the last slot of the one before; there is one in every second epoch's first.
            let turn = plan.slot.saturating_sub(plan.slot.checked_rem(rotation).unwrap_or(0));
            let late = turn > 0 && self.happens(64);
            let epoch = |slot: Slot| slot.checked_div(params.epoch_length);
            let before = plan.slot.checked_sub(rotation);
            let same_epoch = before.is_some_and(|before| epoch(before) == epoch(plan.slot));
            let (assigned, validators, slot) = match late {
                true if same_epoch => (&all.previous, active, turn.saturating_sub(1)),
                true => (&all.previous, previous, turn.saturating_sub(1)),
                false => (&all.current, active, plan.slot),
            };
            let Some(signers) = self.signers(assigned, validators, core) else { continue };
            let Some(report) = self.report(state, core, &guarantees) else { continue };
            let keyring = self.author.keyring();
            guarantees.extend(keyring.guarantee(validators, &signers, report, slot));
        }
        guarantees
    }

    /// Two or three who are assigned to the core, not convicted, and known.
    fn signers(
        &mut self,
        assigned: &GuarantorAssignments,
        validators: &ValidatorSet,
        core: CoreIndex,
    ) -> Option<Vec<ValidatorIndex>> {
        let (indices, keyring) = (0.., self.author.keyring());
        let mut signers: Vec<ValidatorIndex> = indices
            .zip(assigned.cores.iter().zip(&assigned.keys).zip(&validators.0))
            .filter(|(_, ((of, key), keys))| {
                **of == core && key.is_some() && keyring.of_ed25519(&keys.ed25519).is_some()
            })
            .map(|(index, _)| index)
            .collect();
        if signers.len() > 3 || (signers.len() == 3 && self.happens(128)) {
            let last = signers.len().saturating_sub(1);
            signers.remove(self.source.up_to(last));
        }
        signers.truncate(3);
        (signers.len() >= 2).then_some(signers)
    }

    /// A report that the core accepts; nothing if nobody may use it.
    fn report(
        &mut self,
        state: &LiveState,
        core_index: CoreIndex,
        others: &[Guarantee],
    ) -> Option<WorkReport> {
        let authorizer_hash = self.any(&state.auth_pools.0.get(usize::from(core_index))?.0)?;
        let services: Vec<(ServiceId, ServiceInfo)> =
            state.services.iter().map(|(service, account)| (service, account.info)).collect();
        let (context, segment_root_lookup) = self.context(state, others)?;
        let package_spec = PackageSpec {
            hash: self.hash(),
            length: self.source.up_to(1 << 20) as u32,
            erasure_root: self.hash(),
            exports_root: self.hash(),
            exports_count: self.source.up_to(3072) as u16,
        };
        let count = self.source.up_to(3).saturating_add(1);
        let mut gas_left = self.author.params().report_gas;
        let mut results = Vec::new();
        for _ in 0..count {
            let (service, info) = self.any(&services)?;
            if info.min_item_gas <= gas_left {
                let digest = self.digest(service, &info, gas_left);
                gas_left = gas_left.saturating_sub(digest.accumulate_gas);
                results.push(digest);
            }
        }
        if results.is_empty() {
            return None;
        }
        Some(WorkReport {
            package_spec,
            context,
            core_index,
            authorizer_hash,
            auth_gas_used: self.source.up_to(1 << 16) as Gas,
            auth_output: self.octets(40),
            segment_root_lookup,
            results,
        })
    }

    /// A recent anchor, and packages that were reported before or are in this block.
    fn context(
        &mut self,
        state: &LiveState,
        others: &[Guarantee],
    ) -> Option<(RefineContext, BTreeMap<Hash, Hash>)> {
        let anchors: Vec<usize> = (0..state.recent.history.len()).collect();
        let anchor = self.any(&anchors)?;
        let block = state.recent.history.get(anchor)?;
        // The state root of the latest block is not known there yet; the header of the block to come tells it.
        let latest = anchor.checked_add(1) == Some(anchors.len());
        let state_root = if latest { self.root } else { block.state_root };
        let (lookup_anchor, lookup_anchor_slot) = self.any(&self.ancestors.clone())?;
        let reported = state.recent.history.iter().flat_map(|block| &block.reported);
        let mut packages: Vec<(Hash, Hash)> = reported.map(|(hash, root)| (*hash, *root)).collect();
        packages.extend(others.iter().map(|other| {
            let spec = &other.report.package_spec;
            (spec.hash, spec.exports_root)
        }));
        let (mut prerequisites, mut lookup) = (BTreeSet::new(), BTreeMap::new());
        for _ in 0..self.source.up_to(2) {
            if let Some((hash, root)) = self.any(&packages).filter(|_| self.happens(96)) {
                if self.happens(128) {
                    prerequisites.insert(hash);
                } else {
                    lookup.insert(hash, root);
                }
            }
        }
        let context = RefineContext {
            anchor: block.header_hash,
            state_root,
            beefy_root: block.beefy_root,
            lookup_anchor,
            lookup_anchor_slot,
            prerequisites,
        };
        Some((context, lookup))
    }

    fn digest(&mut self, service_id: ServiceId, info: &ServiceInfo, gas_left: Gas) -> WorkDigest {
        let more = gas_left.saturating_sub(info.min_item_gas).min(1 << 20);
        let more = self.source.up_to(usize::try_from(more).unwrap_or(0)) as Gas;
        let errors = [WorkError::OutOfGas, WorkError::Panic, WorkError::BadExports];
        let error = self.any(&errors).filter(|_| self.happens(32));
        WorkDigest {
            service_id,
            code_hash: info.code_hash,
            payload_hash: self.hash(),
            accumulate_gas: info.min_item_gas.saturating_add(more),
            result: error.map_or_else(|| WorkResult::Ok(self.octets(100)), WorkResult::Error),
            refine_load: RefineLoad {
                gas_used: self.source.up_to(1 << 24) as Gas,
                imports: self.source.up_to(64) as u16,
                extrinsic_count: self.source.up_to(16) as u16,
                extrinsic_size: self.source.up_to(1 << 16) as u32,
                exports: self.source.up_to(64) as u16,
            },
        }
    }

    /// At most so many.
    fn octets(&mut self, most: usize) -> Vec<u8> {
        let count = self.source.up_to(most);
        (0..count).map(|_| self.source.number() as u8).collect()
    }
}
