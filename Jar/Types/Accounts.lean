import Jar.Types.Params
import Jar.Types.Fields

/-!
# Service accounts and privileges

Gray Paper 0.7.2, section 9 and appendix D.1.
-/
namespace Jar

open Codec

/-- The part of an account that has a fixed size. -/
structure ServiceInfo where
  /-- c. -/
  codeHash : Hash
  /-- b. -/
  balance : Balance
  /-- g: the least gas of a work item. -/
  minItemGas : Gas
  /-- m: the least gas of a transfer. -/
  minMemoGas : Gas
  /-- o: octets in storage. -/
  bytes : UInt64
  /-- f: gratis storage. -/
  depositOffset : Balance
  /-- i: items in storage. -/
  items : UInt32
  /-- r. -/
  creationSlot : Slot
  /-- a. -/
  lastAccumulationSlot : Slot
  /-- p. -/
  parentService : ServiceId
deriving DecidableEq, Inhabited

/-- 𝓔 of a `ServiceInfo`. -/
def ServiceInfo.codec : Codec ServiceInfo :=
  record (field "version" (constant 0) ⬝ field "code_hash" hash ⬝ field "balance" word64 ⬝ field "min_item_gas" word64 ⬝
    field "min_memo_gas" word64 ⬝ field "bytes" word64 ⬝ field "deposit_offset" word64 ⬝ field "items" word32 ⬝
    field "creation_slot" word32 ⬝ field "last_accumulation_slot" word32 ⬝ field "parent_service" word32)
    (fun s => ((), s.codeHash, s.balance, s.minItemGas, s.minMemoGas, s.bytes, s.depositOffset, s.items, s.creationSlot,
      s.lastAccumulationSlot, s.parentService))
    (fun ((), codeHash, balance, minItemGas, minMemoGas, bytes, depositOffset, items, creationSlot, lastAccumulationSlot, parentService) =>
      { codeHash, balance, minItemGas, minMemoGas, bytes, depositOffset, items, creationSlot, lastAccumulationSlot, parentService })

/-- The slots that a request of a preimage remembers (section 9.2.2). -/
abbrev Request := Array Slot

/-- 𝓔 of a `Request`. -/
def Request.codec : Codec Request := sequence word32 (some 3)

/-- χ: services with privileges. -/
structure Privileges where
  /-- χ_M: the manager. -/
  bless : ServiceId
  /-- χ_A: for each core, who sets its authorizer queue. -/
  assign : Array ServiceId
  /-- χ_V: who sets the next validators. -/
  designate : ServiceId
  /-- χ_R: the registrar. -/
  register : ServiceId
  /-- χ_Z: services that accumulate in every block, and their gas. A dictionary, in ascending order. -/
  alwaysAcc : Array (ServiceId × Gas)
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Privileges`. -/
def Privileges.codec (p : Params) : Codec Privileges :=
  record (field "bless" word32 ⬝ field "assign" (vector p.cores.toNat word32) ⬝ field "designate" word32 ⬝ field "register" word32 ⬝
    field "always_acc" (dictionary "id" "gas" (fun a b => a < b) word32 word64))
    (fun p => (p.bless, p.assign, p.designate, p.register, p.alwaysAcc))
    (fun (bless, assign, designate, register, alwaysAcc) => { bless, assign, designate, register, alwaysAcc })

end Jar
