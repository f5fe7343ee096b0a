import Jar.Pvm.State
import Jar.Types.Primitives

/-!
# Host calls: names, numbers, results

Gray Paper 0.7.2, appendix B.1 (result constants) and the numbers of B.5 to B.7. Another rule set may have another table.
-/
namespace Jar.Chain

/-- The host calls. -/
inductive HostCall where
  | gas | fetch | lookup | read | write | info
  | historicalLookup | exportSegment | machine | peek | poke | pages | invoke | expunge
  | bless | assign | designate | checkpoint | new | upgrade | transfer | eject | query | solicit | forget | yield | provide
  /-- A message for people (JIP-1). It costs and gives what a number that stands for nothing does. -/
  | log
deriving DecidableEq, Repr

/-- The numbers of the Gray Paper, and that of JIP-1. -/
def HostCall.jam : List (UInt64 × HostCall) := [
  (0, .gas), (1, .fetch), (2, .lookup), (3, .read), (4, .write), (5, .info),
  (6, .historicalLookup), (7, .exportSegment), (8, .machine), (9, .peek), (10, .poke), (11, .pages), (12, .invoke), (13, .expunge),
  (14, .bless), (15, .assign), (16, .designate), (17, .checkpoint), (18, .new), (19, .upgrade), (20, .transfer), (21, .eject),
  (22, .query), (23, .solicit), (24, .forget), (25, .yield), (26, .provide),
  (100, .log)]

/-- The host call of a number. -/
def HostCall.find? (number : UInt64) : List (UInt64 × HostCall) → Option HostCall
  | [] => none
  | (n, call) :: rest => if n = number then some call else find? number rest

/-- g: what a host call costs. A transfer costs the gas that it carries too. -/
def hostCallGas : Gas := 10

/-! ## Results (B.1) -/

namespace HostResult

/-- An item does not exist. -/
def none : UInt64 := 0xffffffffffffffff
/-- The name is unknown. -/
def what : UInt64 := 0xfffffffffffffffe
/-- The inner machine's memory is not accessible there. -/
def oob : UInt64 := 0xfffffffffffffffd
/-- The index is unknown. -/
def who : UInt64 := 0xfffffffffffffffc
/-- The storage is full, or something is there already. -/
def full : UInt64 := 0xfffffffffffffffb
/-- The core is unknown. -/
def core : UInt64 := 0xfffffffffffffffa
/-- There are not enough funds. -/
def cash : UInt64 := 0xfffffffffffffff9
/-- The gas limit is too low. -/
def low : UInt64 := 0xfffffffffffffff8
/-- It is asked for already, cannot be forgotten, or is not allowed. -/
def huh : UInt64 := 0xfffffffffffffff7
/-- Success. -/
def ok : UInt64 := 0

/-- The inner machine halted. -/
def innerHalt : UInt64 := 0
/-- The inner machine panicked. -/
def innerPanic : UInt64 := 1
/-- The inner machine touched a page that it may not. -/
def innerFault : UInt64 := 2
/-- The inner machine makes a host call. -/
def innerHost : UInt64 := 3
/-- The inner machine ran out of gas. -/
def innerOutOfGas : UInt64 := 4

end HostResult

end Jar.Chain
