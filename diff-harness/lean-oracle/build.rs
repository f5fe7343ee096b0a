//! Compiles the Lean specification, the probe and the C shim, and says how to link them.
//!
//! Order of libraries: our archives, `gcc_s`, Lean's own. Lean's library exports an unwinder; linked before `gcc_s` it would take half of Rust's
//! references and every panic would abort. A test of this crate checks the binaries.
//!
//! Dependents get the folder of Lean's library as `DEP_JAR_LEAN_LIB_DIR`: link arguments of a build script do not reach other packages, so
//! a package with binaries repeats `cargo::rustc-link-arg=-Wl,-rpath,…` in its own.

use std::error::Error;
use std::path::{Path, PathBuf};

use jar_lean_build::{Build, Linkage, Toolchain};

/// Runtime functions that copy a shared object; the binary that counts copies calls them through its own wrappers.
const COUNTED: [&str; 5] = [
    "lean_copy_expand_array",
    "lean_copy_sarray",
    "lean_byte_array_push",
    "lean_byte_array_copy_slice",
    "lean_array_push",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let toolchain = Toolchain::load(&root)?;
    let specification = Build::new(&toolchain, &root)?.build_archive("Jar.Export")?;
    let examples = Build::new(&toolchain, &root)?.build_archive("Jar.Export.Examples")?;
    let probe_root = Path::new(env!("CARGO_MANIFEST_DIR")).join("probe");
    let probe =
        Build::new(&toolchain, &probe_root)?.out(out.join("probe")).build_archive("Probe")?;

    let initializers = [
        ("JAR_SPECIFICATION_INITIALIZER", &specification),
        ("JAR_EXAMPLES_INITIALIZER", &examples),
        ("JAR_PROBE_INITIALIZER", &probe),
    ];
    for file in ["shim", "copies", "signatures"] {
        compile_c(file, &specification.include_dir, &initializers);
    }
    for more in [&examples, &probe] {
        let folder = more.archive.parent().ok_or("an archive lies in a folder")?;
        println!("cargo::rustc-link-search=native={}", folder.display());
        println!("cargo::rustc-link-lib=static={}", more.archive_name);
        for file in &more.rerun_if_changed {
            println!("cargo::rerun-if-changed={}", file.display());
        }
    }
    for line in specification.cargo_directives() {
        println!("{line}");
    }
    for function in COUNTED {
        println!("cargo::rustc-link-arg-bin=lean-oracle-copies=-Wl,--wrap={function}");
    }
    println!("cargo::metadata=LIB_DIR={}", specification.lib_dir.display());
    Ok(())
}

/// Compiles one of our C files against the toolchain's own header. Macros name the initialisers of the archives.
fn compile_c(name: &str, include_dir: &Path, initializers: &[(&str, &Linkage)]) {
    let file = format!("c/{name}.c");
    println!("cargo::rerun-if-changed={file}");
    let mut build = cc::Build::new();
    for (name, linkage) in initializers {
        build.define(name, Some(linkage.initializer.as_str()));
    }
    build
        .file(file)
        .include(include_dir)
        .flag("-Werror=implicit-function-declaration")
        .warnings(false)
        .opt_level(2)
        .compile(&format!("jar_{name}"));
}
