import Jar.Thm.Chain.Assignments
import Jar.Thm.Chain.Assurances
import Jar.Thm.Chain.Guarantees
import Jar.Thm.Chain.Import
import Jar.Thm.Chain.Reload
import Jar.Thm.Export.Sessions

/-!
# The theorems that we claim: reports and import

Gray Paper 0.7.2, sections 4 and 11, for any scheme of signatures.
-/

/-! Assurances: a report is available exactly with more than two thirds of the validators, who signed; what waits, and how it ends. -/
#print axioms Jar.Chain.available_iff
#print axioms Jar.Chain.available_signed
#print axioms Jar.Chain.pending_after_assurances
#print axioms Jar.Chain.gone_after_assurances
#print axioms Jar.Chain.size_after_assurances

/-! Guarantors: one core for each validator, three validators for each core. -/
#print axioms Jar.Chain.size_assignedCores
#print axioms Jar.Chain.assignedCores_lt
#print axioms Jar.Chain.count_assignedCores
#print axioms Jar.Chain.guarantors_size
#print axioms Jar.Chain.three_guarantors
#print axioms Jar.Chain.three_for_each_core

/-! Guarantees: reports wait by guarantee only, on free cores; all guarantors were assigned and signed. -/
#print axioms Jar.Chain.guaranteed_waits
#print axioms Jar.Chain.appears_by_guarantee
#print axioms Jar.Chain.waits_after_guarantees
#print axioms Jar.Chain.size_after_guarantees
#print axioms Jar.Chain.guarantors_assigned

/-! Import: an accepted block extends the state's block; reports come and leave as the paper says; a state that was loaded is the same when saved and loaded again. -/
#print axioms Jar.Chain.transition_slot_header
#print axioms Jar.Chain.transition_header
#print axioms Jar.Chain.report_leaves
#print axioms Jar.Chain.report_comes
#print axioms Jar.State.reload
#print axioms Jar.Chain.transition_reload
#print axioms Jar.Chain.check_reload

/-! Sessions: a block on a session's state is the transition, and a rejected block leaves no trace. -/
#print axioms Jar.Export.imported_transition
#print axioms Jar.Export.stateLoad_rooted
#print axioms Jar.Export.stateApply_rooted
#print axioms Jar.Export.stateApply_state
