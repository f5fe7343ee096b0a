//! Signatures as the specification has them: through its entry point, and from there what it is bound to.

use jar_lean_oracle::Oracle;
use jar_types::{
    BandersnatchPublic, Ed25519Public, Ed25519Signature, Hash, RingCommitment, RingVrfSignature,
    VrfSignature,
};
use jar_vectors::Scheme;

use super::{answer, length};

pub(crate) struct Specification<'a>(pub(crate) &'a Oracle);

fn blob(octets: &[u8]) -> Vec<u8> {
    [&length(octets), octets].concat()
}

impl Specification<'_> {
    fn ask(&self, function: u8, arguments: &[&[u8]]) -> Vec<u8> {
        answer(self.0, &[&[function], arguments.concat().as_slice()].concat())
    }

    /// 1 and octets, or 0.
    fn found<const N: usize>(&self, function: u8, arguments: &[&[u8]]) -> Result<[u8; N], String> {
        match self.ask(function, arguments).split_first() {
            Some((1, octets)) => octets.try_into().map_err(|_| format!("expected {N} octets")),
            Some((0, [])) => Err("expected an answer, found that there is none".to_owned()),
            _ => Err("expected an answer, found that the question is malformed".to_owned()),
        }
    }

    /// The output of verification, which the function that asks a signature alone must give too.
    fn same_output(&self, verified: [u8; 32], of: u8, signature: &[u8]) -> Result<Hash, String> {
        if verified != self.found(of, &[signature])? {
            return Err("the output is not that of verification".to_owned());
        }
        Ok(Hash(verified))
    }
}

impl Scheme for Specification<'_> {
    fn ed25519(&self, key: &Ed25519Public, message: &[u8], signature: &Ed25519Signature) -> bool {
        self.ask(48, &[&key.0, &signature.0, &blob(message)]) == [1]
    }

    fn vrf(
        &self,
        key: &BandersnatchPublic,
        context: &[u8],
        message: &[u8],
        signature: &VrfSignature,
    ) -> Result<Hash, String> {
        let verified = self.found(49, &[&key.0, &signature.0, &blob(context), &blob(message)])?;
        self.same_output(verified, 50, &signature.0)
    }

    fn commitment(&self, keys: &[BandersnatchPublic]) -> Result<RingCommitment, String> {
        let octets: Vec<u8> = keys.iter().flat_map(|key| key.0).collect();
        let count = u32::try_from(keys.len()).unwrap_or(u32::MAX).to_le_bytes();
        self.found(51, &[&count, &octets]).map(RingCommitment)
    }

    fn ring(
        &self,
        size: usize,
        commitment: &RingCommitment,
        context: &[u8],
        message: &[u8],
        signature: &RingVrfSignature,
    ) -> Result<Hash, String> {
        let size = u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes();
        let rest = [blob(context), blob(message)].concat();
        let verified = self.found(52, &[&size, &commitment.0, &signature.0, &rest])?;
        self.same_output(verified, 53, &signature.0)
    }
}
