import Jar.Merkle.Mmr
import Jar.Thm.Codec.Natural
import Jar.Thm.Data.Lists

/-!
# The encoding of Merkle mountain ranges

Gray Paper 0.7.2, appendix E.2: different ranges of hashes have different encodings.
-/
namespace Jar.Merkle

/-- What follows the number of peaks. -/
def rangeList : Mmr → List UInt8
  | [] => []
  | none :: range => 0 :: rangeList range
  | some peak :: range => 1 :: (octetList peak ++ rangeList range)

theorem octetList_putMmr (bytes : ByteArray) (range : Mmr) :
    octetList (putMmr bytes range) = octetList bytes ++ (Codec.naturalList range.length.toUInt64 ++ rangeList range) := by
  have fold : ∀ (range : Mmr) (start : ByteArray),
      octetList (range.foldl putPeak start)
        = octetList start ++ rangeList range := by
    intro range
    induction range with
    | nil => intro start; rw [rangeList, List.append_nil]; rfl
    | cons peak range ih => cases peak with
      | none => intro start; rw [List.foldl_cons, ih, putPeak, octetList_push, rangeList, List.append_assoc]; rfl
      | some peak => intro start; rw [List.foldl_cons, ih, putPeak, octetList_append, octetList_push, rangeList, List.append_assoc, List.append_assoc]; rfl
  rw [putMmr, fold, Codec.octetList_putNatural, List.append_assoc]

theorem rangeList_injective {a b : Mmr} (length : a.length = b.length) (ha : ∀ peak, some peak ∈ a → peak.size = 32)
    (hb : ∀ peak, some peak ∈ b → peak.size = 32) (e : rangeList a = rangeList b) : a = b := by
  induction a generalizing b with
  | nil => exact (List.length_eq_zero_iff.mp length.symm).symm
  | cons x a ih => cases b with
    | nil => exact absurd length (Nat.succ_ne_zero _)
    | cons y b =>
      have rest : rangeList a = rangeList b → a = b :=
        ih (Nat.succ.inj length) (fun peak m => ha peak (List.mem_cons_of_mem _ m)) fun peak m => hb peak (List.mem_cons_of_mem _ m)
      cases x with
      | none => cases y with
        | none => injection e with _ e; rw [rest e]
        | some y => injection e with e; exact absurd e (by decide)
      | some x => cases y with
        | none => injection e with e; exact absurd e (by decide)
        | some y =>
          injection e with _ e
          obtain ⟨e1, e2⟩ := append_cancel e (by
            rw [octetList_length, octetList_length, ha x List.mem_cons_self, hb y List.mem_cons_self])
          rw [octetList_inj e1, rest e2]

/-- **E_M tells ranges apart.** -/
theorem putMmr_injective {a b : Mmr} (la : a.length < 2 ^ 64) (lb : b.length < 2 ^ 64) (ha : ∀ peak, some peak ∈ a → peak.size = 32)
    (hb : ∀ peak, some peak ∈ b → peak.size = 32) (e : putMmr .empty a = putMmr .empty b) : a = b := by
  have number : ∀ range : Mmr, ∃ next, Codec.decodeNatural (putMmr .empty range) 0 = some { value := range.length.toUInt64, next } := by
    intro range
    have whole := holds_octetList (putMmr .empty range)
    rw [octetList_putMmr, show octetList ByteArray.empty = [] from rfl, List.nil_append] at whole
    obtain ⟨next, here, _⟩ := holds_append.mp whole
    exact ⟨next, Codec.decodeNatural_iff.mpr here⟩
  obtain ⟨next, h⟩ := number a
  obtain ⟨next', h'⟩ := number b
  rw [e, h'] at h
  injection h with h
  injection h with same
  have length : a.length = b.length := by
    have := congrArg UInt64.toNat same
    rw [show a.length.toUInt64.toNat = a.length % 2 ^ 64 from UInt64.toNat_ofNat', show b.length.toUInt64.toNat = b.length % 2 ^ 64 from UInt64.toNat_ofNat',
      Nat.mod_eq_of_lt la, Nat.mod_eq_of_lt lb] at this
    exact this.symm
  have lists := congrArg octetList e
  rw [octetList_putMmr, octetList_putMmr] at lists
  have lists := (append_cancel lists rfl).2
  rw [same] at lists
  exact rangeList_injective length ha hb (append_cancel lists rfl).2

end Jar.Merkle
