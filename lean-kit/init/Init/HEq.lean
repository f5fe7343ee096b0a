prelude
import Init.Core
/-! Elimination of heterogeneous equations between elements of one type; injectivity lemmas are made of it. -/

noncomputable abbrev HEq.homo_ndrec.{u1, u2} {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α} (h : a ≍ b) : motive b :=
  (eq_of_heq h).ndrec m
noncomputable abbrev HEq.homo_ndrec_symm.{u1, u2} {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α} (h : b ≍ a) : motive b :=
  (eq_of_heq h).ndrec_symm m
