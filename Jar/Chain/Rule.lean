import Jar.Chain.Rules

/-!
# The rules of a block

Their table, in the order of docs/transition.md, and how a rule is demanded (Gray Paper 0.7.2, sections 5 to 12). A block that breaks one is rejected with the rule
and the item of the extrinsic that breaks it.
-/
namespace Jar.Chain

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
