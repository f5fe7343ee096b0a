import Jar.Pvm.Program
import Jar.Pvm.Rules

/-!
# Gas

What a step pays before its effect: Gray Paper 0.7.2, appendix A.4 (ϱ_Δ = 1), and the per-block charge of Gray Paper 0.8.0, appendix A.4, with
the placeholder cost of docs/machine.md, D3.
-/
namespace Jar.Pvm

/-- 𝔏(pc): the greatest member of ϖ that is at most `pc`, or `origin` if there is none. -/
def blockStart (program : Program) (origin : Nat) : (pc : Nat) → Nat
  | 0 => if program.isBlockStart 0 then 0 else origin
  | pc + 1 => if program.isBlockStart (pc + 1) then pc + 1 else blockStart program origin pc

/-- `count`, and a step for each instruction from `pc` on in front of the end of its basic block, at most `fuel`. -/
def stepsToEnd (program : Program) (pc count : Nat) : (fuel : Nat) → Nat
  | 0 => count
  | fuel + 1 =>
    match program.operation? pc with
    | none => count
    | some operation => if operation.terminates then count else stepsToEnd program (program.next pc) (count + 1) fuel

/-- The cost of the block that contains `pc`. There are at most as many steps as octets of code, and one. Where no valid instruction begins,
the implicit trap is a block of its own. -/
def blockCost (program : Program) (pc : Nat) : Nat :=
  match program.operation? pc with
  | none => 1
  | some _ => stepsToEnd program (blockStart program pc pc) 1 program.code.size

/-- What a step at `pc` pays; `charged` says that the block is paid. A cost beyond 2^64 − 1 counts as that. -/
def charge (rules : Rules) (program : Program) (pc : Nat) (charged : Bool) : UInt64 :=
  match rules.gas with
  | .perInstruction => 1
  | .perBlock => if charged then 0 else (min (blockCost program pc) 0xffffffffffffffff).toUInt64

end Jar.Pvm
