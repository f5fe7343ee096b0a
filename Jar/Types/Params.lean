import Jar.Types.Fields

/-!
# Parameters

Gray Paper 0.7.2, appendix I.4.4: the constants of a chain, in the order and with the widths that the host call `fetch` (B.5) gives them, so that the encoding is
what services get. `full` has the paper's values, `tiny` those of the small public vectors. Constants of the machine (appendix A) are in `Jar/Pvm`.
-/
namespace Jar

open Codec

/-- What a chain is started with. -/
structure Params where
  /-- B_I: tokens to hold for each stored item. -/
  itemDeposit : UInt64
  /-- B_L: tokens to hold for each stored octet. -/
  octetDeposit : UInt64
  /-- B_S: tokens to hold for an account. -/
  baseDeposit : UInt64
  /-- C: cores. -/
  cores : UInt16
  /-- D: slots after which an unreferenced preimage may go. -/
  expungePeriod : UInt32
  /-- E: slots of an epoch. -/
  epochLength : UInt32
  /-- G_A: gas to accumulate a report. -/
  reportGas : UInt64
  /-- G_I: gas to authorize a package. -/
  authorizationGas : UInt64
  /-- G_R: gas to refine a package. -/
  refineGas : UInt64
  /-- G_T: gas to accumulate in a block. -/
  blockGas : UInt64
  /-- H: blocks of the recent history. -/
  recentBlocks : UInt16
  /-- I: items of a package. -/
  packageItems : UInt16
  /-- J: dependencies of a report. -/
  reportDependencies : UInt16
  /-- K: tickets of a block. -/
  blockTickets : UInt16
  /-- L: slots between a lookup anchor and its report. -/
  lookupAnchorAge : UInt32
  /-- N: ticket entries of a validator. -/
  ticketEntries : UInt16
  /-- O: authorizers in a pool. -/
  authPool : UInt16
  /-- P: seconds of a slot. -/
  slotSeconds : UInt16
  /-- Q: authorizers in a queue. -/
  authQueue : UInt16
  /-- R: slots for which validators stay on a core. -/
  rotationPeriod : UInt16
  /-- T: extrinsic blobs of a package. -/
  packageExtrinsics : UInt16
  /-- U: slots after which a report that is not available gives way. -/
  assuranceTimeout : UInt16
  /-- V: validators. -/
  validators : UInt16
  /-- W_A: octets of authorization code. -/
  authorizationCodeSize : UInt32
  /-- W_B: octets of a bundle. -/
  bundleSize : UInt32
  /-- W_C: octets of service code. -/
  serviceCodeSize : UInt32
  /-- W_E: octets of a piece of the erasure code. -/
  pieceSize : UInt32
  /-- W_M: imports of a package. -/
  packageImports : UInt32
  /-- W_P: pieces of a segment. -/
  segmentPieces : UInt32
  /-- W_R: octets of all blobs of a report. -/
  reportSize : UInt32
  /-- W_T: octets of a memo. -/
  memoSize : UInt32
  /-- W_X: exports of a package. -/
  packageExports : UInt32
  /-- Y: the slot of an epoch in which the contest for tickets ends. -/
  contestEnd : UInt32
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Params`. -/
def Params.codec : Codec Params :=
  record (field "item_deposit" word64 ⬝ field "octet_deposit" word64 ⬝ field "base_deposit" word64 ⬝ field "cores" word16 ⬝
    field "expunge_period" word32 ⬝ field "epoch_length" word32 ⬝ field "report_gas" word64 ⬝ field "authorization_gas" word64 ⬝
    field "refine_gas" word64 ⬝ field "block_gas" word64 ⬝ field "recent_blocks" word16 ⬝ field "package_items" word16 ⬝
    field "report_dependencies" word16 ⬝ field "block_tickets" word16 ⬝ field "lookup_anchor_age" word32 ⬝
    field "ticket_entries" word16 ⬝ field "auth_pool" word16 ⬝ field "slot_seconds" word16 ⬝ field "auth_queue" word16 ⬝
    field "rotation_period" word16 ⬝ field "package_extrinsics" word16 ⬝ field "assurance_timeout" word16 ⬝
    field "validators" word16 ⬝ field "authorization_code_size" word32 ⬝ field "bundle_size" word32 ⬝
    field "service_code_size" word32 ⬝ field "piece_size" word32 ⬝ field "package_imports" word32 ⬝ field "segment_pieces" word32 ⬝
    field "report_size" word32 ⬝ field "memo_size" word32 ⬝ field "package_exports" word32 ⬝ field "contest_end" word32)
    (fun p => (p.itemDeposit, p.octetDeposit, p.baseDeposit, p.cores, p.expungePeriod, p.epochLength, p.reportGas, p.authorizationGas,
      p.refineGas, p.blockGas, p.recentBlocks, p.packageItems, p.reportDependencies, p.blockTickets, p.lookupAnchorAge, p.ticketEntries,
      p.authPool, p.slotSeconds, p.authQueue, p.rotationPeriod, p.packageExtrinsics, p.assuranceTimeout, p.validators,
      p.authorizationCodeSize, p.bundleSize, p.serviceCodeSize, p.pieceSize, p.packageImports, p.segmentPieces, p.reportSize,
      p.memoSize, p.packageExports, p.contestEnd))
    (fun (itemDeposit, octetDeposit, baseDeposit, cores, expungePeriod, epochLength, reportGas, authorizationGas, refineGas, blockGas,
      recentBlocks, packageItems, reportDependencies, blockTickets, lookupAnchorAge, ticketEntries, authPool, slotSeconds, authQueue,
      rotationPeriod, packageExtrinsics, assuranceTimeout, validators, authorizationCodeSize, bundleSize, serviceCodeSize, pieceSize,
      packageImports, segmentPieces, reportSize, memoSize, packageExports, contestEnd) =>
      { itemDeposit, octetDeposit, baseDeposit, cores, expungePeriod, epochLength, reportGas, authorizationGas, refineGas, blockGas,
        recentBlocks, packageItems, reportDependencies, blockTickets, lookupAnchorAge, ticketEntries, authPool, slotSeconds, authQueue,
        rotationPeriod, packageExtrinsics, assuranceTimeout, validators, authorizationCodeSize, bundleSize, serviceCodeSize, pieceSize,
        packageImports, segmentPieces, reportSize, memoSize, packageExports, contestEnd })

namespace Params

/-- The paper's values. -/
def full : Params where
  itemDeposit := 10
  octetDeposit := 1
  baseDeposit := 100
  cores := 341
  expungePeriod := 19200
  epochLength := 600
  reportGas := 10000000
  authorizationGas := 50000000
  refineGas := 5000000000
  blockGas := 3500000000
  recentBlocks := 8
  packageItems := 16
  reportDependencies := 8
  blockTickets := 16
  lookupAnchorAge := 14400
  ticketEntries := 2
  authPool := 8
  slotSeconds := 6
  authQueue := 80
  rotationPeriod := 10
  packageExtrinsics := 128
  assuranceTimeout := 5
  validators := 1023
  authorizationCodeSize := 64000
  bundleSize := 13791360
  serviceCodeSize := 4000000
  pieceSize := 684
  packageImports := 3072
  segmentPieces := 6
  reportSize := 49152
  memoSize := 128
  packageExports := 3072
  contestEnd := 500

/-- The values of the small public vectors. -/
def tiny : Params :=
  { full with
    cores := 2
    expungePeriod := 32
    epochLength := 12
    refineGas := 1000000000
    blockGas := 20000000
    blockTickets := 3
    ticketEntries := 3
    rotationPeriod := 4
    validators := 6
    pieceSize := 4
    segmentPieces := 1026
    contestEnd := 10 }

/-- ⌊2/3 V⌋ + 1: more than two thirds of the validators. -/
def supermajority (p : Params) : Nat := p.validators.toNat * 2 / 3 + 1

end Params

end Jar
