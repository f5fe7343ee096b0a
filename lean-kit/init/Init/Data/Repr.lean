prelude
import Init.Data.Classes
/-! `Format` and `Repr`. Texts are not the official ones. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace Std
inductive Format.FlattenBehavior where
  | allOrNone
  | fill
inductive Format where
  | nil : Format
  | line : Format
  | align (force : Bool) : Format
  | text : String → Format
  | nest (indent : Int) (f : Format) : Format
  | append : Format → Format → Format
  | group : Format → (behavior : Format.FlattenBehavior := Format.FlattenBehavior.allOrNone) → Format
  | tag : Nat → Format → Format
instance : Inhabited Format := ⟨.nil⟩
instance Format.instAppend : Append Format := ⟨Format.append⟩
instance Format.instCoeString : Coe String Format := ⟨Format.text⟩
class ToFormat (α : Type u) where
  format : α → Format
export ToFormat (format)
def Format.bracket (l : String) (x : Format) (r : String) : Format := .group (.nest 1 (.text l ++ x ++ .text r))
def Format.paren (f : Format) : Format := Format.bracket "(" f ")"
end Std
open Std (Format)
class Repr (α : Type u) where
  reprPrec : α → Nat → Format
export Repr (reprPrec)
abbrev repr {α : Type u} [Repr α] : α → Format := (reprPrec · 0)
abbrev reprArg {α : Type u} [Repr α] (x : α) : Format := reprPrec x 1024
def Repr.addAppParen (f : Format) (prec : Nat) : Format := if prec >= 1024 then Std.Format.paren f else f
instance : Repr Nat := ⟨fun n _ => .text n.repr⟩
instance : Repr Bool := ⟨fun b _ => .text (cond b "true" "false")⟩
instance : Repr String := ⟨fun s _ => .text ("\"" ++ s ++ "\"")⟩
instance : Repr UInt8 := ⟨fun n _ => .text n.toNat.repr⟩
instance : Repr UInt32 := ⟨fun n _ => .text n.toNat.repr⟩
instance : Repr UInt64 := ⟨fun n _ => .text n.toNat.repr⟩
def Boot.Repr.join : List Format → Format
  | [] => .nil
  | [a] => a
  | a :: as => a ++ .text "," ++ .line ++ join as
instance {α : Type u} [Repr α] : Repr (List α) := ⟨fun l _ => Std.Format.bracket "[" (Boot.Repr.join (l.map (reprPrec · 0))) "]"⟩
instance Array.instRepr {α : Type u} [Repr α] : Repr (Array α) := ⟨fun l _ => Std.Format.bracket "#[" (Boot.Repr.join (l.toList.map (reprPrec · 0))) "]"⟩
instance {α : Type u} [Repr α] : Repr (Option α) := ⟨fun o p => match o with | none => .text "none" | some a => Repr.addAppParen (.text "some " ++ reprArg a) p⟩
instance {α : Type u} {β : Type v} [Repr α] [Repr β] : Repr (α × β) := ⟨fun p _ => Std.Format.bracket "(" (reprPrec p.1 0 ++ .text "," ++ .line ++ reprPrec p.2 0) ")"⟩
