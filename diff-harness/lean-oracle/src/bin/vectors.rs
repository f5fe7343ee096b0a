//! Public vectors of protocol types, decoded and encoded by the compiled specification.

use jar_lean_oracle::{Oracle, with_oracle};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

const HELP: &str = "\
Decodes public vectors with the compiled specification: the octets must come back, the values be those of the JSON files.

Usage: lean-oracle-vectors COMMAND DIR

  codec DIR     DIR/tiny and DIR/full hold one value in each .bin, its text in .json (w3f jamtestvectors, folder codec)
  stf DIR       DIR/<transition>/tiny hold states, inputs and outputs (the same, folder stf)
  traces DIR    DIR/<trace> hold states and blocks of the tiny parameters
  speed DIR     as codec, a second for each value: values and octets per second

Exit code 0: all as expected; 3: a difference; 1: a file cannot be read; 2: wrong arguments.";

/// What a file holds, one after another.
enum Piece {
    /// A value of a protocol type.
    Is(&'static str),
    /// Octets that are no protocol type.
    Octets(usize),
    /// A length and so many.
    Many(&'static [Piece]),
    /// A tag and, behind 0, this; behind 1, an octet.
    Outcome(&'static [Piece]),
    /// A tag and, behind 1, this.
    Maybe(&'static [Piece]),
    /// Types of the vectors alone, to the end.
    Rest,
}

use Piece::{Is, Many, Maybe, Octets, Outcome, Rest};

const HASH: Piece = Octets(32);

/// The files of a transition: input, state before, output, state behind.
fn pieces(transition: &str) -> Option<[&'static [Piece]; 3]> {
    Some(match transition {
        "accumulate" => [
            &[Is("slot"), Many(&[Is("work_report")])],
            &[Is("slot"), HASH, Is("ready_queue"), Is("accumulated_queue"), Is("privileges"), Rest],
            &[],
        ],
        "assurances" => [
            &[Is("assurances_extrinsic"), Is("slot"), HASH],
            &[Is("availability_assignments"), Is("validator_set")],
            &[Outcome(&[Many(&[Is("work_report")])])],
        ],
        "authorizations" => {
            [&[Is("slot"), Many(&[Octets(34)])], &[Is("auth_pools"), Is("auth_queues")], &[]]
        }
        "disputes" => [
            &[Is("disputes_extrinsic")],
            &[
                Is("disputes_records"),
                Is("availability_assignments"),
                Is("slot"),
                Is("validator_set"),
                Is("validator_set"),
            ],
            &[Outcome(&[Many(&[HASH])])],
        ],
        "history" => [&[HASH, HASH, HASH, Many(&[Octets(64)])], &[Is("recent_history")], &[]],
        "preimages" => [&[Is("preimages_extrinsic"), Is("slot")], &[Rest], &[]],
        "reports" => [
            &[Is("guarantees_extrinsic"), Is("slot"), Many(&[HASH])],
            &[
                Is("availability_assignments"),
                Is("validator_set"),
                Is("validator_set"),
                Is("entropy"),
                Many(&[HASH]),
                Is("recent_history"),
                Is("auth_pools"),
                Rest,
            ],
            &[],
        ],
        "safrole" => [
            &[Is("slot"), HASH, Is("tickets_extrinsic")],
            &[
                Is("slot"),
                Is("entropy"),
                Is("validator_set"),
                Is("validator_set"),
                Is("validator_set"),
                Is("validator_set"),
                Many(&[Is("ticket")]),
                Is("seal_keys"),
                Octets(144),
                Many(&[HASH]),
            ],
            &[Outcome(&[Maybe(&[Is("epoch_mark")]), Maybe(&[Is("tickets_mark")])])],
        ],
        "statistics" => [
            &[Is("slot"), Octets(2), Is("extrinsic")],
            &[Octets(6 * 24), Octets(6 * 24), Is("slot"), Is("validator_set")],
            &[],
        ],
        _ => return None,
    })
}

/// The type of a value in the folder codec, by its file name.
fn type_of_file(stem: &str) -> &str {
    match stem.trim_end_matches(|c: char| c == '_' || c.is_ascii_digit()) {
        "work_result" => "work_digest",
        other => other,
    }
}

/// What the specification answers.
enum Answer {
    /// The encoding, and the value as text.
    Accepted(Vec<u8>, String),
    /// What is wrong, as a number, an offset and a path.
    Refused(String),
}

/// The specification with the numbers of its types.
struct Codec<'a> {
    oracle: &'a Oracle,
    types: BTreeMap<String, u8>,
    out: Vec<u8>,
    request: Vec<u8>,
    values: u64,
    differences: u64,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

impl<'a> Codec<'a> {
    fn new(oracle: &'a Oracle) -> Result<Self> {
        let mut out = Vec::new();
        oracle.codec_types(&mut out);
        let mut types = BTreeMap::new();
        for line in String::from_utf8(out)?.lines() {
            let (number, name) = line.split_once(' ').ok_or("a type has no name")?;
            types.insert(name.to_owned(), number.parse()?);
        }
        let (out, request) = (Vec::new(), Vec::new());
        Ok(Self { oracle, types, out, request, values: 0, differences: 0 })
    }

    /// Decodes what begins with `octets`, or is all of them.
    fn ask(&mut self, name: &str, full: bool, whole: bool, octets: &[u8]) -> Result<Answer> {
        let number = *self.types.get(name).ok_or_else(|| format!("no type '{name}'"))?;
        self.request.clear();
        self.request.extend([number, u8::from(full), u8::from(!whole)]);
        self.request.extend(octets);
        self.oracle.codec_roundtrip(&self.request, &mut self.out);
        match self.out.split_first() {
            Some((0, rest)) => {
                let (size, rest) = rest.split_first_chunk::<8>().ok_or("a cut answer")?;
                let size = usize::try_from(u64::from_le_bytes(*size))?;
                let (encoding, text) = rest.split_at_checked(size).ok_or("a cut answer")?;
                Ok(Answer::Accepted(encoding.to_vec(), String::from_utf8(text.to_vec())?))
            }
            Some((1, [kind, rest @ ..])) => {
                let (offset, path) = rest.split_first_chunk::<8>().ok_or("a cut answer")?;
                let (offset, path) = (u64::from_le_bytes(*offset), String::from_utf8_lossy(path));
                Ok(Answer::Refused(format!("error {kind} at {offset} in '{path}'")))
            }
            _ => Err("the specification does not know the request".into()),
        }
    }

    fn differs(&mut self, file: &Path, what: &str) {
        self.differences += 1;
        println!("{}: {what}", file.display());
    }

    /// Reads one value; gives its text, or nothing if it differs.
    fn value<'o>(
        &mut self,
        file: &Path,
        name: &str,
        full: bool,
        whole: bool,
        octets: &'o [u8],
    ) -> Result<Option<(String, &'o [u8])>> {
        self.values += 1;
        match self.ask(name, full, whole, octets)? {
            Answer::Refused(why) => self.differs(file, &format!("{name}: {why}")),
            Answer::Accepted(encoding, text) => match octets.strip_prefix(encoding.as_slice()) {
                Some(rest) => return Ok(Some((text, rest))),
                None => self.differs(file, &format!("{name}: encoded to other octets")),
            },
        }
        Ok(None)
    }

    fn skip(octets: &[u8], count: usize) -> Result<&[u8]> {
        Ok(octets.split_at_checked(count).ok_or("the file is cut off")?.1)
    }

    /// Reads pieces one after another; gives what is left, or nothing if it cannot go on.
    fn read<'o>(
        &mut self,
        file: &Path,
        pieces: &[Piece],
        mut octets: &'o [u8],
    ) -> Result<Option<&'o [u8]>> {
        for piece in pieces {
            let (inner, count) = match piece {
                Is(name) => {
                    let Some((_, rest)) = self.value(file, name, false, false, octets)? else {
                        return Ok(None);
                    };
                    octets = rest;
                    continue;
                }
                Octets(count) => {
                    octets = Self::skip(octets, *count)?;
                    continue;
                }
                Rest => return Ok(None),
                Many(inner) | Outcome(inner) | Maybe(inner) => {
                    let (&first, rest) = octets.split_first().ok_or("the file is cut off")?;
                    octets = rest;
                    (*inner, first)
                }
            };
            let repeats = match (piece, count) {
                (Many(_), 0x80..) => return Err("a length of more than one octet".into()),
                (Many(_), count) => count,
                (Outcome(_), 0) | (Maybe(_), 1) => 1,
                (Outcome(_), 1) => {
                    octets = Self::skip(octets, 1)?;
                    0
                }
                (Maybe(_), 0) => 0,
                _ => return Err("an unknown tag".into()),
            };
            for _ in 0..repeats {
                let Some(rest) = self.read(file, inner, octets)? else { return Ok(None) };
                octets = rest;
            }
        }
        Ok(Some(octets))
    }
}

/// The files of a folder that end in `.bin`, sorted.
fn binaries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "bin") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() { Err(format!("{}: no .bin", folder.display()).into()) } else { Ok(files) }
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn codec(codec: &mut Codec<'_>, folder: &Path) -> Result<()> {
    for (parameters, full) in [("tiny", false), ("full", true)] {
        for file in binaries(&folder.join(parameters))? {
            let octets = std::fs::read(&file)?;
            let name = stem(&file);
            let Some((text, _)) = codec.value(&file, type_of_file(&name), full, true, &octets)?
            else {
                continue;
            };
            let found: Value = serde_json::from_str(&text)?;
            let json = std::fs::read_to_string(file.with_extension("json"))?;
            let expected: Value = serde_json::from_str(&json)?;
            if expected != found {
                codec.differs(&file, "the value is not that of the JSON file");
            }
        }
    }
    Ok(())
}

fn stf(codec: &mut Codec<'_>, folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let transition = entry?.path();
        let Some([input, state, output]) = pieces(&stem(&transition)) else { continue };
        for file in binaries(&transition.join("tiny"))? {
            let octets = std::fs::read(&file)?;
            let mut rest = octets.as_slice();
            for part in [input, state, output, state] {
                match codec.read(&file, part, rest)? {
                    Some(left) => rest = left,
                    None => break,
                }
            }
            let complete = !state.iter().any(|piece| matches!(piece, Rest));
            if complete && !rest.is_empty() {
                codec.differs(&file, &format!("{} octets are left", rest.len()));
            }
        }
    }
    Ok(())
}

fn traces(codec: &mut Codec<'_>, folder: &Path) -> Result<()> {
    const GENESIS: &[Piece] = &[Is("header"), HASH, Is("state")];
    const BLOCK: &[Piece] = &[HASH, Is("state"), Is("block"), HASH, Is("state")];
    for entry in std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let trace = entry?.path();
        if !trace.is_dir() {
            continue;
        }
        for file in binaries(&trace)? {
            let octets = std::fs::read(&file)?;
            let pieces = if stem(&file) == "genesis" { GENESIS } else { BLOCK };
            match codec.read(&file, pieces, &octets)? {
                Some([]) => {}
                _ => codec.differs(&file, "not what a trace holds"),
            }
        }
    }
    Ok(())
}

fn speed(codec: &mut Codec<'_>, folder: &Path) -> Result<()> {
    for (parameters, full) in [("tiny", false), ("full", true)] {
        for file in binaries(&folder.join(parameters))? {
            let octets = std::fs::read(&file)?;
            let name = stem(&file);
            let started = Instant::now();
            let mut count = 0_u32;
            while started.elapsed().as_millis() < 1000 {
                codec.ask(type_of_file(&name), full, true, &octets)?;
                count += 1;
            }
            let seconds = started.elapsed().as_secs_f64();
            let per_second = f64::from(count) / seconds;
            #[expect(clippy::cast_precision_loss, reason = "a size to print")]
            let megabytes = per_second * octets.len() as f64 / 1e6;
            println!("{parameters} {name}: {per_second:.0}/s, {megabytes:.1} MB/s");
        }
    }
    Ok(())
}

fn run(command: &str, folder: &Path) -> Result<u64> {
    let action = match command {
        "codec" => codec,
        "stf" => stf,
        "traces" => traces,
        _ => speed,
    };
    let (values, differences) = with_oracle(|oracle| {
        let mut all = Codec::new(oracle).map_err(|error| error.to_string())?;
        action(&mut all, folder).map_err(|error| error.to_string())?;
        Ok::<_, String>((all.values, all.differences))
    })??;
    println!("{values} values, {differences} differences");
    Ok(differences)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [command, folder] = arguments.as_slice() else {
        println!("{HELP}");
        return ExitCode::from(2);
    };
    if !["codec", "stf", "traces", "speed"].contains(&command.as_str()) {
        println!("{HELP}");
        return ExitCode::from(2);
    }
    match run(command, Path::new(folder)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(3),
        Err(error) => {
            eprintln!("lean-oracle-vectors: {error}");
            ExitCode::FAILURE
        }
    }
}
