//! The toolchain that `ci/setup` chose.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Error;

/// Which kind of toolchain compiles the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Lean's official release with its core library.
    Official,
    /// The compiler of the same version with our own subset of the core library (`lean-kit/`).
    Offline,
}

impl Mode {
    /// The word in file names and messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Official => "official",
            Mode::Offline => "offline",
        }
    }
}

/// Where our own core library lies; only the offline kit has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitSources {
    /// Fingerprint of its sources; part of what modules that import it depend on.
    pub identity: String,
    /// Folder with `Init.lean` and `Init/`.
    pub root: PathBuf,
    /// Folder with what was compiled from it.
    pub build: PathBuf,
    /// Modules (with all below them) that only declare syntax: nothing compiled calls into them, so they are linked as
    /// empty initialisers.
    pub syntax_only: Vec<String>,
}

/// Content of `.lean/toolchain.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toolchain {
    /// Official or offline.
    pub mode: Mode,
    /// Lean's version, such as `4.35.0`.
    pub version: String,
    /// Fingerprint of the compiler (official: with its core library); what another one built is built again.
    pub identity: String,
    /// The program `lean`.
    pub lean: PathBuf,
    /// Folder that holds `lean/lean.h`.
    pub include_dir: PathBuf,
    /// Folder of the shared libraries.
    pub lib_dir: PathBuf,
    /// Shared libraries to link, in order, without `lib` and `.so`.
    pub link_libs: Vec<String>,
    /// Our own core library, in offline mode.
    #[serde(default)]
    pub init: Option<InitSources>,
    /// Why this toolchain was chosen, for people.
    pub reason: String,
}

impl Toolchain {
    /// Reads the file that the environment variable `JAR_LEAN` names, or else `.lean/toolchain.json` below `repo_root`.
    ///
    /// # Errors
    /// [`Error::NoToolchain`] if there is none, [`Error::BadToolchain`] if it is damaged or names a program or folder
    /// that is gone.
    pub fn load(repo_root: &Path) -> Result<Self, Error> {
        Self::read(&Self::file(repo_root))
    }

    /// The file that [`Toolchain::load`] reads.
    pub fn file(repo_root: &Path) -> PathBuf {
        match std::env::var_os("JAR_LEAN") {
            Some(file) => PathBuf::from(file),
            None => repo_root.join(".lean/toolchain.json"),
        }
    }

    /// Reads a description and checks that what it names exists.
    ///
    /// # Errors
    /// As [`Toolchain::load`].
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::NoToolchain { path: path.to_owned() });
            }
            Err(e) => return Err(Error::io("read", path)(e)),
        };
        let bad = |reason: String| Error::BadToolchain { path: path.to_owned(), reason };
        let it: Toolchain = serde_json::from_str(&text).map_err(|e| bad(e.to_string()))?;
        for named in [&it.lean, &it.include_dir.join("lean/lean.h"), &it.lib_dir] {
            if !named.exists() {
                return Err(bad(format!("'{}' does not exist", named.display())));
            }
        }
        if it.init.is_some() != (it.mode == Mode::Offline) {
            return Err(bad("'init' belongs to mode 'offline' and to it alone".to_owned()));
        }
        Ok(it)
    }
}
