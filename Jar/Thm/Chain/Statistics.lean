import Jar.Chain.Statistics
import Jar.Thm.Data.Lists

/-!
# Statistics have a record for each validator and each core

Gray Paper 0.7.2, section 13.
-/
namespace Jar.Chain

theorem size_validatorRecords (p : Params) (author : ValidatorIndex) (active : ValidatorSet) (extrinsic : Extrinsic)
    (reporters : Array Ed25519Public) (records : Array ValidatorRecord) :
    (validatorRecords p author active extrinsic reporters records).size = records.size := by
  have go : ∀ (reporters : SortedSet Ed25519Public) (assurers : Array Bool) (l : List ValidatorRecord) (v : Nat),
      (validatorRecords.go author active extrinsic reporters assurers l v).length = l.length := by
    intro reporters assurers l
    induction l with
    | nil => intro v; rfl
    | cons record l ih => intro v; unfold validatorRecords.go; dsimp only; rw [List.length_cons, ih, List.length_cons]
  unfold validatorRecords
  dsimp only
  rw [List.size_toArray, go, Array.length_toList]

/-- **The records of validators keep their number**, V, in both epochs. -/
theorem statistics_validators {p : Params} {prior : Statistics} {slot newSlot : Slot} {author : ValidatorIndex} {active : ValidatorSet}
    {extrinsic : Extrinsic} {reporters : Array Ed25519Public} {available : Array WorkReport} {counts : AccumulationCounts}
    (current : prior.valsCurr.size = p.validators.toNat) (last : prior.valsLast.size = p.validators.toNat) :
    let next := statistics p prior slot newSlot author active extrinsic reporters available counts
    next.valsCurr.size = p.validators.toNat ∧ next.valsLast.size = p.validators.toNat := by
  unfold statistics
  dsimp only
  rw [size_validatorRecords]
  split
  · exact ⟨current, last⟩
  · exact ⟨Array.size_replicate, current⟩

theorem size_coreRecords (p : Params) (extrinsic : Extrinsic) (available : Array WorkReport) :
    (coreRecords p extrinsic available).size = p.cores.toNat := by
  have go : ∀ (l : List CoreRecord) (core : Nat), (coreRecords.go extrinsic l core).length = l.length := by
    intro l
    induction l with
    | nil => intro core; rfl
    | cons record l ih => intro core; unfold coreRecords.go; rw [List.length_cons, ih, List.length_cons]
  have fold : ∀ {α : Type} (f : Array CoreRecord → α → Array CoreRecord), (∀ records a, (f records a).size = records.size) →
      ∀ (l : List α) (records : Array CoreRecord), (l.foldl f records).size = records.size := by
    intro α f keeps l
    induction l with
    | nil => intro records; rfl
    | cons a l ih => intro records; rw [List.foldl_cons, ih, keeps]
  unfold coreRecords
  dsimp only
  rw [List.size_toArray, go, Array.length_toList, ← Array.foldl_toList, fold _ (fun records a => by unfold addAvailable; exact Array.size_modify),
    ← Array.foldl_toList, fold _ (fun records a => by unfold addIncoming; exact Array.size_modify), Array.size_replicate]

/-- **There is a record for each core.** -/
theorem statistics_cores {p : Params} {prior : Statistics} {slot newSlot : Slot} {author : ValidatorIndex} {active : ValidatorSet}
    {extrinsic : Extrinsic} {reporters : Array Ed25519Public} {available : Array WorkReport} {counts : AccumulationCounts} :
    (statistics p prior slot newSlot author active extrinsic reporters available counts).cores.size = p.cores.toNat :=
  size_coreRecords p extrinsic available

end Jar.Chain
