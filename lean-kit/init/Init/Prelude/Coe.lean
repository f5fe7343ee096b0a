prelude
import Init.Prelude.Syntax
/-! Coercions. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

class Coe (α : semiOutParam (Sort u)) (β : Sort v) where
  coe : α → β
class CoeTC (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeOut (α : Sort u) (β : semiOutParam (Sort v)) where
  coe : α → β
class CoeOTC (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeHead (α : Sort u) (β : semiOutParam (Sort v)) where
  coe : α → β
class CoeHTC (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeTail (α : semiOutParam (Sort u)) (β : Sort v) where
  coe : α → β
class CoeHTCT (α : Sort u) (β : Sort v) where
  coe : α → β
class CoeDep (α : Sort u) (_ : α) (β : Sort v) where
  coe : β
class CoeT (α : Sort u) (_ : α) (β : Sort v) where
  coe : β
class CoeFun (α : Sort u) (γ : outParam (α → Sort v)) where
  coe : (f : α) → γ f
class CoeSort (α : Sort u) (β : outParam (Sort v)) where
  coe : α → β
attribute [coe_decl] Coe.coe CoeTC.coe CoeOut.coe CoeOTC.coe CoeHead.coe CoeHTC.coe CoeTail.coe CoeHTCT.coe CoeDep.coe CoeT.coe CoeFun.coe CoeSort.coe
section
variable {α : Sort u} {β : Sort v} {γ : Sort w}
@[coe_decl] instance [Coe β γ] [CoeTC α β] : CoeTC α γ where coe a := Coe.coe (CoeTC.coe a : β)
@[coe_decl] instance [Coe α β] : CoeTC α β where coe a := Coe.coe a
@[coe_decl] instance : CoeTC α α where coe a := a
@[coe_decl] instance [CoeOut α β] [CoeOTC β γ] : CoeOTC α γ where coe a := CoeOTC.coe (CoeOut.coe a : β)
@[coe_decl] instance [CoeTC α β] : CoeOTC α β where coe a := CoeTC.coe a
@[coe_decl] instance : CoeOTC α α where coe a := a
@[coe_decl] instance [CoeHead α β] [CoeOTC β γ] : CoeHTC α γ where coe a := CoeOTC.coe (CoeHead.coe a : β)
@[coe_decl] instance [CoeOTC α β] : CoeHTC α β where coe a := CoeOTC.coe a
@[coe_decl] instance : CoeHTC α α where coe a := a
@[coe_decl] instance [CoeTail β γ] [CoeHTC α β] : CoeHTCT α γ where coe a := CoeTail.coe (CoeHTC.coe a : β)
@[coe_decl] instance [CoeHTC α β] : CoeHTCT α β where coe a := CoeHTC.coe a
@[coe_decl] instance : CoeHTCT α α where coe a := a
@[coe_decl] instance (a : α) [CoeHTCT α β] : CoeT α a β where coe := CoeHTCT.coe a
@[coe_decl] instance (a : α) [CoeDep α a β] : CoeT α a β where coe := CoeDep.coe a
@[coe_decl] instance (a : α) : CoeT α a α where coe := a
end
instance boolToProp : CoeSort Bool Prop where coe b := Eq b true
instance decPropToBool (p : Prop) [Decidable p] : CoeDep Prop p Bool where coe := decide p
instance boolPredToPred : Coe Bool Prop where coe b := Eq b true
namespace Lean
instance : Coe SyntaxNodeKind SyntaxNodeKinds where coe k := List.cons k List.nil
instance {ks : SyntaxNodeKinds} : CoeOut (TSyntax ks) Syntax where coe stx := stx.raw
instance : Coe Ident Term where coe s := ⟨s.raw⟩
instance : CoeOut Ident Term where coe s := ⟨s.raw⟩
instance : Coe NumLit Term where coe s := ⟨s.raw⟩
instance : Coe StrLit Term where coe s := ⟨s.raw⟩
instance : Coe CharLit Term where coe s := ⟨s.raw⟩
end Lean
