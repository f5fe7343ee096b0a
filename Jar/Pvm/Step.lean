import Jar.Pvm.Decode
import Jar.Pvm.Execute
import Jar.Pvm.Gas

/-!
# One step

Ψ₁ of Gray Paper 0.7.2, appendix A.4, preceded by the charge (docs/machine.md, D1 to D3).
-/
namespace Jar.Pvm

/-- Marks the block as unpaid if the step continues. -/
@[inline] def Outcome.endBlock (outcome : Outcome) : Outcome :=
  match outcome with
  | .next state => .next { state with charged := false }
  | .exit reason state => .exit reason state

/-- Ψ₁: pays, decodes, executes. -/
def step (rules : Rules) (program : Program) (state : State) : Outcome :=
  let pc := state.pc
  let cost := charge rules program pc state.charged
  if state.gas < cost then .exit .outOfGas state
  else
    let next := program.next pc
    let operation := program.operation pc
    let outcome := execute program (decodeAs program.code pc (next - (pc + 1)) operation) next
      { state with gas := state.gas - cost, charged := true }
    if operation.terminates then outcome.endBlock else outcome

end Jar.Pvm
