import Jar.Crypto.Blake2b
import Jar.Crypto.Keccak

/-!
# Hash values checked in the kernel

The example of RFC 7693, appendix A, and messages around the sizes where another block begins: the functions of Gray Paper 0.7.2, section 3.8.1,
evaluated by Lean's kernel. The values come from other implementations.
-/
namespace Jar.Crypto

/-- The octets as one number, as digests are written. -/
def digestNumber (bytes : ByteArray) : Nat :=
  go bytes.size 0
where
  go : Nat → Nat → Nat
    | 0, number => number
    | n + 1, number => go n (256 * number + (byteAt bytes (bytes.size - (n + 1))).toNat)

/-- The octets 0, 1, …, 250, 0, 1, …: `n` of them. -/
def ramp (n : Nat) : ByteArray :=
  go n 0 .empty
where
  go : Nat → Nat → ByteArray → ByteArray
    | 0, _, bytes => bytes
    | n + 1, i, bytes => go n (i + 1) (bytes.push (i % 251).toUInt8)

/-- RFC 7693, appendix A: Blake2b of `abc` with 64 octets of output. -/
theorem blake2b_abc : digestNumber (blake2b 64 ⟨#[0x61, 0x62, 0x63]⟩)
    = 0xba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923 := by
  decide +kernel

theorem blake2b256_facts_hold : [
    (0, 0x0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8),
    (1, 0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314),
    (127, 0xf2fe67ff342e21b8f45e8f2e0bcd1d9243245d50ee6c78042e9c491388791c72),
    (128, 0xc3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1),
    (129, 0xf7f3c46ba2564ff4c4c162da1f5b605f9f1c4aa6a20652a9f9a337c1a2f5b9c9),
    (256, 0x582f782226018ec33076bd8d1c42413530ac7e1126260ffc0f306ba3befc3f24),
    (257, 0x227e15ed64ee8e93eb7bc53828f76eed974f2c4ab1408c3d08f212b7f8d69904)].all
    (fun (n, digest) => digestNumber (blake2b256 (ramp n)) == digest) = true := by
  decide +kernel

theorem keccak256_facts_hold : [
    (0, 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470),
    (1, 0xbc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a),
    (134, 0x861e165162f806cd361c4421a48f205820ddf4deb02db9f041f48e179ddada97),
    (135, 0xcbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62),
    (136, 0x7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e),
    (137, 0xac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db),
    (272, 0x8e2476e65823b24d96ebe239f2c1534cdf763e689e2410c3b1cb0c74e6177bfc)].all
    (fun (n, digest) => digestNumber (keccak256 (ramp n)) == digest) = true := by
  decide +kernel

end Jar.Crypto
