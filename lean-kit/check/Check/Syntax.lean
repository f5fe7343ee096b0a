/-! each item is independent; errors show what is missing -/
set_option linter.unusedVariables false
namespace Test
section structures
structure Point where
  x : Nat := 0
  y : Nat := 1
deriving DecidableEq, Inhabited
def p : Point := { x := 3 }
def q : Point := { p with y := 5 }
theorem q_eq : q = ⟨3, 5⟩ := rfl
structure P3 extends Point where
  z : Nat
def r3 : P3 := { x := 1, y := 2, z := 3 }
example : r3.x = 1 := by decide
example : r3.toPoint.y = 2 := rfl
end structures
inductive Tree (α : Type) where
  | leaf : Tree α
  | node (l : Tree α) (v : α) (r : Tree α) : Tree α
deriving Inhabited, BEq
deriving instance DecidableEq for Tree
def Tree.size {α : Type} : Tree α → Nat
  | .leaf => 0
  | .node l _ r => l.size + 1 + r.size
def Tree.insert (t : Tree Nat) (k : Nat) : Tree Nat :=
  match t with
  | .leaf => .node .leaf k .leaf
  | .node l v r => if k < v then .node (l.insert k) v r else if v < k then .node l v (r.insert k) else t
theorem insert_size_le (t : Tree Nat) (k : Nat) : (t.insert k).size ≤ t.size + 1 := by
  induction t with
  | leaf => simp [Tree.insert, Tree.size]
  | node l v r ihl ihr =>
    simp only [Tree.insert]
    split
    · simp only [Tree.size]
      have := Nat.add_le_add_right ihl (1 + r.size)
      simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm] at this ⊢
      exact this
    · split
      · simp only [Tree.size]
        have := Nat.add_le_add_left ihr (l.size + 1)
        simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm] at this ⊢
        exact this
      · exact Nat.le_succ _
mutual
inductive Ev where | z | s (o : Od)
inductive Od where | s (e : Ev)
end
mutual
def isEven : Nat → Bool
  | 0 => true
  | n + 1 => isOdd n
def isOdd : Nat → Bool
  | 0 => false
  | n + 1 => isEven n
end
example : isEven 10 = true := by decide
def gcd' (a b : Nat) : Nat := if h : b = 0 then a else gcd' b (a % b)
termination_by b
decreasing_by exact Nat.mod_lt _ (Nat.pos_of_ne_zero h)
def log (n : Nat) : Nat := if h : n ≤ 1 then 0 else 1 + log (n / 2)
termination_by n
decreasing_by exact Nat.div_lt_self (Nat.lt_trans Nat.zero_lt_one (Nat.lt_of_not_ge h)) (Nat.lt_succ_self 1)
partial def collatz (n : Nat) (acc : Nat) : Nat := if n ≤ 1 then acc else if n % 2 == 0 then collatz (n / 2) (acc + 1) else collatz (3 * n + 1) (acc + 1)
def sumTo (n : Nat) : Nat := Id.run do
  let mut s := 0
  for i in [0:n+1] do
    if i % 2 == 0 then continue
    if i > 100 then break
    s := s + i
  return s
def find (xs : List Nat) (p : Nat → Bool) : Option Nat := do
  for x in xs do
    if p x then return x
  none
def checked (a b : Nat) : Except String Nat := do
  if b == 0 then throw "div by zero"
  unless a < 1000 do throw "too big"
  let mut r := a / b
  if r > 10 then
    r := r - 1
  return r
def tryIt (a b : Nat) : Except String Nat := do
  try
    let x ← checked a b
    return x + 1
  catch _ => return 0
def stateful : StateT Nat (Except String) Nat := do
  let s ← get
  set (s + 1)
  modify (· * 2)
  if (← get) > 100 then throw "overflow"
  return s
def rd : ReaderT Nat (StateM Nat) Nat := do
  let r ← read
  modify (· + r)
  return r
def whileLoop (n : Nat) : Nat := Id.run do
  let mut i := 0
  let mut k := n
  while k > 0 do
    k := k / 2
    i := i + 1
  return i
def arrSum (a : Array UInt64) : UInt64 := Id.run do
  let mut s := 0
  for x in a do
    s := s + x
  return s
def lst : List Nat := [1, 2, 3].map (· + 1) |>.filter (· > 2)
example : lst = [3, 4] := by decide
example : [1, 2] ++ [3] = [1, 2, 3] := rfl
def pipe := 5 |> Nat.succ
def comp := (Nat.succ ∘ Nat.succ) <| 3
class Shape (α : Type) where
  area : α → Nat
  name : String := "shape"
instance : Shape Point where area p := p.x * p.y
def area2 {α} [Shape α] (a : α) := 2 * Shape.area a
notation "‖" x "‖" => Test.Tree.size x
macro "mytriv" : tactic => `(tactic| first | rfl | trivial)
example : 1 + 1 = 2 := by mytriv
local infixl:65 " ⊞ " => fun (a b : Nat) => a * 10 + b
example : 1 ⊞ 2 = 12 := rfl
@[simp] def double (n : Nat) : Nat := n + n
@[inline] private def helper (n : Nat) := double n
open Nat in
def usesOpen := succ 3
variable (α : Type) in
def poly (x : α) : α := x
abbrev Word := UInt64
def w : Word := 0xFFFF_FFFF &&& (1 <<< 40 ||| 5)
def str := "a" ++ "b"
def ch := 'x'
def big : Nat := 2^200 + 1
def ii : Int := -5 + 3
example : (-5 + 3 : Int) = -2 := by decide
def matchLit (n : Nat) (s : String) : Nat := match n, s with
  | 0, "zero" => 1
  | 5, _ => 2
  | _, "x" => 3
  | n + 2, _ => n
  | _, _ => 0
def opt : Option Nat → Nat | some (n + 1) => n | some 0 => 7 | none => 9
def letPat := let (a, b) := (1, 2); a + b
def ifLet (o : Option Nat) := if let some x := o then x else 0
def bools (a b : Bool) : Bool := a && !b || (a == b)
def propIf (a b : Nat) : Nat := if a < b ∧ ¬ (a = 3) then 1 else 0
def whereTest (n : Nat) : Nat := go n 0
where go : Nat → Nat → Nat
  | 0, acc => acc
  | n + 1, acc => go n (acc + 1)
def fnMatch : Nat → Nat → Nat := fun | 0, _ => 1 | n + 1, m => n + m
def anon : Nat × Nat := ⟨1, 2⟩
def dbg (x : Nat) : Nat := dbg_trace "x"; x
instance : Functor Tree where map f t := go f t
  where go {α β} (f : α → β) : Tree α → Tree β | .leaf => .leaf | .node l v r => .node (go f l) (f v) (go f r)
structure Cfg where
  a : UInt32
  b : List Nat
deriving BEq, Hashable
inductive Color | red | green deriving Repr, Ord
def interp (n : Nat) := s!"n = {n}"
#eval 1 + 1
#eval sumTo 10
#check (sumTo : Nat → Nat)
#print axioms insert_size_le
end Test
