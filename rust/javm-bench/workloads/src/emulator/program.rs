//! The program of the emulated processor.
//!
//! Rounds of the sieve of Eratosthenes over the odd numbers from 3 to 16,383, whose flags are the octets from $2000 to $3ffe; then
//! the CRC-32 of the 8,192 octets from $2000 on. Rounds at $00, count at $01, flag at $03, number at $05, multiple at $07, crc at $09.

/// Where the program begins.
pub(super) const ORIGIN: u16 = 0x0800;

/// The program.
#[rustfmt::skip]
pub(super) static PROGRAM: [u8; 202] = [
    0xa9, 0x00,       // start:  lda #0
    0x85, 0x01,       //         sta count
    0x85, 0x02,       //         sta count + 1
    0x85, 0x03,       //         sta flag
    0xa8,             //         tay: 0 until the checksum
    0xa9, 0x20,       //         lda #$20
    0x85, 0x04,       //         sta flag + 1
    0xaa,             //         tax: 32 pages
    0xa9, 0x01,       //         lda #1
    0x91, 0x03,       // fill:   sta (flag),y
    0xc8,             //         iny
    0xd0, 0xfb,       //         bne fill
    0xe6, 0x04,       //         inc flag + 1
    0xca,             //         dex
    0xd0, 0xf6,       //         bne fill
    0xa9, 0x20,       //         lda #$20
    0x85, 0x04,       //         sta flag + 1
    0xa9, 0x03,       //         lda #3
    0x85, 0x05,       //         sta number
    0x86, 0x06,       //         stx number + 1
    0xb1, 0x03,       // flag:   lda (flag),y
    0xf0, 0x2a,       //         beq next
    0xa5, 0x03,       //         lda flag
    0x85, 0x07,       //         sta multiple
    0xa5, 0x04,       //         lda flag + 1
    0x85, 0x08,       //         sta multiple + 1
    0x18,             // cross:  clc
    0xa5, 0x07,       //         lda multiple
    0x65, 0x05,       //         adc number
    0x85, 0x07,       //         sta multiple
    0xa5, 0x08,       //         lda multiple + 1
    0x65, 0x06,       //         adc number + 1
    0x85, 0x08,       //         sta multiple + 1
    0xa5, 0x07,       //         lda multiple
    0xc9, 0xff,       //         cmp #$ff
    0xa5, 0x08,       //         lda multiple + 1
    0xe9, 0x3f,       //         sbc #$3f
    0xb0, 0x05,       //         bcs found: at $3fff or behind
    0x98,             //         tya
    0x91, 0x07,       //         sta (multiple),y
    0xf0, 0xe4,       //         beq cross
    0xe6, 0x01,       // found:  inc count
    0xd0, 0x02,       //         bne next
    0xe6, 0x02,       //         inc count + 1
    0x18,             // next:   clc
    0xa5, 0x05,       //         lda number
    0x69, 0x02,       //         adc #2
    0x85, 0x05,       //         sta number
    0x90, 0x02,       //         bcc odd
    0xe6, 0x06,       //         inc number + 1
    0xe6, 0x03,       // odd:    inc flag
    0xd0, 0x02,       //         bne more
    0xe6, 0x04,       //         inc flag + 1
    0xa5, 0x03,       // more:   lda flag
    0xc9, 0xff,       //         cmp #$ff
    0xd0, 0xbb,       //         bne flag
    0xa5, 0x04,       //         lda flag + 1
    0xc9, 0x3f,       //         cmp #$3f
    0xd0, 0xb5,       //         bne flag
    0xc6, 0x00,       //         dec rounds
    0xd0, 0x8d,       //         bne start
    0x20, 0x77, 0x08, //         jsr crc
    0x00,             //         brk: the end
    0xa2, 0x03,       // crc:    ldx #3
    0xa9, 0xff,       //         lda #$ff
    0x95, 0x09,       // ones:   sta crc,x
    0xca,             //         dex
    0x10, 0xfb,       //         bpl ones
    0xa9, 0x20,       //         lda #$20
    0x85, 0x04,       //         sta flag + 1
    0x84, 0x03,       //         sty flag
    0xb1, 0x03,       // octet:  lda (flag),y
    0x45, 0x09,       //         eor crc
    0x85, 0x09,       //         sta crc
    0xa2, 0x08,       //         ldx #8
    0x46, 0x0c,       // bit:    lsr crc + 3
    0x66, 0x0b,       //         ror crc + 2
    0x66, 0x0a,       //         ror crc + 1
    0x66, 0x09,       //         ror crc
    0x90, 0x18,       //         bcc clear
    0xa5, 0x09,       //         lda crc
    0x49, 0x20,       //         eor #$20
    0x85, 0x09,       //         sta crc
    0xa5, 0x0a,       //         lda crc + 1
    0x49, 0x83,       //         eor #$83
    0x85, 0x0a,       //         sta crc + 1
    0xa5, 0x0b,       //         lda crc + 2
    0x49, 0xb8,       //         eor #$b8
    0x85, 0x0b,       //         sta crc + 2
    0xa5, 0x0c,       //         lda crc + 3
    0x49, 0xed,       //         eor #$ed
    0x85, 0x0c,       //         sta crc + 3
    0xca,             // clear:  dex
    0xd0, 0xdb,       //         bne bit
    0xc8,             //         iny
    0xd0, 0xd0,       //         bne octet
    0xe6, 0x04,       //         inc flag + 1
    0xa5, 0x04,       //         lda flag + 1
    0xc9, 0x40,       //         cmp #$40
    0xd0, 0xc8,       //         bne octet
    0xa2, 0x03,       //         ldx #3
    0xb5, 0x09,       // invert: lda crc,x
    0x49, 0xff,       //         eor #$ff
    0x95, 0x09,       //         sta crc,x
    0xca,             //         dex
    0x10, 0xf7,       //         bpl invert
    0x60,             //         rts
];
