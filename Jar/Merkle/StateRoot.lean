import Jar.Merkle.Trie
import Jar.Types.State

/-!
# The state root

Gray Paper 0.7.2, appendix D.2: M_σ(σ) = M(T(σ)), the root of the trie of the state's keys and values. The hash function is an argument; the protocol's
is Blake2b.
-/
namespace Jar.Merkle

/-- Keys and values as entries of the trie. -/
def trieEntries : List (StateKey × ByteArray) → List Entry
  | [] => []
  | (key, value) :: entries => { key := key.bytes, value } :: trieEntries entries

/-- M of a map from state keys. -/
def mapRoot (hash : ByteArray → ByteArray) (map : StateMap) : ByteArray := trieRoot hash (trieEntries map.toList)

/-- M_σ. -/
def stateRoot (hash : ByteArray → ByteArray) (p : Params) (σ : State) : ByteArray := mapRoot hash (σ.toMap p)

end Jar.Merkle
