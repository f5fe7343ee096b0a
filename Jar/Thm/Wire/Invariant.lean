import Jar.Thm.Pvm.Blob
import Jar.Thm.Pvm.InvariantInit
import Jar.Thm.Wire.Export
import Jar.Wire.Run

/-!
# Every report of a run has an encoding

A well-formed case starts in a well-formed state, the machine and the host's answers keep it so, hence the report of every run fits the fields of
docs/wire.md, "Observation, version 1". So the entry point `jar_run` always gives octets that decode to the answer.
-/
namespace Jar.Wire

open Jar.Pvm

/-! ## The host's answers -/

/-- A reply to a call by an instruction in the code keeps a state well-formed. -/
theorem Reply.apply_wellFormed {program : Program} {s : Pvm.State} (reply : Reply) (h : s.WellFormed program) (inside : s.pc < program.code.size) :
    (reply.apply program s).state.WellFormed program := by
  have counter : program.next s.pc ≤ max 0xffffffff (program.code.size + maxSkip) := by
    have := next_le program s.pc
    omega
  unfold Reply.apply
  split
  · exact h
  · dsimp only
    split
    · exact ⟨counter, h.memory, h.heapBreak, h.heapLimit⟩
    · rename_i poke _
      have memory := Memory.poke_wellFormed h.memory poke.address poke.data
      split
      · rename_i m e
        rw [e] at memory
        exact ⟨counter, memory, h.heapBreak, h.heapLimit⟩
      · rename_i number m e
        rw [e] at memory
        exact ⟨h.counter, memory, h.heapBreak, h.heapLimit⟩

/-- **A scripted run ends in a well-formed state**, with at most one call for each reply. -/
theorem runScript_wellFormed {rules : Rules} {program : Program} (replies : List Reply) (calls : Array Call) (left : Nat) {s : Pvm.State}
    (h : s.WellFormed program) :
    (runScript rules program replies calls left s).2.2.WellFormed program
      ∧ (runScript rules program replies calls left s).2.1.size ≤ calls.size + replies.length := by
  induction replies generalizing calls left s with
  | nil =>
    have all := steps_wellFormed (rules := rules) h left
    rw [← stepMany_eq] at all
    unfold runScript
    cases e : stepMany rules program left s with
    | running t =>
      rw [e] at all
      exact ⟨all, Nat.le_refl _⟩
    | exited reason left t =>
      rw [e] at all
      cases reason <;> exact ⟨all, Nat.le_refl _⟩
  | cons reply replies ih =>
    have all := steps_wellFormed (rules := rules) h left
    rw [← stepMany_eq] at all
    unfold runScript
    cases e : stepMany rules program left s with
    | running t =>
      rw [e] at all
      exact ⟨all, Nat.le_add_right _ _⟩
    | exited reason left t =>
      rw [e] at all
      cases reason with
      | hostCall identifier =>
        rw [stepMany_eq] at e
        have answered := Reply.apply_wellFormed (s := t) reply all (steps_hostCall h e)
        dsimp only
        cases e' : reply.apply program t with
        | next u =>
          rw [e'] at answered
          obtain ⟨i1, i2⟩ := ih (calls.push (Call.of identifier t)) left answered
          refine ⟨i1, Nat.le_trans i2 ?_⟩
          rw [Array.size_push, List.length_cons]
          omega
        | exit reason u =>
          rw [e'] at answered
          refine ⟨answered, ?_⟩
          dsimp only
          rw [Array.size_push, List.length_cons]
          omega
      | halt => exact ⟨all, Nat.le_add_right _ _⟩
      | panic => exact ⟨all, Nat.le_add_right _ _⟩
      | outOfGas => exact ⟨all, Nat.le_add_right _ _⟩
      | pageFault address => exact ⟨all, Nat.le_add_right _ _⟩

/-! ## The initial state -/

/-- The pages of a well-formed case ascend. -/
theorem ascending_of_chain {last : Nat} {pages : List Page} (h : Chain Case.PageOk Page.number last pages) (low : last < pageCount) :
    Ascending (last + 1) pageCount pages := by
  induction pages generalizing last with
  | nil => exact low
  | cons page pages ih =>
    obtain ⟨⟨h1, h2, h3, _⟩, h4⟩ := h
    exact ⟨h1, h3, ih h4 h2⟩

/-- **A well-formed case starts in a well-formed state**, with a blob of at most 2^32 − 1 octets. -/
theorem Case.start_wellFormed {c : Case} (h : c.WellFormed) {blob : ByteArray} {s : Pvm.State} (e : c.start = some (blob, s)) (program : Program) :
    s.WellFormed program ∧ blob.size < 256 ^ 4 := by
  cases c with
  | mk kind gasModel pc gas stepLimit heapBreak heapLimit registers bytes pages replies arguments =>
    obtain ⟨h1, ⟨h2, h3⟩, h4, ⟨_, h5⟩, _, _⟩ := h
    dsimp only at h1 h2 h3 h4 h5
    have counter : pc ≤ max 0xffffffff (program.code.size + maxSkip) := by omega
    cases kind with
    | raw =>
      cases e
      exact ⟨⟨counter, ⟨ascending_of_chain h5 (by decide)⟩, h2, h3⟩, h4⟩
    | standard =>
      unfold Case.start at e
      dsimp only at e
      cases e' : standardInitial bytes arguments with
      | none =>
        rw [e'] at e
        cases e
      | some initial =>
        rw [e'] at e
        cases e
        obtain ⟨i1, i2, i3⟩ := standardInitial_sound e'
        exact ⟨⟨counter, i1, i2, i3⟩, Nat.lt_of_le_of_lt (standardInitial_code e') h4⟩

/-- The code of a program is part of its blob. -/
theorem code_size_le {blob : ByteArray} {program : Program} (h : deblob blob = some program) : program.code.size ≤ blob.size := by
  have e := enblob_of_deblob h
  rw [← e, ← octetList_length (enblob program), octetList_enblob, blobList, List.length_append, List.length_cons, List.length_append, List.length_append,
    List.length_append, octetList_length program.code]
  omega

/-! ## The report -/

/-- The pages that a report lists. -/
theorem touched_chain {low last : Nat} {pages : List Page} (done : Array Page) (h : Ascending low pageCount pages) (below : last < low) :
    ∃ listed, (pages.foldl (fun kept page => if page.touched then kept.push page else kept) done).toList = done.toList ++ listed
      ∧ listed.length ≤ pages.length ∧ Chain Observation.PageFits Page.number last listed := by
  induction pages generalizing low last done with
  | nil => exact ⟨[], by rw [List.append_nil]; rfl, Nat.le_refl _, trivial⟩
  | cons page pages ih =>
    obtain ⟨h1, h2, h3⟩ := h
    rw [List.foldl_cons]
    cases touched : page.touched with
    | true =>
      rw [ite_eq_left rfl]
      obtain ⟨listed, e, size, chain⟩ := ih (last := page.number) (done.push page) h3 (Nat.lt_succ_self _)
      refine ⟨page :: listed, ?_, Nat.succ_le_succ size, ⟨Nat.lt_of_lt_of_le below h1, h3.low_le_high, h2, touched⟩, chain⟩
      rw [e, Array.toList_push, List.append_assoc]
      rfl
    | false =>
      rw [ite_eq_right Bool.false_ne_true]
      obtain ⟨listed, e, size, chain⟩ := ih (last := last) done h3 (by omega)
      exact ⟨listed, e, Nat.le_succ_of_le size, chain⟩

/-- The report on a well-formed state has an encoding. -/
theorem Report.of_encodable {program : Program} {s : Pvm.State} {ending : Ending} {calls : Array Call} (h : s.WellFormed program)
    (size : program.code.size < 256 ^ 4) (count : calls.size < 256 ^ 4) : (Observation.ran (Report.of ending calls s)).Encodable := by
  obtain ⟨listed, e, less, chain⟩ := touched_chain (last := lastReserved) #[] h.memory.ascending (by decide)
  rw [Array.foldl_toList] at e
  have pages : (Report.of ending calls s).pages.toList = listed := e
  have few : listed.length < 256 ^ 4 := by
    have := h.memory.size_le
    rw [Array.length_toList] at less
    exact Nat.lt_of_le_of_lt (Nat.le_trans less this) (by decide)
  refine ⟨?_, ?_, ⟨?_, ?_⟩, count⟩
  · have := h.counter
    show s.pc < 256 ^ 8
    simp only [maxSkip] at this
    omega
  · exact Nat.lt_of_le_of_lt h.heapBreak h.heapLimit
  · rw [← Array.length_toList, pages]
    exact few
  · rw [pages]
    exact chain

/-- **The report of every well-formed case has an encoding.** -/
theorem Case.run_encodable {c : Case} (h : c.WellFormed) : (Observation.ran c.run).Encodable := by
  have refused : (Observation.ran c.refuse).Encodable := by
    obtain ⟨h1, ⟨h2, h3⟩, _⟩ := h
    exact ⟨Nat.lt_trans h1 (by decide), Nat.lt_of_le_of_lt h2 h3, ⟨Nat.zero_lt_succ _, trivial⟩, Nat.zero_lt_succ _⟩
  unfold Case.run
  dsimp only
  cases e : c.start with
  | none => exact refused
  | some start =>
    cases start with
    | mk blob s =>
      dsimp only
      cases e' : deblob blob with
      | none => exact refused
      | some program =>
        dsimp only
        obtain ⟨state, size⟩ := c.start_wellFormed h e program
        obtain ⟨r1, r2⟩ := runScript_wellFormed (rules := { gas := c.gasModel }) c.replies.toList #[]
          (if c.stepLimit = noStepLimit then enoughSteps program s.gas else c.stepLimit.toNat) state
        refine Report.of_encodable r1 (Nat.lt_of_le_of_lt (code_size_le e') size) ?_
        have few := h.2.2.2.2.1.1
        rw [Array.length_toList, Array.size_empty, Nat.zero_add] at r2
        exact Nat.lt_of_le_of_lt r2 (Nat.lt_trans few (by decide))

end Jar.Wire

namespace Jar.Export

open Jar.Wire

/-- **The answer to a case decodes** to the report of its run, with its pages filled. -/
theorem decode_run_of_ok {bytes : ByteArray} {c : Case} {next : Nat} (h : Case.decode bytes = .ok c next) :
    Observation.decode (run bytes) = .ok (.ran c.run.filled) (run bytes).size :=
  run_of_ok h (Case.run_encodable (Case.decode_ok_iff.mp h).1)

/-- **`jar_run` always gives an observation**: of the run if and only if the octets are a case, else the one that says why they are not. -/
theorem decode_run (bytes : ByteArray) (size : bytes.size < 256 ^ 8) :
    Observation.decode (run bytes) = .ok (match Case.decode bytes with
      | .ok c _ => .ran c.run.filled
      | .malformed error offset => .malformed error offset) (run bytes).size := by
  cases h : Case.decode bytes with
  | ok c next => exact decode_run_of_ok h
  | malformed error offset => exact run_of_malformed h size

end Jar.Export
