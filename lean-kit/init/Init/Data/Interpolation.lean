prelude
import Init.Data.Repr
/-! `s!"…"` and `Ord`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

syntax (name := termMax_prec) "max_prec" : term
macro_rules | `(max_prec) => `(1024)
syntax:max (name := termS!_) "s!" interpolatedStr(term) : term
namespace Lean
@[extern "l_Lean_Syntax_isInterpolatedStrLit_x3f"] opaque Syntax.isInterpolatedStrLit? (stx : Syntax) : Option String
@[extern "l_Lean_Syntax_mkStrLit"] opaque Syntax.mkStrLit (val : String) (info : SourceInfo := SourceInfo.none) : StrLit
def _root_.Boot.interp (args : Array Syntax) (acc : Term) : (fuel i : Nat) → MacroM Term
  | 0, _ => pure acc
  | fuel + 1, i => do
    let a := args.getD i default
    let t : Term ← match Syntax.isInterpolatedStrLit? a with
      | some s => pure ⟨(Syntax.mkStrLit s).raw⟩
      | none => let a : Term := ⟨a⟩; `(toString $a)
    let acc : Term ← `($acc ++ $t)
    Boot.interp args acc fuel (i + 1)
@[macro termS!_] def _root_.Boot.expandS : Macro := fun stx => do
  let args := (stx.getArg 1).getArgs
  let init : Term := ⟨(Syntax.mkStrLit "").raw⟩
  let t ← Boot.interp args init args.size 0
  return t.raw
end Lean
inductive Ordering where
  | lt | eq | gt
deriving Inhabited, DecidableEq
class Ord (α : Type u) where
  compare : α → α → Ordering
export Ord (compare)
@[macro_inline] def Ordering.then (a b : Ordering) : Ordering := match a with | .eq => b | a => a
@[inline] def compareOfLessAndEq {α : Type u} (x y : α) [LT α] [Decidable (x < y)] [DecidableEq α] : Ordering :=
  if x < y then .lt else if x = y then .eq else .gt
instance : Ord Nat := ⟨fun x y => compareOfLessAndEq x y⟩
instance UInt64.instOrd : Ord UInt64 := ⟨fun x y => compareOfLessAndEq x y⟩
instance UInt8.instOrd : Ord UInt8 := ⟨fun x y => compareOfLessAndEq x y⟩
