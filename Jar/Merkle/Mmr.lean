import Jar.Codec.Natural
import Jar.Merkle.Binary

/-!
# Merkle mountain ranges

Gray Paper 0.7.2, appendix E.2: the append function A, the encoding E_M and the super-peak M_R.
-/
namespace Jar.Merkle

/-- A range: at index `i` the root of a tree of 2^`i` items, or nothing. -/
abbrev Mmr := List (Option ByteArray)

/-- `$peak`, in front of what the super-peak hashes. -/
def peakPrefix : ByteArray := ⟨#[0x70, 0x65, 0x61, 0x6b]⟩

variable (hash : ByteArray → ByteArray)

/-- A: appends an item. A peak that is there already is joined with the new one and moves up. -/
def mmrAppend : Mmr → (item : ByteArray) → Mmr
  | [], item => [some item]
  | none :: range, item => some item :: range
  | some peak :: range, item => none :: mmrAppend range (hash (peak ++ item))

/-- The peaks that are there, lowest first. -/
def peaks : Mmr → List ByteArray
  | [] => []
  | none :: range => peaks range
  | some peak :: range => peak :: peaks range

/-- M_R: one hash for the range, which has hashes as its peaks. -/
def superPeak (range : Mmr) : ByteArray :=
  match peaks range with
  | [] => zeroHash
  | first :: rest => rest.foldl (fun below peak => hash (peakPrefix ++ below ++ peak)) first

/-- Appends 0 for a missing peak, or 1 and the peak. -/
def putPeak (bytes : ByteArray) : Option ByteArray → ByteArray
  | none => bytes.push 0
  | some peak => bytes.push 1 ++ peak

/-- E_M: appends the encoding of a range of hashes: the number of places, and what is at each. -/
def putMmr (bytes : ByteArray) (range : Mmr) : ByteArray :=
  range.foldl putPeak (Codec.putNatural bytes range.length.toUInt64)

end Jar.Merkle
