import Jar.Thm.Codec.Records
import Jar.Thm.Data.Table
import Jar.Types.WorkReport

/-!
# The codec of results is lawful

Gray Paper 0.7.2, appendix C.2, O: each tag stands for one case.
-/
namespace Jar

open Codec

theorem WorkResult.ofTag?_iff (tag : UInt8) (case : Option WorkError) : ofTag? tag = some case ↔ tagOf case = tag := by
  have table : below 256 (fun k => match ofTag? (UInt8.ofNat k) with | some case => tagOf case == UInt8.ofNat k | none => true) = true := by
    decide +kernel
  have back : ofTag? (tagOf case) = some case := by
    cases case with
    | none => rfl
    | some error => cases error <;> rfl
  refine ⟨fun e => ?_, fun e => by rw [← e]; exact back⟩
  have h := of_below table tag.toNat tag.toNat_lt
  rw [UInt8.ofNat_toNat, e] at h
  exact eq_of_beq h

instance WorkResult.tag_lawful : Lawful (enumeration tagOf ofTag? nameOf) := .enumeration ofTag?_iff

instance WorkResult.payload_lawful (tag : Option WorkError) : Lawful (payload tag) :=
  match tag with
  | none => label_lawful
  | some _ => label_lawful

instance WorkResult.lawful : Lawful WorkResult.codec := by unfold WorkResult.codec; infer_instance

end Jar
