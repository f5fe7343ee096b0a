import Jar.Codec.Strings
import Jar.Thm.Codec.Integers

/-!
# Laws of strings

Octet strings of fixed and variable length and bit strings are lawful: Gray Paper 0.7.2, appendix C.1.
-/
namespace Jar.Codec

instance (n : Nat) : Lawful (octets n) :=
  .of_octets (fun a => octetList a.bytes) (fun bytes a => octetList_append bytes a.bytes)
    (fun bytes i a next hi => by
      unfold octets
      dsimp only
      by_cases h : i + n ≤ bytes.size
      · rw [dite_eq_left h]
        refine ⟨fun e => ?_, fun ⟨_, hold⟩ => ?_⟩
        · injection e with e1 e2
          subst e1; subst e2
          exact ⟨rfl, holds_extract h⟩
        · have e : next = i + n := by rw [hold.next_eq, octetList_length, a.size_eq]
          subst e
          have := octetList_inj ((holds_extract h).unique hold)
          cases a with
          | mk value size_eq =>
            subst this
            rfl
      · rw [dite_eq_right h]
        refine ⟨fun e => (nomatch e), fun ⟨_, hold⟩ => ?_⟩
        have := hold.next_le
        rw [hold.next_eq, octetList_length, a.size_eq] at this
        exact absurd this h)
    (fun bytes i error hi e => by
      unfold octets at e
      dsimp only at e
      by_cases h : i + n ≤ bytes.size
      · rw [dite_eq_left h] at e
        exact nomatch e
      · rw [dite_eq_right h] at e
        injection e with e
        subst e
        exact ⟨Nat.le_refl _, hi⟩)
    (fun a _ => by rw [octetList_length, a.size_eq]; exact Nat.le_refl n)

theorem toUInt64_toNat {n : Nat} (h : n < 2 ^ 64) : n.toUInt64.toNat = n := Nat.mod_eq_of_lt h

/-- A natural has an octet, whatever follows. -/
theorem one_le_natural (value : UInt64) (rest : List UInt8) : 1 ≤ (natural64.octetsOf value ++ rest).length := by
  rw [List.length_append]
  exact Nat.le_trans (Lawful.least (c := natural64) value rfl) (Nat.le_add_right _ _)

instance : Lawful blob :=
  .of_octets (fun a => natural64.octetsOf a.size.toUInt64 ++ octetList a)
    (fun bytes a => by
      show octetList (natural64.put bytes a.size.toUInt64 ++ a) = _
      rw [octetList_append, Lawful.puts, List.append_assoc])
    (fun bytes i a next hi => by
      show (match natural64.get bytes i with
        | .ok count next => (let n := count.toNat
          if next + n ≤ bytes.size then Decoded.ok (bytes.extract next (next + n)) (next + n) else .fail .tooFewOctets i)
        | .error error => .error error) = .ok a next ↔ decide (a.size < 2 ^ 64) = true ∧ _
      rw [holds_append, decide_eq_true_eq]
      have law := fun count m => Lawful.gets (c := natural64) bytes i count m hi
      cases e : natural64.get bytes i with
      | ok count m =>
        rw [e] at law
        have hm := ((law count m).mp rfl).2.next_le
        show (if m + count.toNat ≤ bytes.size then Decoded.ok (bytes.extract m (m + count.toNat)) (m + count.toNat) else .fail .tooFewOctets i) = _ ↔ _
        refine ⟨fun e' => ?_, fun ⟨hs, middle, h1, h2⟩ => ?_⟩
        · by_cases h : m + count.toNat ≤ bytes.size
          · rw [ite_eq_left h] at e'
            injection e' with e1 e2
            subst e1; subst e2
            have hsize := extract_size h
            refine ⟨by rw [hsize]; exact count.toNat_lt, m, ?_, holds_extract h⟩
            rw [hsize, show count.toNat.toUInt64 = count from UInt64.ofNat_toNat]
            exact ((law count m).mp rfl).2
          · rw [ite_eq_right h] at e'
            exact nomatch e'
        · have e1 := (law _ middle).mpr ⟨rfl, h1⟩
          injection e1 with e1 e2
          subst e2
          have en : count.toNat = a.size := by rw [e1, toUInt64_toNat hs]
          have enext : next = m + count.toNat := by rw [h2.next_eq, octetList_length, en]
          subst enext
          have h := h2.next_le
          rw [ite_eq_left h, octetList_inj ((holds_extract h).unique h2)]
      | error error =>
        rw [e] at law
        refine ⟨fun e => (nomatch e), fun ⟨_, middle, h1, _⟩ => nomatch (law _ middle).mpr ⟨rfl, h1⟩⟩)
    (fun bytes i error hi e => by
      have e : (match natural64.get bytes i with
        | .ok count next => (let n := count.toNat
          if next + n ≤ bytes.size then Decoded.ok (bytes.extract next (next + n)) (next + n) else .fail .tooFewOctets i)
        | .error error => .error error) = .error error := e
      cases h : natural64.get bytes i with
      | ok count m =>
        rw [h] at e
        have e : (if m + count.toNat ≤ bytes.size then Decoded.ok (bytes.extract m (m + count.toNat)) (m + count.toNat) else .fail .tooFewOctets i)
          = .error error := e
        by_cases h' : m + count.toNat ≤ bytes.size
        · rw [ite_eq_left h'] at e; exact nomatch e
        · rw [ite_eq_right h'] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩
      | error error' => rw [h] at e; injection e with e; subst e; exact Lawful.fails bytes i _ hi h)
    (fun a _ => one_le_natural _ _)

theorem isBits_size {n : Nat} {bytes : ByteArray} (h : isBits n bytes = true) : bytes.size = (n + 7) / 8 := by
  unfold isBits at h
  rw [Bool.and_eq_true] at h
  exact eq_of_beq h.1

instance (n : Nat) : Lawful (bits n) :=
  .of_octets octetList octetList_append
    (fun bytes i a next hi => by
      unfold bits
      dsimp only
      by_cases h : i + (n + 7) / 8 ≤ bytes.size
      · rw [ite_eq_left h]
        refine ⟨fun e => ?_, fun ⟨hv, hold⟩ => ?_⟩
        · by_cases hb : isBits n (bytes.extract i (i + (n + 7) / 8)) = true
          · rw [ite_eq_left hb] at e
            injection e with e1 e2
            subst e1; subst e2
            exact ⟨hb, holds_extract h⟩
          · rw [ite_eq_right hb] at e
            exact nomatch e
        · have e : next = i + (n + 7) / 8 := by rw [hold.next_eq, octetList_length, isBits_size hv]
          subst e
          rw [octetList_inj ((holds_extract h).unique hold), ite_eq_left hv]
      · rw [ite_eq_right h]
        refine ⟨fun e => (nomatch e), fun ⟨hv, hold⟩ => ?_⟩
        have := hold.next_le
        rw [hold.next_eq, octetList_length, isBits_size hv] at this
        exact absurd this h)
    (fun bytes i error hi e => by
      unfold bits at e
      dsimp only at e
      by_cases h : i + (n + 7) / 8 ≤ bytes.size
      · rw [ite_eq_left h] at e
        by_cases hb : isBits n (bytes.extract i (i + (n + 7) / 8)) = true
        · rw [ite_eq_left hb] at e; exact nomatch e
        · rw [ite_eq_right hb] at e
          injection e with e
          subst e
          exact ⟨Nat.le_add_right _ _, Nat.le_trans (Nat.add_le_add_left (by omega) i) h⟩
      · rw [ite_eq_right h] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩)
    (fun _ _ => Nat.zero_le _)

end Jar.Codec
