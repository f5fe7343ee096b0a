//! `lean-build`: compiles and checks the Lean specification with the toolchain that `ci/setup` chose.
#![forbid(unsafe_code)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use jar_lean_build::{Build, Error, Mode, Severity, Toolchain, lint, names};

const EXAMPLES: &str = "\
Examples:
  lean-build all --deny-warnings          everything below Jar.lean, theorems included
  lean-build all --entry Jar.Pvm.Step     one module and what it imports
  lean-build objects --entry Jar.Export   the static archive that the tester links
  lean-build run scratch.lean             check one file against the specification
  lean-build clean                        remove what was built

Run ci/setup once before. Exit code 0: accepted; 1: rejected or not possible; 2: wrong arguments.";

#[derive(Parser)]
#[command(name = "lean-build", version, about = "Build the Lean specification", after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: What,
}

#[derive(Subcommand)]
enum What {
    /// Check and compile an entry module and everything that it imports
    All {
        /// Module to begin with
        #[arg(long, default_value = "Jar")]
        entry: String,
        /// Fail if there is any warning
        #[arg(long)]
        deny_warnings: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Make a static archive of an entry module's C; prints the linker's directives
    Objects {
        /// Module to begin with
        #[arg(long, default_value = "Jar.Export")]
        entry: String,
        /// Optimization level of the C compiler
        #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(0..=3))]
        optimize: u8,
        #[command(flatten)]
        common: Common,
    },
    /// Check one file against the modules that it imports and print all its messages
    Run {
        /// The file
        file: PathBuf,
        /// Fail if there is any warning
        #[arg(long)]
        deny_warnings: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Compile the core library of the offline kit (ci/setup does this)
    Init {
        #[command(flatten)]
        common: Common,
    },
    /// Check what the compiler does not: forbidden words, headers, sizes, layering, axioms
    Lint {
        /// Check the lint itself: every rule must fire on a project that breaks it
        #[arg(long)]
        self_test: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Compare the kit's core library with the official one, declaration by declaration
    CompareNames {
        /// Description of the offline kit; default: .lean/offline/toolchain.json below the root
        #[arg(long)]
        kit: Option<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// Remove what was built
    Clean {
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Args)]
struct Common {
    /// Folder of the modules; default: the nearest folder upwards that holds a file 'lean-toolchain'
    #[arg(long)]
    root: Option<PathBuf>,
    /// Folder for the products; default: `.lean/build/<mode>` below the root
    #[arg(long)]
    out: Option<PathBuf>,
    /// Compilers at the same time
    #[arg(long, short, default_value_t = 2)]
    jobs: usize,
}

impl Common {
    fn root(&self) -> PathBuf {
        let here = std::env::current_dir().unwrap_or_default();
        let found = || here.ancestors().find(|d| d.join("lean-toolchain").is_file());
        self.root.clone().unwrap_or_else(|| found().unwrap_or(&here).to_owned())
    }

    fn apply<'a>(&self, build: Build<'a>) -> Build<'a> {
        let build = build.jobs(self.jobs);
        match &self.out {
            Some(out) => build.out(std::path::absolute(out).unwrap_or_else(|_| out.clone())),
            None => build,
        }
    }
}

fn main() -> ExitCode {
    match execute(Cli::parse().command) {
        Ok(accepted) if accepted => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(e) => {
            eprintln!("lean-build: {e}");
            ExitCode::FAILURE
        }
    }
}

fn execute(what: What) -> Result<bool, Error> {
    match what {
        What::All { entry, deny_warnings, common } => {
            let root = common.root();
            let toolchain = Toolchain::load(&root)?;
            let build = common.apply(Build::new(&toolchain, &root)?);
            let report = build.build_oleans(&build.graph(&[&entry])?)?;
            println!(
                "{entry}: {} modules accepted by Lean {} ({}), {} compiled now, {} warnings",
                report.modules,
                toolchain.version,
                toolchain.mode.as_str(),
                report.compiled,
                report.warnings
            );
            deny(deny_warnings, report.warnings)
        }
        What::Objects { entry, optimize, common } => {
            let root = common.root();
            let toolchain = Toolchain::load(&root)?;
            let build = common.apply(Build::new(&toolchain, &root)?).optimize(optimize);
            let linkage = build.build_archive(&entry)?;
            println!("{}", linkage.archive.display());
            linkage.cargo_directives().iter().for_each(|line| println!("{line}"));
            Ok(true)
        }
        What::Run { file, deny_warnings, common } => {
            let root = common.root();
            let toolchain = Toolchain::load(&root)?;
            run(&common.apply(Build::new(&toolchain, &root)?), &file, deny_warnings)
        }
        What::Init { common } => {
            let toolchain = Toolchain::load(&common.root())?;
            let build = common.apply(Build::of_init(&toolchain)?);
            let report = build.build_oleans(&build.graph(&["Init"])?)?;
            let (modules, compiled) = (report.modules, report.compiled);
            println!("Init: {modules} modules, {compiled} compiled now");
            deny(true, report.warnings)
        }
        What::Lint { self_test: false, common } => {
            let root = common.root();
            let toolchain = Toolchain::load(&root)?;
            Ok(lint_report(&lint::all(&common.apply(Build::new(&toolchain, &root)?))?))
        }
        What::Lint { self_test: true, common } => {
            let root = common.root();
            let folder = root.join(".lean/lint-self-test");
            clean(&folder)?;
            lint_self_test(&Toolchain::load(&root)?, &folder)
        }
        What::CompareNames { kit, common } => {
            let root = common.root();
            let official = Toolchain::load(&root)?;
            let kit = kit.unwrap_or_else(|| root.join(".lean/offline/toolchain.json"));
            compare_names(&Toolchain::read(&kit)?, &official, &root.join(".lean/compare-names"))
        }
        What::Clean { common } => clean(&common.root().join(".lean/build")),
    }
}

fn run(build: &Build<'_>, file: &Path, deny_warnings: bool) -> Result<bool, Error> {
    let file = file.canonicalize().map_err(|source| Error::Io {
        action: "open",
        path: file.to_owned(),
        source,
    })?;
    let (messages, accepted) = build.check_file(&file)?;
    messages.iter().for_each(|m| println!("{m}"));
    let warnings = messages.iter().filter(|m| m.severity == Severity::Warning).count();
    Ok(deny(deny_warnings, warnings)? && accepted)
}

fn lint_report(outcome: &lint::Outcome) -> bool {
    outcome.findings.iter().for_each(|f| println!("{f}"));
    let width = outcome.claims.iter().map(|c| c.theorem.len()).max().unwrap_or(0);
    for claim in &outcome.claims {
        let axioms =
            if claim.axioms.is_empty() { "none".to_owned() } else { claim.axioms.join(", ") };
        println!("{:width$}  {axioms}", claim.theorem);
    }
    let errors = outcome.findings.iter().filter(|f| !f.warning).count();
    let (files, claims) = (outcome.files, outcome.claims.len());
    println!("lint: {files} files, {claims} claimed theorems, {errors} errors");
    outcome.passed()
}

fn lint_self_test(toolchain: &Toolchain, folder: &Path) -> Result<bool, Error> {
    let results = lint::self_test(toolchain, folder)?;
    let mut failed = 0;
    for (name, result) in &results {
        if let Err(why) = result {
            println!("lint self-test: {name}: {why}");
            failed += 1;
        }
    }
    println!("lint self-test: {} of {} fixtures behave", results.len() - failed, results.len());
    Ok(failed == 0)
}

fn compare_names(kit: &Toolchain, official: &Toolchain, folder: &Path) -> Result<bool, Error> {
    if official.mode != Mode::Official {
        println!(
            "compare-names: the toolchain in use is not the official one: this only checks the comparison"
        );
    }
    let found = names::compare(kit, official, folder)?;
    for name in &found.missing {
        println!("{name}: only the kit has it (or neither can print it)");
    }
    for (name, ours, theirs) in &found.different {
        println!("{name}:\n  kit:      {ours}\n  official: {theirs}");
    }
    let (missing, different) = (found.missing.len(), found.different.len());
    println!("{} declarations compared: {missing} missing, {different} different", found.compared);
    Ok(missing + different == 0)
}

fn deny(deny_warnings: bool, count: usize) -> Result<bool, Error> {
    if deny_warnings && count > 0 {
        return Err(Error::WarningsDenied { count });
    }
    Ok(true)
}

fn clean(folder: &Path) -> Result<bool, Error> {
    match std::fs::remove_dir_all(folder) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::Io { action: "remove", path: folder.to_owned(), source })
        }
        _ => Ok(true),
    }
}
