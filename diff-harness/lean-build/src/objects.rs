//! Compiles the generated C of an entry module and of what it imports, and makes a static archive of it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::digest::Digest;
use crate::progress::Progress;
use crate::schedule::{self, Outcome};
use crate::{Build, Error, Graph, Mode, Module, Toolchain};

/// One function per section lets the linker drop what nobody calls; an undeclared function would be linked with a
/// wrong signature, so it is an error.
const FLAGS: [&str; 6] = [
    "-c",
    "-w",
    "-fPIC",
    "-ffunction-sections",
    "-fdata-sections",
    "-Werror=implicit-function-declaration",
];

/// What a build script must know to link the archive.
#[derive(Clone, Debug)]
pub struct Linkage {
    /// The static archive: all of the entry module and what it imports; in offline mode also our core library.
    pub archive: PathBuf,
    /// Name of the archive without `lib` and `.a`.
    pub archive_name: String,
    /// Folder that holds `lean/lean.h`, for C code of the linking crate.
    pub include_dir: PathBuf,
    /// Folder of the shared libraries.
    pub lib_dir: PathBuf,
    /// Shared libraries in link order.
    pub link_libs: Vec<String>,
    /// C function that initialises the entry module and all that it imports: `lean_object* f(uint8_t builtin)`.
    pub initializer: String,
    /// Which toolchain made it.
    pub mode: Mode,
    /// When one of these files changes, the archive must be made again.
    pub rerun_if_changed: Vec<PathBuf>,
}

impl Linkage {
    /// Linker arguments for the final program: where the shared libraries lie at run time.
    pub fn link_args(&self) -> Vec<String> {
        vec![format!("-Wl,-rpath,{}", self.lib_dir.display())]
    }

    /// The lines that a build script prints. Order matters: the archive, then `gcc_s` (its unwinder must win over the
    /// copy inside Lean's library), then Lean's own libraries.
    pub fn cargo_directives(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .rerun_if_changed
            .iter()
            .map(|f| format!("cargo::rerun-if-changed={}", f.display()))
            .collect();
        lines.extend(["JAR_LEAN", "CC", "AR"].map(|v| format!("cargo::rerun-if-env-changed={v}")));
        for folder in [self.archive.parent().unwrap_or(Path::new(".")), &self.lib_dir] {
            lines.push(format!("cargo::rustc-link-search=native={}", folder.display()));
        }
        lines.push(format!("cargo::rustc-link-lib=static={}", self.archive_name));
        lines.push("cargo::rustc-link-lib=dylib=gcc_s".to_owned());
        lines.extend(self.link_libs.iter().map(|l| format!("cargo::rustc-link-lib=dylib={l}")));
        lines.extend(self.link_args().iter().map(|a| format!("cargo::rustc-link-arg={a}")));
        lines
    }
}

/// One object file to make.
struct Unit {
    source: PathBuf,
    object: PathBuf,
    optimize: String,
}

/// The archive of `entry`, whose modules (`graph`) are compiled already.
pub(crate) fn archive(build: &Build<'_>, graph: &Graph, entry: &str) -> Result<Linkage, Error> {
    let _lock = build.lock()?;
    let toolchain = build.toolchain;
    let mut units: Vec<Unit> = graph.modules().iter().map(|m| unit(build, m)).collect();
    units.extend(init_units(toolchain)?);
    let digests = compile(toolchain, &units, build.jobs)?;
    let archive_name = entry.replace('.', "_");
    let archive = build.out.join(format!("lib{archive_name}.a"));
    let mut digest = Digest::new();
    for (unit, its) in units.iter().zip(&digests) {
        digest = digest.part(unit.object.as_os_str().as_encoded_bytes()).part(its.as_bytes());
    }
    make_archive(&archive, &units, &digest.hex())?;
    let mut rerun_if_changed: Vec<PathBuf> =
        graph.modules().iter().map(|m| m.source.clone()).collect();
    rerun_if_changed.push(toolchain.include_dir.join("lean/lean.h"));
    rerun_if_changed.push(Toolchain::file(&build.root));
    Ok(Linkage {
        initializer: format!("initialize_{archive_name}"),
        archive,
        archive_name,
        include_dir: toolchain.include_dir.clone(),
        lib_dir: toolchain.lib_dir.clone(),
        link_libs: toolchain.link_libs.clone(),
        mode: toolchain.mode,
        rerun_if_changed,
    })
}

fn unit(build: &Build<'_>, module: &Module) -> Unit {
    let (source, object) = (build.product(&module.name, "c"), build.product(&module.name, "o"));
    Unit { source, object, optimize: format!("-O{}", build.optimize) }
}

/// In offline mode: the C of our core library. Its compiled copy inside Lean's library must not be used, because our
/// definitions may differ in arity and specialisation.
fn init_units(toolchain: &Toolchain) -> Result<Vec<Unit>, Error> {
    let Some(init) = &toolchain.init else { return Ok(Vec::new()) };
    let build = Build::of_init(toolchain)?;
    let _lock = build.lock()?;
    let mut units = Vec::new();
    for module in build.graph(&["Init"])?.modules() {
        let mut unit = unit(&build, module);
        let below = |m: &String| module.name == *m || module.name.starts_with(&format!("{m}."));
        if init.syntax_only.iter().any(below) {
            unit.source = build.product(&module.name, "stub.c");
            write_stub(&unit.source, module)?;
        } else if !unit.source.is_file() {
            return Err(Error::BadToolchain {
                path: unit.source,
                reason: "the core library is not compiled".to_owned(),
            });
        }
        units.push(unit);
    }
    Ok(units)
}

/// An initialiser that only initialises the imported modules, for a module of which nothing is called.
fn write_stub(path: &Path, module: &Module) -> Result<(), Error> {
    let symbol = |name: &str| format!("initialize_{}", name.replace('.', "_"));
    let mut text = format!("/* {} only declares syntax: nothing to run */\n", module.name);
    text.push_str("#include <lean/lean.h>\n");
    for import in &module.imports {
        text.push_str(&format!("lean_object* {}(uint8_t);\n", symbol(import)));
    }
    text.push_str(&format!(
        "LEAN_EXPORT lean_object* {}(uint8_t builtin) {{\n  lean_object* r;\n",
        symbol(&module.name)
    ));
    for import in &module.imports {
        text.push_str(&format!(
            "  r = {}(builtin);\n  if (lean_io_result_is_error(r)) return r;\n  lean_dec_ref(r);\n",
            symbol(import)
        ));
    }
    text.push_str("  (void)r; return lean_io_result_mk_ok(lean_box(0));\n}\n");
    if std::fs::read_to_string(path).ok().as_ref() == Some(&text) {
        return Ok(());
    }
    std::fs::write(path, text).map_err(Error::io("write", path))
}

/// Makes the objects that are not up to date; answers with the fingerprint of each.
fn compile(toolchain: &Toolchain, units: &[Unit], jobs: usize) -> Result<Vec<String>, Error> {
    let cc = program("CC", "cc");
    let version = run(Command::new(&cc).arg("--version"))?;
    let header = toolchain.include_dir.join("lean/lean.h");
    let common = Digest::new().part(&version).part(FLAGS.concat().as_bytes()).file(&header)?;
    let mut digests = Vec::new();
    let mut stale = Vec::new();
    for unit in units {
        let digest = common.clone().part(unit.optimize.as_bytes()).file(&unit.source)?.hex();
        if !is_current(&unit.object, &digest) {
            stale.push((unit, digest.clone()));
        }
        digests.push(digest);
    }
    let progress = Progress::new(stale.len());
    let outcomes = schedule::run(&vec![Vec::new(); stale.len()], jobs, |i| {
        let Some((unit, digest)) = stale.get(i) else { return (Ok(()), false) };
        let started = Instant::now();
        let result = object(&cc, &toolchain.include_dir, unit, digest);
        let name = unit.object.file_name().unwrap_or_default().to_string_lossy();
        progress.step(&name, started.elapsed().as_secs_f64(), &[]);
        let ok = result.is_ok();
        (result, ok)
    });
    for outcome in outcomes {
        if let Outcome::Done(result) = outcome {
            result?;
        }
    }
    Ok(digests)
}

fn object(cc: &str, include: &Path, unit: &Unit, digest: &str) -> Result<(), Error> {
    let mut command = Command::new(cc);
    command.args(FLAGS).arg(&unit.optimize).arg("-I").arg(include);
    run(command.arg(&unit.source).arg("-o").arg(&unit.object))?;
    mark_current(&unit.object, digest)
}

fn make_archive(archive: &Path, units: &[Unit], digest: &str) -> Result<(), Error> {
    if is_current(archive, digest) {
        return Ok(());
    }
    match std::fs::remove_file(archive) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::io("remove", archive)(e));
        }
        _ => {}
    }
    // `q` appends: modules of different folders may have objects of one name.
    let mut command = Command::new(program("AR", "ar"));
    run(command.arg("qcs").arg(archive).args(units.iter().map(|u| &u.object)))?;
    mark_current(archive, digest)
}

fn program(variable: &str, default: &str) -> String {
    std::env::var(variable).ok().filter(|v| !v.is_empty()).unwrap_or_else(|| default.to_owned())
}

fn stamp(product: &Path) -> PathBuf {
    let mut name = product.as_os_str().to_owned();
    name.push(".stamp");
    PathBuf::from(name)
}

fn is_current(product: &Path, digest: &str) -> bool {
    product.is_file() && std::fs::read_to_string(stamp(product)).is_ok_and(|s| s == digest)
}

fn mark_current(product: &Path, digest: &str) -> Result<(), Error> {
    let path = stamp(product);
    std::fs::write(&path, digest).map_err(Error::io("write", path))
}

/// Runs a program to its end; answers with its standard output.
fn run(command: &mut Command) -> Result<Vec<u8>, Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|source| Error::Start { program, source })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Error::Failed {
        command: format!("{command:?}"),
        status: output.status.to_string(),
        output: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
