import Jar.Types.Params
import Jar.Types.Fields

/-!
# Statistics

Gray Paper 0.7.2, section 13. Appendix D.1, C(13): validators' numbers have 4 octets, the others are naturals of variable length.
-/
namespace Jar

open Codec

/-- What a validator did in an epoch. -/
structure ValidatorRecord where
  /-- b. -/
  blocks : UInt32
  /-- t. -/
  tickets : UInt32
  /-- p. -/
  preImages : UInt32
  /-- d: octets of preimages. -/
  preImagesSize : UInt32
  /-- g. -/
  guarantees : UInt32
  /-- a. -/
  assurances : UInt32
deriving DecidableEq, Inhabited

/-- 𝓔 of a `ValidatorRecord`. -/
def ValidatorRecord.codec : Codec ValidatorRecord :=
  record (field "blocks" word32 ⬝ field "tickets" word32 ⬝ field "pre_images" word32 ⬝ field "pre_images_size" word32 ⬝
    field "guarantees" word32 ⬝ field "assurances" word32)
    (fun v => (v.blocks, v.tickets, v.preImages, v.preImagesSize, v.guarantees, v.assurances))
    (fun (blocks, tickets, preImages, preImagesSize, guarantees, assurances) =>
      { blocks, tickets, preImages, preImagesSize, guarantees, assurances })

/-- What a core did in a block. -/
structure CoreRecord where
  /-- d: octets for availability. -/
  daLoad : UInt32
  /-- p: assurances. -/
  popularity : UInt16
  /-- i. -/
  imports : UInt16
  /-- x. -/
  extrinsicCount : UInt16
  /-- z. -/
  extrinsicSize : UInt32
  /-- e. -/
  exports : UInt16
  /-- l. -/
  bundleSize : UInt32
  /-- u. -/
  gasUsed : Gas
deriving DecidableEq, Inhabited

/-- 𝓔 of a `CoreRecord`. -/
def CoreRecord.codec : Codec CoreRecord :=
  record (field "da_load" natural32 ⬝ field "popularity" natural16 ⬝ field "imports" natural16 ⬝ field "extrinsic_count" natural16 ⬝
    field "extrinsic_size" natural32 ⬝ field "exports" natural16 ⬝ field "bundle_size" natural32 ⬝ field "gas_used" natural64)
    (fun c => (c.daLoad, c.popularity, c.imports, c.extrinsicCount, c.extrinsicSize, c.exports, c.bundleSize, c.gasUsed))
    (fun (daLoad, popularity, imports, extrinsicCount, extrinsicSize, exports, bundleSize, gasUsed) =>
      { daLoad, popularity, imports, extrinsicCount, extrinsicSize, exports, bundleSize, gasUsed })

/-- What a service did in a block. -/
structure ServiceRecord where
  /-- p: preimages. -/
  providedCount : UInt16
  /-- p: their octets. -/
  providedSize : UInt32
  /-- r: work items. -/
  refinementCount : UInt32
  /-- r: their gas. -/
  refinementGasUsed : Gas
  /-- i. -/
  imports : UInt32
  /-- x. -/
  extrinsicCount : UInt32
  /-- z. -/
  extrinsicSize : UInt32
  /-- e. -/
  exports : UInt32
  /-- a: accumulated items. -/
  accumulateCount : UInt32
  /-- a: their gas. -/
  accumulateGasUsed : Gas
deriving DecidableEq, Inhabited

/-- 𝓔 of a `ServiceRecord`. -/
def ServiceRecord.codec : Codec ServiceRecord :=
  record (field "provided_count" natural16 ⬝ field "provided_size" natural32 ⬝ field "refinement_count" natural32 ⬝
    field "refinement_gas_used" natural64 ⬝ field "imports" natural32 ⬝ field "extrinsic_count" natural32 ⬝
    field "extrinsic_size" natural32 ⬝ field "exports" natural32 ⬝ field "accumulate_count" natural32 ⬝
    field "accumulate_gas_used" natural64)
    (fun s => (s.providedCount, s.providedSize, s.refinementCount, s.refinementGasUsed, s.imports, s.extrinsicCount, s.extrinsicSize,
      s.exports, s.accumulateCount, s.accumulateGasUsed))
    (fun (providedCount, providedSize, refinementCount, refinementGasUsed, imports, extrinsicCount, extrinsicSize, exports,
      accumulateCount, accumulateGasUsed) =>
      { providedCount, providedSize, refinementCount, refinementGasUsed, imports, extrinsicCount, extrinsicSize, exports,
        accumulateCount, accumulateGasUsed })

/-- π. -/
structure Statistics where
  /-- π_V: the present epoch. -/
  valsCurr : Array ValidatorRecord
  /-- π_L: the epoch before. -/
  valsLast : Array ValidatorRecord
  /-- π_C. -/
  cores : Array CoreRecord
  /-- π_S: a dictionary, in ascending order. -/
  services : Array (ServiceId × ServiceRecord)
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Statistics`. -/
def Statistics.codec (p : Params) : Codec Statistics :=
  record (field "vals_curr" (vector p.validators.toNat ValidatorRecord.codec) ⬝
    field "vals_last" (vector p.validators.toNat ValidatorRecord.codec) ⬝ field "cores" (vector p.cores.toNat CoreRecord.codec) ⬝
    field "services" (dictionary "id" "record" (fun a b => a < b) word32 ServiceRecord.codec))
    (fun s => (s.valsCurr, s.valsLast, s.cores, s.services))
    (fun (valsCurr, valsLast, cores, services) => { valsCurr, valsLast, cores, services })

end Jar
