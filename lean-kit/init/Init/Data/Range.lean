prelude
import Init.Data.String
/-! Ranges `[a:b:c]` and loops over them. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace Std.Legacy
structure Range where
  start : Nat := 0
  stop : Nat
  step : Nat := 1
  step_pos : 0 < step
namespace Range
@[inline] def _root_.Boot.Range.forIn {m : Type u → Type v} [Monad m] {β : Type u} (r : Range) (init : β) (f : Nat → β → m (ForInStep β)) : m β :=
  let rec @[specialize] loop : (fuel i : Nat) → β → m β
    | 0, _, b => pure b
    | .succ fuel, i, b => do
      match ← f i b with
      | .done b => pure b
      | .yield b => loop fuel (i + r.step) b
  loop ((r.stop - r.start + r.step - 1) / r.step) r.start init
instance instMembershipRange : Membership Nat Range where mem r i := r.start ≤ i ∧ i < r.stop ∧ (i - r.start) % r.step = 0
/-- the membership proof is only available when it can be re-checked; elements of the range always pass the test -/
@[inline] def _root_.Boot.Range.forIn' {m : Type u → Type v} [Monad m] {β : Type u} (r : Range) (init : β) (f : (i : Nat) → i ∈ r → β → m (ForInStep β)) : m β :=
  let rec @[specialize] loop : (fuel i : Nat) → β → m β
    | 0, _, b => pure b
    | .succ fuel, i, b =>
      if h : r.start ≤ i ∧ i < r.stop ∧ (i - r.start) % r.step = 0 then do
        match ← f i h b with
        | .done b => pure b
        | .yield b => loop fuel (i + r.step) b
      else pure b
  loop ((r.stop - r.start + r.step - 1) / r.step) r.start init
instance {m : Type u → Type v} [Monad m] : ForIn' m Range Nat inferInstance := ⟨fun xs b f => Boot.Range.forIn' xs b f⟩
instance {m : Type u → Type v} [Monad m] : ForIn m Range Nat := ⟨fun xs b f => Boot.Range.forIn xs b f⟩
syntax:max "[" withoutPosition(":" term) "]" : term
syntax:max "[" withoutPosition(term ":" term) "]" : term
syntax:max "[" withoutPosition(":" term ":" term) "]" : term
syntax:max "[" withoutPosition(term ":" term ":" term) "]" : term
macro_rules
  | `([ : $stop]) => `({ stop := $stop, step_pos := Nat.zero_lt_one : Std.Legacy.Range })
  | `([ $start : $stop ]) => `({ start := $start, stop := $stop, step_pos := Nat.zero_lt_one : Std.Legacy.Range })
end Range
end Std.Legacy
