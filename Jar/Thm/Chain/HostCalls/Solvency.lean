import Jar.Thm.Chain.HostCalls.Wealth

/-!
# Theorems: no host call leaves a service below its threshold

About Gray Paper 0.7.2, section 9.3 and appendix B.7: a service that holds its threshold balance holds it after every host call of accumulation, and so does a
service that it makes.
-/
namespace Jar.Chain

open HostCalls Account

/-- The footprint of an account counts every request that it has. -/
def CountsRequests (account : ServiceAccount) : Prop :=
  ∀ hash length slots, request? account hash length = some slots →
    requestItems ≤ account.info.items ∧ requestFootprint length ≤ account.info.bytes

namespace Account

variable {p : Params}

theorem isSolvent_iff {account : ServiceAccount} : isSolvent p account = true ↔ threshold p account ≤ account.info.balance.toNat := by
  unfold isSolvent
  exact ⟨of_decide_eq_true, decide_eq_true⟩

/-- Fewer items and octets need no more balance. -/
theorem thresholdOf_le {items items' : UInt32} {octets octets' : UInt64} (gratis : Balance) (hi : items ≤ items') (ho : octets ≤ octets') :
    thresholdOf p items octets gratis ≤ thresholdOf p items' octets' gratis := by
  unfold thresholdOf
  have a := Nat.mul_le_mul_left p.itemDeposit.toNat (UInt32.le_iff_toNat_le.mp hi)
  have b := Nat.mul_le_mul_left p.octetDeposit.toNat (UInt64.le_iff_toNat_le.mp ho)
  omega

theorem sub_le32 {a b : UInt32} (h : b ≤ a) : a - b ≤ a := by
  rw [UInt32.le_iff_toNat_le, UInt32.toNat_sub_of_le _ _ h]
  exact Nat.sub_le ..

theorem sub_le64 {a b : UInt64} (h : b ≤ a) : a - b ≤ a := by
  rw [UInt64.le_iff_toNat_le, UInt64.toNat_sub_of_le _ _ h]
  exact Nat.sub_le ..

theorem dropRequest_solvent {account : ServiceAccount} {hash : Hash} {length : UInt32} {slots : Request} (c : CountsRequests account)
    (r : request? account hash length = some slots) (h : isSolvent p account = true) :
    isSolvent p (dropRequest account hash length) = true := by
  have ⟨hi, ho⟩ := c hash length slots r
  exact isSolvent_iff.mpr (Nat.le_trans (thresholdOf_le account.info.depositOffset (sub_le32 hi) (sub_le64 ho)) (isSolvent_iff.mp h))

theorem credit_solvent {account : ServiceAccount} (amount : Nat) (h : isSolvent p account = true) : isSolvent p (credit account amount) = true := by
  have b := account.info.balance.toNat_lt
  have e : (credit account amount).info.balance.toNat = min (account.info.balance.toNat + amount) (2 ^ 64 - 1) :=
    UInt64.toNat_ofNat_of_lt' (Nat.lt_of_le_of_lt (Nat.min_le_right ..) (by decide))
  have t := isSolvent_iff.mp h
  apply isSolvent_iff.mpr
  show threshold p account ≤ (credit account amount).info.balance.toNat
  rw [e]
  exact Nat.le_trans t (Nat.le_min.mpr ⟨Nat.le_add_right .., by omega⟩)

theorem debit_solvent {account : ServiceAccount} {amount : Nat} (h : amount + threshold p account ≤ account.info.balance.toNat) :
    isSolvent p (debit account amount) = true := by
  apply isSolvent_iff.mpr
  show threshold p account ≤ balanceOf (debit account amount)
  rw [debit_balance]
  omega

end Account

namespace HostCalls

variable {p : Params} {slot : Slot} {machine : Machine} {x : Implications}

theorem write_solvent {self : ServiceAccount} (h : isSolvent p self = true) : isSolvent p (HostCalls.write p self machine).context = true := by
  unfold HostCalls.write
  split
  · exact h
  · dsimp only
    split
    · rename_i s
      exact s
    · exact h

theorem solicit_solvent (h : isSolvent p x.self = true) : isSolvent p (solicit p slot machine x).context.self = true := by
  unfold solicit
  dsimp only
  split
  · exact h
  · split
    · exact h
    · split
      · rename_i s
        exact s
      · exact h

theorem forgotten_solvent {account after : ServiceAccount} {hash : Hash} {length : UInt64} (c : CountsRequests account)
    (h : isSolvent p account = true) (f : forgotten p slot account hash length = some after) : isSolvent p after = true := by
  unfold forgotten at f
  split at f
  · exact nomatch f
  · rename_i slots r
    have r : request? account hash length.toUInt32 = some slots := by
      unfold requestOf at r
      split at r
      · exact r
      · exact nomatch r
    dsimp only at f
    split at f
    · cases f; exact dropRequest_solvent c r h
    · cases f; exact h
    · split at f
      · cases f; exact dropRequest_solvent c r h
      · exact nomatch f
    · split at f
      · cases f; exact h
      · exact nomatch f

theorem forget_solvent (c : CountsRequests x.self) (h : isSolvent p x.self = true) : isSolvent p (forget p slot machine x).context.self = true := by
  unfold forget
  dsimp only
  split
  · exact h
  · split
    · exact h
    · rename_i f
      exact forgotten_solvent c h f

theorem transfer_solvent (h : isSolvent p x.self = true) : isSolvent p (transfer p machine x).context.self = true := by
  unfold transfer
  dsimp only
  split
  · exact h
  · split
    · exact h
    · split
      · exact h
      · split
        · exact h
        · split
          · exact h
          · exact debit_solvent (by omega)

theorem new_solvent (h : isSolvent p x.self = true) : isSolvent p (new p slot machine x).context.self = true := by
  unfold new
  dsimp only
  split
  · split
    · exact h
    · split
      · exact h
      · split
        · split
          · exact h
          · exact debit_solvent (by omega)
        · exact debit_solvent (by omega)
  · exact h

theorem eject_solvent (h : isSolvent p x.self = true) : isSolvent p (eject p slot machine x).context.self = true := by
  unfold eject
  dsimp only
  split
  · exact h
  · split
    · exact h
    · split
      · exact h
      · split
        · exact credit_solvent _ h
        · exact h

theorem bless_self : (bless p machine x).context.self = x.self := by
  unfold bless
  dsimp only
  repeat (first | rfl | split)

theorem assign_self : (assign p machine x).context.self = x.self := by
  unfold assign
  dsimp only
  repeat (first | rfl | split)

theorem designate_self : (designate p machine x).context.self = x.self := by
  unfold designate
  dsimp only
  repeat (first | rfl | split)

theorem query_self : (query machine x).context.self = x.self := by
  unfold query
  dsimp only
  repeat (first | rfl | split)

theorem yield_self : (HostCalls.yield machine x).context.self = x.self := by
  unfold HostCalls.yield
  dsimp only
  repeat (first | rfl | split)

theorem provide_self : (provide machine x).context.self = x.self := by
  unfold provide
  dsimp only
  repeat (first | rfl | split)

theorem upgrade_solvent (h : isSolvent p x.self = true) : isSolvent p (upgrade machine x).context.self = true := by
  unfold upgrade
  dsimp only
  split
  · exact h
  · exact h

end HostCalls

/-- **No host call leaves the service below its threshold balance** if it was not below before; its footprint must count its requests. -/
theorem answerAccumulate_solvent {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (c : CountsRequests pair.regular.self) (h : isSolvent block.protocol.params pair.regular.self = true) :
    isSolvent block.protocol.params (answerAccumulate block source call machine pair).context.regular.self = true := by
  cases call with
  | none => exact h
  | some call =>
    cases call with
    | gas => exact h
    | fetch => exact h
    | lookup => exact h
    | read => exact h
    | info => exact h
    | historicalLookup => exact h
    | exportSegment => exact h
    | machine => exact h
    | peek => exact h
    | poke => exact h
    | pages => exact h
    | invoke => exact h
    | expunge => exact h
    | checkpoint => exact h
    | log => exact h
    | write => exact write_solvent h
    | new => exact new_solvent h
    | transfer => exact transfer_solvent h
    | eject => exact eject_solvent h
    | solicit => exact solicit_solvent h
    | forget => exact forget_solvent c h
    | upgrade => exact upgrade_solvent h
    | bless => exact (congrArg (isSolvent block.protocol.params) bless_self).trans h
    | assign => exact (congrArg (isSolvent block.protocol.params) assign_self).trans h
    | designate => exact (congrArg (isSolvent block.protocol.params) designate_self).trans h
    | query => exact (congrArg (isSolvent block.protocol.params) query_self).trans h
    | yield => exact (congrArg (isSolvent block.protocol.params) yield_self).trans h
    | provide => exact (congrArg (isSolvent block.protocol.params) provide_self).trans h

/-- The threshold balance of every new service is a balance. -/
def ThresholdsFit (p : Params) : Prop :=
  p.baseDeposit.toNat + p.itemDeposit.toNat * 2 + p.octetDeposit.toNat * (81 + 2 ^ 32) < 2 ^ 64

theorem thresholdsFit_full : ThresholdsFit .full := by unfold ThresholdsFit; decide

theorem thresholdsFit_tiny : ThresholdsFit .tiny := by unfold ThresholdsFit; decide

/-- **A new service holds its threshold balance.** -/
theorem newAccount_solvent {p : Params} (fit : ThresholdsFit p) (slot : Slot) (parent : ServiceId) (codeHash : Hash) (length : UInt32)
    (minItemGas minMemoGas : Gas) (gratis : Balance) :
    isSolvent p (newAccount p slot parent codeHash length minItemGas minMemoGas gratis) = true := by
  apply isSolvent_iff.mpr
  show thresholdOf p requestItems (requestFootprint length) gratis ≤ (thresholdOf p requestItems (requestFootprint length) gratis).toUInt64.toNat
  have l := length.toNat_lt
  have o : (requestFootprint length).toNat ≤ 81 + 2 ^ 32 := by
    show (81 + length.toUInt64).toNat ≤ _
    rw [UInt64.toNat_add, UInt32.toNat_toUInt64]
    exact Nat.le_trans (Nat.mod_le ..) (by show 81 + length.toNat ≤ _; omega)
  have small : thresholdOf p requestItems (requestFootprint length) gratis < 2 ^ 64 := by
    unfold thresholdOf ThresholdsFit at *
    have := Nat.mul_le_mul_left p.octetDeposit.toNat o
    have i : requestItems.toNat = 2 := rfl
    rw [i]
    omega
  exact Nat.le_of_eq (UInt64.toNat_ofNat_of_lt' small).symm

/-! ## Other services -/

/-- Every account is one of before, or holds its threshold balance. -/
def KeepsOthers (p : Params) (before after : Services) : Prop :=
  ∀ service account, after.find? service = some account → before.find? service = some account ∨ isSolvent p account = true

theorem KeepsOthers.same (p : Params) {before after : Services} (h : after = before) : KeepsOthers p before after := by
  intro service account found
  rw [h] at found
  exact .inl found

namespace HostCalls

variable {p : Params} {slot : Slot} {machine : Machine} {x : Implications}

theorem withNew_others (o : x.state.services.Ordered) {service : ServiceId} {account : ServiceAccount} (h : isSolvent p account = true) :
    KeepsOthers p x.state.services (withNew x service account).state.services := by
  intro other found e
  replace e : (x.state.services.insert service account).find? other = some found := e
  cases (inferInstance : Decidable (other = service)) with
  | isTrue same =>
    rw [same, SortedMap.find?_insert_same o] at e
    cases e
    exact .inr h
  | isFalse ne =>
    rw [SortedMap.find?_insert_other o ne] at e
    exact .inl e

theorem transfer_services : (transfer p machine x).context.state.services = x.state.services := by
  unfold transfer
  dsimp only
  repeat (first | rfl | split)

theorem new_others (o : x.state.services.Ordered) (fit : ThresholdsFit p) :
    KeepsOthers p x.state.services (new p slot machine x).context.state.services := by
  unfold new
  dsimp only
  split
  · split
    · exact .same p rfl
    · split
      · exact .same p rfl
      · split
        · split
          · exact .same p rfl
          · exact withNew_others o (newAccount_solvent fit ..)
        · exact withNew_others o (newAccount_solvent fit ..)
  · exact .same p rfl

theorem eject_others (o : x.state.services.Ordered) : KeepsOthers p x.state.services (eject p slot machine x).context.state.services := by
  unfold eject
  dsimp only
  split
  · exact .same p rfl
  · split
    · exact .same p rfl
    · split
      · exact .same p rfl
      · split
        · exact fun _ _ found => .inl (SortedMap.find?_of_erase o found)
        · exact .same p rfl

end HostCalls

/-- **No host call changes the account of another service** but by removing it, and one that it makes holds its threshold balance. -/
theorem answerAccumulate_others {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (o : pair.regular.state.services.Ordered) (fit : ThresholdsFit block.protocol.params) :
    KeepsOthers block.protocol.params pair.regular.state.services
      (answerAccumulate block source call machine pair).context.regular.state.services := by
  cases (inferInstance : Decidable (call = some .new)) with
  | isTrue n => rw [n]; exact new_others o fit
  | isFalse n =>
    cases (inferInstance : Decidable (call = some .transfer)) with
    | isTrue t => rw [t]; exact .same _ transfer_services
    | isFalse t =>
      cases (inferInstance : Decidable (call = some .eject)) with
      | isTrue e => rw [e]; exact eject_others o
      | isFalse e => exact .same _ (answerAccumulate_balances block source call machine pair n t e).services

end Jar.Chain
