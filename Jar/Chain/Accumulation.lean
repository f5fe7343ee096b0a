import Jar.Chain.Accumulation.Parallel
import Jar.Chain.Queue
import Jar.Chain.Statistics

/-!
# Accumulation

Gray Paper 0.7.2, sections 12.2 (Δ₊) and 12.3: reports that became available, and those that waited for them, change the accounts; the queue, the history,
the accumulation output log and what statistics need.
-/
namespace Jar.Chain

/-- What accumulation gives. -/
structure Accumulated where
  /-- δ‡. -/
  services : Services
  /-- χ′. -/
  privileges : Privileges
  /-- ι′. -/
  stagingValidators : ValidatorSet
  /-- φ′. -/
  authQueues : AuthQueues
  /-- ω′. -/
  ready : ReadyQueue
  /-- ξ′. -/
  accumulated : AccumulatedQueue
  /-- θ′: ascending by service, then by hash. -/
  lastOutputs : Array AccumulationOutput
  /-- 𝐒: gas and digests accumulated, by service, ascending. -/
  counts : AccumulationCounts

namespace Accumulation

/-- The gas of a report's digests. -/
def reportGas (report : WorkReport) : Nat := report.results.foldl (fun sum digest => sum + digest.accumulateGas.toNat) 0

/-- i: how many reports from the first on the gas is enough for. -/
def affordable (gas : Nat) : List WorkReport → Nat
  | [] => 0
  | report :: rest =>
    let needed := reportGas report
    if needed ≤ gas then affordable (gas - needed) rest + 1 else 0

/-- The gas of entries. -/
def sumGas (gasUsed : List (ServiceId × Gas)) : Nat := gasUsed.foldl (fun sum (_, gas) => sum + gas.toNat) 0

/-- What rounds give: the number of reports accumulated, the state, **b** and **u** with the latest round first. -/
structure Rounds where
  count : Nat
  state : PartialState
  outputs : List AccumulationOutput
  gasUsed : List (ServiceId × Gas)

/-- Δ₊ with at most so many rounds: as many reports as the gas is enough for, then what their transfers and the reports behind them ask for. -/
def accumulateRounds (block : AccumulationBlock) : (rounds gas : Nat) → Array DeferredTransfer → List WorkReport → PartialState → FreeGas →
    Result Rounds
  | 0, _, _, _, state, _ => .ok { count := 0, state, outputs := [], gasUsed := [] }
  | rounds + 1, gas, transfers, reports, state, free =>
    let i := affordable gas reports
    if transfers.size = 0 ∧ i = 0 ∧ free.size = 0 then .ok { count := 0, state, outputs := [], gasUsed := [] }
    else do
      let round ← accumulateParallel block state transfers (reports.take i) free
      let gas := transfers.foldl (fun sum transfer => sum + transfer.gas.toNat) gas
      let rest ← accumulateRounds block rounds (gas - sumGas round.gasUsed) round.transfers (reports.drop i) round.state .empty
      return { rest with count := i + rest.count, outputs := round.outputs ++ rest.outputs, gasUsed := round.gasUsed ++ rest.gasUsed }

/-- g: the gas of a block (12.3). -/
def blockGas (p : Params) (free : FreeGas) : Nat :=
  max p.blockGas.toNat (p.reportGas.toNat * p.cores.toNat + free.fold (fun sum _ gas => sum + gas.toNat) 0)

/-- More rounds than there can be: each takes a report, or a transfer whose gas was paid for in the round before, or is the first
(`Jar/Thm/Chain/Termination.lean`). -/
def enoughRounds (gas : Nat) (reports : List WorkReport) (free : FreeGas) : Nat :=
  reports.length + (reports.foldl (fun sum report => sum + reportGas report) gas) + (free.fold (fun sum _ gas => sum + gas.toNat) 0) + 2

/-- Gas and digests by service. -/
abbrev Counts := SortedMap ServiceId (Gas × UInt32)

/-- Adds to what a service did. -/
def addWork (works : Counts) (service : ServiceId) (gas count : Nat) : Counts :=
  let (gasBefore, countBefore) := (works.find? service).getD (0, 0)
  works.insert service (addTo64 gasBefore gas, addTo32 countBefore count)

/-- 𝐒: gas and digests by service, of services that have any. -/
def worksDone (gasUsed : List (ServiceId × Gas)) (reports : List WorkReport) : Counts :=
  let works := gasUsed.foldl (init := (SortedMap.empty : Counts)) fun works (service, gas) =>
    if gas = 0 then works else addWork works service gas.toNat 0
  reports.foldl (init := works) fun works report =>
    report.results.foldl (init := works) fun works digest => addWork works digest.serviceId 0 1

/-- δ‡: accounts remember when they accumulated last. -/
def stamp (slot : Slot) (services : Services) (works : Counts) : Services :=
  works.fold (init := services) fun services service _ =>
    match services.find? service with
    | some account => services.insert service { account with info := { account.info with lastAccumulationSlot := slot } }
    | none => services

/-- θ′: a set of outputs, ascending. -/
def outputLog (outputs : List AccumulationOutput) : Array AccumulationOutput :=
  let byService : SortedMap ServiceId PackageSet := outputs.foldl (init := .empty) fun log output =>
    log.insert output.service (((log.find? output.service).getD .empty).insert output.hash ())
  byService.fold (init := #[]) fun log service hashes => hashes.fold (fun log hash _ => log.push { service, hash }) log

end Accumulation

open Accumulation in
/-- **Accumulation in a block**: τ and τ′, η₀′, ω, ξ, χ, ι, φ, δ, and the reports that became available. -/
def accumulate (protocol : Protocol) (slot newSlot : Slot) (entropy : Hash) (ready : ReadyQueue) (accumulated : AccumulatedQueue)
    (privileges : Privileges) (stagingValidators : ValidatorSet) (authQueues : AuthQueues) (services : Services) (available : Array WorkReport) :
    Result Accumulated := do
  let p := protocol.params
  let { reports, queued } := Queue.accumulatable p newSlot ready accumulated available
  let reports := reports.toList
  let free := SortedMap.empty.insertAll privileges.alwaysAcc.toList
  let gas := blockGas p free
  let rounds ← accumulateRounds { protocol, slot := newSlot, entropy } (enoughRounds gas reports free) gas #[] reports
    { services, stagingValidators, authQueues, privileges } free
  let done := reports.take rounds.count
  let works := worksDone rounds.gasUsed done
  let packages := Queue.packages done
  return {
    services := stamp newSlot rounds.state.services works
    privileges := rounds.state.privileges
    stagingValidators := rounds.state.stagingValidators
    authQueues := rounds.state.authQueues
    ready := Queue.shiftReady p slot newSlot ready queued packages
    accumulated := Queue.shiftHistory accumulated packages
    lastOutputs := outputLog rounds.outputs
    counts := works.toList.toArray }

end Jar.Chain
