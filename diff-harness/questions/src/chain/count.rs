//! Which rules were broken, and which held where there was something for them to hold of.

use super::{ChainAnswer, ChainQuestion, Step};
use crate::{Answer, Question};
use jar_codec::decode;
use jar_stf::Rule;
use jar_types::{Block, Params};

/// Rows of the table: what became of blocks, then the rules by number.
pub const CHAIN_COUNTS: u8 = 4 + Rule::ALL.len() as u8;

/// The name of a row.
#[must_use]
pub fn count_name(row: u8) -> &'static str {
    match row {
        0 => "imported",
        1 => "malformed",
        2 => "orphan",
        3 => "refused",
        _ => Rule::ALL.get(usize::from(row).saturating_sub(4)).map_or("none", |rule| rule.name()),
    }
}

/// The rows that a question and its answer hit: with 0 where a rule was broken (or a block turned out so), with 1 where it held.
#[must_use]
pub fn count(question: &[u8], answer: &[u8]) -> Vec<(u8, u8)> {
    let read = Question::read(question).and_then(|question| ChainQuestion::read(question.request));
    let (Some((params, question)), Some(Answer::Chain(answer))) = (read, Answer::read(answer))
    else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    for (octets, step) in question.blocks.iter().zip(&answer.steps) {
        match step {
            Step::Imported { .. } => {
                hits.push((0, 0));
                held(octets, &question, &answer, &params, &mut hits);
            }
            Step::Malformed { .. } => hits.push((1, 0)),
            Step::Orphan => hits.push((2, 0)),
            Step::Refused | Step::Lost { .. } => hits.push((3, 0)),
            Step::Rejected { rule, .. } => {
                let rule = Rule::ALL.iter().find(|one| one.name() == rule);
                hits.extend(rule.map(|rule| (row(*rule), 0)));
            }
        }
    }
    hits
}

const fn row(rule: Rule) -> u8 {
    rule.number().saturating_add(3)
}

/// The rules that have something to hold of in an imported block.
fn held(
    octets: &[u8],
    question: &ChainQuestion,
    _: &ChainAnswer,
    params: &Params,
    hits: &mut Vec<(u8, u8)>,
) {
    let Ok(block): Result<Block<&[u8]>, _> = decode(octets, params) else { return };
    let extrinsic = &block.extrinsic;
    let disputes = &extrinsic.disputes;
    let reports = || extrinsic.guarantees.iter().map(|guarantee| &guarantee.report);
    let names = |rule: Rule, part: &str| rule.name().starts_with(part);
    for rule in Rule::ALL.iter().copied() {
        let asked = match rule {
            Rule::HeaderSlotInFuture => question.clock.is_some(),
            Rule::GuaranteesLookupAnchor => {
                question.ancestors.is_some() && !extrinsic.guarantees.is_empty()
            }
            Rule::GuaranteesDependencyMissing => reports().any(|report| {
                !report.context.prerequisites.is_empty() || !report.segment_root_lookup.is_empty()
            }),
            Rule::GuaranteesSegmentRoot => {
                reports().any(|report| !report.segment_root_lookup.is_empty())
            }
            // Reports that were available come to services: any block with assurances may have run some.
            Rule::AccumulationServiceConflict => !extrinsic.assurances.is_empty(),
            _ if names(rule, "header.") => true,
            _ if names(rule, "tickets.") => !extrinsic.tickets.is_empty(),
            _ if names(rule, "disputes.culprit") => !disputes.culprits.is_empty(),
            _ if names(rule, "disputes.fault") => !disputes.faults.is_empty(),
            Rule::DisputesNotEnoughFaults => !disputes.faults.is_empty(),
            Rule::DisputesNotEnoughCulprits => !disputes.culprits.is_empty(),
            _ if names(rule, "disputes.") => !disputes.verdicts.is_empty(),
            _ if names(rule, "assurances.") => !extrinsic.assurances.is_empty(),
            _ if names(rule, "guarantees.") => !extrinsic.guarantees.is_empty(),
            _ => !extrinsic.preimages.is_empty(),
        };
        if asked {
            hits.push((row(rule), 1));
        }
    }
}
