import Jar.Chain.Safrole
import Jar.Thm.Chain.SealKeys
import Jar.Thm.Data.SortedSet

/-!
# What an epoch changes

The markers are given exactly when the paper says so, keys change in a new epoch only, and no offender comes into the next set: Gray Paper 0.7.2, sections
6.3 to 6.6. For any scheme of signatures.
-/
namespace Jar.Chain

open Crypto

variable {p : Params} {scheme : SignatureScheme} {slot newSlot : Slot} {output : Hash} {entropy : Array Hash} {previous active staging : ValidatorSet}
  {safrole : SafroleState} {offenders : Array Ed25519Public}

/-- **The epoch mark is given exactly in a new epoch.** -/
theorem rotate_epochMark : (rotate p scheme slot newSlot output entropy previous active safrole staging offenders).epochMark.isSome = true
    ↔ epoch p slot < epoch p newSlot := by
  unfold rotate
  dsimp only
  by_cases new : epoch p slot < epoch p newSlot
  · rw [decide_eq_true new, ite_eq_left rfl]; exact ⟨fun _ => new, fun _ => rfl⟩
  · rw [decide_eq_false new, ite_eq_right (fun h => nomatch h)]; exact ⟨fun h => (nomatch h), fun h => absurd h new⟩

/-- **The tickets mark is given exactly in the first block after the contest**, if the accumulator is full. -/
theorem rotate_ticketsMark : (rotate p scheme slot newSlot output entropy previous active safrole staging offenders).ticketsMark.isSome = true
    ↔ epoch p newSlot = epoch p slot ∧ phase p slot < p.contestEnd.toNat ∧ p.contestEnd.toNat ≤ phase p newSlot
      ∧ safrole.ticketAccumulator.size = p.epochLength.toNat := by
  unfold rotate
  dsimp only
  unfold ticketsMarkOf isSaturated
  split
  · rename_i h
    exact ⟨fun _ => ⟨h.1, h.2.1, h.2.2.1, of_decide_eq_true h.2.2.2⟩, fun _ => rfl⟩
  · rename_i h
    exact ⟨fun e => (nomatch e), fun e => absurd ⟨e.1, e.2.1, e.2.2.1, decide_eq_true e.2.2.2⟩ h⟩

/-- **The tickets that the mark lists seal the next epoch**: what a block of the next epoch makes of the accumulator that the mark was made of. -/
theorem rotate_ticketsMark_seals {markSlot markNewSlot : Slot} {tickets : TicketsMark}
    (mark : ticketsMarkOf p markSlot markNewSlot safrole = some tickets)
    (next : epoch p newSlot = epoch p slot + 1) (after : p.contestEnd.toNat ≤ phase p slot) :
    (rotate p scheme slot newSlot output entropy previous active safrole staging offenders).safrole.sealKeys = .tickets tickets := by
  unfold ticketsMarkOf at mark
  split at mark
  · rename_i h
    injection mark with mark
    have new : epoch p slot < epoch p newSlot := by omega
    unfold rotate nextSealKeys
    dsimp only
    rw [decide_eq_true new, ite_eq_left rfl]
    dsimp only
    rw [ite_eq_left ⟨next, after, h.2.2.2⟩, mark]
  · exact nomatch mark

/-- **Within an epoch** validators and seal keys stay. -/
theorem rotate_same (same : epoch p newSlot = epoch p slot) :
    let rotation := rotate p scheme slot newSlot output entropy previous active safrole staging offenders
    rotation.previous = previous ∧ rotation.active = active ∧ rotation.safrole = safrole := by
  have old : ¬ epoch p slot < epoch p newSlot := by omega
  unfold rotate nextSealKeys
  dsimp only
  rw [decide_eq_false old, ite_eq_right (fun h => nomatch h), ite_eq_right (fun h => nomatch h), ite_eq_right (fun h => nomatch h),
    ite_eq_right (fun h => absurd h.1 (by omega)), ite_eq_left same]
  exact ⟨rfl, rfl, rfl⟩

/-- **In a new epoch** the validators move on, and the contest begins without tickets. -/
theorem rotate_new (new : epoch p slot < epoch p newSlot) :
    let rotation := rotate p scheme slot newSlot output entropy previous active safrole staging offenders
    rotation.previous = active ∧ rotation.active = safrole.pending ∧ rotation.safrole.pending = withoutOffenders offenders staging
      ∧ rotation.safrole.ticketAccumulator = #[] := by
  unfold rotate
  dsimp only
  rw [decide_eq_true new, ite_eq_left rfl, ite_eq_left rfl, ite_eq_left rfl, ite_eq_left rfl]
  exact ⟨rfl, rfl, rfl, rfl⟩

/-- The entropy keeps four values. -/
theorem rotate_entropy : (rotate p scheme slot newSlot output entropy previous active safrole staging offenders).entropy.size = 4 := by
  unfold rotate nextEntropy
  dsimp only
  split
  · rfl
  · rfl

/-- **Φ: who is in the next set is no offender**, or a null key. -/
theorem mem_withoutOffenders {keys : ValidatorKeys} (h : keys ∈ (withoutOffenders offenders staging).toList) :
    keys = nullKeys ∨ (keys ∈ staging.toList ∧ keys.ed25519 ∉ offenders.toList) := by
  unfold withoutOffenders at h
  dsimp only at h
  rw [List.toList_toArray] at h
  obtain ⟨own, m, e⟩ := mem_map h
  cases c : (SortedSet.ofArray offenders).has own.ed25519 with
  | true => rw [c, ite_eq_left rfl] at e; exact .inl e
  | false =>
    rw [c, ite_eq_right (fun h => nomatch h)] at e
    refine .inr ⟨by rw [e]; exact m, fun bad => ?_⟩
    rw [e] at bad
    rw [(SortedSet.has_ofArray offenders own.ed25519).mpr bad] at c
    exact nomatch c

/-- Φ keeps the number of validators. -/
theorem size_withoutOffenders : (withoutOffenders offenders staging).size = staging.size := by
  unfold withoutOffenders
  dsimp only
  rw [List.size_toArray, List.length_map, Array.length_toList]

end Jar.Chain
