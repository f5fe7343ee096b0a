import Jar.Thm.Wire.Reply
import Jar.Thm.Wire.Whole

/-!
# Observations round-trip

Exactly the well-formed observations have an encoding of their own, and decoding gives the observation back: docs/wire.md, "Observation, version 1".
-/
namespace Jar.Wire

open Jar.Pvm

/-! ## Endings and errors -/

theorem Ending.ofCode_code : (code : Nat) → (payload : UInt64) → code ≤ 6 → (code == 3 || code == 4 || payload == 0) = true →
    (Ending.ofCode code payload).code = code ∧ (Ending.ofCode code payload).payload = payload
  | 0, _, _, h => ⟨rfl, (eq_of_beq h).symm⟩
  | 1, _, _, h => ⟨rfl, (eq_of_beq h).symm⟩
  | 2, _, _, h => ⟨rfl, (eq_of_beq h).symm⟩
  | 3, _, _, _ => ⟨rfl, rfl⟩
  | 4, _, _, _ => ⟨rfl, rfl⟩
  | 5, _, _, h => ⟨rfl, (eq_of_beq h).symm⟩
  | 6, _, _, h => ⟨rfl, (eq_of_beq h).symm⟩
  | n + 7, _, h, _ => absurd h (Nat.not_le_of_gt (Nat.le_add_left 7 n))

theorem Ending.code_ofCode (ending : Ending) : Ending.ofCode ending.code ending.payload = ending ∧ ending.code ≤ 6
    ∧ (ending.code == 3 || ending.code == 4 || ending.payload == 0) = true := by
  cases ending with
  | exit reason => cases reason <;> exact ⟨rfl, Nat.le_of_ble_eq_true rfl, rfl⟩
  | stepLimit => exact ⟨rfl, by decide, rfl⟩
  | invalidProgram => exact ⟨rfl, by decide, rfl⟩

namespace Observation

theorem errorOf_toNat (error : ErrorCode) : errorOf error.toNat = error ∧ 1 ≤ error.toNat ∧ error.toNat ≤ 5 := by
  cases error <;> exact ⟨rfl, by decide, by decide⟩

theorem toNat_errorOf : (code : Nat) → 1 ≤ code → code ≤ 5 → (errorOf code).toNat = code
  | 0, h, _ => absurd h (by decide)
  | 1, _, _ => rfl
  | 2, _, _ => rfl
  | 3, _, _ => rfl
  | 4, _, _ => rfl
  | 5, _, _ => rfl
  | n + 6, _, h => absurd h (Nat.not_le_of_gt (Nat.le_add_left 6 n))

/-! ## The octets -/

/-- The octets of a page. -/
def pageList (page : Page) : List UInt8 :=
  natList page.number 4 ++ (natList (accessCode page.access) 1 ++ octetList (fullPage page.data))

/-- The octets of a call. -/
def callList (call : Call) : List UInt8 :=
  leList call.identifier 8 ++ (leList call.gas 8 ++ (leList call.r7 8 ++ (leList call.r8 8
    ++ (leList call.r9 8 ++ (leList call.r10 8 ++ (leList call.r11 8 ++ leList call.r12 8))))))

/-- The octets of a report from the exit kind on. -/
def reportList (report : Report) : List UInt8 :=
  natList report.ending.code 1 ++ (natList 0 1 ++ (leList report.ending.payload 8 ++ (leList report.gas 8 ++ (natList report.pc 8
    ++ (natList report.heapBreak 4 ++ (natList report.calls.size 4 ++ (wordList report.registers.toList ++ (natList report.pages.size 4
    ++ (listOf pageList report.pages.toList ++ listOf callList report.calls.toList)))))))))

/-- The octets behind the status. -/
def bodyList : Observation → List UInt8
  | .ran report => reportList report
  | .malformed error offset => natList error.toNat 1 ++ (natList 0 1 ++ natList offset 8)

/-- The status. -/
def status : Observation → Nat
  | .ran _ => 0
  | .malformed _ _ => 1

/-- The octets of an observation. -/
def observationList (o : Observation) : List UInt8 :=
  natList observationMagic 4 ++ (natList formatVersion 1 ++ (natList o.status 1 ++ o.bodyList))

theorem octetList_putPage (bytes : ByteArray) (page : Page) : octetList (putPage bytes page) = octetList bytes ++ pageList page := by
  simp only [putPage, octetList_append, octetList_putNat, pageList, List.append_assoc]

theorem octetList_putCall (bytes : ByteArray) (call : Call) : octetList (putCall bytes call) = octetList bytes ++ callList call := by
  simp only [putCall, octetList_putLe, callList, List.append_assoc]

theorem octetList_encode (o : Observation) : octetList o.encode = observationList o := by
  cases o with
  | ran report =>
    simp only [encode, putReport, putHead, octetList_foldl_array octetList_putCall, octetList_foldl_array octetList_putPage, octetList_putNat,
      octetList_putLe, octetList_putRegisters, octetList_emptyWithCapacity, observationList, bodyList, reportList, status,
      List.append_assoc, List.nil_append]
  | malformed error offset =>
    simp only [encode, putHead, octetList_putNat, octetList_emptyWithCapacity, observationList, bodyList, status,
      List.append_assoc, List.nil_append]

theorem fullPage_of_size {data : ByteArray} (h : data.size = pageSize) : fullPage data = data :=
  ite_eq_right (by rw [h]; exact Nat.lt_irrefl _)

/-! ## The laws of the readers -/

theorem lawful_page (done : Array Page) :
    Lawful (page done) (fun page xs => PageOk (lastNumber done) page ∧ xs = pageList page) :=
  ((Lawful.such (Lawful.natural (n := 4) (by decide)) (Case.nextNumberOk done) .value).bind fun number =>
    Lawful.access.bind fun access =>
    (Lawful.octets pageSize).bind fun data =>
    Lawful.pure { number, access, data, touched := true : Page }).congr fun page zs => by
      refine ⟨?_, ?_⟩
      · intro ⟨number, _, _, ⟨⟨_, h1⟩, h2⟩, ⟨access, _, _, h3, ⟨data, _, _, ⟨h4, h5⟩, ⟨h6, h7⟩, h8⟩, h9⟩, h10⟩
        obtain ⟨h, h'⟩ := Case.nextNumberOk_iff.mp h2
        subst h6
        refine ⟨⟨h, h', h4, rfl⟩, ?_⟩
        rw [h10, h9, h8, h7, h5, h3, h1, List.append_nil, pageList, fullPage_of_size h4]
      · intro ⟨⟨h1, h2, h3, h4⟩, h5⟩
        cases page with
        | mk number access data touched =>
          cases h4
          refine ⟨number, _, _, ⟨⟨Nat.lt_trans h2 (by decide), rfl⟩, Case.nextNumberOk_iff.mpr ⟨h1, h2⟩⟩,
            ⟨access, _, _, rfl, ⟨data, _, [], ⟨h3, rfl⟩, ⟨rfl, rfl⟩, rfl⟩, rfl⟩, ?_⟩
          rw [h5, List.append_nil, pageList, fullPage_of_size h3]

theorem lawful_call : Lawful call (fun call xs => True ∧ xs = callList call) :=
  (Lawful.word.bind fun identifier => Lawful.word.bind fun gas => Lawful.word.bind fun r7 => Lawful.word.bind fun r8 =>
    Lawful.word.bind fun r9 => Lawful.word.bind fun r10 => Lawful.word.bind fun r11 => Lawful.word.bind fun r12 =>
    Lawful.pure { identifier, gas, r7, r8, r9, r10, r11, r12 : Call }).congr fun call zs => by
      refine ⟨?_, ?_⟩
      · intro ⟨_, _, _, h1, ⟨_, _, _, h2, ⟨_, _, _, h3, ⟨_, _, _, h4, ⟨_, _, _, h5, ⟨_, _, _, h6, ⟨_, _, _, h7, ⟨_, _, _, h8,
          ⟨h9, h9'⟩, e8⟩, e7⟩, e6⟩, e5⟩, e4⟩, e3⟩, e2⟩, e1⟩
        subst h9
        refine ⟨trivial, ?_⟩
        rw [e1, e2, e3, e4, e5, e6, e7, e8, h9', h1, h2, h3, h4, h5, h6, h7, h8, List.append_nil]
        rfl
      · intro ⟨_, e⟩
        exact ⟨call.identifier, _, _, rfl, ⟨call.gas, _, _, rfl, ⟨call.r7, _, _, rfl, ⟨call.r8, _, _, rfl, ⟨call.r9, _, _, rfl,
          ⟨call.r10, _, _, rfl, ⟨call.r11, _, _, rfl, ⟨call.r12, _, [], rfl, ⟨rfl, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩,
          by rw [e, List.append_nil]; rfl⟩

theorem lawful_report : Lawful report (fun o xs => ∃ report, o = .ran report ∧ report.WellFormed ∧ xs = reportList report) :=
  ((Lawful.such (Lawful.natural (n := 1) (by decide)) (fun code => code ≤ 6) .value).bind fun code =>
    (Lawful.such (Lawful.natural (n := 1) (by decide)) (· == 0) .value).bind fun _ =>
    (Lawful.such Lawful.word (fun payload => code == 3 || code == 4 || payload == 0) .value).bind fun payload =>
    Lawful.word.bind fun gas =>
    Lawful.word.bind fun pc =>
    (Lawful.natural (n := 4) (by decide)).bind fun heapBreak =>
    (Lawful.natural (n := 4) (by decide)).bind fun callTotal =>
    Lawful.registers.bind fun registers =>
    (Lawful.natural (n := 4) (by decide)).bind fun pageTotal =>
    (Lawful.many lawful_page pageTotal #[]).bind fun pages =>
    (Lawful.many (fun _ => lawful_call) callTotal #[]).bind fun calls =>
    Lawful.pure (Observation.ran
      { ending := Ending.ofCode code payload, gas, pc := pc.toNat, heapBreak, registers, pages, calls })).congr fun o zs => by
      have pagesIff := many_empty_iff (rel := fun done page xs => PageOk (lastNumber done) page ∧ xs = pageList page)
        (ok := PageOk) (key := Page.number) (last := lastNumber) (enc := pageList) (fun _ _ _ => .rfl) Case.lastNumber_push
      have callsIff := many_empty_iff (rel := fun _ call xs => True ∧ xs = callList call)
        (ok := fun _ _ => True) (key := fun _ => 0) (last := fun _ => 0) (enc := callList) (fun _ _ _ => .rfl) (fun _ _ => rfl)
      refine ⟨?_, ?_⟩
      · intro ⟨code, _, _, ⟨⟨_, h1⟩, h1'⟩, ⟨reserved, _, _, ⟨⟨_, h2⟩, h2'⟩, ⟨payload, _, _, ⟨h3, h3'⟩, ⟨gas, _, _, h4, ⟨pc, _, _, h5,
          ⟨heapBreak, _, _, ⟨h6', h6⟩, ⟨callTotal, _, _, ⟨h7', h7⟩, ⟨registers, _, _, h8, ⟨pageTotal, _, _, ⟨h9', h9⟩,
          ⟨pages, _, _, hpages, ⟨calls, _, _, hcalls, ⟨h12', h12⟩, e11⟩, e10⟩, e9⟩, e8⟩, e7⟩, e6⟩, e5⟩, e4⟩, e3⟩, e2⟩, e1⟩
        obtain ⟨h10', h10'', h10⟩ := (pagesIff _ _ _).mp hpages
        obtain ⟨h11', _, h11⟩ := (callsIff _ _ _).mp hcalls
        have m2 : reserved = 0 := eq_of_beq h2'
        obtain ⟨c1, c2⟩ := Ending.ofCode_code code payload (of_decide_eq_true h1') h3'
        subst h10' h11'
        refine ⟨_, h12', ⟨pc.toNat_lt, h6', ⟨h9', h10''⟩, h7'⟩, ?_⟩
        rw [e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, h11, h12, m2, List.append_nil]
        simp only [reportList, natList, toUInt64_toNat, c1, c2]
      · intro ⟨report, e, ⟨h1, h2, ⟨h3, h4⟩, h5⟩, e'⟩
        obtain ⟨c1, c2, c3⟩ := report.ending.code_ofCode
        have hpc : report.pc.toUInt64.toNat = report.pc := toNat_toUInt64 h1
        refine ⟨report.ending.code, _, _, ⟨⟨Nat.lt_of_le_of_lt c2 (by decide), rfl⟩, decide_eq_true c2⟩, ⟨0, _, _, ⟨⟨by decide, rfl⟩, by decide⟩,
          ⟨report.ending.payload, _, _, ⟨rfl, c3⟩, ⟨report.gas, _, _, rfl, ⟨report.pc.toUInt64, _, _, rfl,
          ⟨report.heapBreak, _, _, ⟨h2, rfl⟩, ⟨report.calls.size, _, _, ⟨h5, rfl⟩, ⟨report.registers, _, _, rfl,
          ⟨report.pages.size, _, _, ⟨h3, rfl⟩, ⟨report.pages, _, _, (pagesIff _ _ _).mpr ⟨rfl, h4, rfl⟩,
          ⟨report.calls, _, [], (callsIff _ _ _).mpr ⟨rfl, ?_, rfl⟩, ⟨?_, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, ?_⟩
        · have all : ∀ (last : Nat) (calls : List Call), Chain (fun _ _ => True) (fun _ => 0) last calls := by
            intro last calls
            induction calls generalizing last with
            | nil => exact trivial
            | cons call calls ih => exact ⟨trivial, ih 0⟩
          exact all _ _
        · rw [e, c1, hpc]
        · rw [e', List.append_nil]; rfl

theorem lawful_refusal :
    Lawful refusal (fun o xs => ∃ error, ∃ offset, o = .malformed error offset ∧ offset < 256 ^ 8
      ∧ xs = natList error.toNat 1 ++ (natList 0 1 ++ natList offset 8)) :=
  ((Lawful.such (Lawful.natural (n := 1) (by decide)) (fun code => decide (1 ≤ code) && decide (code ≤ 5)) .value).bind fun code =>
    (Lawful.such (Lawful.natural (n := 1) (by decide)) (· == 0) .value).bind fun _ =>
    Lawful.word.bind fun offset =>
    Lawful.pure (Observation.malformed (errorOf code) offset.toNat)).congr fun o zs => by
      refine ⟨?_, ?_⟩
      · intro ⟨code, _, _, ⟨⟨_, h1⟩, h1'⟩, ⟨reserved, _, _, ⟨⟨_, h2⟩, h2'⟩, ⟨offset, _, _, h3, ⟨h4', h4⟩, e3⟩, e2⟩, e1⟩
        have m2 : reserved = 0 := eq_of_beq h2'
        simp only [Bool.and_eq_true, decide_eq_true_eq] at h1'
        refine ⟨_, _, h4', offset.toNat_lt, ?_⟩
        rw [e1, e2, e3, h1, h2, h3, h4, m2, List.append_nil, toNat_errorOf code h1'.1 h1'.2, natList, natList, natList, toUInt64_toNat]
      · intro ⟨error, offset, e, h, e'⟩
        obtain ⟨c1, c2, c3⟩ := errorOf_toNat error
        refine ⟨error.toNat, _, _, ⟨⟨Nat.lt_of_le_of_lt c3 (by decide), rfl⟩, ?_⟩, ⟨0, _, _, ⟨⟨by decide, rfl⟩, by decide⟩,
          ⟨offset.toUInt64, _, [], rfl, ⟨?_, rfl⟩, rfl⟩, rfl⟩, ?_⟩
        · simp only [Bool.and_eq_true, decide_eq_true_eq]
          exact ⟨c2, c3⟩
        · rw [e, c1, toNat_toUInt64 h]
        · rw [e', List.append_nil]; rfl

/-- The law of the decoder of observations. -/
theorem lawful_decoder : Lawful decoder (fun o xs => o.WellFormed ∧ xs = observationList o) :=
  ((Lawful.such (Lawful.natural (n := 4) (by decide)) (· == observationMagic) .magic).bind fun _ =>
    (Lawful.such (Lawful.natural (n := 1) (by decide)) (· == formatVersion) .version).bind fun _ =>
    (Lawful.such (Lawful.natural (n := 1) (by decide)) (fun status => status ≤ 1) .value).bind fun _ =>
    Lawful.ite (fun _ => lawful_report) (fun _ => lawful_refusal)).congr fun o zs => by
      refine ⟨?_, ?_⟩
      · intro ⟨magic, _, _, ⟨⟨_, h1⟩, h1'⟩, ⟨version, _, _, ⟨⟨_, h2⟩, h2'⟩, ⟨state, _, _, ⟨⟨_, h3⟩, h3'⟩, h4, e3⟩, e2⟩, e1⟩
        have m1 : magic = observationMagic := eq_of_beq h1'
        have m2 : version = formatVersion := eq_of_beq h2'
        cases h4 with
        | inl h =>
          obtain ⟨m3, report, h5, h6, h7⟩ := h
          subst h5
          exact ⟨h6, by rw [e1, e2, e3, h1, h2, h3, h7, m1, m2, m3]; rfl⟩
        | inr h =>
          obtain ⟨m3, error, offset, h5, h6, h7⟩ := h
          have m3 : state = 1 := Nat.le_antisymm (of_decide_eq_true h3') (Nat.pos_of_ne_zero m3)
          subst h5
          exact ⟨h6, by rw [e1, e2, e3, h1, h2, h3, h7, m1, m2, m3]; rfl⟩
      · intro ⟨h, e⟩
        refine ⟨observationMagic, _, _, ⟨⟨by decide, rfl⟩, by decide⟩, ⟨formatVersion, _, _, ⟨⟨by decide, rfl⟩, by decide⟩,
          ⟨o.status, _, _, ⟨⟨?_, rfl⟩, ?_⟩, ?_, rfl⟩, rfl⟩, e⟩
        · cases o <;> exact Nat.le_of_ble_eq_true rfl
        · cases o <;> rfl
        · cases o with
          | ran report => exact .inl ⟨rfl, report, rfl, h, rfl⟩
          | malformed error offset => exact .inr ⟨Nat.succ_ne_zero 0, error, offset, rfl, h, rfl⟩

/-! ## Round trips -/

/-- **Decoding is exact**: octets decode to an observation if and only if it is well-formed and they are its encoding. -/
theorem decode_ok_iff {bytes : ByteArray} {o : Observation} {next : Nat} :
    decode bytes = .ok o next ↔ o.WellFormed ∧ o.encode = bytes ∧ next = bytes.size := by
  rw [decode, whole_ok_iff lawful_decoder]
  refine ⟨fun ⟨⟨h1, h2⟩, h3⟩ => ⟨h1, octetList_inj ((octetList_encode o).trans h2.symm), h3⟩, fun ⟨h1, h2, h3⟩ => ⟨⟨h1, ?_⟩, h3⟩⟩
  rw [← h2, octetList_encode]

/-- Encoding a well-formed observation and decoding gives it back. -/
theorem decode_encode {o : Observation} (h : o.WellFormed) : decode o.encode = .ok o o.encode.size :=
  decode_ok_iff.mpr ⟨h, rfl, rfl⟩

/-- Octets that decode to an observation are its encoding: there is one for each. -/
theorem encode_of_decode {bytes : ByteArray} {o : Observation} {next : Nat} (h : decode bytes = .ok o next) : o.encode = bytes :=
  (decode_ok_iff.mp h).2.1

/-- The well-formed observations are those that decoding gives. -/
theorem wellFormed_iff {o : Observation} : o.WellFormed ↔ ∃ bytes, ∃ next, decode bytes = .ok o next :=
  ⟨fun h => ⟨o.encode, _, decode_encode h⟩, fun ⟨_, _, h⟩ => (decode_ok_iff.mp h).1⟩

/-- An error is reported at an offset in the input, or at its end. -/
theorem decode_malformed {bytes : ByteArray} {error : ErrorCode} {offset : Nat} (h : decode bytes = .malformed error offset) :
    offset ≤ bytes.size :=
  whole_malformed lawful_decoder h

end Observation

end Jar.Wire
