import Jar.Codec.Integers

/-!
# Codecs of records, optional values and choices

Gray Paper 0.7.2, appendix C.1.1 (tuples) and C.1.3 (discriminators). A record is its fields in order: pairs of fields through an
isomorphism, whose two laws are part of the codec.
-/
namespace Jar.Codec

variable {α β : Type}

/-- One value after another. -/
def pair (c : Codec α) (d : Codec β) : Codec (α × β) where
  put bytes value := d.put (c.put bytes value.1) value.2
  get bytes i :=
    match c.get bytes i with
    | .ok a next =>
      match d.get bytes next with
      | .ok b next => .ok (a, b) next
      | .error error => .error error
    | .error error => .error error
  valid value := c.valid value.1 && d.valid value.2
  least := c.least + d.least
  text out value := d.text ((c.text out value.1).push 44) value.2

@[inherit_doc] infixr:60 " ⬝ " => pair

/-- A field of a record: its name is part of the path and of the text. -/
def field (name : String) (c : Codec α) : Codec α where
  put := c.put
  get bytes i := within (.field name) (c.get bytes i)
  valid := c.valid
  least := c.least
  text out value := c.text (Text.putName out name) value

/-- The same octets for another type. -/
def iso (c : Codec α) (to : β → α) (of : α → β) (_left : ∀ b, of (to b) = b := by intro _; rfl) (_right : ∀ a, to (of a) = a := by intro _; rfl) :
    Codec β where
  put bytes value := c.put bytes (to value)
  get bytes i :=
    match c.get bytes i with
    | .ok value next => .ok (of value) next
    | .error error => .error error
  valid value := c.valid (to value)
  least := c.least
  text out value := c.text out (to value)

/-- A record: its fields, and how they are taken apart and put together. -/
def record (fields : Codec α) (to : β → α) (of : α → β) (left : ∀ b, of (to b) = b := by intro _; rfl)
    (right : ∀ a, to (of a) = a := by intro _; rfl) : Codec β :=
  { iso fields to of left right with text := fun out value => (fields.text (out.push 123) (to value)).push 125 }

/-- A case of a choice: its name is part of the text only. -/
def label (name : String) (c : Codec α) : Codec α :=
  { c with text := fun out value => c.text (Text.putName out name) value }

/-- A tag and what belongs to it. The text is that of the second: labels tell the tag. -/
def dependent {τ : Type} {payload : τ → Type} (tag : Codec τ) (c : (t : τ) → Codec (payload t)) : Codec (Sigma payload) where
  put bytes value := (c value.1).put (tag.put bytes value.1) value.2
  get bytes i :=
    match tag.get bytes i with
    | .ok t next =>
      match (c t).get bytes next with
      | .ok value next => .ok ⟨t, value⟩ next
      | .error error => .error error
    | .error error => .error error
  valid value := tag.valid value.1 && (c value.1).valid value.2
  least := tag.least
  text out value := (c value.1).text out value.2

/-- Nothing, in no octets. -/
def nothing : Codec Unit where
  put bytes _ := bytes
  get _ i := .ok () i
  valid _ := true
  least := 0
  text out _ := Text.putString out "null"

/-- What follows the tag of an optional value. -/
@[reducible] def Present (α : Type) : Bool → Type
  | false => Unit
  | true => α

/-- What follows the tag of an optional value is encoded as itself. -/
def present (c : Codec α) : (tag : Bool) → Codec (Present α tag)
  | false => nothing
  | true => c

/-- ¿: 0, or 1 and the value. -/
def optional (c : Codec α) : Codec (Option α) :=
  iso (dependent boolean (present c)) (fun | none => ⟨false, ()⟩ | some a => ⟨true, a⟩) (fun | ⟨false, ()⟩ => none | ⟨true, a⟩ => some a)
    (by intro a; cases a <;> rfl) (by intro ⟨t, a⟩; cases t <;> rfl)

/-- What follows the tag of one of two. -/
@[reducible] def Either (α β : Type) : Bool → Type
  | false => α
  | true => β

/-- What follows the tag of one of two is encoded as itself. -/
def eitherPayload (c : Codec α) (d : Codec β) : (tag : Bool) → Codec (Either α β tag)
  | false => c
  | true => d

/-- One of two: tag 0 or 1. -/
def either (c : Codec α) (d : Codec β) : Codec (Sigma (Either α β)) :=
  dependent boolean (eitherPayload c d)

end Jar.Codec
