import Jar.Thm.Codec.Lawful
import Jar.Wire.Types

/-!
# Round trips of protocol types

What the entry point of docs/wire.md answers when octets decode by a lawful codec (Gray Paper 0.7.2, appendix C): those octets.
-/
namespace Jar.Wire

open Codec

/-- The octets of a value come back unchanged, whatever follows it. -/
theorem roundtrip_of_ok {α : Type} {c : Codec α} [Lawful c] {whole : Bool} {bytes : ByteArray} {i next : Nat} {value : α}
    (hi : i ≤ bytes.size) (h : c.get bytes i = .ok value next) (extent : whole = false ∨ next = bytes.size) :
    roundtrip c whole bytes i = accepted (bytes.extract i next) (c.text · value) := by
  unfold roundtrip
  rw [h]
  dsimp only
  have inside : ¬ (whole && next != bytes.size) = true := by
    intro e
    rw [Bool.and_eq_true] at e
    cases extent with
    | inl e' => rw [e'] at e; exact nomatch e.1
    | inr e' => rw [e', bne, beq_iff_eq.mpr rfl] at e; exact nomatch e.2
  rw [ite_eq_right inside, extract_of_get hi h]

end Jar.Wire
