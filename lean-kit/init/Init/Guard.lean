prelude
import Init.Tactics
/-! Commands that check something while a file is read: `#guard`, `#guard_expr`, `#guard_msgs`. -/

namespace Lean
namespace Parser.Command
syntax (name := guardCmd) "#guard " term : command
end Parser.Command

syntax guardMsgsFilterAction := &"check" <|> &"drop" <|> &"pass"
syntax guardMsgsFilterSeverity := &"trace" <|> &"info" <|> &"warning" <|> &"error" <|> &"all"
syntax guardMsgsFilter := atomic((guardMsgsFilterAction)? guardMsgsFilterSeverity)
syntax guardMsgsWhitespaceArg := &"exact" <|> &"normalized" <|> &"lax"
syntax guardMsgsWhitespace := &"whitespace" " := " guardMsgsWhitespaceArg
syntax guardMsgsOrderingArg := &"exact" <|> &"sorted"
syntax guardMsgsOrdering := &"ordering" " := " guardMsgsOrderingArg
syntax guardMsgsSpecElt := guardMsgsFilter <|> guardMsgsWhitespace <|> guardMsgsOrdering
syntax guardMsgsSpec := "(" guardMsgsSpecElt,* ")"
/-- The messages of the command must be those in the comment. -/
syntax (name := guardMsgsCmd) (plainDocComment)? "#guard_msgs" (guardMsgsSpec)? " in" command : command
end Lean
