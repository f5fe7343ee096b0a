import Jar.Kernel.Operation

/-!
# Fault atomicity

docs/kernel.md, theorem 1. While a callee of an activation is on the stack, every turn leaves that activation and all below it as they are, or ends the call: by a fault, after
which it has the slots, the Image, the lineage and the held chains that it had when it called, or by something else, which φ8 tells (`turn_over`). So whatever the program does
and however deep it calls, a CALL that ends FAULTED leaves its caller's slots, slot 0 included, as they were (`during_fault`).
-/
namespace Jar.Kernel

variable {rules : Pvm.Rules} {scheme : Crypto.SignatureScheme}

/-- What a turn may do to an activation that waits for its callee, with `rest` below it. -/
inductive Over (waiting : Frame) (rest : List Frame) : List Frame → Prop where
  /-- It still waits, as it was. -/
  | waits (top : Frame) (above : List Frame) : Over waiting rest (top :: (above ++ waiting :: rest))
  /-- Its callee faulted: it goes on with what it had. -/
  | faulted (value : UInt64) : Over waiting rest (.mk (waiting.core.reply .faulted value) waiting.held :: rest)
  /-- Its callee ended or yielded, or it is held with it by one below. -/
  | other (core : Core) (held : List (List Frame)) (between below : List Frame) (answer : core.machine.registers.r8 ≠ Answer.faulted.number)
      (e : rest = between ++ below) : Over waiting rest (.mk core held :: below)

/-- The same of a turn. -/
def Turn.Over (waiting : Frame) (rest : List Frame) : Turn → Prop
  | .next world => Kernel.Over waiting rest world.stack
  | .ended _ _ => True

variable {waiting : Frame} {rest : List Frame}

theorem answered_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (answer : Answer) (value : UInt64) :
    (answered rules services core held (above ++ waiting :: rest) answer value).Over waiting rest := .waits _ _

theorem fault_over (services : Services) (core : Core) (above : List Frame) (kind : Fault) :
    (fault rules services core (above ++ waiting :: rest) kind).Over waiting rest := by
  cases above with
  | nil => cases waiting; exact .faulted _
  | cons frame above => cases frame; exact .waits _ _


/-- Whoever catches a marker is above the waiting activation, or is it or below it. -/
theorem catcherOf_split {marker : Hash} {owner : Frame} {place : Nat} : ∀ {above passed below : List Frame},
    catcherOf marker (above ++ waiting :: rest) = some (passed, owner, place, below) →
      (∃ above', below = above' ++ waiting :: rest) ∨ (∃ between, rest = between ++ below) := by
  have inRest : ∀ {stack passed below : List Frame}, catcherOf marker stack = some (passed, owner, place, below) → ∃ between, stack = between ++ below := by
    intro stack
    induction stack with
    | nil => intro _ _ h; exact nomatch h
    | cons frame stack ih =>
      intro passed below h
      rw [catcherOf] at h
      split at h
      · cases h; exact ⟨[_], rfl⟩
      · split at h
        · rename_i found
          cases h
          obtain ⟨between, e⟩ := ih found
          exact ⟨frame :: between, by rw [e]; rfl⟩
        · exact nomatch h
  intro above
  induction above with
  | nil =>
    intro passed below h
    rw [List.nil_append, catcherOf] at h
    split at h
    · cases h; exact Or.inr ⟨[], rfl⟩
    · split at h
      · rename_i found
        cases h
        exact Or.inr (inRest found)
      · exact nomatch h
  | cons frame above ih =>
    intro passed below h
    rw [List.cons_append, catcherOf] at h
    split at h
    · cases h; exact Or.inl ⟨above, rfl⟩
    · split at h
      · rename_i found
        cases h
        exact ih found
      · exact nomatch h

theorem yieldTo_over {services : Services} {core : Core} {held : List (List Frame)} {above : List Frame} {marker : Cap} {number : Option UInt64} {turn : Turn}
    (h : yieldTo rules services core held (above ++ waiting :: rest) marker number = some turn) : turn.Over waiting rest := by
  simp only [yieldTo] at h
  split at h
  · exact nomatch h
  · rename_i found
    cases h
    cases catcherOf_split found with
    | inl more =>
      obtain ⟨above', e⟩ := more
      subst e
      exact .waits _ _
    | inr less =>
      obtain ⟨between, e⟩ := less
      refine .other _ _ between _ ?_ e
      cases number <;> exact (by decide : Answer.yielded.number ≠ Answer.faulted.number)

theorem outOfGas_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) :
    (outOfGas rules services core held (above ++ waiting :: rest)).Over waiting rest := by
  simp only [outOfGas]
  split
  · rename_i h
    exact yieldTo_over h
  · exact fault_over ..

theorem paying_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (price : Nat) (next : Services → Turn)
    (h : ∀ services, (next services).Over waiting rest) : (paying rules services core held (above ++ waiting :: rest) price next).Over waiting rest := by
  simp only [paying]
  split
  · exact outOfGas_over ..
  · exact h _

theorem refused_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (walk : Nat) (answer : Answer) :
    (refused rules services core held (above ++ waiting :: rest) walk answer).Over waiting rest := by
  simp only [refused]
  split
  · split
    · rename_i h
      exact yieldTo_over h
    · exact paying_over _ _ _ _ _ _ fun _ => answered_over ..
  · exact paying_over _ _ _ _ _ _ fun _ => answered_over ..

theorem halt_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (value : UInt64) :
    (halt rules services core held (above ++ waiting :: rest) value).Over waiting rest := by
  simp only [halt]
  split
  · exact refused_over ..
  · refine paying_over _ _ _ _ _ _ fun services => ?_
    split
    · exact fault_over ..
    · split
      · exact fault_over ..
      · cases above with
        | nil =>
          cases waiting
          exact .other _ _ [] _ (by decide : Answer.ok.number ≠ Answer.faulted.number) rfl
        | cons frame above => cases frame; exact .waits _ _

theorem call_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (word endpoint a b c d : UInt64) :
    (call rules scheme services core held (above ++ waiting :: rest) word endpoint a b c d).Over waiting rest := by
  simp only [call]
  split
  · exact refused_over ..
  · exact paying_over _ _ _ _ _ _ fun services => .waits _ (_ :: above)
  · refine paying_over _ _ _ _ _ _ fun services => ?_
    split
    · trivial
    · exact answered_over ..
    · exact answered_over ..

theorem yield_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (word : UInt64) :
    (yield_ rules services core held (above ++ waiting :: rest) word).Over waiting rest := by
  simp only [yield_]
  split
  · exact refused_over ..
  · refine paying_over _ _ _ _ _ _ fun services => ?_
    split
    · rename_i h
      exact yieldTo_over h
    · exact fault_over ..

theorem resume_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (word : UInt64) :
    (resume rules services core held (above ++ waiting :: rest) word).Over waiting rest := by
  simp only [resume]
  split
  · exact refused_over ..
  · refine paying_over _ _ _ _ _ _ fun services => ?_
    rename_i chain work _
    show Over waiting rest (restart services.meters.quota core.slotZero chain ++ _)
    cases restart services.meters.quota core.slotZero chain with
    | nil => exact .waits _ _
    | cons frame chain =>
      have e : frame :: chain ++ Frame.mk core.advance held :: (above ++ waiting :: rest) =
          frame :: ((chain ++ Frame.mk core.advance held :: above) ++ waiting :: rest) := by
        rw [List.append_assoc]; rfl
      rw [e]
      exact .waits _ _

theorem dropPaused_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (word : UInt64) :
    (dropPaused rules services core held (above ++ waiting :: rest) word).Over waiting rest := by
  simp only [dropPaused]
  split
  · exact refused_over ..
  · exact paying_over _ _ _ _ _ _ fun _ => answered_over ..

theorem perform_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (words : List UInt64) (result : Try Done) :
    (perform rules services core held (above ++ waiting :: rest) words result).Over waiting rest := by
  simp only [perform]
  split
  · exact refused_over ..
  · split
    · exact refused_over ..
    · exact paying_over _ _ _ _ _ _ fun _ => answered_over ..

theorem makeImageAt_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (a b : UInt64) :
    (makeImageAt rules services core held (above ++ waiting :: rest) a b).Over waiting rest := by
  simp only [makeImageAt]
  split
  · exact refused_over ..
  · refine paying_over _ _ _ _ _ _ fun services => ?_
    split <;> exact answered_over ..

theorem readData_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (word offset address length : UInt64) :
    (readData rules services core held (above ++ waiting :: rest) word offset address length).Over waiting rest := by
  simp only [readData]
  split
  · exact refused_over ..
  · refine paying_over _ _ _ _ _ _ fun services => ?_
    split
    · exact fault_over ..
    · split <;> first | exact fault_over .. | exact answered_over ..

theorem mintData_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (address length word : UInt64) :
    (mintData rules services core held (above ++ waiting :: rest) address length word).Over waiting rest := by
  simp only [mintData]
  split
  · exact refused_over ..
  · refine paying_over _ _ _ _ _ _ fun services => ?_
    split
    · exact answered_over ..
    · exact fault_over ..

theorem operate_over (services : Services) (core : Core) (held : List (List Frame)) (above : List Frame) (n : UInt64) :
    (operate rules scheme services core held (above ++ waiting :: rest) n).Over waiting rest := by
  simp only [operate]
  split
  · exact perform_over ..
  · split
    · exact halt_over ..
    · split
      · exact yield_over ..
      · split
        · exact makeImageAt_over ..
        · split
          · exact readData_over ..
          · split
            · exact mintData_over ..
            · split
              · exact call_over ..
              · split
                · exact resume_over ..
                · split
                  · exact dropPaused_over ..
                  · refine paying_over _ _ _ _ _ _ fun services => ?_
                    split
                    · exact answered_over ..
                    · split
                      · exact answered_over ..
                      · split
                        · rename_i h
                          exact yieldTo_over h
                        · exact answered_over ..

/-- **One turn**, whatever runs on top: who waits still waits as it was, or its call ended. -/
theorem turn_over (world : World) (top : Frame) (above : List Frame) (h : world.stack = top :: (above ++ waiting :: rest)) :
    (turn scheme world).Over waiting rest := by
  obtain ⟨rules, services, stack⟩ := world
  cases h
  obtain ⟨core, held⟩ := top
  obtain ⟨image, lineage, code, program, slots, named, bases, machine, origin, gas, quota, before⟩ := core
  simp only [turn]
  split
  · exact fault_over ..
  · exact fault_over ..
  · exact fault_over ..
  · exact outOfGas_over ..
  · exact operate_over ..

/-- Turns that begin while an activation waits. -/
inductive During (scheme : Crypto.SignatureScheme) (waiting : Frame) (rest : List Frame) : World → World → Prop where
  | last {world next : World} (top : Frame) (above : List Frame) (stack : world.stack = top :: (above ++ waiting :: rest))
      (turn : turn scheme world = .next next) : During scheme waiting rest world next
  | more {world next last : World} (top : Frame) (above : List Frame) (stack : world.stack = top :: (above ++ waiting :: rest))
      (turn : turn scheme world = .next next) (later : During scheme waiting rest next last) : During scheme waiting rest world last

theorem Over.cases {stack : List Frame} (over : Over waiting rest stack) :
    (∃ top above, stack = top :: (above ++ waiting :: rest)) ∨ (∃ value, stack = .mk (waiting.core.reply .faulted value) waiting.held :: rest) ∨
      (∃ core held between below, stack = .mk core held :: below ∧ rest = between ++ below ∧ core.machine.registers.r8 ≠ Answer.faulted.number) := by
  cases over with
  | waits top above => exact Or.inl ⟨top, above, rfl⟩
  | faulted value => exact Or.inr (Or.inl ⟨value, rfl⟩)
  | other core held between below answer e => exact Or.inr (Or.inr ⟨core, held, between, below, rfl, e, answer⟩)

/-- **Fault atomicity**: an activation waits for what it called, which runs for any number of turns, at any depth. After them it still waits as it was; or its callee faulted, and it
goes on with the slots, the Image, the lineage and the held chains of before; or the call ended in another way, which φ8 tells, and it is the activation on top or held by it. -/
theorem during_fault {world last : World} (run : During scheme waiting rest world last) :
    (∃ top above, last.stack = top :: (above ++ waiting :: rest)) ∨
      (∃ value, last.stack = .mk (waiting.core.reply .faulted value) waiting.held :: rest) ∨
      (∃ core held between below, last.stack = .mk core held :: below ∧ rest = between ++ below ∧ core.machine.registers.r8 ≠ Answer.faulted.number) := by
  induction run with
  | last top above stack turn =>
    have over := turn_over (scheme := scheme) _ top above stack
    rw [turn] at over
    exact Over.cases over
  | more _ _ _ _ _ ih => exact ih

end Jar.Kernel
