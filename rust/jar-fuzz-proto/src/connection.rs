//! Frames on a Unix socket.

use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

/// What a peer may demand.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Octets of a message.
    pub frame: u32,
    /// How long the peer may be silent between frames; none: as long as it likes.
    pub idle: Option<Duration>,
    /// How long a frame may take from its first octet to its last, in either direction.
    pub transfer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { frame: 256 << 20, idle: None, transfer: Duration::from_secs(30) }
    }
}

/// Why there is no frame.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The length is beyond the limit. Nothing was allocated.
    #[error("frame of {length} octets: expected at most {limit}")]
    TooLong {
        /// Octets announced.
        length: u32,
        /// Octets allowed.
        limit: u32,
    },
    /// The peer closed in mid-frame.
    #[error("connection closed after {received} of {expected} octets of a frame")]
    Cut {
        /// Octets that came, of length and message.
        received: usize,
        /// Octets of length and message; 4 while the length is unknown.
        expected: usize,
    },
    /// The frame did not get through in time.
    #[error("{done} octets of a frame within {limit:?}: expected all of it")]
    Stalled {
        /// Octets that were received or sent.
        done: usize,
        /// The time allowed.
        limit: Duration,
    },
    /// No frame began in time.
    #[error("no frame within {limit:?}")]
    Silent {
        /// The time allowed.
        limit: Duration,
    },
    /// The message to be sent has more than 2^32 − 1 octets.
    #[error("message of {length} octets: expected at most 2^32 - 1")]
    Unsendable {
        /// Its octets.
        length: usize,
    },
    /// The socket.
    #[error("socket: {0}")]
    Socket(#[from] io::Error),
}

/// One side of a connection.
#[derive(Debug)]
pub struct Connection {
    stream: UnixStream,
    limits: Limits,
}

/// Octets that are allocated ahead of those that came.
const STEP: usize = 64 << 10;

impl Connection {
    /// On a connected socket.
    #[must_use]
    pub const fn new(stream: UnixStream, limits: Limits) -> Self {
        Self { stream, limits }
    }

    /// Waits for the next frame and gives its message; `None` if the peer closed between frames.
    ///
    /// Memory grows with what has come, not with the length that was announced.
    ///
    /// # Errors
    /// The frame is too long, cut off or late. The connection is of no use then.
    pub fn receive(&mut self) -> Result<Option<Vec<u8>>, FrameError> {
        let mut header = [0; 4];
        self.stream.set_read_timeout(self.limits.idle)?;
        let first = loop {
            match self.stream.read(&mut header) {
                Ok(0) => return Ok(None),
                Ok(count) => break count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.waited(error)),
            }
        };
        let mut transfer = Transfer::new(self.limits.transfer, first, header.len());
        if let Some(rest) = header.get_mut(first..) {
            transfer.fill(&mut self.stream, rest)?;
        }
        let length = u32::from_le_bytes(header);
        if length > self.limits.frame {
            return Err(FrameError::TooLong { length, limit: self.limits.frame });
        }
        let length = length as usize;
        transfer.expected = transfer.expected.saturating_add(length);
        let mut message = Vec::new();
        while message.len() < length {
            let start = message.len();
            message.resize(length.min(start.saturating_add(STEP)), 0);
            if let Some(next) = message.get_mut(start..) {
                transfer.fill(&mut self.stream, next)?;
            }
        }
        Ok(Some(message))
    }

    /// Sends a message in a frame.
    ///
    /// # Errors
    /// The peer does not take it, or not in time. The connection is of no use then.
    pub fn send(&mut self, message: &[u8]) -> Result<(), FrameError> {
        let length = u32::try_from(message.len());
        let length = length.map_err(|_| FrameError::Unsendable { length: message.len() })?;
        let mut frame = Vec::with_capacity(message.len().saturating_add(4));
        frame.extend_from_slice(&length.to_le_bytes());
        frame.extend_from_slice(message);
        let mut transfer = Transfer::new(self.limits.transfer, 0, frame.len());
        while let Some(rest @ [_, ..]) = frame.get(transfer.done..) {
            self.stream.set_write_timeout(Some(transfer.left()?))?;
            match self.stream.write(rest) {
                Ok(0) => return Err(io::Error::from(ErrorKind::WriteZero).into()),
                Ok(count) => transfer.done = transfer.done.saturating_add(count),
                Err(error) => transfer.failed(error)?,
            }
        }
        Ok(())
    }

    fn waited(&self, error: io::Error) -> FrameError {
        match (timed_out(&error), self.limits.idle) {
            (true, Some(limit)) => FrameError::Silent { limit },
            _ => error.into(),
        }
    }
}

/// A frame on its way.
struct Transfer {
    since: Instant,
    limit: Duration,
    done: usize,
    expected: usize,
}

impl Transfer {
    fn new(limit: Duration, done: usize, expected: usize) -> Self {
        Self { since: Instant::now(), limit, done, expected }
    }

    /// The time that is left, above zero.
    fn left(&self) -> Result<Duration, FrameError> {
        let left = self.limit.saturating_sub(self.since.elapsed());
        if left.is_zero() { Err(self.stalled()) } else { Ok(left) }
    }

    const fn stalled(&self) -> FrameError {
        FrameError::Stalled { done: self.done, limit: self.limit }
    }

    /// Reads until `to` is full.
    fn fill(&mut self, stream: &mut UnixStream, to: &mut [u8]) -> Result<(), FrameError> {
        let mut filled = 0;
        while let Some(rest @ [_, ..]) = to.get_mut(filled..) {
            stream.set_read_timeout(Some(self.left()?))?;
            match stream.read(rest) {
                Ok(0) => {
                    return Err(FrameError::Cut { received: self.done, expected: self.expected });
                }
                Ok(count) => {
                    filled = filled.saturating_add(count);
                    self.done = self.done.saturating_add(count);
                }
                Err(error) => self.failed(error)?,
            }
        }
        Ok(())
    }

    /// What a failed read or write means; nothing if it is to be tried again.
    fn failed(&self, error: io::Error) -> Result<(), FrameError> {
        match error.kind() {
            ErrorKind::Interrupted => Ok(()),
            _ if timed_out(&error) => Err(self.stalled()),
            _ => Err(error.into()),
        }
    }
}

/// A socket whose time is over says either.
fn timed_out(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
