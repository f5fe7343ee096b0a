import Jar.Crypto.Blake2b
import Jar.Types.Fields

/-!
# Hashes of the kernel

docs/kernel.md, encoding and hashes: what is hashed for each kind of value. The first octet tells the domains apart. The Gray Paper has no such values.
-/
namespace Jar.Kernel

/-- H: Blake2b with 32 octets of output; the same octets as `Crypto.blake2b256`. -/
@[irreducible] def hashOf (message : ByteArray) : Hash :=
  let digest := Crypto.blake2b256 message
  Octets.generate 32 (byteAt digest)

/-- The octets in front of what is hashed, one for each domain. -/
inductive Domain where
  | data | page | pages
  | cnode | slots
  | image
  | inst
  | type
  | genesis | extension
  | seed | marker
deriving DecidableEq

/-- The octet of a domain. -/
def Domain.tag : Domain → UInt8
  | .data => 0x01 | .page => 0x02 | .pages => 0x03
  | .cnode => 0x10 | .slots => 0x11
  | .image => 0x20
  | .inst => 0x30
  | .type => 0x40
  | .genesis => 0x50 | .extension => 0x51
  | .seed => 0x60 | .marker => 0x61

/-- What is hashed: the tag, then the message. -/
def Domain.preimage (domain : Domain) (message : ByteArray) : ByteArray := ByteArray.empty.push domain.tag ++ message

/-- The hash of a message in a domain. -/
def Domain.hash (domain : Domain) (message : ByteArray) : Hash := hashOf (domain.preimage message)

/-- 32 octets of zero: an empty slot, the pages of no page. -/
def zeroHash : Hash := Octets.zero 32

/-- The octets of a page, 4,096 of them. -/
abbrev PageOctets := Octets 4096

/-- A leaf of the tree over pages. -/
def pageHash (page : PageOctets) : Hash := Domain.page.hash page.bytes

/-- A node of the tree over pages. -/
def pagesHash (left right : Hash) : Hash := Domain.pages.hash (left.bytes ++ right.bytes)

/-- A Data of `count` pages below `root`. -/
def dataHash (count : UInt64) (root : Hash) : Hash := Domain.data.hash (putLe .empty count 8 ++ root.bytes)

/-- A node of the tree over slots: nothing below two nothings. -/
def slotsHash (left right : Hash) : Hash :=
  if left = zeroHash ∧ right = zeroHash then zeroHash else Domain.slots.hash (left.bytes ++ right.bytes)

/-- A CNode of 2^`k` slots. -/
def cnodeHash (k : UInt8) (root : Hash) : Hash := Domain.cnode.hash (ByteArray.empty.push k ++ root.bytes)

/-- A Type. -/
def typeHash (imageHash : Hash) : Hash := Domain.type.hash imageHash.bytes

/-- The image_hash of an Instance of genesis. -/
def genesisHash (image : Hash) : Hash := Domain.genesis.hash image.bytes

/-- The image_hash after an Image more. -/
def extensionHash (imageHash image : Hash) : Hash := Domain.extension.hash (imageHash.bytes ++ image.bytes)

/-- An Instance; `status` is the encoding of its status. -/
def instanceHash (image imageHash root : Hash) (status : ByteArray) : Hash :=
  Domain.inst.hash (image.bytes ++ imageHash.bytes ++ root.bytes ++ status)

end Jar.Kernel
