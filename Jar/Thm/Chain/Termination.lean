import Jar.Thm.Chain.Rounds
import Jar.Thm.Data.SortedMapSum

/-!
# Theorems: the rounds of accumulation are enough

About Δ₊ of Gray Paper 0.7.2, section 12.2: as many rounds as `enoughRounds` says give what any larger number gives, so the bound is no limit.
-/
namespace Jar.Chain.Accumulation

/-! ## The gas that works get -/

/-- The gas of all works. -/
def worksGas (works : Works) : Nat := works.sum Work.gas

theorem givenGas_eq (works : List (ServiceId × Work)) : givenGas works = SortedMap.sumList Work.gas works := by
  induction works with
  | nil => rfl
  | cons work rest ih => show work.2.gas + givenGas rest = work.2.gas + SortedMap.sumList Work.gas rest; rw [ih]

/-- Works in order, with gas of at most so much. -/
structure Bounded (works : Works) (gas : Nat) : Prop where
  ordered : works.Ordered
  gas : worksGas works ≤ gas

theorem changeWork_bounded {works : Works} {gas more : Nat} (b : Bounded works gas) (service : ServiceId) (f : Work → Work)
    (h : ∀ work, (f work).gas = work.gas + more) : Bounded (changeWork works service f) (gas + more) := by
  refine ⟨SortedMap.ordered_insert b.ordered .., ?_⟩
  have s := SortedMap.sum_insert Work.gas b.ordered service (f ((works.find? service).getD default))
  rw [h] at s
  have g := b.gas
  have e : ((works.find? service).getD default).gas = ((works.find? service).map Work.gas).getD 0 := by
    cases works.find? service <;> rfl
  rw [e] at s
  show (works.insert service _).sum Work.gas ≤ _
  unfold worksGas at g
  omega

/-- Free gas in all. -/
def freeGas (free : FreeGas) : Nat := free.sum UInt64.toNat

theorem free_bounded (entries : List (ServiceId × Gas)) {works : Works} {gas : Nat} (b : Bounded works gas) :
    Bounded (entries.foldl (fun works entry => changeWork works entry.1 fun work => { work with gas := work.gas + entry.2.toNat }) works)
      (gas + SortedMap.sumList UInt64.toNat entries) := by
  induction entries generalizing works gas with
  | nil => exact b
  | cons entry rest ih =>
    have one := ih (changeWork_bounded b entry.1 (fun work => { work with gas := work.gas + entry.2.toNat }) fun _ => rfl)
    rw [Nat.add_assoc] at one
    exact one

/-- The gas that transfers carry. -/
def carried : List DeferredTransfer → Nat
  | [] => 0
  | transfer :: rest => transfer.gas.toNat + carried rest

theorem carried_debt (transfers : List DeferredTransfer) : carried transfers + transfers.length = debt transfers := by
  induction transfers with
  | nil => rfl
  | cons transfer rest ih => show transfer.gas.toNat + carried rest + (rest.length + 1) = transfer.gas.toNat + 1 + debt rest; omega

theorem transfers_bounded (transfers : List DeferredTransfer) {works : Works} {gas : Nat} (b : Bounded works gas) :
    Bounded (transfers.foldl addTransfer works) (gas + carried transfers) := by
  induction transfers generalizing works gas with
  | nil => exact b
  | cons transfer rest ih =>
    have one := ih (changeWork_bounded b transfer.destination (fun work =>
      { work with gas := work.gas + transfer.gas.toNat, transfers := .transfer transfer :: work.transfers }) fun _ => rfl)
    rw [Nat.add_assoc] at one
    exact one

/-- The gas of digests. -/
def digestsGas : List WorkDigest → Nat
  | [] => 0
  | digest :: rest => digest.accumulateGas.toNat + digestsGas rest

theorem digestsGas_from (digests : List WorkDigest) (sum : Nat) :
    digests.foldl (fun sum digest => sum + digest.accumulateGas.toNat) sum = sum + digestsGas digests := by
  induction digests generalizing sum with
  | nil => rfl
  | cons digest rest ih =>
    rw [List.foldl_cons, ih]
    exact Nat.add_assoc ..

theorem reportGas_eq (report : WorkReport) : reportGas report = digestsGas report.results.toList := by
  unfold reportGas
  rw [← Array.foldl_toList, digestsGas_from, Nat.zero_add]

theorem digests_bounded (report : WorkReport) (digests : List WorkDigest) {works : Works} {gas : Nat} (b : Bounded works gas) :
    Bounded (digests.foldl (fun works digest => changeWork works digest.serviceId fun work =>
      { work with gas := work.gas + digest.accumulateGas.toNat, operands := .operand (operandOf report digest) :: work.operands }) works)
      (gas + digestsGas digests) := by
  induction digests generalizing works gas with
  | nil => exact b
  | cons digest rest ih =>
    have one := ih (changeWork_bounded b digest.serviceId (fun work =>
      { work with gas := work.gas + digest.accumulateGas.toNat, operands := .operand (operandOf report digest) :: work.operands }) fun _ => rfl)
    rw [Nat.add_assoc] at one
    exact one

/-- The gas of reports. -/
def reportsGas : List WorkReport → Nat
  | [] => 0
  | report :: rest => reportGas report + reportsGas rest

theorem reports_bounded (reports : List WorkReport) {works : Works} {gas : Nat} (b : Bounded works gas) :
    Bounded (reports.foldl addReport works) (gas + reportsGas reports) := by
  induction reports generalizing works gas with
  | nil => exact b
  | cons report rest ih =>
    have one := digests_bounded report report.results.toList b
    rw [← reportGas_eq, Array.foldl_toList] at one
    have all := ih (works := addReport works report) one
    rw [Nat.add_assoc] at all
    exact all

/-- **A round gives its services the free gas, what transfers carry, and what digests ask for.** -/
theorem worksOf_gas (transfers : Array DeferredTransfer) (reports : List WorkReport) (free : FreeGas) :
    givenGas (worksOf transfers reports free).toList ≤ freeGas free + carried transfers.toList + reportsGas reports := by
  have none : Bounded .empty 0 := ⟨SortedMap.ordered_empty, Nat.le_refl 0⟩
  have a := free_bounded free.toList none
  rw [← SortedMap.fold_eq (fun (works : Works) (service : ServiceId) (gas : Gas) =>
    changeWork works service fun work => { work with gas := work.gas + gas.toNat })] at a
  have b := transfers_bounded transfers.toList a
  rw [Array.foldl_toList] at b
  have c := (reports_bounded reports b).gas
  rw [Nat.zero_add] at c
  rw [givenGas_eq]
  exact c

/-! ## Enough rounds -/

/-- What rounds use up: gas of transfers and digests, transfers, reports. -/
def rank (transfers : Array DeferredTransfer) (reports : List WorkReport) (free : FreeGas) : Nat :=
  freeGas free + debt transfers.toList + reportsGas reports + reports.length

theorem reportsGas_take_drop (i : Nat) (reports : List WorkReport) : reportsGas (reports.take i) + reportsGas (reports.drop i) = reportsGas reports := by
  induction reports generalizing i with
  | nil => cases i <;> rfl
  | cons report rest ih =>
    cases i with
    | zero => exact Nat.zero_add _
    | succ i =>
      have := ih i
      show reportGas report + reportsGas (rest.take i) + reportsGas (rest.drop i) = reportGas report + reportsGas rest
      omega

/-- A round takes the transfers that it gets, and its reports. -/
theorem rank_decreases {block : AccumulationBlock} {state : PartialState} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {free : FreeGas} {round : Round} {i : Nat} (le : i ≤ reports.length)
    (h : accumulateParallel block state transfers (reports.take i) free = .ok round) :
    rank round.transfers (reports.drop i) .empty + transfers.size + i ≤ rank transfers reports free := by
  have made := accumulateParallel_debt h
  have used := accumulateParallel_gasUsed_le h
  have given := worksOf_gas transfers (reports.take i) free
  have parts := reportsGas_take_drop i reports
  have owed := carried_debt transfers.toList
  have size : transfers.toList.length = transfers.size := rfl
  have none : freeGas .empty = 0 := rfl
  unfold rank
  rw [List.length_drop, none]
  omega

/-- One round more gives the same, if there are more rounds than there is to use up, and one more where services accumulate in every block. -/
theorem accumulateRounds_succ {block : AccumulationBlock} {n gas : Nat} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {state : PartialState} {free : FreeGas} (h : rank transfers reports free + min 1 free.size < n) :
    accumulateRounds block (n + 1) gas transfers reports state free = accumulateRounds block n gas transfers reports state free := by
  induction n generalizing gas transfers reports state free with
  | zero => exact absurd h (Nat.not_lt_zero _)
  | succ n ih =>
    rw [accumulateRounds, accumulateRounds]
    dsimp only
    cases (inferInstance : Decidable (transfers.size = 0 ∧ affordable gas reports = 0 ∧ free.size = 0)) with
    | isTrue done => rw [ite_eq_left done, ite_eq_left done]
    | isFalse busy =>
      rw [ite_eq_right busy, ite_eq_right busy]
      cases e : accumulateParallel block state transfers (reports.take (affordable gas reports)) free with
      | error rejection => rfl
      | ok round =>
        have less := rank_decreases (affordable_le gas reports) e
        have none : (SortedMap.empty : FreeGas).size = 0 := rfl
        have same := ih (gas := transfers.foldl (fun sum transfer => sum + transfer.gas.toNat) gas - sumGas round.gasUsed)
          (transfers := round.transfers) (reports := reports.drop (affordable gas reports)) (state := round.state) (free := .empty) (by omega)
        show (accumulateRounds block (n + 1) _ _ _ _ _ >>= _) = (accumulateRounds block n _ _ _ _ _ >>= _)
        rw [same]

theorem accumulateRounds_add {block : AccumulationBlock} {n gas : Nat} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {state : PartialState} {free : FreeGas} (h : rank transfers reports free + min 1 free.size < n) (more : Nat) :
    accumulateRounds block (n + more) gas transfers reports state free = accumulateRounds block n gas transfers reports state free := by
  induction more with
  | zero => rfl
  | succ more ih => exact (accumulateRounds_succ (n := n + more) (by omega)).trans ih

theorem reportsGas_from (reports : List WorkReport) (sum : Nat) :
    reports.foldl (fun sum report => sum + reportGas report) sum = sum + reportsGas reports := by
  induction reports generalizing sum with
  | nil => rfl
  | cons report rest ih =>
    rw [List.foldl_cons, ih]
    exact Nat.add_assoc ..

theorem freeGas_eq (free : FreeGas) : free.fold (fun sum _ gas => sum + gas.toNat) 0 = freeGas free := by
  have go : ∀ (entries : List (ServiceId × Gas)) (sum : Nat),
      entries.foldl (fun sum entry => sum + entry.2.toNat) sum = sum + SortedMap.sumList UInt64.toNat entries := by
    intro entries
    induction entries with
    | nil => exact fun _ => rfl
    | cons entry rest ih =>
      intro sum
      rw [List.foldl_cons, ih]
      exact Nat.add_assoc ..
  rw [SortedMap.fold_eq, go, Nat.zero_add]
  rfl

/-- **Accumulation ends**: more rounds than `enoughRounds` change nothing. -/
theorem accumulateRounds_enough (block : AccumulationBlock) (gas : Nat) (reports : List WorkReport) (state : PartialState) (free : FreeGas)
    (more : Nat) : accumulateRounds block (enoughRounds gas reports free + more) gas #[] reports state free
      = accumulateRounds block (enoughRounds gas reports free) gas #[] reports state free := by
  apply accumulateRounds_add
  unfold rank enoughRounds
  rw [reportsGas_from, freeGas_eq]
  have none : debt (#[] : Array DeferredTransfer).toList = 0 := rfl
  rw [none]
  omega

end Jar.Chain.Accumulation
