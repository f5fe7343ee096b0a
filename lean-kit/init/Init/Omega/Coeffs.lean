prelude
import Init.Omega.IntList
/-! `omega`: coefficients. The tactic speaks of `Coeffs`, an abbreviation of `IntList`. -/

set_option autoImplicit false

namespace Lean.Omega
abbrev Coeffs := IntList

namespace Coeffs
abbrev toList (xs : Coeffs) : List Int := xs
abbrev ofList (xs : List Int) : Coeffs := xs
abbrev isZero (xs : Coeffs) : Prop := ∀ x, x ∈ xs → x = 0
abbrev set (xs : Coeffs) (i : Nat) (y : Int) : Coeffs := IntList.set xs i y
abbrev get (xs : Coeffs) (i : Nat) : Int := IntList.get xs i
abbrev gcd (xs : Coeffs) : Nat := IntList.gcd xs
abbrev smul (xs : Coeffs) (g : Int) : Coeffs := IntList.smul xs g
abbrev sdiv (xs : Coeffs) (g : Int) : Coeffs := IntList.sdiv xs g
abbrev dot (xs ys : Coeffs) : Int := IntList.dot xs ys
abbrev add (xs ys : Coeffs) : Coeffs := IntList.add xs ys
abbrev sub (xs ys : Coeffs) : Coeffs := IntList.sub xs ys
abbrev neg (xs : Coeffs) : Coeffs := IntList.neg xs
abbrev combo (a : Int) (xs : Coeffs) (b : Int) (ys : Coeffs) : Coeffs := IntList.combo a xs b ys
abbrev length (xs : Coeffs) := List.length xs
abbrev leading (xs : Coeffs) : Int := IntList.leading xs
abbrev map (f : Int → Int) (xs : Coeffs) : Coeffs := List.map f xs
abbrev findIdx? (f : Int → Bool) (xs : Coeffs) : Option Nat := List.findIdx? f xs
abbrev bmod (x : Coeffs) (m : Nat) : Coeffs := IntList.bmod x m
abbrev bmod_dot_sub_dot_bmod (m : Nat) (a b : Coeffs) : Int := IntList.bmod_dot_sub_dot_bmod m a b

theorem bmod_length (x : Coeffs) (m : Nat) : (bmod x m).length ≤ x.length := IntList.bmod_length x m
theorem dvd_bmod_dot_sub_dot_bmod (m : Nat) (xs ys : Coeffs) : (m : Int) ∣ bmod_dot_sub_dot_bmod m xs ys :=
  IntList.dvd_bmod_dot_sub_dot_bmod m xs ys
theorem get_of_length_le {i : Nat} {xs : Coeffs} (h : length xs ≤ i) : get xs i = 0 := IntList.get_of_length_le h
theorem dot_set_left (xs ys : Coeffs) (i : Nat) (z : Int) : dot (set xs i z) ys = dot xs ys + (z - get xs i) * get ys i :=
  IntList.dot_set_left xs ys i z
theorem dot_sdiv_left (xs ys : Coeffs) {d : Int} (h : d ∣ xs.gcd) : dot (xs.sdiv d) ys = (dot xs ys) / d :=
  IntList.dot_sdiv_left xs ys h
theorem dot_smul_left (xs ys : Coeffs) (i : Int) : dot (i * xs) ys = i * dot xs ys := IntList.dot_smul_left xs ys i
theorem dot_distrib_left (xs ys zs : Coeffs) : (xs + ys).dot zs = xs.dot zs + ys.dot zs := IntList.dot_distrib_left xs ys zs
theorem dot_sub_left (xs ys zs : Coeffs) : (xs - ys).dot zs = xs.dot zs - ys.dot zs := IntList.dot_sub_left xs ys zs
theorem dot_neg_left (xs ys : IntList) : dot (-xs) ys = -dot xs ys := IntList.dot_neg_left xs ys
theorem dot_combo_left (a : Int) (xs : Coeffs) (b : Int) (ys zs : Coeffs) :
    (combo a xs b ys).dot zs = a * xs.dot zs + b * ys.dot zs := IntList.dot_combo_left a xs b ys zs
theorem gcd_dvd_dot_left (xs ys : Coeffs) : (gcd xs : Int) ∣ dot xs ys := IntList.gcd_dvd_dot_left xs ys
theorem dot_nil_right {xs : Coeffs} : dot xs .nil = 0 := IntList.dot_nil_right
theorem get_nil {i : Nat} : get .nil i = 0 := IntList.get_nil
end Coeffs
end Lean.Omega
