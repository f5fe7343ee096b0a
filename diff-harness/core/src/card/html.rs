//! The card as one HTML page without any other file.

use super::Card;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};

const PAGE: &str = include_str!("card.html");
const INDEX: &str = include_str!("index.html");
const STYLE: &str = include_str!("style.css");

/// The page of one card.
///
/// # Errors
/// The template engine's; the template is part of the program, so this is a bug.
pub fn render(card: &Card) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("card.html", PAGE)?;
    environment
        .get_template("card.html")?
        .render(context! { card => Value::from(Serde(card)), style => STYLE })
}

/// The page that lists the findings of a campaign and shows its summary, as (name, value) lines.
///
/// # Errors
/// As [`render`].
pub fn index(
    summary: &[(String, String)],
    cards: &[(Card, u64)],
) -> Result<String, minijinja::Error> {
    let finding = |(card, count): &(Card, u64)| {
        context! { card => Value::from(Serde(card)), count => *count }
    };
    let findings: Vec<Value> = cards.iter().map(finding).collect();
    let summary = Value::from(Serde(summary));
    let mut environment = Environment::new();
    environment.add_template("index.html", INDEX)?;
    environment.get_template("index.html")?.render(context! { summary, findings, style => STYLE })
}
