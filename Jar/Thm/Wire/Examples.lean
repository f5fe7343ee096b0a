import Jar.Thm.Wire.Case
import Jar.Thm.Wire.Filled

/-!
# Examples of round trips

Cases and observations that use every part of the formats satisfy the hypotheses of the theorems.
-/
namespace Jar.Wire

open Jar.Pvm

/-- Four octets. -/
def exampleOctets : ByteArray := ((ByteArray.empty.push 1).push 0).push 255 |>.push 7

/-- A raw program with two pages, and a reply with and one without octets to write. -/
def exampleCase : Case where
  kind := .raw
  gasModel := .perBlock
  pc := 0xffffffff
  gas := 10
  stepLimit := noStepLimit
  heapBreak := 0x20000
  heapLimit := 0x30000
  registers := { r12 := 12 }
  blob := exampleOctets
  pages := #[{ number := 16, access := .readOnly, data := .empty, touched := false },
    { number := 0xfffff, access := .writable, data := exampleOctets, touched := false }]
  replies := #[{ gas := 1, values := [some 1, none, none, none, none, none, none, none, none, none, none, none, some 2], poke := none },
    { gas := 1, values := [none, none, none, none, none, none, none, none, none, none, none, none, none]
      poke := some { address := 0xffffffff, data := exampleOctets } }]
  arguments := .empty

/-- A standard program. -/
def exampleStandard : Case :=
  { exampleCase with kind := .standard, heapBreak := 0, heapLimit := 0, registers := {}, pages := #[], arguments := exampleOctets }

/-- An observation of a page that is not full, and of a call. -/
def exampleObservation : Observation := .ran {
  ending := .exit (.pageFault 0x10000)
  gas := 3
  pc := 5
  heapBreak := 0x20000
  registers := { r0 := 1 }
  pages := #[{ number := 17, access := .writable, data := exampleOctets, touched := true }]
  calls := #[{ identifier := 1, gas := 2, r7 := 3, r8 := 4, r9 := 5, r10 := 6, r11 := 7, r12 := 8 }] }

theorem exampleCase_roundtrip : Case.decode exampleCase.encode = .ok exampleCase exampleCase.encode.size :=
  Case.decode_encode (by decide +kernel)

theorem exampleStandard_roundtrip : Case.decode exampleStandard.encode = .ok exampleStandard exampleStandard.encode.size :=
  Case.decode_encode (by decide +kernel)

/-- Arguments do not go with a raw program. -/
theorem example_not_wellFormed : ¬ { exampleCase with arguments := exampleOctets : Case }.WellFormed := by decide +kernel

theorem exampleObservation_roundtrip :
    Observation.decode exampleObservation.encode = .ok exampleObservation.filled exampleObservation.encode.size :=
  Observation.decode_encode_filled (o := exampleObservation)
    ⟨by decide, by decide, ⟨by decide, ⟨⟨by decide, by decide, by decide, rfl⟩, trivial⟩⟩, by decide⟩

end Jar.Wire
