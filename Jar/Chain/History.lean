import Jar.Chain.Hashing
import Jar.Data.SortedMap
import Jar.Merkle.Mmr
import Jar.Types.Accumulation
import Jar.Types.Guarantees
import Jar.Types.History

/-!
# Recent history

Gray Paper 0.7.2, section 7: what the chain remembers of the last blocks, and the log of accumulation outputs.
-/
namespace Jar.Chain

/-- β†: the last block gets the state root that its child names. -/
def updateParent (recent : RecentHistory) (stateRoot : Hash) : RecentHistory :=
  { recent with history := recent.history.modify (recent.history.size - 1) fun block => { block with stateRoot } }

/-- The root of a block's accumulation outputs θ′. -/
def accumulationRoot (outputs : Array AccumulationOutput) : Hash :=
  hashOfBytes (Merkle.wellBalancedRoot Crypto.keccak256 (outputs.toList.map AccumulationOutput.codec.encode))

/-- β_B′: the log with another root. -/
def appendRoot (mmr : Array (Option Hash)) (root : Hash) : Array (Option Hash) :=
  ((Merkle.mmrAppend Crypto.keccak256 (mmr.toList.map (·.map (·.bytes))) root.bytes).map (·.map hashOfBytes)).toArray

/-- The super-peak of the log. -/
def logPeak (mmr : Array (Option Hash)) : Hash :=
  hashOfBytes (Merkle.superPeak Crypto.keccak256 (mmr.toList.map (·.map (·.bytes))))

/-- The packages reported in a block and their segment roots. -/
def reportedPackages (guarantees : Array Guarantee) : Array (Hash × Hash) :=
  let packages := guarantees.foldl (init := (.empty : SortedMap Hash Hash)) fun packages guarantee =>
    packages.insert guarantee.report.packageSpec.hash guarantee.report.packageSpec.exportsRoot
  packages.toList.toArray

/-- The last `n` items. -/
def lastItems {α : Type} (n : Nat) (items : List α) : List α := items.drop (items.length - n)

/-- **β′** from β†, the hash of the header, the root of the accumulation outputs, and 𝐄_G. -/
def append (p : Params) (recent : RecentHistory) (headerHash accumulationRoot : Hash) (guarantees : Array Guarantee) : RecentHistory :=
  let mmr := appendRoot recent.mmr accumulationRoot
  let block := { headerHash, beefyRoot := logPeak mmr, stateRoot := .zero 32, reported := reportedPackages guarantees }
  { history := (lastItems p.recentBlocks.toNat (recent.history.toList ++ [block])).toArray, mmr }

end Jar.Chain
