import Jar.Chain.Package
import Jar.Export.Arguments

/-!
# Work packages, for C

Functions 81 to 83 of docs/wire.md: authorization and refinement (Gray Paper 0.7.2, appendices B.2 and B.3) and the report of a package (section 14.4).
-/
namespace Jar.Export

open Jar.Wire Codec

/-- Blobs for each item of a package. -/
def blobsOfItems : Codec (Array (Array ByteArray)) := sequence (sequence blob)

/-- The path of a proof: hashes, or other octets of that length. -/
def proofPath : Codec (Array Hash) := sequence hash

/-- An imported segment and its path. -/
def importedSegment : Codec (ByteArray × Array Hash) := blob ⬝ proofPath

/-- The number of an item, and the item. -/
def itemOf (package : WorkPackage) : Decoder (Nat × WorkItem) := fun bytes i =>
  match take word16 bytes i with
  | .malformed error offset => .malformed error offset
  | .ok number next =>
    match package.items[number.toNat]? with
    | some item => .ok (number.toNat, item) next
    | none => .malformed .value i

/-- A result that no report can hold is an error at once. -/
def bounded (protocol : Chain.Protocol) (result : WorkResult) : WorkResult :=
  if protocol.params.reportSize.toNat < Chain.Package.resultSize result then .error .digestOversize else result

/-- Why a package has no report: a number, and what the authorizer gave if it is 3. -/
def packageError (protocol : Chain.Protocol) (error : Chain.PackageError) (out : ByteArray) : ByteArray :=
  let out := out.push 0
  match error with
  | .limits => out.push 1
  | .data => out.push 2
  | .unauthorized result => put WorkResult.codec (bounded protocol result) (out.push 3)

/-- Functions 81 to 83. -/
def answerWork : (code : Nat) → Option (Decoder ByteArray)
  | 81 => some do
    let protocol ← protocol
    let services ← services
    let package ← take WorkPackage.codec
    let (result, gasUsed) := Chain.isAuthorized protocol services package (← take word16)
    return value (put (WorkResult.codec ⬝ word64) (bounded protocol result, gasUsed))
  | 82 => some do
    let protocol ← protocol
    let services ← services
    let package ← take WorkPackage.codec
    let core ← take word16
    let (number, item) ← itemOf package
    let trace ← take Codec.blob
    let extrinsics ← take blobsOfItems
    let imports ← take blobsOfItems
    let exportOffset := (← take word32).toNat
    let refined := Chain.refine { protocol, services, core, package, item := number, trace, imports, extrinsics, exportOffset } item
    return value (put (WorkResult.codec ⬝ sequence Codec.blob ⬝ word64) (bounded protocol refined.result, refined.exports, refined.gasUsed))
  | 83 => some do
    let protocol ← protocol
    let services ← services
    let package ← take WorkPackage.codec
    let core ← take word16
    let extrinsics ← take blobsOfItems
    let imports ← take (sequence (sequence importedSegment))
    let segmentRoots ← take (hashDictionary "work_package_hash" "segment_tree_root")
    let data : Chain.PackageData := {
      extrinsics, segmentRoots
      imports := imports.map fun item => item.map fun (segment, path) => { segment, path := path.toList.map (·.bytes) } }
    return value <| match Chain.workReport protocol services package core data with
      | .ok done => fun out => put (WorkReport.codec ⬝ sequence Codec.blob) done (out.push 1)
      | .error error => packageError protocol error
  | _ => none

end Jar.Export
