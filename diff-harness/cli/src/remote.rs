//! A worker process: start it, ask it, notice when it dies or hangs.

use jar_diff_core::protocol::{Answer, Hex, Reply, Request, VERSION, receive, send};
use jar_diff_core::{ObserveError, Observer};
use std::io::{BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// A worker that is silent for so long hangs: it says once a second that it is alive.
pub(crate) const HANG: Duration = Duration::from_secs(10);

/// How to start workers.
#[derive(Clone, Debug)]
pub(crate) struct Starter {
    path: PathBuf,
}

/// A running worker.
struct Process {
    child: Child,
    input: ChildStdin,
    replies: Receiver<Reply>,
    engines: Vec<String>,
}

/// A worker that is started again when it has died.
pub(crate) struct Remote {
    starter: Starter,
    process: Option<Process>,
}

impl Starter {
    /// The worker at `path`, or the one beside this program.
    ///
    /// # Errors
    /// There is no such file: says which was looked for.
    pub(crate) fn find(path: Option<&Path>) -> Result<Self, String> {
        let path = match path {
            Some(path) => path.to_owned(),
            None => {
                let here = std::env::current_exe().map_err(|error| error.to_string())?;
                here.with_file_name("jar-diff-worker")
            }
        };
        if path.is_file() {
            Ok(Self { path })
        } else {
            Err(format!(
                "no worker at {}: build package jar-diff-worker, or name one with --worker",
                path.display()
            ))
        }
    }

    fn start(&self) -> Result<Process, ObserveError> {
        let failed =
            |what: String| ObserveError::Failed(format!("{}: {what}", self.path.display()));
        let mut child = Command::new(&self.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C is for the supervisor, which ends its workers in good order.
            .process_group(0)
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
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
        let mut process = Process { child, input, replies, engines: Vec::new() };
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
    fn wait_for_reply(&mut self, patience: Duration) -> Result<Reply, ObserveError> {
        loop {
            match self.replies.recv_timeout(patience) {
                Ok(Reply::Alive { .. }) => {}
                Ok(reply) => return Ok(reply),
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    return Err(ObserveError::Hung(patience.as_secs()));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.child.wait();
                    let how = status.map_or_else(|error| error.to_string(), describe);
                    return Err(ObserveError::Died(how));
                }
            }
        }
    }

    fn kill(&mut self) {
        // It may be gone already; either way it is reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
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
        Self { starter, process: None }
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
        let reply = process.wait_for_reply(HANG);
        if reply.is_err() {
            self.process = None;
        }
        reply
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
        let cases = cases.iter().map(|case| Hex(case.clone())).collect();
        match self.ask(&Request::Observe { cases })? {
            Reply::Observed { rows } => Ok(rows),
            Reply::Failed { message } => Err(ObserveError::Failed(message)),
            other => Err(ObserveError::Failed(format!("expected observations, got {other:?}"))),
        }
    }
}
