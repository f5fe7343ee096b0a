//! The error codes of the vectors for the rules of the transition.

use jar_stf::Rule;

/// Section, code, name of the code, the rules that it stands for.
pub(super) const CODES: &[(&str, u8, &str, &[Rule])] = &[
    ("safrole", 0, "bad_slot", &[Rule::HeaderSlotNotAfterParent]),
    ("safrole", 1, "unexpected_ticket", &[Rule::TicketsAfterContest]),
    ("safrole", 2, "bad_ticket_order", &[Rule::TicketsOrder]),
    ("safrole", 3, "bad_ticket_proof", &[Rule::TicketsProof]),
    ("safrole", 4, "bad_ticket_attempt", &[Rule::TicketsAttempt]),
    ("safrole", 6, "duplicate_ticket", &[Rule::TicketsDuplicate]),
    ("disputes", 0, "already_judged", &[Rule::DisputesAlreadyJudged]),
    ("disputes", 1, "bad_vote_split", &[Rule::DisputesVoteSplit]),
    ("disputes", 2, "verdicts_not_sorted_unique", &[Rule::DisputesVerdictsOrder]),
    ("disputes", 3, "judgements_not_sorted_unique", &[Rule::DisputesJudgmentsOrder]),
    ("disputes", 4, "culprits_not_sorted_unique", &[Rule::DisputesCulpritsOrder]),
    ("disputes", 5, "faults_not_sorted_unique", &[Rule::DisputesFaultsOrder]),
    ("disputes", 6, "not_enough_culprits", &[Rule::DisputesNotEnoughCulprits]),
    ("disputes", 7, "not_enough_faults", &[Rule::DisputesNotEnoughFaults]),
    ("disputes", 8, "culprits_verdict_not_bad", &[Rule::DisputesCulpritVerdict]),
    ("disputes", 9, "fault_verdict_wrong", &[Rule::DisputesFaultVerdict]),
    (
        "disputes",
        10,
        "offender_already_reported",
        &[Rule::DisputesCulpritReported, Rule::DisputesFaultReported],
    ),
    ("disputes", 11, "bad_judgement_age", &[Rule::DisputesAge]),
    ("disputes", 12, "bad_validator_index", &[Rule::DisputesValidatorIndex]),
    (
        "disputes",
        13,
        "bad_signature",
        &[
            Rule::DisputesJudgmentSignature,
            Rule::DisputesCulpritSignature,
            Rule::DisputesFaultSignature,
        ],
    ),
    ("disputes", 14, "bad_guarantor_key", &[Rule::DisputesCulpritKey]),
    ("disputes", 15, "bad_auditor_key", &[Rule::DisputesFaultKey]),
    ("assurances", 0, "bad_attestation_parent", &[Rule::AssurancesAnchor]),
    ("assurances", 1, "bad_validator_index", &[Rule::AssurancesValidatorIndex]),
    ("assurances", 2, "core_not_engaged", &[Rule::AssurancesCoreNotEngaged]),
    ("assurances", 3, "bad_signature", &[Rule::AssurancesSignature]),
    ("assurances", 4, "not_sorted_or_unique_assurers", &[Rule::AssurancesOrder]),
    ("reports", 0, "bad_core_index", &[Rule::GuaranteesCoreIndex]),
    ("reports", 1, "future_report_slot", &[Rule::GuaranteesFutureSlot]),
    ("reports", 2, "report_epoch_before_last", &[Rule::GuaranteesPastSlot]),
    ("reports", 3, "insufficient_guarantees", &[Rule::GuaranteesCredentialCount]),
    ("reports", 4, "out_of_order_guarantee", &[Rule::GuaranteesOrder]),
    ("reports", 5, "not_sorted_or_unique_guarantors", &[Rule::GuaranteesCredentialsOrder]),
    ("reports", 6, "wrong_assignment", &[Rule::GuaranteesWrongAssignment]),
    ("reports", 7, "core_engaged", &[Rule::GuaranteesCoreEngaged]),
    ("reports", 8, "anchor_not_recent", &[Rule::GuaranteesAnchor]),
    ("reports", 9, "bad_service_id", &[Rule::GuaranteesUnknownService]),
    ("reports", 10, "bad_code_hash", &[Rule::GuaranteesCodeHash]),
    ("reports", 11, "dependency_missing", &[Rule::GuaranteesDependencyMissing]),
    ("reports", 12, "duplicate_package", &[Rule::GuaranteesDuplicatePackage]),
    ("reports", 13, "bad_state_root", &[Rule::GuaranteesAnchorStateRoot]),
    ("reports", 14, "bad_beefy_mmr_root", &[Rule::GuaranteesAnchorBeefyRoot]),
    ("reports", 15, "core_unauthorized", &[Rule::GuaranteesCoreUnauthorized]),
    ("reports", 16, "bad_validator_index", &[Rule::GuaranteesValidatorIndex]),
    ("reports", 17, "work_report_gas_too_high", &[Rule::GuaranteesReportGas]),
    ("reports", 18, "service_item_gas_too_low", &[Rule::GuaranteesDigestGas]),
    ("reports", 19, "too_many_dependencies", &[Rule::GuaranteesTooManyDependencies]),
    // The vectors say so of a package that is not known, too, if the report imports from it; the paper asks for such packages
    // as for all others (11.39) before it asks for their roots.
    (
        "reports",
        20,
        "segment_root_lookup_invalid",
        &[Rule::GuaranteesSegmentRoot, Rule::GuaranteesDependencyMissing],
    ),
    ("reports", 21, "bad_signature", &[Rule::GuaranteesSignature]),
    ("reports", 22, "work_report_too_big", &[Rule::GuaranteesReportSize]),
    ("reports", 23, "banned_validator", &[Rule::GuaranteesOffender]),
    (
        "reports",
        24,
        "lookup_anchor_not_recent",
        &[Rule::GuaranteesLookupAnchorAge, Rule::GuaranteesLookupAnchor],
    ),
    ("reports", 25, "missing_work_results", &[Rule::GuaranteesDigestCount]),
    ("preimages", 0, "preimage_unneeded", &[Rule::PreimagesUnneeded]),
    ("preimages", 1, "preimages_not_sorted_unique", &[Rule::PreimagesOrder]),
];

/// Whether a section's code stands for a rule.
pub(super) fn stands_for(section: &str, code: u8, rule: Rule) -> bool {
    CODES
        .iter()
        .any(|(of, number, _, rules)| *of == section && *number == code && rules.contains(&rule))
}

/// The name of a code.
pub(super) fn name(section: &str, code: u8) -> String {
    let found = CODES.iter().find(|(of, number, ..)| *of == section && *number == code);
    found.map_or_else(|| format!("error {code}"), |(_, _, name, _)| (*name).to_owned())
}
