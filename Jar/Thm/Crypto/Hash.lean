import Jar.Crypto.Blake2b
import Jar.Crypto.Keccak
import Jar.Thm.Data.Bytes
import Jar.Thm.Data.Lists
import Jar.Thm.Data.LittleEndian

/-!
# Hash functions

Sizes of hash values, and that the padding of Keccak loses nothing: Gray Paper 0.7.2, section 3.8.1.
-/
namespace Jar.Crypto

/-- Every hash value has the size asked for. -/
theorem blake2b_size {size : Nat} (h : size ≤ 64) (message : ByteArray) : (blake2b size message).size = size := by
  unfold blake2b
  rw [ByteArray.size_extract]
  generalize Blake2b.absorb message _ 0 _ = chain
  have : chain.octets.size = 64 := by
    unfold Blake2b.Chain.octets
    simp only [putLe_size]
    rw [← octetList_length, octetList_emptyWithCapacity]
    rfl
  omega

/-- 𝓗 gives 32 octets. -/
theorem blake2b256_size (message : ByteArray) : (blake2b256 message).size = 32 :=
  blake2b_size (by decide) message

/-- 𝓗_K gives 32 octets. -/
theorem keccak256_size (message : ByteArray) : (keccak256 message).size = 32 := by
  unfold keccak256
  simp only [putLe_size]
  rw [← octetList_length, octetList_emptyWithCapacity]
  rfl

namespace Keccak

/-- The padding of `n` octets. -/
def padding (n : Nat) : List UInt8 :=
  if n = 1 then [0x81] else 0x01 :: (List.replicate (n - 2) 0 ++ [0x80])

theorem octetList_zeros (n : Nat) : octetList (zeros n) = List.replicate n 0 := by
  have go : ∀ (n : Nat) (bytes : ByteArray), octetList (zeros.go n bytes) = octetList bytes ++ List.replicate n 0 := by
    intro n
    induction n with
    | zero => intro bytes; rw [zeros.go, List.replicate, List.append_nil]
    | succ n ih => intro bytes; rw [zeros.go, ih, octetList_push, List.append_assoc, List.replicate]; rfl
  rw [zeros, go, octetList_emptyWithCapacity, List.nil_append]

theorem octetList_pad (message : ByteArray) :
    octetList (pad message) = octetList message ++ padding (rate - message.size % rate) := by
  unfold pad padding
  dsimp only
  split
  · rw [octetList_push]
  · rw [octetList_push, octetList_append, octetList_push, octetList_zeros, List.append_assoc, List.append_assoc]
    rfl

theorem padding_length {n : Nat} (h : 0 < n) : (padding n).length = n := by
  unfold padding
  split
  · next e => rw [e]; rfl
  · rw [List.length_cons, List.length_append, List.length_replicate, List.length_cons, List.length_nil]
    omega

/-- The padded message fills whole blocks. -/
theorem pad_size (message : ByteArray) : (pad message).size % rate = 0 := by
  have bound : message.size % 136 < 136 := Nat.mod_lt _ (by decide)
  rw [← octetList_length, octetList_pad, List.length_append, octetList_length, padding_length (by unfold rate; omega)]
  unfold rate
  omega

/-- Different messages differ after padding. -/
theorem pad_injective {a b : ByteArray} (e : pad a = pad b) : a = b := by
  have lists := congrArg octetList e
  rw [octetList_pad, octetList_pad] at lists
  -- A padding does not end with a longer part of it.
  have shorter : ∀ {k k' : Nat} {u : List UInt8}, padding k = u ++ padding k' → u = [] ∨ k = 1 := by
    intro k k' u h
    cases u with
    | nil => exact .inl rfl
    | cons x u =>
      refine .inr (Decidable.byContradiction fun long => ?_)
      have first : ∃ y rest, padding k' = y :: rest ∧ (y = 0x81 ∨ y = 0x01) := by
        unfold padding
        split
        · exact ⟨_, _, rfl, .inl rfl⟩
        · exact ⟨_, _, rfl, .inr rfl⟩
      obtain ⟨y, rest, hy, value⟩ := first
      rw [hy, padding, ite_eq_right long, List.cons_append] at h
      injection h with _ h
      have here : y ∈ List.replicate (k - 2) (0 : UInt8) ++ [0x80] := by
        rw [h]
        exact List.mem_append.mpr (.inr List.mem_cons_self)
      have is : y = 0 ∨ y = 0x80 := by
        cases List.mem_append.mp here with
        | inl m => exact .inl (mem_replicate m)
        | inr m => exact .inr ((List.mem_cons.mp m).elim id fun m => absurd m List.not_mem_nil)
      cases value with
      | inl v => subst v; exact absurd is (by decide)
      | inr v => subst v; exact absurd is (by decide)
  have cut : ∀ {a b : ByteArray}, octetList a ++ padding (rate - a.size % rate) = octetList b ++ padding (rate - b.size % rate) →
      (octetList a).length ≤ (octetList b).length → a = b := by
    intro a b lists le
    obtain ⟨u, h1, h2⟩ := append_split lists le
    cases shorter h2 with
    | inl none => rw [none, List.append_nil] at h1; exact octetList_inj h1.symm
    | inr one =>
      have ea := congrArg List.length h2
      have positive : 0 < rate - b.size % rate := Nat.sub_pos_of_lt (Nat.mod_lt _ (by decide))
      rw [List.length_append, padding_length positive, padding_length (by omega)] at ea
      have : u = [] := List.length_eq_zero_iff.mp (by omega)
      rw [this, List.append_nil] at h1
      exact octetList_inj h1.symm
  cases Nat.le_total (octetList a).length (octetList b).length with
  | inl le => exact cut lists le
  | inr le => exact (cut lists.symm le).symm

end Keccak

end Jar.Crypto
