/-!
# Rules

What may differ between rule sets of the machine. Gray Paper 0.7.2, appendix A.5 (cost of one per instruction) and Gray Paper 0.8.0,
appendix A.4 (cost per basic block). See docs/machine.md, D3.
-/
namespace Jar.Pvm

/-- When gas is charged. -/
inductive GasModel where
  /-- 1 before every step. -/
  | perInstruction
  /-- The cost of a basic block before its first step. -/
  | perBlock
deriving DecidableEq, Inhabited

/-- A rule set. -/
structure Rules where
  gas : GasModel
deriving DecidableEq, Inhabited

/-- log₂ of Z_P = 4096, the size of a page in octets. -/
def pageBits : Nat := 12

/-- Z_P, the size of a page in octets. -/
def pageSize : Nat := 4096

/-- The number of pages of the address space of 2^32 octets. -/
def pageCount : Nat := 0x100000

/-- The pages below this number cover the 2^16 lowest addresses, which are never accessible (D6). -/
def firstPage : Nat := 16

/-- Z_A, the factor of dynamic jump addresses. -/
def jumpAlignment : UInt64 := 2

/-- The dynamic jump address that halts the machine: 2^32 − 2^16. -/
def haltAddress : UInt64 := 0xffff0000

end Jar.Pvm
