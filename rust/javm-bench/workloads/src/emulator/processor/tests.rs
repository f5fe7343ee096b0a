use super::Processor;

/// Runs some instructions from 0x0200 on, up to `brk`, after a preparation.
fn run(code: &[u8], prepare: impl FnOnce(&mut Processor)) -> Processor {
    let mut processor = Processor::new(0x0200);
    for (address, octet) in (0x0200..).zip(code) {
        processor.write(address, *octet);
    }
    prepare(&mut processor);
    assert_eq!(processor.run(100), Some(0));
    processor
}

#[test]
fn sums_and_differences_have_the_flags_of_exact_arithmetic() {
    for (a, b) in (0..=255u8).flat_map(|a| (0..=255u8).map(move |b| (a, b))) {
        for carry in [false, true] {
            let start = |processor: &mut Processor| (processor.a, processor.carry) = (a, carry);
            let exact = |sign: i16, a: i16, b: i16, c: bool| a + sign * b + sign * i16::from(c);
            let signed = |octet: u8| i16::from(octet.cast_signed());
            for (opcode, sign, c) in [(0x69, 1, carry), (0xe9, -1, !carry)] {
                let end = run(&[opcode, b, 0], start);
                let unsigned = exact(sign, a.into(), b.into(), c);
                let exact = exact(sign, signed(a), signed(b), c);
                assert_eq!(end.a, unsigned as u8, "{opcode:x} {a} {b} {carry}");
                let carries = if sign == 1 { unsigned > 255 } else { unsigned >= 0 };
                assert_eq!(end.carry, carries, "{opcode:x} {a} {b} {carry}");
                assert_eq!(end.overflow, !(-128..128).contains(&exact), "{opcode:x} {a} {b}");
                assert_eq!(end.status() & 0x82, end.a & 0x80 | u8::from(end.a == 0) << 1);
            }
        }
    }
}

#[test]
fn every_mode_reads_where_the_data_sheet_says() {
    let prepare = |processor: &mut Processor| {
        (processor.x, processor.y) = (0x10, 0x20);
        // (0x81 + 0x10) and (0xff): pointers; the second lies around the end of the zero page.
        for (address, value) in [(0x91, 0x34), (0x92, 0x12), (0xff, 0x56), (0x00, 0x13)] {
            processor.write(address, value);
        }
        for (address, value) in [(0x1234, 1), (0x1376, 2), (0x0080, 3), (0x000f, 4), (0x4321, 5)] {
            processor.write(address, value);
        }
        processor.write(0x4331, 6);
        processor.write(0x4341, 7);
    };
    let cases: [(&[u8], u8); 8] = [
        (&[0xa1, 0x81, 0], 1),
        (&[0xb1, 0xff, 0], 2),
        (&[0xa5, 0x80, 0], 3),
        (&[0xb5, 0xff, 0], 4),
        (&[0xad, 0x21, 0x43, 0], 5),
        (&[0xbd, 0x21, 0x43, 0], 6),
        (&[0xb9, 0x21, 0x43, 0], 7),
        (&[0xa9, 0x08, 0], 8),
    ];
    for (code, expected) in cases {
        assert_eq!(run(code, prepare).a, expected, "{code:x?}");
    }
    assert_eq!(run(&[0xb6, 0xef, 0], prepare).x, 4, "zero page, Y");
}

#[test]
fn shifts_and_rotations_pass_through_the_carry() {
    for (opcode, carry, expected) in [
        (0x0a, true, (0x02, true)),
        (0x2a, true, (0x03, true)),
        (0x4a, true, (0x40, true)),
        (0x6a, true, (0xc0, true)),
        (0x6a, false, (0x40, true)),
    ] {
        let end = run(&[opcode, 0], |processor| (processor.a, processor.carry) = (0x81, carry));
        assert_eq!((end.a, end.carry), expected, "{opcode:x}");
    }
}

#[test]
fn calls_returns_and_the_stack_belong_together() {
    // jsr 0x0206; inx; brk; brk; 0x0206: php; pha; lda #7; tay; pla; plp; rts
    let code = [0x20, 0x06, 0x02, 0xe8, 0, 0, 0x08, 0x48, 0xa9, 7, 0xa8, 0x68, 0x28, 0x60];
    let end = run(&code, |processor| (processor.a, processor.carry) = (0x55, true));
    assert_eq!((end.a, end.x, end.y, end.stack, end.carry), (0x55, 1, 7, 0xff, true));
    assert_eq!((end.pc, end.done), (0x0205, 9));
}

#[test]
fn an_indirect_jump_stays_in_its_page() {
    let end = run(&[0x6c, 0xff, 0x30], |processor| {
        processor.write(0x30ff, 0x00);
        processor.write(0x3000, 0x50);
        processor.write(0x3100, 0x60);
    });
    assert_eq!(end.pc, 0x5001);
}

#[test]
fn branches_go_both_ways_and_comparisons_set_the_carry() {
    // ldx #3; dex; cpx #1; bne -5; bcs +1; brk; iny; brk
    let end = run(&[0xa2, 3, 0xca, 0xe0, 1, 0xd0, 0xfb, 0xb0, 1, 0, 0xc8, 0], |_| {});
    assert_eq!((end.x, end.y, end.done), (1, 1, 9));
}

#[test]
fn an_undefined_opcode_stops_the_processor_and_a_limit_does() {
    let mut processor = Processor::new(0x0200);
    processor.write(0x0200, 0x03);
    assert_eq!(processor.run(10), Some(3));
    let mut forever = Processor::new(0x0200);
    for (address, octet) in (0x0200..).zip([0x4c, 0x00, 0x02]) {
        forever.write(address, octet);
    }
    assert_eq!((forever.run(10), forever.done), (None, 10));
}
