use super::*;
use crate::host::Call;
use crate::testing::{DATA, HEAP, Rig, account, call, code, give, halt};
use jar_merkle::ConstantDepthTree;
use jar_types::{ExtrinsicSpec, ImportSpec, Params, RefineContext};

/// What is needed to compute a report.
struct World {
    rig: Rig,
    accounts: Accounts,
    package: WorkPackage,
    material: Material,
}

/// Exports a segment of its first import's octets; the result are ten octets of its payload.
fn refiner() -> String {
    [
        call(Call::Fetch, &[HEAP, 0, 0x2000, 6, 0, 0]),
        call(Call::Export, &[HEAP, 100]),
        call(Call::Fetch, &[HEAP, 0, 10, 13, 0, 0]),
        halt(HEAP, 10),
    ]
    .concat()
}

fn world(refiner: &str) -> World {
    let (refine_code, authorizer) = (code(refiner, &[7]), code(&halt(DATA, 3), b"yes"));
    let mut host = account(0, &refine_code);
    let auth_code_hash = give(&mut host, &authorizer);
    let mut accounts = Accounts::new();
    accounts.insert(1, host);
    let segments: Vec<Octets> = (0..5u8).map(|octet| vec![octet; 4104].into()).collect();
    let tree = ConstantDepthTree::new(Hashing::Blake2b, &segments);
    let (root, other) = (tree.root(), Hash([9; 32]));
    let import = |index: usize| Import {
        segment: Octets::clone(&segments[index]),
        path: tree.path(0, index).unwrap(),
    };
    let blob: Octets = b"extrinsic".as_slice().into();
    let item = |tree_root, index, export_count| WorkItem {
        service: 1,
        code_hash: blake2b(&refine_code),
        refine_gas_limit: 1000,
        accumulate_gas_limit: 10,
        export_count,
        payload: b"0123456789".to_vec(),
        import_segments: vec![ImportSpec { tree_root, index }],
        extrinsic: vec![ExtrinsicSpec { hash: blake2b(&blob), len: 9 }],
    };
    let zero = Hash([0; 32]);
    let package = WorkPackage {
        auth_code_host: 1,
        auth_code_hash,
        context: RefineContext {
            anchor: zero,
            state_root: zero,
            beefy_root: zero,
            lookup_anchor: zero,
            lookup_anchor_slot: 5,
            prerequisites: BTreeSet::new(),
        },
        authorization: b"token".to_vec(),
        authorizer_config: b"config".to_vec(),
        // The second names the package that exports.
        items: vec![item(root, 3, 1), item(other, 1 << 15 | 4, 1)],
    };
    let material = Material {
        extrinsics: vec![vec![Octets::clone(&blob)], vec![blob]],
        imports: vec![vec![import(3)], vec![import(4)]],
        segment_roots: BTreeMap::from([(other, root)]),
    };
    World { rig: Rig::new(Params::tiny()), accounts, package, material }
}

impl World {
    fn report(&self) -> Result<Computed, PackageError> {
        compute_report(&self.rig.setup(), &self.accounts, &self.package, 1, &self.material)
    }

    /// What is said of a package that was changed.
    fn refused(change: impl FnOnce(&mut Self)) -> String {
        let mut world = world(&refiner());
        change(&mut world);
        world.report().unwrap_err().to_string()
    }
}

#[test]
fn a_report_says_what_was_done() {
    let world = world(&refiner());
    let Computed { report, bundle, exports } = world.report().unwrap();
    let package = &world.package;
    assert_eq!(
        report.authorizer_hash,
        blake2b(&[&package.auth_code_hash.0[..], b"config"].concat())
    );
    assert_eq!(
        (&*report.auth_output, report.auth_gas_used, report.core_index),
        (&b"yes"[..], 3, 1)
    );
    assert_eq!(
        (&report.context, &report.segment_root_lookup),
        (&package.context, &world.material.segment_roots)
    );
    let first: Vec<u8> = exports.iter().map(|segment| segment[0]).collect();
    assert_eq!(first, [3, 4]);
    assert!(exports.iter().all(|segment| segment[100..].iter().all(|octet| *octet == 0)));
    let load = RefineLoad {
        gas_used: 17 + 13 + 17 + 3,
        imports: 1,
        extrinsic_count: 1,
        extrinsic_size: 9,
        exports: 1,
    };
    let digest = WorkDigest {
        service_id: 1,
        code_hash: package.items[0].code_hash,
        payload_hash: blake2b(b"0123456789"),
        accumulate_gas: 10,
        result: WorkResult::Ok(b"0123456789".to_vec()),
        refine_load: load,
    };
    assert_eq!(report.results, [digest.clone(), digest]);
    // Package, blobs and segments without lengths; paths with theirs.
    let encoded = encode(package);
    let path = 1 + 3 * 32;
    assert_eq!(bundle.len(), encoded.len() + 2 * (9 + 4104 + path));
    assert_eq!(bundle[encoded.len()..encoded.len() + 18], *b"extrinsicextrinsic");
    assert_eq!(bundle[encoded.len() + 18..][..4104], [3; 4104]);
    assert_eq!(bundle[bundle.len() - path], 3);
    let spec = report.package_spec;
    assert_eq!((spec.hash, spec.length), (blake2b(&encoded), bundle.len() as u32));
    let tree = ConstantDepthTree::new(Hashing::Blake2b, &exports);
    assert_eq!((spec.exports_count, spec.exports_root), (2, tree.root()));
    let mut erasure = Code::new(&Params::tiny()).unwrap();
    assert_eq!(spec.erasure_root, erasure_root(&mut erasure, &bundle, &exports).unwrap());
}

#[test]
fn items_that_export_otherwise_count_with_zeros() {
    let mut world = world(&refiner());
    world.package.items[0].export_count = 3;
    let Computed { report, exports, .. } = world.report().unwrap();
    assert_eq!(report.results[0].result, WorkResult::Error(WorkError::BadExports));
    assert_eq!(report.results[0].refine_load.exports, 3);
    assert!(matches!(report.results[1].result, WorkResult::Ok(_)));
    let first: Vec<u8> = exports.iter().map(|segment| segment[0]).collect();
    assert_eq!(first, [0, 0, 0, 4]);
    // Without a result there are no exports, which counts first.
    for (count, error) in [(0, WorkError::Panic), (1, WorkError::BadExports)] {
        let mut world = self::world("trap\n");
        world.package.items[0].export_count = count;
        let report = world.report().unwrap().report;
        assert_eq!(report.results[0].result, WorkResult::Error(error));
    }
}

#[test]
fn results_share_the_size_of_a_report() {
    // 49,152 octets: three of the trace, and what the items give.
    let sized = |first: u64, second: u64| {
        // The first octet of what an item imports tells which one it is.
        let by_item = call(Call::Fetch, &[HEAP, 0, 8, 6, 0, 0]);
        let text = format!(
            "{by_item}load_u8 r2, {HEAP:#x}\nload_imm_64 r8, {first}\nbranch_eq_imm r2, 3, @end\n\
             load_imm_64 r8, {second}\nfallthrough\n@end:\nload_imm_64 r7, {HEAP:#x}\njump_ind r0, 0\n"
        );
        let mut world = world(&text);
        world.package.items.iter_mut().for_each(|item| item.export_count = 0);
        let report = world.report().unwrap().report;
        report
            .results
            .iter()
            .map(|digest| match &digest.result {
                WorkResult::Ok(octets) => Ok(octets.len()),
                WorkResult::Error(error) => Err(*error),
            })
            .collect::<Vec<_>>()
    };
    let oversize = Err(WorkError::DigestOversize);
    assert_eq!(sized(49_149, 0), [Ok(49_149), Ok(0)]);
    assert_eq!(sized(49_150, 49_149), [oversize, Ok(49_149)]);
    assert_eq!(sized(49_140, 9), [Ok(49_140), Ok(9)]);
    assert_eq!(sized(49_140, 10), [Ok(49_140), oversize]);
    assert_eq!(sized(1 << 17, 1), [Ok(0), Ok(1)], "not readable: no octets");
}

#[test]
fn material_has_to_be_what_the_package_names() {
    let extrinsic = |change: fn(&mut Vec<Octets>)| {
        World::refused(move |world| change(&mut world.material.extrinsics[1]))
    };
    let blob = "item 1, extrinsic blob 0: not the one that the package names";
    assert_eq!(extrinsic(|blobs| blobs[0] = b"other"[..].into()), blob);
    assert_eq!(extrinsic(|blobs| blobs.clear()), blob);
    assert_eq!(extrinsic(|blobs| blobs.push(b""[..].into())), blob.replace("blob 0", "blob 1"));
    let wrong = |change: fn(&mut Import)| {
        World::refused(move |world| change(&mut world.material.imports[1][0]))
    };
    let import = "item 1, import 0: not the one that the package names";
    assert_eq!(wrong(|import| import.segment = vec![0; 4104].into()), import);
    assert_eq!(wrong(|import| import.segment = vec![4; 4103].into()), import);
    assert_eq!(wrong(|import| import.path[2].0[5] ^= 1), import);
    assert_eq!(wrong(|import| import.path.truncate(2)), import);
    assert_eq!(wrong(|import| import.path.extend([Hash([0; 32]); 70])), import);
    assert_eq!(World::refused(|world| world.material.imports[1].clear()), import);
    assert_eq!(
        World::refused(|world| world.package.items[1].import_segments[0].index ^= 1),
        import
    );
    let roots = |found| format!("expected the segment-roots of 1 packages, found {found}");
    assert_eq!(World::refused(|world| world.material.segment_roots.clear()), roots(0));
    let more = |world: &mut World| {
        world.material.segment_roots.insert(Hash([1; 32]), Hash([0; 32]));
    };
    assert_eq!(World::refused(more), roots(2));
    assert!(World::refused(|world| world.material.imports.push(vec![])).contains("imports of"));
    assert!(World::refused(|world| world.material.extrinsics.push(vec![])).contains("blobs of"));
}

#[test]
fn limits_are_those_of_the_paper() {
    let limit = |what: &str, limit: u64, found: u64| {
        format!("{what}: expected at most {limit}, found {found}")
    };
    let refused = |change: fn(&mut Params)| {
        World::refused(move |world| change(&mut world.rig.protocol.params))
    };
    assert_eq!(World::refused(|world| world.package.items.clear()), "expected an item, found none");
    assert_eq!(refused(|params| params.package_items = 1), limit("items", 1, 2));
    assert_eq!(refused(|params| params.package_exports = 1), limit("exports", 1, 2));
    assert_eq!(refused(|params| params.package_imports = 1), limit("imports", 1, 2));
    assert_eq!(refused(|params| params.package_extrinsics = 1), limit("extrinsic blobs", 1, 2));
    assert_eq!(refused(|params| params.report_dependencies = 0), limit("segment-roots", 0, 1));
    let size = 5 + 6 + 2 * (10 + 4104 + 12 * 32 + 9);
    let octets = move |params: &mut Params| params.bundle_size = size - 1;
    let refused_size = World::refused(|world| octets(&mut world.rig.protocol.params));
    assert_eq!(refused_size, limit("octets of the bundle", u64::from(size) - 1, u64::from(size)));
    assert_eq!(refused(|params| params.report_gas = 20), limit("gas of accumulation", 19, 20));
    assert_eq!(refused(|params| params.refine_gas = 2000), limit("gas of refinement", 1999, 2000));
    let mut world = world(&refiner());
    (world.rig.protocol.params.report_gas, world.rig.protocol.params.refine_gas) = (21, 2001);
    world.rig.protocol.params.bundle_size = size;
    assert!(world.report().is_ok());
    // W_F: a segment and twelve hashes.
    assert_eq!(import_footprint(&Params::full()), 4104 + 12 * 32);
}

#[test]
fn what_is_not_authorized_has_no_report() {
    let refused = World::refused(|world| world.package.auth_code_hash = Hash([0; 32]));
    assert_eq!(refused, "not authorized: BadCode");
    let refused = World::refused(|world| world.rig.protocol.params.authorization_gas = 2);
    assert_eq!(refused, "not authorized: OutOfGas");
}
