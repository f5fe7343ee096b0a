prelude
import Init.Data.Int.Ring
/-! Classes for laws of operations (associative, commutative, idempotent, neutral elements), and the operations that obey them.
    `ac_rfl` asks for them. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v

namespace Std
variable {α : Sort u} {β : Sort v}
class Associative (op : α → α → α) : Prop where
  assoc : (a b c : α) → op (op a b) c = op a (op b c)
class Commutative (op : α → α → α) : Prop where
  comm : (a b : α) → op a b = op b a
class IdempotentOp (op : α → α → α) : Prop where
  idempotent : (x : α) → op x x = x
class LeftIdentity (op : α → β → β) (o : outParam α) : Prop
class LawfulLeftIdentity (op : α → β → β) (o : outParam α) : Prop extends LeftIdentity op o where
  left_id : ∀ a, op o a = a
class RightIdentity (op : α → β → α) (o : outParam β) : Prop
class LawfulRightIdentity (op : α → β → α) (o : outParam β) : Prop extends RightIdentity op o where
  right_id : ∀ a, op a o = a
class Identity (op : α → α → α) (o : outParam α) : Prop extends LeftIdentity op o, RightIdentity op o
class LawfulIdentity (op : α → α → α) (o : outParam α) : Prop extends Identity op o, LawfulLeftIdentity op o, LawfulRightIdentity op o
end Std

/-! ### operations that have these laws -/
open Std
instance instAssociativeAnd : Associative And := ⟨fun _ _ _ => propext and_assoc⟩
instance instCommutativeAnd : Commutative And := ⟨fun _ _ => propext and_comm⟩
instance instIdempotentOpAnd : IdempotentOp And := ⟨fun a => and_self a⟩
instance instLawfulIdentityAndTrue : LawfulIdentity And True where
  left_id := true_and
  right_id := and_true
instance instAssociativeOr : Associative Or :=
  ⟨fun _ _ _ => propext ⟨fun h => h.elim (fun h => h.elim .inl fun h => .inr (.inl h)) fun h => .inr (.inr h),
    fun h => h.elim (fun h => .inl (.inl h)) fun h => h.elim (fun h => .inl (.inr h)) .inr⟩⟩
instance instCommutativeOr : Commutative Or := ⟨fun _ _ => propext or_comm⟩
instance instIdempotentOpOr : IdempotentOp Or := ⟨fun a => or_self a⟩
instance instLawfulIdentityOrFalse : LawfulIdentity Or False where
  left_id := false_or
  right_id := or_false
namespace Nat
instance instAssociativeHAdd : Associative (α := Nat) (· + ·) := ⟨Nat.add_assoc⟩
instance instCommutativeHAdd : Commutative (α := Nat) (· + ·) := ⟨Nat.add_comm⟩
instance instLawfulIdentityHAddOfNat : LawfulIdentity (α := Nat) (· + ·) 0 where
  left_id := Nat.zero_add
  right_id := Nat.add_zero
instance instAssociativeHMul : Associative (α := Nat) (· * ·) := ⟨Nat.mul_assoc⟩
instance instCommutativeHMul : Commutative (α := Nat) (· * ·) := ⟨Nat.mul_comm⟩
instance instLawfulIdentityHMulOfNat : LawfulIdentity (α := Nat) (· * ·) 1 where
  left_id := Nat.one_mul
  right_id := Nat.mul_one
end Nat
namespace Int
instance instAssociativeHAdd : Associative (α := Int) (· + ·) := ⟨Int.add_assoc⟩
instance instCommutativeHAdd : Commutative (α := Int) (· + ·) := ⟨Int.add_comm⟩
instance instLawfulIdentityHAddOfNat : LawfulIdentity (α := Int) (· + ·) 0 where
  left_id := Int.zero_add
  right_id := Int.add_zero
instance instAssociativeHMul : Associative (α := Int) (· * ·) := ⟨Int.mul_assoc⟩
instance instCommutativeHMul : Commutative (α := Int) (· * ·) := ⟨Int.mul_comm⟩
instance instLawfulIdentityHMulOfNat : LawfulIdentity (α := Int) (· * ·) 1 where
  left_id := Int.one_mul
  right_id := Int.mul_one
end Int
