import Jar.Thm.Pvm.InvariantMemory
import Jar.Thm.Wire.Observation

/-!
# Observations of pages that are not full

A page in memory keeps its octets up to the last that was set; an observation shows all 4096. Decoding what was encoded gives the observation with its
pages filled up by zeros.
-/
namespace Jar.Wire

open Jar.Pvm

/-- The page with all its octets. -/
def fillPage (page : Page) : Page := { page with data := fullPage page.data }

/-- The report with full pages. -/
def Report.filled (report : Report) : Report := { report with pages := (report.pages.toList.map fillPage).toArray }

namespace Observation

/-- The observation with full pages. -/
def filled : Observation → Observation
  | .ran report => .ran report.filled
  | .malformed error offset => .malformed error offset

/-- A page of an observation behind the page of number `last`, of at most 4096 octets. -/
def PageFits (last : Nat) (page : Page) : Prop :=
  last < page.number ∧ page.number < pageCount ∧ page.data.size ≤ pageSize ∧ page.touched = true

/-- An observation that has an encoding. -/
def Encodable : Observation → Prop
  | .ran report =>
    report.pc < 256 ^ 8
      ∧ report.heapBreak < 256 ^ 4
      ∧ (report.pages.size < 256 ^ 4 ∧ Chain PageFits Page.number lastReserved report.pages.toList)
      ∧ report.calls.size < 256 ^ 4
  | .malformed _ offset => offset < 256 ^ 8

theorem chain_fill (last : Nat) (pages : List Page) (h : Chain PageFits Page.number last pages) :
    Chain PageOk Page.number last (pages.map fillPage) ∧ listOf pageList (pages.map fillPage) = listOf pageList pages
      ∧ (pages.map fillPage).length = pages.length := by
  induction pages generalizing last with
  | nil => exact ⟨trivial, rfl, rfl⟩
  | cons page pages ih =>
    obtain ⟨⟨h1, h2, h3, h4⟩, h5⟩ := h
    obtain ⟨i1, i2, i3⟩ := ih page.number h5
    have hs := fullPage_size h3
    refine ⟨⟨⟨h1, h2, hs, h4⟩, i1⟩, ?_, congrArg (· + 1) i3⟩
    have e : pageList (fillPage page) = pageList page := by
      rw [pageList, pageList, show (fillPage page).data = fullPage page.data from rfl, fullPage_of_size hs]
      rfl
    show pageList (fillPage page) ++ listOf pageList (pages.map fillPage) = pageList page ++ listOf pageList pages
    rw [e, i2]

/-- Encoding an observation and decoding gives it back, with its pages filled. -/
theorem decode_encode_filled {o : Observation} (h : o.Encodable) : decode o.encode = .ok o.filled o.encode.size := by
  cases o with
  | malformed error offset => exact decode_encode (o := .malformed error offset) h
  | ran report =>
    obtain ⟨h1, h2, ⟨h3, h4⟩, h5⟩ := h
    obtain ⟨c1, c2, c3⟩ := chain_fill _ _ h4
    have size : report.filled.pages.size = report.pages.size := c3
    refine decode_ok_iff.mpr ⟨⟨h1, h2, ⟨?_, c1⟩, h5⟩, octetList_inj ?_, rfl⟩
    · rw [size]; exact h3
    · rw [octetList_encode, octetList_encode]
      show observationList (.ran report.filled) = observationList (.ran report)
      have lists : listOf pageList report.filled.pages.toList = listOf pageList report.pages.toList := c2
      simp only [observationList, bodyList, reportList, status, size, lists]
      rfl

end Observation

end Jar.Wire
