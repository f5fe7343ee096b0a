//! Workloads in assembler, whose every instruction is known.

use std::hint::black_box;
use std::sync::Arc;

use anyhow::Context;
use javm::PAGE_SIZE;
use javm::init::StandardProgram;
use javm_asm::assemble;

use super::{Expected, Group, Native, Octets, RESULT, Workload};

/// Where the heap of a program without read-only data begins.
const HEAP: u64 = 0x2_0000;

/// Numbers that `sort.asm` sorts.
const NUMBERS: u64 = 1_000;

const MINIMAL: &str = include_str!("../../asm/minimal.asm");
const FIB: &str = include_str!("../../asm/fib.asm");
const SORT: &str = include_str!("../../asm/sort.asm");
const WIDE: &str = include_str!("../../asm/wide.asm");
const CALLS: &str = include_str!("../../asm/calls.asm");
const HOSTCALL: &str = include_str!("../../asm/hostcall.asm");
const HOSTCALL_NONE: &str = include_str!("../../asm/hostcall_none.asm");
const TOUCH: &str = include_str!("../../asm/touch.asm");
const WALK: &str = include_str!("../../asm/walk.asm");

/// Real exits in one run of `hostcall`.
pub(crate) const HOST_CALLS: u64 = 100_000;

fn fib(turns: u64) -> u64 {
    let (mut a, mut b) = (0u64, 1u64);
    for _ in 0..turns {
        (a, b) = (b, a.wrapping_add(b));
    }
    b
}

fn sort(count: u64) -> u64 {
    let factor = 0x9e37_79b1_u32;
    let mut numbers: Vec<u32> = (0..count as u32).map(|i| i.wrapping_mul(factor)).collect();
    // The same algorithm, not a better one.
    for end in (1..numbers.len()).rev() {
        for at in 0..end {
            if let Some([a, b]) = numbers.get_mut(at..at.saturating_add(2))
                && *b < *a
            {
                std::mem::swap(a, b);
            }
        }
    }
    let turn = |sum: u64, number: &u32| sum.rotate_right(7).wrapping_add(u64::from(*number));
    numbers.iter().fold(0, turn)
}

fn wide(turns: u64) -> u64 {
    let (a, mut b, mut low, mut high, mut over) = (0x1_2345_6789_abcd_u64, 3u64, 0u64, 0u64, 0u64);
    for _ in 0..turns {
        let product = u128::from(a).wrapping_mul(u128::from(b));
        let (sum, carry) = low.overflowing_add(product as u64);
        low = sum;
        let upper = ((product >> 64) as u64).wrapping_add(u64::from(carry));
        let (sum, carry) = high.overflowing_add(upper);
        high = sum;
        over = over.wrapping_add(u64::from(carry));
        b ^= low;
    }
    high ^ over
}

fn native(run: fn(u64) -> u64, count: u64) -> Option<Native> {
    Some(Arc::new(move || run(black_box(count))))
}

/// A standard program.
fn standard(text: &str, heap_pages: u16) -> anyhow::Result<Octets> {
    let code = assemble(text)?;
    let program =
        StandardProgram { read_only: &[], heap: &[], heap_pages, stack: 4096, code: &code };
    Ok(Octets::Standard(program.write()))
}

/// What [`workload`] is told.
struct Shape {
    name: &'static str,
    group: Group,
    text: &'static str,
    /// Pages of heap.
    pages: u16,
    /// Registers at the start.
    registers: Vec<(usize, u64)>,
    result: u64,
    gas: u64,
    native: Option<Native>,
}

fn workload(shape: Shape) -> anyhow::Result<Workload> {
    let Shape { name, group, text, pages, registers, result, gas, native } = shape;
    let calls = if name == "hostcall" { HOST_CALLS } else { 0 };
    Ok(Workload {
        name: name.to_owned(),
        group,
        octets: standard(text, pages).with_context(|| format!("{name}.asm"))?,
        arguments: Vec::new(),
        pc: 0,
        registers,
        expected: Expected { registers: vec![(RESULT, result)], gas, calls },
        native,
    })
}

fn computations() -> Vec<Shape> {
    let (turns, some) = (1_000_000, 100_000);
    vec![
        Shape {
            name: "loop fib",
            group: Group::Kernel,
            text: FIB,
            pages: 0,
            registers: vec![(RESULT, turns), (8, 0), (9, 1)],
            result: fib(turns),
            gas: 5 * turns + 2,
            native: native(fib, turns),
        },
        Shape {
            name: "loop sort",
            group: Group::Kernel,
            text: SORT,
            pages: 1,
            registers: vec![(RESULT, NUMBERS), (8, HEAP)],
            result: sort(NUMBERS),
            gas: 3_759_270,
            native: native(sort, NUMBERS),
        },
        Shape {
            name: "loop wide",
            group: Group::Kernel,
            text: WIDE,
            pages: 0,
            registers: vec![(RESULT, some), (8, 0x1_2345_6789_abcd), (9, 3)],
            result: wide(some),
            gas: 11 * some + 2,
            native: native(wide, some),
        },
        Shape {
            name: "loop calls",
            group: Group::Kernel,
            text: CALLS,
            pages: 0,
            registers: vec![(RESULT, some)],
            result: some * (some + 1) / 2,
            gas: 5 * some + 2,
            native: None,
        },
    ]
}

fn exits() -> Vec<Shape> {
    let loop_of = |name, text| Shape {
        name,
        group: Group::Calls,
        text,
        pages: 0,
        registers: vec![(RESULT, HOST_CALLS)],
        result: HOST_CALLS,
        gas: 4 * HOST_CALLS + 2,
        native: None,
    };
    vec![
        Shape {
            name: "minimal",
            group: Group::Calls,
            text: MINIMAL,
            pages: 0,
            registers: vec![(RESULT, 41)],
            result: 42,
            gas: 2,
            native: None,
        },
        loop_of("hostcall", HOSTCALL),
        loop_of("hostcall_none", HOSTCALL_NONE),
    ]
}

/// One store to each of 4,096 pages.
fn touch() -> Shape {
    let pages = 4_096u64;
    let first_to_last = pages * HEAP + (PAGE_SIZE as u64) * (pages * (pages - 1) / 2);
    Shape {
        name: "touch",
        group: Group::Memory,
        text: TOUCH,
        pages: pages as u16,
        registers: vec![(RESULT, pages), (8, HEAP)],
        result: first_to_last,
        gas: 5 * pages + 2,
        native: None,
    }
}

/// A load and a store in every 64 octets of a heap of zeros.
fn walk(name: &str, size: u32) -> anyhow::Result<Workload> {
    let turns = u64::from(size / 64);
    Ok(Workload {
        name: format!("walk {name}"),
        group: Group::Memory,
        octets: Octets::Zeroed { blob: assemble(WALK)?, size },
        arguments: Vec::new(),
        pc: 0,
        registers: vec![(RESULT, turns), (8, HEAP)],
        expected: Expected {
            registers: vec![(RESULT, turns * (turns + 1) / 2)],
            gas: 7 * turns + 2,
            calls: 0,
        },
        native: None,
    })
}

/// All of them.
///
/// # Errors
/// A text does not assemble.
pub(crate) fn assembled() -> anyhow::Result<Vec<Workload>> {
    let shapes = computations().into_iter().chain(exits()).chain([touch()]);
    let mut all = shapes.map(workload).collect::<anyhow::Result<Vec<_>>>()?;
    let sizes = [
        ("4 KiB", 1 << 12),
        ("64 KiB", 1 << 16),
        ("1 MiB", 1 << 20),
        ("16 MiB", 1 << 24),
        ("256 MiB", 1 << 28),
        ("3 GiB", 3 << 30),
    ];
    for (name, size) in sizes {
        all.push(walk(name, size)?);
    }
    Ok(all)
}
