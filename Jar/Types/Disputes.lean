import Jar.Types.Params
import Jar.Types.Fields

/-!
# Disputes

Gray Paper 0.7.2, section 10.
-/
namespace Jar

open Codec

/-- A judgment of a validator. -/
structure Judgment where
  /-- v: is the report valid? -/
  vote : Bool
  /-- i: the judge. -/
  index : ValidatorIndex
  /-- s. -/
  signature : Ed25519Signature
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Judgment`. -/
def Judgment.codec : Codec Judgment :=
  record (field "vote" boolean ⬝ field "index" word16 ⬝ field "signature" ed25519Signature)
    (fun j => (j.vote, j.index, j.signature)) (fun (vote, index, signature) => { vote, index, signature })

/-- An item of 𝐄_V: the judgments of more than two thirds of a validator set. -/
structure Verdict where
  /-- r: the report's hash. -/
  target : Hash
  /-- a: the epoch of the validator set. -/
  age : UInt32
  /-- j. -/
  votes : Array Judgment
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Verdict`. -/
def Verdict.codec (p : Params) : Codec Verdict :=
  record (field "target" hash ⬝ field "age" word32 ⬝ field "votes" (vector p.supermajority Judgment.codec))
    (fun v => (v.target, v.age, v.votes)) (fun (target, age, votes) => { target, age, votes })

/-- An item of 𝐄_C: a guarantor of an invalid report. -/
structure Culprit where
  /-- r: the report's hash. -/
  target : Hash
  /-- f: the offender. -/
  key : Ed25519Public
  /-- s: the guarantee's. -/
  signature : Ed25519Signature
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Culprit`. -/
def Culprit.codec : Codec Culprit :=
  record (field "target" hash ⬝ field "key" ed25519Public ⬝ field "signature" ed25519Signature)
    (fun c => (c.target, c.key, c.signature)) (fun (target, key, signature) => { target, key, signature })

/-- An item of 𝐄_F: a judgment that contradicts a verdict. -/
structure Fault where
  /-- r: the report's hash. -/
  target : Hash
  /-- v: what was judged. -/
  vote : Bool
  /-- f: the offender. -/
  key : Ed25519Public
  /-- s: the judgment's. -/
  signature : Ed25519Signature
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Fault`. -/
def Fault.codec : Codec Fault :=
  record (field "target" hash ⬝ field "vote" boolean ⬝ field "key" ed25519Public ⬝ field "signature" ed25519Signature)
    (fun f => (f.target, f.vote, f.key, f.signature)) (fun (target, vote, key, signature) => { target, vote, key, signature })

/-- 𝐄_D. -/
structure DisputesExtrinsic where
  /-- 𝐄_V. -/
  verdicts : Array Verdict
  /-- 𝐄_C. -/
  culprits : Array Culprit
  /-- 𝐄_F. -/
  faults : Array Fault
deriving DecidableEq, Inhabited

/-- 𝓔 of a `DisputesExtrinsic`. -/
def DisputesExtrinsic.codec (p : Params) : Codec DisputesExtrinsic :=
  record (field "verdicts" (sequence (Verdict.codec p)) ⬝ field "culprits" (sequence Culprit.codec) ⬝
    field "faults" (sequence Fault.codec))
    (fun d => (d.verdicts, d.culprits, d.faults)) (fun (verdicts, culprits, faults) => { verdicts, culprits, faults })

/-- ψ: what was judged. Sets, in ascending order. -/
structure DisputesRecords where
  /-- ψ_G: reports that are valid. -/
  good : Array Hash
  /-- ψ_B: reports that are not. -/
  bad : Array Hash
  /-- ψ_W: reports that cannot be judged. -/
  wonky : Array Hash
  /-- ψ_O: keys of validators that misjudged. -/
  offenders : Array Ed25519Public
deriving DecidableEq, Inhabited

/-- 𝓔 of a `DisputesRecords`. -/
def DisputesRecords.codec : Codec DisputesRecords :=
  record (field "good" hashes ⬝ field "bad" hashes ⬝ field "wonky" hashes ⬝ field "offenders" hashes)
    (fun d => (d.good, d.bad, d.wonky, d.offenders)) (fun (good, bad, wonky, offenders) => { good, bad, wonky, offenders })

end Jar
