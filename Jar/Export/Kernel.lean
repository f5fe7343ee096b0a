import Jar.Export.Transition
import Jar.Kernel.Block

/-!
# The kernel, for C

docs/wire.md, kernel sessions: a value that stays an object of Lean between questions. As with states, a session is a value: what a question makes of it is another.
-/
namespace Jar.Export

open Jar.Wire Jar.Wire.Decoder Jar.Kernel

/-- What Rust holds: the value, if there is one, and the answer to the question that made it. -/
structure KernelSession where
  cap : Option Cap
  answer : ByteArray

/-- Begins a session: a value file. -/
@[export jar_kernel_load] def kernelLoad (bytes : ByteArray) : KernelSession :=
  match decodeValue bytes with
  | none => { cap := none, answer := ByteArray.empty.push 0 }
  | some cap => { cap := some cap, answer := ByteArray.empty.push 1 ++ cap.hash.bytes }

/-- The rules, gas and quota of a block. -/
def budget : Decoder Budget := do
  let model ← such (natural 1) (· ≤ 1)
  let gas ← word
  return { rules := { gas := if model = 0 then .perInstruction else .perBlock }, gas, quota := ← word }

/-- A call of the root, or a block. -/
inductive KernelQuestion where
  | call (budget : Budget) (endpoint a b c d : UInt64)
  | block (budget : Budget) (octets : ByteArray)
  /-- An operation on the Instance's own slots, as if it ran. -/
  | operation (budget : Budget) (n a b c : UInt64)

/-- A question: 0 call, 1 block, 2 operation. -/
def kernelQuestion : Decoder KernelQuestion := do
  let code ← such (natural 1) (· ≤ 2)
  let budget ← budget
  if code = 0 then
    let endpoint ← word
    let a ← word
    let b ← word
    let c ← word
    return .call budget endpoint a b c (← word)
  else if code = 1 then return .block budget (← take Codec.blob)
  else
    let n ← word
    let a ← word
    let b ← word
    return .operation budget n a b (← word)

/-- Appends what remains in meters: a count and words. -/
def putTable (out : ByteArray) (table : Table) : ByteArray := table.foldl (fun out x => putLe out x 8) (putNat out table.size 4)

/-- An answer: a tag, two words, the meters. -/
def kernelAnswer (tag : UInt8) (x y : UInt64) (meters : Meters) : ByteArray :=
  putTable (putTable (putLe (putLe (ByteArray.empty.push tag) x 8) y 8) meters.gas) meters.quota

/-- The number of a block's error, and two words about it. -/
def blockErrorWords : BlockError → UInt8 × UInt64 × UInt64
  | .priorRoot => (0, 0, 0)
  | .bodyRoot => (1, 0, 0)
  | .root answer => (2, answer.number, 0)
  | .faulted kind pc => (3, kind, pc)
  | .attestation => (4, 0, 0)
  | .unused => (5, 0, 0)

/-- A question about a value. -/
def answerKernel (cap : Cap) : KernelQuestion → KernelSession
  | .call budget endpoint a b c d =>
    let services := servicesFor budget cap.hash 0 []
    match callRoot budget.rules Crypto.linkedScheme services cap none endpoint a b c d with
    | .error answer => { cap := some cap, answer := kernelAnswer 3 answer.number 0 services.meters }
    | .ok (.halted value inst, services) => { cap := some (View.cap (.inst inst)), answer := kernelAnswer 1 value 0 services.meters }
    | .ok (.faulted kind pc, services) => { cap := some cap, answer := kernelAnswer 2 kind pc services.meters }
    | .ok (.rejected, services) => { cap := some cap, answer := kernelAnswer 4 0 0 services.meters }
  | .block budget octets =>
    match KernelBlock.codec.decode octets with
    | .error _ => { cap := some cap, answer := ByteArray.empty.push 6 }
    | .ok block =>
      match applyBlock budget Crypto.linkedScheme cap block with
      | .ok cap => { cap := some cap, answer := ByteArray.empty.push 1 ++ cap.hash.bytes }
      | .error error =>
        let (code, x, y) := blockErrorWords error
        { cap := some cap, answer := putLe (putLe ((ByteArray.empty.push 5).push code) x 8) y 8 }
  | .operation budget n a b c =>
    match cap.view with
    | .inst inst =>
      let own : Own := { image := inst.image, lineage := inst.lineage, slots := inst.slots, named := [], reserved := [], quota := budget.quota }
      let made : Option (List UInt64 × Try Done) :=
        if n = 19 then some ([a, b], do
          match (← own.mintImage a b).2 with
          | some done => return done
          | none => .error .image)
        else ownOperation own a b c n
      match made with
      | none => { cap := some cap, answer := (ByteArray.empty.push 3) ++ putLe .empty Answer.what.number 8 }
      | some (_, .error answer) => { cap := some cap, answer := (ByteArray.empty.push 3) ++ putLe .empty answer.number 8 }
      | some (words, .ok done) =>
        let inst : Instance := { inst with image := done.own.image, lineage := done.own.lineage, slots := done.own.slots }
        { cap := some (View.cap (.inst inst))
          answer := putLe (putLe (putLe (ByteArray.empty.push 1) done.value 8) (10 + walkAll words + done.work).toUInt64 8) done.pages.toUInt64 8 }
    | _ => { cap := some cap, answer := (ByteArray.empty.push 3) ++ putLe .empty Answer.kind.number 8 }

/-- A question to a session. -/
@[export jar_kernel_ask] def kernelAsk (session : KernelSession) (bytes : ByteArray) : KernelSession :=
  match session.cap with
  | none => session
  | some cap =>
    match whole kernelQuestion bytes with
    | .malformed error offset => { session with answer := misunderstood error offset }
    | .ok question _ => answerKernel cap question

/-- The answer to the question that made the session. -/
@[export jar_kernel_answer] def kernelAnswerOf (session : KernelSession) : ByteArray := session.answer

/-- The hash of the session's value; no octets if there is none. -/
@[export jar_kernel_root] def kernelRoot (session : KernelSession) : ByteArray :=
  match session.cap with
  | none => .empty
  | some cap => cap.hash.bytes

/-- The value file of the session's value; no octets if there is none. -/
@[export jar_kernel_file] def kernelFile (session : KernelSession) : ByteArray :=
  match session.cap with
  | none => .empty
  | some cap => encodeValue cap

end Jar.Export
