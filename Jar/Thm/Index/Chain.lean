import Jar.Thm.Chain.Authorizations
import Jar.Thm.Chain.DisputesAccepted
import Jar.Thm.Chain.Hashing
import Jar.Thm.Chain.Header
import Jar.Thm.Chain.History
import Jar.Thm.Chain.Invariant
import Jar.Thm.Chain.Preimages
import Jar.Thm.Chain.Rule
import Jar.Thm.Chain.Safrole
import Jar.Thm.Chain.Seal
import Jar.Thm.Chain.SealKeys
import Jar.Thm.Chain.Statistics
import Jar.Thm.Chain.TicketsAccepted
import Jar.Thm.Data.SortedSet

/-!
# The theorems that we claim: the state transition

Gray Paper 0.7.2, sections 5 to 13, for any scheme of signatures.
-/

/-! Hashes and sets. -/
#print axioms Jar.Chain.blake_bytes
#print axioms Jar.Chain.keccak_bytes
#print axioms Jar.SortedSet.has_addAll
#print axioms Jar.SortedSet.mem_toArray
#print axioms Jar.SortedSet.mem_addAll

/-! The header commits to the extrinsic, or a collision is at hand. -/
#print axioms Jar.Chain.extrinsicHash_commits

/-! Safrole: the outside-in order is a permutation; what an epoch changes and when the markers are given; who sealed a block. -/
#print axioms Jar.Chain.count_outsideIn
#print axioms Jar.Chain.outsideIn_getElem?
#print axioms Jar.Chain.size_fallbackKeys
#print axioms Jar.Chain.rotate_epochMark
#print axioms Jar.Chain.rotate_ticketsMark
#print axioms Jar.Chain.rotate_ticketsMark_seals
#print axioms Jar.Chain.rotate_same
#print axioms Jar.Chain.rotate_new
#print axioms Jar.Chain.rotate_entropy
#print axioms Jar.Chain.mem_withoutOffenders
#print axioms Jar.Chain.size_withoutOffenders
#print axioms Jar.Chain.checkSeal_ok
#print axioms Jar.Chain.checkSeal_ticketed

/-! Tickets: the accumulator ascends, has no duplicates, at most E tickets, and the best of all. -/
#print axioms Jar.Chain.bestTickets_best
#print axioms Jar.Chain.bestTickets_none
#print axioms Jar.Chain.addTickets_ok
#print axioms Jar.Chain.addTickets_accumulator
#print axioms Jar.Chain.addTickets_unique
#print axioms Jar.Chain.addTickets_none

/-! Recent history, authorizer pools and statistics keep their sizes. -/
#print axioms Jar.Chain.size_append
#print axioms Jar.Chain.append_last
#print axioms Jar.Chain.size_updateParent
#print axioms Jar.Chain.size_pool
#print axioms Jar.Chain.size_authorizations
#print axioms Jar.Chain.statistics_validators
#print axioms Jar.Chain.statistics_cores

/-! Disputes: records only grow, a report is judged in one way, and nobody is judged or punished without signatures. -/
#print axioms Jar.Chain.gives_good
#print axioms Jar.Chain.gives_bad
#print axioms Jar.Chain.gives_wonky
#print axioms Jar.Chain.disputes_ok
#print axioms Jar.Chain.disputes_records_grow
#print axioms Jar.Chain.disputes_records_new
#print axioms Jar.Chain.disputes_offenders
#print axioms Jar.Chain.disputes_offenders_grow
#print axioms Jar.Chain.disputes_offender
#print axioms Jar.Chain.disputes_judgedOnce
#print axioms Jar.Chain.disputes_assignments
#print axioms Jar.Chain.disputes_judgments_signed

/-! Preimages: each was asked for, none is there twice. -/
#print axioms Jar.Chain.blobBefore_iff
#print axioms Jar.Chain.checkPreimages_solicited
#print axioms Jar.Chain.checkPreimages_unique

/-! The whole transition: what every accepted block leaves true. -/
#print axioms Jar.Chain.transition_ok
#print axioms Jar.Chain.transition_bounded
#print axioms Jar.Chain.transition_records_grow
#print axioms Jar.Chain.transition_judgedOnce
#print axioms Jar.Chain.transition_epochMark
#print axioms Jar.Chain.transition_slot
#print axioms Jar.Chain.transition_validators
#print axioms Jar.Chain.transition_sealed
