import Jar.Thm.Data.Lists
import Jar.Thm.Data.Octets

/-!
# Collisions

How theorems about commitments (Gray Paper 0.7.2, appendices D and E) speak of hash functions: of any function whatever, and not of a collision
somewhere, which always exists, but of one among octet strings that have been hashed and can be listed.
-/
namespace Jar.Merkle

/-- Two different octet strings, one in each list, have the same hash. -/
def Collision (hash : ByteArray → ByteArray) (xs ys : List ByteArray) : Prop :=
  ∃ x, x ∈ xs ∧ ∃ y, y ∈ ys ∧ x ≠ y ∧ hash x = hash y

variable {hash : ByteArray → ByteArray}

/-- Equal hashes are of equal octet strings, or there is a collision. -/
theorem equal_or_collision {x y : ByteArray} {xs ys : List ByteArray} (hx : x ∈ xs) (hy : y ∈ ys) (e : hash x = hash y) :
    x = y ∨ Collision hash xs ys :=
  if h : x = y then .inl h else .inr ⟨x, hx, y, hy, h, e⟩

theorem Collision.mono {xs ys xs' ys' : List ByteArray} (h : Collision hash xs ys) (hx : ∀ x, x ∈ xs → x ∈ xs') (hy : ∀ y, y ∈ ys → y ∈ ys') :
    Collision hash xs' ys' := by
  obtain ⟨x, mx, y, my, ne, e⟩ := h
  exact ⟨x, hx x mx, y, hy y my, ne, e⟩

/-- Octet strings whose fronts have one size. -/
theorem bytes_append_cancel {a b c d : ByteArray} (e : a ++ b = c ++ d) (h : a.size = c.size) : a = c ∧ b = d := by
  have lists := congrArg octetList e
  rw [octetList_append, octetList_append] at lists
  obtain ⟨h1, h2⟩ := append_cancel lists (by rw [octetList_length, octetList_length, h])
  exact ⟨octetList_inj h1, octetList_inj h2⟩

/-- Octet strings whose rests have one size. -/
theorem bytes_append_cancel_right {a b c d : ByteArray} (e : a ++ b = c ++ d) (h : b.size = d.size) : a = c ∧ b = d := by
  apply bytes_append_cancel e
  have := congrArg ByteArray.size e
  rw [ByteArray.size_append, ByteArray.size_append] at this
  omega

end Jar.Merkle
