//! Namespaces: what prefixes stand for, and names with namespaces in them.

use super::scan::{RESERVED_NAMESPACE, RESERVED_XML, RESERVED_XMLNS, UNDECLARED_PREFIX};

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// A prefix, none for names without one, and what it stands for.
pub(super) struct Binding {
    pub prefix: Option<String>,
    pub uri: String,
}

/// The prefix that an attribute declares; inside, none for names without one.
pub(super) fn declared_prefix(name: &str) -> Option<Option<&str>> {
    match name.strip_prefix("xmlns")? {
        "" => Some(None),
        rest => rest.strip_prefix(':').map(Some),
    }
}

/// The number of the error where a prefix must not stand for something.
pub(super) fn check(prefix: Option<&str>, uri: &str) -> Result<(), u32> {
    match prefix {
        Some(_) if uri.is_empty() => Err(UNDECLARED_PREFIX),
        Some("xml") if uri != XML => Err(RESERVED_XML),
        Some("xmlns") => Err(RESERVED_XMLNS),
        Some("xml") => Ok(()),
        _ if uri == XML || uri == XMLNS => Err(RESERVED_NAMESPACE),
        _ => Ok(()),
    }
}

/// How names are written that have a namespace.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub separator: Option<char>,
    pub with_prefix: bool,
}

/// A name with its namespace; none where nothing is known of its prefix.
pub(super) fn expand(
    bindings: &[Binding],
    name: &str,
    is_attribute: bool,
    style: Style,
) -> Option<String> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None if is_attribute => return Some(name.to_owned()),
        None => (None, name),
    };
    let bound = bindings
        .iter()
        .rev()
        .find(|binding| binding.prefix.as_deref() == prefix)
        .map(|binding| binding.uri.as_str());
    let uri = match (prefix, bound) {
        (Some("xml"), _) => XML,
        (_, Some(uri)) => uri,
        (None, None) => "",
        (Some(_), None) => return None,
    };
    if uri.is_empty() {
        return Some(local.to_owned());
    }
    let mut expanded = uri.to_owned();
    expanded.extend(style.separator);
    expanded.push_str(local);
    if let Some(prefix) = prefix
        && style.with_prefix
    {
        expanded.extend(style.separator);
        expanded.push_str(prefix);
    }
    Some(expanded)
}
