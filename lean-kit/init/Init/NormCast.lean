prelude
import Init.TacticsExtra
import Init.Data.Int.DivMod
/-! `norm_cast`, `push_cast`: how casts from `Nat` to `Int` move through operations and relations. -/

set_option autoImplicit false

theorem Nat.cast_ofNat_Int {n : Nat} : (Nat.cast (no_index (OfNat.ofNat n)) : Int) = OfNat.ofNat n := rfl
namespace Int
theorem natCast_sub {n m : Nat} (h : m ≤ n) : ((n - m : Nat) : Int) = n - m := by
  have e := congrArg Int.ofNat (Nat.add_sub_of_le h)
  have e : (m : Int) + (n - m : Nat) = n := e
  rw [← e, Int.add_comm (m : Int), Int.add_sub_cancel]
theorem natCast_eq_zero {n : Nat} : (n : Int) = 0 ↔ n = 0 := ofNat_inj
attribute [norm_cast] ofNat_inj ofNat_le ofNat_lt ofNat_dvd natCast_add natCast_mul natCast_sub natCast_ediv natCast_emod natCast_pow
attribute [norm_cast] Nat.cast_ofNat_Int
end Int
