import Jar.Types.Params
import Jar.Types.Fields

/-!
# Authorization

Gray Paper 0.7.2, section 8.
-/
namespace Jar

open Codec

/-- α: for each core, the authorizers that its packages may have. -/
abbrev AuthPools := Array (Array Hash)

/-- 𝓔 of α. -/
def AuthPools.codec (p : Params) : Codec AuthPools := vector p.cores.toNat (sequence hash (some p.authPool.toNat))

/-- φ: for each core, the authorizers that come into its pool. -/
abbrev AuthQueues := Array (Array Hash)

/-- 𝓔 of φ. -/
def AuthQueues.codec (p : Params) : Codec AuthQueues := vector p.cores.toNat (vector p.authQueue.toNat hash)

end Jar
