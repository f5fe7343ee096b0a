import Jar.Data.Bytes

/-!
# Blake2b

𝓗 of Gray Paper 0.7.2, section 3.8.1: Blake2b of RFC 7693 with 32 octets of output. Any output of up to 64 octets can be had; there is no key, salt
or personalisation, which the protocol does not use.
-/
namespace Jar.Crypto.Blake2b

/-- The chain value h of RFC 7693. -/
structure Chain where
  (h0 h1 h2 h3 h4 h5 h6 h7 : UInt64)

/-- Sixteen words: the working vector v, or a block m of the message. -/
structure Words where
  (w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 : UInt64)

/-- The constants IV of RFC 7693, section 2.6: fractions of the square roots of the first eight primes. -/
def iv : Chain where
  h0 := 0x6a09e667f3bcc908
  h1 := 0xbb67ae8584caa73b
  h2 := 0x3c6ef372fe94f82b
  h3 := 0xa54ff53a5f1d36f1
  h4 := 0x510e527fade682d1
  h5 := 0x9b05688c2b3e6c1f
  h6 := 0x1f83d9abfb41bd6b
  h7 := 0x5be0cd19137e2179

/-- The rotation of a word to the right by 0 < `n` < 64. -/
@[inline] def rotateRight (x n : UInt64) : UInt64 := (x >>> n) ||| (x <<< (64 - n))

/-- The mixing function G: four words and two of the message to four words, which `next` gets. -/
@[inline] def mix {α : Type} (a b c d x y : UInt64) (next : UInt64 → UInt64 → UInt64 → UInt64 → α) : α :=
  let a := a + b + x
  let d := rotateRight (d ^^^ a) 32
  let c := c + d
  let b := rotateRight (b ^^^ c) 24
  let a := a + b + y
  let d := rotateRight (d ^^^ a) 16
  let c := c + d
  let b := rotateRight (b ^^^ c) 63
  next a b c d

/-- One round: G on the four columns, then on the four diagonals, with the words of the message in the order given. -/
def round (v : Words) (m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 m12 m13 m14 m15 : UInt64) : Words :=
  let { w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15 } := v
  mix w0 w4 w8 w12 m0 m1 fun w0 w4 w8 w12 =>
  mix w1 w5 w9 w13 m2 m3 fun w1 w5 w9 w13 =>
  mix w2 w6 w10 w14 m4 m5 fun w2 w6 w10 w14 =>
  mix w3 w7 w11 w15 m6 m7 fun w3 w7 w11 w15 =>
  mix w0 w5 w10 w15 m8 m9 fun w0 w5 w10 w15 =>
  mix w1 w6 w11 w12 m10 m11 fun w1 w6 w11 w12 =>
  mix w2 w7 w8 w13 m12 m13 fun w2 w7 w8 w13 =>
  mix w3 w4 w9 w14 m14 m15 fun w3 w4 w9 w14 =>
  { w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15 }

/-- The twelve rounds; each row is one of SIGMA of RFC 7693, section 2.7. -/
def rounds (v m : Words) : Words :=
  let { w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15 } := m
  let v := round v w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15
  let v := round v w14 w10 w4 w8 w9 w15 w13 w6 w1 w12 w0 w2 w11 w7 w5 w3
  let v := round v w11 w8 w12 w0 w5 w2 w15 w13 w10 w14 w3 w6 w7 w1 w9 w4
  let v := round v w7 w9 w3 w1 w13 w12 w11 w14 w2 w6 w5 w10 w4 w0 w15 w8
  let v := round v w9 w0 w5 w7 w2 w4 w10 w15 w14 w1 w11 w12 w6 w8 w3 w13
  let v := round v w2 w12 w6 w10 w0 w11 w8 w3 w4 w13 w7 w5 w15 w14 w1 w9
  let v := round v w12 w5 w1 w15 w14 w13 w4 w10 w0 w7 w6 w3 w9 w2 w8 w11
  let v := round v w13 w11 w7 w14 w12 w1 w3 w9 w5 w0 w15 w4 w8 w6 w2 w10
  let v := round v w6 w15 w14 w9 w11 w3 w0 w8 w12 w2 w13 w7 w1 w4 w10 w5
  let v := round v w10 w2 w8 w4 w7 w6 w1 w5 w15 w11 w9 w14 w3 w12 w13 w0
  let v := round v w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15
  round v w14 w10 w4 w8 w9 w15 w13 w6 w1 w12 w0 w2 w11 w7 w5 w3

/-- The block of 128 octets from `i` on; zero beyond the end. -/
def block (message : ByteArray) (i : Nat) : Words where
  w0 := readLe message i 8
  w1 := readLe message (i + 8) 8
  w2 := readLe message (i + 16) 8
  w3 := readLe message (i + 24) 8
  w4 := readLe message (i + 32) 8
  w5 := readLe message (i + 40) 8
  w6 := readLe message (i + 48) 8
  w7 := readLe message (i + 56) 8
  w8 := readLe message (i + 64) 8
  w9 := readLe message (i + 72) 8
  w10 := readLe message (i + 80) 8
  w11 := readLe message (i + 88) 8
  w12 := readLe message (i + 96) 8
  w13 := readLe message (i + 104) 8
  w14 := readLe message (i + 112) 8
  w15 := readLe message (i + 120) 8

/-- The compression function F: `count` is the number of octets up to the end of this block, without padding. -/
def compress (h : Chain) (m : Words) (count : Nat) (last : Bool) : Chain :=
  let v := rounds
    { w0 := h.h0, w1 := h.h1, w2 := h.h2, w3 := h.h3, w4 := h.h4, w5 := h.h5, w6 := h.h6, w7 := h.h7
      w8 := iv.h0, w9 := iv.h1, w10 := iv.h2, w11 := iv.h3
      w12 := iv.h4 ^^^ count.toUInt64
      w13 := iv.h5 ^^^ (count >>> 64).toUInt64
      w14 := if last then ~~~iv.h6 else iv.h6
      w15 := iv.h7 } m
  { h0 := h.h0 ^^^ v.w0 ^^^ v.w8, h1 := h.h1 ^^^ v.w1 ^^^ v.w9, h2 := h.h2 ^^^ v.w2 ^^^ v.w10, h3 := h.h3 ^^^ v.w3 ^^^ v.w11
    h4 := h.h4 ^^^ v.w4 ^^^ v.w12, h5 := h.h5 ^^^ v.w5 ^^^ v.w13, h6 := h.h6 ^^^ v.w6 ^^^ v.w14, h7 := h.h7 ^^^ v.w7 ^^^ v.w15 }

/-- The chain value behind the `blocks` next blocks, none of which is the last, and the index behind them. -/
def absorb (message : ByteArray) (h : Chain) (i : Nat) : (blocks : Nat) → Chain
  | 0 => compress h (block message i) message.size true
  | blocks + 1 => absorb message (compress h (block message i) (i + 128) false) (i + 128) blocks

/-- The octets of a chain value. -/
def Chain.octets (h : Chain) : ByteArray :=
  let out := ByteArray.emptyWithCapacity 64
  let out := putLe (putLe (putLe (putLe out h.h0 8) h.h1 8) h.h2 8) h.h3 8
  putLe (putLe (putLe (putLe out h.h4 8) h.h5 8) h.h6 8) h.h7 8

end Blake2b

/-- Blake2b without a key; `size` ≤ 64 is the number of octets of output. -/
def blake2b (size : Nat) (message : ByteArray) : ByteArray :=
  let start := { Blake2b.iv with h0 := Blake2b.iv.h0 ^^^ 0x01010000 ^^^ size.toUInt64 }
  (Blake2b.absorb message start 0 ((message.size - 1) / 128)).octets.extract 0 size

/-- 𝓗: Blake2b with 32 octets of output. -/
def blake2b256 (message : ByteArray) : ByteArray := blake2b 32 message

end Jar.Crypto
