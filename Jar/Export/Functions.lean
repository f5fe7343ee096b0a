import Jar.Crypto.Blake2b
import Jar.Crypto.Keccak
import Jar.Crypto.Signatures
import Jar.Data.Shuffle
import Jar.Erasure.Segments
import Jar.Export.Sections
import Jar.Export.Work
import Jar.Export.Transition
import Jar.Merkle.Mmr
import Jar.Merkle.Proof
import Jar.Wire.Codec

/-!
# Functions of the protocol, for C

One entry point for the hash functions (Gray Paper 0.7.2, section 3.8.1), the commitments (appendices D.2 and E), the shuffle (F), signatures (G),
the erasure code (H) and the transition (sections 4 to 13). The formats are those of docs/wire.md; nothing is defined here that the model lacks.
-/
namespace Jar.Export

open Jar.Wire Jar.Wire.Decoder Jar.Merkle Jar.Erasure

/-- The largest number of items that a question may speak of without giving them. -/
def countMax : Nat := 65536

/-- A number of items that are not given. -/
def itemCount : Decoder Nat := such (natural 4) (· ≤ countMax)

/-- A length in four octets and as many octets. -/
def blob : Decoder ByteArray := do octets (← natural 4)

/-- A count in four octets and as many items. -/
@[specialize] def listOf {α : Type} (item : Decoder α) : Decoder (List α) := do
  return (← many (fun _ => item) #[] (← natural 4)).toList

/-- The hash function that an octet names: 0 for Blake2b, 1 for Keccak. -/
def hashFunction : Decoder (ByteArray → ByteArray) := do
  let code ← such (natural 1) (· ≤ 1)
  return if code = 0 then Crypto.blake2b256 else Crypto.keccak256

/-- A key and a value. -/
def entry : Decoder Merkle.Entry := do
  let key ← octets 31
  return { key, value := ← blob }

/-- A flag, and what follows if it is 1. -/
@[specialize] def optional {α : Type} (item : Decoder α) : Decoder (Option α) := do
  if (← such (natural 1) (· ≤ 1)) = 0 then return none else return some (← item)

/-- A proof about the state trie. -/
def trieProof : Decoder TrieProof := do
  let siblings ← listOf (octets 32)
  return { siblings, ending := ← optional entry }

/-- A shard of as many words: its number in two octets, and its octets. -/
def shard (words : Nat) : Decoder Shard := do
  let index ← natural 2
  return { index, octets := ← octets (2 * words) }

/-- Appends blobs, each behind its length, behind their number. -/
def putBlobs (blobs : List ByteArray) : ByteArray :=
  blobs.foldl (fun out blob => putNat out blob.size 4 ++ blob) (putNat .empty blobs.length 4)

/-- Appends a flag, and the octets if there are any. -/
def putOptional (out : ByteArray) : Option ByteArray → ByteArray
  | none => out.push 0
  | some octets => out.push 1 ++ octets

/-- The encoding of a proof. -/
def putTrieProof (proof : TrieProof) : ByteArray :=
  let out := proof.siblings.foldl (· ++ ·) (putNat .empty proof.siblings.length 4)
  putOptional out (proof.ending.map fun entry => putNat entry.key entry.value.size 4 ++ entry.value)

/-- The encoding of a range. -/
def putRange (range : Mmr) : ByteArray := range.foldl putOptional (putNat .empty range.length 4)

/-- Functions 1 to 5: hash, shuffle, state trie. -/
def answerTrie : (code : Nat) → Option (Decoder ByteArray)
  | 1 => some do
    let hash ← hashFunction
    return hash (← blob)
  | 2 => some do
    let seed ← octets 32
    let count ← itemCount
    let shuffled := shuffleByHash Crypto.blake2b256 (Array.range count) seed
    return shuffled.foldl (fun out item => putNat out item 4) .empty
  | 3 => some do
    return trieRoot Crypto.blake2b256 (← listOf entry)
  | 4 => some do
    let key ← octets 31
    return putTrieProof (prove Crypto.blake2b256 key (← listOf entry))
  | 5 => some do
    let root ← octets 32
    let key ← octets 31
    return match check Crypto.blake2b256 root key (← trieProof) with
      | none => ByteArray.empty.push 0
      | some found => putOptional (ByteArray.empty.push 1) found
  | _ => none

/-- Functions 16 to 24: trees and ranges. -/
def answerTree : (code : Nat) → Option (Decoder ByteArray)
  | 16 => some do
    let hash ← hashFunction
    return node hash (← listOf blob)
  | 17 => some do
    let hash ← hashFunction
    let i ← natural 4
    return putBlobs (trace hash (← listOf blob) i)
  | 18 => some do
    let hash ← hashFunction
    return wellBalancedRoot hash (← listOf blob)
  | 19 => some do
    let hash ← hashFunction
    let root ← octets 32
    let count ← itemCount
    let i ← natural 4
    let item ← blob
    return ByteArray.empty.push (if verifyWellBalanced hash root count i item (← listOf blob) then 1 else 0)
  | 20 => some do
    let hash ← hashFunction
    return constantDepthRoot hash (← listOf blob)
  | 21 => some do
    let hash ← hashFunction
    let x ← such (natural 1) (· ≤ 31)
    let i ← natural 4
    let items ← listOf blob
    return putBlobs (pagePath hash x items i) ++ putBlobs (page hash x items i)
  | 22 => some do
    let hash ← hashFunction
    let root ← octets 32
    let x ← such (natural 1) (· ≤ 31)
    let count ← itemCount
    let i ← natural 4
    let leaves ← listOf blob
    return ByteArray.empty.push (if verifyPage hash root x count i leaves (← listOf blob) then 1 else 0)
  | 23 => some do
    let hash ← hashFunction
    let item ← octets 32
    return putRange (mmrAppend hash (← listOf (optional (octets 32))) item)
  | 24 => some do
    let hash ← hashFunction
    return superPeak hash (← listOf (optional (octets 32)))
  | _ => none

/-- The numbers of the original and of all shards. -/
def shardCounts : Decoder (Nat × Nat) := do
  let original ← such (natural 2) (0 < ·)
  return (original, ← such (natural 2) (original ≤ ·))

/-- Functions 32 to 35: erasure code and segments. -/
def answerErasure : (code : Nat) → Option (Decoder ByteArray)
  | 32 => some do
    let (original, total) ← shardCounts
    return putBlobs (encode original total (← blob))
  | 33 => some do
    let (original, total) ← shardCounts
    let words ← natural 4
    return putOptional .empty (recover original total words (← listOf (shard words)))
  | 34 => some do
    return putBlobs (pagedProofs Crypto.blake2b256 (← listOf (octets segmentSize)))
  | 35 => some do
    let (original, total) ← shardCounts
    let bundle ← blob
    return erasureRoot Crypto.blake2b256 original total bundle (← listOf (octets segmentSize))
  | _ => none

/-- A field of `n` octets. -/
def fixed (n : Nat) : Decoder (Octets n) := fun bytes i =>
  match octets n bytes i with
  | .malformed error offset => .malformed error offset
  | .ok value next =>
    match Octets.ofBytes? n value with
    | some value => .ok value next
    | none => .malformed .truncated i

/-- Appends 0 if there are no octets, else 1 and the octets. -/
def putHash {n : Nat} (found : Option (Octets n)) : ByteArray := putOptional .empty (found.map Octets.bytes)

/-- Functions 48 to 53: signatures. -/
def answerSignature (scheme : Crypto.SignatureScheme) : (code : Nat) → Option (Decoder ByteArray)
  | 48 => some do
    let key ← fixed 32
    let signature ← fixed 64
    return ByteArray.empty.push (if scheme.ed25519Verify key (← blob) signature then 1 else 0)
  | 49 => some do
    let key ← fixed 32
    let signature ← fixed 96
    let context ← blob
    return putHash (scheme.vrfHash key context (← blob) signature)
  | 50 => some do
    return putHash (scheme.vrfOutput (← fixed 96))
  | 51 => some do
    return putHash (scheme.ringCommitment (← many (fun _ => fixed 32) #[] (← natural 4)))
  | 52 => some do
    let size ← natural 4
    let commitment ← fixed 144
    let signature ← fixed 784
    let context ← blob
    return putHash (scheme.ringHash size.toUInt32 commitment context (← blob) signature)
  | 53 => some do
    return putHash (scheme.ringOutput (← fixed 784))
  | _ => none

/-- A question, answered. -/
def answerAny : Decoder ByteArray := fun bytes i =>
  match natural 1 bytes i with
  | .malformed error offset => .malformed error offset
  | .ok code next =>
    match answerTrie code <|> answerTree code <|> answerErasure code <|> answerSignature Crypto.linkedScheme code <|>
      answerSection Crypto.linkedScheme code <|> answerWork code <|> answerBlock code with
    | some answer => answer bytes next
    | none => .malformed .value i

/-- A function and its arguments to 1 and its value; malformed octets to 0, the error's code and its offset in eight octets. -/
@[export jar_answer] def answer (bytes : ByteArray) : ByteArray :=
  match whole answerAny bytes with
  | .ok value _ => ByteArray.empty.push 1 ++ value
  | .malformed error offset => putNat (putNat (ByteArray.empty.push 0) error.toNat 1) offset 8

end Jar.Export
