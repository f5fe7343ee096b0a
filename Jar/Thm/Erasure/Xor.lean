import Jar.Erasure.Field
import Jar.Thm.Data.Bits
import Jar.Thm.Data.Table

/-!
# Words as vectors of bits

What Gray Paper 0.7.2, appendix H.2, takes for granted: exclusive or makes words a vector space over the field of two elements, and maps that
respect it are equal if they agree on the sixteen single bits.
-/
namespace Jar.Erasure

theorem bits_ext {a b : UInt16} (h : ∀ i, a.toNat.testBit i = b.toNat.testBit i) : a = b :=
  UInt16.toNat.inj (Nat.eq_of_testBit_eq h)

theorem xor_comm (a b : UInt16) : a ^^^ b = b ^^^ a := by
  apply bits_ext
  intro i
  rw [UInt16.toNat_xor, UInt16.toNat_xor, Nat.testBit_xor, Nat.testBit_xor]
  cases a.toNat.testBit i <;> cases b.toNat.testBit i <;> rfl

theorem xor_assoc (a b c : UInt16) : a ^^^ b ^^^ c = a ^^^ (b ^^^ c) := by
  apply bits_ext
  intro i
  simp only [UInt16.toNat_xor, Nat.testBit_xor]
  cases a.toNat.testBit i <;> cases b.toNat.testBit i <;> cases c.toNat.testBit i <;> rfl

theorem xor_self (a : UInt16) : a ^^^ a = 0 := by
  apply bits_ext
  intro i
  rw [UInt16.toNat_xor, Nat.testBit_xor, show (0 : UInt16).toNat = 0 from rfl, zero_testBit]
  cases a.toNat.testBit i <;> rfl

theorem xor_zero (a : UInt16) : a ^^^ 0 = a := by
  apply bits_ext
  intro i
  rw [UInt16.toNat_xor, Nat.testBit_xor, show (0 : UInt16).toNat = 0 from rfl, zero_testBit]
  cases a.toNat.testBit i <;> rfl

theorem zero_xor (a : UInt16) : 0 ^^^ a = a := by
  rw [xor_comm, xor_zero]

instance : Std.Associative (α := UInt16) (· ^^^ ·) := ⟨xor_assoc⟩
instance : Std.Commutative (α := UInt16) (· ^^^ ·) := ⟨xor_comm⟩

theorem xor_cancel (a b : UInt16) : a ^^^ b ^^^ b = a := by
  rw [xor_assoc, xor_self, xor_zero]

theorem xor_eq_zero {a b : UInt16} : a ^^^ b = 0 ↔ a = b := by
  refine ⟨fun h => ?_, fun h => h ▸ xor_self b⟩
  rw [← xor_cancel a b, h, zero_xor]

/-- Respects addition. -/
def Linear (f : UInt16 → UInt16) : Prop := ∀ a b, f (a ^^^ b) = f a ^^^ f b

namespace Linear

theorem zero {f : UInt16 → UInt16} (h : Linear f) : f 0 = 0 := by
  have := h 0 0
  rw [xor_self, xor_self] at this
  exact this

theorem id : Linear fun a => a := fun _ _ => rfl

theorem const_zero : Linear fun _ => 0 := fun _ _ => rfl

theorem comp {f g : UInt16 → UInt16} (hf : Linear f) (hg : Linear g) : Linear fun a => f (g a) :=
  fun a b => by
    dsimp only
    rw [hg, hf]

theorem add {f g : UInt16 → UInt16} (hf : Linear f) (hg : Linear g) : Linear fun a => f a ^^^ g a :=
  fun a b => by
    dsimp only
    rw [hf, hg]
    ac_rfl

theorem shiftLeft_one : Linear fun a => a <<< 1 := by
  intro a b
  apply bits_ext
  intro i
  have shift : ∀ x : UInt16, (x <<< 1).toNat.testBit i = (decide (i < 16) && (!decide (i < 1) && x.toNat.testBit (i - 1))) := by
    intro x
    have e := testBit_mul_add (a := x.toNat) (b := 0) (n := 1) (by decide) i
    rw [Nat.add_zero] at e
    rw [UInt16.toNat_shiftLeft, show (1 : UInt16).toNat % 16 = 1 from rfl, Nat.shiftLeft_eq, testBit_mod, e]
    by_cases low : i < 1
    · rw [ite_eq_left low, zero_testBit, decide_eq_true low]
      rfl
    · rw [ite_eq_right low, decide_eq_false low]
      rfl
  dsimp only
  rw [shift, UInt16.toNat_xor, UInt16.toNat_xor, Nat.testBit_xor, Nat.testBit_xor, shift, shift]
  cases decide (i < 16) <;> cases decide (i < 1) <;> rfl

theorem shiftRight_one : Linear fun a => a >>> 1 := by
  intro a b
  apply bits_ext
  intro i
  have shift : ∀ x : UInt16, (x >>> 1).toNat.testBit i = x.toNat.testBit (i + 1) := by
    intro x
    rw [UInt16.toNat_shiftRight, show (1 : UInt16).toNat % 16 = 1 from rfl, Nat.shiftRight_eq_div_pow, testBit_div]
  dsimp only
  rw [shift, UInt16.toNat_xor, UInt16.toNat_xor, Nat.testBit_xor, Nat.testBit_xor, shift, shift]

theorem mask (m : UInt16) : Linear fun a => a &&& m := by
  intro a b
  apply bits_ext
  intro i
  simp only [UInt16.toNat_xor, UInt16.toNat_and, Nat.testBit_xor, Nat.testBit_and]
  cases a.toNat.testBit i <;> cases b.toNat.testBit i <;> cases m.toNat.testBit i <;> rfl

end Linear

/-- A single bit. -/
def bit (j : Nat) : UInt16 := 1 <<< j.toUInt16

theorem bit_toNat {j : Nat} (h : j < 16) : (bit j).toNat = 2 ^ j := by
  have table : below 16 (fun j => (bit j).toNat == 2 ^ j) = true := by decide +kernel
  exact eq_of_beq (of_below table j h)

/-- A single bit of a word is there or not. -/
theorem mask_bit {j : Nat} (h : j < 16) (a : UInt16) : a &&& bit j = 0 ∨ a &&& bit j = bit j := by
  have one : ∀ i, (bit j).toNat.testBit i = decide (i = j) := by
    intro i
    have e := testBit_mul_add (a := 1) (b := 0) (Nat.two_pow_pos j) i
    rw [Nat.one_mul, Nat.add_zero] at e
    rw [bit_toNat h, e]
    by_cases low : i < j
    · rw [ite_eq_left low, zero_testBit, decide_eq_false (Nat.ne_of_lt low)]
    · rw [ite_eq_right low]
      by_cases same : i = j
      · rw [same, Nat.sub_self, decide_eq_true rfl]
        rfl
      · rw [decide_eq_false same]
        exact testBit_of_lt (Nat.lt_of_lt_of_le (by decide) (Nat.pow_le_pow_right (by decide) (show 1 ≤ i - j by omega)))
  cases here : a.toNat.testBit j with
  | false =>
    refine .inl (bits_ext fun i => ?_)
    rw [UInt16.toNat_and, Nat.testBit_and, one, show (0 : UInt16).toNat = 0 from rfl, zero_testBit]
    by_cases same : i = j
    · rw [same, here]; rfl
    · rw [decide_eq_false same, Bool.and_false]
  | true =>
    refine .inr (bits_ext fun i => ?_)
    rw [UInt16.toNat_and, Nat.testBit_and, one]
    by_cases same : i = j
    · rw [same, here]; rfl
    · rw [decide_eq_false same, Bool.and_false]

/-- What depends on a single bit. -/
theorem Linear.select {j : Nat} (h : j < 16) {f : UInt16 → UInt16} (v : UInt16) (e : ∀ a, f a = if a &&& bit j = 0 then 0 else v) : Linear f := by
  intro a b
  have nonzero : bit j ≠ 0 := by
    intro e
    have := congrArg UInt16.toNat e
    rw [bit_toNat h] at this
    exact absurd this (Nat.ne_of_gt (Nat.two_pow_pos j))
  have masked : (a ^^^ b) &&& bit j = (a &&& bit j) ^^^ (b &&& bit j) := Linear.mask (bit j) a b
  rw [e, e, e, masked]
  cases mask_bit h a with
  | inl ha => cases mask_bit h b with
    | inl hb => rw [ha, hb, xor_self, ite_eq_left rfl, xor_self]
    | inr hb => rw [ha, hb, zero_xor, ite_eq_left rfl, zero_xor]
  | inr ha => cases mask_bit h b with
    | inl hb => rw [ha, hb, xor_zero, ite_eq_left rfl, xor_zero]
    | inr hb => rw [ha, hb, xor_self, ite_eq_left rfl, ite_eq_right nonzero, xor_self]

/-- **Linear maps that agree on the sixteen single bits are equal.** -/
theorem Linear.ext {f g : UInt16 → UInt16} (hf : Linear f) (hg : Linear g) (h : ∀ j, j < 16 → f (bit j) = g (bit j)) (a : UInt16) : f a = g a := by
  have go : ∀ n, n ≤ 16 → ∀ a : UInt16, a.toNat < 2 ^ n → f a = g a := by
    intro n
    induction n with
    | zero =>
      intro _ a ha
      have : a = 0 := UInt16.toNat.inj (Nat.le_antisymm (Nat.le_of_lt_succ ha) (Nat.zero_le _))
      rw [this, hf.zero, hg.zero]
    | succ n ih =>
      intro hn a ha
      by_cases low : a.toNat < 2 ^ n
      · exact ih (Nat.le_of_lt hn) a low
      · have rest : f (a ^^^ bit n) = g (a ^^^ bit n) := by
          apply ih (Nat.le_of_lt hn)
          rw [UInt16.toNat_xor, bit_toNat hn, xor_top ha, ite_eq_right low]
          rw [Nat.pow_succ] at ha
          omega
        rw [← xor_cancel a (bit n), hf, hg, rest, h n hn]
  exact go 16 (Nat.le_refl 16) a a.toNat_lt

end Jar.Erasure
