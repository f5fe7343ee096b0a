import Jar.Chain.Rule
import Jar.Thm.Data.Lists

/-!
# What an accepted demand says

The checks of `Jar/Chain/Rule.lean` as propositions about the items of an extrinsic.
-/
namespace Jar.Chain

variable {α β : Type}

/-- A step after another succeeds if both do. -/
theorem bind_ok {x : Result α} {f : α → Result β} {b : β} (h : (x >>= f) = .ok b) : ∃ a, x = .ok a ∧ f a = .ok b := by
  cases x with
  | error rejection => exact nomatch (show (Except.error rejection : Result β) = .ok b from h)
  | ok a => exact ⟨a, rfl, h⟩

theorem demand_ok {condition : Bool} {rule : Rule} {item : Nat} {u : Unit} (h : demand condition rule item = .ok u) : condition = true := by
  unfold demand at h
  cases condition with
  | true => rfl
  | false => exact nomatch (show (Except.error { rule, item } : Result Unit) = .ok u from h)

/-- What is demanded of all items holds for each of them. -/
theorem demandAll_ok {items : Array α} {rule : Rule} {condition : Nat → α → Bool} {u : Unit} (h : demandAll items rule condition = .ok u) :
    ∀ a, a ∈ items.toList → ∃ i, condition i a = true := by
  have go : ∀ (l : List α) (i : Nat), demandAll.go rule condition l i = .ok u → ∀ a, a ∈ l → ∃ i, condition i a = true := by
    intro l
    induction l with
    | nil => intro i _ a m; exact absurd m List.not_mem_nil
    | cons b l ih =>
      intro i h a m
      unfold demandAll.go at h
      cases c : condition i b with
      | true =>
        rw [c, ite_eq_left rfl] at h
        exact (List.mem_cons.mp m).elim (fun e => ⟨i, by rw [e]; exact c⟩) (ih _ h a)
      | false =>
        rw [c] at h
        exact nomatch (show (Except.error { rule, item := i } : Result Unit) = .ok u from h)
  exact go _ 0 h

/-- Each item stands in a relation to the one after it. -/
def Ascends (before : α → α → Bool) : List α → Prop
  | [] => True
  | [_] => True
  | a :: b :: rest => before a b = true ∧ Ascends before (b :: rest)

theorem Ascends.tail {before : α → α → Bool} {a : α} {l : List α} (h : Ascends before (a :: l)) : Ascends before l := by
  cases l with
  | nil => trivial
  | cons b l => exact h.2

/-- If the relation is transitive, the first item stands in it to all others. -/
theorem Ascends.first {before : α → α → Bool} (trans : ∀ a b c, before a b = true → before b c = true → before a c = true) {a : α} {l : List α}
    (h : Ascends before (a :: l)) : ∀ b, b ∈ l → before a b = true := by
  induction l generalizing a with
  | nil => intro b m; exact absurd m List.not_mem_nil
  | cons c l ih =>
    intro b m
    exact (List.mem_cons.mp m).elim (fun e => by rw [e]; exact h.1) fun m => trans _ _ _ h.1 (ih h.2 b m)

/-- An item stands in it to all items behind. -/
theorem Ascends.getElem? {before : α → α → Bool} (trans : ∀ a b c, before a b = true → before b c = true → before a c = true) {l : List α}
    (h : Ascends before l) {i j : Nat} {a b : α} (less : i < j) (ha : l[i]? = some a) (hb : l[j]? = some b) : before a b = true := by
  induction l generalizing i j with
  | nil => rw [List.getElem?_nil] at ha; exact nomatch ha
  | cons c l ih =>
    cases j with
    | zero => exact absurd less (Nat.not_lt_zero i)
    | succ j =>
      rw [List.getElem?_cons_succ] at hb
      cases i with
      | zero =>
        rw [List.getElem?_cons_zero] at ha
        injection ha with ha
        rw [← ha]
        exact h.first trans b (mem_of_getElem? hb)
      | succ i =>
        rw [List.getElem?_cons_succ] at ha
        exact ih h.tail (Nat.lt_of_succ_lt_succ less) ha hb

/-- If items of one key do not stand in the relation, those of one key are one. -/
theorem Ascends.unique {before : α → α → Bool} {key : α → β} (trans : ∀ a b c, before a b = true → before b c = true → before a c = true)
    (ne : ∀ a b, before a b = true → key a ≠ key b) {l : List α} (h : Ascends before l) {a b : α} (ha : a ∈ l) (hb : b ∈ l) (e : key a = key b) :
    a = b := by
  induction l with
  | nil => exact absurd ha List.not_mem_nil
  | cons c l ih =>
    cases List.mem_cons.mp ha with
    | inl ea =>
      cases List.mem_cons.mp hb with
      | inl eb => rw [ea, eb]
      | inr hb => exact absurd e (ne a b (by rw [ea]; exact h.first trans b hb))
    | inr ha =>
      cases List.mem_cons.mp hb with
      | inl eb => exact absurd e.symm (ne b a (by rw [eb]; exact h.first trans a ha))
      | inr hb => exact ih h.tail ha hb

/-- Items of which it is demanded that they ascend do so. -/
theorem demandAscending_ok {items : Array α} {rule : Rule} {before : α → α → Bool} {u : Unit} (h : demandAscending items rule before = .ok u) :
    Ascends before items.toList := by
  have go : ∀ (l : List α) (a : α) (i : Nat), demandAscending.go rule before a l i = .ok u → Ascends before (a :: l) := by
    intro l
    induction l with
    | nil => intro a i _; trivial
    | cons b l ih =>
      intro a i h
      unfold demandAscending.go at h
      cases c : before a b with
      | true =>
        rw [c, ite_eq_left rfl] at h
        exact ⟨c, ih b _ h⟩
      | false =>
        rw [c] at h
        exact nomatch (show (Except.error { rule, item := i } : Result Unit) = .ok u from h)
  unfold demandAscending at h
  split at h
  · rename_i e; rw [e]; trivial
  · rename_i e; rw [e]; exact go _ _ _ h

end Jar.Chain
