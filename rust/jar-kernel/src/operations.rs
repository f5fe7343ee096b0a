//! Operations on slots (docs/kernel.md, "Operations"). Each checks everything, is paid for, and then changes something.

use jar_cap::{CNode, Cap, Data, Image, Instance, MAX_K, Page, Path, Slots, Status as State};
use javm::{FIRST_PAGE, Inaccessible, PAGE_SIZE};

use crate::kernel::{Kernel, OPERATION, Stop};
use crate::meters::Meter;
use crate::status::{FaultKind, Status, op};

/// No Image takes more pages (L28).
const MAX_IMAGE_PAGES: u32 = 4096;

/// The registers of an operation that hold paths.
const fn path_registers(number: u64) -> &'static [u8] {
    match number {
        op::COPY
        | op::MOVE
        | op::SWAP
        | op::MAKE_IMAGE
        | op::SAME_TYPE
        | op::TYPE_OF
        | op::SUBTYPE
        | op::TYPE_EQ
        | op::SAME_TYPE_AS => &[7, 8],
        op::DROP
        | op::MINT_CNODE
        | op::YIELD
        | op::SET_IMAGE
        | op::READ_DATA
        | op::CALL
        | op::CALL_RESUME
        | op::DROP_PAUSED => &[7],
        op::DERIVE_SPAWN => &[7, 8, 9],
        op::MINT_DATA => &[9],
        _ => &[],
    }
}

/// Pages of so many octets.
const fn pages_of(octets: u64) -> u64 {
    octets.div_ceil(PAGE_SIZE as u64)
}

/// The fault of a buffer: a low address is a panic, as in the machine (L25).
fn inaccessible(error: Inaccessible) -> Stop {
    let low = error.address >> 12 < u64::from(FIRST_PAGE);
    Stop::Fault(if low { FaultKind::Panic } else { FaultKind::Page })
}

impl Kernel<'_> {
    /// Does an operation; the result is φ7.
    pub(crate) fn perform(&mut self, number: u64) -> Result<u64, Stop> {
        match number {
            op::HALT => self.halt(),
            op::COPY => self.copy(),
            op::MOVE => self.shift(),
            op::DROP => self.discard(),
            op::SWAP => self.swap(),
            op::MINT_CNODE => self.mint_cnode(),
            op::YIELD => self.give_way(),
            op::SET_IMAGE => self.set_image(),
            op::DERIVE_SPAWN => self.derive_spawn(),
            op::MAKE_IMAGE => self.make_image(),
            op::SAME_TYPE | op::SUBTYPE | op::TYPE_EQ | op::SAME_TYPE_AS => self.compare(number),
            op::TYPE_OF => self.type_of(),
            op::READ_DATA => self.read_data(),
            op::MINT_DATA => self.mint_data(),
            op::CALL => self.call(),
            op::CALL_RESUME => self.call_resume(),
            op::DROP_PAUSED => self.drop_paused(),
            op::GAS => {
                self.charge(number, 0)?;
                Ok(self.meters.get(Meter::Gas, self.top.active.gas).unwrap_or_default())
            }
            op::CHAIN.. => self.chain_operation(number),
            _ => Err(Stop::Status(Status::What)),
        }
    }

    /// The price of an operation without its work (K18).
    pub(crate) fn base_price(&self, number: u64) -> u64 {
        let lengths = path_registers(number).iter().map(|register| {
            let path = Path::parse(self.top.register(*register));
            path.map_or(0, |path| u64::from(path.length()))
        });
        lengths.fold(OPERATION, u64::saturating_add)
    }

    /// Pays for an operation whose checks have passed.
    pub(crate) fn charge(&mut self, number: u64, work: u64) -> Result<(), Stop> {
        let price = self.base_price(number).saturating_add(work);
        if self.meters.take(Meter::Gas, self.top.active.gas, price) {
            Ok(())
        } else {
            Err(Stop::Gas)
        }
    }

    fn covers(&self, pages: u64) -> Result<(), Stop> {
        let left = self.meters.get(Meter::Quota, self.top.active.quota).unwrap_or_default();
        if pages <= left { Ok(()) } else { Err(Stop::Quota) }
    }

    fn spend(&mut self, pages: u64) {
        self.meters.take(Meter::Quota, self.top.active.quota, pages);
    }

    /// The paths in some registers, walked from left to right, then none reserved.
    fn paths<const N: usize>(&self, registers: [u8; N]) -> Result<[Path; N], Stop> {
        let mut paths = [Path::of(0); N];
        for (path, register) in paths.iter_mut().zip(registers) {
            *path = Path::parse(self.top.register(register))?;
            self.top.slots.at(*path)?;
        }
        if paths.iter().any(|path| self.top.is_reserved(*path)) {
            return Err(Stop::Status(Status::Reserved));
        }
        Ok(paths)
    }

    /// What is at a path that was walked.
    pub(crate) fn cap(&self, path: Path) -> Result<&Cap, Stop> {
        self.top.slots.at(path)?.ok_or(Stop::Status(Status::Empty))
    }

    fn instance(&self, path: Path) -> Result<&Instance, Stop> {
        match self.cap(path)? {
            Cap::Instance(instance) => Ok(instance),
            _ => Err(Stop::Status(Status::Kind)),
        }
    }

    fn data(&self, path: Path) -> Result<&Data, Stop> {
        match self.cap(path)? {
            Cap::Data(data) => Ok(data),
            _ => Err(Stop::Status(Status::Kind)),
        }
    }

    fn image(&self, path: Path) -> Result<&Image, Stop> {
        match self.cap(path)? {
            Cap::Image(image) => Ok(image),
            _ => Err(Stop::Status(Status::Kind)),
        }
    }

    fn not_pinned(&self, path: Path) -> Result<(), Stop> {
        if self.top.image.is_pinned(path) { Err(Stop::Status(Status::Pinned)) } else { Ok(()) }
    }

    fn empty(&self, path: Path) -> Result<(), Stop> {
        match self.top.slots.at(path)? {
            None => Ok(()),
            Some(_) => Err(Stop::Status(Status::Occupied)),
        }
    }

    /// Fills or empties a slot whose path was walked.
    pub(crate) fn put(&mut self, path: Path, cap: Option<Cap>) -> Option<Cap> {
        self.top.name(path);
        self.top.slots.put(path, cap).unwrap_or_default()
    }

    fn copy(&mut self) -> Result<u64, Stop> {
        let [source, to] = self.paths([7, 8])?;
        let cap = self.cap(source)?.clone();
        self.not_pinned(to)?;
        self.charge(op::COPY, 0)?;
        self.put(to, Some(cap));
        Ok(0)
    }

    fn shift(&mut self) -> Result<u64, Stop> {
        let [source, to] = self.paths([7, 8])?;
        self.cap(source)?;
        self.not_pinned(source)?;
        self.not_pinned(to)?;
        self.empty(to)?;
        if source.is_prefix_of(&to) {
            return Err(Stop::Status(Status::BadSlot));
        }
        self.charge(op::MOVE, 0)?;
        let cap = self.put(source, None);
        self.put(to, cap);
        Ok(0)
    }

    fn discard(&mut self) -> Result<u64, Stop> {
        let [path] = self.paths([7])?;
        self.cap(path)?;
        self.not_pinned(path)?;
        self.charge(op::DROP, 0)?;
        self.put(path, None);
        Ok(0)
    }

    fn swap(&mut self) -> Result<u64, Stop> {
        let [a, b] = self.paths([7, 8])?;
        self.not_pinned(a)?;
        self.not_pinned(b)?;
        if a != b && a.meets(&b) {
            return Err(Stop::Status(Status::BadSlot));
        }
        self.charge(op::SWAP, 0)?;
        let cap = self.put(a, None);
        let cap = if a == b { cap } else { self.put(b, cap) };
        self.put(a, cap);
        Ok(0)
    }

    fn mint_cnode(&mut self) -> Result<u64, Stop> {
        let [to] = self.paths([7])?;
        let k = u8::try_from(self.top.register(8)).ok().filter(|k| *k <= MAX_K);
        let k = k.ok_or(Stop::Status(Status::BadSlot))?;
        self.not_pinned(to)?;
        self.empty(to)?;
        let pages = pages_of(1u64.wrapping_shl(k.into()).saturating_mul(32));
        self.covers(pages)?;
        self.charge(op::MINT_CNODE, pages)?;
        self.spend(pages);
        self.put(to, Some(Cap::CNode(CNode::new(Slots::new(k)))));
        Ok(0)
    }

    fn set_image(&mut self) -> Result<u64, Stop> {
        let [path] = self.paths([7])?;
        let new = self.image(path)?.clone();
        let old = self.top.image.clone();
        let taken =
            |slot: u8| self.top.slots.get(u32::from(slot)).is_some() && old.pinned(slot).is_none();
        if new.parts().pinned.keys().any(|slot| taken(*slot)) {
            return Err(Stop::Status(Status::Occupied));
        }
        if new.native().is_some() {
            return Err(Stop::Status(Status::Image));
        }
        let pins = old.parts().pinned.len().saturating_add(new.parts().pinned.len());
        self.charge(op::SET_IMAGE, pins as u64)?;
        for slot in old.parts().pinned.keys() {
            self.put(Path::of(*slot), None);
        }
        for (slot, cap) in &new.parts().pinned {
            self.put(Path::of(*slot), Some(cap.clone()));
        }
        self.top.lineage = self.top.lineage.extended(&new.hash());
        self.top.image = new;
        Ok(0)
    }

    fn derive_spawn(&mut self) -> Result<u64, Stop> {
        let [image, cnode, to] = self.paths([7, 8, 9])?;
        let image = self.image(image)?.clone();
        let Cap::CNode(node) = self.cap(cnode)? else { return Err(Stop::Status(Status::Kind)) };
        let mut slots = node.slots().clone();
        if slots.k() != 8 {
            return Err(Stop::Status(Status::Kind));
        }
        let pinned = &image.parts().pinned;
        if pinned.keys().any(|slot| slots.get(u32::from(*slot)).is_some()) {
            return Err(Stop::Status(Status::Occupied));
        }
        self.not_pinned(to)?;
        self.empty(to)?;
        if image.native().is_some() {
            return Err(Stop::Status(Status::Image));
        }
        if cnode.is_prefix_of(&to) {
            return Err(Stop::Status(Status::BadSlot));
        }
        self.charge(op::DERIVE_SPAWN, pinned.len() as u64)?;
        image.pin(&mut slots);
        let lineage = self.top.lineage.extended(&image.hash());
        let child = Instance::new(image.clone(), lineage, slots, State::Idle);
        self.put(cnode, None);
        self.put(to, Some(Cap::Instance(child)));
        Ok(0)
    }

    fn make_image(&mut self) -> Result<u64, Stop> {
        let [source, to] = self.paths([7, 8])?;
        let data = self.data(source)?.clone();
        self.not_pinned(to)?;
        self.empty(to)?;
        if data.pages() > MAX_IMAGE_PAGES {
            return Err(Stop::Status(Status::Image));
        }
        // To find out whether it is valid is the work; a wrong Image is paid for too.
        self.charge(op::MAKE_IMAGE, u64::from(data.pages()))?;
        match self.images.make(&data) {
            Some(image) => {
                self.put(to, Some(Cap::Image(image)));
                Ok(0)
            }
            None => Err(self.answered(Status::Image)),
        }
    }

    /// Answers with a status what is paid for.
    pub(crate) fn answered(&mut self, status: Status) -> Stop {
        self.top.answer(0, status);
        self.top.machine.resume();
        Stop::Done
    }

    fn compare(&mut self, number: u64) -> Result<u64, Stop> {
        let [a, b] = self.paths([7, 8])?;
        let a_type = match (number, self.cap(a)?) {
            (op::TYPE_EQ, Cap::Type(hash)) => *hash,
            (op::SAME_TYPE | op::SUBTYPE | op::SAME_TYPE_AS, Cap::Instance(instance)) => {
                instance.lineage().newest()
            }
            _ => return Err(Stop::Status(Status::Kind)),
        };
        let b_type = match (number, self.cap(b)?) {
            (op::SAME_TYPE, Cap::Instance(instance)) => instance.lineage().newest(),
            (op::TYPE_EQ | op::SUBTYPE | op::SAME_TYPE_AS, Cap::Type(hash)) => *hash,
            _ => return Err(Stop::Status(Status::Kind)),
        };
        if number != op::SUBTYPE {
            self.charge(number, 0)?;
            return Ok(u64::from(a_type == b_type));
        }
        let lineage = self.instance(a)?.lineage().clone();
        self.charge(number, lineage.length())?;
        Ok(u64::from(lineage.hashes().any(|hash| hash == b_type)))
    }

    fn type_of(&mut self) -> Result<u64, Stop> {
        let [source, to] = self.paths([7, 8])?;
        let hash = self.instance(source)?.lineage().newest();
        self.not_pinned(to)?;
        self.empty(to)?;
        self.charge(op::TYPE_OF, 0)?;
        self.put(to, Some(Cap::Type(hash)));
        Ok(0)
    }

    fn read_data(&mut self) -> Result<u64, Stop> {
        let [source] = self.paths([7])?;
        let data = self.data(source)?.clone();
        let [offset, address, length] = [8, 9, 10].map(|register| self.top.register(register));
        let length = length.min(data.size().saturating_sub(offset));
        self.charge(op::READ_DATA, pages_of(length))?;
        let mut page = [0; PAGE_SIZE];
        let mut done = 0u64;
        while done < length {
            let some = usize::try_from(length.saturating_sub(done)).unwrap_or(PAGE_SIZE);
            let part = page.get_mut(..some.min(PAGE_SIZE)).unwrap_or_default();
            data.read(offset.saturating_add(done), part);
            let written = self.top.machine.write(address.saturating_add(done), part);
            written.map_err(inaccessible)?;
            done = done.saturating_add(part.len() as u64);
        }
        Ok(length)
    }

    fn mint_data(&mut self) -> Result<u64, Stop> {
        let [to] = self.paths([9])?;
        let [address, length] = [7, 8].map(|register| self.top.register(register));
        self.not_pinned(to)?;
        self.empty(to)?;
        let pages = pages_of(length);
        self.covers(pages)?;
        self.charge(op::MINT_DATA, pages)?;
        // No memory has more pages than a Data may have: the loop ends in it.
        let data = Data::zeros(0).ok_or(Stop::Fault(FaultKind::Page))?;
        let mut made = Vec::new();
        for number in 0..u32::try_from(pages).unwrap_or(u32::MAX) {
            let from = u64::from(number).saturating_mul(PAGE_SIZE as u64);
            let some = usize::try_from(length.saturating_sub(from)).unwrap_or(PAGE_SIZE);
            let mut page = [0; PAGE_SIZE];
            let part = page.get_mut(..some.min(PAGE_SIZE)).unwrap_or_default();
            let read = self.top.machine.read(address.saturating_add(from), part);
            read.map_err(inaccessible)?;
            made.push((number, Page::new(&page)));
        }
        self.spend(pages);
        self.put(to, Some(Cap::Data(data.with_pages(0, made))));
        Ok(0)
    }
}
