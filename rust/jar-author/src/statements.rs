//! What validators sign of reports: guarantees, assurances, judgments.

use crate::Keyring;
use jar_codec::Encode;
use jar_crypto::blake2b_of;
use jar_stf::{assurances, disputes, guarantees};
use jar_types::{
    Assurance, Bits, Credential, Culprit, Ed25519Public, Ed25519Signature, EpochIndex, Fault,
    Guarantee, Hash, Judgment, Slot, ValidatorIndex, ValidatorSet, Verdict, WorkReport,
};

impl Keyring {
    /// The signature of a validator; nothing if its secrets are not known.
    #[must_use]
    pub fn sign(&self, key: &Ed25519Public, message: &[u8]) -> Option<Ed25519Signature> {
        Some(self.of_ed25519(key)?.ed25519.sign(message))
    }

    /// A validator of κ′ has what these cores wait for, after the block `anchor`.
    #[must_use]
    pub fn assurance(
        &self,
        validators: &ValidatorSet,
        validator_index: ValidatorIndex,
        anchor: Hash,
        bitfield: Bits,
    ) -> Option<Assurance> {
        let key = ed25519(validators, validator_index)?;
        let signature = Ed25519Signature::default();
        let mut assurance = Assurance { anchor, bitfield, validator_index, signature };
        assurance.signature = self.sign(&key, &assurances::message(&assurance))?;
        Some(assurance)
    }

    /// A report with the signatures of validators, by their indices in the set of the guarantee's rotation.
    #[must_use]
    pub fn guarantee<B: AsRef<[u8]> + Encode>(
        &self,
        validators: &ValidatorSet,
        guarantors: &[ValidatorIndex],
        report: WorkReport<B>,
        slot: Slot,
    ) -> Option<Guarantee<B>> {
        let message = guarantees::message(&blake2b_of(&report));
        let credential = |&validator_index: &ValidatorIndex| {
            let key = ed25519(validators, validator_index)?;
            Some(Credential { validator_index, signature: self.sign(&key, &message)? })
        };
        let signatures = guarantors.iter().map(credential).collect::<Option<_>>()?;
        Some(Guarantee { report, slot, signatures })
    }

    /// Validators' judgments on a report, by their indices in the set of the epoch `age`.
    #[must_use]
    pub fn verdict(
        &self,
        validators: &ValidatorSet,
        age: EpochIndex,
        target: Hash,
        votes: &[(ValidatorIndex, bool)],
    ) -> Option<Verdict> {
        let judgment = |&(index, vote): &(ValidatorIndex, bool)| {
            let message = disputes::judgment_message(vote, &target);
            let signature = self.sign(&ed25519(validators, index)?, &message)?;
            Some(Judgment { vote, index, signature })
        };
        let votes = votes.iter().map(judgment).collect::<Option<_>>()?;
        Some(Verdict { target, age, votes })
    }

    /// Who guaranteed a report.
    #[must_use]
    pub fn culprit(&self, key: Ed25519Public, target: Hash) -> Option<Culprit> {
        let signature = self.sign(&key, &guarantees::message(&target))?;
        Some(Culprit { target, key, signature })
    }

    /// Who judged a report in this way.
    #[must_use]
    pub fn fault(&self, key: Ed25519Public, target: Hash, vote: bool) -> Option<Fault> {
        let signature = self.sign(&key, &disputes::judgment_message(vote, &target))?;
        Some(Fault { target, vote, key, signature })
    }
}

fn ed25519(validators: &ValidatorSet, index: ValidatorIndex) -> Option<Ed25519Public> {
    validators.0.get(usize::from(index)).map(|keys| keys.ed25519)
}
