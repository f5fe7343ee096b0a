//! The fuzzer's side of a session.

use crate::{
    Connection, FrameError, Initialize, KeyValue, Limits, Message, MessageKind, PeerInfo, Text,
};
use jar_codec::{DecodeError, decode, encode};
use jar_types::{Hash, Params};
use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;

/// Why a target gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nobody listens there.
    #[error("{0}")]
    Connect(io::Error),
    /// No frame.
    #[error("{0}")]
    Frame(#[from] FrameError),
    /// The target closed the connection instead of answering.
    #[error("the target closed the connection: expected an answer to {request}")]
    Closed {
        /// What was asked.
        request: MessageKind,
    },
    /// The answer is no message.
    #[error("answer to {request}: {error}")]
    Undecodable {
        /// What was asked.
        request: MessageKind,
        /// What is wrong.
        error: DecodeError,
    },
    /// The answer is one to something else.
    #[error("{found}: expected the answer to {request}")]
    Unexpected {
        /// What was asked.
        request: MessageKind,
        /// What came.
        found: MessageKind,
    },
}

/// A session with a target.
#[derive(Debug)]
pub struct Client {
    connection: Connection,
    params: Params,
}

impl Client {
    /// Connects and shakes hands. Gives what the target says of itself; the session has the features of both.
    ///
    /// # Errors
    /// Nobody listens, or what answers is no target.
    pub fn connect(
        socket: &Path,
        params: Params,
        limits: Limits,
        info: PeerInfo,
    ) -> Result<(Self, PeerInfo), ClientError> {
        let stream = UnixStream::connect(socket).map_err(ClientError::Connect)?;
        let mut client = Self { connection: Connection::new(stream, limits), params };
        match client.ask(&Message::<&[u8]>::PeerInfo(info))? {
            Message::PeerInfo(peer) => Ok((client, peer)),
            other => Err(unexpected(MessageKind::PeerInfo, &other)),
        }
    }

    /// Sets the state. Gives its root.
    ///
    /// # Errors
    /// The target does not answer as it should.
    pub fn initialize(&mut self, state: Initialize) -> Result<Hash, ClientError> {
        match self.ask(&Message::Initialize(Box::new(state)))? {
            Message::StateRoot(root) => Ok(root),
            other => Err(unexpected(MessageKind::Initialize, &other)),
        }
    }

    /// Imports a block. Gives the root of the state after it, or why the target does not import it.
    ///
    /// # Errors
    /// The target does not answer as it should.
    pub fn import_block(&mut self, block: &[u8]) -> Result<Result<Hash, Text>, ClientError> {
        match self.ask(&Message::ImportBlock(block))? {
            Message::StateRoot(root) => Ok(Ok(root)),
            Message::Error(error) => Ok(Err(error)),
            other => Err(unexpected(MessageKind::ImportBlock, &other)),
        }
    }

    /// The entries of the state after a block.
    ///
    /// # Errors
    /// The target does not answer as it should.
    pub fn get_state(&mut self, header: Hash) -> Result<Vec<KeyValue>, ClientError> {
        match self.ask(&Message::<&[u8]>::GetState(header))? {
            Message::State(entries) => Ok(entries),
            other => Err(unexpected(MessageKind::GetState, &other)),
        }
    }

    fn ask<B: AsRef<[u8]> + jar_codec::Encode>(
        &mut self,
        message: &Message<B>,
    ) -> Result<Message, ClientError> {
        let request = message.kind();
        self.connection.send(&encode(message))?;
        let answer = self.connection.receive()?.ok_or(ClientError::Closed { request })?;
        decode(&answer, &self.params).map_err(|error| ClientError::Undecodable { request, error })
    }
}

const fn unexpected(request: MessageKind, found: &Message) -> ClientError {
    ClientError::Unexpected { request, found: found.kind() }
}
