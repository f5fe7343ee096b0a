/-! Holes are accepted, but reported: each theorem must give the warning "declaration uses `sorry`". -/
theorem hole (p : Prop) : p := by sorry
theorem admitted (p : Prop) : p := by admit
