//! The list of the workloads, with the inputs that the benches give them.

use alloc::vec::Vec;

use crate::field::MODULUS;
use crate::folding::{FOLD_LAYERS, FOLD_QUERIES};
use crate::words::SplitMix;

/// A workload and its input.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// Name, also of the guest program.
    pub name: &'static str,
    /// The function.
    pub run: fn(&[u8]) -> Option<u64>,
    /// Makes the input; always the same.
    pub input: fn() -> Vec<u8>,
    /// What it does with that input.
    pub about: &'static str,
}

/// All of them.
pub static WORKLOADS: [Workload; 13] = [
    Workload {
        name: "fib",
        run: crate::fib,
        input: || octets([1_000_000]),
        about: "1,000,000 additions, each of the two sums before it",
    },
    Workload {
        name: "sort",
        run: crate::sort,
        input: || octets([1]),
        about: "insertion sort of 1,000 numbers in memory",
    },
    Workload {
        name: "sieve",
        run: crate::sieve,
        input: || octets([100_000]),
        about: "the primes up to 100,000",
    },
    Workload {
        name: "blake2b",
        run: crate::blake2b,
        input: message,
        about: "Blake2b-512 of 1,024 octets",
    },
    Workload {
        name: "keccak",
        run: crate::keccak,
        input: message,
        about: "Keccak-256 of 1,024 octets",
    },
    Workload {
        name: "ed25519",
        run: crate::ed25519,
        input: || RFC_8032.into(),
        about: "verification of one Ed25519 signature",
    },
    Workload {
        name: "ecrecover",
        run: crate::ecrecover,
        input: || RECOVERY.into(),
        about: "recovery of one Ethereum address from a secp256k1 signature",
    },
    Workload {
        name: "goldilocks_mul",
        run: crate::goldilocks_mul,
        input: || octets([100_000, 3, MODULUS - 5]),
        about: "100,000 chained products modulo 2^64 - 2^32 + 1",
    },
    Workload {
        name: "poseidon2",
        run: crate::poseidon2,
        input: || octets([1000, 0, 1, 2, 3, 4, 5, 6, 7]),
        about: "1,000 chained Poseidon2 permutations of width 8",
    },
    Workload {
        name: "mini_verifier",
        run: crate::mini_verifier,
        input: || octets(crate::prover::prove(1)),
        about: "verification of a FRI proof: 381 permutations, 3,100 field operations",
    },
    Workload {
        name: "poly_eval",
        run: crate::poly_eval,
        input: || octets([1]),
        about: "a polynomial of degree 4,096 at 64 points",
    },
    Workload {
        name: "fri_fold",
        run: crate::fri_fold,
        input: folds,
        about: "30 queries through 12 layers of FRI folding",
    },
    Workload {
        name: "emulator",
        run: crate::emulator,
        input: || octets([10]),
        about: "a 6502 that sieves 16,381 ten times and sums up the result",
    },
];

fn octets(words: impl IntoIterator<Item = u64>) -> Vec<u8> {
    words.into_iter().flat_map(u64::to_le_bytes).collect()
}

/// 1,024 octets: 0 to 255, four times.
fn message() -> Vec<u8> {
    (0..1024u32).map(|index| index as u8).collect()
}

/// Random numbers for the folding.
fn folds() -> Vec<u8> {
    let mut generator = SplitMix(1);
    let count = FOLD_LAYERS + FOLD_QUERIES * (FOLD_LAYERS + 2);
    octets((0..count).map(|_| generator.next() % MODULUS))
}

/// RFC 8032, 7.1, test 3: key, signature, message.
pub(crate) static RFC_8032: [u8; 98] =
    hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025\
     6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
     18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a\
     af82");

/// Hash, v, r and s of a signature by a94f5374fce5edbc8e2a8697c15331677e6ebf0b. Its s is the larger of the two.
pub(crate) static RECOVERY: [u8; 97] =
    hex("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c\
     1c\
     73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f\
     eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c4549");

/// Octets from hexadecimal digits, at compile time.
#[expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "compile time: a mistake does not build"
)]
const fn hex<const N: usize>(digits: &str) -> [u8; N] {
    const fn digit(character: u8) -> u8 {
        match character {
            b'0'..=b'9' => character - b'0',
            b'a'..=b'f' => character - b'a' + 10,
            _ => panic!("no hexadecimal digit"),
        }
    }
    let digits = digits.as_bytes();
    assert!(digits.len() == 2 * N, "wrong number of digits");
    let mut octets = [0; N];
    let mut index = 0;
    while index < N {
        octets[index] = digit(digits[2 * index]) << 4 | digit(digits[2 * index + 1]);
        index += 1;
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_those_of_other_means() {
        let lines = include_str!("../results.txt").lines();
        assert_eq!(lines.clone().count(), WORKLOADS.len() - 2);
        for line in lines {
            let (name, result) = line.split_once(" 0x").unwrap();
            let workload = WORKLOADS.iter().find(|workload| workload.name == name).unwrap();
            let expected = u64::from_str_radix(result, 16).unwrap();
            assert_eq!((workload.run)(&(workload.input)()), Some(expected), "{name}");
        }
    }
}
