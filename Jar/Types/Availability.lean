import Jar.Types.WorkReport

/-!
# Assurances and pending reports

Gray Paper 0.7.2, sections 11.1 and 11.2.
-/
namespace Jar

open Codec

/-- An item of 𝐄_A: a validator has its part of the reports. -/
structure Assurance where
  /-- a: the parent block. -/
  anchor : Hash
  /-- f: one bit for each core, packed (`bitAt`). -/
  bitfield : ByteArray
  /-- v. -/
  validatorIndex : ValidatorIndex
  /-- s. -/
  signature : Ed25519Signature
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Assurance`. -/
def Assurance.codec (p : Params) : Codec Assurance :=
  record (field "anchor" hash ⬝ field "bitfield" (bits p.cores.toNat) ⬝ field "validator_index" word16 ⬝
    field "signature" ed25519Signature)
    (fun a => (a.anchor, a.bitfield, a.validatorIndex, a.signature))
    (fun (anchor, bitfield, validatorIndex, signature) => { anchor, bitfield, validatorIndex, signature })

/-- A report that waits to become available. -/
structure AvailabilityAssignment where
  /-- r. -/
  report : WorkReport
  /-- t: the slot of the report. -/
  timeout : Slot
deriving DecidableEq, Inhabited

/-- 𝓔 of a `AvailabilityAssignment`. -/
def AvailabilityAssignment.codec : Codec AvailabilityAssignment :=
  record (field "report" WorkReport.codec ⬝ field "timeout" word32)
    (fun a => (a.report, a.timeout)) (fun (report, timeout) => { report, timeout })

/-- ρ: for each core, the report that waits. -/
abbrev AvailabilityAssignments := Array (Option AvailabilityAssignment)

/-- 𝓔 of ρ. -/
def AvailabilityAssignments.codec (p : Params) : Codec AvailabilityAssignments := vector p.cores.toNat (optional AvailabilityAssignment.codec)

end Jar
