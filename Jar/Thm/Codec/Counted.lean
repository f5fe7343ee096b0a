import Jar.Thm.Codec.Sequences

/-!
# Laws of sequences with a length, of sets and dictionaries

Gray Paper 0.7.2, appendix C.1.3, C.1.5 and C.1.6.
-/
namespace Jar.Codec

variable {α κ : Type} {c : Codec α} {follows : α → α → Bool}

/-- The octets of a length and of the items behind it. -/
def octetsOfCounted (c : Codec α) (items : Array α) : List UInt8 :=
  natural64.octetsOf items.size.toUInt64 ++ octetsOfAll c items.toList

/-- The number of items, read. -/
theorem count_iff {bytes : ByteArray} {i m : Nat} {count : UInt64} (e : natural64.get bytes i = .ok count m) (hi : i ≤ bytes.size)
    (items : Array α) (next : Nat) : items.size < 2 ^ 64 ∧ Holds bytes i (octetsOfCounted c items) next
      ↔ count.toNat = items.size ∧ Holds bytes m (octetsOfAll c items.toList) next := by
  have law := fun count m => Lawful.gets (c := natural64) bytes i count m hi
  rw [e] at law
  unfold octetsOfCounted
  rw [holds_append]
  refine ⟨fun ⟨hs, middle, h1, h2⟩ => ?_, fun ⟨hn, h⟩ => ?_⟩
  · have e1 := (law _ middle).mpr ⟨rfl, h1⟩
    injection e1 with e1 e2
    subst e2
    exact ⟨by rw [e1, toUInt64_toNat hs], h2⟩
  · rw [← hn]
    refine ⟨count.toNat_lt, m, ?_, h⟩
    rw [show count.toNat.toUInt64 = count from UInt64.ofNat_toNat]
    exact ((law count m).mp rfl).2

theorem counted_lawful {most : Option Nat} {read : ByteArray → Array α → Nat → Decoded α} [Lawful c]
    (reader : ∀ bytes, ItemReader c follows bytes (read bytes)) : Lawful (counted c most follows read) :=
  .of_octets (octetsOfCounted c)
    (fun bytes items => by
      show octetList (items.foldl c.put (natural64.put bytes items.size.toUInt64)) = _
      rw [octetList_foldl_put, Lawful.puts, List.append_assoc]
      rfl)
    (fun bytes i items next hi => by
      show (match natural64.get bytes i with
        | .ok count next => (let n := count.toNat
          if counted.atMost most n then
            if n = 0 then Decoded.ok #[] next
            else if c.least != 0 && next + n * c.least ≤ bytes.size then getItems (read bytes) (Array.emptyWithCapacity n) n next
            else .fail .tooFewOctets i
          else .fail .tooMany i)
        | .error error => .error error) = .ok items next
          ↔ (decide (items.size < 2 ^ 64) && counted.atMost most items.size && (items.size == 0 || c.least != 0) && items.toList.all c.valid
            && chain follows items.toList) = true ∧ _
      rw [Bool.and_eq_true, Bool.and_eq_true, Bool.and_eq_true, Bool.and_eq_true, Bool.or_eq_true, beq_iff_eq, decide_eq_true_eq]
      cases e : natural64.get bytes i with
      | ok count m =>
        have hm := (next_le hi e).2
        have same := count_iff (c := c) e hi items next
        show (if counted.atMost most count.toNat then
            if count.toNat = 0 then Decoded.ok #[] m
            else if c.least != 0 && m + count.toNat * c.least ≤ bytes.size then getItems (read bytes) #[] count.toNat m
            else .fail .tooFewOctets i
          else .fail .tooMany i) = .ok items next ↔ _
        generalize count.toNat = n at same ⊢
        by_cases hmost : counted.atMost most n = true
        · rw [ite_eq_left hmost]
          by_cases h0 : n = 0
          · rw [ite_eq_left h0]
            refine ⟨fun e' => ?_, fun ⟨⟨⟨⟨⟨hs, _⟩, _⟩, _⟩, _⟩, hold⟩ => ?_⟩
            · injection e' with e1 e2
              subst e1; subst e2; subst h0
              obtain ⟨hs, hold⟩ := same.mpr ⟨rfl, rfl, hm⟩
              exact ⟨⟨⟨⟨⟨hs, hmost⟩, .inl rfl⟩, rfl⟩, rfl⟩, hold⟩
            · obtain ⟨e1, h2⟩ := same.mp ⟨hs, hold⟩
              rw [h0] at e1
              have empty : items = #[] := by
                refine Array.ext' ?_
                rw [← Array.length_toList] at e1
                exact List.length_eq_zero_iff.mp e1.symm
              subst empty
              rw [h2.1]
          · rw [ite_eq_right h0]
            by_cases hc : (c.least != 0 && decide (m + n * c.least ≤ bytes.size)) = true
            · rw [ite_eq_left hc, getItems_empty_iff (reader bytes) _ m items next hm]
              rw [Bool.and_eq_true] at hc
              refine ⟨fun ⟨h1, h2, h3, h4⟩ => ?_, fun ⟨⟨⟨⟨⟨hs, _⟩, _⟩, hv⟩, hf⟩, hold⟩ => ?_⟩
              · obtain ⟨hs, hold⟩ := same.mpr ⟨h1.symm, h4⟩
                exact ⟨⟨⟨⟨⟨hs, by rw [h1]; exact hmost⟩, .inr hc.1⟩, h2⟩, h3⟩, hold⟩
              · obtain ⟨e1, h2⟩ := same.mp ⟨hs, hold⟩
                exact ⟨e1.symm, hv, hf, h2⟩
            · rw [ite_eq_right hc]
              refine ⟨fun e => (nomatch e), fun ⟨⟨⟨⟨⟨hs, _⟩, hleast⟩, hv⟩, _⟩, hold⟩ => absurd ?_ hc⟩
              obtain ⟨e1, h2⟩ := same.mp ⟨hs, hold⟩
              rw [e1] at h0
              have hlen := length_mul_least_le hv
              rw [Array.length_toList, ← e1] at hlen
              have hnext := h2.next_le
              rw [h2.next_eq] at hnext
              rw [Bool.and_eq_true, decide_eq_true_eq]
              exact ⟨hleast.resolve_left h0, Nat.le_trans (Nat.add_le_add_left hlen m) hnext⟩
        · rw [ite_eq_right hmost]
          refine ⟨fun e => (nomatch e), fun ⟨⟨⟨⟨⟨hs, hm'⟩, _⟩, _⟩, _⟩, hold⟩ => absurd ?_ hmost⟩
          rw [(same.mp ⟨hs, hold⟩).1]
          exact hm'
      | error error =>
        have law := fun count m => Lawful.gets (c := natural64) bytes i count m hi
        rw [e] at law
        show Decoded.error error = .ok items next ↔ _
        refine ⟨fun e => (nomatch e), fun ⟨_, hold⟩ => ?_⟩
        obtain ⟨middle, h1, _⟩ := holds_append.mp hold
        exact nomatch (law _ middle).mpr ⟨rfl, h1⟩)
    (fun bytes i error hi e => by
      have e : (match natural64.get bytes i with
        | .ok count next => (let n := count.toNat
          if counted.atMost most n then
            if n = 0 then Decoded.ok #[] next
            else if c.least != 0 && next + n * c.least ≤ bytes.size then getItems (read bytes) (Array.emptyWithCapacity n) n next
            else .fail .tooFewOctets i
          else .fail .tooMany i)
        | .error error => .error error) = .error error := e
      cases h : natural64.get bytes i with
      | ok count m =>
        rw [h] at e
        have e : (if counted.atMost most count.toNat then
            if count.toNat = 0 then Decoded.ok #[] m
            else if c.least != 0 && m + count.toNat * c.least ≤ bytes.size then getItems (read bytes) #[] count.toNat m
            else .fail .tooFewOctets i
          else .fail .tooMany i) = .error error := e
        generalize count.toNat = n at e
        have hm := next_le hi h
        by_cases hmost : counted.atMost most n = true
        · rw [ite_eq_left hmost] at e
          by_cases h0 : n = 0
          · rw [ite_eq_left h0] at e; exact nomatch e
          · rw [ite_eq_right h0] at e
            by_cases hc : (c.least != 0 && decide (m + n * c.least ≤ bytes.size)) = true
            · rw [ite_eq_left hc] at e
              have := getItems_error (reader bytes) _ #[] m error hm.2 e
              exact ⟨Nat.le_trans hm.1 this.1, this.2⟩
            · rw [ite_eq_right hc] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩
        · rw [ite_eq_right hmost] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩
      | error error' => rw [h] at e; injection e with e; subst e; exact Lawful.fails bytes i _ hi h)
    (fun _ _ => one_le_natural _ _)

instance sequence_lawful {most : Option Nat} [Lawful c] : Lawful (sequence c most) := counted_lawful fun bytes => .plain bytes

instance set_lawful {before : α → α → Bool} [Lawful c] : Lawful (set before c) :=
  counted_lawful fun bytes => {
    gives := fun done i a next hi => by
      have law := fun a m => Lawful.gets (c := c) bytes i a m hi
      show (match c.get bytes i with
        | .ok a next => (if mayFollow before done a then Decoded.ok a next else .fail .notAscending i)
        | .error error => .error error) = .ok a next ↔ _
      rw [and_assoc, ← law a next]
      cases c.get bytes i with
      | ok b m =>
        show (if mayFollow before done b then Decoded.ok b m else .fail .notAscending i) = .ok a next ↔ _
        by_cases h : mayFollow before done b = true
        · rw [ite_eq_left h]
          refine ⟨fun e => ⟨?_, e⟩, fun e => e.2⟩
          injection e with e1 _
          rw [← e1]; exact h
        · rw [ite_eq_right h]
          refine ⟨fun e => (nomatch e), fun ⟨h', e⟩ => absurd ?_ h⟩
          injection e with e1 _
          rw [e1]; exact h'
      | error error => exact ⟨fun e => (nomatch e), fun e => (nomatch e.2)⟩
    fails := fun done i error hi e => by
      have e : (match c.get bytes i with
        | .ok a next => (if mayFollow before done a then Decoded.ok a next else .fail .notAscending i)
        | .error error => .error error) = .error error := e
      cases h : c.get bytes i with
      | ok b m =>
        rw [h] at e
        have e : (if mayFollow before done b then Decoded.ok b m else .fail .notAscending i) = .error error := e
        by_cases h' : mayFollow before done b = true
        · rw [ite_eq_left h'] at e; exact nomatch e
        · rw [ite_eq_right h'] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩
      | error error' => rw [h] at e; injection e with e; subst e; exact Lawful.fails bytes i _ hi h }

/-- The reader of an entry gives what the codec of an entry gives, if the key may follow. -/
theorem readEntry_iff {before : κ → κ → Bool} {key : Codec κ} {value : Codec α} (bytes : ByteArray) (done : Array (κ × α)) (i : Nat)
    (a : κ × α) (next : Nat) : (match key.get bytes i with
      | .ok k next =>
        if mayFollow (fun (a : κ × α) k => before a.1 k) done k then
          match value.get bytes next with
          | .ok v next => Decoded.ok (k, v) next
          | .error error => .error (error.within (.field "value"))
        else .error { kind := .notAscending, offset := i, path := [.field "key"] }
      | .error error => .error (error.within (.field "key"))) = .ok a next
    ↔ mayFollow (fun a b : κ × α => before a.1 b.1) done a = true ∧ (pair key value).get bytes i = .ok a next := by
  unfold pair
  dsimp only
  cases key.get bytes i with
  | ok k m =>
    dsimp only
    by_cases h : mayFollow (fun (a : κ × α) k => before a.1 k) done k = true
    · rw [ite_eq_left h]
      cases value.get bytes m with
      | ok v n =>
        refine ⟨fun e => ⟨?_, e⟩, fun e => e.2⟩
        injection e with e1 _
        rw [← e1]; exact h
      | error error => exact ⟨fun e => (nomatch e), fun e => (nomatch e.2)⟩
    · rw [ite_eq_right h]
      refine ⟨fun e => (nomatch e), fun ⟨h', e⟩ => absurd ?_ h⟩
      cases e2 : value.get bytes m with
      | ok v n =>
        rw [e2] at e
        injection e with e1 _
        rw [← e1] at h'; exact h'
      | error error =>
        rw [e2] at e
        exact nomatch e
  | error error => exact ⟨fun e => (nomatch e), fun e => (nomatch e.2)⟩

instance entry_lawful {keyName valueName : String} {key : Codec κ} {value : Codec α} [Lawful key] [Lawful value] : Lawful (entry keyName valueName key value) := record_lawful

instance dictionary_lawful {keyName valueName : String} {before : κ → κ → Bool} {key : Codec κ} {value : Codec α} [Lawful key] [Lawful value] :
    Lawful (dictionary keyName valueName before key value) :=
  counted_lawful fun bytes => {
    gives := fun done i a next hi => by
      rw [and_assoc]
      refine (readEntry_iff bytes done i a next).trans ?_
      rw [Lawful.gets (c := pair key value) bytes i a next hi]
      exact .rfl
    fails := fun done i error hi e => by
      cases h : key.get bytes i with
      | ok k m =>
        rw [h] at e
        dsimp only at e
        by_cases h' : mayFollow (fun (a : κ × α) k => before a.1 k) done k = true
        · rw [ite_eq_left h'] at e
          have hm := next_le hi h
          cases h2 : value.get bytes m with
          | ok v n => rw [h2] at e; exact nomatch e
          | error error' =>
            rw [h2] at e
            injection e with e
            subst e
            have := Lawful.fails bytes m error' hm.2 h2
            exact ⟨Nat.le_trans hm.1 this.1, this.2⟩
        · rw [ite_eq_right h'] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩
      | error error' => rw [h] at e; injection e with e; subst e; exact Lawful.fails bytes i error' hi h }

end Jar.Codec
