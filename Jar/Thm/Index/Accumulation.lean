import Jar.Thm.Chain.Accumulation
import Jar.Thm.Chain.Termination
import Jar.Thm.Chain.HostCalls.Enough
import Jar.Thm.Chain.Accumulation.Conserved
import Jar.Thm.Chain.HostCalls.Ejected
import Jar.Thm.Chain.Reachable

/-!
# The theorems that we claim: accumulation

Gray Paper 0.7.2, sections 9 and 12, appendix B.
-/

/-! Gas and reports: no more is used than given. -/
#print axioms Jar.Chain.invokeWithHost_gasUsed_le
#print axioms Jar.Chain.Accumulation.accumulateService_gasUsed_le
#print axioms Jar.Chain.Accumulation.accumulateParallel_gasUsed_le
#print axioms Jar.Chain.Accumulation.affordable_gas
#print axioms Jar.Chain.Accumulation.accumulateRounds_count_le
#print axioms Jar.Chain.Accumulation.worksOf_gas

/-! Accumulation ends: transfers are paid for, so the rounds that the model allows are enough. -/
#print axioms Jar.Chain.runWithHost_keeps
#print axioms Jar.Chain.accumulateHost_within
#print axioms Jar.Chain.Accumulation.accumulateParallel_debt
#print axioms Jar.Chain.Accumulation.accumulateRounds_enough

/-! So do invocations: host calls take gas, so those that the model allows are enough. -/
#print axioms Jar.Chain.runWithHost_enough
#print axioms Jar.Chain.accumulateHost_takes
#print axioms Jar.Chain.accumulateHost_stops
#print axioms Jar.Chain.authorizeHost_takes
#print axioms Jar.Chain.authorizeHost_stops
#print axioms Jar.Chain.refineHost_takes
#print axioms Jar.Chain.refineHost_stops

/-! Nothing to accumulate changes nothing. -/
#print axioms Jar.Chain.Accumulation.accumulateRounds_nothing
#print axioms Jar.Chain.accumulate_nothing

/-! Host calls: whose balances they leave alone, what they conserve, and that nobody falls below the threshold balance. -/
#print axioms Jar.Chain.SameBalances.account?
#print axioms Jar.Chain.answerAccumulate_balances
#print axioms Jar.Chain.HostCalls.transfer_wealth
#print axioms Jar.Chain.HostCalls.new_wealth
#print axioms Jar.Chain.HostCalls.eject_wealth
#print axioms Jar.Chain.answerAccumulate_solvent
#print axioms Jar.Chain.answerAccumulate_others
#print axioms Jar.Chain.newAccount_solvent
#print axioms Jar.Chain.thresholdsFit_full
#print axioms Jar.Chain.thresholdsFit_tiny

/-! Nobody makes balance: host calls, a service, a round, a block. `Clean` names the exceptions. -/
#print axioms Jar.Chain.answerAccumulate_ledger
#print axioms Jar.Chain.invokeAccumulate_spent
#print axioms Jar.Chain.Accumulation.worksOf_incomes
#print axioms Jar.Chain.ejectable_inj
#print axioms Jar.Chain.answerAccumulate_ejecting
#print axioms Jar.Chain.Accumulation.Clean.fits
#print axioms Jar.Chain.Accumulation.accumulateParallel_balance
#print axioms Jar.Chain.Accumulation.remade_balance
#print axioms Jar.Chain.Accumulation.accumulateRounds_balance
#print axioms Jar.Chain.accumulate_balance
#print axioms Jar.Chain.transition_balance

/-! One accumulation conserves balance exactly, while services are few: `check` finds a free index. -/
#print axioms Jar.Chain.unusedIndex_free
#print axioms Jar.Chain.unusedIndex_next
#print axioms Jar.Chain.firstNewIndex_free
#print axioms Jar.Chain.invokeAccumulate_conserved

/-! Nobody falls below the threshold balance: a service, a round, a block. -/
#print axioms Jar.Chain.invokeAccumulate_accounts
#print axioms Jar.Chain.Accumulation.accumulateParallel_accounts
#print axioms Jar.Chain.transition_accounts
#print axioms Jar.Chain.transition_ordered
#print axioms Jar.Chain.accumulate_solvent
#print axioms Jar.Chain.transition_solvent

/-! What every state of a chain has. -/
#print axioms Jar.Chain.transition_preserves
#print axioms Jar.Chain.reachable_invariant
#print axioms Jar.Chain.reachable_grows

/-! Sums over sorted maps. -/
#print axioms Jar.SortedMap.sum_insert
#print axioms Jar.SortedMap.sum_erase
#print axioms Jar.SortedMap.sum_difference
