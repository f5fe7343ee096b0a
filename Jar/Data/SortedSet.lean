import Jar.Data.SortedMap

/-!
# Sorted sets

Finite sets (Gray Paper 0.7.2, section 3.3) as maps to nothing, and their form as ascending sequences, which is how the state holds them.
-/
namespace Jar

/-- A set of keys. -/
abbrev SortedSet (κ : Type) := SortedMap κ Unit

namespace SortedSet

variable {κ : Type} [KeyOrder κ]

/-- The set with further elements. -/
def addAll (set : SortedSet κ) : List κ → SortedSet κ
  | [] => set
  | k :: rest => addAll (set.insert k ()) rest

/-- The elements of a list. -/
def ofList (keys : List κ) : SortedSet κ := addAll .empty keys

/-- The elements of a sequence. -/
def ofArray (keys : Array κ) : SortedSet κ := ofList keys.toList

omit [KeyOrder κ] in
/-- The elements, in ascending order. -/
def toArray (set : SortedSet κ) : Array κ := (set.toList.map (·.1)).toArray

/-- Is the key in the set? -/
@[inline] def has (set : SortedSet κ) (k : κ) : Bool := set.contains k

end SortedSet

end Jar
