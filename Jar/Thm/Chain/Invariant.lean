import Jar.Chain.Import
import Jar.Thm.Chain.Authorizations
import Jar.Thm.Chain.DisputesAccepted
import Jar.Thm.Chain.History
import Jar.Thm.Chain.Safrole
import Jar.Thm.Chain.Seal
import Jar.Thm.Chain.Statistics
import Jar.Thm.Chain.TicketsAccepted

/-!
# What every accepted block leaves true

The theorems about sections, said of the whole transition (Gray Paper 0.7.2, section 4.1): of σ′ whatever σ was, and what stays true if it was so before. For any scheme
of signatures and any chain's rules.
-/
namespace Jar.Chain

open Crypto

/-- What holds after a block, whatever the state was before. -/
structure Bounded (p : Params) (σ : State) : Prop where
  /-- The ticket accumulator ascends by identifier: no ticket is there twice. -/
  ticketsAscend : Ascends byId σ.safrole.ticketAccumulator.toList
  /-- It has at most E tickets. -/
  tickets : σ.safrole.ticketAccumulator.size ≤ p.epochLength.toNat
  /-- The recent history has at most H blocks. -/
  history : σ.recent.history.size ≤ p.recentBlocks.toNat
  /-- A pool has at most O authorizers. -/
  pools : ∀ pool, pool ∈ σ.authPools.toList → pool.size ≤ p.authPool.toNat
  /-- There are four values of entropy. -/
  entropy : σ.entropy.size = 4
  /-- There is a record of activity for each core. -/
  cores : σ.statistics.cores.size = p.cores.toNat

variable {protocol : Protocol} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}

/-- What the rules of an accepted block gave, and how σ′ comes from it. -/
structure Accepted (protocol : Protocol) (scheme : SignatureScheme) (σ : State) (block : Block) (σ' : State) (disputed : Disputed) (rotation : Rotation)
    (done : Accumulated) (available : Array WorkReport) (reporters : Array Ed25519Public) (ticketed : Bool) : Prop where
  /-- The disputes keep their rules. -/
  byDisputes : disputes protocol.params scheme σ.disputes σ.assignments σ.slot σ.activeValidators σ.previousValidators block.extrinsic.disputes = .ok disputed
  /-- H_O is what it must be. -/
  hasOffendersMark : block.header.unsigned.offendersMark = disputed.offendersMark
  /-- Safrole rotates, by the output of H_V. -/
  byRotation : ∃ output, scheme.vrfOutput block.header.unsigned.entropySource = some output ∧
    rotation = rotate protocol.params scheme σ.slot block.header.unsigned.slot output σ.entropy σ.previousValidators σ.activeValidators σ.safrole
      σ.stagingValidators disputed.records.offenders
  /-- H_E is what it must be. -/
  hasEpochMark : block.header.unsigned.epochMark = rotation.epochMark
  /-- H_W is what it must be. -/
  hasTicketsMark : block.header.unsigned.ticketsMark = rotation.ticketsMark
  /-- The author's signatures keep their rules. -/
  bySeal : checkSeal protocol.params scheme block.header rotation.entropy rotation.active rotation.safrole.sealKeys = .ok ticketed
  /-- The tickets keep their rules; γ′. -/
  byTickets : addTickets protocol.params scheme block.header.unsigned.slot rotation.entropy rotation.safrole block.extrinsic.tickets = .ok σ'.safrole
  /-- τ′. -/
  slotIs : σ.slot < block.header.unsigned.slot ∧ σ'.slot = block.header.unsigned.slot
  /-- ψ′. -/
  recordsAre : σ'.disputes = disputed.records
  /-- η′, κ′ and λ′. -/
  keysAre : σ'.entropy = rotation.entropy ∧ σ'.activeValidators = rotation.active ∧ σ'.previousValidators = rotation.previous
  /-- β′. -/
  recentIs : σ'.recent = append protocol.params (updateParent σ.recent block.header.unsigned.parentStateRoot) (headerHash protocol.params block.header)
    (accumulationRoot done.lastOutputs) block.extrinsic.guarantees
  /-- α′. -/
  poolsAre : σ'.authPools = authorizations protocol.params σ.authPools done.authQueues block.header.unsigned.slot block.extrinsic.guarantees
  /-- π′. -/
  statisticsAre : σ'.statistics = statistics protocol.params σ.statistics σ.slot block.header.unsigned.slot block.header.unsigned.authorIndex
    rotation.active block.extrinsic reporters available done.counts

/-- **An accepted block keeps the rules of all sections of consensus**, and its state is theirs. -/
theorem transition_ok (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    ∃ disputed rotation done available reporters ticketed, Accepted protocol scheme σ block σ' disputed rotation done available reporters ticketed := by
  unfold transitionFrom at h
  split at h
  · rename_i checked ok
    unfold check at ok
    dsimp only at ok
    obtain ⟨_, header, ok⟩ := bind_ok ok
    obtain ⟨⟨disputed, rotation⟩, author, ok⟩ := bind_ok ok
    obtain ⟨safrole, tickets, ok⟩ := bind_ok ok
    obtain ⟨⟨pending, available⟩, _, ok⟩ := bind_ok ok
    obtain ⟨⟨assignments, reporters⟩, _, ok⟩ := bind_ok ok
    obtain ⟨_, _, ok⟩ := bind_ok ok
    injection ok with ok
    unfold checkHeader at header
    dsimp only at header
    obtain ⟨_, _, header⟩ := bind_ok header
    obtain ⟨_, later, _⟩ := bind_ok header
    unfold checkAuthor at author
    dsimp only at author
    obtain ⟨disputed', disputes, author⟩ := bind_ok author
    obtain ⟨_, offendersMark, author⟩ := bind_ok author
    split at author
    · exact nomatch author
    · rename_i output found
      obtain ⟨_, epochMark, author⟩ := bind_ok author
      obtain ⟨_, ticketsMark, author⟩ := bind_ok author
      obtain ⟨ticketed, seal, author⟩ := bind_ok author
      injection author with author
      injection author with same made
      subst same
      unfold posterior at h
      dsimp only at h
      obtain ⟨done, _, h⟩ := bind_ok h
      injection h with h
      subst ok
      subst h
      subst made
      exact ⟨_, _, done, available, reporters, ticketed, {
        byDisputes := disputes, hasOffendersMark := of_decide_eq_true (demand_ok offendersMark), byRotation := ⟨output, found, rfl⟩
        hasEpochMark := of_decide_eq_true (demand_ok epochMark), hasTicketsMark := of_decide_eq_true (demand_ok ticketsMark)
        bySeal := seal, byTickets := tickets, slotIs := ⟨of_decide_eq_true (demand_ok later), rfl⟩, recordsAre := rfl
        keysAre := ⟨rfl, rfl, rfl⟩, recentIs := rfl, poolsAre := rfl, statisticsAre := rfl }⟩
  · exact nomatch h

/-- **After every accepted block the state is within its bounds.** -/
theorem transition_bounded (h : transitionFrom protocol scheme σ root context block = .ok σ') : Bounded protocol.params σ' := by
  obtain ⟨disputed, rotation, done, available, reporters, ticketed, accepted⟩ := transition_ok h
  have accumulator := addTickets_accumulator accepted.byTickets
  obtain ⟨output, _, made⟩ := accepted.byRotation
  refine ⟨accumulator.1, accumulator.2, ?_, ?_, ?_, ?_⟩
  · rw [accepted.recentIs]; exact size_append ..
  · intro pool m
    rw [accepted.poolsAre] at m
    exact size_pool m
  · rw [accepted.keysAre.1, made]; exact rotate_entropy
  · rw [accepted.statisticsAre]; exact statistics_cores

/-- **Offenders, good, bad and wonky reports stay recorded** by every accepted block. -/
theorem transition_records_grow (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    (∀ key, key ∈ σ.disputes.offenders.toList → key ∈ σ'.disputes.offenders.toList) ∧
    ∀ outcome report, report ∈ (recordOf σ.disputes outcome).toList → report ∈ (recordOf σ'.disputes outcome).toList := by
  obtain ⟨disputed, rotation, done, available, reporters, ticketed, accepted⟩ := transition_ok h
  rw [accepted.recordsAre]
  exact ⟨fun _ m => disputes_offenders_grow accepted.byDisputes m, fun outcome _ m => disputes_records_grow accepted.byDisputes outcome m⟩

/-- **No report is judged in two ways**, if it was so before. -/
theorem transition_judgedOnce (h : transitionFrom protocol scheme σ root context block = .ok σ') (once : JudgedOnce σ.disputes) :
    JudgedOnce σ'.disputes := by
  obtain ⟨disputed, rotation, done, available, reporters, ticketed, accepted⟩ := transition_ok h
  rw [accepted.recordsAre]
  exact disputes_judgedOnce accepted.byDisputes once

/-- **A header has an epoch mark exactly in a new epoch.** -/
theorem transition_epochMark (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    block.header.unsigned.epochMark.isSome = true ↔ epoch protocol.params σ.slot < epoch protocol.params block.header.unsigned.slot := by
  obtain ⟨disputed, rotation, done, available, reporters, ticketed, accepted⟩ := transition_ok h
  obtain ⟨output, _, made⟩ := accepted.byRotation
  rw [accepted.hasEpochMark, made]
  exact rotate_epochMark

/-- **Time moves on.** -/
theorem transition_slot (h : transitionFrom protocol scheme σ root context block = .ok σ') : σ.slot < σ'.slot := by
  obtain ⟨disputed, rotation, done, available, reporters, ticketed, accepted⟩ := transition_ok h
  rw [accepted.slotIs.2]
  exact accepted.slotIs.1

/-- **The records of validators keep their number.** -/
theorem transition_validators (h : transitionFrom protocol scheme σ root context block = .ok σ')
    (current : σ.statistics.valsCurr.size = protocol.params.validators.toNat) (last : σ.statistics.valsLast.size = protocol.params.validators.toNat) :
    σ'.statistics.valsCurr.size = protocol.params.validators.toNat ∧ σ'.statistics.valsLast.size = protocol.params.validators.toNat := by
  obtain ⟨disputed, rotation, done, available, reporters, ticketed, accepted⟩ := transition_ok h
  rw [accepted.statisticsAre]
  exact statistics_validators current last

/-- **Who authored an accepted block was the one to seal its slot**, by the keys of σ′, and signed it. -/
theorem transition_sealed (h : transitionFrom protocol scheme σ root context block = .ok σ') :
    ∃ author context output, σ'.activeValidators[block.header.unsigned.authorIndex.toNat]? = some author ∧
      MaySeal scheme block.header author.bandersnatch σ'.safrole.sealKeys ∧
      SealsIn block.header (σ'.entropy.getD 3 default) context σ'.safrole.sealKeys ∧
      scheme.vrfVerify author.bandersnatch context ((UnsignedHeader.codec protocol.params).encode block.header.unsigned) block.header.seal = true ∧
      scheme.vrfOutput block.header.seal = some output ∧
      scheme.vrfVerify author.bandersnatch (entropyContext ++ output.bytes) .empty block.header.unsigned.entropySource = true := by
  obtain ⟨disputed, rotation, done, available, reporters, ticketed, accepted⟩ := transition_ok h
  obtain ⟨new, tickets⟩ := addTickets_ok accepted.byTickets
  rw [accepted.keysAre.1, accepted.keysAre.2.1, tickets.result]
  exact checkSeal_ok accepted.bySeal

end Jar.Chain
