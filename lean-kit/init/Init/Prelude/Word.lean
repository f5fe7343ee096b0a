prelude
import Init.Prelude.Nat
/-! `Fin`, `BitVec`, `UInt8` … `USize`, `Char`: types, conversions to `Nat`, decidable equality and order. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

structure Fin (n : Nat) where
  mk ::
  val : Nat
  isLt : LT.lt val n
attribute [coe] Fin.val
theorem Fin.eq_of_val_eq {n : Nat} : {i j : Fin n} → Eq i.val j.val → Eq i j
  | ⟨_, _⟩, ⟨_, _⟩, rfl => rfl
theorem Fin.val_eq_of_eq {n : Nat} {i j : Fin n} (h : Eq i j) : Eq i.val j.val := h.rec rfl
instance instDecidableEqFin (n : Nat) : DecidableEq (Fin n) := fun i j =>
  match decEq i.val j.val with
  | isTrue h => isTrue (Fin.eq_of_val_eq h)
  | isFalse h => isFalse (fun h' => h (Fin.val_eq_of_eq h'))
instance instLTFin {n : Nat} : LT (Fin n) := ⟨fun a b => LT.lt a.val b.val⟩
instance instLEFin {n : Nat} : LE (Fin n) := ⟨fun a b => LE.le a.val b.val⟩
instance Fin.decLt {n : Nat} (a b : Fin n) : Decidable (LT.lt a b) := Nat.decLt ..
instance Fin.decLe {n : Nat} (a b : Fin n) : Decidable (LE.le a b) := Nat.decLe ..
@[inline] protected def Fin.Internal.ofNat (n : Nat) (h : LT.lt 0 n) (a : Nat) : Fin n := ⟨HMod.hMod a n, Nat.mod_lt _ h⟩

structure BitVec (w : Nat) where
  ofFin ::
  toFin : Fin (HPow.hPow (2 : Nat) w)
protected def BitVec.toNat {w : Nat} (x : BitVec w) : Nat := x.toFin.val
@[match_pattern] protected def BitVec.ofNatLT {w : Nat} (i : Nat) (p : LT.lt i (HPow.hPow (2 : Nat) w)) : BitVec w := ⟨⟨i, p⟩⟩
@[match_pattern] protected def BitVec.ofNat (n : Nat) (i : Nat) : BitVec n := ⟨Fin.Internal.ofNat _ (Boot.Nat.two_pow_pos n) i⟩
theorem BitVec.isLt {w : Nat} (x : BitVec w) : LT.lt x.toNat (HPow.hPow (2 : Nat) w) := x.toFin.isLt
theorem BitVec.eq_of_toNat_eq {n : Nat} : {x y : BitVec n} → Eq x.toNat y.toNat → Eq x y
  | ⟨⟨_, _⟩⟩, ⟨⟨_, _⟩⟩, rfl => rfl
def BitVec.decEq {w : Nat} (x y : BitVec w) : Decidable (Eq x y) :=
  match x, y with
  | ⟨n⟩, ⟨m⟩ => match instDecidableEqFin _ n m with
    | isTrue h => isTrue (congrArg BitVec.ofFin h)
    | isFalse h => isFalse (fun h' => h (congrArg BitVec.toFin h'))
instance instDecidableEqBitVec {w : Nat} : DecidableEq (BitVec w) := BitVec.decEq
instance {w : Nat} : LT (BitVec w) := ⟨fun x y => LT.lt x.toNat y.toNat⟩
instance {w : Nat} (x y : BitVec w) : Decidable (LT.lt x y) := Nat.decLt ..
instance {w : Nat} : LE (BitVec w) := ⟨fun x y => LE.le x.toNat y.toNat⟩
instance {w : Nat} (x y : BitVec w) : Decidable (LE.le x y) := Nat.decLe ..

abbrev UInt8.size : Nat := 256
abbrev UInt16.size : Nat := 65536
abbrev UInt32.size : Nat := 4294967296
abbrev UInt64.size : Nat := 18446744073709551616
abbrev USize.size : Nat := HPow.hPow (2 : Nat) System.Platform.numBits
structure UInt8 where
  ofBitVec ::
  toBitVec : BitVec 8
attribute [extern "lean_uint8_of_nat_mk"] UInt8.ofBitVec
attribute [extern "lean_uint8_to_nat"] UInt8.toBitVec
@[extern "lean_uint8_of_nat"] def UInt8.ofNat (n : @& Nat) : UInt8 := ⟨BitVec.ofNat _ n⟩
@[extern "lean_uint8_of_nat"] def UInt8.ofNatLT (n : @& Nat) (h : LT.lt n UInt8.size) : UInt8 := ⟨BitVec.ofNatLT n h⟩
@[extern "lean_uint8_to_nat"] def UInt8.toNat (n : UInt8) : Nat := n.toBitVec.toNat
theorem UInt8.eq_of_toBitVec_eq : {a b : UInt8} → Eq a.toBitVec b.toBitVec → Eq a b
  | ⟨_⟩, ⟨_⟩, h => congrArg UInt8.ofBitVec h
@[extern "lean_uint8_dec_eq"] def UInt8.decEq (a b : UInt8) : Decidable (Eq a b) :=
  match instDecidableEqBitVec a.toBitVec b.toBitVec with
  | isTrue h => isTrue (UInt8.eq_of_toBitVec_eq h)
  | isFalse h => isFalse (fun h' => h (congrArg UInt8.toBitVec h'))
instance instDecidableEqUInt8 : DecidableEq UInt8 := UInt8.decEq
instance : Inhabited UInt8 := ⟨UInt8.ofNat 0⟩
instance : LT UInt8 := ⟨fun a b => LT.lt a.toBitVec b.toBitVec⟩
instance : LE UInt8 := ⟨fun a b => LE.le a.toBitVec b.toBitVec⟩
@[extern "lean_uint8_dec_lt"] instance UInt8.decLt (a b : UInt8) : Decidable (LT.lt a b) :=
  Nat.decLt a.toBitVec.toNat b.toBitVec.toNat
@[extern "lean_uint8_dec_le"] instance UInt8.decLe (a b : UInt8) : Decidable (LE.le a b) :=
  Nat.decLe a.toBitVec.toNat b.toBitVec.toNat
structure UInt16 where
  ofBitVec ::
  toBitVec : BitVec 16
attribute [extern "lean_uint16_of_nat_mk"] UInt16.ofBitVec
attribute [extern "lean_uint16_to_nat"] UInt16.toBitVec
@[extern "lean_uint16_of_nat"] def UInt16.ofNat (n : @& Nat) : UInt16 := ⟨BitVec.ofNat _ n⟩
@[extern "lean_uint16_of_nat"] def UInt16.ofNatLT (n : @& Nat) (h : LT.lt n UInt16.size) : UInt16 := ⟨BitVec.ofNatLT n h⟩
@[extern "lean_uint16_to_nat"] def UInt16.toNat (n : UInt16) : Nat := n.toBitVec.toNat
theorem UInt16.eq_of_toBitVec_eq : {a b : UInt16} → Eq a.toBitVec b.toBitVec → Eq a b
  | ⟨_⟩, ⟨_⟩, h => congrArg UInt16.ofBitVec h
@[extern "lean_uint16_dec_eq"] def UInt16.decEq (a b : UInt16) : Decidable (Eq a b) :=
  match instDecidableEqBitVec a.toBitVec b.toBitVec with
  | isTrue h => isTrue (UInt16.eq_of_toBitVec_eq h)
  | isFalse h => isFalse (fun h' => h (congrArg UInt16.toBitVec h'))
instance instDecidableEqUInt16 : DecidableEq UInt16 := UInt16.decEq
instance : Inhabited UInt16 := ⟨UInt16.ofNat 0⟩
instance : LT UInt16 := ⟨fun a b => LT.lt a.toBitVec b.toBitVec⟩
instance : LE UInt16 := ⟨fun a b => LE.le a.toBitVec b.toBitVec⟩
@[extern "lean_uint16_dec_lt"] instance UInt16.decLt (a b : UInt16) : Decidable (LT.lt a b) :=
  Nat.decLt a.toBitVec.toNat b.toBitVec.toNat
@[extern "lean_uint16_dec_le"] instance UInt16.decLe (a b : UInt16) : Decidable (LE.le a b) :=
  Nat.decLe a.toBitVec.toNat b.toBitVec.toNat
structure UInt32 where
  ofBitVec ::
  toBitVec : BitVec 32
attribute [extern "lean_uint32_of_nat_mk"] UInt32.ofBitVec
attribute [extern "lean_uint32_to_nat"] UInt32.toBitVec
@[extern "lean_uint32_of_nat"] def UInt32.ofNat (n : @& Nat) : UInt32 := ⟨BitVec.ofNat _ n⟩
@[extern "lean_uint32_of_nat"] def UInt32.ofNatLT (n : @& Nat) (h : LT.lt n UInt32.size) : UInt32 := ⟨BitVec.ofNatLT n h⟩
@[extern "lean_uint32_to_nat"] def UInt32.toNat (n : UInt32) : Nat := n.toBitVec.toNat
theorem UInt32.eq_of_toBitVec_eq : {a b : UInt32} → Eq a.toBitVec b.toBitVec → Eq a b
  | ⟨_⟩, ⟨_⟩, h => congrArg UInt32.ofBitVec h
@[extern "lean_uint32_dec_eq"] def UInt32.decEq (a b : UInt32) : Decidable (Eq a b) :=
  match instDecidableEqBitVec a.toBitVec b.toBitVec with
  | isTrue h => isTrue (UInt32.eq_of_toBitVec_eq h)
  | isFalse h => isFalse (fun h' => h (congrArg UInt32.toBitVec h'))
instance instDecidableEqUInt32 : DecidableEq UInt32 := UInt32.decEq
instance : Inhabited UInt32 := ⟨UInt32.ofNat 0⟩
instance : LT UInt32 := ⟨fun a b => LT.lt a.toBitVec b.toBitVec⟩
instance : LE UInt32 := ⟨fun a b => LE.le a.toBitVec b.toBitVec⟩
@[extern "lean_uint32_dec_lt"] instance UInt32.decLt (a b : UInt32) : Decidable (LT.lt a b) :=
  Nat.decLt a.toBitVec.toNat b.toBitVec.toNat
@[extern "lean_uint32_dec_le"] instance UInt32.decLe (a b : UInt32) : Decidable (LE.le a b) :=
  Nat.decLe a.toBitVec.toNat b.toBitVec.toNat
structure UInt64 where
  ofBitVec ::
  toBitVec : BitVec 64
attribute [extern "lean_uint64_of_nat_mk"] UInt64.ofBitVec
attribute [extern "lean_uint64_to_nat"] UInt64.toBitVec
@[extern "lean_uint64_of_nat"] def UInt64.ofNat (n : @& Nat) : UInt64 := ⟨BitVec.ofNat _ n⟩
@[extern "lean_uint64_of_nat"] def UInt64.ofNatLT (n : @& Nat) (h : LT.lt n UInt64.size) : UInt64 := ⟨BitVec.ofNatLT n h⟩
@[extern "lean_uint64_to_nat"] def UInt64.toNat (n : UInt64) : Nat := n.toBitVec.toNat
theorem UInt64.eq_of_toBitVec_eq : {a b : UInt64} → Eq a.toBitVec b.toBitVec → Eq a b
  | ⟨_⟩, ⟨_⟩, h => congrArg UInt64.ofBitVec h
@[extern "lean_uint64_dec_eq"] def UInt64.decEq (a b : UInt64) : Decidable (Eq a b) :=
  match instDecidableEqBitVec a.toBitVec b.toBitVec with
  | isTrue h => isTrue (UInt64.eq_of_toBitVec_eq h)
  | isFalse h => isFalse (fun h' => h (congrArg UInt64.toBitVec h'))
instance instDecidableEqUInt64 : DecidableEq UInt64 := UInt64.decEq
instance : Inhabited UInt64 := ⟨UInt64.ofNat 0⟩
instance : LT UInt64 := ⟨fun a b => LT.lt a.toBitVec b.toBitVec⟩
instance : LE UInt64 := ⟨fun a b => LE.le a.toBitVec b.toBitVec⟩
@[extern "lean_uint64_dec_lt"] instance UInt64.decLt (a b : UInt64) : Decidable (LT.lt a b) :=
  Nat.decLt a.toBitVec.toNat b.toBitVec.toNat
@[extern "lean_uint64_dec_le"] instance UInt64.decLe (a b : UInt64) : Decidable (LE.le a b) :=
  Nat.decLe a.toBitVec.toNat b.toBitVec.toNat
structure USize where
  ofBitVec ::
  toBitVec : BitVec System.Platform.numBits
attribute [extern "lean_usize_of_nat_mk"] USize.ofBitVec
attribute [extern "lean_usize_to_nat"] USize.toBitVec
@[extern "lean_usize_of_nat"] def USize.ofNat (n : @& Nat) : USize := ⟨BitVec.ofNat _ n⟩
@[extern "lean_usize_of_nat"] def USize.ofNatLT (n : @& Nat) (h : LT.lt n USize.size) : USize := ⟨BitVec.ofNatLT n h⟩
@[extern "lean_usize_to_nat"] def USize.toNat (n : USize) : Nat := n.toBitVec.toNat
theorem USize.eq_of_toBitVec_eq : {a b : USize} → Eq a.toBitVec b.toBitVec → Eq a b
  | ⟨_⟩, ⟨_⟩, h => congrArg USize.ofBitVec h
@[extern "lean_usize_dec_eq"] def USize.decEq (a b : USize) : Decidable (Eq a b) :=
  match instDecidableEqBitVec a.toBitVec b.toBitVec with
  | isTrue h => isTrue (USize.eq_of_toBitVec_eq h)
  | isFalse h => isFalse (fun h' => h (congrArg USize.toBitVec h'))
instance instDecidableEqUSize : DecidableEq USize := USize.decEq
instance : Inhabited USize := ⟨USize.ofNat 0⟩
instance : LT USize := ⟨fun a b => LT.lt a.toBitVec b.toBitVec⟩
instance : LE USize := ⟨fun a b => LE.le a.toBitVec b.toBitVec⟩
@[extern "lean_usize_dec_lt"] instance USize.decLt (a b : USize) : Decidable (LT.lt a b) :=
  Nat.decLt a.toBitVec.toNat b.toBitVec.toNat
@[extern "lean_usize_dec_le"] instance USize.decLe (a b : USize) : Decidable (LE.le a b) :=
  Nat.decLe a.toBitVec.toNat b.toBitVec.toNat
theorem UInt32.toNat_lt_size (n : UInt32) : LT.lt n.toNat UInt32.size := n.toBitVec.isLt
abbrev Nat.isValidChar (n : Nat) : Prop := Or (LT.lt n 0xd800) (And (LT.lt 0xdfff n) (LT.lt n 0x110000))
abbrev UInt32.isValidChar (n : UInt32) : Prop := n.toNat.isValidChar
structure Char where
  val : UInt32
  valid : val.isValidChar
theorem Nat.isValidChar_lt {n : Nat} (h : n.isValidChar) : LT.lt n UInt32.size := match h with
  | .inl h => Nat.lt_trans h (of_decide_eq_true rfl)
  | .inr h => Nat.lt_trans h.right (of_decide_eq_true rfl)
@[extern "lean_uint32_of_nat"] def Char.ofNatAux (n : @& Nat) (h : n.isValidChar) : Char :=
  ⟨⟨BitVec.ofNatLT n (Nat.isValidChar_lt h)⟩, h⟩
@[noinline, match_pattern] def Char.ofNat (n : Nat) : Char :=
  dite n.isValidChar (fun h => Char.ofNatAux n h) (fun _ => Char.ofNatAux 0 (Or.inl (of_decide_eq_true rfl)))
@[extern "lean_uint32_to_nat"] def Char.toNat (c : Char) : Nat := c.val.toNat
theorem Char.eq_of_val_eq : {c d : Char} → Eq c.val d.val → Eq c d
  | ⟨_, _⟩, ⟨_, _⟩, rfl => rfl
instance instDecidableEqChar : DecidableEq Char := fun c d =>
  match UInt32.decEq c.val d.val with
  | isTrue h => isTrue (Char.eq_of_val_eq h)
  | isFalse h => isFalse (fun h' => h (congrArg Char.val h'))
instance Char.instInhabited : Inhabited Char := ⟨Char.ofNat 65⟩
