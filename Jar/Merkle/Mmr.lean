import Jar.Merkle.Binary

/-!
# Merkle mountain ranges

Gray Paper 0.7.2, appendix E.2: the append function A and the super-peak M_R. The encoding E_M is in `Jar/Types/History.lean`.
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

end Jar.Merkle
