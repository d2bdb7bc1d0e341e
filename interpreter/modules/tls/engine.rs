//! One connection without input and output: records go in, records and plain bytes come out.

use std::io::{Read, Write};
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::server::{Accepted, Acceptor};
use rustls::{ClientConfig, ClientConnection, Connection, Error, ProtocolVersion, ServerConfig};

use super::errors::Failure;
use super::peer;
use super::reasons;
use super::trust::Trusted;

/// Most plain bytes of a record.
pub(super) const RECORD: usize = 16384;

/// Bytes in front of a record: its kind, version and length.
const HEADER: usize = 5;

/// Most bytes of an encrypted record.
const ENCRYPTED_RECORD: usize = RECORD + 2048;

enum Link {
    /// A client that has not said anything yet.
    Silent,
    /// A server that waits for the client's greeting.
    Waiting(Acceptor),
    /// The greeting is there; how to answer is to be decided.
    Greeted(Accepted),
    Live(Connection),
    /// Broken: whether the other end said so.
    Broken {
        by_peer: bool,
    },
}

/// What a handshake needs to go on.
pub(super) enum Step {
    Done,
    Input,
    /// A decision on the client's greeting.
    Decision,
}

/// What a client says first.
pub(super) struct Greeting {
    pub host: Option<String>,
    pub protocols: Option<Vec<Vec<u8>>>,
    pub suites: Vec<rustls::CipherSuite>,
}

/// A connection.
pub(super) struct Engine {
    link: Link,
    record: Vec<u8>,
    has_records: bool,
    is_server: bool,
    /// Bytes for the other end.
    pub output: Vec<u8>,
    /// How much of what the caller writes is encrypted already.
    pub written: usize,
    pub pending: usize,
    /// The host that a certificate has to name.
    pub host: Option<String>,
    /// The chain of the other end up to what is trusted.
    pub chain: Option<Vec<Vec<u8>>>,
    /// Trusted certificates that were taken from folders.
    pub found: Vec<Arc<Trusted>>,
    pub has_sent_close: bool,
    pub has_received_close: bool,
}

impl Engine {
    /// A connection that has not begun.
    pub fn new(is_server: bool, host: Option<String>) -> Engine {
        Engine {
            link: match is_server {
                true => Link::Waiting(Acceptor::default()),
                false => Link::Silent,
            },
            record: Vec::new(),
            has_records: false,
            is_server,
            output: Vec::new(),
            written: 0,
            pending: 0,
            host,
            chain: None,
            found: Vec::new(),
            has_sent_close: false,
            has_received_close: false,
        }
    }

    /// Whether a client has still to begin.
    pub fn is_silent(&self) -> bool {
        matches!(self.link, Link::Silent)
    }

    /// Begins as a client.
    pub fn greet(
        &mut self,
        config: Arc<ClientConfig>,
        name: ServerName<'static>,
    ) -> Result<(), Failure> {
        match ClientConnection::new(config, name) {
            Ok(connection) => {
                self.link = Link::Live(connection.into());
                self.collect();
                Ok(())
            }
            Err(error) => Err(self.broken(&error)),
        }
    }

    /// The client's greeting, while it waits for a decision.
    pub fn greeting(&self) -> Option<Greeting> {
        let Link::Greeted(accepted) = &self.link else {
            return None;
        };
        let hello = accepted.client_hello();
        Some(Greeting {
            host: hello.server_name().map(str::to_owned),
            protocols: hello.alpn().map(|it| it.map(<[u8]>::to_vec).collect()),
            suites: hello.cipher_suites().to_vec(),
        })
    }

    /// Answers the client's greeting.
    pub fn answer(&mut self, config: Arc<ServerConfig>) -> Result<(), Failure> {
        let link = std::mem::replace(&mut self.link, Link::Broken { by_peer: false });
        let Link::Greeted(accepted) = link else {
            self.link = link;
            return Ok(());
        };
        match accepted.into_connection(config) {
            Ok(connection) => {
                self.link = Link::Live(connection.into());
                self.collect();
                Ok(())
            }
            Err((error, mut alert)) => {
                let _ = alert.write_all(&mut self.output);
                Err(reasons::failure_of(&error, self.is_server))
            }
        }
    }

    /// Ends with an alert, by its number.
    pub fn refuse(&mut self, alert: u8) {
        self.output.extend_from_slice(&[21, 3, 3, 0, 2, 2, alert]);
        self.link = Link::Broken { by_peer: false };
    }

    /// The connection, once both ends have spoken.
    pub fn live(&self) -> Option<&Connection> {
        match &self.link {
            Link::Live(connection) => Some(connection),
            _ => None,
        }
    }

    /// Whether the handshake is over.
    pub fn is_ready(&self) -> bool {
        self.live().is_some_and(|it| !it.is_handshaking())
    }

    /// What the handshake waits for.
    pub fn step(&self) -> Result<Step, Failure> {
        match &self.link {
            Link::Live(connection) if !connection.is_handshaking() => Ok(Step::Done),
            Link::Greeted(_) => Ok(Step::Decision),
            Link::Broken { by_peer: true } => Err(Failure::Closed),
            Link::Broken { by_peer: false } => Err(Failure::Eof { is_new: false }),
            _ => Ok(Step::Input),
        }
    }

    /// How many bytes of the other end are needed next: never more than one record holds.
    pub fn wanted(&self) -> usize {
        match *self.record.as_slice() {
            [_, _, _, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([high, low]));
                (HEADER + length).saturating_sub(self.record.len())
            }
            _ => HEADER - self.record.len(),
        }
    }

    /// Takes bytes of the other end, not more than were wanted.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let before = self.record.len();
        self.record.extend_from_slice(bytes);
        if before < HEADER
            && let Some(header) = self.record.first_chunk::<HEADER>()
            && let Some(reason) = self.wrong_header(header)
        {
            self.link = Link::Broken { by_peer: false };
            return Err(Failure::protocol(reason));
        }
        if self.record.len() < HEADER || self.wanted() > 0 {
            return Ok(());
        }
        self.has_records = true;
        let record = std::mem::take(&mut self.record);
        let result = self.process(&record);
        self.record = record;
        self.record.clear();
        result
    }

    /// OpenSSL's reason to refuse the header of a record.
    fn wrong_header(&self, header: &[u8; HEADER]) -> Option<&'static str> {
        let length = usize::from(u16::from_be_bytes([header[3], header[4]]));
        if !(20..=24).contains(&header[0]) || header[1] != 3 {
            return Some(match &header[..4] {
                b"GET " | b"POST" | b"HEAD" | b"PUT " if !self.has_records => "HTTP_REQUEST",
                b"CONN" if !self.has_records => "HTTPS_PROXY_REQUEST",
                _ => "WRONG_VERSION_NUMBER",
            });
        }
        (length > ENCRYPTED_RECORD).then_some("PACKET_LENGTH_TOO_LONG")
    }

    fn process(&mut self, mut record: &[u8]) -> Result<(), Failure> {
        while !record.is_empty() {
            let taken = match &mut self.link {
                Link::Waiting(acceptor) => acceptor.read_tls(&mut record),
                Link::Live(connection) => connection.read_tls(&mut record),
                _ => return Ok(()),
            };
            if !taken.is_ok_and(|count| count > 0) {
                break;
            }
            self.advance()?;
        }
        Ok(())
    }

    /// Lets rustls look at what it has got.
    fn advance(&mut self) -> Result<(), Failure> {
        match &mut self.link {
            Link::Waiting(acceptor) => match acceptor.accept() {
                Ok(None) => Ok(()),
                Ok(Some(accepted)) => {
                    self.link = Link::Greeted(accepted);
                    Ok(())
                }
                Err((error, mut alert)) => {
                    let _ = alert.write_all(&mut self.output);
                    Err(self.broken(&error))
                }
            },
            Link::Live(connection) => {
                peer::begin(self.host.as_deref());
                let result = connection.process_new_packets();
                let seen = peer::end();
                self.found.extend(seen.found);
                if let Some(chain) = seen.chain {
                    self.chain = Some(chain);
                }
                match result {
                    Ok(state) => {
                        self.pending = state.plaintext_bytes_to_read();
                        self.has_received_close |= state.peer_has_closed();
                        self.collect();
                        Ok(())
                    }
                    Err(error) => {
                        self.collect();
                        if matches!(error, Error::NoCertificatesPresented) {
                            self.change_alert();
                        }
                        let failure = self.broken(&error);
                        Err(seen.refusal.map_or(failure, Failure::Refused))
                    }
                }
            }
            _ => Ok(()),
        }
    }

    /// Before TLS 1.3 there is no alert for want of a certificate: the one that rustls sends is
    /// changed to the one of a handshake that failed.
    fn change_alert(&mut self) {
        let is_older = self
            .live()
            .is_some_and(|it| it.protocol_version() == Some(ProtocolVersion::TLSv1_2));
        if is_older && let Some(alert) = self.output.last_mut() {
            *alert = 40;
        }
    }

    fn broken(&mut self, error: &Error) -> Failure {
        let by_peer = matches!(error, Error::AlertReceived(_));
        self.link = Link::Broken { by_peer };
        reasons::failure_of(error, self.is_server)
    }

    /// The other end is gone without having closed.
    pub fn ended(&mut self) -> Failure {
        let is_new = !matches!(self.link, Link::Broken { .. });
        self.link = Link::Broken { by_peer: false };
        Failure::Eof { is_new }
    }

    /// Takes over what rustls wants to send.
    fn collect(&mut self) {
        if let Link::Live(connection) = &mut self.link {
            while connection.wants_write() {
                if connection.write_tls(&mut self.output).is_err() {
                    break;
                }
            }
        }
    }

    /// Plain bytes that are there; none where more has to come first.
    pub fn read(&mut self, most: usize) -> Result<Option<Vec<u8>>, Failure> {
        let Link::Live(connection) = &mut self.link else {
            return Err(match self.link {
                Link::Broken { by_peer: true } => Failure::Closed,
                _ => Failure::Eof { is_new: false },
            });
        };
        let mut bytes = vec![0; most.min(self.pending)];
        if !bytes.is_empty() {
            let count = connection.reader().read(&mut bytes).unwrap_or(0);
            bytes.truncate(count);
            self.pending -= count;
            return Ok(Some(bytes));
        }
        if self.has_received_close {
            return Ok(Some(bytes));
        }
        Ok(None)
    }

    /// Encrypts plain bytes.
    pub fn write_all(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        if self.has_sent_close {
            return Err(Failure::protocol("PROTOCOL_IS_SHUTDOWN"));
        }
        while !bytes.is_empty() {
            let record = &bytes[..bytes.len().min(RECORD)];
            let count = match &mut self.link {
                Link::Live(connection) => connection.writer().write(record).unwrap_or(0),
                Link::Broken { by_peer: true } => return Err(Failure::Closed),
                _ => return Err(Failure::Eof { is_new: false }),
            };
            self.collect();
            if count == 0 {
                return Err(Failure::protocol("INTERNAL_ERROR"));
            }
            self.written += count;
            bytes = &bytes[count..];
        }
        Ok(())
    }

    /// Tells the other end that nothing more will come.
    pub fn close(&mut self) {
        if let Link::Live(connection) = &mut self.link
            && !self.has_sent_close
        {
            self.has_sent_close = true;
            connection.send_close_notify();
            self.collect();
        }
    }
}
