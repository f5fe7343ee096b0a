import Jar.Chain.History
import Jar.Thm.Data.Lists

/-!
# The recent history stays short

Gray Paper 0.7.2, section 7.
-/
namespace Jar.Chain

theorem length_lastItems {α : Type} (n : Nat) (items : List α) : (lastItems n items).length ≤ n := by
  unfold lastItems
  rw [List.length_drop]
  omega

/-- **The recent history has at most H blocks.** -/
theorem size_append (p : Params) (recent : RecentHistory) (headerHash accumulationRoot : Hash) (guarantees : Array Guarantee) :
    (append p recent headerHash accumulationRoot guarantees).history.size ≤ p.recentBlocks.toNat := by
  unfold append
  dsimp only
  rw [List.size_toArray]
  exact length_lastItems _ _

/-- The block is the last of the history, if the history may have one at all. -/
theorem append_last (p : Params) (recent : RecentHistory) (headerHash accumulationRoot : Hash) (guarantees : Array Guarantee)
    (h : 0 < p.recentBlocks.toNat) : ∃ front block, (append p recent headerHash accumulationRoot guarantees).history.toList = front ++ [block] ∧
      block.headerHash = headerHash := by
  unfold append lastItems
  dsimp only
  rw [List.toList_toArray, drop_append, List.length_append]
  rw [show recent.history.toList.length + [_].length - p.recentBlocks.toNat - recent.history.toList.length = 0 from by
    rw [List.length_cons, List.length_nil]; omega]
  exact ⟨_, _, rfl, rfl⟩

/-- The parent's state root changes no number of blocks. -/
theorem size_updateParent (recent : RecentHistory) (stateRoot : Hash) : (updateParent recent stateRoot).history.size = recent.history.size := by
  unfold updateParent
  dsimp only
  rw [Array.size_modify]

end Jar.Chain
