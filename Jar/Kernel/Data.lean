import Jar.Data.Log2
import Jar.Kernel.Hash

/-!
# Data

docs/kernel.md, values. Every value carries its hash, and the type says that the hash is right: `PagesOf h` is the type of trees whose root is `h`, and what makes
one demands the equation. So a value that is shared is hashed once, no state can hold a wrong hash, and the state root needs no walk. Bundles
hide the index. This module has Data; `Jar.Kernel.Value` has the others.

Pages are a binary tree, as they are hashed; zeros are one node, however many.
-/
namespace Jar.Kernel

/-- The root of 2^`level` zero pages. -/
def zeroRoot : (level : Nat) → Hash
  | 0 => pageHash (Octets.zero 4096)
  | level + 1 => pagesHash (zeroRoot level) (zeroRoot level)

/-- Trees of pages with a root. -/
inductive PagesOf : Hash → Type where
  /-- No pages at all. -/
  | none {h : Hash} (right : h = zeroHash) : PagesOf h
  /-- 2^`level` pages of zeros. -/
  | zero {h : Hash} (level : Nat) (right : h = zeroRoot level) : PagesOf h
  | page {h : Hash} (octets : PageOctets) (right : h = pageHash octets) : PagesOf h
  | fork {hl hr h : Hash} (l : PagesOf hl) (r : PagesOf hr) (right : h = pagesHash hl hr) : PagesOf h

/-- A tree of pages. -/
structure Pages where
  root : Hash
  tree : PagesOf root

/-- The roots of zero pages, up to 2^20 of them. -/
def zeroRoots : Array { p : Nat × Hash // p.2 = zeroRoot p.1 } :=
  go 20 #[⟨(0, zeroRoot 0), rfl⟩] ⟨(0, zeroRoot 0), rfl⟩
where
  go : Nat → Array { p : Nat × Hash // p.2 = zeroRoot p.1 } → { p : Nat × Hash // p.2 = zeroRoot p.1 } →
      Array { p : Nat × Hash // p.2 = zeroRoot p.1 }
    | 0, roots, _ => roots
    | n + 1, roots, ⟨(level, h), right⟩ =>
      let next : { p : Nat × Hash // p.2 = zeroRoot p.1 } := ⟨(level + 1, pagesHash h h), by
        have e : h = zeroRoot level := right
        show pagesHash h h = pagesHash (zeroRoot level) (zeroRoot level)
        rw [e]⟩
      go n (roots.push next) next

namespace Pages

/-- No pages. -/
def none : Pages := { root := zeroHash, tree := .none rfl }

/-- 2^`level` pages of zeros. -/
def zero (level : Nat) : Pages :=
  match zeroRoots[level]? with
  | some ⟨(level, h), right⟩ => { root := h, tree := .zero level right }
  | .none => { root := zeroRoot level, tree := .zero level rfl }

/-- One page. -/
def page (octets : PageOctets) : Pages :=
  if octets = Octets.zero 4096 then zero 0 else { root := pageHash octets, tree := .page octets rfl }

/-- Two trees of 2^`level` pages; zeros stay one node. -/
def fork (level : Nat) (l r : Pages) : Pages :=
  match l, r with
  | ⟨hl, tl⟩, ⟨hr, tr⟩ =>
    match tl, tr with
    | .zero .., .zero .. => zero (level + 1)
    | tl, tr => { root := pagesHash hl hr, tree := .fork tl tr rfl }

/-- The halves of a tree of 2^(`level` + 1) pages. -/
def halves (level : Nat) : Pages → Pages × Pages
  | ⟨_, .fork (hl := hl) (hr := hr) l r _⟩ => (⟨hl, l⟩, ⟨hr, r⟩)
  | _ => (zero level, zero level)

/-- Page `i` of 2^`level`; nothing if it is zero. -/
def get? (level : Nat) (pages : Pages) (i : Nat) : Option PageOctets :=
  match level with
  | 0 =>
    match pages with
    | ⟨_, .page octets _⟩ => some octets
    | _ => .none
  | level + 1 =>
    match pages with
    | ⟨_, .zero ..⟩ => .none
    | pages =>
      let (l, r) := pages.halves level
      if i < 2 ^ level then l.get? level i else r.get? level (i - 2 ^ level)

/-- The tree with another page `i`. -/
def set (level : Nat) (pages : Pages) (i : Nat) (octets : PageOctets) : Pages :=
  match level with
  | 0 => page octets
  | level + 1 =>
    let (l, r) := pages.halves level
    if i < 2 ^ level then fork level (l.set level i octets) r else fork level l (r.set level (i - 2 ^ level) octets)

/-- The tree of 2^`level` pages whose first are those of the array from `start` on. -/
def ofArray (level : Nat) (pages : Array PageOctets) (start : Nat) : Pages :=
  if start < pages.size then
    match level with
    | 0 => page (pages[start]?.getD (Octets.zero 4096))
    | level + 1 => fork level (ofArray level pages start) (ofArray level pages (start + 2 ^ level))
  else zero level

end Pages

/-- The largest number of pages. -/
def mostPages : Nat := 0x100000

/-- The height of the tree over `count` pages. -/
def treeHeight (count : Nat) : Nat := ceilLog2 count

/-- A Data: a number of pages and a tree of them. -/
structure Data where
  count : Nat
  pages : Pages
  hash : Hash
  right : hash = dataHash count.toUInt64 pages.root

namespace Data

/-- `count` pages, which a tree of their height holds; of no page there is no tree. -/
def ofPages (count : Nat) (pages : Pages) : Data :=
  let pages := if count = 0 then Pages.none else pages
  { count, pages, hash := dataHash count.toUInt64 pages.root, right := rfl }

/-- The pages of an array. -/
def ofArray (pages : Array PageOctets) : Data :=
  ofPages pages.size (Pages.ofArray (treeHeight pages.size) pages 0)

/-- Page `i`; zeros behind the last. -/
def page (data : Data) (i : Nat) : PageOctets :=
  if i < data.count then (data.pages.get? (treeHeight data.count) i).getD (Octets.zero 4096) else Octets.zero 4096

/-- All pages. -/
def toArray (data : Data) : Array PageOctets := (Array.range data.count).map data.page

/-- The tree of a greater height: zeros behind. -/
def raise (pages : Pages) (level : Nat) : (times : Nat) → Pages
  | 0 => pages
  | n + 1 => raise (Pages.fork level pages (Pages.zero level)) (level + 1) n

/-- The data with at least `count` pages; what is new is zero. -/
def grow (data : Data) (count : Nat) : Data :=
  if count ≤ data.count then data
  else if data.count = 0 then ofPages count (Pages.zero (treeHeight count))
  else ofPages count (raise data.pages (treeHeight data.count) (treeHeight count - treeHeight data.count))

/-- The data with other pages, each of which it has. -/
def setAll (data : Data) (pages : List (Nat × PageOctets)) : Data :=
  ofPages data.count (pages.foldl (fun tree page => if page.1 < data.count then tree.set (treeHeight data.count) page.1 page.2 else tree) data.pages)

/-- The octets of a string, the last page filled up with zeros. -/
def ofOctets (octets : ByteArray) : Data :=
  ofArray ((Array.range ((octets.size + 4095) / 4096)).map fun i => Octets.generate 4096 fun j => byteAt octets (4096 * i + j))

/-- The octets from `start` on, `length` at most. -/
def read (data : Data) (start length : Nat) : ByteArray :=
  let stop := min (start + length) (4096 * data.count)
  if start < stop then go data (start / 4096) stop (start % 4096) .empty (stop / 4096 + 1 - start / 4096) else .empty
where
  /-- Appends from page `i` on, from an offset in it, up to `stop`. -/
  go (data : Data) (i stop offset : Nat) (out : ByteArray) : (pages : Nat) → ByteArray
    | 0 => out
    | n + 1 => go data (i + 1) stop 0 (out ++ (data.page i).bytes.extract offset (min 4096 (stop - 4096 * i))) n

/-- All octets. -/
def octets (data : Data) : ByteArray := data.read 0 (4096 * data.count)

end Data

end Jar.Kernel
