import Jar.Types.WorkReport

/-!
# Guarantees

Gray Paper 0.7.2, section 11.4.
-/
namespace Jar

open Codec

/-- A guarantor's signature. -/
structure Credential where
  /-- v. -/
  validatorIndex : ValidatorIndex
  /-- s. -/
  signature : Ed25519Signature
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Credential`. -/
def Credential.codec : Codec Credential :=
  record (field "validator_index" word16 ⬝ field "signature" ed25519Signature)
    (fun c => (c.validatorIndex, c.signature)) (fun (validatorIndex, signature) => { validatorIndex, signature })

/-- An item of 𝐄_G: a report and those who guarantee it. -/
structure Guarantee where
  /-- r. -/
  report : WorkReport
  /-- t. -/
  slot : Slot
  /-- a. -/
  signatures : Array Credential
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Guarantee`. -/
def Guarantee.codec : Codec Guarantee :=
  record (field "report" WorkReport.codec ⬝ field "slot" word32 ⬝ field "signatures" (sequence Credential.codec))
    (fun g => (g.report, g.slot, g.signatures)) (fun (report, slot, signatures) => { report, slot, signatures })

end Jar
