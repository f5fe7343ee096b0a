import Jar.Thm.Wire.Fields

/-!
# Sequences of items

What readers and writers of many items do, in terms of one. An item may depend on the one before by a key, as page numbers ascend.
-/
namespace Jar.Wire

variable {α : Type}

/-- Every item satisfies a condition that depends on the key of the one before; `last` stands before the first. -/
def Chain (ok : Nat → α → Prop) (key : α → Nat) (last : Nat) : List α → Prop
  | [] => True
  | a :: as => ok last a ∧ Chain ok key (key a) as

instance Chain.decide (ok : Nat → α → Prop) (key : α → Nat) [∀ last a, Decidable (ok last a)] (last : Nat) (as : List α) :
    Decidable (Chain ok key last as) :=
  match as with
  | [] => .isTrue trivial
  | a :: as =>
    have := Chain.decide ok key (key a) as
    inferInstanceAs (Decidable (ok last a ∧ Chain ok key (key a) as))

/-- The octets of items one after another. -/
def listOf (enc : α → List UInt8) : List α → List UInt8
  | [] => []
  | a :: as => enc a ++ listOf enc as

theorem octetList_foldl {put : ByteArray → α → ByteArray} {enc : α → List UInt8}
    (h : ∀ bytes a, octetList (put bytes a) = octetList bytes ++ enc a) (bytes : ByteArray) (as : List α) :
    octetList (as.foldl put bytes) = octetList bytes ++ listOf enc as := by
  induction as generalizing bytes with
  | nil => rw [List.foldl_nil, listOf, List.append_nil]
  | cons a as ih => rw [List.foldl_cons, ih, h, listOf, List.append_assoc]

theorem octetList_foldl_array {put : ByteArray → α → ByteArray} {enc : α → List UInt8}
    (h : ∀ bytes a, octetList (put bytes a) = octetList bytes ++ enc a) (bytes : ByteArray) (as : Array α) :
    octetList (as.foldl put bytes) = octetList bytes ++ listOf enc as.toList := by
  rw [← Array.foldl_toList]
  exact octetList_foldl h bytes as.toList

/-- What `many` gives, if the key of the last item is all that an item depends on. -/
theorem many_iff {rel : Array α → α → List UInt8 → Prop} {ok : Nat → α → Prop} {key : α → Nat} {last : Array α → Nat}
    {enc : α → List UInt8} (hrel : ∀ done a xs, rel done a xs ↔ ok (last done) a ∧ xs = enc a)
    (hlast : ∀ (done : Array α) (a : α), last (done.push a) = key a) (count : Nat) (done all : Array α) (xs : List UInt8) :
    Lawful.Many rel done count all xs ↔
      ∃ as : List α, all.toList = done.toList ++ as ∧ as.length = count ∧ Chain ok key (last done) as ∧ xs = listOf enc as := by
  induction count generalizing done xs with
  | zero =>
    refine ⟨fun h => ⟨[], ?_, rfl, trivial, h.2⟩, ?_⟩
    · rw [h.1, List.append_nil]
    · intro ⟨as, h1, h2, _, h4⟩
      cases as with
      | nil => exact ⟨Array.ext' (by rw [h1, List.append_nil]), h4⟩
      | cons a as => exact nomatch h2
  | succ count ih =>
    refine ⟨?_, ?_⟩
    · intro ⟨a, xs', ys, r, m, hz⟩
      obtain ⟨as, h1, h2, h3, h4⟩ := (ih (done.push a) ys).mp m
      obtain ⟨r1, r2⟩ := (hrel done a xs').mp r
      rw [hlast] at h3
      refine ⟨a :: as, ?_, ?_, ⟨r1, h3⟩, ?_⟩
      · rw [h1, Array.toList_push, List.append_assoc]; rfl
      · rw [List.length_cons, h2]
      · rw [hz, r2, h4]; rfl
    · intro ⟨as, h1, h2, h3, h4⟩
      cases as with
      | nil => exact nomatch h2
      | cons a as =>
        refine ⟨a, enc a, listOf enc as, (hrel done a _).mpr ⟨h3.1, rfl⟩, (ih (done.push a) _).mpr ⟨as, ?_, ?_, ?_, rfl⟩, h4⟩
        · rw [h1, Array.toList_push, List.append_assoc]; rfl
        · injection h2
        · rw [hlast]; exact h3.2

/-- What `many` gives from nothing. -/
theorem many_empty_iff {rel : Array α → α → List UInt8 → Prop} {ok : Nat → α → Prop} {key : α → Nat} {last : Array α → Nat}
    {enc : α → List UInt8} (hrel : ∀ done a xs, rel done a xs ↔ ok (last done) a ∧ xs = enc a)
    (hlast : ∀ (done : Array α) (a : α), last (done.push a) = key a) (count : Nat) (all : Array α) (xs : List UInt8) :
    Lawful.Many rel #[] count all xs ↔ all.size = count ∧ Chain ok key (last #[]) all.toList ∧ xs = listOf enc all.toList := by
  rw [many_iff hrel hlast]
  refine ⟨?_, fun ⟨h1, h2, h3⟩ => ⟨all.toList, rfl, h1, h2, h3⟩⟩
  intro ⟨as, h1, h2, h3, h4⟩
  have h1 : all.toList = as := h1
  subst h1
  exact ⟨h2, h3, h4⟩

end Jar.Wire
