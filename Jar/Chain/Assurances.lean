import Jar.Chain.Hashing
import Jar.Chain.Rule
import Jar.Crypto.Signatures
import Jar.Types.Availability
import Jar.Types.Validators

/-!
# Assurances

Gray Paper 0.7.2, section 11.2: validators say which reports they have their part of; a report becomes available, times out, or waits on.
-/
namespace Jar.Chain

open Crypto

/-- ∑ a_f[c]: how many assure the report of a core. -/
def assuranceCount (core : Nat) : List Assurance → Nat
  | [] => 0
  | assurance :: rest => assuranceCount core rest + (if bitAt assurance.bitfield core then 1 else 0)

/-- Is the core assured by more than two thirds of the validators? -/
def isAssured (p : Params) (extrinsic : Array Assurance) (core : Nat) : Bool := p.supermajority ≤ assuranceCount core extrinsic.toList

/-- H_T ≥ t + U: has the report waited too long? -/
def timedOut (p : Params) (slot : Slot) (pending : AvailabilityAssignment) : Bool :=
  pending.timeout.toNat + p.assuranceTimeout.toNat ≤ slot.toNat

/-- Does a report wait on each of these cores that has its bit set? The first is core number `core`. -/
def assuresPending (bitfield : ByteArray) : List (Option AvailabilityAssignment) → (core : Nat) → Bool
  | [], _ => true
  | pending :: rest, core => (pending.isSome || !bitAt bitfield core) && assuresPending bitfield rest (core + 1)

/-- **R**: the reports that wait on assured cores. -/
def availableReports (assured : Nat → Bool) : List (Option AvailabilityAssignment) → (core : Nat) → List WorkReport
  | [], _ => []
  | none :: rest, core => availableReports assured rest (core + 1)
  | some pending :: rest, core =>
    if assured core then pending.report :: availableReports assured rest (core + 1) else availableReports assured rest (core + 1)

/-- ρ‡: what waits on; neither available nor timed out. -/
def stillPending (assured : Nat → Bool) (late : AvailabilityAssignment → Bool) :
    List (Option AvailabilityAssignment) → (core : Nat) → List (Option AvailabilityAssignment)
  | [], _ => []
  | none :: rest, core => none :: stillPending assured late rest (core + 1)
  | some pending :: rest, core =>
    (if assured core || late pending then none else some pending) :: stillPending assured late rest (core + 1)

/-- What an assurer signs (11.13). -/
def assuranceMessage (parent : Hash) (bitfield : ByteArray) : ByteArray := assuranceContext ++ (blake (parent.bytes ++ bitfield)).bytes

/-- Did the validator sign? -/
def assuranceSigned (scheme : SignatureScheme) (validators : ValidatorSet) (parent : Hash) (assurance : Assurance) : Bool :=
  match validators[assurance.validatorIndex.toNat]? with
  | none => false
  | some keys => scheme.ed25519Verify keys.ed25519 (assuranceMessage parent assurance.bitfield) assurance.signature

/-- The rules of 𝐄_A. -/
def checkAssurances (p : Params) (scheme : SignatureScheme) (pending : AvailabilityAssignments) (validators : ValidatorSet) (parent : Hash)
    (extrinsic : Array Assurance) : Result Unit := do
  demandAll extrinsic (.assurances .anchor) fun _ assurance => assurance.anchor = parent
  demandAll extrinsic (.assurances .validatorIndex) fun _ assurance => assurance.validatorIndex < p.validators
  demandAscending extrinsic (.assurances .order) fun a b => a.validatorIndex < b.validatorIndex
  demandAll extrinsic (.assurances .coreNotEngaged) fun _ assurance => assuresPending assurance.bitfield pending.toList 0
  demandAll extrinsic (.assurances .signature) fun _ assurance => assuranceSigned scheme validators parent assurance

/-- **ρ‡ and R** of ρ†, κ′, H_T, H_P and 𝐄_A. -/
def assurances (p : Params) (scheme : SignatureScheme) (pending : AvailabilityAssignments) (validators : ValidatorSet) (slot : Slot) (parent : Hash)
    (extrinsic : Array Assurance) : Result (AvailabilityAssignments × Array WorkReport) := do
  checkAssurances p scheme pending validators parent extrinsic
  let assured := isAssured p extrinsic
  return ((stillPending assured (timedOut p slot) pending.toList 0).toArray, (availableReports assured pending.toList 0).toArray)

end Jar.Chain
