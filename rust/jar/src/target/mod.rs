//! `jar target`: listens, and serves one connection after the other.

mod session;
mod socket;

use crate::args::{ParamsName, TargetArgs};
use crate::engines::engine;
use jar_fuzz_proto::{Connection, Limits};
use jar_stf::Protocol;
use jar_stf::chain::Retention;
use jar_types::Params;
use session::{Session, SessionError, Target};
use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why the command does not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RunError {
    /// The engine is none here.
    #[error("{0}")]
    Engine(String),
    /// The socket cannot be had.
    #[error("{path}: {error}", path = path.display())]
    Socket {
        /// Where.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// Signals cannot be caught.
    #[error("signals: {0}")]
    Signals(#[from] ctrlc::Error),
}

/// Serves until a signal ends the process.
pub(crate) fn run(args: &TargetArgs) -> Result<Infallible, RunError> {
    let params = match args.params {
        ParamsName::Tiny => Params::tiny(),
        ParamsName::Full => Params::full(),
    };
    let retention = Retention { depth: args.depth, blocks: args.blocks as usize };
    let machines = engine(args.engine).map_err(RunError::Engine)?;
    let mut target = Target::new(Protocol::jam(params), machines, retention, args.verbose);
    let limits = Limits {
        frame: args.max_frame.saturating_mul(1 << 20),
        idle: None,
        transfer: Duration::from_secs(args.transfer_timeout),
    };
    let failed = |error| RunError::Socket { path: args.socket.clone(), error };
    let listener = socket::listen(&args.socket).map_err(failed)?;
    let path = args.socket.clone();
    ctrlc::set_handler(move || {
        let _ = std::fs::remove_file(&path);
        std::process::exit(i32::from(crate::DONE));
    })?;
    eprintln!("jar target: listening on {}", args.socket.display());
    let mut number = 0u64;
    loop {
        let (stream, _) = listener.accept().map_err(failed)?;
        number = number.saturating_add(1);
        eprintln!("jar target: connection {number}");
        match serve(&mut target, Connection::new(stream, limits)) {
            Ok(()) => eprintln!("jar target: connection {number} closed by the peer"),
            Err(error) => eprintln!("jar target: connection {number} closed: {error}"),
        }
    }
}

/// Answers until the peer closes the connection.
fn serve(target: &mut Target, mut connection: Connection) -> Result<(), SessionError> {
    let mut session = Session::default();
    while let Some(request) = connection.receive()? {
        let answer = target.answer(&mut session, &request)?;
        connection.send(&answer)?;
    }
    Ok(())
}
