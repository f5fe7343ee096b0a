import Jar.Data.Bytes

/-!
# Keccak-256

𝓗_K of Gray Paper 0.7.2, section 3.8.1: the sponge Keccak[512] with 32 octets of output and the original padding 10*1, as Ethereum has it (SHA3-256 of
FIPS 202 pads otherwise). The permutation is Keccak-f[1600]; lane (x, y) is field `l` of number x + 5y.
-/
namespace Jar.Crypto.Keccak

/-- The 25 lanes of the state. -/
structure Lanes where
  (l0 l1 l2 l3 l4 l5 l6 l7 l8 l9 l10 l11 l12 l13 l14 l15 l16 l17 l18 l19 l20 l21 l22 l23 l24 : UInt64)

/-- The rotation of a lane to the left by 0 < `n` < 64. -/
@[inline] def rotateLeft (x n : UInt64) : UInt64 := (x <<< n) ||| (x >>> (64 - n))

/-- One lane of χ. -/
@[inline] def chi (a b c : UInt64) : UInt64 := a ^^^ (~~~b &&& c)

/-- One round: θ, ρ and π, χ, ι. -/
def round (constant : UInt64) (s : Lanes) : Lanes :=
  let { l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, l10, l11, l12, l13, l14, l15, l16, l17, l18, l19, l20, l21, l22, l23, l24 } := s
  -- θ: the parities of the columns
  let c0 := l0 ^^^ l5 ^^^ l10 ^^^ l15 ^^^ l20
  let c1 := l1 ^^^ l6 ^^^ l11 ^^^ l16 ^^^ l21
  let c2 := l2 ^^^ l7 ^^^ l12 ^^^ l17 ^^^ l22
  let c3 := l3 ^^^ l8 ^^^ l13 ^^^ l18 ^^^ l23
  let c4 := l4 ^^^ l9 ^^^ l14 ^^^ l19 ^^^ l24
  let d0 := c4 ^^^ rotateLeft c1 1
  let d1 := c0 ^^^ rotateLeft c2 1
  let d2 := c1 ^^^ rotateLeft c3 1
  let d3 := c2 ^^^ rotateLeft c4 1
  let d4 := c3 ^^^ rotateLeft c0 1
  -- ρ and π: lane (x, y) is rotated and goes to (y, 2x + 3y)
  let b0 := l0 ^^^ d0
  let b1 := rotateLeft (l6 ^^^ d1) 44
  let b2 := rotateLeft (l12 ^^^ d2) 43
  let b3 := rotateLeft (l18 ^^^ d3) 21
  let b4 := rotateLeft (l24 ^^^ d4) 14
  let b5 := rotateLeft (l3 ^^^ d3) 28
  let b6 := rotateLeft (l9 ^^^ d4) 20
  let b7 := rotateLeft (l10 ^^^ d0) 3
  let b8 := rotateLeft (l16 ^^^ d1) 45
  let b9 := rotateLeft (l22 ^^^ d2) 61
  let b10 := rotateLeft (l1 ^^^ d1) 1
  let b11 := rotateLeft (l7 ^^^ d2) 6
  let b12 := rotateLeft (l13 ^^^ d3) 25
  let b13 := rotateLeft (l19 ^^^ d4) 8
  let b14 := rotateLeft (l20 ^^^ d0) 18
  let b15 := rotateLeft (l4 ^^^ d4) 27
  let b16 := rotateLeft (l5 ^^^ d0) 36
  let b17 := rotateLeft (l11 ^^^ d1) 10
  let b18 := rotateLeft (l17 ^^^ d2) 15
  let b19 := rotateLeft (l23 ^^^ d3) 56
  let b20 := rotateLeft (l2 ^^^ d2) 62
  let b21 := rotateLeft (l8 ^^^ d3) 55
  let b22 := rotateLeft (l14 ^^^ d4) 39
  let b23 := rotateLeft (l15 ^^^ d0) 41
  let b24 := rotateLeft (l21 ^^^ d1) 2
  -- χ on each row, ι on the first lane
  { l0 := chi b0 b1 b2 ^^^ constant, l1 := chi b1 b2 b3, l2 := chi b2 b3 b4, l3 := chi b3 b4 b0, l4 := chi b4 b0 b1
    l5 := chi b5 b6 b7, l6 := chi b6 b7 b8, l7 := chi b7 b8 b9, l8 := chi b8 b9 b5, l9 := chi b9 b5 b6
    l10 := chi b10 b11 b12, l11 := chi b11 b12 b13, l12 := chi b12 b13 b14, l13 := chi b13 b14 b10, l14 := chi b14 b10 b11
    l15 := chi b15 b16 b17, l16 := chi b16 b17 b18, l17 := chi b17 b18 b19, l18 := chi b18 b19 b15, l19 := chi b19 b15 b16
    l20 := chi b20 b21 b22, l21 := chi b21 b22 b23, l22 := chi b22 b23 b24, l23 := chi b23 b24 b20, l24 := chi b24 b20 b21 }

/-- The permutation Keccak-f[1600]: 24 rounds, which differ in the constant of ι. -/
def permute (s : Lanes) : Lanes :=
  let s := round 0x0000000000000001 s
  let s := round 0x0000000000008082 s
  let s := round 0x800000000000808a s
  let s := round 0x8000000080008000 s
  let s := round 0x000000000000808b s
  let s := round 0x0000000080000001 s
  let s := round 0x8000000080008081 s
  let s := round 0x8000000000008009 s
  let s := round 0x000000000000008a s
  let s := round 0x0000000000000088 s
  let s := round 0x0000000080008009 s
  let s := round 0x000000008000000a s
  let s := round 0x000000008000808b s
  let s := round 0x800000000000008b s
  let s := round 0x8000000000008089 s
  let s := round 0x8000000000008003 s
  let s := round 0x8000000000008002 s
  let s := round 0x8000000000000080 s
  let s := round 0x000000000000800a s
  let s := round 0x800000008000000a s
  let s := round 0x8000000080008081 s
  let s := round 0x8000000000008080 s
  let s := round 0x0000000080000001 s
  round 0x8000000080008008 s

/-- The number of octets that one permutation takes in. -/
def rate : Nat := 136

/-- The padding 10*1: one to `rate` octets, up to a multiple of `rate`. -/
def pad (message : ByteArray) : ByteArray :=
  let more := rate - message.size % rate
  if more = 1 then message.push 0x81
  else (message.push 0x01 ++ zeros (more - 2)).push 0x80

/-- The state after the 17 lanes of the block at `i`. -/
def absorbBlock (padded : ByteArray) (i : Nat) (s : Lanes) : Lanes :=
  permute { s with
    l0 := s.l0 ^^^ readLe padded i 8
    l1 := s.l1 ^^^ readLe padded (i + 8) 8
    l2 := s.l2 ^^^ readLe padded (i + 16) 8
    l3 := s.l3 ^^^ readLe padded (i + 24) 8
    l4 := s.l4 ^^^ readLe padded (i + 32) 8
    l5 := s.l5 ^^^ readLe padded (i + 40) 8
    l6 := s.l6 ^^^ readLe padded (i + 48) 8
    l7 := s.l7 ^^^ readLe padded (i + 56) 8
    l8 := s.l8 ^^^ readLe padded (i + 64) 8
    l9 := s.l9 ^^^ readLe padded (i + 72) 8
    l10 := s.l10 ^^^ readLe padded (i + 80) 8
    l11 := s.l11 ^^^ readLe padded (i + 88) 8
    l12 := s.l12 ^^^ readLe padded (i + 96) 8
    l13 := s.l13 ^^^ readLe padded (i + 104) 8
    l14 := s.l14 ^^^ readLe padded (i + 112) 8
    l15 := s.l15 ^^^ readLe padded (i + 120) 8
    l16 := s.l16 ^^^ readLe padded (i + 128) 8 }

/-- The state after the `blocks` blocks from `i` on. -/
def absorb (padded : ByteArray) (s : Lanes) (i : Nat) : (blocks : Nat) → Lanes
  | 0 => s
  | blocks + 1 => absorb padded (absorbBlock padded i s) (i + rate) blocks

/-- The state before anything was absorbed. -/
def empty : Lanes :=
  ⟨0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0⟩

end Keccak

/-- 𝓗_K: Keccak with 32 octets of output. -/
def keccak256 (message : ByteArray) : ByteArray :=
  let padded := Keccak.pad message
  let s := Keccak.absorb padded Keccak.empty 0 (padded.size / Keccak.rate)
  putLe (putLe (putLe (putLe (ByteArray.emptyWithCapacity 32) s.l0 8) s.l1 8) s.l2 8) s.l3 8

end Jar.Crypto
