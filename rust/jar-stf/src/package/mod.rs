//! Work packages and work reports (Gray Paper 0.7.2, section 14): Ξ, the report on a package, from the package and what it refers to.
//!
//! Leaves out how imports and extrinsic blobs are found (15 to 17).

use std::collections::{BTreeMap, BTreeSet};

use jar_codec::{Encode, encode};
use jar_crypto::{blake2b, blake2b_of};
use jar_erasure::{Code, ErasureError, erasure_root, segments_root};
use jar_merkle::{Hashing, verify_item};
use jar_types::{
    CoreIndex, Gas, Hash, PackageSpec, Params, RefineLoad, WorkDigest, WorkError, WorkItem,
    WorkPackage, WorkReport, WorkResult,
};

use crate::accounts::{Accounts, Octets};
use crate::invocation::{RefineInput, Refined, Setup, is_authorized, refine};

/// An imported segment.
#[derive(Clone, Debug)]
pub struct Import {
    /// The segment.
    pub segment: Octets,
    /// J₀: the path from the segment-root to it, from top to bottom.
    pub path: Vec<Hash>,
}

/// What a package refers to.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// X: for each item, the blobs that come with it.
    pub extrinsics: Vec<Vec<Octets>>,
    /// S and J: for each item, the segments that it imports.
    pub imports: Vec<Vec<Import>>,
    /// **l**: the segment-roots of packages from which is imported by their hashes.
    pub segment_roots: BTreeMap<Hash, Hash>,
}

/// Ξ's result: a report, and what the data lake has to hold for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The report.
    pub report: WorkReport,
    /// **b**: what auditors get.
    pub bundle: Vec<u8>,
    /// The exported segments of all items.
    pub exports: Vec<Octets>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// A number of the package is above its limit (14.2 to 14.6).
    #[error("{what}: expected at most {limit}, found {found}")]
    Limit {
        /// What is counted.
        what: &'static str,
        /// The greatest that is allowed.
        limit: u64,
        /// What the package has.
        found: u64,
    },
    /// There is no item.
    #[error("expected an item, found none")]
    Empty,
    /// What is given for an item is not what it names.
    #[error("item {item}, {what} {index}: not the one that the package names")]
    Material {
        /// The item.
        item: usize,
        /// An extrinsic blob, an import or a segment-root.
        what: &'static str,
        /// Which one of the item.
        index: usize,
    },
    /// Segment-roots that no item needs.
    #[error("expected the segment-roots of {expected} packages, found {found}")]
    SegmentRoots {
        /// Packages that items name.
        expected: usize,
        /// Packages given.
        found: usize,
    },
    /// The authorizer does not let it.
    #[error("not authorized: {0:?}")]
    Unauthorized(WorkError),
    /// The erasure code refuses.
    #[error(transparent)]
    Erasure(#[from] ErasureError),
}

fn at_most(what: &'static str, found: u64, limit: u64) -> Result<(), PackageError> {
    if found <= limit { Ok(()) } else { Err(PackageError::Limit { what, limit, found }) }
}

/// Adds up something of all items.
fn sum(package: &WorkPackage, of: impl Fn(&WorkItem) -> u64) -> u64 {
    package.items.iter().map(of).fold(0, u64::saturating_add)
}

/// Octets of the extrinsic blobs of an item.
fn extrinsic_size(item: &WorkItem) -> u64 {
    item.extrinsic.iter().map(|spec| u64::from(spec.len)).fold(0, u64::saturating_add)
}

/// W_F: octets that an import takes in a bundle, at most (14.7).
fn import_footprint(params: &Params) -> u64 {
    let path = u64::from(
        u32::BITS.saturating_sub(params.package_imports.saturating_sub(1).leading_zeros()),
    );
    (params.segment_size() as u64).saturating_add(path.saturating_mul(Hash::SIZE as u64))
}

/// The limits of a package: items, exports, imports, extrinsic blobs, octets, gas (14.2, 14.4 to 14.8).
///
/// # Errors
/// The first limit that the package exceeds.
pub fn check_limits(params: &Params, package: &WorkPackage) -> Result<(), PackageError> {
    if package.items.is_empty() {
        return Err(PackageError::Empty);
    }
    at_most("items", package.items.len() as u64, u64::from(params.package_items))?;
    let exports = sum(package, |item| u64::from(item.export_count));
    at_most("exports", exports, u64::from(params.package_exports))?;
    let imports = sum(package, |item| item.import_segments.len() as u64);
    at_most("imports", imports, u64::from(params.package_imports))?;
    let extrinsics = sum(package, |item| item.extrinsic.len() as u64);
    at_most("extrinsic blobs", extrinsics, u64::from(params.package_extrinsics))?;
    let footprint = import_footprint(params);
    let size = sum(package, |item| {
        (item.payload.len() as u64)
            .saturating_add((item.import_segments.len() as u64).saturating_mul(footprint))
            .saturating_add(extrinsic_size(item))
    });
    let size = size
        .saturating_add(package.authorization.len() as u64)
        .saturating_add(package.authorizer_config.len() as u64);
    at_most("octets of the bundle", size, u64::from(params.bundle_size))?;
    // The paper wants less than G_A and G_R.
    let accumulate = sum(package, |item| item.accumulate_gas_limit);
    at_most("gas of accumulation", accumulate, params.report_gas.saturating_sub(1))?;
    let refine = sum(package, |item| item.refine_gas_limit);
    at_most("gas of refinement", refine, params.refine_gas.saturating_sub(1))?;
    let named = named_packages(package).len() as u64;
    at_most("segment-roots", named, u64::from(params.report_dependencies))
}

/// The packages from which is imported by their hashes.
fn named_packages(package: &WorkPackage) -> BTreeSet<&Hash> {
    let imports = package.items.iter().flat_map(|item| &item.import_segments);
    imports.filter(|import| import.is_package()).map(|import| &import.tree_root).collect()
}

/// Whether the material is what the package names: hashes and lengths of extrinsic blobs, paths of imports from L(r), segment-roots for
/// exactly the packages that are imported from.
fn check_material(
    params: &Params,
    package: &WorkPackage,
    material: &Material,
) -> Result<(), PackageError> {
    let named = named_packages(package);
    if !named.iter().copied().eq(material.segment_roots.keys()) {
        let (expected, found) = (named.len(), material.segment_roots.len());
        return Err(PackageError::SegmentRoots { expected, found });
    }
    for (index, item) in package.items.iter().enumerate() {
        let none = Vec::new();
        check_extrinsics(index, item, material.extrinsics.get(index).unwrap_or(&none))?;
        let imports = material.imports.get(index).map(Vec::as_slice).unwrap_or_default();
        check_imports(params, (index, item), imports, &material.segment_roots)?;
    }
    let items = package.items.len();
    let wrong = |what| PackageError::Material { item: items, what, index: 0 };
    if material.extrinsics.len() != items {
        return Err(wrong("extrinsic blobs of"));
    }
    if material.imports.len() == items { Ok(()) } else { Err(wrong("imports of")) }
}

fn check_extrinsics(index: usize, item: &WorkItem, blobs: &[Octets]) -> Result<(), PackageError> {
    let is_named = |place: usize| {
        item.extrinsic.get(place).zip(blobs.get(place)).is_some_and(|(spec, blob)| {
            spec.len as usize == blob.len() && spec.hash == blake2b(blob)
        })
    };
    let count = item.extrinsic.len().max(blobs.len());
    let wrong = (0..count).find(|place| !is_named(*place));
    wrong.map_or(Ok(()), |place| {
        Err(PackageError::Material { item: index, what: "extrinsic blob", index: place })
    })
}

fn check_imports(
    params: &Params,
    (index, item): (usize, &WorkItem),
    imports: &[Import],
    roots: &BTreeMap<Hash, Hash>,
) -> Result<(), PackageError> {
    let is_named = |place: usize| {
        let (spec, import) = item.import_segments.get(place).zip(imports.get(place))?;
        // L: segment-roots stand for themselves.
        let root = if spec.is_package() { roots.get(&spec.tree_root)? } else { &spec.tree_root };
        // A tree of this depth; how many segments it has is not known here, and the zero leaves behind them are no segments.
        let count = 1usize.checked_shl(u32::try_from(import.path.len()).ok()?)?;
        let place = (count, usize::from(spec.segment()));
        (import.segment.len() == params.segment_size()).then_some(())?;
        verify_item(Hashing::Blake2b, root, place, &import.segment, &import.path).ok()
    };
    let count = item.import_segments.len().max(imports.len());
    let wrong = (0..count).find(|place| is_named(*place).is_none());
    wrong.map_or(Ok(()), |place| {
        Err(PackageError::Material { item: index, what: "import", index: place })
    })
}

/// p_a: the authorizer of a package (14.9).
#[must_use]
pub fn authorizer(package: &WorkPackage) -> Hash {
    blake2b(&[&package.auth_code_hash.0[..], &package.authorizer_config].concat())
}

/// C: the digest of an item (14.8).
fn digest(item: &WorkItem, result: WorkResult, gas_used: Gas) -> WorkDigest {
    WorkDigest {
        service_id: item.service,
        code_hash: item.code_hash,
        payload_hash: blake2b(&item.payload),
        accumulate_gas: item.accumulate_gas_limit,
        result,
        refine_load: RefineLoad {
            gas_used,
            imports: item.import_segments.len() as u16,
            extrinsic_count: item.extrinsic.len() as u16,
            extrinsic_size: u32::try_from(extrinsic_size(item)).unwrap_or(u32::MAX),
            exports: item.export_count,
        },
    }
}

/// I: what a report says of the refinement of an item, and the segments that it counts for, of which there are always as many as the
/// item announced.
fn judged(
    params: &Params,
    item: &WorkItem,
    refined: Refined,
    before: usize,
) -> (WorkResult, Vec<Octets>) {
    let Refined { result, exports, .. } = refined;
    let length = match &result {
        WorkResult::Ok(octets) => octets.len(),
        WorkResult::Error(_) => 0,
    };
    let announced = usize::from(item.export_count);
    let result = if length.saturating_add(before) > params.report_size as usize
        || result == WorkResult::Error(WorkError::DigestOversize)
    {
        WorkResult::Error(WorkError::DigestOversize)
    } else if exports.len() != announced {
        WorkResult::Error(WorkError::BadExports)
    } else {
        result
    };
    match result {
        WorkResult::Ok(_) => (result, exports),
        WorkResult::Error(_) => {
            let zero = Octets::from(vec![0; params.segment_size()]);
            (result, vec![zero; announced])
        }
    }
}

/// The bundle (14.15): package, extrinsic blobs, imported segments, their paths.
fn bundle(package: &WorkPackage, material: &Material) -> Vec<u8> {
    let mut octets = encode(package);
    material.extrinsics.iter().flatten().for_each(|blob| octets.extend_from_slice(blob));
    let imports = || material.imports.iter().flatten();
    imports().for_each(|import| octets.extend_from_slice(&import.segment));
    imports().for_each(|import| import.path.encode(&mut octets));
    octets
}

/// A: what makes a package and its exports available (14.17).
///
/// # Errors
/// The parameters have no erasure code, or segments the wrong size.
pub fn availability(
    params: &Params,
    hash: Hash,
    bundle: &[u8],
    exports: &[Octets],
) -> Result<PackageSpec, PackageError> {
    let mut code = Code::new(params)?;
    Ok(PackageSpec {
        hash,
        length: u32::try_from(bundle.len()).unwrap_or(u32::MAX),
        erasure_root: erasure_root(&mut code, bundle, exports)?,
        exports_root: segments_root(exports)?,
        exports_count: u16::try_from(exports.len()).unwrap_or(u16::MAX),
    })
}

/// Ξ: the report on a package for a core (14.11).
///
/// # Errors
/// The package exceeds a limit, the material is not its own, or it is not authorized.
pub fn compute_report(
    setup: &Setup<'_>,
    accounts: &Accounts,
    package: &WorkPackage,
    core: CoreIndex,
    material: &Material,
) -> Result<Computed, PackageError> {
    let params = &setup.protocol.params;
    check_limits(params, package)?;
    check_material(params, package, material)?;
    let (trace, auth_gas_used) = is_authorized(setup, accounts, package, core);
    let trace = match trace {
        WorkResult::Ok(trace) => trace,
        WorkResult::Error(error) => return Err(PackageError::Unauthorized(error)),
    };
    let package_hash = blake2b_of(package);
    let imports: Vec<Vec<Octets>> = material
        .imports
        .iter()
        .map(|imports| imports.iter().map(|import| Octets::clone(&import.segment)).collect())
        .collect();
    let (mut results, mut exports) = (Vec::new(), Vec::new());
    // z: octets of the trace and of the results before.
    let mut size = trace.len();
    for (index, item) in package.items.iter().enumerate() {
        let refined = refine(
            setup,
            accounts,
            &RefineInput {
                core,
                package,
                package_hash: &package_hash,
                item: index,
                trace: &trace,
                imports: &imports,
                extrinsics: &material.extrinsics,
                exported: exports.len() as u64,
            },
        );
        let gas = refined.gas;
        let (result, segments) = judged(params, item, refined, size);
        if let WorkResult::Ok(octets) = &result {
            size = size.saturating_add(octets.len());
        }
        results.push(digest(item, result, gas));
        exports.extend(segments);
    }
    let bundle = bundle(package, material);
    let report = WorkReport {
        package_spec: availability(params, package_hash, &bundle, &exports)?,
        context: package.context.clone(),
        core_index: core,
        authorizer_hash: authorizer(package),
        auth_gas_used,
        auth_output: trace,
        segment_root_lookup: material.segment_roots.clone(),
        results,
    };
    Ok(Computed { report, bundle, exports })
}

#[cfg(test)]
mod tests;
