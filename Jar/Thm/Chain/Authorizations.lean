import Jar.Chain.Authorizations
import Jar.Thm.Data.Lists

/-!
# Authorizer pools stay short

Gray Paper 0.7.2, section 8.2.
-/
namespace Jar.Chain

theorem size_nextPool (p : Params) (slot : Slot) (pool queue : Array Hash) : (nextPool p slot pool queue).size ≤ p.authPool.toNat := by
  unfold nextPool
  dsimp only
  rw [List.size_toArray, List.length_drop, Array.length_toList]
  omega

/-- **A pool has at most O authorizers.** -/
theorem size_pool {p : Params} {pools : AuthPools} {queues : AuthQueues} {slot : Slot} {guarantees : Array Guarantee} {pool : Array Hash}
    (h : pool ∈ (authorizations p pools queues slot guarantees).toList) : pool.size ≤ p.authPool.toNat := by
  have go : ∀ (l : List (Array Hash)) (core : Nat), pool ∈ authorizations.go p queues slot l core → pool.size ≤ p.authPool.toNat := by
    intro l
    induction l with
    | nil => intro core m; exact absurd m List.not_mem_nil
    | cons own l ih =>
      intro core m
      unfold authorizations.go at m
      cases List.mem_cons.mp m with
      | inl e => rw [e]; exact size_nextPool ..
      | inr m => exact ih _ m
  unfold authorizations at h
  rw [List.toList_toArray] at h
  exact go _ _ h

theorem size_withoutUsed (pools : AuthPools) (guarantees : Array Guarantee) : (withoutUsed pools guarantees).size = pools.size := by
  unfold withoutUsed
  rw [← Array.foldl_toList]
  generalize guarantees.toList = l
  induction l generalizing pools with
  | nil => rfl
  | cons guarantee l ih => rw [List.foldl_cons, ih, Array.size_modify]

/-- There are as many pools as before. -/
theorem size_authorizations (p : Params) (pools : AuthPools) (queues : AuthQueues) (slot : Slot) (guarantees : Array Guarantee) :
    (authorizations p pools queues slot guarantees).size = pools.size := by
  have go : ∀ (l : List (Array Hash)) (core : Nat), (authorizations.go p queues slot l core).length = l.length := by
    intro l
    induction l with
    | nil => intro core; rfl
    | cons pool l ih => intro core; unfold authorizations.go; rw [List.length_cons, ih, List.length_cons]
  unfold authorizations
  rw [List.size_toArray, go, Array.length_toList, size_withoutUsed]

end Jar.Chain
