prelude
import Init.Data.BitVec.Signed
/-! Indexing: `xs[i]`, `xs[i]?`, `xs[i]!`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

class GetElem (coll : Type u) (idx : Type v) (elem : outParam (Type w)) (valid : outParam (coll → idx → Prop)) where
  getElem (xs : coll) (i : idx) (h : valid xs i) : elem
export GetElem (getElem)
@[never_extract] def outOfBounds {α : Type u} [Inhabited α] : α := panic "index out of bounds"
class GetElem? (coll : Type u) (idx : Type v) (elem : outParam (Type w)) (valid : outParam (coll → idx → Prop)) extends GetElem coll idx elem valid where
  getElem? : coll → idx → Option elem
  getElem! [Inhabited elem] (xs : coll) (i : idx) : elem := match getElem? xs i with | some e => e | none => outOfBounds
export GetElem? (getElem? getElem!)
syntax "get_elem_tactic_extensible" : tactic
macro_rules | `(tactic| get_elem_tactic_extensible) => `(tactic| omega)
macro_rules | `(tactic| get_elem_tactic_extensible) => `(tactic| (simp; done))
macro_rules | `(tactic| get_elem_tactic_extensible) => `(tactic| assumption)
syntax "get_elem_tactic" : tactic
macro_rules | `(tactic| get_elem_tactic) => `(tactic| first | get_elem_tactic_extensible | fail "failed to prove index is valid")
syntax:max term noWs "[" withoutPosition(term) "]" : term
macro_rules | `($x[$i]) => `(getElem $x $i (by get_elem_tactic))
syntax term noWs "[" withoutPosition(term) "]'" term:max : term
macro_rules | `($x[$i]'$h) => `(getElem $x $i $h)
macro:max x:term noWs "[" i:term "]" noWs "?" : term => `(getElem? $x $i)
macro:max x:term noWs "[" i:term "]" noWs "!" : term => `(getElem! $x $i)
@[never_extract, inline] def mkPanicMessage (modName : String) (line col : Nat) (msg : String) : String := "PANIC at " ++ modName ++ ":" ++ Nat.repr line ++ ":" ++ Nat.repr col ++ ": " ++ msg
@[never_extract, inline] def mkPanicMessageWithDecl (modName declName : String) (line col : Nat) (msg : String) : String :=
  "PANIC at " ++ declName ++ " " ++ modName ++ ":" ++ Nat.repr line ++ ":" ++ Nat.repr col ++ ": " ++ msg
@[never_extract, noinline] def panicWithPos {α : Sort u} [Inhabited α] (modName : String) (line col : Nat) (msg : String) : α := panic (mkPanicMessage modName line col msg)
@[never_extract, noinline] def panicWithPosWithDecl {α : Sort u} [Inhabited α] (modName declName : String) (line col : Nat) (msg : String) : α := panic (mkPanicMessageWithDecl modName declName line col msg)
class ToString (α : Type u) where
  toString : α → String
export ToString (toString)
instance : ToString String := ⟨fun s => s⟩
instance : ToString Nat := ⟨Nat.repr⟩
instance : ToString Bool := ⟨fun b => cond b "true" "false"⟩
instance : ToString UInt8 := ⟨fun n => Nat.repr n.toNat⟩
instance : ToString UInt32 := ⟨fun n => Nat.repr n.toNat⟩
instance : ToString UInt64 := ⟨fun n => Nat.repr n.toNat⟩
instance : ToString Int := ⟨fun n => match n with | .ofNat n => Nat.repr n | .negSucc n => "-" ++ Nat.repr (n + 1)⟩
