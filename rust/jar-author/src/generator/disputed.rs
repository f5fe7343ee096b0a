//! Disputes at random.

use super::Generator;
use crate::Parent;
use jar_crypto::blake2b_of;
use jar_stf::live::LiveState;
use jar_types::{
    Culprit, DisputesExtrinsic, Ed25519Public, Fault, Hash, ValidatorIndex, ValidatorSet, Verdict,
};
use std::collections::HashSet;

/// What is found about a report.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Finding {
    Good,
    Bad,
    Wonky,
}

impl Generator<'_> {
    /// None, mostly; or a verdict on a report that waits or on one that nobody knows.
    pub(super) fn disputes(&mut self, parent: &Parent<'_>, state: &LiveState) -> DisputesExtrinsic {
        let none =
            DisputesExtrinsic { verdicts: Vec::new(), culprits: Vec::new(), faults: Vec::new() };
        if !self.happens(self.rates.dispute) {
            return none;
        }
        let Some(finding) = self.any(&[Finding::Good, Finding::Bad, Finding::Wonky]) else {
            return none;
        };
        let waiting: Vec<Hash> = state
            .assignments
            .0
            .iter()
            .flatten()
            .map(|waiting| blake2b_of(&waiting.report))
            .collect();
        let other = self.hash();
        let target = self.any(&waiting).unwrap_or(other);
        let records = &state.disputes;
        let judged = [&records.good, &records.bad, &records.wonky];
        if judged.iter().any(|set| set.contains(&target)) {
            return none;
        }
        let offenders = self.new_offenders(parent);
        self.of_finding(parent, finding, target, &offenders).unwrap_or(none)
    }

    /// The disputes that find this; nothing if too few can be convicted.
    fn of_finding(
        &mut self,
        parent: &Parent<'_>,
        finding: Finding,
        target: Hash,
        offenders: &[Ed25519Public],
    ) -> Option<DisputesExtrinsic> {
        let keyring = self.author.keyring();
        let (mut culprits, mut faults): (Vec<Culprit>, Vec<Fault>) = (Vec::new(), Vec::new());
        match (finding, offenders) {
            (Finding::Good, [liar, ..]) => faults.push(keyring.fault(*liar, target, false)?),
            (Finding::Bad, [first, second, rest @ ..]) => {
                culprits.push(keyring.culprit(*first, target)?);
                culprits.push(keyring.culprit(*second, target)?);
                faults.extend(rest.first().and_then(|liar| keyring.fault(*liar, target, true)));
            }
            (Finding::Wonky, _) => {}
            _ => return None,
        }
        culprits.sort_by_key(|culprit| culprit.key);
        let verdict = self.verdict(parent, finding, target)?;
        Some(DisputesExtrinsic { verdicts: vec![verdict], culprits, faults })
    }

    /// ⌊2V/3⌋ + 1 validators of this epoch or the last judge.
    fn verdict(&mut self, parent: &Parent<'_>, finding: Finding, target: Hash) -> Option<Verdict> {
        let params = self.author.params();
        let epoch = parent.slot.checked_div(params.epoch_length)?;
        let last = epoch.checked_sub(1).filter(|_| self.source.number() & 1 == 1);
        let (age, judges) = last.map_or((epoch, parent.active), |last| (last, parent.previous));
        let votes_for = match finding {
            Finding::Good => params.super_majority(),
            Finding::Bad => 0,
            Finding::Wonky => params.validator_count() / 3,
        };
        let indices = self.validators(judges, params.super_majority());
        if indices.len() < params.super_majority() {
            return None;
        }
        let votes: Vec<(ValidatorIndex, bool)> = indices
            .into_iter()
            .enumerate()
            .map(|(place, index)| (index, place < votes_for))
            .collect();
        self.author.keyring().verdict(judges, age, target, &votes)
    }

    /// Up to three validators who were not convicted yet. Of those in ι, whose keys would be zeros from the next epoch
    /// on, less than a third are ever convicted, so that the chain goes on.
    fn new_offenders(&mut self, parent: &Parent<'_>) -> Vec<Ed25519Public> {
        let keys = |set: &ValidatorSet| -> Vec<Ed25519Public> {
            set.0.iter().map(|keys| keys.ed25519).collect()
        };
        let lasting: HashSet<Ed25519Public> = keys(parent.staging).into_iter().collect();
        let most = (self.author.params().validator_count() / 3).saturating_sub(1);
        let convicted = parent.offenders.iter().filter(|key| lasting.contains(*key)).count();
        let mut room = most.saturating_sub(convicted);
        let mut all = [keys(parent.previous), keys(parent.active)].concat();
        let start = self.source.up_to(all.len().saturating_sub(1));
        all.rotate_left(start);
        let mut offenders = Vec::new();
        for key in all {
            let known = self.author.keyring().of_ed25519(&key).is_some();
            if offenders.len() >= 3
                || !known
                || offenders.contains(&key)
                || parent.offenders.contains(&key)
            {
                continue;
            }
            if lasting.contains(&key) {
                let Some(left) = room.checked_sub(1) else { continue };
                room = left;
            }
            offenders.push(key);
        }
        offenders
    }
}
