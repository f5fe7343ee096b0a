import Jar.Kernel.Meter

/-!
# Meters

docs/kernel.md, theorem 5 for tables: an amount that is spent is missing from the sum, a transfer leaves the sum, a new meter has nothing.
-/
namespace Jar.Kernel.Table

theorem sumOf_append (a b : List UInt64) : sumOf (a ++ b) = sumOf a + sumOf b := by
  induction a with
  | nil => rw [List.nil_append, sumOf, Nat.zero_add]
  | cons x a ih => rw [List.cons_append, sumOf, sumOf, ih, Nat.add_assoc]

theorem sumOf_set (l : List UInt64) (i : Nat) (x : UInt64) (h : i < l.length) : sumOf (l.set i x) + l[i].toNat = sumOf l + x.toNat := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero _)
  | cons y l ih =>
    cases i with
    | zero =>
      show x.toNat + sumOf l + y.toNat = y.toNat + sumOf l + x.toNat
      omega
    | succ i =>
      have lt : i < l.length := Nat.lt_of_succ_lt_succ h
      have := ih i lt
      show y.toNat + sumOf (l.set i x) + l[i].toNat = y.toNat + sumOf l + x.toNat
      omega

/-- A new meter has nothing. -/
theorem total_push (table : Table) : total (table.push 0) = table.total := by
  rw [total, total, Array.toList_push, sumOf_append]
  rfl

theorem total_set (table : Table) (i : Nat) (x : UInt64) (h : i < table.size) : total (table.set i x h) + table[i].toNat = table.total + x.toNat := by
  rw [total, total, Array.toList_set]
  have := sumOf_set table.toList i x (by rw [Array.length_toList]; exact h)
  rw [← Array.getElem_toList h]
  exact this

/-- **What is spent is missing, no more and no less.** -/
theorem total_spend {table table' : Table} {id amount : Nat} (h : table.spend? id amount = some table') : table'.total + amount = table.total := by
  rw [spend?] at h
  split at h
  · rename_i lt
    split at h
    · rename_i le
      cases h
      have e := total_set table id (table[id] - amount.toUInt64) lt
      have bound : amount < 2 ^ 64 := Nat.lt_of_le_of_lt le (UInt64.toNat_lt _)
      have small : amount.toUInt64.toNat = amount := by
        rw [Nat.toUInt64, UInt64.toNat_ofNat']
        exact Nat.mod_eq_of_lt bound
      have sub : (table[id] - amount.toUInt64).toNat = table[id].toNat - amount := by
        rw [UInt64.toNat_sub_of_le _ _ (by rw [UInt64.le_iff_toNat_le, small]; exact le), small]
      omega
    · exact nomatch h
  · split at h
    · rename_i zero
      cases h
      omega
    · exact nomatch h

/-- **A transfer makes nothing and loses nothing.** -/
theorem total_transfer {table table' : Table} {source target : Nat} {amount : UInt64} (h : table.transfer? source target amount = some table') :
    table'.total = table.total := by
  rw [transfer?] at h
  split at h
  · rename_i lt
    split at h
    · rename_i le
      dsimp only at h
      split at h
      · rename_i lt'
        split at h
        · rename_i fits
          cases h
          have e := total_set table source (table[source] - amount) lt
          have e' := total_set (table.set source (table[source] - amount) lt) target
            ((table.set source (table[source] - amount) lt)[target] + amount) lt'
          have sub := UInt64.toNat_sub_of_le _ _ le
          have le' := UInt64.le_iff_toNat_le.mp le
          have add : ((table.set source (table[source] - amount) lt)[target] + amount).toNat =
              (table.set source (table[source] - amount) lt)[target].toNat + amount.toNat := by
            rw [UInt64.toNat_add]
            exact Nat.mod_eq_of_lt fits
          omega
        · exact nomatch h
      · exact nomatch h
    · exact nomatch h
  · exact nomatch h

end Jar.Kernel.Table
