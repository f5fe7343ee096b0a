//! What calls, copies, first writes and state roots cost: `cargo bench -p jar-kernel`.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a failed preparation ends the measurement")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jar_cap::{Cap, Code, Data, Image, Instance, Page, Slots};
use jar_kernel::{Context, End, Images, Meters, NoAttestations, call, op};
use jar_kernel_guests as guests;
use jar_kernel_guests::{operation, slot};
use jar_types::Hash;
use javm::{Interpreter, Machines, MemoryBuilder, Rules, Start, UNLIMITED};

/// Pages of a gibibyte.
const GIBIBYTE: u32 = 1 << 18;

/// The shortest of some measurements, so that other work on the machine does not count.
fn fastest(mut run: impl FnMut() -> Duration) -> f64 {
    (0..7).map(|_| run()).min().unwrap_or_default().as_secs_f64()
}

fn timed<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = run();
    (start.elapsed(), value)
}

fn apply(machines: &dyn Machines, instance: &Instance, turns: u64, slot0: Option<Cap>) -> Instance {
    let images = Images::default();
    let context = Context {
        machines,
        rules: Rules::FLAT_PER_BLOCK,
        meters: Meters::new(u64::MAX, u64::MAX),
        seed: Hash::default(),
        attestor: &mut NoAttestations,
        images: &images,
    };
    match call(context, instance, 0, [turns, 0, 0, 0], slot0).end {
        End::Halted { instance, .. } => instance,
        other => panic!("{other:?}"),
    }
}

/// A guest that does something as often as its argument says.
fn repeat(body: &str, pages: Option<u32>) -> Image {
    let text = "    add_imm_64 r1, r7, 0\n    load_imm_64 r2, 65536\n    fallthrough\n@again:\n"
        .to_owned()
        + body
        + "    add_imm_64 r1, r1, -1\n    branch_ne_imm r1, 0, @again\n"
        + &guests::halt(0);
    let map = |parts: &mut jar_cap::Parts| {
        parts.mappings = pages.map(|pages| guests::persistent(16, pages, 1)).into_iter().collect();
    };
    guests::image(&[(0, text)], map).unwrap()
}

fn with(image: Image, caps: &[(u32, Cap)]) -> Instance {
    let mut slots = Slots::new(8);
    for (slot, cap) in caps {
        slots.set(*slot, Some(cap.clone()));
    }
    Instance::genesis(image, slots)
}

/// Seconds for a turn of a guest: what more turns add.
fn per_turn(machines: &dyn Machines, instance: &Instance, turns: u64) -> f64 {
    let run = |turns| fastest(|| timed(|| black_box(apply(machines, instance, turns, None))).0);
    (run(turns + 1) - run(1)) / turns as f64
}

/// Seconds to make, run and drop a machine that does one host call.
fn own_start(machines: &dyn Machines, image: &Image) -> f64 {
    let Code::Program(program) = &image.parts().code else { panic!("a program") };
    let turns = 2000u32;
    let all = fastest(|| {
        let run = || {
            for _ in 0..turns {
                let start = Start { gas: 1000, ..Start::default() };
                let state = start.with_memory(MemoryBuilder::new().build());
                let machine = machines.start(Arc::clone(program), Rules::FLAT_PER_BLOCK, state);
                black_box(machine.unwrap().run(UNLIMITED));
            }
        };
        timed(run).0
    });
    all / f64::from(turns)
}

fn measure(name: &str, machines: &dyn Machines) {
    let show =
        |what: &str, seconds: f64| println!("{name:<12} {what:<44} {:9.3} µs", seconds * 1e6);
    let empty = guests::image(&[(0, guests::halt_result())], |_| {}).unwrap();
    let own = own_start(machines, &empty);
    let callee = Cap::Instance(with(empty, &[]));
    let caller = with(repeat(&guests::call(3, 0, &[]), None), &[(3, callee)]);
    let whole = per_turn(machines, &caller, 20_000);
    show("a machine's own start", own);
    show("CALL and HALT of an empty endpoint", whole);
    show("… above the machine's own start", whole - own);

    let nest = Cap::Instance(with(guests::recursion().unwrap(), &[]));
    let Cap::Instance(instance) = &nest else { panic!("an Instance") };
    for depth in [10, 100, 1000] {
        let run = || timed(|| apply(machines, instance, depth, Some(nest.clone()))).0;
        show(&format!("nested call, depth {depth}"), fastest(run) / depth as f64);
    }

    let large = Cap::Data(Data::zeros(GIBIBYTE).unwrap());
    let holder = Cap::Instance(with(repeat("", Some(GIBIBYTE)), &[(1, large.clone())]));
    let copy = operation(op::COPY, &[slot(3), slot(4)]);
    let copier = with(repeat(&copy, None), &[(3, holder)]);
    show("COPY of an Instance of 1 GiB", per_turn(machines, &copier, 20_000));

    let write = "    store_ind_u64 r1, r2, 0\n    add_imm_64 r2, r2, 40960\n";
    let writer = with(repeat(write, Some(GIBIBYTE)), &[(1, large)]);
    show("first write to a page of 1 GiB, with HALT", per_turn(machines, &writer, 5000));
}

fn roots() {
    let base = Data::zeros(GIBIBYTE).unwrap();
    let full = base.with_pages(0, (0..GIBIBYTE).step_by(64).map(page));
    black_box(full.hash());
    for touched in [1u32, 10, 100, 1000] {
        let seconds = fastest(|| {
            let step = (GIBIBYTE / touched) as usize;
            let pages = (0..GIBIBYTE).step_by(step).map(|number| (number, Page::new(&[7; 4096])));
            let new = full.with_pages(0, pages);
            timed(|| black_box(new.hash())).0
        });
        let each = seconds * 1e6 / f64::from(touched);
        println!(
            "state root after {touched:>4} pages of 1 GiB: {:9.1} µs, {each:6.2} µs a page",
            seconds * 1e6
        );
    }
}

fn page(number: u32) -> (u32, Page) {
    (number, Page::new(&[number as u8; 4096]))
}

fn main() {
    measure("interpreter", &Interpreter);
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    measure("fixed", &javm_jit::Fixed::new().unwrap());
    roots();
}
