//! Rules about whole files: size, header, layering.

use std::path::{Path, PathBuf};

use super::{Finding, ROOT};
use crate::{Error, header};

/// Above this many lines a module is reported.
const LINES_WARN: usize = 300;
/// Above this many lines a module is refused.
const LINES_MAX: usize = 400;

/// `Jar.lean` and every Lean file below `Jar/`, sorted.
pub(super) fn below(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let top = root.join(format!("{ROOT}.lean"));
    if top.is_file() {
        found.push(top);
    }
    let mut folders = vec![root.join(ROOT)];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&folder).map_err(Error::io("read", &folder))? {
            let path = entry.map_err(Error::io("read", &folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "lean") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Checks size, header and imports of one file; `name` is its path relative to the root.
pub(super) fn check(
    name: &Path,
    path: &Path,
    source: &str,
    findings: &mut Vec<Finding>,
) -> Result<(), Error> {
    let mut add = |line, rule, text, warning| {
        findings.push(Finding { file: name.to_owned(), line, rule, text, warning });
    };
    let theorems = name.starts_with(Path::new(ROOT).join("Thm"));
    let lines = source.lines().count();
    if lines > LINES_MAX {
        add(LINES_MAX, "size", format!("{lines} lines: at most {LINES_MAX} are allowed"), false);
    } else if lines > LINES_WARN {
        let text = format!("{lines} lines: keep modules below {LINES_WARN}");
        add(LINES_WARN, "size", text, true);
    }
    let head = header::parse(path, source)?;
    if !has_header(source, head.imports.last().map_or(0, |(_, line)| *line)) {
        let text = "no header: expected `/-! … -/` with text right after the imports".to_owned();
        add(1, "header", text, false);
    }
    let top = name.to_str() == Some("Jar.lean");
    if !theorems && !top {
        for (module, line) in &head.imports {
            if module == "Jar.Thm" || module.starts_with("Jar.Thm.") {
                let text = format!("the model imports the theorem module '{module}'");
                add(*line, "layering", text, false);
            }
        }
    }
    Ok(())
}

/// Whether the first thing after the imports (which end at `last_import`, 0 if there are none) is a module comment.
fn has_header(source: &str, last_import: usize) -> bool {
    let rest: Vec<&str> = source.lines().skip(last_import).collect();
    let rest = rest.join("\n");
    let Some(body) = rest.trim_start().strip_prefix("/-!") else { return false };
    let text = body.split("-/").next().unwrap_or_default();
    text.chars().filter(|c| c.is_alphanumeric()).count() >= 10
}
