prelude
import Init.WF
/-! Termination proofs see the condition of an `if` around the recursive call: `if c` is turned into `if h : c` first. -/

set_option autoImplicit false
set_option linter.unusedVariables false
universe u v w

/-- Tells the simplifier which name a bound variable shall have. -/
@[simp ↓] def binderNameHint {α : Sort u} {β : Sort v} {γ : Sort w} (v : α) (binder : β) (e : γ) : γ := e
namespace Lean
syntax (name := Parser.Attr.wf_preprocess) "wf_preprocess" (Parser.Tactic.simpPre <|> Parser.Tactic.simpPost)?
  (unicode("← ", "<- "))? (prio)? : attr
end Lean
@[wf_preprocess] theorem ite_eq_dite {α : Sort u} {P : Prop} {a b : α} [Decidable P] :
    ite P a b = (dite P (fun h => binderNameHint h () a) (fun h => binderNameHint h () b)) := rfl
