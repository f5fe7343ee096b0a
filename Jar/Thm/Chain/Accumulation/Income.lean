import Jar.Chain.Accumulation.Parallel
import Jar.Thm.Chain.HostCalls.Wealth

/-!
# Theorems: what comes in

About Gray Paper 0.7.2, section 12.2: what the transfers of a round bring to its services is what they carry, each once.
-/
namespace Jar.Chain

/-- What an input brings. -/
def amountOf : AccumulationInput → Nat
  | .transfer transfer => transfer.amount.toNat
  | .operand _ => 0

/-- What inputs bring. -/
def amountsOf : List AccumulationInput → Nat
  | [] => 0
  | input :: rest => amountOf input + amountsOf rest

theorem received_eq (inputs : List AccumulationInput) : received inputs = amountsOf inputs := by
  have go : ∀ (inputs : List AccumulationInput) (sum : Nat),
      inputs.foldl (fun sum input => match input with | .transfer transfer => sum + transfer.amount.toNat | .operand _ => sum) sum
        = sum + amountsOf inputs := by
    intro inputs
    induction inputs with
    | nil => exact fun _ => rfl
    | cons input rest ih =>
      intro sum
      rw [List.foldl_cons, ih]
      cases input with
      | transfer transfer => exact Nat.add_assoc ..
      | operand operand =>
        show sum + amountsOf rest = sum + (0 + amountsOf rest)
        rw [Nat.zero_add]
  exact (go inputs 0).trans (Nat.zero_add _)

theorem amountsOf_append (as bs : List AccumulationInput) : amountsOf (as ++ bs) = amountsOf as + amountsOf bs := by
  induction as with
  | nil => exact (Nat.zero_add _).symm
  | cons a as ih => show amountOf a + amountsOf (as ++ bs) = amountOf a + amountsOf as + amountsOf bs; omega

theorem amountsOf_reverse (inputs : List AccumulationInput) : amountsOf inputs.reverse = amountsOf inputs := by
  have go : ∀ as bs, amountsOf (List.reverseAux as bs) = amountsOf as + amountsOf bs := by
    intro as
    induction as with
    | nil => exact fun _ => (Nat.zero_add _).symm
    | cons a as ih =>
      intro bs
      refine (ih (a :: bs)).trans ?_
      show amountsOf as + (amountOf a + amountsOf bs) = amountOf a + amountsOf as + amountsOf bs
      omega
  exact go inputs []

namespace Accumulation

/-- What comes in for a service. -/
def incomeOf (work : Work) : Nat := amountsOf work.transfers + amountsOf work.operands

theorem received_inputs (work : Work) : received (work.transfers.reverse ++ work.operands.reverse) = incomeOf work := by
  rw [received_eq, amountsOf_append, amountsOf_reverse, amountsOf_reverse]
  rfl

/-- Works in order, with income of so much. -/
structure Incomes (works : Works) (amount : Nat) : Prop where
  ordered : works.Ordered
  amount : works.sum incomeOf = amount

theorem changeWork_incomes {works : Works} {amount more : Nat} (b : Incomes works amount) (service : ServiceId) (f : Work → Work)
    (h : ∀ work, incomeOf (f work) = incomeOf work + more) : Incomes (changeWork works service f) (amount + more) := by
  refine ⟨SortedMap.ordered_insert b.ordered .., ?_⟩
  have s := SortedMap.sum_insert incomeOf b.ordered service (f ((works.find? service).getD default))
  rw [h] at s
  have a := b.amount
  have e : incomeOf ((works.find? service).getD default) = ((works.find? service).map incomeOf).getD 0 := by
    cases works.find? service <;> rfl
  rw [e] at s
  show (works.insert service _).sum incomeOf = _
  omega

theorem addTransfer_incomes {works : Works} {amount : Nat} (b : Incomes works amount) (transfer : DeferredTransfer) :
    Incomes (addTransfer works transfer) (amount + transfer.amount.toNat) := by
  refine changeWork_incomes b transfer.destination _ fun work => ?_
  show transfer.amount.toNat + amountsOf work.transfers + amountsOf work.operands = incomeOf work + _
  unfold incomeOf
  omega

theorem transfers_incomes (transfers : List DeferredTransfer) {works : Works} {amount : Nat} (b : Incomes works amount) :
    Incomes (transfers.foldl addTransfer works) (amount + sumAmounts transfers) := by
  induction transfers generalizing works amount with
  | nil => exact b
  | cons transfer rest ih =>
    have all := ih (addTransfer_incomes b transfer)
    rw [Nat.add_assoc] at all
    exact all

theorem free_incomes (entries : List (ServiceId × Gas)) {works : Works} {amount : Nat} (b : Incomes works amount) :
    Incomes (entries.foldl (fun works entry => changeWork works entry.1 fun work => { work with gas := work.gas + entry.2.toNat }) works) amount := by
  induction entries generalizing works with
  | nil => exact b
  | cons entry rest ih => exact ih (changeWork_incomes (more := 0) b entry.1 _ fun _ => rfl)

theorem addReport_incomes (report : WorkReport) {works : Works} {amount : Nat} (b : Incomes works amount) : Incomes (addReport works report) amount := by
  have go : ∀ (digests : List WorkDigest) {works : Works}, Incomes works amount →
      Incomes (digests.foldl (fun works digest => changeWork works digest.serviceId fun work =>
        { work with gas := work.gas + digest.accumulateGas.toNat, operands := .operand (operandOf report digest) :: work.operands }) works) amount := by
    intro digests
    induction digests with
    | nil => exact fun b => b
    | cons digest rest ih =>
      refine fun b => ih (changeWork_incomes (more := 0) b digest.serviceId _ fun work => ?_)
      show amountsOf work.transfers + (0 + amountsOf work.operands) = incomeOf work + 0
      unfold incomeOf
      omega
  have all := go report.results.toList b
  rw [Array.foldl_toList] at all
  exact all

theorem reports_incomes (reports : List WorkReport) {works : Works} {amount : Nat} (b : Incomes works amount) :
    Incomes (reports.foldl addReport works) amount := by
  induction reports generalizing works with
  | nil => exact b
  | cons report rest ih => exact ih (addReport_incomes report b)

/-- **What transfers carry comes in, each once**, and nothing else. -/
theorem worksOf_incomes (transfers : Array DeferredTransfer) (reports : List WorkReport) (free : FreeGas) :
    Incomes (worksOf transfers reports free) (sumAmounts transfers.toList) := by
  have none : Incomes .empty 0 := ⟨SortedMap.ordered_empty, rfl⟩
  have a := free_incomes free.toList none
  rw [← SortedMap.fold_eq (fun (works : Works) (service : ServiceId) (gas : Gas) =>
    changeWork works service fun work => { work with gas := work.gas + gas.toNat })] at a
  have b := transfers_incomes transfers.toList a
  rw [Array.foldl_toList, Nat.zero_add] at b
  exact reports_incomes reports b

end Accumulation

end Jar.Chain
