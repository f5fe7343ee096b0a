import Jar.Pvm.Program

/-!
# Program blobs

Writes what `deblob` reads: Gray Paper 0.7.2, appendix A.1, with docs/machine.md, D11.
-/
namespace Jar.Pvm

/-- E(|**j**|) ‖ E₁(z) ‖ E(|**c**|) ‖ E_z(**j**) ‖ **c** ‖ bits(**k**): the blob of a program. -/
def enblob (program : Program) : ByteArray :=
  let { code, mask, jumpTable, jumpSize, jumpCount } := program
  let bytes := Codec.putNatural (ByteArray.emptyWithCapacity (19 + jumpTable.size + code.size + mask.size)) jumpCount
  let bytes := Codec.putNatural (bytes.push jumpSize.toUInt8) code.size.toUInt64
  bytes ++ jumpTable ++ code ++ mask

end Jar.Pvm
