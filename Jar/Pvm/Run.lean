import Jar.Pvm.Step

/-!
# Runs

Ψ of Gray Paper 0.7.2, appendix A.1. Recursion is on a number of steps, and `enoughSteps` of them are never used up, because every step is
paid for (`Jar/Thm/Pvm/Gas.lean` proves it).
-/
namespace Jar.Pvm

/-- What a number of steps gives. -/
inductive Result where
  /-- All steps are done and the machine can go on. -/
  | running (state : State)
  /-- An exit, with the number of steps left behind the one that exited. -/
  | exited (reason : Exit) (left : Nat) (state : State)
deriving Inhabited

/-- At most `n` steps. -/
def steps (rules : Rules) (program : Program) : (n : Nat) → State → Result
  | 0, state => .running state
  | n + 1, state =>
    match step rules program state with
    | .next state => steps rules program n state
    | .exit reason state => .exited reason n state

/-- The steps that `stepMany` counts in one go: small enough for a machine word. -/
def chunk : Nat := 0x100000000

/-- At most `count` · `chunk` steps. -/
def stepChunks (rules : Rules) (program : Program) : (count : Nat) → State → Result
  | 0, state => .running state
  | count + 1, state =>
    match steps rules program chunk state with
    | .running state => stepChunks rules program count state
    | .exited reason left state => .exited reason (left + count * chunk) state

/-- At most `n` steps, as `steps`, but without counting in big numbers. -/
def stepMany (rules : Rules) (program : Program) (n : Nat) (state : State) : Result :=
  match steps rules program (n % chunk) state with
  | .running state => stepChunks rules program (n / chunk) state
  | .exited reason left state => .exited reason (left + n / chunk * chunk) state

/-- More steps than the gas can pay: a charge of at least one lasts at most as long as the code has octets, and one step more. -/
def enoughSteps (program : Program) (gas : UInt64) : Nat :=
  (gas.toNat + 1) * (program.code.size + 2)

/-- Runs until an exit. -/
def run (rules : Rules) (program : Program) (state : State) : Exit × State :=
  match stepMany rules program (enoughSteps program state.gas) state with
  | .exited reason _ state => (reason, state)
  | .running state => (.outOfGas, state)

/-- The program counter that Ψ reports: 0 after halt and panic (D4). -/
def reportedCounter (reason : Exit) (state : State) : Nat :=
  match reason with
  | .halt | .panic => 0
  | _ => state.pc

/-- Ψ(**p**, ı, ϱ, φ, µ): exit reason, counter, gas, registers, memory. -/
def invoke (rules : Rules) (blob : ByteArray) (pc : Nat) (gas : UInt64) (registers : Registers) (memory : Memory) :
    Exit × Nat × UInt64 × Registers × Memory :=
  match deblob blob with
  | none => (.panic, 0, gas, registers, memory)
  | some program =>
    match run rules program { pc, gas, charged := false, registers, memory, heapBreak := 0, heapLimit := 0 } with
    | (reason, state) => (reason, reportedCounter reason state, state.gas, state.registers, state.memory)

end Jar.Pvm
