prelude
import Init.Data.ByteArray
/-! `ByteArray`: lemmas about size, data and elements. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w

namespace ByteArray
@[simp] theorem size_data {a : ByteArray} : a.data.size = a.size := rfl
@[simp] theorem size_empty : ByteArray.empty.size = 0 := rfl
theorem _root_.Boot.ByteArray.size_emptyWithCapacity {c : Nat} : (ByteArray.emptyWithCapacity c).size = 0 := rfl
@[simp] theorem data_empty : ByteArray.empty.data = #[] := rfl
@[simp] theorem data_push {a : ByteArray} {b : UInt8} : (a.push b).data = a.data.push b := rfl
@[simp] theorem data_set {as : ByteArray} {i : Nat} {h : i < as.size} {a : UInt8} : (as.set i a h).data = as.data.set i a h := rfl
theorem ext : {x y : ByteArray} → x.data = y.data → x = y
  | ⟨_⟩, ⟨_⟩, h => congrArg ByteArray.mk h
theorem _root_.Boot.ByteArray.size_copySlice (src : ByteArray) (srcOff : Nat) (dest : ByteArray) (destOff len : Nat) (exact : Bool) :
    (copySlice src srcOff dest destOff len exact).size =
      min destOff dest.size + (min len (src.size - srcOff) + (dest.size - (destOff + min len (src.size - srcOff)))) := by
  show List.length (_ ++ (_ ++ _)) = _
  rw [List.length_append, List.length_append, List.length_take, List.length_take, List.length_drop, List.length_drop]
  rfl
@[simp] theorem size_extract {a : ByteArray} {b e : Nat} : (a.extract b e).size = min e a.size - b := by
  unfold extract
  rw [Boot.ByteArray.size_copySlice, Boot.ByteArray.size_emptyWithCapacity, Nat.min_eq_left (Nat.zero_le 0), Nat.zero_add, Nat.zero_add, Nat.zero_sub,
    Nat.add_zero]
  cases Nat.lt_or_ge e a.size with
  | inl h => rw [Nat.min_eq_left (Nat.le_of_lt h), Nat.min_eq_left (Nat.sub_le_sub_right (Nat.le_of_lt h) b)]
  | inr h => rw [Nat.min_eq_right h, Nat.min_eq_right (Nat.sub_le_sub_right h b)]
@[simp] theorem size_append {a b : ByteArray} : (a ++ b).size = a.size + b.size := by
  show (copySlice b 0 a a.size b.size false).size = _
  rw [Boot.ByteArray.size_copySlice, Nat.min_eq_left (Nat.le_refl _), Nat.sub_zero, Nat.min_eq_left (Nat.le_refl _),
    Nat.sub_eq_zero_of_le (Nat.le_add_right _ _), Nat.add_zero]
end ByteArray
