//! Messages and their octets.

use jar_codec::{Decode, DecodeError, Encode, ErrorKind, Output, Reader};
use jar_types::{Blob, Hash, Header, Params, Slot, StateKey};
use std::fmt;

/// What either side can do, one bit each. A session has what both sides have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Features(pub u32);

impl Features {
    /// [`Initialize::ancestry`] names the ancestors of the first block, and lookup anchors are checked against them.
    pub const ANCESTRY: Self = Self(1);
    /// Blocks may have siblings.
    pub const FORKS: Self = Self(2);

    /// Those of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are there.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Version {
    /// First number.
    pub major: u8,
    /// Second number.
    pub minor: u8,
    /// Third number.
    pub patch: u8,
}

impl fmt::Display for Version {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// Text. Octets that are no UTF-8 are kept, and shown as replacement characters.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Text(pub Blob);

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PeerInfo {
    /// The version of this protocol.
    pub fuzz_version: u8,
    /// What it can do.
    pub features: Features,
    /// The version of the Gray Paper.
    pub jam_version: Version,
    /// The version of the program.
    pub app_version: Version,
    /// The name of the program.
    pub app_name: Text,
}

/// An entry of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValue<B = Blob> {
    /// Its key.
    pub key: StateKey,
    /// Its value.
    pub value: B,
}

impl<B: Encode> Encode for KeyValue<B> {
    fn size(&self) -> usize {
        self.key.0.len().saturating_add(self.value.size())
    }

    fn encode(&self, to: &mut impl Output) {
        to.write(&self.key.0);
        self.value.encode(to);
    }
}

impl<'a, C: ?Sized, B: Decode<'a, C>> Decode<'a, C> for KeyValue<B> {
    const MIN_SIZE: usize = 32;

    fn decode(input: &mut Reader<'a>, context: &C) -> Result<Self, DecodeError> {
        let key = StateKey(*input.array()?);
        Ok(Self { key, value: B::decode(input, context)? })
    }
}

/// An ancestor of the first block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AncestryItem {
    /// The slot of its header.
    pub slot: Slot,
    /// The hash of its header.
    pub header_hash: Hash,
}

/// The state to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[codec(context = Params)]
pub struct Initialize<B = Blob> {
    /// A header whose hash stands for the state; its other fields say nothing of it.
    pub header: Header,
    /// The entries of the state.
    pub keyvals: Vec<KeyValue<B>>,
    /// The last ancestors of the first block, `header` among them; empty without [`Features::ANCESTRY`].
    pub ancestry: Vec<AncestryItem>,
}

/// A message. `Message<&[u8]>` borrows blobs from the octets that it was decoded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<B = Blob> {
    /// Both sides begin with it, the fuzzer first.
    PeerInfo(PeerInfo),
    /// Fuzzer: take this state. Answer: its root.
    Initialize(Box<Initialize<B>>),
    /// Target: the root of the state asked for.
    StateRoot(Hash),
    /// Fuzzer: import this block. Answer: the root of the state after it, or an error. The block is undecoded: a block that is
    /// none is a block that cannot be imported.
    ImportBlock(B),
    /// Fuzzer: the state after the block with this header hash, please.
    GetState(Hash),
    /// Target: its entries.
    State(Vec<KeyValue<B>>),
    /// Target: the block cannot be imported, and why.
    Error(Text),
}

impl<B: AsRef<[u8]> + Encode> Encode for Message<B> {
    fn size(&self) -> usize {
        let message = match self {
            Self::PeerInfo(info) => info.size(),
            Self::Initialize(state) => state.size(),
            Self::StateRoot(hash) | Self::GetState(hash) => hash.size(),
            Self::ImportBlock(block) => block.as_ref().len(),
            Self::State(entries) => entries.size(),
            Self::Error(text) => text.size(),
        };
        message.saturating_add(1)
    }

    fn encode(&self, to: &mut impl Output) {
        to.write(&[self.kind() as u8]);
        match self {
            Self::PeerInfo(info) => info.encode(to),
            Self::Initialize(state) => state.encode(to),
            Self::StateRoot(hash) | Self::GetState(hash) => hash.encode(to),
            Self::ImportBlock(block) => to.write(block.as_ref()),
            Self::State(entries) => entries.encode(to),
            Self::Error(text) => text.encode(to),
        }
    }
}

impl<'a, B: Decode<'a, Params> + From<&'a [u8]>> Decode<'a, Params> for Message<B> {
    const MIN_SIZE: usize = 1;

    fn decode(input: &mut Reader<'a>, params: &Params) -> Result<Self, DecodeError> {
        let before = input.clone();
        Ok(match input.octet()? {
            0 => Self::PeerInfo(Decode::decode(input, params)?),
            1 => Self::Initialize(Box::new(Decode::decode(input, params)?)),
            2 => Self::StateRoot(Decode::decode(input, params)?),
            3 => Self::ImportBlock(input.take(input.left())?.into()),
            4 => Self::GetState(Decode::decode(input, params)?),
            5 => Self::State(Decode::decode(input, params)?),
            255 => Self::Error(Decode::decode(input, params)?),
            found => {
                return Err(before.error(ErrorKind::Tag { found, expected: "0 to 5 or 255" }));
            }
        })
    }
}

/// Which message; its number is the octet before the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum MessageKind {
    /// [`Message::PeerInfo`].
    PeerInfo = 0,
    /// [`Message::Initialize`].
    Initialize = 1,
    /// [`Message::StateRoot`].
    StateRoot = 2,
    /// [`Message::ImportBlock`].
    ImportBlock = 3,
    /// [`Message::GetState`].
    GetState = 4,
    /// [`Message::State`].
    State = 5,
    /// [`Message::Error`].
    Error = 255,
}

impl fmt::Display for MessageKind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::PeerInfo => "peer_info",
            Self::Initialize => "initialize",
            Self::StateRoot => "state_root",
            Self::ImportBlock => "import_block",
            Self::GetState => "get_state",
            Self::State => "state",
            Self::Error => "error",
        })
    }
}

impl<B> Message<B> {
    /// Which it is.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        match self {
            Self::PeerInfo(_) => MessageKind::PeerInfo,
            Self::Initialize(_) => MessageKind::Initialize,
            Self::StateRoot(_) => MessageKind::StateRoot,
            Self::ImportBlock(_) => MessageKind::ImportBlock,
            Self::GetState(_) => MessageKind::GetState,
            Self::State(_) => MessageKind::State,
            Self::Error(_) => MessageKind::Error,
        }
    }
}
