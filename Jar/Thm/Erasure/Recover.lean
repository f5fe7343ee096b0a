import Jar.Thm.Erasure.Encode

/-!
# Recovery

Gray Paper 0.7.2, appendix H.1: any shards that are as many as the original ones give the blob back.
-/
namespace Jar.Erasure

attribute [local irreducible] multiply combine

/-! ## Shards with numbers -/

/-- No number is there twice. -/
def DistinctIndices : List Shard → Prop
  | [] => True
  | shard :: shards => (∀ other, other ∈ shards → other.index ≠ shard.index) ∧ DistinctIndices shards

theorem find_append {i : Nat} {shards : List Shard} {shard : Shard} (none : find i shards = none) (ne : shard.index ≠ i) :
    find i (shards ++ [shard]) = .none := by
  induction shards with
  | nil => rw [List.nil_append, find, ite_eq_right ne]; rfl
  | cons first shards ih =>
    rw [find] at none
    split at none
    · exact nomatch none
    · next other => rw [List.cons_append, find, ite_eq_right other, ih none]

theorem find_some {i : Nat} {shards : List Shard} {octets : ByteArray} (h : find i shards = some octets) :
    ∃ shard, shard ∈ shards ∧ shard.index = i ∧ shard.octets = octets := by
  induction shards with
  | nil => exact nomatch h
  | cons first shards ih =>
    rw [find] at h
    split at h
    · next here =>
      injection h with h
      exact ⟨first, List.mem_cons_self, here, h⟩
    · obtain ⟨shard, m, e⟩ := ih h
      exact ⟨shard, List.mem_cons_of_mem _ m, e⟩

/-- Sound shards are all chosen. -/
theorem select_all {total size : Nat} {chosen shards : List Shard} (sound : ∀ shard, shard ∈ shards → shard.index < total ∧ shard.octets.size = size)
    (distinct : DistinctIndices shards) (new : ∀ shard, shard ∈ shards → find shard.index chosen = none) :
    select total size chosen shards.length shards = chosen ++ shards := by
  induction shards generalizing chosen with
  | nil => rw [List.length_nil, select, List.append_nil]; exact fun _ _ _ e => nomatch e
  | cons shard shards ih =>
    have first := sound shard List.mem_cons_self
    rw [List.length_cons, select, ite_eq_left ⟨first.1, first.2, new shard List.mem_cons_self⟩,
      ih (fun other m => sound other (List.mem_cons_of_mem _ m)) distinct.2 fun other m =>
        find_append (new other (List.mem_cons_of_mem _ m)) (distinct.1 other m).symm, List.append_assoc]
    rfl

theorem pointsOf_length (original : Nat) (shards : List Shard) : (pointsOf original shards).length = shards.length := by
  induction shards with
  | nil => rfl
  | cons shard shards ih => rw [pointsOf, List.length_cons, List.length_cons, ih]

theorem pointsOf_getElem? {original : Nat} {shards : List Shard} {j : Nat} {y : UInt16} (h : (pointsOf original shards)[j]? = some y) :
    ∃ shard, shards[j]? = some shard ∧ y = point (place original shard.index) := by
  induction shards generalizing j with
  | nil => rw [pointsOf, List.getElem?_nil] at h; exact nomatch h
  | cons shard shards ih => cases j with
    | zero =>
      rw [pointsOf, List.getElem?_cons_zero] at h
      injection h with h
      exact ⟨shard, rfl, h.symm⟩
    | succ j => exact ih h

theorem mem_pointsOf {original : Nat} {shards : List Shard} {y : UInt16} (h : y ∈ pointsOf original shards) :
    ∃ shard, shard ∈ shards ∧ y = point (place original shard.index) := by
  induction shards with
  | nil => exact absurd h List.not_mem_nil
  | cons shard shards ih =>
    rw [pointsOf, List.mem_cons] at h
    cases h with
    | inl e => exact ⟨shard, List.mem_cons_self, e⟩
    | inr m =>
      obtain ⟨other, m', e⟩ := ih m
      exact ⟨other, List.mem_cons_of_mem _ m', e⟩

/-- The points of different shards, and those that always have the value zero, are different. -/
theorem points_distinct {original : Nat} {shards : List Shard} (distinct : DistinctIndices shards) (few : nodes original ≤ 65536)
    (bound : ∀ shard, shard ∈ shards → place original shard.index < 65536) :
    Distinct (pointsOf original shards ++ pointsFrom original (nodes original - original)) := by
  have enough := le_nodes original
  induction shards with
  | nil => exact pointsFrom_distinct (by omega)
  | cons shard shards ih =>
    have here := bound shard List.mem_cons_self
    refine ⟨fun y m e => ?_, ih distinct.2 fun other m => bound other (List.mem_cons_of_mem _ m)⟩
    cases List.mem_append.mp m with
    | inl m =>
      obtain ⟨other, m', e'⟩ := mem_pointsOf m
      exact distinct.1 other m' (place_injective (point_injective (bound other (List.mem_cons_of_mem _ m')) here (e'.symm.trans e)))
    | inr m =>
      obtain ⟨j, hj, e'⟩ := mem_pointsFrom m
      have same := point_injective (by omega) here (e'.symm.trans e)
      cases place_free (original := original) (i := shard.index) <;> omega

/-! ## Gathering -/

theorem gather_front (words : Nat) (out : ByteArray) (shards : List Shard) : ∃ back, octetList (gather words out shards) = octetList out ++ back := by
  induction shards generalizing out with
  | nil => exact ⟨[], (List.append_nil _).symm⟩
  | cons shard shards ih =>
    obtain ⟨back, e⟩ := ih (putWords (fun p => ofWord (wordAt shard.octets p)) out 0 words)
    rw [octetList_putWords, List.append_assoc] at e
    exact ⟨_, e⟩

theorem wordAt_gather {words s j p : Nat} {out : ByteArray} {shards : List Shard} {shard : Shard} (size : (octetList out).length = 2 * s)
    (h : shards[j]? = some shard) (hp : p < words) : wordAt (gather words out shards) (s + (j * words + p)) = ofWord (wordAt shard.octets p) := by
  induction shards generalizing out s j with
  | nil => rw [List.getElem?_nil] at h; exact nomatch h
  | cons first shards ih =>
    rw [gather]
    cases j with
    | zero =>
      rw [List.getElem?_cons_zero] at h
      injection h with h
      obtain ⟨back, e⟩ := gather_front words (putWords (fun p => ofWord (wordAt first.octets p)) out 0 words) shards
      rw [octetList_putWords, List.append_assoc] at e
      rw [Nat.zero_mul, wordAt_of_list e size (show 0 + p < words by omega), Nat.zero_add, Nat.zero_add, h]
    | succ j =>
      rw [List.getElem?_cons_succ] at h
      have place : s + ((j + 1) * words + p) = s + words + (j * words + p) := by rw [Nat.succ_mul]; omega
      rw [place]
      refine ih ?_ h
      rw [octetList_putWords, List.length_append, wordsList_length, size, Nat.mul_add]

/-! ## The theorem -/

theorem originals_eq {words : Nat} {chosen : List Shard} {points inverses : List UInt16} {values out : ByteArray} {i count : Nat} {word : Nat → UInt16}
    (there : ∀ n octets, n < i + count → find n chosen = some octets → ∀ p, p < words → wordAt octets p = word (n * words + p))
    (missing : ∀ n, n < i + count → ∀ p, p < words → extrapolate values words (weights points inverses (point n)) p = word (n * words + p)) :
    octetList (recover.originals words chosen points inverses values out i count) = octetList out ++ wordsList word (i * words) (count * words) := by
  induction count generalizing out i with
  | zero => rw [recover.originals, Nat.zero_mul, wordsList, List.append_nil]
  | succ count ih =>
    have bound : ∀ {n}, n < i + 1 + count → n < i + (count + 1) := fun h => by omega
    have total : (count + 1) * words = words + count * words := by rw [Nat.succ_mul, Nat.add_comm]
    rw [recover.originals, ih (fun n octets h => there n octets (bound h)) (fun n h => missing n (bound h)), total, wordsList_add,
      ← List.append_assoc, Nat.succ_mul]
    refine congrArg (· ++ _) ?_
    split
    · next octets e =>
      rw [octetList_putWords]
      refine congrArg _ (wordsList_congr fun p hp => ?_)
      rw [Nat.zero_add]
      exact there i octets (by omega) e p hp
    · rw [octetList_putWords]
      refine congrArg _ (wordsList_congr fun p hp => ?_)
      rw [Nat.zero_add]
      exact missing i (by omega) p hp

theorem gather_size (words : Nat) (out : ByteArray) (shards : List Shard) :
    (octetList (gather words out shards)).length = (octetList out).length + 2 * (shards.length * words) := by
  induction shards generalizing out with
  | nil => rw [gather, List.length_nil, Nat.zero_mul]; rfl
  | cons shard shards ih =>
    rw [gather, ih, octetList_putWords, List.length_append, wordsList_length, List.length_cons, Nat.add_mul, Nat.one_mul]
    omega

/-- **Any shards that are enough give the blob back**, filled up with zeros: shards of different numbers, as many as the original ones, in any order. -/
theorem recover_encode {original total : Nat} (some_original : 0 < original) (le : original ≤ total) (bound : nodes original + (total - original) ≤ 65536)
    {blob : ByteArray} {shards : List Shard} (enough : shards.length = original) (distinct : DistinctIndices shards)
    (sound : ∀ shard, shard ∈ shards → shard.index < total ∧ (encode original total blob)[shard.index]? = some shard.octets) :
    recover original total (shardWords original blob.size) shards = some (padded blob (original * shardWords original blob.size)) := by
  have few : nodes original ≤ 65536 := Nat.le_trans (Nat.le_add_right _ _) bound
  have size := shardWords_enough some_original blob.size
  generalize hw : shardWords original blob.size = words at size
  -- what the shards are
  have octets : ∀ shard, shard ∈ shards → shard.octets = ofWords (codeWord original words blob shard.index) words := by
    intro shard m
    have := (sound shard m).2
    rw [encode_getElem? some_original few (sound shard m).1, hw] at this
    injection this with e
    exact e.symm
  have read : ∀ shard, shard ∈ shards → ∀ p, p < words → wordAt shard.octets p = codeWord original words blob shard.index p := by
    intro shard m p hp
    rw [octets shard m, wordAt_ofWords hp]
  have all : select total (2 * words) [] original shards = shards := by
    rw [← enough]
    exact select_all (fun shard m => ⟨(sound shard m).1, by rw [octets shard m, ofWords_size]⟩) distinct fun _ _ => rfl
  have shardPoints : (pointsOf original shards).length = original := by rw [pointsOf_length, enough]
  have lengths : (pointsOf original shards ++ pointsFrom original (nodes original - original)).length = (pointsFrom 0 (nodes original)).length := by
    have := le_nodes original
    rw [List.length_append, shardPoints, pointsFrom_length, pointsFrom_length]
    omega
  rw [recover, all]
  dsimp only
  rw [ite_eq_left enough]
  refine congrArg some (octetList_inj ?_)
  rw [originals_eq (word := wordAt blob) ?_ ?_, padded, octetList_ofWords, octetList_emptyWithCapacity, List.nil_append, Nat.zero_mul]
  · intro n octets hn e p hp
    rw [Nat.zero_add] at hn
    obtain ⟨shard, m, index, same⟩ := find_some e
    rw [← same, read shard m p hp, index, codeWord_original few hn]
  · intro n hn p hp
    rw [Nat.zero_add] at hn
    rw [extrapolate_eq (value := fun j => wordAt (gather words (ByteArray.emptyWithCapacity (2 * original * words)) shards) (j * words + p)) _
      fun _ _ => rfl]
    rw [← codeWord_original few hn, codeWord, place_original hn]
    refine congrArg toWord (interpolate_unique (points_distinct distinct few fun shard m => ?_)
      (Nat.le_of_eq lengths.symm) (Nat.le_of_eq lengths) _ _ (fun j y hy => ?_) (point n))
    · exact Nat.lt_of_lt_of_le (place_bound (sound shard m).1 le) bound
    by_cases given : j < original
    · rw [getElem?_append_left (by rw [shardPoints]; exact given)] at hy
      obtain ⟨shard, here, e⟩ := pointsOf_getElem? hy
      have value := wordAt_gather (s := 0) (out := ByteArray.emptyWithCapacity (2 * original * words)) rfl here hp
      rw [Nat.zero_add] at value
      rw [value, read shard (mem_of_getElem? here) p hp, codeWord, ofWord_toWord, e]
    · -- zeros behind the end of the shards, and of the blob
      have place : j = (pointsOf original shards).length + (j - original) := by rw [shardPoints]; omega
      rw [place, getElem?_append_right] at hy
      have inside : j - original < nodes original - original := by
        by_cases inside : j - original < nodes original - original
        · exact inside
        · rw [List.getElem?_eq_none (by rw [pointsFrom_length]; omega)] at hy
          exact nomatch hy
      rw [pointsFrom_getElem? inside, show original + (j - original) = j by omega] at hy
      injection hy with hy
      have beyond := place_ge (i := j) (words := words) (p := p) (show original ≤ j by omega)
      have gathered : (gather words (ByteArray.emptyWithCapacity (2 * original * words)) shards).size = 2 * (original * words) := by
        rw [← octetList_length, gather_size, octetList_emptyWithCapacity, enough, List.length_nil, Nat.zero_add]
      rw [← hy, interpolate_word few blob (by omega), wordAt_beyond (by rw [gathered]; omega), wordAt_beyond (by omega), ofWord_zero]

/-- What is recovered begins with the blob, and zeros follow. -/
theorem recover_encode_blob {original total : Nat} (some_original : 0 < original) (le : original ≤ total)
    (bound : nodes original + (total - original) ≤ 65536) {blob : ByteArray} {shards : List Shard} (enough : shards.length = original)
    (distinct : DistinctIndices shards)
    (sound : ∀ shard, shard ∈ shards → shard.index < total ∧ (encode original total blob)[shard.index]? = some shard.octets) :
    ∃ out zeros, recover original total (shardWords original blob.size) shards = some out
      ∧ octetList out = octetList blob ++ List.replicate zeros 0 :=
  ⟨_, _, recover_encode some_original le bound enough distinct sound, padded_eq (shardWords_enough some_original blob.size)⟩

end Jar.Erasure
