import Jar.Thm.Data.SortedMapLaws

/-!
# Theorems: sums over sorted maps

What an entry that comes, changes or goes does to a sum of naturals over all entries.
-/
namespace Jar.SortedMap

variable {κ α : Type}

/-- The sum of a number of each entry of a list. -/
def sumList (f : α → Nat) : List (κ × α) → Nat
  | [] => 0
  | (_, v) :: rest => f v + sumList f rest

/-- The sum of a number of each entry. -/
def sum (f : α → Nat) (m : SortedMap κ α) : Nat := sumList f m.toList

theorem foldl_both {β γ : Type} (f : β → γ → β) (init : β) (as bs : List γ) : (as ++ bs).foldl f init = bs.foldl f (as.foldl f init) := by
  induction as generalizing init with
  | nil => rfl
  | cons a as ih => exact ih (f init a)

/-- A fold over a map is one over its entries. -/
theorem fold_eq {β : Type} (f : β → κ → α → β) (init : β) (m : SortedMap κ α) : m.fold f init = m.toList.foldl (fun b a => f b a.1 a.2) init := by
  induction m generalizing init with
  | leaf => rfl
  | node h l k v r il ir => rw [toList_node, foldl_both, List.foldl_cons, ← il, ← ir]; rfl

variable [KeyOrder κ]

theorem sumList_put (f : α → Nat) (k : κ) (v : α) (as : List (κ × α)) :
    sumList f (put k v as) + ((lookup k as).map f).getD 0 = sumList f as + f v := by
  induction as with
  | nil => show f v + 0 + 0 = 0 + f v; omega
  | cons a as ih =>
    unfold put lookup
    split
    · show f v + (f a.2 + sumList f as) + 0 = f a.2 + sumList f as + f v
      omega
    · split
      · show f a.2 + sumList f (put k v as) + _ = f a.2 + sumList f as + f v
        omega
      · show f v + sumList f as + f a.2 = f a.2 + sumList f as + f v
        omega

theorem sumList_drop (f : α → Nat) (k : κ) (as : List (κ × α)) :
    sumList f (drop k as) + ((lookup k as).map f).getD 0 = sumList f as := by
  induction as with
  | nil => rfl
  | cons a as ih =>
    unfold drop lookup
    split
    · rfl
    · split
      · show f a.2 + sumList f (drop k as) + _ = f a.2 + sumList f as
        omega
      · show sumList f as + f a.2 = f a.2 + sumList f as
        omega

variable [LawfulKeyOrder κ]

/-- An entry that comes counts, and the one whose place it takes counts no more. -/
theorem sum_insert (f : α → Nat) {m : SortedMap κ α} (o : m.Ordered) (k : κ) (v : α) :
    (m.insert k v).sum f + ((m.find? k).map f).getD 0 = m.sum f + f v := by
  unfold sum
  rw [toList_insert m o, find?_eq m o]
  exact sumList_put f k v m.toList

/-- An entry that goes counts no more. -/
theorem sum_erase (f : α → Nat) {m : SortedMap κ α} (o : m.Ordered) (k : κ) : (m.erase k).sum f + ((m.find? k).map f).getD 0 = m.sum f := by
  unfold sum
  rw [toList_erase m o, find?_eq m o]
  exact sumList_drop f k m.toList

end Jar.SortedMap
