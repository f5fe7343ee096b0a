import Jar.Codec.Records

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

/-- May `a` come after the items in `done`? -/
@[inline] def mayFollow (follows : α → κ → Bool) (done : Array α) (a : κ) : Bool :=
  if h : done.size - 1 < done.size then follows done[done.size - 1] a else true

/-- Reads `left` items more, the next at `i`; `read` sees those before. -/
@[specialize] def getItems (read : Array α → Nat → Decoded α) (done : Array α) : (left : Nat) → (i : Nat) → Decoded (Array α)
  | 0, i => .ok done i
  | left + 1, i =>
    match read done i with
    | .ok a next => getItems read (done.push a) left next
    | .error error => .error (error.within (.item done.size))

/-- Appends the text of items. -/
def textItems (c : Codec α) (out : ByteArray) (items : Array α) : ByteArray :=
  (Text.putItems c.text (out.push 91) items.toList).push 93

/-- A sequence of `n` items, no length. -/
def vector (n : Nat) (c : Codec α) : Codec (Array α) where
  put bytes items := items.foldl c.put bytes
  get bytes i :=
    if i + n * c.least ≤ bytes.size then getItems (fun _ i => c.get bytes i) #[] n i
    else .fail .tooFewOctets i
  valid items := items.size == n && items.toList.all c.valid
  least := 0
  text := textItems c

/-- ↕: items behind their number, `most` at most, each in a relation to the next. An item has an octet at least. A number of items that the octets
left cannot hold is an error before anything is allocated. -/
@[specialize] def counted (c : Codec α) (most : Option Nat) (follows : α → α → Bool) (read : ByteArray → Array α → Nat → Decoded α) :
    Codec (Array α) where
  put bytes items := items.foldl c.put (putNatural bytes items.size.toUInt64)
  get bytes i :=
    match natural64.get bytes i with
    | .ok count next =>
      let n := count.toNat
      if atMost most n then
        if n = 0 then .ok #[] next
        else if c.least != 0 && next + n * c.least ≤ bytes.size then getItems (read bytes) (Array.emptyWithCapacity n) n next
        else .fail .tooFewOctets i
      else .fail .tooMany i
    | .error error => .error error
  valid items :=
    items.size < 2 ^ 64 && atMost most items.size && (items.size == 0 || c.least != 0) && items.toList.all c.valid && chain follows items.toList
  least := 1
  text := textItems c
where
  /-- Is the number within the bound, if there is one? -/
  @[inline] atMost (most : Option Nat) (n : Nat) : Bool :=
    match most with
    | none => true
    | some most => n ≤ most

/-- ↕: a sequence behind its length, which has a bound or none. -/
def sequence (c : Codec α) (most : Option Nat := none) : Codec (Array α) :=
  counted c most (fun _ _ => true) fun bytes _ i => c.get bytes i

/-- A set: its elements behind their number, in strictly ascending order. -/
def set (before : α → α → Bool) (c : Codec α) : Codec (Array α) :=
  counted c none before fun bytes done i =>
    match c.get bytes i with
    | .ok a next => if mayFollow before done a then .ok a next else .fail .notAscending i
    | .error error => .error error

/-- An entry of a dictionary. The names are those of the text. -/
def entry (keyName valueName : String) (key : Codec κ) (value : Codec α) : Codec (κ × α) :=
  record (label keyName key ⬝ label valueName value) id id

/-- A dictionary: its entries behind their number, in strictly ascending order of the keys. A key is judged before its
value is read. In paths the parts of an entry are `key` and `value`. -/
def dictionary (keyName valueName : String) (before : κ → κ → Bool) (key : Codec κ) (value : Codec α) : Codec (Array (κ × α)) :=
  counted (entry keyName valueName key value) none (fun a b => before a.1 b.1) fun bytes done i =>
    match key.get bytes i with
    | .ok k next =>
      if mayFollow (fun (a : κ × α) k => before a.1 k) done k then
        match value.get bytes next with
        | .ok v next => .ok (k, v) next
        | .error error => .error (error.within (.field "value"))
      else .error { kind := .notAscending, offset := i, path := [.field "key"] }
    | .error error => .error (error.within (.field "key"))

end Jar.Codec
