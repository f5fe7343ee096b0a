/-!
# Lists

What proofs about sequences (Gray Paper 0.7.2, section 3.7) need beyond the core library: how a list splits, and where its elements lie.
-/
namespace Jar

variable {α β : Type}

/-- Two ways to split a list: the longer front begins with the shorter one. -/
theorem append_split {a b c d : List α} (e : a ++ b = c ++ d) (h : a.length ≤ c.length) : ∃ u, c = a ++ u ∧ b = u ++ d := by
  induction a generalizing c with
  | nil => exact ⟨c, rfl, e⟩
  | cons x a ih =>
    cases c with
    | nil => exact absurd h (Nat.not_succ_le_zero _)
    | cons y c =>
      injection e with e1 e2
      obtain ⟨u, h1, h2⟩ := ih e2 (Nat.le_of_succ_le_succ h)
      exact ⟨u, by rw [e1, h1, List.cons_append], h2⟩

/-- Fronts of equal length are equal, and so are the rests. -/
theorem append_cancel {a b c d : List α} (e : a ++ b = c ++ d) (h : a.length = c.length) : a = c ∧ b = d := by
  obtain ⟨u, h1, h2⟩ := append_split e (Nat.le_of_eq h)
  have none : u = [] := by
    apply List.length_eq_zero_iff.mp
    have := congrArg List.length h1
    rw [List.length_append] at this
    omega
  subst none
  rw [List.append_nil] at h1
  exact ⟨h1.symm, h2⟩

/-- Rests of equal length are equal, and so are the fronts. -/
theorem append_cancel_right {a b c d : List α} (e : a ++ b = c ++ d) (h : b.length = d.length) : a = c ∧ b = d := by
  apply append_cancel e
  have := congrArg List.length e
  rw [List.length_append, List.length_append] at this
  omega

theorem mem_replicate {n : Nat} {a b : α} (h : a ∈ List.replicate n b) : a = b := by
  induction n with
  | zero => exact absurd h List.not_mem_nil
  | succ n ih =>
    rw [List.replicate, List.mem_cons] at h
    exact h.elim id ih

theorem getElem?_append_left {l r : List α} {i : Nat} (h : i < l.length) : (l ++ r)[i]? = l[i]? := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with
    | zero => rfl
    | succ i => exact ih (Nat.lt_of_succ_lt_succ h)

theorem getElem?_append_right (l r : List α) (i : Nat) : (l ++ r)[l.length + i]? = r[i]? := by
  induction l with
  | nil => rw [List.length_nil, Nat.zero_add]; rfl
  | cons a l ih =>
    rw [List.length_cons, Nat.add_right_comm, List.cons_append, List.getElem?_cons_succ]
    exact ih

theorem getElem?_take {l : List α} {n i : Nat} (h : i < n) : (l.take n)[i]? = l[i]? := by
  by_cases hi : i < (l.take n).length
  · rw [← getElem?_append_left (r := l.drop n) hi, List.take_append_drop]
  · rw [List.length_take] at hi
    rw [List.getElem?_eq_none (by rw [List.length_take]; omega), List.getElem?_eq_none (by omega)]

theorem getElem?_drop (l : List α) (n i : Nat) : (l.drop n)[i]? = l[n + i]? := by
  by_cases hn : n ≤ l.length
  · have e : l[n + i]? = (l.take n ++ l.drop n)[(l.take n).length + i]? := by
      rw [List.take_append_drop, List.length_take, Nat.min_eq_left hn]
    rw [e, getElem?_append_right]
  · rw [List.getElem?_eq_none (by rw [List.length_drop]; omega), List.getElem?_eq_none (by omega)]

theorem mem_of_getElem? {l : List α} {i : Nat} {a : α} (h : l[i]? = some a) : a ∈ l := by
  induction l generalizing i with
  | nil => rw [List.getElem?_nil] at h; exact nomatch h
  | cons b l ih => cases i with
    | zero =>
      rw [List.getElem?_cons_zero] at h
      injection h with e
      rw [e]
      exact List.mem_cons_self
    | succ i => exact List.mem_cons_of_mem b (ih h)

theorem exists_getElem? {l : List α} {i : Nat} (h : i < l.length) : ∃ a, l[i]? = some a :=
  ⟨_, List.getElem?_eq_getElem h⟩

theorem mem_take {l : List α} {n : Nat} {a : α} (h : a ∈ l.take n) : a ∈ l := by
  rw [← List.take_append_drop n l]
  exact List.mem_append.mpr (.inl h)

theorem mem_drop {l : List α} {n : Nat} {a : α} (h : a ∈ l.drop n) : a ∈ l := by
  rw [← List.take_append_drop n l]
  exact List.mem_append.mpr (.inr h)

theorem take_append (l r : List α) (n : Nat) : (l ++ r).take n = l.take n ++ r.take (n - l.length) := by
  induction l generalizing n with
  | nil => rw [List.take_nil]; rfl
  | cons a l ih => cases n with
    | zero => rw [Nat.zero_sub]; rfl
    | succ n => rw [List.cons_append, List.take_succ_cons, List.take_succ_cons, ih, List.length_cons, Nat.add_sub_add_right]; rfl

theorem drop_append (l r : List α) (n : Nat) : (l ++ r).drop n = l.drop n ++ r.drop (n - l.length) := by
  induction l generalizing n with
  | nil => rw [List.drop_nil]; rfl
  | cons a l ih => cases n with
    | zero => rw [Nat.zero_sub]; rfl
    | succ n => rw [List.cons_append, List.drop_succ_cons, List.drop_succ_cons, ih, List.length_cons, Nat.add_sub_add_right]

theorem take_take_of_le {l : List α} {m n : Nat} (h : m ≤ n) : (l.take n).take m = l.take m := by
  induction l generalizing m n with
  | nil => rw [List.take_nil]
  | cons a l ih => cases m with
    | zero => rfl
    | succ m => cases n with
      | zero => exact absurd h (Nat.not_succ_le_zero m)
      | succ n => rw [List.take_succ_cons, List.take_succ_cons, List.take_succ_cons, ih (Nat.le_of_succ_le_succ h)]

theorem drop_drop (l : List α) (m n : Nat) : (l.drop m).drop n = l.drop (m + n) := by
  induction l generalizing m with
  | nil => rw [List.drop_nil, List.drop_nil, List.drop_nil]
  | cons a l ih => cases m with
    | zero => rw [Nat.zero_add]; rfl
    | succ m => rw [List.drop_succ_cons, ih, Nat.add_right_comm, List.drop_succ_cons]

theorem drop_take (l : List α) (m n : Nat) : (l.take n).drop m = (l.drop m).take (n - m) := by
  induction l generalizing m n with
  | nil => rw [List.take_nil, List.drop_nil, List.take_nil]
  | cons a l ih => cases m with
    | zero => rw [Nat.sub_zero]; rfl
    | succ m => cases n with
      | zero => rw [Nat.zero_sub]; rfl
      | succ n => rw [List.take_succ_cons, List.drop_succ_cons, List.drop_succ_cons, ih, Nat.add_sub_add_right]

theorem getElem?_map (f : α → β) (l : List α) (i : Nat) : (l.map f)[i]? = (l[i]?).map f := by
  induction l generalizing i with
  | nil => rw [List.map_nil, List.getElem?_nil, List.getElem?_nil]; rfl
  | cons a l ih => cases i with
    | zero => rfl
    | succ i => exact ih i

theorem getElem?_replicate {n i : Nat} {a : α} (h : i < n) : (List.replicate n a)[i]? = some a := by
  induction n generalizing i with
  | zero => exact absurd h (Nat.not_lt_zero i)
  | succ n ih => cases i with
    | zero => rfl
    | succ i => exact ih (Nat.lt_of_succ_lt_succ h)

theorem mem_map {f : α → β} {items : List α} {x : β} (h : x ∈ items.map f) : ∃ item, item ∈ items ∧ x = f item := by
  induction items with
  | nil => exact absurd h List.not_mem_nil
  | cons item items ih =>
    rw [List.map_cons, List.mem_cons] at h
    cases h with
    | inl e => exact ⟨item, List.mem_cons_self, e⟩
    | inr h =>
      obtain ⟨item', m, e⟩ := ih h
      exact ⟨item', List.mem_cons_of_mem _ m, e⟩

theorem mem_map_of_mem (f : α → β) {items : List α} {x : α} (h : x ∈ items) : f x ∈ items.map f := by
  induction items with
  | nil => exact absurd h List.not_mem_nil
  | cons item items ih =>
    rw [List.map_cons, List.mem_cons]
    exact (List.mem_cons.mp h).elim (fun e => .inl (congrArg f e)) fun m => .inr (ih m)

theorem map_take (f : α → β) (l : List α) (n : Nat) : (l.take n).map f = (l.map f).take n := by
  induction l generalizing n with
  | nil => rw [List.take_nil, List.map_nil, List.take_nil]
  | cons a l ih => cases n with
    | zero => rfl
    | succ n => rw [List.take_succ_cons, List.map_cons, List.map_cons, List.take_succ_cons, ih]

theorem map_drop (f : α → β) (l : List α) (n : Nat) : (l.drop n).map f = (l.map f).drop n := by
  induction l generalizing n with
  | nil => rw [List.drop_nil, List.map_nil, List.drop_nil]
  | cons a l ih => cases n with
    | zero => rfl
    | succ n => rw [List.drop_succ_cons, List.map_cons, List.drop_succ_cons, ih]

end Jar
