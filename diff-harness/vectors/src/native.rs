//! Rust as who is asked about the transition.

use crate::imports::{Imported, Step};
use crate::recorded::Target;
use crate::transition::Chain;
use jar_codec::encode;
use jar_diff_questions::{NATIVE, Native};
use jar_fuzz_proto::{Connection, Limits};
use jar_stf::Protocol;
use jar_stf::chain::{self, ChainError, Retention, Start};
use jar_stf::invocation::Machines;
use jar_stf::live::LiveState;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `jar-stf`, and the command `jar` for sessions.
pub struct NativeChain {
    sections: Native,
    machines: Box<dyn Machines>,
    engine: String,
}

impl NativeChain {
    /// With an engine of the machine, twice: for sections and for import.
    ///
    /// `engine` is what `jar target` calls it.
    #[must_use]
    pub fn new(engine: &str, sections: Box<dyn Machines>, import: Box<dyn Machines>) -> Self {
        let sections = Native::new(NATIVE, sections);
        Self { sections, machines: import, engine: engine.to_owned() }
    }
}

impl Chain for NativeChain {
    fn answer(&mut self, request: &[u8], out: &mut Vec<u8>) {
        self.sections.answer(request, out);
    }

    fn import(&mut self, step: &Step<'_>) -> Result<Imported, String> {
        let params = step.params;
        let state = LiveState::from_map(&step.before, params).map_err(|error| error.to_string())?;
        let start = Start { header: step.parent, slot: *state.slot, state, ancestry: None };
        let protocol = Protocol::jam(params.clone());
        let chain = chain::Chain::new(protocol, Retention::default(), start);
        let mut chain = chain.map_err(|error| error.to_string())?;
        match chain.import(self.machines.as_ref(), &encode(&step.block), None) {
            Ok(imported) => {
                let entries = chain.entries(&imported.header).unwrap_or_default();
                Ok(Imported::Accepted(imported.root, entries))
            }
            Err(ChainError::Import(rejected)) => Ok(Imported::Rejected(rejected.to_string())),
            Err(error) => Err(error.to_string()),
        }
    }

    fn target(&mut self) -> Result<Box<dyn Target + '_>, String> {
        Ok(Box::new(Remote::start(&self.engine)?))
    }
}

/// A process `jar target`, which ends with this.
struct Remote {
    process: Child,
    folder: PathBuf,
    connection: Connection,
}

/// How long the process may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);

impl Remote {
    /// Starts the `jar` that lies beside this program.
    fn start(engine: &str) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let jar = own.with_file_name("jar");
        if !jar.exists() {
            return Err(format!("{}: build it with cargo build -p jar", jar.display()));
        }
        let folder = std::env::temp_dir().join(format!("jar-vectors-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let socket = folder.join("target.sock");
        let mut command = Command::new(&jar);
        command.arg("target").arg("--socket").arg(&socket).args(["--engine", engine]);
        let process = command.stderr(Stdio::null()).spawn();
        let mut process = process.map_err(|error| format!("{}: {error}", jar.display()))?;
        let started = Instant::now();
        let stream = loop {
            match UnixStream::connect(&socket) {
                Ok(stream) => break stream,
                Err(error) if started.elapsed() > PATIENCE => {
                    let _ = process.kill();
                    let _ = process.wait();
                    return Err(format!("{} does not listen: {error}", jar.display()));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let connection = Connection::new(stream, Limits::default());
        Ok(Self { process, folder, connection })
    }
}

impl Target for Remote {
    fn respond(&mut self, request: &[u8]) -> Result<Vec<u8>, String> {
        self.connection.send(request).map_err(|error| error.to_string())?;
        let answer = self.connection.receive().map_err(|error| error.to_string())?;
        answer.ok_or_else(|| "the target closed the connection".to_owned())
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
