import Jar.Pvm.Init
import Jar.Pvm.Run
import Jar.Wire.Observation

/-!
# Running a case

docs/wire.md, "Running a case". The host is the script of the case; its place in the Gray Paper 0.7.2 is appendix A.6 (Ψ_H).
-/
namespace Jar.Wire

open Jar.Pvm

/-- All registers in order. -/
def registerNames : List Register :=
  [.r0, .r1, .r2, .r3, .r4, .r5, .r6, .r7, .r8, .r9, .r10, .r11, .r12]

/-- Sets the registers that have a new value. -/
def assignAll (registers : Registers) : List Register → List (Option UInt64) → Registers
  | name :: names, some value :: values => assignAll (registers.set name value) names values
  | _ :: names, none :: values => assignAll registers names values
  | _, _ => registers

/-- What the host sees of a call. -/
def Call.of (identifier : UInt64) (state : State) : Call :=
  let φ := state.registers
  { identifier, gas := state.gas, r7 := φ.r7, r8 := φ.r8, r9 := φ.r9, r10 := φ.r10, r11 := φ.r11, r12 := φ.r12 }

/-- The host's answer to the call at the program counter: gas, registers, octets. -/
def Reply.apply (reply : Reply) (program : Program) (state : State) : Outcome :=
  if state.gas < reply.gas then .exit .outOfGas state
  else
    match state with
    | { pc, gas, charged, registers, memory, heapBreak, heapLimit } =>
      let gas := gas - reply.gas
      let registers := assignAll registers registerNames reply.values
      match reply.poke with
      | none => .next { pc := program.next pc, gas, charged, registers, memory, heapBreak, heapLimit }
      | some poke =>
        match memory.poke poke.address poke.data with
        | .done memory => .next { pc := program.next pc, gas, charged, registers, memory, heapBreak, heapLimit }
        | .fault _ memory => .exit .panic { pc, gas, charged, registers, memory, heapBreak, heapLimit }

/-- At most `left` steps, with the calls answered so far. -/
def runScript (rules : Rules) (program : Program) :
    (replies : List Reply) → (calls : Array Call) → (left : Nat) → State → Ending × Array Call × State
  | replies, calls, left, state =>
    match stepMany rules program left state with
    | .running state => (.stepLimit, calls, state)
    | .exited (.hostCall identifier) left state =>
      match replies with
      | [] => (.exit (.hostCall identifier), calls, state)
      | reply :: replies =>
        let calls := calls.push (Call.of identifier state)
        match reply.apply program state with
        | .next state => runScript rules program replies calls left state
        | .exit reason state => (.exit reason, calls, state)
    | .exited reason _ state => (.exit reason, calls, state)

/-- The report on a final state. -/
def Report.of (ending : Ending) (calls : Array Call) (state : State) : Report :=
  { ending, gas := state.gas, pc := state.pc, heapBreak := state.heapBreak, registers := state.registers
    pages := state.memory.pages.foldl (fun kept page => if page.touched then kept.push page else kept) #[]
    calls }

/-- The state of a case and the program blob that goes with it; `none` if a standard program cannot be initialised. -/
def Case.start (c : Case) : Option (ByteArray × State) :=
  match c with
  | { kind, pc, gas, heapBreak, heapLimit, registers, blob, pages, arguments, .. } =>
    match kind with
    | .raw => some (blob, { pc, gas, charged := false, registers, memory := { pages }, heapBreak, heapLimit })
    | .standard =>
      match standardInitial blob arguments with
      | none => none
      | some { code, registers, memory, heapBreak, heapLimit } =>
        some (code, { pc, gas, charged := false, registers, memory, heapBreak, heapLimit })

/-- The report on a case whose program is invalid. -/
def Case.refuse (c : Case) : Report :=
  { ending := .invalidProgram, gas := c.gas, pc := c.pc, heapBreak := c.heapBreak, registers := c.registers
    pages := #[], calls := #[] }

/-- The answer to a case. -/
def Case.run (c : Case) : Report :=
  let rules : Rules := { gas := c.gasModel }
  let stepLimit := c.stepLimit
  let replies := c.replies
  let refused := c.refuse
  match c.start with
  | none => refused
  | some (blob, state) =>
    match deblob blob with
    | none => refused
    | some program =>
      let limit := if stepLimit = noStepLimit then enoughSteps program state.gas else stepLimit.toNat
      match runScript rules program replies.toList #[] limit state with
      | (ending, calls, state) => Report.of ending calls state

/-- The answer to the octets of a case. -/
def observe (bytes : ByteArray) : Observation :=
  match Case.decode bytes with
  | .ok c _ => .ran c.run
  | .malformed error offset => .malformed error offset

end Jar.Wire
