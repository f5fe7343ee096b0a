import Jar.Codec.Natural
import Jar.Thm.Data.LittleEndian
import Jar.Thm.Data.Table

/-!
# Naturals round-trip

Every natural below 2^64 has exactly one encoding, and decoding gives it back: Gray Paper 0.7.2, appendix C.1.3, with docs/machine.md, D11.
-/
namespace Jar

/-- Only the low octets of a word are written. -/
theorem leList_add {n : Nat} {a b : UInt64} {k : Nat} (h : a.toNat = b.toNat + 256 ^ n * k) : leList a n = leList b n := by
  induction n generalizing a b with
  | zero => rfl
  | succ n ih =>
    have h : a.toNat = b.toNat + 256 * (256 ^ n * k) := by
      rw [h, Nat.pow_succ, Nat.mul_comm (256 ^ n) 256, Nat.mul_assoc]
    have h1 : a.toUInt8 = b.toUInt8 := by
      apply UInt8.toNat.inj
      rw [UInt64.toNat_toUInt8, UInt64.toNat_toUInt8, h]
      exact Nat.add_mul_mod_self_left _ _ _
    have h2 : (a / 256).toNat = (b / 256).toNat + 256 ^ n * k := by
      rw [UInt64.toNat_div, UInt64.toNat_div, h]
      exact Nat.add_mul_div_left _ _ (by decide)
    rw [leList, leList, h1, ih h2]

namespace Codec

/-! ## The first octet -/

theorem first_split (x : UInt8) : followers x ≤ 8 ∧ leadingOnes (followers x) + highBits x (followers x) = x
    ∧ (highBits x (followers x)).toNat < 2 ^ (7 - followers x) := by
  have table : below 256 (fun k => decide (followers (UInt8.ofNat k) ≤ 8 ∧
      leadingOnes (followers (UInt8.ofNat k)) + highBits (UInt8.ofNat k) (followers (UInt8.ofNat k)) = UInt8.ofNat k
      ∧ (highBits (UInt8.ofNat k) (followers (UInt8.ofNat k))).toNat < 2 ^ (7 - followers (UInt8.ofNat k)))) = true := by decide +kernel
  have h := of_decide_eq_true (of_below table x.toNat x.toNat_lt)
  rw [UInt8.ofNat_toNat] at h
  exact h

theorem first_join {n h : Nat} (hn : n ≤ 8) (hh : h < 2 ^ (7 - n)) :
    followers (leadingOnes n + UInt8.ofNat h) = n ∧ highBits (leadingOnes n + UInt8.ofNat h) n = UInt8.ofNat h := by
  have table : below 9 (fun n => below (2 ^ (7 - n)) fun h => decide (followers (leadingOnes n + UInt8.ofNat h) = n
      ∧ highBits (leadingOnes n + UInt8.ofNat h) n = UInt8.ofNat h)) = true := by decide +kernel
  exact of_decide_eq_true (of_below (of_below table n (Nat.lt_succ_of_le hn)) h hh)

/-! ## How many octets follow -/

theorem leastWith_succ {n : Nat} (hn : n < 8) : (leastWith (n + 1)).toNat = 256 ^ n * 2 ^ (7 - n) := by
  have table : below 8 (fun n => decide ((leastWith (n + 1)).toNat = 256 ^ n * 2 ^ (7 - n))) = true := by decide +kernel
  exact of_decide_eq_true (of_below table n hn)

theorem leastWith_mono {a b : Nat} (hb : b < 9) (h : a < b) : leastWith (a + 1) ≤ leastWith b := by
  have table : below 9 (fun b => below b fun a => decide (leastWith (a + 1) ≤ leastWith b)) = true := by decide +kernel
  exact of_decide_eq_true (of_below (of_below table b hb) a h)

theorem leastWith_zero (value : UInt64) : ¬ value < leastWith 0 := by
  rw [UInt64.lt_iff_toNat_lt]
  exact Nat.not_lt_zero _

theorem followersOf_spec (value : UInt64) (n left : Nat) (h : ¬ value < leastWith n) :
    followersOf value n left ≤ n + left ∧ ¬ value < leastWith (followersOf value n left)
      ∧ (followersOf value n left < n + left → value < leastWith (followersOf value n left + 1)) := by
  induction left generalizing n with
  | zero => exact ⟨Nat.le_refl _, h, fun h' => absurd h' (Nat.lt_irrefl _)⟩
  | succ left ih =>
    unfold followersOf
    by_cases h' : value < leastWith (n + 1)
    · rw [ite_eq_left h']
      exact ⟨Nat.le_add_right _ _, h, fun _ => h'⟩
    · rw [ite_eq_right h', show n + (left + 1) = n + 1 + left by rw [Nat.add_assoc, Nat.add_comm 1]]
      exact ih (n + 1) h'

/-- The number of octets that follow is determined by the size of the value. -/
theorem followersOf_eq {value : UInt64} {n : Nat} (hn : n ≤ 8) (h : ¬ value < leastWith n) (h' : n < 8 → value < leastWith (n + 1)) :
    followersOf value 0 8 = n := by
  obtain ⟨s1, s2, s3⟩ := followersOf_spec value 0 8 (leastWith_zero value)
  rw [Nat.zero_add] at s1 s3
  have absurd_of : ∀ {a b : Nat}, a < b → b ≤ 8 → value < leastWith (a + 1) → ¬ value < leastWith b → False := by
    intro a b hab hb ha hb'
    apply hb'
    have := leastWith_mono (Nat.lt_succ_of_le hb) hab
    rw [UInt64.le_iff_toNat_le] at this
    rw [UInt64.lt_iff_toNat_lt] at ha ⊢
    exact Nat.lt_of_lt_of_le ha this
  cases Nat.lt_or_ge (followersOf value 0 8) n with
  | inl hlt => exact (absurd_of hlt hn (s3 (Nat.lt_of_lt_of_le hlt hn)) h).elim
  | inr hge =>
    cases Nat.eq_or_lt_of_le hge with
    | inl e => exact e.symm
    | inr hlt => exact (absurd_of hlt s1 (h' (Nat.lt_of_lt_of_le hlt s1)) s2).elim

/-! ## The value -/

theorem value_toNat {n : Nat} (hn : n ≤ 8) {high : UInt8} {low : UInt64} (hhigh : high.toNat < 2 ^ (7 - n)) (hlow : low.toNat < 256 ^ n) :
    (high.toUInt64 <<< (8 * n.toUInt64) + low).toNat = low.toNat + 256 ^ n * high.toNat := by
  have shifted : (high.toUInt64 <<< (8 * n.toUInt64)).toNat = 256 ^ n * high.toNat ∧ low.toNat + 256 ^ n * high.toNat < 2 ^ 64 := by
    cases Nat.eq_or_lt_of_le hn with
    | inl e =>
      subst e
      have h0 : high.toNat = 0 := Nat.le_antisymm (Nat.le_of_lt_succ hhigh) (Nat.zero_le _)
      rw [UInt64.toNat_shiftLeft, UInt8.toNat_toUInt64, h0, Nat.shiftLeft_eq, Nat.zero_mul, Nat.mul_zero]
      exact ⟨rfl, low.toNat_lt⟩
    | inr hn =>
      have table : below 8 (fun n => decide (2 ^ ((8 * n.toUInt64).toNat % 64) = 256 ^ n ∧ 256 ^ n * 2 ^ (7 - n) ≤ 2 ^ 64)) = true := by
        decide +kernel
      obtain ⟨t1, t2⟩ := of_decide_eq_true (of_below table n hn)
      have h1 : low.toNat + 256 ^ n * high.toNat < 2 ^ 64 := by
        refine Nat.lt_of_lt_of_le (Nat.add_lt_add_right hlow _) (Nat.le_trans ?_ t2)
        rw [Nat.add_comm, ← Nat.mul_succ]
        exact Nat.mul_le_mul_left _ hhigh
      refine ⟨?_, h1⟩
      rw [UInt64.toNat_shiftLeft, UInt8.toNat_toUInt64, Nat.shiftLeft_eq, t1, Nat.mul_comm]
      exact Nat.mod_eq_of_lt (Nat.lt_of_le_of_lt (Nat.le_add_left _ _) h1)
  rw [UInt64.toNat_add, shifted.1, Nat.add_comm]
  exact Nat.mod_eq_of_lt shifted.2

/-- The octet that holds the high bits. -/
theorem high_octet {n : Nat} (hn : n ≤ 8) {value : UInt64} (h : value.toNat / 256 ^ n < 2 ^ (7 - n)) :
    (if n = 8 then 0 else value >>> (8 * n.toUInt64)).toUInt8 = UInt8.ofNat (value.toNat / 256 ^ n) := by
  cases Nat.eq_or_lt_of_le hn with
  | inl e =>
    subst e
    have h0 : value.toNat / 256 ^ 8 = 0 := Nat.le_antisymm (Nat.le_of_lt_succ h) (Nat.zero_le _)
    rw [ite_eq_left rfl, h0]
    rfl
  | inr hn =>
    have table : below 8 (fun n => decide (2 ^ ((8 * n.toUInt64).toNat % 64) = 256 ^ n)) = true := by decide +kernel
    have t := of_decide_eq_true (of_below table n hn)
    rw [ite_eq_right (Nat.ne_of_lt hn)]
    apply UInt8.toNat.inj
    rw [UInt64.toNat_toUInt8, UInt64.toNat_shiftRight, Nat.shiftRight_eq_div_pow, t, UInt8.toNat_ofNat']

theorem high_lt_256 {n h : Nat} (hh : h < 2 ^ (7 - n)) : (UInt8.ofNat h).toNat = h := by
  rw [UInt8.toNat_ofNat']
  refine Nat.mod_eq_of_lt (Nat.lt_of_lt_of_le hh ?_)
  exact show 2 ^ (7 - n) ≤ 2 ^ 8 from Nat.pow_le_pow_right (by decide) (Nat.le_trans (Nat.sub_le 7 n) (by decide))

/-! ## Round trips -/

/-- 𝓔 of a natural, as a list. -/
def naturalList (value : UInt64) : List UInt8 :=
  (leadingOnes (followersOf value 0 8) + (if followersOf value 0 8 = 8 then 0 else value >>> (8 * (followersOf value 0 8).toUInt64)).toUInt8)
    :: leList value (followersOf value 0 8)

theorem octetList_putNatural (bytes : ByteArray) (value : UInt64) : octetList (putNatural bytes value) = octetList bytes ++ naturalList value := by
  rw [putNatural, octetList_putLe, octetList_push, naturalList, List.append_assoc]
  rfl

/-- **Decoding is exact**: a natural is decoded where its encoding lies, and only there. -/
theorem decodeNatural_iff {bytes : ByteArray} {i : Nat} {value : UInt64} {next : Nat} :
    decodeNatural bytes i = some { value, next } ↔ Holds bytes i (naturalList value) next := by
  refine ⟨fun e => ?_, fun hold => ?_⟩
  · unfold decodeNatural at e
    by_cases hi : i < bytes.size
    · rw [ite_eq_left hi] at e
      obtain ⟨f1, f2, f3⟩ := first_split (byteAt bytes i)
      dsimp only at e
      generalize hx : byteAt bytes i = x at e f1 f2 f3
      generalize hn : followers x = n at e f1 f2 f3
      by_cases hs : bytes.size < i + 1 + n
      · rw [ite_eq_left hs] at e
        exact nomatch e
      · rw [ite_eq_right hs] at e
        have hs : i + 1 + n ≤ bytes.size := Nat.le_of_not_lt hs
        have hlow := readLe_toNat_lt bytes f1 (i + 1)
        have hold := holds_readLe f1 hs
        generalize readLe bytes (i + 1) n = low at e hlow hold
        have hv := value_toNat f1 f3 hlow
        generalize hvalue : (highBits x n).toUInt64 <<< (8 * n.toUInt64) + low = v at e hv
        by_cases hl : v < leastWith n
        · rw [ite_eq_left hl] at e
          exact nomatch e
        · rw [ite_eq_right hl] at e
          injection e with e
          injection e with e1 e2
          subst e1; subst e2
          have hupper : n < 8 → v < leastWith (n + 1) := by
            intro h8
            rw [UInt64.lt_iff_toNat_lt, leastWith_succ h8, hv]
            refine Nat.lt_of_lt_of_le (Nat.add_lt_add_right hlow _) ?_
            rw [Nat.add_comm, ← Nat.mul_succ]
            exact Nat.mul_le_mul_left _ f3
          have hquot : v.toNat / 256 ^ n = (highBits x n).toNat := by
            rw [hv, Nat.add_mul_div_left _ _ (Nat.lt_of_le_of_lt (Nat.zero_le _) hlow), Nat.div_eq_of_lt hlow, Nat.zero_add]
          rw [naturalList, followersOf_eq f1 hl hupper, high_octet f1 (by rw [hquot]; exact f3), hquot, UInt8.ofNat_toNat, f2, leList_add hv]
          exact ⟨⟨hi, hx⟩, hold⟩
    · rw [ite_eq_right hi] at e
      exact nomatch e
  · obtain ⟨s1, s2, s3⟩ := followersOf_spec value 0 8 (leastWith_zero value)
    rw [Nat.zero_add] at s1 s3
    unfold naturalList at hold
    generalize followersOf value 0 8 = n at hold s1 s2 s3
    have hhigh : value.toNat / 256 ^ n < 2 ^ (7 - n) := by
      cases Nat.eq_or_lt_of_le s1 with
      | inl e => subst e; exact Nat.div_lt_of_lt_mul value.toNat_lt
      | inr h8 =>
        have := s3 h8
        rw [UInt64.lt_iff_toNat_lt, leastWith_succ h8] at this
        exact Nat.div_lt_of_lt_mul this
    have hpos : 0 < 256 ^ n := Nat.lt_of_lt_of_le Nat.zero_lt_one (show 256 ^ 0 ≤ 256 ^ n from Nat.pow_le_pow_right (by decide) (Nat.zero_le n))
    have hmod : value.toNat % 256 ^ n < 256 ^ n := Nat.mod_lt _ hpos
    have hlow : (UInt64.ofNat (value.toNat % 256 ^ n)).toNat = value.toNat % 256 ^ n := by
      rw [UInt64.toNat_ofNat']
      exact Nat.mod_eq_of_lt (Nat.lt_of_lt_of_le hmod (show 256 ^ n ≤ 256 ^ 8 from Nat.pow_le_pow_right (by decide) s1))
    have hsplit : value.toNat = (UInt64.ofNat (value.toNat % 256 ^ n)).toNat + 256 ^ n * (value.toNat / 256 ^ n) := by
      rw [hlow, Nat.mod_add_div]
    rw [high_octet s1 hhigh, leList_add hsplit] at hold
    obtain ⟨j1, j2⟩ := first_join s1 hhigh
    obtain ⟨⟨hi, hx⟩, hold⟩ := hold
    have hnext : next = i + 1 + n := by rw [hold.next_eq, leList_length]
    have hsize : ¬ bytes.size < i + 1 + n := by
      rw [← hnext]
      exact Nat.not_lt_of_ge hold.next_le
    have hread := readLe_of_holds (by rw [hlow]; exact hmod) hold
    have hvalue : (UInt8.ofNat (value.toNat / 256 ^ n)).toUInt64 <<< (8 * n.toUInt64) + UInt64.ofNat (value.toNat % 256 ^ n) = value := by
      apply UInt64.toNat.inj
      rw [value_toNat s1 (by rw [high_lt_256 hhigh]; exact hhigh) (by rw [hlow]; exact hmod), high_lt_256 hhigh]
      exact hsplit.symm
    unfold decodeNatural
    simp only [hx, j1, j2, hread, hvalue]
    rw [ite_eq_left hi, ite_eq_right hsize, ite_eq_right s2, hnext]

end Codec

end Jar
