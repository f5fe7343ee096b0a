import Jar.Data.SortedMap
import Jar.Types.Accounts
import Jar.Types.Accumulation
import Jar.Types.Authorization
import Jar.Types.Availability
import Jar.Types.Disputes
import Jar.Types.History
import Jar.Types.Safrole
import Jar.Types.StateKey
import Jar.Types.Statistics

/-!
# The state

Gray Paper 0.7.2, section 4.2 and appendix D.1: the components of σ, and T(σ) as a map from state keys to octets, with its inverse.
The root of the map (D.2) is in `Jar/Merkle`.
-/
namespace Jar

open Codec

/-- 𝔸: an account. Storage, preimages and requests are in one map, by item keys. -/
structure ServiceAccount where
  /-- The part of fixed size. -/
  info : ServiceInfo
  /-- 𝐬, 𝐩 and 𝐥. -/
  items : SortedMap ItemKey ByteArray

instance : Inhabited ServiceAccount := ⟨default, .empty⟩

/-- δ: all accounts. -/
abbrev Services := SortedMap ServiceId ServiceAccount

/-- σ: the state. -/
structure State where
  /-- α. -/
  authPools : AuthPools
  /-- φ. -/
  authQueues : AuthQueues
  /-- β. -/
  recent : RecentHistory
  /-- γ. -/
  safrole : SafroleState
  /-- ψ. -/
  disputes : DisputesRecords
  /-- η: the entropy accumulator and its values at the ends of the last three epochs. -/
  entropy : Array Hash
  /-- ι: the validators after the next epoch. -/
  stagingValidators : ValidatorSet
  /-- κ: the validators. -/
  activeValidators : ValidatorSet
  /-- λ: the validators of the epoch before. -/
  previousValidators : ValidatorSet
  /-- ρ. -/
  assignments : AvailabilityAssignments
  /-- τ: the slot of the last block. -/
  slot : Slot
  /-- χ. -/
  privileges : Privileges
  /-- π. -/
  statistics : Statistics
  /-- ω. -/
  ready : ReadyQueue
  /-- ξ. -/
  accumulated : AccumulatedQueue
  /-- θ: what services committed to in the last block. -/
  lastOutputs : Array AccumulationOutput
  /-- δ. -/
  services : Services

/-- T(σ): from state keys to octets. -/
abbrev StateMap := SortedMap StateKey ByteArray

/-- 𝓔 of η: four hashes. -/
def entropy : Codec (Array Hash) := vector 4 hash

/-- 𝓔 of θ. -/
def lastOutputs : Codec (Array AccumulationOutput) := sequence AccumulationOutput.codec

namespace State

/-- The components and their indices, all but δ. -/
def components (p : Params) (σ : State) : List (UInt8 × ByteArray) := [
  (1, (AuthPools.codec p).encode σ.authPools),
  (2, (AuthQueues.codec p).encode σ.authQueues),
  (3, (RecentHistory.codec p).encode σ.recent),
  (4, (SafroleState.codec p).encode σ.safrole),
  (5, DisputesRecords.codec.encode σ.disputes),
  (6, Jar.entropy.encode σ.entropy),
  (7, (ValidatorSet.codec p).encode σ.stagingValidators),
  (8, (ValidatorSet.codec p).encode σ.activeValidators),
  (9, (ValidatorSet.codec p).encode σ.previousValidators),
  (10, (AvailabilityAssignments.codec p).encode σ.assignments),
  (11, word32.encode σ.slot),
  (12, (Privileges.codec p).encode σ.privileges),
  (13, (Statistics.codec p).encode σ.statistics),
  (14, (ReadyQueue.codec p).encode σ.ready),
  (15, (AccumulatedQueue.codec p).encode σ.accumulated),
  (16, Jar.lastOutputs.encode σ.lastOutputs)]

/-- The entries of an account, in front of others. -/
def accountEntries (s : ServiceId) (account : ServiceAccount) (rest : List (StateKey × ByteArray)) : List (StateKey × ByteArray) :=
  (.service s, ServiceInfo.codec.encode account.info) :: items account.items.toList rest
where
  /-- The entries of the items. -/
  items (all : List (ItemKey × ByteArray)) (rest : List (StateKey × ByteArray)) : List (StateKey × ByteArray) :=
    match all with
    | [] => rest
    | (a, v) :: more => (.item s a, v) :: items more rest

/-- The entries of accounts. -/
def serviceEntries : List (ServiceId × ServiceAccount) → List (StateKey × ByteArray)
  | [] => []
  | (s, account) :: rest => accountEntries s account (serviceEntries rest)

/-- T(σ) as a list. -/
def entries (p : Params) (σ : State) : List (StateKey × ByteArray) :=
  (σ.components p).map (fun (i, v) => (.component i, v)) ++ serviceEntries σ.services.toList

/-- **T(σ)**. -/
def toMap (p : Params) (σ : State) : StateMap := SortedMap.empty.insertAll (σ.entries p)

/-! ## The inverse -/

/-- Why a map is not the form of a state. -/
inductive Error where
  /-- There is no value for C(i). -/
  | missing (i : UInt8)
  /-- The value for a key does not decode. -/
  | malformed (key : StateKey) (error : DecodeError)
  /-- An item of an account that is not there. -/
  | noAccount (key : StateKey)
  /-- The key of a component that no state has. -/
  | unknownKey (key : StateKey)

/-- The component of a map that is C(i) in T. -/
def componentOf {α : Type} (map : StateMap) (i : UInt8) (name : String) (c : Codec α) : Except Error α :=
  match map.find? (.component i) with
  | none => .error (.missing i)
  | some bytes =>
    match c.decode bytes with
    | .ok value => .ok value
    | .error error => .error (.malformed (.component i) (error.within (.field name)))

/-- Takes in the fixed part of an account. -/
def addInfo (services : Services) (key : StateKey) (value : ByteArray) : Except Error Services :=
  match key.kind with
  | .service s =>
    match ServiceInfo.codec.decode value with
    | .ok info => .ok (services.insert s { info, items := .empty })
    | .error error => .error (.malformed key ((error.within (.item s.toNat)).within (.field "services")))
  | _ => .ok services

/-- Takes in an item of an account; no other key may be left. -/
def addItem (services : Services) (key : StateKey) (value : ByteArray) : Except Error Services :=
  match key.kind with
  | .item s a =>
    match services.find? s with
    | some account => .ok (services.insert s { account with items := account.items.insert a value })
    | none => .error (.noAccount key)
  | .component i => if 1 ≤ i ∧ i ≤ 16 then .ok services else .error (.unknownKey key)
  | .service _ => .ok services

/-- Takes in entries one after another. -/
def addAll (add : Services → StateKey → ByteArray → Except Error Services) (services : Services) :
    List (StateKey × ByteArray) → Except Error Services
  | [] => .ok services
  | (key, value) :: rest =>
    match add services key value with
    | .ok services => addAll add services rest
    | .error error => .error error

/-- δ of a map. -/
def servicesOf (map : StateMap) : Except Error Services :=
  match addAll addInfo .empty map.toList with
  | .ok services => addAll addItem services map.toList
  | .error error => .error error

/-- **T⁻¹**: the state whose form a map is. -/
def ofMap (p : Params) (map : StateMap) : Except Error State := do
  let authPools ← componentOf map 1 "auth_pools" (AuthPools.codec p)
  let authQueues ← componentOf map 2 "auth_queues" (AuthQueues.codec p)
  let recent ← componentOf map 3 "recent" (RecentHistory.codec p)
  let safrole ← componentOf map 4 "safrole" (SafroleState.codec p)
  let disputes ← componentOf map 5 "disputes" DisputesRecords.codec
  let entropy ← componentOf map 6 "entropy" Jar.entropy
  let stagingValidators ← componentOf map 7 "staging_validators" (ValidatorSet.codec p)
  let activeValidators ← componentOf map 8 "active_validators" (ValidatorSet.codec p)
  let previousValidators ← componentOf map 9 "previous_validators" (ValidatorSet.codec p)
  let assignments ← componentOf map 10 "assignments" (AvailabilityAssignments.codec p)
  let slot ← componentOf map 11 "slot" word32
  let privileges ← componentOf map 12 "privileges" (Privileges.codec p)
  let statistics ← componentOf map 13 "statistics" (Statistics.codec p)
  let ready ← componentOf map 14 "ready" (ReadyQueue.codec p)
  let accumulated ← componentOf map 15 "accumulated" (AccumulatedQueue.codec p)
  let lastOutputs ← componentOf map 16 "last_outputs" Jar.lastOutputs
  let services ← servicesOf map
  return {
    authPools, authQueues, recent, safrole, disputes, entropy, stagingValidators, activeValidators, previousValidators, assignments, slot,
    privileges, statistics, ready, accumulated, lastOutputs, services }

end State

end Jar
