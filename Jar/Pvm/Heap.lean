import Jar.Pvm.Memory

/-!
# The heap's pages

What `sbrk` maps: Gray Paper 0.7.2, appendix A.5.9, in the form of docs/machine.md, D5.
-/
namespace Jar.Pvm.Memory

/-- A page of zeros that did not exist before. -/
def mapped (number : Nat) : Page :=
  { number, access := .writable, data := .empty, touched := true }

/-- Takes the last pages off, down to the first with a number of at least `number`, in front of `tail`. -/
def takeFrom (pages : Array Page) (number : Nat) (tail : List Page) : (fuel : Nat) → Array Page × List Page
  | 0 => (pages, tail)
  | fuel + 1 =>
    if h : pages.size - 1 < pages.size then
      let last := pages[pages.size - 1]
      if number ≤ last.number then takeFrom pages.pop number (last :: tail) fuel else (pages, tail)
    else (pages, tail)

/-- Puts pages back at the end. -/
def putBack (pages : Array Page) : List Page → Array Page
  | [] => pages
  | page :: tail => putBack (pages.push page) tail

/-- Appends the pages `number`, …, `number + count − 1`: those at the head of `tail` as they are, the others mapped; then all of `tail`. -/
def fill (pages : Array Page) (number : Nat) (tail : List Page) : (count : Nat) → Array Page
  | 0 => putBack pages tail
  | count + 1 =>
    match tail with
    | page :: rest =>
      if page.number = number then fill (pages.push page) (number + 1) rest count
      else fill (pages.push (mapped number)) (number + 1) (page :: rest) count
    | [] => fill (pages.push (mapped number)) (number + 1) [] count

/-- Makes the inaccessible pages among `first`, …, `last − 1` writable and zero, except the reserved ones (D6). -/
def mapRange (memory : Memory) (first last : Nat) : Memory :=
  let first := max first firstPage
  if first < last then
    match memory with
    | { pages } =>
      match takeFrom pages first [] pages.size with
      | (pages, tail) => { pages := fill pages first tail (last - first) }
  else memory

end Jar.Pvm.Memory
