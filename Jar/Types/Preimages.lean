import Jar.Types.Fields

/-!
# Preimages

Gray Paper 0.7.2, section 12.4.
-/
namespace Jar

open Codec

/-- An item of 𝐄_P: data that a service solicited. -/
structure Preimage where
  /-- s. -/
  requester : ServiceId
  /-- d. -/
  blob : ByteArray
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Preimage`. -/
def Preimage.codec : Codec Preimage :=
  record (field "requester" word32 ⬝ field "blob" Codec.blob)
    (fun p => (p.requester, p.blob)) (fun (requester, blob) => { requester, blob })

end Jar
