//! The fields of a card about a question: what each engine answered.

use super::Row;
use crate::compare::Decoded;
use crate::divergence::{ObserveError, Observer};
use jar_diff_questions::Answer;

/// Longest value that a card shows.
const VALUE: usize = 200;

/// The names of the engines, and a row for each part of the answers that any of them has.
pub(super) fn rows(
    observer: &mut dyn Observer,
    bytes: &[u8],
) -> Result<(Vec<String>, Vec<Row>), ObserveError> {
    let answers = observer.observe(&[bytes.to_vec()])?.into_iter().next().unwrap_or_default();
    let columns = answers.iter().map(|answer| answer.engine.clone()).collect();
    let decoded: Vec<Decoded> = answers.iter().map(|answer| Decoded::of(answer, None)).collect();
    let rows = [("answer", answer as fn(&Decoded) -> String), ("octets", octets), ("text", text)];
    let rows = rows.into_iter().map(|(name, value)| row(name, &decoded, value));
    Ok((columns, rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect()))
}

fn row(name: &str, decoded: &[Decoded], value: fn(&Decoded) -> String) -> Row {
    let values: Vec<String> = decoded.iter().map(value).collect();
    let reference = values.first().cloned().unwrap_or_default();
    let cell = |(column, value): (usize, &String)| {
        if column > 0 && *value == reference { "=".to_owned() } else { value.clone() }
    };
    let cells = values.iter().enumerate().map(cell).collect();
    Row { name: name.to_owned(), before: String::new(), cells }
}

fn answer(decoded: &Decoded) -> String {
    match decoded {
        Decoded::Answered(answer) => answer.summary(),
        Decoded::Panicked(message) => format!("panic: {message}"),
        other => other.exit_name().to_owned(),
    }
}

fn octets(decoded: &Decoded) -> String {
    match decoded {
        Decoded::Answered(Answer::Accepted { octets, .. }) => {
            let digits: Vec<String> =
                octets.iter().take(VALUE / 2).map(|octet| format!("{octet:02x}")).collect();
            digits.concat()
        }
        _ => String::new(),
    }
}

fn text(decoded: &Decoded) -> String {
    match decoded {
        Decoded::Answered(Answer::Accepted { text, .. }) => text.chars().take(VALUE).collect(),
        Decoded::Answered(answer @ Answer::Given { .. }) => {
            let shown = answer.shown().map(|shown| shown.to_string());
            shown.unwrap_or_default().chars().take(VALUE).collect()
        }
        _ => String::new(),
    }
}
