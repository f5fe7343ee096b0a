prelude
import Init.Notation
/-! `↑x`: insert a coercion here. -/

syntax:1024 (name := coeNotation) "↑" term:1024 : term
syntax:1024 (name := coeFunNotation) "⇑" term:1024 : term
syntax:1024 (name := coeSortNotation) "↥" term:1024 : term
