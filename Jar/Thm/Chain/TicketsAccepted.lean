import Jar.Thm.Chain.Tickets

/-!
# Tickets of an accepted block

What holds if the tickets of a block break no rule, and what it makes of the accumulator: Gray Paper 0.7.2, section 6.7. For any scheme of signatures.
-/
namespace Jar.Chain

open Crypto

/-- Is the ticket the one that the proof stands for? -/
def IsTicketOf (scheme : SignatureScheme) (proof : TicketProof) (ticket : Ticket) : Prop :=
  scheme.ringOutput proof.signature = some ticket.id ∧ ticket.attempt = proof.attempt

/-- Each proof stands for a ticket, and there are no others. -/
theorem ticketsOf_ok {scheme : SignatureScheme} {proofs : Array TicketProof} {new : Array Ticket} (h : ticketsOf scheme proofs = .ok new) :
    (∀ proof, proof ∈ proofs.toList → ∃ t, t ∈ new.toList ∧ IsTicketOf scheme proof t) ∧
    (∀ t, t ∈ new.toList → ∃ proof, proof ∈ proofs.toList ∧ IsTicketOf scheme proof t) := by
  have go : ∀ (l : List TicketProof) (i : Nat) (done : Array Ticket), ticketsOf.go scheme l i done = .ok new →
      (∀ t, t ∈ done.toList → t ∈ new.toList) ∧ (∀ proof, proof ∈ l → ∃ t, t ∈ new.toList ∧ IsTicketOf scheme proof t) ∧
      (∀ t, t ∈ new.toList → t ∈ done.toList ∨ ∃ proof, proof ∈ l ∧ IsTicketOf scheme proof t) := by
    intro l
    induction l with
    | nil =>
      intro i done h
      unfold ticketsOf.go at h
      injection h with h
      rw [h]
      exact ⟨fun _ m => m, fun _ m => absurd m List.not_mem_nil, fun _ m => .inl m⟩
    | cons proof l ih =>
      intro i done h
      unfold ticketsOf.go at h
      split at h
      · rename_i id output
        obtain ⟨h1, h2, h3⟩ := ih _ _ h
        have here : ({ id, attempt := proof.attempt } : Ticket) ∈ (done.push { id, attempt := proof.attempt }).toList := by
          rw [Array.toList_push]
          exact List.mem_append.mpr (.inr List.mem_cons_self)
        refine ⟨fun t m => h1 t ?_, fun other m => ?_, fun t m => ?_⟩
        · rw [Array.toList_push]
          exact List.mem_append.mpr (.inl m)
        · cases List.mem_cons.mp m with
          | inl e => exact ⟨_, h1 _ here, by rw [e]; exact ⟨output, rfl⟩⟩
          | inr m => exact h2 other m
        · cases h3 t m with
          | inl m =>
            rw [Array.toList_push] at m
            cases List.mem_append.mp m with
            | inl m => exact .inl m
            | inr m =>
              have e := (List.mem_cons.mp m).elim (fun e => e) fun m => absurd m List.not_mem_nil
              exact .inr ⟨proof, List.mem_cons_self, by rw [e]; exact ⟨output, rfl⟩⟩
          | inr found =>
            obtain ⟨other, m, is⟩ := found
            exact .inr ⟨other, List.mem_cons_of_mem _ m, is⟩
      · exact nomatch h
  obtain ⟨_, h2, h3⟩ := go _ _ _ h
  refine ⟨h2, fun t m => (h3 t m).elim (fun m => absurd m List.not_mem_nil) id⟩

/-- What is true of the tickets of an accepted block. -/
structure TicketsAccepted (p : Params) (scheme : SignatureScheme) (slot : Slot) (entropy : Array Hash) (safrole safrole' : SafroleState)
    (proofs : Array TicketProof) (new : Array Ticket) : Prop where
  /-- There are none after the contest. -/
  contest : phase p slot < p.contestEnd.toNat ∨ proofs.size = 0
  /-- They are at most K. -/
  few : proofs.size ≤ p.blockTickets.toNat
  /-- Their entries are below N. -/
  attempts : ∀ proof, proof ∈ proofs.toList → proof.attempt.toNat < p.ticketEntries.toNat
  /-- Each proof stands for a ticket. -/
  tickets : ticketsOf scheme proofs = .ok new
  /-- The tickets ascend. -/
  ascends : Ascends byId new.toList
  /-- None has the identifier of one that was held. -/
  fresh : ∀ t, t ∈ new.toList → ∀ held, held ∈ safrole.ticketAccumulator.toList → t.id ≠ held.id
  /-- All are among the best. -/
  useful : ∀ t, t ∈ new.toList → t ∈ safrole'.ticketAccumulator.toList
  /-- A member of the ring made each proof. -/
  proved : ∀ proof, proof ∈ proofs.toList → isTicketProof p scheme safrole.epochRoot (entropy.getD 2 default) proof = true
  /-- Nothing but the accumulator changes. -/
  result : safrole' = { safrole with ticketAccumulator := bestTickets p safrole.ticketAccumulator new }

/-- **The rules of tickets, read off an accepted block.** -/
theorem addTickets_ok {p : Params} {scheme : SignatureScheme} {slot : Slot} {entropy : Array Hash} {safrole safrole' : SafroleState}
    {proofs : Array TicketProof} (h : addTickets p scheme slot entropy safrole proofs = .ok safrole') :
    ∃ new, TicketsAccepted p scheme slot entropy safrole safrole' proofs new := by
  unfold addTickets at h
  obtain ⟨_, contest, h⟩ := bind_ok h
  obtain ⟨_, few, h⟩ := bind_ok h
  obtain ⟨_, attempts, h⟩ := bind_ok h
  obtain ⟨new, tickets, h⟩ := bind_ok h
  obtain ⟨_, ascends, h⟩ := bind_ok h
  obtain ⟨_, fresh, h⟩ := bind_ok h
  obtain ⟨_, useful, h⟩ := bind_ok h
  obtain ⟨_, proved, h⟩ := bind_ok h
  injection h with h
  have ascends := demandAscending_ok ascends
  have fresh : ∀ t, t ∈ new.toList → ∀ held, held ∈ safrole.ticketAccumulator.toList → t.id ≠ held.id := by
    intro t m held m' e
    obtain ⟨_, c⟩ := demandAll_ok fresh t m
    rw [contains_ticketMap SortedMap.ordered_empty (.inl ⟨held, m', e.symm⟩)] at c
    exact nomatch c
  refine ⟨new, ?_, of_decide_eq_true (demand_ok few), ?_, tickets, ascends, fresh, ?_, ?_, h.symm⟩
  · have := demand_ok contest
    rw [Bool.or_eq_true, decide_eq_true_eq, beq_iff_eq] at this
    exact this
  · intro proof m
    obtain ⟨_, c⟩ := demandAll_ok attempts proof m
    exact of_decide_eq_true c
  · intro t m
    obtain ⟨_, c⟩ := demandAll_ok useful t m
    unfold SortedMap.contains at c
    rw [← h]
    show t ∈ (bestTickets p safrole.ticketAccumulator new).toList
    cases f : (ticketMap (bestTickets p safrole.ticketAccumulator new).toList .empty).find? t.id with
    | none => rw [f] at c; exact nomatch c
    | some t' =>
      have := (find?_ticketMap SortedMap.ordered_empty f).elim id fun none => nomatch none
      have e : t' = t := (mem_bestTickets this.1).elim
        (fun held => absurd this.2.symm (fresh t m t' held)) fun own => ticket_unique ascends own m this.2
      rw [← e]
      exact this.1
  · intro proof m
    obtain ⟨_, c⟩ := demandAll_ok proved proof m
    exact c

/-- **After a block's tickets the accumulator ascends by identifier and has at most E tickets.** -/
theorem addTickets_accumulator {p : Params} {scheme : SignatureScheme} {slot : Slot} {entropy : Array Hash} {safrole safrole' : SafroleState}
    {proofs : Array TicketProof} (h : addTickets p scheme slot entropy safrole proofs = .ok safrole') :
    Ascends byId safrole'.ticketAccumulator.toList ∧ safrole'.ticketAccumulator.size ≤ p.epochLength.toNat := by
  obtain ⟨new, accepted⟩ := addTickets_ok h
  rw [accepted.result]
  exact ⟨bestTickets_ascends .., bestTickets_size ..⟩

/-- **No two tickets in it have one identifier.** -/
theorem addTickets_unique {p : Params} {scheme : SignatureScheme} {slot : Slot} {entropy : Array Hash} {safrole safrole' : SafroleState}
    {proofs : Array TicketProof} (h : addTickets p scheme slot entropy safrole proofs = .ok safrole') {i j : Nat} {a b : Ticket} (less : i < j)
    (ha : safrole'.ticketAccumulator.toList[i]? = some a) (hb : safrole'.ticketAccumulator.toList[j]? = some b) : a.id ≠ b.id :=
  byId_ne ((addTickets_accumulator h).1.getElem? byId_trans less ha hb)

/-- **Without tickets nothing changes**, if the accumulator was in order. -/
theorem addTickets_none {p : Params} {scheme : SignatureScheme} {slot : Slot} {entropy : Array Hash} {safrole safrole' : SafroleState}
    (order : Ascends byId safrole.ticketAccumulator.toList) (size : safrole.ticketAccumulator.size ≤ p.epochLength.toNat)
    (h : addTickets p scheme slot entropy safrole #[] = .ok safrole') : safrole' = safrole := by
  obtain ⟨new, accepted⟩ := addTickets_ok h
  have none : new = #[] := by
    apply Array.ext'
    cases e : new.toList with
    | nil => rfl
    | cons t l =>
      obtain ⟨proof, m, _⟩ := (ticketsOf_ok accepted.tickets).2 t (by rw [e]; exact List.mem_cons_self)
      exact absurd m List.not_mem_nil
  rw [accepted.result, none, bestTickets_none p order size]

end Jar.Chain
