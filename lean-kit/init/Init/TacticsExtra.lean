prelude
import Init.Tactics
/-! Tactics modulo casts: `exact_mod_cast`, `apply_mod_cast`; `mod_cast e` as a term. -/

namespace Lean
syntax (name := modCast) "mod_cast " term : term
namespace Parser.Tactic
macro "exact_mod_cast " e:term : tactic => `(tactic| exact mod_cast ($e : _))
macro "apply_mod_cast " e:term : tactic => `(tactic| apply mod_cast ($e : _))
end Parser.Tactic
end Lean
