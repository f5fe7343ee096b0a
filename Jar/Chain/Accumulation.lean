import Jar.Chain.Accumulation.Parallel
import Jar.Chain.Queue

/-!
# Accumulation

Gray Paper 0.7.2, sections 12.2 (Δ₊) and 12.3: reports that became available, and those that waited for them, change the accounts; the queue, the history,
the accumulation output log and what statistics need.
-/
namespace Jar.Chain

/-- What a service did in a block: gas and digests accumulated. -/
structure AccumulationWork where
  gasUsed : Nat
  count : Nat
deriving DecidableEq, Inhabited

/-- What accumulation gives. -/
structure Accumulated where
  /-- δ‡, ι′, φ′, χ′. -/
  state : PartialState
  /-- ω′. -/
  ready : ReadyQueue
  /-- ξ′. -/
  history : AccumulatedQueue
  /-- θ′: ascending by service, then by hash. -/
  outputs : Array AccumulationOutput
  /-- S: by service. -/
  works : SortedMap ServiceId AccumulationWork

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
    if transfers.isEmpty && i = 0 && free.toList.isEmpty then .ok { count := 0, state, outputs := [], gasUsed := [] }
    else do
      let round ← accumulateParallel block state transfers (reports.take i) free
      let gas := transfers.foldl (fun sum transfer => sum + transfer.gas.toNat) gas
      let rest ← accumulateRounds block rounds (gas - sumGas round.gasUsed) round.transfers (reports.drop i) round.state .empty
      return { rest with count := i + rest.count, outputs := round.outputs ++ rest.outputs, gasUsed := round.gasUsed ++ rest.gasUsed }

/-- g: the gas of a block (12.3). -/
def blockGas (p : Params) (free : FreeGas) : Nat :=
  max p.blockGas.toNat (p.reportGas.toNat * p.cores.toNat + free.fold (fun sum _ gas => sum + gas.toNat) 0)

/-- More rounds than there can be: each takes a report, or a transfer whose gas was paid for in the round before, or is the first. -/
def enoughRounds (gas : Nat) (reports : List WorkReport) (free : FreeGas) : Nat :=
  reports.length + (reports.foldl (fun sum report => sum + reportGas report) gas) + (free.fold (fun sum _ gas => sum + gas.toNat) 0) + 2

/-- Changes what a service did. -/
@[inline] def changeRecord (works : SortedMap ServiceId AccumulationWork) (service : ServiceId) (f : AccumulationWork → AccumulationWork) :
    SortedMap ServiceId AccumulationWork :=
  works.insert service (f ((works.find? service).getD default))

/-- S: gas and digests by service, of services that have any. -/
def worksDone (gasUsed : List (ServiceId × Gas)) (reports : List WorkReport) : SortedMap ServiceId AccumulationWork :=
  let works := gasUsed.foldl (init := SortedMap.empty) fun works (service, gas) =>
    if gas = 0 then works else changeRecord works service fun work => { work with gasUsed := work.gasUsed + gas.toNat }
  reports.foldl (init := works) fun works report =>
    report.results.foldl (init := works) fun works digest =>
      changeRecord works digest.serviceId fun work => { work with count := work.count + 1 }

/-- δ‡: accounts remember when they accumulated last. -/
def stamp (slot : Slot) (services : Services) (works : SortedMap ServiceId AccumulationWork) : Services :=
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
/-- Accumulation in a block: τ, the block, ω, ξ, the state that it changes, and the reports that became available. -/
def accumulate (before : Slot) (block : AccumulationBlock) (ready : ReadyQueue) (history : AccumulatedQueue) (state : PartialState)
    (available : Array WorkReport) : Result Accumulated := do
  let p := block.protocol.params
  let { reports, queued } := Queue.accumulatable p block.slot ready history available
  let free := SortedMap.empty.insertAll state.privileges.alwaysAcc.toList
  let gas := blockGas p free
  let reports := reports.toList
  let rounds ← accumulateRounds block (enoughRounds gas reports free) gas #[] reports state free
  let accumulatedNow := reports.take rounds.count
  let works := worksDone rounds.gasUsed accumulatedNow
  let done := Queue.packages accumulatedNow
  return {
    state := { rounds.state with services := stamp block.slot rounds.state.services works }
    ready := Queue.shiftReady p before block.slot ready queued done
    history := Queue.shiftHistory history done
    outputs := outputLog rounds.outputs
    works }

end Jar.Chain
