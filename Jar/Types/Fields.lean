import Jar.Codec.Sequences
import Jar.Codec.Strings
import Jar.Types.Primitives

/-!
# Codecs of primitive types

Gray Paper 0.7.2, section 3 and appendix C.1: strings of fixed length, sets of hashes, dictionaries from hashes to hashes.
-/
namespace Jar.Codec

/-- 𝓔 of a `Hash`. -/
abbrev hash : Codec Hash := octets 32
/-- 𝓔 of a `BandersnatchPublic`. -/
abbrev bandersnatchPublic : Codec BandersnatchPublic := octets 32
/-- 𝓔 of an `Ed25519Public`. -/
abbrev ed25519Public : Codec Ed25519Public := octets 32
/-- 𝓔 of a `BlsPublic`. -/
abbrev blsPublic : Codec BlsPublic := octets 144
/-- 𝓔 of an `Ed25519Signature`. -/
abbrev ed25519Signature : Codec Ed25519Signature := octets 64
/-- 𝓔 of a `VrfSignature`. -/
abbrev vrfSignature : Codec VrfSignature := octets 96
/-- 𝓔 of a `RingVrfSignature`. -/
abbrev ringVrfSignature : Codec RingVrfSignature := octets 784
/-- 𝓔 of a `RingCommitment`. -/
abbrev ringCommitment : Codec RingCommitment := octets 144
/-- 𝓔 of `Metadata`. -/
abbrev metadata : Codec Metadata := octets 128
/-- 𝓔 of a `Memo`. -/
abbrev memo : Codec Memo := octets 128

/-- 𝓔 of a set of hashes or of keys of 32 octets. -/
def hashes : Codec (Array (Octets 32)) := set Octets.before (octets 32)

/-- 𝓔 of a dictionary from hashes to hashes; the names are those of the text. -/
def hashDictionary (keyName valueName : String) : Codec (Array (Hash × Hash)) := dictionary keyName valueName Octets.before hash hash

end Jar.Codec
