import Jar.Chain.Accounts
import Jar.Chain.Protocol

/-!
# What accumulation works on

Gray Paper 0.7.2, section 12.2 (the partial state 𝕊, what one accumulation gives, 𝕆) and appendix B.4 (the context 𝕃 of the host calls, and how indices
for new services are found).
-/
namespace Jar.Chain

/-- What accumulation knows of the block. -/
structure AccumulationBlock where
  protocol : Protocol
  /-- τ′, H_T. -/
  slot : Slot
  /-- η₀′. -/
  entropy : Hash

/-- 𝕊: the part of the state that accumulation reads and changes. -/
structure PartialState where
  /-- d: δ. -/
  services : Services
  /-- i: ι. -/
  stagingValidators : ValidatorSet
  /-- q: φ. -/
  authQueues : AuthQueues
  /-- m, a, v, r, z: χ. -/
  privileges : Privileges

/-- Preimages for services, by service and hash. -/
abbrev Provisions := SortedMap ServiceId (SortedMap Hash ByteArray)

namespace Provisions

/-- Is the preimage of a hash there for a service? -/
def has (provisions : Provisions) (service : ServiceId) (hash : Hash) : Bool :=
  match provisions.find? service with
  | some preimages => preimages.contains hash
  | none => false

/-- With one more. -/
def add (provisions : Provisions) (service : ServiceId) (hash : Hash) (preimage : ByteArray) : Provisions :=
  provisions.insert service (((provisions.find? service).getD .empty).insert hash preimage)

/-- All of them. -/
def toPairs (provisions : Provisions) : List (ServiceId × ByteArray) :=
  provisions.toList.flatMap fun (service, preimages) => preimages.toList.map fun (_, preimage) => (service, preimage)

end Provisions

/-- 𝕃: what an accumulation has done so far. -/
structure Implications where
  /-- s: the service that accumulates. -/
  service : ServiceId
  /-- **s**: its account. -/
  self : ServiceAccount
  /-- **e**: the state, in which the service's own account is not kept up. -/
  state : PartialState
  /-- i: the index that the next new service gets. -/
  nextId : ServiceId
  /-- **t**. -/
  transfers : Array DeferredTransfer
  /-- y. -/
  yield : Option Hash
  /-- **p**. -/
  provisions : Provisions
  /-- Services that were made or removed: only these, and the service itself, can differ between the accounts before and now. -/
  touched : List ServiceId

namespace Implications

/-- The account of a service. -/
def account? (x : Implications) (service : ServiceId) : Option ServiceAccount :=
  if service = x.service then some x.self else x.state.services.find? service

/-- x_e with the service's own account. -/
def finalState (x : Implications) : PartialState := { x.state with services := x.state.services.insert x.service x.self }

end Implications

/-- 𝕃²: the regular dimension, and the one that holds after a panic or without gas. -/
structure ImplicationsPair where
  /-- **x**. -/
  regular : Implications
  /-- **y**. -/
  exceptional : Implications

/-- 𝕆: what the accumulation of a service gives. -/
structure ServiceOutcome where
  /-- **e**. -/
  state : PartialState
  /-- **t**. -/
  transfers : Array DeferredTransfer
  /-- y. -/
  yield : Option Hash
  /-- u. -/
  gasUsed : Gas
  /-- **p**. -/
  provisions : Provisions
  /-- Services that were made or removed. -/
  touched : List ServiceId

/-! ## Indices of new services -/

/-- S: indices below it are the registrar's to give. -/
def minPublicIndex : Nat := 0x10000

/-- 2^32 − S − 2^8: how many indices there are for new services. -/
def publicIndices : Nat := 0x100000000 - minPublicIndex - 0x100

/-- The index that lies `step` behind, around the end. -/
def indexAfter (index : ServiceId) (step : Nat) : ServiceId :=
  ((index.toNat - minPublicIndex + step) % publicIndices + minPublicIndex).toUInt32

/-- check: the first index from this one on that no service has (B.4). There are fewer services than indices. -/
def freeIndex (services : Services) (index : ServiceId) : (indices : Nat) → ServiceId
  | 0 => index
  | indices + 1 => if services.contains index then freeIndex services (indexAfter index 1) indices else index

/-- check, over all indices. -/
def unusedIndex (services : Services) (index : ServiceId) : ServiceId := freeIndex services index publicIndices

/-- The index that the first new service of an accumulation gets (B.4). -/
def firstNewIndex (block : AccumulationBlock) (services : Services) (service : ServiceId) : ServiceId :=
  let seed := Codec.putNatural (Codec.putNatural .empty service.toUInt64 ++ block.entropy.bytes) block.slot.toUInt64
  let index := (readLe (blake seed).bytes 0 4).toNat % publicIndices + minPublicIndex
  unusedIndex services index.toUInt32

/-- I: the context that an accumulation starts with. -/
def Implications.start (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (self : ServiceAccount) : Implications where
  service
  self
  state
  nextId := firstNewIndex block state.services service
  transfers := #[]
  yield := none
  provisions := .empty
  touched := []

end Jar.Chain
