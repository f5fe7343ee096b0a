import Jar.Chain.Tickets
import Jar.Thm.Chain.Rule
import Jar.Thm.Data.SortedMapLaws

/-!
# The ticket accumulator

After the tickets of a block the accumulator ascends by identifier, without duplicates, and has at most E tickets, the best of those held and brought; all that a
block brings are among them, each with a proof. Gray Paper 0.7.2, section 6.7; for any scheme of signatures.
-/
namespace Jar.Chain

open SortedMap

/-- The order of tickets by identifier. -/
def byId (a b : Ticket) : Bool := a.id.before b.id

theorem byId_trans (a b c : Ticket) (h1 : byId a b = true) (h2 : byId b c = true) : byId a c = true :=
  LawfulKeyOrder.trans a.id b.id c.id h1 h2

theorem byId_ne {a b : Ticket} (h : byId a b = true) : a.id ≠ b.id := LawfulKeyOrder.ne (κ := Hash) h

/-! ## Lists that ascend -/

theorem Ascends.take {α : Type} {before : α → α → Bool} {l : List α} (h : Ascends before l) (n : Nat) : Ascends before (l.take n) := by
  induction l generalizing n with
  | nil => rw [List.take_nil]; trivial
  | cons a l ih =>
    cases n with
    | zero => trivial
    | succ n =>
      rw [List.take_succ_cons]
      have rest := ih h.tail n
      cases l with
      | nil => rw [List.take_nil]; trivial
      | cons b l =>
        cases n with
        | zero => trivial
        | succ n => rw [List.take_succ_cons] at rest ⊢; exact ⟨h.1, rest⟩

/-- What is kept is before what is not. -/
theorem Ascends.take_before {l : List Ticket} (h : Ascends byId l) (n : Nat) {a b : Ticket} (ha : a ∈ l.take n) (hb : b ∈ l.drop n) :
    byId a b = true := by
  induction l generalizing n with
  | nil => rw [List.take_nil] at ha; exact absurd ha List.not_mem_nil
  | cons c l ih =>
    cases n with
    | zero => rw [List.take_zero] at ha; exact absurd ha List.not_mem_nil
    | succ n =>
      rw [List.take_succ_cons] at ha
      rw [List.drop_succ_cons] at hb
      cases List.mem_cons.mp ha with
      | inl e => rw [e]; exact h.first byId_trans b (mem_drop hb)
      | inr ha => exact ih h.tail n ha hb

/-- In an ascending list, tickets of one identifier are one. -/
theorem ticket_unique {l : List Ticket} (h : Ascends byId l) {a b : Ticket} (ha : a ∈ l) (hb : b ∈ l) (e : a.id = b.id) : a = b :=
  h.unique byId_trans (fun _ _ => byId_ne) ha hb e

/-! ## Tickets by identifier -/

/-- The entries of tickets. -/
abbrev entriesOf (tickets : List Ticket) : List (Hash × Ticket) := tickets.map fun ticket => (ticket.id, ticket)

theorem mem_entriesOf {tickets : List Ticket} {k : Hash} {t : Ticket} (h : (k, t) ∈ entriesOf tickets) : t ∈ tickets ∧ t.id = k := by
  obtain ⟨t', m, e⟩ := mem_map h
  injection e with e1 e2
  subst e2
  exact ⟨m, e1.symm⟩

theorem ordered_ticketMap {m : SortedMap Hash Ticket} (o : m.Ordered) (tickets : List Ticket) : (ticketMap tickets m).Ordered :=
  ordered_insertAll o _

/-- What is found is a ticket of that identifier, a new one or one that was there. -/
theorem find?_ticketMap {tickets : List Ticket} {m : SortedMap Hash Ticket} (o : m.Ordered) {k : Hash} {t : Ticket}
    (h : (ticketMap tickets m).find? k = some t) : (t ∈ tickets ∧ t.id = k) ∨ m.find? k = some t := by
  induction tickets generalizing m with
  | nil => exact .inr h
  | cons a tickets ih =>
    cases ih (ordered_insert o a.id a) h with
    | inl h => exact .inl ⟨List.mem_cons_of_mem _ h.1, h.2⟩
    | inr h =>
      cases Classical.em (k = a.id) with
      | inl e =>
        rw [e, find?_insert_same o] at h
        injection h with h
        exact .inl ⟨by rw [← h]; exact List.mem_cons_self, by rw [← h]; exact e.symm⟩
      | inr ne =>
        rw [find?_insert_other o ne] at h
        exact .inr h

/-- A ticket is found by its identifier, or another of the same. -/
theorem contains_ticketMap {tickets : List Ticket} {m : SortedMap Hash Ticket} (o : m.Ordered) {k : Hash}
    (h : (∃ t, t ∈ tickets ∧ t.id = k) ∨ m.contains k = true) : (ticketMap tickets m).contains k = true := by
  induction tickets generalizing m with
  | nil => exact h.elim (fun ⟨_, m, _⟩ => absurd m List.not_mem_nil) id
  | cons a tickets ih =>
    refine ih (ordered_insert o a.id a) ?_
    have same : (m.insert a.id a).contains a.id = true := by unfold contains; rw [find?_insert_same o]; rfl
    cases h with
    | inl h =>
      obtain ⟨t, ht, e⟩ := h
      cases List.mem_cons.mp ht with
      | inl et => exact .inr (by rw [← e, et]; exact same)
      | inr ht => exact .inl ⟨t, ht, e⟩
    | inr h =>
      refine .inr ?_
      cases Classical.em (k = a.id) with
      | inl e => rw [e]; exact same
      | inr ne => unfold contains at h ⊢; rw [find?_insert_other o ne]; exact h

/-! ## The best tickets -/

/-- All tickets held and brought, by identifier. -/
def allTickets (held new : Array Ticket) : SortedMap Hash Ticket := ticketMap new.toList (ticketMap held.toList .empty)

theorem ordered_allTickets (held new : Array Ticket) : (allTickets held new).Ordered := ordered_ticketMap (ordered_ticketMap ordered_empty _) _

theorem bestTickets_toList (p : Params) (held new : Array Ticket) :
    (bestTickets p held new).toList = ((allTickets held new).toList.map (·.2)).take p.epochLength.toNat := List.toList_toArray

/-- A ticket of the map stands under its identifier and is one of those put in. -/
theorem mem_allTickets {held new : Array Ticket} {entry : Hash × Ticket} (h : entry ∈ (allTickets held new).toList) :
    entry.2.id = entry.1 ∧ (entry.2 ∈ held.toList ∨ entry.2 ∈ new.toList) := by
  have h := (find?_iff (ordered_allTickets held new) entry.1 entry.2).mpr h
  cases find?_ticketMap (ordered_ticketMap ordered_empty _) h with
  | inl h => exact ⟨h.2, .inr h.1⟩
  | inr h =>
    cases find?_ticketMap ordered_empty h with
    | inl h => exact ⟨h.2, .inl h.1⟩
    | inr h => exact nomatch h

theorem ascends_allTickets (held new : Array Ticket) : Ascends byId ((allTickets held new).toList.map (·.2)) := by
  have under : ∀ entry, entry ∈ (allTickets held new).toList → entry.2.id = entry.1 := fun entry h => (mem_allTickets h).1
  have order : Ascending (allTickets held new).toList := ordered_allTickets held new
  generalize (allTickets held new).toList = l at under order
  induction l with
  | nil => trivial
  | cons a l ih =>
    have rest := ih (fun entry h => under entry (List.mem_cons_of_mem _ h)) order.2
    cases l with
    | nil => trivial
    | cons b l =>
      refine ⟨?_, rest⟩
      show KeyOrder.before a.2.id b.2.id = true
      rw [under a List.mem_cons_self, under b (List.mem_cons_of_mem _ List.mem_cons_self)]
      exact order.1 b List.mem_cons_self

/-- **The accumulator ascends by identifier**, whatever it was before. -/
theorem bestTickets_ascends (p : Params) (held new : Array Ticket) : Ascends byId (bestTickets p held new).toList := by
  rw [bestTickets_toList]
  exact (ascends_allTickets held new).take _

/-- **The accumulator has at most E tickets.** -/
theorem bestTickets_size (p : Params) (held new : Array Ticket) : (bestTickets p held new).size ≤ p.epochLength.toNat := by
  rw [← Array.length_toList, bestTickets_toList, List.length_take]
  exact Nat.min_le_left _ _

/-- Its tickets were held or are new. -/
theorem mem_bestTickets {p : Params} {held new : Array Ticket} {t : Ticket} (h : t ∈ (bestTickets p held new).toList) :
    t ∈ held.toList ∨ t ∈ new.toList := by
  rw [bestTickets_toList] at h
  obtain ⟨entry, m, e⟩ := mem_map (mem_take h)
  rw [e]
  exact (mem_allTickets m).2

/-- **The accumulator has the best**: a ticket that was held or is new is in it, or it is full of better ones. -/
theorem bestTickets_best (p : Params) (held new : Array Ticket) {t : Ticket} (h : t ∈ held.toList ∨ t ∈ new.toList) :
    (∃ t', t' ∈ (bestTickets p held new).toList ∧ t'.id = t.id) ∨
    ((bestTickets p held new).size = p.epochLength.toNat ∧ ∀ t', t' ∈ (bestTickets p held new).toList → byId t' t = true) := by
  have there : ∃ t', t' ∈ (allTickets held new).toList.map (·.2) ∧ t'.id = t.id := by
    have c : (allTickets held new).contains t.id = true := by
      refine contains_ticketMap (ordered_ticketMap ordered_empty _) ?_
      cases h with
      | inl h => exact .inr (contains_ticketMap ordered_empty (.inl ⟨t, h, rfl⟩))
      | inr h => exact .inl ⟨t, h, rfl⟩
    unfold contains at c
    cases f : (allTickets held new).find? t.id with
    | none => rw [f] at c; exact nomatch c
    | some t' =>
      have m := (find?_iff (ordered_allTickets held new) _ _).mp f
      exact ⟨t', mem_map_of_mem (·.2) m, (mem_allTickets m).1⟩
  have order := ascends_allTickets held new
  rw [← Array.length_toList, bestTickets_toList]
  generalize (allTickets held new).toList.map (·.2) = l at there order
  obtain ⟨t', m, e⟩ := there
  rw [← List.take_append_drop p.epochLength.toNat l] at m
  cases List.mem_append.mp m with
  | inl m => exact .inl ⟨t', m, e⟩
  | inr m =>
    refine .inr ⟨?_, fun t'' m' => ?_⟩
    · have : p.epochLength.toNat ≤ l.length := by
        apply Decidable.byContradiction
        intro short
        rw [List.drop_of_length_le (by omega)] at m
        exact absurd m List.not_mem_nil
      rw [List.length_take, Nat.min_eq_left this]
    · show KeyOrder.before t''.id t.id = true
      rw [← e]
      exact order.take_before _ m' m

/-- **Without new tickets an accumulator in order stays** (the note behind 6.35). -/
theorem bestTickets_none (p : Params) {held : Array Ticket} (order : Ascends byId held.toList) (size : held.size ≤ p.epochLength.toNat) :
    bestTickets p held #[] = held := by
  apply Array.ext'
  rw [bestTickets_toList]
  have own : Ascending (entriesOf held.toList) := by
    generalize held.toList = l at order
    induction l with
    | nil => trivial
    | cons a l ih =>
      refine ⟨fun entry m => ?_, ih order.tail⟩
      obtain ⟨t, m, e⟩ := mem_map m
      rw [e]
      exact order.first byId_trans t m
  have all : (allTickets held #[]).toList = entriesOf held.toList := by
    refine ascending_ext (ordered_allTickets held #[]) own fun k => ?_
    rw [← find?_eq _ (ordered_allTickets held #[])]
    have one : ∀ t, (k, t) ∈ entriesOf held.toList → ∀ w, (k, w) ∈ entriesOf held.toList → w = t := fun t m w n =>
      ticket_unique order (mem_entriesOf n).1 (mem_entriesOf m).1 (by rw [(mem_entriesOf n).2, (mem_entriesOf m).2])
    cases l : lookup k (entriesOf held.toList) with
    | some t =>
      have m := (lookup_iff own k t).mp l
      exact find?_insertAll_same ordered_empty m (one t m)
    | none =>
      refine find?_insertAll_other ordered_empty fun v m => ?_
      rw [(lookup_iff own k v).mpr m] at l
      exact nomatch l
  have back : ∀ l : List Ticket, (entriesOf l).map (·.2) = l := by
    intro l
    induction l with
    | nil => rfl
    | cons a l ih => show a :: (entriesOf l).map (·.2) = _; rw [ih]
  rw [all, back]
  exact List.take_of_length_le (by rw [Array.length_toList]; exact size)

end Jar.Chain
