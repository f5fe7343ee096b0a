/-!
# Parameters

Gray Paper 0.7.2, appendix I.4.4: the constants in which chains differ. `full` has the paper's values, `tiny` those of the small public vectors.
Constants that are the same in both are `Constants`; those of the machine (appendix A) are in `Jar/Pvm`.
-/
namespace Jar

/-- What a chain is started with. -/
structure Params where
  /-- V: validators. -/
  validators : Nat
  /-- C: cores. -/
  cores : Nat
  /-- E: slots of an epoch. -/
  epochLength : Nat
  /-- Y: slots of an epoch before the submission of tickets ends. -/
  ticketSubmissionEnd : Nat
  /-- N: ticket entries of a validator. -/
  ticketEntries : Nat
  /-- K: tickets of a block. -/
  maxBlockTickets : Nat
  /-- R: slots of a rotation of guarantors. -/
  rotationPeriod : Nat
  /-- D: slots after which an unreferenced preimage may be expunged. -/
  expungePeriod : Nat
  /-- G_R: gas of Refine. -/
  packageRefineGas : UInt64
  /-- G_T: gas of all accumulation in a block. -/
  blockAccumulateGas : UInt64
  /-- W_P: erasure-coded pieces of a segment. -/
  segmentPieces : Nat
deriving DecidableEq

namespace Params

/-- The paper's values. -/
def full : Params where
  validators := 1023
  cores := 341
  epochLength := 600
  ticketSubmissionEnd := 500
  ticketEntries := 2
  maxBlockTickets := 16
  rotationPeriod := 10
  expungePeriod := 19200
  packageRefineGas := 5000000000
  blockAccumulateGas := 3500000000
  segmentPieces := 6

/-- The values of the small public vectors. -/
def tiny : Params where
  validators := 6
  cores := 2
  epochLength := 12
  ticketSubmissionEnd := 10
  ticketEntries := 3
  maxBlockTickets := 3
  rotationPeriod := 4
  expungePeriod := 32
  packageRefineGas := 1000000000
  blockAccumulateGas := 20000000
  segmentPieces := 1026

/-- ⌊2/3 V⌋ + 1: more than two thirds of the validators. -/
def supermajority (p : Params) : Nat := p.validators * 2 / 3 + 1

end Params

/-! Constants of every chain that bound types. -/
namespace Constants

/-- H: blocks of the recent history. -/
def recentHistory : Nat := 8
/-- O: authorizers of a pool. -/
def authPool : Nat := 8
/-- Q: authorizers of a queue. -/
def authQueue : Nat := 80
/-- The slots that a request of a preimage remembers (section 9.2.2). -/
def requestSlots : Nat := 3
/-- The hashes of the entropy η (section 6.4). -/
def entropyHashes : Nat := 4

end Constants

end Jar
