import Jar.Thm.Types.StateKey

/-!
# A key is what its kind says

Gray Paper 0.7.2, appendix D.1: the constructor C gives a key back from its kind.
-/
namespace Jar.StateKey

/-- The octets of a service that was read are those that were read. -/
theorem octetList_serviceOf (a b c d : UInt8) : octetList (Codec.word32.encode (serviceOf a b c d)) = [a, b, c, d] := by
  have list : ∀ s : ServiceId, octetList (Codec.word32.encode s) = leList s.toUInt64 4 := fun s => octetList_putLe .empty s.toUInt64 4
  rw [list, serviceOf]
  have octets : octetList ((((ByteArray.emptyWithCapacity 4).push a).push b |>.push c).push d) = [a, b, c, d] := by
    simp only [octetList_push, octetList_emptyWithCapacity]
    rfl
  generalize hB : (((ByteArray.emptyWithCapacity 4).push a).push b |>.push c).push d = B at octets
  have size : B.size = 4 := by rw [← octetList_length, octets]; rfl
  have hread := holds_readLe (bytes := B) (n := 4) (by decide) (i := 0) (by rw [size]; exact Nat.le_refl 4)
  have hlt := readLe_toNat_lt B (n := 4) (by decide) 0
  have e : (readLe B 0 4).toUInt32.toUInt64 = readLe B 0 4 :=
    UInt64.toNat.inj (by rw [UInt32.toNat_toUInt64, UInt64.toNat_toUInt32]; exact Nat.mod_eq_of_lt hlt)
  rw [e]
  rw [show 0 + 4 = B.size from size.symm] at hread
  exact (holds_whole.mp hread).symm.trans octets

theorem serviceOctet_serviceOf (a b c d x : UInt8) (i : Nat) (h : [a, b, c, d][i]? = some x) (hi : i < 4) :
    serviceOctet (serviceOf a b c d) i = x := by
  have list := octetList_serviceOf a b c d
  have size : (Codec.word32.encode (serviceOf a b c d)).size = 4 := by rw [← octetList_length, list]; rfl
  have e := octetList_getElem? (bytes := Codec.word32.encode (serviceOf a b c d)) (i := i) (by rw [size]; exact hi)
  rw [list, h] at e
  exact (Option.some.inj e).symm

/-- A key is an item's if its octets are. -/
theorem eq_item_of {key : StateKey} {s : ServiceId} {a : ItemKey}
    (low : ∀ j, j < 8 → (if j % 2 = 0 then serviceOctet s (j / 2) else a.octet (j / 2)) = key.octet j)
    (high : ∀ j, 8 ≤ j → j < 31 → a.octet (j - 4) = key.octet j) : key = item s a := by
  refine Octets.ext fun j hj => ?_
  rw [item, Octets.octet_generate _ hj]
  by_cases h8 : j < 8
  · rw [ite_eq_left h8, low j h8]
  · rw [ite_eq_right h8, high j (Nat.le_of_not_lt h8) hj]

/-- What a kind says of a key, for any parts of an item. -/
def Meant (key : StateKey) (u : ServiceId) (b : ItemKey) : Kind → Prop
  | .service s => key = service s
  | .component j => key = component j
  | .item s a => s = u ∧ a = b

/-- What `kind` decides is meant. -/
theorem decided {key : StateKey} {t u : ServiceId} {i : UInt8} {b : ItemKey} {k : Kind}
    (h : (if key = service t then Kind.service t else if key = component i then .component i else .item u b) = k) :
    Meant key u b k := by
  subst h
  by_cases c : key = service t
  · rw [ite_eq_left c]; exact c
  · rw [ite_eq_right c]
    by_cases c' : key = component i
    · rw [ite_eq_left c']; exact c'
    · rw [ite_eq_right c']; exact ⟨rfl, rfl⟩

theorem eq_service {key : StateKey} {s : ServiceId} (h : key.kind = .service s) : key = service s := decided (k := .service s) h

theorem eq_component {key : StateKey} {i : UInt8} (h : key.kind = .component i) : key = component i := decided (k := .component i) h

/-- The rest of a hash, read off a key. -/
def restOf (key : StateKey) : ItemKey := .generate 27 fun j => if j < 4 then key.octet (2 * j + 1) else key.octet (j + 4)

theorem octet_restOf (key : StateKey) (j : Nat) (h : j < 27) : (restOf key).octet j = if j < 4 then key.octet (2 * j + 1) else key.octet (j + 4) :=
  Octets.octet_generate _ h

theorem item_of_parts (key : StateKey) :
    key = item (serviceOf (key.octet 0) (key.octet 2) (key.octet 4) (key.octet 6)) (restOf key) := by
  have s0 := serviceOctet_serviceOf (key.octet 0) (key.octet 2) (key.octet 4) (key.octet 6) _ 0 rfl (by decide)
  have s1 := serviceOctet_serviceOf (key.octet 0) (key.octet 2) (key.octet 4) (key.octet 6) _ 1 rfl (by decide)
  have s2 := serviceOctet_serviceOf (key.octet 0) (key.octet 2) (key.octet 4) (key.octet 6) _ 2 rfl (by decide)
  have s3 := serviceOctet_serviceOf (key.octet 0) (key.octet 2) (key.octet 4) (key.octet 6) _ 3 rfl (by decide)
  have r := octet_restOf key
  generalize restOf key = a at r
  generalize serviceOf (key.octet 0) (key.octet 2) (key.octet 4) (key.octet 6) = s at s0 s1 s2 s3
  refine eq_item_of (fun j hj => ?_) fun j h8 hj => ?_
  · have cases8 : j = 0 ∨ j = 1 ∨ j = 2 ∨ j = 3 ∨ j = 4 ∨ j = 5 ∨ j = 6 ∨ j = 7 := by omega
    rcases cases8 with e | e | e | e | e | e | e | e <;> subst e
    · exact s0
    · exact r 0 (by decide)
    · exact s1
    · exact r 1 (by decide)
    · exact s2
    · exact r 2 (by decide)
    · exact s3
    · exact r 3 (by decide)
  · rw [r (j - 4) (by omega), ite_eq_right (by omega), show j - 4 + 4 = j by omega]

theorem eq_item {key : StateKey} {s : ServiceId} {a : ItemKey} (h : key.kind = .item s a) : key = item s a := by
  have e := decided (k := .item s a) h
  rw [e.1, e.2]
  exact item_of_parts key

end Jar.StateKey
