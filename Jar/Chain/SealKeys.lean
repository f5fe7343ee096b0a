import Jar.Chain.Hashing
import Jar.Types.Tickets
import Jar.Types.Validators

/-!
# The slot key sequence

Gray Paper 0.7.2, section 6.5: the outside-in order Z of tickets and the fallback keys F.
-/
namespace Jar.Chain

/-- One of the first, one of the second, and so on; when one list ends, the rest of the other. -/
def interleave {α : Type} : List α → List α → List α
  | [], second => second
  | a :: first, [] => a :: first
  | a :: first, b :: second => a :: b :: interleave first second

/-- Items from last to first, in front of others. -/
def backwards {α : Type} : List α → List α → List α
  | [], others => others
  | a :: items, others => backwards items (a :: others)

/-- **Z**: first, last, second, last but one, … -/
def outsideIn {α : Type} (items : Array α) : Array α :=
  let half := (items.size + 1) / 2
  (interleave (items.toList.take half) (backwards (items.toList.drop half) [])).toArray

/-- The index of the validator who seals slot `i` of an epoch, before it is taken modulo their number. -/
def fallbackIndex (entropy : Hash) (i : Nat) : Nat := (readLe (blake (putLe entropy.bytes i.toUInt64 4)).bytes 0 4).toNat

/-- **F**: for each slot of an epoch, the key of a validator whom the entropy selects. Without validators there are only zeros. -/
def fallbackKeys (p : Params) (entropy : Hash) (validators : ValidatorSet) : Array BandersnatchPublic :=
  go p.epochLength.toNat 0 #[]
where
  /-- The keys of `left` slots from `i` on. -/
  go : (left : Nat) → (i : Nat) → Array BandersnatchPublic → Array BandersnatchPublic
    | 0, _, keys => keys
    | left + 1, i, keys =>
      let key := match validators[fallbackIndex entropy i % validators.size]? with
        | some validator => validator.bandersnatch
        | none => .zero 32
      go left (i + 1) (keys.push key)

end Jar.Chain
