//! Compiled programs in files.
//!
//! A file holds one program compiled whole, which depends on no address. It is written beside its place and renamed, so it
//! is there entirely or not at all; whether it is what was written, the digest over all of it tells. Nothing of a file is
//! used before that is checked, and it is copied, not mapped: what happens to the file later does not matter.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use javm::Program;

use crate::lower::{Addressing, Block, Map};

/// With the format's version at its end.
const MAGIC: &[u8; 12] = b"jar-javm-jit";
const FORMAT: u32 = 1;
const DIGEST: usize = 32;
/// Magic, format, key, and the numbers of [`Image`].
const HEADER: usize = 12 + 4 + DIGEST + 8 * 4;
/// A file is not longer.
const LONGEST: u64 = 1 << 32;
const SUFFIX: &str = "jit";

/// Why a program was compiled although there is a directory for compiled ones. None of it is an error: the file is replaced
/// where that is possible.
#[derive(Debug, thiserror::Error)]
pub enum CacheProblem {
    /// The directory cannot be used at all.
    #[error("{path}: the directory of compiled programs cannot be used")]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Others may write to the directory or the file.
    #[error(
        "{path}: expected owner {expected} and no right to write for others, found owner {owner}, mode {mode:o}"
    )]
    Foreign {
        /// The directory or file.
        path: PathBuf,
        /// Its owner.
        owner: u32,
        /// The owner that it should have.
        expected: u32,
        /// Its rights.
        mode: u32,
    },
    /// The file cannot be read or written.
    #[error("{path}: the compiled program cannot be read or written")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not what was written, or was written by another version or for another program.
    #[error("{path}: expected {expected}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not hold.
        expected: &'static str,
    },
}

/// A program compiled whole, without its addresses.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Image {
    /// Stubs and code.
    pub(crate) code: Vec<u8>,
    /// Offset of the region's code in it.
    pub(crate) start: u32,
    pub(crate) map: Map,
}

/// A directory of compiled programs.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    size: u64,
}

fn digest(octets: &[u8]) -> [u8; DIGEST] {
    let hash = blake2b_simd::Params::new().hash_length(DIGEST).hash(octets);
    hash.as_bytes().first_chunk().copied().unwrap_or_default()
}

/// What decides about compiled code: the program, the version of this crate and of the format, the way of addressing, and
/// what the code demands of the processor.
fn key(program: &Program, addressing: Addressing) -> [u8; DIGEST] {
    let version = env!("CARGO_PKG_VERSION");
    let text = format!("{FORMAT} {version} {addressing:?} x86-64 bmi1 bmi2 lzcnt popcnt ");
    digest(&[text.as_bytes(), program.digest()].concat())
}

/// Numbers of four octets.
fn numbers(octets: &[u8]) -> impl Iterator<Item = u32> + '_ {
    octets.as_chunks().0.iter().map(|octets| u32::from_le_bytes(*octets))
}

impl Image {
    /// Octets of the file.
    fn write(&self, key: &[u8; DIGEST]) -> Vec<u8> {
        let (offsets, blocks, words) = self.map.tables();
        let words: Vec<u32> = words.flatten().collect();
        let lengths = [self.code.len(), offsets.len(), blocks.len(), words.len()];
        let fields = [self.start, self.map.range.start, self.map.range.end, self.map.sled];
        let mut file = Vec::with_capacity(HEADER + self.code.len() + 8 * offsets.len());
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&FORMAT.to_le_bytes());
        file.extend_from_slice(key);
        let lengths = lengths.into_iter().map(|length| length as u32);
        let blocks = blocks.iter().flat_map(Block::fields);
        let tables = offsets.iter().copied().chain(blocks).chain(words.iter().copied());
        let all = lengths.chain(fields).chain(tables);
        all.for_each(|number| file.extend_from_slice(&number.to_le_bytes()));
        file.extend_from_slice(&self.code);
        let digest = digest(&file);
        file.extend_from_slice(&digest);
        file
    }

    /// The inverse.
    ///
    /// # Errors
    /// What was expected and is not so.
    fn read(file: &[u8], key: &[u8; DIGEST]) -> Result<Self, &'static str> {
        let (content, told) = file.split_last_chunk::<DIGEST>().ok_or("a digest at the end")?;
        if digest(content) != *told {
            return Err("the digest of what was written");
        }
        let (magic, rest) = content.split_first_chunk::<12>().ok_or("a header")?;
        let (format, rest) = rest.split_first_chunk::<4>().ok_or("a header")?;
        if magic != MAGIC || u32::from_le_bytes(*format) != FORMAT {
            return Err("a compiled program of this format");
        }
        let (found, rest) = rest.split_first_chunk::<DIGEST>().ok_or("a header")?;
        if found != key {
            return Err("the key of this program, version and host");
        }
        Self::read_tables(rest).ok_or("tables of the lengths that the header tells")
    }

    fn read_tables(rest: &[u8]) -> Option<Self> {
        let (head, mut rest) = rest.split_first_chunk::<32>()?;
        let mut fields = numbers(head);
        let mut next = || fields.next().map(|number| number as usize);
        let (code, offsets, blocks, words) = (next()?, next()?, next()?, next()?);
        let [start, from, to, sled] = [next()?, next()?, next()?, next()?].map(|n| n as u32);
        let mut table = |count: usize, size: usize| {
            let (table, behind) = rest.split_at_checked(count.checked_mul(size)?)?;
            rest = behind;
            Some(table)
        };
        let offsets = numbers(table(offsets, 4)?).collect();
        let blocks = table(blocks, Block::SIZE)?;
        let blocks = blocks.as_chunks::<{ Block::SIZE }>().0.iter().map(|block| {
            let mut fields = numbers(block);
            Block::of([0; 4].map(|_: u8| fields.next().unwrap_or_default()))
        });
        let blocks = blocks.collect();
        let words: Vec<u32> = numbers(table(words, 4)?).collect();
        let code = Some(table(code, 1)?.to_vec()).filter(|_| rest.is_empty())?;
        let words = words.as_chunks::<2>().0.iter().copied();
        Some(Self { code, start, map: Map::from_tables(from..to, sled, offsets, blocks, words) })
    }
}

/// The user that this process acts for.
fn user() -> io::Result<u32> {
    Ok(fs::metadata("/proc/self")?.uid())
}

/// Refuses what others may write to.
fn check_owner(path: &Path, metadata: &fs::Metadata) -> Result<(), CacheProblem> {
    let fail = |source| CacheProblem::File { path: path.to_owned(), source };
    let expected = user().map_err(fail)?;
    let (owner, mode) = (metadata.uid(), metadata.mode());
    if owner == expected && mode & 0o022 == 0 {
        return Ok(());
    }
    Err(CacheProblem::Foreign { path: path.to_owned(), owner, expected, mode })
}

impl Directory {
    pub(crate) const fn new(path: PathBuf, size: u64) -> Self {
        Self { path, size }
    }

    /// Makes the directory if it is not there, and checks that nobody else may write to it.
    fn check(&self) -> Result<(), CacheProblem> {
        let fail = |source| CacheProblem::Directory { path: self.path.clone(), source };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.path).map_err(fail)?;
        check_owner(&self.path, &fs::metadata(&self.path).map_err(fail)?)
    }

    fn place(&self, key: &[u8; DIGEST]) -> PathBuf {
        let name: String = key.iter().map(|octet| format!("{octet:02x}")).collect();
        self.path.join(name).with_extension(SUFFIX)
    }

    /// The compiled program, if there is a file for it.
    ///
    /// # Errors
    /// There is one, but it may not or cannot be used.
    pub(crate) fn load(
        &self,
        program: &Program,
        addressing: Addressing,
    ) -> Result<Option<Image>, CacheProblem> {
        self.check()?;
        let key = key(program, addressing);
        let path = self.place(&key);
        let fail = |source| CacheProblem::File { path: path.clone(), source };
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
            .open(&path);
        let mut file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(error)),
        };
        let metadata = file.metadata().map_err(fail)?;
        check_owner(&path, &metadata)?;
        let damaged = |expected| CacheProblem::Damaged { path: path.clone(), expected };
        if !metadata.is_file() || metadata.len() > LONGEST {
            return Err(damaged("a file of less than 4 GiB"));
        }
        let mut octets = Vec::with_capacity(metadata.len() as usize);
        Read::take(&mut file, LONGEST).read_to_end(&mut octets).map_err(fail)?;
        Image::read(&octets, &key).map(Some).map_err(damaged)
    }

    /// Writes a compiled program, and removes old ones if they have become too many.
    ///
    /// # Errors
    /// The system refuses; the directory is as before.
    pub(crate) fn store(
        &self,
        program: &Program,
        addressing: Addressing,
        image: &Image,
    ) -> Result<(), CacheProblem> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        self.check()?;
        let key = key(program, addressing);
        let path = self.place(&key);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let beside = path.with_extension(format!("{}.{number}.{SUFFIX}", std::process::id()));
        let write = || {
            let mut file =
                OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
            file.write_all(&image.write(&key))?;
            fs::rename(&beside, &path)
        };
        let done = write().map_err(|source| CacheProblem::File { path: path.clone(), source });
        if done.is_err() {
            let _ = fs::remove_file(&beside);
        }
        done?;
        self.trim().map_err(|source| CacheProblem::Directory { path: self.path.clone(), source })
    }

    /// Removes the oldest files until the others are small enough together.
    fn trim(&self) -> io::Result<()> {
        let mut files: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            // Others may remove files meanwhile.
            let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
            if path.extension().is_some_and(|extension| extension == SUFFIX) {
                files.push((metadata.modified()?, metadata.len(), path));
            }
        }
        files.sort_unstable();
        let mut size: u64 = files.iter().map(|(_, length, _)| length).sum();
        for (_, length, path) in files {
            if size <= self.size {
                break;
            }
            if fs::remove_file(path).is_ok() {
                size = size.saturating_sub(length);
            }
        }
        Ok(())
    }
}
