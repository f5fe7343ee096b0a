prelude
import Init.Core
/-! Options of tactics as values: `rw (occs := .pos [2])`, `omega -splitNatSub`. -/

namespace Lean.Meta
/-- Which definitions may be unfolded. -/
inductive TransparencyMode where
  | all | default | reducible | instances | none | implicit
/-- Which occurrences of a pattern are meant, counted from 1. -/
inductive Occurrences where
  | all
  | pos (idxs : List Nat)
  | neg (idxs : List Nat)
inductive ApplyNewGoals where
  | nonDependentFirst | nonDependentOnly | all
namespace Rewrite
abbrev NewGoals := ApplyNewGoals
structure Config where
  transparency : TransparencyMode := .instances
  offsetCnstrs : Bool := true
  occs : Occurrences := .all
  newGoals : NewGoals := .nonDependentFirst
end Rewrite
/-- Which case distinctions `omega` makes. -/
structure Omega.OmegaConfig where
  splitDisjunctions : Bool := true
  splitNatSub : Bool := true
  splitNatAbs : Bool := true
  splitMinMax : Bool := true
end Lean.Meta
