import Jar.Chain.Accumulate
import Jar.Thm.Data.SortedMapSum

/-!
# Theorems: host calls and balances

About Gray Paper 0.7.2, appendix B.7: which host calls of accumulation leave all balances alone, and that new, transfer and eject move balances without making or
losing any.
-/
namespace Jar.Chain

open HostCalls

/-- Both contexts are of one service, every account has the same balance in both, and what was made, removed and transferred is the same, as is the next index. -/
structure SameBalances (x y : Implications) : Prop where
  service : y.service = x.service
  services : y.state.services = x.state.services
  balance : y.self.info.balance = x.self.info.balance
  transfers : y.transfers = x.transfers
  touched : y.touched = x.touched
  nextId : y.nextId = x.nextId

theorem SameBalances.refl (x : Implications) : SameBalances x x := ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩

/-- What it says of any account. -/
theorem SameBalances.account? {x y : Implications} (h : SameBalances x y) (service : ServiceId) :
    (y.account? service).map (·.info.balance) = (x.account? service).map (·.info.balance) := by
  unfold Implications.account?
  rw [h.service, h.services]
  split
  · exact congrArg some h.balance
  · rfl

namespace Account

theorem released_balance (info : ServiceInfo) (key : Nat) (old : Option ByteArray) : (released info key old).balance = info.balance := by
  cases old <;> rfl

theorem write_balance (account : ServiceAccount) (key : ByteArray) (value : Option ByteArray) :
    (write account key value).1.info.balance = account.info.balance := by
  cases value <;> exact released_balance ..

end Account

namespace HostCalls

variable (p : Params) (slot : Slot) (machine : Machine) (x : Implications)

theorem bless_balances : SameBalances x (bless p machine x).context := by
  unfold bless
  dsimp only
  repeat (first | exact ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩ | split)

theorem assign_balances : SameBalances x (assign p machine x).context := by
  unfold assign
  dsimp only
  repeat (first | exact ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩ | split)

theorem designate_balances : SameBalances x (designate p machine x).context := by
  unfold designate
  dsimp only
  repeat (first | exact ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩ | split)

theorem upgrade_balances : SameBalances x (upgrade machine x).context := by
  unfold upgrade
  dsimp only
  repeat (first | exact ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩ | split)

theorem query_balances : SameBalances x (query machine x).context := by
  unfold query
  dsimp only
  repeat (first | exact ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩ | split)

theorem yield_balances : SameBalances x (HostCalls.yield machine x).context := by
  unfold HostCalls.yield
  dsimp only
  repeat (first | exact ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩ | split)

theorem provide_balances : SameBalances x (provide machine x).context := by
  unfold provide
  dsimp only
  repeat (first | exact ⟨rfl, rfl, rfl, rfl, rfl, rfl⟩ | split)

theorem solicited_balance {account after : ServiceAccount} {hash : Hash} {length : UInt64} (h : solicited slot account hash length = some after) :
    after.info.balance = account.info.balance := by
  unfold solicited at h
  split at h
  · split at h
    · cases h; rfl
    · split at h
      · cases h; rfl
      · exact nomatch h
  · exact nomatch h

theorem solicit_balances : SameBalances x (solicit p slot machine x).context := by
  unfold solicit
  dsimp only
  split
  · exact .refl x
  · split
    · exact .refl x
    · rename_i h
      split
      · exact ⟨rfl, rfl, solicited_balance slot h, rfl, rfl, rfl⟩
      · exact .refl x

theorem forgotten_balance {account after : ServiceAccount} {hash : Hash} {length : UInt64} (h : forgotten p slot account hash length = some after) :
    after.info.balance = account.info.balance := by
  unfold forgotten at h
  split at h
  · exact nomatch h
  · dsimp only at h
    split at h
    · cases h; rfl
    · cases h; rfl
    · split at h
      · cases h; rfl
      · exact nomatch h
    · split at h
      · cases h; rfl
      · exact nomatch h

theorem forget_balances : SameBalances x (forget p slot machine x).context := by
  unfold forget
  dsimp only
  split
  · exact .refl x
  · split
    · exact .refl x
    · rename_i h
      exact ⟨rfl, rfl, forgotten_balance p slot h, rfl, rfl, rfl⟩

theorem write_balances (self : ServiceAccount) : (HostCalls.write p self machine).context.info.balance = self.info.balance := by
  unfold HostCalls.write
  split
  · rfl
  · rename_i key value _
    have h := Account.write_balance self key value
    dsimp only
    split
    · exact h
    · rfl

end HostCalls

/-- **Host calls other than new, transfer and eject leave all balances alone.** -/
theorem answerAccumulate_balances (block : AccumulationBlock) (source : FetchSource) (call : Option HostCall) (machine : Machine)
    (pair : ImplicationsPair) (n : call ≠ some .new) (t : call ≠ some .transfer) (e : call ≠ some .eject) :
    SameBalances pair.regular (answerAccumulate block source call machine pair).context.regular := by
  unfold answerAccumulate
  dsimp only
  split <;> first
    | exact .refl _
    | exact absurd rfl n
    | exact absurd rfl t
    | exact absurd rfl e
    | exact bless_balances ..
    | exact assign_balances ..
    | exact designate_balances ..
    | exact upgrade_balances ..
    | exact query_balances ..
    | exact solicit_balances ..
    | exact forget_balances ..
    | exact yield_balances ..
    | exact provide_balances ..
    | exact ⟨rfl, rfl, write_balances .., rfl, rfl, rfl⟩

end Jar.Chain
