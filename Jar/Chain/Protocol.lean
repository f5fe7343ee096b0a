import Jar.Types.Params
import Jar.Pvm.Rules

/-!
# The protocol

What distinguishes one chain's rules from another's, as values: the parameters of Gray Paper 0.7.2, I.4.4, the rules of the machine, and what services pay with.
-/
namespace Jar.Chain

/-- What storage is paid with. -/
inductive Economy where
  /-- Tokens: an account holds a balance of at least its threshold (section 9.3). -/
  | balance
deriving DecidableEq, Repr, Inhabited

/-- The rules of a chain. -/
structure Protocol where
  /-- The parameters. -/
  params : Params
  /-- The rules of the machine. -/
  machine : Pvm.Rules
  /-- What storage is paid with. -/
  economy : Economy

namespace Protocol

/-- Gray Paper 0.7.2. -/
def jam (params : Params) : Protocol := { params, machine := { gas := .perInstruction }, economy := .balance }

end Protocol

end Jar.Chain
