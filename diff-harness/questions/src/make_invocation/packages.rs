//! Work packages: authorizers and items with programs, imports, extrinsics, exports; and packages that are wrong.

use super::calls::{fetch, unknown};
use super::guest::{Guest, LOG, SCRATCH};
use super::inner::Inner;
use super::things::{Account, Things};
use super::{any, once_in};
use crate::sections as ask;
use jar_codec::encode;
use jar_codec::sample::{Sample, Source};
use jar_crypto::blake2b;
use jar_merkle::{ConstantDepthTree, Hashing};
use jar_types::{
    Blob, ExtrinsicSpec, Hash, ImportSpec, Params, RefineContext, WorkItem, WorkPackage,
};
use std::collections::BTreeMap;

/// Numbers of host calls in refinement.
const NUMBERS: [u64; 24] =
    [0, 1, 1, 1, 6, 6, 6, 7, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 11, 12, 12, 12, 13, 99];

/// Calls of accumulation, and numbers that are none.
const OTHERS: [u64; 25] = [
    2,
    3,
    4,
    5,
    6,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    100,
    101,
    255,
    1000,
    0x7fff_ffff,
    4,
];

/// Ends with what the calls gave, and a part of what they wrote.
fn finish(mut guest: Guest) -> (Vec<u8>, u64) {
    let length = guest.calls().saturating_mul(16).saturating_add(0x200);
    let (from, length) = if guest.once_in(4) { (LOG, length) } else { (SCRATCH, length) };
    guest.end(from, length);
    let gas = guest.gas();
    (guest.preimage(), gas)
}

fn authorizer(source: &mut Source) -> (Vec<u8>, u64) {
    let count = source.up_to(6);
    let mut guest = Guest::new(source, 0, count);
    for _ in 0..count {
        match guest.source.up_to(7) {
            0 => guest.call(0, &[]),
            1 => {
                let number = guest.pick(&OTHERS);
                let number = if guest.once_in(2) { number } else { guest.pick(&NUMBERS) };
                unknown(&mut guest, number);
            }
            _ => fetch(&mut guest),
        }
    }
    finish(guest)
}

fn refiner(source: &mut Source, things: &Things) -> (Vec<u8>, u64) {
    let count = source.up_to(14);
    let mut guest = Guest::new(source, 0, count);
    let inner = Inner::new(&mut guest, things);
    if guest.once_in(2) {
        inner.story(&mut guest);
    }
    while guest.calls() < count as u64 {
        let number = guest.pick(&NUMBERS);
        let number = if number == 99 { guest.pick(&OTHERS) } else { number };
        inner.call(&mut guest, number);
    }
    finish(guest)
}

/// A package, what it is refined with, and the accounts that it needs.
struct World {
    package: WorkPackage,
    accounts: ask::Accounts,
    extrinsics: Vec<Vec<Blob>>,
    imports: Vec<Vec<ask::Imported>>,
    roots: BTreeMap<Hash, Hash>,
}

/// Slots in which a code is there at the lookup anchor, as a rule.
fn since(source: &mut Source, anchor: u32) -> Vec<u32> {
    match source.up_to(35) {
        0 => vec![],
        1 => vec![anchor.saturating_add(1)],
        2 => vec![1, anchor],
        3 => vec![1, anchor.saturating_add(1)],
        4 => vec![1, 2, anchor],
        _ => vec![anchor.saturating_sub(source.up_to(3) as u32)],
    }
}

/// Segments below a root, with paths.
fn tree(source: &mut Source, params: &Params) -> (Hash, Vec<ask::Imported>) {
    let count = source.up_to(4).saturating_add(1);
    let segment = |_| vec![source.number() as u8; params.segment_size()];
    let segments: Vec<Blob> = (0..count).map(segment).collect();
    let tree = ConstantDepthTree::new(Hashing::Blake2b, &segments);
    let path = |index| tree.path(0, index).unwrap_or_default();
    let import = |(index, segment)| ask::Imported { segment, path: path(index) };
    (tree.root(), segments.into_iter().enumerate().map(import).collect())
}

impl World {
    fn new(source: &mut Source, params: &mut Params) -> Self {
        let things = Things::new(source);
        let (code, gas) = authorizer(source);
        params.authorization_gas = gas;
        let anchor = things.slot;
        let mut host = Account::new(Hash::default());
        let auth_code_hash = host.provide(&code, since(source, anchor));
        host.fill(source, &things);
        let mut accounts = BTreeMap::from([(3, host.0)]);
        let mut context = RefineContext::sample(source, &());
        context.lookup_anchor_slot = anchor;
        let package = WorkPackage {
            auth_code_host: if once_in(source, 30) { 4 } else { 3 },
            auth_code_hash,
            context,
            authorization: vec![1; source.up_to(40)],
            authorizer_config: vec![2; source.up_to(40)],
            items: Vec::new(),
        };
        let (root, segments) = tree(source, params);
        let mut world = Self {
            package,
            accounts: ask::Accounts(BTreeMap::new()),
            extrinsics: Vec::new(),
            imports: Vec::new(),
            roots: BTreeMap::new(),
        };
        for service in 1..=source.up_to(2).saturating_add(1) as u32 {
            let (code, gas) = refiner(source, &things);
            let mut account = Account::new(blake2b(&code));
            account.provide(&code, since(source, anchor));
            account.fill(source, &things);
            accounts.insert(service, account.0);
            let code_hash = blake2b(&code);
            world.item(source, (service, code_hash, gas), root, &segments);
        }
        world.accounts.0 = accounts;
        world
    }

    fn item(
        &mut self,
        source: &mut Source,
        (service, code_hash, gas): (u32, Hash, u64),
        root: Hash,
        segments: &[ask::Imported],
    ) {
        let blobs: Vec<Blob> = (0..source.up_to(2)).map(|_| vec![3; source.up_to(300)]).collect();
        let extrinsic = |blob: &Blob| ExtrinsicSpec { hash: blake2b(blob), len: blob.len() as u32 };
        let (mut imports, mut import_segments) = (Vec::new(), Vec::new());
        for _ in 0..source.up_to(2) {
            let index = source.up_to(segments.len().saturating_sub(1));
            imports.extend(segments.get(index).cloned());
            let index = index as u16;
            import_segments.push(if once_in(source, 2) {
                let package = Hash([source.up_to(2) as u8; 32]);
                self.roots.insert(package, root);
                ImportSpec { tree_root: package, index: index | 0x8000 }
            } else {
                ImportSpec { tree_root: root, index }
            });
        }
        self.package.items.push(WorkItem {
            service: if once_in(source, 40) { 9 } else { service },
            code_hash: if once_in(source, 40) { root } else { code_hash },
            refine_gas_limit: gas,
            accumulate_gas_limit: source.up_to(1000) as u64,
            export_count: source.up_to(3) as u16,
            payload: vec![4; source.up_to(60)],
            import_segments,
            extrinsic: blobs.iter().map(extrinsic).collect(),
        });
        self.extrinsics.push(blobs);
        self.imports.push(imports);
    }

    /// Breaks a limit of the package, or takes something from the data.
    fn spoil(&mut self, source: &mut Source, params: &Params) {
        let first = self.imports.iter_mut().flatten().next();
        if let Some(one) = first.filter(|_| once_in(source, 2)) {
            return match source.up_to(3) {
                0 => drop(one.path.pop()),
                1 => one.path.push(Hash::default()),
                2 => drop(one.segment.pop()),
                _ => one.segment.iter_mut().take(1).for_each(|octet| *octet ^= 1),
            };
        }
        let Some(item) = self.package.items.last_mut() else { return };
        match source.up_to(8) {
            0 => item.export_count = 3073,
            1 => item.refine_gas_limit = params.refine_gas,
            2 => item.accumulate_gas_limit = params.report_gas,
            3 => self.package.items.clear(),
            4 => drop(self.extrinsics.pop()),
            5 => drop(self.imports.pop()),
            6 => self.extrinsics.iter_mut().flatten().take(1).for_each(|blob| blob.push(0)),
            7 => drop(self.roots.insert(Hash([9; 32]), Hash::default())),
            _ => self.roots.values_mut().for_each(|root| *root = Hash::default()),
        }
    }
}

/// Arguments of function 81.
pub(super) fn authorization(source: &mut Source, params: &mut Params) -> Vec<u8> {
    let World { package, accounts, .. } = World::new(source, params);
    encode(&ask::Authorize { accounts, package, core: source.up_to(400) as u16 })
}

/// Arguments of function 82.
pub(super) fn refinement(source: &mut Source, params: &mut Params) -> Vec<u8> {
    let World { package, accounts, extrinsics, imports, .. } = World::new(source, params);
    let segment = |one: ask::Imported| one.segment;
    let imports = imports.into_iter().map(|all| all.into_iter().map(segment).collect());
    encode(&ask::Refine {
        item: source.up_to(package.items.len().saturating_sub(1)) as u16,
        accounts,
        package,
        core: source.up_to(400) as u16,
        trace: vec![6; source.up_to(50)],
        extrinsics,
        imports: imports.collect(),
        exported: any(source, &[0, 0, 1, 3070, 3071, 3072]).unwrap_or_default(),
    })
}

/// Arguments of function 83.
pub(super) fn report(source: &mut Source, params: &mut Params) -> Vec<u8> {
    let mut world = World::new(source, params);
    if once_in(source, 4) {
        world.spoil(source, params);
    }
    let World { package, accounts, extrinsics, imports, roots } = world;
    let core = source.up_to(1) as u16;
    encode(&ask::Report { accounts, package, core, extrinsics, imports, roots })
}
