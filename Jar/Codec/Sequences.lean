import Jar.Codec.Integers

/-!
# Codecs of sequences, sets and dictionaries

Gray Paper 0.7.2, appendix C.1.2 (sequences), C.1.3 (length discriminator), C.1.5 (dictionaries) and C.1.6 (sets).
-/
namespace Jar.Codec

variable {α κ : Type}

/-- Does every item stand in a relation to the one after it? -/
def chain (follows : α → α → Bool) : List α → Bool
  | [] => true
  | [_] => true
  | a :: b :: rest => follows a b && chain follows (b :: rest)

/-- May the item come after those in `done`? -/
@[inline] def mayFollow (follows : α → α → Bool) (done : Array α) (a : α) : Bool :=
  if h : done.size - 1 < done.size then follows done[done.size - 1] a else true

/-- Reads `left` items more, the next at `i`. -/
def getItems (c : Codec α) (follows : α → α → Bool) (bytes : ByteArray) (done : Array α) : (left : Nat) → (i : Nat) → Decoded (Array α)
  | 0, i => .ok done i
  | left + 1, i =>
    match c.get bytes i with
    | .ok a next =>
      if mayFollow follows done a then getItems c follows bytes (done.push a) left next
      else .error { kind := .order, offset := i, path := [.item done.size] }
    | .error error => .error (error.within (.item done.size))

/-- Appends the text of items. -/
def textItems (c : Codec α) (out : ByteArray) (items : Array α) : ByteArray :=
  (Text.putItems c.text (out.push 91) items.toList).push 93

/-- A sequence of `n` items, no length. -/
def vector (n : Nat) (c : Codec α) : Codec (Array α) where
  put bytes items := items.foldl c.put bytes
  get bytes i := getItems c (fun _ _ => true) bytes #[] n i
  valid items := items.size == n && items.toList.all c.valid
  solid := n != 0 && c.solid
  text := textItems c

/-- ↕: items behind their number, each in a relation to the next. An item has an octet at least, so that a number greater than that of the
octets left is an error before anything is allocated. -/
def chained (follows : α → α → Bool) (c : Codec α) : Codec (Array α) where
  put bytes items := items.foldl c.put (putNatural bytes items.size.toUInt64)
  get bytes i :=
    match natural64.get bytes i with
    | .ok count next =>
      let n := count.toNat
      if n = 0 then .ok #[] next
      else if next + n ≤ bytes.size && c.solid then getItems c follows bytes (Array.emptyWithCapacity n) n next
      else .fail .length i
    | .error error => .error error
  valid items := items.size < 2 ^ 64 && (items.size == 0 || c.solid) && items.toList.all c.valid && chain follows items.toList
  solid := true
  text := textItems c

/-- ↕: a sequence behind its length. -/
def sequence (c : Codec α) : Codec (Array α) := chained (fun _ _ => true) c

/-- A set or a dictionary: items behind their number, in strictly ascending order of a key. -/
def ascending (before : κ → κ → Bool) (key : α → κ) (c : Codec α) : Codec (Array α) :=
  chained (fun a b => before (key a) (key b)) c

end Jar.Codec
