//! Requests and their answers.

use jar_codec::{DecodeError, decode, encode};
use jar_crypto::blake2b_of;
use jar_fuzz_proto::{
    FUZZ_VERSION, Features, FrameError, Initialize, KeyValue, Message, MessageKind, PeerInfo, Text,
    Version,
};
use jar_stf::chain::{Chain, Retention, Start, StartError};
use jar_stf::invocation::Machines;
use jar_stf::live::LiveState;
use jar_stf::{Caches, Protocol};
use jar_types::{Blob, Hash};
use std::sync::Arc;

/// Why a connection is closed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    /// No frame.
    #[error("{0}")]
    Frame(#[from] FrameError),
    /// A frame that is no message.
    #[error("message: {0}")]
    Undecodable(#[from] DecodeError),
    /// A message that may not come now.
    #[error("{found}: expected {expected}")]
    Unexpected {
        /// What came.
        found: MessageKind,
        /// What might have come.
        expected: &'static str,
    },
    /// Another protocol.
    #[error("version {found} of the fuzz protocol: expected {FUZZ_VERSION}")]
    Version {
        /// The peer's version.
        found: u8,
    },
    /// The entries are no state.
    #[error("initialize: {0}")]
    Start(#[from] StartError),
}

/// What the peer has said so far.
#[derive(Debug, Default)]
pub(crate) struct Session {
    /// Those of both sides, once hands were shaken.
    features: Option<Features>,
}

/// What stays between connections.
pub(crate) struct Target {
    protocol: Protocol,
    machines: Box<dyn Machines>,
    retention: Retention,
    verbose: bool,
    /// What chains computed of rings and keys; the next one may need it.
    caches: Arc<Caches>,
    chain: Option<Chain>,
}

/// What this target can do.
const FEATURES: Features = Features::ANCESTRY.or(Features::FORKS);

impl Target {
    pub(crate) fn new(
        protocol: Protocol,
        machines: Box<dyn Machines>,
        retention: Retention,
        verbose: bool,
    ) -> Self {
        let caches = Arc::default();
        Self { protocol, machines, retention, verbose, caches, chain: None }
    }

    /// The encoding of the answer to a request.
    ///
    /// # Errors
    /// The request ends the connection. The chain is as it was.
    pub(crate) fn answer(
        &mut self,
        session: &mut Session,
        request: &[u8],
    ) -> Result<Vec<u8>, SessionError> {
        let request: Message<&[u8]> = decode(request, &self.protocol.params)?;
        let unexpected = |expected| SessionError::Unexpected { found: request.kind(), expected };
        let Some(features) = session.features else {
            let Message::PeerInfo(peer) = &request else { return Err(unexpected("peer_info")) };
            let own = own_info();
            greet(peer, &own)?;
            session.features = Some(own.features.and(peer.features));
            return Ok(encode(&Message::<Blob>::PeerInfo(own)));
        };
        match (request, &mut self.chain) {
            (Message::Initialize(start), _) => {
                let root = self.initialize(features, &start)?;
                Ok(encode(&Message::<Blob>::StateRoot(root)))
            }
            (Message::ImportBlock(block), Some(_)) => Ok(self.import(block)),
            (Message::GetState(header), Some(chain)) => {
                let entries = chain.entries(&header).unwrap_or_default();
                let entry = |(key, value)| KeyValue { key, value };
                Ok(encode(&Message::<Blob>::State(entries.into_iter().map(entry).collect())))
            }
            (other, None) => {
                Err(SessionError::Unexpected { found: other.kind(), expected: "initialize" })
            }
            (other, Some(_)) => Err(SessionError::Unexpected {
                found: other.kind(),
                expected: "initialize, import_block or get_state",
            }),
        }
    }

    /// Begins a new chain; the old one stays if the state is none.
    fn initialize(
        &mut self,
        features: Features,
        start: &Initialize<&[u8]>,
    ) -> Result<Hash, StartError> {
        let entries = start.keyvals.iter().map(|entry| (entry.key, entry.value));
        let state = LiveState::from_entries(entries, &self.protocol.params)?;
        let ancestry = || start.ancestry.iter().map(|item| (item.header_hash, item.slot)).collect();
        let header = blake2b_of(&start.header);
        let slot = start.header.slot;
        let ancestry = features.contains(Features::ANCESTRY).then(ancestry);
        let start = Start { header, slot, state, ancestry };
        let (protocol, caches) = (self.protocol.clone(), Arc::clone(&self.caches));
        let chain = Chain::with_caches(protocol, self.retention, start, caches)?;
        let root = chain.root(&header).unwrap_or_default();
        eprintln!("jar target: state {root} after header {header}");
        self.chain = Some(chain);
        Ok(root)
    }

    fn import(&mut self, block: &[u8]) -> Vec<u8> {
        let Some(chain) = &mut self.chain else { return Vec::new() };
        let answer = match chain.import(&*self.machines, block, None) {
            Ok(imported) => {
                if self.verbose {
                    eprintln!("jar target: imported {}: {}", imported.header, imported.root);
                }
                Message::StateRoot(imported.root)
            }
            Err(error) => {
                if self.verbose {
                    eprintln!("jar target: rejected: {error}");
                }
                Message::Error(Text::from(error.to_string().as_str()))
            }
        };
        encode::<Message>(&answer)
    }
}

/// What this target says of itself.
fn own_info() -> PeerInfo {
    let number = |text: &str| text.parse().unwrap_or(0);
    PeerInfo {
        fuzz_version: FUZZ_VERSION,
        features: FEATURES,
        jam_version: Version { major: 0, minor: 7, patch: 2 },
        app_version: Version {
            major: number(env!("CARGO_PKG_VERSION_MAJOR")),
            minor: number(env!("CARGO_PKG_VERSION_MINOR")),
            patch: number(env!("CARGO_PKG_VERSION_PATCH")),
        },
        app_name: Text::from("jar"),
    }
}

/// Takes what the peer says of itself. Another version of the Gray Paper is its own affair.
fn greet(peer: &PeerInfo, own: &PeerInfo) -> Result<(), SessionError> {
    let PeerInfo { fuzz_version, features, jam_version, app_version, app_name } = peer;
    eprintln!(
        "jar target: {app_name} {app_version}, Gray Paper {jam_version}, features {:#b}",
        features.0
    );
    if *jam_version != own.jam_version {
        eprintln!("jar target: this is Gray Paper {}", own.jam_version);
    }
    if *fuzz_version == FUZZ_VERSION {
        Ok(())
    } else {
        Err(SessionError::Version { found: *fuzz_version })
    }
}
