import Jar.Data.Octets

/-!
# Primitive types

Gray Paper 0.7.2, section 3: numbers, hashes, keys and signatures (docs/types.md).
-/
namespace Jar

/-- ℕ_T: a timeslot. -/
abbrev Slot := UInt32
/-- ℕ_V: an index of a validator. -/
abbrev ValidatorIndex := UInt16
/-- ℕ_C: an index of a core. -/
abbrev CoreIndex := UInt16
/-- ℕ_S: a service. -/
abbrev ServiceId := UInt32
/-- ℕ_G: gas. -/
abbrev Gas := UInt64
/-- ℕ_B: a balance. -/
abbrev Balance := UInt64

/-- ℍ: a hash. -/
abbrev Hash := Octets 32
/-- H̃: a Bandersnatch public key. -/
abbrev BandersnatchPublic := Octets 32
/-- H̄: an Ed25519 public key. -/
abbrev Ed25519Public := Octets 32
/-- A BLS public key. -/
abbrev BlsPublic := Octets 144
/-- An Ed25519 signature. -/
abbrev Ed25519Signature := Octets 64
/-- A singly-contextualized Bandersnatch signature. -/
abbrev VrfSignature := Octets 96
/-- A Bandersnatch ring proof. -/
abbrev RingVrfSignature := Octets 784
/-- A Bandersnatch ring root. -/
abbrev RingCommitment := Octets 144
/-- What a validator says of itself. -/
abbrev Metadata := Octets 128
/-- What a transfer carries. -/
abbrev Memo := Octets 128

end Jar
