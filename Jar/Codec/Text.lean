import Jar.Data.Bytes

/-!
# Text of values

The text form of docs/wire.md: JSON without white space. Octet strings are `"0x…"`, naturals decimal. Not part of the Gray Paper.
-/
namespace Jar.Text

/-- The digit of a natural below 16. -/
@[inline] def digit (x : UInt8) : UInt8 :=
  if x < 10 then 48 + x else 87 + x

/-- Appends octets as hexadecimal digits: `left` of them from `i` on. -/
def putDigits (text bytes : ByteArray) (i : Nat) : (left : Nat) → ByteArray
  | 0 => text
  | left + 1 =>
    let x := byteAt bytes i
    putDigits ((text.push (digit (x >>> 4))).push (digit (x &&& 15))) bytes (i + 1) left

/-- Appends an octet string. -/
def putBytes (text bytes : ByteArray) : ByteArray :=
  (putDigits (((text.push 34).push 48).push 120) bytes 0 bytes.size).push 34

/-- Appends a string as it is. -/
@[inline] def putString (text : ByteArray) (string : String) : ByteArray :=
  text ++ string.toUTF8

/-- Appends a natural in decimal. -/
@[inline] def putNat (text : ByteArray) (value : Nat) : ByteArray :=
  putString text (toString value)

/-- Appends the name of a field: `"name":`. -/
@[inline] def putName (text : ByteArray) (name : String) : ByteArray :=
  putString text ("\"" ++ name ++ "\":")

/-- Appends items with commas between them. -/
def putItems {α : Type} (put : ByteArray → α → ByteArray) (text : ByteArray) : List α → ByteArray
  | [] => text
  | [a] => put text a
  | a :: b :: rest => putItems put ((put text a).push 44) (b :: rest)

end Jar.Text
