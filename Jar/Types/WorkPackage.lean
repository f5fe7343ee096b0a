import Jar.Types.WorkReport

/-!
# Work packages

Gray Paper 0.7.2, section 14.3.
-/
namespace Jar

open Codec

/-- A segment to import. Bit 15 of the index says that the hash is that of a work package (h ∈ ℍ⊞), not a segment root. -/
structure ImportSpec where
  /-- h. -/
  treeRoot : Hash
  /-- i, and 2^15 if the hash is that of a work package. -/
  index : UInt16
deriving DecidableEq, Inhabited

/-- 𝓔 of a `ImportSpec`. -/
def ImportSpec.codec : Codec ImportSpec :=
  record (field "tree_root" hash ⬝ field "index" word16)
    (fun i => (i.treeRoot, i.index)) (fun (treeRoot, index) => { treeRoot, index })

/-- An extrinsic of a work item. -/
structure ExtrinsicSpec where
  /-- h. -/
  hash : Hash
  /-- i: its octets. -/
  len : UInt32
deriving DecidableEq, Inhabited

/-- 𝓔 of a `ExtrinsicSpec`. -/
def ExtrinsicSpec.codec : Codec ExtrinsicSpec :=
  record (field "hash" Codec.hash ⬝ field "len" word32)
    (fun e => (e.hash, e.len)) (fun (hash, len) => { hash, len })

/-- 𝕎: a work item. -/
structure WorkItem where
  /-- s. -/
  service : ServiceId
  /-- c. -/
  codeHash : Hash
  /-- g. -/
  refineGasLimit : Gas
  /-- a. -/
  accumulateGasLimit : Gas
  /-- e. -/
  exportCount : UInt16
  /-- y. -/
  payload : ByteArray
  /-- i. -/
  importSegments : Array ImportSpec
  /-- x. -/
  extrinsic : Array ExtrinsicSpec
deriving DecidableEq, Inhabited

/-- 𝓔 of a `WorkItem`. -/
def WorkItem.codec : Codec WorkItem :=
  record (field "service" word32 ⬝ field "code_hash" hash ⬝ field "refine_gas_limit" word64 ⬝ field "accumulate_gas_limit" word64 ⬝
    field "export_count" word16 ⬝ field "payload" blob ⬝ field "import_segments" (sequence ImportSpec.codec) ⬝
    field "extrinsic" (sequence ExtrinsicSpec.codec))
    (fun w => (w.service, w.codeHash, w.refineGasLimit, w.accumulateGasLimit, w.exportCount, w.payload, w.importSegments, w.extrinsic))
    (fun (service, codeHash, refineGasLimit, accumulateGasLimit, exportCount, payload, importSegments, extrinsic) =>
      { service, codeHash, refineGasLimit, accumulateGasLimit, exportCount, payload, importSegments, extrinsic })

/-- ℙ: a work package. -/
structure WorkPackage where
  /-- h: the service that has the authorization code. -/
  authCodeHost : ServiceId
  /-- u. -/
  authCodeHash : Hash
  /-- c. -/
  context : RefineContext
  /-- j: the token. -/
  authorization : ByteArray
  /-- f. -/
  authorizerConfig : ByteArray
  /-- w. -/
  items : Array WorkItem
deriving DecidableEq, Inhabited

/-- 𝓔 of a `WorkPackage`. -/
def WorkPackage.codec : Codec WorkPackage :=
  record (field "auth_code_host" word32 ⬝ field "auth_code_hash" hash ⬝ field "context" RefineContext.codec ⬝
    field "authorization" blob ⬝ field "authorizer_config" blob ⬝ field "items" (sequence WorkItem.codec))
    (fun w => (w.authCodeHost, w.authCodeHash, w.context, w.authorization, w.authorizerConfig, w.items))
    (fun (authCodeHost, authCodeHash, context, authorization, authorizerConfig, items) =>
      { authCodeHost, authCodeHash, context, authorization, authorizerConfig, items })

end Jar
