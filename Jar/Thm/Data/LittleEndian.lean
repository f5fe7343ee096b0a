import Jar.Thm.Data.Octets

/-!
# Little-endian fields

Reading inverts writing, and the other way round, for naturals of at most eight octets: 𝓔ₙ of Gray Paper 0.7.2, appendix C.1.
-/
namespace Jar

/-- 𝓔ₙ: the `n` low octets of a word, least significant first. -/
def leList (value : UInt64) : (n : Nat) → List UInt8
  | 0 => []
  | n + 1 => value.toUInt8 :: leList (value / 256) n

theorem leList_length (value : UInt64) (n : Nat) : (leList value n).length = n := by
  induction n generalizing value with
  | zero => rfl
  | succ n ih => rw [leList, List.length_cons, ih]

theorem octetList_putLe (bytes : ByteArray) (value : UInt64) (n : Nat) :
    octetList (putLe bytes value n) = octetList bytes ++ leList value n := by
  induction n generalizing bytes value with
  | zero => rw [putLe, leList, List.append_nil]
  | succ n ih => rw [putLe, ih, octetList_push, leList, List.append_assoc]; rfl

theorem putLe_size (bytes : ByteArray) (value : UInt64) (n : Nat) : (putLe bytes value n).size = bytes.size + n := by
  rw [← octetList_length, octetList_putLe, List.length_append, octetList_length, leList_length]

/-- The value of an octet in front of a word that leaves room for it. -/
theorem toNat_octet_add {x : UInt8} {y : UInt64} (h : y.toNat < 2 ^ 56) : (x.toUInt64 + 256 * y).toNat = x.toNat + 256 * y.toNat := by
  have hx : x.toNat < 256 := x.toNat_lt
  have h1 : 256 * y.toNat + 256 ≤ 2 ^ 64 := by
    have := Nat.mul_le_mul_left 256 (Nat.succ_le_of_lt h)
    rw [Nat.mul_succ] at this
    exact this
  have h2 : 256 * y.toNat < 2 ^ 64 := Nat.lt_of_lt_of_le (Nat.lt_add_of_pos_right (by decide)) h1
  have h3 : x.toNat + 256 * y.toNat < 2 ^ 64 := by
    rw [Nat.add_comm]
    exact Nat.lt_of_lt_of_le (Nat.add_lt_add_left hx _) h1
  rw [UInt64.toNat_add, UInt64.toNat_mul, UInt8.toNat_toUInt64, show (256 : UInt64).toNat = 256 from rfl,
    Nat.mod_eq_of_lt h2, Nat.mod_eq_of_lt h3]

theorem octet_of_add {x : UInt8} {y : UInt64} (h : y.toNat < 2 ^ 56) : (x.toUInt64 + 256 * y).toUInt8 = x := by
  apply UInt8.toNat.inj
  rw [UInt64.toNat_toUInt8, toNat_octet_add h, show 2 ^ 8 = 256 from rfl, Nat.add_mul_mod_self_left]
  exact Nat.mod_eq_of_lt x.toNat_lt

theorem rest_of_add {x : UInt8} {y : UInt64} (h : y.toNat < 2 ^ 56) : (x.toUInt64 + 256 * y) / 256 = y := by
  apply UInt64.toNat.inj
  rw [UInt64.toNat_div, toNat_octet_add h, show (256 : UInt64).toNat = 256 from rfl, Nat.add_mul_div_left _ _ (by decide),
    Nat.div_eq_of_lt x.toNat_lt, Nat.zero_add]

theorem octet_add_rest (value : UInt64) : value.toUInt8.toUInt64 + 256 * (value / 256) = value := by
  have h : (value / 256).toNat < 2 ^ 56 := by
    rw [UInt64.toNat_div]
    exact Nat.div_lt_of_lt_mul value.toNat_lt
  apply UInt64.toNat.inj
  rw [toNat_octet_add h, UInt64.toNat_toUInt8, UInt64.toNat_div, show (256 : UInt64).toNat = 256 from rfl, show 2 ^ 8 = 256 from rfl]
  exact Nat.mod_add_div _ _

theorem pow256_le {n : Nat} (h : n ≤ 7) : 256 ^ n ≤ 2 ^ 56 :=
  Nat.pow_le_pow_right (by decide) h

theorem readLe_toNat_lt (bytes : ByteArray) {n : Nat} (h : n ≤ 8) (i : Nat) : (readLe bytes i n).toNat < 256 ^ n := by
  induction n generalizing i with
  | zero => exact Nat.zero_lt_one
  | succ n ih =>
    have h7 : n ≤ 7 := Nat.le_of_succ_le_succ h
    have hr := ih (Nat.le_of_lt h) (i + 1)
    have hx : (byteAt bytes i).toNat < 256 := (byteAt bytes i).toNat_lt
    rw [readLe, toNat_octet_add (Nat.lt_of_lt_of_le hr (pow256_le h7)), Nat.pow_succ, Nat.mul_comm _ 256, Nat.add_comm]
    refine Nat.lt_of_lt_of_le (Nat.add_lt_add_left hx _) ?_
    rw [← Nat.mul_succ]
    exact Nat.mul_le_mul_left 256 hr

/-- What is read is what lies there. -/
theorem holds_readLe {bytes : ByteArray} {n : Nat} (h : n ≤ 8) {i : Nat} (hi : i + n ≤ bytes.size) :
    Holds bytes i (leList (readLe bytes i n) n) (i + n) := by
  induction n generalizing i with
  | zero => exact ⟨rfl, hi⟩
  | succ n ih =>
    have h7 : n ≤ 7 := Nat.le_of_succ_le_succ h
    have hr := Nat.lt_of_lt_of_le (readLe_toNat_lt bytes (Nat.le_of_lt h) (i + 1)) (pow256_le h7)
    have e : i + (n + 1) = i + 1 + n := by rw [Nat.add_assoc, Nat.add_comm 1]
    rw [e] at hi ⊢
    rw [readLe, leList, octet_of_add hr, rest_of_add hr]
    exact ⟨⟨Nat.le_trans (Nat.le_add_right _ n) hi, rfl⟩, ih (Nat.le_of_lt h) hi⟩

/-- What lies there is read. -/
theorem readLe_of_holds {bytes : ByteArray} {n : Nat} {value : UInt64} {i next : Nat} (h : value.toNat < 256 ^ n)
    (hv : Holds bytes i (leList value n) next) : readLe bytes i n = value := by
  induction n generalizing i value with
  | zero =>
    apply UInt64.toNat.inj
    exact (Nat.le_antisymm (Nat.le_of_lt_succ h) (Nat.zero_le _)).symm
  | succ n ih =>
    rw [Nat.pow_succ, Nat.mul_comm] at h
    have hr : (value / 256).toNat < 256 ^ n := by
      rw [UInt64.toNat_div]
      exact Nat.div_lt_of_lt_mul h
    rw [readLe, ih hr hv.2, hv.1.2, octet_add_rest]

end Jar
