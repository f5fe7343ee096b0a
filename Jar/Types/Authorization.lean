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
def AuthPools.codec (p : Params) : Codec AuthPools := vector p.cores (sequence hash (some Constants.authPool))

/-- φ: for each core, the authorizers that come into its pool. -/
abbrev AuthQueues := Array (Array Hash)

/-- 𝓔 of φ. -/
def AuthQueues.codec (p : Params) : Codec AuthQueues := vector p.cores (vector Constants.authQueue hash)

end Jar
