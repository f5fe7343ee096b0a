/-!
# Probes

Functions that misbehave on purpose. The acceptance tests of the crate that links Lean call them to see that a panic, an overflow of the stack
and a deep recursion end as the crate promises. No part of the specification.
-/

namespace Probe

/-- The input itself. -/
@[export probe_echo]
def echo (input : ByteArray) : ByteArray := input

/-- The input with an octet behind it, and the input: two owners, so the first append must copy. -/
@[export probe_share]
def share (input : ByteArray) : ByteArray := input.push 1 ++ input

/-- Panics; if the process survives, the input comes back and looks like an answer. -/
@[export probe_panic]
def panics (input : ByteArray) : ByteArray :=
  if input.size = 0 then panic! "probe" else input

/-- The little-endian number in the octets of the input. -/
def number (input : ByteArray) : Nat :=
  input.data.toList.foldr (fun octet n => n * 256 + octet.toNat) 0

/-- The numbers from `n` down to 1, built by a recursion that needs a stack frame for each. -/
def countdown : Nat → List Nat
  | 0 => []
  | n + 1 => (n + 1) :: countdown n

/-- Adds up a list from its end: again a stack frame for each element. -/
def sum : List Nat → Nat
  | [] => 0
  | x :: xs => x + sum xs

/-- Builds and adds up a list as long as the input says; answers "ok" if the sum is right. -/
@[export probe_deep]
def deep (input : ByteArray) : ByteArray :=
  let n := number input
  if 2 * sum (countdown n) = n * (n + 1) then "ok".toUTF8 else "wrong".toUTF8

end Probe
