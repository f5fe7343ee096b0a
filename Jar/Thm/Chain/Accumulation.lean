import Jar.Chain.Accumulation
import Jar.Thm.Chain.Rule

/-!
# Theorems: accumulation

About Gray Paper 0.7.2, section 12: no more reports are accumulated than given, no invocation uses more gas than it gets, and where there is nothing to
accumulate nothing changes.
-/
namespace Jar.Chain

/-! ## Gas -/

theorem sub_min_le (a b : UInt64) : (a - min a b).toNat ≤ a.toNat := by
  have h : min a b ≤ a := by
    show (if a ≤ b then a else b) ≤ a
    split
    · exact UInt64.le_refl a
    · rename_i n
      exact Nat.le_of_lt (Nat.lt_of_not_le n)
  rw [UInt64.toNat_sub_of_le _ _ h]
  exact Nat.sub_le ..

theorem returned_gasUsed_le {X : Type} (gas : Gas) (reason : Pvm.Exit) (machine : Machine) (context : X) :
    (returned gas reason machine context).gasUsed.toNat ≤ gas.toNat := by
  unfold returned
  split
  · exact Nat.le_refl _
  · exact sub_min_le ..
  · exact sub_min_le ..

/-- **Ψ_M uses no more gas than it gets**, whatever the host does. -/
theorem invokeWithHost_gasUsed_le {X : Type} (rules : Pvm.Rules) (code : ByteArray) (entry : Nat) (gas : Gas) (arguments : ByteArray) (host : Host X)
    (context : X) : (invokeWithHost rules code entry gas arguments host context).gasUsed.toNat ≤ gas.toNat := by
  unfold invokeWithHost
  split
  · exact Nat.zero_le _
  · split
    · exact Nat.zero_le _
    · exact returned_gasUsed_le ..

theorem collapse_gasUsed (invoked : Invoked ImplicationsPair) : (collapse invoked).gasUsed = invoked.gasUsed := by
  unfold collapse
  split
  · split
    · rfl
    · rfl
  · rfl

theorem invokeWithAccount_gasUsed_le (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (self : ServiceAccount) (gas : Gas)
    (inputs : List AccumulationInput) : (invokeWithAccount block state service self gas inputs).gasUsed.toNat ≤ gas.toNat := by
  unfold invokeWithAccount
  split
  · exact Nat.zero_le _
  · split
    · exact Nat.zero_le _
    · unfold runAccumulate
      rw [collapse_gasUsed]
      exact invokeWithHost_gasUsed_le ..

theorem invokeAccumulate_gasUsed_le (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (gas : Gas)
    (inputs : List AccumulationInput) : (invokeAccumulate block state service gas inputs).gasUsed.toNat ≤ gas.toNat := by
  unfold invokeAccumulate
  split
  · exact Nat.zero_le _
  · exact invokeWithAccount_gasUsed_le ..

namespace Accumulation

/-- **Δ₁ uses no more gas than free gas, transfers and digests give the service.** -/
theorem accumulateService_gasUsed_le (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (work : Work) :
    (accumulateService block state service work).gasUsed.toNat ≤ work.gas := by
  have h : (min work.gas (2 ^ 64 - 1)).toUInt64.toNat = min work.gas (2 ^ 64 - 1) :=
    UInt64.toNat_ofNat_of_lt' (Nat.lt_of_le_of_lt (Nat.min_le_right ..) (by decide))
  unfold accumulateService
  exact Nat.le_trans (invokeAccumulate_gasUsed_le ..) (by rw [h]; exact Nat.min_le_left ..)

/-- The gas that works get. -/
def givenGas : List (ServiceId × Work) → Nat
  | [] => 0
  | (_, work) :: rest => work.gas + givenGas rest

theorem sumGas_from (gasUsed : List (ServiceId × Gas)) (sum : Nat) :
    gasUsed.foldl (fun sum (_, gas) => sum + gas.toNat) sum = sum + sumGas gasUsed := by
  unfold sumGas
  induction gasUsed generalizing sum with
  | nil => rfl
  | cons a rest ih =>
    show rest.foldl _ (sum + a.2.toNat) = sum + rest.foldl _ (0 + a.2.toNat)
    rw [ih, ih (0 + a.2.toNat)]
    omega

theorem sumGas_cons (a : ServiceId × Gas) (rest : List (ServiceId × Gas)) : sumGas (a :: rest) = a.2.toNat + sumGas rest := by
  show rest.foldl _ (0 + a.2.toNat) = _
  rw [sumGas_from, Nat.zero_add]

theorem sumGas_outcomes_le (block : AccumulationBlock) (state : PartialState) (works : List (ServiceId × Work)) :
    sumGas ((works.map fun (service, work) => (service, accumulateService block state service work)).map fun (service, outcome) =>
      (service, outcome.gasUsed)) ≤ givenGas works := by
  induction works with
  | nil => exact Nat.zero_le _
  | cons work rest ih =>
    rw [List.map_cons, List.map_cons, sumGas_cons]
    exact Nat.add_le_add (accumulateService_gasUsed_le ..) ih

/-- **A round uses no more gas than free gas, transfers and digests give** its services. -/
theorem accumulateParallel_gasUsed_le {block : AccumulationBlock} {state : PartialState} {transfers : Array DeferredTransfer}
    {reports : List WorkReport} {free : FreeGas} {round : Round}
    (h : accumulateParallel block state transfers reports free = .ok round) :
    sumGas round.gasUsed ≤ givenGas (worksOf transfers reports free).toList := by
  unfold accumulateParallel at h
  simp only at h
  split at h
  · cases h
    exact sumGas_outcomes_le block state (worksOf transfers reports free).toList
  · exact nomatch h

/-! ## Reports -/

theorem affordable_le (gas : Nat) (reports : List WorkReport) : affordable gas reports ≤ reports.length := by
  induction reports generalizing gas with
  | nil => exact Nat.le_refl 0
  | cons report rest ih =>
    unfold affordable
    simp only
    split
    · exact Nat.succ_le_succ (ih _)
    · exact Nat.zero_le _

/-- The digests of reports that are accumulated together ask for no more gas than there is. -/
theorem affordable_gas (gas : Nat) (reports : List WorkReport) :
    ((reports.take (affordable gas reports)).map reportGas).foldr (· + ·) 0 ≤ gas := by
  induction reports generalizing gas with
  | nil => exact Nat.zero_le _
  | cons report rest ih =>
    unfold affordable
    simp only
    split
    · rename_i h
      have := ih (gas - reportGas report)
      rw [List.take_succ_cons, List.map_cons, List.foldr_cons]
      omega
    · exact Nat.zero_le _

/-- **No more reports are accumulated than there are.** -/
theorem accumulateRounds_count_le {block : AccumulationBlock} {rounds gas : Nat} {transfers : Array DeferredTransfer} {reports : List WorkReport}
    {state : PartialState} {free : FreeGas} {done : Rounds}
    (h : accumulateRounds block rounds gas transfers reports state free = .ok done) : done.count ≤ reports.length := by
  induction rounds generalizing gas transfers reports state free done with
  | zero =>
    cases h
    exact Nat.zero_le _
  | succ rounds ih =>
    unfold accumulateRounds at h
    simp only at h
    split at h
    · cases h
      exact Nat.zero_le _
    · obtain ⟨round, -, h⟩ := bind_ok h
      obtain ⟨rest, hr, h⟩ := bind_ok h
      cases h
      have := ih hr
      have := affordable_le gas reports
      rw [List.length_drop] at *
      show affordable gas reports + rest.count ≤ reports.length
      omega

/-! ## Nothing to do -/

/-- **Where there is nothing to accumulate, nothing changes.** -/
theorem accumulateRounds_nothing (block : AccumulationBlock) (rounds gas : Nat) (state : PartialState) :
    accumulateRounds block rounds gas #[] [] state .empty = .ok { count := 0, state, outputs := [], gasUsed := [] } := by
  cases rounds with
  | zero => rfl
  | succ rounds => rfl

end Accumulation

/-- What a block that accumulates nothing leaves as it was. -/
structure Untouched (privileges : Privileges) (stagingValidators : ValidatorSet) (authQueues : AuthQueues) (services : Services) (after : Accumulated) :
    Prop where
  services : after.services = services
  privileges : after.privileges = privileges
  stagingValidators : after.stagingValidators = stagingValidators
  authQueues : after.authQueues = authQueues
  lastOutputs : after.lastOutputs = #[]
  counts : after.counts = #[]

/-- **Where no report can be accumulated and no service accumulates in every block, no account changes**, nor anything else but queue and history. -/
theorem accumulate_nothing {protocol : Protocol} {slot newSlot : Slot} {entropy : Hash} {ready : ReadyQueue} {accumulated : AccumulatedQueue}
    {privileges : Privileges} {stagingValidators : ValidatorSet} {authQueues : AuthQueues} {services : Services} {available : Array WorkReport}
    (none : (Queue.accumulatable protocol.params newSlot ready accumulated available).reports = #[]) (always : privileges.alwaysAcc = #[]) :
    ∃ after, accumulate protocol slot newSlot entropy ready accumulated privileges stagingValidators authQueues services available = .ok after
      ∧ Untouched privileges stagingValidators authQueues services after := by
  unfold accumulate
  dsimp only
  rw [none, always]
  exact ⟨_, rfl, ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩⟩

end Jar.Chain
