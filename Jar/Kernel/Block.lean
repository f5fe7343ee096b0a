import Jar.Kernel.Operation

/-!
# Blocks

docs/kernel.md, blocks: the root Instance of a chain is called at endpoint 0 with the body of a block. Author, seal and finality are `Jar/Chain`'s and are looked at
before; the budget of gas and quota is the chain's.
-/
namespace Jar.Kernel

open Codec

/-- An event: whom it is for, what it says, and who says so. -/
structure Event where
  target : UInt64
  blob : ByteArray
  attestations : Array Ed25519Signature

/-- 𝓔 of an event. -/
def Event.codec : Codec Event :=
  record (field "target" word64 ⬝ field "blob" Codec.blob ⬝ field "attestations" (sequence (octets 64)))
    (fun e => (e.target, e.blob, e.attestations)) (fun (target, blob, attestations) => { target, blob, attestations })

/-- The body of a block. -/
abbrev BlockBody := Array Event

/-- 𝓔 of a body. -/
def bodyOf : Codec BlockBody := sequence Event.codec

/-- What the kernel looks at in a header. -/
structure KernelHeader where
  parent : Hash
  height : UInt64
  slot : UInt32
  author : UInt16
  priorRoot : Hash
  bodyRoot : Hash
  seal : ByteArray

/-- 𝓔 of a header. -/
def KernelHeader.codec : Codec KernelHeader :=
  record (field "parent" Codec.hash ⬝ field "height" word64 ⬝ field "slot" word32 ⬝ field "author" word16 ⬝ field "priorRoot" Codec.hash ⬝
      field "bodyRoot" Codec.hash ⬝ field "seal" Codec.blob)
    (fun h => (h.parent, h.height, h.slot, h.author, h.priorRoot, h.bodyRoot, h.seal))
    (fun (parent, height, slot, author, priorRoot, bodyRoot, seal) => { parent, height, slot, author, priorRoot, bodyRoot, seal })

/-- A block. -/
structure KernelBlock where
  header : KernelHeader
  body : BlockBody

/-- 𝓔 of a block. -/
def KernelBlock.codec : Codec KernelBlock :=
  record (field "header" KernelHeader.codec ⬝ field "body" bodyOf) (fun b => (b.header, b.body)) (fun (header, body) => { header, body })

/-- Why a block is not applied. -/
inductive BlockError where
  /-- The header's prior root is not that of the state. -/
  | priorRoot
  /-- The header's body root is not that of the body. -/
  | bodyRoot
  /-- The state is no Idle Instance with an endpoint 0 that can be called; with the status. -/
  | root (answer : Answer)
  | faulted (kind pc : UInt64)
  /-- An attestation is missing or wrong. -/
  | attestation
  /-- Attestations are left. -/
  | unused
deriving DecidableEq

/-- What a block may spend. -/
structure Budget where
  rules : Pvm.Rules
  gas : UInt64
  quota : UInt64

/-- The Data of an encoded body: its length in the first 8 octets. -/
def bodyData (body : BlockBody) : Data :=
  let octets := bodyOf.encode body
  Data.ofOctets (putLe .empty octets.size.toUInt64 8 ++ octets)

/-- The services at the start of a block: one root meter of each kind. -/
def servicesFor (budget : Budget) (priorRoot : Hash) (height : UInt64) (attestations : List Ed25519Signature) : Services where
  meters := { gas := #[budget.gas], quota := #[budget.quota] }
  markers := 0
  seed := Domain.seed.hash (priorRoot.bytes ++ putLe .empty height 8)
  attestations

/-- What the root finds in slot 0. -/
def blockNode (body : BlockBody) : Cap :=
  View.cap (.cnode 2 (Slots.ofList 2 [
    (0, View.cap (.data (bodyData body))),
    (1, nativeBare .attestationAuthority),
    (2, nativeBare .meterAuthority),
    (3, nativeWith .gas (putLe .empty 0 8))]))

/-- Calls a state's root Instance at an endpoint, with a cap in slot 0, until it ends. -/
def callRoot (rules : Pvm.Rules) (scheme : Crypto.SignatureScheme) (services : Services) (state : Cap) (zero : Option Cap) (endpoint : UInt64)
    (a b c d : UInt64) : Try (Ending × Services) := do
  match state.view with
  | .inst inst =>
    ensure inst.status.isNone .state
    ensure inst.image.shape.native?.isNone .image
    match inst.image.shape.endpoints.toList.find? fun entry => entry.1.toUInt64 = endpoint with
    | none => .error .image
    | some (_, entry) =>
      let registers := { entry.registers with r7 := a, r8 := b, r9 := c, r10 := d }
      let core ← activate { gas := 0, quota := 0, meters := services.meters } { word := 0, slots := [] } inst (inst.slots.set ownBits 0 zero) #[] #[]
        entry.entry.toNat registers
      return runAll scheme { rules, services, stack := [.mk core []] }
  | _ => .error .kind

/-- The state after a block; slot 0 of the root is empty again. -/
def applyBlock (budget : Budget) (scheme : Crypto.SignatureScheme) (state : Cap) (block : KernelBlock) : Except BlockError Cap :=
  if block.header.priorRoot ≠ state.hash then .error .priorRoot
  else if block.header.bodyRoot ≠ (View.cap (.data (bodyData block.body))).hash then .error .bodyRoot
  else
    let attestations := block.body.toList.foldr (fun event rest => event.attestations.toList ++ rest) []
    match callRoot budget.rules scheme (servicesFor budget state.hash block.header.height attestations) state (some (blockNode block.body)) 0 0 0 0 0 with
    | .error answer => .error (.root answer)
    | .ok (.faulted kind pc, _) => .error (.faulted kind pc)
    | .ok (.rejected, _) => .error .attestation
    | .ok (.halted _ inst, services) =>
      if services.attestations.isEmpty then .ok (View.cap (.inst { inst with slots := inst.slots.set ownBits 0 none })) else .error .unused

end Jar.Kernel
