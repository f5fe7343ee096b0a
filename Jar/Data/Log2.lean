/-!
# Logarithms

The logarithm of Gray Paper 0.7.2, appendices E.1.2 and H: how often a number of items doubles.
-/
namespace Jar

/-- ⌈log₂ max(1, n)⌉. -/
def ceilLog2 (n : Nat) : Nat :=
  if h : n ≤ 1 then 0 else ceilLog2 ((n + 1) / 2) + 1
termination_by n
decreasing_by omega

end Jar
