//! The card as one HTML page without any other file.

use super::Card;
use minijinja::{Environment, context};

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
    environment.get_template("card.html")?.render(context! { card, style => STYLE })
}

/// The page that lists the findings of a campaign and shows its summary, as (name, value) lines.
///
/// # Errors
/// As [`render`].
pub fn index(
    summary: &[(String, String)],
    cards: &[(Card, u64)],
) -> Result<String, minijinja::Error> {
    let findings: Vec<_> = cards.iter().map(|(card, count)| context! { card, count }).collect();
    let mut environment = Environment::new();
    environment.add_template("index.html", INDEX)?;
    environment.get_template("index.html")?.render(context! { summary, findings, style => STYLE })
}
