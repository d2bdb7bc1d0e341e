//! Name resolution on threads of its own, since it blocks for seconds where a server is silent:
//! jobs of other kinds must not wait behind it, nor it behind them.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use crate::workers::{Refused, Settings, Workers};

/// Finds the addresses of names.
#[derive(Debug)]
pub struct Resolver {
    workers: Workers,
}

impl Default for Resolver {
    fn default() -> Resolver {
        Resolver {
            workers: Workers::new(Settings {
                name: "resolver".to_owned(),
                most_threads: 16,
                stack_bytes: 512 << 10,
                ..Settings::default()
            }),
        }
    }
}

impl Resolver {
    /// Finds the addresses of a host, as for a stream to that port, and hands them to `then` on
    /// the resolver's thread. An address is its own name, and is found at once.
    pub fn find<Then>(&self, host: &str, port: u16, then: Then) -> Result<(), Refused>
    where
        Then: FnOnce(io::Result<Vec<SocketAddr>>) + Send + 'static,
    {
        let host = host.to_owned();
        self.run(move || {
            then(
                (host.as_str(), port)
                    .to_socket_addrs()
                    .map(Iterator::collect),
            )
        })
    }

    /// Runs another kind of lookup on the resolver's threads.
    pub fn run(&self, lookup: impl FnOnce() + Send + 'static) -> Result<(), Refused> {
        self.workers.run(lookup)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn find(host: &str) -> io::Result<Vec<SocketAddr>> {
        let (tell, hear) = mpsc::channel();
        Resolver::default()
            .find(host, 80, move |found| tell.send(found).unwrap())
            .unwrap();
        hear.recv().unwrap()
    }

    #[test]
    fn addresses_and_names_are_found() {
        assert_eq!(
            find("127.0.0.1").unwrap(),
            ["127.0.0.1:80".parse().unwrap()]
        );
        assert_eq!(find("::1").unwrap(), ["[::1]:80".parse().unwrap()]);
        let found = find("localhost").unwrap();
        assert!(found.iter().all(|address| address.ip().is_loopback()));
        assert!(!found.is_empty());
    }

    #[test]
    fn what_is_no_name_is_an_error() {
        assert!(find("no such name\0").is_err());
        assert!(find("-.invalid").is_err());
    }

    #[test]
    fn a_slow_lookup_holds_nobody_up() {
        let resolver = Resolver::default();
        let (release, gate) = mpsc::channel::<()>();
        let slow = move || assert!(gate.recv().is_err());
        resolver.run(slow).unwrap();
        let (tell, hear) = mpsc::channel();
        resolver
            .find("127.0.0.1", 1, move |found| tell.send(found).unwrap())
            .unwrap();
        assert_eq!(hear.recv().unwrap().unwrap().len(), 1);
        drop(release);
    }
}
