prelude
import Init.Notation
/-! Syntax of tactics. Their elaborators are inside the compiler and are found by the names of the syntax. -/

set_option autoImplicit false
set_option linter.unusedVariables false
/-! Surface syntax of the tactics. The elaborators live in the compiler and find their input by node kind and argument
    position, so every `(name := …)` and the order of the parts are fixed; literal tokens and macros are ours.
    `colGt` stops an argument list at the end of the tactic, because tactic names are ordinary identifiers. -/

/-- type of the declarations that `declare_syntax_cat` leaves behind -/
structure Lean.Parser.Category where

namespace Lean
/-! Calculational proofs. Kinds `Lean.calc`, `Lean.calcTactic`, `Lean.calcSteps`, `Lean.calcFirstStep`, `Lean.calcStep`. -/
syntax calcFirstStep := colGe term (" := " term)?
syntax calcStep := colGe term " := " term
syntax calcSteps := withPosition(calcFirstStep) withPosition(calcStep*)
syntax (name := calc) "calc" calcSteps : term
syntax (name := calcTactic) "calc" calcSteps : tactic

/-! The bullet. Kinds `Lean.cdot`, `Lean.cdotTk`. -/
syntax cdotTk := unicode("· ", ". ")
syntax (name := cdot) cdotTk withoutPosition(tacticSeqIndentGt) : tactic

namespace Parser.Tactic

/-! Options `+x -x (x := e)`. Kinds `optConfig`, `configItem`, `posConfigItem`, `negConfigItem`, `valConfigItem`. -/
syntax posConfigItem := " +" noWs ident
syntax negConfigItem := " -" noWs ident
syntax valConfigItem := atomic(" (" !(&"disch" <|> &"discharger") ident " := ") withoutPosition(term) ")"
syntax configItem := posConfigItem <|> negConfigItem <|> valConfigItem
syntax optConfig := (colGt configItem)*

/-! Where to act: `at h₁ h₂ ⊢`, `at *`. Kinds `location`, `locationHyp`, `locationWildcard`, `locationType`. -/
syntax locationType := patternIgnore("⊢" <|> atomic("|" noWs "-"))
syntax locationWildcard := " *"
syntax locationHyp := (colGt (term:max <|> locationType))+
syntax location := withPosition(" at" (locationWildcard <|> locationHyp))

/-! Rewrite rules. Kinds `rwRule`, `rwRuleSeq`. -/
syntax rwRule := (unicode("← ", "<- "))? term
syntax rwRuleSeq := " [" withoutPosition(rwRule,*,?) "]"

/-! Simp arguments. Kinds `simpPre`, `simpPost`, `simpLemma`, `simpErase`, `simpStar`, `simpArgs`, `dsimpArgs`, `discharger`. -/
syntax simpPre := "↓"
syntax simpPost := "↑"
syntax simpLemma := (simpPre <|> simpPost)? (unicode("← ", "<- "))? term
syntax simpErase := "-" term:max
syntax simpStar := "*"
syntax simpArgs := " [" withoutPosition((simpStar <|> simpErase <|> simpLemma),*,?) "]"
syntax dsimpArgs := " [" withoutPosition((simpErase <|> simpLemma),*,?) "]"
syntax discharger := atomic(" (" patternIgnore(&"disch" <|> &"discharger")) " := " withoutPosition(tacticSeq) ")"

/-! Sequencing and goal selection; names as written. -/
syntax (name := paren) "(" withoutPosition(tacticSeq) ")" : tactic
syntax (name := skip) "skip" : tactic
syntax (name := done) "done" : tactic
syntax (name := focus) "focus " tacticSeq : tactic
syntax (name := allGoals) "all_goals " tacticSeq : tactic
syntax (name := anyGoals) "any_goals " tacticSeq : tactic
syntax (name := rotateLeft) "rotate_left" (num)? : tactic
syntax (name := rotateRight) "rotate_right" (num)? : tactic
syntax (name := first) "first " withPosition((colGe "| " tacticSeq)+) : tactic
syntax (name := tacticRepeat_) "repeat " tacticSeq : tactic
syntax (name := «repeat'») "repeat' " tacticSeq : tactic
syntax (name := «repeat1'») "repeat1' " tacticSeq : tactic
syntax (name := tacticTry_) "try " tacticSeq : tactic
macro_rules | `(tactic| try $t) => `(tactic| first | $t | skip)
syntax:1 (name := «tactic_<;>_») tactic " <;> " tactic:2 : tactic
macro_rules | `(tactic| $s <;> $t) => `(tactic| focus ($s:tactic; all_goals $t:tactic))
syntax caseArg := binderIdent (colGt binderIdent)*
syntax (name := case) "case " sepBy1(caseArg, " | ") " => " tacticSeq : tactic
syntax (name := case') "case' " sepBy1(caseArg, " | ") " => " tacticSeq : tactic
macro "next" xs:(colGt binderIdent)* " => " t:tacticSeq : tactic => `(tactic| case _ $xs:binderIdent* => $t)
syntax (name := failIfSuccess) "fail_if_success " tacticSeq : tactic
syntax (name := fail) "fail" (colGt str)? : tactic
syntax (name := traceState) "trace_state" : tactic
syntax (name := traceMessage) "trace " str : tactic
syntax (name := withReducible) "with_reducible " tacticSeq : tactic
syntax (name := withReducibleAndInstances) "with_reducible_and_instances " tacticSeq : tactic
syntax (name := withUnfoldingAll) "with_unfolding_all " tacticSeq : tactic
syntax (name := showTerm) "show_term " tacticSeq : tactic

/-! Local context; names as written. -/
syntax (name := intro) "intro" (colGt term:max)* : tactic
syntax (name := intros) "intros" (colGt (ident <|> hole))* : tactic
syntax (name := rename) "rename " term " => " ident : tactic
syntax (name := renameI) "rename_i" (colGt binderIdent)+ : tactic
syntax (name := revert) "revert" (colGt term:max)+ : tactic
syntax (name := clear) "clear" (colGt term:max)+ : tactic
syntax (name := subst) "subst" (colGt term:max)+ : tactic
syntax (name := substVars) "subst_vars" : tactic
syntax (name := specialize) "specialize " term : tactic
syntax generalizeArg := atomic(ident " : ")? term:51 " = " ident
syntax (name := generalize) "generalize " generalizeArg,+ (location)? : tactic

/-! Terms as proofs; names as written. -/
syntax (name := exact) "exact " term : tactic
syntax (name := refine) "refine " term : tactic
syntax (name := refine') "refine' " term : tactic
syntax (name := apply) "apply " term : tactic
syntax (name := constructor) "constructor" : tactic
syntax (name := left) "left" : tactic
syntax (name := right) "right" : tactic
syntax (name := change) "change " term (location)? : tactic
syntax (name := «show») "show " term : tactic
macro "exfalso" : tactic => `(tactic| refine False.elim ?_)
macro "infer_instance" : tactic => `(tactic| exact inferInstance)
macro "sorry" : tactic => `(tactic| exact sorry)
macro "admit" : tactic => `(tactic| exact sorry)
macro "nofun" : tactic => `(tactic| exact nofun)
macro "nomatch " es:term,+ : tactic => `(tactic| exact nomatch $es,*)
macro "and_intros" : tactic => `(tactic| repeat' refine And.intro ?_ ?_)

/-! Local declarations: the term form with the rest of the proof left open. -/
macro "refine_lift " e:term : tactic => `(tactic| focus (refine no_implicit_lambda% $e; rotate_right))
macro (name := tacticHave__) "have" c:letConfig d:letDecl : tactic => `(tactic| refine_lift have $c:letConfig $d:letDecl; ?_)
macro (name := tacticLet__) "let" c:letConfig d:letDecl : tactic => `(tactic| refine_lift let $c:letConfig $d:letDecl; ?_)
syntax (name := replace) "replace" letDecl : tactic
macro (name := letrec) "let " &"rec " d:letRecDecls : tactic => `(tactic| refine_lift let rec $d:letRecDecls; ?_)
macro "suffices " d:sufficesDecl : tactic => `(tactic| refine_lift suffices $d; ?_)
macro "show " t:term " from " e:term : tactic => `(tactic| exact show $t from $e)
macro "show " t:term " by " s:tacticSeq : tactic => `(tactic| exact show $t by $s)

/-! Closing a goal; names as written. `rfl` and `trivial` are open: every rule is tried, the latest first. -/
syntax (name := assumption) "assumption" : tactic
syntax (name := contradiction) "contradiction" : tactic
syntax (name := falseOrByContra) "false_or_by_contra" : tactic
syntax (name := eqRefl) "eq_refl" : tactic
syntax (name := applyRfl) "apply_rfl" : tactic
syntax (name := acRfl) "ac_rfl" : tactic
syntax (name := acNf0) "ac_nf0" (location)? : tactic
syntax (name := decide) "decide" optConfig : tactic
syntax (name := nativeDecide) "native_decide" optConfig : tactic
syntax (name := omega) "omega" optConfig : tactic
syntax (name := congr) "congr" (colGt num)? : tactic
syntax "rfl" : tactic
macro_rules | `(tactic| rfl) => `(tactic| fail "rfl: the two sides are not equal by definition")
macro_rules | `(tactic| rfl) => `(tactic| apply_rfl)
macro_rules | `(tactic| rfl) => `(tactic| exact HEq.rfl)
macro_rules | `(tactic| rfl) => `(tactic| eq_refl)
syntax "trivial" : tactic
macro_rules | `(tactic| trivial) => `(tactic| fail "trivial: no rule closes the goal")
macro_rules | `(tactic| trivial) => `(tactic| (apply And.intro <;> trivial))
macro_rules | `(tactic| trivial) => `(tactic| decide)
macro_rules | `(tactic| trivial) => `(tactic| contradiction)
macro_rules | `(tactic| trivial) => `(tactic| rfl)
macro_rules | `(tactic| trivial) => `(tactic| exact True.intro)
macro_rules | `(tactic| trivial) => `(tactic| assumption)
macro "exists " es:term,+ : tactic => `(tactic| (refine ⟨$es,*, ?_⟩; try trivial))
macro (name := tacticAc_nf_) "ac_nf" l:(location)? : tactic => `(tactic| (ac_nf0 $[$l:location]?; try trivial))

/-! Rewriting and computing; names as written. -/
syntax (name := rewriteSeq) "rewrite " optConfig rwRuleSeq (location)? : tactic
macro (name := rwSeq) "rw " c:optConfig s:rwRuleSeq l:(location)? : tactic =>
  `(tactic| (rewrite $c:optConfig $s:rwRuleSeq $[$l:location]?; with_reducible try rfl))
macro "rwa " s:rwRuleSeq l:(location)? : tactic =>
  `(tactic| (rw $s:rwRuleSeq $[$l:location]?; assumption))
syntax (name := delta) "delta" (colGt ident)+ (location)? : tactic
syntax (name := unfold) "unfold" (colGt term:max)+ (location)? : tactic
syntax (name := split) "split" (colGt term)? (location)? : tactic
syntax (name := injection) "injection " term (" with" (colGt (ident <|> hole))+)? : tactic
syntax (name := injections) "injections" (colGt (ident <|> hole))* : tactic

/-! Simplification. Kinds `simp`, `simpAll`, `dsimp`, `simpTrace`, `simpAllTrace`, `dsimpTrace`, `simpa` and their `…Rest`. -/
syntax (name := simp) "simp" optConfig (discharger)? (&" only")? (" [" withoutPosition((simpStar <|> simpErase <|> simpLemma),*,?) "]")? (location)? : tactic
syntax (name := simpAll) "simp_all" optConfig (discharger)? (&" only")? (" [" withoutPosition((simpErase <|> simpLemma),*,?) "]")? : tactic
syntax (name := dsimp) "dsimp" optConfig (discharger)? (&" only")? (" [" withoutPosition((simpErase <|> simpLemma),*,?) "]")? (location)? : tactic
macro "bv_omega" : tactic => `(tactic| (try simp -implicitDefEqProofs only [bitvec_to_nat] at *) <;> omega)
syntax (name := normCast0) "norm_cast0" optConfig (location)? : tactic
macro "norm_cast" c:optConfig l:(location)? : tactic => `(tactic| (norm_cast0 $c:optConfig $[$l:location]?; try trivial))
macro "assumption_mod_cast" c:optConfig : tactic => `(tactic| norm_cast0 $c:optConfig at * <;> assumption)
syntax (name := pushCast) "push_cast" optConfig (discharger)? (&" only")? (" [" withoutPosition((simpStar <|> simpErase <|> simpLemma),*,?) "]")? (location)? : tactic
syntax simpTraceArgsRest := optConfig (discharger)? (&" only")? (simpArgs)? (location)?
syntax (name := simpTrace) "simp?" "!"? simpTraceArgsRest : tactic
syntax simpAllTraceArgsRest := optConfig (discharger)? (&" only")? (dsimpArgs)?
syntax (name := simpAllTrace) "simp_all?" "!"? simpAllTraceArgsRest : tactic
syntax dsimpTraceArgsRest := optConfig (&" only")? (dsimpArgs)? (location)?
syntax (name := dsimpTrace) "dsimp?" "!"? dsimpTraceArgsRest : tactic
syntax simpaArgsRest := optConfig (discharger)? (&" only")? (simpArgs)? (" using " term)?
syntax (name := simpa) "simpa" "?"? "!"? simpaArgsRest : tactic
macro "simpa?" r:simpaArgsRest : tactic => `(tactic| simpa ? $r)

/-! Case analysis and induction. Kinds as written and `elimTarget`, `inductionAlts`, `inductionAlt`, `inductionAltLHS`. -/
syntax elimTarget := atomic(binderIdent " : ")? term
syntax inductionAltLHS := withPosition("| " (("@"? ident) <|> hole) (colGt (ident <|> hole))*)
syntax inductionAlt := inductionAltLHS+ (" => " (hole <|> syntheticHole <|> tacticSeq))?
syntax inductionAlts := " with" (colGt tactic)? withPosition((colGe inductionAlt)*)
syntax (name := induction) "induction " elimTarget,+ (" using " term)? (" generalizing" (colGt term:max)+)? (inductionAlts)? : tactic
syntax (name := cases) "cases " elimTarget,+ (" using " term)? (inductionAlts)? : tactic
syntax (name := funInduction) "fun_induction " term (" generalizing" (colGt term:max)+)? (inductionAlts)? : tactic
syntax (name := funCases) "fun_cases " term (inductionAlts)? : tactic
syntax "by_cases " (atomic(ident " : "))? term : tactic
macro_rules
  | `(tactic| by_cases $h:ident : $p) => `(tactic| refine dite $p (fun $h:ident => ?pos) (fun $h:ident => ?neg))
  | `(tactic| by_cases $p:term) => `(tactic| by_cases h : $p)

/-! Pattern forms. Categories `rcasesPat`, `rintroPat`; kinds `rcasesPat.*`, `rintroPat.*`, `rcasesPatMed`, `rcasesPatLo`. -/
declare_syntax_cat rcasesPat
declare_syntax_cat rintroPat
syntax rcasesPatMed := sepBy1(rcasesPat, " | ")
syntax rcasesPatLo := rcasesPatMed (" : " term)?
syntax (name := rcasesPat.one) ident : rcasesPat
syntax (name := rcasesPat.ignore) "_" : rcasesPat
syntax (name := rcasesPat.clear) "-" : rcasesPat
syntax (name := rcasesPat.explicit) "@" noWs rcasesPat : rcasesPat
syntax (name := rcasesPat.tuple) "⟨" rcasesPatLo,* "⟩" : rcasesPat
syntax (name := rcasesPat.paren) "(" rcasesPatLo ")" : rcasesPat
syntax (name := rintroPat.one) rcasesPat : rintroPat
syntax (name := rintroPat.binder) (priority := high) "(" rintroPat+ (" : " term)? ")" : rintroPat
syntax (name := rcases) "rcases" elimTarget,* (" with " rcasesPatLo)? : tactic
syntax (name := obtain) "obtain" (colGt rcasesPatMed)? (" : " term)? (" := " term,+)? : tactic
syntax (name := rintro) "rintro" (colGt rintroPat)+ (" : " term)? : tactic

/-! Rewriting inside a term. Category `conv`; kinds `Conv.*` as written. -/
declare_syntax_cat conv (behavior := both)
namespace Conv
syntax convSeq1Indented := sepByIndentSemicolon(conv)
syntax convSeqBracketed := "{" withoutPosition(sepByIndentSemicolon(conv)) "}"
syntax convSeq := convSeqBracketed <|> convSeq1Indented
syntax occsWildcard := "*"
syntax occsIndexed := num+
syntax occs := atomic("(" &"occs") " := " (occsWildcard <|> occsIndexed) ")"
syntax (name := conv) "conv" (" at " ident)? (" in " (occs)? term)? " => " convSeq : tactic
syntax (name := pattern) "pattern " (occs)? term : conv
syntax (name := paren) "(" withoutPosition(convSeq) ")" : conv
syntax (name := nestedConv) convSeqBracketed : conv
syntax (name := nestedTactic) "tactic" " => " tacticSeq : conv
syntax (name := nestedTacticCore) "tactic'" " => " tacticSeq : conv
syntax (name := skip) "skip" : conv
syntax (name := first) "first " withPosition((colGe "| " convSeq)+) : conv
syntax (name := lhs) "lhs" : conv
syntax (name := rhs) "rhs" : conv
syntax (name := «fun») "fun" : conv
syntax argArg := "@"? "-"? num
syntax (name := arg) "arg " argArg : conv
syntax (name := congr) "congr" : conv
syntax (name := ext) "ext" (colGt binderIdent)* : conv
syntax enterArg := binderIdent <|> argArg
syntax (name := enter) "enter" " [" withoutPosition(enterArg,+) "]" : conv
syntax (name := rewrite) "rewrite " optConfig rwRuleSeq : conv
macro "rw " c:optConfig s:rwRuleSeq : conv => `(conv| (rewrite $c:optConfig $s:rwRuleSeq; tactic' => try with_reducible rfl))
syntax (name := simp) "simp" optConfig (discharger)? (&" only")? (" [" withoutPosition((simpStar <|> simpErase <|> simpLemma),*,?) "]")? : conv
syntax (name := dsimp) "dsimp" optConfig (discharger)? (&" only")? (" [" withoutPosition((simpErase <|> simpLemma),*,?) "]")? : conv
syntax (name := unfold) "unfold" (colGt term:max)+ : conv
syntax (name := delta) "delta" (colGt ident)+ : conv
syntax (name := change) "change " term : conv
syntax (name := whnf) "whnf" : conv
syntax (name := reduce) "reduce" : conv
syntax (name := zeta) "zeta" : conv
macro "rfl" : conv => `(conv| tactic => rfl)
macro "done" : conv => `(conv| tactic' => done)
end Conv

end Parser.Tactic

/-! Extensionality. Kinds `Lean.Elab.Tactic.Ext.*`, attribute `Lean.Parser.Attr.ext`. -/
namespace Parser.Attr
syntax extIff := atomic("(" &"iff" " := " &"false" ")")
syntax extFlat := atomic("(" &"flat" " := " &"false" ")")
syntax normCastLabel := &"elim" <|> &"move" <|> &"squash"
syntax (name := norm_cast) "norm_cast" (normCastLabel)? (num)? : attr
syntax (name := ext) "ext" (extIff)? (extFlat)? (prio)? : attr
end Parser.Attr
namespace Elab.Tactic.Ext
syntax (name := applyExtTheorem) "apply_ext_theorem" : tactic
syntax (name := ext) "ext" (colGt rintroPat)* (" : " num)? : tactic
end Elab.Tactic.Ext

/-! The simp attribute. Kind `Lean.Parser.Attr.simp`. -/
syntax (name := Parser.Attr.simp) "simp" (Parser.Tactic.simpPre <|> Parser.Tactic.simpPost)? (unicode("← ", "<- "))? (prio)? : attr
end Lean

/-! `‹p›`: a proof of `p` from the context. Kind `term‹_›`. -/
syntax (name := «term‹_›») "‹" withoutPosition(term) "›" : term
macro_rules | `(‹$t›) => `((by assumption : $t))
