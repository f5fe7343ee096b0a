//! Alone in its process, because it reads the size of the whole process.
#![expect(clippy::unwrap_used, reason = "helpers of tests; a panic is a failed test")]

use jar_lean_oracle::probe::Probe;
use jar_lean_oracle::with_oracle;

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn million_calls_flat_rss() {
    with_oracle(|oracle| {
        let probe = Probe::new(oracle).unwrap();
        let mut out = Vec::new();
        let input = [7; 1024];
        let malformed = b"JARC\x01\x03";
        let calls = |n: u32, out: &mut Vec<u8>| {
            for _ in 0..n {
                probe.echo(&input, out);
                oracle.run(malformed, out);
                let session = oracle.session(&input);
                session.apply(&input).answer(out);
            }
        };
        calls(10_000, &mut out);
        let before = resident_kib();
        calls(500_000, &mut out);
        let after = resident_kib();
        // One leaked object of the smallest size per call would be 16 MiB.
        assert!(after < before + 8 * 1024, "resident: {before} KiB before, {after} KiB after");
    })
    .unwrap();
}
