//! Questions about work packages as calls of `jar-stf`.

use super::{Authorize, Authorized, Computed, Host, Refine, Refined, Report, Reported, Unreported};
use jar_crypto::blake2b_of;
use jar_stf::accounts::{Accounts, Octets};
use jar_stf::invocation::{RefineInput, Setup, is_authorized};
use jar_stf::package::{Import, Material, PackageError, compute_report};
use jar_stf::{Protocol, Rejection};
use jar_types::{Blob, WorkResult};

type Given<T> = Result<T, Rejection>;

/// What invocations need, for as long as the rules are there.
fn setup<'a>(host: &Host<'a>, protocol: &'a Protocol) -> Setup<'a> {
    let Host { machines, programs, .. } = *host;
    Setup { protocol, machines, programs, log: None, parallel: false }
}

/// Blobs of each item, to be shared.
fn shared(items: &[Vec<Blob>]) -> Vec<Vec<Octets>> {
    let share = |blobs: &Vec<Blob>| blobs.iter().map(|blob| blob.as_slice().into()).collect();
    items.iter().map(share).collect()
}

fn owned(blobs: &[Octets]) -> Vec<Blob> {
    blobs.iter().map(|blob| blob.to_vec()).collect()
}

pub(super) fn authorize(of: Authorize, host: &Host<'_>) -> Given<Authorized> {
    let protocol = Protocol::jam(host.params.clone());
    let accounts = Accounts::from_data(&of.accounts.0);
    let (result, gas) = is_authorized(&setup(host, &protocol), &accounts, &of.package, of.core);
    Ok(Authorized { result, gas })
}

pub(super) fn refine(of: Refine, host: &Host<'_>) -> Given<Refined> {
    let protocol = Protocol::jam(host.params.clone());
    let input = RefineInput {
        core: of.core,
        package: &of.package,
        package_hash: &blake2b_of(&of.package),
        item: usize::from(of.item),
        trace: &of.trace,
        imports: &shared(&of.imports),
        extrinsics: &shared(&of.extrinsics),
        exported: u64::from(of.exported),
    };
    let accounts = Accounts::from_data(&of.accounts.0);
    let given = jar_stf::invocation::refine(&setup(host, &protocol), &accounts, &input);
    Ok(Refined { result: given.result, exports: owned(&given.exports), gas: given.gas })
}

pub(super) fn report(of: Report, host: &Host<'_>) -> Given<Reported> {
    let protocol = Protocol::jam(host.params.clone());
    let accounts = Accounts::from_data(&of.accounts.0);
    let imports = of.imports.into_iter().map(|imports| {
        let import = imports.into_iter();
        import.map(|one| Import { segment: one.segment.into(), path: one.path }).collect()
    });
    let material = Material {
        extrinsics: shared(&of.extrinsics),
        imports: imports.collect(),
        segment_roots: of.roots,
    };
    let setup = setup(host, &protocol);
    Ok(match compute_report(&setup, &accounts, &of.package, of.core, &material) {
        Ok(given) => {
            let exports = owned(&given.exports);
            Reported::Report(Computed { report: given.report, exports })
        }
        Err(PackageError::Unauthorized(error)) => {
            Reported::Refused(Unreported::Unauthorized(WorkResult::Error(error)))
        }
        Err(PackageError::Limit { .. } | PackageError::Empty) => {
            Reported::Refused(Unreported::Limits)
        }
        Err(_) => Reported::Refused(Unreported::Data),
    })
}
