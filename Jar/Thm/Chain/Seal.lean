import Jar.Chain.Seal
import Jar.Thm.Chain.Rule

/-!
# Seals

An accepted header was signed by the validator whom it names, and that validator was the one to seal the slot: Gray Paper 0.7.2, section 6.4. For any scheme of
signatures.
-/
namespace Jar.Chain

open Crypto

/-- Was the slot the author's to seal? By a ticket: the seal's output is the slot's ticket; by a key: it is the author's. -/
def MaySeal (scheme : SignatureScheme) (header : Header) (author : BandersnatchPublic) : SealKeys → Prop
  | .tickets tickets => ∃ ticket, cyclic? tickets header.unsigned.slot = some ticket ∧ scheme.vrfOutput header.seal = some ticket.id
  | .keys keys => cyclic? keys header.unsigned.slot = some author

/-- The context in which a seal signs. -/
def SealsIn (header : Header) (entropy : Hash) (context : ByteArray) : SealKeys → Prop
  | .tickets tickets => ∃ ticket, cyclic? tickets header.unsigned.slot = some ticket ∧ context = ticketContext ++ entropy.bytes.push ticket.attempt
  | .keys _ => context = fallbackContext ++ entropy.bytes

theorem sealContext?_some {scheme : SignatureScheme} {header : Header} {entropy : Hash} {author : BandersnatchPublic} {sealKeys : SealKeys}
    {context : ByteArray} (h : sealContext? scheme header entropy author sealKeys = some context) :
    MaySeal scheme header author sealKeys ∧ SealsIn header entropy context sealKeys := by
  unfold sealContext? at h
  cases sealKeys with
  | tickets tickets =>
    dsimp only at h
    split at h
    · rename_i ticket at_slot
      split at h
      · rename_i output
        injection h with h
        exact ⟨⟨ticket, at_slot, output⟩, ticket, at_slot, h.symm⟩
      · exact nomatch h
    · exact nomatch h
  | keys keys =>
    dsimp only at h
    split at h
    · rename_i at_slot
      injection h with h
      exact ⟨at_slot, h.symm⟩
    · exact nomatch h

/-- **An accepted header was sealed by its author**, who was the one to seal the slot; and the entropy source is the author's signature of the seal's output. -/
theorem checkSeal_ok {p : Params} {scheme : SignatureScheme} {header : Header} {entropy : Array Hash} {active : ValidatorSet} {sealKeys : SealKeys}
    {ticketed : Bool} (h : checkSeal p scheme header entropy active sealKeys = .ok ticketed) :
    ∃ author context output, active[header.unsigned.authorIndex.toNat]? = some author ∧
      MaySeal scheme header author.bandersnatch sealKeys ∧ SealsIn header (entropy.getD 3 default) context sealKeys ∧
      scheme.vrfVerify author.bandersnatch context ((UnsignedHeader.codec p).encode header.unsigned) header.seal = true ∧
      scheme.vrfOutput header.seal = some output ∧
      scheme.vrfVerify author.bandersnatch (entropyContext ++ output.bytes) .empty header.unsigned.entropySource = true := by
  unfold checkSeal at h
  split at h
  · exact nomatch h
  · rename_i author at_index
    split at h
    · exact nomatch h
    · rename_i context found
      split at h
      · exact nomatch h
      · rename_i output hash
        split at h
        · rename_i source
          obtain ⟨may, signs⟩ := sealContext?_some found
          unfold SignatureScheme.vrfHash at hash
          split at hash
          · rename_i signed
            exact ⟨author, context, output, at_index, may, signs, signed, hash, source⟩
          · exact nomatch hash
        · exact nomatch h

/-- **T says whether a ticket sealed the block.** -/
theorem checkSeal_ticketed {p : Params} {scheme : SignatureScheme} {header : Header} {entropy : Array Hash} {active : ValidatorSet}
    {sealKeys : SealKeys} {ticketed : Bool} (h : checkSeal p scheme header entropy active sealKeys = .ok ticketed) :
    ticketed = true ↔ ∃ tickets, sealKeys = .tickets tickets := by
  unfold checkSeal at h
  split at h
  · exact nomatch h
  · split at h
    · exact nomatch h
    · split at h
      · exact nomatch h
      · split at h
        · injection h with h
          rw [← h]
          cases sealKeys with
          | tickets tickets => exact ⟨fun _ => ⟨tickets, rfl⟩, fun _ => rfl⟩
          | keys keys => exact ⟨fun h => (nomatch h), fun ⟨_, h⟩ => nomatch h⟩
        · exact nomatch h

end Jar.Chain
