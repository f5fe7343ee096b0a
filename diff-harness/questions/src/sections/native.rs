//! What `jar-stf` answers.

use super::adapt::{
    accumulate, add_tickets, append, assurances, authorizations, check_preimages, check_seal,
    disputes, extrinsic_hash, guarantees, integrate_preimages, outputs_root, rotate, slot,
    statistics, update_parent,
};
use super::adapt::{has_entropy, is_later};
use super::adapt_work::{authorize, refine, report};
use super::{
    Accounts, Accumulate, Accumulated, AddTickets, Append, Assurances, Assured, Authorizations,
    Authorize, Authorized, CheckPreimages, CheckSeal, Disputed, Disputes, ExtrinsicHash,
    Guaranteed, Guarantees, Host, IntegratePreimages, Nothing, OutputsRoot, Record, Refine,
    Refined, Report, Reported, Rotate, Rotated, Section, SlotOrder, UpdateParent,
};
use crate::Native;
use crate::functions::{Fault, Value};
use jar_codec::{Decode, DecodeError, ErrorKind, Reader, encode};
use jar_stf::Rejection;
use jar_types::{AuthPools, Hash, Params, RecentHistory, SafroleState, Statistics};

/// A section for those who know it by its number.
pub(crate) struct Row {
    pub(crate) number: u8,
    pub(crate) name: &'static str,
    answer: Answer,
    show: fn(&[u8], &Params) -> Option<serde_json::Value>,
    smaller: fn(&mut Reader<'_>) -> Option<Vec<Vec<u8>>>,
}

/// Answers a request that was read up to its number.
type Answer = fn(&mut Reader<'_>, &Native) -> Value;

/// Defines the sections: number, name, question, what is given, and the function that gives it.
macro_rules! sections {
    ($($number:literal $name:literal $question:ident -> $given:ty: $native:path $(, if $asked:path)?;)*) => {
        $(impl Section for $question {
            const NUMBER: u8 = $number;
            const NAME: &'static str = $name;
            type Given = $given;

            $(fn is_asked(&self) -> bool {
                $asked(self)
            })?

            fn native(self, host: &Host<'_>) -> Result<$given, Rejection> {
                $native(self, host)
            }
        })*

        /// All of them, ascending by number.
        pub(crate) const SECTIONS: &[Row] = &[$(Row {
            number: $number,
            name: $name,
            answer: answer_to::<$question>,
            show: show_given::<$question>,
            smaller: smaller_than::<$question>,
        }),*];
    };
}

sections! {
    64 "extrinsic_hash" ExtrinsicHash -> Hash: extrinsic_hash;
    65 "rotation" Rotate -> Rotated: rotate, if is_later;
    66 "tickets" AddTickets -> SafroleState: add_tickets;
    67 "seal" CheckSeal -> bool: check_seal, if has_entropy;
    68 "update_parent" UpdateParent -> RecentHistory: update_parent;
    69 "append" Append -> RecentHistory: append;
    70 "authorizations" Authorizations -> AuthPools: authorizations;
    71 "disputes" Disputes -> Disputed: disputes;
    72 "assurances" Assurances -> Assured: assurances;
    74 "guarantees" Guarantees -> Guaranteed: guarantees;
    75 "accumulation" Accumulate -> Accumulated: accumulate;
    76 "check_preimages" CheckPreimages -> Nothing: check_preimages;
    77 "integrate_preimages" IntegratePreimages -> Accounts: integrate_preimages;
    78 "statistics" Record -> Statistics: statistics;
    79 "slot" SlotOrder -> Nothing: slot;
    80 "outputs_root" OutputsRoot -> Hash: outputs_root;
    81 "authorization" Authorize -> Authorized: authorize;
    82 "refinement" Refine -> Refined: refine;
    83 "report" Report -> Reported: report;
}

/// Answers a request that was read up to its number, as a function of the protocol is answered.
pub(crate) fn answer(number: u8, request: &[u8], native: &Native) -> Option<Value> {
    let row = SECTIONS.iter().find(|row| row.number == number)?;
    let mut input = Reader::new(request);
    Some(input.octet().map_err(fault).and_then(|_| (row.answer)(&mut input, native)))
}

/// What a section gave, as JSON.
pub(crate) fn show(number: u8, given: &[u8], params: &Params) -> Option<serde_json::Value> {
    (SECTIONS.iter().find(|row| row.number == number)?.show)(given, params)
}

fn show_given<S: Section>(given: &[u8], params: &Params) -> Option<serde_json::Value> {
    serde_json::to_value(jar_codec::decode::<S::Given, _>(given, params).ok()?).ok()
}

/// Requests whose arguments are smaller by a step; none of octets that are no request.
pub(crate) fn smaller(request: &[u8]) -> Vec<Vec<u8>> {
    let row = request.first().and_then(|number| SECTIONS.iter().find(|row| row.number == *number));
    let mut input = Reader::new(request.get(1..).unwrap_or_default());
    row.and_then(|row| (row.smaller)(&mut input)).unwrap_or_default()
}

fn smaller_than<S: Section>(input: &mut Reader<'_>) -> Option<Vec<Vec<u8>>> {
    let params = Params::decode(input, &()).ok()?;
    let question = S::decode(input, &params).ok()?;
    Some(question.smaller().iter().map(|one| super::request(one, &params)).collect())
}

fn answer_to<S: Section>(input: &mut Reader<'_>, native: &Native) -> Value {
    let params = Params::decode(input, &()).map_err(fault)?;
    let question = S::decode(input, &params).map_err(fault)?;
    if input.left() > 0 {
        return Err(fault(input.error(ErrorKind::Trailing { left: input.left() })));
    }
    if !question.is_asked() {
        return Ok(None);
    }
    Ok(Some(match question.native(&native.host(&params)) {
        Ok(given) => [&[1][..], &encode(&given)].concat(),
        Err(Rejection { rule, item }) => {
            let [rule, item] = [u32::from(rule.number()), item as u32].map(u32::to_le_bytes);
            [&[0], &rule[..2], &item].concat()
        }
    }))
}

/// What is wrong with octets that are no arguments.
fn fault(error: DecodeError) -> Fault {
    let code = match error.kind() {
        ErrorKind::Truncated { .. } | ErrorKind::TooFewOctets { .. } => Fault::TRUNCATED,
        ErrorKind::Trailing { .. } => Fault::TRAILING,
        _ => Fault::VALUE,
    };
    Fault { code, offset: error.offset() }
}
