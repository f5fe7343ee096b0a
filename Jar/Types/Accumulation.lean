import Jar.Types.WorkReport

/-!
# Accumulation

Gray Paper 0.7.2, section 12 and appendix C.2.
-/
namespace Jar

open Codec

/-- A report that waits for others. -/
structure ReadyReport where
  /-- r. -/
  report : WorkReport
  /-- d: packages that come first. A set, in ascending order. -/
  dependencies : Array Hash
deriving DecidableEq, Inhabited

/-- 𝓔 of a `ReadyReport`. -/
def ReadyReport.codec : Codec ReadyReport :=
  record (field "report" WorkReport.codec ⬝ field "dependencies" hashes)
    (fun r => (r.report, r.dependencies)) (fun (report, dependencies) => { report, dependencies })

/-- ω: for each slot of an epoch, the reports that became available and wait. -/
abbrev ReadyQueue := Array (Array ReadyReport)

/-- 𝓔 of ω. -/
def ReadyQueue.codec (p : Params) : Codec ReadyQueue := vector p.epochLength.toNat (sequence ReadyReport.codec)

/-- ξ: for each slot of an epoch, the packages that were accumulated. -/
abbrev AccumulatedQueue := Array (Array Hash)

/-- 𝓔 of ξ. -/
def AccumulatedQueue.codec (p : Params) : Codec AccumulatedQueue := vector p.epochLength.toNat hashes

/-- An item of θ: what a service commits to. -/
structure AccumulationOutput where
  /-- s. -/
  service : ServiceId
  /-- h. -/
  hash : Hash
deriving DecidableEq, Inhabited

/-- 𝓔 of a `AccumulationOutput`. -/
def AccumulationOutput.codec : Codec AccumulationOutput :=
  record (field "service" word32 ⬝ field "hash" Codec.hash)
    (fun a => (a.service, a.hash)) (fun (service, hash) => { service, hash })

/-- 𝕏: a transfer between services. -/
structure DeferredTransfer where
  /-- s. -/
  source : ServiceId
  /-- d. -/
  destination : ServiceId
  /-- a. -/
  amount : Balance
  /-- m. -/
  memo : Memo
  /-- g. -/
  gas : Gas
deriving DecidableEq, Inhabited

/-- 𝓔 of a `DeferredTransfer`. -/
def DeferredTransfer.codec : Codec DeferredTransfer :=
  record (field "source" word32 ⬝ field "destination" word32 ⬝ field "amount" word64 ⬝ field "memo" Codec.memo ⬝ field "gas" word64)
    (fun d => (d.source, d.destination, d.amount, d.memo, d.gas))
    (fun (source, destination, amount, memo, gas) => { source, destination, amount, memo, gas })

/-- 𝕌: what accumulation is told of a work item. -/
structure OperandTuple where
  /-- p. -/
  packageHash : Hash
  /-- e. -/
  exportsRoot : Hash
  /-- a. -/
  authorizerHash : Hash
  /-- y. -/
  payloadHash : Hash
  /-- g. -/
  gasLimit : Gas
  /-- l. -/
  result : WorkResult
  /-- t. -/
  authOutput : ByteArray
deriving DecidableEq, Inhabited

/-- 𝓔 of a `OperandTuple`. -/
def OperandTuple.codec : Codec OperandTuple :=
  record (field "package_hash" hash ⬝ field "exports_root" hash ⬝ field "authorizer_hash" hash ⬝ field "payload_hash" hash ⬝
    field "gas_limit" natural64 ⬝ field "result" WorkResult.codec ⬝ field "auth_output" blob)
    (fun o => (o.packageHash, o.exportsRoot, o.authorizerHash, o.payloadHash, o.gasLimit, o.result, o.authOutput))
    (fun (packageHash, exportsRoot, authorizerHash, payloadHash, gasLimit, result, authOutput) =>
      { packageHash, exportsRoot, authorizerHash, payloadHash, gasLimit, result, authOutput })

/-- 𝕀: an input of accumulation. -/
inductive AccumulationInput where
  | operand (operand : OperandTuple)
  | transfer (transfer : DeferredTransfer)
deriving DecidableEq

instance : Inhabited AccumulationInput := ⟨.operand default⟩

/-- 𝓔 of an `AccumulationInput`: tag 0 or 1. -/
def AccumulationInput.codec : Codec AccumulationInput :=
  record (either (label "operand" OperandTuple.codec) (label "transfer" DeferredTransfer.codec))
    (fun | .operand o => ⟨false, o⟩ | .transfer x => ⟨true, x⟩)
    (fun | ⟨false, o⟩ => .operand o | ⟨true, x⟩ => .transfer x)
    (by intro s; cases s <;> rfl) (by intro ⟨t, s⟩; cases t <;> rfl)

end Jar
