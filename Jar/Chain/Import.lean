import Jar.Chain.Assurances
import Jar.Chain.Guarantees
import Jar.Chain.Hashing
import Jar.Chain.Protocol
import Jar.Chain.Rule
import Jar.Crypto.Signatures
import Jar.Merkle.StateRoot
import Jar.Types.Block

/-!
# Block import

Gray Paper 0.7.2, section 4: the posterior state of a prior state and a block, from the functions of all sections, in the order of docs/transition.md.
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
def rootOf (protocol : Protocol) (σ : State) : Hash :=
  hashOfBytes (Merkle.stateRoot blake2b256 protocol.params σ)

/-- **Υ**, where the root of the prior state is known. -/
def transitionFrom (_scheme : SignatureScheme) (_protocol : Protocol) (_σ : State) (_root : Hash) (_context : Context) (_block : Block) : Result State :=
  .error { rule := .header .parent, item := 0 }

/-- **Υ**: the posterior state, or why the block is rejected. -/
def transition (scheme : SignatureScheme) (protocol : Protocol) (σ : State) (context : Context) (block : Block) : Result State :=
  transitionFrom scheme protocol σ (rootOf protocol σ) context block

end Jar.Chain
