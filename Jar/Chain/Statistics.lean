import Jar.Chain.Time
import Jar.Data.SortedSet
import Jar.Types.Block
import Jar.Types.Statistics
import Jar.Types.Validators

/-!
# Statistics

Gray Paper 0.7.2, section 13: what validators did in an epoch, and what cores and services did in a block. A number that outgrows its width stays at the
greatest that fits (docs/transition.md).
-/
namespace Jar.Chain

/-! ## Numbers that stay at their greatest -/

/-- Adds to a number of 16 bits. -/
@[inline] def addTo16 (a : UInt16) (b : Nat) : UInt16 := (min (a.toNat + b) (2 ^ 16 - 1)).toUInt16
/-- Adds to a number of 32 bits. -/
@[inline] def addTo32 (a : UInt32) (b : Nat) : UInt32 := (min (a.toNat + b) (2 ^ 32 - 1)).toUInt32
/-- Adds to a number of 64 bits. -/
@[inline] def addTo64 (a : UInt64) (b : Nat) : UInt64 := (min (a.toNat + b) (2 ^ 64 - 1)).toUInt64

/-! ## Validators -/

/-- The record of a validator who did nothing. -/
def noRecord : ValidatorRecord := { blocks := 0, tickets := 0, preImages := 0, preImagesSize := 0, guarantees := 0, assurances := 0 }

/-- The octets of all preimages of a block. -/
def preimageOctets (preimages : Array Preimage) : Nat := preimages.foldl (init := 0) fun octets preimage => octets + preimage.blob.size

/-- What the author of a block gets counted. -/
def authored (extrinsic : Extrinsic) (record : ValidatorRecord) : ValidatorRecord :=
  { record with
    blocks := addTo32 record.blocks 1
    tickets := addTo32 record.tickets extrinsic.tickets.size
    preImages := addTo32 record.preImages extrinsic.preimages.size
    preImagesSize := addTo32 record.preImagesSize (preimageOctets extrinsic.preimages) }

/-- The validators whose assurances a block has. -/
def assurers (p : Params) (assurances : Array Assurance) : Array Bool :=
  assurances.foldl (init := Array.replicate p.validators.toNat false) fun marks assurance =>
    marks.setIfInBounds assurance.validatorIndex.toNat true

/-- π_V′: the records of the epoch with what a block adds. A validator has guaranteed if its key is among the reporters. -/
def validatorRecords (p : Params) (author : ValidatorIndex) (active : ValidatorSet) (extrinsic : Extrinsic) (reporters : Array Ed25519Public)
    (records : Array ValidatorRecord) : Array ValidatorRecord :=
  let reporters := SortedSet.ofArray reporters
  let assurers := assurers p extrinsic.assurances
  (go reporters assurers records.toList 0).toArray
where
  /-- Is the validator at an index among the reporters? -/
  reported (reporters : SortedSet Ed25519Public) (v : Nat) : Bool :=
    match active[v]? with
    | some keys => reporters.has keys.ed25519
    | none => false
  /-- The records from a validator on. -/
  go (reporters : SortedSet Ed25519Public) (assurers : Array Bool) : List ValidatorRecord → (v : Nat) → List ValidatorRecord
    | [], _ => []
    | record :: rest, v =>
      let record := if v = author.toNat then authored extrinsic record else record
      let record := { record with
        guarantees := addTo32 record.guarantees (if reported reporters v then 1 else 0)
        assurances := addTo32 record.assurances (if assurers.getD v false then 1 else 0) }
      record :: go reporters assurers rest (v + 1)

/-! ## Cores -/

/-- The record of a core that did nothing. -/
def noCore : CoreRecord :=
  { daLoad := 0, popularity := 0, imports := 0, extrinsicCount := 0, extrinsicSize := 0, exports := 0, bundleSize := 0, gasUsed := 0 }

/-- Adds what refining an item took: of R(c). -/
def addLoad (record : CoreRecord) (load : RefineLoad) : CoreRecord :=
  { record with
    imports := addTo16 record.imports load.imports.toNat
    extrinsicCount := addTo16 record.extrinsicCount load.extrinsicCount.toNat
    extrinsicSize := addTo32 record.extrinsicSize load.extrinsicSize.toNat
    exports := addTo16 record.exports load.exports.toNat
    gasUsed := addTo64 record.gasUsed load.gasUsed.toNat }

/-- Adds a report of the block: R(c) and L(c). -/
def addIncoming (records : Array CoreRecord) (report : WorkReport) : Array CoreRecord :=
  records.modify report.coreIndex.toNat fun record =>
    let record := report.results.foldl (init := record) fun record digest => addLoad record digest.refineLoad
    { record with bundleSize := addTo32 record.bundleSize report.packageSpec.length.toNat }

/-- The octets that a report keeps available: its bundle, its exported segments, and for each 64 of them a page of proofs. -/
def availableOctets (p : Params) (spec : PackageSpec) : Nat :=
  spec.length.toNat + p.pieceSize.toNat * p.segmentPieces.toNat * ((spec.exportsCount.toNat * 65 + 63) / 64)

/-- Adds a report that became available: D(c). -/
def addAvailable (p : Params) (records : Array CoreRecord) (report : WorkReport) : Array CoreRecord :=
  records.modify report.coreIndex.toNat fun record => { record with daLoad := addTo32 record.daLoad (availableOctets p report.packageSpec) }

/-- The number of assurances of a core. -/
def popularity (assurances : Array Assurance) (core : Nat) : Nat :=
  assurances.foldl (init := 0) fun count assurance => if bitAt assurance.bitfield core then count + 1 else count

/-- π_C′. -/
def coreRecords (p : Params) (extrinsic : Extrinsic) (available : Array WorkReport) : Array CoreRecord :=
  let records := Array.replicate p.cores.toNat noCore
  let records := extrinsic.guarantees.foldl (init := records) fun records guarantee => addIncoming records guarantee.report
  let records := available.foldl (addAvailable p) records
  (go records.toList 0).toArray
where
  /-- The records from a core on, with popularity. -/
  go : List CoreRecord → (core : Nat) → List CoreRecord
    | [], _ => []
    | record :: rest, core =>
      { record with popularity := addTo16 0 (popularity extrinsic.assurances core) } :: go rest (core + 1)

/-! ## Services -/

/-- 𝐒: for each service that accumulated, gas used and work items. -/
abbrev AccumulationCounts := Array (ServiceId × Gas × UInt32)

/-- The record of a service that did nothing. -/
def noService : ServiceRecord :=
  { providedCount := 0, providedSize := 0, refinementCount := 0, refinementGasUsed := 0, imports := 0, extrinsicCount := 0, extrinsicSize := 0
    exports := 0, accumulateCount := 0, accumulateGasUsed := 0 }

/-- Records of services while they are counted. -/
abbrev ServiceRecords := SortedMap ServiceId ServiceRecord

/-- Changes the record of a service. -/
@[inline] def updateService (records : ServiceRecords) (service : ServiceId) (change : ServiceRecord → ServiceRecord) : ServiceRecords :=
  records.insert service (change ((records.find? service).getD noService))

/-- Adds a digest of a report of the block: of R(s). -/
def addDigest (records : ServiceRecords) (digest : WorkDigest) : ServiceRecords :=
  updateService records digest.serviceId fun record => { record with
    refinementCount := addTo32 record.refinementCount 1
    refinementGasUsed := addTo64 record.refinementGasUsed digest.refineLoad.gasUsed.toNat
    imports := addTo32 record.imports digest.refineLoad.imports.toNat
    extrinsicCount := addTo32 record.extrinsicCount digest.refineLoad.extrinsicCount.toNat
    extrinsicSize := addTo32 record.extrinsicSize digest.refineLoad.extrinsicSize.toNat
    exports := addTo32 record.exports digest.refineLoad.exports.toNat }

/-- Adds a preimage of the block. -/
def addPreimage (records : ServiceRecords) (preimage : Preimage) : ServiceRecords :=
  updateService records preimage.requester fun record => { record with
    providedCount := addTo16 record.providedCount 1
    providedSize := addTo32 record.providedSize preimage.blob.size }

/-- Sets what a service accumulated. -/
def setAccumulated (records : ServiceRecords) : ServiceId × Gas × UInt32 → ServiceRecords := fun (service, gas, count) =>
  updateService records service fun record => { record with accumulateCount := count, accumulateGasUsed := gas }

/-- π_S′. -/
def serviceRecords (extrinsic : Extrinsic) (counts : AccumulationCounts) : Array (ServiceId × ServiceRecord) :=
  let records := extrinsic.guarantees.foldl (init := (.empty : ServiceRecords)) fun records guarantee =>
    guarantee.report.results.foldl addDigest records
  let records := extrinsic.preimages.foldl addPreimage records
  (counts.foldl setAccumulated records).toList.toArray

/-! ## All -/

/-- **π′** from π, τ, H_T, H_I, κ′, 𝐄, the reporters, the reports that became available, and 𝐒. -/
def statistics (p : Params) (prior : Statistics) (slot newSlot : Slot) (author : ValidatorIndex) (active : ValidatorSet) (extrinsic : Extrinsic)
    (reporters : Array Ed25519Public) (available : Array WorkReport) (counts : AccumulationCounts) : Statistics :=
  let isSameEpoch : Bool := epoch p newSlot = epoch p slot
  let current := if isSameEpoch then prior.valsCurr else Array.replicate p.validators.toNat noRecord
  { valsCurr := validatorRecords p author active extrinsic reporters current
    valsLast := if isSameEpoch then prior.valsLast else prior.valsCurr
    cores := coreRecords p extrinsic available
    services := serviceRecords extrinsic counts }

end Jar.Chain
