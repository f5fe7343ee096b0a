import Jar.Thm.Wire.Reader

/-!
# Whole inputs

What follows for every format whose reader is lawful: exact decoding, errors within the input, independence of what follows.
-/
namespace Jar.Wire

variable {α : Type}

/-- A value is decoded exactly from the octets that are related to it. -/
theorem whole_ok_iff {d : Decoder α} {rel : α → List UInt8 → Prop} (h : Lawful d rel) {bytes : ByteArray} {a : α} {next : Nat} :
    Decoder.whole d bytes = .ok a next ↔ rel a (octetList bytes) ∧ next = bytes.size := by
  have whole : ∀ {b : α} {next' : Nat}, d bytes 0 = .ok b next' → Decoder.whole d bytes
      = if next' = bytes.size then .ok b next' else .malformed .trailing next' := by
    intro b next' e
    unfold Decoder.whole
    rw [e]
  refine ⟨fun e => ?_, ?_⟩
  · cases e' : d bytes 0 with
    | malformed error offset =>
      unfold Decoder.whole at e
      rw [e'] at e
      exact nomatch e
    | ok b next' =>
      rw [whole e'] at e
      by_cases hn : next' = bytes.size
      · rw [ite_eq_left hn] at e
        injection e with e1 e2
        subst e1; subst e2; subst hn
        obtain ⟨xs, r, hold⟩ := (h.reads bytes 0 _ _ (Nat.zero_le _)).mp e'
        rw [holds_whole] at hold
        subst hold
        exact ⟨r, rfl⟩
      · rw [ite_eq_right hn] at e
        exact nomatch e
  · intro ⟨r, hn⟩
    subst hn
    rw [whole ((h.reads bytes 0 a bytes.size (Nat.zero_le _)).mpr ⟨_, r, holds_octetList bytes⟩), ite_eq_left rfl]

/-- An error is reported at an offset in the input, or at its end. -/
theorem whole_malformed {d : Decoder α} {rel : α → List UInt8 → Prop} (h : Lawful d rel) {bytes : ByteArray} {error : ErrorCode} {offset : Nat}
    (e : Decoder.whole d bytes = .malformed error offset) : offset ≤ bytes.size := by
  unfold Decoder.whole at e
  cases e' : d bytes 0 with
  | malformed error' offset' =>
    rw [e'] at e
    injection e with _ e2
    subst e2
    exact (h.fails bytes 0 _ _ (Nat.zero_le _) e').2
  | ok b next' =>
    rw [e'] at e
    have hn := (h.next_le (Nat.zero_le _) e').2
    have e : (if next' = bytes.size then Decoded.ok b next' else .malformed .trailing next') = .malformed error offset := e
    by_cases hs : next' = bytes.size
    · rw [ite_eq_left hs] at e
      exact nomatch e
    · rw [ite_eq_right hs] at e
      injection e with _ e2
      subst e2
      exact hn

/-- A reader that succeeds has not looked at what follows. -/
theorem Lawful.ok_append {d : Decoder α} {rel : α → List UInt8 → Prop} (h : Lawful d rel) {bytes more : ByteArray} {i next : Nat} {a : α}
    (hi : i ≤ bytes.size) (e : d bytes i = .ok a next) : d (bytes ++ more) i = .ok a next := by
  obtain ⟨xs, r, hold⟩ := (h.reads bytes i a next hi).mp e
  have hold := hold.append (more := more)
  exact (h.reads _ i a next hold.start_le).mpr ⟨xs, r, hold⟩

end Jar.Wire
