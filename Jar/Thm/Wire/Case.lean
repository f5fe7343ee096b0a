import Jar.Thm.Wire.Reply
import Jar.Thm.Wire.Whole

/-!
# Cases round-trip

Exactly the well-formed cases have an encoding, exactly one, and decoding gives the case back: docs/wire.md, "Case, version 1".
-/
namespace Jar.Wire

open Jar.Pvm

namespace Case

/-- The number of a kind. -/
def kindCode : Kind → Nat
  | .raw => 1
  | .standard => 2

/-- The number of a gas model. -/
def gasModelCode : GasModel → Nat
  | .perInstruction => 0
  | .perBlock => 1

/-- The octets of the arguments. -/
def argumentsList (kind : Kind) (arguments : ByteArray) : List UInt8 :=
  match kind with
  | .raw => []
  | .standard => natList arguments.size 4 ++ octetList arguments

/-- The octets of a case. -/
def caseList (c : Case) : List UInt8 :=
  natList caseMagic 4 ++ (natList formatVersion 1 ++ (natList (kindCode c.kind) 1 ++ (natList (gasModelCode c.gasModel) 1 ++ (natList 0 1
    ++ (natList c.pc 8 ++ (leList c.gas 8 ++ (leList c.stepLimit 8 ++ (natList c.heapBreak 4 ++ (natList c.heapLimit 4
    ++ (wordList c.registers.toList ++ (natList c.blob.size 4 ++ (octetList c.blob
    ++ (natList c.pages.size 2 ++ (listOf pageList c.pages.toList
    ++ (natList c.replies.size 2 ++ (listOf replyList c.replies.toList
    ++ argumentsList c.kind c.arguments))))))))))))))))

theorem octetList_encode (c : Case) : octetList c.encode = caseList c := by
  cases c with
  | mk kind gasModel pc gas stepLimit heapBreak heapLimit registers blob pages replies arguments =>
    cases kind <;> cases gasModel <;>
      simp only [encode, putHead, octetList_append, octetList_putNat, octetList_putLe, octetList_putRegisters, octetList_emptyWithCapacity,
        octetList_foldl_array octetList_putPage, octetList_foldl_array octetList_putReply, caseList, kindCode, gasModelCode, argumentsList,
        List.append_assoc, List.nil_append, List.append_nil]

theorem lawful_kindField : Lawful kindField (fun kind xs => xs = natList (kindCode kind) 1) :=
  ((Lawful.such (Lawful.natural (n := 1) (by decide)) (fun code => code == 1 || code == 2) .value).bind
    (fun code => Lawful.pure (if code = 1 then Kind.raw else .standard))).congr fun kind zs => by
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
        cases kind with
        | raw => exact ⟨1, _, [], ⟨⟨by decide, rfl⟩, by decide⟩, ⟨rfl, rfl⟩, rfl⟩
        | standard => exact ⟨2, _, [], ⟨⟨by decide, rfl⟩, by decide⟩, ⟨rfl, rfl⟩, rfl⟩

theorem lawful_gasModelField : Lawful gasModelField (fun model xs => xs = natList (gasModelCode model) 1) :=
  ((Lawful.such (Lawful.natural (n := 1) (by decide)) (fun code => code ≤ 1) .value).bind
    (fun code => Lawful.pure (if code = 0 then GasModel.perInstruction else .perBlock))).congr fun model zs => by
      refine ⟨?_, fun e => ?_⟩
      · intro ⟨code, xs, ys, ⟨⟨_, hx⟩, hc⟩, ⟨ha, hy⟩, hz⟩
        subst hz; subst hy; subst hx; subst ha
        rw [List.append_nil]
        by_cases h0 : code = 0
        · subst h0; rfl
        · have h1 : code = 1 := Nat.le_antisymm (of_decide_eq_true hc) (Nat.pos_of_ne_zero h0)
          subst h1; rfl
      · subst e
        cases model with
        | perInstruction => exact ⟨0, _, [], ⟨⟨by decide, rfl⟩, by decide⟩, ⟨rfl, rfl⟩, rfl⟩
        | perBlock => exact ⟨1, _, [], ⟨⟨by decide, rfl⟩, by decide⟩, ⟨rfl, rfl⟩, rfl⟩

/-- How many octets the arguments of this kind may have. -/
def ArgumentsOk (kind : Kind) (arguments : ByteArray) : Prop :=
  match kind with
  | .raw => arguments.size = 0
  | .standard => arguments.size < 256 ^ 4

theorem lawful_argumentsOf (kind : Kind) :
    Lawful (argumentsOf kind) (fun arguments xs => ArgumentsOk kind arguments ∧ xs = argumentsList kind arguments) := by
  cases kind with
  | raw =>
    refine (Lawful.pure ByteArray.empty).congr fun arguments xs => ⟨?_, ?_⟩
    · intro ⟨h1, h2⟩
      subst h1
      exact ⟨rfl, h2⟩
    · intro ⟨h1, h2⟩
      have h1 : arguments.size = 0 := h1
      refine ⟨octetList_inj ?_, h2⟩
      rw [← octetList_length] at h1
      exact (show ∀ xs : List UInt8, xs.length = 0 → xs = [] from fun xs h => by cases xs with | nil => rfl | cons _ _ => exact nomatch h) _ h1
  | standard =>
    refine ((Lawful.natural (n := 4) (by decide)).bind fun size => Lawful.octets size).congr fun arguments xs => ⟨?_, ?_⟩
    · intro ⟨size, _, _, ⟨h1, h2⟩, ⟨h3, h4⟩, h5⟩
      subst h2; subst h3; subst h4; subst h5
      exact ⟨h1, rfl⟩
    · intro ⟨h1, h2⟩
      exact ⟨arguments.size, _, _, ⟨h1, rfl⟩, ⟨rfl, rfl⟩, h2⟩

/-- The law of the decoder of cases. -/
theorem lawful_decoder : Lawful decoder (fun c xs => c.WellFormed ∧ xs = caseList c) :=
  ((Lawful.such (Lawful.natural (n := 4) (by decide)) (· == caseMagic) .magic).bind fun _ =>
    (Lawful.such (Lawful.natural (n := 1) (by decide)) (· == formatVersion) .version).bind fun _ =>
    lawful_kindField.bind fun kind =>
    lawful_gasModelField.bind fun gasModel =>
    (Lawful.such (Lawful.natural (n := 1) (by decide)) (· == 0) .value).bind fun _ =>
    (Lawful.such Lawful.word (fun pc => pc < 0x100000000) .value).bind fun pc =>
    Lawful.word.bind fun gas =>
    Lawful.word.bind fun stepLimit =>
    (Lawful.such (Lawful.natural (n := 4) (by decide)) (fun heapBreak => kind == .raw || heapBreak == 0) .value).bind fun heapBreak =>
    (Lawful.such (Lawful.natural (n := 4) (by decide)) (fun heapLimit => heapBreak ≤ heapLimit && (kind == .raw || heapLimit == 0))
      .value).bind fun heapLimit =>
    (Lawful.such Lawful.registers (fun registers => kind == .raw || registers == {}) .value).bind fun registers =>
    (Lawful.natural (n := 4) (by decide)).bind fun size =>
    (Lawful.octets size).bind fun blob =>
    (Lawful.such (Lawful.natural (n := 2) (by decide)) (fun total => kind == .raw || total == 0) .value).bind fun pageTotal =>
    (Lawful.many lawful_page pageTotal #[]).bind fun pages =>
    (Lawful.natural (n := 2) (by decide)).bind fun replyTotal =>
    (Lawful.many (fun _ => lawful_reply) replyTotal #[]).bind fun replies =>
    (lawful_argumentsOf kind).bind fun arguments =>
    Lawful.pure {
      kind, gasModel, pc := pc.toNat, gas, stepLimit, heapBreak, heapLimit, registers, blob, pages, replies, arguments : Case }).congr
    fun c zs => by
      have pagesIff := many_empty_iff (rel := fun done page xs => PageOk (lastNumber done) page ∧ xs = pageList page)
        (ok := PageOk) (key := Page.number) (last := lastNumber) (enc := pageList) (fun _ _ _ => .rfl) lastNumber_push
      have repliesIff := many_empty_iff (rel := fun _ reply xs => reply.WellFormed ∧ xs = replyList reply)
        (ok := fun _ => Reply.WellFormed) (key := fun _ => 0) (last := fun _ => 0) (enc := replyList) (fun _ _ _ => .rfl) (fun _ _ => rfl)
      refine ⟨?_, ?_⟩
      · intro ⟨magic, _, _, ⟨⟨_, h1⟩, h1'⟩, ⟨version, _, _, ⟨⟨_, h2⟩, h2'⟩, ⟨kind, _, _, h3, ⟨gasModel, _, _, h4, ⟨reserved, _, _, ⟨⟨_, h5⟩, h5'⟩,
          ⟨pc, _, _, ⟨h6, h6'⟩, ⟨gas, _, _, h7, ⟨stepLimit, _, _, h8, ⟨heapBreak, _, _, ⟨⟨_, h9⟩, h9'⟩,
          ⟨heapLimit, _, _, ⟨⟨h10'', h10⟩, h10'⟩, ⟨registers, _, _, ⟨h11, h11'⟩, ⟨size, _, _, ⟨h12', h12⟩, ⟨blob, _, _, ⟨h13', h13⟩,
          ⟨pageTotal, _, _, ⟨⟨h14'', h14⟩, h14'⟩, ⟨pages, _, _, hpages, ⟨replyTotal, _, _, ⟨h16', h16⟩, ⟨replies, _, _, hreplies,
          ⟨arguments, _, _, ⟨h18', h18⟩, ⟨h19', h19⟩, e18⟩, e17⟩, e16⟩, e15⟩, e14⟩, e13⟩, e12⟩, e11⟩, e10⟩, e9⟩, e8⟩, e7⟩, e6⟩, e5⟩, e4⟩, e3⟩,
          e2⟩, e1⟩
        obtain ⟨h15', h15'', h15⟩ := (pagesIff _ _ _).mp hpages
        obtain ⟨h17', h17'', h17⟩ := (repliesIff _ _ _).mp hreplies
        have m1 : magic = caseMagic := eq_of_beq h1'
        have m2 : version = formatVersion := eq_of_beq h2'
        have m5 : reserved = 0 := eq_of_beq h5'
        simp only [Bool.and_eq_true, decide_eq_true_eq] at h10' h6'
        subst h13' h15' h17'
        subst h19'
        refine ⟨⟨h6', ⟨h10'.1, h10''⟩, h12', ⟨h14'', h15''⟩, ⟨h16', h17''⟩, ?_⟩, ?_⟩
        · cases kind with
          | raw => exact h18'
          | standard =>
            have h9' : (heapBreak == 0) = true := h9'
            have h10' : (heapLimit == 0) = true := h10'.2
            have h11' : (registers == {}) = true := h11'
            have h14' : (pages.size == 0) = true := h14'
            exact ⟨eq_of_beq h9', eq_of_beq h10', eq_of_beq h11', eq_of_beq h14', h18'⟩
        · subst e1 e2 e3 e4 e5 e6 e7 e8 e9 e10 e11 e12 e13 e14 e15 e16 e17 e18
          subst h1 h2 h3 h4 h5 h6 h7 h8 h9 h10 h11 h12 h13 h14 h15 h16 h17 h18 h19
          rw [m1, m2, m5, List.append_nil]
          simp only [caseList, natList, toUInt64_toNat]
      · intro ⟨⟨h6, ⟨h10, h10'⟩, h13, ⟨h14, h15⟩, ⟨h16, h17⟩, h18⟩, e⟩
        cases c with
        | mk kind gasModel pc gas stepLimit heapBreak heapLimit registers blob pages replies arguments =>
          have hpc : pc.toUInt64.toNat = pc := toNat_toUInt64 (Nat.lt_trans h6 (by decide))
          have condition : ∀ {b : Bool}, (kind = .standard → b = true) → (kind == .raw || b) = true := by
            intro b hb
            cases kind with
            | raw => rfl
            | standard => exact hb rfl
          have h18 : (kind = .standard → heapBreak = 0 ∧ heapLimit = 0 ∧ registers = {} ∧ pages.size = 0) ∧ ArgumentsOk kind arguments := by
            cases kind with
            | raw => exact ⟨fun h => (nomatch h), h18⟩
            | standard => exact ⟨fun _ => ⟨h18.1, h18.2.1, h18.2.2.1, h18.2.2.2.1⟩, h18.2.2.2.2⟩
          obtain ⟨hkind, h18⟩ := h18
          refine ⟨caseMagic, _, _, ⟨⟨by decide, rfl⟩, by decide⟩, ⟨formatVersion, _, _, ⟨⟨by decide, rfl⟩, by decide⟩, ⟨kind, _, _, rfl,
            ⟨gasModel, _, _, rfl, ⟨0, _, _, ⟨⟨by decide, rfl⟩, by decide⟩, ⟨pc.toUInt64, _, _, ⟨rfl, ?_⟩, ⟨gas, _, _, rfl, ⟨stepLimit, _, _, rfl,
            ⟨heapBreak, _, _, ⟨⟨Nat.lt_of_le_of_lt h10 h10', rfl⟩, condition fun h => ?_⟩, ⟨heapLimit, _, _, ⟨⟨h10', rfl⟩, ?_⟩,
            ⟨registers, _, _, ⟨rfl, condition fun h => ?_⟩, ⟨blob.size, _, _, ⟨h13, rfl⟩, ⟨blob, _, _, ⟨rfl, rfl⟩,
            ⟨pages.size, _, _, ⟨⟨h14, rfl⟩, condition fun h => ?_⟩, ⟨pages, _, _, (pagesIff _ _ _).mpr ⟨rfl, h15, rfl⟩,
            ⟨replies.size, _, _, ⟨h16, rfl⟩, ⟨replies, _, _, (repliesIff _ _ _).mpr ⟨rfl, h17, rfl⟩, ⟨arguments, _, [], ⟨h18, rfl⟩, ⟨?_, rfl⟩,
            rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, rfl⟩, ?_⟩
          · exact decide_eq_true (show pc.toUInt64.toNat < 0x100000000 from hpc.symm ▸ h6)
          · rw [(hkind h).1]; rfl
          · simp only [Bool.and_eq_true, decide_eq_true_eq]
            exact ⟨h10, condition fun h => by rw [(hkind h).2.1]; rfl⟩
          · rw [(hkind h).2.2.1]; rfl
          · rw [(hkind h).2.2.2]; rfl
          · rw [hpc]
          · rw [e, List.append_nil]; rfl

/-- **Decoding is exact**: octets decode to a case if and only if it is well-formed and they are its encoding. -/
theorem decode_ok_iff {bytes : ByteArray} {c : Case} {next : Nat} :
    decode bytes = .ok c next ↔ c.WellFormed ∧ c.encode = bytes ∧ next = bytes.size := by
  rw [decode, whole_ok_iff lawful_decoder]
  refine ⟨fun ⟨⟨h1, h2⟩, h3⟩ => ⟨h1, octetList_inj ((octetList_encode c).trans h2.symm), h3⟩, fun ⟨h1, h2, h3⟩ => ⟨⟨h1, ?_⟩, h3⟩⟩
  rw [← h2, octetList_encode]

/-- Encoding a well-formed case and decoding gives it back. -/
theorem decode_encode {c : Case} (h : c.WellFormed) : decode c.encode = .ok c c.encode.size :=
  decode_ok_iff.mpr ⟨h, rfl, rfl⟩

/-- Octets that decode to a case are its encoding: there is one for each case. -/
theorem encode_of_decode {bytes : ByteArray} {c : Case} {next : Nat} (h : decode bytes = .ok c next) : c.encode = bytes :=
  (decode_ok_iff.mp h).2.1

/-- The well-formed cases are those that decoding gives. -/
theorem wellFormed_iff {c : Case} : c.WellFormed ↔ ∃ bytes, ∃ next, decode bytes = .ok c next :=
  ⟨fun h => ⟨c.encode, _, decode_encode h⟩, fun ⟨_, _, h⟩ => (decode_ok_iff.mp h).1⟩

/-- Different well-formed cases have different encodings. -/
theorem encode_injective {c c' : Case} (h : c.WellFormed) (h' : c'.WellFormed) (e : c.encode = c'.encode) : c = c' := by
  have h1 := decode_encode h
  rw [e, decode_encode h'] at h1
  injection h1 with h1
  exact h1.symm

/-- An error is reported at an offset in the input, or at its end. -/
theorem decode_malformed {bytes : ByteArray} {error : ErrorCode} {offset : Nat} (h : decode bytes = .malformed error offset) :
    offset ≤ bytes.size :=
  whole_malformed lawful_decoder h

end Case

end Jar.Wire
