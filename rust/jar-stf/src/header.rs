//! The header (Gray Paper 0.7.2, section 5): what commits to the extrinsic. That the header's fields are right is asked where
//! they are known: in import, in [`crate::safrole`], in [`crate::disputes`].

use jar_codec::{Encode, Output, natural};
use jar_crypto::{Blake2b, blake2b_of};
use jar_types::{Credential, Extrinsic, Guarantee, Hash};

/// The hash of each report: what guarantors sign, what the extrinsic hash holds instead of the report.
#[must_use]
pub fn report_hashes<B: AsRef<[u8]> + Encode>(guarantees: &[Guarantee<B>]) -> Vec<Hash> {
    guarantees.iter().map(|guarantee| blake2b_of(&guarantee.report)).collect()
}

/// H_X: the hash of the hashes of the five parts of the extrinsic. Guarantees have the hash of their report in its place, so that
/// one report can be shown to be in a block.
///
/// `report_hashes` are those of [`report_hashes`].
#[must_use]
pub fn extrinsic_hash<B: AsRef<[u8]> + Encode>(
    extrinsic: &Extrinsic<B>,
    report_hashes: &[Hash],
) -> Hash {
    let Extrinsic { tickets, preimages, guarantees, assurances, disputes } = extrinsic;
    let mut reported = Blake2b::new();
    natural::encode(guarantees.len() as u64, &mut reported);
    for (guarantee, report) in guarantees.iter().zip(report_hashes) {
        report.encode(&mut reported);
        guarantee.slot.encode(&mut reported);
        <[Credential]>::encode(&guarantee.signatures, &mut reported);
    }
    let mut all = Blake2b::new();
    for part in [
        blake2b_of(tickets),
        blake2b_of(preimages),
        reported.finish(),
        blake2b_of(assurances),
        blake2b_of(disputes),
    ] {
        all.write(&part.0);
    }
    all.finish()
}
