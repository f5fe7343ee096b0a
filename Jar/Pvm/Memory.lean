import Jar.Data.Bytes
import Jar.Pvm.Instruction
import Jar.Pvm.Rules

/-!
# Memory

The memory µ of Gray Paper 0.7.2, section 4.7 and appendix A.4: octets and access rights of the 2^20 pages of 32-bit addresses, the rule
which access faults, loads and stores. See docs/machine.md, D6 to D8. The effect of `sbrk` is in `Jar.Pvm.Heap`.

Only accessible pages are kept, ascending by number, found by halving. A page holds its octets up to a point behind which all are zero.

Stores happen in place: the page is taken out of the array (a constant takes its seat), so that the array, the page and its octets each have
one owner and are overwritten, not copied. This needs a memory that is not shared; every function here gives its memory back.
-/
namespace Jar.Pvm

/-- The rights on a page that is accessible. -/
inductive Access where
  | readOnly
  | writable
deriving DecidableEq, Inhabited

/-- An accessible page. -/
structure Page where
  number : Nat
  access : Access
  /-- The first octets of the page; the others are zero. -/
  data : ByteArray
  /-- Was the page written, or mapped, since the start of the run? -/
  touched : Bool
deriving Inhabited

/-- The memory µ: its accessible pages, ascending by number. -/
structure Memory where
  pages : Array Page
deriving Inhabited

/-- 4096 zeros. -/
def zeroPage : ByteArray := zeros pageSize

/-- The constant that sits in the array while a page is changed. -/
def Page.absent : Page :=
  { number := 0, access := .readOnly, data := .empty, touched := false }

/-- The octets of a page, all of them. -/
def fullPage (data : ByteArray) : ByteArray :=
  if data.size < pageSize then data ++ zeroPage.extract 0 (pageSize - data.size) else data

/-- Writes the `n` low octets of `value` to the page. -/
@[noinline] def Page.write (page : Page) (offset : Nat) (value : UInt64) (n : Nat) : Page :=
  match page with
  | { number, access, data, .. } =>
    { number, access, data := writeLe (fullPage data) offset value n, touched := true }

/-- Writes octets to the page. -/
@[noinline] def Page.overwrite (page : Page) (offset : Nat) (source : ByteArray) (start n : Nat) : Page :=
  match page with
  | { number, access, data, .. } =>
    { number, access, data := source.copySlice start (fullPage data) offset n, touched := true }

namespace Memory

/-- Halving: the first position in `low` … `high` − 1 whose page has a number of at least `number`, `high` if there is none. -/
def lowerBound (pages : Array Page) (number : Nat) : (fuel low high : Nat) → Nat
  | 0, low, _ => low
  | fuel + 1, low, high =>
    if low < high then
      let middle := (low + high) / 2
      if h : middle < pages.size then
        if pages[middle].number < number then lowerBound pages number fuel (middle + 1) high
        else lowerBound pages number fuel low middle
      else low
    else low

/-- The position of the first page with a number of at least `number`; the number of pages if there is none. -/
@[inline] def position (memory : Memory) (number : Nat) : Nat :=
  lowerBound memory.pages number memory.pages.size 0 memory.pages.size

/-- The accessible page of this number. -/
def page? (memory : Memory) (number : Nat) : Option Page :=
  let i := memory.position number
  if h : i < memory.pages.size then
    if memory.pages[i].number = number then some memory.pages[i] else none
  else none

/-- Is the page accessible? -/
def isReadable (memory : Memory) (number : Nat) : Bool :=
  (memory.page? number).isSome

/-- Is the page writable? -/
def isWritable (memory : Memory) (number : Nat) : Bool :=
  match memory.page? number with
  | some page => page.access = .writable
  | none => false

/-- Changes the page at a position where it lies. -/
@[inline] def modify (memory : Memory) (i : Nat) (h : i < memory.pages.size) (f : Page → Page) : Memory :=
  let page := memory.pages[i]
  { pages := (memory.pages.set i Page.absent h).set i (f page) (by rw [Array.size_set]; exact h) }

/-- Changes the page of this number, if it is writable. -/
@[inline] def modifyWritable (memory : Memory) (number : Nat) (f : Page → Page) : Memory :=
  let i := memory.position number
  if h : i < memory.pages.size then
    if memory.pages[i].number = number ∧ memory.pages[i].access = .writable then memory.modify i h f else memory
  else memory

/-- The number of the page behind page `number`, around the end of the address space (D7). -/
@[inline] def pageAfter (number : Nat) : Nat :=
  (number + 1) % pageCount

end Memory

/-- The number of the page of an address below 2^32. -/
@[inline] def pageOf (address : UInt64) : Nat := (address / 4096).toNat

/-- The offset of an address in its page. -/
@[inline] def offsetOf (address : UInt64) : Nat := (address % 4096).toNat

/-- The outcome of a load. -/
inductive Loaded where
  | value (word : UInt64)
  /-- The first octet that is not readable lies in the page of this number. -/
  | fault (number : Nat)

/-- The outcome of a store, with the memory. -/
inductive Stored where
  | done (memory : Memory)
  /-- The first octet that is not writable lies in the page of this number; the memory is unchanged. -/
  | fault (number : Nat) (memory : Memory)

namespace Memory

/-- The `n` octets at an address below 2^32, as a natural. -/
def load (memory : Memory) (address : UInt64) (n : Nat) : Loaded :=
  let number := pageOf address
  let offset := offsetOf address
  let i := memory.position number
  if h : i < memory.pages.size then
    if memory.pages[i].number = number then
      if offset + n ≤ pageSize then .value (readLe memory.pages[i].data offset n)
      else
        let first := pageSize - offset
        match memory.page? (pageAfter number) with
        | none => .fault (pageAfter number)
        | some second =>
          .value (readLe memory.pages[i].data offset first + readLe second.data 0 (n - first) <<< (8 * first.toUInt64))
    else .fault number
  else .fault number

/-- Writes the `n` low octets of `value` over the end of page `number` and the beginning of the one behind it, from `offset` on. -/
def storeAcross (memory : Memory) (number offset : Nat) (value : UInt64) (n : Nat) : Stored :=
  if memory.isWritable (pageAfter number) then
    let first := pageSize - offset
    let memory := memory.modifyWritable number fun page => page.write offset value first
    .done (memory.modifyWritable (pageAfter number) fun page => page.write 0 (value >>> (8 * first.toUInt64)) (n - first))
  else .fault (pageAfter number) memory

/-- Writes the `n` low octets of `value` to an address below 2^32. -/
def store (memory : Memory) (address value : UInt64) (n : Nat) : Stored :=
  let number := pageOf address
  let offset := offsetOf address
  let i := memory.position number
  if h : i < memory.pages.size then
    if memory.pages[i].number = number ∧ memory.pages[i].access = .writable then
      if offset + n ≤ pageSize then .done (memory.modify i h fun page => page.write offset value n)
      else memory.storeAcross number offset value n
    else .fault number memory
  else .fault number memory

/-- Is every octet of the range writable? Octets beyond 2^32 are not. -/
def isWritableRange (memory : Memory) (address n : Nat) : Bool :=
  n = 0 || address + n ≤ pageCount * pageSize
    && go (address / pageSize) ((address + n - 1) / pageSize - address / pageSize + 1)
where
  go (number : Nat) : Nat → Bool
    | 0 => true
    | count + 1 => memory.isWritable number && go (number + 1) count

/-- Writes octets page by page; `fuel` bounds the number of pages. -/
def overwrite (memory : Memory) (address : Nat) (source : ByteArray) (start : Nat) : (fuel : Nat) → Memory
  | 0 => memory
  | fuel + 1 =>
    if start < source.size then
      let offset := address % pageSize
      let n := min (pageSize - offset) (source.size - start)
      let memory := memory.modifyWritable (address / pageSize) fun page => page.overwrite offset source start n
      overwrite memory (address + n) source (start + n) fuel
    else memory

/-- Writes the octets if the whole range is writable. -/
def poke (memory : Memory) (address : Nat) (source : ByteArray) : Stored :=
  if memory.isWritableRange address source.size then
    .done (memory.overwrite address source 0 (source.size + 1))
  else .fault (address / pageSize) memory

end Memory

end Jar.Pvm
