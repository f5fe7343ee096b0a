import Jar.Pvm.Registers

/-!
# Theorems: the register file

About the registers φ of Gray Paper 0.7.2, appendix A.1: there are thirteen, and writing one changes that one only.
-/
namespace Jar.Pvm.Registers

/-- A register file has thirteen words. -/
theorem length_toList (registers : Registers) : registers.toList.length = 13 := rfl

/-- The word of a register is what was written there. -/
theorem get_set_same (registers : Registers) (name : Register) (value : UInt64) :
    (registers.set name value).get name = value := by
  cases name <;> rfl

/-- Writing a register leaves the others alone. -/
theorem get_set_other (registers : Registers) {name other : Register} (value : UInt64) (h : other ≠ name) :
    (registers.set name value).get other = registers.get other := by
  cases name <;> cases other <;> first | rfl | exact absurd rfl h

/-- Writing what is there changes nothing. -/
theorem set_get (registers : Registers) (name : Register) : registers.set name (registers.get name) = registers := by
  cases name <;> rfl

end Jar.Pvm.Registers
