import Jar.Thm.Merkle.TrieNodes

/-!
# The root of the state trie is a function of the map

Gray Paper 0.7.2, appendix D.2: neither the order of the entries nor the history of insertions matters.
-/
namespace Jar.Merkle

variable {hash : ByteArray → ByteArray}

/-! ## Equations -/

theorem subtrie_nil (left : Nat) : subtrie hash left [] = zeroHash := by
  cases left <;> rfl

theorem subtrie_single (left : Nat) (entry : Entry) : subtrie hash left [entry] = hash (leafNode hash entry) := by
  cases left <;> rfl

theorem subtrie_zero (a b : Entry) (entries : List Entry) : subtrie hash 0 (a :: b :: entries) = zeroHash := rfl

theorem subtrie_succ (left : Nat) (a b : Entry) (entries : List Entry) : subtrie hash (left + 1) (a :: b :: entries) =
    hash (branchNode (subtrie hash left (side false (keyBits - (left + 1)) (a :: b :: entries)))
      (subtrie hash left (side true (keyBits - (left + 1)) (a :: b :: entries)))) := rfl

theorem subtrie_size (hash32 : ∀ x, (hash x).size = 32) (left : Nat) (entries : List Entry) : (subtrie hash left entries).size = 32 := by
  match left, entries with
  | left, [] => rw [subtrie_nil, zeroHash_size]
  | left, [entry] => rw [subtrie_single, hash32]
  | 0, a :: b :: entries => rw [subtrie_zero, zeroHash_size]
  | left + 1, a :: b :: entries => rw [subtrie_succ, hash32]

/-! ## Maps as lists of entries -/

/-- No key is there twice. -/
def DistinctKeys : List Entry → Prop
  | [] => True
  | entry :: entries => (∀ other, other ∈ entries → other.key ≠ entry.key) ∧ DistinctKeys entries

/-- The value at a key. -/
def lookup (key : ByteArray) : List Entry → Option ByteArray
  | [] => none
  | entry :: entries => if entry.key = key then some entry.value else lookup key entries

theorem mem_side {bit : Bool} {i : Nat} {entry : Entry} {entries : List Entry} :
    entry ∈ side bit i entries ↔ entry ∈ entries ∧ bitAt entry.key i = bit := by
  induction entries with
  | nil => exact ⟨fun h => absurd h List.not_mem_nil, fun h => h.1⟩
  | cons first entries ih =>
    rw [side]
    split
    · next yes =>
      rw [List.mem_cons, List.mem_cons, ih]
      refine ⟨fun h => h.elim (fun e => ⟨.inl e, e ▸ yes⟩) fun h => ⟨.inr h.1, h.2⟩, fun h => h.1.elim .inl fun m => .inr ⟨m, h.2⟩⟩
    · next no =>
      rw [ih, List.mem_cons]
      refine ⟨fun h => ⟨.inr h.1, h.2⟩, fun h => ⟨h.1.elim (fun e => absurd (e ▸ h.2) no) id, h.2⟩⟩

theorem DistinctKeys.side {entries : List Entry} (h : DistinctKeys entries) (bit : Bool) (i : Nat) : DistinctKeys (side bit i entries) := by
  induction entries with
  | nil => trivial
  | cons first entries ih =>
    rw [Merkle.side]
    split
    · exact ⟨fun other m => h.1 other (mem_side.mp m).1, ih h.2⟩
    · exact ih h.2

theorem lookup_side (key : ByteArray) (i : Nat) (entries : List Entry) : lookup key (side (bitAt key i) i entries) = lookup key entries := by
  induction entries with
  | nil => rfl
  | cons first entries ih =>
    rw [side, lookup]
    by_cases here : first.key = key
    · rw [ite_eq_left here, here, ite_eq_left rfl, lookup, ite_eq_left here]
    · rw [ite_eq_right here]
      split
      · rw [lookup, ite_eq_right here, ih]
      · exact ih

theorem mem_of_lookup {key value : ByteArray} {entries : List Entry} (h : lookup key entries = some value) : ⟨key, value⟩ ∈ entries := by
  induction entries with
  | nil => exact nomatch h
  | cons first entries ih =>
    rw [lookup] at h
    split at h
    · next here =>
      injection h with h
      rw [← here, ← h]
      exact List.mem_cons_self
    · exact List.mem_cons_of_mem _ (ih h)

theorem lookup_of_mem {entry : Entry} {entries : List Entry} (distinct : DistinctKeys entries) (h : entry ∈ entries) :
    lookup entry.key entries = some entry.value := by
  induction entries with
  | nil => exact absurd h List.not_mem_nil
  | cons first entries ih =>
    rw [lookup]
    cases List.mem_cons.mp h with
    | inl e => rw [e, ite_eq_left rfl]
    | inr m => rw [ite_eq_right (distinct.1 entry m).symm, ih distinct.2 m]

/-! ## The root -/

/-- Entries that are the same in another order have the same root. -/
theorem subtrie_congr {left : Nat} {xs ys : List Entry} (hx : DistinctKeys xs) (hy : DistinctKeys ys) (same : ∀ entry, entry ∈ xs ↔ entry ∈ ys) :
    subtrie hash left xs = subtrie hash left ys := by
  have two : ∀ {a b c : Entry} {entries : List Entry}, DistinctKeys (a :: b :: entries) → ¬ ∀ entry, entry ∈ [c] ↔ entry ∈ a :: b :: entries := by
    intro a b c entries distinct same
    have only : ∀ {entry : Entry}, entry ∈ a :: b :: entries → entry = c := fun m =>
      (List.mem_cons.mp ((same _).mpr m)).elim id fun m => absurd m List.not_mem_nil
    have e := (only (List.mem_cons_of_mem a List.mem_cons_self)).trans (only List.mem_cons_self).symm
    exact distinct.1 b List.mem_cons_self (congrArg Entry.key e)
  induction left generalizing xs ys with
  | zero =>
    match xs, ys with
    | [], [] => rfl
    | [], y :: _ => exact absurd ((same y).mpr List.mem_cons_self) List.not_mem_nil
    | x :: _, [] => exact absurd ((same x).mp List.mem_cons_self) List.not_mem_nil
    | [x], [y] => rw [(List.mem_cons.mp ((same x).mp List.mem_cons_self)).elim id fun m => absurd m List.not_mem_nil]
    | [x], a :: b :: ys => exact (two hy same).elim
    | a :: b :: xs, [y] => exact (two hx fun entry => (same entry).symm).elim
    | a :: b :: xs, c :: d :: ys => rfl
  | succ left ih =>
    match xs, ys with
    | [], [] => rfl
    | [], y :: _ => exact absurd ((same y).mpr List.mem_cons_self) List.not_mem_nil
    | x :: _, [] => exact absurd ((same x).mp List.mem_cons_self) List.not_mem_nil
    | [x], [y] => rw [(List.mem_cons.mp ((same x).mp List.mem_cons_self)).elim id fun m => absurd m List.not_mem_nil]
    | [x], a :: b :: ys => exact (two hy same).elim
    | a :: b :: xs, [y] => exact (two hx fun entry => (same entry).symm).elim
    | a :: b :: xs, c :: d :: ys =>
      have sides : ∀ bit i, ∀ entry, entry ∈ side bit i (a :: b :: xs) ↔ entry ∈ side bit i (c :: d :: ys) := by
        intro bit i entry
        rw [mem_side, mem_side, same]
      rw [subtrie_succ, subtrie_succ, ih (hx.side false _) (hy.side false _) (sides false _), ih (hx.side true _) (hy.side true _) (sides true _)]

/-- **The order of the entries does not matter.** -/
theorem trieRoot_order {xs ys : List Entry} (hx : DistinctKeys xs) (hy : DistinctKeys ys) (same : ∀ entry, entry ∈ xs ↔ entry ∈ ys) :
    trieRoot hash xs = trieRoot hash ys :=
  subtrie_congr hx hy same

/-- **The root is a function of the map**: of what is found at each key. -/
theorem trieRoot_map {xs ys : List Entry} (hx : DistinctKeys xs) (hy : DistinctKeys ys) (same : ∀ key, lookup key xs = lookup key ys) :
    trieRoot hash xs = trieRoot hash ys :=
  trieRoot_order hx hy fun entry =>
    ⟨fun m => mem_of_lookup ((same entry.key).symm.trans (lookup_of_mem hx m)), fun m => mem_of_lookup ((same entry.key).trans (lookup_of_mem hy m))⟩

/-! ## Insertions -/

/-- The map without a key. -/
def erase (key : ByteArray) : List Entry → List Entry
  | [] => []
  | entry :: entries => if entry.key = key then erase key entries else entry :: erase key entries

/-- The map with a value at a key. -/
def insert (entries : List Entry) (entry : Entry) : List Entry := entry :: erase entry.key entries

theorem mem_erase {key : ByteArray} {entry : Entry} {entries : List Entry} (h : entry ∈ erase key entries) : entry ∈ entries ∧ entry.key ≠ key := by
  induction entries with
  | nil => exact absurd h List.not_mem_nil
  | cons first entries ih =>
    rw [erase] at h
    split at h
    · exact ⟨List.mem_cons_of_mem _ (ih h).1, (ih h).2⟩
    · next other =>
      cases List.mem_cons.mp h with
      | inl e => rw [e]; exact ⟨List.mem_cons_self, other⟩
      | inr m => exact ⟨List.mem_cons_of_mem _ (ih m).1, (ih m).2⟩

theorem DistinctKeys.erase {entries : List Entry} (h : DistinctKeys entries) (key : ByteArray) : DistinctKeys (erase key entries) := by
  induction entries with
  | nil => trivial
  | cons first entries ih =>
    rw [Merkle.erase]
    split
    · exact ih h.2
    · exact ⟨fun other m => h.1 other (mem_erase m).1, ih h.2⟩

theorem DistinctKeys.insert {entries : List Entry} (h : DistinctKeys entries) (entry : Entry) : DistinctKeys (insert entries entry) :=
  ⟨fun _ m => (mem_erase m).2, h.erase entry.key⟩

theorem lookup_erase {key other : ByteArray} (ne : other ≠ key) (entries : List Entry) : lookup other (erase key entries) = lookup other entries := by
  induction entries with
  | nil => rfl
  | cons first entries ih =>
    rw [erase, lookup]
    by_cases gone : first.key = key
    · rw [ite_eq_left gone, ih, ite_eq_right (fun e => ne (e.symm.trans gone))]
    · rw [ite_eq_right gone, lookup, ih]

/-- What is found after an insertion. -/
theorem lookup_insert (entries : List Entry) (entry : Entry) (key : ByteArray) :
    lookup key (insert entries entry) = if entry.key = key then some entry.value else lookup key entries := by
  rw [insert, lookup]
  split
  · rfl
  · next ne => rw [lookup_erase (fun e => ne e.symm)]

/-- The map after insertions into the empty one. -/
def insertAll (entries : List Entry) : List Entry := entries.foldl insert []

theorem insertAll_distinct (entries : List Entry) : DistinctKeys (insertAll entries) := by
  have go : ∀ (entries start : List Entry), DistinctKeys start → DistinctKeys (entries.foldl insert start) := by
    intro entries
    induction entries with
    | nil => intro start h; exact h
    | cons entry entries ih => intro start h; exact ih _ (h.insert entry)
  exact go entries [] trivial

/-- **Histories do not matter**: insertions that lead to the same map lead to the same root. -/
theorem trieRoot_insertions {xs ys : List Entry} (same : ∀ key, lookup key (insertAll xs) = lookup key (insertAll ys)) :
    trieRoot hash (insertAll xs) = trieRoot hash (insertAll ys) :=
  trieRoot_map (insertAll_distinct xs) (insertAll_distinct ys) same

end Jar.Merkle
