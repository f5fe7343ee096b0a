import Jar.Thm.Merkle.Pages
import Jar.Thm.Merkle.WellBalanced

/-!
# Constant-depth trees

Gray Paper 0.7.2, appendix E.1.2: J_x and L_x are complete and sound, for pages of any size and for single items.
-/
namespace Jar.Merkle

variable {hash : ByteArray → ByteArray}

/-! ## Leaves -/

theorem fill_length {size : Nat} {leaves : List ByteArray} (h : leaves.length ≤ size) : (fill size leaves).length = size := by
  rw [fill, List.length_append, List.length_replicate]
  omega

theorem getElem?_fill {size i : Nat} {leaves : List ByteArray} :
    (fill size leaves)[i]? = if i < leaves.length then leaves[i]? else if i < size then some zeroHash else none := by
  rw [fill]
  split
  · next low => rw [getElem?_append_left low]
  · next high =>
    have e : i = leaves.length + (i - leaves.length) := by omega
    rw [e, getElem?_append_right, ← e]
    split
    · rw [getElem?_replicate (by omega)]
    · rw [List.getElem?_eq_none (by rw [List.length_replicate]; omega)]

theorem mem_fill {size : Nat} {leaves : List ByteArray} {x : ByteArray} (h : x ∈ fill size leaves) : x ∈ leaves ∨ x = zeroHash :=
  (List.mem_append.mp h).elim .inl fun h => .inr (mem_replicate h)

theorem constantLeaves_length (items : List ByteArray) : (constantLeaves hash items).length = 2 ^ ceilLog2 items.length :=
  fill_length (by rw [List.length_map]; exact le_two_pow_ceilLog2 _)

theorem constantLeaves_size (hash32 : ∀ x, (hash x).size = 32) {items : List ByteArray} {x : ByteArray} (h : x ∈ constantLeaves hash items) :
    x.size = 32 := by
  cases mem_fill h with
  | inl m =>
    obtain ⟨item, _, e⟩ := mem_map m
    rw [e, leafHash, hash32]
  | inr e => rw [e, zeroHash_size]

theorem constantLeaves_getElem? {items : List ByteArray} {i : Nat} (h : i < items.length) :
    (constantLeaves hash items)[i]? = (items[i]?).map (leafHash hash) := by
  rw [constantLeaves, getElem?_fill, List.length_map, ite_eq_left h, getElem?_map]

theorem allHashes_iff {items : List ByteArray} : allHashes items = true ↔ ∀ x, x ∈ items → x.size = 32 := by
  induction items with
  | nil => exact ⟨fun _ x h => absurd h List.not_mem_nil, fun _ => rfl⟩
  | cons item items ih =>
    rw [allHashes, Bool.and_eq_true, ih]
    refine ⟨fun ⟨h1, h2⟩ x m => ?_, fun h => ⟨?_, fun x m => h x (List.mem_cons_of_mem _ m)⟩⟩
    · cases List.mem_cons.mp m with
      | inl e => rw [e]; exact eq_of_beq h1
      | inr m => exact h2 x m
    · rw [h item List.mem_cons_self]
      rfl

/-! ## Single items -/

/-- **Completeness**: the path to an item, J₀, is accepted. -/
theorem verifyItem_path {items : List ByteArray} {i : Nat} {item : ByteArray} (h : items[i]? = some item) :
    verifyItem hash (constantDepthRoot hash items) items.length i item (pagePath hash 0 items i) = true := by
  have hi : i < items.length := by
    refine Nat.lt_of_not_le fun le => ?_
    rw [List.getElem?_eq_none le] at h
    exact nomatch h
  have there : (constantLeaves hash items)[i]? = some (leafHash hash item) := by
    rw [constantLeaves_getElem? hi, h]
    rfl
  have leads := climb_trace (hash := hash) there
  rw [constantLeaves_length] at leads
  refine decide_eq_true ⟨hi, ?_⟩
  rw [pagePath, Nat.pow_zero, Nat.one_mul, Nat.sub_zero, List.take_of_length_le (Nat.le_of_eq (trace_length (constantLeaves_length items))), leads]
  rfl

variable (hash) in
/-- What is hashed for M. -/
def constantDepthInputs (items : List ByteArray) : List ByteArray :=
  nodeInputs hash (constantLeaves hash items) ++ items.map (leafPrefix ++ ·)

variable (hash) in
/-- What is hashed when the path to an item is checked. -/
def verifyItemInputs (count i : Nat) (item : ByteArray) (path : List ByteArray) : List ByteArray :=
  (leafPrefix ++ item) :: climbInputs hash (2 ^ ceilLog2 count) i (leafHash hash item) path

/-- **Soundness**: an accepted item is there, or what was hashed holds a collision. -/
theorem verifyItem_sound (hash32 : ∀ x, (hash x).size = 32) {items path : List ByteArray} {i : Nat} {item : ByteArray}
    (h : verifyItem hash (constantDepthRoot hash items) items.length i item path = true) :
    items[i]? = some item ∨ Collision hash (constantDepthInputs hash items) (verifyItemInputs hash items.length i item path) := by
  obtain ⟨hi, h⟩ := of_decide_eq_true h
  rw [← constantLeaves_length (hash := hash), constantDepthRoot] at h
  have inside : i < (constantLeaves hash items).length := by
    rw [constantLeaves_length]
    exact Nat.lt_of_lt_of_le hi (le_two_pow_ceilLog2 _)
  unfold constantDepthInputs verifyItemInputs
  cases climb_sound hash32 inside (fun x m => constantLeaves_size hash32 m) (hash32 _) h with
  | inr collision =>
    rw [constantLeaves_length] at collision
    exact .inr (collision.mono (fun x m => List.mem_append.mpr (.inl m)) (fun x m => List.mem_cons_of_mem _ m))
  | inl there =>
    rw [constantLeaves_getElem? hi] at there
    obtain ⟨item', e⟩ := exists_getElem? hi
    rw [e] at there ⊢
    injection there with same
    cases equal_or_collision
        (List.mem_append.mpr (.inr (mem_map_of_mem (leafPrefix ++ ·) (mem_of_getElem? e))) :
          leafPrefix ++ item' ∈ nodeInputs hash (constantLeaves hash items) ++ items.map (leafPrefix ++ ·))
        (List.mem_cons_self : leafPrefix ++ item ∈ (leafPrefix ++ item) :: climbInputs hash (2 ^ ceilLog2 items.length) i (leafHash hash item) path)
        same with
    | inl e => exact .inl (congrArg some (bytes_append_cancel e rfl).2)
    | inr collision => exact .inr collision

/-! ## Pages -/

theorem page_length {x i : Nat} {items : List ByteArray} : (page hash x items i).length = min (2 ^ x) (items.length - 2 ^ x * i) := by
  rw [page, List.length_map, List.length_take, List.length_drop]

/-- A page, filled up, is a page of the leaves. -/
theorem fill_page {x i : Nat} {items : List ByteArray} (h : 2 ^ x * i < items.length) :
    fill (2 ^ min x (ceilLog2 items.length)) (page hash x items i) = pageOf (min x (ceilLog2 items.length)) (constantLeaves hash items) i
      ∧ i < 2 ^ (ceilLog2 items.length - x) := by
  have enough := le_two_pow_ceilLog2 items.length
  have total := constantLeaves_length (hash := hash) items
  generalize ceilLog2 items.length = depth at enough total
  -- Beyond the depth there is one page only, of all leaves.
  have start : 2 ^ x * i = 2 ^ min x depth * i ∧ 2 ^ min x depth * i + 2 ^ min x depth ≤ 2 ^ depth ∧ i < 2 ^ (depth - x)
      ∧ min (2 ^ x) (items.length - 2 ^ x * i) = min (2 ^ min x depth) (items.length - 2 ^ min x depth * i) := by
    cases Nat.le_total x depth with
    | inl le =>
      have e : 2 ^ depth = 2 ^ x * 2 ^ (depth - x) := by rw [← Nat.pow_add, Nat.add_sub_of_le le]
      have bound : i < 2 ^ (depth - x) := by
        refine Nat.lt_of_not_le fun le => ?_
        have := Nat.mul_le_mul_left (2 ^ x) le
        omega
      rw [Nat.min_eq_left le]
      refine ⟨rfl, ?_, bound, rfl⟩
      have := Nat.mul_le_mul_left (2 ^ x) (Nat.succ_le_of_lt bound)
      rw [Nat.mul_succ] at this
      omega
    | inr le =>
      have grow := Nat.pow_le_pow_right (show 0 < 2 by decide) le
      have zero : i = 0 := by
        cases i with
        | zero => rfl
        | succ i =>
          have : 2 ^ x * 1 ≤ 2 ^ x * (i + 1) := Nat.mul_le_mul_left _ (Nat.succ_le_succ (Nat.zero_le i))
          omega
      subst zero
      rw [Nat.min_eq_right le]
      refine ⟨rfl, by rw [Nat.mul_zero, Nat.zero_add]; exact Nat.le_refl _, Nat.two_pow_pos _, ?_⟩
      rw [Nat.mul_zero, Nat.mul_zero]
      omega
  obtain ⟨e1, fits, bound, e2⟩ := start
  refine ⟨?_, bound⟩
  have length : (page hash x items i).length = min (2 ^ min x depth) (items.length - 2 ^ min x depth * i) := by rw [page_length, e2]
  have inside : ∀ j, j < (page hash x items i).length → (page hash x items i)[j]? = (items[2 ^ min x depth * i + j]?).map (leafHash hash) := by
    intro j hj
    rw [page_length] at hj
    rw [page, getElem?_map, getElem?_take (by omega), getElem?_drop, e1]
  generalize min x depth = e at e1 fits length inside
  apply List.ext_getElem?
  intro j
  by_cases hj : j < 2 ^ e
  · rw [getElem?_fill, pageOf, getElem?_take hj, getElem?_drop, constantLeaves, getElem?_fill, List.length_map]
    by_cases low : j < (page hash x items i).length
    · rw [ite_eq_left low, ite_eq_left (by omega), inside j low, getElem?_map]
    · rw [ite_eq_right low, ite_eq_left hj, ite_eq_right (by omega)]
      have : 2 ^ e * i + j < 2 ^ ceilLog2 items.length := by rw [← constantLeaves_length (hash := hash), total]; omega
      rw [ite_eq_left this]
  · rw [List.getElem?_eq_none, List.getElem?_eq_none]
    · rw [pageOf, List.length_take]; omega
    · rw [fill_length (by omega)]; omega

/-- **Completeness**: L_x and J_x are accepted, for every page. -/
theorem verifyPage_path (hash32 : ∀ x, (hash x).size = 32) {x i : Nat} {items : List ByteArray} (h : 2 ^ x * i < items.length) :
    verifyPage hash (constantDepthRoot hash items) x items.length i (page hash x items i) (pagePath hash x items i) = true := by
  refine decide_eq_true ⟨h, page_length, ?_, ?_⟩
  · refine allHashes_iff.mpr fun leaf m => ?_
    obtain ⟨item, _, e⟩ := mem_map m
    rw [e, leafHash, hash32]
  · obtain ⟨e, bound⟩ := fill_page (hash := hash) h
    have parts : ceilLog2 items.length - x + min x (ceilLog2 items.length) = ceilLog2 items.length := by omega
    have whole : (constantLeaves hash items).length = 2 ^ (ceilLog2 items.length - x + min x (ceilLog2 items.length)) := by
      rw [parts]; exact constantLeaves_length items
    have leads := climb_page_trace (hash := hash) whole bound
    have start : 2 ^ min x (ceilLog2 items.length) * i = 2 ^ x * i := by
      cases Nat.le_total x (ceilLog2 items.length) with
      | inl le => rw [Nat.min_eq_left le]
      | inr le =>
        rw [Nat.sub_eq_zero_of_le le] at bound
        rw [Nat.le_antisymm (Nat.le_of_lt_succ bound) (Nat.zero_le _), Nat.mul_zero, Nat.mul_zero]
    rw [start] at leads
    rw [climbPage, e, pagePath, constantDepthRoot]
    exact leads

variable (hash) in
/-- What is hashed when the path to a page is checked. -/
def verifyPageInputs (x count i : Nat) (leaves path : List ByteArray) : List ByteArray :=
  nodeInputs hash (fill (2 ^ min x (ceilLog2 count)) leaves)
    ++ climbInputs hash (2 ^ (ceilLog2 count - x)) i (node hash (fill (2 ^ min x (ceilLog2 count)) leaves)) path

theorem nodeInputs_pageOf {d e p : Nat} {leaves : List ByteArray} (length : leaves.length = 2 ^ (d + e)) (hp : p < 2 ^ d) (x : ByteArray)
    (h : x ∈ nodeInputs hash (pageOf e leaves p)) : x ∈ nodeInputs hash leaves := by
  induction d generalizing leaves p with
  | zero =>
    have zero : p = 0 := Nat.le_antisymm (Nat.le_of_lt_succ hp) (Nat.zero_le _)
    subst zero
    rw [Nat.zero_add] at length
    rw [pageOf, Nat.mul_zero, List.drop_zero, List.take_of_length_le (Nat.le_of_eq length)] at h
    exact h
  | succ d ih =>
    have many : 1 < leaves.length := by rw [length, Nat.add_right_comm]; exact one_lt_two_pow _
    have half : leftCount leaves.length = 2 ^ (d + e) := by rw [length, Nat.add_right_comm, leftCount_two_pow]
    rw [nodeInputs_of_many many]
    by_cases low : p < 2 ^ d
    · rw [← pageOf_leftHalf length low] at h
      exact List.mem_cons_of_mem _ (List.mem_append.mpr (.inl (ih (by rw [leftHalf_length, half]) low h)))
    · rw [← pageOf_rightHalf length low] at h
      have rest : leaves.length - 2 ^ (d + e) = 2 ^ (d + e) := by rw [length, Nat.add_right_comm, Nat.pow_succ]; omega
      rw [Nat.pow_succ] at hp
      exact List.mem_cons_of_mem _ (List.mem_append.mpr (.inr (ih (by rw [rightHalf_length, half, rest]) (by omega) h)))

/-- **Soundness**: an accepted page is the page of the list, or what was hashed holds a collision. -/
theorem verifyPage_sound (hash32 : ∀ x, (hash x).size = 32) {x i : Nat} {items leaves path : List ByteArray}
    (h : verifyPage hash (constantDepthRoot hash items) x items.length i leaves path = true) :
    leaves = page hash x items i ∨ Collision hash (constantDepthInputs hash items) (verifyPageInputs hash x items.length i leaves path) := by
  obtain ⟨start, length, sizes, leads⟩ := of_decide_eq_true h
  obtain ⟨e, bound⟩ := fill_page (hash := hash) start
  have parts : ceilLog2 items.length - x + min x (ceilLog2 items.length) = ceilLog2 items.length := by omega
  have whole : (constantLeaves hash items).length = 2 ^ (ceilLog2 items.length - x + min x (ceilLog2 items.length)) := by
    rw [parts]; exact constantLeaves_length items
  have fullSizes : ∀ y, y ∈ fill (2 ^ min x (ceilLog2 items.length)) leaves → y.size = 32 := by
    intro y m
    cases mem_fill m with
    | inl m => exact allHashes_iff.mp sizes y m
    | inr e => rw [e, zeroHash_size]
  have pageSizes : ∀ y, y ∈ pageOf (min x (ceilLog2 items.length)) (constantLeaves hash items) i → y.size = 32 :=
    fun y m => constantLeaves_size hash32 (mem_drop (mem_take m))
  unfold constantDepthInputs verifyPageInputs
  rw [climbPage, constantDepthRoot] at leads
  have rootSize := node_size hash32 fullSizes
  rw [ite_self] at rootSize
  cases climb_page_sound hash32 whole bound (fun y m => constantLeaves_size hash32 m) rootSize leads with
  | inr collision => exact .inr (collision.mono (fun _ m => List.mem_append.mpr (.inl m)) (fun _ m => List.mem_append.mpr (.inr m)))
  | inl same =>
    have lengths : (page hash x items i).length = leaves.length := by rw [page_length, length]
    have fullLengths : (pageOf (min x (ceilLog2 items.length)) (constantLeaves hash items) i).length
        = (fill (2 ^ min x (ceilLog2 items.length)) leaves).length := by
      rw [← e, fill, fill, List.length_append, List.length_append, List.length_replicate, List.length_replicate, lengths]
    cases node_injective hash32 fullLengths pageSizes fullSizes same.symm with
    | inr collision =>
      exact .inr (collision.mono (fun y m => List.mem_append.mpr (.inl (nodeInputs_pageOf whole bound y m)))
        (fun _ m => List.mem_append.mpr (.inl m)))
    | inl full =>
      rw [← e] at full
      exact .inl (append_cancel full lengths).1.symm

end Jar.Merkle
