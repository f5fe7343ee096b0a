import Jar.Thm.Data.Lists
import Jar.Thm.Data.SortedMapErase
import Jar.Thm.Data.SortedMapSum

/-!
# Two maps that differ at a few keys

Sums over dictionaries (Gray Paper 0.7.2, section 3.5) that are equal but at some keys differ by what they have there.
-/
namespace Jar

/-- Each element once. -/
def Once {κ : Type} : List κ → Prop
  | [] => True
  | k :: rest => k ∉ rest ∧ Once rest

namespace SortedMap

variable {κ α : Type}

/-- A number of what is under a key, if anything. -/
def at? [KeyOrder κ] (f : α → Nat) (m : SortedMap κ α) (k : κ) : Nat := ((m.find? k).map f).getD 0

/-- The sum of what is under some keys. -/
def sumAt [KeyOrder κ] (f : α → Nat) (m : SortedMap κ α) : List κ → Nat
  | [] => 0
  | k :: rest => m.at? f k + sumAt f m rest

variable [KeyOrder κ] [LawfulKeyOrder κ]

open LawfulKeyOrder

theorem lookup_drop_same (k : κ) {as : List (κ × α)} (h : Ascending as) : lookup k (drop k as) = none := by
  induction as with
  | nil => rfl
  | cons a as ih =>
    unfold drop
    cases c : KeyOrder.before k a.1 with
    | true =>
      rw [ite_eq_left rfl]
      exact ite_eq_left c
    | false =>
      rw [ite_eq_right Bool.false_ne_true]
      cases c' : KeyOrder.before a.1 k with
      | true =>
        rw [ite_eq_left rfl, lookup, c, c', ite_eq_right Bool.false_ne_true, ite_eq_left rfl]
        exact ih h.2
      | false =>
        rw [ite_eq_right Bool.false_ne_true]
        have e := total k a.1 c c'
        rw [e]
        exact lookup_before h.1

/-- **What was erased is not found.** -/
theorem find?_erase_same {m : SortedMap κ α} (o : m.Ordered) (k : κ) : (m.erase k).find? k = none := by
  rw [find?_eq _ (ordered_erase o k), toList_erase m o]
  exact lookup_drop_same k o

omit [LawfulKeyOrder κ] in
theorem sumAt_congr (f : α → Nat) {m n : SortedMap κ α} {keys : List κ} (same : ∀ k, k ∈ keys → m.find? k = n.find? k) :
    m.sumAt f keys = n.sumAt f keys := by
  induction keys with
  | nil => rfl
  | cons k rest ih =>
    show m.at? f k + _ = n.at? f k + _
    unfold at?
    rw [same k (List.mem_cons.mpr (.inl rfl)), ih fun j h => same j (List.mem_cons.mpr (.inr h))]

/-- The first map with what the second has under a key. -/
def set (m : SortedMap κ α) (k : κ) : Option α → SortedMap κ α
  | some v => m.insert k v
  | none => m.erase k

theorem ordered_set {m : SortedMap κ α} (o : m.Ordered) (k : κ) (v : Option α) : (m.set k v).Ordered := by
  cases v with
  | some v => exact ordered_insert o k v
  | none => exact ordered_erase o k

theorem find?_set_same {m : SortedMap κ α} (o : m.Ordered) (k : κ) (v : Option α) : (m.set k v).find? k = v := by
  cases v with
  | some v => exact find?_insert_same o k v
  | none => exact find?_erase_same o k

theorem find?_set_other {m : SortedMap κ α} (o : m.Ordered) {j k : κ} (n : j ≠ k) (v : Option α) : (m.set k v).find? j = m.find? j := by
  cases v with
  | some v => exact find?_insert_other o n v
  | none => exact find?_erase_other o n

theorem sum_set (f : α → Nat) {m : SortedMap κ α} (o : m.Ordered) (k : κ) (v : Option α) :
    (m.set k v).sum f + m.at? f k = m.sum f + (v.map f).getD 0 := by
  cases v with
  | some v => exact sum_insert f o k v
  | none => exact sum_erase f o k

/-- **Maps that are equal but at some keys differ by what they have there.** -/
theorem sum_difference (f : α → Nat) {keys : List κ} (once : Once keys) {m n : SortedMap κ α} (om : m.Ordered) (on : n.Ordered)
    (same : ∀ k, k ∉ keys → m.find? k = n.find? k) : m.sum f + n.sumAt f keys = n.sum f + m.sumAt f keys := by
  induction keys generalizing m with
  | nil =>
    show sumList f m.toList + 0 = sumList f n.toList + 0
    rw [toList_ext om on fun k => same k List.not_mem_nil]
  | cons k rest ih =>
    have changed := ih once.2 (ordered_set om k (n.find? k)) fun j h => by
      cases Classical.em (j = k) with
      | inl e => rw [e, find?_set_same om]
      | inr e =>
        rw [find?_set_other om e]
        exact same j fun m => (List.mem_cons.mp m).elim e h
    have kept : (m.set k (n.find? k)).sumAt f rest = m.sumAt f rest :=
      sumAt_congr f fun j h => find?_set_other om (fun e => once.1 (by rw [← e]; exact h)) _
    have s := sum_set f om k (n.find? k)
    show m.sum f + (n.at? f k + n.sumAt f rest) = n.sum f + (m.at? f k + m.sumAt f rest)
    have a : n.at? f k = ((n.find? k).map f).getD 0 := rfl
    omega

/-- Erasing keys takes away what was under them. -/
theorem sum_eraseAll (f : α → Nat) {keys : List κ} (once : Once keys) {m : SortedMap κ α} (o : m.Ordered) :
    (keys.foldl (fun m k => m.erase k) m).sum f + m.sumAt f keys = m.sum f := by
  induction keys generalizing m with
  | nil => rfl
  | cons k rest ih =>
    have erased := ih once.2 (ordered_erase o k)
    have kept : (m.erase k).sumAt f rest = m.sumAt f rest := sumAt_congr f fun j h => find?_erase_other o fun e => once.1 (by rw [← e]; exact h)
    have s := sum_erase f o k
    have a : m.at? f k = ((m.find? k).map f).getD 0 := rfl
    show (rest.foldl (fun m k => m.erase k) (m.erase k)).sum f + (m.at? f k + m.sumAt f rest) = m.sum f
    omega

theorem ordered_eraseAll {m : SortedMap κ α} (o : m.Ordered) (keys : List κ) : (keys.foldl (fun m k => m.erase k) m).Ordered := by
  induction keys generalizing m with
  | nil => exact o
  | cons k rest ih => exact ih (ordered_erase o k)

/-- The keys of a map, each once. -/
theorem once_keys {m : SortedMap κ α} (o : m.Ordered) : Once (m.toList.map (·.1)) := by
  have go : ∀ as : List (κ × α), Ascending as → Once (as.map (·.1)) := by
    intro as
    induction as with
    | nil => exact fun _ => trivial
    | cons a as ih =>
      refine fun h => ⟨fun m => ?_, ih h.2⟩
      obtain ⟨b, mb, e⟩ := mem_map m
      have e : a.1 = b.1 := e
      have less := h.1 b mb
      rw [e, irrefl] at less
      exact nomatch less
  exact go _ o

end SortedMap

end Jar
