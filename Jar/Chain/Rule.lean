/-!
# The rules of a block

What the Gray Paper 0.7.2 makes a condition of a block's validity, one constructor each; docs/transition.md says in which order they are looked at.
A block that breaks one is rejected with the rule and the item of the extrinsic that breaks it. Leaves out what the codec refuses already.
-/
namespace Jar.Chain

/-- Rules of sections 5 and 6.4. -/
inductive HeaderRule where
  /-- H_P is the hash of the header that the state belongs to (5.2). -/
  | parent
  /-- H_T is after the parent's slot (5.7). -/
  | slotNotAfterParent
  /-- H_T has begun, where a clock is given (5.7). -/
  | slotInFuture
  /-- H_R is the root of the state before the block (5.8). -/
  | parentStateRoot
  /-- H_X commits to the extrinsic (5.4). -/
  | extrinsicHash
  /-- H_I is below V (5.9). -/
  | authorIndex
  /-- The key that may seal the slot is the author's, or the seal's output is the slot's ticket (6.15, 6.16). -/
  | sealAuthor
  /-- H_S is the author's signature of the header (6.15, 6.16). -/
  | seal
  /-- H_V is the author's signature of the seal's output (6.17). -/
  | entropySource
  /-- H_E is there in the first block of an epoch only, and says what the next epoch will be (6.27). -/
  | epochMark
  /-- H_W is there in the first block after the contest only if the tickets suffice, and lists them (6.28). -/
  | ticketsMark
  /-- H_O lists the keys of the new culprits, then of the new faults (10.20). -/
  | offendersMark
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 6.7. -/
inductive TicketsRule where
  /-- There is none from slot Y of the epoch on (6.30). -/
  | afterContest
  /-- They are at most K (6.30). -/
  | tooMany
  /-- The entry is below N (6.29). -/
  | attempt
  /-- Their outputs ascend (6.32). -/
  | order
  /-- The output is not among those held (6.33). -/
  | duplicate
  /-- The ticket is among the best (6.35). -/
  | useless
  /-- The signature is one of a member of the ring (6.29). -/
  | proof
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 10. -/
inductive DisputesRule where
  /-- Verdicts ascend by report (10.7). -/
  | verdictsOrder
  /-- Judgments ascend by validator (10.10). -/
  | judgmentsOrder
  /-- A verdict is of the state's epoch or the one before (10.2). -/
  | age
  /-- The judge is below V (10.3). -/
  | validatorIndex
  /-- All judge alike, or a third of the validators is for the report (10.11). -/
  | voteSplit
  /-- No verdict on the report was given before (10.9). -/
  | alreadyJudged
  /-- Culprits ascend by key (10.8). -/
  | culpritsOrder
  /-- Faults ascend by key (10.8). -/
  | faultsOrder
  /-- Who says that a report is good names a fault (10.13). -/
  | notEnoughFaults
  /-- Who says that a report is bad names two culprits (10.14). -/
  | notEnoughCulprits
  /-- The report of a culprit is bad (10.5). -/
  | culpritVerdict
  /-- A fault contradicts the verdict (10.6). -/
  | faultVerdict
  /-- The culprit is not punished yet (10.5). -/
  | culpritReported
  /-- Who is at fault is not punished yet (10.6). -/
  | faultReported
  /-- The culprit is a validator of this epoch or the last (10.5). -/
  | culpritKey
  /-- Who is at fault is a validator of this epoch or the last (10.6). -/
  | faultKey
  /-- The judge signed the judgment (10.3). -/
  | judgmentSignature
  /-- The culprit signed the report (10.5). -/
  | culpritSignature
  /-- Who is at fault signed the judgment (10.6). -/
  | faultSignature
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 11.2. -/
inductive AssurancesRule where
  /-- The assurance is of the parent (11.11). -/
  | anchor
  /-- The assurer is below V (11.10). -/
  | validatorIndex
  /-- Assurances ascend by validator (11.12). -/
  | order
  /-- A report waits on every core that is assured (11.15). -/
  | coreNotEngaged
  /-- The assurer signed parent and bits (11.13). -/
  | signature
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 11.4. -/
inductive GuaranteesRule where
  /-- The core is below C (11.2). -/
  | coreIndex
  /-- Guarantees ascend by core (11.24). -/
  | order
  /-- There are two or three credentials (11.23). -/
  | credentialCount
  /-- Credentials ascend by validator (11.25). -/
  | credentialsOrder
  /-- The guarantor is below V (11.23). -/
  | validatorIndex
  /-- A report has 1 to I digests (11.2). -/
  | digestCount
  /-- Prerequisites and segment roots of a report are at most J (11.3). -/
  | tooManyDependencies
  /-- The blobs of a report have at most W_R octets (11.8). -/
  | reportSize
  /-- The guarantee is not later than the block (11.26). -/
  | futureSlot
  /-- The guarantee is of this rotation or the last (11.26). -/
  | pastSlot
  /-- The guarantor was assigned to the core (11.26). -/
  | wrongAssignment
  /-- No report waits on the core (11.29). -/
  | coreEngaged
  /-- The authorizer is in the core's pool (11.29). -/
  | coreUnauthorized
  /-- The service of each digest is there (11.30). -/
  | unknownService
  /-- Each digest names the service's code (11.42). -/
  | codeHash
  /-- Each digest has the gas that its service asks for (11.30). -/
  | digestGas
  /-- The digests have at most G_A together (11.30). -/
  | reportGas
  /-- The package is neither twice in the block nor in the pipeline (11.32, 11.38). -/
  | duplicatePackage
  /-- The anchor is a recent block (11.33). -/
  | anchor
  /-- Its state root is the context's (11.33). -/
  | anchorStateRoot
  /-- Its accumulation output log is the context's (11.33). -/
  | anchorBeefyRoot
  /-- The lookup anchor is at most L slots old (11.34). -/
  | lookupAnchorAge
  /-- The lookup anchor is an ancestor, where ancestors are known (11.35). -/
  | lookupAnchor
  /-- Packages that a report depends on are in the block or recent (11.39). -/
  | dependencyMissing
  /-- Segment roots are those of the block or of recent packages (11.41). -/
  | segmentRoot
  /-- The guarantor is not punished (6.14). -/
  | offender
  /-- The guarantor signed the report (11.26). -/
  | signature
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 12.4. -/
inductive PreimagesRule where
  /-- Preimages ascend by service and octets (12.38). -/
  | order
  /-- The service asked for the preimage and does not have it (12.39). -/
  | unneeded
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 12.2. -/
inductive AccumulationRule where
  /-- No two services make the same service at once (12.2). -/
  | serviceConflict
deriving DecidableEq, Repr, Inhabited

/-- A rule of any section. -/
inductive Rule where
  | header (rule : HeaderRule)
  | tickets (rule : TicketsRule)
  | disputes (rule : DisputesRule)
  | assurances (rule : AssurancesRule)
  | guarantees (rule : GuaranteesRule)
  | preimages (rule : PreimagesRule)
  | accumulation (rule : AccumulationRule)
deriving DecidableEq, Repr

/-- All of them, in the order in which they are looked at. -/
def HeaderRule.all : List (HeaderRule × String) := [
  (.parent, "header.parent"),
  (.slotNotAfterParent, "header.slot_not_after_parent"),
  (.slotInFuture, "header.slot_in_future"),
  (.parentStateRoot, "header.parent_state_root"),
  (.extrinsicHash, "header.extrinsic_hash"),
  (.authorIndex, "header.author_index"),
  (.sealAuthor, "header.seal_author"),
  (.seal, "header.seal"),
  (.entropySource, "header.entropy_source"),
  (.epochMark, "header.epoch_mark"),
  (.ticketsMark, "header.tickets_mark"),
  (.offendersMark, "header.offenders_mark")]

/-- All of them, in the order in which they are looked at. -/
def TicketsRule.all : List (TicketsRule × String) := [
  (.afterContest, "tickets.after_contest"),
  (.tooMany, "tickets.too_many"),
  (.attempt, "tickets.attempt"),
  (.order, "tickets.order"),
  (.duplicate, "tickets.duplicate"),
  (.useless, "tickets.useless"),
  (.proof, "tickets.proof")]

/-- All of them, in the order in which they are looked at. -/
def DisputesRule.all : List (DisputesRule × String) := [
  (.verdictsOrder, "disputes.verdicts_order"),
  (.judgmentsOrder, "disputes.judgments_order"),
  (.age, "disputes.age"),
  (.validatorIndex, "disputes.validator_index"),
  (.voteSplit, "disputes.vote_split"),
  (.alreadyJudged, "disputes.already_judged"),
  (.culpritsOrder, "disputes.culprits_order"),
  (.faultsOrder, "disputes.faults_order"),
  (.notEnoughFaults, "disputes.not_enough_faults"),
  (.notEnoughCulprits, "disputes.not_enough_culprits"),
  (.culpritVerdict, "disputes.culprit_verdict"),
  (.faultVerdict, "disputes.fault_verdict"),
  (.culpritReported, "disputes.culprit_reported"),
  (.faultReported, "disputes.fault_reported"),
  (.culpritKey, "disputes.culprit_key"),
  (.faultKey, "disputes.fault_key"),
  (.judgmentSignature, "disputes.judgment_signature"),
  (.culpritSignature, "disputes.culprit_signature"),
  (.faultSignature, "disputes.fault_signature")]

/-- All of them, in the order in which they are looked at. -/
def AssurancesRule.all : List (AssurancesRule × String) := [
  (.anchor, "assurances.anchor"),
  (.validatorIndex, "assurances.validator_index"),
  (.order, "assurances.order"),
  (.coreNotEngaged, "assurances.core_not_engaged"),
  (.signature, "assurances.signature")]

/-- All of them, in the order in which they are looked at. -/
def GuaranteesRule.all : List (GuaranteesRule × String) := [
  (.coreIndex, "guarantees.core_index"),
  (.order, "guarantees.order"),
  (.credentialCount, "guarantees.credential_count"),
  (.credentialsOrder, "guarantees.credentials_order"),
  (.validatorIndex, "guarantees.validator_index"),
  (.digestCount, "guarantees.digest_count"),
  (.tooManyDependencies, "guarantees.too_many_dependencies"),
  (.reportSize, "guarantees.report_size"),
  (.futureSlot, "guarantees.future_slot"),
  (.pastSlot, "guarantees.past_slot"),
  (.wrongAssignment, "guarantees.wrong_assignment"),
  (.coreEngaged, "guarantees.core_engaged"),
  (.coreUnauthorized, "guarantees.core_unauthorized"),
  (.unknownService, "guarantees.unknown_service"),
  (.codeHash, "guarantees.code_hash"),
  (.digestGas, "guarantees.digest_gas"),
  (.reportGas, "guarantees.report_gas"),
  (.duplicatePackage, "guarantees.duplicate_package"),
  (.anchor, "guarantees.anchor"),
  (.anchorStateRoot, "guarantees.anchor_state_root"),
  (.anchorBeefyRoot, "guarantees.anchor_beefy_root"),
  (.lookupAnchorAge, "guarantees.lookup_anchor_age"),
  (.lookupAnchor, "guarantees.lookup_anchor"),
  (.dependencyMissing, "guarantees.dependency_missing"),
  (.segmentRoot, "guarantees.segment_root"),
  (.offender, "guarantees.offender"),
  (.signature, "guarantees.signature")]

/-- All of them, in the order in which they are looked at. -/
def PreimagesRule.all : List (PreimagesRule × String) := [
  (.order, "preimages.order"),
  (.unneeded, "preimages.unneeded")]

/-- All of them, in the order in which they are looked at. -/
def AccumulationRule.all : List (AccumulationRule × String) := [
  (.serviceConflict, "accumulation.service_conflict")]

/-- All rules and their names, in the order in which docs/transition.md lists them. -/
def Rule.table : List (Rule × String) :=
  HeaderRule.all.map (fun (rule, name) => (.header rule, name)) ++
  TicketsRule.all.map (fun (rule, name) => (.tickets rule, name)) ++
  DisputesRule.all.map (fun (rule, name) => (.disputes rule, name)) ++
  AssurancesRule.all.map (fun (rule, name) => (.assurances rule, name)) ++
  GuaranteesRule.all.map (fun (rule, name) => (.guarantees rule, name)) ++
  PreimagesRule.all.map (fun (rule, name) => (.preimages rule, name)) ++
  AccumulationRule.all.map (fun (rule, name) => (.accumulation rule, name))

/-- The number of a rule on the wire: its place in the table, from 1 on. -/
def Rule.number (rule : Rule) : Nat := go Rule.table 1
where
  /-- Its place in the rest of the table. -/
  go : List (Rule × String) → Nat → Nat
    | [], _ => 0
    | row :: rest, number => if row.1 = rule then number else go rest (number + 1)

/-- Why a block is rejected. -/
structure Rejection where
  /-- The rule that it breaks. -/
  rule : Rule
  /-- The item of the extrinsic (or of its part) that breaks the rule, from 0 on; 0 where the rule is of no item. -/
  item : Nat
deriving DecidableEq, Repr

/-- What a step of the transition gives. -/
abbrev Result := Except Rejection

/-- Rejects unless the condition holds. -/
@[inline] def demand (condition : Bool) (rule : Rule) (item : Nat := 0) : Result Unit :=
  if condition then .ok () else .error { rule, item }

/-- Rejects at the first item for which the condition does not hold; the condition gets the item's number too. -/
def demandAll {α : Type} (items : Array α) (rule : Rule) (condition : Nat → α → Bool) : Result Unit :=
  go items.toList 0
where
  /-- From an item on. -/
  go : List α → Nat → Result Unit
    | [], _ => .ok ()
    | item :: rest, number => if condition number item then go rest (number + 1) else .error { rule, item := number }

/-- Rejects at the first item that is not above the one before. -/
def demandAscending {α : Type} (items : Array α) (rule : Rule) (before : α → α → Bool) : Result Unit :=
  match items.toList with
  | [] => .ok ()
  | first :: rest => go first rest 1
where
  /-- From an item on, which follows another. -/
  go (last : α) : List α → Nat → Result Unit
    | [], _ => .ok ()
    | item :: rest, number => if before last item then go item rest (number + 1) else .error { rule, item := number }

end Jar.Chain
