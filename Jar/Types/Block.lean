import Jar.Types.Availability
import Jar.Types.Disputes
import Jar.Types.Guarantees
import Jar.Types.Header
import Jar.Types.Preimages

/-!
# Blocks

Gray Paper 0.7.2, section 4.1 and appendix C.2.
-/
namespace Jar

open Codec

/-- 𝐄: what a block brings. -/
structure Extrinsic where
  /-- 𝐄_T. -/
  tickets : Array TicketProof
  /-- 𝐄_P. -/
  preimages : Array Preimage
  /-- 𝐄_G. -/
  guarantees : Array Guarantee
  /-- 𝐄_A. -/
  assurances : Array Assurance
  /-- 𝐄_D. -/
  disputes : DisputesExtrinsic
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Extrinsic`. -/
def Extrinsic.codec (p : Params) : Codec Extrinsic :=
  record (field "tickets" (sequence TicketProof.codec) ⬝ field "preimages" (sequence Preimage.codec) ⬝
    field "guarantees" (sequence Guarantee.codec) ⬝ field "assurances" (sequence (Assurance.codec p)) ⬝
    field "disputes" (DisputesExtrinsic.codec p))
    (fun e => (e.tickets, e.preimages, e.guarantees, e.assurances, e.disputes))
    (fun (tickets, preimages, guarantees, assurances, disputes) => { tickets, preimages, guarantees, assurances, disputes })

/-- 𝐁: a block. -/
structure Block where
  /-- 𝐇. -/
  header : Header
  /-- 𝐄. -/
  extrinsic : Extrinsic
deriving DecidableEq, Inhabited

/-- 𝓔 of a `Block`. -/
def Block.codec (p : Params) : Codec Block :=
  record (field "header" (Header.codec p) ⬝ field "extrinsic" (Extrinsic.codec p))
    (fun b => (b.header, b.extrinsic)) (fun (header, extrinsic) => { header, extrinsic })

end Jar
