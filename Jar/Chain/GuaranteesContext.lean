import Jar.Chain.Rule
import Jar.Data.SortedSet
import Jar.Types.Guarantees
import Jar.Types.State

/-!
# What reports say of the chain

Gray Paper 0.7.2, section 11.4.1 and the conditions before it that are about cores, services and packages: a report's core is free and its authorizer allowed, its
services are there, its anchors are known blocks, its package is new and those that it depends on are known.
-/
namespace Jar.Chain

/-- Ancestors of a block that a lookup anchor may name: slots and header hashes. -/
abbrev Ancestors := Array (Slot × Hash)

/-- The rules of a report's core. -/
def checkCores (pending : AvailabilityAssignments) (pools : AuthPools) (extrinsic : Array Guarantee) : Result Unit := do
  demandAll extrinsic (.guarantees .coreEngaged) fun _ guarantee => pending[guarantee.report.coreIndex.toNat]? = some none
  demandAll extrinsic (.guarantees .coreUnauthorized) fun _ guarantee =>
    (pools.getD guarantee.report.coreIndex.toNat #[]).contains guarantee.report.authorizerHash

/-- Does a condition hold of each digest and its service? -/
def allDigests (services : Services) (report : WorkReport) (condition : WorkDigest → ServiceInfo → Bool) : Bool :=
  report.results.all fun digest =>
    match services.find? digest.serviceId with
    | none => false
    | some account => condition digest account.info

/-- The rules of a report's digests. -/
def checkDigests (p : Params) (services : Services) (extrinsic : Array Guarantee) : Result Unit := do
  demandAll extrinsic (.guarantees .unknownService) fun _ guarantee => allDigests services guarantee.report fun _ _ => true
  demandAll extrinsic (.guarantees .codeHash) fun _ guarantee =>
    allDigests services guarantee.report fun digest info => digest.codeHash = info.codeHash
  demandAll extrinsic (.guarantees .digestGas) fun _ guarantee =>
    allDigests services guarantee.report fun digest info => info.minItemGas ≤ digest.accumulateGas
  demandAll extrinsic (.guarantees .reportGas) fun _ guarantee =>
    guarantee.report.results.foldl (fun gas digest => gas + digest.accumulateGas.toNat) 0 ≤ p.reportGas.toNat

/-- 𝐩: the packages of a block. -/
def packages (extrinsic : Array Guarantee) : List Hash := extrinsic.toList.map fun guarantee => guarantee.report.packageSpec.hash

/-- The set, and those of the hashes that are in another. -/
def addKnown (among : SortedSet Hash) (set : SortedSet Hash) : List Hash → SortedSet Hash
  | [] => set
  | hash :: rest => addKnown among (if among.has hash then set.insert hash () else set) rest

/-- Those of the packages that are in the pipeline: in recent blocks, accumulated, ready, or waiting to be available. -/
def packagesSeen (among : SortedSet Hash) (recent : RecentHistory) (ready : ReadyQueue) (accumulated : AccumulatedQueue)
    (reported : AvailabilityAssignments) : SortedSet Hash :=
  let seen := recent.history.foldl (fun set block => addKnown among set (block.reported.toList.map (·.1))) .empty
  let seen := accumulated.foldl (fun set packages => addKnown among set packages.toList) seen
  let seen := ready.foldl (fun set reports => addKnown among set (reports.toList.map (·.report.packageSpec.hash))) seen
  addKnown among seen (reported.toList.filterMap fun pending => pending.map (·.report.packageSpec.hash))

/-- Rejects the first package that was seen, or is a second time in the block. -/
def checkNew (seen : SortedSet Hash) : List Hash → (item : Nat) → Result Unit
  | [], _ => .ok ()
  | package :: rest, item =>
    if seen.has package then .error { rule := .guarantees .duplicatePackage, item }
    else checkNew (seen.insert package ()) rest (item + 1)

/-- Is there a recent block for the anchor, of which a condition holds? -/
def hasAnchor (recent : RecentHistory) (context : RefineContext) (condition : RecentBlock → Bool) : Bool :=
  recent.history.any fun block => block.headerHash = context.anchor && condition block

/-- The segment roots of packages: of those in the block, and of recent ones. -/
def segmentRoots (recent : RecentHistory) (extrinsic : Array Guarantee) : SortedMap Hash (List Hash) :=
  let add (map : SortedMap Hash (List Hash)) (package root : Hash) := map.insert package (root :: (map.find? package).getD [])
  let ofBlock := extrinsic.foldl
    (fun map guarantee => add map guarantee.report.packageSpec.hash guarantee.report.packageSpec.exportsRoot) .empty
  recent.history.foldl (fun map block => block.reported.foldl (fun map entry => add map entry.1 entry.2) map) ofBlock

/-- Does the block name only packages that have segment roots? -/
def dependenciesKnown (roots : SortedMap Hash (List Hash)) (report : WorkReport) : Bool :=
  report.context.prerequisites.all roots.contains && report.segmentRootLookup.all fun entry => roots.contains entry.1

/-- The rules of anchors: the block and its details, then the lookup anchor. -/
def checkAnchors (p : Params) (recent : RecentHistory) (slot : Slot) (ancestors : Option Ancestors) (extrinsic : Array Guarantee) : Result Unit := do
  demandAll extrinsic (.guarantees .anchor) fun _ guarantee => hasAnchor recent guarantee.report.context fun _ => true
  demandAll extrinsic (.guarantees .anchorStateRoot) fun _ guarantee =>
    hasAnchor recent guarantee.report.context fun block => block.stateRoot = guarantee.report.context.stateRoot
  demandAll extrinsic (.guarantees .anchorBeefyRoot) fun _ guarantee =>
    hasAnchor recent guarantee.report.context fun block =>
      block.stateRoot = guarantee.report.context.stateRoot && block.beefyRoot = guarantee.report.context.beefyRoot
  demandAll extrinsic (.guarantees .lookupAnchorAge) fun _ guarantee =>
    slot.toNat ≤ guarantee.report.context.lookupAnchorSlot.toNat + p.lookupAnchorAge.toNat
  demandAll extrinsic (.guarantees .lookupAnchor) fun _ guarantee =>
    match ancestors with
    | none => true
    | some ancestors => ancestors.contains (guarantee.report.context.lookupAnchorSlot, guarantee.report.context.lookupAnchor)

/-- The rules of packages, anchors and dependencies. -/
def checkContexts (p : Params) (recent : RecentHistory) (ready : ReadyQueue) (accumulated : AccumulatedQueue) (reported : AvailabilityAssignments)
    (slot : Slot) (ancestors : Option Ancestors) (extrinsic : Array Guarantee) : Result Unit := do
  checkNew (packagesSeen (SortedSet.ofList (packages extrinsic)) recent ready accumulated reported) (packages extrinsic) 0
  checkAnchors p recent slot ancestors extrinsic
  let roots := segmentRoots recent extrinsic
  demandAll extrinsic (.guarantees .dependencyMissing) fun _ guarantee => dependenciesKnown roots guarantee.report
  demandAll extrinsic (.guarantees .segmentRoot) fun _ guarantee =>
    guarantee.report.segmentRootLookup.all fun entry => ((roots.find? entry.1).getD []).contains entry.2

end Jar.Chain
