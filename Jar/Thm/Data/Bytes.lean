import Jar.Data.Bytes

/-!
# Sizes of octet strings

What writing in place leaves alone: the number of octets. Gray Paper 0.7.2, section 3.7.4.
-/
namespace Jar

theorem zeros_size (n : Nat) : (zeros n).size = n := by
  have go : ∀ (n : Nat) (bytes : ByteArray), (zeros.go n bytes).size = bytes.size + n := by
    intro n
    induction n with
    | zero => intro bytes; rfl
    | succ n ih => intro bytes; rw [zeros.go, ih, ByteArray.size_push]; omega
  rw [zeros, go]
  exact Nat.zero_add n

theorem setByte_size (bytes : ByteArray) (i : Nat) (value : UInt8) : (setByte bytes i value).size = bytes.size := by
  unfold setByte
  split
  · rw [← ByteArray.size_data, ByteArray.data_set]
    exact Array.size_set ..
  · rfl

theorem writeLe_size (bytes : ByteArray) (i : Nat) (value : UInt64) (n : Nat) : (writeLe bytes i value n).size = bytes.size := by
  induction n generalizing bytes i value with
  | zero => rfl
  | succ n ih => rw [writeLe, ih, setByte_size]

/-- Overwriting octets that are all there leaves the size. -/
theorem copySlice_size {source bytes : ByteArray} {start offset n : Nat} (here : start + n ≤ source.size) (there : offset + n ≤ bytes.size) :
    (source.copySlice start bytes offset n).size = bytes.size := by
  rw [ByteArray.copySlice_eq_append, ByteArray.size_append, ByteArray.size_append, ByteArray.size_extract, ByteArray.size_extract,
    ByteArray.size_extract, ByteArray.size_data, ByteArray.size_data]
  omega

end Jar
