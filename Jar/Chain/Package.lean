import Jar.Chain.Refine
import Jar.Data.SortedSet

/-!
# Work reports

Gray Paper 0.7.2, sections 14.3 and 14.4: the limits of a package, Ξ (the report of a package, and the segments that it exports), the bundle, the availability
specification. What a package imports is given, with what proves it; how it is fetched is left out.
-/
namespace Jar.Chain

/-- A segment that is imported. -/
structure ImportedSegment where
  segment : ByteArray
  /-- J₀: the path from the segment root to it. -/
  path : List ByteArray

/-- What a package is refined with. -/
structure PackageData where
  /-- X: the extrinsics of each item. -/
  extrinsics : Array (Array ByteArray)
  /-- S and J: the imports of each item. -/
  imports : Array (Array ImportedSegment)
  /-- **l**: segment roots of the packages that imports name by hash. A dictionary, in ascending order. -/
  segmentRoots : Array (Hash × Hash)

/-- Why a package has no report. -/
inductive PackageError where
  /-- It breaks a limit of section 14.3. -/
  | limits
  /-- What it is to be refined with is not what it names. -/
  | data
  /-- Its authorizer gives no trace, or one that is too long. -/
  | unauthorized (result : WorkResult)

namespace Package

/-- A sum over items. -/
def sumOf (items : Array WorkItem) (f : WorkItem → Nat) : Nat := items.foldl (fun sum item => sum + f item) 0

/-- Octets of a segment and its proof: W_F. -/
def segmentFootprint (p : Params) : Nat := Erasure.segmentSize + 32 * ceilLog2 p.packageImports.toNat

/-- The octets that extrinsics of an item say to have. -/
def extrinsicSize (item : WorkItem) : Nat := item.extrinsic.foldl (fun sum spec => sum + spec.len.toNat) 0

/-- S(w): octets of an item in the bundle. -/
def itemSize (p : Params) (item : WorkItem) : Nat :=
  item.payload.size + item.importSegments.size * segmentFootprint p + extrinsicSize item

/-- The packages that imports name by hash, each once, ascending. -/
def namedPackages (package : WorkPackage) : List Hash :=
  let named := package.items.toList.flatMap fun item => item.importSegments.toList.filterMap fun spec =>
    if 0x8000 ≤ spec.index then some spec.treeRoot else none
  (SortedSet.ofList named).toList.map (·.1)

/-- The limits of a package (14.3). -/
def withinLimits (p : Params) (package : WorkPackage) : Bool :=
  let items := package.items
  1 ≤ items.size && items.size ≤ p.packageItems.toNat
    && sumOf items (·.exportCount.toNat) ≤ p.packageExports.toNat
    && sumOf items (·.importSegments.size) ≤ p.packageImports.toNat
    && sumOf items (·.extrinsic.size) ≤ p.packageExtrinsics.toNat
    && package.authorization.size + package.authorizerConfig.size + sumOf items (itemSize p) ≤ p.bundleSize.toNat
    && sumOf items (·.accumulateGasLimit.toNat) < p.reportGas.toNat
    && sumOf items (·.refineGasLimit.toNat) < p.refineGas.toNat
    && (namedPackages package).length ≤ p.reportDependencies.toNat

/-- Are two sequences of one length, and do their elements match? -/
def allMatch {α β : Type} (f : α → β → Bool) : List α → List β → Bool
  | [], [] => true
  | a :: as, b :: bs => f a b && allMatch f as bs
  | _, _ => false

/-- Is it the extrinsic that is meant? -/
def isExtrinsic (spec : ExtrinsicSpec) (octets : ByteArray) : Bool := octets.size = spec.len.toNat && blake octets = spec.hash

/-- L: the segment root below which an import is. -/
def rootOf (data : PackageData) (spec : ImportSpec) : Option Hash :=
  if 0x8000 ≤ spec.index then (data.segmentRoots.toList.find? fun (hash, _) => hash = spec.treeRoot).map (·.2) else some spec.treeRoot

/-- Is it the segment that is meant? How many the tree has is not known: the path tells its depth. -/
def isImport (data : PackageData) (spec : ImportSpec) (imported : ImportedSegment) : Bool :=
  match rootOf data spec with
  | some root =>
    let depth := imported.path.length
    imported.segment.size = Erasure.segmentSize && Merkle.allHashes imported.path && depth < 64
      && Merkle.verifyItem Crypto.blake2b256 root.bytes (2 ^ depth) (spec.index.toNat % 0x8000) imported.segment imported.path
  | none => false

/-- Is the data what the package names? -/
def fits (package : WorkPackage) (data : PackageData) : Bool :=
  let items := package.items.toList
  allMatch (fun item extrinsics => allMatch isExtrinsic item.extrinsic.toList extrinsics.toList) items data.extrinsics.toList
    && namedPackages package = data.segmentRoots.toList.map (·.1)
    && allMatch (fun item imports => allMatch (isImport data) item.importSegments.toList imports.toList) items data.imports.toList

/-- p_a: the package's authorizer. -/
def authorizerOf (package : WorkPackage) : Hash := blake (package.authCodeHash.bytes ++ package.authorizerConfig)

/-- C: the digest of an item. -/
def digestOf (item : WorkItem) (result : WorkResult) (gasUsed : Gas) : WorkDigest where
  serviceId := item.service
  codeHash := item.codeHash
  payloadHash := blake item.payload
  accumulateGas := item.accumulateGasLimit
  result
  refineLoad := {
    gasUsed
    imports := item.importSegments.size.toUInt16
    extrinsicCount := item.extrinsic.size.toUInt16
    extrinsicSize := (extrinsicSize item).toUInt32
    exports := item.exportCount }

/-- The octets of a result. -/
def resultSize : WorkResult → Nat
  | .ok octets => octets.size
  | .error _ => 0

/-- What became of the items so far. -/
structure Progress where
  digests : Array WorkDigest
  /-- ē, all in one. -/
  exports : Array ByteArray
  /-- ℓ: how many segments the items export. -/
  offset : Nat
  /-- z: octets of the trace and of the results. -/
  size : Nat

/-- I: what counts of a refinement. An item whose result does not count exports segments of zeros. -/
def judged (p : Params) (item : WorkItem) (size : Nat) (refined : Refined) : WorkResult × Array ByteArray :=
  let none := Array.replicate item.exportCount.toNat (zeros Erasure.segmentSize)
  if p.reportSize.toNat < resultSize refined.result + size then (.error .digestOversize, none)
  else if refined.exports.size ≠ item.exportCount.toNat then (.error .badExports, none)
  else match refined.result with
    | .ok octets => (.ok octets, refined.exports)
    | .error error => (.error error, none)

/-- Refines an item and takes in what counts. -/
def refineItem (base : Refinement) (progress : Progress) (number : Nat) (item : WorkItem) : Progress :=
  let refined := refine { base with item := number, exportOffset := progress.offset } item
  let (result, exports) := judged base.protocol.params item progress.size refined
  { digests := progress.digests.push (digestOf item result refined.gasUsed)
    exports := progress.exports ++ exports
    offset := progress.offset + item.exportCount.toNat
    size := progress.size + resultSize result }

/-- Refines items from a number on. -/
def refineItems (base : Refinement) (progress : Progress) (number : Nat) : List WorkItem → Progress
  | [] => progress
  | item :: rest => refineItems base (refineItem base progress number item) (number + 1) rest

/-- The bundle: the package, extrinsics, imported segments, their paths. -/
def bundle (package : ByteArray) (data : PackageData) : ByteArray :=
  let out := data.extrinsics.foldl (fun out item => item.foldl (· ++ ·) out) package
  let out := data.imports.foldl (fun out item => item.foldl (fun out imported => out ++ imported.segment) out) out
  data.imports.foldl (fun out item => item.foldl (fun out imported => Erasure.putHashes out imported.path) out) out

/-- A: the availability specification of a bundle and exported segments. -/
def specification (p : Params) (packageHash : Hash) (bundle : ByteArray) (exports : List ByteArray) : PackageSpec where
  hash := packageHash
  length := bundle.size.toUInt32
  erasureRoot := hashOfBytes (Erasure.erasureRoot Crypto.blake2b256 (p.pieceSize.toNat / 2) p.validators.toNat bundle exports)
  exportsRoot := hashOfBytes (Merkle.constantDepthRoot Crypto.blake2b256 exports)
  exportsCount := exports.length.toUInt16

end Package

open Package in
/-- **Ξ**: the report of a package on a core, and the segments that it exports. -/
def workReport (protocol : Protocol) (services : Services) (package : WorkPackage) (core : CoreIndex) (data : PackageData) :
    Except PackageError (WorkReport × Array ByteArray) :=
  let p := protocol.params
  if !withinLimits p package then .error .limits
  else if !fits package data then .error .data
  else match isAuthorized protocol services package core with
    | (.ok trace, authGasUsed) =>
      if p.reportSize.toNat < trace.size then .error (.unauthorized (.ok trace))
      else
        let base : Refinement := {
          protocol, services, core, package, item := 0, trace, exportOffset := 0
          imports := data.imports.map fun item => item.map (·.segment)
          extrinsics := data.extrinsics }
        let done := refineItems base { digests := #[], exports := #[], offset := 0, size := trace.size } 0 package.items.toList
        let octets := WorkPackage.codec.encode package
        .ok ({
          packageSpec := specification p (blake octets) (bundle octets data) done.exports.toList
          context := package.context
          coreIndex := core
          authorizerHash := authorizerOf package
          authGasUsed
          authOutput := trace
          segmentRootLookup := data.segmentRoots
          results := done.digests }, done.exports)
    | (result, _) => .error (.unauthorized result)

end Jar.Chain
