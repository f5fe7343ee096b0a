import Jar.Thm.Wire.Lists
import Jar.Wire.Observation

/-!
# Well-formed cases and observations

Which cases and observations have an encoding: docs/wire.md, the ranges of the fields. `Jar.Thm.Wire.Case` and `Jar.Thm.Wire.Observation` prove
that these are the ones that decoding gives.
-/
namespace Jar.Wire

open Jar.Pvm

/-- A page of a case behind the page of number `last`. -/
def Case.PageOk (last : Nat) (page : Page) : Prop :=
  last < page.number ∧ page.number < pageCount ∧ page.data.size ≤ pageSize ∧ contentOk page.data = true ∧ page.touched = false

instance (last : Nat) (page : Page) : Decidable (Case.PageOk last page) :=
  inferInstanceAs (Decidable (_ ∧ _ ∧ _ ∧ _ ∧ _))

/-- A poke of a 32-bit address and 1 to 4096 octets. -/
def Poke.WellFormed (poke : Poke) : Prop :=
  poke.address < 256 ^ 4 ∧ 1 ≤ poke.data.size ∧ poke.data.size ≤ pageSize

instance (poke : Poke) : Decidable poke.WellFormed :=
  inferInstanceAs (Decidable (_ ∧ _ ∧ _))

/-- A reply on thirteen registers, with a well-formed poke if any. -/
def Reply.WellFormed (reply : Reply) : Prop :=
  reply.values.length = 13 ∧ match reply.poke with
    | none => True
    | some poke => poke.WellFormed

instance (reply : Reply) : Decidable reply.WellFormed :=
  match reply with
  | { poke := none, .. } => inferInstanceAs (Decidable (_ ∧ True))
  | { poke := some poke, .. } => inferInstanceAs (Decidable (_ ∧ poke.WellFormed))

/-- The number of the last reserved page: every page is behind it. -/
def lastReserved : Nat := firstPage - 1

/-- A standard program brings its own heap, registers and pages; another program has no arguments. -/
def Case.KindOk (c : Case) : Prop :=
  match c.kind with
  | .raw => c.arguments.size = 0
  | .standard => c.heapBreak = 0 ∧ c.heapLimit = 0 ∧ c.registers = {} ∧ c.pages.size = 0 ∧ c.arguments.size < 256 ^ 4

instance (c : Case) : Decidable c.KindOk :=
  match c with
  | { kind := .raw, arguments, .. } => inferInstanceAs (Decidable (arguments.size = 0))
  | { kind := .standard, heapBreak, heapLimit, registers, pages, arguments, .. } =>
    inferInstanceAs (Decidable (heapBreak = 0 ∧ heapLimit = 0 ∧ registers = {} ∧ pages.size = 0 ∧ arguments.size < 256 ^ 4))

/-- A case that has an encoding. -/
def Case.WellFormed (c : Case) : Prop :=
  c.pc < 256 ^ 4
    ∧ (c.heapBreak ≤ c.heapLimit ∧ c.heapLimit < 256 ^ 4)
    ∧ c.blob.size < 256 ^ 4
    ∧ (c.pages.size < 256 ^ 2 ∧ Chain Case.PageOk Page.number lastReserved c.pages.toList)
    ∧ (c.replies.size < 256 ^ 2 ∧ Chain (fun _ => Reply.WellFormed) (fun _ => 0) 0 c.replies.toList)
    ∧ c.KindOk

instance (c : Case) : Decidable c.WellFormed :=
  inferInstanceAs (Decidable (_ ∧ (_ ∧ _) ∧ _ ∧ (_ ∧ _) ∧ (_ ∧ _) ∧ _))

/-- A page of an observation behind the page of number `last`: all its octets are there. -/
def Observation.PageOk (last : Nat) (page : Page) : Prop :=
  last < page.number ∧ page.number < pageCount ∧ page.data.size = pageSize ∧ page.touched = true

instance (last : Nat) (page : Page) : Decidable (Observation.PageOk last page) :=
  inferInstanceAs (Decidable (_ ∧ _ ∧ _ ∧ _))

/-- A report that has an encoding, and whose pages are full. -/
def Report.WellFormed (report : Report) : Prop :=
  report.pc < 256 ^ 8
    ∧ report.heapBreak < 256 ^ 4
    ∧ (report.pages.size < 256 ^ 4 ∧ Chain Observation.PageOk Page.number lastReserved report.pages.toList)
    ∧ report.calls.size < 256 ^ 4

instance (report : Report) : Decidable report.WellFormed :=
  inferInstanceAs (Decidable (_ ∧ _ ∧ (_ ∧ _) ∧ _))

/-- An observation that has an encoding, and whose pages are full. -/
def Observation.WellFormed (observation : Observation) : Prop :=
  match observation with
  | .ran report => report.WellFormed
  | .malformed _ offset => offset < 256 ^ 8

instance (observation : Observation) : Decidable observation.WellFormed :=
  match observation with
  | .ran report => inferInstanceAs (Decidable report.WellFormed)
  | .malformed _ offset => inferInstanceAs (Decidable (offset < 256 ^ 8))

end Jar.Wire
