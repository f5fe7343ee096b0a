import Jar.Codec.Sequences
import Jar.Thm.Codec.Records

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

/-- Items have their least number of octets each. -/
theorem length_mul_least_le [Lawful c] {as : List α} (h : as.all c.valid = true) : as.length * c.least ≤ (octetsOfAll c as).length := by
  induction as with
  | nil => rw [List.length_nil, Nat.zero_mul]; exact Nat.zero_le _
  | cons a as ih =>
    have h : (c.valid a && as.all c.valid) = true := h
    rw [Bool.and_eq_true] at h
    rw [octetsOfAll, List.length_append, List.length_cons, Nat.succ_mul, Nat.add_comm]
    exact Nat.add_le_add (Lawful.least a h.1) (ih h.2)

/-! ## Order -/

/-- Each of the items may follow what is before it. -/
def followAll (follows : α → α → Bool) (done : Array α) : List α → Bool
  | [] => true
  | a :: as => mayFollow follows done a && followAll follows (done.push a) as

theorem mayFollow_push {follows : α → κ → Bool} (done : Array α) (a : α) (b : κ) : mayFollow follows (done.push a) b = follows a b := by
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

theorem mayFollow_true (done : Array α) (a : α) : mayFollow (fun _ _ : α => true) done a = true := by
  unfold mayFollow
  split <;> rfl

/-! ## Reading items -/

/-- A reader of one item is lawful if it gives an item where its octets lie and where it may follow those before. -/
structure ItemReader (c : Codec α) (follows : α → α → Bool) (bytes : ByteArray) (read : Array α → Nat → Decoded α) : Prop where
  gives : ∀ done i a next, i ≤ bytes.size →
    (read done i = .ok a next ↔ (mayFollow follows done a = true ∧ c.valid a = true) ∧ Holds bytes i (c.octetsOf a) next)
  fails : ∀ done i (error : DecodeError), i ≤ bytes.size → read done i = .error error → i ≤ error.offset ∧ error.offset ≤ bytes.size

variable {bytes : ByteArray} {read : Array α → Nat → Decoded α}

theorem getItems_iff (law : ItemReader c follows bytes read) (left : Nat) (done : Array α) (i : Nat) (all : Array α) (next : Nat)
    (hi : i ≤ bytes.size) : getItems read done left i = .ok all next ↔
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
    have first : ∀ (a : α) (as : List α), (a :: as).all c.valid = true → followAll follows done (a :: as) = true →
        Holds bytes i (octetsOfAll c (a :: as)) next → ∃ m, read done i = .ok a m ∧ as.all c.valid = true
          ∧ followAll follows (done.push a) as = true ∧ Holds bytes m (octetsOfAll c as) next := by
      intro a as h3 h4 h5
      have v : (c.valid a && as.all c.valid) = true := h3
      have f : (mayFollow follows done a && followAll follows (done.push a) as) = true := h4
      rw [Bool.and_eq_true] at v f
      obtain ⟨m, ha, h5⟩ := holds_append.mp h5
      exact ⟨m, (law.gives done i a m hi).mpr ⟨⟨f.1, v.1⟩, ha⟩, v.2, f.2, h5⟩
    show (match read done i with
      | .ok a next => getItems read (done.push a) left next
      | .error error => Decoded.error (error.within (.item done.size))) = .ok all next ↔ _
    cases e : read done i with
    | ok a m =>
      obtain ⟨⟨hf, va⟩, ha⟩ := (law.gives done i a m hi).mp e
      show getItems read (done.push a) left m = .ok all next ↔ _
      rw [ih (done.push a) m ha.next_le]
      refine ⟨fun ⟨as, h1, h2, h3, h4, h5⟩ => ⟨a :: as, ?_, ?_, ?_, ?_, holds_append.mpr ⟨m, ha, h5⟩⟩, fun ⟨as, h1, h2, h3, h4, h5⟩ => ?_⟩
      · rw [h1, Array.toList_push, List.append_assoc]; rfl
      · rw [List.length_cons, h2]
      · show (c.valid a && as.all c.valid) = true
        rw [va, h3]; rfl
      · rw [followAll, hf, h4]; rfl
      · cases as with
        | nil => exact nomatch h2
        | cons b as =>
          obtain ⟨m', e', v, f, hold⟩ := first b as h3 h4 h5
          rw [e] at e'
          injection e' with e1 e2
          subst e1; subst e2
          exact ⟨as, by rw [h1, Array.toList_push, List.append_assoc]; rfl, by injection h2, v, f, hold⟩
    | error error =>
      show Decoded.error (error.within (.item done.size)) = .ok all next ↔ _
      refine ⟨fun e => (nomatch e), fun ⟨as, h1, h2, h3, h4, h5⟩ => ?_⟩
      cases as with
      | nil => exact nomatch h2
      | cons b as =>
        obtain ⟨m', e', _⟩ := first b as h3 h4 h5
        rw [e] at e'
        exact nomatch e'

theorem getItems_error (law : ItemReader c follows bytes read) (left : Nat) (done : Array α) (i : Nat) (error : DecodeError)
    (hi : i ≤ bytes.size) (e : getItems read done left i = .error error) : i ≤ error.offset ∧ error.offset ≤ bytes.size := by
  induction left generalizing done i with
  | zero => exact nomatch e
  | succ left ih =>
    have e : (match read done i with
      | .ok a next => getItems read (done.push a) left next
      | .error error => Decoded.error (error.within (.item done.size))) = .error error := e
    cases e1 : read done i with
    | ok a m =>
      rw [e1] at e
      have hold := ((law.gives done i a m hi).mp e1).2
      have := ih _ _ hold.next_le e
      exact ⟨Nat.le_trans hold.le_next this.1, this.2⟩
    | error error' => rw [e1] at e; injection e with e; subst e; exact law.fails done i error' hi e1

/-- What is read from nothing. -/
theorem getItems_empty_iff (law : ItemReader c follows bytes read) (n i : Nat) (items : Array α) (next : Nat) (hi : i ≤ bytes.size) :
    getItems read #[] n i = .ok items next ↔ items.size = n ∧ items.toList.all c.valid = true ∧ chain follows items.toList = true
      ∧ Holds bytes i (octetsOfAll c items.toList) next := by
  rw [getItems_iff law n #[] i items next hi]
  refine ⟨fun ⟨as, h1, h2, h3, h4, h5⟩ => ?_, fun ⟨h1, h2, h3, h4⟩ => ⟨items.toList, rfl, h1, h2, by rw [followAll_empty]; exact h3, h4⟩⟩
  have h1 : items.toList = as := h1
  subst h1
  rw [followAll_empty] at h4
  exact ⟨h2, h3, h4, h5⟩

theorem ItemReader.plain [Lawful c] (bytes : ByteArray) : ItemReader c (fun _ _ => true) bytes (fun _ i => c.get bytes i) where
  gives done i a next hi := by
    rw [Lawful.gets bytes i a next hi, mayFollow_true]
    exact ⟨fun h => ⟨⟨rfl, h.1⟩, h.2⟩, fun h => ⟨h.1.2, h.2⟩⟩
  fails _ i error hi e := Lawful.fails bytes i error hi e

/-! ## Sequences of fixed length -/

instance vector_lawful {n : Nat} [Lawful c] : Lawful (vector n c) :=
  .of_octets (fun items => octetsOfAll c items.toList) octetList_foldl_put
    (fun bytes i items next hi => by
      show (if i + n * c.least ≤ bytes.size then getItems (fun _ i => c.get bytes i) #[] n i else .fail .tooFewOctets i) = .ok items next
        ↔ (items.size == n && items.toList.all c.valid) = true ∧ _
      rw [Bool.and_eq_true, beq_iff_eq]
      by_cases h : i + n * c.least ≤ bytes.size
      · rw [ite_eq_left h, getItems_empty_iff (.plain bytes) n i items next hi, chain_true]
        exact ⟨fun ⟨h1, h2, _, h4⟩ => ⟨⟨h1, h2⟩, h4⟩, fun ⟨⟨h1, h2⟩, h4⟩ => ⟨h1, h2, rfl, h4⟩⟩
      · rw [ite_eq_right h]
        refine ⟨fun e => (nomatch e), fun ⟨⟨h1, h2⟩, h4⟩ => absurd ?_ h⟩
        have hlen := length_mul_least_le h2
        have hnext := h4.next_le
        rw [h4.next_eq] at hnext
        rw [Array.length_toList, h1] at hlen
        exact Nat.le_trans (Nat.add_le_add_left hlen i) hnext)
    (fun bytes i error hi e => by
      have e : (if i + n * c.least ≤ bytes.size then getItems (fun _ i => c.get bytes i) #[] n i else .fail .tooFewOctets i) = .error error := e
      by_cases h : i + n * c.least ≤ bytes.size
      · rw [ite_eq_left h] at e; exact getItems_error (.plain bytes) n #[] i error hi e
      · rw [ite_eq_right h] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩)
    (fun _ _ => Nat.zero_le _)

end Jar.Codec
