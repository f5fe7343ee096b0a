import Jar.Chain.HostCalls.Inner
import Jar.Chain.IsAuthorized
import Jar.Erasure.Segments

/-!
# The Refine invocation

Ψ_R of Gray Paper 0.7.2, appendix B.3, with the host calls of B.6 that are not about inner machines: historical_lookup, export.
-/
namespace Jar.Chain

/-- (**m**, **e**): inner machines and exported segments. -/
structure RefineState where
  inner : InnerMachines
  exports : Array ByteArray

/-- What a refinement is given. -/
structure Refinement where
  protocol : Protocol
  /-- δ. -/
  services : Services
  /-- c. -/
  core : CoreIndex
  /-- p. -/
  package : WorkPackage
  /-- i: the number of the item. -/
  item : Nat
  /-- **r**: the authorizer's trace. -/
  trace : ByteArray
  /-- ī: the imported segments of each item. -/
  imports : Array (Array ByteArray)
  /-- x̄: the extrinsics of each item. -/
  extrinsics : Array (Array ByteArray)
  /-- ς: how many segments the items before export. -/
  exportOffset : Nat

namespace HostCalls

/-- Ω_H: a preimage, as the lookup anchor knows it. -/
def historicalLookup (own : ServiceId) (services : Services) (time : Slot) (machine : Machine) : Pvm.Outcome :=
  let φ := machine.registers
  match hash? machine φ.r8 with
  | none => panic machine
  | some hash =>
    let service := if φ.r7 = HostResult.none then some own else serviceId? φ.r7
    deliver machine φ.r9 φ.r10 φ.r11 ((service.bind fun service => services.find? service).bind fun account =>
      Account.historicalLookup account time hash)

/-- The octets with zeros behind them, as many as a segment has. -/
def segmentOf (octets : ByteArray) : ByteArray := octets ++ zeros (Erasure.segmentSize - octets.size)

/-- Ω_E: exports a segment. -/
def exportSegment (p : Params) (offset : Nat) (machine : Machine) (exports : Array ByteArray) : Called (Array ByteArray) :=
  let φ := machine.registers
  match machine.memory.peek φ.r7.toNat (min φ.r8.toNat Erasure.segmentSize) with
  | none => { outcome := panic machine, context := exports }
  | some octets =>
    let number := offset + exports.size
    if p.packageExports.toNat ≤ number then { outcome := answer machine HostResult.full, context := exports }
    else { outcome := answer machine number.toUInt64, context := exports.push (segmentOf octets) }

end HostCalls

open HostCalls

/-- A host call about inner machines. -/
@[inline] def onInner (state : RefineState) (call : InnerMachines → Called InnerMachines) : Called RefineState :=
  match state with
  | { inner, exports } =>
    match call inner with
    | { outcome, context } => { outcome, context := { inner := context, exports } }

/-- A host call about exports. -/
@[inline] def onExports (state : RefineState) (call : Array ByteArray → Called (Array ByteArray)) : Called RefineState :=
  match state with
  | { inner, exports } =>
    match call exports with
    | { outcome, context } => { outcome, context := { inner, exports := context } }

/-- F, once its gas is paid. -/
def answerRefine (refinement : Refinement) (own : ServiceId) (source : FetchSource) (call : Option HostCall) (machine : Machine) (state : RefineState) :
    Called RefineState :=
  match call with
  | some .gas => { outcome := gas machine, context := state }
  | some .fetch => { outcome := fetch source machine, context := state }
  | some .historicalLookup =>
    { outcome := historicalLookup own refinement.services refinement.package.context.lookupAnchorSlot machine, context := state }
  | some .exportSegment => onExports state (exportSegment refinement.protocol.params refinement.exportOffset machine)
  | some .machine => onInner state (HostCalls.machine machine)
  | some .peek => onInner state (peek machine)
  | some .poke => onInner state (poke machine)
  | some .pages => onInner state (pages machine)
  | some .invoke => onInner state (invoke refinement.protocol.machine machine)
  | some .expunge => onInner state (expunge machine)
  | _ => { outcome := answerUnknown machine, context := state }

/-- F: pays, and answers. -/
def refineHost (refinement : Refinement) (own : ServiceId) (source : FetchSource) : Host RefineState := fun number machine state =>
  paid machine state fun machine => answerRefine refinement own source (HostCall.find? number HostCall.jam) machine state

/-- What a refinement gives. -/
structure Refined where
  result : WorkResult
  /-- **e**. -/
  exports : Array ByteArray
  gasUsed : Gas

/-- Ψ_R, once the code is found. -/
def refineCode (refinement : Refinement) (item : WorkItem) (code : ByteArray) : Refined :=
  let p := refinement.protocol.params
  let package := WorkPackage.codec.encode refinement.package
  let source : FetchSource := {
    parameters := Params.codec.encode p
    entropy := some (.zero 32)
    trace := some refinement.trace
    item := some refinement.item
    imports := some refinement.imports
    extrinsics := some refinement.extrinsics
    package := some (refinement.package, package) }
  let numbers := [refinement.core.toUInt64, refinement.item.toUInt64, item.service.toUInt64].foldl Codec.putNatural .empty
  let arguments := Codec.blob.put numbers item.payload ++ (blake package).bytes
  let invoked := invokeWithHost refinement.protocol.machine code 0 item.refineGasLimit arguments (refineHost refinement item.service source)
    { inner := .none, exports := #[] }
  match invoked.returned with
  | .octets octets => { result := .ok octets, exports := invoked.context.exports, gasUsed := invoked.gasUsed }
  | failed => { result := failed.workResult, exports := #[], gasUsed := invoked.gasUsed }

/-- Nothing was refined. -/
def Refined.failed (error : WorkError) : Refined := { result := .error error, exports := #[], gasUsed := 0 }

/-- Ψ_R: refines an item of a package. -/
def refine (refinement : Refinement) (item : WorkItem) : Refined :=
  match refinement.services.find? item.service with
  | none => .failed .badCode
  | some account =>
    match Account.historicalLookup account refinement.package.context.lookupAnchorSlot item.codeHash with
    | none => .failed .badCode
    | some preimage =>
      if refinement.protocol.params.serviceCodeSize.toNat < preimage.size then .failed .codeOversize
      else match Account.codeIn preimage with
        | none => .failed .badCode
        | some code => refineCode refinement item code

end Jar.Chain
