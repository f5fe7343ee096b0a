import Jar.Pvm.Memory

/-!
# Reading ranges of memory

µ_{a…+n} of Gray Paper 0.7.2, appendix A.8 and B: the octets of a range, if all of them are readable. Addresses are not reduced: beyond 2^32 nothing is readable.
-/
namespace Jar.Pvm.Memory

/-- Appends the `n` octets of a page from an offset on. -/
@[inline] def appendPart (out data : ByteArray) (offset n : Nat) : ByteArray :=
  let part := data.extract offset (offset + n)
  let out := out ++ part
  if part.size < n then out ++ zeroPage.extract 0 (n - part.size) else out

/-- Appends octets page by page; `none` at the first page that is not readable. `pages` bounds the number of pages. -/
def readPages (memory : Memory) (out : ByteArray) (address n : Nat) : (pages : Nat) → Option ByteArray
  | 0 => some out
  | pages + 1 =>
    if n = 0 then some out
    else
      let offset := address % pageSize
      let here := min n (pageSize - offset)
      match memory.page? (address / pageSize) with
      | some page => readPages memory (appendPart out page.data offset here) (address + here) (n - here) pages
      | none => none

/-- The `n` octets at an address, if the whole range is readable. A range of none is. -/
def peek (memory : Memory) (address n : Nat) : Option ByteArray :=
  if n = 0 then some .empty
  else if address + n ≤ pageCount * pageSize then memory.readPages .empty address n (n / pageSize + 2)
  else none

end Jar.Pvm.Memory
