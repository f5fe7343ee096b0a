//! The modules below a root and what imports what.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::{Error, header};

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Its name, such as `Jar.Pvm.Step`.
    pub name: String,
    /// Its source file.
    pub source: PathBuf,
    /// The modules of the same graph that it imports, in the order of its head.
    pub imports: Vec<String>,
    /// It begins with `prelude`.
    pub prelude: bool,
}

/// The modules reachable from some entries, in an order in which imports come first.
#[derive(Clone, Debug)]
pub struct Graph {
    modules: Vec<Module>,
}

impl Graph {
    /// Reads every module reachable from `entries`. A module belongs to the graph if its first part names a file or a
    /// folder in `root`; the core library `Init` may be imported beside.
    ///
    /// # Errors
    /// A missing module, a foreign import, a cycle, a broken head or an unreadable file.
    pub fn scan(root: &Path, entries: &[&str]) -> Result<Self, Error> {
        let mut scan = Scan { root, state: BTreeMap::new(), path: Vec::new(), modules: Vec::new() };
        for entry in entries {
            scan.visit(entry, "asked for")?;
        }
        Ok(Self { modules: scan.modules })
    }

    /// All modules, imports before their importers.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The module of that name.
    pub fn get(&self, name: &str) -> Option<&Module> {
        self.modules.iter().find(|m| m.name == name)
    }

    /// The module of that name and everything it imports, imports first.
    ///
    /// # Errors
    /// [`Error::MissingModule`] if the graph has no such module.
    pub fn reachable(&self, entry: &str) -> Result<Graph, Error> {
        let missing = || Error::MissingModule {
            module: entry.to_owned(),
            wanted_by: "asked for".to_owned(),
            expected: source_of(Path::new(""), entry),
        };
        let mut wanted = vec![self.get(entry).ok_or_else(missing)?.name.as_str()];
        let mut modules = Vec::new();
        for module in self.modules.iter().rev() {
            if wanted.contains(&module.name.as_str()) {
                wanted.extend(module.imports.iter().map(String::as_str));
                modules.push(module.clone());
            }
        }
        modules.reverse();
        Ok(Graph { modules })
    }
}

/// Whether `name` can be a module here: ASCII letters and digits in parts joined by dots. Lean allows more; these
/// names stay the same in file names and, with `_` for `.`, in C.
pub fn is_module_name(name: &str) -> bool {
    name.split('.').all(|part| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

fn source_of(root: &Path, module: &str) -> PathBuf {
    let mut path = root.join(module.replace('.', "/"));
    path.set_extension("lean");
    path
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Done,
}

struct Scan<'a> {
    root: &'a Path,
    state: BTreeMap<String, State>,
    path: Vec<String>,
    modules: Vec<Module>,
}

impl Scan<'_> {
    fn is_own(&self, module: &str) -> bool {
        let first = module.split('.').next().unwrap_or(module);
        self.root.join(first).is_dir() || self.root.join(format!("{first}.lean")).is_file()
    }

    fn visit(&mut self, name: &str, wanted_by: &str) -> Result<(), Error> {
        match self.state.get(name) {
            Some(State::Done) => return Ok(()),
            Some(State::Open) => {
                let from = self.path.iter().position(|m| m == name).unwrap_or(0);
                let mut modules: Vec<String> = self.path.iter().skip(from).cloned().collect();
                modules.push(name.to_owned());
                return Err(Error::Cycle { modules });
            }
            None => {}
        }
        if !is_module_name(name) {
            let (module, wanted_by) = (name.to_owned(), wanted_by.to_owned());
            return Err(Error::BadModuleName { module, wanted_by });
        }
        let source = source_of(self.root, name);
        if !source.is_file() {
            let (module, wanted_by) = (name.to_owned(), wanted_by.to_owned());
            return Err(Error::MissingModule { module, wanted_by, expected: source });
        }
        self.state.insert(name.to_owned(), State::Open);
        self.path.push(name.to_owned());
        let text = std::fs::read_to_string(&source).map_err(Error::io("read", &source))?;
        let head = header::parse(&source, &text)?;
        let mut imports = Vec::new();
        for (module, line) in head.imports {
            if self.is_own(&module) {
                self.visit(&module, &format!("imported at {}:{line}", source.display()))?;
                imports.push(module);
            } else if module != "Init" && !module.starts_with("Init.") {
                let root = self.root.to_owned();
                return Err(Error::ForeignImport { file: source, line, module, root });
            }
        }
        self.path.pop();
        self.state.insert(name.to_owned(), State::Done);
        self.modules.push(Module { name: name.to_owned(), source, imports, prelude: head.prelude });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    fn names(graph: &Graph) -> Vec<&str> {
        graph.modules().iter().map(|m| m.name.as_str()).collect()
    }

    #[test]
    fn imports_come_first_and_only_reachable_modules() {
        let dir = project(&[
            ("Jar.lean", "import Jar.B\nimport Jar.Thm"),
            ("Jar/A.lean", "import Init"),
            ("Jar/B.lean", "import Jar.A"),
            ("Jar/Thm.lean", "import Jar.B"),
            ("Jar/Lost.lean", ""),
        ]);
        let graph = Graph::scan(dir.path(), &["Jar"]).unwrap();
        assert_eq!(names(&graph), ["Jar.A", "Jar.B", "Jar.Thm", "Jar"]);
        assert_eq!(names(&graph.reachable("Jar.B").unwrap()), ["Jar.A", "Jar.B"]);
        assert!(matches!(graph.reachable("Jar.Lost"), Err(Error::MissingModule { .. })));
    }

    #[test]
    fn missing_cyclic_and_foreign_imports_are_errors() {
        let dir = project(&[
            ("Jar/A.lean", "import Jar.B"),
            ("Jar/B.lean", "import Jar.C"),
            ("Jar/C.lean", "import Jar.B"),
            ("Jar/M.lean", "\nimport Jar.Nope"),
            ("Jar/F.lean", "import Std.Data"),
            ("Jar/N.lean", "import Jar.«x y»"),
        ]);
        match Graph::scan(dir.path(), &["Jar.A"]) {
            Err(Error::Cycle { modules }) => assert_eq!(modules, ["Jar.B", "Jar.C", "Jar.B"]),
            other => panic!("{other:?}"),
        }
        match Graph::scan(dir.path(), &["Jar.M"]) {
            Err(Error::MissingModule { wanted_by, .. }) => {
                assert!(wanted_by.ends_with("M.lean:2"), "{wanted_by}");
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(
            Graph::scan(dir.path(), &["Jar.F"]),
            Err(Error::ForeignImport { line: 1, .. })
        ));
        assert!(matches!(Graph::scan(dir.path(), &["Jar.N"]), Err(Error::BadModuleName { .. })));
        assert!(matches!(Graph::scan(dir.path(), &["Jar"]), Err(Error::MissingModule { .. })));
    }
}
