import Jar.Data.Word
import Jar.Pvm.Heap
import Jar.Pvm.State

/-!
# Loads and stores

The instructions of Gray Paper 0.7.2, appendix A.5.4, A.5.6, A.5.7 and A.5.10 that access memory. The state is taken apart before the memory
changes, so that the memory has one owner.
-/
namespace Jar.Pvm

/-- The octets that a load reads. -/
def LoadKind.octets : LoadKind → Nat
  | .u8 | .i8 => 1
  | .u16 | .i16 => 2
  | .u32 | .i32 => 4
  | .u64 => 8

/-- The word that a load puts into the register. -/
def LoadKind.extend (kind : LoadKind) (word : UInt64) : UInt64 :=
  match kind with
  | .u8 | .u16 | .u32 | .u64 => word
  | .i8 => signExtend 8 word
  | .i16 => signExtend 16 word
  | .i32 => signExtend 32 word

namespace State

/-- φ′_d = the word at the address (its low 32 bits, D8). -/
def load (state : State) (kind : LoadKind) (d : Register) (address : UInt64) (next : Nat) : Outcome :=
  match state.memory.load (low32 address) kind.octets with
  | .value word => .next { state with pc := next, registers := state.registers.set d (kind.extend word) }
  | .fault number => .exit (accessFault number) state

/-- Stores the low octets of a word at the address (its low 32 bits, D8). -/
def store (state : State) (width : Width) (address value : UInt64) (next : Nat) : Outcome :=
  match state with
  | { pc, gas, charged, registers, memory, heapBreak, heapLimit } =>
    match memory.store (low32 address) value width.octets with
    | .done memory => .next { pc := next, gas, charged, registers, memory, heapBreak, heapLimit }
    | .fault number memory => .exit (accessFault number) { pc, gas, charged, registers, memory, heapBreak, heapLimit }

/-- ⌈x / 4096⌉. -/
def pageCeiling (x : Nat) : Nat := (x + pageSize - 1) / pageSize

/-- φ′_d = the old break, or 0 if the heap cannot grow by `n` octets (D5). -/
def sbrk (state : State) (d : Register) (n : UInt64) (next : Nat) : Outcome :=
  match state with
  | { gas, charged, registers, memory, heapBreak, heapLimit, .. } =>
    if heapBreak + n.toNat ≤ heapLimit then
      .next {
        pc := next, gas, charged
        registers := registers.set d heapBreak.toUInt64
        memory := memory.mapRange (pageCeiling heapBreak) (pageCeiling (heapBreak + n.toNat))
        heapBreak := heapBreak + n.toNat, heapLimit }
    else .next { pc := next, gas, charged, registers := registers.set d 0, memory, heapBreak, heapLimit }

end State

end Jar.Pvm
