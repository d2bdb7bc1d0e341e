//! What a context loads: certificates to show, certificates to trust.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::sign::{CertifiedKey, SigningKey};
use rustls::{InconsistentKeys, NamedGroup};
use vm::native::required;
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};
use webpki::OwnedCertRevocationList;

use super::context::{change, path_of};
use super::der::{Elements, tag};
use super::errors::{self, library_error, pem_error};
use super::trust::{self, Store, Trusted};
use super::{keys, pem};
use crate::arguments::optional;
use crate::support::is_callable;

/// Longest password.
const PASSWORD: usize = 1024;

/// Where OpenSSL looks for roots.
pub(super) const DEFAULT_PATHS: [&str; 4] = [
    "SSL_CERT_FILE",
    "/usr/lib/ssl/cert.pem",
    "SSL_CERT_DIR",
    "/usr/lib/ssl/certs",
];

fn read_file(vm: &Vm, path: &PathBuf) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| vm.os_error(&error, None))
}

fn path_argument(vm: &Vm, value: &Value, name: &str) -> Result<PathBuf> {
    path_of(vm, value).map_err(|raised| match raised.is(&exceptions::TYPE_ERROR) {
        true => vm.type_error(format!("{name} should be a valid filesystem path")),
        false => raised,
    })
}

/// `load_cert_chain`
pub(super) fn load_chain(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let certificates = path_argument(vm, required(arguments, 1), "certfile")?;
    let key_path = match optional(arguments, 2) {
        Some(value) => path_argument(vm, value, "keyfile")?,
        None => certificates.clone(),
    };
    let password = optional(arguments, 3);
    if let Some(value) = password
        && !is_callable(value)
    {
        password_bytes(vm, value, "password should be a string or callable")?;
    }
    let content = read_file(vm, &certificates)?;
    let mut chain = Vec::new();
    for block in pem::blocks(&content) {
        match block {
            Ok(block) if pem::is_certificate(&block.label) => {
                if super::x509::parse(&block.content).is_none() {
                    return Err(pem_error(vm, "SSL"));
                }
                chain.push(CertificateDer::from(block.content));
            }
            Err(label) if pem::is_certificate(&label) => return Err(pem_error(vm, "SSL")),
            _ => {}
        }
    }
    if chain.is_empty() {
        return Err(pem_error(vm, "SSL"));
    }
    let key = load_key(vm, &read_file(vm, &key_path)?, password)?;
    let shown = CertifiedKey::new(chain, key);
    if matches!(
        shown.keys_match(),
        Err(rustls::Error::InconsistentKeys(
            InconsistentKeys::KeyMismatch
        ))
    ) {
        return Err(library_error(vm, 116, "X509", "KEY_VALUES_MISMATCH"));
    }
    change(this, |it| {
        // One certificate for each kind of key.
        let kind = shown.key.algorithm();
        it.keys.retain(|own| own.key.algorithm() != kind);
        it.keys.push(Arc::new(shown));
    });
    Ok(Value::NONE)
}

fn load_key(vm: &Vm, content: &[u8], password: Option<&Value>) -> Result<Arc<dyn SigningKey>> {
    let blocks = pem::blocks(content).into_iter().flatten();
    let Some(block) = blocks.into_iter().find(|block| keys::is_key(&block.label)) else {
        return Err(pem_error(vm, "SSL"));
    };
    let password = match password {
        Some(value) if keys::is_protected(&block) => Some(match is_callable(value) {
            true => {
                let given = vm.call(value, &[])?;
                password_bytes(vm, &given, "password callback must return a string")?
            }
            false => password_bytes(vm, value, "password should be a string or callable")?,
        }),
        _ => None,
    };
    keys::read(&block, password.as_deref()).ok_or_else(|| pem_error(vm, "SSL"))
}

fn password_bytes(vm: &Vm, value: &Value, refusal: &str) -> Result<Vec<u8>> {
    let bytes = if let Some(text) = value.downcast::<Str>() {
        text.as_bytes().to_vec()
    } else if value.downcast::<Bytes>().is_some() || value.downcast::<ByteArray>().is_some() {
        vm.bytes_like(value)?.to_vec()
    } else {
        return Err(vm.type_error(refusal));
    };
    match bytes.len() > PASSWORD {
        true => Err(vm.value_error("password cannot be longer than 1024 bytes")),
        false => Ok(bytes),
    }
}

/// `load_verify_locations`
pub(super) fn load_trusted(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let [file, folder, data] = [1, 2, 3].map(|position| optional(arguments, position));
    if file.is_none() && folder.is_none() && data.is_none() {
        return Err(vm.type_error("cafile, capath and cadata cannot be all omitted"));
    }
    let file = file.map(|it| path_argument(vm, it, "cafile")).transpose()?;
    let folder = folder
        .map(|it| path_argument(vm, it, "capath"))
        .transpose()?;
    let mut found = Found::default();
    if let Some(data) = data {
        found.take_data(vm, data)?;
    }
    if let Some(file) = file {
        found.take_file(vm, &read_file(vm, &file)?)?;
    }
    change(this, |it| {
        found.put_into(&mut it.store);
        it.store.folders.extend(folder);
    });
    Ok(Value::NONE)
}

/// What a file holds.
#[derive(Default)]
struct Found {
    certificates: Vec<Arc<Trusted>>,
    revoked: Vec<Arc<OwnedCertRevocationList>>,
}

impl Found {
    fn put_into(self, store: &mut Store) {
        self.certificates.into_iter().for_each(|it| store.add(it));
        store.revoked.extend(self.revoked);
    }

    fn take_file(&mut self, vm: &Vm, content: &[u8]) -> Result<()> {
        for block in pem::blocks(content) {
            match block {
                Ok(block) if pem::is_certificate(&block.label) => {
                    let trusted = Trusted::new(&block.content);
                    let trusted = trusted.ok_or_else(|| pem_error(vm, "X509"))?;
                    self.certificates.push(Arc::new(trusted));
                }
                Ok(block) if block.label == "X509 CRL" => {
                    let list = OwnedCertRevocationList::from_der(&block.content);
                    let list = list.map_err(|_| pem_error(vm, "X509"))?;
                    self.revoked.push(Arc::new(list));
                }
                Err(label) if pem::is_certificate(&label) => return Err(pem_error(vm, "X509")),
                _ => {}
            }
        }
        match self.certificates.is_empty() && self.revoked.is_empty() {
            true => Err(library_error(
                vm,
                136,
                "X509",
                "NO_CERTIFICATE_OR_CRL_FOUND",
            )),
            false => Ok(()),
        }
    }

    fn take_data(&mut self, vm: &Vm, data: &Value) -> Result<()> {
        let nothing = |what: &str| {
            let text = format!("{what}: cadata does not contain a certificate");
            errors::make(vm, &errors::ERROR, 0, None, None, &text)
        };
        if let Some(text) = data.downcast::<Str>() {
            if !text.is_ascii() {
                let text = "cadata should be an ASCII string or a bytes-like object";
                return Err(vm.type_error(text));
            }
            if text.is_empty() {
                return Err(vm.value_error("Empty certificate data"));
            }
            let mut blocks = pem::blocks(text.as_bytes()).into_iter().peekable();
            let mut count = 0;
            while let Some(Ok(block)) = blocks.next_if(|block| {
                block
                    .as_ref()
                    .is_ok_and(|it| pem::is_certificate(&it.label))
            }) {
                let trusted =
                    Trusted::new(&block.content).ok_or_else(|| nothing("no start line"))?;
                self.certificates.push(Arc::new(trusted));
                count += 1;
            }
            return match (count, blocks.next()) {
                (0, _) => Err(nothing("no start line")),
                (_, Some(Err(_))) => Err(library_error(vm, 100, "PEM", "BAD_BASE64_DECODE")),
                _ => Ok(()),
            };
        }
        let bytes = vm.bytes_like(data).map_err(|_| {
            vm.type_error("cadata should be an ASCII string or a bytes-like object")
        })?;
        if bytes.is_empty() {
            return Err(vm.value_error("Empty certificate data"));
        }
        let mut elements = Elements(&bytes);
        let mut count = 0;
        while let Some(element) = elements.tagged(tag::SEQUENCE) {
            let trusted = Trusted::new(element.whole).ok_or_else(|| nothing("not enough data"))?;
            self.certificates.push(Arc::new(trusted));
            count += 1;
        }
        match (count, elements.0.is_empty()) {
            (0, _) => Err(nothing("not enough data")),
            (_, true) => Ok(()),
            (_, false) => Err(library_error(vm, 142, "ASN1", "NOT_ENOUGH_DATA")),
        }
    }
}

/// `set_default_verify_paths`
pub(super) fn load_default(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let [file_name, file, folder_name, folder] = DEFAULT_PATHS;
    let given = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (own_file, own_folder) = (given(file_name), given(folder_name));
    let is_own = own_file.is_some() || own_folder.is_some();
    let file = own_file.unwrap_or_else(|| file.into());
    let folder = own_folder.unwrap_or_else(|| folder.into());
    let mut certificates = trust::file_content(&file).to_vec();
    if certificates.is_empty() && !is_own && !folder.is_dir() {
        certificates = trust::native_roots();
    }
    change(required(arguments, 0), |it| {
        it.store.has_own_roots = certificates.is_empty() && !is_own && !folder.is_dir();
        if it.store.certificates.is_empty() {
            it.store.certificates = certificates;
        } else {
            certificates.into_iter().for_each(|own| it.store.add(own));
        }
        it.store.folders.push(folder);
    });
    Ok(Value::NONE)
}

/// `load_dh_params`: the file is checked, but rustls exchanges keys over curves alone.
pub(super) fn load_parameters(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path_of(vm, required(arguments, 1))?;
    let content = read_file(vm, &path)?;
    let mut blocks = pem::blocks(&content).into_iter().flatten();
    match blocks.any(|block| block.label == "DH PARAMETERS") {
        true => Ok(Value::NONE),
        false => Err(library_error(vm, 108, "PEM", "NO_START_LINE")),
    }
}

/// `set_ecdh_curve`
pub(super) fn set_curve(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = required(arguments, 1);
    let text = match name.downcast::<Str>() {
        Some(text) => text.to_text(),
        None => String::from_utf8_lossy(&vm.bytes_like(name)?).into_owned(),
    };
    let group = match text.as_str() {
        "prime256v1" | "P-256" | "secp256r1" => NamedGroup::secp256r1,
        "secp384r1" | "P-384" => NamedGroup::secp384r1,
        "X25519" => NamedGroup::X25519,
        _ => {
            let name = vm.repr_text(name)?;
            return Err(vm.value_error(format!("unknown elliptic curve name {name}")));
        }
    };
    change(required(arguments, 0), |it| it.group = Some(group));
    Ok(Value::NONE)
}
