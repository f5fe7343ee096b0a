import Jar.Thm.Codec.Strings
import Jar.Thm.Data.KeyOrder
import Jar.Types.StateKey

/-!
# State keys are told apart

Gray Paper 0.7.2, appendix D.1: the kind of C(i) and of C(255, s) is read off the key.
-/
namespace Jar

/-- `f i`, `f (i + 1)`, … -/
def generatedList (f : Nat → UInt8) : (left : Nat) → (i : Nat) → List UInt8
  | 0, _ => []
  | left + 1, i => f i :: generatedList f left (i + 1)

theorem octetList_generateFrom (f : Nat → UInt8) (left i : Nat) (bytes : ByteArray) :
    octetList (Octets.generateFrom f left i bytes) = octetList bytes ++ generatedList f left i := by
  induction left generalizing i bytes with
  | zero => exact (List.append_nil _).symm
  | succ left ih => rw [Octets.generateFrom, ih, octetList_push, generatedList, List.append_assoc]; rfl

theorem getElem?_generatedList (f : Nat → UInt8) (left i j : Nat) (h : j < left) : (generatedList f left i)[j]? = some (f (i + j)) := by
  induction left generalizing i j with
  | zero => exact absurd h (Nat.not_lt_zero j)
  | succ left ih =>
    cases j with
    | zero => rfl
    | succ j =>
      rw [generatedList, List.getElem?_cons_succ, ih (i + 1) j (Nat.lt_of_succ_lt_succ h), Nat.add_assoc, Nat.add_comm 1]

theorem Octets.octet_generate {n : Nat} (f : Nat → UInt8) {j : Nat} (h : j < n) : (Octets.generate n f).octet j = f j := by
  have hsize : j < (Octets.generate n f).bytes.size := by rw [(Octets.generate n f).size_eq]; exact h
  have e := octetList_getElem? hsize
  have l : octetList (Octets.generate n f).bytes = generatedList f n 0 := octetList_generateFrom f n 0 _
  rw [l, getElem?_generatedList f n 0 j h, Nat.zero_add] at e
  injection e with e
  exact e.symm

namespace StateKey

/-- The four octets of a service give it back. -/
theorem serviceOf_octets (s : ServiceId) : serviceOf (serviceOctet s 0) (serviceOctet s 1) (serviceOctet s 2) (serviceOctet s 3) = s := by
  have list : octetList (Codec.word32.encode s) = leList s.toUInt64 4 := octetList_putLe .empty s.toUInt64 4
  have size : (Codec.word32.encode s).size = 4 := by rw [← octetList_length, list, leList_length]
  have at' : ∀ (i : Nat) (x : UInt8), i < 4 → (leList s.toUInt64 4)[i]? = some x → serviceOctet s i = x := by
    intro i x hi e
    have e' := octetList_getElem? (bytes := Codec.word32.encode s) (i := i) (by rw [size]; exact hi)
    rw [list, e] at e'
    injection e' with e'
    exact e'.symm
  rw [at' 0 _ (by decide) rfl, at' 1 _ (by decide) rfl, at' 2 _ (by decide) rfl, at' 3 _ (by decide) rfl]
  unfold serviceOf
  have whole : Holds ((((ByteArray.emptyWithCapacity 4).push s.toUInt64.toUInt8).push (s.toUInt64 / 256).toUInt8
      |>.push (s.toUInt64 / 256 / 256).toUInt8).push (s.toUInt64 / 256 / 256 / 256).toUInt8) 0 (leList s.toUInt64 4) 4 := by
    refine holds_whole.mpr ?_
    simp only [octetList_push, octetList_emptyWithCapacity]
    rfl
  rw [readLe_of_holds (by rw [UInt32.toNat_toUInt64]; exact s.toNat_lt) whole]
  apply UInt32.toNat.inj
  rw [UInt64.toNat_toUInt32, UInt32.toNat_toUInt64]
  exact Nat.mod_eq_of_lt s.toNat_lt

theorem octet_service (s : ServiceId) {j : Nat} (hj : j < 31) :
    (service s).octet j = if j = 0 then 255 else if j < 8 ∧ j % 2 = 1 then serviceOctet s (j / 2) else 0 :=
  Octets.octet_generate _ hj

/-- C(255) is no component: C(255, 0) is the same key. -/
theorem kind_component {i : UInt8} (h : i ≠ 255) : (component i).kind = .component i := by
  have e : (component i).octet 0 = i := Octets.octet_generate _ (by decide)
  unfold kind
  dsimp only
  rw [ite_eq_right ?_, e, ite_eq_left rfl]
  intro e'
  rw [e', octet_service _ (by decide)] at e
  exact h e.symm

theorem kind_service (s : ServiceId) : (service s).kind = .service s := by
  have e1 : (service s).octet 1 = serviceOctet s 0 := octet_service s (by decide)
  have e3 : (service s).octet 3 = serviceOctet s 1 := octet_service s (by decide)
  have e5 : (service s).octet 5 = serviceOctet s 2 := octet_service s (by decide)
  have e7 : (service s).octet 7 = serviceOctet s 3 := octet_service s (by decide)
  unfold kind
  dsimp only
  rw [e1, e3, e5, e7, serviceOf_octets, ite_eq_left rfl]

end StateKey

end Jar
