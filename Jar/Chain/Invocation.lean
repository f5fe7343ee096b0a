import Jar.Pvm.Init
import Jar.Pvm.Range
import Jar.Pvm.Run
import Jar.Types.Primitives

/-!
# Invocations with arguments

Gray Paper 0.7.2, appendix A.6 (Ψ_H: host calls answered by a function) and A.8 (Ψ_M: a standard program, arguments in, octets out).
The machine's state goes into the host and comes back, so that memory and registers have one owner.
-/
namespace Jar.Chain

/-- A machine that host calls are answered for. -/
abbrev Machine := Pvm.State

/-- What a host call gives: how the machine goes on or exits, and the host's context. -/
structure Called (X : Type) where
  outcome : Pvm.Outcome
  context : X

/-- F: answers the call of a number. The state is that of the instruction that calls. -/
abbrev Host (X : Type) := UInt64 → Machine → X → Called X

/-- Ψ_H with at most so many host calls, each of which costs the gas of its instruction at least. -/
@[specialize] def runWithHost {X : Type} (rules : Pvm.Rules) (program : Pvm.Program) (host : Host X) :
    (calls : Nat) → Machine → X → Pvm.Exit × Machine × X
  | 0, machine, context => (.outOfGas, machine, context)
  | calls + 1, machine, context =>
    match Pvm.run rules program machine with
    | (.hostCall number, machine) =>
      match host number machine context with
      | { outcome := .next machine, context } =>
        let next := program.next machine.pc
        runWithHost rules program host calls { machine with pc := next } context
      | { outcome := .exit reason machine, context } => (reason, machine, context)
    | (reason, machine) => (reason, machine, context)

/-- 𝔹 ∪ {☇, ∞}: what an invocation gives. -/
inductive Returned where
  | octets (octets : ByteArray)
  | panic
  | outOfGas

/-- Gas used, what came out, and the host's context. -/
structure Invoked (X : Type) where
  gasUsed : Gas
  returned : Returned
  context : X

/-- R: the end of an invocation. Out of gas means that all of it is used. -/
def returned {X : Type} (gas : Gas) (reason : Pvm.Exit) (machine : Machine) (context : X) : Invoked X :=
  match reason with
  | .outOfGas => { gasUsed := gas, returned := .outOfGas, context }
  | .halt =>
    { gasUsed := gas - min gas machine.gas
      returned := .octets ((machine.memory.peek machine.registers.r7.toNat machine.registers.r8.toNat).getD .empty), context }
  | _ => { gasUsed := gas - min gas machine.gas, returned := .panic, context }

/-- Ψ_M: runs a standard program from an index of its code on, with arguments. -/
@[specialize] def invokeWithHost {X : Type} (rules : Pvm.Rules) (code : ByteArray) (entry : Nat) (gas : Gas) (arguments : ByteArray)
    (host : Host X) (context : X) : Invoked X :=
  match Pvm.standardInitial code arguments with
  | none => { gasUsed := 0, returned := .panic, context }
  | some { code, registers, memory, heapBreak, heapLimit } =>
    match Pvm.deblob code with
    | none => { gasUsed := 0, returned := .panic, context }
    | some program =>
      match runWithHost rules program host (gas.toNat + 1) { pc := entry, gas, charged := false, registers, memory, heapBreak, heapLimit }
        context with
      | (reason, machine, context) => returned gas reason machine context

end Jar.Chain
