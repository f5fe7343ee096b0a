//! The octets of messages.
#![expect(clippy::unwrap_used, reason = "in a test it is an assertion")]

use jar_codec::sample::{Sample, Source};
use jar_codec::{decode, encode};
use jar_fuzz_proto::{
    AncestryItem, Features, Initialize, KeyValue, Message, PeerInfo, Text, Version,
};
use jar_types::{Hash, Header, Params, StateKey};
use proptest::prelude::*;

fn octets(text: &str) -> Vec<u8> {
    let digits = |index| u8::from_str_radix(&text[index..index + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digits).collect()
}

#[test]
fn the_examples_of_the_protocol() {
    let info = Message::<Vec<u8>>::PeerInfo(PeerInfo {
        fuzz_version: 1,
        features: Features::FORKS,
        jam_version: Version { major: 0, minor: 7, patch: 0 },
        app_version: Version { major: 0, minor: 1, patch: 25 },
        app_name: Text::from("fuzzer"),
    });
    assert_eq!(encode(&info), octets("0001020000000007000001190666757a7a6572"));
    let root = "4559342d3a32a8cbc3c46399a80753abff8bf785aa9d6f623e0de045ba6701fe";
    let hash = Hash(octets(root).try_into().unwrap());
    assert_eq!(encode(&Message::<Vec<u8>>::StateRoot(hash)), octets(&format!("02{root}")));
    let text = "Chain error: block execution failure: preimages error: preimage not required";
    let error = encode(&Message::<Vec<u8>>::Error(Text::from(text)));
    assert_eq!(error[..2], [0xff, 0x4c]);
    assert_eq!(error[2..], *text.as_bytes());
}

/// A message of each kind.
fn messages(seed: u64) -> Vec<Message> {
    let source = &mut Source::new(seed, 3);
    let params = Params::tiny();
    let hash = Hash::sample(source, &params);
    let entry = |octet: u8| KeyValue { key: StateKey([octet; 31]), value: vec![octet; 5] };
    vec![
        Message::PeerInfo(PeerInfo {
            fuzz_version: 1,
            features: Features::ANCESTRY.or(Features::FORKS),
            jam_version: Version { major: 0, minor: 7, patch: 2 },
            app_version: Version { major: 1, minor: 2, patch: 3 },
            app_name: Text(vec![0xff, b'a']),
        }),
        Message::Initialize(Box::new(Initialize {
            header: Header::sample(source, &params),
            keyvals: vec![entry(1), entry(0), entry(1)],
            ancestry: vec![AncestryItem { slot: 7, header_hash: hash }; 24],
        })),
        Message::StateRoot(hash),
        Message::ImportBlock(hash.0.to_vec()),
        Message::GetState(hash),
        Message::State(vec![entry(9)]),
        Message::Error(Text::from("no")),
    ]
}

proptest! {
    #[test]
    fn messages_come_back(seed: u64) {
        for message in messages(seed) {
            let octets = encode(&message);
            prop_assert_eq!(octets[0], message.kind() as u8);
            prop_assert_eq!(decode::<Message, _>(&octets, &Params::tiny()), Ok(message));
        }
    }

    #[test]
    fn any_octets_are_a_message_or_an_error(octets: Vec<u8>, tag in 0u8..6) {
        let octets = [&[tag][..], &octets].concat();
        if let Ok(message) = decode::<Message, _>(&octets, &Params::tiny()) {
            prop_assert_eq!(encode(&message), octets);
        }
    }
}

#[test]
fn cut_messages_are_errors() {
    for message in messages(1) {
        let octets = encode(&message);
        for length in 0..octets.len() {
            // A block may be cut: whether it is one is asked when it is imported.
            let cut = decode::<Message, _>(&octets[..length], &Params::tiny());
            assert_eq!(cut.is_ok(), length > 0 && matches!(message, Message::ImportBlock(_)));
        }
    }
    for tag in 6..255 {
        let error = decode::<Message, _>(&[tag], &Params::tiny()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("offset 0: expected the tag 0 to 5 or 255, found {tag}")
        );
    }
}
