prelude
import Init.Prelude.Operators
/-! Arithmetic and order of `Nat`. The kernel and the runtime compute these functions by GMP, by name: see Check/Accel.lean. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_add"] protected def Nat.add : (@& Nat) → (@& Nat) → Nat
  | n, .zero => n
  | n, .succ m => .succ (Nat.add n m)
instance instAddNat : Add Nat := ⟨Nat.add⟩
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_mul"] protected def Nat.mul : (@& Nat) → (@& Nat) → Nat
  | _, 0 => 0
  | n, .succ m => Nat.add (Nat.mul n m) n
instance instMulNat : Mul Nat := ⟨Nat.mul⟩
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_pow"] protected def Nat.pow (m : @& Nat) : (@& Nat) → Nat
  | 0 => 1
  | .succ n => Nat.mul (Nat.pow m n) m
instance instNatPowNat : NatPow Nat := ⟨Nat.pow⟩
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_eq"] def Nat.beq : (@& Nat) → (@& Nat) → Bool
  | .zero, .zero => true
  | .zero, .succ _ => false
  | .succ _, .zero => false
  | .succ n, .succ m => beq n m
theorem Nat.eq_of_beq_eq_true : {n m : Nat} → Eq (beq n m) true → Eq n m
  | .zero, .zero, _ => rfl
  | .zero, .succ _, h => (Bool.false_ne_true h).elim
  | .succ _, .zero, h => (Bool.false_ne_true h).elim
  | .succ n, .succ m, h =>
    have : Eq (beq n m) true := h
    have : Eq n m := eq_of_beq_eq_true this
    this.rec rfl
theorem Boot.Nat.beq_self : (n : Nat) → Eq (Nat.beq n n) true
  | .zero => rfl
  | .succ n => Boot.Nat.beq_self n
theorem noConfusion_of_Nat {α : Sort u} (f : α → Nat) {a b : α} (h : Eq a b) : (Nat.beq (f a) (f b)).rec False True :=
  Eq.subst (motive := fun x => Bool.rec (motive := fun _ => Prop) False True (Nat.beq (f a) (f x))) h
    (Eq.ndrec (a := true) (motive := fun (b : Bool) => Bool.rec (motive := fun _ => Prop) False True b) True.intro (Boot.Nat.beq_self (f a)).symm)
theorem Nat.ne_of_beq_eq_false {n m : Nat} (h : Eq (beq n m) false) : Not (Eq n m) := fun e =>
  ne_true_of_eq_false h (Eq.subst (motive := fun k => Eq (beq n k) true) e (Boot.Nat.beq_self n))
@[extern "lean_nat_dec_eq"] protected def Nat.decEq (n m : @& Nat) : Decidable (Eq n m) :=
  ⟨Nat.beq n m, Boot.Decidable.reflects_of eq_of_beq_eq_true ne_of_beq_eq_false⟩
@[inline] instance instDecidableEqNat : DecidableEq Nat := Nat.decEq
/-! noConfusion helpers for enumeration types -/
abbrev noConfusionTypeEnum {α : Sort u} (f : α → Nat) (P : Sort w) (x y : α) : Sort w :=
  Bool.casesOn (motive := fun _ => Sort w) (Nat.beq (f x) (f y)) P (P → P)
abbrev noConfusionEnum {α : Sort u} (f : α → Nat) {P : Sort w} {x y : α} (h : Eq x y) : noConfusionTypeEnum f P x y :=
  Eq.ndrec (a := true) (motive := fun b => Bool.casesOn (motive := fun _ => Sort w) b P (P → P)) (fun x => x)
    (Eq.subst (motive := fun z => Eq (Nat.beq (f x) (f z)) true) h (Boot.Nat.beq_self (f x))).symm
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_dec_le"] def Nat.ble : @& Nat → @& Nat → Bool
  | .zero, .zero => true
  | .zero, .succ _ => true
  | .succ _, .zero => false
  | .succ n, .succ m => ble n m
protected inductive Nat.le (n : Nat) : Nat → Prop where
  | refl : Nat.le n n
  | step {m : Nat} : Nat.le n m → Nat.le n (.succ m)
protected def Nat.lt (n m : Nat) : Prop := Nat.le (.succ n) m
instance instLENat : LE Nat := ⟨Nat.le⟩
instance instLTNat : LT Nat := ⟨Nat.lt⟩
theorem Nat.not_succ_le_zero : (n : Nat) → Not (LE.le (Nat.succ n) 0) := fun n h =>
  have aux : (m : Nat) → Nat.le (Nat.succ n) m → Eq m 0 → False := fun _ h => h.casesOn
    (fun e => Bool.false_ne_true ((congrArg (fun k => Nat.beq k 0) e))) (fun _ e => Bool.false_ne_true (congrArg (fun k => Nat.beq k 0) e))
  aux 0 h rfl
theorem Nat.not_lt_zero (n : Nat) : Not (LT.lt n 0) := Nat.not_succ_le_zero n
theorem Nat.zero_le : (n : Nat) → LE.le 0 n
  | .zero => Nat.le.refl
  | .succ n => Nat.le.step (Nat.zero_le n)
theorem Nat.succ_le_succ {n m : Nat} (h : LE.le n m) : LE.le (succ n) (succ m) :=
  Nat.le.rec (motive := fun m _ => Nat.le (.succ n) (.succ m)) .refl (fun _ ih => .step ih) h
theorem Nat.zero_lt_succ (n : Nat) : LT.lt 0 (succ n) := succ_le_succ (zero_le n)
protected theorem Nat.le_trans {n m k : Nat} (h1 : LE.le n m) (h2 : LE.le m k) : LE.le n k :=
  Nat.le.rec (motive := fun k _ => Nat.le n k) h1 (fun _ ih => .step ih) h2
protected theorem Nat.lt_of_lt_of_le {n m k : Nat} (h : LT.lt n m) (h2 : LE.le m k) : LT.lt n k := Nat.le_trans h h2
theorem Nat.le_succ (n : Nat) : LE.le n (succ n) := Nat.le.step Nat.le.refl
theorem Nat.le_succ_of_le {n m : Nat} (h : LE.le n m) : LE.le n (succ m) := Nat.le_trans h (le_succ m)
protected theorem Nat.lt_trans {n m k : Nat} (h₁ : LT.lt n m) : LT.lt m k → LT.lt n k := fun h => Nat.le_trans (Nat.le.step h₁) h
@[simp] protected theorem Nat.le_refl (n : Nat) : LE.le n n := Nat.le.refl
theorem Nat.succ_pos (n : Nat) : LT.lt 0 (succ n) := zero_lt_succ n
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_pred"] def Nat.pred : (@& Nat) → Nat
  | 0 => 0
  | .succ a => a
theorem Nat.pred_le_pred : {n m : Nat} → LE.le n m → LE.le (pred n) (pred m) := fun {n} {_} h =>
  Nat.le.rec (motive := fun m _ => Nat.le (pred n) (pred m)) .refl (fun {m} _ ih =>
    match m, ih with
    | .zero, ih => ih
    | .succ _, ih => .step ih) h
theorem Nat.le_of_succ_le_succ {n m : Nat} : LE.le (succ n) (succ m) → LE.le n m := fun h => pred_le_pred h
theorem Nat.le_of_lt_succ {m n : Nat} : LT.lt m (succ n) → LE.le m n := le_of_succ_le_succ
protected theorem Nat.eq_or_lt_of_le : {n m : Nat} → LE.le n m → Or (Eq n m) (LT.lt n m)
  | .zero, .zero, _ => Or.inl rfl
  | .zero, .succ _, _ => Or.inr (Nat.succ_le_succ (Nat.zero_le _))
  | .succ _, .zero, h => absurd h (not_succ_le_zero _)
  | .succ _, .succ _, h =>
    match Nat.eq_or_lt_of_le (Nat.le_of_succ_le_succ h) with
    | Or.inl h => Or.inl (congrArg succ h)
    | Or.inr h => Or.inr (succ_le_succ h)
protected theorem Nat.lt_or_ge : (n m : Nat) → Or (LT.lt n m) (GE.ge n m)
  | _, .zero => Or.inr (zero_le _)
  | n, .succ m => match Nat.lt_or_ge n m with
    | Or.inl h => Or.inl (le_succ_of_le h)
    | Or.inr h => match Nat.eq_or_lt_of_le h with
      | Or.inl h1 => Or.inl (h1.rec (motive := fun k _ => LE.le (succ k) (succ m)) (Nat.le_refl _))
      | Or.inr h1 => Or.inr h1
theorem Nat.not_succ_le_self : (n : Nat) → Not (LE.le (succ n) n)
  | 0 => not_succ_le_zero _
  | .succ n => fun h => absurd (le_of_succ_le_succ h) (not_succ_le_self n)
protected theorem Nat.lt_irrefl (n : Nat) : Not (LT.lt n n) := Nat.not_succ_le_self n
protected theorem Nat.le_antisymm {n m : Nat} (h₁ : LE.le n m) (h₂ : LE.le m n) : Eq n m :=
  match Nat.eq_or_lt_of_le h₁ with
  | Or.inl h => h
  | Or.inr h => absurd (Nat.le_trans h h₂) (Nat.lt_irrefl n)
protected theorem Nat.lt_of_le_of_ne {n m : Nat} (h₁ : LE.le n m) (h₂ : Not (Eq n m)) : LT.lt n m :=
  match Nat.eq_or_lt_of_le h₁ with
  | Or.inl h => absurd h h₂
  | Or.inr h => h
theorem Nat.le_of_ble_eq_true : {n m : Nat} → (h : Eq (Nat.ble n m) true) → LE.le n m
  | 0, _, _ => Nat.zero_le _
  | .succ _, .zero, h => (Bool.false_ne_true h).elim
  | .succ _, .succ _, h => Nat.succ_le_succ (le_of_ble_eq_true h)
theorem Nat.ble_self_eq_true : (n : Nat) → Eq (Nat.ble n n) true
  | 0 => rfl
  | .succ n => ble_self_eq_true n
theorem Nat.ble_succ_eq_true : {n m : Nat} → Eq (Nat.ble n m) true → Eq (Nat.ble n (succ m)) true
  | 0, 0, _ => rfl
  | 0, .succ _, _ => rfl
  | .succ _, 0, h => (Bool.false_ne_true h).elim
  | .succ n, .succ _, h => ble_succ_eq_true (n := n) h
theorem Nat.ble_eq_true_of_le {n m : Nat} (h : LE.le n m) : Eq (Nat.ble n m) true :=
  h.rec (Nat.ble_self_eq_true n) (fun _ ih => Nat.ble_succ_eq_true ih)
theorem Nat.not_le_of_not_ble_eq_true {n m : Nat} (h : Not (Eq (Nat.ble n m) true)) : Not (LE.le n m) :=
  fun h' => absurd (Nat.ble_eq_true_of_le h') h
@[extern "lean_nat_dec_le"] instance Nat.decLe (n m : @& Nat) : Decidable (LE.le n m) :=
  ⟨Nat.ble n m, Boot.Decidable.reflects_of Nat.le_of_ble_eq_true (fun h => Nat.not_le_of_not_ble_eq_true (fun e => Bool.false_ne_true (Eq.trans h.symm e)))⟩
@[extern "lean_nat_dec_lt"] instance Nat.decLt (n m : @& Nat) : Decidable (LT.lt n m) := decLe (succ n) m
instance : Min Nat := minOfLe
instance Nat.instMax : Max Nat := maxOfLe
set_option bootstrap.genMatcherCode false in
@[extern "lean_nat_sub"] protected def Nat.sub : (@& Nat) → (@& Nat) → Nat
  | n, 0 => n
  | n, .succ m => pred (Nat.sub n m)
instance instSubNat : Sub Nat := ⟨Nat.sub⟩
theorem Nat.sub_le : (n m : Nat) → LE.le (HSub.hSub n m) n
  | n, .zero => Nat.le_refl n
  | n, .succ m => Nat.le_trans (have aux : (k : Nat) → LE.le (pred k) k := fun k => match k with | .zero => Nat.le_refl _ | .succ k => Nat.le_succ k
                                aux _) (Nat.sub_le n m)
theorem Nat.sub_lt : {n m : Nat} → LT.lt 0 n → LT.lt 0 m → LT.lt (HSub.hSub n m) n
  | .zero, _, h1, _ => absurd h1 (Nat.lt_irrefl 0)
  | .succ _, .zero, _, h2 => absurd h2 (Nat.lt_irrefl 0)
  | .succ n, .succ m, _, _ =>
    have aux : (a b : Nat) → Eq (Nat.sub (.succ a) (.succ b)) (Nat.sub a b) := fun a b =>
      b.rec rfl (fun _ ih => congrArg Nat.pred ih)
    Eq.subst (motive := fun k => LT.lt k (Nat.succ n)) (aux n m).symm (show LT.lt (Nat.sub n m) (Nat.succ n) from Nat.succ_le_succ (Nat.sub_le n m))
set_option bootstrap.genMatcherCode false in
/-- division by structural recursion on fuel (kernel and runtime use their own fast version) -/
def Boot.Nat.divGo (y : Nat) : (fuel x : Nat) → Nat
  | 0, _ => 0
  | .succ fuel, x => match Nat.ble y x with
    | true => .succ (Boot.Nat.divGo y fuel (Nat.sub x y))
    | false => 0
@[extern "lean_nat_div"] protected def Nat.div (x y : @& Nat) : Nat :=
  match Nat.ble 1 y with
  | true => Boot.Nat.divGo y (.succ x) x
  | false => 0
set_option bootstrap.genMatcherCode false in
def Boot.Nat.modGo (y : Nat) : (fuel x : Nat) → Nat
  | 0, x => x
  | .succ fuel, x => match Nat.ble y x with
    | true => Boot.Nat.modGo y fuel (Nat.sub x y)
    | false => x
@[extern "lean_nat_mod"] protected def Nat.mod (x y : @& Nat) : Nat :=
  match Nat.ble 1 y with
  | true => Boot.Nat.modGo y (.succ x) x
  | false => x
instance Nat.instDiv : Div Nat := ⟨Nat.div⟩
instance Nat.instMod : Mod Nat := ⟨Nat.mod⟩
theorem Boot.Nat.modGo_lt (y : Nat) (hy : LT.lt 0 y) : (fuel x : Nat) → LT.lt x fuel → LT.lt (Boot.Nat.modGo y fuel x) y
  | 0, _, h => absurd h (Nat.not_lt_zero _)
  | .succ fuel, x, h =>
    show LT.lt (match Nat.ble y x with | true => Boot.Nat.modGo y fuel (Nat.sub x y) | false => x) y from
    match hb : Nat.ble y x with
    | true => Boot.Nat.modGo_lt y hy fuel _ (Nat.lt_of_lt_of_le (Nat.sub_lt (Nat.lt_of_lt_of_le hy (Nat.le_of_ble_eq_true hb)) hy) (Nat.le_of_lt_succ h))
    | false => match Nat.lt_or_ge x y with
      | .inl h => h
      | .inr h => absurd (Nat.ble_eq_true_of_le h) (ne_true_of_eq_false hb)
theorem Nat.mod_lt (x : Nat) {y : Nat} (h : LT.lt 0 y) : LT.lt (HMod.hMod x y) y :=
  show LT.lt (match Nat.ble 1 y with | true => Boot.Nat.modGo y (.succ x) x | false => x) y from
  match hb : Nat.ble 1 y with
  | true => Boot.Nat.modGo_lt y h _ _ (Nat.le_refl _)
  | false => absurd (Nat.ble_eq_true_of_le h) (ne_true_of_eq_false hb)
theorem Boot.Nat.two_pow_pos : (n : Nat) → LT.lt (0 : Nat) (HPow.hPow (2 : Nat) n)
  | .zero => Nat.zero_lt_succ 0
  | .succ n =>
    have h : LT.lt 0 (Nat.pow 2 n) := Boot.Nat.two_pow_pos n
    show LT.lt 0 (Nat.add (Nat.add 0 (Nat.pow 2 n)) (Nat.pow 2 n)) from
    have aux : (a b : Nat) → LE.le b (Nat.add a b) := fun a b => b.rec (Nat.zero_le _) (fun _ ih => Nat.succ_le_succ ih)
    Nat.le_trans h (aux _ _)
set_option bootstrap.genMatcherCode false in
/-- number of binary digits minus one -/
@[extern "lean_nat_log2"] def Nat.log2 (n : @& Nat) : Nat :=
  have go : Nat → Nat → Nat := fun fuel => fuel.rec (fun _ => 0) (fun _ ih n => match Nat.ble 2 n with | true => Nat.succ (ih (Nat.div n 2)) | false => 0)
  go n n

attribute [gen_constructor_elims] Nat
attribute [match_pattern] Nat.add
protected theorem Nat.zero_lt_one : LT.lt 0 (1 : Nat) := Nat.zero_lt_succ 0
attribute [gen_constructor_elims] Bool
opaque System.Platform.getNumBits : Unit → Subtype fun (n : Nat) => Or (Eq n 32) (Eq n 64) := fun _ => ⟨64, Or.inr rfl⟩
attribute [extern "lean_system_platform_nbits"] System.Platform.getNumBits
def System.Platform.numBits : Nat := (getNumBits ()).val
theorem System.Platform.numBits_eq : Or (Eq numBits 32) (Eq numBits 64) := (getNumBits ()).property
