prelude
import Init.Data.Array.OfFn
/-! `ByteArray`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace ByteArray
@[extern "lean_byte_array_get"] def get! (a : @& ByteArray) (i : @& Nat) : UInt8 := a.data[i]!
@[extern "lean_byte_array_fget"] def get (a : @& ByteArray) (i : @& Nat) (h : i < a.size := by get_elem_tactic) : UInt8 := a.data.getInternal i h
@[extern "lean_byte_array_set"] def set! (a : ByteArray) (i : @& Nat) (v : UInt8) : ByteArray := ⟨a.data.set! i v⟩
@[extern "lean_byte_array_fset"] def set (a : ByteArray) (i : @& Nat) (v : UInt8) (h : i < a.size := by get_elem_tactic) : ByteArray := ⟨a.data.set i v h⟩
@[extern "lean_byte_array_uget"] def uget (a : @& ByteArray) (i : USize) (h : i.toNat < a.size) : UInt8 := a.data.uget i h
@[extern "lean_sarray_size"] def usize (a : @& ByteArray) : USize := a.size.toUSize
@[simp] theorem size_push {bs : ByteArray} {b : UInt8} : (bs.push b).size = bs.size + 1 := Array.size_push b
instance : GetElem ByteArray Nat UInt8 fun xs i => i < xs.size where getElem xs i h := xs.get i h
/-- overwrite `dest` from `destOff` on with at most `len` bytes of `src` taken from `srcOff` -/
@[extern "lean_byte_array_copy_slice"]
def copySlice (src : @& ByteArray) (srcOff : Nat) (dest : ByteArray) (destOff len : Nat) (exact : Bool := true) : ByteArray :=
  let piece := (src.data.toList.drop srcOff).take len
  let old := dest.data.toList
  ⟨⟨old.take destOff ++ (piece ++ old.drop (destOff + piece.length))⟩⟩
def extract (a : ByteArray) (b e : Nat) : ByteArray := copySlice a b (emptyWithCapacity (e - b)) 0 (e - b)
protected def append (a b : ByteArray) : ByteArray := copySlice b 0 a a.size b.size (exact := false)
instance : Append ByteArray := ⟨ByteArray.append⟩
@[specialize] def _root_.Boot.ByteArray.foldlAux {β : Type v} (f : β → UInt8 → β) (as : ByteArray) : (fuel i : Nat) → β → β
  | 0, _, b => b
  | .succ n, i, b => if h : i < as.size then Boot.ByteArray.foldlAux f as n (i + 1) (f b (as.get i h)) else b
@[inline] def foldl {β : Type v} (f : β → UInt8 → β) (init : β) (as : ByteArray) (start : Nat := 0) (stop : Nat := as.size) : β :=
  Boot.ByteArray.foldlAux f as (min stop as.size - start) start init
def toList (bs : ByteArray) : List UInt8 := (bs.foldl (fun r b => b :: r) []).reverse
def isEmpty (s : ByteArray) : Bool := s.size == 0
@[extern "lean_sarray_dec_eq"] def beq (lhs rhs : @& ByteArray) : Bool := lhs.data == rhs.data
@[extern "lean_sarray_dec_eq"] def decEq (lhs rhs : @& ByteArray) : Decidable (lhs = rhs) := match lhs, rhs with
  | ⟨a⟩, ⟨b⟩ => match _root_.decEq a b with
    | isTrue h => isTrue (congrArg ByteArray.mk h)
    | isFalse h => isFalse fun h' => h (congrArg ByteArray.data h')
instance instDecidableEq : DecidableEq ByteArray := decEq
instance instBEq : BEq ByteArray := ⟨beq⟩
@[inline] def _root_.Boot.ByteArray.forIn {m : Type w → Type u2} [Monad m] {γ : Type w} (as : ByteArray) (b : γ) (f : UInt8 → γ → m (ForInStep γ)) : m γ :=
  let rec @[specialize] loop : Nat → γ → m γ
    | 0, b => pure b
    | .succ i, b => if h : as.size - 1 - i < as.size then do
        match ← f (as.get (as.size - 1 - i) h) b with
        | .done b => pure b
        | .yield b => loop i b
      else pure b
  loop as.size b
instance {m : Type w → Type u2} [Monad m] : ForIn m ByteArray UInt8 := ⟨fun xs b f => Boot.ByteArray.forIn xs b f⟩
end ByteArray
