//! Program blobs as octets.

/// The blob of a program without jump table (docs/machine.md, D11); one slice per instruction.
pub(crate) fn blob(instructions: &[&[u8]]) -> Vec<u8> {
    let code = instructions.concat();
    let mut starts = vec![false; code.len()];
    let mut at = 0;
    for instruction in instructions {
        starts[at] = true;
        at += instruction.len();
    }
    raw_blob(&code, &starts)
}

/// The blob of any code, at most 127 octets, with any bitmask.
pub(crate) fn raw_blob(code: &[u8], starts: &[bool]) -> Vec<u8> {
    let mut blob = vec![0, 0, u8::try_from(code.len()).unwrap()];
    assert!(code.len() < 128);
    blob.extend(code);
    for octet in starts.chunks(8) {
        blob.push(octet.iter().rev().fold(0, |bits, start| bits << 1 | u8::from(*start)));
    }
    blob
}
