import Jar.Data.Octets

/-!
# Sorted maps

Dictionaries, 𝔻⟨K → V⟩ of Gray Paper 0.7.2, section 3.5, as balanced search trees: an old version stays valid and shares what did not change. What a map
means is its list of entries in ascending order of the keys; trees of different shape may mean the same. `Jar/Thm/Data/SortedMap.lean` proves that every
operation does to the list what its name says. Heights only make it fast.
-/
namespace Jar

/-- A strict order of keys, as a decision. -/
class KeyOrder (κ : Type) where
  before : κ → κ → Bool

instance : KeyOrder UInt8 := ⟨fun a b => a < b⟩
instance : KeyOrder UInt32 := ⟨fun a b => a < b⟩
instance (n : Nat) : KeyOrder (Octets n) := ⟨Octets.before⟩

/-- A map from κ to α. -/
inductive SortedMap (κ α : Type) where
  | leaf
  | node (height : Nat) (left : SortedMap κ α) (key : κ) (value : α) (right : SortedMap κ α)

namespace SortedMap

variable {κ α β : Type}

/-- No entries. -/
def empty : SortedMap κ α := .leaf

instance : Inhabited (SortedMap κ α) := ⟨.leaf⟩

/-- The length of the longest path. -/
@[inline] def height : SortedMap κ α → Nat
  | .leaf => 0
  | .node height .. => height

/-- A node with its height. -/
@[inline] def join (left : SortedMap κ α) (key : κ) (value : α) (right : SortedMap κ α) : SortedMap κ α :=
  .node (max left.height right.height + 1) left key value right

/-- A node whose left side may be too high by one. -/
def rotateRight (left : SortedMap κ α) (key : κ) (value : α) (right : SortedMap κ α) : SortedMap κ α :=
  match left with
  | .node _ ll lk lv lr =>
    if lr.height ≤ ll.height then join ll lk lv (join lr key value right)
    else match lr with
      | .node _ lrl lrk lrv lrr => join (join ll lk lv lrl) lrk lrv (join lrr key value right)
      | .leaf => join left key value right
  | .leaf => join left key value right

/-- A node whose right side may be too high by one. -/
def rotateLeft (left : SortedMap κ α) (key : κ) (value : α) (right : SortedMap κ α) : SortedMap κ α :=
  match right with
  | .node _ rl rk rv rr =>
    if rl.height ≤ rr.height then join (join left key value rl) rk rv rr
    else match rl with
      | .node _ rll rlk rlv rlr => join (join left key value rll) rlk rlv (join rlr rk rv rr)
      | .leaf => join left key value right
  | .leaf => join left key value right

/-- A node whose sides differ in height by two at most. -/
def balance (left : SortedMap κ α) (key : κ) (value : α) (right : SortedMap κ α) : SortedMap κ α :=
  if right.height + 1 < left.height then rotateRight left key value right
  else if left.height + 1 < right.height then rotateLeft left key value right
  else join left key value right

/-- The value of a key. -/
def find? [KeyOrder κ] (k : κ) : SortedMap κ α → Option α
  | .leaf => none
  | .node _ left key value right =>
    if KeyOrder.before k key then find? k left else if KeyOrder.before key k then find? k right else some value

/-- The map with an entry more, or another value for the key. -/
def insert [KeyOrder κ] (k : κ) (v : α) : SortedMap κ α → SortedMap κ α
  | .leaf => join .leaf k v .leaf
  | .node height left key value right =>
    if KeyOrder.before k key then balance (insert k v left) key value right
    else if KeyOrder.before key k then balance left key value (insert k v right)
    else .node height left k v right

/-- The entries of two maps, all keys of the first before those of the second: the least entry of the second becomes the root. -/
def glue (left : SortedMap κ α) : SortedMap κ α → SortedMap κ α
  | .leaf => left
  | .node _ rl key value rr => go rl key value rr fun k v right => balance left k v right
where
  /-- Takes the least entry out of a node. -/
  go (l : SortedMap κ α) (k : κ) (v : α) (r : SortedMap κ α) (done : κ → α → SortedMap κ α → SortedMap κ α) : SortedMap κ α :=
    match l with
    | .leaf => done k v r
    | .node _ ll lk lv lr => go ll lk lv lr fun k' v' rest => done k' v' (balance rest k v r)

/-- The map without a key. -/
def erase [KeyOrder κ] (k : κ) : SortedMap κ α → SortedMap κ α
  | .leaf => .leaf
  | .node _ left key value right =>
    if KeyOrder.before k key then balance (erase k left) key value right
    else if KeyOrder.before key k then balance left key value (erase k right)
    else glue left right

/-- Is there a value for the key? -/
@[inline] def contains [KeyOrder κ] (map : SortedMap κ α) (k : κ) : Bool := (map.find? k).isSome

/-- From the least key to the greatest. -/
@[specialize] def fold (f : β → κ → α → β) (init : β) : SortedMap κ α → β
  | .leaf => init
  | .node _ left key value right => fold f (f (fold f init left) key value) right

/-- The entries in front of others. -/
def entriesBefore (rest : List (κ × α)) : SortedMap κ α → List (κ × α)
  | .leaf => rest
  | .node _ left key value right => entriesBefore ((key, value) :: entriesBefore rest right) left

/-- The entries, in ascending order of the keys. -/
def toList (map : SortedMap κ α) : List (κ × α) := entriesBefore [] map

/-- The number of entries. -/
def size (map : SortedMap κ α) : Nat := map.fold (fun n _ _ => n + 1) 0

/-- Inserts entries one after another. -/
def insertAll [KeyOrder κ] (map : SortedMap κ α) : List (κ × α) → SortedMap κ α
  | [] => map
  | (k, v) :: rest => insertAll (map.insert k v) rest

end SortedMap

end Jar
