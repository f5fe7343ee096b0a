import Jar.Crypto.Blake2b
import Jar.Types.Primitives

/-!
# Hashes of the transition

Gray Paper 0.7.2, section 3.8.1: 𝓗 as the protocol's type of hashes.
-/
namespace Jar.Chain

/-- 𝓗: Blake2b of 32 octets. It always has 32 (`Jar/Thm/Chain/Hashing.lean`). -/
@[inline] def blake (message : ByteArray) : Hash := (Octets.ofBytes? 32 (Crypto.blake2b256 message)).getD (.zero 32)

end Jar.Chain
