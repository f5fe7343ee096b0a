import Jar.Types.Params
import Jar.Types.Primitives

/-!
# Timekeeping

Gray Paper 0.7.2, section 6.1.
-/
namespace Jar.Chain

/-- e: the epoch of a slot. -/
def epoch (p : Params) (slot : Slot) : Nat := slot.toNat / p.epochLength.toNat

/-- m: the place of a slot in its epoch. -/
def phase (p : Params) (slot : Slot) : Nat := slot.toNat % p.epochLength.toNat

end Jar.Chain
