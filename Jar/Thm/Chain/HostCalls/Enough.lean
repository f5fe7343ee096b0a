import Jar.Chain.Refine
import Jar.Thm.Chain.HostCalls.Gas
import Jar.Thm.Chain.Invocation

/-!
# Theorems: the host calls of an invocation are enough

About Gray Paper 0.7.2, appendix A.6: a host call takes gas, so the calls that the model allows are never used up, in accumulation, refinement and authorization.
-/
namespace Jar.Chain

open HostCalls

/-- A host whose calls take gas where the machine goes on. -/
def Takes {X : Type} (host : Host X) : Prop :=
  ∀ (number : UInt64) (machine : Machine) (context : X), hostCallGas ≤ machine.gas →
    (host number machine context).outcome.state.gas.toNat < machine.gas.toNat

/-- Without the gas of a call the machine exits. -/
def Stops {X : Type} (host : Host X) : Prop :=
  ∀ (number : UInt64) (machine : Machine) (context : X), ¬ hostCallGas ≤ machine.gas →
    (host number machine context).outcome = .exit .outOfGas machine

section
variable {X : Type} {rules : Pvm.Rules} {program : Pvm.Program} {host : Host X}

/-- One call more gives the same, if there are more calls than gas. -/
theorem runWithHost_succ (takes : Takes host) (stops : Stops host) {calls : Nat} {machine : Machine} {context : X} (h : machine.gas.toNat < calls) :
    runWithHost rules program host (calls + 1) machine context = runWithHost rules program host calls machine context := by
  induction calls generalizing machine context with
  | zero => exact absurd h (Nat.not_lt_zero _)
  | succ calls ih =>
    rw [runWithHost, runWithHost]
    have ran := Pvm.run_gas_le (rules := rules) (program := program) machine
    cases e : Pvm.run rules program machine with
    | mk reason after =>
      rw [e] at ran
      cases reason with
      | hostCall number =>
        dsimp only at ran ⊢
        cases c : host number after context with
        | mk outcome context' =>
          cases outcome with
          | next machine' =>
            cases (inferInstance : Decidable (hostCallGas ≤ after.gas)) with
            | isTrue enough =>
              have less := takes number after context enough
              rw [c] at less
              have less : machine'.gas.toNat < after.gas.toNat := less
              exact ih (machine := { machine' with pc := program.next machine'.pc }) (Nat.lt_of_lt_of_le less (by omega))
            | isFalse short =>
              have stop := stops number after context short
              rw [c] at stop
              exact nomatch stop
          | exit reason machine' => rfl
      | halt => rfl
      | panic => rfl
      | outOfGas => rfl
      | pageFault address => rfl

/-- **The host calls of an invocation are enough**: more of them give the same. -/
theorem runWithHost_enough (takes : Takes host) (stops : Stops host) (machine : Machine) (context : X) (more : Nat) :
    runWithHost rules program host (machine.gas.toNat + 1 + more) machine context
      = runWithHost rules program host (machine.gas.toNat + 1) machine context := by
  induction more with
  | zero => rfl
  | succ more ih =>
    exact (runWithHost_succ takes stops (calls := machine.gas.toNat + 1 + more) (by omega)).trans ih

end

theorem paid_stops {X : Type} {machine : Machine} {context : X} {call : Machine → Called X} (h : ¬ hostCallGas ≤ machine.gas) :
    (paid machine context call).outcome = .exit .outOfGas machine := by
  unfold paid
  rw [ite_eq_left (UInt64.not_le.mp h)]

theorem paid_takes {X : Type} {machine : Machine} {context : X} {call : Machine → Called X} (h : hostCallGas ≤ machine.gas)
    (le : ∀ machine : Machine, (call machine).outcome.state.gas.toNat ≤ machine.gas.toNat) :
    (paid machine context call).outcome.state.gas.toNat < machine.gas.toNat := by
  unfold paid
  rw [ite_eq_right (UInt64.not_lt.mpr h)]
  have e : (machine.gas - hostCallGas).toNat = machine.gas.toNat - 10 := UInt64.toNat_sub_of_le _ _ h
  have ten : 10 ≤ machine.gas.toNat := UInt64.le_iff_toNat_le.mp h
  refine Nat.lt_of_le_of_lt (le _) ?_
  show (machine.gas - hostCallGas).toNat < machine.gas.toNat
  omega

/-! ## Accumulation -/

theorem Quiet.le {machine : Machine} {x : Implications} {called : Called Implications} (q : Quiet machine x called) :
    called.outcome.state.gas.toNat ≤ machine.gas.toNat := Nat.le_of_eq (congrArg UInt64.toNat q.gas)

theorem answerAccumulate_gas_le {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} : (answerAccumulate block source call machine pair).outcome.state.gas.toNat ≤ machine.gas.toNat := by
  cases call with
  | none => exact Nat.le_refl _
  | some call =>
    cases call with
    | gas => exact Nat.le_refl _
    | fetch => exact Nat.le_of_eq (congrArg UInt64.toNat (deliver_gas ..))
    | lookup => exact Nat.le_of_eq (congrArg UInt64.toNat lookup_gas)
    | read => exact Nat.le_of_eq (congrArg UInt64.toNat read_gas)
    | info => exact Nat.le_of_eq (congrArg UInt64.toNat (deliver_gas ..))
    | write => exact Nat.le_of_eq (congrArg UInt64.toNat write_gas)
    | historicalLookup => exact Nat.le_refl _
    | exportSegment => exact Nat.le_refl _
    | machine => exact Nat.le_refl _
    | peek => exact Nat.le_refl _
    | poke => exact Nat.le_refl _
    | pages => exact Nat.le_refl _
    | invoke => exact Nat.le_refl _
    | expunge => exact Nat.le_refl _
    | log => exact Nat.le_refl _
    | checkpoint => exact Nat.le_refl _
    | bless => exact (bless_quiet (x := pair.regular)).le
    | assign => exact (assign_quiet (x := pair.regular)).le
    | designate => exact (designate_quiet (x := pair.regular)).le
    | new => exact (new_quiet (x := pair.regular)).le
    | upgrade => exact (upgrade_quiet (x := pair.regular)).le
    | eject => exact (eject_quiet (x := pair.regular)).le
    | query => exact (query_quiet (x := pair.regular)).le
    | solicit => exact (solicit_quiet (x := pair.regular)).le
    | forget => exact (forget_quiet (x := pair.regular)).le
    | yield => exact (yield_quiet (x := pair.regular)).le
    | provide => exact (provide_quiet (x := pair.regular)).le
    | transfer => exact transfer_gas_le (x := pair.regular)

theorem accumulateHost_takes (block : AccumulationBlock) (source : FetchSource) : Takes (accumulateHost block source) :=
  fun _ _ _ h => paid_takes h fun _ => answerAccumulate_gas_le

theorem accumulateHost_stops (block : AccumulationBlock) (source : FetchSource) : Stops (accumulateHost block source) :=
  fun _ _ _ h => paid_stops h

/-! ## Authorization -/

theorem authorizeHost_takes (source : FetchSource) : Takes (authorizeHost source) := by
  intro number machine context h
  refine paid_takes h fun machine => ?_
  split
  · exact Nat.le_refl _
  · exact Nat.le_of_eq (congrArg UInt64.toNat (deliver_gas ..))
  · exact Nat.le_refl _

theorem authorizeHost_stops (source : FetchSource) : Stops (authorizeHost source) := fun _ _ _ h => paid_stops h

/-! ## Refinement -/

namespace HostCalls

variable {machine : Machine} {inner : InnerMachines}

theorem historicalLookup_gas {own : ServiceId} {services : Services} {time : Slot} :
    (historicalLookup own services time machine).state.gas = machine.gas := by
  unfold historicalLookup
  dsimp only
  split
  · rfl
  · exact deliver_gas ..

theorem exportSegment_gas {p : Params} {offset : Nat} {exports : Array ByteArray} :
    (exportSegment p offset machine exports).outcome.state.gas = machine.gas := by
  unfold exportSegment
  dsimp only
  repeat (first | rfl | split)

theorem machine_gas : (HostCalls.machine machine inner).outcome.state.gas = machine.gas := by
  unfold HostCalls.machine
  dsimp only
  repeat (first | rfl | split)

theorem writeAndAnswer_gas (address : UInt64) (octets : ByteArray) (first second : UInt64) :
    (writeAndAnswer machine address octets first second).state.gas = machine.gas := by
  unfold writeAndAnswer
  split
  split
  · rfl
  · rfl

theorem peek_gas : (peek machine inner).outcome.state.gas = machine.gas := by
  unfold peek
  dsimp only
  split
  · rfl
  · split
    · rfl
    · split
      · rfl
      · exact writeAndAnswer_gas ..

theorem poke_gas : (poke machine inner).outcome.state.gas = machine.gas := by
  unfold poke
  dsimp only
  repeat (first | rfl | split)

theorem pages_gas : (pages machine inner).outcome.state.gas = machine.gas := by
  unfold pages
  dsimp only
  repeat (first | rfl | split)

theorem invoke_gas {rules : Pvm.Rules} : (invoke rules machine inner).outcome.state.gas = machine.gas := by
  unfold invoke
  dsimp only
  split
  · split
    · rfl
    · dsimp only
      rw [writeAndAnswer_gas]
  · rfl

theorem expunge_gas : (expunge machine inner).outcome.state.gas = machine.gas := by
  unfold expunge
  dsimp only
  repeat (first | rfl | split)

end HostCalls

theorem onInner_gas_le {state : RefineState} {machine : Machine} {call : InnerMachines → Called InnerMachines}
    (h : ∀ inner, (call inner).outcome.state.gas = machine.gas) : (onInner state call).outcome.state.gas.toNat ≤ machine.gas.toNat :=
  Nat.le_of_eq (congrArg UInt64.toNat (h state.inner))

theorem answerRefine_gas_le {refinement : Refinement} {own : ServiceId} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {state : RefineState} : (answerRefine refinement own source call machine state).outcome.state.gas.toNat ≤ machine.gas.toNat := by
  unfold answerRefine
  split
  · exact Nat.le_refl _
  · exact Nat.le_of_eq (congrArg UInt64.toNat (deliver_gas ..))
  · exact Nat.le_of_eq (congrArg UInt64.toNat historicalLookup_gas)
  · exact Nat.le_of_eq (congrArg UInt64.toNat exportSegment_gas)
  · exact onInner_gas_le fun _ => machine_gas
  · exact onInner_gas_le fun _ => peek_gas
  · exact onInner_gas_le fun _ => poke_gas
  · exact onInner_gas_le fun _ => pages_gas
  · exact onInner_gas_le fun _ => invoke_gas
  · exact onInner_gas_le fun _ => expunge_gas
  · exact Nat.le_refl _

theorem refineHost_takes (refinement : Refinement) (own : ServiceId) (source : FetchSource) : Takes (refineHost refinement own source) :=
  fun _ _ _ h => paid_takes h fun _ => answerRefine_gas_le

theorem refineHost_stops (refinement : Refinement) (own : ServiceId) (source : FetchSource) : Stops (refineHost refinement own source) :=
  fun _ _ _ h => paid_stops h

end Jar.Chain
