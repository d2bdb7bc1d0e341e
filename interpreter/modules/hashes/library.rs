//! `_hashlib`: all algorithms by name, HMAC, and keys from passwords.

use vm::import::NativeModule;
use vm::native::{Method, Property, required};
use vm::objects::bytes::Bytes;
use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::mapping_proxy::MAPPING_PROXY;
use vm::objects::module::Module;
use vm::objects::set::FROZENSET;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, cannot_create, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::engine::{self, ALGORITHMS, Algorithm, Keyed, Start};
use super::{
    BLOCK_SIZE, COPY, DIGEST, DIGEST_SIZE, HEXDIGEST, Hasher, NAME, SIGNATURE, UPDATE, feed,
    hashable, hexadecimal,
};
use crate::arguments::optional;
use crate::support::{add_types, of};

macro_rules! constructor {
    ($($function:literal $name:literal,)*) => {
        /// The functions that make objects of one algorithm, and its name.
        const NAMED: &[(&str, &str)] = &[$(($function, $name)),*];
        const FUNCTIONS: &[Method] = &[
            $(Method::new(
                $function,
                SIGNATURE,
                |vm, it| made(vm, $name, it.first().and_then(Option::as_ref)),
                "An object that computes a digest.",
            ),)*
            Method::new("new", "($module, /, name, string=b'', *, usedforsecurity=True)", |vm, it| {
                let name = required(it, 0);
                let Some(name) = name.downcast::<Str>() else {
                    return Err(vm.type_error("name must be a string"));
                };
                made(vm, &name.to_text(), it.get(1).and_then(Option::as_ref))
            }, "An object that computes a digest."),
            Method::new("hmac_new", "($module, /, key, msg=b'', digestmod=None)", hmac_new, "An object that computes a keyed digest."),
            Method::new("hmac_digest", "($module, /, key, msg, digest)", hmac_digest, "A keyed digest."),
            Method::new("pbkdf2_hmac", "($module, /, hash_name, password, salt, iterations,\n            dklen=None)", pbkdf2, "A key from a password."),
            Method::new("scrypt", "($module, /, password, *, salt=None, n=None, r=None, p=None,\n       maxmem=0, dklen=64)", scrypt, "A key from a password, which takes much memory."),
            Method::new("get_fips_mode", "($module, /)", |_, _| Ok(Value::int(0)), "0: no restriction to certain algorithms."),
        ];
    };
}

constructor! {
    "openssl_md5" "md5",
    "openssl_sha1" "sha1",
    "openssl_sha224" "sha224",
    "openssl_sha256" "sha256",
    "openssl_sha384" "sha384",
    "openssl_sha512" "sha512",
    "openssl_sha3_224" "sha3_224",
    "openssl_sha3_256" "sha3_256",
    "openssl_sha3_384" "sha3_384",
    "openssl_sha3_512" "sha3_512",
    "openssl_shake_128" "shake_128",
    "openssl_shake_256" "shake_256",
}

/// `_hashlib`
pub static MODULE: NativeModule = NativeModule {
    name: "_hashlib",
    doc: Some("Digests by name."),
    functions: FUNCTIONS,
    fill,
};

static_type! {
    /// `_hashlib.HASH`
    pub HASH = TypeSpec {
        name: "HASH",
        module: "_hashlib",
        doc: Some("An object that computes a digest."),
        layout: Some(<Hasher as Payload>::layout),
        flags: flags::BASE | flags::NO_INSTANTIATION,
        slots: Slots {
            new: Some(|vm, class, _| cannot_create(vm, class)),
            repr: Some(|_, this| {
                let name = of::<Hasher>(this).algorithm.name;
                let class = this.class().full_name();
                Ok(Str::value(format!("<{name} {class} object @ {:#x}>", this.identity())))
            }),
            ..Slots::EMPTY
        },
        methods: &[COPY, DIGEST, HEXDIGEST, UPDATE],
        properties: &[DIGEST_SIZE, BLOCK_SIZE, NAME],
        ..TypeSpec::DEFAULT
    };
    /// `_hashlib.HASHXOF`
    pub HASH_XOF = TypeSpec {
        name: "HASHXOF",
        module: "_hashlib",
        doc: Some("An object that computes digests of any length."),
        base: Some(|| HASH.as_ref()),
        flags: flags::BASE | flags::NO_INSTANTIATION,
        methods: &[
            Method::new("digest", "($self, /, length)", |vm, it| Ok(Bytes::value(long_digest(vm, it)?)), "A digest of so many bytes."),
            Method::new("hexdigest", "($self, /, length)", |vm, it| Ok(hexadecimal(&long_digest(vm, it)?)), "A digest of so many bytes in hexadecimal digits."),
        ],
        properties: &[DIGEST_SIZE],
        ..TypeSpec::DEFAULT
    };
    /// `_hashlib.HMAC`
    pub HMAC = TypeSpec {
        name: "HMAC",
        module: "_hashlib",
        doc: Some("An object that computes a keyed digest."),
        layout: Some(<KeyedHasher as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        slots: Slots {
            repr: Some(|_, this| {
                let name = of::<KeyedHasher>(this).algorithm.name;
                Ok(Str::value(format!("<{name} HMAC object @ {:#x}>", this.identity())))
            }),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("update", "($self, /, msg)", |vm, it| {
                let bytes = hashable(vm, required(it, 1))?;
                of::<KeyedHasher>(required(it, 0)).keyed.borrow_mut().update(bytes.as_bytes());
                Ok(Value::NONE)
            }, "Takes more bytes."),
            Method::new("digest", "($self, /)", |_, it| {
                Ok(Bytes::value(of::<KeyedHasher>(required(it, 0)).keyed.borrow().digest()))
            }, "The digest of the bytes so far."),
            Method::new("hexdigest", "($self, /)", |_, it| {
                Ok(hexadecimal(&of::<KeyedHasher>(required(it, 0)).keyed.borrow().digest()))
            }, "The digest in hexadecimal digits."),
            Method::new("copy", "($self, /)", |_, it| {
                let this = of::<KeyedHasher>(required(it, 0));
                let keyed = Guarded::new(this.keyed.borrow().copy());
                Ok(Ref::new(KeyedHasher { algorithm: this.algorithm, keyed }).into())
            }, "Another with the same bytes so far."),
        ],
        properties: &[
            Property::new("digest_size", |_, this| Ok(of::<KeyedHasher>(this).algorithm.digest_size.into())),
            Property::new("block_size", |_, this| Ok(of::<KeyedHasher>(this).algorithm.block_size.into())),
            Property::new("name", |_, this| {
                Ok(Str::value(format!("hmac-{}", of::<KeyedHasher>(this).algorithm.name)))
            }),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_hashlib.UnsupportedDigestmodError`
    pub UNSUPPORTED = TypeSpec {
        name: "UnsupportedDigestmodError",
        module: "_hashlib",
        base: Some(|| exceptions::VALUE_ERROR.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
}

/// The payload of a keyed digest.
pub struct KeyedHasher {
    algorithm: Algorithm,
    keyed: Guarded<Keyed>,
}

payload!(KeyedHasher, HMAC);

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    add_types(vm, module, &[&HASH, &HASH_XOF, &HMAC]);
    make_ready(&UNSUPPORTED);
    module.set(vm, UNSUPPORTED.native_name(), UNSUPPORTED.to_value());
    let names = ALGORITHMS
        .iter()
        .map(|(it, _)| Str::value(it.name))
        .collect();
    let names = vm::objects::list::List::new(names).into();
    let names = vm.call(FROZENSET.as_value(), &[names])?;
    module.set(vm, "openssl_md_meth_names", names);
    let compare = vm.import_attribute("_operator", "_compare_digest")?;
    module.set(vm, "compare_digest", compare);
    let constructors = Dict::new();
    for (function, name) in NAMED {
        if let Some(function) = module.get(vm, function) {
            constructors.set(vm, &function, Str::value(name))?;
        }
    }
    let constructors = vm.call(MAPPING_PROXY.as_value(), &[constructors.into()])?;
    module.set(vm, "_constructors", constructors);
    Ok(())
}

fn unsupported(vm: &Vm, message: &str) -> Raised {
    vm.call(UNSUPPORTED.as_value(), &[Str::value(message)])
        .map_or_else(|raised| raised, Raised)
}

/// The algorithm of a name in any of its spellings.
fn find(vm: &Vm, name: &str) -> Result<&'static (Algorithm, Start)> {
    let name = name.to_ascii_lowercase();
    let name = match name.as_str() {
        "sha-1" | "ssl3-sha1" => "sha1",
        "sha2-224" | "sha-224" => "sha224",
        "sha2-256" | "sha-256" => "sha256",
        "sha2-384" | "sha-384" => "sha384",
        "sha2-512" | "sha-512" => "sha512",
        "sha512-224" | "sha2-512/224" | "sha-512/224" => "sha512_224",
        "sha512-256" | "sha2-512/256" | "sha-512/256" => "sha512_256",
        "sha3-224" => "sha3_224",
        "sha3-256" => "sha3_256",
        "sha3-384" => "sha3_384",
        "sha3-512" => "sha3_512",
        "shake128" | "shake-128" => "shake_128",
        "shake256" | "shake-256" => "shake_256",
        "blake2b512" | "blake2b-512" => "blake2b",
        "blake2s256" | "blake2s-256" => "blake2s",
        "ripemd" | "rmd160" | "ripemd-160" => "ripemd160",
        "ssl3-md5" => "md5",
        other => other,
    };
    engine::find(name).ok_or_else(|| unsupported(vm, "[digital envelope routines] unsupported"))
}

fn made(vm: &Vm, name: &str, data: Option<&Value>) -> Result<Value> {
    let (algorithm, start) = find(vm, name)?;
    let hasher = Hasher::new(*algorithm, start());
    if let Some(data) = data {
        feed(vm, &hasher, data)?;
    }
    let class: &Ref<Type> = match algorithm.digest_size {
        0 => &HASH_XOF,
        _ => &HASH,
    };
    Ok(Ref::with_class(class, hasher).into())
}

fn long_digest(vm: &Vm, arguments: &[Option<Value>]) -> Result<Vec<u8>> {
    let length = vm.to_isize(required(arguments, 1))?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.system_error("Negative size passed to PyBytes_FromStringAndSize"));
    };
    if length > i32::MAX as usize {
        return Err(vm.memory_error(""));
    }
    let hasher = of::<Hasher>(required(arguments, 0));
    Ok(hasher.engine.borrow().digest(length))
}

/// The algorithm that an argument means: by its name, or by the function that makes objects.
fn digest_argument(vm: &Vm, value: &Value) -> Result<&'static (Algorithm, Start)> {
    if let Some(name) = value.downcast::<Str>() {
        return find(vm, &name.to_text());
    }
    let constructors = vm.import_attribute("_hashlib", "_constructors")?;
    match vm.get_item(&constructors, value) {
        Ok(name) => find(vm, &vm.str_text(&name)?),
        Err(raised) if raised.is(&exceptions::KEY_ERROR) => {
            let message = format!("Unsupported digestmod {}", vm.str_text(value)?);
            Err(unsupported(vm, &message))
        }
        Err(raised) => Err(raised),
    }
}

fn hmac_new(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let key = vm.bytes_like(required(arguments, 0))?;
    let Some(digest) = arguments.get(2).and_then(Option::as_ref) else {
        return Err(vm.type_error("Missing required parameter 'digestmod'."));
    };
    let found = digest_argument(vm, digest)?;
    if found.0.digest_size == 0 {
        return Err(vm.value_error("[digital envelope routines] invalid digest"));
    }
    let mut keyed = Keyed::new(found, &key);
    if let Some(message) = optional(arguments, 1) {
        keyed.update(hashable(vm, message)?.as_bytes());
    }
    let algorithm = found.0;
    let keyed = Guarded::new(keyed);
    Ok(Ref::new(KeyedHasher { algorithm, keyed }).into())
}

fn hmac_digest(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let key = vm.bytes_like(required(arguments, 0))?;
    let message = vm.bytes_like(required(arguments, 1))?;
    let found = digest_argument(vm, required(arguments, 2))?;
    if found.0.digest_size == 0 {
        return Err(vm.value_error("[digital envelope routines] invalid digest"));
    }
    let mut keyed = Keyed::new(found, &key);
    keyed.update(&message);
    Ok(Bytes::value(keyed.digest()))
}

fn pbkdf2(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = vm.expect_str_argument(required(arguments, 0), "pbkdf2_hmac", "'hash_name'")?;
    let password = vm.bytes_like(required(arguments, 1))?;
    let salt = vm.bytes_like(required(arguments, 2))?;
    let iterations = vm.to_i64(required(arguments, 3))?;
    let found = find(vm, &name.to_text())?;
    if iterations < 1 {
        return Err(vm.value_error("iteration value must be greater than 0."));
    }
    if iterations > i32::MAX.into() {
        return Err(vm.overflow_error("iteration value is too great."));
    }
    let length = match optional(arguments, 4) {
        Some(length) => vm.to_i64(length)?,
        None => found.0.digest_size as i64,
    };
    if length < 1 {
        return Err(vm.value_error("key length must be greater than 0."));
    }
    if length > i32::MAX.into() {
        return Err(vm.overflow_error("key length is too great."));
    }
    let (password, salt) = (password.to_vec(), salt.to_vec());
    let key = vm.allow_threads(|| {
        engine::derive(found, &password, &salt, iterations as u64, length as usize)
    });
    Ok(Bytes::value(key))
}

fn scrypt(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let password = vm.bytes_like(required(arguments, 0))?;
    let Some(salt) = optional(arguments, 1) else {
        return Err(vm.type_error("salt is required"));
    };
    let salt = vm.bytes_like(salt)?;
    let number = |position: usize, name: &str| {
        let value = required(arguments, position);
        if !value.is_none() && !value.is_int() {
            let class = value.class().name();
            let message = format!("scrypt() argument '{name}' must be int, not {class}");
            return Err(vm.type_error(message));
        }
        let number = value.as_i64().and_then(|it| u64::try_from(it).ok());
        number
            .ok_or_else(|| vm.type_error(format!("{name} is required and must be an unsigned int")))
    };
    let n = number(2, "n")?;
    if n < 2 || !n.is_power_of_two() {
        return Err(vm.value_error("n must be a power of 2."));
    }
    let (r, p) = (number(3, "r")?, number(4, "p")?);
    let long = |position: usize, default: i64| match arguments.get(position) {
        Some(Some(value)) => vm.to_i64(value),
        _ => Ok(default),
    };
    let (memory, length) = (long(5, 0)?, long(6, 64)?);
    if !(0..=i32::MAX.into()).contains(&memory) {
        return Err(vm.value_error("maxmem must be positive and smaller than 2147483647"));
    }
    if !(1..=i32::MAX.into()).contains(&length) {
        return Err(vm.value_error("dklen must be greater than 0 and smaller than 2147483647"));
    }
    let limit = if memory == 0 { 32 << 20 } else { memory as u64 };
    let fits = r > 0 && p > 0 && {
        let wanted = u128::from(r) * 128 * (u128::from(n) + 2 + u128::from(p));
        wanted <= u128::from(limit) && u128::from(r) * u128::from(p) < 1 << 30
    };
    let parameters = fits
        .then(|| scrypt::Params::new(n.trailing_zeros() as u8, r as u32, p as u32, 32).ok())
        .flatten();
    let Some(parameters) = parameters else {
        return Err(vm.value_error("[digital envelope routines] memory limit exceeded"));
    };
    let mut key = vec![0; length as usize];
    let (password, salt) = (password.to_vec(), salt.to_vec());
    let result = vm.allow_threads(|| scrypt::scrypt(&password, &salt, &parameters, &mut key));
    match result {
        Ok(()) => Ok(Bytes::value(key)),
        Err(_) => Err(vm.value_error("Invalid parameter combination for n, r, p, maxmem.")),
    }
}
