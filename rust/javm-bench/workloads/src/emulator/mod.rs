//! A processor of the eighties, emulated: what emulators of games consoles spend their time on.

mod instruction;
mod processor;
mod program;

use crate::words::{fold, word};
use processor::Processor;
use program::{ORIGIN, PROGRAM};

/// A run never takes as many instructions.
const LIMIT: u64 = 1 << 32;

/// Runs the sieve of `program` on a 6502. Input: the number of rounds, 1 to 255.
#[must_use]
pub fn emulator(input: &[u8]) -> Option<u64> {
    let rounds = u8::try_from(word(input)?).ok().filter(|rounds| *rounds > 0)?;
    let processor = run(rounds)?;
    let registers = [processor.a, processor.x, processor.y, processor.stack, processor.status()];
    let (memory, _) = processor.memory.as_chunks();
    let memory = memory.iter().map(|word| u64::from_le_bytes(*word));
    Some(fold(registers.map(u64::from).into_iter().chain([processor.done]).chain(memory)))
}

/// The processor after the program.
fn run(rounds: u8) -> Option<Processor> {
    let mut processor = Processor::new(ORIGIN);
    let program = processor.memory.get_mut(usize::from(ORIGIN)..)?.get_mut(..PROGRAM.len())?;
    program.copy_from_slice(&PROGRAM);
    processor.write(0, rounds);
    (processor.run(LIMIT) == Some(0)).then_some(processor)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same sieve.
    fn flags() -> [u8; 8192] {
        let mut flags = [1; 8192];
        for flag in 0..8191 {
            let number = 2 * flag + 3;
            if flags[flag] == 1 {
                (flag + number..8191).step_by(number).for_each(|multiple| flags[multiple] = 0);
            }
        }
        flags
    }

    #[test]
    fn the_sieve_finds_1899_primes_and_their_sum_is_that_of_crc_32() {
        let processor = run(1).unwrap();
        assert_eq!(processor.memory[0x2000..0x4000], flags());
        let count = u16::from_le_bytes([processor.read(1), processor.read(2)]);
        assert_eq!(count, 1899);
        let crc: [u8; 4] = core::array::from_fn(|index| processor.read(9 + index as u16));
        assert_eq!(u32::from_le_bytes(crc), CRC, "by the CRC-32 of zlib");
    }

    /// Of the flags.
    const CRC: u32 = 0xc794_bc11;

    #[test]
    fn rounds_cost_instructions_and_change_nothing_else() {
        let [one, two, three] = [1, 2, 3].map(|rounds| run(rounds).unwrap());
        assert_eq!(one.memory, three.memory);
        assert_eq!(three.done - two.done, two.done - one.done);
        assert!(two.done > one.done);
        assert_eq!(emulator(&[0; 8]), None);
        assert_eq!(emulator(&256u64.to_le_bytes()), None);
    }
}
