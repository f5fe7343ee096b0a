import Jar.Data.SortedSet
import Jar.Types.Accumulation

/-!
# Queue and history of accumulation

Gray Paper 0.7.2, section 12.1: which reports can be accumulated in a block, which wait; and of 12.3 how the queue and the history move on.
-/
namespace Jar.Chain

/-- A set of packages. -/
abbrev PackageSet := SortedSet Hash

namespace Queue

/-- P: the packages of reports. -/
def packages (reports : List WorkReport) : PackageSet := .ofList (reports.map (·.packageSpec.hash))

/-- D: a report with the packages that it depends on. -/
def withDependencies (report : WorkReport) : ReadyReport :=
  let prerequisites := SortedSet.ofArray report.context.prerequisites
  { report, dependencies := (SortedSet.addAll prerequisites (report.segmentRootLookup.toList.map (·.1))).toArray }

/-- E: the queue without the reports whose packages are accumulated, none of which anybody waits for any more. -/
def edit (isAccumulated : Hash → Bool) (queue : Array ReadyReport) : Array ReadyReport :=
  (queue.filter fun ready => !isAccumulated ready.report.packageSpec.hash).map fun ready =>
    { ready with dependencies := ready.dependencies.filter fun hash => !isAccumulated hash }

/-- The reports that wait for nothing. -/
def free (queue : Array ReadyReport) : List WorkReport :=
  queue.toList.filterMap fun ready => if ready.dependencies.isEmpty then some ready.report else none

/-- Q: the reports that can be accumulated, those that wait for nothing first. Every round takes a report at least, so there are at most as many rounds as
reports. -/
def prioritize (queue : Array ReadyReport) : (rounds : Nat) → List WorkReport
  | 0 => []
  | rounds + 1 =>
    match free queue with
    | [] => []
    | first => first ++ prioritize (edit (packages first).has queue) rounds

/-- Does the report wait for no other from the start? -/
def isImmediate (report : WorkReport) : Bool := report.context.prerequisites.isEmpty && report.segmentRootLookup.isEmpty

/-- Is a hash among ascending ones, between two positions? -/
def containsBetween (hashes : Array Hash) (hash : Hash) : (fuel low high : Nat) → Bool
  | 0, _, _ => false
  | fuel + 1, low, high =>
    if low < high then
      let middle := (low + high) / 2
      if h : middle < hashes.size then
        if Octets.before hashes[middle] hash then containsBetween hashes hash fuel (middle + 1) high
        else if Octets.before hash hashes[middle] then containsBetween hashes hash fuel low middle
        else true
      else false
    else false

/-- Is the package in the history, ⋃ξ? -/
def inHistory (history : AccumulatedQueue) (hash : Hash) : Bool :=
  history.any fun hashes => containsBetween hashes hash (hashes.size + 1) 0 hashes.size

/-- What a block may accumulate. -/
structure Accumulatable where
  /-- R*: the reports that can be accumulated, in order. -/
  reports : Array WorkReport
  /-- R^Q: the new reports that wait, or waited for reports of this block. -/
  queued : Array ReadyReport

/-- The slot's place in an epoch: m. -/
@[inline] def phase (p : Params) (slot : Slot) : Nat := slot.toNat % p.epochLength.toNat

/-- R* and R^Q (12.1), from the queue, the history and the reports that became available. -/
def accumulatable (p : Params) (slot : Slot) (ready : ReadyQueue) (history : AccumulatedQueue) (available : Array WorkReport) : Accumulatable :=
  let immediate := available.toList.filter isImmediate
  let queued := edit (inHistory history) ((available.filter fun report => !isImmediate report).map withDependencies)
  let m := phase p slot
  let waiting := (ready.extract m ready.size ++ ready.extract 0 m).foldl (· ++ ·) #[] ++ queued
  let open' := edit (packages immediate).has waiting
  { reports := (immediate ++ prioritize open' open'.size).toArray, queued }

/-- ξ′: the history with what the block accumulated, the oldest slot dropped (12.3). -/
def shiftHistory (history : AccumulatedQueue) (done : PackageSet) : AccumulatedQueue :=
  (history.extract 1 history.size).push done.toArray

/-- ω′: the queue with the new reports that wait, without those accumulated, and without the slots since the last block (12.3). -/
def shiftReady (p : Params) (before slot : Slot) (ready : ReadyQueue) (queued : Array ReadyReport) (done : PackageSet) : ReadyQueue :=
  let m := phase p slot
  let passed := slot.toNat - before.toNat
  ready.foldl (init := Array.emptyWithCapacity ready.size) fun moved waiting =>
    let age := (m + p.epochLength.toNat - moved.size) % p.epochLength.toNat
    moved.push <|
      if age = 0 then edit done.has queued
      else if age < passed then #[]
      else edit done.has waiting

end Queue

end Jar.Chain
