import Jar.Export
import Jar.Thm.Wire.Case
import Jar.Thm.Wire.Filled

/-!
# Round trips at the interface

What the entry points for C do with octets that are an encoding, and with octets that are not.
-/
namespace Jar.Export

open Jar.Wire

/-- The octets of a case come back unchanged. -/
theorem caseRoundtrip_of_ok {bytes : ByteArray} {c : Case} {next : Nat} (h : Case.decode bytes = .ok c next) : caseRoundtrip bytes = bytes := by
  rw [caseRoundtrip, h]
  exact Case.encode_of_decode h

/-- The octets of an observation come back unchanged. -/
theorem observationRoundtrip_of_ok {bytes : ByteArray} {o : Observation} {next : Nat} (h : Observation.decode bytes = .ok o next) :
    observationRoundtrip bytes = bytes := by
  rw [observationRoundtrip, h]
  exact Observation.encode_of_decode h

/-- Other octets give the observation that tells the error and its offset. -/
theorem run_of_malformed {bytes : ByteArray} {error : ErrorCode} {offset : Nat} (h : Case.decode bytes = .malformed error offset)
    (hsize : bytes.size < 256 ^ 8) : Observation.decode (run bytes) = .ok (.malformed error offset) (run bytes).size := by
  have e : observe bytes = .malformed error offset := by rw [observe, h]
  rw [run, e]
  exact Observation.decode_encode (o := .malformed error offset) (Nat.lt_of_le_of_lt (Case.decode_malformed h) hsize)

/-- The answer to a case that was run decodes to the report, with its pages filled, if every component of the report fits its field. -/
theorem run_of_ok {bytes : ByteArray} {c : Case} {next : Nat} (h : Case.decode bytes = .ok c next) (fits : (Observation.ran c.run).Encodable) :
    Observation.decode (run bytes) = .ok (.ran c.run.filled) (run bytes).size := by
  have e : observe bytes = .ran c.run := by rw [observe, h]
  rw [run, e]
  exact Observation.decode_encode_filled fits

end Jar.Export
