import Jar.Codec.Integers
import Jar.Thm.Codec.Lawful
import Jar.Thm.Codec.Natural

/-!
# Laws of integers and tags

Fixed-width integers, naturals, booleans, constants and enumerations are lawful: Gray Paper 0.7.2, appendix C.1.
-/
namespace Jar.Codec

variable {α β : Type}

/-! ## Integers -/

theorem Lawful.fixedWidth {n : Nat} {toWord : α → UInt64} {ofWord : UInt64 → α} (hn : n ≤ 8) (left : ∀ a, ofWord (toWord a) = a)
    (right : ∀ x : UInt64, x.toNat < 256 ^ n → toWord (ofWord x) = x) (small : ∀ a, (toWord a).toNat < 256 ^ n) :
    Lawful (fixedWidth n toWord ofWord) :=
  .of_octets (fun a => leList (toWord a) n) (fun bytes a => octetList_putLe bytes (toWord a) n)
    (fun bytes i a next hi => by
      show (if i + n ≤ bytes.size then Decoded.ok (ofWord (readLe bytes i n)) (i + n) else .fail .truncated i) = .ok a next ↔ true = true ∧ _
      by_cases h : i + n ≤ bytes.size
      · rw [ite_eq_left h]
        refine ⟨fun e => ?_, fun ⟨_, hold⟩ => ?_⟩
        · injection e with e1 e2
          subst e1; subst e2
          rw [right _ (readLe_toNat_lt bytes hn i)]
          exact ⟨rfl, holds_readLe hn h⟩
        · have e : next = i + n := by rw [hold.next_eq, leList_length]
          rw [readLe_of_holds (small a) hold, left, e]
      · rw [ite_eq_right h]
        refine ⟨fun e => (nomatch e), fun ⟨_, hold⟩ => ?_⟩
        have := hold.next_le
        rw [hold.next_eq, leList_length] at this
        exact absurd this h)
    (fun bytes i error hi e => by
      have e : (if i + n ≤ bytes.size then Decoded.ok (ofWord (readLe bytes i n)) (i + n) else .fail .truncated i) = .error error := e
      by_cases h : i + n ≤ bytes.size
      · rw [ite_eq_left h] at e
        exact nomatch e
      · rw [ite_eq_right h] at e
        injection e with e
        subst e
        exact ⟨Nat.le_refl _, hi⟩)
    (fun a _ => Nat.le_of_eq (leList_length (toWord a) n).symm)

instance : Lawful word8 :=
  .fixedWidth (by decide) (fun a => UInt8.toNat.inj (by rw [UInt64.toNat_toUInt8, UInt8.toNat_toUInt64]; exact Nat.mod_eq_of_lt a.toNat_lt))
    (fun x h => UInt64.toNat.inj (by rw [UInt8.toNat_toUInt64, UInt64.toNat_toUInt8]; exact Nat.mod_eq_of_lt h))
    (fun a => by rw [UInt8.toNat_toUInt64]; exact a.toNat_lt)

instance : Lawful word16 :=
  .fixedWidth (by decide) (fun a => UInt16.toNat.inj (by rw [UInt64.toNat_toUInt16, UInt16.toNat_toUInt64]; exact Nat.mod_eq_of_lt a.toNat_lt))
    (fun x h => UInt64.toNat.inj (by rw [UInt16.toNat_toUInt64, UInt64.toNat_toUInt16]; exact Nat.mod_eq_of_lt h))
    (fun a => by rw [UInt16.toNat_toUInt64]; exact a.toNat_lt)

instance : Lawful word32 :=
  .fixedWidth (by decide) (fun a => UInt32.toNat.inj (by rw [UInt64.toNat_toUInt32, UInt32.toNat_toUInt64]; exact Nat.mod_eq_of_lt a.toNat_lt))
    (fun x h => UInt64.toNat.inj (by rw [UInt32.toNat_toUInt64, UInt64.toNat_toUInt32]; exact Nat.mod_eq_of_lt h))
    (fun a => by rw [UInt32.toNat_toUInt64]; exact a.toNat_lt)

instance : Lawful word64 := .fixedWidth (by decide) (fun _ => rfl) (fun _ _ => rfl) (fun a => a.toNat_lt)

instance : Lawful natural64 :=
  .of_octets naturalList octetList_putNatural
    (fun bytes i a next hi => by
      rw [← decodeNatural_iff]
      show (match decodeNatural bytes i with | some { value, next } => Decoded.ok value next | none => .fail (naturalError bytes i) i) = .ok a next
        ↔ true = true ∧ _
      cases decodeNatural bytes i with
      | some d => exact ⟨fun e => ⟨rfl, by injection e with e1 e2; subst e1; subst e2; rfl⟩, fun ⟨_, e⟩ => by injection e with e; subst e; rfl⟩
      | none => exact ⟨fun e => (nomatch e), fun e => (nomatch e.2)⟩)
    (fun bytes i error hi e => by
      have e : (match decodeNatural bytes i with | some { value, next } => Decoded.ok value next | none => .fail (naturalError bytes i) i)
        = .error error := e
      cases h : decodeNatural bytes i with
      | some d => rw [h] at e; exact nomatch e
      | none => rw [h] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩)
    (fun _ _ => Nat.succ_le_succ (Nat.zero_le _))

/-! ## Values that stand for others -/

theorem Lawful.embed {c : Codec α} [Lawful c] {to : β → α} {of? : α → Option β} (kind : ErrorKind) (print : ByteArray → β → ByteArray)
    (h : ∀ a b, of? a = some b ↔ to b = a) : Lawful (embed c to of? kind print) :=
  .of_octets (fun b => c.octetsOf (to b)) (fun bytes b => Lawful.puts bytes (to b))
    (fun bytes i b next hi => by
      rw [show (Codec.embed c to of? kind print).valid b = c.valid (to b) from rfl, ← Lawful.gets bytes i (to b) next hi]
      show (match c.get bytes i with
        | .ok value next => (match of? value with | some value => Decoded.ok value next | none => .fail kind i)
        | .error error => .error error) = .ok b next ↔ _
      cases c.get bytes i with
      | ok a m =>
        show (match of? a with | some value => Decoded.ok value m | none => .fail kind i) = .ok b next ↔ Decoded.ok a m = .ok (to b) next
        have hab := h a b
        cases e : of? a with
        | some b' =>
          rw [e] at hab
          refine ⟨fun e' => ?_, fun e' => ?_⟩
          · injection e' with e1 e2
            subst e1; subst e2
            rw [hab.mp rfl]
          · injection e' with e1 e2
            subst e2
            have := hab.mpr e1.symm
            injection this with this
            subst this
            rfl
        | none =>
          rw [e] at hab
          refine ⟨fun e' => (nomatch e'), fun e' => ?_⟩
          injection e' with e1 e2
          exact nomatch hab.mpr e1.symm
      | error error =>
        show Decoded.error error = .ok b next ↔ Decoded.error error = .ok (to b) next
        exact ⟨fun e => (nomatch e), fun e => (nomatch e)⟩)
    (fun bytes i error hi e => by
      have e : (match c.get bytes i with
        | .ok value next => (match of? value with | some value => Decoded.ok value next | none => .fail kind i)
        | .error error => .error error) = .error error := e
      cases h : c.get bytes i with
      | ok a m =>
        rw [h] at e
        have e : (match of? a with | some value => Decoded.ok value m | none => .fail kind i) = .error error := e
        cases h' : of? a with
        | some b => rw [h'] at e; exact nomatch e
        | none => rw [h'] at e; injection e with e; subst e; exact ⟨Nat.le_refl _, hi⟩
      | error error' => rw [h] at e; injection e with e; subst e; exact Lawful.fails bytes i _ hi h)
    (fun b hv => Lawful.least (c := c) (to b) hv)

/-- A part of a type in which the value is found again. -/
theorem embed_iff {to : β → α} {of : α → β} [DecidableEq α] (left : ∀ b, of (to b) = b) (a : α) (b : β) :
    (if to (of a) = a then some (of a) else none) = some b ↔ to b = a := by
  by_cases h : to (of a) = a
  · rw [ite_eq_left h]
    refine ⟨fun e => ?_, fun e => ?_⟩
    · injection e with e
      rw [← e]; exact h
    · rw [← e, left]
  · rw [ite_eq_right h]
    refine ⟨fun e => (nomatch e), fun e => absurd ?_ h⟩
    rw [← e, left]

instance : Lawful natural32 :=
  .embed _ _ (embed_iff fun a => UInt32.toNat.inj (by rw [UInt64.toNat_toUInt32, UInt32.toNat_toUInt64]; exact Nat.mod_eq_of_lt a.toNat_lt))

instance : Lawful natural16 :=
  .embed _ _ (embed_iff fun a => UInt16.toNat.inj (by rw [UInt64.toNat_toUInt16, UInt16.toNat_toUInt64]; exact Nat.mod_eq_of_lt a.toNat_lt))

instance : Lawful natural8 :=
  .embed _ _ (embed_iff fun a => UInt8.toNat.inj (by rw [UInt64.toNat_toUInt8, UInt8.toNat_toUInt64]; exact Nat.mod_eq_of_lt a.toNat_lt))

instance (x : UInt8) : Lawful (constant x) :=
  .embed _ _ fun y u => by
    by_cases h : y = x
    · rw [ite_eq_left h]; exact ⟨fun _ => h.symm, fun _ => rfl⟩
    · rw [ite_eq_right h]; exact ⟨fun e => (nomatch e), fun e => absurd e.symm h⟩

theorem Lawful.enumeration {to : α → UInt8} {of? : UInt8 → Option α} {name : α → String} (h : ∀ x a, of? x = some a ↔ to a = x) :
    Lawful (enumeration to of? name) :=
  .embed _ _ h

instance : Lawful boolean :=
  .embed _ _ fun x b => by
    by_cases h0 : x = 0
    · subst h0; cases b <;> decide
    · rw [ite_eq_right h0]
      by_cases h1 : x = 1
      · subst h1; cases b <;> decide
      · rw [ite_eq_right h1]
        refine ⟨fun e => (nomatch e), fun e => ?_⟩
        cases b with
        | false => exact absurd e.symm h0
        | true => exact absurd e.symm h1

end Jar.Codec
