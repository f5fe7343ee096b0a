import Jar.Chain.Safrole
import Jar.Data.Shuffle

/-!
# Guarantor assignments

Gray Paper 0.7.2, section 11.3: which validators may guarantee reports of which core, in the present rotation and in the one before.
-/
namespace Jar.Chain

/-- M: for each validator its core, and its keys; those of offenders are zero. -/
structure Guarantors where
  /-- 𝐜. -/
  cores : Array CoreIndex
  /-- 𝐤. -/
  keys : ValidatorSet

/-- R: cores, rotated. -/
def rotateCores (p : Params) (cores : Array Nat) (n : Nat) : Array CoreIndex :=
  (cores.toList.map fun core => ((core + n) % p.cores.toNat).toUInt16).toArray

/-- The cores of `left` validators from number `i` on, before shuffling: as many of each core, or one more. -/
def coresInOrder (cores validators : Nat) : (left : Nat) → (i : Nat) → List Nat
  | 0, _ => []
  | left + 1, i => cores * i / validators :: coresInOrder cores validators left (i + 1)

/-- The core of each validator before shuffling. -/
def unshuffledCores (p : Params) : Array Nat := (coresInOrder p.cores.toNat p.validators.toNat p.validators.toNat 0).toArray

/-- P: the core of each validator, with the entropy `e`, `phase` slots after an epoch's begin. -/
def assignedCores (p : Params) (e : Hash) (phase : Nat) : Array CoreIndex :=
  rotateCores p (shuffleByHash Crypto.blake2b256 (unshuffledCores p) e.bytes) (phase / p.rotationPeriod.toNat)

/-- Is the slot R before in the same epoch? -/
def rotationInEpoch (p : Params) (slot : Slot) : Bool :=
  p.rotationPeriod.toNat ≤ slot.toNat && (slot.toNat - p.rotationPeriod.toNat) / p.epochLength.toNat == epoch p slot

/-- (τ′ − R) mod E, also of a slot below R. -/
def phaseBefore (p : Params) (slot : Slot) : Nat :=
  (phase p slot + p.epochLength.toNat - p.rotationPeriod.toNat % p.epochLength.toNat) % p.epochLength.toNat

/-- **M and M\***: the guarantors of this rotation and of the one before, of η′, κ′, λ′, ψ_O′ and τ′. -/
def guarantors (p : Params) (entropy : Array Hash) (active previous : ValidatorSet) (offenders : Array Ed25519Public) (slot : Slot) :
    Guarantors × Guarantors :=
  let now := entropy.getD 2 default
  let before := entropy.getD 3 default
  let keys := withoutOffenders offenders active
  ({ cores := assignedCores p now (phase p slot), keys },
    if rotationInEpoch p slot then { cores := assignedCores p now (phaseBefore p slot), keys }
    else { cores := assignedCores p before (phaseBefore p slot), keys := withoutOffenders offenders previous })

end Jar.Chain
