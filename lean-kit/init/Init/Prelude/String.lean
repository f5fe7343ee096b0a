prelude
import Init.Prelude.Array
/-! `String` as valid UTF-8, panics, hashing. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

def String.utf8EncodeChar (c : Char) : List UInt8 :=
  have v := c.val.toNat
  have tl := fun (d : Nat) => UInt8.ofNat (Nat.add 128 (Nat.mod (Nat.div v d) 64))
  match Nat.ble v 0x7f, Nat.ble v 0x7ff, Nat.ble v 0xffff with
  | true, _, _ => .cons (UInt8.ofNat v) .nil
  | _, true, _ => .cons (UInt8.ofNat (Nat.add 192 (Nat.div v 64))) (.cons (tl 1) .nil)
  | _, _, true => .cons (UInt8.ofNat (Nat.add 224 (Nat.div v 4096))) (.cons (tl 64) (.cons (tl 1) .nil))
  | _, _, _ => .cons (UInt8.ofNat (Nat.add 240 (Nat.div v 262144))) (.cons (tl 4096) (.cons (tl 64) (.cons (tl 1) .nil)))
def Boot.List.utf8EncodeBytes : List Char → List UInt8
  | .nil => .nil
  | .cons c cs => List.append (String.utf8EncodeChar c) (utf8EncodeBytes cs)
def List.utf8Encode (l : List Char) : ByteArray := ⟨⟨Boot.List.utf8EncodeBytes l⟩⟩
inductive ByteArray.IsValidUTF8 (b : ByteArray) : Prop where
  | intro (m : List Char) (h : Eq b (List.utf8Encode m))
structure String where
  ofByteArray ::
  toByteArray : ByteArray
  isValidUTF8 : ByteArray.IsValidUTF8 toByteArray
attribute [extern "lean_string_to_utf8"] String.toByteArray
attribute [extern "lean_string_from_utf8_unchecked"] String.ofByteArray
@[extern "lean_string_mk"] def String.ofList (data : List Char) : String := ⟨List.utf8Encode data, .intro data rfl⟩
@[extern "lean_string_dec_eq"] def String.decEq (s₁ s₂ : @& String) : Decidable (Eq s₁ s₂) :=
  match s₁, s₂ with
  | ⟨⟨⟨b₁⟩⟩, h₁⟩, ⟨⟨⟨b₂⟩⟩, h₂⟩ =>
    have : DecidableEq UInt8 := UInt8.decEq
    match List.hasDecEq b₁ b₂ with
    | isTrue h => isTrue (match b₁, b₂, h₁, h₂, h with | _, _, _, _, rfl => rfl)
    | isFalse h => isFalse (fun e => h (congrArg (fun (s : String) => s.toByteArray.data.toList) e))
instance : DecidableEq String := String.decEq
@[extern "lean_string_utf8_byte_size"] def String.utf8ByteSize (s : @& String) : Nat := s.toByteArray.size
structure String.Pos.Raw where
  byteIdx : Nat := 0
structure Substring.Raw where
  str : String
  startPos : String.Pos.Raw
  stopPos : String.Pos.Raw
instance String.instInhabited : Inhabited String := ⟨""⟩
instance : Inhabited String.Pos.Raw := ⟨⟨0⟩⟩
instance : Inhabited Substring.Raw := ⟨⟨"", default, default⟩⟩
@[inline] def String.rawEndPos (s : String) : String.Pos.Raw := ⟨s.utf8ByteSize⟩
@[inline] def String.toRawSubstring (s : String) : Substring.Raw := ⟨s, ⟨0⟩, s.rawEndPos⟩
def String.toRawSubstring' (s : String) : Substring.Raw := s.toRawSubstring
@[extern "lean_string_append"] def String.append (s : String) (t : @& String) : String :=
  ⟨⟨⟨List.append s.toByteArray.data.toList t.toByteArray.data.toList⟩⟩,
   match s, t with
   | ⟨b₁, .intro m₁ h₁⟩, ⟨b₂, .intro m₂ h₂⟩ => .intro (List.append m₁ m₂)
     (have assoc : (a b c : List UInt8) → Eq (List.append (List.append a b) c) (List.append a (List.append b c)) :=
        fun a b c => a.rec rfl (fun x _ ih => congrArg (List.cons x) ih)
      have key : (a b : List Char) → Eq (Boot.List.utf8EncodeBytes (List.append a b)) (List.append (Boot.List.utf8EncodeBytes a) (Boot.List.utf8EncodeBytes b)) :=
        fun a b => a.rec rfl (fun c cs ih => Eq.trans (congrArg (List.append (String.utf8EncodeChar c)) ih) (assoc _ _ _).symm)
      have e₁ : Eq b₁.data.toList (Boot.List.utf8EncodeBytes m₁) := congrArg (fun (b : ByteArray) => b.data.toList) h₁
      have e₂ : Eq b₂.data.toList (Boot.List.utf8EncodeBytes m₂) := congrArg (fun (b : ByteArray) => b.data.toList) h₂
      congrArg (fun l => ByteArray.mk ⟨l⟩) (Eq.trans (congr (congrArg List.append e₁) e₂) (key m₁ m₂).symm))⟩
instance : Append String := ⟨String.append⟩

@[never_extract, extern "lean_panic_fn"] def panicCore {α : Sort u} [Inhabited α] (msg : String) : α := default
@[noinline, never_extract] def panic {α : Sort u} [Inhabited α] (msg : String) : α := panicCore msg
@[extern "lean_string_hash"] protected opaque String.hash (s : @& String) : UInt64
class Hashable (α : Sort u) where
  hash : α → UInt64
export Hashable (hash)
@[extern "lean_uint64_to_usize"] opaque UInt64.toUSize (u : UInt64) : USize
@[extern "lean_usize_to_uint64"] opaque USize.toUInt64 (u : USize) : UInt64
@[extern "lean_uint64_mix_hash"] opaque mixHash (u₁ u₂ : UInt64) : UInt64
instance instHashableString : Hashable String := ⟨String.hash⟩
