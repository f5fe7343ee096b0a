//! Compiles modules to oleans (checked by Lean's kernel) and C, in parallel and only where something changed.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::message::{self, Message, Severity};
use crate::progress::Progress;
use crate::schedule::{self, Outcome};
use crate::{Error, Graph, Linkage, Module, Toolchain};

/// What every module of the specification is compiled with (`lakefile.lean` says the same).
const OPTIONS: [&str; 2] = ["-DautoImplicit=false", "-DrelaxedAutoImplicit=false"];

/// A folder of Lean modules, where its products go, and how to make them.
#[derive(Clone, Debug)]
pub struct Build<'a> {
    pub(crate) toolchain: &'a Toolchain,
    pub(crate) root: PathBuf,
    pub(crate) out: PathBuf,
    pub(crate) jobs: usize,
    pub(crate) optimize: u8,
    /// Fingerprint of all that is outside of the modules: compiler, core library, options.
    outside: Digest,
    options: Vec<String>,
}

/// What a successful build did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Modules in the graph.
    pub modules: usize,
    /// Modules that had to be compiled.
    pub compiled: usize,
    /// Warnings of all modules, those of up-to-date modules included.
    pub warnings: usize,
    /// All messages by module, information included.
    pub messages: BTreeMap<String, Vec<Message>>,
}

/// Kept beside a compiled module; present only if the module was accepted.
#[derive(Serialize, Deserialize)]
struct Trace {
    digest: String,
    messages: Vec<Message>,
}

/// Result of one module.
struct Compiled {
    messages: Vec<Message>,
    fresh: bool,
    trouble: Option<Error>,
}

impl<'a> Build<'a> {
    /// Modules below `root`; products go to `.lean/build/<mode>` there.
    ///
    /// # Errors
    /// [`Error::Io`] if `root` is not a readable folder.
    pub fn new(toolchain: &'a Toolchain, root: &Path) -> Result<Self, Error> {
        let root = root.canonicalize().map_err(Error::io("open", root))?;
        let out = root.join(".lean/build").join(toolchain.mode.as_str());
        let mut outside = Digest::new().part(toolchain.identity.as_bytes());
        if let Some(init) = &toolchain.init {
            outside = outside.part(init.identity.as_bytes());
        }
        let outside = outside.part(OPTIONS.concat().as_bytes());
        let options = OPTIONS.map(str::to_owned).into();
        Ok(Self { toolchain, root, out, jobs: 2, optimize: 3, outside, options })
    }

    /// The core library of the offline kit itself.
    ///
    /// # Errors
    /// [`Error::BadToolchain`] if the toolchain has none (official mode).
    pub fn of_init(toolchain: &'a Toolchain) -> Result<Self, Error> {
        let Some(init) = &toolchain.init else {
            return Err(Error::BadToolchain {
                path: toolchain.lean.clone(),
                reason: "an official toolchain has its core library built in".to_owned(),
            });
        };
        let root = init.root.canonicalize().map_err(Error::io("open", &init.root))?;
        let outside = Digest::new().part(toolchain.identity.as_bytes());
        let (out, options) = (init.build.clone(), Vec::new());
        Ok(Self { toolchain, root, out, jobs: 2, optimize: 2, outside, options })
    }

    /// With another folder for the products.
    #[must_use]
    pub fn out(self, out: PathBuf) -> Self {
        Self { out, ..self }
    }

    /// With another number of compilers at the same time (default 2).
    #[must_use]
    pub fn jobs(self, jobs: usize) -> Self {
        Self { jobs, ..self }
    }

    /// With another optimization level of the C compiler (default 3; the kit's core library always takes 2).
    #[must_use]
    pub fn optimize(self, optimize: u8) -> Self {
        Self { optimize, ..self }
    }

    /// The modules reachable from `entries`.
    ///
    /// # Errors
    /// As [`Graph::scan`].
    pub fn graph(&self, entries: &[&str]) -> Result<Graph, Error> {
        Graph::scan(&self.root, entries)
    }

    /// Compiles every module of `graph` that is not up to date and prints warnings and errors.
    ///
    /// # Errors
    /// [`Error::Rejected`] if Lean rejects a module; otherwise what kept a file or program from being used.
    pub fn build_oleans(&self, graph: &Graph) -> Result<Report, Error> {
        let _lock = self.lock()?;
        let modules = graph.modules();
        let index: BTreeMap<&str, usize> =
            modules.iter().enumerate().map(|(i, m)| (m.name.as_str(), i)).collect();
        let needs: Vec<Vec<usize>> = modules
            .iter()
            .map(|m| m.imports.iter().filter_map(|i| index.get(i.as_str()).copied()).collect())
            .collect();
        let digests = self.digests(modules)?;
        let mut stale = vec![false; modules.len()];
        for (i, module) in modules.iter().enumerate() {
            let old = digests.get(i).is_none_or(|d| self.trace(module, d).is_none());
            let spread =
                needs.get(i).is_some_and(|n| n.iter().any(|&j| stale.get(j) == Some(&true)));
            if let Some(slot) = stale.get_mut(i) {
                *slot = old || spread;
            }
        }
        let progress = Progress::new(stale.iter().filter(|s| **s).count());
        let outcomes = schedule::run(&needs, self.jobs, |i| {
            let (Some(module), Some(digest)) = (modules.get(i), digests.get(i)) else {
                return (Compiled { messages: Vec::new(), fresh: false, trouble: None }, false);
            };
            self.one(module, digest, &progress)
        });
        Self::summary(modules, outcomes)
    }

    /// Compiles what `entry` needs and makes a static archive of its C; see [`Linkage`].
    ///
    /// # Errors
    /// As [`Build::build_oleans`]; besides, failures of the C compiler and the archiver.
    pub fn build_archive(&self, entry: &str) -> Result<Linkage, Error> {
        let graph = self.graph(&[entry])?;
        self.build_oleans(&graph)?;
        crate::objects::archive(self, &graph, entry)
    }

    /// Checks one file (which may lie anywhere) against the modules that it imports, which are brought up to date
    /// first. Nothing is written for the file itself. Returns all its messages and whether Lean accepted it.
    ///
    /// # Errors
    /// As [`Build::build_oleans`] for the imported modules.
    pub fn check_file(&self, file: &Path) -> Result<(Vec<Message>, bool), Error> {
        let text = std::fs::read_to_string(file).map_err(Error::io("read", file))?;
        let mut entries = Vec::new();
        for (module, _) in crate::header::parse(file, &text)?.imports {
            if module != "Init" && !module.starts_with("Init.") {
                entries.push(module);
            }
        }
        let entries: Vec<&str> = entries.iter().map(String::as_str).collect();
        if !entries.is_empty() {
            self.build_oleans(&self.graph(&entries)?)?;
        }
        self.lean(&file.to_string_lossy(), |c| c.arg(file))
    }

    /// The path of a product of `module`.
    pub(crate) fn product(&self, module: &str, extension: &str) -> PathBuf {
        self.out.join(format!("{}.{extension}", module.replace('.', "/")))
    }

    /// Keeps other builds out of the same folder until the guard is dropped.
    pub(crate) fn lock(&self) -> Result<File, Error> {
        std::fs::create_dir_all(&self.out).map_err(Error::io("create", &self.out))?;
        let path = self.out.join(".lock");
        let file = File::create(&path).map_err(Error::io("create", &path))?;
        file.lock().map_err(Error::io("lock", &path))?;
        Ok(file)
    }

    /// Fingerprint of every module: its source, those of its imports, and all outside of the modules.
    fn digests(&self, modules: &[Module]) -> Result<Vec<String>, Error> {
        let mut by_name: BTreeMap<&str, String> = BTreeMap::new();
        let mut all = Vec::new();
        for module in modules {
            let mut digest =
                self.outside.clone().part(module.name.as_bytes()).file(&module.source)?;
            for import in &module.imports {
                digest = digest.part(by_name.get(import.as_str()).map_or(b"", |d| d.as_bytes()));
            }
            let digest = digest.hex();
            by_name.insert(&module.name, digest.clone());
            all.push(digest);
        }
        Ok(all)
    }

    /// The trace of an earlier compilation, if it was of the same inputs and all its products are there.
    fn trace(&self, module: &Module, digest: &str) -> Option<Trace> {
        let text = std::fs::read(self.product(&module.name, "trace")).ok()?;
        let trace: Trace = serde_json::from_slice(&text).ok()?;
        let products = ["olean", "ilean", "c"].map(|e| self.product(&module.name, e));
        (trace.digest == digest && products.iter().all(|p| p.is_file())).then_some(trace)
    }

    fn one(&self, module: &Module, digest: &str, progress: &Progress) -> (Compiled, bool) {
        if let Some(trace) = self.trace(module, digest) {
            return (Compiled { messages: trace.messages, fresh: false, trouble: None }, true);
        }
        let started = Instant::now();
        let (messages, accepted, trouble) = match self.compile(module, digest) {
            Ok((messages, accepted)) => (messages, accepted, None),
            Err(e) => (Vec::new(), false, Some(e)),
        };
        let shown: Vec<String> =
            messages.iter().filter(|m| shown(m)).map(Message::to_string).collect();
        progress.step(&module.name, started.elapsed().as_secs_f64(), &shown);
        (Compiled { messages, fresh: true, trouble }, accepted)
    }

    fn compile(&self, module: &Module, digest: &str) -> Result<(Vec<Message>, bool), Error> {
        let trace = self.product(&module.name, "trace");
        if let Some(folder) = trace.parent() {
            std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        }
        match std::fs::remove_file(&trace) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io("remove", trace)(e));
            }
            _ => {}
        }
        let source = module.source.strip_prefix(&self.root).unwrap_or(&module.source);
        let (messages, accepted) = self.lean(&source.to_string_lossy(), |c| {
            c.args(&self.options).arg("-R").arg(&self.root).arg(source);
            for (flag, extension) in [("-o", "olean"), ("-i", "ilean"), ("-c", "c")] {
                c.arg(flag).arg(self.product(&module.name, extension));
            }
            c
        })?;
        if accepted {
            let kept = Trace { digest: digest.to_owned(), messages: messages.clone() };
            let text =
                serde_json::to_vec(&kept).map_err(|e| Error::io("encode", &trace)(e.into()))?;
            std::fs::write(&trace, text).map_err(Error::io("write", &trace))?;
        }
        Ok((messages, accepted))
    }

    /// Runs Lean in the root folder; `file` names the input in messages that have no place of their own.
    fn lean(
        &self,
        file: &str,
        arguments: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Result<(Vec<Message>, bool), Error> {
        let mut command = Command::new(&self.toolchain.lean);
        command.arg("--json").current_dir(&self.root);
        command.env("LEAN_PATH", &self.out).env_remove("LEAN_SRC_PATH").env_remove("LEAN_SYSROOT");
        let output = arguments(&mut command).output().map_err(|source| Error::Start {
            program: self.toolchain.lean.display().to_string(),
            source,
        })?;
        let mut messages = message::parse(file, &String::from_utf8_lossy(&output.stdout));
        let accepted = output.status.success();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let explained = messages.iter().any(|m| m.severity == Severity::Error);
        if !stderr.trim().is_empty() || (!accepted && !explained) {
            let severity = if accepted { Severity::Warning } else { Severity::Error };
            let text = format!("lean ended with {}\n{}", output.status, stderr.trim());
            messages.push(Message { severity, file: file.to_owned(), line: 1, column: 0, text });
        }
        Ok((messages, accepted))
    }

    fn summary(modules: &[Module], outcomes: Vec<Outcome<Compiled>>) -> Result<Report, Error> {
        let mut report = Report { modules: modules.len(), ..Report::default() };
        let (mut rejected, mut skipped) = (Vec::new(), 0);
        for (module, outcome) in modules.iter().zip(outcomes) {
            let Outcome::Done(it) = outcome else {
                skipped += 1;
                continue;
            };
            if let Some(trouble) = it.trouble {
                return Err(trouble);
            }
            if it.fresh {
                report.compiled += 1;
            } else {
                it.messages.iter().filter(|m| shown(m)).for_each(|m| eprintln!("{m}"));
            }
            let count = |s| it.messages.iter().filter(|m| m.severity == s).count();
            report.warnings += count(Severity::Warning);
            if count(Severity::Error) > 0 {
                rejected.push(module.name.clone());
            }
            report.messages.insert(module.name.clone(), it.messages);
        }
        match rejected.is_empty() {
            true => Ok(report),
            false => Err(Error::Rejected { modules: rejected, skipped }),
        }
    }
}

/// Information (`#eval`, `#print`) is kept but not printed while building.
fn shown(message: &Message) -> bool {
    message.severity != Severity::Information
}
