//! `seeds FOLDER`: values for each target to begin with, in `FOLDER/block`, `FOLDER/package` and `FOLDER/state`.
#![forbid(unsafe_code)]

use jar_codec::sample::{Sample, Source};
use jar_codec::{Encode, Output as _, encode};
use jar_types::*;
use std::io;
use std::path::{Path, PathBuf};

/// How many of each kind.
const SEEDS: u64 = 20;

/// Writes encodings behind the octet that a target chooses a decoder by.
fn put<T: Sample<Params> + Encode>(folder: &Path, kind: u8) -> io::Result<()> {
    for seed in 0..SEEDS {
        let value = T::sample(&mut Source::new(seed, seed as usize % 4), &Params::tiny());
        let octets = [&[kind], encode(&value).as_slice()].concat();
        std::fs::write(folder.join(format!("{kind}-{seed}")), octets)?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let root: PathBuf = match std::env::args_os().nth(1) {
        Some(folder) => folder.into(),
        None => return Err(io::Error::other("usage: seeds FOLDER")),
    };
    let folder = |name| -> io::Result<PathBuf> {
        let folder = root.join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    };
    let block = folder("block")?;
    put::<Block>(&block, 0)?;
    put::<Extrinsic>(&block, 1)?;
    put::<Header>(&block, 2)?;
    let package = folder("package")?;
    put::<WorkPackage>(&package, 0)?;
    put::<WorkReport>(&package, 1)?;
    put::<Guarantee>(&package, 2)?;
    put::<AccumulationInput>(&package, 3)?;
    let state = folder("state")?;
    put::<AuthPools>(&state, 0)?;
    put::<RecentHistory>(&state, 2)?;
    put::<SafroleState>(&state, 3)?;
    put::<DisputesRecords>(&state, 4)?;
    put::<AvailabilityAssignments>(&state, 5)?;
    put::<Privileges>(&state, 6)?;
    put::<Statistics>(&state, 7)?;
    put::<ReadyQueue>(&state, 8)?;
    put::<AccumulatedQueue>(&state, 9)?;
    put::<ServiceInfo>(&state, 11)?;
    for seed in 0..SEEDS {
        let whole: State = State::sample(&mut Source::new(seed, 1), &Params::tiny());
        let mut octets = vec![255];
        for (key, value) in whole.to_map() {
            octets.write(&key.0);
            value.encode(&mut octets);
        }
        std::fs::write(state.join(format!("255-{seed}")), octets)?;
    }
    Ok(())
}
