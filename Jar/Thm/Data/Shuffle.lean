import Jar.Data.Shuffle
import Jar.Thm.Data.Lists

/-!
# Shuffling

A shuffle (Gray Paper 0.7.2, appendix F) gives back what it got, in some order; and the numbers from a hash are those of the paper's formula.
-/
namespace Jar

variable {α : Type}

/-- How many items satisfy a condition. -/
def count (p : α → Bool) : List α → Nat
  | [] => 0
  | a :: l => (if p a then 1 else 0) + count p l

theorem count_append (p : α → Bool) (a b : List α) : count p (a ++ b) = count p a + count p b := by
  induction a with
  | nil => rw [List.nil_append, count, Nat.zero_add]
  | cons x a ih => rw [List.cons_append, count, count, ih, Nat.add_assoc]

theorem count_take_succ (p : α → Bool) {l : List α} {n : Nat} {b : α} (h : l[n]? = some b) :
    count p (l.take n) + (if p b then 1 else 0) = count p (l.take (n + 1)) := by
  induction l generalizing n with
  | nil => rw [List.getElem?_nil] at h; exact nomatch h
  | cons x l ih => cases n with
    | zero =>
      rw [List.getElem?_cons_zero] at h
      injection h with h
      rw [List.take_zero, List.take_succ_cons, List.take_zero, count, count, count, h, Nat.add_comm]
    | succ n =>
      rw [List.getElem?_cons_succ] at h
      rw [List.take_succ_cons, List.take_succ_cons, count, count, Nat.add_assoc, ih h]

/-- One item is taken out; the last takes its place. -/
theorem count_pick (p : α → Bool) {l : List α} {n i : Nat} {a b : α} (le : i ≤ n) (ha : l[i]? = some a) (hb : l[n]? = some b) :
    count p ((l.set i b).take n) + (if p a then 1 else 0) = count p (l.take (n + 1)) := by
  induction l generalizing n i with
  | nil => rw [List.getElem?_nil] at ha; exact nomatch ha
  | cons x l ih => cases i with
    | zero =>
      rw [List.getElem?_cons_zero] at ha
      injection ha with ha
      subst ha
      cases n with
      | zero => rw [List.take_zero, List.take_succ_cons, List.take_zero, count, count, count, Nat.add_comm]
      | succ n =>
        rw [List.getElem?_cons_succ] at hb
        rw [List.set, List.take_succ_cons, List.take_succ_cons, count, count, ← count_take_succ p hb]
        omega
    | succ i => cases n with
      | zero => exact absurd le (Nat.not_succ_le_zero i)
      | succ n =>
        rw [List.getElem?_cons_succ] at ha hb
        rw [List.set, List.take_succ_cons, List.take_succ_cons, count, count, Nat.add_assoc, ih (Nat.le_of_succ_le_succ le) ha hb]

theorem array_getElem? {items : Array α} {i : Nat} (h : i < items.size) : items.toList[i]? = some items[i] := by
  rw [List.getElem?_eq_getElem h]
  exact congrArg some (Array.getElem_toList h)

theorem count_shuffleFirst (p : α → Bool) {n : Nat} {items done : Array α} {numbers : List Nat} (inside : n ≤ items.size)
    (enough : n ≤ numbers.length) :
    count p (shuffleFirst done items n numbers).toList = count p done.toList + count p (items.toList.take n) := by
  induction n generalizing items done numbers with
  | zero =>
    rw [List.take_zero, count, Nat.add_zero]
    cases numbers <;> rfl
  | succ n ih => cases numbers with
    | nil => exact absurd enough (Nat.not_succ_le_zero n)
    | cons number numbers =>
      have last : n < items.size := inside
      rw [shuffleFirst, dite_eq_left last, ih (by rw [Array.size_set]; exact Nat.le_of_lt last) (Nat.le_of_succ_le_succ enough), Array.toList_push,
        count_append, Array.toList_set, ← count_pick p (Nat.le_of_lt_succ (Nat.mod_lt number (Nat.succ_pos n)))
          (array_getElem? (index_lt number last)) (array_getElem? last),
        count, count, Nat.add_zero, Nat.add_assoc, Nat.add_comm (count p _) (ite _ _ _)]

/-- **A shuffle is a permutation**: whatever is counted, the result has as many of it as the items. -/
theorem count_shuffle (p : α → Bool) {items : Array α} {numbers : List Nat} (enough : items.size ≤ numbers.length) :
    count p (shuffle items numbers).toList = count p items.toList := by
  rw [shuffle, count_shuffleFirst p (Nat.le_refl _) enough, List.take_of_length_le (Nat.le_of_eq Array.length_toList)]
  exact Nat.zero_add _

theorem count_true (l : List α) : count (fun _ => true) l = l.length := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [count, ih, List.length_cons, ite_eq_left rfl, Nat.add_comm]

/-- A shuffle has as many items as there were. -/
theorem shuffle_size {items : Array α} {numbers : List Nat} (enough : items.size ≤ numbers.length) : (shuffle items numbers).size = items.size := by
  have := count_shuffle (fun _ => true) enough
  rw [count_true, count_true] at this
  exact this

/-! ## Numbers from a hash -/

theorem hashNumbers_getElem? (digest : ByteArray) {j : Nat} (h : j < 8) : (hashNumbers digest)[j]? = some (readLe digest (4 * j) 4).toNat := by
  match j, h with
  | 0, _ | 1, _ | 2, _ | 3, _ | 4, _ | 5, _ | 6, _ | 7, _ => rfl

theorem seedNumbers_length (hash : ByteArray → ByteArray) (seed : ByteArray) (block blocks : Nat) :
    (seedNumbers hash seed block blocks).length = 8 * blocks := by
  induction blocks generalizing block with
  | zero => rfl
  | succ blocks ih =>
    rw [seedNumbers, List.length_append, ih, Nat.mul_succ, Nat.add_comm]
    rfl

theorem seedNumbers_getElem? (hash : ByteArray → ByteArray) (seed : ByteArray) {block blocks i : Nat} (h : i < 8 * blocks) :
    (seedNumbers hash seed block blocks)[i]? = some (readLe (hash (putLe seed (block + i / 8).toUInt64 4)) (4 * i % 32) 4).toNat := by
  induction blocks generalizing block i with
  | zero => exact absurd h (Nat.not_lt_zero i)
  | succ blocks ih =>
    have eight : (hashNumbers (hash (putLe seed block.toUInt64 4))).length = 8 := rfl
    rw [seedNumbers]
    by_cases low : i < 8
    · rw [getElem?_append_left low, hashNumbers_getElem? _ low, Nat.div_eq_of_lt low, Nat.add_zero, Nat.mod_eq_of_lt (by omega)]
    · have e : i = 8 + (i - 8) := by omega
      have right := getElem?_append_right (hashNumbers (hash (putLe seed block.toUInt64 4))) (seedNumbers hash seed (block + 1) blocks) (i - 8)
      rw [eight, ← e] at right
      rw [right, ih (by omega), show block + 1 + (i - 8) / 8 = block + i / 8 by omega, show 4 * (i - 8) % 32 = 4 * i % 32 by omega]

theorem sequenceFromHash_length (hash : ByteArray → ByteArray) (count : Nat) (seed : ByteArray) : (sequenceFromHash hash count seed).length = count := by
  rw [sequenceFromHash, List.length_take, seedNumbers_length]
  omega

/-- 𝓠 is the paper's: number `i` is read from the hash of the seed and ⌊i/8⌋, at 4i mod 32. -/
theorem sequenceFromHash_getElem? (hash : ByteArray → ByteArray) (seed : ByteArray) {count i : Nat} (h : i < count) :
    (sequenceFromHash hash count seed)[i]? = some (readLe (hash (putLe seed (i / 8).toUInt64 4)) (4 * i % 32) 4).toNat := by
  rw [sequenceFromHash, getElem?_take h, seedNumbers_getElem? hash seed (by omega), Nat.zero_add]

/-- A shuffle by hash is a permutation. -/
theorem count_shuffleByHash (hash : ByteArray → ByteArray) (p : α → Bool) (items : Array α) (seed : ByteArray) :
    count p (shuffleByHash hash items seed).toList = count p items.toList :=
  count_shuffle p (Nat.le_of_eq (sequenceFromHash_length hash items.size seed).symm)

end Jar
