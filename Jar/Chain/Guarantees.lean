import Jar.Chain.Assignments
import Jar.Chain.GuaranteesContext
import Jar.Chain.Header

/-!
# Guarantees

Gray Paper 0.7.2, sections 11.4 and 11.5: the guarantees of a block, who signed them, and how their reports come to wait on cores. What their reports say of
the chain is judged in `GuaranteesContext`.
-/
namespace Jar.Chain

open Crypto

/-- Is the slot of a guarantee before the last rotation? -/
def isTooOld (p : Params) (slot guaranteed : Slot) : Bool :=
  guaranteed.toNat + p.rotationPeriod.toNat < p.rotationPeriod.toNat * (slot.toNat / p.rotationPeriod.toNat)

/-- M or M*: who could guarantee at the slot of a guarantee. -/
def guarantorsAt (p : Params) (slot guaranteed : Slot) (now before : Guarantors) : Guarantors :=
  if slot.toNat / p.rotationPeriod.toNat = guaranteed.toNat / p.rotationPeriod.toNat then now else before

/-- |l| + |c_p|. -/
def dependencyCount (report : WorkReport) : Nat := report.segmentRootLookup.size + report.context.prerequisites.size

/-- The octets of a digest's output. -/
def outputSize (digest : WorkDigest) : Nat :=
  match digest.result with
  | .ok output => output.size
  | .error _ => 0

/-- The octets of all blobs of a report. -/
def blobsSize (report : WorkReport) : Nat := report.results.foldl (fun size digest => size + outputSize digest) report.authOutput.size

/-- What a guarantor signs: the hash of the report. -/
def guaranteeMessage (report : WorkReport) : ByteArray := guaranteeContext ++ (reportHash report).bytes

/-- Did all guarantors sign? -/
def guarantorsSigned (scheme : SignatureScheme) (guarantors : Guarantors) (guarantee : Guarantee) : Bool :=
  let message := guaranteeMessage guarantee.report
  guarantee.signatures.toList.all fun credential =>
    match guarantors.keys[credential.validatorIndex.toNat]? with
    | none => false
    | some keys => scheme.ed25519Verify keys.ed25519 message credential.signature

/-- Were all guarantors assigned to the report's core? -/
def guarantorsAssigned (guarantors : Guarantors) (guarantee : Guarantee) : Bool :=
  guarantee.signatures.toList.all fun credential => guarantors.cores[credential.validatorIndex.toNat]? = some guarantee.report.coreIndex

/-- Is there a guarantor without a key? Those of offenders are replaced by zeros, for which anybody can sign. -/
def hasNullKey (guarantors : Guarantors) (guarantee : Guarantee) : Bool :=
  guarantee.signatures.toList.any fun credential =>
    match guarantors.keys[credential.validatorIndex.toNat]? with
    | none => false
    | some keys => keys.ed25519 = .zero 32

/-- The rules of the form of guarantees, and of who guarantees. -/
def checkGuarantees (p : Params) (guarantorsOf : Guarantee → Guarantors) (slot : Slot) (extrinsic : Array Guarantee) : Result Unit := do
  demandAll extrinsic (.guarantees .coreIndex) fun _ guarantee => guarantee.report.coreIndex < p.cores
  demandAscending extrinsic (.guarantees .order) fun a b => a.report.coreIndex < b.report.coreIndex
  demandAll extrinsic (.guarantees .credentialCount) fun _ guarantee => 2 ≤ guarantee.signatures.size && guarantee.signatures.size ≤ 3
  demandAll extrinsic (.guarantees .credentialsOrder) fun _ guarantee =>
    Codec.chain (fun a b => a.validatorIndex < b.validatorIndex) guarantee.signatures.toList
  demandAll extrinsic (.guarantees .validatorIndex) fun _ guarantee =>
    guarantee.signatures.toList.all fun credential => credential.validatorIndex < p.validators
  demandAll extrinsic (.guarantees .digestCount) fun _ guarantee =>
    1 ≤ guarantee.report.results.size && guarantee.report.results.size ≤ p.packageItems.toNat
  demandAll extrinsic (.guarantees .tooManyDependencies) fun _ guarantee => dependencyCount guarantee.report ≤ p.reportDependencies.toNat
  demandAll extrinsic (.guarantees .reportSize) fun _ guarantee => blobsSize guarantee.report ≤ p.reportSize.toNat
  demandAll extrinsic (.guarantees .futureSlot) fun _ guarantee => guarantee.slot ≤ slot
  demandAll extrinsic (.guarantees .pastSlot) fun _ guarantee => !isTooOld p slot guarantee.slot
  demandAll extrinsic (.guarantees .wrongAssignment) fun _ guarantee => guarantorsAssigned (guarantorsOf guarantee) guarantee

/-- **G**: the keys of those who guaranteed. A set, in ascending order. -/
def reporters (guarantorsOf : Guarantee → Guarantors) (extrinsic : Array Guarantee) : Array Ed25519Public :=
  let add (set : SortedSet Ed25519Public) (guarantee : Guarantee) : SortedSet Ed25519Public :=
    guarantee.signatures.foldl (init := set) fun set credential =>
      match (guarantorsOf guarantee).keys[credential.validatorIndex.toNat]? with
      | none => set
      | some keys => set.insert keys.ed25519 ()
  (extrinsic.foldl add .empty).toArray

/-- ρ′: the reports of guarantees wait on their cores from this slot on. -/
def withReports (slot : Slot) (pending : AvailabilityAssignments) (extrinsic : Array Guarantee) : AvailabilityAssignments :=
  extrinsic.toList.foldl (init := pending) fun pending guarantee =>
    pending.setIfInBounds guarantee.report.coreIndex.toNat (some { report := guarantee.report, timeout := slot })

/-- **ρ′ and G** of ρ‡, κ′, λ′, η′, ψ_O′, β†, α, δ, ω, ξ, ρ, H_T, the ancestors and 𝐄_G. -/
def guarantees (p : Params) (scheme : SignatureScheme) (pending : AvailabilityAssignments) (active previous : ValidatorSet) (entropy : Array Hash)
    (offenders : Array Ed25519Public) (recent : RecentHistory) (pools : AuthPools) (services : Services) (ready : ReadyQueue)
    (accumulated : AccumulatedQueue) (reported : AvailabilityAssignments) (slot : Slot) (ancestors : Option Ancestors)
    (extrinsic : Array Guarantee) : Result (AvailabilityAssignments × Array Ed25519Public) := do
  let (now, before) := guarantors p entropy active previous offenders slot
  let guarantorsOf (guarantee : Guarantee) := guarantorsAt p slot guarantee.slot now before
  checkGuarantees p guarantorsOf slot extrinsic
  checkCores pending pools extrinsic
  checkDigests p services extrinsic
  checkContexts p recent ready accumulated reported slot ancestors extrinsic
  demandAll extrinsic (.guarantees .offender) fun _ guarantee => !hasNullKey (guarantorsOf guarantee) guarantee
  demandAll extrinsic (.guarantees .signature) fun _ guarantee => guarantorsSigned scheme (guarantorsOf guarantee) guarantee
  return (withReports slot pending extrinsic, reporters guarantorsOf extrinsic)

end Jar.Chain
