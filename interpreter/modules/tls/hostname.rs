//! Whether a certificate is good for a host, by OpenSSL's rules.

use std::net::IpAddr;

use super::constants::host_flag;
use super::x509::{self, Fields};

/// The tags of names and addresses among the alternative names.
const DNS: u8 = 0x82;
const ADDRESS: u8 = 0x87;

/// Whether the certificate names the host. Its common name counts only where there is no name
/// of a host among the alternatives.
pub(super) fn matches(fields: &Fields<'_>, host: &str, flags: i64) -> bool {
    let names = fields.alternative_names();
    if let Ok(address) = host.parse::<IpAddr>() {
        let wanted = match address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        };
        return names
            .iter()
            .any(|name| name.tag == ADDRESS && name.value == wanted);
    }
    let host = host.as_bytes();
    let mut hosts = names.iter().filter(|name| name.tag == DNS).peekable();
    let has_hosts = hosts.peek().is_some();
    if hosts.any(|name| name_matches(name.value, host, flags)) {
        return true;
    }
    if flags & host_flag::NEVER_CHECK_SUBJECT != 0 {
        return false;
    }
    if has_hosts && flags & host_flag::ALWAYS_CHECK_SUBJECT == 0 {
        return false;
    }
    let parts = x509::name_parts(fields.subject);
    parts.iter().flatten().any(|(identifier, element)| {
        *identifier == x509::COMMON_NAME
            && name_matches(x509::text(*element).as_bytes(), host, flags)
    })
}

/// Compares a name of a certificate, which may begin with a wildcard, with a host.
fn name_matches(pattern: &[u8], host: &[u8], flags: i64) -> bool {
    if pattern.contains(&0) {
        return false;
    }
    let equal = |one: &[u8], other: &[u8]| !one.is_empty() && one.eq_ignore_ascii_case(other);
    let wildcard = pattern.iter().position(|&byte| byte == b'*');
    let Some(star) = wildcard.filter(|_| flags & host_flag::NO_WILDCARDS == 0) else {
        return equal(pattern, host);
    };
    let label_end = |name: &[u8]| name.iter().position(|&byte| byte == b'.');
    let (Some(end), Some(host_end)) = (label_end(pattern), label_end(host)) else {
        return equal(pattern, host);
    };
    let rest = &pattern[end..];
    // One wildcard, in the first label, above at least two others.
    let dots = rest.iter().filter(|&&byte| byte == b'.').count();
    if star > end || dots < 2 || pattern[star + 1..].contains(&b'*') {
        return equal(pattern, host);
    }
    if !equal(rest, &host[host_end..]) {
        return false;
    }
    let (before, after) = (&pattern[..star], &pattern[star + 1..end]);
    let label = &host[..host_end];
    if before.is_empty() && after.is_empty() {
        return !label.is_empty();
    }
    if flags & host_flag::NO_PARTIAL_WILDCARDS != 0 || label.len() < before.len() + after.len() {
        return false;
    }
    !label.to_ascii_lowercase().starts_with(b"xn--")
        && label[..before.len()].eq_ignore_ascii_case(before)
        && label[label.len() - after.len()..].eq_ignore_ascii_case(after)
}
