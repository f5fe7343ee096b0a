import Jar.Thm.Wire.Reader

/-!
# Fields

The relations of the fields that the formats of docs/wire.md have in common, and what their writers append.
-/
namespace Jar.Wire

open Jar.Pvm

/-- The octets of a natural field. -/
def natList (value n : Nat) : List UInt8 := leList value.toUInt64 n

/-- The octets of words one after another. -/
def wordList : List UInt64 → List UInt8
  | [] => []
  | value :: values => leList value 8 ++ wordList values

theorem octetList_putNat (bytes : ByteArray) (value n : Nat) : octetList (putNat bytes value n) = octetList bytes ++ natList value n :=
  octetList_putLe bytes value.toUInt64 n

theorem octetList_putRegisters (bytes : ByteArray) (φ : Registers) :
    octetList (putRegisters bytes φ) = octetList bytes ++ wordList φ.toList := by
  simp only [putRegisters, octetList_putLe, Registers.toList, wordList, List.append_assoc, List.append_nil]

theorem natList_length (value n : Nat) : (natList value n).length = n := leList_length _ n

theorem wordList_length (values : List UInt64) : (wordList values).length = 8 * values.length := by
  induction values with
  | nil => rfl
  | cons value values ih => rw [wordList, List.length_append, leList_length, ih, List.length_cons, Nat.mul_succ, Nat.add_comm]

theorem toNat_toUInt64 {n : Nat} (h : n < 2 ^ 64) : n.toUInt64.toNat = n := Nat.mod_eq_of_lt h

theorem toUInt64_toNat (x : UInt64) : x.toNat.toUInt64 = x := UInt64.ofNat_toNat

theorem pow256_le_8 {n : Nat} (h : n ≤ 8) : 256 ^ n ≤ 2 ^ 64 :=
  Nat.pow_le_pow_right (by decide) h

/-- Different naturals have different octets. -/
theorem natList_inj {a b n : Nat} (hn : n ≤ 8) (ha : a < 256 ^ n) (hb : b < 256 ^ n) (h : natList a n = natList b n) : a = b := by
  have h64 := pow256_le_8 hn
  have e : octetList (putNat .empty a n) = natList b n := by rw [octetList_putNat]; exact h
  have hold := holds_whole.mpr e
  have e' : octetList (putNat .empty a n) = natList a n := by rw [octetList_putNat]; rfl
  have hold' := holds_whole.mpr e'
  have r := readLe_of_holds (by rw [toNat_toUInt64 (Nat.lt_of_lt_of_le hb h64)]; exact hb) hold
  have r' := readLe_of_holds (by rw [toNat_toUInt64 (Nat.lt_of_lt_of_le ha h64)]; exact ha) hold'
  rw [r] at r'
  rw [← toNat_toUInt64 (Nat.lt_of_lt_of_le ha h64), ← r', toNat_toUInt64 (Nat.lt_of_lt_of_le hb h64)]

namespace Lawful

theorem word : Lawful Decoder.word (fun a xs => xs = leList a 8) :=
  fixed (n := 8) (fun bytes i => readLe bytes i 8) _
    (fun bytes i hi a xs hold => by
      refine ⟨fun e => ?_, fun e => ?_⟩
      · subst e; exact readLe_of_holds a.toNat_lt hold
      · subst e; exact hold.unique (holds_readLe (Nat.le_refl 8) hi))
    (fun a xs e => by rw [e, leList_length])

theorem natural {n : Nat} (hn : n ≤ 8) : Lawful (Decoder.natural n) (fun a xs => a < 256 ^ n ∧ xs = natList a n) :=
  fixed (n := n) (fun bytes i => (readLe bytes i n).toNat) _
    (fun bytes i hi a xs hold => by
      refine ⟨fun e => ?_, fun e => ?_⟩
      · obtain ⟨h, e⟩ := e
        subst e
        have ha := toNat_toUInt64 (Nat.lt_of_lt_of_le h (pow256_le_8 hn))
        rw [readLe_of_holds (by rw [ha]; exact h) hold, ha]
      · subst e
        refine ⟨readLe_toNat_lt bytes hn i, ?_⟩
        rw [natList, toUInt64_toNat]
        exact hold.unique (holds_readLe hn hi))
    (fun a xs e => by rw [e.2, natList_length])

theorem octets (n : Nat) : Lawful (Decoder.octets n) (fun a xs => a.size = n ∧ xs = octetList a) :=
  fixed (n := n) (fun bytes i => bytes.extract i (i + n)) _
    (fun bytes i hi a xs hold => by
      refine ⟨fun e => ?_, fun e => ?_⟩
      · obtain ⟨_, e⟩ := e
        subst e
        exact octetList_inj ((holds_extract hi).unique hold)
      · subst e
        exact ⟨extract_size hi, hold.unique (holds_extract hi)⟩)
    (fun a xs e => by rw [e.2, octetList_length, e.1])

/-- The words that begin at `i`. -/
private def readWords (bytes : ByteArray) (i : Nat) : (n : Nat) → List UInt64
  | 0 => []
  | n + 1 => readLe bytes i 8 :: readWords bytes (i + 8) n

private theorem readWords_of_holds {bytes : ByteArray} (values : List UInt64) {i next : Nat} (h : Holds bytes i (wordList values) next) :
    readWords bytes i values.length = values := by
  induction values generalizing i with
  | nil => rfl
  | cons value values ih =>
    obtain ⟨middle, h1, h2⟩ := holds_append.mp h
    have e : middle = i + 8 := by rw [h1.next_eq, leList_length]
    subst e
    rw [List.length_cons, readWords, ih h2, readLe_of_holds value.toNat_lt h1]

private theorem holds_readWords {bytes : ByteArray} (n : Nat) {i : Nat} (h : i + 8 * n ≤ bytes.size) :
    Holds bytes i (wordList (readWords bytes i n)) (i + 8 * n) := by
  induction n generalizing i with
  | zero => exact ⟨rfl, h⟩
  | succ n ih =>
    have e : i + 8 * (n + 1) = i + 8 + 8 * n := by rw [Nat.mul_succ, Nat.add_comm (8 * n), ← Nat.add_assoc]
    rw [e] at h ⊢
    exact holds_append.mpr ⟨i + 8, holds_readLe (Nat.le_refl 8) (Nat.le_trans (Nat.le_add_right _ _) h), ih h⟩

private theorem registers_eq {φ ψ : Registers} (h : φ.toList = ψ.toList) : φ = ψ :=
  congrArg (fun values => match values with
    | [a, b, c, d, e, f, g, h, i, j, k, l, m] => Registers.mk a b c d e f g h i j k l m
    | _ => {}) h

theorem registers : Lawful Decoder.registers (fun a xs => xs = wordList a.toList) :=
  fixed (n := 104) (fun bytes i => ({
        r0 := readLe bytes i 8, r1 := readLe bytes (i + 8) 8, r2 := readLe bytes (i + 16) 8
        r3 := readLe bytes (i + 24) 8, r4 := readLe bytes (i + 32) 8, r5 := readLe bytes (i + 40) 8
        r6 := readLe bytes (i + 48) 8, r7 := readLe bytes (i + 56) 8, r8 := readLe bytes (i + 64) 8
        r9 := readLe bytes (i + 72) 8, r10 := readLe bytes (i + 80) 8, r11 := readLe bytes (i + 88) 8
        r12 := readLe bytes (i + 96) 8 } : Registers)) _
    (fun bytes i hi a xs hold => by
      refine ⟨fun e => ?_, fun e => ?_⟩
      · subst e
        exact registers_eq (readWords_of_holds a.toList hold)
      · subst e
        exact hold.unique (holds_readWords 13 hi))
    (fun a xs e => by rw [e, wordList_length]; rfl)

theorem access : Lawful Decoder.access (fun a xs => xs = natList (accessCode a) 1) :=
  ((such (natural (n := 1) (by decide)) (fun code => code == 1 || code == 2) .value).bind
    (fun code => pure (if code = 1 then Access.readOnly else .writable))).congr fun a zs => by
      refine ⟨?_, fun e => ?_⟩
      · intro ⟨code, xs, ys, ⟨⟨_, hx⟩, hc⟩, ⟨ha, hy⟩, hz⟩
        subst hz; subst hy; subst hx; subst ha
        rw [List.append_nil]
        by_cases h1 : code = 1
        · subst h1; rfl
        · have h2 : code = 2 := by
            rw [Bool.or_eq_true] at hc
            exact hc.elim (fun e => absurd (eq_of_beq e) h1) eq_of_beq
          subst h2; rfl
      · subst e
        cases a with
        | readOnly => exact ⟨1, _, [], ⟨⟨by decide, rfl⟩, by decide⟩, ⟨rfl, rfl⟩, rfl⟩
        | writable => exact ⟨2, _, [], ⟨⟨by decide, rfl⟩, by decide⟩, ⟨rfl, rfl⟩, rfl⟩

/-- The relation of `many`. -/
def Many {α : Type} (rel : Array α → α → List UInt8 → Prop) (done : Array α) : Nat → Array α → List UInt8 → Prop
  | 0, all, xs => all = done ∧ xs = []
  | count + 1, all, zs => ∃ a, ∃ xs, ∃ ys, rel done a xs ∧ Many rel (done.push a) count all ys ∧ zs = xs ++ ys

theorem many {α : Type} {item : Array α → Decoder α} {rel : Array α → α → List UInt8 → Prop} (h : ∀ done, Lawful (item done) (rel done))
    (count : Nat) (done : Array α) : Lawful (Decoder.many item done count) (Many rel done count) := by
  induction count generalizing done with
  | zero => exact pure done
  | succ count ih => exact (h done).bind (fun a => ih (done.push a))

end Lawful

end Jar.Wire
