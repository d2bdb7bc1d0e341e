//! The certificates that a context trusts, and lists of revoked ones.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::SystemTime;

use rustls::pki_types::{CertificateDer, TrustAnchor};
use webpki::OwnedCertRevocationList;

use super::pem;
use super::x509::{self, Fields};

/// A trusted certificate.
pub(super) struct Trusted {
    pub bytes: CertificateDer<'static>,
    /// None where its key or its form is not understood.
    anchor: Option<TrustAnchor<'static>>,
    pub is_authority: bool,
    pub is_self_issued: bool,
    subject: Vec<u8>,
    key: Vec<u8>,
}

impl Trusted {
    /// Of DER; nothing where that is malformed.
    pub fn new(bytes: &[u8]) -> Option<Trusted> {
        let fields = x509::parse(bytes)?;
        let (is_authority, is_self_issued) = (fields.is_authority(), fields.is_self_issued());
        let subject = fields.subject.value.to_vec();
        let key = fields.public_key.value.to_vec();
        let bytes = CertificateDer::from(bytes.to_vec());
        let anchor = webpki::anchor_from_trusted_cert(&bytes)
            .ok()
            .map(|anchor| anchor.to_owned());
        Some(Trusted {
            bytes,
            anchor,
            is_authority,
            is_self_issued,
            subject,
            key,
        })
    }

    /// The fields.
    pub fn fields(&self) -> Option<Fields<'_>> {
        x509::parse(&self.bytes)
    }
}

/// What a context trusts.
#[derive(Clone, Default)]
pub(super) struct Store {
    pub certificates: Vec<Arc<Trusted>>,
    pub revoked: Vec<Arc<OwnedCertRevocationList>>,
    /// Folders in which certificates are looked up by OpenSSL's hash of their subject.
    pub folders: Vec<PathBuf>,
    /// Whether the roots that this program knows are trusted, for want of any of the system.
    pub has_own_roots: bool,
}

impl Store {
    /// Adds a certificate unless it is there.
    pub fn add(&mut self, trusted: Arc<Trusted>) {
        if !self.contains(&trusted.bytes) {
            self.certificates.push(trusted);
        }
    }

    /// Whether a certificate is trusted itself.
    pub fn contains(&self, bytes: &[u8]) -> bool {
        self.certificates.iter().any(|it| &*it.bytes == bytes)
    }

    /// The anchors of chains: all, or those only that are signed by themselves.
    pub fn anchors(&self, with_others: bool) -> Vec<TrustAnchor<'_>> {
        let own = self
            .certificates
            .iter()
            .filter(|it| with_others || it.is_self_issued)
            .filter_map(|it| it.anchor.clone());
        let roots = match self.has_own_roots {
            true => webpki_roots::TLS_SERVER_ROOTS,
            false => &[],
        };
        own.chain(roots.iter().cloned()).collect()
    }

    /// The trusted certificate behind an anchor.
    pub fn behind(&self, anchor: &TrustAnchor<'_>) -> Option<&Arc<Trusted>> {
        self.certificates.iter().find(|it| {
            it.subject == anchor.subject.as_ref()
                && it.key == anchor.subject_public_key_info.as_ref()
        })
    }

    /// Whether somebody of this name (without its header) is trusted.
    pub fn knows(&self, name: &[u8], with_others: bool) -> bool {
        self.certificates
            .iter()
            .any(|it| it.subject == name && (with_others || it.is_self_issued))
            || self.has_own_roots
                && webpki_roots::TLS_SERVER_ROOTS
                    .iter()
                    .any(|it| it.subject.as_ref() == name)
    }

    /// The trusted certificates above another, up to one that is signed by itself.
    pub fn issuers(&self, leaf: &[u8]) -> Vec<CertificateDer<'static>> {
        let mut issuers: Vec<CertificateDer<'static>> = Vec::new();
        let mut wanted = match x509::parse(leaf) {
            Some(fields) if !fields.is_self_issued() => fields.issuer.value.to_vec(),
            _ => return issuers,
        };
        while let Some(issuer) = self.certificates.iter().find(|it| it.subject == wanted) {
            if issuers.contains(&issuer.bytes) {
                break;
            }
            issuers.push(issuer.bytes.clone());
            match issuer.fields() {
                Some(fields) if !issuer.is_self_issued => wanted = fields.issuer.value.to_vec(),
                _ => break,
            }
        }
        issuers
    }

    /// Takes from the folders the certificates of these names (without headers).
    pub fn look_up(&mut self, names: &[Vec<u8>]) {
        for folder in self.folders.clone() {
            for trusted in folder_content(&folder).iter() {
                if names.contains(&trusted.subject) {
                    self.add(Arc::clone(trusted));
                }
            }
        }
    }
}

/// The content of a file or folder, and when it was last changed.
type Cache = Mutex<HashMap<PathBuf, (SystemTime, Arc<Vec<Arc<Trusted>>>)>>;

/// Reads a file or folder again only after it was changed.
fn cached(path: &Path, read: impl FnOnce() -> Vec<Arc<Trusted>>) -> Arc<Vec<Arc<Trusted>>> {
    static CACHE: OnceLock<Cache> = OnceLock::new();
    let changed = std::fs::metadata(path).and_then(|it| it.modified()).ok();
    let Some(changed) = changed else {
        return Arc::new(read());
    };
    let Ok(mut cache) = CACHE.get_or_init(Cache::default).lock() else {
        return Arc::new(read());
    };
    match cache.get(path) {
        Some((when, content)) if *when == changed => Arc::clone(content),
        _ => {
            let content = Arc::new(read());
            cache.insert(path.to_owned(), (changed, Arc::clone(&content)));
            content
        }
    }
}

/// The certificates in a folder whose files are named as OpenSSL's `rehash` does.
fn folder_content(folder: &Path) -> Arc<Vec<Arc<Trusted>>> {
    cached(folder, || {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let named = entries.filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let (stem, number) = name.split_once('.').unwrap_or(("", ""));
            stem.len() == 8
                && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
                && number.bytes().all(|byte| byte.is_ascii_digit())
        });
        named.flat_map(|entry| read_file(&entry.path())).collect()
    })
}

/// The certificates of a file.
fn read_file(path: &Path) -> Vec<Arc<Trusted>> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let blocks = pem::blocks(&bytes).into_iter().flatten();
    blocks
        .filter(|block| pem::is_certificate(&block.label))
        .filter_map(|block| Trusted::new(&block.content).map(Arc::new))
        .collect()
}

/// The certificates of a file that many contexts may load, such as the system's roots.
pub(super) fn file_content(path: &Path) -> Arc<Vec<Arc<Trusted>>> {
    cached(path, || read_file(path))
}

/// The system's roots where they are not where OpenSSL looks.
pub(super) fn native_roots() -> Vec<Arc<Trusted>> {
    let found = rustls_native_certs::load_native_certs().certs;
    found
        .iter()
        .filter_map(|bytes| Trusted::new(bytes).map(Arc::new))
        .collect()
}
