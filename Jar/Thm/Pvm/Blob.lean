import Jar.Pvm.Blob
import Jar.Thm.Codec.Natural

/-!
# Program blobs round-trip

Every program has exactly one blob, and `deblob` gives the program back: Gray Paper 0.7.2, appendix A.1, with docs/machine.md, D11.
-/
namespace Jar.Pvm

/-- A program that a blob can hold: sizes that agree, padding bits and octets of jump table entries beyond the eighth zero. -/
def Program.WellFormed (program : Program) : Prop :=
  program.jumpSize < 256
    ∧ program.code.size < 2 ^ 64
    ∧ program.jumpTable.size = program.jumpCount.toNat * program.jumpSize
    ∧ program.mask.size = (program.code.size + 7) / 8
    ∧ (paddingIsZero program.mask program.code.size
      && (program.jumpSize ≤ 8 || entriesFit program.jumpTable program.jumpSize 0 program.jumpCount.toNat)) = true

instance (program : Program) : Decidable program.WellFormed :=
  inferInstanceAs (Decidable (_ ∧ _ ∧ _ ∧ _ ∧ _))

/-- The octets of a program. -/
def blobList (program : Program) : List UInt8 :=
  Codec.naturalList program.jumpCount ++ (program.jumpSize.toUInt8 :: (Codec.naturalList program.code.size.toUInt64
    ++ (octetList program.jumpTable ++ (octetList program.code ++ octetList program.mask))))

theorem octetList_enblob (program : Program) : octetList (enblob program) = blobList program := by
  cases program with
  | mk code mask jumpTable jumpSize jumpCount =>
    simp only [enblob, octetList_append, Codec.octetList_putNatural, octetList_push, octetList_emptyWithCapacity, blobList,
      List.append_assoc, List.nil_append, List.cons_append]

theorem holds_cons {bytes : ByteArray} {x : UInt8} {xs : List UInt8} {i next : Nat} :
    Holds bytes i (x :: xs) next ↔ (i < bytes.size ∧ byteAt bytes i = x) ∧ Holds bytes (i + 1) xs next := .rfl

/-- **Parsing is exact**: a blob gives a program if and only if the program is well-formed and the blob is its encoding. -/
theorem deblob_iff {blob : ByteArray} {program : Program} : deblob blob = some program ↔ program.WellFormed ∧ enblob program = blob := by
  refine ⟨fun e => ?_, fun ⟨⟨h1, h2, h3, h4, h5⟩, hb⟩ => ?_⟩
  · unfold deblob at e
    cases ej : Codec.decodeNatural blob 0 with
    | none => rw [ej] at e; exact nomatch e
    | some jumps =>
      rw [ej] at e
      dsimp only at e
      cases jumps with
      | mk jumpCount tableAt =>
        dsimp only at e
        have hj := Codec.decodeNatural_iff.mp ej
        by_cases hs : blob.size ≤ tableAt
        · rw [ite_eq_left hs] at e; exact nomatch e
        · rw [ite_eq_right hs] at e
          have hs := Nat.lt_of_not_le hs
          cases ec : Codec.decodeNatural blob (tableAt + 1) with
          | none => rw [ec] at e; exact nomatch e
          | some codeLength =>
            rw [ec] at e
            cases codeLength with
            | mk codeSize start =>
              dsimp only at e
              have hc := Codec.decodeNatural_iff.mp ec
              by_cases hsize : blob.size = start + jumpCount.toNat * (byteAt blob tableAt).toNat + codeSize.toNat + (codeSize.toNat + 7) / 8
              · rw [ite_eq_right (fun h => h hsize)] at e
                have hmask := holds_extract (Nat.le_of_eq hsize.symm)
                rw [← hsize] at hmask
                have smask := extract_size (Nat.le_of_eq hsize.symm)
                rw [← hsize] at smask
                have hcodeEnd : start + jumpCount.toNat * (byteAt blob tableAt).toNat + codeSize.toNat ≤ blob.size := by
                  rw [hsize]; exact Nat.le_add_right _ _
                have hcode := holds_extract hcodeEnd
                have scode := extract_size hcodeEnd
                have htableEnd := Nat.le_trans (Nat.le_add_right _ _) hcodeEnd
                have htable := holds_extract htableEnd
                have stable := extract_size htableEnd
                split at e
                · rename_i hok
                  injection e with e
                  subst e
                  refine ⟨⟨(byteAt blob tableAt).toNat_lt, ?_, stable, ?_, ?_⟩, octetList_inj ?_⟩
                  · rw [scode]; exact codeSize.toNat_lt
                  · rw [smask, scode]
                  · rw [scode]; exact hok
                  · rw [octetList_enblob]
                    refine (holds_whole.mp ?_).symm
                    refine holds_append.mpr ⟨_, hj, holds_cons.mpr ⟨⟨hs, ?_⟩, holds_append.mpr ⟨_, ?_, holds_append.mpr ⟨_, htable,
                      holds_append.mpr ⟨_, hcode, hmask⟩⟩⟩⟩⟩
                    · exact UInt8.ofNat_toNat.symm
                    · have e : (blob.extract (start + jumpCount.toNat * (byteAt blob tableAt).toNat)
                          (start + jumpCount.toNat * (byteAt blob tableAt).toNat + codeSize.toNat)).size.toUInt64 = codeSize := by
                        rw [scode]; exact UInt64.ofNat_toNat
                      rw [e]; exact hc
                · exact nomatch e
              · rw [ite_eq_left hsize] at e; exact nomatch e
  · have hold := holds_whole.mpr (hb ▸ octetList_enblob program : octetList blob = blobList program)
    cases program with
    | mk code mask jumpTable jumpSize jumpCount =>
      dsimp only at h1 h2 h3 h4 h5
      obtain ⟨tableAt, hj, hold⟩ := holds_append.mp hold
      obtain ⟨⟨hs, hx⟩, hold⟩ := holds_cons.mp hold
      obtain ⟨start, hc, hold⟩ := holds_append.mp hold
      obtain ⟨tableEnd, htable, hold⟩ := holds_append.mp hold
      obtain ⟨codeEnd, hcode, hmask⟩ := holds_append.mp hold
      have hz : (byteAt blob tableAt).toNat = jumpSize := by
        rw [hx]
        exact Nat.mod_eq_of_lt h1
      have hn : code.size.toUInt64.toNat = code.size := Nat.mod_eq_of_lt h2
      have e1 : tableEnd = start + jumpCount.toNat * jumpSize := by rw [htable.next_eq, octetList_length, h3]
      have e2 : codeEnd = tableEnd + code.size := by rw [hcode.next_eq, octetList_length]
      have e3 : blob.size = codeEnd + (code.size + 7) / 8 := by rw [hmask.next_eq, octetList_length, h4]
      have x1 : blob.extract start tableEnd = jumpTable := by
        have := htable.next_le
        rw [e1] at htable this ⊢
        exact octetList_inj ((holds_extract this).unique htable)
      have x2 : blob.extract tableEnd codeEnd = code := by
        have := hcode.next_le
        rw [e2] at hcode this ⊢
        exact octetList_inj ((holds_extract this).unique hcode)
      have x3 : blob.extract codeEnd blob.size = mask := by
        have ex := holds_extract (Nat.le_of_eq e3.symm)
        rw [← e3] at ex
        exact octetList_inj (ex.unique hmask)
      unfold deblob
      rw [Codec.decodeNatural_iff.mpr hj]
      dsimp only
      rw [ite_eq_right (Nat.not_le_of_gt hs), Codec.decodeNatural_iff.mpr hc]
      dsimp only
      rw [hz, hn, ← e1, ← e2, ite_eq_right (fun h => h e3), x1, x2, x3, ite_eq_left h5]

/-- Parsing the blob of a well-formed program gives the program back. -/
theorem deblob_enblob {program : Program} (h : program.WellFormed) : deblob (enblob program) = some program :=
  deblob_iff.mpr ⟨h, rfl⟩

/-- A blob that gives a program is its encoding: there is one for each. -/
theorem enblob_of_deblob {blob : ByteArray} {program : Program} (h : deblob blob = some program) : enblob program = blob :=
  (deblob_iff.mp h).2

end Jar.Pvm
