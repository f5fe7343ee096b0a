import Jar.Codec.Sequences
import Jar.Thm.Codec.Fields

/-!
# Laws of sequences, sets and dictionaries

Gray Paper 0.7.2, appendix C.1.2, C.1.5 and C.1.6: sequences of lawful items are lawful, with their order if they have one.
-/
namespace Jar.Codec

variable {α κ : Type} {c : Codec α} {follows : α → α → Bool}

/-- The octets of items, one after another. -/
def octetsOfAll (c : Codec α) : List α → List UInt8
  | [] => []
  | a :: as => c.octetsOf a ++ octetsOfAll c as

theorem octetList_foldl_put [Lawful c] (bytes : ByteArray) (items : Array α) :
    octetList (items.foldl c.put bytes) = octetList bytes ++ octetsOfAll c items.toList := by
  rw [← Array.foldl_toList]
  generalize items.toList = as
  induction as generalizing bytes with
  | nil => rw [List.foldl_nil, octetsOfAll, List.append_nil]
  | cons a as ih => rw [List.foldl_cons, ih, Lawful.puts, octetsOfAll, List.append_assoc]

/-- Solid items have an octet each. -/
theorem length_le_octetsOfAll [Lawful c] (solid : c.solid = true) {as : List α} (h : as.all c.valid = true) :
    as.length ≤ (octetsOfAll c as).length := by
  induction as with
  | nil => exact Nat.le_refl 0
  | cons a as ih =>
    have h : (c.valid a && as.all c.valid) = true := h
    rw [Bool.and_eq_true] at h
    have pos : 0 < (c.octetsOf a).length := by
      cases e : c.octetsOf a with
      | nil => exact absurd e (Lawful.solid solid a h.1)
      | cons _ _ => exact Nat.succ_pos _
    have := ih h.2
    rw [octetsOfAll, List.length_append, List.length_cons]
    omega

/-! ## Order -/

/-- Each of the items may follow what is before it. -/
def followAll (follows : α → α → Bool) (done : Array α) : List α → Bool
  | [] => true
  | a :: as => mayFollow follows done a && followAll follows (done.push a) as

theorem mayFollow_push (done : Array α) (a b : α) : mayFollow follows (done.push a) b = follows a b := by
  have h : (done.push a).size - 1 < (done.push a).size := by rw [Array.size_push]; omega
  have aux : ∀ (n : Nat) (hn : n < (done.push a).size), n = done.size → (done.push a)[n] = a := by
    intro n hn e
    subst e
    exact Array.getElem_push_eq
  rw [mayFollow, dite_eq_left h, aux _ h (by rw [Array.size_push]; exact Nat.add_sub_cancel ..)]

theorem followAll_push (done : Array α) (a : α) (as : List α) : followAll follows (done.push a) as = chain follows (a :: as) := by
  induction as generalizing done a with
  | nil => rfl
  | cons b as ih => rw [followAll, chain, mayFollow_push, ih]

theorem followAll_empty (as : List α) : followAll follows #[] as = chain follows as := by
  cases as with
  | nil => rfl
  | cons a as => rw [followAll, followAll_push]; rfl

theorem chain_true (as : List α) : chain (fun _ _ : α => true) as = true := by
  induction as with
  | nil => rfl
  | cons a as ih =>
    cases as with
    | nil => rfl
    | cons b as => rw [chain, ih]; rfl

/-! ## Reading items -/

theorem getItems_iff [Lawful c] (bytes : ByteArray) (left : Nat) (done : Array α) (i : Nat) (all : Array α) (next : Nat) (hi : i ≤ bytes.size) :
    getItems c follows bytes done left i = .ok all next ↔
      ∃ as : List α, all.toList = done.toList ++ as ∧ as.length = left ∧ as.all c.valid = true ∧ followAll follows done as = true
        ∧ Holds bytes i (octetsOfAll c as) next := by
  induction left generalizing done i with
  | zero =>
    refine ⟨fun e => ?_, fun ⟨as, h1, h2, _, _, h5⟩ => ?_⟩
    · injection e with e1 e2
      subst e1
      exact ⟨[], (List.append_nil _).symm, rfl, rfl, rfl, e2, hi⟩
    · cases as with
      | nil =>
        rw [List.append_nil] at h1
        rw [Array.ext' h1, ← h5.1]
        rfl
      | cons a as => exact nomatch h2
  | succ left ih =>
    have law := fun a m => Lawful.gets (c := c) bytes i a m hi
    show (match c.get bytes i with
      | .ok a next => (if mayFollow follows done a then getItems c follows bytes (done.push a) left next
          else Decoded.error { kind := .order, offset := i, path := [.item done.size] })
      | .error error => .error (error.within (.item done.size))) = .ok all next ↔ _
    cases e : c.get bytes i with
    | ok a m =>
      rw [e] at law
      obtain ⟨va, ha⟩ := (law a m).mp rfl
      show (if mayFollow follows done a then getItems c follows bytes (done.push a) left m
          else Decoded.error { kind := .order, offset := i, path := [.item done.size] }) = .ok all next ↔ _
      by_cases hf : mayFollow follows done a = true
      · rw [ite_eq_left hf, ih (done.push a) m ha.next_le]
        refine ⟨fun ⟨as, h1, h2, h3, h4, h5⟩ => ⟨a :: as, ?_, ?_, ?_, ?_, holds_append.mpr ⟨m, ha, h5⟩⟩, fun ⟨as, h1, h2, h3, h4, h5⟩ => ?_⟩
        · rw [h1, Array.toList_push, List.append_assoc]; rfl
        · rw [List.length_cons, h2]
        · show (c.valid a && as.all c.valid) = true
          rw [va, h3]; rfl
        · rw [followAll, hf, h4]; rfl
        · cases as with
          | nil => exact nomatch h2
          | cons b as =>
            have h3 : (c.valid b && as.all c.valid) = true := h3
            have h4 : (mayFollow follows done b && followAll follows (done.push b) as) = true := h4
            rw [Bool.and_eq_true] at h3 h4
            obtain ⟨m', hb, h5⟩ := holds_append.mp h5
            have e' := (law b m').mpr ⟨h3.1, hb⟩
            injection e' with e1 e2
            subst e1; subst e2
            exact ⟨as, by rw [h1, Array.toList_push, List.append_assoc]; rfl, by injection h2, h3.2, h4.2, h5⟩
      · rw [ite_eq_right hf]
        refine ⟨fun e => (nomatch e), fun ⟨as, h1, h2, h3, h4, h5⟩ => ?_⟩
        cases as with
        | nil => exact nomatch h2
        | cons b as =>
          have h3 : (c.valid b && as.all c.valid) = true := h3
          have h4 : (mayFollow follows done b && followAll follows (done.push b) as) = true := h4
          rw [Bool.and_eq_true] at h3 h4
          obtain ⟨m', hb, h5⟩ := holds_append.mp h5
          have e' := (law b m').mpr ⟨h3.1, hb⟩
          injection e' with e1 e2
          subst e1
          exact absurd h4.1 hf
    | error error =>
      rw [e] at law
      show Decoded.error (error.within (.item done.size)) = .ok all next ↔ _
      refine ⟨fun e => (nomatch e), fun ⟨as, h1, h2, h3, h4, h5⟩ => ?_⟩
      cases as with
      | nil => exact nomatch h2
      | cons b as =>
        have h3 : (c.valid b && as.all c.valid) = true := h3
        rw [Bool.and_eq_true] at h3
        obtain ⟨m', hb, h5⟩ := holds_append.mp h5
        exact nomatch (law b m').mpr ⟨h3.1, hb⟩

theorem getItems_error [Lawful c] (bytes : ByteArray) (left : Nat) (done : Array α) (i : Nat) (error : DecodeError) (hi : i ≤ bytes.size)
    (e : getItems c follows bytes done left i = .error error) : i ≤ error.offset ∧ error.offset ≤ bytes.size := by
  induction left generalizing done i with
  | zero => exact nomatch e
  | succ left ih =>
    have e : (match c.get bytes i with
      | .ok a next => (if mayFollow follows done a then getItems c follows bytes (done.push a) left next
          else Decoded.error { kind := .order, offset := i, path := [.item done.size] })
      | .error error => .error (error.within (.item done.size))) = .error error := e
    cases e1 : c.get bytes i with
    | ok a m =>
      rw [e1] at e
      have e : (if mayFollow follows done a then getItems c follows bytes (done.push a) left m
          else Decoded.error { kind := .order, offset := i, path := [.item done.size] }) = .error error := e
      have hm := next_le hi e1
      by_cases hf : mayFollow follows done a = true
      · rw [ite_eq_left hf] at e
        have := ih _ _ hm.2 e
        exact ⟨Nat.le_trans hm.1 this.1, this.2⟩
      · rw [ite_eq_right hf] at e
        injection e with e
        subst e
        exact ⟨Nat.le_refl _, hi⟩
    | error error' => rw [e1] at e; injection e with e; subst e; exact Lawful.fails (c := c) bytes i error' hi e1

/-- What is read from nothing. -/
theorem getItems_empty_iff [Lawful c] (bytes : ByteArray) (n i : Nat) (items : Array α) (next : Nat) (hi : i ≤ bytes.size) :
    getItems c follows bytes #[] n i = .ok items next ↔ items.size = n ∧ items.toList.all c.valid = true ∧ chain follows items.toList = true
      ∧ Holds bytes i (octetsOfAll c items.toList) next := by
  rw [getItems_iff bytes n #[] i items next hi]
  refine ⟨fun ⟨as, h1, h2, h3, h4, h5⟩ => ?_, fun ⟨h1, h2, h3, h4⟩ => ⟨items.toList, rfl, h1, h2, by rw [followAll_empty]; exact h3, h4⟩⟩
  have h1 : items.toList = as := h1
  subst h1
  rw [followAll_empty] at h4
  exact ⟨h2, h3, h4, h5⟩

/-! ## The codecs -/

instance vector_lawful {n : Nat} [Lawful c] : Lawful (vector n c) :=
  .of_octets (fun items => octetsOfAll c items.toList) octetList_foldl_put
    (fun bytes i items next hi => by
      show getItems c (fun _ _ => true) bytes #[] n i = .ok items next ↔ (items.size == n && items.toList.all c.valid) = true ∧ _
      rw [getItems_empty_iff bytes n i items next hi, Bool.and_eq_true, beq_iff_eq, chain_true]
      exact ⟨fun ⟨h1, h2, _, h4⟩ => ⟨⟨h1, h2⟩, h4⟩, fun ⟨⟨h1, h2⟩, h4⟩ => ⟨h1, h2, rfl, h4⟩⟩)
    (fun bytes i error hi e => getItems_error bytes n #[] i error hi e)
    (fun hs items hv => by
      have hs : (n != 0 && c.solid) = true := hs
      have hv : (items.size == n && items.toList.all c.valid) = true := hv
      rw [Bool.and_eq_true] at hs hv
      rw [beq_iff_eq] at hv
      intro e
      have := length_le_octetsOfAll hs.2 hv.2
      rw [e, Array.length_toList, hv.1] at this
      have h0 : n = 0 := Nat.le_zero.mp this
      subst h0
      exact absurd hs.1 (by decide))

instance chained_lawful [Lawful c] : Lawful (chained follows c) :=
  .of_octets (fun items => natural64.octetsOf items.size.toUInt64 ++ octetsOfAll c items.toList)
    (fun bytes items => by
      show octetList (items.foldl c.put (natural64.put bytes items.size.toUInt64)) = _
      rw [octetList_foldl_put, Lawful.puts, List.append_assoc])
    (fun bytes i items next hi => by
      show (match natural64.get bytes i with
        | .ok count next => (let n := count.toNat
          if n = 0 then Decoded.ok #[] next
          else if next + n ≤ bytes.size && c.solid then getItems c follows bytes (Array.emptyWithCapacity n) n next
          else .fail .length i)
        | .error error => .error error) = .ok items next
          ↔ (decide (items.size < 2 ^ 64) && (items.size == 0 || c.solid) && items.toList.all c.valid && chain follows items.toList) = true ∧ _
      rw [holds_append, Bool.and_eq_true, Bool.and_eq_true, Bool.and_eq_true, Bool.or_eq_true, beq_iff_eq, decide_eq_true_eq]
      have law := fun count m => Lawful.gets (c := natural64) bytes i count m hi
      cases e : natural64.get bytes i with
      | ok count m =>
        rw [e] at law
        have hcount := ((law count m).mp rfl).2
        have hm := hcount.next_le
        show (if count.toNat = 0 then Decoded.ok #[] m
          else if m + count.toNat ≤ bytes.size && c.solid then getItems c follows bytes #[] count.toNat m else .fail .length i) = .ok items next ↔ _
        have same : ∀ {middle}, items.size < 2 ^ 64 → Holds bytes i (natural64.octetsOf items.size.toUInt64) middle →
            count.toNat = items.size ∧ m = middle := by
          intro middle hs h1
          have e1 := (law _ middle).mpr ⟨rfl, h1⟩
          injection e1 with e1 e2
          exact ⟨by rw [e1, toUInt64_toNat hs], e2⟩
        have back : count.toNat = items.size → items.size < 2 ^ 64 ∧ Holds bytes i (natural64.octetsOf items.size.toUInt64) m := by
          intro e
          rw [← e]
          refine ⟨count.toNat_lt, ?_⟩
          rw [show count.toNat.toUInt64 = count from UInt64.ofNat_toNat]
          exact hcount
        by_cases h0 : count.toNat = 0
        · rw [ite_eq_left h0]
          refine ⟨fun e' => ?_, fun ⟨⟨⟨⟨hs, _⟩, _⟩, _⟩, middle, h1, h2⟩ => ?_⟩
          · injection e' with e1 e2
            subst e1; subst e2
            exact ⟨⟨⟨⟨(back h0).1, .inl rfl⟩, rfl⟩, rfl⟩, m, (back h0).2, rfl, hm⟩
          · obtain ⟨e1, e2⟩ := same hs h1
            rw [h0] at e1
            have empty : items = #[] := by
              refine Array.ext' ?_
              rw [← Array.length_toList] at e1
              exact List.length_eq_zero_iff.mp e1.symm
            subst empty
            rw [e2, h2.1]
        · rw [ite_eq_right h0]
          by_cases hc : (decide (m + count.toNat ≤ bytes.size) && c.solid) = true
          · rw [ite_eq_left hc, getItems_empty_iff bytes _ m items next hm]
            rw [Bool.and_eq_true] at hc
            refine ⟨fun ⟨h1, h2, h3, h4⟩ => ?_, fun ⟨⟨⟨⟨hs, _⟩, hv⟩, hf⟩, middle, h1, h2⟩ => ?_⟩
            · exact ⟨⟨⟨⟨(back h1.symm).1, .inr hc.2⟩, h2⟩, h3⟩, m, (back h1.symm).2, h4⟩
            · obtain ⟨e1, e2⟩ := same hs h1
              subst e2
              exact ⟨e1.symm, hv, hf, h2⟩
          · rw [ite_eq_right hc]
            refine ⟨fun e => (nomatch e), fun ⟨⟨⟨⟨hs, hsolid⟩, hv⟩, _⟩, middle, h1, h2⟩ => absurd ?_ hc⟩
            obtain ⟨e1, e2⟩ := same hs h1
            subst e2
            rw [e1] at h0
            have hsolid := hsolid.resolve_left h0
            have hlen := length_le_octetsOfAll hsolid hv
            rw [Array.length_toList, ← e1] at hlen
            have hnext := h2.next_le
            rw [h2.next_eq] at hnext
            rw [Bool.and_eq_true, decide_eq_true_eq]
            exact ⟨Nat.le_trans (Nat.add_le_add_left hlen m) hnext, hsolid⟩
      | error error =>
        rw [e] at law
        show Decoded.error error = .ok items next ↔ _
        exact ⟨fun e => (nomatch e), fun ⟨_, middle, h1, _⟩ => nomatch (law _ middle).mpr ⟨rfl, h1⟩⟩)
    (fun bytes i error hi e => by
      have e : (match natural64.get bytes i with
        | .ok count next => (let n := count.toNat
          if n = 0 then Decoded.ok #[] next
          else if next + n ≤ bytes.size && c.solid then getItems c follows bytes (Array.emptyWithCapacity n) n next
          else .fail .length i)
        | .error error => .error error) = .error error := e
      cases h : natural64.get bytes i with
      | ok count m =>
        rw [h] at e
        have e : (if count.toNat = 0 then Decoded.ok #[] m
          else if m + count.toNat ≤ bytes.size && c.solid then getItems c follows bytes #[] count.toNat m else .fail .length i)
            = .error error := e
        have hm := next_le hi h
        by_cases h0 : count.toNat = 0
        · rw [ite_eq_left h0] at e; exact nomatch e
        · rw [ite_eq_right h0] at e
          by_cases hc : (decide (m + count.toNat ≤ bytes.size) && c.solid) = true
          · rw [ite_eq_left hc] at e
            have := getItems_error bytes _ #[] m error hm.2 e
            exact ⟨Nat.le_trans hm.1 this.1, this.2⟩
          · rw [ite_eq_right hc] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩
      | error error' => rw [h] at e; injection e with e; subst e; exact Lawful.fails bytes i _ hi h)
    (fun _ _ _ => append_ne_nil_left (Lawful.solid (c := natural64) rfl _ rfl))

instance sequence_lawful [Lawful c] : Lawful (sequence c) := chained_lawful

instance ascending_lawful {before : κ → κ → Bool} {key : α → κ} [Lawful c] : Lawful (ascending before key c) := chained_lawful

end Jar.Codec
