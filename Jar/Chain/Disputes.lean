import Jar.Chain.Header
import Jar.Chain.Rule
import Jar.Chain.Time
import Jar.Crypto.Signatures
import Jar.Data.SortedSet
import Jar.Types.Availability
import Jar.Types.Disputes
import Jar.Types.Validators

/-!
# Disputes

Gray Paper 0.7.2, section 10: verdicts, culprits and faults of a block, what is recorded of them, and which reports no longer wait. How many judgments
a verdict has is part of its form.
-/
namespace Jar.Chain

/-- What the judgments of a verdict come to. -/
inductive Outcome where
  /-- All say that the report is valid. -/
  | good
  /-- All say that it is not. -/
  | bad
  /-- A third of the validators says that it is. -/
  | wonky
deriving DecidableEq

/-- The number of judgments that the report is valid. -/
def approvals (verdict : Verdict) : Nat := verdict.votes.foldl (init := 0) fun count judgment => if judgment.vote then count + 1 else count

/-- What so many judgments for a report come to, if to anything. -/
def outcomeOf? (p : Params) (approvals : Nat) : Option Outcome :=
  if approvals = p.supermajority then some .good
  else if approvals = 0 then some .bad
  else if approvals = p.validators.toNat / 3 then some .wonky
  else none

/-- 𝐯: the reports judged and what it came to; the first verdict that comes to nothing breaks the rule. -/
def outcomes (p : Params) (verdicts : Array Verdict) : Result (List (Hash × Outcome)) := go verdicts.toList 0
where
  /-- From a verdict on. -/
  go : List Verdict → Nat → Result (List (Hash × Outcome))
    | [], _ => .ok []
    | verdict :: rest, number =>
      match outcomeOf? p (approvals verdict) with
      | none => .error { rule := .disputes .voteSplit, item := number }
      | some outcome =>
        match go rest (number + 1) with
        | .ok outcomes => .ok ((verdict.target, outcome) :: outcomes)
        | .error rejection => .error rejection

/-- The reports with one outcome. -/
def judged (outcome : Outcome) : List (Hash × Outcome) → List Hash
  | [] => []
  | (report, own) :: rest => if own = outcome then report :: judged outcome rest else judged outcome rest

/-- ψ as sets that answer fast. -/
structure Records where
  /-- ψ_G. -/
  good : SortedSet Hash
  /-- ψ_B. -/
  bad : SortedSet Hash
  /-- ψ_W. -/
  wonky : SortedSet Hash
  /-- ψ_O. -/
  offenders : SortedSet Ed25519Public

namespace Records

/-- The sets of ψ. -/
def ofState (records : DisputesRecords) : Records where
  good := .ofArray records.good
  bad := .ofArray records.bad
  wonky := .ofArray records.wonky
  offenders := .ofArray records.offenders

/-- ψ of the sets. -/
def toState (records : Records) : DisputesRecords where
  good := records.good.toArray
  bad := records.bad.toArray
  wonky := records.wonky.toArray
  offenders := records.offenders.toArray

/-- Was the report judged? -/
def contains (records : Records) (report : Hash) : Bool := records.good.has report || records.bad.has report || records.wonky.has report

/-- The records with verdicts. -/
def withOutcomes (records : Records) (outcomes : List (Hash × Outcome)) : Records :=
  { records with
    good := records.good.addAll (judged .good outcomes)
    bad := records.bad.addAll (judged .bad outcomes)
    wonky := records.wonky.addAll (judged .wonky outcomes) }

/-- The records with offenders. -/
def withOffenders (records : Records) (keys : List Ed25519Public) : Records :=
  { records with offenders := records.offenders.addAll keys }

end Records

/-- The number of culprits of a report. -/
def culpritsOf (report : Hash) (culprits : Array Culprit) : Nat :=
  culprits.foldl (init := 0) fun count culprit => if culprit.target = report then count + 1 else count

/-- Has a report that is good a fault, and one that is bad two culprits? -/
def hasOffenders (outcome : Outcome) (extrinsic : DisputesExtrinsic) : Hash × Outcome → Bool := fun (report, own) =>
  if own = outcome then
    match outcome with
    | .good => extrinsic.faults.any fun fault => fault.target = report
    | .bad => 2 ≤ culpritsOf report extrinsic.culprits
    | .wonky => true
  else true

/-- The word before the report's hash in what a judgment signs. -/
def judgmentContext (vote : Bool) : ByteArray := if vote then validContext else invalidContext

/-- The validators whose judgments a verdict has: those of the state's epoch, or those of the epoch before. -/
def judges (p : Params) (slot : Slot) (active previous : ValidatorSet) (verdict : Verdict) : ValidatorSet :=
  if verdict.age.toNat = epoch p slot then active else previous

/-- Are all judgments of a verdict signed? -/
def judgmentsSigned (scheme : Crypto.SignatureScheme) (judges : ValidatorSet) (verdict : Verdict) : Bool :=
  verdict.votes.toList.all fun judgment =>
    match judges[judgment.index.toNat]? with
    | some judge => scheme.ed25519Verify judge.ed25519 (judgmentContext judgment.vote ++ verdict.target.bytes) judgment.signature
    | none => false

/-- Do the judgments of a verdict ascend by validator? -/
def judgmentsAscend (verdict : Verdict) : Bool := Codec.chain (fun a b => a.index < b.index) verdict.votes.toList

/-- What waits on a core, if its report was not dropped. -/
def keep (dropped : SortedSet Hash) : Option AvailabilityAssignment → Option AvailabilityAssignment
  | some assignment => if dropped.has (reportHash assignment.report) then none else some assignment
  | none => none

/-- ρ†: the pending reports without those that were judged, but not as good. -/
def withoutJudged (outcomes : List (Hash × Outcome)) (assignments : AvailabilityAssignments) : AvailabilityAssignments :=
  match judged .bad outcomes ++ judged .wonky outcomes with
  | [] => assignments
  | reports => (assignments.toList.map (keep (.ofList reports))).toArray

/-- H_O as it must be: the keys of the culprits, then those of the faults. -/
def offendersOf (extrinsic : DisputesExtrinsic) : Array Ed25519Public :=
  (extrinsic.culprits.toList.map (·.key) ++ extrinsic.faults.toList.map (·.key)).toArray

/-- What disputes give. -/
structure Disputed where
  /-- ψ′. -/
  records : DisputesRecords
  /-- ρ†. -/
  assignments : AvailabilityAssignments
  /-- The offenders mark that the header must have. -/
  offendersMark : Array Ed25519Public

/-- The rules of verdicts alone, by ψ and τ; gives what they come to. -/
def checkVerdicts (p : Params) (slot : Slot) (records : Records) (verdicts : Array Verdict) : Result (List (Hash × Outcome)) := do
  demandAscending verdicts (.disputes .verdictsOrder) fun a b => a.target.before b.target
  demandAll verdicts (.disputes .judgmentsOrder) fun _ verdict => judgmentsAscend verdict
  demandAll verdicts (.disputes .age) fun _ verdict =>
    verdict.age.toNat = epoch p slot || verdict.age.toNat + 1 = epoch p slot
  demandAll verdicts (.disputes .validatorIndex) fun _ verdict =>
    verdict.votes.all fun judgment => judgment.index < p.validators
  let outcomes ← outcomes p verdicts
  demandAll verdicts (.disputes .alreadyJudged) fun _ verdict => !records.contains verdict.target
  return outcomes

/-- The rules of culprits and faults, but for signatures; `before` is ψ, `after` has the verdicts already. -/
def checkOffenders (before after : Records) (outcomes : List (Hash × Outcome)) (keys : SortedSet Ed25519Public)
    (extrinsic : DisputesExtrinsic) : Result Unit := do
  demandAscending extrinsic.culprits (.disputes .culpritsOrder) fun a b => a.key.before b.key
  demandAscending extrinsic.faults (.disputes .faultsOrder) fun a b => a.key.before b.key
  demandAll outcomes.toArray (.disputes .notEnoughFaults) fun _ entry => hasOffenders .good extrinsic entry
  demandAll outcomes.toArray (.disputes .notEnoughCulprits) fun _ entry => hasOffenders .bad extrinsic entry
  demandAll extrinsic.culprits (.disputes .culpritVerdict) fun _ culprit => after.bad.has culprit.target
  demandAll extrinsic.faults (.disputes .faultVerdict) fun _ fault =>
    after.bad.has fault.target == fault.vote && !after.good.has fault.target == fault.vote
  demandAll extrinsic.culprits (.disputes .culpritReported) fun _ culprit => !before.offenders.has culprit.key
  demandAll extrinsic.faults (.disputes .faultReported) fun _ fault => !before.offenders.has fault.key
  demandAll extrinsic.culprits (.disputes .culpritKey) fun _ culprit => keys.has culprit.key
  demandAll extrinsic.faults (.disputes .faultKey) fun _ fault => keys.has fault.key

/-- The rules of signatures. -/
def checkSignatures (p : Params) (scheme : Crypto.SignatureScheme) (slot : Slot) (active previous : ValidatorSet)
    (extrinsic : DisputesExtrinsic) : Result Unit := do
  demandAll extrinsic.verdicts (.disputes .judgmentSignature) fun _ verdict =>
    judgmentsSigned scheme (judges p slot active previous verdict) verdict
  demandAll extrinsic.culprits (.disputes .culpritSignature) fun _ culprit =>
    scheme.ed25519Verify culprit.key (guaranteeContext ++ culprit.target.bytes) culprit.signature
  demandAll extrinsic.faults (.disputes .faultSignature) fun _ fault =>
    scheme.ed25519Verify fault.key (judgmentContext fault.vote ++ fault.target.bytes) fault.signature

/-- Does a block dispute nothing? -/
def hasNone (extrinsic : DisputesExtrinsic) : Bool :=
  extrinsic.verdicts.size == 0 && extrinsic.culprits.size == 0 && extrinsic.faults.size == 0

/-- **Disputes**, from ψ, ρ, τ, κ, λ and 𝐄_D. A block without any costs nothing, however much is recorded. -/
def disputes (p : Params) (scheme : Crypto.SignatureScheme) (records : DisputesRecords) (assignments : AvailabilityAssignments) (slot : Slot)
    (active previous : ValidatorSet) (extrinsic : DisputesExtrinsic) : Result Disputed :=
  if hasNone extrinsic then .ok { records, assignments, offendersMark := #[] }
  else do
    let before := Records.ofState records
    let outcomes ← checkVerdicts p slot before extrinsic.verdicts
    let after := before.withOutcomes outcomes
    let keys := SortedSet.ofList ((previous ++ active).toList.map (·.ed25519))
    checkOffenders before after outcomes keys extrinsic
    checkSignatures p scheme slot active previous extrinsic
    let offenders := offendersOf extrinsic
    return {
      records := (after.withOffenders offenders.toList).toState
      assignments := withoutJudged outcomes assignments
      offendersMark := offenders }

end Jar.Chain
