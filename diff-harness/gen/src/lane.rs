//! The lanes under one roof: a lane and a number give a case.

use crate::program;
use crate::settings::Settings;
use crate::single::Single;
use jar_diff_engines::Ask;
use jar_diff_questions::{Class, Kind};
use jar_diff_wire::{Case, NO_STEP_LIMIT};
use std::fmt;
use std::str::FromStr;

/// A family of cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// [`crate::single`].
    Single,
    /// [`crate::program`].
    Program,
    /// [`crate::bytes`].
    Bytes,
    /// [`crate::program`] for machines without a step limit that count gas as a signed number: bounded by gas alone, and
    /// well-formed.
    Polkavm,
    /// Values of the protocol's types and damaged octets: [`jar_diff_questions`].
    Codec,
    /// Functions of the protocol: [`jar_diff_questions`].
    Functions,
    /// Sections of the state transition: [`jar_diff_questions`].
    Transition,
    /// Chains of blocks on the tiny parameters: [`jar_diff_questions::chain`].
    Chain,
    /// The same on the full parameters, one valid block in each.
    ChainFull,
    /// Services that make host calls, in accumulation, refinement and authorization: [`jar_diff_questions`].
    Invocations,
    /// Of 160 cases 96 from `single`, 48 (three programs) from `program`, 16 from `bytes`.
    Mix,
}

impl Lane {
    /// The kind of its questions; of cases of the machine there is none.
    #[must_use]
    pub const fn questions(self) -> Option<Kind> {
        match self {
            Self::Codec => Some(Kind::Codec),
            Self::Functions => Some(Kind::Function),
            Self::Transition | Self::Invocations => Some(Kind::Section),
            Self::Chain | Self::ChainFull => Some(Kind::Chain),
            Self::Single | Self::Program | Self::Bytes | Self::Polkavm | Self::Mix => None,
        }
    }

    /// What an engine must answer to take part.
    #[must_use]
    pub const fn ask(self) -> Ask {
        if self.questions().is_some() { Ask::Protocol } else { Ask::Machine }
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Single => "single",
            Self::Program => "program",
            Self::Bytes => "bytes",
            Self::Polkavm => "polkavm",
            Self::Codec => "codec",
            Self::Functions => "functions",
            Self::Transition => "transition",
            Self::Chain => "chain",
            Self::ChainFull => "chain-full",
            Self::Invocations => "invocations",
            Self::Mix => "mix",
        })
    }
}

impl FromStr for Lane {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "single" => Ok(Self::Single),
            "program" => Ok(Self::Program),
            "bytes" => Ok(Self::Bytes),
            "polkavm" => Ok(Self::Polkavm),
            "codec" => Ok(Self::Codec),
            "functions" => Ok(Self::Functions),
            "transition" => Ok(Self::Transition),
            "chain" => Ok(Self::Chain),
            "chain-full" => Ok(Self::ChainFull),
            "invocations" => Ok(Self::Invocations),
            "mix" => Ok(Self::Mix),
            _ => Err(format!(
                "lane {text:?}: expected single, program, bytes, polkavm, mix, codec, functions, transition, invocations, chain or chain-full"
            )),
        }
    }
}

/// A generated case, in the buffers of [`Generator`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// `case` and `bytes` hold it.
    Case,
    /// Only `bytes` holds it: they may be malformed, as meant.
    Bytes,
    /// The generator failed to make what it meant to.
    Reject,
}

/// Generates the cases of any lane into buffers that it keeps.
pub struct Generator {
    single: Single,
    program: program::Lane,
    settings: Settings,
    /// The last case, decoded.
    pub case: Case,
    /// The last case or question, encoded.
    pub bytes: Vec<u8>,
    /// What the last question stands for.
    pub class: Option<Class>,
}

impl Generator {
    /// A generator with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let case = Case::raw(Vec::new());
        let (single, program) = (Single::default(), program::Lane::default());
        Self { single, program, settings, case, bytes: Vec::new(), class: None }
    }

    /// The enumeration behind lane `single`, which also gives the coverage table its rows.
    #[must_use]
    pub const fn space(&self) -> &crate::Space {
        self.single.space()
    }

    /// Makes a case and reports the cells (row, column) that it hits.
    pub fn generate(
        &mut self,
        lane: Lane,
        seed: u64,
        number: u64,
        hit: impl FnMut(usize, usize),
    ) -> Made {
        match lane {
            Lane::Codec => self.question(Kind::Codec, seed, number),
            Lane::Functions => self.question(Kind::Function, seed, number),
            Lane::Transition => self.question(Kind::Section, seed, number),
            Lane::Chain => self.question(Kind::Chain, seed, number),
            Lane::ChainFull => {
                let made = jar_diff_questions::make_full_chain(seed, number, &mut self.bytes);
                self.class = Some(made);
                Made::Bytes
            }
            Lane::Invocations => {
                jar_diff_questions::invocation(seed, number, &mut self.bytes);
                self.class = None;
                Made::Bytes
            }
            Lane::Single => {
                self.single.generate(seed, number, &mut self.case, hit);
                self.encode()
            }
            Lane::Program => {
                let (frame, case) = self.program.generate(&self.settings, seed, number);
                frame.hits(self.single.space(), hit);
                let reject = frame.reject;
                self.case = case;
                if reject { Made::Reject } else { self.encode() }
            }
            Lane::Polkavm => {
                let settings = Settings { ill_formed_percent: 0, ..self.settings.clone() };
                let (frame, mut case) = self.program.generate(&settings, seed, number);
                frame.hits(self.single.space(), hit);
                let reject = frame.reject;
                case.step_limit = NO_STEP_LIMIT;
                case.gas = case.gas.min(settings.steps_further * 2);
                self.case = case;
                if reject { Made::Reject } else { self.encode() }
            }
            Lane::Bytes => {
                self.bytes = crate::bytes::generate(&self.settings, seed, number);
                Made::Bytes
            }
            Lane::Mix => {
                let (round, place) = (number / 160, number % 160);
                match place {
                    0..96 => self.generate(Lane::Single, seed, round * 96 + place, hit),
                    96..144 => self.generate(Lane::Program, seed, round * 48 + place - 96, hit),
                    _ => self.generate(Lane::Bytes, seed, round * 16 + place - 144, hit),
                }
            }
        }
    }

    fn question(&mut self, kind: Kind, seed: u64, number: u64) -> Made {
        self.class = Some(jar_diff_questions::make(kind, seed, number, &mut self.bytes));
        Made::Bytes
    }

    fn encode(&mut self) -> Made {
        self.bytes.clear();
        match self.case.encode_into(&mut self.bytes) {
            Ok(()) => Made::Case,
            Err(_) => Made::Reject,
        }
    }
}
