//! The dials of the generators.

/// Limits and shares. Percentages are of cases unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Most instructions of a program. 64: every pair of opcodes can meet, and the reference still runs thousands of
    /// cases per second.
    pub instructions_max: u64,
    /// Step limit of the first case of a program: loops end here if gas does not end them first.
    pub steps_max: u64,
    /// The same for its further cases: a loop that goes on and on is seen once per program, and most of the time goes into what differs.
    pub steps_further: u64,
    /// Most basic blocks of a program.
    pub blocks_max: u64,
    /// Programs whose code or blob is damaged on purpose.
    pub ill_formed_percent: u64,
    /// Programs that come as standard programs (kind 2).
    pub standard_percent: u64,
    /// Programs that start at another block than the first.
    pub late_entry_percent: u64,
    /// Programs that are charged per block.
    pub per_block_percent: u64,
    /// Opcode groups that a program leaves out.
    pub group_off_percent: u64,
    /// Of the jumps: those that go backwards through the counter register.
    pub counted_loop_percent: u64,
    /// Of the jumps: those that go anywhere, bounded by gas and step limit only.
    pub free_jump_percent: u64,
    /// Of what is drawn for the inside of blocks: several instructions that belong together.
    pub idiom_percent: u64,
    /// Of the memory operations: those whose address nobody arranged.
    pub wild_address_percent: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            instructions_max: 64,
            steps_max: 2_000,
            steps_further: 250,
            blocks_max: 8,
            ill_formed_percent: 15,
            standard_percent: 10,
            late_entry_percent: 10,
            per_block_percent: 40,
            group_off_percent: 50,
            counted_loop_percent: 15,
            free_jump_percent: 4,
            idiom_percent: 6,
            wild_address_percent: 8,
        }
    }
}
