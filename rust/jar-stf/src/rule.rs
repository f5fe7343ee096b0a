//! The rules of a block: what the Gray Paper 0.7.2 makes a condition of its validity (`docs/transition.md` says in which order
//! they are looked at). A block that breaks one is rejected with the rule and the item of the extrinsic that breaks it.

/// Defines [`Rule`] from one list: the name that reports use, what has to hold.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $text:literal: $holds:literal,)*) => {
        /// A condition of validity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $holds] $name,)*
        }

        impl Rule {
            /// All rules, by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its number on the wire: its place among all, from 1 on.
            #[must_use]
            pub const fn number(self) -> u8 {
                (self as u8).saturating_add(1)
            }

            /// Its name: the section, a point, what is broken.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// What has to hold, in words, with the equation of the paper.
            #[must_use]
            pub const fn holds(self) -> &'static str {
                match self {
                    $(Self::$name => $holds,)*
                }
            }
        }
    };
}

rules! {
    HeaderParent = "header.parent":
        "H_P is the hash of the header that the state belongs to (5.2)",
    HeaderSlotNotAfterParent = "header.slot_not_after_parent":
        "H_T is after the parent's slot (5.7)",
    HeaderSlotInFuture = "header.slot_in_future":
        "H_T has begun, where a clock is given (5.7)",
    HeaderParentStateRoot = "header.parent_state_root":
        "H_R is the root of the state before the block (5.8)",
    HeaderExtrinsicHash = "header.extrinsic_hash":
        "H_X commits to the extrinsic (5.4)",
    HeaderAuthorIndex = "header.author_index":
        "H_I is below V (5.9)",
    HeaderSealAuthor = "header.seal_author":
        "the key that may seal the slot is the author's, or the seal's output is the slot's ticket (6.15, 6.16)",
    HeaderSeal = "header.seal":
        "H_S is the author's signature of the header (6.15, 6.16)",
    HeaderEntropySource = "header.entropy_source":
        "H_V is the author's signature of the seal's output (6.17)",
    HeaderEpochMark = "header.epoch_mark":
        "H_E is there in the first block of an epoch only, and says what the next epoch will be (6.27)",
    HeaderTicketsMark = "header.tickets_mark":
        "H_W is there in the first block after the contest only if the tickets suffice, and lists them (6.28)",
    HeaderOffendersMark = "header.offenders_mark":
        "H_O lists the keys of the new culprits, then of the new faults (10.20)",
    TicketsAfterContest = "tickets.after_contest":
        "there is none from slot Y of the epoch on (6.30)",
    TicketsTooMany = "tickets.too_many":
        "they are at most K (6.30)",
    TicketsAttempt = "tickets.attempt":
        "the entry is below N (6.29)",
    TicketsOrder = "tickets.order":
        "their outputs ascend (6.32)",
    TicketsDuplicate = "tickets.duplicate":
        "the output is not among those held (6.33)",
    TicketsUseless = "tickets.useless":
        "the ticket is among the best (6.35)",
    TicketsProof = "tickets.proof":
        "the signature is one of a member of the ring (6.29)",
    DisputesVerdictsOrder = "disputes.verdicts_order":
        "verdicts ascend by report (10.7)",
    DisputesJudgmentsOrder = "disputes.judgments_order":
        "judgments ascend by validator (10.10)",
    DisputesAge = "disputes.age":
        "a verdict is of the state's epoch or the one before (10.2)",
    DisputesValidatorIndex = "disputes.validator_index":
        "the judge is below V (10.3)",
    DisputesVoteSplit = "disputes.vote_split":
        "all judge alike, or a third of the validators is for the report (10.11)",
    DisputesAlreadyJudged = "disputes.already_judged":
        "no verdict on the report was given before (10.9)",
    DisputesCulpritsOrder = "disputes.culprits_order":
        "culprits ascend by key (10.8)",
    DisputesFaultsOrder = "disputes.faults_order":
        "faults ascend by key (10.8)",
    DisputesNotEnoughFaults = "disputes.not_enough_faults":
        "who says that a report is good names a fault (10.13)",
    DisputesNotEnoughCulprits = "disputes.not_enough_culprits":
        "who says that a report is bad names two culprits (10.14)",
    DisputesCulpritVerdict = "disputes.culprit_verdict":
        "the report of a culprit is bad (10.5)",
    DisputesFaultVerdict = "disputes.fault_verdict":
        "a fault contradicts the verdict (10.6)",
    DisputesCulpritReported = "disputes.culprit_reported":
        "the culprit is not punished yet (10.5)",
    DisputesFaultReported = "disputes.fault_reported":
        "who is at fault is not punished yet (10.6)",
    DisputesCulpritKey = "disputes.culprit_key":
        "the culprit is a validator of this epoch or the last (10.5)",
    DisputesFaultKey = "disputes.fault_key":
        "who is at fault is a validator of this epoch or the last (10.6)",
    DisputesJudgmentSignature = "disputes.judgment_signature":
        "the judge signed the judgment (10.3)",
    DisputesCulpritSignature = "disputes.culprit_signature":
        "the culprit signed the report (10.5)",
    DisputesFaultSignature = "disputes.fault_signature":
        "who is at fault signed the judgment (10.6)",
    AssurancesAnchor = "assurances.anchor":
        "the assurance is of the parent (11.11)",
    AssurancesValidatorIndex = "assurances.validator_index":
        "the assurer is below V (11.10)",
    AssurancesOrder = "assurances.order":
        "assurances ascend by validator (11.12)",
    AssurancesCoreNotEngaged = "assurances.core_not_engaged":
        "a report waits on every core that is assured (11.15)",
    AssurancesSignature = "assurances.signature":
        "the assurer signed parent and bits (11.13)",
    GuaranteesCoreIndex = "guarantees.core_index":
        "the core is below C (11.2)",
    GuaranteesOrder = "guarantees.order":
        "guarantees ascend by core (11.24)",
    GuaranteesCredentialCount = "guarantees.credential_count":
        "there are two or three credentials (11.23)",
    GuaranteesCredentialsOrder = "guarantees.credentials_order":
        "credentials ascend by validator (11.25)",
    GuaranteesValidatorIndex = "guarantees.validator_index":
        "the guarantor is below V (11.23)",
    GuaranteesDigestCount = "guarantees.digest_count":
        "a report has 1 to I digests (11.2)",
    GuaranteesTooManyDependencies = "guarantees.too_many_dependencies":
        "prerequisites and segment roots of a report are at most J (11.3)",
    GuaranteesReportSize = "guarantees.report_size":
        "the blobs of a report have at most W_R octets (11.8)",
    GuaranteesFutureSlot = "guarantees.future_slot":
        "the guarantee is not later than the block (11.26)",
    GuaranteesPastSlot = "guarantees.past_slot":
        "the guarantee is of this rotation or the last (11.26)",
    GuaranteesWrongAssignment = "guarantees.wrong_assignment":
        "the guarantor was assigned to the core (11.26)",
    GuaranteesCoreEngaged = "guarantees.core_engaged":
        "no report waits on the core (11.29)",
    GuaranteesCoreUnauthorized = "guarantees.core_unauthorized":
        "the authorizer is in the core's pool (11.29)",
    GuaranteesUnknownService = "guarantees.unknown_service":
        "the service of each digest is there (11.30)",
    GuaranteesCodeHash = "guarantees.code_hash":
        "each digest names the service's code (11.42)",
    GuaranteesDigestGas = "guarantees.digest_gas":
        "each digest has the gas that its service asks for (11.30)",
    GuaranteesReportGas = "guarantees.report_gas":
        "the digests have at most G_A together (11.30)",
    GuaranteesDuplicatePackage = "guarantees.duplicate_package":
        "the package is neither twice in the block nor in the pipeline (11.32, 11.38)",
    GuaranteesAnchor = "guarantees.anchor":
        "the anchor is a recent block (11.33)",
    GuaranteesAnchorStateRoot = "guarantees.anchor_state_root":
        "its state root is the context's (11.33)",
    GuaranteesAnchorBeefyRoot = "guarantees.anchor_beefy_root":
        "its accumulation output log is the context's (11.33)",
    GuaranteesLookupAnchorAge = "guarantees.lookup_anchor_age":
        "the lookup anchor is at most L slots old (11.34)",
    GuaranteesLookupAnchor = "guarantees.lookup_anchor":
        "the lookup anchor is an ancestor, where ancestors are known (11.35)",
    GuaranteesDependencyMissing = "guarantees.dependency_missing":
        "packages that a report depends on are in the block or recent (11.39)",
    GuaranteesSegmentRoot = "guarantees.segment_root":
        "segment roots are those of the block or of recent packages (11.41)",
    GuaranteesOffender = "guarantees.offender":
        "the guarantor is not punished (6.14)",
    GuaranteesSignature = "guarantees.signature":
        "the guarantor signed the report (11.26)",
    PreimagesOrder = "preimages.order":
        "preimages ascend by service and octets (12.38)",
    PreimagesUnneeded = "preimages.unneeded":
        "the service asked for the preimage and does not have it (12.39)",
    AccumulationServiceConflict = "accumulation.service_conflict":
        "no two services make or change the same service (12.2)",
}

/// Why a block is rejected: the rule that it breaks, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}, item {item}: expected that {}", rule.name(), rule.holds())]
pub struct Rejection {
    /// The rule.
    pub rule: Rule,
    /// The item of the extrinsic (or of its part) that breaks the rule, from 0 on; 0 where the rule is of no item.
    pub item: usize,
}

impl Rule {
    /// The rejection for an item that breaks the rule.
    #[must_use]
    pub const fn at(self, item: usize) -> Rejection {
        Rejection { rule: self, item }
    }

    /// Rejects unless the condition holds.
    ///
    /// # Errors
    /// The rule is broken.
    pub fn demand(self, condition: bool) -> Result<(), Rejection> {
        if condition { Ok(()) } else { Err(self.at(0)) }
    }

    /// Rejects at the first item for which the condition does not hold.
    ///
    /// # Errors
    /// The rule is broken.
    pub fn demand_all<T>(
        self,
        items: impl IntoIterator<Item = T>,
        mut condition: impl FnMut(T) -> bool,
    ) -> Result<(), Rejection> {
        match items.into_iter().position(|item| !condition(item)) {
            Some(item) => Err(self.at(item)),
            None => Ok(()),
        }
    }
}
