//! Whether a chain of certificates is to be trusted. The chain itself is checked by `webpki`;
//! what is wrong with one is told in OpenSSL's words and numbers.

use std::net::IpAddr;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, Error, KeyUsage, RevocationCheckDepth, RevocationOptionsBuilder};

use super::constants::flag;
use super::hostname;
use super::trust::{Store, Trusted};
use super::x509::{self, Fields};

/// What is wrong with a chain: OpenSSL's number and words.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub code: i64,
    pub message: String,
}

impl Refusal {
    fn new(code: i64) -> Refusal {
        let message = match code {
            3 => "unable to get certificate CRL",
            7 => "certificate signature failure",
            9 => "certificate is not yet valid",
            10 => "certificate has expired",
            12 => "CRL has expired",
            18 => "self-signed certificate",
            19 => "self-signed certificate in certificate chain",
            20 => "unable to get local issuer certificate",
            22 => "certificate chain too long",
            23 => "certificate revoked",
            25 => "path length constraint exceeded",
            26 => "unsuitable certificate purpose",
            34 => "unhandled critical extension",
            47 => "permitted subtree violation",
            79 => "invalid CA certificate",
            85 => "Missing Authority Key Identifier",
            _ => "unspecified certificate verification error",
        };
        Refusal {
            code,
            message: message.to_owned(),
        }
    }
}

/// Whom the certificate is shown by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// It has to be good for servers.
    Server,
    /// It has to be good for clients.
    Client,
}

/// How chains are checked.
#[derive(Clone)]
pub(super) struct Rules {
    pub store: Store,
    pub flags: i64,
    pub host_flags: i64,
}

/// Checks a chain; gives the one that ends at a trusted certificate. What was taken from
/// folders to that end is added to `found`.
pub(super) fn check(
    rules: &Rules,
    chain: &[CertificateDer<'_>],
    role: Role,
    host: Option<&str>,
    now: UnixTime,
    found: &mut Vec<Arc<Trusted>>,
) -> Result<Vec<Vec<u8>>, Refusal> {
    let [leaf, others @ ..] = chain else {
        return Err(Refusal::new(20));
    };
    let Some(fields) = x509::parse(leaf) else {
        return Err(Refusal::new(1));
    };
    let mut rules = rules.clone();
    let known = rules.store.certificates.len();
    find_in_folders(&mut rules.store, chain);
    found.extend_from_slice(&rules.store.certificates[known..]);
    let with_others = rules.flags & flag::PARTIAL_CHAIN != 0;
    let check_host = |chain| match host {
        Some(host) if !hostname::matches(&fields, host, rules.host_flags) => Err(mismatch(host)),
        _ => Ok(chain),
    };
    // One that is trusted itself needs no issuer.
    if (with_others || fields.is_self_issued()) && rules.store.contains(leaf) {
        let purpose = if role == Role::Server { 1 } else { 2 };
        if !fields.is_good_for(purpose) {
            return Err(Refusal::new(26));
        }
        let chain = check_host(vec![leaf.to_vec()])?;
        check_time(&fields, now)?;
        return Ok(chain);
    }
    match check_path(&rules, leaf, others, role, now, with_others) {
        Ok(path) => {
            strictly(&rules, &fields)?;
            check_host(path)
        }
        Err(error) => {
            walk(&rules.store, chain, with_others)?;
            strictly(&rules, &fields)?;
            let refusal = refusal_of(&error);
            if !matches!(refusal.code, 26 | 79 | 20) {
                check_host(Vec::new())?;
            }
            Err(refusal)
        }
    }
}

/// What OpenSSL asks for beyond the rest when told to be strict.
fn strictly(rules: &Rules, leaf: &Fields<'_>) -> Result<(), Refusal> {
    let is_missing = leaf.extension(x509::extension::AUTHORITY_KEY).is_none();
    if rules.flags & flag::STRICT != 0 && is_missing && !leaf.is_self_issued() {
        return Err(Refusal::new(85));
    }
    Ok(())
}

/// The chain by `webpki`: from the leaf to the anchor.
fn check_path(
    rules: &Rules,
    leaf: &CertificateDer<'_>,
    others: &[CertificateDer<'_>],
    role: Role,
    now: UnixTime,
    with_others: bool,
) -> Result<Vec<Vec<u8>>, Error> {
    let end = EndEntityCert::try_from(leaf)?;
    let anchors = rules.store.anchors(with_others);
    // Trusted certificates may also stand in the middle of a chain.
    let trusted = rules.store.certificates.iter();
    let trusted = trusted.filter(|it| !with_others && !it.is_self_issued);
    let mut between: Vec<CertificateDer<'_>> = others.to_vec();
    between.extend(trusted.map(|it| it.bytes.clone()));
    let usage = match role {
        Role::Server => KeyUsage::server_auth(),
        Role::Client => KeyUsage::client_auth(),
    };
    let lists: Vec<webpki::CertRevocationList<'_>> = rules
        .store
        .revoked
        .iter()
        .map(|list| webpki::CertRevocationList::Owned(list.as_ref().clone()))
        .collect();
    let lists: Vec<&webpki::CertRevocationList<'_>> = lists.iter().collect();
    let revocation = match rules.flags & flag::CRL_CHECK_CHAIN {
        0 => None,
        _ if lists.is_empty() => return Err(Error::UnknownRevocationStatus),
        bits => {
            let depth = match bits == flag::CRL_CHECK_CHAIN {
                true => RevocationCheckDepth::Chain,
                false => RevocationCheckDepth::EndEntity,
            };
            RevocationOptionsBuilder::new(&lists)
                .ok()
                .map(|builder| builder.with_depth(depth).build())
        }
    };
    let path = end.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &anchors,
        &between,
        now,
        usage,
        revocation,
        None,
    )?;
    let mut chain = vec![leaf.to_vec()];
    chain.extend(path.intermediate_certificates().map(|it| it.der().to_vec()));
    if let Some(root) = rules.store.behind(path.anchor()) {
        // An anchor is trusted for its key; that it has expired is looked at here.
        if let Some(fields) = root.fields()
            && check_time(&fields, now).is_err()
        {
            return Err(Error::CertExpired {
                time: now,
                not_after: now,
            });
        }
        chain.push(root.bytes.to_vec());
    }
    Ok(chain)
}

/// Looks up in folders who issued the certificates of a chain.
fn find_in_folders(store: &mut Store, chain: &[CertificateDer<'_>]) {
    if store.folders.is_empty() {
        return;
    }
    let names = chain.iter().filter_map(|it| x509::parse(it));
    let names: Vec<Vec<u8>> = names.map(|it| it.issuer.value.to_vec()).collect();
    store.look_up(&names);
}

/// Goes from the leaf to its issuers by their names, and says where that ends badly.
fn walk(store: &Store, chain: &[CertificateDer<'_>], with_others: bool) -> Result<(), Refusal> {
    let all: Vec<Fields<'_>> = chain.iter().filter_map(|it| x509::parse(it)).collect();
    let Some(mut current) = all.first() else {
        return Err(Refusal::new(20));
    };
    for step in 0..=all.len() {
        if current.is_self_issued() && !store.knows(current.subject.value, with_others) {
            return Err(Refusal::new(if step == 0 { 18 } else { 19 }));
        }
        if store.knows(current.issuer.value, with_others) {
            return Ok(());
        }
        let next = all
            .iter()
            .find(|it| it.subject.value == current.issuer.value);
        current = next.ok_or_else(|| Refusal::new(20))?;
    }
    Err(Refusal::new(22))
}

fn check_time(fields: &Fields<'_>, now: UnixTime) -> Result<(), Refusal> {
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let outside = |time, is_wrong: fn(i64, i64) -> bool| {
        x509::seconds(time).is_none_or(|limit| is_wrong(now, limit))
    };
    if outside(fields.not_before, |now, limit| now < limit) {
        return Err(Refusal::new(9));
    }
    if outside(fields.not_after, |now, limit| now > limit) {
        return Err(Refusal::new(10));
    }
    Ok(())
}

fn mismatch(host: &str) -> Refusal {
    let (code, what) = match host.parse::<IpAddr>() {
        Ok(_) => (64, "IP address"),
        Err(_) => (62, "Hostname"),
    };
    Refusal {
        code,
        message: format!("{what} mismatch, certificate is not valid for '{host}'."),
    }
}

/// OpenSSL's number for what `webpki` found.
fn refusal_of(error: &Error) -> Refusal {
    Refusal::new(match error {
        Error::CertExpired { .. } => 10,
        Error::CertNotValidYet { .. } => 9,
        Error::CertRevoked => 23,
        Error::CrlExpired { .. } => 12,
        Error::UnknownRevocationStatus => 3,
        Error::InvalidSignatureForPublicKey
        | Error::InvalidCrlSignatureForPublicKey
        | Error::SignatureAlgorithmMismatch
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
        | Error::UnsupportedSignatureAlgorithmContext(_) => 7,
        Error::EndEntityUsedAsCa => 79,
        Error::CaUsedAsEndEntity
        | Error::RequiredEkuNotFoundContext(_)
        | Error::EmptyEkuExtension => 26,
        Error::PathLenConstraintViolated => 25,
        Error::MaximumPathDepthExceeded | Error::MaximumPathBuildCallsExceeded => 22,
        Error::NameConstraintViolation => 47,
        Error::UnsupportedCriticalExtension => 34,
        Error::UnknownIssuer => 20,
        _ => 1,
    })
}

/// The alert for a refusal, by way of rustls's own errors.
pub(super) fn error_of(refusal: &Refusal) -> rustls::Error {
    use rustls::CertificateError as Kind;
    rustls::Error::InvalidCertificate(match refusal.code {
        10 => Kind::Expired,
        23 => Kind::Revoked,
        9 | 62 | 64 => Kind::NotValidForName,
        7 => Kind::BadSignature,
        26 => Kind::InvalidPurpose,
        3 | 12 | 18 | 19 | 20 | 22 | 25 | 79 => Kind::UnknownIssuer,
        _ => Kind::Other(rustls::OtherError(Arc::new(std::io::Error::other(
            refusal.message.clone(),
        )))),
    })
}
