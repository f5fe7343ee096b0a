import Jar.Facts

/-!
# The examples, compiled

Entry point for C; evaluates the facts about Gray Paper 0.7.2, appendix A.5, that the kernel checks as theorems.
-/
namespace Jar.Export

open Jar.Pvm

/-- The positions of facts that do not hold, as 4 octets each, least significant first. -/
def failures (position : Nat) (out : ByteArray) : List Fact → ByteArray
  | [] => out
  | fact :: facts => failures (position + 1) (if fact.holds then out else putLe out position.toUInt64 4) facts

/-- The number of facts, then the positions of those that do not hold, 4 octets each, least significant first. -/
@[export jar_examples] def examples (_ : ByteArray) : ByteArray :=
  failures 0 (putLe .empty allFacts.length.toUInt64 4) allFacts

end Jar.Export
