import Jar.Types.Params

/-!
# Recent history

Gray Paper 0.7.2, section 7 and appendix E.2.
-/
namespace Jar

open Codec

/-- A block of the recent history. -/
structure RecentBlock where
  /-- h. -/
  headerHash : Hash
  /-- b: the super-peak of the accumulation output log behind it. -/
  beefyRoot : Hash
  /-- s: the root of the state behind it. -/
  stateRoot : Hash
  /-- p: segment roots of the packages reported. A dictionary, in ascending order. -/
  reported : Array (Hash × Hash)
deriving DecidableEq, Inhabited

/-- 𝓔 of a `RecentBlock`. -/
def RecentBlock.codec : Codec RecentBlock :=
  record (field "header_hash" hash ⬝ field "beefy_root" hash ⬝ field "state_root" hash ⬝
    field "reported" (hashDictionary "hash" "exports_root"))
    (fun r => (r.headerHash, r.beefyRoot, r.stateRoot, r.reported))
    (fun (headerHash, beefyRoot, stateRoot, reported) => { headerHash, beefyRoot, stateRoot, reported })

/-- 𝓔_M: the peaks of a Merkle mountain range. -/
def peaks : Codec (Array (Option Hash)) := record (label "peaks" (sequence (optional hash))) (fun all => all) (fun all => all)

/-- β: the recent history. -/
structure RecentHistory where
  /-- β_H. -/
  history : Array RecentBlock
  /-- β_B: the peaks of the accumulation output log. -/
  mmr : Array (Option Hash)
deriving DecidableEq, Inhabited

/-- 𝓔 of a `RecentHistory`. -/
def RecentHistory.codec (p : Params) : Codec RecentHistory :=
  record (field "history" (sequence RecentBlock.codec (some p.recentBlocks.toNat)) ⬝ field "mmr" peaks)
    (fun r => (r.history, r.mmr)) (fun (history, mmr) => { history, mmr })

end Jar
