//! Programs from the first instruction to the last: the way generators write them.

use javm::{Opcode, Operands};

use crate::encode::Widths;
use crate::layout::LayoutError;
use crate::listing::{Code, Entry, Item, JumpTable, Label, Listing, Target};

/// Appends instructions and hands out labels.
///
/// ```
/// use javm::{Opcode, Operands, Program, Reg};
/// use javm_asm::{ProgramBuilder, Target};
///
/// let r0 = Reg::clamped(0);
/// let mut builder = ProgramBuilder::new();
/// let start = builder.label();
/// builder.place(start);
/// builder.push(Opcode::AddImm64, Operands::TwoRegImm { a: r0, b: r0, x: 1 });
/// builder.push(Opcode::Jump, Operands::Offset { target: Target::Label(start) });
/// let blob = builder.blob()?;
/// assert!(Program::parse(&blob).is_ok());
/// # Ok::<(), javm_asm::LayoutError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ProgramBuilder {
    listing: Listing,
    labels: u32,
}

impl ProgramBuilder {
    /// An empty program.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A new label; give it a position with [`ProgramBuilder::place`].
    pub fn label(&mut self) -> Label {
        let label = Label(self.labels);
        self.labels = self.labels.saturating_add(1);
        label
    }

    /// Defines a label as the position of what is pushed next.
    pub fn place(&mut self, label: Label) {
        self.listing.items.push(Item::Label(label));
    }

    /// Appends an instruction with the shortest widths.
    pub fn push(&mut self, opcode: Opcode, operands: Operands<Target>) {
        self.push_wide(opcode, operands, Widths::default());
    }

    /// Appends an instruction with chosen widths.
    pub fn push_wide(&mut self, opcode: Opcode, operands: Operands<Target>, widths: Widths) {
        self.listing.items.push(Item::Code(Code { opcode, operands, widths }));
    }

    /// Appends octets; the bitmask marks the first one.
    pub fn push_raw(&mut self, octets: Vec<u8>) {
        self.listing.items.push(Item::Raw(octets));
    }

    /// Appends octets that the bitmask does not mark.
    pub fn push_data(&mut self, octets: Vec<u8>) {
        self.listing.items.push(Item::Data(octets));
    }

    /// Replaces the jump table.
    pub fn set_jump_table(&mut self, table: JumpTable) {
        self.listing.jump_table = table;
    }

    /// Appends a jump table entry and returns the address that an indirect jump takes to use it: 2 (index + 1).
    /// A table without entries becomes one of four octets per entry.
    pub fn push_entry(&mut self, entry: Entry) -> u64 {
        if let JumpTable::Zeros(_) = self.listing.jump_table {
            self.listing.jump_table = JumpTable::Entries { size: 4, entries: Vec::new() };
        }
        match &mut self.listing.jump_table {
            JumpTable::Entries { entries, .. } => {
                entries.push(entry);
                (entries.len() as u64).saturating_mul(2)
            }
            JumpTable::Zeros(_) => 0,
        }
    }

    /// The listing so far.
    #[must_use]
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// The finished listing.
    #[must_use]
    pub fn finish(self) -> Listing {
        self.listing
    }

    /// The program blob.
    ///
    /// # Errors
    /// See [`LayoutError`].
    pub fn blob(&self) -> Result<Vec<u8>, LayoutError> {
        self.listing.to_blob()
    }
}
