import Jar.Chain.HostCalls.Preimages
import Jar.Chain.HostCalls.Privileged

/-!
# The Accumulate invocation

Ψ_A of Gray Paper 0.7.2, appendix B.4: the dispatch of host calls, the two dimensions of the context, and which of them holds in the end.
-/
namespace Jar.Chain

open HostCalls

/-- The code of a service begins to accumulate at this index. -/
def accumulateEntry : Nat := 5

/-- Ω_C: what was done so far holds whatever comes. -/
def checkpoint (machine : Machine) (pair : ImplicationsPair) : Called ImplicationsPair :=
  { outcome := answer machine machine.gas, context := { pair with exceptional := pair.regular } }

/-- A host call that changes nothing but the machine. -/
@[inline] def unchanged {X : Type} (outcome : Pvm.Outcome) (context : X) : Called X := { outcome, context }

/-- A host call that changes the regular dimension. -/
@[inline] def onRegular (pair : ImplicationsPair) (call : Implications → Called Implications) : Called ImplicationsPair :=
  match pair with
  | { regular, exceptional } =>
    match call regular with
    | { outcome, context } => { outcome, context := { regular := context, exceptional } }

/-- G: a host call that changes the service's own account. -/
@[inline] def onSelf (x : Implications) (call : ServiceAccount → Called ServiceAccount) : Called Implications :=
  match call x.self with
  | { outcome, context } => { outcome, context := { x with self := context } }

/-- F, once its gas is paid. -/
def answerAccumulate (block : AccumulationBlock) (source : FetchSource) (call : Option HostCall) (machine : Machine) (pair : ImplicationsPair) :
    Called ImplicationsPair :=
  let p := block.protocol.params
  let x := pair.regular
  match call with
  | some .gas => unchanged (gas machine) pair
  | some .fetch => unchanged (fetch source machine) pair
  | some .read => unchanged (read x.service x.self x.state.services machine) pair
  | some .write => onRegular pair fun x => onSelf x fun self => write p self machine
  | some .lookup => unchanged (lookup x.service x.self x.state.services machine) pair
  | some .info => unchanged (info p x.service x.self x.state.services machine) pair
  | some .bless => onRegular pair (bless p machine)
  | some .assign => onRegular pair (assign p machine)
  | some .designate => onRegular pair (designate p machine)
  | some .checkpoint => checkpoint machine pair
  | some .new => onRegular pair (new p block.slot machine)
  | some .upgrade => onRegular pair (upgrade machine)
  | some .transfer => onRegular pair (transfer p machine)
  | some .eject => onRegular pair (eject p block.slot machine)
  | some .query => onRegular pair (query machine)
  | some .solicit => onRegular pair (solicit p block.slot machine)
  | some .forget => onRegular pair (forget p block.slot machine)
  | some .yield => onRegular pair (yield machine)
  | some .provide => onRegular pair (provide machine)
  | _ => unchanged (answerUnknown machine) pair

/-- F: pays, and answers. -/
def accumulateHost (block : AccumulationBlock) (source : FetchSource) : Host ImplicationsPair := fun number machine pair =>
  paid machine pair fun machine => answerAccumulate block source (HostCall.find? number HostCall.jam) machine pair

/-- What holds of a dimension of the context. -/
def Implications.outcome (x : Implications) (yield : Option Hash) (gasUsed : Gas) : ServiceOutcome :=
  { state := x.finalState, transfers := x.transfers, yield, gasUsed, provisions := x.provisions, touched := x.touched }

/-- C: the exceptional dimension after a panic or without gas, else the regular one; a hash that came out is what the service commits to. -/
def collapse (invoked : Invoked ImplicationsPair) : ServiceOutcome :=
  match invoked.returned with
  | .octets octets =>
    match Octets.ofBytes? 32 octets with
    | some hash => invoked.context.regular.outcome (some hash) invoked.gasUsed
    | none => invoked.context.regular.outcome invoked.context.regular.yield invoked.gasUsed
  | _ => invoked.context.exceptional.outcome invoked.context.exceptional.yield invoked.gasUsed

/-- The amounts of the transfers among inputs. -/
def received (inputs : List AccumulationInput) : Nat :=
  inputs.foldl (fun sum input => match input with | .transfer transfer => sum + transfer.amount.toNat | .operand _ => sum) 0

/-- What `fetch` gives in accumulation. -/
def accumulateSource (block : AccumulationBlock) (inputs : List AccumulationInput) : FetchSource :=
  let each := (inputs.map AccumulationInput.codec.encode).toArray
  { parameters := Params.codec.encode block.protocol.params
    entropy := some block.entropy
    inputs := some (each, each.foldl (· ++ ·) (Codec.putNatural .empty each.size.toUInt64)) }

/-- The outcome of an accumulation that does nothing. -/
def ServiceOutcome.idle (state : PartialState) : ServiceOutcome :=
  { state, transfers := #[], yield := none, gasUsed := 0, provisions := .empty, touched := [] }

/-- Runs the code of a service, its account up to date. -/
def runAccumulate (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (self : ServiceAccount) (gas : Gas)
    (inputs : List AccumulationInput) (code : ByteArray) : ServiceOutcome :=
  let arguments := [block.slot.toUInt64, service.toUInt64, inputs.length.toUInt64].foldl Codec.putNatural .empty
  let start := Implications.start block state service self
  collapse (invokeWithHost block.protocol.machine code accumulateEntry gas arguments (accumulateHost block (accumulateSource block inputs))
    { regular := start, exceptional := start })

/-- Ψ_A for a service that is there, its account up to date. -/
def invokeWithAccount (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (self : ServiceAccount) (gas : Gas)
    (inputs : List AccumulationInput) : ServiceOutcome :=
  match Account.code? self with
  | none => .idle state
  | some code =>
    if block.protocol.params.serviceCodeSize.toNat < code.size then .idle state else runAccumulate block state service self gas inputs code

/-- Ψ_A: accumulates inputs into a service. What transfers bring is there before its code runs, and stays. -/
def invokeAccumulate (block : AccumulationBlock) (state : PartialState) (service : ServiceId) (gas : Gas) (inputs : List AccumulationInput) :
    ServiceOutcome :=
  match state.services.find? service with
  | none => .idle state
  | some account =>
    let self := Account.credit account (received inputs)
    invokeWithAccount block { state with services := state.services.insert service self } service self gas inputs

end Jar.Chain
