import Jar.Chain.Accumulate
import Jar.Chain.Rule
import Jar.Data.SortedSet

/-!
# Accumulation of many services at once

Gray Paper 0.7.2, section 12.2: Δ₁ of one service, Δ* of all services that reports, transfers or privileges name, and how their effects are put together.
-/
namespace Jar.Chain

/-- f: services that accumulate in every block, and their gas. -/
abbrev FreeGas := SortedMap ServiceId Gas

namespace Accumulation

/-- What a service is to accumulate: the gas that it gets, transfers, operands. -/
structure Work where
  gas : Nat
  /-- **i**^T, the latest first. -/
  transfers : List AccumulationInput
  /-- **i**^U, the latest first. -/
  operands : List AccumulationInput

instance : Inhabited Work := ⟨{ gas := 0, transfers := [], operands := [] }⟩

/-- **s**: the services, each with its work. -/
abbrev Works := SortedMap ServiceId Work

/-- Changes the work of a service. -/
@[inline] def changeWork (works : Works) (service : ServiceId) (f : Work → Work) : Works :=
  works.insert service (f ((works.find? service).getD default))

/-- The operand of a digest of a report. -/
def operandOf (report : WorkReport) (digest : WorkDigest) : OperandTuple where
  packageHash := report.packageSpec.hash
  exportsRoot := report.packageSpec.exportsRoot
  authorizerHash := report.authorizerHash
  payloadHash := digest.payloadHash
  gasLimit := digest.accumulateGas
  result := digest.result
  authOutput := report.authOutput

/-- With a transfer. -/
def addTransfer (works : Works) (transfer : DeferredTransfer) : Works :=
  changeWork works transfer.destination fun work =>
    { work with gas := work.gas + transfer.gas.toNat, transfers := .transfer transfer :: work.transfers }

/-- With the digests of a report. -/
def addReport (works : Works) (report : WorkReport) : Works :=
  report.results.foldl (init := works) fun works digest =>
    changeWork works digest.serviceId fun work =>
      { work with gas := work.gas + digest.accumulateGas.toNat, operands := .operand (operandOf report digest) :: work.operands }

/-- What is to be done in a round. -/
def worksOf (transfers : Array DeferredTransfer) (reports : List WorkReport) (free : FreeGas) : Works :=
  let works := free.fold (fun works service gas => changeWork works service fun work => { work with gas := work.gas + gas.toNat }) SortedMap.empty
  reports.foldl addReport (transfers.foldl addTransfer works)

/-- Δ₁: transfers, then operands, into one service. More gas than a counter holds is as much as it holds. -/
def accumulateService (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (work : Work) : ServiceOutcome :=
  invokeAccumulate block state service (min work.gas (2 ^ 64 - 1)).toUInt64 (work.transfers.reverse ++ work.operands.reverse)

/-- R: what the manager changed a privilege to, or else its holder. -/
def merged (before byManager byHolder : ServiceId) : ServiceId := if byManager = before then byHolder else byManager

/-- Services, as a set. -/
abbrev ServiceSet := SortedSet ServiceId

/-- The accounts with those that accumulations changed or made, and which are to go. -/
structure Changes where
  /-- **d** ∪ **n**. -/
  services : Services
  /-- Services that an accumulation made. -/
  made : ServiceSet
  /-- **m**. -/
  removed : List ServiceId
  /-- Is no service made by two? -/
  apart : Bool

/-- Takes in a service that one accumulation made or removed, if that is what it came to. -/
def applyTouched (before after : Services) (changes : Changes) (service : ServiceId) : Changes :=
  match before.find? service, after.find? service with
  | none, some account =>
    { changes with
      services := changes.services.insert service account, made := changes.made.insert service ()
      apart := changes.apart && !changes.made.has service }
  | some _, none => { changes with removed := service :: changes.removed }
  | _, _ => changes

/-- Each once. -/
def distinct (services : List ServiceId) : List ServiceId :=
  (SortedSet.ofList services).toList.map (·.1)

/-- Takes in one accumulation: the service's own account, and those that it made or removed. -/
def applyOutcome (before : Services) (changes : Changes) (service : ServiceId) (outcome : ServiceOutcome) : Changes :=
  let after := outcome.state.services
  let changes := match before.find? service, after.find? service with
    | some _, some account => { changes with services := changes.services.insert service account }
    | _, _ => changes
  (distinct outcome.touched).foldl (applyTouched before after) changes

/-- (**d** ∪ **n**) \ **m**, and whether no service is made by two. -/
def servicesAfter (before : Services) (outcomes : List (ServiceId × ServiceOutcome)) : Services × Bool :=
  let changes := outcomes.foldl (init := { services := before, made := .empty, removed := [], apart := true }) fun changes (service, outcome) =>
    applyOutcome before changes service outcome
  (changes.removed.foldl (fun services service => services.erase service) changes.services, changes.apart)

/-- What the accumulations of a round give, by service. -/
abbrev Outcomes := SortedMap ServiceId ServiceOutcome

/-- accumulate(s)_e: the state that a service leaves. One that has nothing to accumulate has no gas, so it changes nothing. -/
def stateAfter (outcomes : Outcomes) (state : PartialState) (service : ServiceId) : PartialState :=
  match outcomes.find? service with
  | some outcome => outcome.state
  | none => state

/-- χ after a round: what is the manager's to change, and what the holders of privileges may change themselves. -/
def privilegesAfter (outcomes : Outcomes) (state : PartialState) : Privileges :=
  let before := state.privileges
  let manager := (stateAfter outcomes state before.bless).privileges
  { bless := manager.bless
    assign := before.assign.foldl (init := #[]) fun assign holder =>
      let core := assign.size
      let byHolder := (stateAfter outcomes state holder).privileges.assign
      assign.push (merged holder ((manager.assign[core]?).getD holder) ((byHolder[core]?).getD holder))
    designate := merged before.designate manager.designate (stateAfter outcomes state before.designate).privileges.designate
    register := merged before.register manager.register (stateAfter outcomes state before.register).privileges.register
    alwaysAcc := manager.alwaysAcc }

/-- φ after a round: each core's queue is what its assigner made of it. -/
def queuesAfter (outcomes : Outcomes) (state : PartialState) : AuthQueues :=
  state.authQueues.foldl (init := #[]) fun queues queue =>
    let core := queues.size
    queues.push <|
      match state.privileges.assign[core]? with
      | some assigner => ((stateAfter outcomes state assigner).authQueues[core]?).getD queue
      | none => queue

/-- What a round gives. -/
structure Round where
  state : PartialState
  /-- **t**′. -/
  transfers : Array DeferredTransfer
  /-- **b**. -/
  outputs : List AccumulationOutput
  /-- **u**. -/
  gasUsed : List (ServiceId × Gas)

/-- Δ*: all services of a round, in ascending order, each on the state before the round. -/
def accumulateParallel (block : AccumulationBlock) (state : PartialState) (transfers : Array DeferredTransfer) (reports : List WorkReport)
    (free : FreeGas) : Result Round :=
  let works := (worksOf transfers reports free).toList
  let outcomes := works.map fun (service, work) => (service, accumulateService block state service work)
  let (services, apart) := servicesAfter state.services outcomes
  if apart then
    let byService : Outcomes := SortedMap.empty.insertAll outcomes
    .ok {
      state := {
        services := integratePreimages services block.slot (outcomes.flatMap fun (_, outcome) => outcome.provisions.toPairs)
        stagingValidators := (stateAfter byService state state.privileges.designate).stagingValidators
        authQueues := queuesAfter byService state
        privileges := privilegesAfter byService state }
      transfers := outcomes.foldl (fun all (_, outcome) => all ++ outcome.transfers) #[]
      outputs := outcomes.filterMap fun (service, outcome) => outcome.yield.map fun hash => { service, hash }
      gasUsed := outcomes.map fun (service, outcome) => (service, outcome.gasUsed) }
  else .error { rule := .accumulation .serviceConflict, item := 0 }

end Accumulation

end Jar.Chain
