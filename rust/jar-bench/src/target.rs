//! Import over the fuzz protocol: by our own command, by other nodes.

use crate::inside::check;
use crate::trace::Trace;
use anyhow::{Context, ensure};
use bench_kit::Clock;
use jar_fuzz_proto::{
    Client, FUZZ_VERSION, Features, Initialize, KeyValue, Limits, PeerInfo, Text, Version,
};
use jar_types::Params;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Who answers.
#[derive(Clone, Debug)]
pub(crate) enum Address {
    /// Somebody who listens already.
    Socket(PathBuf),
    /// A command that listens; `{socket}` in it is where.
    Command(String),
}

/// A node to be timed.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    /// Its name in reports.
    pub(crate) name: String,
    pub(crate) address: Address,
    /// On how many threads it may run, if it is one of ours.
    pub(crate) threads: Option<usize>,
}

/// How long a command may take until it listens.
const PATIENCE: Duration = Duration::from_secs(300);

/// A process, which ends with this.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A session.
pub(crate) struct Session {
    client: Client,
    process: Option<Process>,
    folder: Option<tempfile::TempDir>,
}

/// Times of a trace: of each block in nanoseconds, and the processor time of all, where the process is known.
pub(crate) struct Times {
    pub(crate) blocks: Vec<f64>,
    pub(crate) processor: Option<f64>,
}

impl Peer {
    /// Starts it, if it is to be started, and shakes hands.
    pub(crate) fn open(&self, params: &Params) -> anyhow::Result<Session> {
        let (socket, process, folder) = match &self.address {
            Address::Socket(path) => (path.clone(), None, None),
            Address::Command(text) => {
                let folder = tempfile::tempdir()?;
                let socket = folder.path().join("node.sock");
                let process = self.start(text, &socket)?;
                (socket, Some(process), Some(folder))
            }
        };
        let mut session = Waiting { process, folder };
        let client = session.connect(&socket, params).with_context(|| self.name.clone())?;
        Ok(Session { client, process: session.process, folder: session.folder })
    }

    fn start(&self, text: &str, socket: &Path) -> anyhow::Result<Process> {
        let text = text.replace("{socket}", &socket.display().to_string());
        let mut command = Command::new("sh");
        // The process is the node itself, so that it can be measured and ended.
        command.arg("-c").arg(format!("exec {text}"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(threads) = self.threads {
            command.env("RAYON_NUM_THREADS", threads.to_string());
        }
        Ok(Process(command.spawn().with_context(|| text.clone())?))
    }
}

/// A process that does not answer yet.
struct Waiting {
    process: Option<Process>,
    folder: Option<tempfile::TempDir>,
}

impl Waiting {
    fn connect(&mut self, socket: &Path, params: &Params) -> anyhow::Result<Client> {
        let limits = Limits { transfer: Duration::from_secs(300), ..Limits::default() };
        let started = Instant::now();
        loop {
            let error = match Client::connect(socket, params.clone(), limits, own_info()) {
                Ok((client, _)) => return Ok(client),
                Err(error) => error,
            };
            let Some(Process(child)) = &mut self.process else { return Err(error.into()) };
            if let Some(status) = child.try_wait()? {
                anyhow::bail!("the command ended: {status}");
            }
            ensure!(started.elapsed() < PATIENCE, "nobody listens: {error}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Session {
    /// Imports all blocks from the trace's start on; every root is compared.
    pub(crate) fn import(&mut self, trace: &Trace) -> anyhow::Result<Times> {
        let entry = |(key, value): (_, &Vec<u8>)| KeyValue { key, value: value.clone() };
        let start = Initialize {
            header: trace.header.clone(),
            keyvals: trace.start.iter().map(|(key, value)| entry((*key, value))).collect(),
            ancestry: Vec::new(),
        };
        self.client.initialize(start)?;
        let before = self.processor_time();
        let mut blocks = Vec::with_capacity(trace.steps.len());
        for (number, step) in trace.steps.iter().enumerate() {
            let start = Clock::Wall.now();
            let answer = self.client.import_block(&step.octets)?;
            blocks.push(Clock::Wall.now().saturating_sub(start) as f64);
            check(trace, number, answer.map_err(|error| error.to_string()))?;
        }
        let processor = self.processor_time().zip(before).map(|(after, before)| after - before);
        Ok(Times { blocks, processor })
    }

    /// Nanoseconds for which the threads of the process ran so far; none if the system does not say.
    fn processor_time(&self) -> Option<f64> {
        let Process(child) = self.process.as_ref()?;
        let tasks = std::fs::read_dir(format!("/proc/{}/task", child.id())).ok()?;
        let ran = |task: std::io::Result<std::fs::DirEntry>| -> Option<f64> {
            let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse().ok()
        };
        Some(tasks.filter_map(ran).sum())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.process = None;
        self.folder = None;
    }
}

/// What we say of ourselves. Ancestors are not told, so lookup anchors are not asked for.
fn own_info() -> PeerInfo {
    PeerInfo {
        fuzz_version: FUZZ_VERSION,
        features: Features::FORKS,
        jam_version: Version { major: 0, minor: 7, patch: 2 },
        app_version: Version { major: 0, minor: 1, patch: 0 },
        app_name: Text::from("jar-bench"),
    }
}
