prelude
import Init.GetElem
/-! `List`. -/

set_option autoImplicit false
set_option linter.unusedVariables false
set_option warn.classDefReducibility false
universe u v w u1 u2 u3

namespace List
variable {α : Type u} {β : Type v}
instance : Append (List α) := ⟨List.append⟩
instance : EmptyCollection (List α) := ⟨List.nil⟩
@[simp] theorem nil_append (as : List α) : [] ++ as = as := rfl
@[simp] theorem cons_append {a : α} {as bs : List α} : (a :: as) ++ bs = a :: (as ++ bs) := rfl
@[simp] theorem append_nil (as : List α) : as ++ [] = as := by
  induction as with
  | nil => rfl
  | cons a as ih => rw [cons_append, ih]
@[simp] theorem append_assoc (as bs cs : List α) : as ++ bs ++ cs = as ++ (bs ++ cs) := by
  induction as with
  | nil => rfl
  | cons a as ih => simp only [cons_append, ih]
@[simp] theorem length_nil : length ([] : List α) = 0 := rfl
@[simp] theorem length_cons {a : α} {as : List α} : length (a :: as) = length as + 1 := rfl
theorem length_append {as bs : List α} : (as ++ bs).length = as.length + bs.length := by
  induction as with
  | nil => simp
  | cons a as ih => simp only [cons_append, length_cons, ih, Nat.add_right_comm]
theorem length_set {as : List α} {i : Nat} {a : α} : (as.set i a).length = as.length := by
  induction as generalizing i with
  | nil => rfl
  | cons x xs ih => cases i with
    | zero => rfl
    | succ i => simp only [List.set, length_cons, ih]
theorem length_concat {as : List α} {a : α} : (concat as a).length = as.length + 1 := by
  induction as with
  | nil => rfl
  | cons x xs ih => simp only [concat, length_cons, ih]
@[specialize] def map (f : α → β) : List α → List β
  | [] => []
  | a :: as => f a :: map f as
def filter (p : α → Bool) : List α → List α
  | [] => []
  | a :: as => match p a with
    | true => a :: filter p as
    | false => filter p as
@[specialize] def foldr (f : α → β → β) (init : β) : List α → β
  | [] => init
  | a :: l => f a (foldr f init l)
def reverseAux : List α → List α → List α
  | [], r => r
  | a :: l, r => reverseAux l (a :: r)
def reverse (as : List α) : List α := reverseAux as []
def any : List α → (α → Bool) → Bool
  | [], _ => false
  | h :: t, p => p h || any t p
def all : List α → (α → Bool) → Bool
  | [], _ => true
  | h :: t, p => p h && all t p
def elem [BEq α] (a : α) : List α → Bool
  | [] => false
  | b :: bs => match a == b with | true => true | false => elem a bs
abbrev contains [BEq α] (as : List α) (a : α) : Bool := elem a as
def zip : List α → List β → List (α × β)
  | x :: xs, y :: ys => (x, y) :: zip xs ys
  | _, _ => []
def take : Nat → List α → List α
  | 0, _ => []
  | .succ _, [] => []
  | .succ n, a :: as => a :: take n as
def drop : Nat → List α → List α
  | 0, a => a
  | .succ _, [] => []
  | .succ n, _ :: as => drop n as
def find? (p : α → Bool) : List α → Option α
  | [] => none
  | a :: as => match p a with | true => some a | false => find? p as
def lookup [BEq α] : α → List (α × β) → Option β
  | _, [] => none
  | a, (k, b) :: as => match a == k with | true => some b | false => lookup a as
def head? : List α → Option α
  | [] => none
  | a :: _ => some a
def replicate : (n : Nat) → (a : α) → List α
  | 0, _ => []
  | .succ n, a => a :: replicate n a
def range (n : Nat) : List Nat := loop n []
where loop : Nat → List Nat → List Nat
  | 0, ns => ns
  | .succ n, ns => loop n (n :: ns)
@[inline] def _root_.Boot.List.forIn {m : Type w → Type u2} [Monad m] {γ : Type w} (as : List α) (init : γ) (f : α → γ → m (ForInStep γ)) : m γ :=
  let rec @[specialize] loop : List α → γ → m γ
    | [], b => pure b
    | a :: as, b => do
      match ← f a b with
      | .done b => pure b
      | .yield b => loop as b
  loop as init
instance {m : Type w → Type u2} [Monad m] : ForIn m (List α) α := ⟨fun xs b f => Boot.List.forIn xs b f⟩
protected def beq [BEq α] : List α → List α → Bool
  | [], [] => true
  | a :: as, b :: bs => a == b && List.beq as bs
  | _, _ => false
instance (priority := low) [BEq α] : BEq (List α) := ⟨List.beq⟩
def get?Internal : (as : List α) → (i : Nat) → Option α
  | a :: _, 0 => some a
  | _ :: as, .succ n => get?Internal as n
  | _, _ => none
instance : GetElem? (List α) Nat α fun as i => i < as.length where
  getElem as i h := as.get ⟨i, h⟩
  getElem? as i := as.get?Internal i
end List
