import Jar.Kernel.Value

/-!
# Paths

docs/kernel.md, K2: which slot a word names, what lies there, and the slots after a change. A path is read against the slots that it goes through, since
a CNode says how many octets an index has.
-/
namespace Jar.Kernel

/-- What the kernel answers in φ8. -/
inductive Answer where
  | ok | yielded | faulted
  | badSlot | empty | kind | pinned | reserved | occupied | quota | depth | state | image | what
deriving DecidableEq, Inhabited

/-- The number of an answer. -/
def Answer.number : Answer → UInt64
  | .ok => 0 | .yielded => 1 | .faulted => 2
  | .badSlot => 16 | .empty => 17 | .kind => 18 | .pinned => 19 | .reserved => 20 | .occupied => 21 | .quota => 22 | .depth => 23
  | .state => 24 | .image => 25 | .what => 26

/-- A path that was read: the word, and the slot to take at each level. -/
structure Path where
  word : UInt64
  slots : List Nat
deriving DecidableEq

namespace Path

/-- The CNode in slot `i` of 2^`k`, through which a path goes on. -/
def inner (slots : Slots) (k i : Nat) : Except Answer (Nat × Slots) :=
  if 2 ^ k ≤ i then .error .badSlot
  else
    match (slots.get? k i).map Cap.view with
    | none => .error .empty
    | some (.cnode below slots) => .ok (below.toNat, slots)
    | some _ => .error .kind

/-- Slot `i` of 2^`k`, where a path ends. -/
def last (k i : Nat) : Except Answer (List Nat) := if 2 ^ k ≤ i then .error .badSlot else .ok [i]

/-- The slots that octets name, from 2^`k` slots inwards. -/
def follow (slots : Slots) (k : Nat) : (octets : List UInt8) → Except Answer (List Nat)
  | [] => .error .badSlot
  | [low] => if 8 < k then .error .badSlot else last k low.toNat
  | low :: high :: rest =>
    if 8 < k then
      let i := low.toNat + 256 * high.toNat
      if rest.isEmpty then last k i
      else
        match inner slots k i with
        | .ok (below, slots) => (i :: ·) <$> follow slots below rest
        | .error answer => .error answer
    else
      match inner slots k low.toNat with
      | .ok (below, slots) => (low.toNat :: ·) <$> follow slots below (high :: rest)
      | .error answer => .error answer

/-- Reads a path against the slots of an Instance. -/
def read (slots : Slots) (word : UInt64) : Except Answer Path :=
  match pathOctets word with
  | none => .error .badSlot
  | some octets => (fun slots => { word, slots }) <$> follow slots ownBits octets

/-- What lies below 2^`k` slots. -/
def capAt (slots : Slots) (k : Nat) : (path : List Nat) → Option Cap
  | [] => none
  | [i] => slots.get? k i
  | i :: rest =>
    match (slots.get? k i).map Cap.view with
    | some (.cnode inner below) => capAt below inner.toNat rest
    | _ => none

/-- What lies in the slot that a path names. -/
def get? (path : Path) (slots : Slots) : Option Cap := capAt slots ownBits path.slots

/-- 2^`k` slots with something else in one of them or below. -/
def put (slots : Slots) (k : Nat) (cap : Option Cap) : (path : List Nat) → Slots
  | [] => slots
  | [i] => slots.set k i cap
  | i :: rest =>
    match (slots.get? k i).map Cap.view with
    | some (.cnode inner below) => slots.set k i (some (View.cap (.cnode inner (put below inner.toNat cap rest))))
    | _ => slots

/-- The slots with something else where a path leads. -/
def set (path : Path) (slots : Slots) (cap : Option Cap) : Slots := put slots ownBits cap path.slots

/-- Is the first list the beginning of the second? -/
def begins : List Nat → List Nat → Bool
  | [], _ => true
  | _ :: _, [] => false
  | a :: as, b :: bs => a == b && begins as bs

/-- Is one slot the other, on the way to it or below it? -/
def meets (a b : Path) : Bool := begins a.slots b.slots || begins b.slots a.slots

/-- Is one slot on the way to the other? -/
def isAbove (a b : Path) : Bool := begins a.slots b.slots && a.slots.length < b.slots.length

/-- The number of index octets of a word, if it has the form of a path: what walking costs. -/
def walk (word : UInt64) : Nat :=
  match pathOctets word with
  | none => 0
  | some octets => octets.length

/-- Is the slot one of an Instance's own that the Image pins? -/
def isPinned (path : Path) (image : Image) : Bool :=
  match path.slots with
  | [i] => image.isPinned i.toUInt8
  | _ => false

end Path

end Jar.Kernel
