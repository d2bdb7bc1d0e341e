//! Private keys, and which of several certificates is shown.

use std::sync::Arc;

use rustls::SignatureScheme;
use rustls::client::ResolvesClientCert;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SigningKey};

use super::pem::Block;

/// The private key of a block, which a password may protect.
pub(super) fn read(block: &Block, password: Option<&[u8]>) -> Option<Arc<dyn SigningKey>> {
    let content = block.content.clone();
    let key = match block.label.as_str() {
        "PRIVATE KEY" => PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(content)),
        "RSA PRIVATE KEY" if block.headers.is_empty() => {
            PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(content))
        }
        "EC PRIVATE KEY" if block.headers.is_empty() => {
            PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(content))
        }
        "ENCRYPTED PRIVATE KEY" => {
            let encrypted = pkcs8::EncryptedPrivateKeyInfo::try_from(content.as_slice()).ok()?;
            let document = encrypted.decrypt(password?).ok()?;
            let content = document.as_bytes().to_vec();
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(content))
        }
        _ => return None,
    };
    let provider = rustls::crypto::ring::default_provider();
    provider.key_provider.load_private_key(key).ok()
}

/// Whether a block holds a private key.
pub(super) fn is_key(label: &str) -> bool {
    label.ends_with("PRIVATE KEY")
}

/// Whether a block cannot be read without a password.
pub(super) fn is_protected(block: &Block) -> bool {
    block.label == "ENCRYPTED PRIVATE KEY" || !block.headers.is_empty()
}

/// The certificates that a context shows, each with its key.
#[derive(Debug)]
pub(super) struct Shown(pub Vec<Arc<CertifiedKey>>);

impl Shown {
    fn fitting(&self, schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let mut keys = self.0.iter();
        keys.find(|it| it.key.choose_scheme(schemes).is_some())
            .cloned()
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.fitting(hello.signature_schemes())
    }
}

impl ResolvesClientCert for Shown {
    fn resolve(&self, _: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.fitting(schemes)
    }

    fn has_certs(&self) -> bool {
        !self.0.is_empty()
    }
}
