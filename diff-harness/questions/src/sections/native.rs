//! What `jar-stf` answers.

use super::{Ancestor, Assurances, Assured, Guaranteed, Guarantees, Section};
use crate::functions::{Fault, Value};
use jar_codec::{Decode, DecodeError, ErrorKind, Reader, encode};
use jar_stf::guarantees::GuaranteesInput;
use jar_stf::{Rejection, assignments, assurances, guarantees};
use jar_types::{Hash, Params, Slot};

/// Answers a request that was read up to its number.
type Answer = fn(&mut Reader<'_>) -> Value;

/// Defines the sections: number, name, question, what is given, and the function that gives it.
macro_rules! sections {
    ($($number:literal $name:literal $question:ident -> $given:ty: $native:path;)*) => {
        $(impl Section for $question {
            const NUMBER: u8 = $number;
            const NAME: &'static str = $name;
            type Given = $given;

            fn native(self, params: &Params) -> Result<$given, Rejection> {
                $native(self, params)
            }
        })*

        /// Numbers, names, and what answers.
        pub(crate) const SECTIONS: &[(u8, &str, Answer)] =
            &[$(($number, $name, answer_to::<$question>)),*];
    };
}

sections! {
    72 "assurances" Assurances -> Assured: assured;
    74 "guarantees" Guarantees -> Guaranteed: guaranteed;
}

/// Answers a request that was read up to its number, as a function of the protocol is answered.
pub(crate) fn answer(number: u8, request: &[u8]) -> Option<Value> {
    let (.., answer) = SECTIONS.iter().find(|(code, ..)| *code == number)?;
    let mut input = Reader::new(request);
    Some(input.octet().map_err(fault).and_then(|_| answer(&mut input)))
}

fn answer_to<S: Section>(input: &mut Reader<'_>) -> Value {
    let params = Params::decode(input, &()).map_err(fault)?;
    let question = S::decode(input, &params).map_err(fault)?;
    if input.left() > 0 {
        return Err(fault(input.error(ErrorKind::Trailing { left: input.left() })));
    }
    Ok(Some(match question.native(&params) {
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

fn assured(of: Assurances, params: &Params) -> Result<Assured, Rejection> {
    let Assurances { assignments, active, slot, parent, assurances } = of;
    let given =
        assurances::assurances(params, assignments, &active, slot, &parent, &assurances)?;
    Ok(Assured { assignments: given.assignments, available: given.available })
}

/// Ancestors as a question lists them.
struct Known(Vec<Ancestor>);

impl guarantees::Ancestors for Known {
    fn contains(&self, header: &Hash, slot: Slot) -> bool {
        self.0.iter().any(|known| known.header == *header && known.slot == slot)
    }
}

fn guaranteed(of: Guarantees, params: &Params) -> Result<Guaranteed, Rejection> {
    let guarantors = assignments::guarantors(
        params,
        &of.entropy,
        &of.active,
        &of.previous,
        &of.offenders,
        of.slot,
    );
    let ancestors = of.ancestors.map(Known);
    let input = GuaranteesInput {
        params,
        guarantors: &guarantors,
        recent: &of.recent,
        auth_pools: &of.pools,
        service: &|service| of.accounts.0.get(&service).map(|account| account.info),
        ready: &of.ready,
        accumulated: &of.accumulated,
        assignments: &of.before,
        slot: of.slot,
        ancestors: ancestors.as_ref().map(|known| known as &dyn guarantees::Ancestors),
    };
    let given = guarantees::guarantees(&input, of.assignments, &of.guarantees)?;
    Ok(Guaranteed { assignments: given.assignments, reporters: given.reporters })
}
