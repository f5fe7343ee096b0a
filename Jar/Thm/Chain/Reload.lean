import Jar.Chain.Import
import Jar.Thm.Types.State
import Jar.Thm.Types.StateForm

/-!
# Import and octets

Gray Paper 0.7.2, section 4.1 and appendix D.1: a state that was taken out of its serialized form is found again in its own serialized form, the very same. So import says the same of it
before and after, and a chain may be stopped and continued from octets.
-/
namespace Jar

namespace State

variable {p : Params} {map map' : StateMap} {σ τ : State}

/-- T⁻¹ asks for entries only, not for the shape of the map. -/
theorem ofMap_congr (o : map.Ordered) (o' : map'.Ordered) (same : map.toList = map'.toList) : ofMap p map = ofMap p map' := by
  have found : ∀ key, map.find? key = map'.find? key := fun key => by rw [SortedMap.find?_eq map o, SortedMap.find?_eq map' o', same]
  unfold ofMap servicesOf
  unfold componentOf
  simp only [found, same]

/-- **A state that came from its form comes from it again.** -/
theorem reload (o : map.Ordered) (h : ofMap p map = .ok σ) : ofMap p (σ.toMap p) = .ok σ := by
  rw [← h]
  exact ofMap_congr (toMap_ordered p σ) o (toMap_ofMap o h).2

end State

namespace Chain

open Crypto

/-! ## The rules ask for contents only -/

section
variable {services services' : Services} (info : ∀ s, Services.info services s = Services.info services' s)
include info

theorem allDigests_same (report : WorkReport) (condition : WorkDigest → ServiceInfo → Bool) :
    allDigests services report condition = allDigests services' report condition := by
  unfold allDigests
  refine congrArg (fun f => report.results.all f) (funext fun digest => ?_)
  have same := info digest.serviceId
  unfold Services.info at same
  cases e : services.find? digest.serviceId with
  | none =>
    cases e' : services'.find? digest.serviceId with
    | none => rfl
    | some account' => rw [e, e'] at same; exact nomatch same
  | some account =>
    cases e' : services'.find? digest.serviceId with
    | none => rw [e, e'] at same; exact nomatch same
    | some account' =>
      rw [e, e'] at same
      have same : account.info = account'.info := Option.some.inj same
      dsimp only
      rw [same]

theorem checkDigests_same (p : Params) (extrinsic : Array Guarantee) : checkDigests p services extrinsic = checkDigests p services' extrinsic := by
  unfold checkDigests
  simp only [allDigests_same info]

theorem guarantees_same (p : Params) (scheme : SignatureScheme) (pending : AvailabilityAssignments) (active previous : ValidatorSet) (entropy : Array Hash)
    (offenders : Array Ed25519Public) (recent : RecentHistory) (pools : AuthPools) (ready : ReadyQueue) (accumulated : AccumulatedQueue)
    (reported : AvailabilityAssignments) (slot : Slot) (ancestors : Option Ancestors) (extrinsic : Array Guarantee) :
    guarantees p scheme pending active previous entropy offenders recent pools services ready accumulated reported slot ancestors extrinsic =
      guarantees p scheme pending active previous entropy offenders recent pools services' ready accumulated reported slot ancestors extrinsic := by
  unfold guarantees
  simp only [checkDigests_same info]

theorem isSolicited_same (item : ∀ s a, Services.item services s a = Services.item services' s a) (service : ServiceId) (hash : Hash) (length : Nat) :
    isSolicited services service hash length = isSolicited services' service hash length := by
  have same := info service
  have item := item service
  unfold Services.info at same
  unfold Services.item at item
  unfold isSolicited
  cases e : services.find? service with
  | none =>
    cases e' : services'.find? service with
    | none => rfl
    | some account => rw [e, e'] at same; exact nomatch same
  | some account =>
    cases e' : services'.find? service with
    | none => rw [e, e'] at same; exact nomatch same
    | some account' =>
      rw [e, e'] at item
      dsimp only at item ⊢
      unfold Account.request?
      simp only [item]

theorem checkPreimages_same (item : ∀ s a, Services.item services s a = Services.item services' s a) (preimages : Array Preimage) :
    checkPreimages services preimages = checkPreimages services' preimages := by
  unfold checkPreimages
  simp only [isSolicited_same info item]

end

/-- The rules ask for contents of a state, not for the shape of its maps. -/
theorem check_same {p : Params} {scheme : SignatureScheme} {σ τ : State} (same : τ.Same σ) (root : Hash) (context : Context) (block : Block) :
    check p scheme τ root context block = check p scheme σ root context block := by
  unfold check checkAuthor
  simp only [same.authPools, same.recent, same.safrole, same.disputes, same.entropy, same.stagingValidators, same.activeValidators,
    same.previousValidators, same.assignments, same.slot, same.ready, same.accumulated, guarantees_same same.info,
    checkPreimages_same same.info same.item]

/-- **The rules say of a state that was saved and loaded what they say of the state itself**, and its root is the same. -/
theorem check_reload {p : Params} {scheme : SignatureScheme} {σ τ : State} (valid : σ.Valid p) (loaded : State.ofMap p (σ.toMap p) = .ok τ)
    (context : Context) (block : Block) :
    rootOf p τ = rootOf p σ ∧ check p scheme τ (rootOf p τ) context block = check p scheme σ (rootOf p σ) context block := by
  have root : rootOf p τ = rootOf p σ := by
    unfold rootOf Merkle.stateRoot Merkle.mapRoot
    rw [(State.toMap_ofMap (State.toMap_ordered p σ) loaded).2]
  obtain ⟨found, made, same, _⟩ := State.ofMap_toMap valid
  rw [made] at loaded
  injection loaded with loaded
  rw [root, ← loaded]
  exact ⟨rfl, check_same same _ context block⟩

/-- **Import is a function of the state's octets and the block**: what it says of a state that was loaded, it says of the state that is loaded from what was saved. -/
theorem transition_reload {protocol : Protocol} {scheme : SignatureScheme} {map : StateMap} {σ τ : State} {context : Context} {block : Block}
    (o : map.Ordered) (loaded : State.ofMap protocol.params map = .ok σ) (again : State.ofMap protocol.params (σ.toMap protocol.params) = .ok τ) :
    transition protocol scheme τ context block = transition protocol scheme σ context block := by
  have same : (Except.ok τ : Except State.Error State) = .ok σ := by rw [← again, State.reload o loaded]
  injection same with same
  rw [same]

end Chain

end Jar
