import Jar.Chain.Invocation
import Jar.Thm.Pvm.Gas

/-!
# Theorems: invocations

About Gray Paper 0.7.2, appendix A.6 and A.8: what every host call keeps, an invocation keeps.
-/
namespace Jar.Chain

variable {X : Type}

/-- What holds of gas and context, and goes on to hold with less gas and through every host call, holds in the end. -/
theorem runWithHost_keeps {rules : Pvm.Rules} {program : Pvm.Program} {host : Host X} (holds : Nat → X → Prop)
    (less : ∀ {gas fewer : Nat} {context : X}, holds gas context → fewer ≤ gas → holds fewer context)
    (call : ∀ {number : UInt64} {machine : Machine} {context : X}, holds machine.gas.toNat context →
      holds (host number machine context).outcome.state.gas.toNat (host number machine context).context)
    (calls : Nat) {machine : Machine} {context : X} (start : holds machine.gas.toNat context) :
    holds (runWithHost rules program host calls machine context).2.1.gas.toNat (runWithHost rules program host calls machine context).2.2 := by
  induction calls generalizing machine context with
  | zero => exact start
  | succ calls ih =>
    have ran := less start (Pvm.run_gas_le (rules := rules) (program := program) machine)
    unfold runWithHost
    cases e : Pvm.run rules program machine with
    | mk reason after =>
      rw [e] at ran
      cases reason with
      | hostCall number =>
        have called := call (number := number) ran
        dsimp only
        cases c : host number after context with
        | mk outcome context =>
          rw [c] at called
          cases outcome with
          | next machine => exact ih called
          | exit reason machine => exact called
      | halt => exact ran
      | panic => exact ran
      | outOfGas => exact ran
      | pageFault address => exact ran

theorem returned_context (gas : Gas) (reason : Pvm.Exit) (machine : Machine) (context : X) :
    (returned gas reason machine context).context = context := by
  unfold returned
  split <;> rfl

/-- What was left at the end is not counted as used. -/
theorem returned_gasUsed (gas : Gas) (reason : Pvm.Exit) (machine : Machine) (context : X) :
    gas.toNat ≤ (returned gas reason machine context).gasUsed.toNat + machine.gas.toNat := by
  have h : gas.toNat ≤ (gas - min gas machine.gas).toNat + machine.gas.toNat := by
    cases (inferInstance : Decidable (gas ≤ machine.gas)) with
    | isTrue le => exact Nat.le_trans (UInt64.le_iff_toNat_le.mp le) (Nat.le_add_left ..)
    | isFalse gt =>
      have e : min gas machine.gas = machine.gas := ite_eq_right gt
      have le : machine.gas ≤ gas := Nat.le_of_lt (Nat.lt_of_not_le gt)
      rw [e, UInt64.toNat_sub_of_le _ _ le]
      have := UInt64.le_iff_toNat_le.mp le
      omega
  unfold returned
  split
  · exact Nat.le_add_right ..
  · exact h
  · exact h

end Jar.Chain
