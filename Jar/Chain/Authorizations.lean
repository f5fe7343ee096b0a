import Jar.Types.Authorization
import Jar.Types.Guarantees

/-!
# Authorizations

Gray Paper 0.7.2, section 8.2: the pools of authorizers. Queues change in accumulation only.
-/
namespace Jar.Chain

/-- A list without the first item that is equal to one. -/
def withoutFirst (used : Hash) : List Hash → List Hash
  | [] => []
  | authorizer :: rest => if authorizer = used then rest else authorizer :: withoutFirst used rest

/-- F: the pools without the authorizers that the guarantees of a block used. -/
def withoutUsed (pools : AuthPools) (guarantees : Array Guarantee) : AuthPools :=
  guarantees.foldl (init := pools) fun pools guarantee =>
    pools.modify guarantee.report.coreIndex.toNat fun pool => (withoutFirst guarantee.report.authorizerHash pool.toList).toArray

/-- The pool of a core: the authorizer of the slot comes from the queue, and the last O stay. -/
def nextPool (p : Params) (slot : Slot) (pool queue : Array Hash) : Array Hash :=
  let pool := match queue[slot.toNat % queue.size]? with
    | some authorizer => pool.push authorizer
    | none => pool
  (pool.toList.drop (pool.size - p.authPool.toNat)).toArray

/-- **α′** from α, φ′, H_T and 𝐄_G. -/
def authorizations (p : Params) (pools : AuthPools) (queues : AuthQueues) (slot : Slot) (guarantees : Array Guarantee) : AuthPools :=
  (go (withoutUsed pools guarantees).toList 0).toArray
where
  /-- The pools from a core on. -/
  go : List (Array Hash) → (core : Nat) → List (Array Hash)
    | [], _ => []
    | pool :: rest, core => nextPool p slot pool (queues.getD core #[]) :: go rest (core + 1)

end Jar.Chain
