import Jar.Kernel.Call

/-!
# Yields

docs/kernel.md, calls: YIELD, CALL_RESUME, DROP_PAUSED. A chain that is held keeps its activations; one that lies in a slot as a value is rebuilt first.
-/
namespace Jar.Kernel

open Pvm

/-- YIELD. The yielder goes on with φ7 = 0 and φ8 = OK when it is resumed (L30). -/
def yield_ (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (word : UInt64) : Turn :=
  let own := core.own held 0
  let marker : Try Cap := do
    let path ← own.path word
    own.free [path]
    let cap ← own.cap path
    let _ ← own.inst path
    return cap
  match marker with
  | .error answer => refused rules services core held rest (Path.walk word) answer
  | .ok marker =>
    paying rules services core held rest (Path.walk word) fun services =>
      match yieldTo rules services (core.answer .ok) held rest marker none with
      | some turn => turn
      | none => fault rules services core rest .uncaught

/-- A chain goes on where it stopped: its innermost activation gets the owner's slot 0, and quota as it is now is what faults give back (L19, L32). -/
def restart (quota : Table) (zero : Option Cap) : List Frame → List Frame
  | [] => []
  | .mk core held :: outer => .mk { core.setZero zero with before := quota } held :: outer.map fun frame => .mk { frame.core with before := quota } frame.held

/-- The chain that CALL_RESUME names, held or a value, and the work of it (K26). -/
def chainAt (services : Services) (core : Core) (held : List (List Frame)) (depth : Nat) (word : UInt64) : Try (List Frame × Nat) := do
  let own := core.own held 0
  let path ← callPath own word
  match heldAt? held path with
  | some chain =>
    ensure (depth + chain.length ≤ mostActivations) .depth
    return (chain, chain.length)
  | none =>
    own.free [path]
    let inst ← own.inst path
    let chain ← rebuild { gas := core.gas, quota := core.quota, meters := services.meters } path inst [] (mostActivations - depth)
    return (chain, chain.foldl (fun work frame => work + 1 + frame.core.code.shape.mappings.size) 0)

/-- CALL_RESUME. The owner stays as it is below the chain, so that a fault finds the chain held as before (L19). -/
def resume (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (word : UInt64) : Turn :=
  match chainAt services core held (rest.length + 1) word with
  | .error answer => refused rules services core held rest (Path.walk word) answer
  | .ok (chain, work) =>
    paying rules services core held rest (Path.walk word + work) fun services =>
      .next { rules, services, stack := restart services.meters.quota core.slotZero chain ++ .mk core.advance held :: rest }

/-- What DROP_PAUSED leaves: the slots and the chains that are held. -/
def dropChain (core : Core) (held : List (List Frame)) (word : UInt64) : Try (Own × List (List Frame)) := do
  let own := core.own held 0
  let path ← own.path word
  match heldAt? held path with
  | some _ => return (own.put path none, heldWithout held path)
  | none =>
    own.free [path]
    let inst ← own.inst path
    ensure inst.status.isSome .state
    return (own.put path none, held)

/-- DROP_PAUSED. -/
def dropPaused (rules : Rules) (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (word : UInt64) : Turn :=
  match dropChain core held word with
  | .error answer => refused rules services core held rest (Path.walk word) answer
  | .ok (own, others) =>
    paying rules services core held rest (Path.walk word) fun services => answered rules services (core.withOwn own) others rest .ok 0

end Jar.Kernel
