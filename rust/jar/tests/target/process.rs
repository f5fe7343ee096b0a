//! A target as a child process, and blocks for it.

use jar_author::{Author, Genesis, Keyring, Parent, genesis, genesis_header};
use jar_codec::encode;
use jar_crypto::blake2b_of;
use jar_fuzz_proto::{
    AncestryItem, Client, Features, Initialize, KeyValue, Limits, PeerInfo, Text, Version,
};
use jar_stf::Protocol;
use jar_stf::chain::{Chain, Retention, Start};
use jar_types::{Block, DisputesExtrinsic, Extrinsic, Hash, Params, Slot};
use javm::Interpreter;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

static AUTHOR: LazyLock<Author> =
    LazyLock::new(|| Author::new(Params::tiny(), Keyring::trivial(6)));

pub(crate) const LIMITS: Limits = Limits {
    frame: 64 << 20,
    idle: Some(Duration::from_secs(30)),
    transfer: Duration::from_secs(30),
};

pub(crate) fn info() -> PeerInfo {
    PeerInfo {
        fuzz_version: 1,
        features: Features::ANCESTRY.or(Features::FORKS),
        jam_version: Version { major: 0, minor: 7, patch: 2 },
        app_version: Version { major: 0, minor: 1, patch: 0 },
        app_name: Text::from("test"),
    }
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jar"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

pub(crate) struct Target {
    pub(crate) child: Child,
    pub(crate) socket: PathBuf,
    _folder: tempfile::TempDir,
}

impl Target {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("target.sock");
        let child = command(&["target", "--socket", socket.to_str().unwrap()])
            .args(arguments)
            .spawn()
            .unwrap();
        while !socket.exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, socket, _folder: folder }
    }

    pub(crate) fn connect(&self) -> (Client, PeerInfo) {
        Client::connect(&self.socket, Params::tiny(), LIMITS, info()).unwrap()
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the target should do, done here.
pub(crate) struct World {
    pub(crate) chain: Chain,
    pub(crate) start: Hash,
    seed: u64,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of_seed(1)
    }

    pub(crate) fn of_seed(seed: u64) -> Self {
        let state = genesis(&AUTHOR, Genesis::new(AUTHOR.params(), seed)).unwrap();
        let start = blake2b_of(&genesis_header());
        let from = Start { header: start, slot: 0, state: state.into(), ancestry: None };
        let chain = Chain::new(Protocol::jam(Params::tiny()), Retention::default(), from).unwrap();
        Self { chain, start, seed }
    }

    pub(crate) fn initialize(&self) -> Initialize {
        let state = genesis(&AUTHOR, Genesis::new(AUTHOR.params(), self.seed)).unwrap();
        let entry = |(key, value)| KeyValue { key, value };
        Initialize {
            header: genesis_header(),
            keyvals: state.to_map().into_iter().map(entry).collect(),
            ancestry: vec![AncestryItem { slot: 0, header_hash: self.start }],
        }
    }

    pub(crate) fn root(&self, header: &Hash) -> Hash {
        self.chain.root(header).unwrap()
    }

    pub(crate) fn block(&self, parent: &Hash, slot: Slot) -> Block {
        let state = self.chain.state(parent).unwrap();
        let parent = Parent::live(*parent, self.root(parent), state);
        let disputes =
            DisputesExtrinsic { verdicts: Vec::new(), culprits: Vec::new(), faults: Vec::new() };
        let plan = AUTHOR.plan(parent, slot, &disputes).unwrap();
        let extrinsic = Extrinsic {
            tickets: Vec::new(),
            preimages: Vec::new(),
            guarantees: Vec::new(),
            assurances: Vec::new(),
            disputes,
        };
        AUTHOR.block(&plan, extrinsic).unwrap()
    }

    pub(crate) fn import(&mut self, block: &Block) -> Hash {
        self.chain.import(&Interpreter, &encode(block), None).unwrap().header
    }
}
