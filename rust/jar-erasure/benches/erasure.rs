//! The code against the bare library, which gets and gives octets where it wants them: `cargo bench -p jar-erasure`.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a failed preparation ends the measurement")]

use jar_erasure::{Code, SEGMENT_SIZE, erasure_root};
use jar_types::Params;
use reed_solomon_simd::{ReedSolomonDecoder, ReedSolomonEncoder};
use std::hint::black_box;
use std::time::Duration;

/// Time of this thread alone, so that other work on the machine does not count.
fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let now = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
    };
    let start = now();
    let value = black_box(run());
    ((now() - start).as_secs_f64() * 1e3, value)
}

/// Alternately ours and the bare library's, medians.
fn compared(name: &str, mut ours: impl FnMut(), mut bare: impl FnMut()) {
    let (mut our_times, mut bare_times) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        our_times.push(timed(&mut ours).0);
        bare_times.push(timed(&mut bare).0);
    }
    let [ours, bare] = [our_times, bare_times].map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    });
    println!("{name:<34} {ours:>8.2} ms, bare {bare:>8.2} ms, ratio {:.3}", ours / bare);
}

fn main() {
    let params = Params::full();
    let mut code = Code::new(&params).unwrap();
    let (original, total) = (code.original(), code.total());
    let blob: Vec<u8> = (0..params.bundle_size).map(|index| ((index * 31) >> 3) as u8).collect();
    let size = code.shard_size(blob.len());
    let shards = code.encode(&blob).unwrap();
    // Zeros fill it up, which is not measured.
    let mut blob = blob;
    blob.resize(size * original, 0);
    let mut encoder = ReedSolomonEncoder::new(original, total - original, size).unwrap();
    compared(
        "encode, the largest bundle",
        || drop(black_box(code.encode(black_box(&blob)).unwrap())),
        || {
            encoder.reset(original, total - original, size).unwrap();
            blob.chunks(size).for_each(|shard| encoder.add_original_shard(shard).unwrap());
            let encoded = encoder.encode().unwrap();
            let mut all = blob.clone();
            all.reserve(size * (total - original));
            encoded.recovery_iter().for_each(|shard| all.extend_from_slice(shard));
            drop(black_box(all));
        },
    );
    let last = || shards.iter().enumerate().skip(total - original);
    let mut decoder = ReedSolomonDecoder::new(original, total - original, size).unwrap();
    compared(
        "recover it from the last shards",
        || drop(black_box(code.recover(size, last()).unwrap())),
        || {
            decoder.reset(original, total - original, size).unwrap();
            for (index, shard) in last() {
                decoder.add_recovery_shard(index - original, shard).unwrap();
            }
            let decoded = decoder.decode().unwrap();
            let mut all = Vec::with_capacity(size * original);
            decoded.restored_original_iter().for_each(|(_, shard)| all.extend_from_slice(shard));
            drop(black_box(all));
        },
    );
    let segments: Vec<Vec<u8>> = (0..1024u32).map(|n| vec![n as u8; SEGMENT_SIZE]).collect();
    let (time, _) = timed(|| code.encode_segments(&segments).unwrap());
    println!("encode, 1024 segments              {time:>8.2} ms");
    let one_by_one = || segments.iter().take(64).for_each(|one| drop(code.encode(one).unwrap()));
    let (time, ()) = timed(one_by_one);
    println!("encode, 64 segments one by one     {time:>8.2} ms");
    let (time, root) = timed(|| erasure_root(&mut code, &blob, &segments).unwrap());
    println!("erasure root of both               {time:>8.2} ms, {root}");
}
