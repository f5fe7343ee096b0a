import Jar.Chain.Accounts
import Jar.Chain.Rule
import Jar.Types.Preimages

/-!
# Preimages

Gray Paper 0.7.2, section 12.4: the preimages that a block brings. How accounts take them in is in `Accounts`.
-/
namespace Jar.Chain

/-- The order of octet strings: lexicographic, the shorter first if the longer begins with it. -/
def blobBefore (a b : ByteArray) : Bool :=
  let common := min a.size b.size
  octetsBefore a b 0 common || (a.size < b.size && !octetsBefore b a 0 common)

/-- The order of 𝐄_P: by service, then by octets. -/
def preimageBefore (a b : Preimage) : Bool :=
  a.requester < b.requester || (a.requester == b.requester && blobBefore a.blob b.blob)

/-- **The rules of 𝐄_P**, by the prior state's δ. -/
def checkPreimages (services : Services) (preimages : Array Preimage) : Result Unit := do
  demandAscending preimages (.preimages .order) preimageBefore
  demandAll preimages (.preimages .unneeded) fun _ preimage =>
    isSolicited services preimage.requester (blake preimage.blob) preimage.blob.size

/-- **δ′** from δ‡, 𝐄_P and H_T: preimages that are asked for still; others are disregarded. -/
def integrate (services : Services) (preimages : Array Preimage) (slot : Slot) : Services :=
  integratePreimages services slot (preimages.toList.map fun preimage => (preimage.requester, preimage.blob))

end Jar.Chain
