import Jar.Chain.Assignments
import Jar.Thm.Chain.Safrole
import Jar.Thm.Data.Shuffle

/-!
# Every validator has one core, every core its validators

Gray Paper 0.7.2, section 11.3. The assignment lists one core for each validator; with three validators for each core, as the paper has it, each core is listed
exactly three times, whatever the entropy and the slot.
-/
namespace Jar.Chain

/-! ## Before shuffling -/

theorem coresInOrder_length (cores validators left i : Nat) : (coresInOrder cores validators left i).length = left := by
  induction left generalizing i with
  | zero => rfl
  | succ left ih => rw [coresInOrder, List.length_cons, ih]

/-- With `k` validators for each core, the validators below `k · n + j` have cores below or at `n`. -/
theorem count_coresInOrder {cores k : Nat} (positive : 0 < k) (some_core : 0 < cores) (core : Nat) (left i : Nat) :
    count (fun c => c == core) (coresInOrder cores (k * cores) left i) = min (i + left) (k * (core + 1)) - max i (k * core) := by
  induction left generalizing i with
  | zero =>
    rw [coresInOrder, count]
    have : k * core ≤ k * (core + 1) := Nat.mul_le_mul_left k (Nat.le_succ core)
    omega
  | succ left ih =>
    have quotient : cores * i / (k * cores) = i / k := by
      rw [Nat.mul_comm k cores, ← Nat.div_div_eq_div_mul, Nat.mul_div_right i some_core]
    have step : k * (core + 1) = k * core + k := Nat.mul_succ k core
    rw [coresInOrder, count, ih, quotient, step]
    by_cases here : i / k = core
    · have low : k * core ≤ i := by rw [← here]; exact Nat.mul_div_le i k
      have high : i < k * core + k := by
        have := (Nat.div_lt_iff_lt_mul positive).mp (Nat.lt_succ_of_le (Nat.le_of_eq here))
        rw [Nat.mul_comm, step] at this
        exact this
      rw [here, ite_eq_left (beq_iff_eq.mpr rfl)]
      omega
    · rw [ite_eq_right (fun e => here (beq_iff_eq.mp e))]
      by_cases low : i < k * core
      · omega
      · have high : k * core + k ≤ i := by
          apply Nat.le_of_not_lt
          intro lt
          refine here ?_
          have a : core ≤ i / k := (Nat.le_div_iff_mul_le positive).mpr (by rw [Nat.mul_comm]; omega)
          have b : i / k < core + 1 := (Nat.div_lt_iff_lt_mul positive).mpr (by rw [Nat.mul_comm, step]; exact lt)
          omega
        omega

theorem coresInOrder_lt {cores validators : Nat} (some_core : 0 < cores) {left i : Nat} (inside : i + left ≤ validators) {core : Nat}
    (m : core ∈ coresInOrder cores validators left i) : core < cores := by
  induction left generalizing i with
  | zero => exact absurd m List.not_mem_nil
  | succ left ih =>
    cases List.mem_cons.mp m with
    | inl e =>
      rw [e]
      exact (Nat.div_lt_iff_lt_mul (by omega)).mpr (Nat.mul_lt_mul_of_pos_left (by omega) some_core)
    | inr m => exact ih (by omega) m

/-! ## Counting -/

theorem beq_false {α : Type} [BEq α] [LawfulBEq α] {a b : α} (ne : a ≠ b) : (a == b) = false := by
  cases h : a == b with
  | false => rfl
  | true => exact absurd (beq_iff_eq.mp h) ne

theorem count_map {α β : Type} (p : β → Bool) (f : α → β) (l : List α) : count p (l.map f) = count (fun a => p (f a)) l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [List.map_cons, count, count, ih]

theorem count_congr {α : Type} {p q : α → Bool} {l : List α} (same : ∀ a, a ∈ l → p a = q a) : count p l = count q l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [count, count, ih fun b m => same b (List.mem_cons_of_mem _ m), same a List.mem_cons_self]

theorem count_eq_zero {α : Type} {p : α → Bool} {l : List α} (h : count p l = 0) {a : α} (m : a ∈ l) : p a = false := by
  induction l with
  | nil => exact absurd m List.not_mem_nil
  | cons b l ih =>
    rw [count] at h
    cases List.mem_cons.mp m with
    | inl e =>
      rw [e]
      cases c : p b with
      | false => rfl
      | true => rw [c, ite_eq_left rfl] at h; omega
    | inr m => exact ih (by omega) m

theorem count_none {α : Type} {p : α → Bool} {l : List α} (none : ∀ a, a ∈ l → p a = false) : count p l = 0 := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    rw [count, none a List.mem_cons_self, ih fun b m => none b (List.mem_cons_of_mem _ m)]
    rfl

/-- Numbers below a modulus that are equal after the same addition are equal. -/
theorem add_mod_cancel {m a b n : Nat} (positive : 0 < m) (ha : a < m) (hb : b < m) (h : (a + n) % m = (b + n) % m) : a = b := by
  rw [← Nat.add_mod_mod, ← Nat.add_mod_mod b] at h
  have small : n % m < m := Nat.mod_lt _ positive
  generalize n % m = r at h small
  have wrap : ∀ x, x < m → (x + r) % m = if x + r < m then x + r else x + r - m := by
    intro x hx
    split
    · exact Nat.mod_eq_of_lt (by assumption)
    · rw [Nat.mod_eq_sub_mod (by omega)]
      exact Nat.mod_eq_of_lt (by omega)
  rw [wrap a ha, wrap b hb] at h
  split at h <;> split at h <;> omega

/-! ## After shuffling and rotating -/

section
variable {p : Params}

/-- The cores of all validators, shuffled. -/
def shuffledCores (p : Params) (e : Hash) : List Nat := (shuffleByHash Crypto.blake2b256 (unshuffledCores p) e.bytes).toList

theorem shuffledCores_lt (some_core : 0 < p.cores.toNat) {e : Hash} {core : Nat} (m : core ∈ shuffledCores p e) : core < p.cores.toNat := by
  have same := count_shuffleByHash Crypto.blake2b256 (fun core => decide (p.cores.toNat ≤ core)) (unshuffledCores p) e.bytes
  have none : count (fun core => decide (p.cores.toNat ≤ core)) (unshuffledCores p).toList = 0 :=
    count_none fun core m => decide_eq_false (Nat.not_le_of_gt (coresInOrder_lt some_core (Nat.le_of_eq (Nat.zero_add _)) m))
  rw [none] at same
  exact Nat.lt_of_not_le (of_decide_eq_false (count_eq_zero same m))

theorem shuffledCores_length (e : Hash) : (shuffledCores p e).length = p.validators.toNat := by
  have same := count_shuffleByHash Crypto.blake2b256 (fun _ => true) (unshuffledCores p) e.bytes
  rw [count_true, count_true] at same
  exact same.trans (coresInOrder_length _ _ _ _)

theorem assignedCores_toList (e : Hash) (phase : Nat) : (assignedCores p e phase).toList =
    (shuffledCores p e).map fun core => ((core + phase / p.rotationPeriod.toNat) % p.cores.toNat).toUInt16 := rfl

/-- **Each validator has one core.** -/
theorem size_assignedCores (e : Hash) (phase : Nat) : (assignedCores p e phase).size = p.validators.toNat := by
  rw [← Array.length_toList, assignedCores_toList, List.length_map, shuffledCores_length]

theorem toNat_rotated (some_core : 0 < p.cores.toNat) (core : Nat) : (core % p.cores.toNat).toUInt16.toNat = core % p.cores.toNat := by
  have lt : core % p.cores.toNat < p.cores.toNat := Nat.mod_lt _ some_core
  have bound : p.cores.toNat < 2 ^ 16 := p.cores.toNat_lt
  show core % p.cores.toNat % 2 ^ 16 = _
  exact Nat.mod_eq_of_lt (Nat.lt_trans lt bound)

/-- It is a core that there is. -/
theorem assignedCores_lt {e : Hash} {phase : Nat} (some_core : 0 < p.cores.toNat) {core : CoreIndex} (m : core ∈ (assignedCores p e phase).toList) :
    core < p.cores := by
  rw [assignedCores_toList] at m
  obtain ⟨own, _, e⟩ := mem_map m
  rw [e]
  exact UInt16.lt_iff_toNat_lt.mpr (by rw [toNat_rotated some_core]; exact Nat.mod_lt _ some_core)

/-- **Each core has `k` validators, if there are `k` for each.** -/
theorem count_assignedCores {k : Nat} (positive : 0 < k) (each : p.validators.toNat = k * p.cores.toNat) (e : Hash) (phase : Nat) {core : CoreIndex}
    (inside : core < p.cores) : count (fun c => c == core) (assignedCores p e phase).toList = k := by
  have inside := UInt16.lt_iff_toNat_lt.mp inside
  have some_core : 0 < p.cores.toNat := Nat.lt_of_le_of_lt (Nat.zero_le _) inside
  rw [assignedCores_toList, count_map]
  generalize phase / p.rotationPeriod.toNat = n
  -- The core that is rotated to this one.
  have from_ : ∃ from_, from_ < p.cores.toNat ∧ (from_ + n) % p.cores.toNat = core.toNat := by
    refine ⟨(core.toNat + (p.cores.toNat - n % p.cores.toNat)) % p.cores.toNat, Nat.mod_lt _ some_core, ?_⟩
    have small : n % p.cores.toNat < p.cores.toNat := Nat.mod_lt _ some_core
    rw [Nat.mod_add_mod, ← Nat.add_mod_mod _ n, show core.toNat + (p.cores.toNat - n % p.cores.toNat) + n % p.cores.toNat = core.toNat + p.cores.toNat by omega,
      Nat.add_mod_right, Nat.mod_eq_of_lt inside]
  obtain ⟨origin, bound, rotated⟩ := from_
  have same : count (fun c => ((c + n) % p.cores.toNat).toUInt16 == core) (shuffledCores p e) = count (fun c => c == origin) (shuffledCores p e) := by
    refine count_congr fun c m => ?_
    have lt := shuffledCores_lt some_core m
    by_cases own : c = origin
    · rw [own, beq_iff_eq.mpr rfl]
      refine beq_iff_eq.mpr (UInt16.toNat_inj.mp ?_)
      rw [toNat_rotated some_core, rotated]
    · rw [beq_false own]
      refine beq_false fun h => own ?_
      have h := congrArg UInt16.toNat h
      rw [toNat_rotated some_core, ← rotated] at h
      exact add_mod_cancel some_core lt bound h
  rw [same]
  have shuffled : count (fun c => c == origin) (shuffledCores p e) = _ :=
    count_shuffleByHash Crypto.blake2b256 (fun c => c == origin) (unshuffledCores p) e.bytes
  rw [shuffled]
  have ordered := count_coresInOrder positive some_core origin p.validators.toNat 0
  rw [← each] at ordered
  refine ordered.trans ?_
  have step : k * (origin + 1) = k * origin + k := Nat.mul_succ k origin
  have top : k * (origin + 1) ≤ k * p.cores.toNat := Nat.mul_le_mul_left k bound
  omega

variable {entropy : Array Hash} {active previous : ValidatorSet} {offenders : Array Ed25519Public} {slot : Slot}

/-- M and M* are assignments by P, to the validators of this epoch or the one before. -/
theorem guarantors_assignedCores : (∃ e phase, (guarantors p entropy active previous offenders slot).1.cores = assignedCores p e phase) ∧
    ∃ e phase, (guarantors p entropy active previous offenders slot).2.cores = assignedCores p e phase := by
  unfold guarantors
  refine ⟨⟨_, _, rfl⟩, ?_⟩
  dsimp only
  split
  · exact ⟨_, _, rfl⟩
  · exact ⟨_, _, rfl⟩

/-- **M and M* give each validator one core.** -/
theorem guarantors_size : (guarantors p entropy active previous offenders slot).1.cores.size = p.validators.toNat ∧
    (guarantors p entropy active previous offenders slot).2.cores.size = p.validators.toNat := by
  obtain ⟨⟨_, _, now⟩, _, _, before⟩ := guarantors_assignedCores (p := p) (entropy := entropy) (active := active) (previous := previous)
    (offenders := offenders) (slot := slot)
  rw [now, before]
  exact ⟨size_assignedCores _ _, size_assignedCores _ _⟩

/-- **With three validators for each core, M and M* give each core exactly three.** -/
theorem three_guarantors (each : p.validators.toNat = 3 * p.cores.toNat) {core : CoreIndex} (inside : core < p.cores) :
    count (fun c => c == core) (guarantors p entropy active previous offenders slot).1.cores.toList = 3 ∧
      count (fun c => c == core) (guarantors p entropy active previous offenders slot).2.cores.toList = 3 := by
  obtain ⟨⟨_, _, now⟩, _, _, before⟩ := guarantors_assignedCores (p := p) (entropy := entropy) (active := active) (previous := previous)
    (offenders := offenders) (slot := slot)
  rw [now, before]
  exact ⟨count_assignedCores (by decide) each _ _ inside, count_assignedCores (by decide) each _ _ inside⟩

/-- The paper's numbers are such, and those of the small vectors. -/
theorem three_for_each_core : Params.full.validators.toNat = 3 * Params.full.cores.toNat ∧
    Params.tiny.validators.toNat = 3 * Params.tiny.cores.toNat := by decide

end

end Jar.Chain
