import Jar.Chain.Hashing
import Jar.Chain.Rule
import Jar.Crypto.Signatures
import Jar.Types.Header
import Jar.Types.Validators

/-!
# Seals

Gray Paper 0.7.2, section 6.4: the seal H_S and the entropy source H_V, the two signatures of a block's author.
-/
namespace Jar.Chain

/-- The item of a slot in a sequence for an epoch. -/
def cyclic? {α : Type} (items : Array α) (slot : Slot) : Option α := items[slot.toNat % items.size]?

/-- The context of the seal, if the slot's seal key is the author's or the seal's output is the slot's ticket. -/
def sealContext? (scheme : Crypto.SignatureScheme) (header : Header) (entropy : Hash) (author : BandersnatchPublic) (sealKeys : SealKeys) :
    Option ByteArray :=
  match sealKeys with
  | .tickets tickets =>
    match cyclic? tickets header.unsigned.slot with
    | some ticket =>
      if scheme.vrfOutput header.seal = some ticket.id then some (ticketContext ++ entropy.bytes.push ticket.attempt) else none
    | none => none
  | .keys keys => if cyclic? keys header.unsigned.slot = some author then some (fallbackContext ++ entropy.bytes) else none

/-- **The signatures of a header**, by H, η′, κ′ and γ_S′. Gives T: was the seal made with a ticket? -/
def checkSeal (p : Params) (scheme : Crypto.SignatureScheme) (header : Header) (entropy : Array Hash) (active : ValidatorSet)
    (sealKeys : SealKeys) : Result Bool :=
  match active[header.unsigned.authorIndex.toNat]? with
  | none => .error { rule := .header .authorIndex, item := 0 }
  | some author =>
    match sealContext? scheme header (entropy.getD 3 default) author.bandersnatch sealKeys with
    | none => .error { rule := .header .sealAuthor, item := 0 }
    | some context =>
      match scheme.vrfHash author.bandersnatch context ((UnsignedHeader.codec p).encode header.unsigned) header.seal with
      | none => .error { rule := .header .seal, item := 0 }
      | some output =>
        if scheme.vrfVerify author.bandersnatch (entropyContext ++ output.bytes) .empty header.unsigned.entropySource then
          .ok (match sealKeys with | .tickets _ => true | .keys _ => false)
        else .error { rule := .header .entropySource, item := 0 }

end Jar.Chain
