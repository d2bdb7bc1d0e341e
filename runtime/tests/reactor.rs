//! The reactor: levels, not edges; descriptors that are closed, reused or always ready; times;
//! wakeups.

use std::io::{Read, Write};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

use runtime::reactor::{Event, Interest, Reactor};

const SOON: Option<Duration> = Some(Duration::from_secs(5));
const NOW: Option<Duration> = Some(Duration::ZERO);

fn pair() -> (UnixStream, UnixStream) {
    let (left, right) = UnixStream::pair().unwrap();
    left.set_nonblocking(true).unwrap();
    right.set_nonblocking(true).unwrap();
    (left, right)
}

fn event(source: &impl AsRawFd, ready: Interest) -> Event {
    Event {
        descriptor: source.as_raw_fd(),
        ready,
    }
}

#[test]
fn a_ready_descriptor_is_reported_until_it_is_read() {
    let mut reactor = Reactor::new().unwrap();
    let (mut left, mut right) = pair();
    reactor
        .set_interest(left.as_raw_fd(), Interest::READABLE)
        .unwrap();
    assert_eq!(reactor.poll(NOW).unwrap(), []);
    right.write_all(b"ab").unwrap();
    for _ in 0..3 {
        assert_eq!(
            reactor.poll(SOON).unwrap(),
            [event(&left, Interest::READABLE)]
        );
    }
    // Half of it is left.
    left.read_exact(&mut [0]).unwrap();
    assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
    left.read_exact(&mut [0]).unwrap();
    assert_eq!(reactor.poll(NOW).unwrap(), []);
    right.write_all(b"c").unwrap();
    assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
}

#[test]
fn one_that_was_exhausted_is_reported_when_more_comes() {
    let mut reactor = Reactor::new().unwrap();
    let (mut left, mut right) = pair();
    let descriptor = left.as_raw_fd();
    reactor
        .set_interest(descriptor, Interest::READABLE)
        .unwrap();
    for _ in 0..3 {
        right.write_all(b"abc").unwrap();
        assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
        assert_eq!(left.read(&mut [0; 10]).unwrap(), 3);
        assert!(left.read(&mut [0; 10]).is_err());
        reactor.exhausted(descriptor, Interest::READABLE);
        assert_eq!(reactor.poll(NOW).unwrap(), []);
    }
    // What came between the two is not lost.
    right.write_all(b"x").unwrap();
    assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
    left.read_exact(&mut [0]).unwrap();
    right.write_all(b"y").unwrap();
    reactor.exhausted(descriptor, Interest::READABLE);
    assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
}

#[test]
fn an_end_is_reported_though_all_was_read() {
    let mut reactor = Reactor::new().unwrap();
    let (mut left, mut right) = pair();
    let descriptor = left.as_raw_fd();
    reactor
        .set_interest(descriptor, Interest::READABLE)
        .unwrap();
    // Data and end arrive together: there is no news of the end later.
    right.write_all(b"abc").unwrap();
    drop(right);
    assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
    assert_eq!(left.read(&mut [0; 10]).unwrap(), 3);
    reactor.exhausted(descriptor, Interest::READABLE);
    assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
    assert_eq!(left.read(&mut [0; 10]).unwrap(), 0);
}

#[test]
fn directions_are_told_apart() {
    let mut reactor = Reactor::new().unwrap();
    let (left, mut right) = pair();
    let descriptor = left.as_raw_fd();
    reactor.set_interest(descriptor, Interest::BOTH).unwrap();
    assert_eq!(
        reactor.poll(SOON).unwrap(),
        [event(&left, Interest::WRITABLE)]
    );
    right.write_all(b"x").unwrap();
    assert_eq!(reactor.poll(SOON).unwrap(), [event(&left, Interest::BOTH)]);
    assert!(reactor.remove_interest(descriptor, Interest::WRITABLE));
    assert!(!reactor.remove_interest(descriptor, Interest::WRITABLE));
    assert_eq!(
        reactor.poll(SOON).unwrap(),
        [event(&left, Interest::READABLE)]
    );
    assert!(reactor.remove_interest(descriptor, Interest::READABLE));
    assert_eq!(reactor.poll(NOW).unwrap(), []);
    reactor
        .add_interest(descriptor, Interest::WRITABLE)
        .unwrap();
    assert_eq!(reactor.interest(descriptor), Interest::WRITABLE);
    assert_eq!(
        reactor.poll(SOON).unwrap(),
        [event(&left, Interest::WRITABLE)]
    );
}

#[test]
fn interest_may_come_and_go() {
    let mut reactor = Reactor::new().unwrap();
    let (mut left, mut right) = pair();
    let descriptor = left.as_raw_fd();
    for round in 0..20 {
        reactor
            .set_interest(descriptor, Interest::READABLE)
            .unwrap();
        right.write_all(b"x").unwrap();
        assert_eq!(
            reactor.poll(SOON).unwrap(),
            [event(&left, Interest::READABLE)]
        );
        reactor.set_interest(descriptor, Interest::NONE).unwrap();
        if round % 3 == 0 {
            assert_eq!(reactor.poll(NOW).unwrap(), []);
        }
        left.read_exact(&mut [0]).unwrap();
        if round % 4 == 0 {
            // Something that arrives while nobody waits is seen by whoever comes next.
            right.write_all(b"y").unwrap();
            assert_eq!(reactor.poll(NOW).unwrap(), []);
            reactor
                .set_interest(descriptor, Interest::READABLE)
                .unwrap();
            assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
            left.read_exact(&mut [0]).unwrap();
            reactor.set_interest(descriptor, Interest::NONE).unwrap();
        }
    }
}

#[test]
fn hang_ups_and_errors_make_ready_for_everything() {
    let mut reactor = Reactor::new().unwrap();
    let (left, right) = pair();
    reactor
        .set_interest(left.as_raw_fd(), Interest::BOTH)
        .unwrap();
    drop(right);
    assert_eq!(reactor.poll(SOON).unwrap(), [event(&left, Interest::BOTH)]);

    let (reader, writer) = std::io::pipe().unwrap();
    reactor.forget(left.as_raw_fd());
    reactor
        .set_interest(writer.as_raw_fd(), Interest::WRITABLE)
        .unwrap();
    drop(reader);
    for _ in 0..2 {
        assert_eq!(
            reactor.poll(SOON).unwrap(),
            [event(&writer, Interest::WRITABLE)]
        );
    }
}

/// Closes `old`, and gives its number to the file of `new`.
fn take_number(new: UnixStream, old: UnixStream) -> OwnedFd {
    let mut number = OwnedFd::from(old);
    rustix::io::dup2(&new, &mut number).unwrap();
    number
}

#[test]
fn a_closed_descriptor_is_silent_and_its_number_may_be_used_again() {
    let mut reactor = Reactor::new().unwrap();
    for _ in 0..10 {
        let (left, mut right) = pair();
        let number = left.as_raw_fd();
        reactor.set_interest(number, Interest::READABLE).unwrap();
        right.write_all(b"x").unwrap();
        assert_eq!(reactor.poll(SOON).unwrap().len(), 1);
        let (again, mut other) = pair();
        let again = take_number(again, left);
        assert_eq!(reactor.poll(NOW).unwrap(), []);
        // Whoever takes the number gets events of its own file only.
        reactor.set_interest(number, Interest::READABLE).unwrap();
        assert_eq!(reactor.poll(NOW).unwrap(), []);
        other.write_all(b"x").unwrap();
        assert_eq!(
            reactor.poll(SOON).unwrap(),
            [event(&again, Interest::READABLE)]
        );
    }
}

#[test]
fn a_file_that_lives_on_elsewhere_is_not_mistaken_for_a_new_one() {
    let mut reactor = Reactor::new().unwrap();
    let (left, mut right) = pair();
    let number = left.as_raw_fd();
    reactor.set_interest(number, Interest::READABLE).unwrap();
    let elsewhere = left.try_clone().unwrap();
    let (again, mut other) = pair();
    let again = take_number(again, left);
    reactor.set_interest(number, Interest::READABLE).unwrap();
    right.write_all(b"x").unwrap();
    assert_eq!(reactor.poll(NOW).unwrap(), []);
    other.write_all(b"x").unwrap();
    assert_eq!(
        reactor.poll(SOON).unwrap(),
        [event(&again, Interest::READABLE)]
    );
    drop(elsewhere);
}

#[test]
fn what_cannot_be_waited_for_is_an_error() {
    let mut reactor = Reactor::new().unwrap();
    let file = tempfile();
    let errno = |outcome: std::io::Result<()>| outcome.unwrap_err().raw_os_error();
    for _ in 0..2 {
        assert_eq!(
            errno(reactor.set_interest(file, Interest::READABLE)),
            Some(libc::EPERM)
        );
    }
    assert_eq!(reactor.interest(file), Interest::NONE);
    for closed in [-1, 60_000] {
        assert_eq!(
            errno(reactor.set_interest(closed, Interest::BOTH)),
            Some(libc::EBADF)
        );
    }
    reactor.forget(60_000);
    reactor.forget(-1);
    reactor.set_interest(60_000, Interest::NONE).unwrap();
}

/// The number of a regular file, which stays open.
fn tempfile() -> RawFd {
    let file = std::fs::File::open("/proc/self/exe").unwrap();
    std::os::fd::IntoRawFd::into_raw_fd(file)
}

/// The shortest of some waits, so that a busy machine does not matter.
fn shortest(reactor: &mut Reactor, wait: Duration) -> Duration {
    (0..20)
        .map(|_| {
            let start = Instant::now();
            while start.elapsed() < wait {
                let left = wait.saturating_sub(start.elapsed());
                assert_eq!(reactor.poll(Some(left)).unwrap(), []);
            }
            start.elapsed()
        })
        .min()
        .unwrap()
}

#[test]
fn short_times_are_kept() {
    let mut reactor = Reactor::new().unwrap();
    for microseconds in [50, 300, 1300, 2000, 2700] {
        let wait = Duration::from_micros(microseconds);
        let waited = shortest(&mut reactor, wait);
        assert!(
            waited < wait + Duration::from_micros(400),
            "{wait:?} took {waited:?}"
        );
    }
}

#[test]
fn a_wait_is_one_wait() {
    let mut reactor = Reactor::new().unwrap();
    for micros in [500, 3000, 700, 2500, 1000] {
        let wait = Duration::from_micros(micros);
        let start = Instant::now();
        assert_eq!(reactor.poll(Some(wait)).unwrap(), []);
        assert!(start.elapsed() >= wait, "{wait:?}: {:?}", start.elapsed());
    }
    // An alarm that was overtaken by an event does not end a later wait.
    let (left, mut right) = pair();
    reactor
        .set_interest(left.as_raw_fd(), Interest::READABLE)
        .unwrap();
    right.write_all(b"x").unwrap();
    let wait = Duration::from_micros(5300);
    assert_eq!(reactor.poll(Some(wait)).unwrap().len(), 1);
    reactor
        .set_interest(left.as_raw_fd(), Interest::NONE)
        .unwrap();
    let wait = Duration::from_millis(30);
    let start = Instant::now();
    assert_eq!(reactor.poll(Some(wait)).unwrap(), []);
    assert!(start.elapsed() >= wait);
}

#[test]
fn other_threads_wake_it() {
    let mut reactor = Reactor::new().unwrap();
    let wakeup = reactor.wakeup();
    // Wakes before the wait count once.
    for _ in 0..100 {
        wakeup.wake().unwrap();
    }
    let start = Instant::now();
    assert_eq!(reactor.poll(SOON).unwrap(), []);
    assert!(start.elapsed() < Duration::from_secs(1));
    let start = Instant::now();
    let wait = Duration::from_millis(20);
    assert_eq!(reactor.poll(Some(wait)).unwrap(), []);
    assert!(start.elapsed() >= wait);
    for _ in 0..100 {
        let wakeup = wakeup.clone();
        let thread = thread::spawn(move || wakeup.wake().unwrap());
        let start = Instant::now();
        reactor.poll(SOON).unwrap();
        assert!(start.elapsed() < Duration::from_secs(4));
        thread.join().unwrap();
    }
}

#[test]
fn more_than_fit_into_one_poll_are_all_heard() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    const PAIRS: usize = 1500;
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    if limit.maximum.is_some_and(|most| most < 4000) {
        eprintln!("skipped: too few descriptors");
        return;
    }
    let mut reactor = Reactor::new().unwrap();
    let pairs: Vec<_> = (0..PAIRS).map(|_| pair()).collect();
    for (left, mut right) in pairs.iter().map(|(left, right)| (left, right)) {
        reactor
            .set_interest(left.as_raw_fd(), Interest::READABLE)
            .unwrap();
        right.write_all(b"x").unwrap();
    }
    let mut heard = std::collections::HashMap::<RawFd, usize>::new();
    for _ in 0..6 {
        for event in reactor.poll(SOON).unwrap() {
            *heard.entry(event.descriptor).or_default() += 1;
        }
    }
    assert_eq!(heard.len(), PAIRS);
    assert!(heard.values().all(|times| *times >= 3), "each has its turn");
}
