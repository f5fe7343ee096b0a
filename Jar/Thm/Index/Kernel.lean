import Jar.Thm.Kernel.Atomic
import Jar.Thm.Kernel.Encoding
import Jar.Thm.Kernel.Meter
import Jar.Thm.Kernel.Operation
import Jar.Thm.Kernel.Value

/-!
# The theorems that we claim: the kernel

docs/kernel.md, theorems. Those that are missing there are not claimed.
-/

/-! Values: a cap carries the hash of its content, an Image is valid; what was put into a slot is there, and nowhere else. -/
#print axioms Jar.Kernel.Cap.hash_eq
#print axioms Jar.Kernel.Cap.cap_view
#print axioms Jar.Kernel.View.view_cap
#print axioms Jar.Kernel.Image.valid
#print axioms Jar.Kernel.Slots.get?_set_same
#print axioms Jar.Kernel.Slots.get?_set_other

/-! Encodings: codecs are lawful, domains disjoint, a value that is read has one file. -/
#print axioms Jar.Kernel.file_lawful
#print axioms Jar.Kernel.file_iff
#print axioms Jar.Kernel.image_injective
#print axioms Jar.Kernel.decodeValue_encode
#print axioms Jar.Kernel.preimage_injective

/-! What a fault and a status leave; COPY shares; SET_IMAGE extends the lineage by one Image. -/
#print axioms Jar.Kernel.fault_atomic
#print axioms Jar.Kernel.turn_over
#print axioms Jar.Kernel.during_fault
#print axioms Jar.Kernel.answered_keeps
#print axioms Jar.Kernel.copy_shares
#print axioms Jar.Kernel.setImage_extends
#print axioms Jar.Kernel.setImage_twice

/-! Meters: spending, transfer and new meters make nothing. -/
#print axioms Jar.Kernel.Table.total_spend
#print axioms Jar.Kernel.Table.total_transfer
#print axioms Jar.Kernel.Table.total_push
