import Jar.Kernel.Operation
import Jar.Thm.Kernel.Value

/-!
# Operations

docs/kernel.md, theorems 1, 3 and 4, for single operations: what a status changes, what a fault leaves of the caller, what COPY copies, how SET_IMAGE extends the lineage. A function of
slots gives new slots or a status, so nothing can be half done; what is proved is that the turn of the kernel around it keeps that.
-/
namespace Jar.Kernel

variable (rules : Pvm.Rules) (scheme : Crypto.SignatureScheme)

/-! ## Fault atomicity -/

/-- **What a fault leaves**: the caller has the slots, the Image, the lineage, the list of K7 and the held chains that it has on the stack, those below it are untouched, and
all quota is as it was at the call. Only φ7, φ8 and the spent gas tell of the call. -/
theorem fault_atomic (services : Services) (core caller : Core) (held : List (List Frame)) (rest : List Frame) (kind : Fault) :
    ∃ world core', fault rules services core (.mk caller held :: rest) kind = .next world ∧ world.stack = .mk core' held :: rest ∧
      core'.slots = caller.slots ∧ core'.image = caller.image ∧ core'.lineage = caller.lineage ∧ core'.named = caller.named ∧
      world.services.meters.quota = core.before ∧ world.services.meters.gas = services.meters.gas ∧
      core'.machine.registers.r8 = Answer.faulted.number :=
  ⟨_, _, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl, rfl⟩

/-! ## Statuses -/

/-- **A status changes nothing**: if its price is paid, the activation has the same slots, Image and lineage, and the same chains; only the counter, φ7, φ8 and the gas differ. -/
theorem answered_keeps (services : Services) (core : Core) (held : List (List Frame)) (rest : List Frame) (answer : Answer) (value : UInt64) :
    ∃ world core', answered rules services core held rest answer value = .next world ∧ world.stack = .mk core' held :: rest ∧
      core'.slots = core.slots ∧ core'.image = core.image ∧ core'.lineage = core.lineage ∧ core'.named = core.named ∧ world.services = services :=
  ⟨_, _, rfl, rfl, rfl, rfl, rfl, rfl, rfl⟩

/-! ## COPY -/

/-- **COPY shares the value**: the destination gets the very cap of the source, so its hash; nothing else of the Instance changes but the slots on the way. -/
theorem copy_shares {own : Own} {a b : UInt64} {done : Done} (h : own.copy a b = .ok done) :
    ∃ source target cap, own.path a = .ok source ∧ own.path b = .ok target ∧ own.cap source = .ok cap ∧ done.own = own.put target (some cap) := by
  simp only [Own.copy, bind, Except.bind] at h
  split at h
  · exact nomatch h
  · rename_i source hs
    split at h
    · exact nomatch h
    · rename_i target ht
      split at h
      · exact nomatch h
      · split at h
        · exact nomatch h
        · rename_i cap hc
          split at h
          · exact nomatch h
          · cases h
            exact ⟨source, target, cap, hs, ht, hc, rfl⟩

/-! ## SET_IMAGE -/

/-- **SET_IMAGE extends the chain exactly once**: a success makes the lineage that of self with one Image more, which is the Image that the Instance now has. -/
theorem setImage_extends {own : Own} {a : UInt64} {done : Done} (h : own.setImage a = .ok done) :
    done.own.lineage = own.lineage.extend done.own.image.hash ∧
      done.own.lineage.imageHash = extensionHash own.lineage.imageHash done.own.image.hash := by
  simp only [Own.setImage, bind, Except.bind] at h
  split at h
  · exact nomatch h
  · split at h
    · exact nomatch h
    · split at h
      · exact nomatch h
      · split at h
        · exact nomatch h
        · split at h
          · exact nomatch h
          · cases h
            exact ⟨rfl, rfl⟩

/-- Two calls of SET_IMAGE give the chain of two steps. -/
theorem setImage_twice {own : Own} {a b : UInt64} {first second : Done} (h : own.setImage a = .ok first) (h' : first.own.setImage b = .ok second) :
    second.own.lineage.imageHash = extensionHash (extensionHash own.lineage.imageHash first.own.image.hash) second.own.image.hash := by
  rw [(setImage_extends h').2, (setImage_extends h).2]

end Jar.Kernel
