import Jar.Thm.Chain.HostCalls.Wealth

/-!
# Theorems: no host call leaves a service below its threshold

About Gray Paper 0.7.2, section 9.3 and appendix B.7: a service that holds its threshold balance holds it after every host call of accumulation.
-/
namespace Jar.Chain

open HostCalls Account

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

theorem sub_le64 {a b : UInt64} (h : b ≤ a) : a - b ≤ a := by
  rw [UInt64.le_iff_toNat_le, UInt64.toNat_sub_of_le _ _ h]
  exact Nat.sub_le ..

theorem sub_min_le32 (a b : UInt32) : a - min a b ≤ a := by
  have h : min a b ≤ a := by
    show (if a ≤ b then a else b) ≤ a
    split
    · exact UInt32.le_refl a
    · rename_i n
      exact Nat.le_of_lt (Nat.lt_of_not_le n)
  rw [UInt32.le_iff_toNat_le, UInt32.toNat_sub_of_le _ _ h]
  exact Nat.sub_le ..

theorem sub_min_le64 (a b : UInt64) : a - min a b ≤ a := by
  have h : min a b ≤ a := by
    show (if a ≤ b then a else b) ≤ a
    split
    · exact UInt64.le_refl a
    · rename_i n
      exact Nat.le_of_lt (Nat.lt_of_not_le n)
  exact sub_le64 h

theorem dropRequest_solvent {account : ServiceAccount} {hash : Hash} {length : UInt32} (h : isSolvent p account = true) :
    isSolvent p (dropRequest account hash length) = true :=
  isSolvent_iff.mpr (Nat.le_trans (thresholdOf_le account.info.depositOffset (sub_min_le32 ..) (sub_min_le64 ..)) (isSolvent_iff.mp h))

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

theorem forgotten_solvent {account after : ServiceAccount} {hash : Hash} {length : UInt64}
    (h : isSolvent p account = true) (f : forgotten p slot account hash length = some after) : isSolvent p after = true := by
  unfold forgotten at f
  split at f
  · exact nomatch f
  · dsimp only at f
    split at f
    · cases f; exact dropRequest_solvent h
    · cases f; exact h
    · split at f
      · cases f; exact dropRequest_solvent h
      · exact nomatch f
    · split at f
      · cases f; exact h
      · exact nomatch f

theorem forget_solvent (h : isSolvent p x.self = true) : isSolvent p (forget p slot machine x).context.self = true := by
  unfold forget
  dsimp only
  split
  · exact h
  · split
    · exact h
    · rename_i f
      exact forgotten_solvent h f

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

/-- **No host call leaves the service below its threshold balance** if it was not below before. -/
theorem answerAccumulate_solvent {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (h : isSolvent block.protocol.params pair.regular.self = true) :
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
    | forget => exact forget_solvent h
    | upgrade => exact upgrade_solvent h
    | bless => exact (congrArg (isSolvent block.protocol.params) bless_self).trans h
    | assign => exact (congrArg (isSolvent block.protocol.params) assign_self).trans h
    | designate => exact (congrArg (isSolvent block.protocol.params) designate_self).trans h
    | query => exact (congrArg (isSolvent block.protocol.params) query_self).trans h
    | yield => exact (congrArg (isSolvent block.protocol.params) yield_self).trans h
    | provide => exact (congrArg (isSolvent block.protocol.params) provide_self).trans h

end Jar.Chain
