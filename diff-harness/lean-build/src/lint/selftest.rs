//! Every rule against a small project that breaks it, and only it: a lint that cannot fail is worthless.

use std::path::Path;

use crate::{Build, Error, Toolchain};

/// A project that breaks no rule.
const CLEAN: [(&str, &str); 6] = [
    ("Jar.lean", "import Jar.A\nimport Jar.Thm.Index\n/-! The whole specification. -/\n"),
    (
        "Jar/Crypto/Signatures.lean",
        "/-! Section C, version 1; bound at link time. -/\n@[extern \"g\"] opaque f : Nat → Nat\n",
    ),
    (
        "Jar/A.lean",
        "import Jar.Crypto.Signatures\n/-! Section A, version 1; leaves nothing out. -/\n/-- no sorry, no panic! -/\n\
         def double (n : Nat) : Nat := n + n\n\
         def text (n : Nat) : String := s!\"partial {n}\" ++ \"xs[0]!\" -- unsafe axiom get!\n\
         def differs (a b : Bool) : Bool := !a && a != b || a != b\n",
    ),
    (
        "Jar/Thm/A.lean",
        "import Jar.A\n/-! Theorems about section A. -/\n\
         theorem double_def (n : Nat) : double n = n + n := rfl\n\
         theorem double_pair (p q : Prop) (h : p ↔ q) : p = q := propext h\n",
    ),
    (
        "Jar/Thm/Index.lean",
        "import Jar.Thm.Index.Part\n/-! What we claim. -/\n#print axioms double_def\n",
    ),
    (
        "Jar/Thm/Index/Part.lean",
        "import Jar.Thm.A\n/-! What we claim besides. -/\n#print axioms double_pair\n",
    ),
];

/// A name, the rule that must fire, and the file that replaces (or joins) the clean ones.
type Fixture = (&'static str, &'static str, &'static str, &'static str);

const HEAD: &str = "/-! Section B, version 1. -/\n";

/// Rules on sources: the text is put after a good header into a module that `Jar.A` then imports.
const SOURCE: [Fixture; 24] = [
    ("sorry", "word", "Jar/B.lean", "theorem t : 1 = 1 := by sorry\n"),
    ("admit", "word", "Jar/B.lean", "theorem t : 1 = 1 := by admit\n"),
    ("partial", "word", "Jar/B.lean", "partial def f (n : Nat) : Nat := f (n + 1)\n"),
    ("unsafe", "word", "Jar/B.lean", "unsafe def f : Nat := 1\n"),
    ("native_decide", "word", "Jar/B.lean", "theorem t : 1 = 1 := by native_decide\n"),
    ("ofReduceBool", "word", "Jar/B.lean", "theorem t := Lean.ofReduceBool\n"),
    ("implemented_by", "word", "Jar/B.lean", "@[implemented_by g] def f : Nat := 1\n"),
    ("extern", "word", "Jar/B.lean", "@[extern \"g\"] def f : Nat := 1\n"),
    ("axiom", "word", "Jar/B.lean", "axiom a : 1 = 2\n"),
    ("opaque", "word", "Jar/B.lean", "opaque a : Nat\n"),
    ("dbg_trace", "word", "Jar/B.lean", "def f : Nat := dbg_trace \"x\"; 1\n"),
    ("dbgTrace", "word", "Jar/B.lean", "def f : Nat := dbgTrace \"x\" fun _ => 1\n"),
    ("skipKernelTC", "word", "Jar/B.lean", "set_option debug.skipKernelTC true\n"),
    ("noncomputable", "word", "Jar/B.lean", "noncomputable def f : Nat := 1\n"),
    ("panic!", "panic", "Jar/B.lean", "def f : Nat := panic! \"no\"\n"),
    ("index", "bang", "Jar/B.lean", "def f (xs : Array Nat) : Nat := xs[0]!\n"),
    ("get!", "bang", "Jar/B.lean", "def f (xs : Array Nat) : Nat := xs.get! 0\n"),
    ("set!", "bang", "Jar/B.lean", "def f (xs : Array Nat) := xs.set! 0 1\n"),
    ("unreachable!", "bang", "Jar/B.lean", "def f : Nat := unreachable!\n"),
    ("interpolation", "bang", "Jar/B.lean", "def f (xs : Array Nat) := s!\"{xs.back!}\"\n"),
    ("layering", "layering", "Jar/B.lean", "import Jar.Thm.C\n"),
    ("header", "header", "Jar/B.lean", "def f : Nat := 1\n"),
    ("long", "size", "Jar/B.lean", "LONG"),
    ("lost", "unreachable", "Jar/Lost.lean", "def f : Nat := 1\n"),
];

/// Rules that need Lean: the text replaces the index or the module below it.
const INDEXES: [Fixture; 7] = [
    ("hole", "axioms", "Jar/Thm/Index.lean", "theorem t : 1 = 2 := sorry\n#print axioms t\n"),
    ("assumption", "axioms", "Jar/Thm/Index.lean", "axiom a : 1 = 2\n#print axioms a\n"),
    ("below", "axioms", "Jar/Thm/Index/Part.lean", "axiom a : 1 = 2\n#print axioms a\n"),
    (
        "beneath",
        "axioms",
        "Jar/Thm/Index/Part.lean",
        "theorem t : 1 = 2 := sorry\n#print axioms t\n",
    ),
    ("empty", "index", "Jar/Thm/Index.lean", "-- #print axioms double_def\n"),
    ("gone", "rejected", "Jar/Thm/Index.lean", "#print axioms no_such_theorem\n"),
    ("missing", "index", "Jar.lean", "import Jar.A\n/-! The whole specification. -/\n"),
];

/// A fixture's name, and whether the lint behaved or what was wrong.
pub type Verdict = (&'static str, Result<(), String>);

/// Runs every fixture in `folder` (which is filled and left there); answers with the name of each and whether the
/// lint behaved.
///
/// # Errors
/// Only what keeps a fixture from being written or Lean from being run.
pub fn self_test(toolchain: &Toolchain, folder: &Path) -> Result<Vec<Verdict>, Error> {
    let mut results = Vec::new();
    let clean = folder.join("clean");
    write(&clean, &CLEAN)?;
    results.push(("clean project passes", judge_clean(toolchain, &clean)));
    for fixture in SOURCE {
        let root = folder.join("source").join(fixture.0.trim_end_matches('!'));
        write(&root, &CLEAN)?;
        write_source(&root, &fixture)?;
        let verdict = match super::sources(&root) {
            Ok(outcome) => expect(&outcome, fixture.1),
            Err(e) => Err(e.to_string()),
        };
        results.push((fixture.0, verdict));
    }
    for (name, rule, file, body) in INDEXES {
        let root = folder.join("index").join(name);
        write(&root, &CLEAN)?;
        let text = match file {
            "Jar.lean" => body.to_owned(),
            _ => format!("import Jar.Thm.A\n{HEAD}{body}"),
        };
        write(&root, &[(file, &text)])?;
        let verdict = match (super::all(&Build::new(toolchain, &root)?), rule) {
            (Err(Error::Rejected { .. }), "rejected") => Ok(()),
            (Err(e), _) => Err(e.to_string()),
            (Ok(_), "rejected") => Err("was accepted".to_owned()),
            (Ok(outcome), rule) => expect(&outcome, rule),
        };
        results.push((name, verdict));
    }
    Ok(results)
}

fn judge_clean(toolchain: &Toolchain, root: &Path) -> Result<(), String> {
    let build = Build::new(toolchain, root).map_err(|e| e.to_string())?;
    let outcome = super::all(&build).map_err(|e| e.to_string())?;
    if let Some(finding) = outcome.findings.first() {
        return Err(finding.to_string());
    }
    let axioms: Vec<&[String]> = outcome.claims.iter().map(|c| c.axioms.as_slice()).collect();
    match axioms.as_slice() {
        [[only], []] if only == "propext" => Ok(()),
        other => Err(format!("axioms read as {other:?}")),
    }
}

/// The rule fired, and no other did but those that the same text must break.
fn expect(outcome: &super::Outcome, rule: &str) -> Result<(), String> {
    let fired = |r: &str| outcome.findings.iter().any(|f| f.rule == r && !f.warning);
    if !fired(rule) {
        return Err(format!("rule '{rule}' did not fire"));
    }
    let beside: &[&str] = match rule {
        "axioms" => &["word", "index", "unreachable"],
        "index" => &["unreachable"],
        _ => &["word"],
    };
    let other = |r: &&str| *r != rule && !beside.contains(r);
    match outcome.findings.iter().map(|f| f.rule).find(other) {
        Some(unexpected) => Err(format!("rule '{unexpected}' fired too")),
        None => Ok(()),
    }
}

fn write_source(root: &Path, (name, rule, file, body): &Fixture) -> Result<(), Error> {
    let text = match *name {
        "header" => (*body).to_owned(),
        "layering" => format!("{body}{HEAD}"),
        "long" => format!("{HEAD}{}", "-- one more line\n".repeat(400)),
        _ => format!("{HEAD}{body}"),
    };
    write(root, &[(file, &text), ("Jar/Thm/C.lean", "/-! Section C, version 1. -/\n")])?;
    let lost = if *rule == "unreachable" { "" } else { "import Jar.B\n" };
    let top = format!(
        "import Jar.A\nimport Jar.Thm.C\n{lost}import Jar.Thm.Index\n/-! The whole specification. -/\n"
    );
    write(root, &[("Jar.lean", &top)])
}

fn write(root: &Path, files: &[(&str, &str)]) -> Result<(), Error> {
    for (name, text) in files {
        let path = root.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        }
        std::fs::write(&path, text).map_err(Error::io("write", &path))?;
    }
    Ok(())
}
