import Jar.Types.Params
import Jar.Types.Fields

/-!
# Work reports

Gray Paper 0.7.2, section 11.1.
-/
namespace Jar

open Codec

/-- ℂ: the chain as a work package saw it. -/
structure RefineContext where
  /-- a: the anchor's header hash. -/
  anchor : Hash
  /-- s: the state root behind it. -/
  stateRoot : Hash
  /-- b: the super-peak of its accumulation output log. -/
  beefyRoot : Hash
  /-- l: the lookup anchor's header hash. -/
  lookupAnchor : Hash
  /-- t: the lookup anchor's slot. -/
  lookupAnchorSlot : Slot
  /-- p: packages that come first. A set, in ascending order. -/
  prerequisites : Array Hash
deriving DecidableEq, Inhabited

/-- 𝓔 of a `RefineContext`. -/
def RefineContext.codec : Codec RefineContext :=
  record (field "anchor" hash ⬝ field "state_root" hash ⬝ field "beefy_root" hash ⬝ field "lookup_anchor" hash ⬝
    field "lookup_anchor_slot" word32 ⬝ field "prerequisites" hashes)
    (fun r => (r.anchor, r.stateRoot, r.beefyRoot, r.lookupAnchor, r.lookupAnchorSlot, r.prerequisites))
    (fun (anchor, stateRoot, beefyRoot, lookupAnchor, lookupAnchorSlot, prerequisites) =>
      { anchor, stateRoot, beefyRoot, lookupAnchor, lookupAnchorSlot, prerequisites })

/-- 𝕐: the availability specification of a work package. -/
structure PackageSpec where
  /-- p: the package's hash. -/
  hash : Hash
  /-- l: octets of the bundle. -/
  length : UInt32
  /-- u. -/
  erasureRoot : Hash
  /-- e: the segment root. -/
  exportsRoot : Hash
  /-- n: exported segments. -/
  exportsCount : UInt16
deriving DecidableEq, Inhabited

/-- 𝓔 of a `PackageSpec`. -/
def PackageSpec.codec : Codec PackageSpec :=
  record (field "hash" Codec.hash ⬝ field "length" word32 ⬝ field "erasure_root" Codec.hash ⬝ field "exports_root" Codec.hash ⬝
    field "exports_count" word16)
    (fun p => (p.hash, p.length, p.erasureRoot, p.exportsRoot, p.exportsCount))
    (fun (hash, length, erasureRoot, exportsRoot, exportsCount) => { hash, length, erasureRoot, exportsRoot, exportsCount })

/-- 𝔼: why there is no result. -/
inductive WorkError where
  /-- ∞. -/
  | outOfGas
  /-- ☇. -/
  | panic
  /-- ⊚: exports other than said. -/
  | badExports
  /-- ⊖: the output is too large for the report. -/
  | digestOversize
  /-- BAD: no code. -/
  | badCode
  /-- BIG: the code is too large. -/
  | codeOversize
deriving DecidableEq, Inhabited

/-- 𝔹 ∪ 𝔼: what refinement gave. -/
inductive WorkResult where
  | ok (output : ByteArray)
  | error (error : WorkError)
deriving DecidableEq

instance : Inhabited WorkResult := ⟨.ok .empty⟩

namespace WorkResult

/-- The tag of an error; that of an output is 0. -/
def tagOf : Option WorkError → UInt8
  | none => 0
  | some .outOfGas => 1
  | some .panic => 2
  | some .badExports => 3
  | some .digestOversize => 4
  | some .badCode => 5
  | some .codeOversize => 6

/-- What a tag stands for. -/
def ofTag? (tag : UInt8) : Option (Option WorkError) :=
  if tag = 0 then some none
  else if tag = 1 then some (some .outOfGas)
  else if tag = 2 then some (some .panic)
  else if tag = 3 then some (some .badExports)
  else if tag = 4 then some (some .digestOversize)
  else if tag = 5 then some (some .badCode)
  else if tag = 6 then some (some .codeOversize)
  else none

/-- The name of a case. -/
def nameOf : Option WorkError → String
  | none => "ok"
  | some .outOfGas => "out_of_gas"
  | some .panic => "panic"
  | some .badExports => "bad_exports"
  | some .digestOversize => "digest_oversize"
  | some .badCode => "bad_code"
  | some .codeOversize => "code_oversize"

/-- What follows a tag: an output, or nothing. -/
@[reducible] def Payload : Option WorkError → Type
  | none => ByteArray
  | some _ => Unit

/-- 𝓔 of what follows a tag. -/
def payload : (tag : Option WorkError) → Codec (Payload tag)
  | none => label (nameOf none) blob
  | some e => label (nameOf (some e)) nothing

/-- O: the tag, and the output if there is one. -/
def codec : Codec WorkResult :=
  record (dependent (enumeration tagOf ofTag? nameOf) payload) (fun | .ok output => ⟨none, output⟩ | .error e => ⟨some e, ()⟩)
    (fun | ⟨none, output⟩ => .ok output | ⟨some e, ()⟩ => .error e) (by intro r; cases r <;> rfl) (by intro ⟨t, r⟩; cases t <;> rfl)

end WorkResult

/-- What refining an item took. -/
structure RefineLoad where
  /-- u. -/
  gasUsed : Gas
  /-- i: imported segments. -/
  imports : UInt16
  /-- x: extrinsics. -/
  extrinsicCount : UInt16
  /-- z: their octets. -/
  extrinsicSize : UInt32
  /-- e: exported segments. -/
  exports : UInt16
deriving DecidableEq, Inhabited

/-- 𝓔 of a `RefineLoad`. -/
def RefineLoad.codec : Codec RefineLoad :=
  record (field "gas_used" natural64 ⬝ field "imports" natural16 ⬝ field "extrinsic_count" natural16 ⬝
    field "extrinsic_size" natural32 ⬝ field "exports" natural16)
    (fun r => (r.gasUsed, r.imports, r.extrinsicCount, r.extrinsicSize, r.exports))
    (fun (gasUsed, imports, extrinsicCount, extrinsicSize, exports) => { gasUsed, imports, extrinsicCount, extrinsicSize, exports })

/-- 𝔻: what became of a work item. -/
structure WorkDigest where
  /-- s. -/
  serviceId : ServiceId
  /-- c: the service's code. -/
  codeHash : Hash
  /-- y. -/
  payloadHash : Hash
  /-- g: the gas limit of accumulation. -/
  accumulateGas : Gas
  /-- l. -/
  result : WorkResult
  /-- u, i, x, z, e. -/
  refineLoad : RefineLoad
deriving DecidableEq, Inhabited

/-- 𝓔 of a `WorkDigest`. -/
def WorkDigest.codec : Codec WorkDigest :=
  record (field "service_id" word32 ⬝ field "code_hash" hash ⬝ field "payload_hash" hash ⬝ field "accumulate_gas" word64 ⬝
    field "result" WorkResult.codec ⬝ field "refine_load" RefineLoad.codec)
    (fun w => (w.serviceId, w.codeHash, w.payloadHash, w.accumulateGas, w.result, w.refineLoad))
    (fun (serviceId, codeHash, payloadHash, accumulateGas, result, refineLoad) =>
      { serviceId, codeHash, payloadHash, accumulateGas, result, refineLoad })

/-- ℝ: the report of a work package. -/
structure WorkReport where
  /-- s. -/
  packageSpec : PackageSpec
  /-- c. -/
  context : RefineContext
  /-- c. -/
  coreIndex : CoreIndex
  /-- a. -/
  authorizerHash : Hash
  /-- g: gas of Is-Authorized. -/
  authGasUsed : Gas
  /-- t: the authorizer's trace. -/
  authOutput : ByteArray
  /-- l: segment roots of packages. A dictionary, in ascending order. -/
  segmentRootLookup : Array (Hash × Hash)
  /-- d. -/
  results : Array WorkDigest
deriving DecidableEq, Inhabited

/-- 𝓔 of a `WorkReport`. -/
def WorkReport.codec : Codec WorkReport :=
  record (field "package_spec" PackageSpec.codec ⬝ field "context" RefineContext.codec ⬝ field "core_index" natural16 ⬝
    field "authorizer_hash" hash ⬝ field "auth_gas_used" natural64 ⬝ field "auth_output" blob ⬝
    field "segment_root_lookup" (hashDictionary "work_package_hash" "segment_tree_root") ⬝
    field "results" (sequence WorkDigest.codec))
    (fun w => (w.packageSpec, w.context, w.coreIndex, w.authorizerHash, w.authGasUsed, w.authOutput, w.segmentRootLookup, w.results))
    (fun (packageSpec, context, coreIndex, authorizerHash, authGasUsed, authOutput, segmentRootLookup, results) =>
      { packageSpec, context, coreIndex, authorizerHash, authGasUsed, authOutput, segmentRootLookup, results })

end Jar
