import Jar.Kernel.Slots

/-!
# Values have the hashes of their content

docs/kernel.md, hashes and theorem 3. That a hash is right is part of the types of `Jar.Kernel.Value`; the theorems say so in words, and that taking a cap apart and
putting it together loses nothing: what is copied, moved or passed is the value, and its hash is that of the value.
-/
namespace Jar.Kernel

/-- What a cap was made of is what it is taken apart into. -/
theorem View.view_cap (view : View) : view.cap.view = view := by cases view <;> rfl

/-- A cap that is taken apart and put together is the cap. -/
theorem Cap.cap_view (cap : Cap) : cap.view.cap = cap := by
  obtain ⟨h, c⟩ := cap
  cases c with
  | data d right => subst right; rfl
  | cnode k slots right => subst right; rfl
  | image m => rfl
  | inst image lineage slots status right => subst right; rfl
  | type t right => subst right; rfl

/-- The hash of what a cap is taken apart into, by the formulas of docs/kernel.md. -/
def View.hash : View → Hash
  | .data d => dataHash d.count.toUInt64 d.pages.root
  | .cnode k slots => cnodeHash k slots.root
  | .image m => imageHash m.shape (pinHashes m.pins)
  | .inst i => instanceHash i.image.hash i.lineage.imageHash i.slots.root (statusCodec.encode i.status)
  | .type t => typeHash t

/-- The hashes of pins are those in their type. -/
theorem PinsOf.pinHashes_toList : ∀ {l : List (UInt8 × Hash)} (pins : PinsOf l), pinHashes pins.toList = l
  | _, .nil => rfl
  | _, .data slot d rest => by
    rw [PinsOf.toList, pinHashes, pinHashes_toList rest]
    rfl
  | _, .image slot m rest => by
    rw [PinsOf.toList, pinHashes, pinHashes_toList rest]
    rfl

/-- The hash of an Image is that of its parts. -/
theorem Image.hash_eq (image : Image) : image.hash = imageHash image.shape (pinHashes image.pins) := by
  obtain ⟨h, image⟩ := image
  cases image with
  | mk shape pins right valid =>
    subst right
    rw [Image.shape, Image.pins, PinsOf.pinHashes_toList]

/-- An Image is valid (K1). -/
theorem Image.valid (image : Image) : image.shape.isValid ((pinHashes image.pins).map Prod.fst) = true := by
  obtain ⟨h, image⟩ := image
  cases image with
  | mk shape pins right valid =>
    rw [Image.shape, Image.pins, PinsOf.pinHashes_toList]
    exact valid

/-- **A cap carries the hash of its content.** -/
theorem Cap.hash_eq (cap : Cap) : cap.hash = cap.view.hash := by
  obtain ⟨h, c⟩ := cap
  cases c with
  | data d right => exact right.trans d.right
  | cnode k slots right => exact right
  | image m => exact Image.hash_eq ⟨h, m⟩
  | inst image lineage slots status right => exact right
  | type t right => exact right

/-- The image_hash after an Image more is that of docs/kernel.md. -/
theorem Lineage.imageHash_extend (lineage : Lineage) (image : Hash) : (lineage.extend image).imageHash = extensionHash lineage.imageHash image := rfl

/-! ## Slots -/

namespace Slots

theorem get?_empty (k i : Nat) : empty.get? k i = none := by
  induction k generalizing i with
  | zero => rfl
  | succ k ih =>
    rw [get?]
    show (if i < 2 ^ k then empty.get? k i else empty.get? k (i - 2 ^ k)) = none
    rw [ih, ih]
    split <;> rfl

/-- What two trees side by side hold. -/
theorem halves_fork (l r : Slots) (k i : Nat) :
    ((fork l r).halves.1.get? k i = l.get? k i) ∧ ((fork l r).halves.2.get? k i = r.get? k i) := by
  obtain ⟨hl, tl⟩ := l
  obtain ⟨hr, tr⟩ := r
  cases tl <;> cases tr <;> try exact ⟨rfl, rfl⟩
  rename_i right right'
  subst right; subst right'
  exact ⟨rfl, rfl⟩

/-- What lies in a tree, from its halves. -/
theorem get?_halves (slots : Slots) (k i : Nat) :
    slots.get? (k + 1) i = if i < 2 ^ k then slots.halves.1.get? k i else slots.halves.2.get? k (i - 2 ^ k) := by
  rw [get?]

theorem get?_fork (l r : Slots) (k i : Nat) : (fork l r).get? (k + 1) i = if i < 2 ^ k then l.get? k i else r.get? k (i - 2 ^ k) := by
  rw [get?_halves, (halves_fork l r k i).1, (halves_fork l r k (i - 2 ^ k)).2]

theorem get?_one (cap : Option Cap) : (one cap).get? 0 0 = cap := by
  cases cap <;> rfl

/-- What was put into a slot is there. -/
theorem get?_set_same (slots : Slots) (k i : Nat) (cap : Option Cap) (h : i < 2 ^ k) : (slots.set k i cap).get? k i = cap := by
  induction k generalizing slots i with
  | zero =>
    have : i = 0 := by omega
    subst this
    exact get?_one cap
  | succ k ih =>
    have p : 2 ^ (k + 1) = 2 ^ k + 2 ^ k := by rw [Nat.pow_succ]; omega
    rw [set]
    by_cases c : i < 2 ^ k
    · simp only [c, ite_eq_left]
      rw [get?_fork]
      simp only [c, ite_eq_left]
      exact ih _ _ c
    · simp only [c, ite_eq_right, not_false_eq_true]
      rw [get?_fork]
      simp only [c, ite_eq_right, not_false_eq_true]
      exact ih _ _ (by omega)

/-- The other slots are as they were. -/
theorem get?_set_other (slots : Slots) (k i j : Nat) (cap : Option Cap) (hi : i < 2 ^ k) (hj : j < 2 ^ k) (ne : i ≠ j) :
    (slots.set k i cap).get? k j = slots.get? k j := by
  induction k generalizing slots i j with
  | zero => omega
  | succ k ih =>
    have p : 2 ^ (k + 1) = 2 ^ k + 2 ^ k := by rw [Nat.pow_succ]; omega
    rw [set, get?_halves slots]
    by_cases ci : i < 2 ^ k <;> by_cases cj : j < 2 ^ k
    · simp only [ci, cj, ite_eq_left]
      rw [get?_fork]
      simp only [cj, ite_eq_left]
      exact ih _ _ _ ci cj ne
    · simp only [ci, cj, ite_eq_left, ite_eq_right, not_false_eq_true]
      rw [get?_fork]
      simp only [cj, ite_eq_right, not_false_eq_true]
    · simp only [ci, cj, ite_eq_left, ite_eq_right, not_false_eq_true]
      rw [get?_fork]
      simp only [cj, ite_eq_left]
    · simp only [ci, cj, ite_eq_right, not_false_eq_true]
      rw [get?_fork]
      simp only [cj, ite_eq_right, not_false_eq_true]
      exact ih _ (i - 2 ^ k) (j - 2 ^ k) (by omega) (by omega) (by omega)

end Slots

end Jar.Kernel
