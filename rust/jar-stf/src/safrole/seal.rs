//! The two signatures of a header (Gray Paper 0.7.2, 6.4): the seal, and the one that yields entropy.

use super::{ENTROPY, FALLBACK_SEAL, TICKET_SEAL};
use crate::{Caches, Rejection, Rule, parallel};
use jar_crypto::{OpenVrfSignature, VrfInput};
use jar_types::{EntropyPool, Hash, Header, SealKeys, Slot, ValidatorSet};

/// H_V with its output, 𝒴(H_V); not verified yet.
///
/// # Errors
/// [`Rule::HeaderEntropySource`]: it has none.
pub fn open_entropy(header: &Header) -> Result<OpenVrfSignature, Rejection> {
    let opened = OpenVrfSignature::open(&header.entropy_source);
    opened.map_err(|_| Rule::HeaderEntropySource.at(0))
}

/// The context of the seal of the slot (6.15, 6.16). Nothing if there are no keys.
#[must_use]
pub fn seal_context(entropy: &EntropyPool, keys: &SealKeys, slot: Slot) -> Option<Vec<u8>> {
    let [.., third] = &entropy.0;
    match keys {
        SealKeys::Tickets(tickets) => {
            let attempt = of_slot(tickets, slot)?.attempt;
            Some([TICKET_SEAL, &third.0, &[attempt]].concat())
        }
        SealKeys::Keys(_) => Some([FALLBACK_SEAL, &third.0].concat()),
    }
}

/// The context of H_V if the seal yields `seal_output` (6.17).
#[must_use]
pub fn entropy_context(seal_output: &Hash) -> Vec<u8> {
    [ENTROPY, &seal_output.0].concat()
}

/// What a sequence of an epoch has for a slot: s↺[H_T].
fn of_slot<T>(keys: &[T], slot: Slot) -> Option<&T> {
    keys.get((slot as usize).checked_rem(keys.len())?)
}

/// T: whether the seal is a ticket's (6.15 to 6.17). Both signatures are looked at at the same time.
///
/// `entropy`, `active` and `keys` are η′, κ′ and γ_S′; `entropy_source` is what [`open_entropy`] gives.
///
/// # Errors
/// [`Rule::HeaderAuthorIndex`], [`Rule::HeaderSealAuthor`], [`Rule::HeaderSeal`], [`Rule::HeaderEntropySource`].
pub fn check_seal(
    caches: &Caches,
    header: &Header,
    entropy_source: &OpenVrfSignature,
    entropy: &EntropyPool,
    active: &ValidatorSet,
    keys: &SealKeys,
) -> Result<bool, Rejection> {
    let author = active.0.get(usize::from(header.author_index));
    let author = author.ok_or(Rule::HeaderAuthorIndex.at(0))?.bandersnatch;
    let seal = OpenVrfSignature::open(&header.seal);
    let (may_seal, ticketed) = match keys {
        SealKeys::Tickets(tickets) => {
            let output = seal.as_ref().ok().map(OpenVrfSignature::output);
            let ticket = of_slot(tickets, header.slot).map(|ticket| ticket.id);
            (ticket.is_some() && ticket == output, true)
        }
        SealKeys::Keys(keys) => (of_slot(keys, header.slot) == Some(&author), false),
    };
    Rule::HeaderSealAuthor.demand(may_seal)?;
    let broken = |_| Rule::HeaderSeal.at(0);
    let (seal, author) = (seal.map_err(broken)?, caches.key(&author).map_err(broken)?);
    let context = seal_context(entropy, keys, header.slot).ok_or(Rule::HeaderSealAuthor.at(0))?;
    let (sealed, random) = parallel::join(
        || author.verify(&caches.input(context)?, &header.encode_unsigned(), &seal),
        || {
            let input = VrfInput::new(&entropy_context(&seal.output()))?;
            author.verify(&input, &[], entropy_source)
        },
    );
    sealed.map_err(broken)?;
    random.map_err(|_| Rule::HeaderEntropySource.at(0))?;
    Ok(ticketed)
}
