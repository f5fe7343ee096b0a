//! The instructions of the 6502: what an opcode means.

/// Where the operand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Implied,
    Accumulator,
    Immediate,
    ZeroPage,
    ZeroPageX,
    ZeroPageY,
    IndirectX,
    IndirectY,
    Absolute,
    AbsoluteX,
    AbsoluteY,
    Indirect,
    Relative,
}

/// What is done, by the maker's names.
#[rustfmt::skip]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Adc, And, Asl, Bcc, Bcs, Beq, Bit, Bmi, Bne, Bpl, Brk, Bvc, Bvs, Clc, Cld, Cli, Clv, Cmp, Cpx, Cpy, Dec, Dex, Dey, Eor, Inc,
    Inx, Iny, Jmp, Jsr, Lda, Ldx, Ldy, Lsr, Nop, Ora, Pha, Php, Pla, Plp, Rol, Ror, Rti, Rts, Sbc, Sec, Sed, Sei, Sta, Stx, Sty,
    Tax, Tay, Tsx, Txa, Txs, Tya,
}

pub(super) type Instruction = (Operation, Mode);

/// What every opcode means; nothing for those that the maker left undefined.
pub(super) static INSTRUCTIONS: [Option<Instruction>; 256] = {
    let mut all = [None; 256];
    let mut opcode = 0;
    while opcode < all.len() {
        #[expect(clippy::indexing_slicing, reason = "compile time: a wrong index does not build")]
        {
            all[opcode] = decode(opcode as u8);
        }
        opcode += 1;
    }
    all
};

const fn decode(opcode: u8) -> Option<Instruction> {
    let single = single(opcode);
    if single.is_some() {
        return single;
    }
    let (operation, mode) = (opcode >> 5, opcode >> 2 & 7);
    match opcode & 3 {
        0 => index(operation, mode),
        1 => accumulator(operation, mode),
        2 => shift(operation, mode),
        _ => None,
    }
}

/// The instructions that follow no pattern, or have no operand.
#[rustfmt::skip]
const fn single(opcode: u8) -> Option<Instruction> {
    use Mode::{Absolute, AbsoluteY, Immediate, Implied, Indirect, Relative, ZeroPageY};
    use Operation::*;
    Some(match opcode {
        0x00 => (Brk, Implied), 0x20 => (Jsr, Absolute), 0x40 => (Rti, Implied), 0x60 => (Rts, Implied),
        0x08 => (Php, Implied), 0x28 => (Plp, Implied), 0x48 => (Pha, Implied), 0x68 => (Pla, Implied),
        0x88 => (Dey, Implied), 0xa8 => (Tay, Implied), 0xc8 => (Iny, Implied), 0xe8 => (Inx, Implied),
        0x10 => (Bpl, Relative), 0x30 => (Bmi, Relative), 0x50 => (Bvc, Relative), 0x70 => (Bvs, Relative),
        0x90 => (Bcc, Relative), 0xb0 => (Bcs, Relative), 0xd0 => (Bne, Relative), 0xf0 => (Beq, Relative),
        0x18 => (Clc, Implied), 0x38 => (Sec, Implied), 0x58 => (Cli, Implied), 0x78 => (Sei, Implied),
        0x98 => (Tya, Implied), 0xb8 => (Clv, Implied), 0xd8 => (Cld, Implied), 0xf8 => (Sed, Implied),
        0x8a => (Txa, Implied), 0x9a => (Txs, Implied), 0xaa => (Tax, Implied), 0xba => (Tsx, Implied),
        0xca => (Dex, Implied), 0xea => (Nop, Implied),
        0x4c => (Jmp, Absolute), 0x6c => (Jmp, Indirect),
        0xa2 => (Ldx, Immediate), 0xb6 => (Ldx, ZeroPageY), 0xbe => (Ldx, AbsoluteY), 0x96 => (Stx, ZeroPageY),
        _ => return None,
    })
}

/// Instructions on the accumulator.
const fn accumulator(operation: u8, mode: u8) -> Option<Instruction> {
    use Mode::{
        Absolute, AbsoluteX, AbsoluteY, Immediate, IndirectX, IndirectY, ZeroPage, ZeroPageX,
    };
    use Operation::{Adc, And, Cmp, Eor, Lda, Ora, Sbc, Sta};
    let operation = match operation {
        0 => Ora,
        1 => And,
        2 => Eor,
        3 => Adc,
        4 => Sta,
        5 => Lda,
        6 => Cmp,
        _ => Sbc,
    };
    let mode = match mode {
        0 => IndirectX,
        1 => ZeroPage,
        2 if matches!(operation, Sta) => return None,
        2 => Immediate,
        3 => Absolute,
        4 => IndirectY,
        5 => ZeroPageX,
        6 => AbsoluteY,
        _ => AbsoluteX,
    };
    Some((operation, mode))
}

/// Shifts and counts in memory, loads and stores of X.
const fn shift(operation: u8, mode: u8) -> Option<Instruction> {
    use Mode::{Absolute, AbsoluteX, Accumulator, ZeroPage, ZeroPageX};
    use Operation::{Asl, Dec, Inc, Ldx, Lsr, Rol, Ror, Stx};
    let (operation, shifts, indexed) = match operation {
        0 => (Asl, true, true),
        1 => (Rol, true, true),
        2 => (Lsr, true, true),
        3 => (Ror, true, true),
        4 => (Stx, false, false),
        5 => (Ldx, false, false),
        6 => (Dec, false, true),
        _ => (Inc, false, true),
    };
    let mode = match mode {
        1 => ZeroPage,
        2 if shifts => Accumulator,
        3 => Absolute,
        5 if indexed => ZeroPageX,
        7 if indexed => AbsoluteX,
        _ => return None,
    };
    Some((operation, mode))
}

/// Comparisons of the index registers, loads and stores of Y, bit test.
const fn index(operation: u8, mode: u8) -> Option<Instruction> {
    use Mode::{Absolute, AbsoluteX, Immediate, ZeroPage, ZeroPageX};
    use Operation::{Bit, Cpx, Cpy, Ldy, Sty};
    let operation = match operation {
        1 => Bit,
        4 => Sty,
        5 => Ldy,
        6 => Cpy,
        7 => Cpx,
        _ => return None,
    };
    let mode = match mode {
        0 if matches!(operation, Ldy | Cpy | Cpx) => Immediate,
        1 => ZeroPage,
        3 => Absolute,
        5 if matches!(operation, Sty | Ldy) => ZeroPageX,
        7 if matches!(operation, Ldy) => AbsoluteX,
        _ => return None,
    };
    Some((operation, mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_151_instructions_and_none_ends_in_two_ones() {
        assert_eq!(INSTRUCTIONS.iter().flatten().count(), 151);
        assert!((0..64usize).all(|index| INSTRUCTIONS[4 * index + 3].is_none()));
    }

    #[test]
    fn every_operation_has_the_modes_of_the_data_sheet() {
        let count = |operation| INSTRUCTIONS.iter().flatten().filter(|i| i.0 == operation).count();
        use Operation::*;
        for (operations, modes) in [
            (&[Adc, And, Cmp, Eor, Lda, Ora, Sbc][..], 8),
            (&[Sta], 7),
            (&[Asl, Ldx, Ldy, Lsr, Rol, Ror], 5),
            (&[Dec, Inc], 4),
            (&[Cpx, Cpy, Stx, Sty], 3),
            (&[Bit, Jmp], 2),
            (&[Bcc, Brk, Dex, Jsr, Nop, Pha, Rti, Tya], 1),
        ] {
            for operation in operations {
                assert_eq!(count(*operation), modes, "{operation:?}");
            }
        }
    }
}
