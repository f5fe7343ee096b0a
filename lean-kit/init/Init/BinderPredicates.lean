prelude
import Init.Tactics
/-! Bounded quantifiers: `∀ x < n, p` is `∀ x, x < n → p`, `∃ x ∈ xs, p` is `∃ x, x ∈ xs ∧ p`, and so with `≤ > ≥ ≠ ∉`. -/

namespace Lean
declare_syntax_cat binderPred
syntax "satisfies_binder_pred% " term:max binderPred : term
syntax "∃ " binderIdent binderPred ", " term : term
syntax "∀ " binderIdent binderPred ", " term : term
macro_rules
  | `(∃ $x:ident $pred:binderPred, $p) => `(∃ $x:ident, satisfies_binder_pred% $x $pred ∧ $p)
  | `(∃ _ $pred:binderPred, $p) => `(∃ x, satisfies_binder_pred% x $pred ∧ $p)
macro_rules
  | `(∀ $x:ident $pred:binderPred, $p) => `(∀ $x:ident, satisfies_binder_pred% $x $pred → $p)
  | `(∀ _ $pred:binderPred, $p) => `(∀ x, satisfies_binder_pred% x $pred → $p)
syntax " < " term:51 : binderPred
syntax unicode(" ≤ ", " <= ") term:51 : binderPred
syntax " > " term:51 : binderPred
syntax unicode(" ≥ ", " >= ") term:51 : binderPred
syntax " ≠ " term:51 : binderPred
syntax " ∈ " term:51 : binderPred
syntax " ∉ " term:51 : binderPred
macro_rules
  | `(satisfies_binder_pred% $x < $y) => `($x < $y)
  | `(satisfies_binder_pred% $x ≤ $y) => `($x ≤ $y)
  | `(satisfies_binder_pred% $x > $y) => `($x > $y)
  | `(satisfies_binder_pred% $x ≥ $y) => `($x ≥ $y)
  | `(satisfies_binder_pred% $x ≠ $y) => `($x ≠ $y)
  | `(satisfies_binder_pred% $x ∈ $y) => `($x ∈ $y)
  | `(satisfies_binder_pred% $x ∉ $y) => `($x ∉ $y)
end Lean
