//! Frames: whole ones, halves, and what only claims to be one.
#![expect(clippy::unwrap_used, reason = "in a test it is an assertion")]

use jar_fuzz_proto::{Connection, FrameError, Limits};
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

const LIMITS: Limits = Limits { frame: 1 << 20, idle: None, transfer: Duration::from_millis(200) };

fn pair() -> (UnixStream, Connection) {
    let (peer, own) = UnixStream::pair().unwrap();
    (peer, Connection::new(own, LIMITS))
}

#[test]
fn frames_of_all_sizes_come_through() {
    let (own, peer) = UnixStream::pair().unwrap();
    let (mut own, mut peer) = (Connection::new(own, LIMITS), Connection::new(peer, LIMITS));
    let sizes = [0usize, 1, 3, 4, 5, 65_535, 65_536, 65_537, 1 << 20];
    let sender = std::thread::spawn(move || {
        for size in sizes {
            own.send(&vec![size as u8; size]).unwrap();
        }
    });
    for size in sizes {
        assert_eq!(peer.receive().unwrap(), Some(vec![size as u8; size]));
    }
    sender.join().unwrap();
    assert_eq!(peer.receive().unwrap(), None, "closed between frames");
}

#[test]
fn a_frame_may_come_octet_by_octet() {
    let (mut peer, mut own) = pair();
    let sender = std::thread::spawn(move || {
        for octet in [3, 0, 0, 0, 7, 8, 9] {
            peer.write_all(&[octet]).unwrap();
            std::thread::sleep(Duration::from_millis(2));
        }
    });
    assert_eq!(own.receive().unwrap(), Some(vec![7, 8, 9]));
    sender.join().unwrap();
}

#[test]
fn a_frame_of_4_gib_is_refused_before_it_comes() {
    for length in [u32::MAX, (1 << 20) + 1] {
        let (mut peer, mut own) = pair();
        peer.write_all(&length.to_le_bytes()).unwrap();
        let error = own.receive().unwrap_err();
        assert!(
            matches!(error, FrameError::TooLong { length: found, limit: 0x10_0000 } if found == length)
        );
    }
}

#[test]
fn half_a_frame_is_an_error() {
    for (octets, expected) in [(&[4u8, 0][..], 4), (&[4, 0, 0, 0], 8), (&[4, 0, 0, 0, 1, 2, 3], 8)]
    {
        let (mut peer, mut own) = pair();
        peer.write_all(octets).unwrap();
        drop(peer);
        let error = own.receive().unwrap_err();
        let count = octets.len();
        assert!(
            matches!(error, FrameError::Cut { received, expected: all } if (received, all) == (count, expected)),
            "{error}"
        );
    }
}

#[test]
fn who_stops_in_mid_frame_is_not_waited_for() {
    for octets in [&[4u8][..], &[4, 0, 0, 0, 1]] {
        let (mut peer, mut own) = pair();
        peer.write_all(octets).unwrap();
        let since = Instant::now();
        assert!(matches!(own.receive().unwrap_err(), FrameError::Stalled { .. }));
        assert!(since.elapsed() >= LIMITS.transfer);
    }
}

#[test]
fn who_sends_too_slowly_is_not_waited_for() {
    let (mut peer, mut own) = pair();
    let sender = std::thread::spawn(move || {
        let _ = peer.write_all(&100u32.to_le_bytes());
        // Each octet comes in time; the frame does not.
        while peer.write_all(&[1]).is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    assert!(matches!(own.receive().unwrap_err(), FrameError::Stalled { .. }));
    drop(own);
    sender.join().unwrap();
}

#[test]
fn who_does_not_read_is_not_waited_for() {
    let (peer, mut own) = pair();
    assert!(matches!(own.send(&vec![0; 16 << 20]).unwrap_err(), FrameError::Stalled { .. }));
    drop(peer);
}

#[test]
fn a_silent_peer_is_waited_for_as_long_as_is_said() {
    let (own, _peer) = UnixStream::pair().unwrap();
    let idle = Some(Duration::from_millis(50));
    let mut own = Connection::new(own, Limits { idle, ..LIMITS });
    assert!(matches!(own.receive().unwrap_err(), FrameError::Silent { .. }));
}
