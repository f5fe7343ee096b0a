prelude
import Init.Data.ByteArray.Lemmas
/-! `String`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace String
/-- The number of characters: of octets that do not continue one. -/
@[extern "lean_string_length"] def length (s : @& String) : Nat := s.toByteArray.foldl (fun n octet => if octet &&& 0xc0 == 0x80 then n else n + 1) 0
@[extern "lean_string_push"] def push (s : String) (c : Char) : String := s ++ String.ofList [c]
@[extern "lean_string_to_utf8"] def toUTF8 (a : @& String) : ByteArray := a.toByteArray
end String
