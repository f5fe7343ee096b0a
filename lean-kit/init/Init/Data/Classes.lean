prelude
import Init.Data.Range
/-! Lawful equality, hashing, derived equality. Hash values are not the official ones: they must never reach data that leaves a process. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

class ReflBEq (α : Type u) [BEq α] : Prop where
  protected rfl {a : α} : a == a
class LawfulBEq (α : Type u) [BEq α] : Prop extends ReflBEq α where
  eq_of_beq {a b : α} : a == b → a = b
export LawfulBEq (eq_of_beq)
@[simp] theorem beq_iff_eq {α : Type u} [BEq α] [LawfulBEq α] {a b : α} : a == b ↔ a = b := ⟨eq_of_beq, fun h => h ▸ ReflBEq.rfl⟩
instance {α : Type u} [DecidableEq α] : LawfulBEq α where
  eq_of_beq := of_decide_eq_true
  rfl := of_decide_eq_self_eq_true _
instance : Hashable Nat := ⟨fun n => UInt64.ofNat n⟩
instance : Hashable UInt64 := ⟨fun n => n⟩
instance : Hashable UInt8 := ⟨fun n => n.toUInt64⟩
instance : Hashable UInt32 := ⟨fun n => n.toUInt64⟩
instance {α : Type u} [Hashable α] : Hashable (List α) := ⟨fun l => l.foldl (fun r a => mixHash r (hash a)) 7⟩
@[extern "lean_byte_array_hash"] protected opaque ByteArray.hash (a : @& ByteArray) : UInt64
instance ByteArray.instHashable : Hashable ByteArray := ⟨ByteArray.hash⟩
instance : Hashable Bool := ⟨fun b => if b then 11 else 13⟩
instance {α : Type u} {β : Type v} [DecidableEq α] [DecidableEq β] : DecidableEq (α × β) := fun (a, b) (c, d) =>
  if h : a = c then (if h' : b = d then isTrue (by rw [h, h']) else isFalse fun e => h' (congrArg Prod.snd e)) else isFalse fun e => h (congrArg Prod.fst e)
instance {α : Type u} {β : Type v} [Inhabited α] [Inhabited β] : Inhabited (α × β) := ⟨(default, default)⟩
deriving instance DecidableEq for Option
deriving instance DecidableEq for Except
deriving instance BEq for Option
instance {α : Type u} [BEq α] [LawfulBEq α] : LawfulBEq (Option α) where
  eq_of_beq {a b} h := by
    cases a <;> cases b
    · rfl
    · cases h
    · cases h
    · exact congrArg some (eq_of_beq h)
  rfl {a} := by
    cases a
    · rfl
    · exact ReflBEq.rfl (α := α)
