import Jar.Facts

/-!
# Facts checked in the kernel

The rules of Gray Paper 0.7.2, appendix A.5, evaluated by Lean's kernel on several hundred operands and encodings; `Jar.Export.Examples`
evaluates the same list as compiled code.
-/
namespace Jar.Pvm

theorem binary_facts_hold : binaryFacts.all Fact.holds = true := by decide +kernel

theorem unary_facts_hold : unaryFacts.all Fact.holds = true := by decide +kernel

theorem relation_facts_hold : relationFacts.all Fact.holds = true := by decide +kernel

theorem decoding_facts_hold : decodingFacts.all Fact.holds = true := by decide +kernel

end Jar.Pvm
