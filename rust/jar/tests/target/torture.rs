//! Peers that break the protocol lose their connection, and nothing else happens.

use crate::process::{Target, World, info};
use crate::{entries, prepared};
use jar_codec::encode;
use jar_fuzz_proto::{Initialize, KeyValue, Message, PeerInfo, Text};
use jar_types::{Hash, StateKey};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

fn frame(message: &[u8]) -> Vec<u8> {
    [&(message.len() as u32).to_le_bytes()[..], message].concat()
}

fn framed(message: &Message) -> Vec<u8> {
    frame(&encode(message))
}

/// Sends octets, and says whether the target has closed the connection after so many answers.
fn closes(target: &Target, octets: &[u8], answers: usize) -> bool {
    let mut stream = UnixStream::connect(&target.socket).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // The target may close before all is written.
    let _ = stream.write_all(octets);
    let mut received = Vec::new();
    if stream.read_to_end(&mut received).is_err_and(|error| {
        // Closed with octets unread.
        error.kind() != std::io::ErrorKind::ConnectionReset
    }) {
        return false;
    }
    let mut rest = &received[..];
    for _ in 0..answers {
        let length = u32::from_le_bytes(rest[..4].try_into().unwrap()) as usize;
        rest = &rest[4 + length..];
    }
    rest.is_empty()
}

#[test]
fn what_is_no_request_ends_the_connection() {
    let (target, client, world, head) = prepared("interpreter");
    drop(client);
    let hello = framed(&Message::PeerInfo(info()));
    let with_hello = |rest: &[u8]| [&hello, rest].concat();
    let before_hello: [Message; 6] = [
        Message::Initialize(Box::new(world.initialize())),
        Message::StateRoot(Hash::default()),
        Message::ImportBlock(vec![1, 2, 3]),
        Message::GetState(head),
        Message::State(Vec::new()),
        Message::Error(Text::from("no")),
    ];
    for message in &before_hello {
        assert!(closes(&target, &framed(message), 0), "{} first", message.kind());
    }
    let other = PeerInfo { fuzz_version: 2, ..info() };
    assert!(closes(&target, &framed(&Message::PeerInfo(other)), 0));
    let never: [Message; 4] = [
        Message::PeerInfo(info()),
        Message::StateRoot(Hash::default()),
        Message::State(Vec::new()),
        Message::Error(Text::from("no")),
    ];
    for message in &never {
        assert!(closes(&target, &with_hello(&framed(message)), 1), "{}", message.kind());
    }
    let malformed: [&[u8]; 6] =
        [&[], &[6], &[254, 0], &[4, 1, 2, 3], &[1; 90], &[&[4u8; 33][..], &[0]].concat()];
    for message in malformed {
        assert!(closes(&target, &with_hello(&frame(message)), 1), "{message:?}");
    }
    for octets in [&[0xff; 4][..], &[0xff; 64], &(257u32 << 20).to_le_bytes()] {
        assert!(closes(&target, &with_hello(octets), 1), "too long");
    }
    // The peer stays, but sends no more: a second later it is dropped.
    for octets in [&[9u8][..], &[9, 0, 0, 0, 4, 4]] {
        assert!(closes(&target, &with_hello(octets), 1), "half a frame");
    }
    let (mut client, _) = target.connect();
    assert_eq!(client.get_state(head).unwrap(), entries(&world, &head));
}

#[test]
fn who_hangs_up_in_mid_frame_is_forgotten() {
    let (target, client, world, head) = prepared("interpreter");
    drop(client);
    let hello = framed(&Message::PeerInfo(info()));
    let start = framed(&Message::Initialize(Box::new(world.initialize())));
    for length in [1, 3, 4, 5, 100, start.len() - 1] {
        let mut stream = UnixStream::connect(&target.socket).unwrap();
        stream.write_all(&[&hello, &start[..length]].concat()).unwrap();
    }
    let (mut client, _) = target.connect();
    assert_eq!(client.get_state(head).unwrap(), entries(&world, &head));
}

#[test]
fn a_state_of_impossible_shape_is_refused() {
    let (target, client, world, head) = prepared("interpreter");
    drop(client);
    let hello = framed(&Message::PeerInfo(info()));
    let damages: [fn(&mut Initialize); 7] = [
        |start| start.keyvals.clear(),
        |start| drop(start.keyvals.remove(4)),
        |start| start.keyvals.push(start.keyvals[0].clone()),
        |start| start.keyvals[2].value.push(0),
        |start| start.keyvals[6].value.truncate(336),
        |start| {
            let key = StateKey([1; 31]);
            start.keyvals.push(KeyValue { key, value: vec![1] });
        },
        |start| {
            let key = StateKey::component(17);
            start.keyvals.push(KeyValue { key, value: vec![1] });
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let mut start = world.initialize();
        damage(&mut start);
        let message = framed(&Message::Initialize(Box::new(start)));
        assert!(closes(&target, &[&hello[..], &message].concat(), 1), "damage {number}");
    }
    let (mut client, _) = target.connect();
    assert_eq!(client.get_state(head).unwrap(), entries(&world, &head));
}

#[test]
fn nothing_is_asked_before_there_is_a_state() {
    let target = Target::start(&[]);
    let hello = framed(&Message::PeerInfo(info()));
    let asked: [Message; 2] =
        [Message::ImportBlock(vec![0; 40]), Message::GetState(Hash::default())];
    for message in &asked {
        assert!(closes(&target, &[&hello[..], &framed(message)].concat(), 1));
    }
    let world = World::new();
    let (mut client, _) = target.connect();
    assert_eq!(client.initialize(world.initialize()).unwrap(), world.root(&world.start));
}
