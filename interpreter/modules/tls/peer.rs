//! What rustls asks about the other end's certificates.

use std::cell::RefCell;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use super::trust::Trusted;
use super::verify::{self, Refusal, Role, Rules};

/// What was seen of the other end while rustls was at work.
#[derive(Default)]
pub(super) struct Seen {
    pub chain: Option<Vec<Vec<u8>>>,
    pub refusal: Option<Refusal>,
    /// Trusted certificates that were taken from folders.
    pub found: Vec<Arc<Trusted>>,
}

thread_local! {
    /// The host that is wanted, and what was seen. A verifier belongs to many connections, and
    /// works within one call of rustls.
    static EXCHANGE: RefCell<(Option<String>, Seen)> = RefCell::default();
}

/// Before rustls works on a connection to this host.
pub(super) fn begin(host: Option<&str>) {
    EXCHANGE.set((host.map(str::to_owned), Seen::default()));
}

/// What it has seen.
pub(super) fn end() -> Seen {
    EXCHANGE.take().1
}

/// Checks the other end's certificates, of clients and servers.
pub(super) struct Verifier {
    /// None where nothing is checked.
    pub rules: Option<Rules>,
    pub checks_host: bool,
    /// Whether a client must show a certificate; it is asked for one in any case.
    pub is_required: bool,
    pub algorithms: WebPkiSupportedAlgorithms,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Verifier").finish_non_exhaustive()
    }
}

impl Verifier {
    fn check(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        role: Role,
        now: UnixTime,
    ) -> Result<(), Error> {
        let mut chain = vec![leaf.clone()];
        chain.extend_from_slice(others);
        let Some(rules) = &self.rules else {
            return Ok(());
        };
        EXCHANGE.with_borrow_mut(|(host, seen)| {
            let host = host.as_deref().filter(|_| self.checks_host);
            match verify::check(rules, &chain, role, host, now, &mut seen.found) {
                Ok(chain) => {
                    seen.chain = Some(chain);
                    Ok(())
                }
                Err(refusal) => {
                    let error = verify::error_of(&refusal);
                    seen.refusal = Some(refusal);
                    Err(error)
                }
            }
        })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.check(leaf, others, Role::Server, now)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, leaf, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, leaf, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// The same for servers that ask clients for certificates.
#[derive(Debug)]
pub(super) struct OfClients(pub Arc<Verifier>);

impl ClientCertVerifier for OfClients {
    fn client_auth_mandatory(&self) -> bool {
        self.0.is_required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.0.check(leaf, others, Role::Client, now)?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, leaf, signature, &self.0.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, leaf, signature, &self.0.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.algorithms.supported_schemes()
    }
}
