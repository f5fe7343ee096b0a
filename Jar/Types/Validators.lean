import Jar.Types.Params
import Jar.Types.Fields

/-!
# Validator keys

Gray Paper 0.7.2, section 6.3.
-/
namespace Jar

open Codec

/-- 𝕂: the keys of a validator. -/
structure ValidatorKeys where
  /-- k_b. -/
  bandersnatch : BandersnatchPublic
  /-- k_e. -/
  ed25519 : Ed25519Public
  /-- k_l. -/
  bls : BlsPublic
  /-- k_m. -/
  metadata : Metadata
deriving DecidableEq, Inhabited

/-- 𝓔 of a `ValidatorKeys`. -/
def ValidatorKeys.codec : Codec ValidatorKeys :=
  record (field "bandersnatch" bandersnatchPublic ⬝ field "ed25519" ed25519Public ⬝ field "bls" blsPublic ⬝
    field "metadata" Codec.metadata)
    (fun v => (v.bandersnatch, v.ed25519, v.bls, v.metadata))
    (fun (bandersnatch, ed25519, bls, metadata) => { bandersnatch, ed25519, bls, metadata })

/-- ⟦𝕂⟧_V: the keys of all validators. -/
abbrev ValidatorSet := Array ValidatorKeys

/-- 𝓔 of a `ValidatorSet`. -/
def ValidatorSet.codec (p : Params) : Codec ValidatorSet := vector p.validators.toNat ValidatorKeys.codec

end Jar
