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

/-- **Import is a function of the state's octets and the block**: what it says of a state that was loaded, it says of the state that is loaded from what was saved. -/
theorem transition_reload {protocol : Protocol} {scheme : Crypto.SignatureScheme} {map : StateMap} {σ τ : State} {context : Context} {block : Block}
    (o : map.Ordered) (loaded : State.ofMap protocol.params map = .ok σ) (again : State.ofMap protocol.params (σ.toMap protocol.params) = .ok τ) :
    transition protocol scheme τ context block = transition protocol scheme σ context block := by
  have same : (Except.ok τ : Except State.Error State) = .ok σ := by rw [← again, State.reload o loaded]
  injection same with same
  rw [same]

end Chain

end Jar
