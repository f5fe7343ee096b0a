import Jar.Export.Functions
import Jar.Export.Kernel
import Jar.Export.Transition
import Jar.Wire.Run
import Jar.Wire.Types

/-!
# Entry points for C

Pure functions on octets; the formats are those of docs/wire.md. Nothing is defined here that the model lacks.
-/
namespace Jar.Export

open Jar.Wire

/-- The version of this interface. -/
@[export jar_abi_version] def abiVersion (_ : Unit) : UInt32 := 3

/-- A case to its observation. -/
@[export jar_run] def run (bytes : ByteArray) : ByteArray :=
  (observe bytes).encode

/-- A case decoded and encoded again; a malformed one gives the observation that says so. -/
@[export jar_case_roundtrip] def caseRoundtrip (bytes : ByteArray) : ByteArray :=
  match Case.decode bytes with
  | .ok c _ => c.encode
  | .malformed error offset => (Observation.malformed error offset).encode

/-- An observation decoded and encoded again; a malformed one gives the observation that says so. -/
@[export jar_observation_roundtrip] def observationRoundtrip (bytes : ByteArray) : ByteArray :=
  match Observation.decode bytes with
  | .ok observation _ => observation.encode
  | .malformed error offset => (Observation.malformed error offset).encode

/-- One line for each row of the instruction table: opcode, name, shape of the operands, 1 if it ends a basic block, else 0. -/
@[export jar_opcodes] def opcodes (_ : ByteArray) : ByteArray :=
  let line (row : Pvm.OpcodeRow) : String :=
    toString row.opcode.toNat ++ " " ++ row.name ++ " " ++ row.operation.shape.name
      ++ (if row.operation.terminates then " 1\n" else " 0\n")
  (Pvm.opcodeRows.foldl (fun text row => text ++ line row) "").toUTF8

/-- A value of a protocol type decoded and encoded again, and its text. -/
@[export jar_codec_roundtrip] def codecRoundtrip (request : ByteArray) : ByteArray := answerCodec request

/-- One line for each protocol type: its number and its name. -/
@[export jar_codec_types] def codecTypes (_ : ByteArray) : ByteArray := typesText

end Jar.Export
