import Jar.Chain.Hashing
import Jar.Chain.Rule
import Jar.Types.Preimages
import Jar.Types.State

/-!
# Preimages

Gray Paper 0.7.2, sections 12.2 (Y and I) and 12.4: preimages that a block brings, and how accounts take them in.
-/
namespace Jar.Chain

/-- The order of octet strings: lexicographic, the shorter first if the longer begins with it. -/
def blobBefore (a b : ByteArray) : Bool :=
  let common := min a.size b.size
  octetsBefore a b 0 common || (a.size < b.size && !octetsBefore b a 0 common)

/-- The order of 𝐄_P: by service, then by octets. -/
def preimageBefore (a b : Preimage) : Bool :=
  a.requester < b.requester || (a.requester == b.requester && blobBefore a.blob b.blob)

/-- What the state holds of a request that was not met. -/
def openRequest : ByteArray := Request.codec.encode #[]

/-- The item of the request for a preimage with this hash. -/
def requestItem (hash : Hash) (blob : ByteArray) : ItemKey := .request blake hash blob.size.toUInt32

/-- **Y**: did the service ask for the preimage, and never got it? The hash is the preimage's. -/
def isRequested (services : Services) (service : ServiceId) (hash : Hash) (blob : ByteArray) : Bool :=
  match services.find? service with
  | some account => account.items.find? (requestItem hash blob) == some openRequest
  | none => false

/-- An account with a preimage from a slot on. -/
def withPreimage (account : ServiceAccount) (hash : Hash) (blob : ByteArray) (slot : Slot) : ServiceAccount :=
  { account with
    items := (account.items.insert (requestItem hash blob) (Request.codec.encode #[slot])).insert (.preimage blake hash) blob }

/-- Takes in one preimage if it is asked for. -/
def integrateOne (slot : Slot) (services : Services) (preimage : Preimage) : Services :=
  let hash := blake preimage.blob
  if isRequested services preimage.requester hash preimage.blob then
    match services.find? preimage.requester with
    | some account => services.insert preimage.requester (withPreimage account hash preimage.blob slot)
    | none => services
  else services

/-- **I**: takes in preimages that are asked for and disregards others, by δ, pairs of service and preimage, and H_T. -/
def integrate (services : Services) (preimages : Array Preimage) (slot : Slot) : Services :=
  preimages.foldl (integrateOne slot) services

/-- **The rules of 𝐄_P**, by the prior state's δ. -/
def checkPreimages (services : Services) (preimages : Array Preimage) : Result Unit := do
  demandAscending preimages (.preimages .order) preimageBefore
  demandAll preimages (.preimages .unneeded) fun _ preimage =>
    isRequested services preimage.requester (blake preimage.blob) preimage.blob

end Jar.Chain
