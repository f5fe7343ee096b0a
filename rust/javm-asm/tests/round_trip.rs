//! Blob, listing and text are the same program.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test they are assertions")]

#[path = "../../javm/tests/support/mod.rs"]
mod support;

use javm::{Opcode, Operands, Program, Reg};
use javm_asm::{
    AsmError, Entry, Item, JumpTable, LayoutError, Listing, ProgramBuilder, Target, assemble,
    disassemble,
};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn every_program_comes_back(blob in support::blob()) {
        let program = Program::parse(&blob).unwrap();
        let listing = Listing::from_program(&program);
        prop_assert_eq!(&listing.to_blob().unwrap(), &blob);
        let text = disassemble(&program);
        prop_assert_eq!(&Listing::parse(&text).unwrap(), &listing, "{}", text);
        prop_assert_eq!(assemble(&text), Ok(blob), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused_with_its_place(text in "([a-z_0-9@:.,+ -]{0,12}( r[0-9]+,?)*\n?){0,6}") {
        if let Err(error) = assemble(&text) {
            let lines = text.lines().count().max(1);
            prop_assert!((1..=lines).contains(&error.line), "{}", error);
            let columns = text.lines().nth(error.line - 1).unwrap_or_default().chars().count() + 1;
            prop_assert!((1..=columns).contains(&error.column), "{}", error);
        }
    }

    /// What a minimiser does: any instruction may go, and jumps still lead to what they led to.
    #[test]
    fn instructions_can_be_deleted(blob in support::blob(), victim: prop::sample::Index) {
        let mut listing = Listing::from_program(&Program::parse(&blob).unwrap());
        let code: Vec<usize> = (0..listing.items.len())
            .filter(|at| !matches!(listing.items[*at], Item::Label(_))).collect();
        if code.is_empty() {
            return Ok(());
        }
        listing.items.remove(code[victim.index(code.len())]);
        listing.relax();
        if let Ok(smaller) = listing.to_blob() {
            prop_assert!(Program::parse(&smaller).is_ok());
            prop_assert!(smaller.len() <= blob.len() + 8);
        } else {
            // Only an entry can be too wide, never a jump too far.
            let too_wide = matches!(listing.to_blob(), Err(LayoutError::Entry { .. }));
            prop_assert!(too_wide);
        }
    }
}

#[test]
fn the_text_is_readable() {
    let text = "\
.jump_table 2
.entries @9 0x4d2
@0:
    load_imm r3, -0x5                       ; 0
    store_imm_ind_u8 r1, 0x10:4, 0x0        ; 3
@9:
    add_64 r2, r0, r1                       ; 9
    branch_lt_s_imm r2, 0x80, @0            ; 12
    jump -0x1                               ; 17
    .raw 64                                 ; 19
";
    let blob = assemble(text).unwrap();
    assert_eq!(disassemble(&Program::parse(&blob).unwrap()), text);
}

#[test]
fn errors_say_where_and_what() {
    let error = |text: &str| assemble(text).unwrap_err().to_string();
    assert_eq!(
        error("trap\n  add_64 r1, r13, r2"),
        "line 2, column 14: expected a register, r0 to r12, found `r13`"
    );
    assert_eq!(
        error("jump 5"),
        "line 1, column 6: expected a label like `@name` or an offset like `+0x7`, found `5`"
    );
    assert_eq!(
        error("ädd r1"),
        "line 1, column 1: expected an instruction, a label like `@name:` or a directive, found `ädd`"
    );
    assert_eq!(error("load_imm r1 5"), "line 1, column 13: expected `,`, found `5`");
    assert_eq!(error("trap 1"), "line 1, column 6: expected the end of the line, found `1`");
    assert_eq!(
        error("load_imm r1, 0x1:5"),
        "line 1, column 18: expected a width of 0 to 4 octets, found `5`"
    );
    assert_eq!(
        error("trap\n jump @x"),
        "line 2, column 2: expected a label that is defined, found `jump @x`"
    );
    assert_eq!(
        error("@a:\n@a:"),
        "line 2, column 1: expected a label that is not defined yet, found `@a:`"
    );
    assert_eq!(
        error(".entries 5"),
        "line 1, column 1: expected `.jump_table` with a size above 0 before, found `.entries`"
    );
    let too_wide = AsmError {
        line: 2,
        column: 1,
        expected: "values that sign-extend from 4 octets".to_owned(),
        found: "`load_imm r1, 0x100000000`".to_owned(),
    };
    assert_eq!(assemble("trap\nload_imm r1, 0x100000000"), Err(too_wide));
}

#[test]
fn names_and_numbers_do_not_collide() {
    let text = "jump @loop\n@0:\ntrap\n@loop:\njump @0\njump @1\n@1:";
    let listing = Listing::parse(text).unwrap();
    assert_eq!(assemble(text), assemble(&listing.to_text()));
    assert_eq!(listing.fresh_label().0, 3);
    let listing = Listing::parse(".jump_table 1\n.entries @7\n@2:").unwrap();
    assert_eq!(listing.fresh_label().0, 8);
}

#[test]
fn jumps_grow_until_they_reach() {
    let mut builder = ProgramBuilder::new();
    let (far, end) = (builder.label(), builder.label());
    let offset = |label| Operands::Offset { target: Target::Label(label) };
    builder.push(Opcode::Jump, offset(end));
    builder.place(far);
    for _ in 0..40 {
        builder.push(Opcode::LoadImm64, Operands::RegExtImm { a: Reg::clamped(1), x: 1 });
    }
    builder.push(Opcode::Jump, offset(far));
    builder.place(end);
    builder.push(Opcode::Trap, Operands::None);
    assert_eq!(builder.push_entry(Entry::Label(end)), 2);
    assert_eq!(builder.push_entry(Entry::Label(far)), 4);
    let program = Program::parse(&builder.blob().unwrap()).unwrap();
    let target = |pc| program.instruction_at(pc).operands.target().copied();
    assert_eq!((target(0), target(403)), (Some(406), Some(3)));
    assert_eq!((program.jump_entry(0), program.jump_entry(1)), (Some(406), Some(3)));
    assert_eq!(program.instruction_at(406).opcode, Opcode::Trap);
}

/// The jump over 125 octets reaches 128 with two octets of offset and 127 with one: both are shortest in their place.
#[test]
fn widths_that_keep_each_other_long_come_back() {
    let text = format!("jump @end:2\n{}@end:\ntrap", "trap\n".repeat(125));
    let blob = assemble(&text).unwrap();
    assert!(assemble(&text.replace(":2", "")).unwrap().len() < blob.len());
    let listing = Listing::from_program(&Program::parse(&blob).unwrap());
    assert_eq!(listing.to_blob(), Ok(blob));
}

#[test]
fn a_relaxed_listing_reaches_further() {
    let mut listing = Listing::parse("jump @end:1\n@end:\ntrap").unwrap();
    listing.items.insert(1, Item::Data(vec![0; 200]));
    assert!(matches!(listing.to_blob(), Err(LayoutError::Encode { item: 0, .. })));
    listing.relax();
    let program = Program::parse(&listing.to_blob().unwrap()).unwrap();
    assert_eq!(program.instruction_at(0).operands.target(), Some(&203));
}

#[test]
fn faults_of_a_listing_are_named() {
    let mut builder = ProgramBuilder::new();
    let label = builder.label();
    builder.push(Opcode::Jump, Operands::Offset { target: Target::Label(label) });
    assert_eq!(builder.blob(), Err(LayoutError::Undefined { item: 0, label }));
    builder.place(label);
    builder.place(label);
    assert_eq!(builder.blob(), Err(LayoutError::Twice { item: 2, label }));
    let entries = vec![Entry::Absolute(256)];
    let listing = Listing { jump_table: JumpTable::Entries { size: 1, entries }, items: vec![] };
    assert_eq!(listing.to_blob(), Err(LayoutError::Entry { entry: 0, value: 256, size: 1 }));
}
