import Jar.Chain.Accumulate
import Jar.Thm.Chain.HostCalls.Solvency
import Jar.Thm.Pvm.Gas

/-!
# Theorems: transfers are paid for

About Gray Paper 0.7.2, appendix B.7: the gas that transfers carry, and one more for each, was used by the accumulation that makes them. So there are no more
transfers than gas.
-/
namespace Jar.Chain

open HostCalls

/-- The gas that transfers carry, and one for each. -/
def debt : List DeferredTransfer → Nat
  | [] => 0
  | transfer :: rest => transfer.gas.toNat + 1 + debt rest

theorem debt_append (as bs : List DeferredTransfer) : debt (as ++ bs) = debt as + debt bs := by
  induction as with
  | nil => exact (Nat.zero_add _).symm
  | cons a as ih => show a.gas.toNat + 1 + debt (as ++ bs) = a.gas.toNat + 1 + debt as + debt bs; omega

/-- A host call that neither takes gas nor makes a transfer. -/
structure Quiet (machine : Machine) (x : Implications) (called : Called Implications) : Prop where
  gas : called.outcome.state.gas = machine.gas
  transfers : called.context.transfers = x.transfers

namespace HostCalls

variable {p : Params} {slot : Slot} {machine : Machine} {x : Implications}

theorem deliver_gas (target first length : UInt64) (value : Option ByteArray) : (deliver machine target first length value).state.gas = machine.gas := by
  unfold deliver
  dsimp only
  split <;> rfl

theorem lookup_gas {own : ServiceId} {self : ServiceAccount} {services : Services} : (lookup own self services machine).state.gas = machine.gas := by
  unfold lookup
  dsimp only
  split
  · rfl
  · exact deliver_gas ..

theorem read_gas {own : ServiceId} {self : ServiceAccount} {services : Services} : (HostCalls.read own self services machine).state.gas = machine.gas := by
  unfold HostCalls.read
  dsimp only
  split
  · rfl
  · exact deliver_gas ..

theorem write_gas {self : ServiceAccount} : (HostCalls.write p self machine).outcome.state.gas = machine.gas := by
  unfold HostCalls.write
  split
  · rfl
  · dsimp only
    split <;> rfl

theorem bless_quiet : Quiet machine x (bless p machine x) := by
  unfold bless
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem assign_quiet : Quiet machine x (assign p machine x) := by
  unfold assign
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem designate_quiet : Quiet machine x (designate p machine x) := by
  unfold designate
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem new_quiet : Quiet machine x (new p slot machine x) := by
  unfold new
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem upgrade_quiet : Quiet machine x (upgrade machine x) := by
  unfold upgrade
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem eject_quiet : Quiet machine x (eject p slot machine x) := by
  unfold eject
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem query_quiet : Quiet machine x (query machine x) := by
  unfold query
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem solicit_quiet : Quiet machine x (solicit p slot machine x) := by
  unfold solicit
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem forget_quiet : Quiet machine x (forget p slot machine x) := by
  unfold forget
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem yield_quiet : Quiet machine x (HostCalls.yield machine x) := by
  unfold HostCalls.yield
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem provide_quiet : Quiet machine x (provide machine x) := by
  unfold provide
  dsimp only
  repeat (first | exact ⟨rfl, rfl⟩ | split)

theorem transfer_paid : (transfer p machine x).outcome.state.gas.toNat + debt (transfer p machine x).context.transfers.toList
    ≤ machine.gas.toNat + debt x.transfers.toList + 1 := by
  unfold transfer
  dsimp only
  split
  · exact Nat.le_succ _
  · split
    · exact Nat.le_succ _
    · split
      · exact Nat.le_succ _
      · split
        · exact Nat.le_succ _
        · split
          · exact Nat.le_succ _
          · rename_i enough
            have enough : machine.registers.r9 ≤ machine.gas := UInt64.not_lt.mp enough
            rw [Array.toList_push, debt_append]
            show (machine.gas - machine.registers.r9).toNat + (debt x.transfers.toList + (machine.registers.r9.toNat + 1 + 0)) ≤ _
            rw [UInt64.toNat_sub_of_le _ _ enough]
            have := UInt64.le_iff_toNat_le.mp enough
            omega

theorem transfer_gas_le : (transfer p machine x).outcome.state.gas.toNat ≤ machine.gas.toNat := by
  unfold transfer
  dsimp only
  split
  · exact Nat.le_refl _
  · split
    · exact Nat.le_refl _
    · split
      · exact Nat.le_refl _
      · split
        · exact Nat.le_refl _
        · split
          · exact Nat.le_refl _
          · rename_i enough
            exact Account.sub_le64 (UInt64.not_lt.mp enough)

end HostCalls

/-- What is left and what was given to transfers, in either dimension, is not more than this. -/
structure Within (limit : Nat) (gas : Nat) (pair : ImplicationsPair) : Prop where
  regular : gas + debt pair.regular.transfers.toList ≤ limit
  exceptional : gas + debt pair.exceptional.transfers.toList ≤ limit

theorem Within.le {limit gas less : Nat} {pair : ImplicationsPair} (h : Within limit gas pair) (le : less ≤ gas) : Within limit less pair :=
  ⟨Nat.le_trans (Nat.add_le_add_right le _) h.regular, Nat.le_trans (Nat.add_le_add_right le _) h.exceptional⟩

theorem Within.succ {limit gas : Nat} {pair : ImplicationsPair} (h : Within limit gas pair) : Within (limit + 1) gas pair :=
  ⟨Nat.le_succ_of_le h.regular, Nat.le_succ_of_le h.exceptional⟩

/-- A call that neither takes gas nor makes a transfer, in the regular dimension. -/
theorem Within.quiet {limit : Nat} {machine : Machine} {pair : ImplicationsPair} {called : Called Implications}
    (h : Within limit machine.gas.toNat pair) (q : Quiet machine pair.regular called) :
    Within (limit + 1) called.outcome.state.gas.toNat { pair with regular := called.context } := by
  refine ⟨?_, ?_⟩
  · rw [q.gas, q.transfers]; exact h.succ.regular
  · rw [q.gas]; exact h.succ.exceptional

/-- A call that changes the machine only. -/
theorem Within.machine {limit : Nat} {machine : Machine} {pair : ImplicationsPair} {outcome : Pvm.Outcome}
    (h : Within limit machine.gas.toNat pair) (g : outcome.state.gas = machine.gas) : Within (limit + 1) outcome.state.gas.toNat pair := by
  rw [g]
  exact h.succ

theorem answerAccumulate_within {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} {limit : Nat} (h : Within limit machine.gas.toNat pair) :
    Within (limit + 1) (answerAccumulate block source call machine pair).outcome.state.gas.toNat
      (answerAccumulate block source call machine pair).context := by
  cases call with
  | none => exact h.succ
  | some call =>
    cases call with
    | gas => exact h.succ
    | fetch => exact h.machine (deliver_gas ..)
    | lookup => exact h.machine lookup_gas
    | read => exact h.machine read_gas
    | info => exact h.machine (deliver_gas ..)
    | write => exact h.quiet (called := onSelf pair.regular fun self => HostCalls.write block.protocol.params self machine) ⟨write_gas, rfl⟩
    | historicalLookup => exact h.succ
    | exportSegment => exact h.succ
    | machine => exact h.succ
    | peek => exact h.succ
    | poke => exact h.succ
    | pages => exact h.succ
    | invoke => exact h.succ
    | expunge => exact h.succ
    | log => exact h.succ
    | checkpoint => exact ⟨h.succ.regular, h.succ.regular⟩
    | bless => exact h.quiet bless_quiet
    | assign => exact h.quiet assign_quiet
    | designate => exact h.quiet designate_quiet
    | new => exact h.quiet new_quiet
    | upgrade => exact h.quiet upgrade_quiet
    | eject => exact h.quiet eject_quiet
    | query => exact h.quiet query_quiet
    | solicit => exact h.quiet solicit_quiet
    | forget => exact h.quiet forget_quiet
    | yield => exact h.quiet yield_quiet
    | provide => exact h.quiet provide_quiet
    | transfer =>
      have t := transfer_paid (p := block.protocol.params) (machine := machine) (x := pair.regular)
      have g := transfer_gas_le (p := block.protocol.params) (machine := machine) (x := pair.regular)
      have r := h.regular
      have e := h.exceptional
      exact ⟨Nat.le_trans t (Nat.succ_le_succ r), Nat.le_succ_of_le (Nat.le_trans (Nat.add_le_add_right g _) e)⟩

/-- The gas of a host call pays for the transfer that it may make. -/
theorem accumulateHost_within {block : AccumulationBlock} {source : FetchSource} {number : UInt64} {machine : Machine} {pair : ImplicationsPair}
    {limit : Nat} (h : Within limit machine.gas.toNat pair) :
    Within limit (accumulateHost block source number machine pair).outcome.state.gas.toNat
      (accumulateHost block source number machine pair).context := by
  unfold accumulateHost paid
  split
  · exact h
  · rename_i enough
    have enough : hostCallGas ≤ machine.gas := UInt64.not_lt.mp enough
    have e : (machine.gas - hostCallGas).toNat = machine.gas.toNat - 10 := UInt64.toNat_sub_of_le _ _ enough
    have ten : 10 ≤ machine.gas.toNat := UInt64.le_iff_toNat_le.mp enough
    have r := h.regular
    have x := h.exceptional
    have less : Within (limit - 1) (machine.gas - hostCallGas).toNat pair := ⟨by omega, by omega⟩
    have done := answerAccumulate_within (block := block) (source := source) (call := HostCall.find? number HostCall.jam)
      (machine := { machine with gas := machine.gas - hostCallGas }) (limit := limit - 1) less
    have one : limit - 1 + 1 = limit := by omega
    rw [one] at done
    exact done

end Jar.Chain
