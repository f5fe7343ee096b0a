import Jar.Thm.Chain.HostCalls.Solvency

/-!
# Theorems: what host calls do to other services

About Gray Paper 0.7.2, section 9.3 and appendix B.7: a host call changes no other account but by removing it, and a service that it makes holds its threshold
balance.
-/
namespace Jar.Chain

open HostCalls Account

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

/-- Every account is one of before, or a good one. -/
def KeepsOthers (good : ServiceAccount → Prop) (before after : Services) : Prop :=
  ∀ service account, after.find? service = some account → before.find? service = some account ∨ good account

/-- All new accounts are good ones. -/
def MakesGood (p : Params) (good : ServiceAccount → Prop) : Prop :=
  ∀ slot parent codeHash length minItemGas minMemoGas gratis, good (newAccount p slot parent codeHash length minItemGas minMemoGas gratis)

theorem makes_solvent {p : Params} (fit : ThresholdsFit p) : MakesGood p (isSolvent p · = true) := fun _ _ _ _ _ _ _ => newAccount_solvent fit ..

theorem KeepsOthers.same (good : ServiceAccount → Prop) {before after : Services} (h : after = before) : KeepsOthers good before after := by
  intro service account found
  rw [h] at found
  exact .inl found

namespace HostCalls

variable {good : ServiceAccount → Prop} {p : Params} {slot : Slot} {machine : Machine} {x : Implications}

theorem withNew_others (o : x.state.services.Ordered) {service : ServiceId} {account : ServiceAccount} (h : good account) :
    KeepsOthers good x.state.services (withNew x service account).state.services := by
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

theorem new_others (o : x.state.services.Ordered) (made : MakesGood p good) :
    KeepsOthers good x.state.services (new p slot machine x).context.state.services := by
  unfold new
  dsimp only
  split
  · split
    · exact .same good rfl
    · split
      · exact .same good rfl
      · split
        · split
          · exact .same good rfl
          · exact withNew_others o (made ..)
        · exact withNew_others o (made ..)
  · exact .same good rfl

theorem eject_others (o : x.state.services.Ordered) : KeepsOthers good x.state.services (eject p slot machine x).context.state.services := by
  unfold eject
  dsimp only
  split
  · exact .same good rfl
  · split
    · exact .same good rfl
    · split
      · exact .same good rfl
      · split
        · exact fun _ _ found => .inl (SortedMap.find?_of_erase o found)
        · exact .same good rfl

end HostCalls

/-- **No host call changes the account of another service** but by removing it, and one that it makes is good, if new accounts are; so it holds its threshold balance. -/
theorem answerAccumulate_others {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (o : pair.regular.state.services.Ordered) {good : ServiceAccount → Prop}
    (made : MakesGood block.protocol.params good) :
    KeepsOthers good pair.regular.state.services
      (answerAccumulate block source call machine pair).context.regular.state.services := by
  cases (inferInstance : Decidable (call = some .new)) with
  | isTrue n => rw [n]; exact new_others o made
  | isFalse n =>
    cases (inferInstance : Decidable (call = some .transfer)) with
    | isTrue t => rw [t]; exact .same _ transfer_services
    | isFalse t =>
      cases (inferInstance : Decidable (call = some .eject)) with
      | isTrue e => rw [e]; exact eject_others o
      | isFalse e => exact .same _ (answerAccumulate_balances block source call machine pair n t e).services

end Jar.Chain
