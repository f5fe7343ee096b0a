import Jar.Export.Transition

/-!
# Sessions say what the transition says

The root that a session keeps is that of its state (Gray Paper 0.7.2, appendix D.2), so applying a block is the transition Υ, and a block that is rejected leaves no trace.
-/
namespace Jar.Export

open Jar.Chain

/-- The root that is kept is the state's. -/
def Opened.Rooted (state : Opened) : Prop := state.root = rootOf state.protocol.params state.σ

/-- A session's state, if it has one, has the root that is kept. -/
def Session.Rooted (session : Session) : Prop := ∀ state, session.state = some state → state.Rooted

/-- **A block on a session's state is the transition.** -/
theorem imported_transition {state : Opened} (rooted : state.Rooted) (context : Context) {octets : ByteArray} {block : Block}
    (decoded : (Block.codec state.protocol.params).decode octets = .ok block) :
    imported state context octets = match transition state.protocol Crypto.linkedScheme state.σ context block with
      | .error rejection => .error (rejected rejection)
      | .ok σ => .ok { state with σ, root := rootOf state.protocol.params σ } := by
  unfold imported transition
  rw [decoded, ← rooted]
  rfl

/-- What a block makes of a state keeps the root too. -/
theorem imported_rooted {state next : Opened} {context : Context} {octets : ByteArray} (h : imported state context octets = .ok next) :
    next.Rooted := by
  unfold imported at h
  split at h
  · exact nomatch h
  · split at h
    · exact nomatch h
    · injection h with h
      rw [← h]
      rfl

/-- A session that was loaded keeps its state's root. -/
theorem stateLoad_rooted (bytes : ByteArray) : (stateLoad bytes).Rooted := by
  have made : ∀ bytes i state next, opened bytes i = .ok (.ok state) next → state.Rooted := by
    intro bytes i state next h
    unfold opened at h
    change Wire.Decoder.bind protocol _ bytes i = _ at h
    unfold Wire.Decoder.bind at h
    split at h
    · change Wire.Decoder.bind stateEntries _ _ _ = _ at h
      unfold Wire.Decoder.bind at h
      split at h
      · change Wire.Decoded.ok _ _ = _ at h
        injection h with h
        split at h
        · injection h with h
          rw [← h]
          rfl
        · exact nomatch h
      · exact nomatch h
    · exact nomatch h
  intro state e
  unfold stateLoad Wire.Decoder.whole at e
  split at e
  · exact nomatch e
  · exact nomatch e
  · rename_i found next h
    split at h
    · rename_i h'
      split at h
      · injection h with h
        rw [h] at h'
        have e : found = state := Option.some.inj e
        rw [← e]
        exact made _ _ _ _ h'
      · exact nomatch h
    · exact nomatch h

/-- **A question leaves the session's state as it is, or makes the posterior of it.** -/
theorem stateApply_state (session : Session) (bytes : ByteArray) : (stateApply session bytes).state = session.state ∨
    ∃ state context octets next, session.state = some state ∧ imported state context octets = .ok next ∧ (stateApply session bytes).state = some next := by
  unfold stateApply
  split
  · exact .inl rfl
  · rename_i state at_
    split
    · exact .inl rfl
    · rename_i context octets _ _
      split
      · exact .inl rfl
      · rename_i next made
        exact .inr ⟨state, context, octets, next, at_, made, rfl⟩

/-- Sessions keep the roots of their states. -/
theorem stateApply_rooted {session : Session} (rooted : session.Rooted) (bytes : ByteArray) : (stateApply session bytes).Rooted := by
  intro found e
  cases stateApply_state session bytes with
  | inl same => exact rooted found (by rw [← same]; exact e)
  | inr made =>
    obtain ⟨_, _, _, next, _, made, at_⟩ := made
    rw [e] at at_
    injection at_ with at_
    rw [at_]
    exact imported_rooted made

end Jar.Export
