import Jar.Chain.Header
import Jar.Thm.Chain.Hashing
import Jar.Thm.Merkle.Collision
import Jar.Thm.Types.Codecs

/-!
# H_X commits to the extrinsic

Two extrinsics with the same commitment are one, or a collision of the hash function is at hand among what was hashed: Gray Paper 0.7.2, section 5.
-/
namespace Jar.Chain

open Codec Merkle

/-- All octet strings that H_X hashes for an extrinsic. -/
def hashedFor (p : Params) (extrinsic : Extrinsic) : List ByteArray :=
  hashesBehind .empty (extrinsicParts p extrinsic) :: (extrinsicParts p extrinsic ++
    extrinsic.guarantees.toList.map fun guarantee => WorkReport.codec.encode guarantee.report)

theorem blake_inj {a b : ByteArray} (e : blake a = blake b) : Crypto.blake2b256 a = Crypto.blake2b256 b := by
  rw [← blake_bytes, ← blake_bytes, e]

/-- Equal rows of hashes are of equal octet strings, or there is a collision. -/
theorem hashesBehind_inj {as bs : List ByteArray} {x y : ByteArray} (length : as.length = bs.length) (size : x.size = y.size)
    (e : hashesBehind x as = hashesBehind y bs) : x = y ∧ (as = bs ∨ Collision Crypto.blake2b256 as bs) := by
  induction as generalizing bs x y with
  | nil =>
    cases bs with
    | nil => exact ⟨e, .inl rfl⟩
    | cons b bs => exact nomatch length
  | cons a as ih =>
    cases bs with
    | nil => exact nomatch length
    | cons b bs =>
      have sizes : (blake a).bytes.size = (blake b).bytes.size := by rw [(blake a).size_eq, (blake b).size_eq]
      have both := ih (x := x ++ (blake a).bytes) (y := y ++ (blake b).bytes) (Nat.succ.inj length)
        (by rw [ByteArray.size_append, ByteArray.size_append, size, sizes]) e
      have front := bytes_append_cancel both.1 size
      refine ⟨front.1, ?_⟩
      have hash : Crypto.blake2b256 a = Crypto.blake2b256 b := by rw [← blake_bytes, ← blake_bytes, front.2]
      cases equal_or_collision (xs := a :: as) (ys := b :: bs) List.mem_cons_self List.mem_cons_self hash with
      | inr collision => exact .inr collision
      | inl same =>
        cases both.2 with
        | inl rest => exact .inl (by rw [same, rest])
        | inr collision => exact .inr (collision.mono (fun _ m => List.mem_cons_of_mem _ m) fun _ m => List.mem_cons_of_mem _ m)

/-- Guarantees with the same commitments are the same, or there is a collision among their reports. -/
theorem guarantees_inj {as bs : List Guarantee} (va : as.all Guarantee.codec.valid = true) (vb : bs.all Guarantee.codec.valid = true)
    (e : as.map guaranteeCommitment = bs.map guaranteeCommitment) : as = bs ∨ Collision Crypto.blake2b256
      (as.map fun guarantee => WorkReport.codec.encode guarantee.report) (bs.map fun guarantee => WorkReport.codec.encode guarantee.report) := by
  induction as generalizing bs with
  | nil =>
    cases bs with
    | nil => exact .inl rfl
    | cons b bs => exact nomatch e
  | cons a as ih =>
    cases bs with
    | nil => exact nomatch e
    | cons b bs =>
      have va : (Guarantee.codec.valid a && as.all Guarantee.codec.valid) = true := va
      have vb : (Guarantee.codec.valid b && bs.all Guarantee.codec.valid) = true := vb
      rw [Bool.and_eq_true] at va vb
      rw [List.map_cons, List.map_cons] at e
      injection e with first rest
      unfold guaranteeCommitment at first
      injection first with report others
      injection others with slot signatures
      rw [List.map_cons, List.map_cons]
      have hash := blake_inj report
      cases equal_or_collision (xs := WorkReport.codec.encode a.report :: as.map fun guarantee => WorkReport.codec.encode guarantee.report)
          (ys := WorkReport.codec.encode b.report :: bs.map fun guarantee => WorkReport.codec.encode guarantee.report)
          List.mem_cons_self List.mem_cons_self hash with
      | inr collision => exact .inr collision
      | inl same =>
        have ra : (WorkReport.codec.valid a.report && _) = true := va.1
        have rb : (WorkReport.codec.valid b.report && _) = true := vb.1
        rw [Bool.and_eq_true] at ra rb
        have same := encode_injective ra.1 rb.1 same
        cases ih va.2 vb.2 rest with
        | inr collision => exact .inr (collision.mono (fun _ m => List.mem_cons_of_mem _ m) fun _ m => List.mem_cons_of_mem _ m)
        | inl rest =>
          refine .inl ?_
          have whole : a = b := by
            cases a
            cases b
            dsimp only at same slot signatures
            rw [same, slot, signatures]
          rw [rest, whole]

theorem chain_true {α : Type} (l : List α) : chain (fun _ _ => true) l = true := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    cases l with
    | nil => rfl
    | cons b l =>
      show (true && chain (fun _ _ => true) (b :: l)) = true
      rw [ih]
      rfl

/-- The commitments of valid guarantees are valid. -/
theorem commitments_valid {all : Array Guarantee} (h : (sequence Guarantee.codec).valid all = true) :
    (sequence (hash ⬝ word32 ⬝ sequence Credential.codec)).valid (all.toList.map guaranteeCommitment).toArray = true := by
  have h : (decide (all.size < 2 ^ 64) && true && (all.size == 0 || Guarantee.codec.least != 0) && all.toList.all Guarantee.codec.valid
    && chain (fun _ _ => true) all.toList) = true := h
  rw [Bool.and_eq_true, Bool.and_eq_true, Bool.and_eq_true, Bool.and_eq_true] at h
  obtain ⟨⟨⟨⟨size, _⟩, _⟩, valid⟩, _⟩ := h
  have every : ∀ l : List Guarantee, l.all Guarantee.codec.valid = true →
      (l.map guaranteeCommitment).all (hash ⬝ word32 ⬝ sequence Credential.codec).valid = true := by
    intro l
    induction l with
    | nil => intro _; rfl
    | cons a l ih =>
      intro v
      have v : (Guarantee.codec.valid a && l.all Guarantee.codec.valid) = true := v
      rw [Bool.and_eq_true] at v
      have own : (WorkReport.codec.valid a.report && (true && (sequence Credential.codec).valid a.signatures)) = true := v.1
      rw [Bool.and_eq_true] at own
      show ((true && (true && (sequence Credential.codec).valid a.signatures)) &&
        (l.map guaranteeCommitment).all (hash ⬝ word32 ⬝ sequence Credential.codec).valid) = true
      rw [ih v.2, own.2]
      rfl
  show (decide ((all.toList.map guaranteeCommitment).toArray.size < 2 ^ 64) && true &&
    ((all.toList.map guaranteeCommitment).toArray.size == 0 || true) &&
    (all.toList.map guaranteeCommitment).toArray.toList.all (hash ⬝ word32 ⬝ sequence Credential.codec).valid &&
    chain (fun _ _ => true) (all.toList.map guaranteeCommitment).toArray.toList) = true
  rw [List.size_toArray, List.length_map, Array.length_toList, List.toList_toArray, size, every _ valid, chain_true, Bool.or_true]
  rfl

/-- **H_X commits to the extrinsic**: equal commitments are of equal extrinsics, or a collision is at hand. -/
theorem extrinsicHash_commits {p : Params} {a b : Extrinsic} (va : (Extrinsic.codec p).valid a = true) (vb : (Extrinsic.codec p).valid b = true)
    (e : extrinsicHash p a = extrinsicHash p b) : a = b ∨ Collision Crypto.blake2b256 (hashedFor p a) (hashedFor p b) := by
  unfold extrinsicHash at e
  cases equal_or_collision (xs := hashedFor p a) (ys := hashedFor p b) List.mem_cons_self List.mem_cons_self (blake_inj e) with
  | inr collision => exact .inr collision
  | inl same =>
    cases (hashesBehind_inj (as := extrinsicParts p a) (bs := extrinsicParts p b) (x := .empty) (y := .empty) rfl rfl same).2 with
    | inr collision =>
      exact .inr (collision.mono (fun _ m => List.mem_cons_of_mem _ (List.mem_append.mpr (.inl m)))
        fun _ m => List.mem_cons_of_mem _ (List.mem_append.mpr (.inl m)))
    | inl parts =>
      have va : ((sequence TicketProof.codec).valid a.tickets && ((sequence Preimage.codec).valid a.preimages &&
        ((sequence Guarantee.codec).valid a.guarantees && ((sequence (Assurance.codec p)).valid a.assurances &&
        (DisputesExtrinsic.codec p).valid a.disputes)))) = true := va
      have vb : ((sequence TicketProof.codec).valid b.tickets && ((sequence Preimage.codec).valid b.preimages &&
        ((sequence Guarantee.codec).valid b.guarantees && ((sequence (Assurance.codec p)).valid b.assurances &&
        (DisputesExtrinsic.codec p).valid b.disputes)))) = true := vb
      rw [Bool.and_eq_true, Bool.and_eq_true, Bool.and_eq_true, Bool.and_eq_true] at va vb
      obtain ⟨ta, pa, ga, aa, da⟩ := va
      obtain ⟨tb, pb, gb, ab, db⟩ := vb
      unfold extrinsicParts at parts
      injection parts with t parts
      injection parts with pr parts
      injection parts with g parts
      injection parts with as parts
      injection parts with d _
      have t := encode_injective ta tb t
      have pr := encode_injective pa pb pr
      have g := encode_injective (commitments_valid ga) (commitments_valid gb) g
      have as := encode_injective aa ab as
      have d := encode_injective da db d
      have lists := congrArg Array.toList g
      rw [List.toList_toArray, List.toList_toArray] at lists
      have all : ∀ {all : Array Guarantee}, (sequence Guarantee.codec).valid all = true → all.toList.all Guarantee.codec.valid = true := by
        intro all h
        have h : (decide (all.size < 2 ^ 64) && true && (all.size == 0 || Guarantee.codec.least != 0) && all.toList.all Guarantee.codec.valid
          && chain (fun _ _ => true) all.toList) = true := h
        rw [Bool.and_eq_true, Bool.and_eq_true] at h
        exact h.1.2
      cases guarantees_inj (all ga) (all gb) lists with
      | inr collision =>
        exact .inr (collision.mono (fun _ m => List.mem_cons_of_mem _ (List.mem_append.mpr (.inr m)))
          fun _ m => List.mem_cons_of_mem _ (List.mem_append.mpr (.inr m)))
      | inl same =>
        have g := Array.ext' same
        refine .inl ?_
        cases a
        cases b
        dsimp only at t pr g as d
        rw [t, pr, g, as, d]

end Jar.Chain
