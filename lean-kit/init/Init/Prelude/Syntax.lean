prelude
import Init.Prelude.Monad
/-! `Name`, `Syntax`, parser descriptions and the macro monad: what the compiler reads from and writes to our macros. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace Lean
inductive Name where
  | anonymous : Name
  | str (pre : Name) (str : String)
  | num (pre : Name) (i : Nat)
with
  @[computed_field] hash : Name → UInt64
    | .anonymous => UInt64.ofNat 1723
    | .str p s => mixHash p.hash s.hash
    | .num p v => mixHash p.hash (dite (LT.lt v UInt64.size) (fun h => UInt64.ofNatLT v h) (fun _ => UInt64.ofNat 17))
instance : Inhabited Name := ⟨Name.anonymous⟩
instance : Hashable Name := ⟨Name.hash⟩
namespace Name
abbrev mkStr (p : Name) (s : String) : Name := Name.str p s
abbrev mkNum (p : Name) (v : Nat) : Name := Name.num p v
abbrev mkSimple (s : String) : Name := .str .anonymous s
@[reducible] def mkStr1 (s₁ : String) : Name := .str .anonymous s₁
@[reducible] def mkStr2 (s₁ s₂ : String) : Name := .str (.str .anonymous s₁) s₂
@[reducible] def mkStr3 (s₁ s₂ s₃ : String) : Name := .str (.str (.str .anonymous s₁) s₂) s₃
@[reducible] def mkStr4 (s₁ s₂ s₃ s₄ : String) : Name := .str (.str (.str (.str .anonymous s₁) s₂) s₃) s₄
@[reducible] def mkStr5 (s₁ s₂ s₃ s₄ s₅ : String) : Name := .str (mkStr4 s₁ s₂ s₃ s₄) s₅
@[reducible] def mkStr6 (s₁ s₂ s₃ s₄ s₅ s₆ : String) : Name := .str (mkStr5 s₁ s₂ s₃ s₄ s₅) s₆
@[reducible] def mkStr7 (s₁ s₂ s₃ s₄ s₅ s₆ s₇ : String) : Name := .str (mkStr6 s₁ s₂ s₃ s₄ s₅ s₆) s₇
@[reducible] def mkStr8 (s₁ s₂ s₃ s₄ s₅ s₆ s₇ s₈ : String) : Name := .str (mkStr7 s₁ s₂ s₃ s₄ s₅ s₆ s₇) s₈
@[extern "lean_name_eq"] protected opaque beq (n₁ n₂ : @& Name) : Bool
instance : BEq Name := ⟨Name.beq⟩
end Name
inductive SourceInfo where
  | original (leading : Substring.Raw) (pos : String.Pos.Raw) (trailing : Substring.Raw) (endPos : String.Pos.Raw)
  | synthetic (pos : String.Pos.Raw) (endPos : String.Pos.Raw) (canonical : Bool := false)
  | protected none
instance : Inhabited SourceInfo := ⟨SourceInfo.none⟩
abbrev SyntaxNodeKind := Name
inductive Syntax.Preresolved where
  | «namespace» (ns : Name)
  | decl (n : Name) (fields : List String)
inductive Syntax where
  | missing : Syntax
  | node (info : SourceInfo) (kind : SyntaxNodeKind) (args : Array Syntax) : Syntax
  | atom (info : SourceInfo) (val : String) : Syntax
  | ident (info : SourceInfo) (rawVal : Substring.Raw) (val : Name) (preresolved : List Syntax.Preresolved) : Syntax
instance : Inhabited Syntax := ⟨Syntax.missing⟩
abbrev SyntaxNodeKinds := List SyntaxNodeKind
@[reducible] def _root_.autoParam.{x} (α : Sort x) (tactic : Lean.Syntax) : Sort x := α
structure TSyntax (ks : SyntaxNodeKinds) where
  raw : Syntax
instance {ks : SyntaxNodeKinds} : Inhabited (TSyntax ks) := ⟨⟨default⟩⟩
abbrev choiceKind : SyntaxNodeKind := `choice
abbrev nullKind : SyntaxNodeKind := `null
abbrev groupKind : SyntaxNodeKind := `group
abbrev identKind : SyntaxNodeKind := `ident
abbrev strLitKind : SyntaxNodeKind := `str
abbrev charLitKind : SyntaxNodeKind := `char
abbrev numLitKind : SyntaxNodeKind := `num
abbrev hygieneInfoKind : SyntaxNodeKind := `hygieneInfo
abbrev Term := TSyntax (.cons `term .nil)
abbrev Command := TSyntax (.cons `command .nil)
namespace Syntax
abbrev Level := TSyntax (.cons `level .nil)
abbrev Tactic := TSyntax (.cons `tactic .nil)
abbrev Prec := TSyntax (.cons `prec .nil)
abbrev Prio := TSyntax (.cons `prio .nil)
abbrev Ident := TSyntax (.cons `ident .nil)
abbrev StrLit := TSyntax (.cons `str .nil)
abbrev CharLit := TSyntax (.cons `char .nil)
abbrev NumLit := TSyntax (.cons `num .nil)
abbrev HygieneInfo := TSyntax (.cons `hygieneInfo .nil)
end Syntax
export Syntax (Level Tactic Prec Prio Ident StrLit CharLit NumLit HygieneInfo)
inductive ParserDescr where
  | const  (name : Name)
  | unary  (name : Name) (p : ParserDescr)
  | binary (name : Name) (p₁ p₂ : ParserDescr)
  | node (kind : Name) (prec : Nat) (p : ParserDescr)
  | trailingNode (kind : Name) (prec lhsPrec : Nat) (p : ParserDescr)
  | symbol (val : String)
  | nonReservedSymbol (val : String) (includeIdent : Bool)
  | cat (catName : Name) (rbp : Nat)
  | parser (declName : Name)
  | nodeWithAntiquot (name : String) (kind : Name) (p : ParserDescr)
  | sepBy (p : ParserDescr) (sep : String) (psep : ParserDescr) (allowTrailingSep : Bool := false)
  | sepBy1 (p : ParserDescr) (sep : String) (psep : ParserDescr) (allowTrailingSep : Bool := false)
  | unicodeSymbol (val asciiVal : String) (preserveForPP : Bool)
instance : Inhabited ParserDescr := ⟨ParserDescr.symbol ""⟩
abbrev TrailingParserDescr := ParserDescr
abbrev MacroScope := Nat
class MonadRef (m : Type → Type) where
  getRef : m Syntax
  withRef {α : Type} : Syntax → m α → m α
export MonadRef (getRef)
class MonadQuotation (m : Type → Type) extends MonadRef m where
  getCurrMacroScope : m MacroScope
  getContext : m Name
  withFreshMacroScope {α : Type} : m α → m α
export MonadQuotation (getCurrMacroScope withFreshMacroScope)
@[extern "l_Lean_SourceInfo_fromRef"] opaque SourceInfo.fromRef (ref : Syntax) (canonical : Bool := false) : SourceInfo
@[extern "l_Lean_replaceRef"] opaque replaceRef (ref : Syntax) (oldRef : Syntax) : Syntax
@[extern "l_Lean_addMacroScope"] opaque addMacroScope (mainModule : Name) (n : Name) (scp : MacroScope) : Name
@[inline] def MonadRef.mkInfoFromRefPos {m : Type → Type} [Monad m] [MonadRef m] : m SourceInfo :=
  bind getRef fun ref => pure (SourceInfo.fromRef ref)
@[inline] def withRef {m : Type → Type} [Monad m] [MonadRef m] {α : Type} (ref : Syntax) (x : m α) : m α :=
  bind getRef fun oldRef => MonadRef.withRef (replaceRef ref oldRef) x
@[inline] def MonadQuotation.addMacroScope {m : Type → Type} [MonadQuotation m] [Monad m] (n : Name) : m Name :=
  bind MonadQuotation.getContext fun mainModule => bind getCurrMacroScope fun scp => pure (Lean.addMacroScope mainModule n scp)
def mkAtom (val : String) : Syntax := Syntax.atom SourceInfo.none val
namespace Syntax
@[extern "l_Lean_Syntax_getKind"] opaque getKind (stx : Syntax) : SyntaxNodeKind
@[extern "l_Lean_Syntax_isOfKind"] opaque isOfKind (stx : Syntax) (k : SyntaxNodeKind) : Bool
@[extern "l_Lean_Syntax_getArg"] opaque getArg (stx : Syntax) (i : Nat) : Syntax
@[extern "l_Lean_Syntax_getArgs"] opaque getArgs (stx : Syntax) : Array Syntax
@[extern "l_Lean_Syntax_getNumArgs"] opaque getNumArgs (stx : Syntax) : Nat
@[extern "l_Lean_Syntax_matchesNull"] opaque matchesNull (stx : Syntax) (n : Nat) : Bool
@[extern "l_Lean_Syntax_matchesIdent"] opaque matchesIdent (stx : Syntax) (id : Name) : Bool
@[extern "l_Lean_Syntax_matchesLit"] opaque matchesLit (stx : Syntax) (k : SyntaxNodeKind) (val : String) : Bool
@[extern "l_Lean_Syntax_getId"] opaque getId (stx : Syntax) : Name
@[extern "l_Lean_Syntax_setArgs"] opaque setArgs (stx : Syntax) (args : Array Syntax) : Syntax
def node1 (i : SourceInfo) (k : SyntaxNodeKind) (a : Syntax) : Syntax := .node i k (Array.mkArray1 a)
def node2 (i : SourceInfo) (k : SyntaxNodeKind) (a b : Syntax) : Syntax := .node i k (Array.mkArray2 a b)
def node3 (i : SourceInfo) (k : SyntaxNodeKind) (a b c : Syntax) : Syntax := .node i k (Array.mkArray3 a b c)
def node4 (i : SourceInfo) (k : SyntaxNodeKind) (a b c d : Syntax) : Syntax := .node i k (Array.mkArray4 a b c d)
def node5 (i : SourceInfo) (k : SyntaxNodeKind) (a b c d e : Syntax) : Syntax := .node i k (Array.mkArray5 a b c d e)
def node6 (i : SourceInfo) (k : SyntaxNodeKind) (a b c d e f : Syntax) : Syntax := .node i k (Array.mkArray6 a b c d e f)
def node7 (i : SourceInfo) (k : SyntaxNodeKind) (a b c d e f g : Syntax) : Syntax := .node i k (Array.mkArray7 a b c d e f g)
def node8 (i : SourceInfo) (k : SyntaxNodeKind) (a b c d e f g h : Syntax) : Syntax := .node i k (Array.mkArray8 a b c d e f g h)
end Syntax
def mkNullNode (args : Array Syntax := Array.empty) : Syntax := .node SourceInfo.none nullKind args
namespace Macro
structure Context where
  methods : Syntax
  quotContext : Name
  currMacroScope : MacroScope
  currRecDepth : Nat := 0
  maxRecDepth : Nat := 512
  ref : Syntax
inductive Exception where
  | error : Syntax → String → Exception
  | unsupportedSyntax : Exception
structure State where
  macroScope : MacroScope
  expandedMacroDecls : List Name := .nil
  traceMsgs : List (Prod Name String) := .nil
end Macro
abbrev MacroM := ReaderT Macro.Context (EStateM Macro.Exception Macro.State)
abbrev Macro := Syntax → MacroM Syntax
namespace Macro
instance : MonadRef MacroM where
  getRef ctx s := .ok ctx.ref s
  withRef ref x ctx s := x { ctx with ref := ref } s
@[inline] def throwUnsupported {α : Type} : MacroM α := fun _ s => .error .unsupportedSyntax s
@[inline] def throwErrorAt {α : Type} (ref : Syntax) (msg : String) : MacroM α := fun _ s => .error (.error ref msg) s
@[inline] def throwError {α : Type} (msg : String) : MacroM α := fun ctx s => .error (.error ctx.ref msg) s
@[inline] protected def withFreshMacroScope {α : Type} (x : MacroM α) : MacroM α := fun ctx s =>
  x { ctx with currMacroScope := s.macroScope } { s with macroScope := Nat.add s.macroScope 1 }
instance : MonadQuotation MacroM where
  getCurrMacroScope ctx s := .ok ctx.currMacroScope s
  getContext ctx s := .ok ctx.quotContext s
  withFreshMacroScope := Macro.withFreshMacroScope
end Macro
namespace PrettyPrinter
abbrev UnexpandM := ReaderT Syntax (EStateM Unit Unit)
abbrev Unexpander := Syntax → UnexpandM Syntax
instance : MonadQuotation UnexpandM where
  getRef r s := .ok r s
  withRef ref x _ s := x ref s
  getCurrMacroScope _ s := .ok 0 s
  getContext _ s := .ok `_fakeMod s
  withFreshMacroScope x := x
end PrettyPrinter
end Lean
