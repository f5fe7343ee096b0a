import Jar.Crypto.Blake2b
import Jar.Crypto.Keccak
import Jar.Types.Primitives

/-!
# The protocol's hash functions

Gray Paper 0.7.2, section 3.8.1: 𝓗 and 𝓗_K as functions to ℍ; and the words that stand in front of what is signed (I.4.5).
-/
namespace Jar.Chain

/-- The hash of these octets; the zero hash if they are not 32, which hash functions do not give (`Jar/Thm/Chain/Hashing.lean`). -/
def hashOfBytes (bytes : ByteArray) : Hash := (Octets.ofBytes? 32 bytes).getD (.zero 32)

/-- 𝓗: Blake2b. -/
def blake (message : ByteArray) : Hash := hashOfBytes (Crypto.blake2b256 message)

/-- 𝓗_K: Keccak. -/
def keccak (message : ByteArray) : Hash := hashOfBytes (Crypto.keccak256 message)

/-! Words in front of what is signed. -/

/-- X_T: of a ticket, and of a seal by a ticket. -/
def ticketContext : ByteArray := "jam_ticket_seal".toUTF8
/-- X_F: of a seal by a key. -/
def fallbackContext : ByteArray := "jam_fallback_seal".toUTF8
/-- X_E: of the entropy source. -/
def entropyContext : ByteArray := "jam_entropy".toUTF8
/-- X_G: of a guarantee. -/
def guaranteeContext : ByteArray := "jam_guarantee".toUTF8
/-- X_A: of an assurance. -/
def assuranceContext : ByteArray := "jam_available".toUTF8
/-- X_⊤: of the judgment that a report is valid. -/
def validContext : ByteArray := "jam_valid".toUTF8
/-- X_⊥: of the judgment that a report is invalid. -/
def invalidContext : ByteArray := "jam_invalid".toUTF8

end Jar.Chain
