//! Calls in one process: contents, threads, ownership, unwinding.

use jar_diff_wire::{ErrorCode, MalformedCase, Outcome};
use jar_lean_oracle::probe::Probe;
use jar_lean_oracle::{ABI_VERSION, with_oracle};
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn abi_version_matches() {
    assert_eq!(with_oracle(|oracle| oracle.abi_version()).unwrap(), ABI_VERSION);
}

#[test]
fn init_is_idempotent() {
    with_oracle(|oracle| {
        let mut before = Vec::new();
        oracle.opcodes(&mut before);
        assert!(!before.is_empty());
        for _ in 0..100 {
            oracle.initialise_again().unwrap();
            let probe = Probe::new(oracle).unwrap();
            let mut out = Vec::new();
            probe.echo(b"abc", &mut out);
            assert_eq!(out, b"abc");
        }
        let mut after = Vec::new();
        oracle.opcodes(&mut after);
        assert_eq!(before, after);
    })
    .unwrap();
}

#[test]
fn two_threads_attach_detach() {
    let user = |seed: u8| {
        move || {
            for round in 0..50u8 {
                with_oracle(|oracle| {
                    let probe = Probe::new(oracle).unwrap();
                    let mut out = Vec::new();
                    for size in 0..200 {
                        let input = vec![seed ^ round; size];
                        probe.echo(&input, &mut out);
                        assert_eq!(out, input);
                    }
                })
                .unwrap();
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(user(0x0f));
        scope.spawn(user(0xf0));
    });
}

#[test]
fn empty_and_16mib_arrays() {
    with_oracle(|oracle| {
        let probe = Probe::new(oracle).unwrap();
        let mut out = vec![1, 2, 3];
        probe.echo(&[], &mut out);
        assert!(out.is_empty());
        let big: Vec<u8> =
            (0..16u32 << 20).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        probe.echo(&big, &mut out);
        assert!(out == big);
        // The buffer is kept: a small answer after a big one is small.
        let capacity = out.capacity();
        probe.echo(b"x", &mut out);
        assert_eq!((out.as_slice(), out.capacity()), (b"x".as_slice(), capacity));
    })
    .unwrap();
}

#[test]
fn result_survives_after_free_of_input() {
    with_oracle(|oracle| {
        let probe = Probe::new(oracle).unwrap();
        let mut results = Vec::new();
        for seed in 0..100u8 {
            let mut input = vec![seed; 4096];
            let mut out = Vec::new();
            probe.echo(&input, &mut out);
            input.fill(!seed);
            drop(input);
            results.push(out);
        }
        // Reuse what was freed.
        let mut other = Vec::new();
        for _ in 0..100 {
            probe.echo(&[0xee; 4096], &mut other);
        }
        assert!(results.iter().zip(0u8..).all(|(result, seed)| *result == vec![seed; 4096]));
    })
    .unwrap();
}

#[test]
fn malformed_bytes_return_status_1() {
    with_oracle(|oracle| {
        let mut out = Vec::new();
        let cases: [(&[u8], ErrorCode, u64); 4] = [
            (b"", ErrorCode::Truncated, 0),
            (b"JARX", ErrorCode::Magic, 0),
            (b"JARC\x02", ErrorCode::Version, 4),
            (b"JARC\x01\x01\x00\x00\x00", ErrorCode::Truncated, 8),
        ];
        for (bytes, code, offset) in cases {
            oracle.run(bytes, &mut out);
            assert_eq!(
                Outcome::decode(&out),
                Ok(Outcome::Malformed(MalformedCase { code, offset })),
                "{bytes:?}"
            );
        }
    })
    .unwrap();
}

#[test]
fn rust_panic_still_unwinds_with_lean_linked() {
    for round in 0..1000 {
        let caught = catch_unwind(|| {
            if round >= 0 {
                panic!("round {round}")
            }
        });
        assert!(caught.is_err());
    }
    assert!(std::thread::spawn(|| panic!("in a thread")).join().is_err());
    // Through the oracle's thread, with Lean in use before and after.
    let caught = catch_unwind(AssertUnwindSafe(|| {
        with_oracle(|oracle| {
            let mut out = Vec::new();
            Probe::new(oracle).unwrap().echo(b"before", &mut out);
            assert_eq!(out, b"not this");
        })
    }));
    assert!(caught.is_err());
    let mut out = Vec::new();
    with_oracle(|oracle| Probe::new(oracle).unwrap().echo(b"after", &mut out)).unwrap();
    assert_eq!(out, b"after");
}

#[test]
#[should_panic(expected = "as it should")]
fn should_panic_works_with_lean_linked() {
    with_oracle(|_| panic!("as it should")).unwrap();
}
