import Jar.Thm.Wire.WellFormed

/-!
# Host replies and pages

The relations of the parts of a case: what `Jar.Wire.Case` reads as a page or a reply is what it writes for one.
-/
namespace Jar.Wire.Case

open Jar.Pvm

/-- The octets of a page. -/
def pageList (page : Page) : List UInt8 :=
  natList page.number 4 ++ (natList (accessCode page.access) 1 ++ (natList page.data.size 2 ++ octetList page.data))

/-- The octets of the values that are given. -/
def valuesList : List (Option UInt64) → List UInt8
  | [] => []
  | none :: values => valuesList values
  | some value :: values => leList value 8 ++ valuesList values

/-- The octets of what the host writes. -/
def pokeList : Option Poke → List UInt8
  | none => natList 0 1
  | some poke => natList 1 1 ++ (natList poke.address 4 ++ (natList poke.data.size 2 ++ octetList poke.data))

/-- The octets of a reply. -/
def replyList (reply : Reply) : List UInt8 :=
  leList reply.gas 8 ++ (natList (maskOf reply.values) 2 ++ (valuesList reply.values ++ pokeList reply.poke))

theorem octetList_putPage (bytes : ByteArray) (page : Page) : octetList (putPage bytes page) = octetList bytes ++ pageList page := by
  simp only [putPage, octetList_append, octetList_putNat, pageList, List.append_assoc]

theorem octetList_putValues (bytes : ByteArray) (values : List (Option UInt64)) :
    octetList (putValues bytes values) = octetList bytes ++ valuesList values := by
  induction values generalizing bytes with
  | nil => rw [putValues, valuesList, List.append_nil]
  | cons value values ih =>
    cases value with
    | none => rw [putValues, valuesList, ih]
    | some value => rw [putValues, valuesList, ih, octetList_putLe, List.append_assoc]

theorem octetList_putPoke (bytes : ByteArray) (poke : Option Poke) : octetList (putPoke bytes poke) = octetList bytes ++ pokeList poke := by
  cases poke with
  | none => rw [putPoke, pokeList, octetList_putNat]
  | some poke => simp only [putPoke, octetList_append, octetList_putNat, pokeList, List.append_assoc]

theorem octetList_putReply (bytes : ByteArray) (reply : Reply) : octetList (putReply bytes reply) = octetList bytes ++ replyList reply := by
  simp only [putReply, octetList_putPoke, octetList_putValues, octetList_putNat, octetList_putLe, replyList, List.append_assoc]

/-! ## Pages -/

theorem lastNumber_empty : lastNumber #[] = lastReserved := rfl

theorem lastNumber_push (pages : Array Page) (page : Page) : lastNumber (pages.push page) = page.number := by
  have h : (pages.push page).size - 1 = pages.size := by rw [Array.size_push]; rfl
  have aux : ∀ (i : Nat) (hi : i < (pages.push page).size), i = pages.size → (pages.push page)[i] = page := by
    intro i hi e
    subst e
    exact Array.getElem_push_eq ..
  have hi : (pages.push page).size - 1 < (pages.push page).size := by rw [h, Array.size_push]; exact Nat.lt_succ_self _
  rw [lastNumber, dite_eq_left hi, aux _ hi h]

theorem nextNumberOk_iff {done : Array Page} {number : Nat} :
    nextNumberOk done number = true ↔ lastNumber done < number ∧ number < pageCount := by
  simp only [nextNumberOk, Bool.and_eq_true, decide_eq_true_eq]

theorem lawful_page (done : Array Page) :
    Lawful (page done) (fun page xs => PageOk (lastNumber done) page ∧ xs = pageList page) :=
  ((Lawful.such (Lawful.natural (n := 4) (by decide)) (nextNumberOk done) .value).bind fun number =>
    Lawful.access.bind fun access =>
    (Lawful.such (Lawful.natural (n := 2) (by decide)) (fun size => size ≤ pageSize) .value).bind fun size =>
    (Lawful.such (Lawful.octets size) contentOk .value).bind fun data =>
    Lawful.pure { number, access, data, touched := false : Page }).congr fun page zs => by
      refine ⟨?_, ?_⟩
      · intro ⟨number, _, _, ⟨⟨_, h1⟩, h2⟩, ⟨access, _, _, h3, ⟨size, _, _, ⟨⟨_, h4⟩, h5⟩,
          ⟨data, _, _, ⟨⟨h6, h7⟩, h8⟩, ⟨h9, h10⟩, h11⟩, h12⟩, h13⟩, h14⟩
        subst h9; subst h10; subst h1; subst h3; subst h4; subst h6; subst h7; subst h11; subst h12; subst h13; subst h14
        obtain ⟨h, h'⟩ := nextNumberOk_iff.mp h2
        exact ⟨⟨h, h', of_decide_eq_true h5, h8, rfl⟩, by rw [List.append_nil]; rfl⟩
      · intro ⟨⟨h1, h2, h3, h4, h5⟩, h6⟩
        cases page with
        | mk number access data touched =>
          cases h5
          exact ⟨number, _, _, ⟨⟨Nat.lt_trans h2 (by decide), rfl⟩, nextNumberOk_iff.mpr ⟨h1, h2⟩⟩,
            ⟨access, _, _, rfl, ⟨data.size, _, _, ⟨⟨Nat.lt_of_le_of_lt h3 (by decide), rfl⟩, decide_eq_true h3⟩,
              ⟨data, _, _, ⟨⟨rfl, rfl⟩, h4⟩, ⟨rfl, rfl⟩, rfl⟩, rfl⟩, rfl⟩, by rw [h6, List.append_nil]; rfl⟩

/-! ## Replies -/

theorem lawful_maskedWords {mask n : Nat} (h : mask < 2 ^ n) :
    Lawful (maskedWords mask n) (fun values xs => (values.length = n ∧ maskOf values = mask) ∧ xs = valuesList values) := by
  induction n generalizing mask with
  | zero =>
    have h0 : mask = 0 := Nat.le_antisymm (Nat.le_of_lt_succ h) (Nat.zero_le _)
    subst h0
    refine (Lawful.pure ([] : List (Option UInt64))).congr fun values xs => ⟨?_, ?_⟩
    · intro ⟨h1, h2⟩
      subst h1; subst h2
      exact ⟨⟨rfl, rfl⟩, rfl⟩
    · intro ⟨⟨h1, _⟩, h3⟩
      cases values with
      | nil => exact ⟨rfl, h3⟩
      | cons value values => exact nomatch h1
  | succ n ih =>
    have hhalf : mask / 2 < 2 ^ n := Nat.div_lt_of_lt_mul (by rw [Nat.mul_comm]; exact h)
    have hmask := Nat.div_add_mod mask 2
    have ih := ih hhalf
    by_cases hbit : mask % 2 = 1
    · have e : maskedWords mask (n + 1) = (Decoder.word >>= fun value => maskedWords (mask / 2) n >>= fun values =>
          Pure.pure (some value :: values) : Decoder (List (Option UInt64))) := by
        refine funext fun bytes => funext fun i => ?_
        show (if mask % 2 = 1 then _ else _) = Decoder.bind _ _ bytes i
        rw [ite_eq_left hbit]
        unfold Decoder.bind
        cases Decoder.word bytes i with
        | malformed error offset => rfl
        | ok value next =>
          show _ = Decoder.bind _ _ bytes next
          unfold Decoder.bind
          cases e : maskedWords (mask / 2) n bytes next <;> simp only [e] <;> rfl
      rw [e]
      refine (Lawful.word.bind fun value => ih.bind fun values => Lawful.pure (some value :: values)).congr fun values xs => ⟨?_, ?_⟩
      · intro ⟨value, _, _, h1, ⟨rest, _, _, ⟨⟨h2, h3⟩, h4⟩, ⟨h5, h6⟩, h7⟩, h8⟩
        subst h5; subst h6; subst h1; subst h4; subst h7; subst h8
        refine ⟨⟨by rw [List.length_cons, h2], ?_⟩, by rw [List.append_nil]; rfl⟩
        rw [maskOf, h3, ← hbit, hmask]
      · intro ⟨⟨h1, h2⟩, h3⟩
        cases values with
        | nil => exact nomatch h1
        | cons value rest =>
          cases value with
          | none =>
            rw [maskOf] at h2
            have := Nat.add_mul_mod_self_left 0 2 (maskOf rest)
            rw [Nat.zero_add, h2, hbit] at this
            exact absurd this (by decide)
          | some value =>
            rw [maskOf] at h2
            have h4 : maskOf rest = mask / 2 := by
              have : (1 + 2 * maskOf rest) / 2 = 1 / 2 + maskOf rest := Nat.add_mul_div_left _ _ (by decide)
              rw [Nat.add_comm 1, h2, show 1 / 2 = 0 from rfl, Nat.zero_add] at this
              exact this.symm
            refine ⟨value, _, _, rfl, ⟨rest, _, [], ⟨⟨?_, h4⟩, rfl⟩, ⟨rfl, rfl⟩, rfl⟩, by rw [h3, List.append_nil]; rfl⟩
            injection h1
    · have e : maskedWords mask (n + 1) = (maskedWords (mask / 2) n >>= fun values =>
          Pure.pure (none :: values) : Decoder (List (Option UInt64))) := by
        refine funext fun bytes => funext fun i => ?_
        show (if mask % 2 = 1 then _ else _) = Decoder.bind _ _ bytes i
        rw [ite_eq_right hbit]
        unfold Decoder.bind
        cases maskedWords (mask / 2) n bytes i <;> rfl
      have hbit' : mask % 2 = 0 := by
        have h2 : mask % 2 < 2 := Nat.mod_lt _ (by decide)
        exact Nat.le_antisymm (Nat.le_of_lt_succ (Nat.lt_of_le_of_ne (Nat.le_of_lt_succ h2) hbit)) (Nat.zero_le _)
      rw [e]
      refine (ih.bind fun values => Lawful.pure (none :: values)).congr fun values xs => ⟨?_, ?_⟩
      · intro ⟨rest, _, _, ⟨⟨h2, h3⟩, h4⟩, ⟨h5, h6⟩, h7⟩
        subst h5; subst h6; subst h4; subst h7
        refine ⟨⟨by rw [List.length_cons, h2], ?_⟩, by rw [List.append_nil]; rfl⟩
        rw [hbit', Nat.add_zero] at hmask
        rw [maskOf, h3, hmask]
      · intro ⟨⟨h1, h2⟩, h3⟩
        cases values with
        | nil => exact nomatch h1
        | cons value rest =>
          cases value with
          | some value =>
            rw [maskOf] at h2
            have := Nat.add_mul_mod_self_left 1 2 (maskOf rest)
            rw [Nat.add_comm 1, h2, hbit'] at this
            exact absurd this (by decide)
          | none =>
            rw [maskOf] at h2
            have h4 : maskOf rest = mask / 2 := by
              have : (0 + 2 * maskOf rest) / 2 = 0 / 2 + maskOf rest := Nat.add_mul_div_left _ _ (by decide)
              rw [Nat.zero_add, h2, show 0 / 2 = 0 from rfl, Nat.zero_add] at this
              exact this.symm
            refine ⟨rest, _, [], ⟨⟨?_, h4⟩, rfl⟩, ⟨rfl, rfl⟩, by rw [h3, List.append_nil]; rfl⟩
            injection h1

theorem maskOf_lt (values : List (Option UInt64)) : maskOf values < 2 ^ values.length := by
  induction values with
  | nil => exact Nat.zero_lt_one
  | cons value values ih =>
    have h := Nat.mul_le_mul_left 2 (Nat.succ_le_of_lt ih)
    rw [Nat.mul_succ] at h
    rw [List.length_cons, Nat.pow_succ, Nat.mul_comm _ 2]
    cases value with
    | none => exact Nat.lt_of_lt_of_le (Nat.lt_add_of_pos_right (by decide)) h
    | some value => exact h

theorem lawful_poke : Lawful poke (fun poke xs => (match poke with | none => True | some poke => poke.WellFormed) ∧ xs = pokeList poke) :=
  ((Lawful.such (Lawful.natural (n := 1) (by decide)) (fun flag => flag ≤ 1) .value).bind fun flag =>
    Lawful.ite (fun _ => Lawful.pure none) fun _ =>
      (Lawful.natural (n := 4) (by decide)).bind fun address =>
      (Lawful.such (Lawful.natural (n := 2) (by decide)) (fun size => decide (1 ≤ size) && decide (size ≤ pageSize)) .value).bind fun size =>
      (Lawful.octets size).bind fun data =>
      Lawful.pure (some { address, data : Poke })).congr fun poke zs => by
      refine ⟨?_, ?_⟩
      · intro ⟨flag, _, _, ⟨⟨_, h1⟩, h2⟩, h3, h4⟩
        cases h3 with
        | inl h3 =>
          obtain ⟨h5, h6, h7⟩ := h3
          subst h5; subst h6; subst h7; subst h1; subst h4
          exact ⟨trivial, rfl⟩
        | inr h3 =>
          obtain ⟨h5, ⟨address, _, _, ⟨h6, h7⟩, ⟨size, _, _, ⟨⟨_, h8⟩, h9⟩, ⟨data, _, _, ⟨h10, h11⟩, ⟨h12, h13⟩, h14⟩, h15⟩, h16⟩⟩ := h3
          have hflag : flag = 1 :=
            Nat.le_antisymm (of_decide_eq_true h2) (Nat.pos_of_ne_zero h5)
          subst hflag; subst h10; subst h11; subst h12; subst h13; subst h14; subst h8; subst h15; subst h7; subst h16; subst h1; subst h4
          simp only [Bool.and_eq_true, decide_eq_true_eq] at h9
          exact ⟨⟨h6, h9⟩, by rw [List.append_nil]; rfl⟩
      · intro ⟨h1, h2⟩
        cases poke with
        | none => exact ⟨0, _, [], ⟨⟨by decide, rfl⟩, by decide⟩, .inl ⟨rfl, rfl, rfl⟩, by rw [h2, List.append_nil]; rfl⟩
        | some poke =>
          cases poke with
          | mk address data =>
            obtain ⟨h3, h4, h5⟩ := h1
            exact ⟨1, _, _, ⟨⟨by decide, rfl⟩, by decide⟩, .inr ⟨by decide, ⟨address, _, _, ⟨h3, rfl⟩,
              ⟨data.size, _, _, ⟨⟨Nat.lt_of_le_of_lt h5 (by decide), rfl⟩, by simp only [Bool.and_eq_true, decide_eq_true_eq]; exact ⟨h4, h5⟩⟩,
                ⟨data, _, _, ⟨rfl, rfl⟩, ⟨rfl, rfl⟩, rfl⟩, rfl⟩, rfl⟩⟩, by rw [h2, List.append_nil]; rfl⟩

theorem lawful_reply : Lawful reply (fun reply xs => reply.WellFormed ∧ xs = replyList reply) :=
  (Lawful.word.bind fun gas =>
    (Lawful.such (Lawful.natural (n := 2) (by decide)) (fun mask => mask < 0x2000) .value).bind_of fun mask _ hmask =>
    (lawful_maskedWords (n := 13) (of_decide_eq_true hmask.2)).bind fun values =>
    lawful_poke.bind fun poke =>
    Lawful.pure { gas, values, poke : Reply }).congr fun reply zs => by
      refine ⟨?_, ?_⟩
      · intro ⟨gas, _, _, h1, ⟨mask, _, _, ⟨⟨_, h2⟩, _⟩, ⟨values, _, _, ⟨⟨h3, h4⟩, h5⟩, ⟨poke, _, _, ⟨h6, h7⟩, ⟨h8, h9⟩, h10⟩, h11⟩, h12⟩, h13⟩
        subst h8; subst h9; subst h1; subst h2; subst h5; subst h7; subst h10; subst h11; subst h12; subst h13; subst h4
        exact ⟨⟨h3, h6⟩, by rw [List.append_nil]; rfl⟩
      · intro ⟨⟨h1, h2⟩, h3⟩
        have h4 : maskOf reply.values < 2 ^ 13 := by
          rw [← h1]; exact maskOf_lt reply.values
        cases reply with
        | mk gas values poke =>
          exact ⟨gas, _, _, rfl, ⟨maskOf values, _, _, ⟨⟨Nat.lt_of_lt_of_le h4 (by decide), rfl⟩, decide_eq_true h4⟩,
            ⟨values, _, _, ⟨⟨h1, rfl⟩, rfl⟩, ⟨poke, _, [], ⟨h2, rfl⟩, ⟨rfl, rfl⟩, rfl⟩, rfl⟩, rfl⟩,
            by rw [h3, List.append_nil]; rfl⟩

end Jar.Wire.Case
