import Jar.Chain.Hashing
import Jar.Types.State

/-!
# Service accounts

Gray Paper 0.7.2, section 9: footprint and threshold balance, the code of an account, preimages and their requests, the lookups; and of section 12 the
functions I and Y, by which preimages come into accounts (12.2 and 12.4 share them). An account's footprint is part of its record; whatever changes
storage or requests here changes it with them.
-/
namespace Jar.Chain

/-- The item of a storage key. -/
@[inline] def storageItem (key : ByteArray) : ItemKey := ItemKey.storage blake key

/-- The item of a preimage. -/
@[inline] def preimageItem (hash : Hash) : ItemKey := ItemKey.preimage blake hash

/-- The item of a request. -/
@[inline] def requestItem (hash : Hash) (length : UInt32) : ItemKey := ItemKey.request blake hash length

namespace Account

/-! ## Footprint -/

/-- a_t: the threshold balance (9.8), from the number of items, their octets and the gratis storage. -/
def thresholdOf (p : Params) (items : UInt32) (octets : UInt64) (gratis : Balance) : Nat :=
  p.baseDeposit.toNat + p.itemDeposit.toNat * items.toNat + p.octetDeposit.toNat * octets.toNat - gratis.toNat

/-- a_t: the threshold balance of an account. -/
def threshold (p : Params) (account : ServiceAccount) : Nat :=
  thresholdOf p account.info.items account.info.bytes account.info.depositOffset

/-- Does the account hold at least its threshold balance? -/
def isSolvent (p : Params) (account : ServiceAccount) : Bool := threshold p account ≤ account.info.balance.toNat

/-- The octets that a storage entry counts, from the sizes of key and value. -/
def storageFootprint (key value : Nat) : UInt64 := (34 + key + value).toUInt64

/-- The octets that a request counts, from the length of the preimage. -/
def requestFootprint (length : UInt32) : UInt64 := 81 + length.toUInt64

/-- The items that a request counts. -/
def requestItems : UInt32 := 2

/-- The record with further items and octets. A footprint that would outgrow its width stays at the greatest value. -/
def enlarged (info : ServiceInfo) (items : UInt32) (octets : UInt64) : ServiceInfo :=
  { info with
    items := (min (info.items.toNat + items.toNat) (2 ^ 32 - 1)).toUInt32
    bytes := (min (info.bytes.toNat + octets.toNat) (2 ^ 64 - 1)).toUInt64 }

/-- The record with fewer items and octets. One that does not count as many has none left. -/
def reduced (info : ServiceInfo) (items : UInt32) (octets : UInt64) : ServiceInfo :=
  { info with items := info.items - min info.items items, bytes := info.bytes - min info.bytes octets }

/-! ## Storage -/

/-- a_s[k]: the value of a storage key. -/
def read? (account : ServiceAccount) (key : ByteArray) : Option ByteArray := account.items.find? (storageItem key)

/-- The record without what the entry of a key took, if there was one. -/
def released (info : ServiceInfo) (key : Nat) : Option ByteArray → ServiceInfo
  | some old => reduced info 1 (storageFootprint key old.size)
  | none => info

/-- The record with what the entry of a key takes. -/
def occupied (info : ServiceInfo) (key : Nat) (value : ByteArray) : ServiceInfo :=
  enlarged info 1 (storageFootprint key value.size)

/-- The account with a value for a storage key, or with none for it, and the value that was there. -/
def write (account : ServiceAccount) (key : ByteArray) (value : Option ByteArray) : ServiceAccount × Option ByteArray :=
  let item := storageItem key
  let old := account.items.find? item
  let info := released account.info key.size old
  match value with
  | some value => ({ info := occupied info key.size value, items := account.items.insert item value }, old)
  | none => ({ info, items := account.items.erase item }, old)

/-! ## Preimages -/

/-- a_p[h]: the preimage of a hash. -/
def preimage? (account : ServiceAccount) (hash : Hash) : Option ByteArray := account.items.find? (preimageItem hash)

/-- a_l[h, z]: the slots of a request. -/
def request? (account : ServiceAccount) (hash : Hash) (length : UInt32) : Option Request :=
  match account.items.find? (requestItem hash length) with
  | some octets =>
    match Request.codec.decode octets with
    | .ok request => some request
    | .error _ => none
  | none => none

/-- The account with other slots for a request that is there. -/
def setRequest (account : ServiceAccount) (hash : Hash) (length : UInt32) (slots : Request) : ServiceAccount :=
  { account with items := account.items.insert (requestItem hash length) (Request.codec.encode slots) }

/-- The account with a request that was not there. -/
def addRequest (account : ServiceAccount) (hash : Hash) (length : UInt32) : ServiceAccount :=
  { info := enlarged account.info requestItems (requestFootprint length)
    items := account.items.insert (requestItem hash length) (Request.codec.encode #[]) }

/-- The account without a request, and without the preimage of its hash. -/
def dropRequest (account : ServiceAccount) (hash : Hash) (length : UInt32) : ServiceAccount :=
  { info := reduced account.info requestItems (requestFootprint length)
    items := (account.items.erase (requestItem hash length)).erase (preimageItem hash) }

/-- I: was a preimage with these slots available at a time (9.7)? -/
def availableAt (slots : Request) (time : Slot) : Bool :=
  match slots.toList with
  | [x] => x ≤ time
  | [x, y] => x ≤ time && time < y
  | [x, y, z] => (x ≤ time && time < y) || z ≤ time
  | _ => false

/-- Λ(**a**, t, h): the preimage, if it was available at the time (9.7). -/
def historicalLookup (account : ServiceAccount) (time : Slot) (hash : Hash) : Option ByteArray :=
  match preimage? account hash with
  | some preimage =>
    match request? account hash preimage.size.toUInt32 with
    | some slots => if availableAt slots time then some preimage else none
    | none => none
  | none => none

/-! ## Code -/

/-- The code behind its metadata: **c** of 𝓔(↕**m**, **c**). -/
def codeIn (preimage : ByteArray) : Option ByteArray :=
  match Codec.blob.get preimage 0 with
  | .ok _ next => some (preimage.extract next preimage.size)
  | .error _ => none

/-- a_c: the code of an account (9.4). -/
def code? (account : ServiceAccount) : Option ByteArray := (preimage? account account.info.codeHash).bind codeIn

/-! ## Balance -/

/-- The account with more on it. What would be beyond 2^64 − 1 is lost. -/
def credit (account : ServiceAccount) (amount : Nat) : ServiceAccount :=
  { account with info := { account.info with balance := (min (account.info.balance.toNat + amount) (2 ^ 64 - 1)).toUInt64 } }

/-- The account with less on it; the caller knows that it has as much. -/
def debit (account : ServiceAccount) (amount : Nat) : ServiceAccount :=
  { account with info := { account.info with balance := (account.info.balance.toNat - amount).toUInt64 } }

end Account

/-! ## Preimages that come in -/

/-- Y: has the service asked for the preimage, and not had it yet (12.2)? The arguments are the preimage's hash and length. -/
def isSolicited (services : Services) (service : ServiceId) (hash : Hash) (length : Nat) : Bool :=
  match services.find? service with
  | some account =>
    length < 2 ^ 32 &&
      match Account.request? account hash length.toUInt32 with
      | some slots => slots.isEmpty
      | none => false
  | none => false

/-- Gives a preimage to a service if it still asks for it. -/
def integratePreimage (services : Services) (slot : Slot) (service : ServiceId) (preimage : ByteArray) : Services :=
  let hash := blake preimage
  match services.find? service with
  | some account =>
    if isSolicited services service hash preimage.size then
      let account := Account.setRequest account hash preimage.size.toUInt32 #[slot]
      services.insert service { account with items := account.items.insert (preimageItem hash) preimage }
    else services
  | none => services

/-- I: gives preimages to the services that still ask for them. One after another is the same as all at once: a preimage that came in is not asked for. -/
def integratePreimages (services : Services) (slot : Slot) : List (ServiceId × ByteArray) → Services
  | [] => services
  | (service, preimage) :: rest => integratePreimages (integratePreimage services slot service preimage) slot rest

end Jar.Chain
