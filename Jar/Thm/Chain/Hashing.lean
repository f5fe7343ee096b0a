import Jar.Chain.Hashing
import Jar.Thm.Crypto.Hash

/-!
# Hashes of the protocol

The functions to ℍ give what the hash functions give: Gray Paper 0.7.2, section 3.8.1.
-/
namespace Jar.Chain

theorem hashOfBytes_bytes {bytes : ByteArray} (h : bytes.size = 32) : (hashOfBytes bytes).bytes = bytes := by
  unfold hashOfBytes Octets.ofBytes?
  rw [dite_eq_left h]
  rfl

/-- 𝓗 is Blake2b, nothing is cut off or filled up. -/
theorem blake_bytes (message : ByteArray) : (blake message).bytes = Crypto.blake2b256 message :=
  hashOfBytes_bytes (Crypto.blake2b256_size message)

/-- 𝓗_K is Keccak. -/
theorem keccak_bytes (message : ByteArray) : (keccak message).bytes = Crypto.keccak256 message :=
  hashOfBytes_bytes (Crypto.keccak256_size message)

end Jar.Chain
