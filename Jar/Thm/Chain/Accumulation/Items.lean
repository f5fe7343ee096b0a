import Jar.Thm.Chain.Accumulation.Accounts
import Jar.Thm.Types.StateInverse

/-!
# Theorems: the items of accounts stay in order

About Gray Paper 0.7.2, section 12: storage, preimages and requests of every account are a map in order after a block if they were before, so that each item is there once in the form of the state
(appendix D.1).
-/
namespace Jar.Chain

open HostCalls Account

/-- Items in order. -/
abbrev ItemsOrdered (account : ServiceAccount) : Prop := account.items.Ordered

namespace HostCalls

variable {p : Params} {slot : Slot} {machine : Machine} {x : Implications}

theorem write_items {self : ServiceAccount} (h : ItemsOrdered self) : ItemsOrdered (HostCalls.write p self machine).context := by
  unfold HostCalls.write
  split
  · exact h
  · rename_i key value _
    dsimp only
    split
    · cases value with
      | some value => exact SortedMap.ordered_insert h ..
      | none => exact SortedMap.ordered_erase h _
    · exact h

theorem solicit_items (h : ItemsOrdered x.self) : ItemsOrdered (solicit p slot machine x).context.self := by
  unfold solicit
  dsimp only
  split
  · exact h
  · split
    · exact h
    · rename_i s
      split
      · unfold solicited at s
        split at s
        · split at s
          · cases s; exact SortedMap.ordered_insert h ..
          · split at s
            · cases s; exact SortedMap.ordered_insert h ..
            · exact nomatch s
        · exact nomatch s
      · exact h

theorem dropRequest_items {account : ServiceAccount} (h : ItemsOrdered account) (hash : Hash) (length : UInt32) :
    ItemsOrdered (dropRequest account hash length) := SortedMap.ordered_erase (SortedMap.ordered_erase h _) _

theorem forget_items (h : ItemsOrdered x.self) : ItemsOrdered (forget p slot machine x).context.self := by
  unfold forget
  dsimp only
  split
  · exact h
  · split
    · exact h
    · rename_i f
      unfold forgotten at f
      split at f
      · exact nomatch f
      · dsimp only at f
        split at f
        · cases f; exact dropRequest_items h ..
        · cases f; exact SortedMap.ordered_insert h ..
        · split at f
          · cases f; exact dropRequest_items h ..
          · exact nomatch f
        · split at f
          · cases f; exact SortedMap.ordered_insert h ..
          · exact nomatch f

theorem transfer_items : (transfer p machine x).context.self.items = x.self.items := by
  unfold transfer
  dsimp only
  repeat (first | rfl | split)

theorem new_items : (new p slot machine x).context.self.items = x.self.items := by
  unfold new
  dsimp only
  repeat (first | rfl | split)

theorem eject_items : (eject p slot machine x).context.self.items = x.self.items := by
  unfold eject
  dsimp only
  repeat (first | rfl | split)

theorem upgrade_items : (upgrade machine x).context.self.items = x.self.items := by
  unfold upgrade
  dsimp only
  repeat (first | rfl | split)

end HostCalls

theorem answerAccumulate_items {block : AccumulationBlock} {source : FetchSource} {call : Option HostCall} {machine : Machine}
    {pair : ImplicationsPair} (h : ItemsOrdered pair.regular.self) :
    ItemsOrdered (answerAccumulate block source call machine pair).context.regular.self := by
  have same : ∀ {x y : Implications}, y.self.items = x.self.items → ItemsOrdered x.self → ItemsOrdered y.self := fun e o => by
    unfold ItemsOrdered
    rw [e]
    exact o
  have own : ∀ {x y : Implications}, y.self = x.self → ItemsOrdered x.self → ItemsOrdered y.self := fun e o => by rw [e]; exact o
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
    | write => exact write_items h
    | solicit => exact solicit_items h
    | forget => exact forget_items h
    | new => exact same new_items h
    | transfer => exact same transfer_items h
    | eject => exact same eject_items h
    | upgrade => exact same upgrade_items h
    | bless => exact own bless_self h
    | assign => exact own assign_self h
    | designate => exact own designate_self h
    | query => exact own query_self h
    | yield => exact own yield_self h
    | provide => exact own provide_self h

/-- All that is done to accounts keeps their items in order. -/
theorem law_items (block : AccumulationBlock) : Law block ItemsOrdered where
  made := fun _ _ _ _ _ _ _ => SortedMap.ordered_insert SortedMap.ordered_empty ..
  credited := fun _ _ h => h
  called := answerAccumulate_items
  integrated := fun _ _ _ _ _ h => SortedMap.ordered_insert (SortedMap.ordered_insert h ..) ..
  stamped := fun _ _ h => h

open Crypto in
/-- **Accounts and their items stay in order** with every accepted block. -/
theorem transition_ordered {protocol : Protocol} {scheme : SignatureScheme} {σ σ' : State} {root : Hash} {context : Context} {block : Block}
    (o : Services.Ordered σ.services) (h : transitionFrom protocol scheme σ root context block = .ok σ') : Services.Ordered σ'.services :=
  have all := transition_accounts (fun block _ => law_items block) o.ordered h
  ⟨all.1, fun service account found => all.2 service account found fun old there => o.items service old there⟩

end Jar.Chain
