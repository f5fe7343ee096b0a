import Jar.Pvm.Init
import Jar.Thm.Pvm.InvariantState

/-!
# Invariant: standard programs

Y of Gray Paper 0.7.2, appendix A.7, gives a well-formed memory and a heap within the address space (docs/machine.md, D5 and D12).
-/
namespace Jar.Pvm

-- Otherwise types that mention a computed number of pages are evaluated.
attribute [local irreducible] Ascending

theorem appendPages_ascending {low number offset count : Nat} {pages : Array Page} {access : Access} {data : ByteArray}
    (h : Ascending low number pages.toList) : Ascending low (number + count) (appendPages pages access data number offset count).toList := by
  induction count generalizing pages number offset with
  | zero => exact h
  | succ count ih =>
    unfold appendPages
    rw [← Nat.succ_add_eq_add_succ]
    refine ih ?_
    rw [Array.toList_push]
    refine h.concat ?_ (Nat.le_refl _)
    dsimp only
    split
    · rw [ByteArray.size_extract]
      omega
    · exact Nat.zero_le _

/-- The sections of a standard program in units of pages, in order, if the program fits. -/
theorem StandardProgram.sections {program : StandardProgram} (fits : program.fits = true) :
    zoneSize / pageSize + State.pageCeiling program.readOnly.size ≤ program.heapStart / pageSize
      ∧ program.heapStart / pageSize + program.heapSize / pageSize ≤ stackTop / pageSize - State.pageCeiling program.stackSize
      ∧ stackTop / pageSize - State.pageCeiling program.stackSize + State.pageCeiling program.stackSize ≤ argumentStart / pageSize := by
  have fits := of_decide_eq_true fits
  simp only [StandardProgram.heapStart, StandardProgram.heapSize, roundToZones, roundToPages, State.pageCeiling, zoneSize, pageSize,
    stackTop, argumentStart, argumentZone] at *
  omega

/-- The memory of a standard program is well-formed. -/
theorem StandardProgram.memory_wellFormed {program : StandardProgram} {arguments : ByteArray} (fits : program.fits = true)
    (size : arguments.size ≤ argumentZone) : (program.memory arguments).WellFormed := by
  obtain ⟨s1, s2, s3⟩ := sections fits
  have empty : Ascending firstPage (zoneSize / pageSize) (#[] : Array Page).toList := Ascending.nil (by decide)
  have h1 := appendPages_ascending (offset := 0) (count := State.pageCeiling program.readOnly.size) (access := .readOnly)
    (data := program.readOnly) empty
  have h2 := appendPages_ascending (offset := 0) (count := program.heapSize / pageSize) (access := .writable) (data := program.heap)
    (h1.widen (Nat.le_refl _) s1)
  have h3 := appendPages_ascending (offset := 0) (count := State.pageCeiling program.stackSize) (access := .writable) (data := .empty)
    (h2.widen (Nat.le_refl _) s2)
  have h4 := appendPages_ascending (offset := 0) (count := State.pageCeiling arguments.size) (access := .readOnly) (data := arguments)
    (h3.widen (Nat.le_refl _) s3)
  have high : argumentStart / pageSize + State.pageCeiling arguments.size ≤ pageCount := by
    simp only [State.pageCeiling, argumentStart, argumentZone, zoneSize, pageSize, pageCount] at *
    omega
  constructor
  unfold memory
  dsimp only
  exact h4.widen (Nat.le_refl _) high

/-- The heap of a standard program: the break is at most the limit, which is an address. -/
theorem StandardProgram.heap_bounds {program : StandardProgram} (fits : program.fits = true) :
    program.heapStart + program.heapSize ≤ 0x100000000 - 3 * zoneSize - argumentZone - roundToZones program.stackSize
      ∧ 0x100000000 - 3 * zoneSize - argumentZone - roundToZones program.stackSize < 0x100000000 := by
  have fits := of_decide_eq_true fits
  simp only [StandardProgram.heapStart, StandardProgram.heapSize, roundToZones, roundToPages, State.pageCeiling, zoneSize, pageSize,
    argumentZone] at *
  omega

/-- **Standard initialisation is sound.** -/
theorem standardInitial_sound {bytes arguments : ByteArray} {initial : Initial} (h : standardInitial bytes arguments = some initial) :
    initial.memory.WellFormed ∧ initial.heapBreak ≤ initial.heapLimit ∧ initial.heapLimit < 0x100000000 := by
  unfold standardInitial at h
  split at h
  · cases h
  · rename_i program _
    split at h
    · rename_i ok
      rw [Bool.and_eq_true] at ok
      have size := of_decide_eq_true ok.1
      have memory := StandardProgram.memory_wellFormed ok.2 size
      have heap := StandardProgram.heap_bounds ok.2
      cases h
      exact ⟨memory, heap⟩
    · cases h

theorem parseStandard_code {bytes : ByteArray} {program : StandardProgram} (h : parseStandard bytes = some program) :
    program.code.size ≤ bytes.size := by
  unfold parseStandard at h
  dsimp only at h
  split at h
  · cases h
  · rw [Option.some.injEq] at h
    rw [← h]
    dsimp only
    rw [ByteArray.size_extract]
    exact Nat.le_trans (Nat.sub_le _ _) (Nat.min_le_right _ _)

/-- The code of a standard program is part of its octets. -/
theorem standardInitial_code {bytes arguments : ByteArray} {initial : Initial} (h : standardInitial bytes arguments = some initial) :
    initial.code.size ≤ bytes.size := by
  unfold standardInitial at h
  split at h
  · cases h
  · rename_i program e
    split at h
    · have size := parseStandard_code e
      cases h
      exact size
    · cases h

end Jar.Pvm
