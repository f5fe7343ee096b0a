//! Compiled programs in files: what is there is used, and whatever is wrong with it is found before anything of it runs.
#![cfg(all(target_arch = "x86_64", target_os = "linux"))]
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "in a test they are assertions")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use javm::{Access, Engine, Exit, Instance, MemoryBuilder, Program, Rules, Start, UNLIMITED};
use javm_asm::assemble;
use javm_jit::{Addressing, CacheProblem, Fixed, Settings};

/// A loop, a host call, a call through the table, an access.
const TEXT: &str = ".jump_table 4\n.entries @back
@loop:\nadd_64 r3, r3, r0\nadd_imm_64 r0, r0, -0x1\nbranch_ne_imm r0, 0x0, @loop\necalli 0x5
    load_imm_jump r4, 0x2, @function\n@back:\nstore_u64 r3, 0x20008\njump_ind r12, 0x0
@function:\nadd_imm_64 r3, r3, 0x7\njump_ind r4, 0x0";

fn program(text: &str) -> Arc<Program> {
    Arc::new(Program::parse(&assemble(text).unwrap()).unwrap())
}

fn settings(directory: &Path) -> Settings {
    Settings { cache_directory: Some(directory.to_owned()), ..Settings::default() }
}

fn engine(directory: &Path) -> Fixed {
    Fixed::with_settings(settings(directory)).unwrap()
}

fn run(engine: &Fixed) {
    let mut builder = MemoryBuilder::new();
    builder.map(0x20, Access::Writable, &[]).unwrap();
    let mut registers = [0; 13];
    (registers[0], registers[12]) = (10, 0xffff_0000);
    let state = Start { gas: 1000, registers, ..Start::default() }.with_memory(builder.build());
    let mut machine = engine.start(program(TEXT), Rules::JAM_0_7_2, state).unwrap();
    assert!(machine.is_compiled());
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::HostCall(5)));
    machine.resume();
    assert_eq!(machine.run(UNLIMITED).exit, Some(Exit::Halt));
    assert_eq!((machine.registers()[3], machine.gas()), (55 + 7, 1000 - 36));
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn only_file(directory: &Path) -> PathBuf {
    let files = files(directory);
    assert_eq!(files.len(), 1, "{files:?}");
    files.into_iter().next().unwrap()
}

#[test]
fn what_was_compiled_is_loaded() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("made/when/needed");
    for addressing in [Addressing::Segment, Addressing::Register] {
        let engine = || {
            let addressing = Some(addressing);
            Fixed::with_settings(Settings { addressing, ..settings(&path) }).unwrap()
        };
        run(&engine());
        let before: Vec<_> = files(&path)
            .iter()
            .map(|path| fs::metadata(path).unwrap().modified().unwrap())
            .collect();
        let second = engine();
        run(&second);
        run(&second);
        second.forget();
        run(&second);
        assert_eq!(second.cache_problems().len(), 0);
        let after: Vec<_> = files(&path)
            .iter()
            .map(|path| fs::metadata(path).unwrap().modified().unwrap())
            .collect();
        assert_eq!(before, after, "written again");
    }
    assert_eq!(files(&path).len(), 2, "one for each way of addressing");
}

#[test]
fn every_changed_octet_is_found_and_mended() {
    let directory = tempfile::tempdir().unwrap();
    run(&engine(directory.path()));
    let path = only_file(directory.path());
    let good = fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        fs::write(&path, &bad).unwrap();
        let engine = engine(directory.path());
        let _ = engine.compile(&program(TEXT));
        let problems = engine.cache_problems();
        assert!(
            matches!(&problems[..], [CacheProblem::Damaged { .. }]),
            "octet {at}: {problems:?}"
        );
        assert!(fs::read(&path).unwrap() == good, "octet {at}: not replaced");
        if at % 97 == 0 {
            run(&engine);
        }
    }
}

#[test]
fn every_other_length_is_found() {
    let directory = tempfile::tempdir().unwrap();
    run(&engine(directory.path()));
    let path = only_file(directory.path());
    let good = fs::read(&path).unwrap();
    let longer = [&good[..], &[0]].concat();
    let shorter = (0..good.len()).step_by(13).map(|length| good[..length].to_vec());
    for bad in shorter.chain([longer]) {
        fs::write(&path, &bad).unwrap();
        let engine = engine(directory.path());
        run(&engine);
        assert!(matches!(&engine.cache_problems()[..], [CacheProblem::Damaged { .. }]));
        assert!(fs::read(&path).unwrap() == good);
    }
}

#[test]
fn the_file_of_another_program_is_not_taken() {
    let directory = tempfile::tempdir().unwrap();
    run(&engine(directory.path()));
    let path = only_file(directory.path());
    let other = engine(directory.path());
    assert!(other.compile(&program("load_imm r3, 0x1\ntrap")).is_some());
    let theirs = files(directory.path()).into_iter().find(|file| *file != path).unwrap();
    fs::copy(theirs, &path).unwrap();
    let engine = engine(directory.path());
    run(&engine);
    let problems = engine.cache_problems();
    assert!(
        matches!(&problems[..], [CacheProblem::Damaged { expected, .. }] if expected.contains("key"))
    );
}

#[test]
fn what_others_may_write_is_not_taken() {
    let directory = tempfile::tempdir().unwrap();
    run(&engine(directory.path()));
    let path = only_file(directory.path());
    let set =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for (place, bad, good) in [(&path, 0o620, 0o600), (&directory.path().to_owned(), 0o777, 0o700)]
    {
        set(place, bad);
        let engine = engine(directory.path());
        run(&engine);
        let problems = engine.cache_problems();
        assert!(problems.iter().all(|problem| matches!(problem, CacheProblem::Foreign { .. })));
        assert!(!problems.is_empty());
        set(place, good);
    }
    // A link may lead to anybody's file.
    let elsewhere = tempfile::tempdir().unwrap();
    fs::rename(&path, elsewhere.path().join("file")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("file"), &path).unwrap();
    let engine = engine(directory.path());
    run(&engine);
    assert!(matches!(&engine.cache_problems()[..], [CacheProblem::File { .. }]));
    assert!(fs::symlink_metadata(&path).unwrap().is_file(), "replaced");
    // Where the directory should be is a file.
    let engine = self::engine(&path);
    run(&engine);
    assert!(matches!(engine.cache_problems()[0], CacheProblem::Directory { .. }));
}

#[test]
fn the_directory_is_bounded() {
    let directory = tempfile::tempdir().unwrap();
    let cache_size = 20_000;
    let engine =
        Fixed::with_settings(Settings { cache_size, ..settings(directory.path()) }).unwrap();
    let mut last = None;
    for number in 0..40 {
        let text = format!("load_imm r1, {number:#x}\n{}trap", "add_64 r1, r2, r3\n".repeat(50));
        assert!(engine.compile(&program(&text)).is_some());
        let all = files(directory.path());
        let size: u64 = all.iter().map(|file| fs::metadata(file).unwrap().len()).sum();
        assert!(size <= cache_size, "{size} octets");
        let newest =
            all.into_iter().max_by_key(|file| fs::metadata(file).unwrap().modified().unwrap());
        assert_ne!(newest, last, "the new one stays");
        last = newest;
    }
    assert_eq!(engine.cache_problems().len(), 0);
}

#[test]
fn many_may_write_at_once() {
    let directory = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let engine = engine(directory.path());
                    run(&engine);
                    assert_eq!(engine.cache_problems().len(), 0);
                }
            });
        }
    });
    only_file(directory.path());
}
