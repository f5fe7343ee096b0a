import Jar.Thm.Data.LittleEndian
import Jar.Wire.Codec

/-!
# Laws of readers

A reader is lawful for a relation between values and lists of octets if it gives a value exactly where a related list lies in the
input, and reports errors at an offset in the input. The laws of the combinators compose the relations: a format's relation is read off its reader.
-/
namespace Jar.Wire

/-- The reader `d` gives `a` where octets lie that `rel` relates to `a`, and only there; it reports errors behind its start and within the input. -/
structure Lawful {α : Type} (d : Decoder α) (rel : α → List UInt8 → Prop) : Prop where
  reads : ∀ (bytes : ByteArray) (i : Nat) (a : α) (next : Nat), i ≤ bytes.size →
    (d bytes i = .ok a next ↔ ∃ xs, rel a xs ∧ Holds bytes i xs next)
  fails : ∀ (bytes : ByteArray) (i : Nat) (error : ErrorCode) (offset : Nat), i ≤ bytes.size →
    d bytes i = .malformed error offset → i ≤ offset ∧ offset ≤ bytes.size

namespace Lawful

variable {α β : Type}

/-- Where a lawful reader stops. -/
theorem next_le {d : Decoder α} {rel : α → List UInt8 → Prop} (h : Lawful d rel) {bytes : ByteArray} {i next : Nat} {a : α}
    (hi : i ≤ bytes.size) (e : d bytes i = .ok a next) : i ≤ next ∧ next ≤ bytes.size := by
  obtain ⟨xs, _, hold⟩ := (h.reads bytes i a next hi).mp e
  exact ⟨hold.le_next, hold.next_le⟩

/-- A relation may be replaced by an equivalent one. -/
theorem congr {d : Decoder α} {rel rel' : α → List UInt8 → Prop} (h : Lawful d rel) (e : ∀ a xs, rel a xs ↔ rel' a xs) : Lawful d rel' where
  reads bytes i a next hi := by
    rw [h.reads bytes i a next hi]
    exact ⟨fun ⟨xs, r, hold⟩ => ⟨xs, (e a xs).mp r, hold⟩, fun ⟨xs, r, hold⟩ => ⟨xs, (e a xs).mpr r, hold⟩⟩
  fails := h.fails

theorem pure (value : α) : Lawful (Pure.pure value : Decoder α) (fun a xs => a = value ∧ xs = []) where
  reads bytes i a next hi := by
    show Decoded.ok value i = .ok a next ↔ _
    refine ⟨fun h => ?_, ?_⟩
    · injection h with h1 h2
      exact ⟨[], ⟨h1.symm, rfl⟩, ⟨h2, hi⟩⟩
    · intro ⟨xs, ⟨h1, h2⟩, hold⟩
      subst h1; subst h2
      rw [hold.1]
  fails bytes i error offset hi h := by
    have h : Decoded.ok value i = .malformed error offset := h
    exact nomatch h

/-- The second reader need be lawful only after what the first one gives. -/
theorem bind_of {first : Decoder α} {second : α → Decoder β} {rel : α → List UInt8 → Prop} {rel' : α → β → List UInt8 → Prop}
    (h : Lawful first rel) (h' : ∀ a xs, rel a xs → Lawful (second a) (rel' a)) :
    Lawful (first >>= second) (fun b zs => ∃ a, ∃ xs, ∃ ys, rel a xs ∧ rel' a b ys ∧ zs = xs ++ ys) where
  reads bytes i b next hi := by
    show Decoder.bind first second bytes i = .ok b next ↔ _
    unfold Decoder.bind
    cases e : first bytes i with
    | ok a middle =>
      obtain ⟨xs, r, hold⟩ := (h.reads bytes i a middle hi).mp e
      show second a bytes middle = .ok b next ↔ _
      rw [(h' a xs r).reads bytes middle b next hold.next_le]
      refine ⟨fun ⟨ys, r', hold'⟩ => ⟨xs ++ ys, ⟨a, xs, ys, r, r', rfl⟩, holds_append.mpr ⟨middle, hold, hold'⟩⟩, ?_⟩
      intro ⟨zs, ⟨a', xs', ys', r1, r2, hz⟩, hold'⟩
      subst hz
      obtain ⟨middle', hold1, hold2⟩ := holds_append.mp hold'
      have e' := (h.reads bytes i a' middle' hi).mpr ⟨xs', r1, hold1⟩
      rw [e] at e'
      injection e' with e1 e2
      subst e1; subst e2
      exact ⟨ys', r2, hold2⟩
    | malformed error offset =>
      refine ⟨fun e' => (nomatch e'), ?_⟩
      intro ⟨zs, ⟨a', xs', ys', r1, r2, hz⟩, hold'⟩
      subst hz
      obtain ⟨middle', hold1, hold2⟩ := holds_append.mp hold'
      have e' := (h.reads bytes i a' middle' hi).mpr ⟨xs', r1, hold1⟩
      rw [e] at e'
      exact nomatch e'
  fails bytes i error offset hi e := by
    have e : Decoder.bind first second bytes i = .malformed error offset := e
    unfold Decoder.bind at e
    cases e1 : first bytes i with
    | ok a middle =>
      rw [e1] at e
      have hm := h.next_le hi e1
      obtain ⟨xs, r, _⟩ := (h.reads bytes i a middle hi).mp e1
      have := (h' a xs r).fails bytes middle error offset hm.2 e
      exact ⟨Nat.le_trans hm.1 this.1, this.2⟩
    | malformed error' offset' =>
      rw [e1] at e
      injection e with ea eb
      subst ea; subst eb
      exact h.fails bytes i _ _ hi e1

theorem bind {first : Decoder α} {second : α → Decoder β} {rel : α → List UInt8 → Prop} {rel' : α → β → List UInt8 → Prop}
    (h : Lawful first rel) (h' : ∀ a, Lawful (second a) (rel' a)) :
    Lawful (first >>= second) (fun b zs => ∃ a, ∃ xs, ∃ ys, rel a xs ∧ rel' a b ys ∧ zs = xs ++ ys) :=
  h.bind_of fun a _ _ => h' a

theorem ite {c : Prop} [Decidable c] {d d' : Decoder α} {rel rel' : α → List UInt8 → Prop} (h : c → Lawful d rel) (h' : ¬c → Lawful d' rel') :
    Lawful (if c then d else d') (fun a xs => (c ∧ rel a xs) ∨ (¬c ∧ rel' a xs)) := by
  by_cases hc : c
  · rw [ite_eq_left hc]
    exact (h hc).congr fun a xs => ⟨fun r => .inl ⟨hc, r⟩, fun r => r.elim (·.2) (fun r => absurd hc r.1)⟩
  · rw [ite_eq_right hc]
    exact (h' hc).congr fun a xs => ⟨fun r => .inr ⟨hc, r⟩, fun r => r.elim (fun r => absurd r.1 hc) (·.2)⟩

theorem such {field : Decoder α} {rel : α → List UInt8 → Prop} (h : Lawful field rel) (condition : α → Bool) (error : ErrorCode) :
    Lawful (Decoder.such field condition error) (fun a xs => rel a xs ∧ condition a = true) where
  reads bytes i a next hi := by
    unfold Decoder.such
    cases e : field bytes i with
    | ok a' next' =>
      show (if condition a' = true then Decoded.ok a' next' else .malformed error i) = .ok a next ↔ _
      by_cases hc : condition a' = true
      · rw [ite_eq_left hc]
        refine ⟨fun e' => ?_, ?_⟩
        · injection e' with e1 e2
          subst e1; subst e2
          obtain ⟨xs, r, hold⟩ := (h.reads bytes i _ _ hi).mp e
          exact ⟨xs, ⟨r, hc⟩, hold⟩
        · intro ⟨xs, ⟨r, _⟩, hold⟩
          rw [← e]
          exact (h.reads bytes i a next hi).mpr ⟨xs, r, hold⟩
      · rw [ite_eq_right hc]
        refine ⟨fun e' => (nomatch e'), ?_⟩
        intro ⟨xs, ⟨r, hc'⟩, hold⟩
        have e' := (h.reads bytes i a next hi).mpr ⟨xs, r, hold⟩
        rw [e] at e'
        injection e' with e1 e2
        subst e1
        exact absurd hc' hc
    | malformed error' offset' =>
      refine ⟨fun e' => (nomatch e'), ?_⟩
      intro ⟨xs, ⟨r, _⟩, hold⟩
      rw [(h.reads bytes i a next hi).mpr ⟨xs, r, hold⟩] at e
      exact nomatch e
  fails bytes i error' offset hi e := by
    unfold Decoder.such at e
    cases e1 : field bytes i with
    | ok a' next' =>
      rw [e1] at e
      have e : (if condition a' = true then Decoded.ok a' next' else .malformed error i) = .malformed error' offset := e
      by_cases hc : condition a' = true
      · rw [ite_eq_left hc] at e
        exact nomatch e
      · rw [ite_eq_right hc] at e
        injection e with _ eb
        subst eb
        exact ⟨Nat.le_refl _, hi⟩
    | malformed error'' offset'' =>
      rw [e1] at e
      injection e with ea eb
      subst ea; subst eb
      exact h.fails bytes i _ _ hi e1

/-- A field of fixed size that the octets at its place determine. -/
theorem fixed {n : Nat} (value : ByteArray → Nat → α) (rel : α → List UInt8 → Prop)
    (h : ∀ bytes i, i + n ≤ bytes.size → ∀ a xs, Holds bytes i xs (i + n) → (rel a xs ↔ value bytes i = a))
    (size : ∀ a xs, rel a xs → xs.length = n) :
    Lawful (fun bytes i => if i + n ≤ bytes.size then .ok (value bytes i) (i + n) else .malformed .truncated i) rel where
  reads bytes i a next hi := by
    by_cases hn : i + n ≤ bytes.size
    · rw [ite_eq_left hn]
      refine ⟨fun e => ?_, ?_⟩
      · injection e with e1 e2
        subst e2
        exact ⟨_, (h bytes i hn a _ (holds_extract hn)).mpr e1, holds_extract hn⟩
      · intro ⟨xs, r, hold⟩
        have e : next = i + n := by rw [hold.next_eq, size a xs r]
        subst e
        rw [(h bytes i hn a xs hold).mp r]
    · rw [ite_eq_right hn]
      refine ⟨fun e => (nomatch e), ?_⟩
      intro ⟨xs, r, hold⟩
      have := hold.next_le
      rw [hold.next_eq, size a xs r] at this
      exact absurd this hn
  fails bytes i error offset hi e := by
    have e : (if i + n ≤ bytes.size then Decoded.ok (value bytes i) (i + n) else .malformed .truncated i) = .malformed error offset := e
    by_cases hn : i + n ≤ bytes.size
    · rw [ite_eq_left hn] at e
      exact nomatch e
    · rw [ite_eq_right hn] at e
      injection e with _ eb
      subst eb
      exact ⟨Nat.le_refl _, hi⟩

end Lawful

end Jar.Wire
