/-!
# Probes

Functions with which the acceptance suite of the Lean bindings provokes what the specification never does. Not part of the specification.
-/
namespace Probe

/-- Panics; would give its input back. -/
@[export probe_panic] def panics (bytes : ByteArray) : ByteArray :=
  if bytes.size = bytes.size + 1 then bytes else panic! "probe_panic"

/-- The sum of 1, …, `n` by a recursion that is `n` calls deep. -/
def deepSum : Nat → Nat
  | 0 => 0
  | n + 1 => deepSum n + (n + 1)

/-- Recursion as deep as the natural that the input encodes, most significant octet first; gives the sum's eight low octets in the same
order. -/
@[export probe_deep] def deep (bytes : ByteArray) : ByteArray :=
  let depth := bytes.foldl (fun (n : Nat) octet => 256 * n + octet.toNat) 0
  let sum := (deepSum depth).toUInt64
  [56, 48, 40, 32, 24, 16, 8, 0].foldl (fun out shift => out.push (sum >>> shift).toUInt8) ByteArray.empty

/-- The identity. -/
@[export probe_echo] def echo (bytes : ByteArray) : ByteArray := bytes

end Probe
