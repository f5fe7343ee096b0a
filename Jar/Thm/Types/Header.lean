import Jar.Thm.Types.Codecs

/-!
# The unsigned header

Gray Paper 0.7.2, appendix C.2: 𝓔(H) = 𝓔_U(H) ⌢ H_S.
-/
namespace Jar

open Codec

theorem Header.encode_eq (p : Params) (h : Header) :
    (Header.codec p).encode h = (UnsignedHeader.codec p).encode h.unsigned ++ h.seal.bytes := rfl

end Jar
