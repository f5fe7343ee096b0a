//! Ring commitments and tickets of the Safrole vectors.

use crate::files::{self, Hex, Tally, VectorError};
use crate::scheme::Scheme;
use jar_types::{BandersnatchPublic, Hash, RingCommitment, RingVrfSignature};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// Octets before the entropy and the attempt: what a ticket signs (Gray Paper 0.7.2, 6.7).
const CONTEXT: &[u8] = b"jam_ticket_seal";

#[derive(Deserialize)]
struct Case {
    input: Input,
    pre_state: SafroleState,
    output: Value,
    post_state: SafroleState,
}

#[derive(Deserialize)]
struct Input {
    extrinsic: Vec<Ticket>,
}

#[derive(Deserialize)]
struct Ticket {
    attempt: u8,
    signature: Hex<784>,
}

#[derive(Deserialize)]
struct SafroleState {
    eta: [Hex<32>; 4],
    gamma_k: Vec<Keys>,
    gamma_z: Hex<144>,
    gamma_a: Vec<TicketBody>,
}

#[derive(Deserialize)]
struct Keys {
    bandersnatch: Hex<32>,
}

#[derive(Deserialize)]
struct TicketBody {
    id: Hex<32>,
    attempt: u8,
}

/// Computes the commitments of every case of the folder and verifies its tickets, with a scheme.
///
/// # Errors
/// A folder or a file that is missing or unreadable.
pub fn run(folder: &Path, scheme: &impl Scheme) -> Result<Tally, VectorError> {
    let mut tally = Tally::default();
    for path in files::jsons(folder)? {
        let case: Case = files::read_as(&path)?;
        tally.add(&path, check(&case, scheme));
    }
    Ok(tally)
}

fn check(case: &Case, scheme: &impl Scheme) -> Result<(), String> {
    for state in [&case.pre_state, &case.post_state] {
        let keys: Vec<_> =
            state.gamma_k.iter().map(|keys| BandersnatchPublic(keys.bandersnatch.0)).collect();
        let commitment = scheme.commitment(&keys)?;
        if commitment.0 != state.gamma_z.0 {
            return Err(format!("expected another commitment than {commitment}"));
        }
    }
    tickets(case, scheme)
}

/// Tickets that were taken verify, and their outputs are in the accumulator; those refused for their proof do not.
fn tickets(case: &Case, scheme: &impl Scheme) -> Result<(), String> {
    let state = &case.post_state;
    let (size, commitment) = (state.gamma_k.len(), RingCommitment(state.gamma_z.0));
    let [_, _, entropy, _] = &state.eta;
    let output = |ticket: &Ticket| {
        let context = [CONTEXT, &entropy.0, &[ticket.attempt]].concat();
        scheme.ring(size, &commitment, &context, &[], &RingVrfSignature(ticket.signature.0))
    };
    let outputs: Result<Vec<Hash>, _> = case.input.extrinsic.iter().map(output).collect();
    match (case.output.get("err").and_then(Value::as_str), outputs) {
        (Some("bad_ticket_proof"), Ok(_)) => Err("expected a wrong proof, found none".to_owned()),
        (None, Err(error)) => Err(error),
        (None, Ok(outputs)) => {
            let taken = |(id, ticket): (&Hash, &Ticket)| {
                let mut bodies = state.gamma_a.iter();
                bodies.any(|body| body.id.0 == id.0 && body.attempt == ticket.attempt)
            };
            match outputs.iter().zip(&case.input.extrinsic).position(|pair| !taken(pair)) {
                None => Ok(()),
                Some(index) => Err(format!("ticket {index}: its output is not accumulated")),
            }
        }
        (Some(_), _) => Ok(()),
    }
}
