import Jar.Codec.Records
import Jar.Thm.Codec.Strings

/-!
# Laws of records, optional values and choices

Gray Paper 0.7.2, appendix C.1: what is built of lawful codecs is lawful.
-/
namespace Jar.Codec

variable {α β : Type}

instance field_lawful {name : String} {c : Codec α} [Lawful c] : Lawful (field name c) :=
  .of_octets c.octetsOf (Lawful.puts (c := c))
    (fun bytes i a next hi => by
      rw [show (field name c).valid a = c.valid a from rfl, ← Lawful.gets (c := c) bytes i a next hi]
      show within _ (c.get bytes i) = .ok a next ↔ _
      cases c.get bytes i with
      | ok a m => exact ⟨id, id⟩
      | error error => exact ⟨fun e => (nomatch e), fun e => (nomatch e)⟩)
    (fun bytes i error hi e => by
      have e : within (.field name) (c.get bytes i) = .error error := e
      cases e1 : c.get bytes i with
      | ok a m => rw [e1] at e; exact nomatch e
      | error error' => rw [e1] at e; injection e with e; subst e; exact Lawful.fails (c := c) bytes i error' hi e1)
    (fun a hv => Lawful.least (c := c) a hv)

instance iso_lawful {c : Codec α} [Lawful c] {to : β → α} {of : α → β} {left : ∀ b, of (to b) = b} {right : ∀ a, to (of a) = a} :
    Lawful (iso c to of left right) :=
  .of_octets (fun b => c.octetsOf (to b)) (fun bytes b => Lawful.puts bytes (to b))
    (fun bytes i b next hi => by
      rw [show (iso c to of left right).valid b = c.valid (to b) from rfl, ← Lawful.gets bytes i (to b) next hi]
      show (match c.get bytes i with | .ok value next => Decoded.ok (of value) next | .error error => .error error) = .ok b next ↔ _
      cases c.get bytes i with
      | ok a m =>
        show Decoded.ok (of a) m = .ok b next ↔ Decoded.ok a m = .ok (to b) next
        refine ⟨fun e => ?_, fun e => ?_⟩
        · injection e with e1 e2
          subst e1; subst e2
          rw [right]
        · injection e with e1 e2
          subst e1; subst e2
          rw [left]
      | error error =>
        show Decoded.error error = .ok b next ↔ Decoded.error error = .ok (to b) next
        exact ⟨fun e => (nomatch e), fun e => (nomatch e)⟩)
    (fun bytes i error hi e => by
      have e : (match c.get bytes i with | .ok value next => Decoded.ok (of value) next | .error error => .error error) = .error error := e
      cases e1 : c.get bytes i with
      | ok a m => rw [e1] at e; exact nomatch e
      | error error' => rw [e1] at e; injection e with e; subst e; exact Lawful.fails bytes i _ hi e1)
    (fun b hv => Lawful.least (c := c) (to b) hv)

/-- The laws do not speak of the text. -/
theorem Lawful.of_parts {c d : Codec α} (h : Lawful c) (put : d.put = c.put) (get : d.get = c.get) (valid : d.valid = c.valid)
    (least : d.least = c.least) : Lawful d := by
  cases c; cases d
  cases put; cases get; cases valid; cases least
  exact ⟨h.puts, h.gets, h.fails, h.least⟩

instance record_lawful {c : Codec α} [Lawful c] {to : β → α} {of : α → β} {left : ∀ b, of (to b) = b} {right : ∀ a, to (of a) = a} :
    Lawful (record c to of left right) :=
  .of_parts (iso_lawful (c := c) (to := to) (of := of) (left := left) (right := right)) rfl rfl rfl rfl

instance label_lawful {name : String} {c : Codec α} [h : Lawful c] : Lawful (label name c) :=
  h.of_parts rfl rfl rfl rfl

instance nothing_lawful : Lawful nothing :=
  .of_octets (fun _ => []) (fun _ _ => (List.append_nil _).symm)
    (fun bytes i a next hi => by
      show Decoded.ok () i = .ok a next ↔ true = true ∧ (i = next ∧ i ≤ bytes.size)
      refine ⟨fun e => ?_, fun e => by rw [e.2.1]⟩
      injection e with _ e
      exact ⟨rfl, e, hi⟩)
    (fun _ _ _ _ e => nomatch e) (fun _ _ => Nat.le_refl 0)

instance dependent_lawful {τ : Type} {payload : τ → Type} {tag : Codec τ} {c : (t : τ) → Codec (payload t)} [Lawful tag]
    [∀ t, Lawful (c t)] : Lawful (dependent tag c) :=
  .of_octets (fun v => tag.octetsOf v.1 ++ (c v.1).octetsOf v.2)
    (fun bytes v => by
      show octetList ((c v.1).put (tag.put bytes v.1) v.2) = _
      rw [Lawful.puts, Lawful.puts, List.append_assoc])
    (fun bytes i v next hi => by
      rw [holds_append, show (dependent tag c).valid v = (tag.valid v.1 && (c v.1).valid v.2) from rfl, Bool.and_eq_true]
      show (match tag.get bytes i with
        | .ok t next => (match (c t).get bytes next with
          | .ok value next => Decoded.ok (Sigma.mk t value) next
          | .error error => .error error)
        | .error error => .error error) = .ok v next ↔ _
      have law := fun t m => Lawful.gets (c := tag) bytes i t m hi
      cases e : tag.get bytes i with
      | ok t m =>
        rw [e] at law
        obtain ⟨vt, ht⟩ := (law t m).mp rfl
        show (match (c t).get bytes m with
          | .ok value next => Decoded.ok (Sigma.mk t value) next
          | .error error => .error error) = _ ↔ _
        have law' := fun b n => Lawful.gets (c := c t) bytes m b n ht.next_le
        refine ⟨fun e' => ?_, fun ⟨⟨v1, v2⟩, middle, h1, h2⟩ => ?_⟩
        · cases e2 : (c t).get bytes m with
          | ok b n =>
            rw [e2] at e' law'
            injection e' with e3 e4
            subst e3; subst e4
            obtain ⟨vb, hb⟩ := (law' b n).mp rfl
            exact ⟨⟨vt, vb⟩, m, ht, hb⟩
          | error error =>
            rw [e2] at e'
            exact nomatch e'
        · have e1 := (law v.1 middle).mpr ⟨v1, h1⟩
          injection e1 with e1 e2
          subst e1; subst e2
          rw [(law' v.2 next).mpr ⟨v2, h2⟩]
      | error error =>
        rw [e] at law
        show Decoded.error error = .ok v next ↔ _
        exact ⟨fun e => (nomatch e), fun ⟨⟨v1, _⟩, middle, h1, _⟩ => nomatch (law v.1 middle).mpr ⟨v1, h1⟩⟩)
    (fun bytes i error hi e => by
      have e : (match tag.get bytes i with
        | .ok t next => (match (c t).get bytes next with
          | .ok value next => Decoded.ok (Sigma.mk t value) next
          | .error error => .error error)
        | .error error => .error error) = .error error := e
      cases e1 : tag.get bytes i with
      | ok t m =>
        rw [e1] at e
        have e : (match (c t).get bytes m with
          | .ok value next => Decoded.ok (Sigma.mk t value) next
          | .error error => .error error) = .error error := e
        have hm := next_le hi e1
        cases e2 : (c t).get bytes m with
        | ok b n => rw [e2] at e; exact nomatch e
        | error error' =>
          rw [e2] at e
          injection e with e
          subst e
          have := Lawful.fails (c := c t) bytes m _ hm.2 e2
          exact ⟨Nat.le_trans hm.1 this.1, this.2⟩
      | error error' => rw [e1] at e; injection e with e; subst e; exact Lawful.fails bytes i _ hi e1)
    (fun v hv => by
      have hv : (tag.valid v.1 && (c v.1).valid v.2) = true := hv
      rw [Bool.and_eq_true] at hv
      rw [List.length_append]
      exact Nat.le_trans (Lawful.least (c := tag) v.1 hv.1) (Nat.le_add_right _ _))

theorem get_pair {c : Codec α} {d : Codec β} (bytes : ByteArray) (i : Nat) :
    (iso (dependent c fun _ => d) (fun v : α × β => ⟨v.1, v.2⟩) (fun v => (v.1, v.2))).get bytes i = (pair c d).get bytes i := by
  unfold iso dependent pair
  dsimp only
  cases c.get bytes i with
  | ok a m => dsimp only; cases d.get bytes m <;> rfl
  | error error => rfl

theorem octetList_put_pair {c : Codec α} {d : Codec β} [Lawful c] [Lawful d] (bytes : ByteArray) (v : α × β) :
    octetList ((pair c d).put bytes v) = octetList bytes ++ (c.octetsOf v.1 ++ d.octetsOf v.2) := by
  show octetList (d.put (c.put bytes v.1) v.2) = _
  rw [Lawful.puts, Lawful.puts, List.append_assoc]

/-- A pair is a tag and something that does not depend on it. -/
instance pair_lawful {c : Codec α} {d : Codec β} [Lawful c] [Lawful d] : Lawful (pair c d) := by
  have h : Lawful (iso (dependent c fun _ => d) (fun v => ⟨v.1, v.2⟩) (fun v => (v.1, v.2))) := inferInstance
  refine ⟨h.puts, fun bytes i v next hi => ?_, fun bytes i error hi => ?_, ?_⟩
  · rw [← get_pair]; exact h.gets bytes i v next hi
  · rw [← get_pair]; exact h.fails bytes i error hi
  · intro v hv
    have hv : (c.valid v.1 && d.valid v.2) = true := hv
    rw [Bool.and_eq_true] at hv
    rw [octetsOf_eq (enc := fun v => c.octetsOf v.1 ++ d.octetsOf v.2) octetList_put_pair, List.length_append]
    exact Nat.add_le_add (Lawful.least v.1 hv.1) (Lawful.least v.2 hv.2)

instance present_lawful {c : Codec α} [Lawful c] (tag : Bool) : Lawful (present c tag) :=
  match tag with
  | false => nothing_lawful
  | true => inferInstanceAs (Lawful c)

instance optional_lawful {c : Codec α} [Lawful c] : Lawful (optional c) :=
  iso_lawful

instance eitherPayload_lawful {c : Codec α} {d : Codec β} [Lawful c] [Lawful d] (tag : Bool) : Lawful (eitherPayload c d tag) :=
  match tag with
  | false => inferInstanceAs (Lawful c)
  | true => inferInstanceAs (Lawful d)

instance either_lawful {c : Codec α} {d : Codec β} [Lawful c] [Lawful d] : Lawful (either c d) :=
  dependent_lawful

end Jar.Codec
