/-!
# Registers

The thirteen 64-bit registers φ of Gray Paper 0.7.2, appendix A.1. The words are fields of one object, unboxed; `set` overwrites the
object where it lies if it is not shared.
-/
namespace Jar.Pvm

/-- The name of a register. -/
inductive Register where
  | r0 | r1 | r2 | r3 | r4 | r5 | r6 | r7 | r8 | r9 | r10 | r11 | r12
deriving DecidableEq, Inhabited

/-- min(12, `n`): the register that an octet or half an octet names. -/
def Register.ofOctet (n : UInt8) : Register :=
  match n with
  | 0 => .r0
  | 1 => .r1
  | 2 => .r2
  | 3 => .r3
  | 4 => .r4
  | 5 => .r5
  | 6 => .r6
  | 7 => .r7
  | 8 => .r8
  | 9 => .r9
  | 10 => .r10
  | 11 => .r11
  | _ => .r12

/-- The register file φ. -/
structure Registers where
  r0 : UInt64 := 0
  r1 : UInt64 := 0
  r2 : UInt64 := 0
  r3 : UInt64 := 0
  r4 : UInt64 := 0
  r5 : UInt64 := 0
  r6 : UInt64 := 0
  r7 : UInt64 := 0
  r8 : UInt64 := 0
  r9 : UInt64 := 0
  r10 : UInt64 := 0
  r11 : UInt64 := 0
  r12 : UInt64 := 0
deriving DecidableEq, Inhabited

namespace Registers

/-- φ_`name`. -/
def get (registers : Registers) (name : Register) : UInt64 :=
  match name with
  | .r0 => registers.r0
  | .r1 => registers.r1
  | .r2 => registers.r2
  | .r3 => registers.r3
  | .r4 => registers.r4
  | .r5 => registers.r5
  | .r6 => registers.r6
  | .r7 => registers.r7
  | .r8 => registers.r8
  | .r9 => registers.r9
  | .r10 => registers.r10
  | .r11 => registers.r11
  | .r12 => registers.r12

/-- φ except φ_`name` = `value`. -/
def set (registers : Registers) (name : Register) (value : UInt64) : Registers :=
  match name with
  | .r0 => { registers with r0 := value }
  | .r1 => { registers with r1 := value }
  | .r2 => { registers with r2 := value }
  | .r3 => { registers with r3 := value }
  | .r4 => { registers with r4 := value }
  | .r5 => { registers with r5 := value }
  | .r6 => { registers with r6 := value }
  | .r7 => { registers with r7 := value }
  | .r8 => { registers with r8 := value }
  | .r9 => { registers with r9 := value }
  | .r10 => { registers with r10 := value }
  | .r11 => { registers with r11 := value }
  | .r12 => { registers with r12 := value }

/-- All words in order. -/
def toList (φ : Registers) : List UInt64 :=
  [φ.r0, φ.r1, φ.r2, φ.r3, φ.r4, φ.r5, φ.r6, φ.r7, φ.r8, φ.r9, φ.r10, φ.r11, φ.r12]

end Registers

end Jar.Pvm
