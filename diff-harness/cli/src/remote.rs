//! A worker process: start it, ask it, notice when it dies or hangs.

use jar_diff_core::protocol::{Answer, At, Hex, Reply, Request, Trial, VERSION, receive, send};
use jar_diff_core::{Loss, ObserveError, Observer, history};
use jar_diff_gen::Lane;
use jar_diff_wire::Case;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A worker that is at the same run of the same engine for so long hangs. Runs take milliseconds.
const STUCK: Duration = Duration::from_secs(5);

/// What a chain of blocks may take.
const PATIENT: Duration = Duration::from_secs(180);

/// So does one that says nothing for so long: it says once a second what it is at.
const SILENT: Duration = Duration::from_secs(10);

/// How the loss of a worker that hangs at a known place is named.
pub(crate) const HANG: &str = "hang";

/// Lines of a worker's standard error that are kept.
const LINES: usize = 4;

/// How to start workers.
#[derive(Clone, Debug)]
pub(crate) struct Starter {
    path: PathBuf,
    /// The engines asked for; `None`: the worker's usual ones.
    engines: Option<String>,
    /// How long a run of an engine may take.
    patience: Duration,
}

/// A running worker.
struct Process {
    child: Child,
    input: ChildStdin,
    replies: Receiver<Reply>,
    /// The last lines of its standard error.
    said: Arc<Mutex<VecDeque<String>>>,
    /// The thread that reads them: ends with the worker.
    listener: Option<JoinHandle<()>>,
    engines: Vec<String>,
    patience: Duration,
}

/// A worker that is started again when it has died.
pub(crate) struct Remote {
    starter: Starter,
    process: Option<Process>,
    /// What the engines run before every case that they observe.
    pub(crate) history: Vec<Case>,
}

impl Starter {
    /// The worker at `path`, or the one beside this program.
    ///
    /// # Errors
    /// There is no such file: says which was looked for.
    pub(crate) fn find(path: Option<&Path>, engines: Option<&str>) -> Result<Self, String> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => {
                let here = std::env::current_exe().map_err(|error| error.to_string())?;
                here.with_file_name("jar-diff-worker")
            }
        };
        if path.is_file() {
            Ok(Self { path, engines: engines.map(str::to_owned), patience: STUCK })
        } else {
            Err(format!(
                "no worker at {}: build package jar-diff-worker, or name one with --worker",
                path.display()
            ))
        }
    }

    /// The same for questions that take longer than cases of the machine do: whole chains.
    pub(crate) fn patient(self) -> Self {
        Self { patience: PATIENT, ..self }
    }

    fn start(&self) -> Result<Process, ObserveError> {
        let failed =
            |what: String| ObserveError::Failed(format!("{}: {what}", self.path.display()));
        let asked = self.engines.iter().flat_map(|engines| ["--engines", engines]);
        let mut child = Command::new(&self.path)
            .args(asked)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Ctrl-C is for the supervisor, which ends its workers in good order.
            .process_group(0)
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("no pipes".to_owned()));
        };
        let (sender, replies) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Ok(reply) = receive(&mut output) {
                if sender.send(reply).is_err() {
                    return;
                }
            }
            // Whatever follows a broken frame is not for us; drain it so that the worker can end.
            let _ = output.read_to_end(&mut Vec::new());
        });
        let said = Arc::new(Mutex::new(VecDeque::new()));
        let lines = Arc::clone(&said);
        let listener = Some(std::thread::spawn(move || listen(errors, &lines)));
        let mut process = Process {
            child,
            input,
            replies,
            said,
            listener,
            engines: Vec::new(),
            patience: self.patience,
        };
        match process.wait_for_reply(Duration::from_secs(60)) {
            Ok(Reply::Ready { version: VERSION, engines }) => process.engines = engines,
            Ok(other) => {
                let other = format!("{other:?}");
                process.kill();
                return Err(failed(format!("expected protocol version {VERSION}, got {other}")));
            }
            Err(error) => return Err(failed(format!("did not come up: {error}"))),
        }
        Ok(process)
    }
}

impl Process {
    /// The next reply that is not just a sign of life.
    fn wait_for_reply(&mut self, silence: Duration) -> Result<Reply, ObserveError> {
        let mut at: Option<(At, Instant)> = None;
        loop {
            let stuck = at.as_ref().is_some_and(|(_, since)| since.elapsed() >= self.patience);
            match self.replies.recv_timeout(silence) {
                Ok(Reply::Alive(now)) if at.as_ref().is_some_and(|(then, _)| *then == now) => {
                    if stuck {
                        self.kill();
                        return Err(self.lost(HANG.to_owned(), at));
                    }
                }
                Ok(Reply::Alive(now)) => at = Some((now, Instant::now())),
                Ok(reply) => return Ok(reply),
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    // Who is silent cannot be trusted to have said where it is.
                    return Err(self.lost("silence".to_owned(), None));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.child.wait();
                    let how = status.map_or_else(|error| error.to_string(), describe);
                    return Err(self.lost(how, at));
                }
            }
        }
    }

    /// The end of this worker as an error.
    fn lost(&mut self, how: String, at: Option<(At, Instant)>) -> ObserveError {
        if let Some(listener) = self.listener.take() {
            // It ends with the worker; whether it ended well does not matter.
            let _ = listener.join();
        }
        let lines = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let said = lines.iter().map(String::as_str).collect::<Vec<_>>().join(" / ");
        ObserveError::Lost(Loss { how, said, at: at.map(|(at, _)| at) })
    }

    fn kill(&mut self) {
        // It may be gone already; either way it is reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keeps the last lines of a worker's standard error and passes all of them on.
fn listen(errors: impl Read, lines: &Mutex<VecDeque<String>>) {
    for line in BufReader::new(errors).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).trim().to_owned();
        if line.is_empty() {
            continue;
        }
        eprintln!("worker: {line}");
        let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push_back(line);
        while lines.len() > LINES {
            lines.pop_front();
        }
    }
}

/// How a process ended, in a word or two that name a bucket.
fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "unknown".to_owned(),
    }
}

impl Remote {
    pub(crate) const fn new(starter: Starter) -> Self {
        Self { starter, process: None, history: Vec::new() }
    }

    /// Starts the worker if it is not running; the names of its engines.
    pub(crate) fn engines(&mut self) -> Result<Vec<String>, ObserveError> {
        if let Some(process) = &self.process {
            return Ok(process.engines.clone());
        }
        let process = self.starter.start()?;
        let engines = process.engines.clone();
        self.process = Some(process);
        Ok(engines)
    }

    /// Sends a request and waits for its answer. Afterwards a dead or hung worker is gone; the next request starts another.
    pub(crate) fn ask(&mut self, request: &Request) -> Result<Reply, ObserveError> {
        self.engines()?;
        let Some(process) = self.process.as_mut() else {
            return Err(ObserveError::Failed("no worker".to_owned()));
        };
        // A worker that died between requests breaks the pipe; waiting then says how.
        let _ = send(&mut process.input, request);
        let reply = process.wait_for_reply(SILENT);
        if reply.is_err() {
            self.process = None;
        }
        reply
    }

    /// The octets of a case. Made by a worker, since a generator may run an engine.
    pub(crate) fn make(
        &mut self,
        lane: Lane,
        seed: u64,
        number: u64,
    ) -> Result<Vec<u8>, ObserveError> {
        match self.ask(&Request::Make { lane: lane.to_string(), seed, number })? {
            Reply::Made(case) => Ok(case.0),
            Reply::Failed { message } => Err(ObserveError::Failed(message)),
            other => Err(ObserveError::Failed(format!("expected a case, got {other:?}"))),
        }
    }

    /// Ends the worker in good order; the next request starts another.
    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            if send(&mut process.input, &Request::Stop).is_err() {
                process.kill();
            } else {
                let _ = process.child.wait();
            }
        }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Observer for Remote {
    fn observe(&mut self, cases: &[Vec<u8>]) -> Result<Vec<Vec<Answer>>, ObserveError> {
        let trial = |case: &Vec<u8>| {
            let history = history::of(case, &self.history).into_iter().map(Hex).collect();
            Trial { history, case: Hex(case.clone()) }
        };
        let cases = cases.iter().map(trial).collect();
        match self.ask(&Request::Observe { cases })? {
            Reply::Observed { rows } => Ok(rows),
            Reply::Failed { message } => Err(ObserveError::Failed(message)),
            other => Err(ObserveError::Failed(format!("expected observations, got {other:?}"))),
        }
    }
}
