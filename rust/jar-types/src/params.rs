//! The parameters of a chain (Gray Paper 0.7.2, I.4.4).

use jar_codec::{Decode, Encode};

/// The constants of a chain. Fields have the order and the widths that the host call `fetch` (B.5) gives them, so that the
/// encoding is what services get.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Params {
    /// B_I: tokens to hold for each stored item.
    pub item_deposit: u64,
    /// B_L: tokens to hold for each stored octet.
    pub octet_deposit: u64,
    /// B_S: tokens to hold for an account.
    pub base_deposit: u64,
    /// C: cores.
    pub cores: u16,
    /// D: slots after which an unreferenced preimage may go.
    pub expunge_period: u32,
    /// E: slots of an epoch.
    pub epoch_length: u32,
    /// G_A: gas to accumulate a report.
    pub report_gas: u64,
    /// G_I: gas to authorize a package.
    pub authorization_gas: u64,
    /// G_R: gas to refine a package.
    pub refine_gas: u64,
    /// G_T: gas to accumulate in a block.
    pub block_gas: u64,
    /// H: blocks of the recent history.
    pub recent_blocks: u16,
    /// I: items of a package.
    pub package_items: u16,
    /// J: dependencies of a report.
    pub report_dependencies: u16,
    /// K: tickets of a block.
    pub block_tickets: u16,
    /// L: slots between a lookup anchor and its report.
    pub lookup_anchor_age: u32,
    /// N: ticket entries of a validator.
    pub ticket_entries: u16,
    /// O: authorizers in a pool.
    pub auth_pool: u16,
    /// P: seconds of a slot.
    pub slot_seconds: u16,
    /// Q: authorizers in a queue.
    pub auth_queue: u16,
    /// R: slots for which validators stay on a core.
    pub rotation_period: u16,
    /// T: extrinsic blobs of a package.
    pub package_extrinsics: u16,
    /// U: slots after which a report that is not available gives way.
    pub assurance_timeout: u16,
    /// V: validators.
    pub validators: u16,
    /// W_A: octets of authorization code.
    pub authorization_code_size: u32,
    /// W_B: octets of a bundle.
    pub bundle_size: u32,
    /// W_C: octets of service code.
    pub service_code_size: u32,
    /// W_E: octets of a piece of the erasure code.
    pub piece_size: u32,
    /// W_M: imports of a package.
    pub package_imports: u32,
    /// W_P: pieces of a segment.
    pub segment_pieces: u32,
    /// W_R: octets of all blobs of a report.
    pub report_size: u32,
    /// W_T: octets of a memo.
    pub memo_size: u32,
    /// W_X: exports of a package.
    pub package_exports: u32,
    /// Y: the slot of an epoch in which the contest for tickets ends.
    pub contest_end: u32,
}

impl Params {
    /// The values of the paper.
    #[must_use]
    pub const fn full() -> Self {
        Self {
            item_deposit: 10,
            octet_deposit: 1,
            base_deposit: 100,
            cores: 341,
            expunge_period: 19_200,
            epoch_length: 600,
            report_gas: 10_000_000,
            authorization_gas: 50_000_000,
            refine_gas: 5_000_000_000,
            block_gas: 3_500_000_000,
            recent_blocks: 8,
            package_items: 16,
            report_dependencies: 8,
            block_tickets: 16,
            lookup_anchor_age: 14_400,
            ticket_entries: 2,
            auth_pool: 8,
            slot_seconds: 6,
            auth_queue: 80,
            rotation_period: 10,
            package_extrinsics: 128,
            assurance_timeout: 5,
            validators: 1023,
            authorization_code_size: 64_000,
            bundle_size: 13_791_360,
            service_code_size: 4_000_000,
            piece_size: 684,
            package_imports: 3072,
            segment_pieces: 6,
            report_size: 48 << 10,
            memo_size: 128,
            package_exports: 3072,
            contest_end: 500,
        }
    }

    /// The values of the small chain that public vectors use.
    #[must_use]
    pub const fn tiny() -> Self {
        Self {
            cores: 2,
            expunge_period: 32,
            epoch_length: 12,
            refine_gas: 1_000_000_000,
            block_gas: 20_000_000,
            block_tickets: 3,
            ticket_entries: 3,
            rotation_period: 4,
            validators: 6,
            piece_size: 4,
            segment_pieces: 1026,
            contest_end: 10,
            ..Self::full()
        }
    }

    /// V.
    #[must_use]
    pub const fn validator_count(&self) -> usize {
        self.validators as usize
    }

    /// C.
    #[must_use]
    pub const fn core_count(&self) -> usize {
        self.cores as usize
    }

    /// E.
    #[must_use]
    pub const fn epoch_slots(&self) -> usize {
        self.epoch_length as usize
    }

    /// ⌊2V/3⌋ + 1: the judgments of a verdict.
    #[must_use]
    pub const fn super_majority(&self) -> usize {
        (self.validator_count().saturating_mul(2) / 3).saturating_add(1)
    }

    /// W_G: octets of a segment.
    #[must_use]
    pub const fn segment_size(&self) -> usize {
        (self.piece_size as usize).saturating_mul(self.segment_pieces as usize)
    }

    /// H.
    #[must_use]
    pub const fn history_length(&self) -> usize {
        self.recent_blocks as usize
    }

    /// O.
    #[must_use]
    pub const fn pool_size(&self) -> usize {
        self.auth_pool as usize
    }

    /// Q.
    #[must_use]
    pub const fn queue_length(&self) -> usize {
        self.auth_queue as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_values_are_those_of_the_paper() {
        for (params, majority) in [(Params::full(), 683), (Params::tiny(), 5)] {
            assert_eq!(jar_codec::encode(&params).len(), 134);
            assert_eq!(params.super_majority(), majority);
            // W_G: a segment is as long on every chain.
            assert_eq!(params.segment_size(), 4104);
        }
        // W_B = W_M (W_G + 32 ⌈log2 W_M⌉) + 4096 + 64 + 64
        assert_eq!(Params::full().bundle_size, 3072 * (4104 + 32 * 12) + 4096 + 64 + 64);
    }
}
