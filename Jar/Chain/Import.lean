import Jar.Chain.Accumulation
import Jar.Chain.Assurances
import Jar.Chain.Authorizations
import Jar.Chain.Disputes
import Jar.Chain.Guarantees
import Jar.Chain.History
import Jar.Chain.Preimages
import Jar.Chain.Protocol
import Jar.Chain.Seal
import Jar.Chain.Statistics
import Jar.Chain.Tickets
import Jar.Merkle.StateRoot

/-!
# Block import

Gray Paper 0.7.2, section 4, and the conditions of section 5 that are about the chain: the posterior state of a prior state and a block, from the functions of all
sections. The order is that of docs/transition.md: all rules first, then what only computes. Leaves out forks and which chain is best (4.3, 4.5).
-/
namespace Jar.Chain

open Crypto

/-- What import is told beside state and block. -/
structure Context where
  /-- The hash of the header that the state belongs to. -/
  parent : Hash
  /-- The ancestors as far back as lookup anchors may be; none if they are not known. -/
  ancestors : Option Ancestors
  /-- The slot that has begun, by a clock; none if nobody asks. -/
  clock : Option Slot

/-- M_σ(σ). -/
def rootOf (p : Params) (σ : State) : Hash := hashOfBytes (Merkle.stateRoot blake2b256 p σ)

/-- Has the slot begun? Without a clock nobody asks. -/
def hasBegun (clock : Option Slot) (slot : Slot) : Bool :=
  match clock with
  | none => true
  | some now => slot ≤ now

/-- The rule of a header's slot, by the state's. -/
def checkSlot (slot newSlot : Slot) : Result Unit := demand (slot < newSlot) (.header .slotNotAfterParent)

/-- The rules of a header that are about the chain, by the state's slot and root. -/
def checkHeader (p : Params) (slot : Slot) (root : Hash) (context : Context) (block : Block) : Result Unit := do
  let header := block.header.unsigned
  demand (header.parent = context.parent) (.header .parent)
  checkSlot slot header.slot
  demand (hasBegun context.clock header.slot) (.header .slotInFuture)
  demand (header.parentStateRoot = root) (.header .parentStateRoot)
  demand (header.extrinsicHash = extrinsicHash p block.extrinsic) (.header .extrinsicHash)
  demand (header.authorIndex < p.validators) (.header .authorIndex)

/-- What the rules look at before they hold: the outputs of the sections up to the guarantees. -/
structure Checked where
  /-- ψ′, ρ† and the offenders mark. -/
  disputed : Disputed
  /-- η′, λ′, κ′, γ without new tickets, and the other marks. -/
  rotation : Rotation
  /-- γ′. -/
  safrole : SafroleState
  /-- β†. -/
  recent : RecentHistory
  /-- **R**: the reports that became available. -/
  available : Array WorkReport
  /-- ρ′. -/
  assignments : AvailabilityAssignments
  /-- **G**: who guaranteed. -/
  reporters : Array Ed25519Public

/-- The rules of disputes, of the marks, and of the author's signatures. -/
def checkAuthor (p : Params) (scheme : SignatureScheme) (σ : State) (block : Block) : Result (Disputed × Rotation) := do
  let header := block.header.unsigned
  let disputed ← disputes p scheme σ.disputes σ.assignments σ.slot σ.activeValidators σ.previousValidators block.extrinsic.disputes
  demand (header.offendersMark = disputed.offendersMark) (.header .offendersMark)
  match scheme.vrfOutput header.entropySource with
  | none => .error { rule := .header .entropySource, item := 0 }
  | some output =>
    let rotation := rotate p scheme σ.slot header.slot output σ.entropy σ.previousValidators σ.activeValidators σ.safrole σ.stagingValidators
      disputed.records.offenders
    demand (header.epochMark = rotation.epochMark) (.header .epochMark)
    demand (header.ticketsMark = rotation.ticketsMark) (.header .ticketsMark)
    let _ ← checkSeal p scheme block.header rotation.entropy rotation.active rotation.safrole.sealKeys
    return (disputed, rotation)

/-- **All rules of a block**, by the state and its root. -/
def check (p : Params) (scheme : SignatureScheme) (σ : State) (root : Hash) (context : Context) (block : Block) : Result Checked := do
  let header := block.header.unsigned
  let extrinsic := block.extrinsic
  checkHeader p σ.slot root context block
  let (disputed, rotation) ← checkAuthor p scheme σ block
  let safrole ← addTickets p scheme header.slot rotation.entropy rotation.safrole extrinsic.tickets
  let (pending, available) ← assurances p scheme disputed.assignments rotation.active header.slot header.parent extrinsic.assurances
  let recent := updateParent σ.recent header.parentStateRoot
  let (assignments, reporters) ← guarantees p scheme pending rotation.active rotation.previous rotation.entropy disputed.records.offenders recent
    σ.authPools σ.services σ.ready σ.accumulated σ.assignments header.slot context.ancestors extrinsic.guarantees
  checkPreimages σ.services extrinsic.preimages
  return { disputed, rotation, safrole, recent, available, assignments, reporters }

/-- **σ′** of a block that keeps the rules. -/
def posterior (protocol : Protocol) (σ : State) (block : Block) (checked : Checked) : Result State := do
  let p := protocol.params
  let header := block.header.unsigned
  let extrinsic := block.extrinsic
  let rotation := checked.rotation
  let done ← accumulate protocol σ.slot header.slot (rotation.entropy.getD 0 default) σ.ready σ.accumulated σ.privileges σ.stagingValidators
    σ.authQueues σ.services checked.available
  return {
    authPools := authorizations p σ.authPools done.authQueues header.slot extrinsic.guarantees
    authQueues := done.authQueues
    recent := append p checked.recent (headerHash p block.header) (accumulationRoot done.lastOutputs) extrinsic.guarantees
    safrole := checked.safrole
    disputes := checked.disputed.records
    entropy := rotation.entropy
    stagingValidators := done.stagingValidators
    activeValidators := rotation.active
    previousValidators := rotation.previous
    assignments := checked.assignments
    slot := header.slot
    privileges := done.privileges
    statistics := statistics p σ.statistics σ.slot header.slot header.authorIndex rotation.active extrinsic checked.reporters checked.available
      done.counts
    ready := done.ready
    accumulated := done.accumulated
    lastOutputs := done.lastOutputs
    services := integrate done.services extrinsic.preimages header.slot }

/-- **Υ**, where the root of the prior state is known. -/
def transitionFrom (protocol : Protocol) (scheme : SignatureScheme) (σ : State) (root : Hash) (context : Context) (block : Block) : Result State :=
  match check protocol.params scheme σ root context block with
  | .ok checked => posterior protocol σ block checked
  | .error rejection => .error rejection

/-- **Υ**: the posterior state, or why the block is rejected. -/
def transition (protocol : Protocol) (scheme : SignatureScheme) (σ : State) (context : Context) (block : Block) : Result State :=
  transitionFrom protocol scheme σ (rootOf protocol.params σ) context block

end Jar.Chain
