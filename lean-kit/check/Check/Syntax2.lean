/-! More syntax: indexed families, classes, deriving, notation, loops with early exits. -/
set_option linter.unusedVariables false
namespace T2
inductive Vec (α : Type) : Nat → Type where
  | nil : Vec α 0
  | cons {n : Nat} (a : α) (v : Vec α n) : Vec α (n + 1)
def Vec.head {α : Type} {n : Nat} : Vec α (n + 1) → α | .cons a _ => a
def Vec.map {α β : Type} {n : Nat} (f : α → β) : Vec α n → Vec β n | .nil => .nil | .cons a v => .cons (f a) (v.map f)
inductive Rose where | mk (v : Nat) (cs : List Rose)
structure S (α : Type) where
  a : α
  b : List α := []
deriving Repr, BEq, Hashable, Inhabited
#eval ({ a := 1, b := [2, 3] } : S Nat)
structure Sub2 where
  val : { n : Nat // n < 10 }
def mk5 : Sub2 := ⟨⟨5, by decide⟩⟩
def loop2 (xs ys : List Nat) : List Nat := Id.run do
  let mut r := []
  for x in xs, y in ys do
    r := (x + y) :: r
  return r.reverse
def memLoop (xs : Array Nat) : Nat := Id.run do
  let mut s := 0
  for h : i in [0:xs.size] do
    s := s + xs[i]!
  return s
def letRec (n : Nat) : Nat :=
  let rec f : Nat → Nat | 0 => 1 | n + 1 => 2 * f n
  f n
def nested (xs : List (List Nat)) : Nat := Id.run do
  let mut t := 0
  for l in xs do
    for x in l do
      if x == 0 then break
      if x == 1 then continue
      t := t + x
  return t
def early (xs : List Nat) : Option Nat := do
  for x in xs do
    if x > 10 then return x
    if x == 7 then none
  return 0
def guardTest (n : Nat) : Option Nat := do
  guard (n > 3)
  let some m := [1, 2, 3].head? | none
  return m + n
def matchH (n : Nat) : Nat := match h : n with
  | 0 => 0
  | m + 1 => have : m < n := by rw [h]; exact Nat.lt_succ_self m
             m
def xs : Array Nat := #[1, 2, 3]
def idx := (xs[1]!, xs[5]?, xs[0]'(by decide), xs.size)
#eval idx
def safe (a : Array Nat) (i : Nat) (h : i < a.size) : Nat := a[i]
def safe2 (a : Array Nat) : Nat := if h : 3 < a.size then a[3] else 0
def asrt (n : Nat) : Nat := assert! n > 0; n
def unr (n : Nat) : Nat := if n > 0 then n else unreachable!
def alt : Option Nat := none <|> some 3
def pipe2 := [3, 1, 2] |>.map (fun x => x * 2) |>.foldl (· + ·) 0
def fn : Nat × Nat → Nat := fun (a, b) => a + b
def exc : ExceptT String (StateM Nat) Nat := do
  modify (· + 1)
  if (← get) > 3 then throw "big"
  tryCatch (throw "x") fun _ => pure 5
#eval (exc.run.run 1).2
def evenOdd : Nat → Bool := go true where
  go (b : Bool) : Nat → Bool
    | 0 => b
    | n + 1 => go (!b) n
def ack : Nat → Nat → Nat
  | 0, n => n + 1
  | m + 1, 0 => ack m 1
  | m + 1, n + 1 => ack m (ack (m + 1) n)
termination_by m n => (m, n)
def countdown (n : Nat) : Nat := if h : n = 0 then 0 else countdown (n - 1)
def auto2 (a b : Nat) (h : a < b) : Nat := if h2 : a + 1 < b then auto2 (a + 1) b h2 else a
termination_by b - a
open Nat in
theorem simpArith (a b : Nat) (h : a + 1 = b + 1) : a = b := by simp at h; exact h
theorem simpUsing (xs ys : List Nat) : (xs ++ ys).length = ys.length + xs.length := by simp [List.length_append, Nat.add_comm]
theorem byInd (xs : List Nat) : (xs.map id).length = xs.length := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp [List.map, ih]
theorem funInd (n : Nat) : letRec n ≥ 1 ∨ True := by right; trivial
theorem u64_comm (a b : UInt64) : a + b = b + a := by
  apply UInt64.toNat.inj
  show (a.toNat + b.toNat) % 2^64 = (b.toNat + a.toNat) % 2^64
  rw [Nat.add_comm]
def c : Char := 'a'
def cc : Bool := c.toNat ≥ 'a'.toNat && c == 'a'
def strs : Nat := "héllo".length
#eval strs
end T2
