import Jar.Merkle.ConstantDepth
import Jar.Thm.Data.Log2
import Jar.Thm.Merkle.Binary

/-!
# Perfect trees: pages

Trees of 2^(d + e) leaves and their pages of 2^e: Gray Paper 0.7.2, appendix E.1.2, before the leaves are made.
-/
namespace Jar.Merkle

/-! ## Halves of perfect trees -/

theorem leftCount_two_pow (d : Nat) : leftCount (2 ^ (d + 1)) = 2 ^ d := by
  have := Nat.two_pow_pos d
  rw [leftCount, Nat.pow_succ]
  omega

theorem one_lt_two_pow (d : Nat) : 1 < 2 ^ (d + 1) := by
  have := Nat.two_pow_pos d
  rw [Nat.pow_succ]
  omega

variable {hash : ByteArray → ByteArray}

/-- The number of siblings on the way to a leaf of a perfect tree. -/
theorem trace_length {d : Nat} {leaves : List ByteArray} {i : Nat} (length : leaves.length = 2 ^ d) : (trace hash leaves i).length = d := by
  induction d generalizing leaves i with
  | zero => rw [trace, dite_eq_right (by rw [length]; decide)]; rfl
  | succ d ih =>
    have half : leftCount leaves.length = 2 ^ d := by rw [length, leftCount_two_pow]
    rw [trace, dite_eq_left (by rw [length]; exact one_lt_two_pow d)]
    split
    · rw [List.length_cons, ih (by rw [leftHalf_length, half])]
    · rw [List.length_cons, ih (by rw [rightHalf_length, half, length, Nat.pow_succ]; omega)]

/-- Page `p` of 2^`e` leaves. -/
def pageOf (e : Nat) (leaves : List ByteArray) (p : Nat) : List ByteArray :=
  (leaves.drop (2 ^ e * p)).take (2 ^ e)

/-- A page of the left half. -/
theorem pageOf_leftHalf {d e p : Nat} {leaves : List ByteArray} (length : leaves.length = 2 ^ (d + 1 + e)) (low : p < 2 ^ d) :
    pageOf e (leftHalf leaves) p = pageOf e leaves p := by
  have fits := Nat.mul_le_mul_left (2 ^ e) (Nat.succ_le_of_lt low)
  rw [Nat.mul_succ, ← Nat.pow_add, Nat.add_comm e] at fits
  rw [pageOf, leftHalf, length, Nat.add_right_comm, leftCount_two_pow, drop_take, take_take_of_le (by omega), pageOf]

/-- A page of the right half. -/
theorem pageOf_rightHalf {d e p : Nat} {leaves : List ByteArray} (length : leaves.length = 2 ^ (d + 1 + e)) (high : ¬ p < 2 ^ d) :
    pageOf e (rightHalf leaves) (p - 2 ^ d) = pageOf e leaves p := by
  have e1 : 2 ^ (d + e) + 2 ^ e * (p - 2 ^ d) = 2 ^ e * p := by
    rw [Nat.pow_add, Nat.mul_comm (2 ^ d), ← Nat.left_distrib, Nat.add_sub_of_le (Nat.le_of_not_lt high)]
  rw [pageOf, rightHalf, length, Nat.add_right_comm, leftCount_two_pow, drop_drop, e1, pageOf]

theorem page_low_iff {d e p : Nat} : 2 ^ e * p < 2 ^ (d + e) ↔ p < 2 ^ d := by
  rw [Nat.pow_add, Nat.mul_comm (2 ^ d)]
  have pos := Nat.two_pow_pos e
  refine ⟨fun h => Nat.lt_of_not_le fun le => Nat.not_lt_of_ge (Nat.mul_le_mul_left _ le) h, fun h => ?_⟩
  have := Nat.mul_le_mul_left (2 ^ e) (Nat.succ_le_of_lt h)
  rw [Nat.mul_succ] at this
  omega

/-- The upper part of a trace leads from the root of a page to the root. -/
theorem climb_page_trace {d e p : Nat} {leaves : List ByteArray} (length : leaves.length = 2 ^ (d + e)) (hp : p < 2 ^ d) :
    climb hash (2 ^ d) p (node hash (pageOf e leaves p)) ((trace hash leaves (2 ^ e * p)).take d) = some (node hash leaves) := by
  induction d generalizing leaves p with
  | zero =>
    have zero : p = 0 := Nat.le_antisymm (Nat.le_of_lt_succ hp) (Nat.zero_le _)
    subst zero
    rw [Nat.zero_add] at length
    rw [List.take_zero, climb, pageOf, Nat.mul_zero, List.drop_zero, List.take_of_length_le (Nat.le_of_eq length)]
    rfl
  | succ d ih =>
    have many : 1 < leaves.length := by rw [length, Nat.add_right_comm]; exact one_lt_two_pow _
    have half : leftCount leaves.length = 2 ^ (d + e) := by rw [length, Nat.add_right_comm, leftCount_two_pow]
    have few := Nat.not_le_of_gt (one_lt_two_pow d)
    rw [trace, dite_eq_left many, half, node_of_many many]
    by_cases low : p < 2 ^ d
    · have := ih (leaves := leftHalf leaves) (by rw [leftHalf_length, half]) low
      rw [pageOf_leftHalf length low] at this
      rw [ite_eq_left (page_low_iff.mpr low), List.take_succ_cons, climb, ite_eq_right few, leftCount_two_pow, ite_eq_left low, this]
      rfl
    · have rest : leaves.length - 2 ^ (d + e) = 2 ^ (d + e) := by rw [length, Nat.add_right_comm, Nat.pow_succ]; omega
      have bound : p - 2 ^ d < 2 ^ d := by rw [Nat.pow_succ] at hp; omega
      have e1 : 2 ^ e * p - 2 ^ (d + e) = 2 ^ e * (p - 2 ^ d) := by
        have e3 := Nat.left_distrib (2 ^ e) (2 ^ d) (p - 2 ^ d)
        rw [Nat.add_sub_of_le (Nat.le_of_not_lt low)] at e3
        rw [e3, Nat.pow_add, Nat.mul_comm (2 ^ d), Nat.add_sub_cancel_left]
      have e2 : 2 ^ (d + 1) - 2 ^ d = 2 ^ d := by rw [Nat.pow_succ]; omega
      have := ih (leaves := rightHalf leaves) (by rw [rightHalf_length, half, rest]) bound
      rw [pageOf_rightHalf length low] at this
      rw [ite_eq_right (fun h => low (page_low_iff.mp h)), List.take_succ_cons, climb, ite_eq_right few, leftCount_two_pow, ite_eq_right low, e1, e2,
        this]
      rfl

/-- What leads to the root of a perfect tree is the root of the page at that place, or there is a collision. -/
theorem climb_page_sound (hash32 : ∀ x, (hash x).size = 32) {d e p : Nat} {leaves path : List ByteArray} {root : ByteArray}
    (length : leaves.length = 2 ^ (d + e)) (hp : p < 2 ^ d) (sizes : ∀ x, x ∈ leaves → x.size = 32) (rootSize : root.size = 32)
    (h : climb hash (2 ^ d) p root path = some (node hash leaves)) :
    root = node hash (pageOf e leaves p) ∨ Collision hash (nodeInputs hash leaves) (climbInputs hash (2 ^ d) p root path) := by
  have size32 : ∀ {n : Nat} {x : ByteArray}, x.size = (if n = 1 then 32 else 32) → x.size = 32 := by
    intro n x e
    rw [ite_self] at e
    exact e
  induction d generalizing leaves p path with
  | zero =>
    have zero : p = 0 := Nat.le_antisymm (Nat.le_of_lt_succ hp) (Nat.zero_le _)
    subst zero
    rw [Nat.zero_add] at length
    cases path with
    | nil =>
      rw [climb, ite_eq_left rfl] at h
      injection h with h
      rw [pageOf, Nat.mul_zero, List.drop_zero, List.take_of_length_le (Nat.le_of_eq length)]
      exact .inl h
    | cons _ _ => rw [climb, ite_eq_left (Nat.le_refl 1)] at h; exact nomatch h
  | succ d ih =>
    have many : 1 < leaves.length := by rw [length, Nat.add_right_comm]; exact one_lt_two_pow _
    have half : leftCount leaves.length = 2 ^ (d + e) := by rw [length, Nat.add_right_comm, leftCount_two_pow]
    have few := Nat.not_le_of_gt (one_lt_two_pow d)
    cases path with
    | nil => rw [climb, ite_eq_right (by omega)] at h; exact nomatch h
    | cons sibling path =>
      rw [climb, ite_eq_right few, leftCount_two_pow, node_of_many many] at h
      rw [nodeInputs_of_many many, climbInputs, leftCount_two_pow]
      have leftSizes : ∀ x, x ∈ leftHalf leaves → x.size = 32 := fun x hx => sizes x (mem_take hx)
      have rightSizes : ∀ x, x ∈ rightHalf leaves → x.size = 32 := fun x hx => sizes x (mem_drop hx)
      by_cases low : p < 2 ^ d
      · rw [ite_eq_left low] at h ⊢
        cases e1 : climb hash (2 ^ d) p root path with
        | none => rw [e1] at h; exact nomatch h
        | some below =>
          rw [e1] at h
          injection h with h
          dsimp only
          cases equal_or_collision List.mem_cons_self List.mem_cons_self h.symm with
          | inr collision => exact .inr collision
          | inl same =>
            have below32 := size32 (rootSize ▸ climb_size hash32 e1)
            have eq := (nodeInput_inj_left same ((size32 (node_size hash32 leftSizes)).trans below32.symm)).1
            rw [← eq] at e1
            cases ih (by rw [leftHalf_length, half]) low leftSizes e1 with
            | inl there => exact .inl (there.trans (by rw [pageOf_leftHalf length low]))
            | inr collision =>
              exact .inr (collision.mono (fun x hx => List.mem_cons_of_mem _ (List.mem_append.mpr (.inl hx)))
                (fun x hx => List.mem_cons_of_mem _ hx))
      · have e2 : 2 ^ (d + 1) - 2 ^ d = 2 ^ d := by rw [Nat.pow_succ]; omega
        rw [ite_eq_right low, e2] at h ⊢
        cases e1 : climb hash (2 ^ d) (p - 2 ^ d) root path with
        | none => rw [e1] at h; exact nomatch h
        | some below =>
          rw [e1] at h
          injection h with h
          dsimp only
          cases equal_or_collision List.mem_cons_self List.mem_cons_self h.symm with
          | inr collision => exact .inr collision
          | inl same =>
            have below32 := size32 (rootSize ▸ climb_size hash32 e1)
            have eq := (nodeInput_inj_right same ((size32 (node_size hash32 rightSizes)).trans below32.symm)).2
            rw [← eq] at e1
            have rest : leaves.length - 2 ^ (d + e) = 2 ^ (d + e) := by rw [length, Nat.add_right_comm, Nat.pow_succ]; omega
            have bound : p - 2 ^ d < 2 ^ d := by rw [Nat.pow_succ] at hp; omega
            cases ih (by rw [rightHalf_length, half, rest]) bound rightSizes e1 with
            | inl there => exact .inl (there.trans (by rw [pageOf_rightHalf length low]))
            | inr collision =>
              exact .inr (collision.mono (fun x hx => List.mem_cons_of_mem _ (List.mem_append.mpr (.inr hx)))
                (fun x hx => List.mem_cons_of_mem _ hx))

end Jar.Merkle
