prelude
import Init.Data.List.Lemmas
/-! `Array`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace Array
variable {α : Type u} {β : Type v}
@[extern "lean_array_fset"] def set (a : Array α) (i : @& Nat) (v : α) (h : i < a.size := by get_elem_tactic) : Array α := ⟨a.toList.set i v⟩
@[inline] def setIfInBounds (a : Array α) (i : Nat) (v : α) : Array α := if h : i < a.size then a.set i v h else a
@[extern "lean_array_set"] def set! (a : Array α) (i : @& Nat) (v : α) : Array α := setIfInBounds a i v
@[simp] theorem size_set {xs : Array α} {i : Nat} {v : α} (h : i < xs.size) : (xs.set i v h).size = xs.size := List.length_set ..
@[simp] theorem size_setIfInBounds {xs : Array α} {i : Nat} {v : α} : (xs.setIfInBounds i v).size = xs.size := by
  unfold setIfInBounds
  split
  · simp
  · rfl
theorem size_set! (xs : Array α) (i : Nat) (x : α) : (xs.set! i x).size = xs.size := size_setIfInBounds
@[simp] theorem size_push {xs : Array α} (v : α) : (xs.push v).size = xs.size + 1 := List.length_concat ..
@[extern "lean_array_size"] def usize (a : @& Array α) : USize := a.size.toUSize
@[extern "lean_array_uget"] def uget (a : @& Array α) (i : USize) (h : i.toNat < a.size) : α := a.getInternal i.toNat h
@[extern "lean_mk_array"] def replicate (n : Nat) (v : α) : Array α := ⟨List.replicate n v⟩
@[extern "lean_array_pop"] def pop (a : Array α) : Array α := ⟨a.toList.dropLast⟩
instance : GetElem (Array α) Nat α fun xs i => i < xs.size where getElem xs i h := xs.getInternal i h
instance : GetElem? (Array α) Nat α fun xs i => i < xs.size where
  getElem? xs i := if h : i < xs.size then some (xs.getInternal i h) else none
  getElem! xs i := xs.get!Internal i
@[specialize] def _root_.Boot.Array.foldlAux (f : β → α → β) (as : Array α) : (fuel i : Nat) → β → β
  | 0, _, b => b
  | .succ n, i, b => if h : i < as.size then Boot.Array.foldlAux f as n (i + 1) (f b (as.getInternal i h)) else b
@[inline] def foldl (f : β → α → β) (init : β) (as : Array α) (start : Nat := 0) (stop : Nat := as.size) : β :=
  Boot.Array.foldlAux f as (min stop as.size - start) start init
@[inline] def map (f : α → β) (as : Array α) : Array β := as.foldl (fun r a => r.push (f a)) (emptyWithCapacity as.size)
def range (n : Nat) : Array Nat := n.fold (fun i _ r => r.push i) (emptyWithCapacity n)
protected def append (as bs : Array α) : Array α := bs.foldl (fun r v => r.push v) as
instance : Append (Array α) := ⟨Array.append⟩
@[inline] def any (as : Array α) (p : α → Bool) : Bool := as.foldl (fun r a => r || p a) false
@[inline] def all (as : Array α) (p : α → Bool) : Bool := as.foldl (fun r a => r && p a) true
def extract (as : Array α) (start : Nat := 0) (stop : Nat := as.size) : Array α := ⟨(as.toList.drop start).take (stop - start)⟩
@[inline] def _root_.Boot.Array.forIn {m : Type w → Type u2} [Monad m] {γ : Type w} (as : Array α) (b : γ) (f : α → γ → m (ForInStep γ)) : m γ :=
  let rec @[specialize] loop : Nat → γ → m γ
    | 0, b => pure b
    | .succ i, b => if h : as.size - 1 - i < as.size then do
        match ← f (as.getInternal (as.size - 1 - i) h) b with
        | .done b => pure b
        | .yield b => loop i b
      else pure b
  loop as.size b
instance {m : Type w → Type u2} [Monad m] : ForIn m (Array α) α := ⟨fun xs b f => Boot.Array.forIn xs b f⟩
instance [DecidableEq α] : DecidableEq (Array α) := fun a b => match a, b with
  | ⟨a⟩, ⟨b⟩ => match decEq a b with
    | isTrue h => isTrue (congrArg Array.mk h)
    | isFalse h => isFalse fun h' => h (congrArg Array.toList h')
instance (priority := low) [BEq α] : BEq (Array α) := ⟨fun a b => a.toList == b.toList⟩
end Array
