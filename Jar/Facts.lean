import Jar.Facts.Binary
import Jar.Facts.Decoding
import Jar.Facts.Relations
import Jar.Facts.Unary

/-!
# All facts

The facts about Gray Paper 0.7.2, appendix A.5, in one list.
-/
namespace Jar.Pvm

/-- All facts. -/
def allFacts : List Fact :=
  binaryFacts ++ unaryFacts ++ relationFacts ++ decodingFacts

end Jar.Pvm
