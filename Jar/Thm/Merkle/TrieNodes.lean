import Jar.Merkle.Trie
import Jar.Thm.Crypto.Hash
import Jar.Thm.Data.Table
import Jar.Thm.Merkle.Binary

/-!
# Nodes and keys of the state trie

Gray Paper 0.7.2, appendix D.2.1: nodes are told apart, and what a node was made of can be read off, but for the first bit of a left identity.
-/
namespace Jar.Merkle

variable {hash : ByteArray → ByteArray}

/-! ## Bits of keys -/

/-- An octet from its bits, most significant first. -/
def octetOf (bit : Nat → Bool) : UInt8 :=
  go 8 0
where
  go : Nat → UInt8 → UInt8
    | 0, acc => acc
    | n + 1, acc => go n (acc + acc + if bit (8 - (n + 1)) then 1 else 0)

theorem octetOf_bits (x : UInt8) : octetOf (fun j => x &&& (0x80 >>> j.toUInt8) != 0) = x := by
  have table : below 256 (fun n => octetOf (fun j => UInt8.ofNat n &&& (0x80 >>> j.toUInt8) != 0) == UInt8.ofNat n) = true := by decide +kernel
  have := eq_of_beq (of_below table x.toNat x.toNat_lt)
  rw [UInt8.ofNat_toNat] at this
  exact this

theorem octetOf_congr {f g : Nat → Bool} (h : ∀ j, j < 8 → f j = g j) : octetOf f = octetOf g := by
  have go : ∀ n acc, n ≤ 8 → octetOf.go f n acc = octetOf.go g n acc := by
    intro n
    induction n with
    | zero => intro acc _; rfl
    | succ n ih =>
      intro acc hn
      rw [octetOf.go, octetOf.go, h _ (by omega), ih _ (by omega)]
  exact go 8 0 (Nat.le_refl 8)

/-- Keys of 31 octets with the same bits are the same. -/
theorem key_ext {a b : ByteArray} (ha : a.size = 31) (hb : b.size = 31) (h : ∀ i, i < keyBits → bitAt a i = bitAt b i) : a = b := by
  apply octetList_inj
  apply List.ext_getElem?
  intro n
  by_cases hn : n < 31
  · rw [octetList_getElem? (by omega), octetList_getElem? (by omega), ← octetOf_bits (byteAt a n), ← octetOf_bits (byteAt b n)]
    refine congrArg some (octetOf_congr fun j hj => ?_)
    have := h (8 * n + j) (by unfold keyBits; omega)
    unfold bitAt at this
    rw [show (8 * n + j) / 8 = n by omega, show (8 * n + j) % 8 = j by omega] at this
    exact this
  · rw [List.getElem?_eq_none, List.getElem?_eq_none]
    · rw [octetList_length]; omega
    · rw [octetList_length]; omega

/-! ## Branches -/

/-- The list without its first bit. -/
def clearHead : List UInt8 → List UInt8
  | [] => []
  | x :: xs => (x &&& 0x7f) :: xs

theorem octetList_clearFirstBit (identity : ByteArray) : octetList (clearFirstBit identity) = clearHead (octetList identity) := by
  unfold clearFirstBit setByte
  by_cases some : 0 < identity.size
  · have set : ∀ value, octetList (identity.set 0 value some) = (octetList identity).set 0 value := fun value =>
      (congrArg Array.toList ByteArray.data_set).trans (Array.toList_set (show 0 < identity.data.size from some))
    have first := octetList_getElem? some
    rw [dite_eq_left some, set]
    cases e : octetList identity with
    | nil => rw [e] at first; exact nomatch first
    | cons x xs =>
      rw [e] at first
      injection first with first
      rw [← first]
      rfl
  · rw [dite_eq_right some]
    have : octetList identity = [] := List.length_eq_zero_iff.mp (by rw [octetList_length]; omega)
    rw [this]
    rfl

theorem clearFirstBit_size (identity : ByteArray) : (clearFirstBit identity).size = identity.size := by
  unfold clearFirstBit
  rw [setByte_size]

theorem clearFirstBit_zeroHash : clearFirstBit zeroHash = zeroHash := by decide +kernel

/-- Equal branches: equal right identities, and left ones equal but for the first bit. -/
theorem branchNode_inj {a b c d : ByteArray} (e : branchNode a b = branchNode c d) (h : a.size = c.size) : clearFirstBit a = clearFirstBit c ∧ b = d :=
  bytes_append_cancel e (by rw [clearFirstBit_size, clearFirstBit_size, h])

/-- The first bit of a branch is zero. -/
theorem branchNode_head {a b : ByteArray} (h : 0 < a.size) : ∃ x xs, octetList (branchNode a b) = (x &&& 0x7f) :: xs := by
  rw [branchNode, octetList_append, octetList_clearFirstBit]
  have : 0 < (octetList a).length := by rw [octetList_length]; exact h
  cases e : octetList a with
  | nil => rw [e] at this; exact absurd this (Nat.lt_irrefl 0)
  | cons x xs => exact ⟨x, _, rfl⟩

/-! ## Leaves -/

theorem octetList_leafNode (entry : Entry) : octetList (leafNode hash entry) =
    if entry.value.size ≤ 32 then
      (0x80 + entry.value.size.toUInt8) :: (octetList entry.key ++ (octetList entry.value ++ List.replicate (32 - entry.value.size) 0))
    else 0xc0 :: (octetList entry.key ++ octetList (hash entry.value)) := by
  have one : ∀ x : UInt8, octetList (ByteArray.empty.push x) = [x] := fun x => by rw [octetList_push]; rfl
  unfold leafNode
  dsimp only
  split
  · rw [octetList_append, octetList_append, octetList_append, one, Crypto.Keccak.octetList_zeros, List.append_assoc, List.append_assoc]
    rfl
  · rw [octetList_append, octetList_append, one, List.append_assoc]
    rfl

/-- The first octet of a leaf that embeds its value. -/
theorem leafHead_toNat {n : Nat} (h : n ≤ 32) : (0x80 + n.toUInt8 : UInt8).toNat = 128 + n := by
  have table : below 33 (fun n => (0x80 + n.toUInt8 : UInt8).toNat == 128 + n) = true := by decide +kernel
  exact eq_of_beq (of_below table n (Nat.lt_succ_of_le h))

/-- The first bit of a leaf is one. -/
theorem leafNode_head (entry : Entry) : ∃ x xs, octetList (leafNode hash entry) = x :: xs ∧ 128 ≤ x.toNat := by
  rw [octetList_leafNode]
  split
  · next small => exact ⟨_, _, rfl, by rw [leafHead_toNat small]; omega⟩
  · exact ⟨_, _, rfl, by decide⟩

/-- No branch is a leaf. -/
theorem branchNode_ne_leafNode {a b : ByteArray} (h : 0 < a.size) (entry : Entry) : branchNode a b ≠ leafNode hash entry := by
  intro e
  obtain ⟨x, xs, ex⟩ := branchNode_head (b := b) h
  obtain ⟨y, ys, ey, large⟩ := leafNode_head (hash := hash) entry
  rw [e, ey] at ex
  injection ex with ex
  have small : (x &&& 0x7f).toNat < 2 ^ 7 := by
    rw [UInt8.toNat_and]
    exact Nat.and_lt_two_pow _ (by decide)
  rw [ex] at large
  exact Nat.not_lt_of_ge large small

/-- What is hashed for a leaf. -/
def leafInputs (hash : ByteArray → ByteArray) (entry : Entry) : List ByteArray :=
  leafNode hash entry :: if entry.value.size ≤ 32 then [] else [entry.value]

/-- Equal leaves are of equal entries, or two values collide. -/
theorem leafNode_inj {a b : Entry} (ha : a.key.size = 31) (hb : b.key.size = 31) (e : leafNode hash a = leafNode hash b) :
    a = b ∨ Collision hash (leafInputs hash a) (leafInputs hash b) := by
  have lists := congrArg octetList e
  rw [octetList_leafNode, octetList_leafNode] at lists
  have keys : (octetList a.key).length = (octetList b.key).length := by rw [octetList_length, octetList_length, ha, hb]
  have entries : ∀ {a b : Entry}, octetList a.key = octetList b.key → a.value = b.value → a = b := by
    intro a b e1 e2
    cases a; cases b
    dsimp only at e1 e2
    rw [octetList_inj e1, e2]
  by_cases small : a.value.size ≤ 32
  · rw [ite_eq_left small] at lists
    by_cases small' : b.value.size ≤ 32
    · rw [ite_eq_left small'] at lists
      injection lists with head tail
      obtain ⟨e1, e2⟩ := append_cancel tail keys
      have sizes : a.value.size = b.value.size := by
        have := congrArg UInt8.toNat head
        rw [leafHead_toNat small, leafHead_toNat small'] at this
        omega
      have e3 := (append_cancel e2 (by rw [octetList_length, octetList_length, sizes])).1
      exact .inl (entries e1 (octetList_inj e3))
    · rw [ite_eq_right small'] at lists
      injection lists with head
      have := congrArg UInt8.toNat head
      rw [leafHead_toNat small, show (0xc0 : UInt8).toNat = 192 from rfl] at this
      omega
  · rw [ite_eq_right small] at lists
    by_cases small' : b.value.size ≤ 32
    · rw [ite_eq_left small'] at lists
      injection lists with head
      have := congrArg UInt8.toNat head
      rw [leafHead_toNat small', show (0xc0 : UInt8).toNat = 192 from rfl] at this
      omega
    · rw [ite_eq_right small'] at lists
      injection lists with _ tail
      obtain ⟨e1, e2⟩ := append_cancel tail keys
      unfold leafInputs
      rw [ite_eq_right small, ite_eq_right small']
      cases equal_or_collision (List.mem_cons_of_mem (leafNode hash a) List.mem_cons_self) (List.mem_cons_of_mem (leafNode hash b) List.mem_cons_self)
          (octetList_inj e2) with
      | inl same => exact .inl (entries e1 same)
      | inr collision => exact .inr collision

end Jar.Merkle
