import Jar.Data.Bytes

/-!
# Shuffling

Gray Paper 0.7.2, appendix F: the Fisher-Yates shuffle 𝓕 with a sequence of numbers, and with the numbers that come from a hash. The hash function is an
argument; the protocol's is Blake2b.
-/
namespace Jar

theorem index_lt {n size : Nat} (number : Nat) (h : n < size) : number % (n + 1) < size :=
  Nat.lt_of_lt_of_le (Nat.mod_lt number (Nat.succ_pos n)) h

/-- Shuffles the first `n` items: one of them goes to `done`, the last of them takes its place. It ends early if numbers run out. -/
def shuffleFirst {α : Type} (done items : Array α) : (n : Nat) → (numbers : List Nat) → Array α
  | n + 1, number :: numbers =>
    if h : n < items.size then
      shuffleFirst (done.push (items[number % (n + 1)]'(index_lt number h))) (items.set (number % (n + 1)) items[n] (index_lt number h)) n numbers
    else done
  | _, _ => done

/-- 𝓕 with at least as many numbers as items. -/
def shuffle {α : Type} (items : Array α) (numbers : List Nat) : Array α :=
  shuffleFirst (Array.emptyWithCapacity items.size) items items.size numbers

/-- The eight numbers of 32 bits in a hash. -/
def hashNumbers (digest : ByteArray) : List Nat :=
  [(readLe digest 0 4).toNat, (readLe digest 4 4).toNat, (readLe digest 8 4).toNat, (readLe digest 12 4).toNat,
    (readLe digest 16 4).toNat, (readLe digest 20 4).toNat, (readLe digest 24 4).toNat, (readLe digest 28 4).toNat]

/-- The numbers from `blocks` hashes of a seed, beginning with number `block`. -/
def seedNumbers (hash : ByteArray → ByteArray) (seed : ByteArray) (block : Nat) : (blocks : Nat) → List Nat
  | 0 => []
  | blocks + 1 => hashNumbers (hash (putLe seed block.toUInt64 4)) ++ seedNumbers hash seed (block + 1) blocks

/-- 𝓠: `count` numbers from a seed. -/
def sequenceFromHash (hash : ByteArray → ByteArray) (count : Nat) (seed : ByteArray) : List Nat :=
  (seedNumbers hash seed 0 ((count + 7) / 8)).take count

/-- 𝓕 with the numbers that come from a seed. -/
def shuffleByHash {α : Type} (hash : ByteArray → ByteArray) (items : Array α) (seed : ByteArray) : Array α :=
  shuffle items (sequenceFromHash hash items.size seed)

end Jar
