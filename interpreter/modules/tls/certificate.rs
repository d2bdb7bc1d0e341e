//! `Certificate`, and certificates as dicts.

use std::net::{Ipv4Addr, Ipv6Addr};

use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::der::{Element, Elements, identifier_text, tag};
use super::x509::{self, Fields, extension};
use super::{object_names, pem};
use crate::arguments::int;
use crate::support::{of, tuple};

/// The payload.
pub(super) struct Certificate(pub Vec<u8>);

payload!(Certificate, CERTIFICATE);

const PEM: i32 = 1;
const DER: i32 = 2;

static_type! {
    /// `_ssl.Certificate`
    pub CERTIFICATE = TypeSpec {
        name: "Certificate",
        module: "_ssl",
        layout: Some(<Certificate as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        slots: Slots {
            repr: Some(|_, this| {
                let subject = x509::parse(&of::<Certificate>(this).0).map(|it| one_line(&it));
                let name = this.class().full_name();
                Ok(Str::value(format!("<{name} '{}'>", subject.unwrap_or_default())))
            }),
            compare: Some(|_, this, other, how| {
                let Some(other) = other.downcast::<Certificate>() else {
                    return Ok(Value::NOT_IMPLEMENTED);
                };
                let is_same = of::<Certificate>(this).0 == other.0;
                Ok(match how {
                    Comparison::Equal => Value::bool(is_same),
                    Comparison::NotEqual => Value::bool(!is_same),
                    _ => Value::NOT_IMPLEMENTED,
                })
            }),
            hash: Some(|vm, this| vm.hash(&Bytes::value(&of::<Certificate>(this).0))),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("public_bytes", "($self, /, format=Encoding.PEM)", public_bytes, "The certificate, encoded."),
            Method::new("get_info", "($self, /)", |vm, it| {
                describe(vm, &of::<Certificate>(required(it, 0)).0)
            }, "The certificate as a dict."),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// A certificate as a value.
pub(super) fn make(bytes: Vec<u8>) -> Value {
    Ref::new(Certificate(bytes)).into()
}

fn public_bytes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let bytes = &of::<Certificate>(required(arguments, 0)).0;
    match int(vm, arguments, 1, PEM)? {
        PEM => Ok(Str::value(pem::encode("CERTIFICATE", bytes))),
        DER => Ok(Bytes::value(bytes)),
        _ => Err(vm.value_error("Unsupported format")),
    }
}

/// The name of an object: OpenSSL's long one, or the numbers.
fn object_name(identifier: &[u8]) -> String {
    let numbers = identifier_text(identifier);
    object_names::by_identifier(&numbers).map_or(numbers, |row| row.long.to_owned())
}

fn one_line(fields: &Fields<'_>) -> String {
    let mut parts: Vec<String> = x509::name_parts(fields.subject)
        .iter()
        .flatten()
        .map(|(identifier, element)| {
            let numbers = identifier_text(identifier);
            let short = object_names::by_identifier(&numbers).map(|row| row.short);
            format!("{}={}", short.unwrap_or(&numbers), x509::text(*element))
        })
        .collect();
    parts.reverse();
    parts.join(", ")
}

/// A name as a tuple of tuples of pairs.
fn name_value(name: Element<'_>) -> Value {
    let sets = x509::name_parts(name).into_iter().map(|set| {
        let pairs = set.into_iter().map(|(identifier, element)| {
            let name = Str::value(object_name(identifier));
            Tuple::pair(name, Str::value(x509::text(element))).into()
        });
        tuple(pairs.collect())
    });
    tuple(sets.collect())
}

/// What `getpeercert()` gives; what is malformed is left away.
pub(super) fn describe(vm: &Vm, bytes: &[u8]) -> Result<Value> {
    let dict = Dict::new();
    let set = |name: &str, value: Value| dict.set_str(&vm.intern(name), value);
    let Some(fields) = x509::parse(bytes) else {
        return Ok(dict.into());
    };
    set("subject", name_value(fields.subject));
    set("issuer", name_value(fields.issuer));
    set("version", Value::int(fields.version as i64));
    set("serialNumber", Str::value(serial_text(fields.serial)));
    set("notBefore", Str::value(x509::time_text(fields.not_before)));
    set("notAfter", Str::value(x509::time_text(fields.not_after)));
    let names: Vec<Value> = fields
        .alternative_names()
        .into_iter()
        .map(alternative)
        .collect();
    if !names.is_empty() {
        set("subjectAltName", tuple(names));
    }
    for (name, method) in [("OCSP", 1), ("caIssuers", 2)] {
        let places = access_places(&fields, method);
        if !places.is_empty() {
            set(name, tuple(places));
        }
    }
    let points = distribution_points(&fields);
    if !points.is_empty() {
        set("crlDistributionPoints", tuple(points));
    }
    Ok(dict.into())
}

/// A number in hexadecimal digits, in pairs.
fn serial_text(serial: &[u8]) -> String {
    let digits = match serial {
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    digits.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// An alternative name: its kind and text.
fn alternative(name: Element<'_>) -> Value {
    let text = |kind: &str| (kind.to_owned(), Str::value(x509::text(name)));
    let (kind, value) = match name.tag {
        0x81 => text("email"),
        0x82 => text("DNS"),
        0x86 => text("URI"),
        0x87 => (
            "IP Address".to_owned(),
            Str::value(address_text(name.value)),
        ),
        0x88 => (
            "Registered ID".to_owned(),
            Str::value(identifier_text(name.value)),
        ),
        0xA4 => {
            let inner = Elements(name.value).tagged(tag::SEQUENCE);
            let value = inner.map_or(tuple(vec![]), name_value);
            ("DirName".to_owned(), value)
        }
        0xA0 => ("othername".to_owned(), Str::value("<unsupported>")),
        0xA3 => ("X400Name".to_owned(), Str::value("<unsupported>")),
        0xA5 => ("EdiPartyName".to_owned(), Str::value("<unsupported>")),
        _ => ("<invalid>".to_owned(), Str::value("<invalid>")),
    };
    Tuple::pair(Str::value(kind), value).into()
}

fn address_text(bytes: &[u8]) -> String {
    if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
        return Ipv4Addr::from(bytes).to_string();
    }
    match <[u8; 16]>::try_from(bytes) {
        Ok(bytes) => {
            let groups = Ipv6Addr::from(bytes).segments();
            groups.map(|group| format!("{group:X}")).join(":")
        }
        Err(_) => "<invalid>".to_owned(),
    }
}

/// Where something about the issuer is to be found: `1.3.6.1.5.5.7.48.` and the method.
fn access_places(fields: &Fields<'_>, method: u8) -> Vec<Value> {
    let list = fields
        .extension(extension::AUTHORITY_ACCESS)
        .and_then(|value| Elements(value).tagged(tag::SEQUENCE));
    let wanted = [0x2B, 6, 1, 5, 5, 7, 0x30, method];
    let entries = list.map(|list| Elements(list.value)).into_iter().flatten();
    entries
        .filter_map(|entry| {
            let mut parts = Elements(entry.value);
            let identifier = parts.tagged(tag::IDENTIFIER)?;
            let place = parts.tagged(0x86)?;
            (identifier.value == wanted).then(|| Str::value(x509::text(place)))
        })
        .collect()
}

/// Where lists of revoked certificates are.
fn distribution_points(fields: &Fields<'_>) -> Vec<Value> {
    let list = fields
        .extension(extension::DISTRIBUTION_POINTS)
        .and_then(|value| Elements(value).tagged(tag::SEQUENCE));
    let points = list.map(|list| Elements(list.value)).into_iter().flatten();
    let names = points.filter_map(|point| {
        let name = Elements(point.value).tagged(0xA0)?;
        Elements(name.value).tagged(0xA0)
    });
    names
        .flat_map(|names| Elements(names.value))
        .filter(|name| name.tag == 0x86)
        .map(|name| Str::value(x509::text(name)))
        .collect()
}
