//! From measurements to tables, and the bounds that are aimed at.

use crate::floor::Part;
use crate::measure::{Import, Measured, Who};
use bench_kit::Table;
use serde::Serialize;

/// A figure that is aimed at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Target {
    /// What is aimed at, with the bound.
    pub(crate) what: String,
    /// What was measured.
    pub(crate) figure: f64,
    /// Whether the bound is kept.
    pub(crate) met: bool,
}

/// The engine whose figures are aimed at.
const ENGINE: &str = "fixed";
/// The node that ours is compared with, and how we are called as a node with as many cores as it likes.
const PEER: &str = "typeberry";
pub(crate) const OURS: &str = "jar target";

/// What every import must do: seal, entropy source, changed nodes.
fn common(measured: &Measured) -> f64 {
    measured.part(Part::Header) + measured.part(Part::Trie)
}

/// All of the floor.
fn whole(measured: &Measured) -> f64 {
    Part::ALL.into_iter().map(|part| measured.part(part)).sum()
}

/// What is aimed at, of one run.
pub(crate) fn targets(all: &[Measured]) -> Vec<Target> {
    let mut targets = Vec::new();
    let one = Who::OneCore(ENGINE.to_owned());
    for measured in all {
        let name = measured.trace.as_str();
        let bound = match name {
            "fallback" | "storage_light" => {
                Some(("seal, entropy source and trie hashes", common(measured), 1.5))
            }
            "safrole" => Some(("its ring proofs", measured.part(Part::Rings), 1.2)),
            _ => None,
        };
        if let (Some((of, floor, bound)), Some(import)) = (bound, measured.import(&one)) {
            let figure = import.all.median / floor;
            let what = format!("{name}: import over {of}, at most {bound}");
            targets.push(Target { what, figure, met: figure <= bound });
        }
        let node = |name: &str| measured.import(&Who::Node(name.to_owned()));
        if let (Some(peer), Some(ours)) = (node(PEER), node(OURS)) {
            let figure = peer.all.median / ours.all.median;
            let what = format!("{name}: {PEER} over {OURS}, at least 40");
            targets.push(Target { what, figure, met: figure >= 40.0 });
        }
    }
    targets
}

/// Nanoseconds as microseconds for each block.
fn each(time: f64, measured: &Measured) -> String {
    let time = time / measured.blocks as f64 / 1e3;
    if time < 10.0 { format!("{time:.1}") } else { format!("{time:.0}") }
}

/// The bounds, and what was measured.
pub(crate) fn target_table(targets: &[Target]) -> Table {
    let mut table = Table::new("Targets", &["", "measured", ""]);
    for Target { what, figure, met } in targets {
        let met = if *met { "met" } else { "missed" };
        table.push(vec![what.clone(), format!("{figure:.2}"), met.to_owned()]);
    }
    table
}

/// Importers, in the order in which they were measured.
fn importers(all: &[Measured]) -> Vec<Who> {
    all.first()
        .map(|first| first.imports.iter().map(|import| import.who.clone()).collect())
        .unwrap_or_default()
}

fn heading(who: &Who) -> String {
    match who {
        Who::OneCore(engine) => engine.clone(),
        Who::AllCores(engine) => format!("{engine}, all cores †"),
        Who::Node(name) => format!("{name} †"),
    }
}

/// The table: floor and imports, microseconds per block.
pub(crate) fn times(all: &[Measured]) -> Table {
    let importers = importers(all);
    let mut columns = vec!["trace".to_owned()];
    columns.extend(Part::ALL.map(|part| part.name().to_owned()));
    columns.push("all of these".to_owned());
    columns.extend(importers.iter().map(heading));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = Table::new("Import, microseconds per block", &columns);
    for measured in all {
        let mut row = vec![measured.trace.clone()];
        row.extend(Part::ALL.map(|part| each(measured.part(part), measured)));
        row.push(each(whole(measured), measured));
        for who in &importers {
            let import = measured.import(who);
            row.push(import.map_or(String::new(), |import| each(import.all.median, measured)));
        }
        table.push(row);
    }
    table.note("First what cannot be left out, by the bare libraries on one core; then imports.");
    table
}

/// Distribution over the blocks, and processor time of nodes.
pub(crate) fn blocks(all: &[Measured]) -> Table {
    let columns =
        ["trace, by whom", "mean", "median", "90 %", "greatest", "processor", "over the floor"];
    let mut table = Table::new("The blocks of a trace, microseconds", &columns);
    for measured in all {
        for Import { who, all, processor, block } in &measured.imports {
            let mut row = vec![format!("{}, {}", measured.trace, heading(who))];
            row.push(each(all.median, measured));
            row.extend(block.map(|time| format!("{:.0}", time / 1e3)));
            row.push(processor.map_or(String::new(), |time| each(time.median, measured)));
            row.push(format!("{:.2}", all.median / whole(measured)));
            table.push(row);
        }
    }
    table
}

/// How much there is to do.
pub(crate) fn counts(all: &[Measured]) -> Table {
    let columns =
        ["trace", "blocks", "ring proofs", "Ed25519 signatures", "trie nodes", "octets of values"];
    let mut table = Table::new("What the blocks hold", &columns);
    for measured in all {
        let counts = measured.counts;
        table.push(vec![
            measured.trace.clone(),
            measured.blocks.to_string(),
            counts.ring_proofs.to_string(),
            counts.ed25519_signatures.to_string(),
            counts.trie_nodes.to_string(),
            counts.trie_value_octets.to_string(),
        ]);
    }
    table
}
