//! The modules behind `hashlib` and `hmac`: `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2` and
//! `_hashlib`.

mod blake2;
mod engine;
mod library;

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::support::{add_types, of};
use engine::{Algorithm, Engine};

pub use blake2::MODULE as BLAKE2;
pub use library::MODULE as HASHLIB;

/// The payload of an object that is fed bytes and gives a digest.
pub struct Hasher {
    algorithm: Algorithm,
    engine: Guarded<Box<dyn Engine>>,
}

payload!(Hasher, MD5_TYPE);

impl Hasher {
    fn new(algorithm: Algorithm, engine: Box<dyn Engine>) -> Hasher {
        Hasher {
            algorithm,
            engine: Guarded::new(engine),
        }
    }

    /// One that runs a known algorithm.
    fn named(name: &str) -> Option<Hasher> {
        let (algorithm, start) = engine::find(name)?;
        Some(Hasher::new(*algorithm, start()))
    }

    fn copy(&self) -> Hasher {
        Hasher::new(self.algorithm, self.engine.borrow().copy())
    }
}

/// How much is hashed without letting other threads run.
const MUCH: usize = 1 << 20;

/// Takes the bytes of an object.
fn feed(vm: &Vm, hasher: &Hasher, data: &Value) -> Result<()> {
    let bytes = hashable(vm, data)?;
    let mut parts = bytes.as_bytes().chunks(MUCH);
    parts.try_for_each(|part| {
        hasher.engine.borrow_mut().update(part);
        match part.len() {
            MUCH => vm.check_signals(),
            _ => Ok(()),
        }
    })
}

/// The bytes of an object that is hashed.
fn hashable(vm: &Vm, data: &Value) -> Result<Buffer> {
    if data.downcast::<Str>().is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    if !Buffer::is_shown_by(vm, data) {
        return Err(vm.type_error("object supporting the buffer API required"));
    }
    let buffer = Buffer::contiguous(vm, data)?;
    if buffer.dimensions().shape.len() > 1 {
        return Err(vm.buffer_error("Buffer must be single dimension"));
    }
    Ok(buffer)
}

/// Digits for a digest.
fn hexadecimal(bytes: &[u8]) -> Value {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .collect();
    Str::from_ascii(&digits).into()
}

fn digest(this: &Value) -> Vec<u8> {
    let hasher = of::<Hasher>(this);
    hasher.engine.borrow().digest(hasher.algorithm.digest_size)
}

fn update(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    feed(vm, of(required(arguments, 0)), required(arguments, 1))?;
    Ok(Value::NONE)
}

const COPY: Method = Method::new(
    "copy",
    "($self, /)",
    |_, it| {
        let this = required(it, 0);
        Ok(Ref::with_class(this.class(), of::<Hasher>(this).copy()).into())
    },
    "Another with the same bytes so far.",
);
const DIGEST: Method = Method::new(
    "digest",
    "($self, /)",
    |_, it| Ok(Bytes::value(digest(required(it, 0)))),
    "The digest of the bytes so far.",
);
const HEXDIGEST: Method = Method::new(
    "hexdigest",
    "($self, /)",
    |_, it| Ok(hexadecimal(&digest(required(it, 0)))),
    "The digest in hexadecimal digits.",
);
const UPDATE: Method = Method::new("update", "($self, obj, /)", update, "Takes more bytes.");
const UPDATE_DATA: Method = Method::new("update", "($self, data, /)", update, "Takes more bytes.");
const METHODS: &[Method] = &[COPY, DIGEST, HEXDIGEST, UPDATE];

const BLOCK_SIZE: Property = Property::new("block_size", |_, this| {
    Ok(of::<Hasher>(this).algorithm.block_size.into())
});
const NAME: Property = Property::new("name", |_, this| {
    Ok(Str::value(of::<Hasher>(this).algorithm.name))
});
const DIGEST_SIZE: Property = Property::new("digest_size", |_, this| {
    Ok(of::<Hasher>(this).algorithm.digest_size.into())
});
const PROPERTIES: &[Property] = &[BLOCK_SIZE, NAME, DIGEST_SIZE];

/// The constructor: a function of the module, or the type.
fn make(vm: &Vm, class: &Ref<Type>, name: &str, data: Option<&Value>) -> Result<Value> {
    let hasher = Hasher::named(name).ok_or_else(|| vm.value_error("unsupported hash type"))?;
    if let Some(data) = data {
        feed(vm, &hasher, data)?;
    }
    Ok(Ref::with_class(class, hasher).into())
}

const SIGNATURE: &str = "($module, /, string=b'', *, usedforsecurity=True)";

macro_rules! plain {
    ($($class:ident $module:literal $name:literal $function:literal;)*) => {
        static_type! {
            $(/// The type of the objects of one algorithm.
            pub $class = TypeSpec {
                name: $name,
                module: $module,
                layout: Some(<Hasher as Payload>::layout),
                flags: flags::NO_INSTANTIATION,
                methods: METHODS,
                properties: PROPERTIES,
                ..TypeSpec::DEFAULT
            };)*
        }
    };
}

plain! {
    MD5_TYPE "_md5" "md5" "md5";
    SHA1_TYPE "_sha1" "sha1" "sha1";
    SHA224_TYPE "_sha2" "SHA224Type" "sha224";
    SHA256_TYPE "_sha2" "SHA256Type" "sha256";
    SHA384_TYPE "_sha2" "SHA384Type" "sha384";
    SHA512_TYPE "_sha2" "SHA512Type" "sha512";
}

macro_rules! constructor {
    ($name:literal, $class:ident) => {
        Method::new(
            $name,
            SIGNATURE,
            |vm, it| make(vm, &$class, $name, it.first().and_then(Option::as_ref)),
            "An object that computes a digest.",
        )
    };
}

/// `_md5`
pub static MD5: NativeModule = NativeModule {
    name: "_md5",
    doc: None,
    functions: &[constructor!("md5", MD5_TYPE)],
    fill: |vm, module| {
        vm::objects::class_creation::make_ready(&MD5_TYPE);
        module.set(vm, "MD5Type", MD5_TYPE.to_value());
        Ok(())
    },
};

/// `_sha1`
pub static SHA1: NativeModule = NativeModule {
    name: "_sha1",
    doc: None,
    functions: &[constructor!("sha1", SHA1_TYPE)],
    fill: |vm, module| {
        vm::objects::class_creation::make_ready(&SHA1_TYPE);
        module.set(vm, "SHA1Type", SHA1_TYPE.to_value());
        Ok(())
    },
};

/// `_sha2`
pub static SHA2: NativeModule = NativeModule {
    name: "_sha2",
    doc: None,
    functions: &[
        constructor!("sha224", SHA224_TYPE),
        constructor!("sha256", SHA256_TYPE),
        constructor!("sha384", SHA384_TYPE),
        constructor!("sha512", SHA512_TYPE),
    ],
    fill: |vm, module| {
        add_types(
            vm,
            module,
            &[&SHA224_TYPE, &SHA256_TYPE, &SHA384_TYPE, &SHA512_TYPE],
        );
        Ok(())
    },
};

/// What the type of a SHA-3 algorithm tells of its inner state.
const SPONGE: &[Property] = &[
    BLOCK_SIZE,
    NAME,
    DIGEST_SIZE,
    Property::new("_capacity_bits", |_, this| {
        Ok((1600 - 8 * of::<Hasher>(this).algorithm.block_size).into())
    }),
    Property::new("_rate_bits", |_, this| {
        Ok((8 * of::<Hasher>(this).algorithm.block_size).into())
    }),
    Property::new("_suffix", |_, this| {
        let is_extendable = of::<Hasher>(this).algorithm.digest_size == 0;
        Ok(Bytes::value([if is_extendable { 0x1F } else { 0x06 }]))
    }),
];

const SPONGE_METHODS: &[Method] = &[COPY, DIGEST, HEXDIGEST, UPDATE_DATA];

const SHAKE_METHODS: &[Method] = &[
    COPY,
    Method::new(
        "digest",
        "($self, length, /)",
        |vm, it| Ok(Bytes::value(long_digest(vm, it)?)),
        "A digest of so many bytes.",
    ),
    Method::new(
        "hexdigest",
        "($self, length, /)",
        |vm, it| Ok(hexadecimal(&long_digest(vm, it)?)),
        "A digest of so many bytes in hexadecimal digits.",
    ),
    UPDATE_DATA,
];

fn long_digest(vm: &Vm, arguments: &[Option<Value>]) -> Result<Vec<u8>> {
    let length = vm.index(required(arguments, 1))?;
    let is_negative = vm.compare_bool(
        &length,
        &Value::int(0),
        vm::objects::slots::Comparison::Less,
    )?;
    if is_negative {
        return Err(vm.value_error("value must be positive"));
    }
    match length.as_i64() {
        Some(length) if length < 1 << 29 => {
            let hasher = of::<Hasher>(required(arguments, 0));
            Ok(hasher.engine.borrow().digest(length as usize))
        }
        Some(_) => Err(vm.value_error("length is too large")),
        None => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
    }
}

fn new_sponge(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    // CPython names the first of the types in all messages.
    static SIGNATURE: Signature =
        Signature::new("sha3_224", "(data=b'', /, *, usedforsecurity=True)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    make(vm, class, &class.short_name(), bound.optional(0))
}

macro_rules! sponges {
    ($($class:ident $name:literal $methods:ident;)*) => {
        static_type! {
            $(/// A type of `_sha3`.
            pub $class = TypeSpec {
                name: $name,
                module: "_sha3",
                doc: Some("An object that computes a digest."),
                layout: Some(<Hasher as Payload>::layout),
                slots: Slots { new: Some(new_sponge), ..Slots::EMPTY },
                methods: $methods,
                properties: SPONGE,
                ..TypeSpec::DEFAULT
            };)*
        }
        /// `_sha3`
        pub static SHA3: NativeModule = NativeModule {
            name: "_sha3",
            doc: None,
            functions: &[],
            fill: |vm, module| {
                add_types(vm, module, &[$(&$class),*]);
                module.set(vm, "implementation", Str::value("RustCrypto"));
                Ok(())
            },
        };
    };
}

sponges! {
    SHA3_224 "sha3_224" SPONGE_METHODS;
    SHA3_256 "sha3_256" SPONGE_METHODS;
    SHA3_384 "sha3_384" SPONGE_METHODS;
    SHA3_512 "sha3_512" SPONGE_METHODS;
    SHAKE_128 "shake_128" SHAKE_METHODS;
    SHAKE_256 "shake_256" SHAKE_METHODS;
}
